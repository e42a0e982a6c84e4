import Exchange
import SiteHarness
import Testing

@testable import WebCTI

/// A channel that is led to a number that is none ends, although the exchange answers success.
@Suite(.serialized, .timeLimit(.minutes(2))) struct BlindTransferTests {
    private func desk(console: String? = nil) async throws -> SiteHarness<WebCTISite> {
        let peer = try Peer()
        peer.answer("getallstatus", Peer.talk)
        if let console { peer.answer("cticommand", Peer.rows(#"{"result":"\#(console)"}"#)) }
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        return desk
    }

    private static let here = "-= 1 extension (3 priorities) in 1 context. =- [ Context 'from-internal' created by 'pbx_config' ]"
    private static let nowhere = "Privilege: Command There is no existence of 2999@from-internal extension"
    private static let wrongNumbers =
        "[ Included context 'bad-number' created by 'pbx_config' ] '_X.' => 1. ResetCDR() -= 1 extension (4 priorities) in 1 context. =-"

    @Test(arguments: ["2008", "90"]) func `Whom the directory has is transferred to at once`(_ number: String) async throws {
        let desk = try await desk()
        #expect(try await desk.act(.transfer, "2011", number) == .done("Redirect successful"))
        #expect(desk.peer.asked("cticommand").isEmpty)
        try await desk.stop()
    }

    @Test(arguments: [nowhere, wrongNumbers]) func `A number that the plan does not have is refused and the call goes on`(
        _ console: String
    ) async throws {
        let desk = try await desk(console: console)
        let outcome = try await desk.act(.transfer, "2011", "2999")
        #expect(outcome == .refused(code: nil, "2999 is no number of this exchange and none that it reaches; the call goes on as it is"))
        #expect(desk.peer.asked("ctiredirect").isEmpty)
        #expect(desk.peer.asked("cticommand").map { $0.parameters["command"] } == ["dialplan show 2999@from-internal"])
        try await desk.stop()
    }

    @Test func `A number that the plan has is transferred to`() async throws {
        let desk = try await desk(console: Self.here)
        #expect(try await desk.act(.transfer, "2011", "*97") == .done("Redirect successful"))
        #expect(desk.peer.asked("ctiredirect").map { $0.parameters["exten"] } == ["*97"])
        try await desk.stop()
    }

    /// Versions differ in the console's words; some let none of them through.
    @Test(arguments: [("2999", false), ("29990", false), ("999999", false), ("110", true), ("95588", true), ("13800138000", true)])
    func `Where the plan is not told, what is shorter than a subscriber's number is a mistyped extension`(
        _ number: String, _ isSent: Bool
    ) async throws {
        let desk = try await desk(console: "No such command 'x' (type 'help' for help)")
        _ = try await desk.act(.transfer, "2011", number)
        #expect(desk.peer.asked("ctiredirect").map { $0.parameters["exten"] } == (isSent ? [number] : []))
        #expect(
            desk.peer.asked("cticommand").map { $0.parameters["command"] } == [
                "dialplan show \(number)@from-internal", "show dialplan \(number)@from-internal",
            ])
        try await desk.stop()
    }

    @Test func `What is no number never becomes a console command`() async throws {
        let desk = try await desk(console: Self.here)
        guard case .refused = try await desk.act(.transfer, "2011", "2999@x\nmeetme kick 900 all") else {
            Issue.record("done")
            return
        }
        #expect(desk.peer.asked("cticommand").isEmpty && desk.peer.asked("ctiredirect").isEmpty)
        try await desk.stop()
    }
}
