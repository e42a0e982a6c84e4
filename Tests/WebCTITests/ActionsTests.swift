import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import WebCTI

@Suite(.serialized, .timeLimit(.minutes(2))) struct ActionsTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        var words: [String]
        var page: String
        var parameters: [String: String]
        var testDescription: String { words.joined(separator: " ") }
    }

    /// In a talk of 2011 with 2012, beside a waiting caller and a room; the operator is at 2008.
    private static let cases: [Case] = [
        Case(
            words: ["dial", "2011", "2012"], page: "ctioriginate",
            parameters: [
                "channel": "SIP/2011", "context": "from-internal", "exten": "2012", "priority": "1", "callerid": "2011",
                "variable": "MVB_CALLER=2011|MVB_CALLEE=2012", "async": "0", "timeout": "30000",
            ]),
        Case(
            words: ["dial", "13800138000"], page: "ctioriginate",
            parameters: [
                "channel": "SIP/2008", "context": "from-internal", "exten": "13800138000", "priority": "1", "callerid": "2008",
                "variable": "MVB_CALLER=2008|MVB_CALLEE=13800138000|MVB_DIRECT=OUT", "async": "0", "timeout": "30000",
            ]),
        Case(words: ["hangup", "2011"], page: "ctihangup", parameters: ["channel": "SIP/2011-b7c15808"]),
        Case(words: ["hangup", "1421960697.190"], page: "ctihangup", parameters: ["channel": "SIP/2012-08ba3b18"]),
        Case(words: ["hangup", "SIP/2011-b7c15808"], page: "ctihangup", parameters: ["channel": "SIP/2011-b7c15808"]),
        Case(words: ["hold", "2011"], page: "ctihold", parameters: ["channel": "SIP/2012-08ba3b18"]),
        Case(words: ["unhold", "2011"], page: "ctiunhold", parameters: ["channel": "SIP/2012-08ba3b18"]),
        Case(
            words: ["transfer", "2011", "2008"], page: "ctiredirect",
            parameters: ["channel": "SIP/2012-08ba3b18", "context": "from-internal", "exten": "2008", "priority": "1"]),
        Case(
            words: ["consult", "2012", "2008"], page: "ctiatxfer",
            parameters: ["channel": "SIP/2012-08ba3b18", "exten": "2008", "context": "from-internal"]),
        Case(words: ["unpark", "71"], page: "ctiunpark", parameters: ["channel": "SIP/2008", "parklot": "71"]),
        Case(
            words: ["listen", "2011"], page: "ctioriginate",
            parameters: [
                "channel": "SIP/2008", "application": "ChanSpy", "data": "SIP/2011|q", "callerid": "2008",
                "variable": "MVB_CALLER=2008|MVB_CALLEE=2011", "async": "0", "timeout": "30000",
            ]),
        Case(
            words: ["whisper", "2011"], page: "ctioriginate",
            parameters: [
                "channel": "SIP/2008", "application": "ChanSpy", "data": "SIP/2011|qw", "callerid": "2008",
                "variable": "MVB_CALLER=2008|MVB_CALLEE=2011", "async": "0", "timeout": "30000",
            ]),
        Case(
            words: ["barge", "2011"], page: "ctioriginate",
            parameters: [
                "channel": "SIP/2008", "application": "ChanSpy", "data": "SIP/2011|qB", "callerid": "2008",
                "variable": "MVB_CALLER=2008|MVB_CALLEE=2011", "async": "0", "timeout": "30000",
            ]),
        Case(words: ["queue-login", "90", "2008"], page: "ctiqueueadd", parameters: ["queue": "90", "interface": "SIP/2008"]),
        Case(words: ["queue-logout", "90", "2011"], page: "ctiqueueremove", parameters: ["queue": "90", "interface": "SIP/2011"]),
        Case(words: ["pause", "2011"], page: "ctiqueuepause", parameters: ["queue": "90", "interface": "SIP/2011", "paused": "1"]),
        Case(
            words: ["pause", "2011", "90", "用餐"], page: "ctiqueuepause",
            parameters: ["queue": "90", "interface": "SIP/2011", "paused": "2"]),
        Case(words: ["pause", "2011", "2"], page: "ctiqueuepause", parameters: ["queue": "90", "interface": "SIP/2011", "paused": "2"]),
        Case(words: ["unpause", "2011"], page: "ctiqueuepause", parameters: ["queue": "90", "interface": "SIP/2011", "paused": "0"]),
        Case(words: ["force-busy", "2011"], page: "ctiqueuepause", parameters: ["queue": "90", "interface": "SIP/2011", "paused": "1"]),
        Case(words: ["force-idle", "2011"], page: "ctiqueuepause", parameters: ["queue": "90", "interface": "SIP/2011", "paused": "0"]),
        Case(words: ["force-logout", "2011"], page: "ctiqueueremove", parameters: ["queue": "90", "interface": "SIP/2011"]),
        Case(
            words: ["take", "90", "1421960600.10"], page: "ctiredirect",
            parameters: ["channel": "SIP/to117-0000003d", "context": "from-internal", "exten": "2008", "priority": "1"]),
        Case(
            words: ["room-invite", "975704", "13800138000"], page: "ctioriginate",
            parameters: [
                "channel": "Local/13800138000@from-internal", "application": "MeetMe", "data": "975704", "callerid": "975704",
                "variable": "MVB_CALLER=975704|MVB_CALLEE=13800138000", "async": "0", "timeout": "30000",
            ]),
        Case(words: ["room-kick", "975704", "2"], page: "cticommand", parameters: ["command": "meetme kick 975704 2"]),
        Case(words: ["room-mute", "975704", "13700137000"], page: "cticommand", parameters: ["command": "meetme mute 975704 2"]),
        Case(words: ["room-unmute", "975704", "2"], page: "cticommand", parameters: ["command": "meetme unmute 975704 2"]),
        Case(words: ["room-end", "975704"], page: "cticommand", parameters: ["command": "meetme kick 975704 all"]),
    ]

    private static let busy: String = {
        let talk = Peer.talk
        let caller =
            #"{"queuestart":"1795226370","channel":"SIP/to117-0000003d","uniqueid":1421960600.10,"callerid":"13800138000","position":"1","wait":"0"}"#
        let guest = #"{"callerid":"13700137000","channel":"SIP/to117-00000044","uniqueid":"1422335692.23","confno":"975704","usernum":"2"}"#
        return talk.replacing(#""waitingcalls":[]"#, with: #""waitingcalls":[\#(caller)]"#).replacing(
            #""conferences":[]"#, with: #""conferences":[\#(guest)]"#)
    }()

    private func desk(_ configure: (inout WebCTIConfiguration) -> Void = { _ in }) async throws -> SiteHarness<WebCTISite> {
        let peer = try Peer()
        peer.answer("getallstatus", Self.busy)
        var configuration = WebCTIConfiguration(peer)
        configure(&configuration)
        let desk = SiteHarness(peer, configuration)
        #expect(await desk.untilSynced())
        return desk
    }

    private func request(_ words: [String]) throws -> ActionRequest {
        try ActionRequest(try #require(Action(rawValue: words[0])), Array(words.dropFirst()), fallbackExtension: "2008")
    }

    @Test func everyActionAsksForWhatItMeans() async throws {
        let desk = try await desk()
        for it in Self.cases {
            let before = desk.peer.asked.count
            let outcome = await desk.site.perform(try request(it.words))
            if case .done = outcome {} else { Issue.record("\(it.testDescription): \(outcome)") }
            let sent = desk.peer.asked[before...].filter {
                $0.page == it.page && $0.parameters["command"]?.hasPrefix("meetme list") != true
            }
            #expect(sent.map(\.parameters) == [it.parameters], "\(it.testDescription)")
        }
        #expect(
            Set(Self.cases.map { $0.words[0] }).union(["park", "pickup", "supervise-stop"]).union(WebCTISite.reasons.keys.map(\.rawValue))
                == Set(Action.allCases.map(\.rawValue)))
        try await desk.stop()
    }

    @Test(arguments: [
        (["hangup", "9999"], "no call and no extension is named 9999"), (["hangup", "2008"], "2008 is in no call"),
        (["pause", "2008"], "2008 is in no queue"), (["pause", "2011", "90", "洗车"], "no reason “洗车”; the exchange knows: 1 示忙, 2 用餐"),
        (["take", "90", "1.1"], "1.1 does not wait in 90"), (["room-kick", "975704", "77"], "77 is not in room 975704"),
        (["pickup", "2012"], "2012 is not ringing"),
        (["supervise-stop", "2011"], "2011 is not being supervised"), (["supervise-stop"], "nobody is being supervised"),
    ])
    func whatMakesNoSenseIsNotSent(_ words: [String], _ reason: String) async throws {
        let desk = try await desk()
        #expect(await desk.site.perform(try request(words)) == .refused(code: nil, SafeText(reason)))
        try await desk.stop()
    }

    @Test func withoutAnOwnTelephoneNothingRingsIt() async throws {
        let desk = try await desk { $0.operatorExtension = nil }
        for words in [["listen", "2011"], ["unpark", "71"], ["pickup", "2011"], ["take", "90", "1421960600.10"], ["supervise-stop"]] {
            #expect(await desk.site.perform(try request(words)) == .invalid(WebCTISite.noOwnExtension))
        }
        try await desk.stop()
    }

    /// The slot comes later, from the list of parked calls.
    @Test func parkingTellsTheSlot() async throws {
        let desk = try await desk()
        desk.peer.answerOnce("getparkedcall", .text(Peer.done()))
        desk.peer.answer(
            "getparkedcall",
            #"{ "errcode":0, "message":"SUCCESS", "data": [{"exten": "70", "channel": "SIP/2012-08ba3b18", "state": "UnParked"}, {"exten": "71", "channel": "SIP/2012-08ba3b18", "state": "Parked"}] }"#
        )
        #expect(try await desk.act(.park, "2011") == .done("Park successful", reference: "71"))
        #expect(desk.peer.asked("ctipark").map(\.parameters) == [["channel": "SIP/2012-08ba3b18", "srcchannel": "SIP/2011-b7c15808"]])
        try await desk.stop()
    }

    @Test func supervisionIsTheSitesOwn() async throws {
        let desk = try await desk {
            $0.supervision = .init(
                listen: .featureCode("*222"), whisper: .application("ExtenSpy", options: "w"), barge: .application("ChanSpy", options: ""))
            $0.separator = ","
        }
        for action in [Action.listen, .whisper, .barge] { _ = try await desk.act(action, "2011") }
        let sent = desk.peer.asked("ctioriginate").map(\.parameters)
        #expect(sent[0]["exten"] == "*2222011" && sent[0]["application"] == nil && sent[0]["channel"] == "SIP/2008")
        #expect(sent[1]["application"] == "ExtenSpy" && sent[1]["data"] == "SIP/2011,w" && sent[1]["context"] == nil)
        #expect(sent[2]["data"] == "SIP/2011")
        try await desk.stop()
    }

    @Test func refusalsCarryCodeAndMeaning() async throws {
        let desk = try await desk()
        desk.peer.answer("ctihangup", #"{"errcode":1191,"message":"Hangup failed: No such channel","data":[]}"#)
        #expect(try await desk.act(.hangup, "2011") == .refused(code: "1191", "hang-up failed — Hangup failed: No such channel"))
        desk.peer.answer("cticommand", #"{"errcode":0,"message":"SUCCESS","data":[{"result": "No such conference."}]}"#)
        #expect(try await desk.act(.roomEnd, "1") == .refused(code: "0", "No such conference."))
        try await desk.stop()
    }

    /// Some machines want the name that the document's examples misspell.
    @Test func aNameSpeltOtherwiseIsSentAsWell() async throws {
        let desk = try await desk()
        desk.peer.answerOnce("ctioriginate", .text(#"{"errcode":9002,"message":"need variable \"priorty\".", "data":[]}"#))
        #expect(try await desk.act(.dial, "2011", "2012") == .done("Originate successfully queued"))
        #expect(desk.peer.asked("ctioriginate").map { $0.parameters["priorty"] } == [nil, "1"])
        try await desk.stop()
    }

    @Test func aCommandWhoseAnswerIsLostIsNotSentAgain() async throws {
        let desk = try await desk()
        desk.peer.answer("ctihangup", .reset)
        let outcome = try await desk.act(.hangup, "2011")
        if case .unknown = outcome {} else { Issue.record("\(outcome)") }
        #expect(desk.peer.asked("ctihangup").count == 1)
        try await desk.stop()
    }

    @Test func silenceIsNoAnswer() async throws {
        let peer = try Peer()
        peer.answer("getallstatus", Self.busy)
        peer.answer("ctihangup", .silence)
        let clock = SteppedClock.forSite()
        let desk = SiteHarness(peer, clock: clock)
        #expect(await desk.untilSynced())
        let (site, request) = (desk.site, try request(["hangup", "2011"]))
        async let outcome = site.perform(request)
        #expect(await peer.next("ctihangup") != nil)
        clock.letDeadlinesPass(true)
        #expect(await outcome == .noAnswer(after: SteppedClock.deadline))
        try await desk.stop()
    }

    @Test func withoutALinkNothingIsSent() async throws {
        let peer = try Peer()
        let site = WebCTISite(WebCTIConfiguration(peer))
        #expect(await site.perform(try request(["dial", "1", "2"])) == .notOnline(.offline))
        #expect(peer.asked.isEmpty)
    }
}
