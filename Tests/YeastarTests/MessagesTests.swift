import Exchange
import JSON
import Testing

@testable import Yeastar

private func answer(_ text: String) throws -> Answer { try Answer(Array(text.utf8)) }

@Suite struct MessagesTests {
    @Test(
        arguments: [
            (#"{"status": "Success", "token": "813b"}"#, true, nil),
            (#"{"status": "Failed", "errno": "30003"}"#, false, "30003"),
            ("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<xml>\n <extid>101</extid>\n</xml>", true, nil),
            ("<?xml version=\"1.0\" encoding=\"utf-8\"?><xml><status>Success</status></xml>", true, nil),
            ("<xml><status>Failed</status><errno>7</errno></xml>", false, "7"),
            (#"{"status": "Failed", "errno": 30003}"#, false, "30003"),
        ] as [(String, Bool, String?)])
    func `Only the status decides, in JSON and in XML`(text: String, isSuccess: Bool, errno: String?) throws {
        #expect(try answer(text).isSuccess == isSuccess)
        #expect(try answer(text).errno == errno)
    }

    @Test func `What is no answer is told apart`() {
        #expect(throws: Unreadable.page) { try answer("<!DOCTYPE html><html><body>404</body></html>") }
        #expect(throws: Unreadable.self) { try answer(#"{"status": "Succ"#) }
        #expect(throws: Unreadable.self) { try answer("") }
        #expect(throws: Unreadable.self) { try answer("[1]") }
    }

    @Test(arguments: [
        #"""
        {"status": "Success", "extlist": [{"extnumber": "100", "status": "Unavailable", "type": "pjsip", "username": "100", "agentid": ""},
        {"extnumber": "101", "status": "Registered", "type": "pjsip", "username": "xiaoshaokun", "agentid": ""}]}
        """#,
        """
        <?xml version="1.0" encoding="utf-8"?><xml><status>Success</status><extlist><item id="0"><extnumber>100</extnumber>
        <status>Unavailable</status><type>pjsip</type><username>100</username><agentid></agentid></item><item id="1">
        <extnumber>101</extnumber><status>Registered</status><type>pjsip</type><username>xiaoshaokun</username></item></extlist></xml>
        """,
    ])
    func `Telephones`(text: String) throws {
        #expect(
            ExtensionRow.list(try answer(text).body) == [
                ExtensionRow(number: "100", name: "100", word: "Unavailable", type: "pjsip"),
                ExtensionRow(number: "101", name: "xiaoshaokun", word: "Registered", type: "pjsip"),
            ])
    }

    @Test(arguments: [
        #"{"status": "Success", "trunkname": [{"trunkname": "to-108-16", "status": "Registered", "type": "SIP"}]}"#,
        #"{"status": "Success", "trunklist": [{"trunkname": "to-108-16", "status": "Registered", "type": "SIP"}]}"#,
        "<xml><status>Success</status><trunkname><item id=\"0\"><trunkname>to-108-16</trunkname><status>Registered</status><type>SIP</type></item></trunkname></xml>",
    ])
    func `Trunks under both names of their list`(text: String) throws {
        #expect(TrunkRow.list(try answer(text).body) == [TrunkRow(name: "to-108-16", word: "Registered", type: "SIP")])
    }

    @Test(arguments: [
        #"""
        {"status": "Success", "queue": {"queuenumber": "9998", "queuestatus": {"members": [{"agent": "102", "agentstatus": "1"},
        {"agent": "101", "agentstatus": "6"}], "callercount": 0}}}
        """#,
        """
        <xml><status>Success</status><queue><queuenumber>9998</queuenumber><queuestatus><members><item id="0"><agent>102</agent>
        <agentstatus>1</agentstatus></item><item id="1"><agent>101</agent><agentstatus>6</agentstatus></item></members>
        <callercount>0</callercount></queuestatus></queue></xml>
        """,
        #"{"queues": [{"queuenumber": "9998", "queuestatus": {"member": [{"agent": 102, "agentstatus": 1}, {"agent": 101, "agentstatus": 6}], "callercount": "0"}}]}"#,
    ])
    func `A queue's state`(text: String) throws {
        let status = try #require(QueueStatus(try answer(text).body))
        #expect(status.number == "9998")
        #expect(status.callers == 0)
        #expect(status.members == [.init(agent: "102", word: "1"), .init(agent: "101", word: "6")])
    }

    @Test func `Queues with their passwords and agents`() throws {
        let rows = QueueRow.list(
            try answer(
                #"{"status": "Success", "queues": [{"queuenumber": "9999", "queuename": "queue_test", "password": "123456", "agents": "101,103,104", "ringstrategy": "Ring All"}]}"#
            ).body)
        #expect(rows.first?.agents == ["101", "103", "104"])
        #expect(rows.first?.password.reveal() == "123456")
        #expect("\(rows)".contains("123456") == false)
    }

    @Test(arguments: [
        #"{"conference": [{"conferencenumber": "8000", "member": [{"number": "111", "channelid": "PJSIP/111-00000003", "memberstatus": "Up"}]}]}"#,
        #"{"conference": [{"callid": "1.2", "conferencenumber": 8000, "members": [{"from": "111", "to": "8000", "channelid": "PJSIP/111-00000003", "memberstatus": "Up"}]}]}"#,
        #"{"conference": {"conferencenumber": "8000", "members": {"from": "8000", "to": "111", "channelid": "PJSIP/111-00000003", "memberstatus": "Up"}}}"#,
    ])
    func `Rooms in session, as the table and as the example have them`(text: String) throws {
        #expect(
            SessionRow.list(try answer(text).body)
                == [SessionRow(number: "8000", members: [.init(number: "111", channel: "PJSIP/111-00000003", word: "Up")])])
    }

    @Test(arguments: [
        #"{"status": "Success", "inbound": [{"inboundid": "1589881290.960", "from": "103", "to": "101", "trunk": "t", "callee": {"extid": "101"}, "status": "Talking"}]}"#,
        #"{"status": "Success", "inbound": [{"inboundid": 1589881290.960, "from": 103, "to": 101, "trunk": "t", "callee": {"extid": 101}, "status": "Talking"}]}"#,
        "<xml><status>Success</status><inbound><inboundid>1589881290.960</inboundid><from>103</from><to>101</to><trunk>t</trunk><callee><extid>101</extid></callee><status>Talking</status></inbound></xml>",
    ])
    func `Incoming calls, their identifiers kept digit for digit`(text: String) throws {
        let row = try #require(CallRow.list(try answer(text).body).first)
        #expect(row.inbound?.id == "1589881290.960")
        #expect(row.extensions == ["101"])
        #expect(row.isTalking)
    }

    @Test func `The calls of a telephone, as objects or lists`() throws {
        let rows = CallRow.details(
            try answer(
                #"""
                {"extinfos": [{"extnumber": "101", "status": "Up", "ext": {"extid": "106"}},
                {"extnumber": "102", "status": "Ringing", "inbound": [{"inboundid": "5.10", "from": "103", "to": "102", "trunk": "t"}]},
                {"extnumber": "103", "status": "Idle"}]}
                """#
            ).body)
        #expect(rows.count == 2)
        #expect(rows[0].extensions == ["101", "106"])
        #expect(rows[1].inbound?.id == "5.10")
        #expect(!rows[1].isTalking)
    }

    @Test func `Numbers of calls are no decimals`() throws {
        let (early, late) = (try #require(CallNumber("1589947952.999")), try #require(CallNumber("1589947952.1670")))
        #expect(early < late)
        #expect(CallNumber("101=106") == nil)
    }
}
