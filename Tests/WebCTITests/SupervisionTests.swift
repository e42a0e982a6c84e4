import Exchange
import SiteHarness
import Testing

@testable import WebCTI

/// Listening in is found at the exchange by what its channels do (document, section 4.55), never guessed.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SupervisionTests {
    private static let ordinary = Peer.channel("SIP/2008-00000001", application: "Dial", data: "SIP/2011|45", partner: "SIP/2011-00000002")
    private static let inRoom = Peer.channel("SIP/2008-00000004", application: "MeetMe", data: "900|d")
    private static let stranger = Peer.channel("SIP/2012-00000005", application: "ChanSpy", data: "SIP/2011|q")
    private static let own = Peer.channel("SIP/2008-00000003", application: "ChanSpy", data: "SIP/2011|q")

    private func desk(_ channels: String...) async throws -> SiteHarness<WebCTISite> {
        let peer = try Peer()
        peer.answer("getchannel", channels.isEmpty ? Peer.done() : Peer.rows(channels.joined(separator: ",")))
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        return desk
    }

    @Test(arguments: [["2011"], []]) func `A new process finds and ends what an earlier one began`(_ words: [String]) async throws {
        let desk = try await desk(Self.ordinary, Self.inRoom, Self.stranger, Self.own)
        #expect(try await desk.perform(.superviseStop, words, own: "2008") == .done("Channel Hungup"))
        #expect(desk.peer.asked("ctihangup").map(\.parameters) == [["channel": "SIP/2008-00000003"]])
        try await desk.stop()
    }

    @Test func `Stopping with nothing supervised ends no ordinary call`() async throws {
        let desk = try await desk(Self.ordinary, Self.inRoom, Self.stranger)
        // A call of ours with whom we supervised a moment ago is a call like any other.
        desk.peer.answer(
            "getpopupscreen",
            Peer.rows(
                #"{"channel":"SIP/2008-00000001","uniqueid":"1.1","direct":"OUT","miscdata":"SIP/2011-2","callerid":"2011","state":"Up"}"#))
        #expect(try await desk.act(.superviseStop) == .refused(code: nil, "nobody is being supervised"))
        #expect(try await desk.act(.superviseStop, "2011") == .refused(code: nil, "2011 is not being supervised"))
        #expect(desk.peer.asked("ctihangup").isEmpty)
        try await desk.stop()
    }

    @Test func `Where the exchange shows no channels nothing is hung up`() async throws {
        let desk = try await desk()
        desk.peer.answer("getchannel", .status(404, ""))
        #expect(
            try await desk.act(.superviseStop)
                == .refused(code: nil, "the exchange does not tell which channel listens in; hang up at the telephone"))
        try await desk.stop()
    }

    private static let how: [(Action, String)] = [(.listen, "q"), (.whisper, "qw"), (.barge, "qB")]

    @Test(arguments: how, how) func `From each way of listening in to each other the earlier one is ended first`(
        _ from: (Action, String), _ to: (Action, String)
    ) async throws {
        let present = Peer.channel("SIP/2008-00000003", application: "ChanSpy", data: "SIP/2011|\(from.1)")
        let desk = try await desk(present)
        let (peer, site) = (desk.peer, desk.site)
        let request = try ActionRequest(to.0, ["2011"])
        if from.0 == to.0 {
            #expect(await site.perform(request) == .done("2011 is being supervised so already"))
            #expect(peer.asked("ctihangup").isEmpty && peer.asked("ctioriginate").isEmpty)
        } else {
            async let outcome = site.perform(request)
            // The channel is there for a moment after it was hung up.
            #expect(await desk.until { _ in !peer.asked("ctihangup").isEmpty })
            let before = peer.asked("getchannel").count
            #expect(await desk.until { _ in peer.asked("getchannel").count > before + 2 })
            #expect(peer.asked("ctioriginate").isEmpty)
            peer.answer("getchannel", Peer.done())
            #expect(await outcome == .done("the supervision of 2011 was ended first — Originate successfully queued"))
            #expect(peer.asked("ctihangup").map(\.parameters) == [["channel": "SIP/2008-00000003"]])
            #expect(peer.asked("ctioriginate").map { $0.parameters["data"] } == ["SIP/2011|\(to.1)"])
        }
        try await desk.stop()
    }

    @Test func `A telephone that listens in has no conversation`() async throws {
        let peer = try Peer()
        peer.answer("getchannel", Peer.rows(Self.own))
        peer.answer(
            "getallstatus",
            Peer.status(
                states: ["2008": "1"],
                popups: ["2008": #"{"channel":"SIP/2008-00000003","uniqueid":"1.3","callerid":"2008","direct":OUT,"state":"Up","did":""}"#])
        )
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.calls.isEmpty)
        #expect(desk.agent("2008")?.state == .talking)
        try await desk.stop()
    }

    @Test(arguments: [
        ("ChanSpy", "SIP/2011,qw", "2011", Action.whisper), ("ExtenSpy", "2011@from-internal|B", "2011", .barge),
        ("chanspy", "SIP/2011-b7c15808", "2011", .listen), ("ChanSpy", "SIP/9999|bq", "SIP/9999", .listen),
    ])
    func `Whom a channel listens to and how is read off its application`(
        _ application: String, _ data: String, _ watched: String, _ how: Action
    ) async throws {
        let desk = try await desk(Peer.channel("SIP/2008-00000003", application: application, data: data))
        let found = await desk.site.picture.supervisions
        #expect(found == [LiveSupervision(channel: "SIP/2008-00000003", by: "2008", watched: watched, how: how)])
        let shown = await desk.site.picture.published.agents["2011"]?.supervision
        #expect(shown == (watched == "2011" ? Supervision(by: "2008", how: .init(rawValue: how.rawValue)) : nil))
        try await desk.stop()
    }
}
