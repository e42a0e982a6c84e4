import Exchange
import JSON
import Testing

@testable import WebCTI

@Suite struct MessagesTests {
    private func answer(_ text: String) throws -> Answer { try Answer(Array(text.utf8)) }

    @Test(arguments: [
        // json=2, as it should be.
        #"{"errcode":0,"message":"SUCCESS","data":[{"uniqueid":"1421724886.120","direct":"OUT"}]}"#,
        // The identifier a bare number, the direction a bare word (section 4.106).
        #"{"errcode":0,"message":"SUCCESS","data":[{"uniqueid":1421724886.120,"direct":OUT}]}"#,
        // Numbers as text.
        #"{ "errcode": "0", "message": null, "data": [{ "uniqueid": 1421724886.120, "direct": "OUT" }] }"#,
        // json=1.
        #"var responseJSON={"errcode":0,"message":"SUCCESS","data":[{"uniqueid":1421724886.120,"direct":"OUT"}]};"#,
        #"responseJSON={"errcode":0,"message":"SUCCESS","data":[{"uniqueid":1421724886.120,"direct":OUT}]} ;"#,
        // A stray brace after the message (section 4.3).
        #"{"errcode":0,"message":"Atxfer successfully queued"}, "data":[{"uniqueid":"1421724886.120","direct":"OUT"}]}"#,
        // An object where others have an array.
        #"{"errcode":0,"message":"","data":{"uniqueid":"1421724886.120","direct":"OUT"}}"#,
        // A line end within a text, and a byte order mark.
        "\u{FEFF} {\"errcode\":0,\"message\":\"two\nlines\",\"data\":[{\"uniqueid\":\"1421724886.120\",\"direct\":\"OUT\"}]}\r\n",
        // XML, from a device that gives nothing else.
        "<root> <errcode>0</errcode> <message> SUCCESS </message> <data> <item><uniqueid>1421724886.120</uniqueid><direct>OUT</direct></item> </data> </root>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><root><errcode>0</errcode><message/><data><item><uniqueid>1421724886.120</uniqueid><direct>OUT</direct><did/></item></data></root>",
        // What PHP says of itself, before and behind.
        "<br />\n<b>Notice</b>:  Undefined index: {did} in <b>/var/www/html/a.php</b> on line <b>12</b><br />\n"
            + #"{"errcode":0,"message":"SUCCESS","data":[{"uniqueid":"1421724886.120","direct":OUT}]}"# + "\n<br /><b>Warning</b>: {}",
        "\nNotice: Undefined offset: 1 in /var/www/html/a.php on line 3\n"
            + #"{"errcode":0,"message":"queued"}, "data":[{"uniqueid":"1421724886.120","direct":"OUT"}]}"#,
        "Warning: x\n<?xml version=\"1.0\"?><root><errcode>0</errcode><message/><data><item><uniqueid>1421724886.120</uniqueid><direct>OUT</direct></item></data></root>\nNotice: y",
        // Not well-formed: a name in angle brackets (section 4.53).
        "<root><errcode>0</errcode><message/><data><item><clid>\"3002\" <3002></clid><uniqueid>1421724886.120</uniqueid><direct>OUT</direct></item></data></root>",
    ])
    func everyWayOfWritingIsRead(_ text: String) throws {
        let answer = try answer(text)
        #expect(answer.isSuccess)
        let row = try #require(answer.rows.first)
        #expect(row["uniqueid"] == "1421724886.120")
        #expect(row["direct"] == "OUT")
        #expect(row["did"] == "")
    }

    @Test(arguments: [
        ("<html><body>It works!</body></html>", Unreadable.page), ("<!DOCTYPE html>\n<html lang=\"zh\"></html>", .page),
        ("", .cutShort("unexpected end of data")), ("<br />\n<b>Notice</b>: x in <b>/var/www/a.php</b>", .page),
        (#"{"errcode":0,"message":"a"b","data":[]}"#, .garbled("object value separator ',' expected")),
        ("<root><errcode>0</errcode><message/><data><item><queue>90</queue></item>", .cutShort("the XML has no end")),
    ])
    func whatIsNoAnswerIsNone(_ text: String, _ fault: Unreadable) {
        #expect(throws: fault) { try answer(text) }
    }

    /// Cut short anywhere an answer is a fault, never a smaller answer.
    /// The exchange writes octets, in which these keys differ; to Swift they are one text.
    @Test func keysThatAreOneTextToSwiftEndNothing() throws {
        let body = #"{"errcode":0,"\u00e9":"1","e\u0301":"2","data":[]}"#
        let answer = try Answer(Array(body.utf8), hiding: "8b23e66d7308632515537b78e7824162")
        #expect(answer.body.member("data") == .array([]))
    }

    @Test func anAnswerCutShortIsNoAnswer() {
        let whole = Array(Peer.talk.utf8)
        for length in stride(from: 1, to: whole.count - 2, by: 7) {
            #expect(throws: Unreadable.self, "\(length)") { try Answer(Array(whole[..<length])) }
        }
    }

    @Test func theKeyThatARefusalRepeatsIsNotShown() throws {
        let answer = try Answer(Array(Peer.wrongKey("8b23e66d7308632515537b78e7824162").utf8), hiding: "8b23e66d7308632515537b78e7824162")
        #expect(answer.code == "9999")
        #expect(answer.message == "WebKey •••• is invalid")
        #expect(!answer.body.compactText.contains("8b23e66d"))
        let marked = Array(#"{"errcode":9999,"message":"8b23e66d7308632515537b78e7824162\u0301 is invalid","data":[]}"#.utf8)
        #expect(try !Answer(marked, hiding: "8b23e66d7308632515537b78e7824162").message.string.contains("8b23e66d"))
    }

    @Test(arguments: ["\"\"", "null", "\"(null)\"", "\"0000-00-00 00:00:00\"", "\"0000-00-00\"", "[]", "{}"])
    func absentIsEmptyHoweverItIsWritten(_ value: String) throws {
        let row = try #require(try answer(#"{"errcode":0,"message":null,"data":[{"a":\#(value)}]}"#).rows.first)
        #expect(row["a"] == "")
        #expect(row["b"] == "")
        #expect(row["b", "a"] == "")
    }

    @Test func misspeltNamesAreTheSame() throws {
        let row = try #require(Row(parsed(#"{"queue no": "90", "cname": "新建", "serviceleveelperf": "0.5"}"#)))
        #expect(row["queueno", "queue no"] == "90")
        #expect(ExtensionRow(row).name == "新建")
        #expect(QueueFiguresRow(row).serviceLevel == 0.5)
        let popup = try #require(
            Row(
                parsed(
                    #"{"channel":"SIP/2011-1","uniqueid":1.10,"direct":"IN","callerid":"2012","miscredata":"SIP/2012-2","miscreuniqueid":1.9,"state":"Up"}"#
                )))
        let leg = try #require(Leg(popup: popup, at: "2011"))
        #expect(leg.otherChannel == "SIP/2012-2")
        #expect(leg.otherID == "1.9")
    }

    /// The example of section 4.78, ended rows among the living.
    @Test func rowsOfWhatIsOverAreNotShown() throws {
        let states = ["Parked", "GiveUp", "TimeOut", "UnParked", ""]
        let rows = states.map { #"{"exten":"71","channel":"SIP/2011-0a18a030","state":"\#($0)"}"# }.joined(separator: ",")
        let parks = try answer(#"{"errcode":0,"message":"","data":[\#(rows)]}"#).rows.map(ParkRow.init)
        #expect(parks.map(\.isParked) == [true, false, false, false, true])
        for (word, clear) in [("Hangup", "0"), ("UnLink", "0"), ("Link", "1")] {
            let row = try #require(Row(parsed(#"{"channel":"SIP/1-1","uniqueid":"1.1","callstate":"\#(word)","clearflag":"\#(clear)"}"#)))
            #expect(Leg(call: row) == nil, "\(word) \(clear)")
        }
        let left = try answer(
            #"{"errcode":0,"message":"","data":[{"meetme":"9","usernum":"1","leave":"1"},{"meetme":"9","usernum":2,"leave":0}]}"#)
        #expect(ConferenceRow.present(left).map(\.participant) == ["2"])
    }

    /// Section 4.5, the lines of the console run together.
    @Test func theConsolesListOfParticipantsIsRead() {
        let text =
            "Privilege: Command ActionID: WEB1273720988 User #: 01 5002 <noname> Channel: SIP/5002-09598800 (Admin) (unmonitored) User #: 02 8003 <noname> Channel: IAX2/iax100-20200 (Admn Muted) (unmonitored) 2 users in that conference."
        #expect(
            MeetMeLine.list(text) == [
                MeetMeLine(participant: "1", isMuted: false, isModerator: true),
                MeetMeLine(participant: "2", isMuted: true, isModerator: false),
            ])
        #expect(MeetMeLine.list("No active MeetMe conferences.").isEmpty)
    }

    @Test func refusalsSayTheirMeaning() throws {
        let refused = try answer(
            #"{"errcode":1232,"message":"Do originate failed: Originate failed","data":[{"message":"Originate failed","reason":"5"}]}"#)
        #expect(
            WebCTIErrors.words(for: refused) == "originating the call failed — the party is busy — Do originate failed: Originate failed")
        #expect(WebCTIErrors.words(for: try answer(#"{"errcode":4711,"message":null,"data":[]}"#)) == "the exchange gave no reason")
        #expect(WebCTIErrors.meanings.count == 65)
        #expect(WebCTIErrors.meanings["1321"]?.chinese == "盲转失败")
        #expect(WebCTIErrors.meanings.values.allSatisfy { !$0.english.isEmpty && !$0.chinese.isEmpty })
    }

    @Test func pagesAreFoundUnderTheConfiguredAddress() {
        for url in ["http://h:8080", "http://h:8080/", "http://h:8080/webservice2/"] {
            #expect(Pages(url).address(of: "/webservice2/report/getcallday.php") == "http://h:8080/webservice2/report/getcallday.php")
        }
        #expect(Pages("https://h/pbx/ws").address(of: "/webservice2/about.php") == "https://h/pbx/ws/about.php")
        #expect(Pages("https://h/pbx/ws").address(of: "/admin/config.php") == "https://h/admin/config.php")
        #expect("MVB_CALLER=2011|组 &+/".percentEncoded == "MVB_CALLER%3D2011%7C%E7%BB%84%20%26%2B%2F")
    }
}
