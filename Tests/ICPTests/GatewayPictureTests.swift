import BackendSupport
import Exchange
import Foundation
import JSON
import Testing

@testable import ICP

@Suite struct GatewayReplyTests {
    @Test(arguments: [
        (#"{"message":"","retcode":"0","result":{"workno":"291"}}"#, "0", true), (#"{"message":"","retcode":0,"result":""}"#, "0", true),
        (#"{"message":"agent not login","retcode":"100-006","result":""}"#, "100-006", false),
        (#"{"retcode":"000-003"}"#, "000-003", false),
        ("{\"retcode\":\"0\",\"result\":null}\0\0", "0", true),
    ])
    func `A reply is read whatever its result`(text: String, code: String, isSuccess: Bool) throws {
        let reply = try GatewayReply(Array(text.utf8))
        #expect(reply.code == code)
        #expect(reply.isSuccess == isSuccess)
        #expect(reply.event == nil)
    }

    @Test(arguments: ["", "<html></html>", "  <!DOCTYPE html>", "{\"message\":\"\"}", "[]", "{\"retcode\":", "OK"])
    func `What is no reply is not taken for one`(text: String) {
        #expect(throws: UnreadableReply.self) { try GatewayReply(Array(text.utf8)) }
    }

    @Test(arguments: [
        (#"{"eventType":"AgentEvent_Hold","workNo":"291","content":"1456402370-7"}"#, "1456402370-7"),
        (#"{"eventType":"AgentEvent_Hold","workNo":"a291","content":"1456402370-7\u0000\u0000"}"#, "1456402370-7"),
        (#"{"eventType":"AgentEvent_Hold","workNo":291,"content":{"callid":"1456402370-7","jsonKey":["callid"]}}"#, "1456402370-7"),
        (
            #"{"eventType":"AgentEvent_Hold","workNo":"291","content":{"callId":"1456402370-7\u0000"},"eventGenTime":1456402370000}"#,
            "1456402370-7"
        ),
        (#"{"eventType":"AgentEvent_Hold","workNo":"291","content":"{\"callId\":\"1456402370-7\"}"}"#, "1456402370-7"),
        (#"{"eventType":"AgentEvent_Hold","workNo":"291","content":null}"#, ""), (#"{"eventType":"AgentEvent_Hold","workNo":"291"}"#, ""),
    ])
    func `The content of an event is null, text or an object`(text: String, call: String) throws {
        let event = try #require(GatewayEvent(try JSONValue(parsing: text)))
        #expect(event.workNumber == "291")
        #expect(event.call == call)
    }

    @Test(arguments: ["null", "{}", #""""#, #"{"eventType":null}"#])
    func `A poll that ran out brings no event`(event: String) throws {
        #expect(try GatewayReply(Array(#"{"message":"","retcode":"0","event":\#(event)}"#.utf8)).event == nil)
    }

    @Test(arguments: [
        ("JSESSIONID=279fe21d-2caa.AgentGateway0", "279fe21d-2caa.AgentGateway0"),
        ("JSESSIONID=a.AgentGateway0, JSESSIONID=b.AgentGateway1", "b.AgentGateway1"),
        ("JSESSIONID=a; Path=/", "a"), ("a.AgentGateway0", "a.AgentGateway0"), ("JSESSIONID=", nil), (nil, nil),
    ])
    func `The token is what follows the name`(header: String?, token: String?) {
        #expect(GatewaySession.token(in: header) == token)
    }

    @Test(arguments: [
        ("LB=node1", ["LB": "node1"]), ("LB=node1; Path=/; HttpOnly", ["LB": "node1"]),
        ("LB=a; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/, S=b=c", ["LB": "a", "S": "b=c"]), (nil, [:]), ("nonsense", [:]),
    ])
    func `Cookies are their pairs alone`(header: String?, cookies: [String: String]) {
        #expect(GatewaySession.cookies(in: header) == cookies)
    }

    @Test(arguments: [
        ("6", JSONValue.number(6)), ("007", "007"), ("+6", "+6"), ("99999999999999999999", "99999999999999999999"), ("A1", "A1"),
    ])
    func `An identifier is sent digit for digit`(text: String, written: JSONValue) {
        #expect(ICPRequest.number(text) == written)
    }

    @Test(arguments: ["1e300", "99999999999999999999999", "-5", "nan", "inf", "0x10"])
    func `Figures that nobody can have meant are not reckoned with`(figure: String) throws {
        let row = try #require(AgentRow(["workno": "291", "currentstatetime": .string(figure)]))
        #expect(row.duration == nil || row.duration == .zero)
        let call = try #require(CallRow(["callid": "1-1", "begintime": .string(figure)]))
        #expect(call.begun == nil)
    }

    @Test(arguments: [("a49997", "49997"), ("A49997", "49997"), ("49997", "49997"), ("abc", "abc"), ("a", "a"), ("", "")])
    func `An agent among the parties may carry a letter`(party: String, number: String) {
        #expect(party.withoutAgentLetter == number)
    }

    @Test(arguments: [
        ("0", "9", AgentState.unknown), ("1", "", .unknown), ("2", "0", .offline), ("3", "7", .busy), ("4", "1", .idle),
        ("5", "6", .wrapup),
        ("6", "", .idle), ("7", "2", .ringing), ("7", "3", .ringing), ("7", "4", .ringing), ("7", "5", .talking), ("7", "", .talking),
        ("8", "8", .rest), ("9", "", .rest), ("", "5", .talking), ("", "0", .offline), ("", "", .unknown), ("12", "", .unknown),
    ])
    func `States are read by both numbers`(status: String, fine: String, state: AgentState) {
        #expect(AgentState(status: status, fine: fine) == state)
    }
}

@Suite struct GatewayPictureTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func event(_ type: String, _ content: String = "null") throws -> GatewayEvent {
        try #require(GatewayEvent(try JSONValue(parsing: #"{"eventType":"\#(type)","workNo":"291","content":\#(content)}"#)))
    }

    private func agents(_ rows: String) throws -> [AgentRow] { AgentRow.list(try JSONValue(parsing: "[\(rows)]")) }
    private func calls(_ rows: String) throws -> [CallRow] { CallRow.list(try JSONValue(parsing: "[\(rows)]")) }

    private func picture() throws -> ICPPicture {
        var picture = ICPPicture(site: "i", agent: "291", phone: "40038")
        var result = RefreshResult()
        result.restCauses = ["200": "Lunch"]
        result.skills = [SkillRow(id: "6", name: "voice")]
        result.agents = Asked(
            at: picture.sequence.next(),
            value: try agents(
                #"{"workno":"291","status":"4"},{"workno":"20011","name":"Ann","status":"4","skilllist":[{"id":6}],"phonenumber":"70942"}"#)
        )
        _ = picture.apply(result, at: now)
        return picture
    }

    @Test(arguments: [
        ("AgentState_Ready", "null", AgentState.idle, nil as SafeText?), ("AgentState_Busy", "null", .talking, nil),
        ("AgentState_Work", "null", .wrapup, nil),
        ("AgentState_SetNotReady_Success", #"{"reason":"0"}"#, .busy, nil),
        ("AgentState_SetNotReady_Success", #"{"reason":2}"#, .busy, "did not answer for long"),
        ("AgentState_SetNotReady_Success", #"{"reason":"3"}"#, .busy, "forced by an inspector"),
        ("AgentState_SetNotReady_Success", #"{"reason":"200"}"#, .busy, "code 200"),
        ("AgentState_CancelNotReady_Success", "null", .idle, nil),
        ("AgentState_SetRest_Success", #"{"reason":"200"}"#, .rest, "Lunch"),
        ("AgentState_SetRest_Success", #"{"reason":"7"}"#, .rest, "cause 7"),
        ("AgentState_CancelRest_Success", "null", .idle, nil), ("AgentState_SetWork_Success", "null", .wrapup, nil),
        ("AgentState_CancelWork_Success", "null", .idle, nil), ("AgentState_Force_Ready", "null", .idle, nil),
        ("AgentState_Force_SetNotReady", "null", .busy, nil),
    ])
    func `State events are told of our own agent`(type: String, content: String, state: AgentState, reason: SafeText?) throws {
        var picture = try picture()
        _ = picture.apply(try event("AgentState_Work"), at: now)
        _ = picture.apply(try event(type, content), at: now)
        #expect(picture.published.agents["291"]?.state == state)
        #expect(picture.published.agents["291"]?.reason == reason)
    }

    @Test(arguments: [
        ("Logout", AgentState.offline, false), ("Idle", .idle, false), ("Busy", .busy, true), ("Work", .wrapup, false),
        ("Rest", .rest, true),
        ("Active", .talking, true), ("WaitAlerting", .ringing, true), ("WaitAnswer", .ringing, true), ("ThreeParty", .talking, true),
        ("Login", .idle, true), ("HungUp", .idle, true), ("RecordBegin", .idle, false), ("Monitor", .idle, true),
    ])
    func `The feed tells of others, and leaves some of it open`(word: String, state: AgentState, isDoubtful: Bool) throws {
        var picture = try picture()
        _ = picture.apply(
            try event(
                "QC_AgentState_Notify",
                #"{"subtype":"QC_AgentState_\#(word)","monitoredagent":"20011","agentname":"Ann","mediaserver":"CtiServer"}"#),
            at: now)
        #expect(picture.published.agents["20011"]?.state == state)
        #expect(picture.doubtful == (isDoubtful ? ["20011"] : []))
    }

    @Test func `Events outrank an answer that was asked for before them`() throws {
        var picture = try picture()
        let asked = picture.sequence.next()
        _ = picture.apply(try event("AgentState_Work"), at: now)
        var result = RefreshResult()
        result.agents = Asked(at: asked, value: try agents(#"{"workno":"291","status":"4"},{"workno":"20011","status":"3"}"#))
        _ = picture.apply(result, at: now)
        #expect(picture.published.agents["291"]?.state == .wrapup)
        #expect(picture.published.agents["20011"]?.state == .busy)
        result.agents = Asked(at: picture.sequence.next(), value: try agents(#"{"workno":"291","status":"4"}"#))
        let changes = picture.apply(result, at: now)
        #expect(picture.published.agents["291"]?.state == .idle)
        #expect(changes.contains(.remove(EntityKey(site: "i", kind: .agent, id: "20011"))))
    }

    @Test func `Time in a state does not tremble`() throws {
        var picture = try picture()
        for (second, elapsed) in [(0.0, "100"), (2, "101"), (4, "104")] {
            var result = RefreshResult()
            result.agents = Asked(
                at: picture.sequence.next(), value: try agents(#"{"workno":"20011","status":"3","currentstatetime":"\#(elapsed)"}"#))
            _ = picture.apply(result, at: now + second)
            #expect(picture.published.agents["20011"]?.since == now - 100)
        }
    }

    @Test func `A call out rings, is answered, is held, is joined with another and ends`() throws {
        var picture = try picture()
        let steps: [(String, String, CallState?, AgentState)] = [
            ("AgentState_Busy", "null", nil, .talking),
            (
                "AgentEvent_Customer_Alerting", #"{"callid":"1-1","otherPhoneWorkno":"","otherPhone":"70092","type":"main"}"#, .dialing,
                .talking
            ),
            (
                "AgentEvent_Talking", #"{"caller":"291","callid":"1-1","called":"70092","feature":"7","type":"main","mediaAbility":"1"}"#,
                .talking, .talking
            ),
            ("AgentEvent_Hold", #""1-1""#, .held, .held),
            ("AgentEvent_Talking", #"{"caller":"A291","callid":"1-2","called":"a20011","feature":6,"type":"assistant"}"#, .held, .talking),
            ("AgentEvent_Conference", #"{"callid":"1-2","partner":"20011,70092"}"#, .talking, .talking),
            ("AgentEvent_Customer_Release", #"{"callid":"1-2","number":"20011"}"#, .talking, .talking),
            ("AgentEvent_Call_Release", #""1-1""#, nil, .talking),
        ]
        for (type, content, call, own) in steps {
            _ = picture.apply(try event(type, content), at: now)
            #expect(picture.published.calls["1-1"]?.state == call, "\(type)")
            #expect(picture.published.agents["291"]?.state == own, "\(type)")
        }
        #expect(picture.published.calls["1-2"]?.direction == .internal)
        #expect(picture.published.agents["20011"]?.call == "1-2")
        _ = picture.apply(try event("AgentState_Ready"), at: now)
        #expect(picture.published.calls.isEmpty)
        #expect(picture.published.agents["291"]?.state == .idle)
        #expect(picture.published.agents["291"]?.call == nil)
    }

    @Test(arguments: [
        ("AgentEvent_Call_Out_Fail", #""1-1""#), ("AgentEvent_Inside_Call_Fail", #""1-1\u0000""#), ("AgentEvent_Consult_Fail", #""1-1""#),
        ("AgentEvent_AbandonCall", #"{"caller":"10086","callData":"","callId":"1-1"}"#), ("AgentEvent_No_Answer", "null"),
        ("AgentEvent_No_Answer_From_Cti", "null"), ("AgentEvent_Customer_Release", #"{"callid":"1-1","number":"70093"}"#),
        ("AgentState_SetNotReady_Success", #"{"reason":"2"}"#),
    ])
    func `A call that rings ends in many ways, under both names`(type: String, content: String) throws {
        var picture = try picture()
        _ = picture.apply(try event("AgentEvent_Ringing", #"{"caller":"10086","callid":"1-1","called":"291","feature":"0"}"#), at: now)
        #expect(picture.published.calls["1-1"]?.state == .ringing)
        _ = picture.apply(try event(type, content), at: now)
        #expect(picture.published.calls.isEmpty)
    }

    @Test func `A listing that was asked for before a call ended does not bring it back`() throws {
        var picture = try picture()
        _ = picture.apply(try event("AgentEvent_Talking", #"{"caller":"10086","callid":"1-1","called":"291","feature":"0"}"#), at: now)
        let asked = picture.sequence.next()
        _ = picture.apply(try event("AgentEvent_Call_Release", #""1-1""#), at: now)
        let row = #"{"callfeature":"0","callid":"1-1","caller":"10086","called":"291","callskillid":"6","begintime":"1699999000000"}"#
        var result = RefreshResult()
        result.calls = Asked(at: asked, value: try calls(row))
        _ = picture.apply(result, at: now)
        #expect(picture.published.calls.isEmpty)
        // Later it is there again: somebody else talks on.
        result.calls = Asked(
            at: picture.sequence.next(), value: try calls(row.replacingOccurrences(of: #""called":"291""#, with: #""called":"70942""#)))
        _ = picture.apply(result, at: now)
        let call = try #require(picture.published.calls["1-1"])
        #expect(call.callee == "20011")
        #expect(call.queue == "6")
        #expect(call.since == Date(timeIntervalSince1970: 1_699_999_000))
        #expect(picture.published.agents["20011"]?.call == "1-1")
        result.calls = Asked(at: picture.sequence.next(), value: [])
        _ = picture.apply(result, at: now)
        #expect(picture.published.calls.isEmpty)
    }

    /// Calls keep the access code that the caller dialled; which agent it rings at only the agent's row tells.
    @Test func `A call that rings at another agent rings there and has that agent for its callee`() throws {
        var picture = try picture()
        _ = picture.apply(
            try event("QC_AgentState_Notify", #"{"subtype":"QC_AgentState_WaitAnswer","monitoredagent":"20011"}"#), at: now)
        #expect(picture.doubtful == ["20011"], "its row is asked for, and with it in which call it is")
        var result = RefreshResult()
        let row = try agents(#"{"workno":"20011","name":"Ann","status":"7","ctiStatus":"3","callids":["1-7"],"skilllist":[{"id":6}]}"#)[0]
        result.someAgents = [Asked(at: picture.sequence.next(), value: row)]
        result.callsOf["20011"] = Asked(
            at: picture.sequence.next(), value: try calls(#"{"callfeature":"0","callid":"1-7","caller":"13912345678","called":"85000"}"#))
        _ = picture.apply(result, at: now)
        let call = try #require(picture.published.calls["1-7"])
        #expect(call.state == .ringing)
        #expect(call.callee == "20011")
        #expect(picture.published.agents["20011"]?.call == "1-7")
    }

    @Test func `A call of ours that only a listing shows is on its way, unless our row says that we talk`() throws {
        let row = #"{"callfeature":"6","callid":"1-1","caller":"291","called":"20011"}"#
        for (state, expected) in [("4", CallState.dialing), ("7", .talking)] {
            var picture = try picture()
            var result = RefreshResult()
            result.agents = Asked(
                at: picture.sequence.next(),
                value: try agents(#"{"workno":"291","status":"\#(state)","ctiStatus":"5"},{"workno":"20011","status":"4"}"#))
            result.calls = Asked(at: picture.sequence.next(), value: try calls(row))
            _ = picture.apply(result, at: now)
            #expect(picture.published.calls["1-1"]?.state == expected)
            _ = picture.apply(try event("AgentEvent_Talking", #"{"caller":"291","callid":"1-1","called":"20011","feature":"6"}"#), at: now)
            #expect(picture.published.calls["1-1"]?.state == .talking)
        }
    }

    @Test func `A waiting call that we take waits no more`() throws {
        var picture = try picture()
        var result = RefreshResult()
        result.hasLookedAtWaiting = true
        result.waiting = [
            "6": try calls(#"{"callid":"1-1","caller":"10086","called":"6048"},{"callid":"1-2","caller":"10010","called":"6048"}"#)
        ]
        _ = picture.apply(result, at: now)
        #expect(picture.published.waiting.keys.sorted() == ["1-1", "1-2"])
        _ = picture.apply(try event("AgentEvent_Talking", #"{"caller":"10086","callid":"1-1","called":"291","feature":"0"}"#), at: now)
        #expect(picture.published.waiting.keys.sorted() == ["1-2"])
        #expect(picture.published.calls["1-1"]?.state == .talking)
    }

    @Test func `A recording is shown from its beginning to its end`() throws {
        var picture = try picture()
        _ = picture.apply(try event("AgentEvent_Talking", #"{"caller":"10086","callid":"1-1","called":"291","feature":"0"}"#), at: now)
        _ = picture.apply(
            try event(
                "AgentMediaEvent_Record",
                #"{"taskId":5206,"fileName":"Y:/6/0/20161025/20011/1902050.V3","fileMediaType":"1","callId":"1-1"}"#), at: now)
        #expect(picture.published.calls["1-1"]?.recording == "Y:/6/0/20161025/20011/1902050.V3")
        _ = picture.apply(try event("AgentMediaEvent_StopRecordDone", #"{"beginTime":1566867437000,"taskId":"5206"}"#), at: now)
        #expect(picture.published.calls["1-1"]?.recording == nil)
    }

    @Test func `Members of a conference come, fail, fall silent and leave`() throws {
        var picture = try picture()
        func change(_ type: Int, _ number: String, reason: Int = 255, result: Int = 0) throws {
            let content =
                #"{"result":\#(result),"changeReason":\#(reason),"changeType":"\#(type)","confId":1031168,"participant":"\#(number)","participantType":9,"deviceCallType":0,"deviceType":0}"#
            _ = picture.apply(try event("AgentConf_ParticipantChanged", content), at: now)
        }
        func members() -> [String] {
            picture.published.rooms["1031168"]?.members.map {
                "\($0.number) \($0.state.rawValue)\($0.muted == true ? " muted" : "")\($0.moderator ? " chair" : "")"
            } ?? []
        }
        _ = picture.apply(try event("AgentConf_RequestSuccess", #"{"confId":1031168}"#), at: now)
        #expect(members() == ["291 joined chair"])
        try change(0, "20011")
        try change(0, "154", result: 7)
        #expect(members() == ["291 joined chair", "20011 joined", "154 failed"])
        try change(3, "20011")
        try change(3, "291", result: 1)
        #expect(members() == ["291 joined chair", "20011 joined muted", "154 failed"])
        try change(4, "20011")
        try change(5, "20011")
        #expect(members() == ["291 joined chair", "20011 waiting", "154 failed"])
        try change(6, "20011")
        try change(2, "20011")
        try change(1, "154", reason: 2)
        #expect(members() == ["291 joined", "20011 joined chair"])
        #expect(picture.ownRoom == "1031168")
        try change(1, "20011", reason: 3)
        #expect(picture.published.rooms.isEmpty)
    }

    @Test func `A conference of which the gateway knows no more is gone`() throws {
        var picture = try picture()
        _ = picture.apply(try event("AgentConf_Ringing", #"{"confId":"1031168"}"#), at: now)
        #expect(picture.published.rooms["1031168"]?.members.first?.state == .ringing)
        var result = RefreshResult()
        result.conferences = (Asked(at: picture.sequence.next(), value: ["1031168"]), [])
        _ = picture.apply(result, at: now)
        #expect(picture.published.rooms.isEmpty)
    }

    @Test(arguments: [
        ("AgentOther_Note", "null", "note", "A note came."),
        ("AgentOther_Bulletin", #"{"sendername":"Ann","context":"fire drill"}"#, "bulletin", "Ann: fire drill"),
        ("AgentOther_BeQcStart", #"{"qcType":8,"qcAgentId":30169}"#, "supervision", "Agent 30169 listens to this agent."),
        ("AgentOther_BeQcStart", #"{"qcType":"20173","qcAgentId":"30169"}"#, "supervision", "Agent 30169 whispers to this agent."),
        ("AgentOther_BeQcStop", #"{"qcType":8,"qcAgentId":30169}"#, "supervision", "Agent 30169 supervises this agent no more."),
        ("AgentEvent_SuccTransResult", #"{"result":1,"callId":"1477467960-16777237"}"#, "transfer", "The transfer failed (1)."),
        ("AgentState_Rest_Timeout", "null", "rest", "The time of the rest is over; the rest goes on until it is ended."),
    ])
    func `What belongs to no entity is a message`(type: String, content: String, topic: String, text: String) throws {
        var picture = try picture()
        let messages = picture.apply(try event(type, content), at: now).compactMap { if case .message(let it) = $0 { it } else { nil } }
        #expect(messages.map(\.topic) == [topic])
        #expect(messages.map(\.text.string) == [text])
    }

    @Test func `Who supervises whom is on the board`() throws {
        var picture = try picture()
        func supervision(_ agent: String) -> Exchange.Supervision? { picture.published.agents[agent]?.supervision }
        _ = picture.apply(try event("AgentState_Busy", "null"), at: now)
        _ = picture.apply(try event("AgentOther_BeQcStart", #"{"qcType":8,"qcAgentId":30169}"#), at: now)
        #expect(supervision("291") == .init(by: "30169", how: .listen))
        _ = picture.apply(try event("AgentOther_BeQcStop", #"{"qcType":8,"qcAgentId":30169}"#), at: now)
        #expect(supervision("291") == nil)
        picture.supervision = .init(agent: "20011", mode: .whisper)
        _ = picture.refreshed()
        #expect(supervision("20011") == nil, "our telephone may not even ring yet")
        _ = picture.apply(try event("AgentOther_PhoneAlerting", "null"), at: now)
        #expect(supervision("20011") == .init(by: "291", how: .whisper))
        _ = picture.apply(try event("AgentOther_PhoneRelease", "null"), at: now)
        #expect(supervision("20011") == nil)
    }

    @Test(arguments: [AgentState.busy, .rest, .wrapup, .talking, .ringing, .idle, .offline, .unknown])
    func `Who waits is asked in every state but those that would be given the call`(state: AgentState) throws {
        var picture = try picture()
        picture.people["291"]?.state = state
        #expect(picture.mayAskWhoWaits == ![.idle, .offline, .unknown].contains(state))
    }

    @Test(arguments: [
        ("20011", CallTarget.agent("20011")), ("70942", .agent("20011")), ("voice", .skill("6")), ("6", .outside("6")),
        ("skill:6", .skill("6")),
        ("queue:voice", .skill("6")), ("agent:77", .agent("77")), ("ivr:30", .ivr("30")), ("code:6048", .accessCode("6048")),
        ("out:20011", .outside("20011")),
        ("110", .outside("110")), ("sip:ann", .outside("sip:ann")),
    ])
    func `A target is an agent or a skill that is known, or else an outside number`(word: String, target: CallTarget) throws {
        #expect(CallTarget(word, on: try picture()) == target)
    }

    @Test(arguments: [
        (nil as String?, PauseReason.busy as PauseReason?), ("lunch", .rest(cause: 200)), ("Lunch", .rest(cause: 200)),
        ("rest", .rest(cause: 0)), ("wrap-up", .wrapUp),
        ("busy", .busy), ("200", .busyCode(200)), ("250", .busyCode(250)), ("251", nil), ("tea", nil),
    ])
    func `A reason is a cause of the list, a code of the house, or one of three words`(word: String?, reason: PauseReason?) {
        #expect(PauseReason(word, causes: ["200": "Lunch"]) == reason)
    }
}
