import Exchange
import Foundation
import Simulators
import Testing
import WebCTI

/// The adapter's actions against the simulated exchange, seen on the board.
@Suite(.serialized, .timeLimit(.minutes(2))) struct WebCTIActionTests {
    private let simulator: WebCTISimulator
    private let configuration: WebCTIConfiguration
    private let harness: ActionHarness

    init() async throws {
        let start = SimulatorTime.system.now()
        let simulator = WebCTISimulator(world: WebCTIWorld(seed: 5, agents: 12, rate: 0, start: start), time: .byHand(at: start))
        let port = try await simulator.listen()
        self.simulator = simulator
        configuration = WebCTIConfiguration(
            id: "care", name: "Care", url: "http://127.0.0.1:\(port)/webservice2", webKey: Secret(simulator.webKey),
            timeZone: TimeZone(identifier: "Asia/Shanghai")!, pollInterval: .milliseconds(50), operatorExtension: "2020")
        let site = WebCTISite(configuration)
        harness = ActionHarness(site, id: "care", kind: .webcti) { await simulator.advance(by: .milliseconds(250)) }
        try #require(await harness.untilSynced())
    }

    private func end() async {
        await harness.end()
        await simulator.stop()
    }

    /// Performs an action that rings a telephone first, and must succeed.
    private func ring(_ action: Action, _ words: String...) async throws {
        let outcome =
            switch words.count {
            case 1: try await harness.carryOut(action, words[0])
            default: try await harness.carryOut(action, words[0], words[1])
            }
        guard case .done = outcome else {
            Issue.record("\(action) \(words): \(outcome)")
            return
        }
    }

    private func talk(_ caller: String, _ callee: String) async throws -> Call {
        try await ring(.dial, caller, callee)
        #expect(await harness.until { _ in harness.call(caller, callee)?.state == .talking })
        return try #require(harness.call(caller, callee))
    }

    @Test func `A call is dialled, held, handed on and hung up`() async throws {
        let call = try await talk("2011", "2012")
        try await harness.succeed(.hold, call.id)
        #expect(await harness.until { $0.call("care", call.id)?.state == .held })
        try await harness.succeed(.unhold, call.id)
        #expect(await harness.until { $0.call("care", call.id)?.state == .talking })
        try await harness.succeed(.transfer, call.id, "2013")
        #expect(await harness.until { _ in harness.state("2013") == .ringing || harness.state("2013") == .talking })
        #expect(await harness.until { _ in harness.board.calls.contains { $0.state == .talking } })
        let rest = try #require(harness.board.calls.first)
        try await harness.succeed(.hangup, rest.id)
        #expect(await harness.until { $0.calls.isEmpty })
        await end()
    }

    @Test func `A call that is transferred away from its caller is one call of the two who are left`() async throws {
        let call = try await talk("2011", "2012")
        let callee = try #require(await simulator.world.liveChannels.first { $0.device == "2012" })
        try await simulator.act { try $0.redirect(callee.name, to: "2013") }
        #expect(await harness.until { _ in harness.state("2011") == .idle })
        #expect(await harness.until { _ in harness.state("2013") == .ringing })
        #expect(await harness.until { _ in harness.call("2012", "2013")?.state == .talking })
        #expect(harness.board.calls.map { "\($0.caller) \($0.callee)" } == ["2012 2013"])
        #expect(harness.board.call("care", call.id) == nil)
        await end()
    }

    @Test(arguments: [Action.listen, .whisper, .barge]) func `Supervision rings the operator's telephone and ends`(
        action: Action
    ) async throws {
        _ = try await talk("2011", "2012")
        try await ring(action, "2012")
        #expect(await harness.until { _ in harness.state("2020") == .talking })
        try await harness.succeed(.superviseStop, "2012")
        #expect(await harness.until { _ in harness.state("2020") == .idle })
        #expect(harness.call("2011", "2012")?.state == .talking)
        await end()
    }

    @Test func `A supervision is switched over, and found by a process that did not begin it`() async throws {
        _ = try await talk("2011", "2012")
        for action in [Action.listen, .barge, .whisper, .listen] { try await ring(action, "2012") }
        let listening = await simulator.world.liveChannels.filter { $0.device == "2020" }
        #expect(listening.count == 1)
        let other = WebCTISite(configuration)
        let second = ActionHarness(other, id: "care", kind: .webcti) { [simulator] in await simulator.advance(by: .milliseconds(250)) }
        try #require(await second.untilSynced())
        try await second.succeed(.superviseStop)
        #expect(await second.until { _ in second.state("2020") == .idle })
        #expect(await second.perform(try ActionRequest(.superviseStop, [])) == .refused(code: nil, "nobody is being supervised"))
        #expect(second.call("2011", "2012")?.state == .talking)
        await second.end()
        await end()
    }

    @Test func `Nothing rings and nothing is done`() async throws {
        await simulator.act { $0.register("2012", false) }
        #expect(await harness.until { _ in harness.state("2012") == .offline })
        #expect(try await harness.carryOut(.dial, "2012", "2011") == .refused(code: nil, "the telephone of 2012 is not registered"))
        _ = try await talk("2013", "2014")
        let room = await simulator.world.rooms[0].number
        guard case .refused("1232", let words) = try await harness.carryOut(.roomInvite, room, "2013") else {
            Issue.record("done")
            return
        }
        #expect(words.string.contains("the party is busy"))
        await end()
    }

    @Test func `A call is parked, seen in its slot and fetched by another`() async throws {
        let call = try await talk("2011", "2012")
        try await harness.succeed(.park, call.id)
        #expect(await harness.until { $0.calls.contains { $0.state == .parked } })
        let parked = try #require(harness.board.calls.first { $0.state == .parked })
        try await ring(.unpark, parked.callee)
        #expect(await harness.until { _ in harness.state("2020") == .talking })
        await end()
    }

    @Test func `An agent logs in to a queue, pauses with a reason, comes back and logs out`() async throws {
        let queue = try #require(harness.board.queues.first)
        let stranger = try #require(harness.board.agents.first { !$0.queues.contains(queue.id) && $0.state == .idle })
        func member() -> Queue.Member? { harness.board.queue("care", queue.id)?.members.first { $0.agent == stranger.id } }
        try await harness.succeed(.queueLogin, queue.id, stranger.extension)
        #expect(await harness.until { _ in member() != nil })
        try await harness.succeed(.pause, stranger.extension, queue.id, "会议")
        #expect(await harness.until { _ in member()?.paused == true && member()?.reason == "会议" })
        try await harness.succeed(.unpause, stranger.extension, queue.id)
        #expect(await harness.until { _ in member()?.paused == false })
        try await harness.succeed(.queueLogout, queue.id, stranger.extension)
        #expect(await harness.until { _ in member() == nil })
        await end()
    }

    @Test func `A waiting caller is taken out of turn`() async throws {
        let queue = try #require(harness.board.queues.first)
        for member in queue.members { try await harness.succeed(.queueLogout, queue.id, member.agent) }
        #expect(await harness.until { $0.queue("care", queue.id)?.members.isEmpty == true })
        await simulator.act { world in
            _ = world.begin(fromOutside: "13800138000", name: "华夏银行", to: queue.id)
            _ = world.begin(fromOutside: "13900139000", name: "", to: queue.id)
        }
        #expect(await harness.until { $0.waiting.count == 2 })
        let second = try #require(harness.board.waiting.first { $0.caller == "13900139000" })
        try await harness.succeed(.take, queue.id, second.call)
        #expect(await harness.until { $0.waiting.map(\.caller) == ["13800138000"] })
        #expect(await harness.until { _ in harness.state("2020") == .talking })
        await end()
    }
}
