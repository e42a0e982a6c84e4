import Exchange
import Foundation
import Testing

@testable import Simulators
@testable import Yeastar

/// What the board shows while the simulated exchange says what document 001 promises, and no more.
@Suite(.serialized, .timeLimit(.minutes(1))) struct YeastarScenarioBoardTests {
    private static let start = 1_589_947_952_000

    /// Plays a scenario to a site and looks at its board.
    private final class Play {
        private let simulator: YeastarSimulator
        let trial: ActionHarness

        /// Another program of the same account, on the same exchange, that knows nothing of the first.
        private(set) var other: ActionHarness?

        init(_ name: String, contested isContested: Bool = false) async throws {
            let time = SimulatorTime.byHand(at: start)
            let simulator = YeastarSimulator(
                world: YeastarWorld(seed: 1, agents: 24, rate: 0, start: start), time: time,
                script: try #require(Scenario.named(name)).script())
            try await simulator.listen()
            self.simulator = simulator
            let port = await simulator.port
            func site() -> YeastarSite {
                YeastarSite(
                    YeastarConfiguration(
                        id: "north", name: "North", url: "http://127.0.0.1:\(port)", username: simulator.username,
                        password: Secret(simulator.password), reports: .init(host: "127.0.0.1", port: 0), pollInterval: .milliseconds(30),
                        reconcileInterval: .milliseconds(300)),
                    environment: Environment(
                        // Ours is behind the exchange's, which goes in steps, at no moment.
                        now: { Date(timeIntervalSince1970: Double(start) / 1_000 + 300) }, sleep: Environment.system.sleep,
                        random: Environment.system.random))
            }
            trial = ActionHarness(site(), id: "north", kind: .yeastar) {}
            try #require(await trial.untilSynced())
            guard isContested else { return }
            let other = ActionHarness(site(), id: "north", kind: .yeastar) {}
            try #require(await other.untilSynced())
            self.other = other
        }

        /// At a second of the scenario the board gets so.
        func at(_ second: Int, _ isReached: (Board) -> Bool) async -> Bool {
            await simulator.advance(to: start + second * 1_000)
            return await trial.until(isReached)
        }

        func end() async {
            await trial.end()
            await other?.end()
            await simulator.stop()
        }
    }

    /// The second in which he came, within the first of the scenario, as the call's identifier says.
    private func hasWaitedSinceArrival(_ board: Board) -> Bool {
        guard let since = board.waiting.first?.since, let call = board.calls.first else { return false }
        return since <= Date(timeIntervalSince1970: Double(Self.start / 1_000 + 1))
            && since == call.id.split(separator: ".").first.flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) }
    }

    @Test func `A caller by a DID waits in the queue from his arrival on, also when the agents' ringing times out`() async throws {
        let play = try await Play("did-queue")
        #expect(await play.at(5) { $0.waiting.map(\.queue) == ["9998"] && $0.agents.contains { $0.state == .ringing } })
        #expect(play.trial.board.calls.map(\.state) == [.queued])
        #expect(hasWaitedSinceArrival(play.trial.board))
        #expect(await play.at(23) { board in !board.agents.contains { $0.state == .ringing } })
        #expect(await play.at(25) { $0.queue("north", "9998")?.waiting == 1 })
        #expect(play.trial.board.waiting.count == 1)
        #expect(await play.at(31) { $0.calls.first?.state == .talking && $0.waiting.isEmpty })
        #expect(play.trial.board.calls.first?.callee == "102")
        #expect(await play.at(62) { $0.calls.isEmpty })
        await play.end()
    }

    @Test func `A caller for whom nobody was free has waited since his arrival`() async throws {
        let play = try await Play("queue-nobody-free")
        #expect(await play.at(30) { $0.queue("north", "9998")?.waiting == 1 })
        #expect(await play.at(45) { $0.waiting.map(\.queue) == ["9998"] })
        #expect(hasWaitedSinceArrival(play.trial.board))
        await play.end()
    }

    @Test func `A caller through a menu waits in the queue that counts him`() async throws {
        let play = try await Play("menu-queue")
        #expect(await play.at(10) { $0.waiting.map(\.queue) == ["9998"] })
        #expect(await play.at(16) { $0.calls.first?.state == .talking && $0.waiting.isEmpty })
        #expect(play.trial.board.calls.first?.callee == "101")
        await play.end()
    }

    @Test func `A ring group is no queue`() async throws {
        let play = try await Play("ring-group")
        #expect(await play.at(3) { $0.calls.map(\.state) == [.ringing] })
        #expect(play.trial.board.waiting.isEmpty)
        #expect(await play.at(6) { $0.calls.map(\.state) == [.talking] && $0.calls.first?.callee == "103" })
        #expect(await play.at(22) { $0.calls.isEmpty })
        await play.end()
    }

    @Test(arguments: ["transferred-queue-call", "redirected-call"])
    func `A call that is handed on rings at the new callee and waits no more`(scenario: String) async throws {
        let play = try await Play(scenario)
        #expect(await play.at(8) { $0.calls.first?.state == .talking && $0.calls.first?.callee == "101" })
        #expect(await play.at(16) { $0.calls.first?.callee == "107" })
        #expect(play.trial.board.calls.map(\.state) == [.ringing])
        #expect(play.trial.board.waiting.isEmpty)
        #expect(await play.at(22) { $0.calls.first?.state == .talking && $0.calls.first?.callee == "107" })
        #expect(await play.trial.until { $0.agent("north", "101")?.call == nil })
        #expect(await play.at(42) { $0.calls.isEmpty })
        await play.end()
    }

    @Test func `A call that another application hands on unseen is with the new callee once a query names him`() async throws {
        let play = try await Play("redirected-unseen")
        #expect(await play.at(8) { $0.calls.first?.state == .talking })
        // Whoever has hung up is in no call, though nobody says yet who has the caller now.
        #expect(await play.at(22) { $0.calls.map(\.state) == [.ringing] && $0.calls.first?.callee != "101" })
        #expect(play.trial.board.agent("north", "101")?.call == nil)
        #expect(await play.at(32) { $0.calls.map(\.callee) == ["107"] && $0.calls.first?.state == .talking })
        #expect(await play.trial.until { $0.agent("north", "101")?.call == nil && $0.agent("north", "107")?.call != nil })
        await play.end()
    }

    @Test func `Where the later log-in takes the reports away, both programs see the calls`() async throws {
        let play = try await Play("did-queue", contested: true)
        let other = try #require(play.other)
        #expect(await play.at(5) { $0.agents.contains { $0.state == .ringing } && !$0.calls.isEmpty })
        #expect(await other.until { !$0.calls.isEmpty })
        #expect(await play.trial.until { _ in play.trial.messages.contains { $0.text.string.contains("no event report has come") } })
        #expect(await play.at(32) { $0.calls.map(\.state) == [.talking] && $0.calls.first?.callee == "102" })
        #expect(await other.until { $0.calls.map(\.state) == [.talking] && $0.calls.first?.callee == "102" })
        #expect(await play.at(62) { $0.calls.isEmpty })
        #expect(await other.until { $0.calls.isEmpty })
        await play.end()
    }

    @Test func `Hold at the telephone is seen, and so is its end`() async throws {
        let play = try await Play("hold-at-the-telephone")
        #expect(await play.at(12) { $0.calls.first?.state == .held && $0.agent("north", "101")?.state == .held })
        #expect(await play.at(27) { $0.calls.first?.state == .talking && $0.agent("north", "101")?.state == .talking })
        await play.end()
    }
}
