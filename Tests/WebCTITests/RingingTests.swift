import Exchange
import Foundation
import SiteHarness
import Testing

@testable import WebCTI

/// Actions that ring a telephone first (document, sections 4.23, 4.28, 6.9).
@Suite(.serialized, .timeLimit(.minutes(2))) struct RingingTests {
    private static let busy =
        #"{"errcode":1232,"message":"Do originate failed: Originate failed","data":[{"message":"Originate failed","reason":"5"}]}"#
    private static let silent = busy.replacing(#""reason":"5""#, with: #""reason":"3""#)

    private func desk(_ states: [String: String] = [:]) async throws -> SiteHarness<WebCTISite> {
        let peer = try Peer()
        peer.answer("getallstatus", Peer.status(states: states))
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        return desk
    }

    @Test(arguments: [(busy, "the party is busy"), (silent, "it rang and nobody answered")])
    func `A telephone that is not lifted is a refusal with its reason`(_ answer: String, _ why: String) async throws {
        let desk = try await desk()
        desk.peer.answer("ctioriginate", answer)
        for (action, words) in [(Action.dial, ["2012", "2011"]), (.listen, ["2011"]), (.roomInvite, ["900", "2012"])] {
            let outcome = try await desk.perform(action, words, own: "2008")
            guard case .refused("1232", let reason) = outcome else {
                Issue.record("\(action): \(outcome)")
                continue
            }
            #expect(reason.string.contains(why))
        }
        #expect(desk.peer.asked("ctioriginate").allSatisfy { $0.parameters["async"] == "0" })
        try await desk.stop()
    }

    @Test func `A telephone that is not registered is not rung`() async throws {
        let desk = try await desk(["2012": "4"])
        desk.peer.answer("getextensionstatus", Peer.rows(#"{"exten":"2012","channel":"SIP/2012","status":"4"}"#))
        #expect(
            try await desk.act(.dial, "2012", "2011") == .refused(code: nil, "the telephone of 2012 is not registered"))
        #expect(
            try await desk.act(.roomInvite, "900", "2012") == .refused(code: nil, "the telephone of 2012 is not registered"))
        #expect(desk.peer.asked("ctioriginate").isEmpty)
        // It has registered since the last look.
        desk.peer.answer("getextensionstatus", Peer.rows(#"{"exten":"2012","channel":"SIP/2012","status":"0"}"#))
        #expect(try await desk.act(.dial, "2012", "2011") == .done("Originate successfully queued"))
        try await desk.stop()
    }

    @Test func `A telephone that rings holds up nothing else`() async throws {
        let desk = try await desk()
        desk.peer.answer("ctioriginate", .held)
        let site = desk.site
        let request = try ActionRequest(.roomInvite, ["900", "2008", "2011", "2012", "13800138000", "13800138001", "13800138002"])
        async let outcome = site.perform(request)
        // All ring at once, although each waits for somebody; looks and other commands go on.
        #expect(await desk.until { $0.peer.asked("ctioriginate").count == 6 })
        #expect(try await desk.act(.queueLogin, "90", "2008") == .done("Added interface to queue"))
        desk.peer.answer("getallstatus", Peer.talk)
        #expect(await desk.until { !$0.board.calls.isEmpty })
        desk.peer.release("ctioriginate", Peer.done("Originate successfully queued"))
        #expect(await outcome == .done("Originate successfully queued"))
        try await desk.stop()
    }

    @Test func `An invitation that fails says whose`() async throws {
        let desk = try await desk(["2012": "4"])
        desk.peer.answer("ctioriginate", Peer.done("Originate successfully queued"))
        let outcome = try await desk.act(.roomInvite, "900", "2011", "2012")
        #expect(outcome == .unknown("2011: Originate successfully queued; 2012: the telephone of 2012 is not registered"))
        try await desk.stop()
    }

    @Test func `Only what rings is picked up`() async throws {
        let desk = try await desk(["2012": "0"])
        #expect(try await desk.act(.pickup, "2012") == .refused(code: nil, "2012 is not ringing"))
        #expect(desk.peer.asked("ctipickup").isEmpty)
        desk.peer.answer("getextensionstatus", Peer.rows(#"{"exten":"2012","channel":"SIP/2012","status":"8"}"#))
        #expect(try await desk.act(.pickup, "2012") == .done("Originate successfully queued"))
        #expect(
            desk.peer.asked("ctipickup").map(\.parameters) == [
                ["channel": "SIP/2008", "pickupexten": "2012", "callerid": "2008", "async": "0"]
            ])
        desk.peer.answer("ctipickup", Self.busy.replacing("originate failed", with: "pickup failed"))
        guard case .refused = try await desk.act(.pickup, "2012") else {
            Issue.record("done")
            return
        }
        try await desk.stop()
    }

    @Test func `A waiting caller is not led to a telephone in use`() async throws {
        let caller =
            #"{"queuestart":"1795226370","channel":"SIP/to117-0000003d","uniqueid":"1421960600.10","callerid":"13800138000","position":"1","wait":"0"}"#
        let peer = try Peer()
        peer.answer("getallstatus", Peer.status(states: ["2008": "1"], waiting: caller))
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        #expect(
            try await desk.act(.take, "90", "1421960600.10")
                == .refused(code: nil, "the telephone of 2008 is in use; the caller goes on waiting"))
        #expect(peer.asked("ctiredirect").isEmpty)
        try await desk.stop()
    }
}
