import BackendSupport
import Exchange
import Foundation
import JSON
import Testing

@testable import Yeastar

/// A picture with three telephones and a queue, fed with reports as the document prints them.
final class Stage {
    var picture = Picture(site: "n")
    var board = Board(sites: [SiteStatus(id: "n", name: "n", kind: "yeastar")])
    var messages: [SiteMessage] = []
    var now = Date(timeIntervalSince1970: 1_589_947_960)

    init() {
        var findings = Findings()
        findings.extensions = Asked(
            at: picture.sequence.next(), value: ["101", "102", "106"].map { ExtensionRow(number: $0, name: "", word: "Registered") })
        findings.queues = [QueueRow(number: "9998", name: "q", strategy: "", password: Secret(""), agents: ["101", "102"])]
        take(picture.apply(findings, at: now))
    }

    func take(_ changes: [Change]) {
        for case .message(let message) in changes { messages.append(message) }
        _ = board.apply(changes)
    }

    /// Whether all were understood.
    @discardableResult
    func hear(_ reports: String...) -> Bool {
        let events = reports.compactMap { try? JSONValue(parsing: $0) }.compactMap { Event($0) }
        take(picture.apply(events, at: now))
        return events.count == reports.count
    }

    func find(_ change: (inout Findings, SequenceNumber) -> Void) {
        var findings = Findings()
        change(&findings, picture.sequence.next())
        take(picture.apply(findings, at: now))
    }

    func state(_ number: String) -> AgentState? { board.agent("n", number)?.state }
    var call: Call? { board.calls.count == 1 ? board.calls[0] : nil }
}

@Suite struct ReportTests {
    static let alert = #"{"action":"ALERT","callid":"1589947952.1670","ext":{"extid":["101"]},"sn":"a09805021987"}"#
    static let ring = #"{"action":"RING","callid":"1589947952.1670","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#
    static let answer = #"{"action":"ANSWER","callid":"1589947952.1670","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#
    static let answered = #"{"action":"ANSWER","callid":"1589947952.1670","ext":{"extid":["101","106"]},"sn":"a09805021987"}"#
    static let bye = #"{"action":"BYE","callid":"1589947952.1670","ext":{"extid":["106","101"]},"sn":"a09805021987"}"#
    static let byeToo = #"{"action":"BYE","callid":"1589947952.1672","ext":{"extid":["101","106"]},"sn":"a09805021987"}"#

    static let inboundRing =
        #"{"action":"RING","callid":"1589948512.1709","ext":{"extid":"101"},"inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"},"sn":"a09805021987"}"#
    static let inboundAlert =
        #"{"action":"ALERT","callid":"1589948512.1709","inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"},"sn":"a09805021987"}"#
    static let inboundAnswer =
        #"{"action":"ANSWER","callid":"1589948512.1707","ext":{"extid":"101"},"inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"},"sn":"a09805021987"}"#

    static let outboundAlert = #"{"action":"ALERT","callid":"1589948179.1692","ext":{"extid":"106"}}"#
    static let outboundRing =
        #"{"action":"RING","callid":"1589948178.1690","outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"1589948178.1690"},"ext":{"extid":"106"}}"#
    static let outboundAnswered =
        #"{"action":"ANSWER","callid":"1589948179.1692","ext":{"extid":"106"},"outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"1589948178.1690"},"sn":"a09805021987"}"#
    static let outboundBye =
        #"{"action":"BYE","callid":"1589948178.1690","outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"1589948178.1690"},"ext":{"extid":"106"},"sn":"a09805021987"}"#
    static let outboundByeToo =
        #"{"action":"BYE","callid":"1589948179.1692","ext":{"extid":"106"},"outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"1589948179.1692"},"sn":"a09805021987"}"#

    @Test func `A call between two telephones, from ring-back to its end`() {
        let stage = Stage()
        #expect(stage.hear(Self.alert))
        #expect(stage.call?.state == .dialing)
        #expect(stage.call?.caller == "101")
        #expect(stage.hear(Self.ring))
        #expect(stage.call?.id == "1589947952.1670")
        #expect(stage.call?.state == .ringing)
        #expect(stage.call?.callee == "106")
        #expect(stage.state("106") == .ringing)
        #expect(stage.state("101") == .talking)
        stage.hear(Self.answer)
        #expect(stage.call?.state == .talking)
        let answered = stage.call
        stage.hear(Self.answered)
        #expect(stage.call == answered)
        #expect(stage.call?.direction == .internal)
        stage.hear(Self.bye, Self.byeToo)
        #expect(stage.board.calls.isEmpty)
        #expect(stage.state("101") == .idle)
    }

    @Test func `A call from outside goes by its inboundid`() {
        let stage = Stage()
        stage.hear(Self.inboundAlert, Self.inboundRing)
        #expect(stage.call?.id == "1589948512.1707")
        #expect(stage.call?.direction == .inbound)
        #expect(stage.call?.trunk == "to-18-16-2")
        #expect(stage.call?.caller == "103")
        #expect(stage.state("101") == .ringing)
        stage.hear(Self.inboundAnswer)
        #expect(stage.call?.state == .talking)
        #expect(stage.state("101") == .talking)
    }

    @Test(arguments: [
        [outboundAlert, outboundRing, outboundAnswered], [outboundRing, outboundAlert, outboundAnswered],
    ])
    func `A call to outside is one call, whatever its legs are called`(reports: [String]) {
        let stage = Stage()
        for report in reports { stage.hear(report) }
        #expect(stage.call?.id == "1589948178.1690")
        #expect(stage.call?.direction == .outbound)
        #expect(stage.call?.callee == "103")
        #expect(stage.call?.state == .talking)
        stage.hear(Self.outboundBye, Self.outboundByeToo)
        #expect(stage.board.calls.isEmpty)
    }

    @Test(arguments: [
        ([ring, answer, bye, byeToo], "101 → 106: 106 hung up"), ([ring, answer, byeToo, bye], "101 → 106: 101 hung up"),
        ([outboundRing, outboundAnswered, outboundBye, outboundByeToo], "106 → 103: 103 hung up"),
        ([outboundRing, outboundAnswered, outboundByeToo, outboundBye], "106 → 103: 106 hung up"),
    ])
    func `Who hung up stands first in the first report of it`(reports: [String], words: String) throws {
        var picture = Picture(site: "n")
        let changes = try picture.apply(reports.map { try #require(Event(try JSONValue(parsing: $0))) }, at: Date())
        let said = changes.compactMap { if case .message(let it) = $0, it.topic == "hangup" { it.text.string } else { nil } }
        #expect(said == [words])
    }

    @Test func `Everything twice makes no difference`() {
        let (once, twice) = (Stage(), Stage())
        for report in [Self.alert, Self.ring, Self.answer, Self.answered] {
            once.hear(report)
            twice.hear(report, report)
        }
        #expect(once.board.calls == twice.board.calls)
        twice.hear(Self.bye, Self.bye, Self.byeToo, Self.byeToo)
        #expect(twice.board.calls.isEmpty)
    }

    @Test(arguments: [[ring, alert], [answer], [answered, ring], [alert, ring, answer, answered]])
    func `What comes after the end brings nobody back to life`(late: [String]) {
        let stage = Stage()
        stage.hear(Self.ring, Self.answer, Self.bye)
        for report in late { stage.hear(report) }
        #expect(stage.board.calls.isEmpty)
        #expect(stage.state("106") == .idle)
    }

    @Test func `An end that overtakes its beginning is believed`() {
        let stage = Stage()
        stage.hear(Self.bye, Self.ring, Self.answer)
        #expect(stage.board.calls.isEmpty)
    }

    @Test func `The same two may talk again at once`() {
        let stage = Stage()
        stage.hear(Self.ring, Self.answer, Self.bye, Self.byeToo)
        stage.hear(#"{"action":"RING","callid":"1589947953.1680","ext":{"extid":["101","106"]}}"#)
        #expect(stage.call?.id == "1589947953.1680")
        #expect(stage.call?.caller == "106")
    }

    @Test func `A new ringing shows that the end of the old call was lost`() {
        let stage = Stage()
        stage.hear(Self.ring, Self.answer)
        stage.hear(#"{"action":"RING","callid":"1589947999.1700","ext":{"extid":["106","101"]}}"#)
        #expect(stage.call?.id == "1589947999.1700")
        #expect(stage.call?.state == .ringing)
    }

    @Test func `An answer whose ringing was lost still makes a call`() {
        let stage = Stage()
        stage.hear(#"{"action":"ANSWERED","callid":"1589953310.1724","call":[{"ext":{"extid":["106","101"]}}]}"#)
        #expect(stage.call?.state == .talking)
        #expect(stage.state("106") == .talking)
    }

    @Test func `Callers of a queue wait until somebody answers`() {
        let stage = Stage()
        let party = #""inbound":{"from":"5551","to":"9998","trunk":"t","inboundid":"1589948512.1707"}"#
        stage.hear(#"{"action":"ALERT","callid":"1589948512.1707",\#(party)}"#)
        #expect(stage.board.waiting.map(\.caller) == ["5551"])
        stage.hear(
            #"{"action":"RING","callid":"1589948513.1710","ext":{"extid":"101"},\#(party)}"#,
            #"{"action":"RING","callid":"1589948513.1711","ext":{"extid":"102"},\#(party)}"#)
        #expect(stage.call?.state == .queued)
        #expect(stage.state("101") == .ringing)
        #expect(stage.state("102") == .ringing)
        stage.hear(#"{"action":"CallFailed","reason":480,"callid":"1589948513.1710","ext":{"extid":"101"},\#(party)}"#)
        #expect(stage.board.waiting.count == 1)
        #expect(stage.state("101") == .idle)
        stage.hear(#"{"action":"ANSWER","callid":"1589948513.1711","ext":{"extid":"102"},\#(party)}"#)
        #expect(stage.board.waiting.isEmpty)
        #expect(stage.call?.callee == "102")
        #expect(stage.call?.queue == "9998")
    }

    @Test func `The exchange's count stands beside the callers we know of`() {
        let stage = Stage()
        stage.hear(#"{"action":"ALERT","callid":"1.7","inbound":{"from":"5551","to":"9998","trunk":"t","inboundid":"1.7"}}"#)
        stage.find { findings, at in
            findings.queueStatus["9998"] = QueueStatus(["queue": ["queuenumber": "9998", "queuestatus": ["callercount": .number(3)]]]).map {
                Asked(at: at, value: $0)
            }
        }
        #expect(stage.board.queue("n", "9998")?.waiting == 3)
        #expect(stage.board.waiting.count == 1)
        stage.find { findings, at in
            findings.queueStatus["9998"] = QueueStatus(["queue": ["queuenumber": "9998", "queuestatus": ["callercount": .number(0)]]]).map {
                Asked(at: at, value: $0)
            }
        }
        #expect(stage.board.waiting.isEmpty)
    }

    @Test func `A call that is handed on is the same call with another telephone`() {
        let stage = Stage()
        stage.hear(Self.inboundRing, Self.inboundAnswer)
        stage.hear(
            #"{"action":"Tranfer","callid":"1589948512.1707","ext":{"extid":"101"},"inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"}}"#
        )
        #expect(stage.messages.last?.topic == "transfer")
        stage.hear(
            #"{"action":"BYE","callid":"1589948512.1709","ext":{"extid":"101"},"inbound":{"from":"103","to":"101","trunk":"to-18-16-2","inboundid":"1589948512.1707"}}"#
        )
        #expect(stage.call != nil)
        stage.hear(
            #"{"action":"RING","callid":"1589948530.1720","ext":{"extid":"102"},"inbound":{"from":"103","to":"102","trunk":"to-18-16-2","inboundid":"1589948512.1707"}}"#
        )
        #expect(stage.call?.state == .ringing)
        #expect(stage.state("102") == .ringing)
        #expect(stage.state("101") == .idle)
    }

    @Test func `A failed call ends, with the reason in words`() {
        let stage = Stage()
        stage.hear(#"{"action":"RING","callid":"1589958470.2092","ext":{"extid":["102","106"]}}"#)
        stage.hear(#"{"action":"CallFailed","reason":480,"callid":"1589958470.2092","ext":{"extid":["102","106"]},"sn":"a09805021987"}"#)
        #expect(stage.board.calls.isEmpty)
        #expect(stage.messages.last?.text == "106 → 102: the callee did not answer (480)")
    }

    @Test(arguments: [
        #"{"action":"NewCdr","callid":"1589958682.2101","timestart":"2020-05-20 10:11:22","callfrom":"106","callto":"102","callduraction":"10","talkduraction":"5","status":"ANSWERED","type":"Internal","sn":"a09805021987"}"#,
        #"{"action":"NewCdr","callid":"1589958787.2118","timestart":"2020-05-20 10:13:07","callfrom":"106","callto":"16101","callduraction":"10","talkduraction":"5","status":"ANSWERED","type":"Outbound","recording":"x.wav"}"#,
    ])
    func `A record is a message`(text: String) {
        let stage = Stage()
        #expect(stage.hear(text))
        #expect(stage.messages.last?.topic == "cdr")
        #expect(stage.messages.last?.details["talk"] == "5")
        #expect(stage.messages.last?.details["duration"] == "10")
    }

    @Test func `A record ends a call whose end was lost`() {
        let stage = Stage()
        stage.hear(Self.outboundRing, Self.outboundAnswered)
        stage.hear(
            #"{"action":"NewCdr","callid":"1589948178.1690","callfrom":"106","callto":"16103","status":"ANSWERED","type":"Outbound"}"#)
        #expect(stage.board.calls.isEmpty)
    }

    @Test(arguments: [
        ("Ringing", AgentState.ringing), ("InUse", .talking), ("Idle", .idle), ("Registered", .idle), ("Unregistered", .offline),
        ("Hold", .held), ("Busy", .busy), ("Nonsense", .unknown),
    ])
    func `A telephone's state`(word: String, state: AgentState) {
        let stage = Stage()
        stage.hear(#"{"action":"ExtensionStatus","extension":"101","status":"\#(word)","sn":"a09805021987"}"#)
        #expect(stage.state("101") == state)
    }

    @Test func `Registering in the middle of a call frees nobody`() {
        let stage = Stage()
        stage.hear(Self.ring, Self.answer, #"{"action":"ExtensionStatus","extension":"101","status":"Registered"}"#)
        #expect(stage.state("101") == .talking)
    }

    @Test func `Holding is remembered until the call ends`() {
        let stage = Stage()
        stage.hear(Self.ring, Self.answer)
        let changes = stage.picture.hold("101", true, at: stage.now)
        stage.take(changes)
        #expect(stage.call?.state == .held)
        #expect(stage.state("101") == .held)
        stage.hear(Self.bye)
        #expect(stage.state("101") == .idle)
    }

    @Test func `The exchange's start ends all calls`() {
        let stage = Stage()
        stage.hear(Self.ring, #"{"action":"BootUp","sn":"369351034049"}"#)
        #expect(stage.board.calls.isEmpty)
        #expect(stage.messages.last?.topic == "boot")
    }

    @Test(arguments: [
        "{}", #"{"action":"Fax"}"#, #"{"action":"RING"}"#, #"{"action":"RING","callid":"1.1","ext":{}}"#, #"{"action":"ExtensionStatus"}"#,
        #"{"action":"BYE","ext":[]}"#, #"[{"action":"RING"}]"#,
    ])
    func `What makes no sense changes nothing`(text: String) {
        let stage = Stage()
        let before = stage.board
        #expect(!stage.hear(text))
        #expect(stage.board == before)
    }

    @Test func `A resync rebuilds calls from what the telephones say`() {
        let stage = Stage()
        stage.find { findings, at in
            findings.details = Asked(
                at: at,
                value: CallRow.details([
                    "extinfos": [
                        ["extnumber": "101", "status": "Up", "ext": ["extid": "106"]],
                        ["extnumber": "106", "status": "Ringing", "ext": ["extid": "101"]],
                        [
                            "extnumber": "102", "status": "Up",
                            "inbound": ["inboundid": "1589947900.5", "from": "777", "to": "102", "trunk": "t"],
                        ],
                    ]
                ]))
        }
        let calls = stage.board.calls.sorted { $0.id < $1.id }
        #expect(calls.map(\.id) == ["101=106", "1589947900.5"])
        #expect(calls[0].state == .ringing)
        #expect(calls[1].state == .talking)
        #expect(calls[1].since == Date(timeIntervalSince1970: 1_589_947_900))
        // The end of a call that was found by asking is known by who was in it.
        stage.hear(Self.bye)
        #expect(stage.call?.id == "1589947900.5")
        stage.find { findings, at in findings.details = Asked(at: at, value: []) }
        #expect(stage.board.calls.isEmpty)
    }

    /// The end of the first was lost; the second is another call of the same two over the same trunk.
    @Test(arguments: [("1589948178.1690", 1), ("1589948180.1699", 1), ("1589948190.1699", 2)])
    func `Whoever dials the same number again makes another call`(_ id: String, _ count: Int) {
        let stage = Stage()
        stage.hear(Self.outboundRing, Self.outboundAnswered)
        stage.find { findings, asked in
            let outbound = TrunkCall(id: id, from: "106", to: "103", trunk: "to-18-16-2")
            findings.outbound = Asked(at: asked, value: [CallRow(inbound: nil, outbound: outbound, extensions: ["106"], isTalking: true)])
        }
        #expect(stage.board.calls.count == count)
        #expect(count == 1 || stage.board.calls.contains { $0.id == id })
    }

    /// As reports tell it: who waits in a queue has called its number, whoever rings for him.
    @Test func `A caller found waiting has called the number, whose member's telephone rings`() {
        let stage = Stage()
        stage.find { findings, asked in
            findings.extensions = Asked(at: asked, value: [ExtensionRow(number: "101", name: "", word: "Ringing")])
            let inbound = TrunkCall(id: "1589948512.1707", from: "5503301", to: "9998", trunk: "t")
            findings.details = Asked(at: asked, value: [CallRow(inbound: inbound, outbound: nil, extensions: ["101"], isTalking: false)])
        }
        #expect(stage.call?.state == .queued)
        #expect(stage.call?.callee == "9998")
        #expect(stage.state("101") == .ringing)
        stage.hear(
            #"{"action":"ANSWER","callid":"1589948512.1707","ext":{"extid":"101"},"inbound":{"from":"5503301","to":"9998","trunk":"t","inboundid":"1589948512.1707"}}"#
        )
        #expect(stage.call?.state == .talking)
        #expect(stage.call?.callee == "101")
    }

    @Test func `An old listing does not undo a newer report`() {
        let stage = Stage()
        let asked = stage.picture.sequence.next()
        stage.hear(Self.ring, #"{"action":"ExtensionStatus","extension":"102","status":"InUse"}"#)
        stage.find { findings, _ in
            findings.details = Asked(at: asked, value: [])
            findings.extensions = Asked(at: asked, value: ["101", "102", "106"].map { ExtensionRow(number: $0, word: "Idle") })
        }
        #expect(stage.board.calls.count == 1)
        #expect(stage.state("102") == .talking)
    }

    @Test func `Pauses and wrap-up come from the queues`() {
        let stage = Stage()
        stage.find { findings, at in
            findings.queueStatus["9998"] = Asked(
                at: at,
                value: QueueStatus([
                    "queue": [
                        "queuenumber": "9998",
                        "queuestatus": ["members": [["agent": "101", "agentstatus": "9"], ["agent": "102", "agentstatus": "10"]]],
                    ]
                ])!)
        }
        #expect(stage.state("101") == .paused)
        #expect(stage.state("102") == .wrapup)
        #expect(stage.board.queue("n", "9998")?.members.map(\.paused) == [true, false])
    }
}
