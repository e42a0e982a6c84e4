import Exchange
import JSON
import Testing

@testable import SmartPBX

func parsed(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .null }

/// The examples of the document, repaired, and its misprints in both forms.
@Suite struct MessagesTests {
    @Test(arguments: [
        (#"{"status": "Success", "request_id": " e914b5997b762aa7"}"#, true, "e914b5997b762aa7"),
        (#"{"status": "success ", "request_id": "x"}"#, true, "x"),
        (#"{"status": "Failed", "request_id": "x"}"#, false, "x"),
        (#"{"status": "failed", "request_id": "x", "extlist": []}"#, false, "x"),
        (#"{"status": "Error", "request_id": "x"}"#, false, "x"),
        (#"{"request_id": "x", "extlist": []}"#, true, "x"),
        (#"{"request_id": 17, "message": "what?"}"#, false, "17"),
        (#"{"status": null, "request_id": "x", "callid": "1.2"}"#, true, "x"),
        (#"[1]"#, false, ""),
    ])
    func anAnswerIsAYesOrANo(_ text: String, _ isSuccess: Bool, _ id: String) {
        let answer = Answer(parsed(text))
        #expect(answer.isSuccess == isSuccess)
        #expect(answer.requestID == id)
    }

    @Test func aMessageIsTrimmedAndHarmless() {
        #expect(Answer(parsed(#"{"message": " Interface paused successfully"}"#)).message == "Interface paused successfully")
        #expect(Answer(parsed("{\"message\": \"a\\u001b[2Jb\"}")).message == "a␛[2Jb")
        #expect(Answer(parsed(#"{"message": ""}"#)).message == nil)
    }

    @Test func extensionsAreReadWithAndWithoutPort() {
        let rows = ExtensionRow.list(
            parsed(
                #"""
                {"status": "Success", "message": "success", "extlist": [
                  {"status": "Unavailable", "type": "SIP", "number": "8001", "username": "8001"},
                  {"number": 2005, "status": "Idle", "type": "FXS", "port": 5, "username": ""}, {"status": "Idle"}, null]}
                """#))
        #expect(rows.map(\.number) == ["8001", "2005"])
        #expect(rows.map(\.port) == ["", "5"])
        #expect(rows.map(\.state) == [.offline, .idle])
    }

    @Test(arguments: [
        ("Idle", AgentState.idle), ("idle", .idle), ("InUse", .talking), ("In Use", .talking), ("Busy", .busy), ("Ringing", .ringing),
        ("OnHold", .held), ("Hold", .held), ("Unavailable", .offline), ("UNAVAILABLE", .offline), ("Dreaming", .unknown), ("", .unknown),
    ])
    func anExtensionStateIsRead(_ word: String, _ state: AgentState) {
        #expect(ExtensionRow(["number": "1", "status": .string(word)]).state == state)
    }

    @Test func trunksAreReadWithAndWithoutPort() {
        let rows = TrunkRow.list(
            parsed(
                #"""
                {"trunklist": [{"status": "Idle", "name": "SIP_kMvORe", "type": "SIP"},
                {"port": "1", "vbat": 50, "status": "Idle", "name": "FXO-1", "type": "FXO"},
                {"port": 2, "vbat": "1", "status": "Disconnected", "type": "FXO"}], "request_id":" e9", "status": "Success"}
                """#))
        #expect(rows.map(\.name) == ["SIP_kMvORe", "FXO-1", "FXO-2"])
        #expect(rows.map(\.status) == ["Idle", "Idle", "Disconnected"])
        #expect(rows.map(\.port) == ["", "1", "2"])
    }

    @Test(arguments: ["duration", "Duration", "DURATION"])
    func aLiveCallIsRead(_ key: String) throws {
        let rows = CallRow.list(
            parsed(
                #"""
                {"livecall": [{"caller": "2005", "source": "FXSV5", "called": "2006", "destination": "FXS\/6",
                  "\#(key)": "00:01:06", "callid": "1673071399.250", "state": "Ringing", "direction": "Internal", "recording": "no"}]}
                """#))
        let row = try #require(rows.first)
        #expect(row.id == "1673071399.250")
        #expect(row.elapsed == 66)
        #expect([row.source, row.destination] == ["FXS/5", "FXS/6"])
        #expect([row.caller, row.called] == ["2005", "2006"])
        #expect(row.direction == .internal)
        #expect(row.recording == nil)
        #expect(row.state == .ringing)
    }

    @Test func aCallIdentifierSentAsANumberKeepsItsDigits() {
        #expect(CallRow.list(parsed(#"{"livecall": {"callid": 1673081585.0187}}"#)).map(\.id) == ["1673081585.0187"])
    }

    @Test(arguments: [
        ("Up", 0, CallState.talking), ("", 0, .talking), ("InUse", 3, .talking), ("Hold", 3, .held), ("Dialing", 3, .dialing),
        ("Down", 0, .dialing), ("Ring", 0, .dialing), ("RINGING", 0, .ringing), ("Juggling", 4, .talking), ("Juggling", 0, .dialing),
    ])
    func aCallStateIsRead(_ word: String, _ seconds: Int, _ state: CallState) {
        #expect(CallRow(["callid": "1", "state": .string(word), "duration": .number(seconds)]).state == state)
    }

    @Test(arguments: [
        ("00:00:06", 6), ("01:02:03", 3_723), ("02:03", 123), ("7", 7), ("", nil), ("soon", nil), ("-1", nil), ("1:2:3:4", nil),
        ("9223372036854775807:0:0", nil), ("9223372036854775807", nil), ("1e300", nil), ("inf", nil), ("0:61", nil), ("7.4", 7),
    ])
    func elapsedTimeIsSeconds(_ text: String, _ seconds: Int?) { #expect(text.elapsedSeconds == seconds) }

    @Test(arguments: ["  a b ": "a b", "": "", "   ": "", "x": "x", "\tx\n": "x"])
    func blanksAroundTextAreNoText(_ raw: String, _ text: String) { #expect(raw.trimmed == text) }

    @Test func queuesAreListed() {
        let rows = QueueRow.list(
            parsed(
                #"""
                {"queuelist":[{"number": "33222", "description": "n/a", "members": "2003, 2004,2005,", "strategy": "Ringall"},
                {"number": 6666, "description": "Sales", "members": ["2003", 2004], "strategy": "rrmemory"}, {"description": "none"}]}
                """#))
        #expect(rows.map(\.name) == ["33222", "Sales"])
        #expect(rows.map(\.members) == [["2003", "2004", "2005"], ["2003", "2004"]])
        #expect(rows.map(\.strategy) == ["ringall", "rrmemory"])
    }

    /// Marks, joiners and skin tones join the separator before them into one Character; a separator is an octet.
    @Test(arguments: ["\u{301}8001", "\u{200D}8001", "\u{FE0F}8001", "\u{1F3FD}8001", "\u{0E33}8001"])
    func separatorsAreOctets(_ word: String) {
        let answer = JSONValue.object(["queuelist": ["number": "6666", "members": .string("2005,\(word),2006")]])
        #expect(QueueRow.list(answer).first?.members == ["2005", word, "2006"])
        #expect(Channel("PJSIP/\(word)-\(word)")?.devices == ["\(word)-\(word)", word])
        #expect(JSONValue.string(" \(word) ").trimmedText == word)
    }

    /// Counts at the edge and beyond: nothing that is reckoned with them overflows, and none is negative.
    @Test(arguments: [
        ("9223372036854775807", 1 << 53 - 1), ("1e300", 1 << 53 - 1), ("99999999999999999999", 1 << 53 - 1), ("-4", 0), ("-1e300", 0),
        ("inf", nil), ("nan", nil),
        ("0x10", nil), ("", nil), ("7.6", 8),
    ])
    func countsSaturate(_ text: String, _ count: Int?) {
        let status = QueueStatus(["params": ["calls": .string(text), "completed": .number(text), "holdtime": .string(text)]])
        #expect([status.calls, status.completed, status.holdTime] == [count, count, count])
        #expect(CallRecord(["callid": "1.2", "billsec": .string(text)]).billed == count)
    }

    @Test(arguments: [
        // As in the example; as in the table; figures as numbers.
        #"{"queue": "6666", "params": {"max": "0", "strategy": "ringall", "calls": "3", "holdtime": "12", "talktime": "", "completed": "5", "abandoned": "1"}, "members": [{"agent": "2002", "status": "0", "pused": "0"}, {"agent": "8001", "status": "1", "pused": "1"}], "status": "Success"}"#,
        #"{"queue": "6666", "params": [{"max": "0", "strategy": "Ringall", "calls": "3", "holdtime": "12", "talktime": "", "completed": "5", "abandoned": "1", "members": [{"agent": "2002", "status": "0", "paused": "0"}, {"agent": "8001", "status": "1", "paused": "1"}]}], "status": "Success"}"#,
        #"{"queue": 6666, "params": {"strategy": "ringall", "calls": 3, "holdtime": 12, "talktime": null, "completed": 5, "abandoned": 1, "members": [{"agent": 2002, "status": 0, "pused": 0}, {"agent": 8001, "status": 1, "paused": true}]}}"#,
        #"{"queue": "6666", "strategy": "ringall", "calls": "3", "holdtime": "12", "completed": "5", "abandoned": "1", "members": [{"agent": "2002", "status": "0"}, {"agent": "8001", "status": "1", "paused": "yes"}]}"#,
    ])
    func aQueueStatusIsReadInEveryForm(_ text: String) {
        let status = QueueStatus(parsed(text))
        #expect(status.strategy == "ringall")
        #expect([status.calls, status.holdTime, status.talkTime, status.completed, status.abandoned] == [3, 12, nil, 5, 1])
        #expect(
            status.members == [
                .init(agent: "2002", word: "0", paused: false), .init(agent: "8001", word: "1", paused: true),
            ])
    }

    @Test func roomsAreListedWithoutTheirPINs() {
        let rows = RoomRow.list(
            parsed(
                #"""
                {"conflist": [{"description": "", "number": "33333", "moderators": "2003,2004", "participantpassword": "111",
                "allowinvite": "yes", "moderatorpassword": "11223", "waitformoderator": "yes"}, {"description": "Board", "number": "4444"}]}
                """#))
        #expect(rows.map(\.name) == ["33333", "Board"])
        #expect(rows.map(\.moderators) == [["2003", "2004"], []])
        #expect(!String(describing: rows).contains("11223"))
    }

    @Test func theMembersOfARoomKeepTheirChannelAsSent() throws {
        let rows = RoomMemberRow.list(
            parsed(
                #"""
                {"members": [{"callerid": "8001", "channel": "PJSIPV8001-00000002", "admin": "No", "markeduser": "No", "waitmarked": "No",
                "waiting": "Yes", "muted": "no", "talking": "YES", "answeredtime": "2"}, {"callerid": "x"}], "conf": "2222"}
                """#))
        let row = try #require(rows.first)
        #expect(rows.count == 1)
        #expect(row.channel == "PJSIPV8001-00000002")
        #expect([row.isModerator, row.isWaiting, row.isMuted, row.isTalking] == [false, true, false, true])
        #expect(row.elapsed == 2)
        #expect(row.goes(by: "8001"))
        #expect(!row.goes(by: "800"))
    }

    @Test(arguments: [
        ("FXS/7", "FXS/7", ["7"]), ("FXSV7", "FXS/7", ["7"]), ("PJSIPV8001-00000002", "PJSIP/8001-00000002", ["8001-00000002", "8001"]),
        ("SIP/SIP_kMvORe-0000001f", "SIP/SIP_kMvORe-0000001f", ["SIP_kMvORe-0000001f", "SIP_kMvORe"]),
        ("Local/2003@from-queue-00000001;1", "Local/2003@from-queue-00000001;1", ["2003"]),
    ])
    func aChannelIsRead(_ raw: String, _ text: String, _ devices: [String]) {
        let channel = Channel(raw)
        #expect(channel?.text == text)
        #expect(channel?.devices == devices)
    }

    @Test(arguments: ["2005", "", "+8613", "/7", "FXS/", "http://10.0.0.1/a.wav", "VIP", "anonymous"])
    func whatIsNoChannelIsNotTakenForOne(_ text: String) { #expect(Channel(text) == nil) }

    @Test(arguments: [
        (#"{ "event": "extension_status", "extension": "2005", "status": "Idle" }"#, Event.status(extension: "2005", word: "Idle")),
        (
            #"{ "event": "extension_status", "extension": "8001", "ipaddr": "sip:8001@192.168.8.171:63414", "status": "InUse" }"#,
            .status(extension: "8001", word: "InUse")
        ),
        (#"{ "Event": "Extension_Status", "extension": 2005, "status": "Busy" }"#, .status(extension: "2005", word: "Busy")),
        (
            #"{ "event": "invite", "from": "8001", "to": "2005", "callid": "1673077852.143" }"#,
            .invite(call: "1673077852.143", from: "8001", to: "2005")
        ),
        (
            #"{ "event": "invite", "from": "8001", "to": "2005", "called": "1673077852.140" }"#,
            .invite(call: "1673077852.140", from: "8001", to: "2005")
        ),
        (
            #"{"event": "ivrdtmf", "ivr": "9000", "caller": "2005", "dtmf": "5", "callid": "1673078689.147"}"#,
            .key(ivr: "9000", caller: "2005", keys: "5", call: "1673078689.147")
        ),
        (
            #"{"event": "ivrdtmf", "ivr": 9000, "caller": 2005, "dtmf": 5, "called": "1673078689.147"}"#,
            .key(ivr: "9000", caller: "2005", keys: "5", call: "1673078689.147")
        ),
    ])
    func anEventIsRead(_ text: String, _ event: Event) { #expect(Event(parsed(text), isRecord: false) == event) }

    @Test(arguments: [#"{"event": "solar_eclipse"}"#, "{}", "[]", "7", #"{"event": "extension_status", "status": "Idle"}"#, "null"])
    func whatIsNoEventIsNone(_ text: String) { #expect(Event(parsed(text), isRecord: false) == nil) }

    @Test(arguments: [
        // The example, its values shifted; the same as the table names and orders it.
        #"{"event": "cdr", "callid": "1672372428.45", "src": "2007", "srctech": "FXSV7", "dst": "FXSV7", "dsttech": "2005", "start": "FXSV5", "end": "2022-12-30 11:53:55", "billsec": "0", "disposition": "NO ANSWER", "direction": "Internal", "dtmf": "0", "recordfile": ""}"#,
        #"{"Event": "cdr", "callid": "1672372428.45", "src": "2007", "srctech": "FXS\/7", "dst": "2005", "dsttech": "FXS\/5", "start": "", "end": "2022-12-30 11:53:55", "billsec": 0, "dispositon": "NO ANSWER", "direction": "Internal", "dtmf": "0", "recordurl": ""}"#,
    ])
    func aRecordIsReadByTheFormOfItsValues(_ text: String) throws {
        guard case .record(let record)? = Event(parsed(text), isRecord: true) else {
            Issue.record("no record")
            return
        }
        #expect(record.call == "1672372428.45")
        #expect([record.caller, record.callee] == ["2007", "2005"])
        #expect([record.callerChannel, record.calleeChannel] == ["FXS/7", "FXS/5"])
        #expect([record.start, record.end] == ["", "2022-12-30 11:53:55"])
        #expect(record.disposition == "NO ANSWER")
        #expect(record.billed == 0)
    }

    /// A caller without a number is no reason to take the called one for him, in whichever form.
    @Test(arguments: [
        #"{"src":"","srctech":"SIP/SIP_kMvORe-0000001f","dst":"8001","dsttech":"PJSIP/8001-00000002","start":"2022-12-30 11:53:05","end":""}"#,
        #"{"src":"","srctech":"SIP/SIP_kMvORe-0000001f","dst":"SIP/SIP_kMvORe-0000001f","dsttech":"8001","start":"PJSIP/8001-00000002","end":""}"#,
        #"{"src":null,"srctech":"","dst":"8001","dsttech":"PJSIP/8001-00000002","start":"2022-12-30 11:53:05"}"#,
    ])
    func theCalleeIsNeverTheCaller(_ text: String) {
        let record = CallRecord(parsed(text))
        #expect([record.caller, record.callee, record.calleeChannel, record.end] == ["", "8001", "PJSIP/8001-00000002", ""])
        #expect(record.callerChannel == (text.contains("kMvORe") ? "SIP/SIP_kMvORe-0000001f" : ""))
    }

    @Test func aRecordWithBothTimesKeepsThemInOrder() {
        let record = CallRecord(
            parsed(
                #"{"src":"2007","srctech":"FXS/7","dst":"013800","dsttech":"FXO/1","start":"2022-12-30 11:53:05","end":"2022-12-30 11:53:55","billsec":"48","recordurl":"/rec/1.wav"}"#
            ))
        #expect([record.start, record.end] == ["2022-12-30 11:53:05", "2022-12-30 11:53:55"])
        #expect([record.caller, record.callee, record.recording] == ["2007", "013800", "/rec/1.wav"])
        #expect(record.billed == 48)
    }
}
