import Exchange
import SiteHarness
import Testing

@testable import Asterisk
@testable import Simulators

/// The adapter against the simulated exchange, which is made from what a real one said.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SimulatedExchangeTests {
    private func start(
        _ prepare: (isolated AsteriskSimulator) -> Void = { _ in }
    ) async throws -> (AsteriskSimulator, Desk, Task<Void, Never>) {
        let simulator = AsteriskSimulator(world: AsteriskWorld(seed: 1, agents: 12, rate: 0, start: SimulatorTime.system.now()))
        await prepare(simulator)
        let port = try await simulator.listen()
        let serving = Task { await simulator.serve() }
        var configuration = AsteriskConfiguration.test(port: port)
        configuration.username = AsteriskSimulator.username
        configuration.password = Secret(AsteriskSimulator.password)
        configuration.telephones = TelephonePatterns(
            channel: TelephonePatterns.Pattern("PJSIP/{ext}")!, interface: TelephonePatterns.Pattern("Local/{ext}@from-queue/n")!,
            hint: TelephonePatterns.Pattern("{ext}@ext-local")!)
        (configuration.dialContext, configuration.transferContext) = ("from-internal", "from-internal")
        configuration.trunks = ["IAX2/carrier"]
        let site = AsteriskSite(configuration, environment: .system)
        return (simulator, Desk(site, id: "pbx", kind: .asterisk), serving)
    }

    @Test func aQueueCallFromTheCallersRingToTheEnd() async throws {
        let (simulator, desk, serving) = try await start()
        #expect(await desk.untilSynced())
        #expect(desk.board.queues.map(\.id).sorted() == ["sales", "support", "售后 服务 VIP"])
        #expect(desk.board.trunks.map(\.id) == ["IAX2/carrier"])
        await simulator.act { world in
            world.traffic.isManual = true
            world.begin(fromOutside: "13912345678", name: "O'Brien \"Pat\"", to: "8002")
        }
        #expect(await desk.until { $0.board.waiting.first?.caller == "13912345678" && $0.board.waiting.first?.name == "O'Brien \"Pat\"" })
        #expect(await desk.until { $0.board.agents.contains { $0.state == .ringing && $0.call != nil } })
        let agent = try #require(desk.board.agents.first { $0.state == .ringing })
        await simulator.act { world in
            guard let leg = world.sortedChannels.first(where: { $0.telephone == agent.id && $0.state == 5 }) else { return }
            world.answer(leg.id)
        }
        #expect(await desk.until { $0.board.calls.first?.state == .talking && $0.board.calls.first?.callee == agent.id })
        #expect(desk.board.calls.first?.queue == "售后 服务 VIP")
        #expect(desk.board.waiting.isEmpty)
        #expect(try await desk.perform(.hangup, agent.id) == .done("Channel Hungup"))
        #expect(await desk.until { $0.board.calls.isEmpty })
        try await desk.stop()
        serving.cancel()
        await serving.value
    }

    @Test func aRestartBringsANewBoard() async throws {
        let (simulator, desk, serving) = try await start()
        #expect(await desk.untilSynced())
        await simulator.act { world in
            world.traffic.isManual = true
            world.begin(fromOutside: "139", to: "8001")
        }
        #expect(await desk.until { !$0.board.waiting.isEmpty })
        await simulator.restart()
        #expect(await desk.failure() == LinkFailure(.link, "the exchange is restarting"))
        await simulator.advance(by: .seconds(1))
        let again = Desk(desk.site, id: "pbx", kind: .asterisk)
        #expect(await again.untilSynced())
        #expect(again.board.calls.isEmpty && again.board.waiting.isEmpty)
        try await again.stop()
        serving.cancel()
        await serving.value
    }

    @Test func supervisionParkingAndRoomsOnTheWire() async throws {
        let (simulator, desk, serving) = try await start()
        #expect(await desk.untilSynced())
        #expect(try await desk.perform(.dial, "2001", "2002").isDone)
        await simulator.act { world in
            guard let leg = world.sortedChannels.first(where: { $0.telephone == "2002" && $0.state == 5 }) else { return }
            world.answer(leg.id)
        }
        #expect(await desk.until { $0.agent("2002")?.state == .talking && $0.board.calls.first?.answered != nil })
        #expect(try await desk.perform(.listen, "2002").isDone)
        #expect(try await desk.perform(.barge, "2002").isDone)
        #expect(try await desk.perform(.superviseStop).isDone)
        #expect(await desk.until { $0.board.calls.count == 1 })
        #expect(try await desk.perform(.transfer, "2002", "99").isRefused)
        let parked = try await desk.perform(.park, "2002")
        #expect(parked == .done("parked at 701", reference: "701"))
        #expect(await desk.until { $0.board.calls.first?.state == .parked })
        #expect(try await desk.perform(.unpark, "701").isDone)
        #expect(await desk.until { $0.board.calls.first?.state == .talking && $0.agent("2000")?.state == .talking })
        #expect(try await desk.perform(.roomInvite, "7009", "2005").isDone)
        #expect(await desk.until { $0.room("7009")?.members.map(\.number) == ["2005"] })
        #expect(try await desk.perform(.roomMute, "7009", "2005").isDone)
        #expect(await desk.until { $0.room("7009")?.members.first?.muted == true })
        #expect(try await desk.perform(.roomEnd, "7009").isDone)
        #expect(await desk.until { $0.room("7009") == nil })
        try await desk.stop()
        serving.cancel()
        await serving.value
    }

    @Test func anAccountWithoutRightsSeesAndDoesNothing() async throws {
        let (_, desk, serving) = try await start { simulator in
            var faults = AsteriskFaults()
            (faults.hasNoRights, faults.neverBoots) = (true, true)
            simulator.set(faults)
        }
        #expect(await desk.untilSynced())
        #expect(desk.status?.capabilities.unsupported[.hangup] != nil)
        #expect(!desk.board.queues.isEmpty, "queues may be listed by anybody")
        try await desk.stop()
        serving.cancel()
        await serving.value
    }
}

extension Outcome {
    fileprivate var isDone: Bool { if case .done = self { true } else { false } }
    fileprivate var isRefused: Bool { if case .refused = self { true } else { false } }
}
