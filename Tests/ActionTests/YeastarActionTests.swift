import Exchange
import Simulators
import Testing
import Yeastar

/// The adapter's actions against the simulated exchange, seen on the board.
@Suite(.serialized, .timeLimit(.minutes(2))) struct YeastarActionTests {
    private let simulator: YeastarSimulator
    private let harness: ActionHarness

    init() async throws {
        let time = SimulatorTime.byHand()
        let simulator = YeastarSimulator(
            world: YeastarWorld(seed: 5, agents: 12, rate: 0, start: time.now()), time: time)
        try await simulator.listen()
        self.simulator = simulator
        let site = YeastarSite(
            YeastarConfiguration(
                id: "north", name: "North", url: "http://127.0.0.1:\(await simulator.port)", username: simulator.username,
                password: Secret(simulator.password), reports: .init(host: "127.0.0.1", port: 0), pollInterval: .milliseconds(50),
                reconcileInterval: .milliseconds(500), operatorExtension: "103"))
        harness = ActionHarness(site, id: "north", kind: .yeastar) { await simulator.advance(by: .milliseconds(250)) }
        try #require(await harness.untilSynced())
    }

    private func end() async {
        await harness.end()
        await simulator.stop()
    }

    @Test func `A call is dialled, held, muted, handed on and hung up`() async throws {
        try await harness.succeed(.dial, "101", "102")
        #expect(await harness.until { _ in harness.call("101", "102")?.state == .talking })
        try await harness.succeed(.hold, "101")
        #expect(await harness.until { _ in harness.call("101", "102")?.state == .held || harness.state("101") == .held })
        try await harness.succeed(.unhold, "101")
        #expect(await harness.until { _ in harness.call("101", "102")?.state == .talking })
        try await harness.succeed(.mute, "101")
        try await harness.succeed(.unmute, "101")
        try await harness.succeed(.transfer, "101", "106")
        #expect(await harness.until { _ in harness.state("106") == .ringing || harness.state("106") == .talking })
        #expect(
            await harness.until { board in
                board.calls.map(\.state) == [.talking] && harness.state("106") == .talking && harness.state("101") == .idle
            })
        let talking = try #require(harness.board.calls.first)
        try await harness.succeed(.hangup, talking.id)
        #expect(await harness.until { $0.calls.isEmpty })
        await end()
    }

    @Test(arguments: [Action.listen, .whisper, .barge]) func `Supervision rings the operator's telephone and ends`(
        action: Action
    ) async throws {
        try await harness.succeed(.dial, "104", "105")
        #expect(await harness.until { _ in harness.call("104", "105")?.state == .talking })
        try await harness.succeed(action, "105")
        #expect(await harness.until { _ in harness.state("103") == .talking || harness.state("103") == .ringing })
        #expect(await harness.until { _ in harness.state("103") == .talking })
        try await harness.succeed(.superviseStop, "105")
        #expect(await harness.until { _ in harness.state("103") == .idle })
        #expect(harness.call("104", "105")?.state == .talking)
        await end()
    }

    @Test func `An agent logs out of a queue, in again, pauses and comes back`() async throws {
        // The exchange lets in and out only those on the queue's list of dynamic agents; the fixed ones stay.
        var dynamic: (agent: Agent, queue: String)?
        for agent in harness.board.agents where dynamic == nil {
            for queue in agent.queues where dynamic == nil {
                let outcome = await harness.perform(try ActionRequest(.queueLogout, [queue, agent.extension]))
                if case .done = outcome { dynamic = (agent, queue) }
            }
        }
        let (stranger, queueID) = try #require(dynamic)
        let queue = try #require(harness.board.queue("north", queueID))
        func member() -> Queue.Member? { harness.board.queue("north", queue.id)?.members.first { $0.agent == stranger.id } }
        #expect(await harness.until { _ in member() == nil })
        try await harness.succeed(.queueLogin, queue.id, stranger.extension)
        #expect(await harness.until { _ in member() != nil })
        try await harness.succeed(.pause, stranger.extension, queue.id)
        #expect(await harness.until { _ in member()?.paused == true })
        try await harness.succeed(.unpause, stranger.extension, queue.id)
        #expect(await harness.until { _ in member()?.paused == false })
        await end()
    }

    @Test func `Somebody is invited into a room, muted and kicked`() async throws {
        let room = try #require(harness.board.rooms.first)
        // Not everybody who is invited answers.
        let invited = ["104", "105", "107", "108"]
        try await harness.succeed(.roomInvite, room.id, "104", "105", "107", "108")
        #expect(
            await harness.until {
                $0.room("north", room.id)?.members.contains { $0.state == .joined && invited.contains($0.number) } == true
            }
        )
        let number = try #require(
            harness.board.room("north", room.id)?.members.first { $0.state == .joined && invited.contains($0.number) }?.number)
        func member() -> Room.Member? { harness.board.room("north", room.id)?.members.first { $0.number == number } }
        #expect(await harness.until { _ in member()?.state == .joined })
        let id = try #require(member()?.id)
        try await harness.succeed(.roomMute, room.id, id)
        #expect(await harness.until { _ in member()?.muted == true })
        try await harness.succeed(.roomUnmute, room.id, id)
        #expect(await harness.until { _ in member()?.muted == false })
        try await harness.succeed(.roomKick, room.id, id)
        #expect(await harness.until { _ in member() == nil })
        await end()
    }

    @Test func `What the exchange refuses comes with its code`() async throws {
        for (action, arguments) in [(Action.hold, ["107"]), (.queueLogin, ["1", "101"])] {
            guard case .refused(let code?, let words) = await harness.perform(try ActionRequest(action, arguments)) else {
                Issue.record("\(action) was not refused")
                continue
            }
            #expect(!code.isEmpty && !words.isEmpty)
        }
        await end()
    }
}
