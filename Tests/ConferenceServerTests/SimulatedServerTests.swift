import Exchange
import JSON
import SiteHarness
import Simulators
import Testing

@testable import ConferenceServer

/// The adapter against the simulator, which decodes with code of its own. Its time passes by hand.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SimulatedServerTests {
    private struct Simulation {
        let simulator: ConferenceServerSimulator
        let port: Int
        private let serving: Task<Void, Never>

        init() async throws {
            let time = SimulatorTime.byHand()
            simulator = ConferenceServerSimulator(world: ConferenceServerWorld(seed: 1, rate: 0, start: time.now()), time: time)
            port = try await simulator.listen()
            serving = Task { [simulator] in await simulator.serve() }
        }

        func working() async throws -> Desk {
            let desk = Desk(port: port, password: "sadmin")
            try #require(await desk.untilSynced())
            return desk
        }

        func end() async {
            serving.cancel()
            await serving.value
        }
    }

    @Test func aRoomFromItsCreationToItsEnd() async throws {
        let simulation = try await Simulation()
        let desk = try await simulation.working()
        guard case .done(_, let id?) = try await desk.perform(.roomCreate) else { throw Unexpected() }
        await simulation.simulator.advance(by: .seconds(10))
        #expect(await desk.until { $0.members(id)["101"] == .joined })
        #expect(desk.board.agent("ops", "sadmin")?.state == .talking)

        let number = try #require(await simulation.simulator.world.subscribers.first { $0.network == .sip }?.number)
        #expect(try await desk.perform(.roomInvite, id, number, "999999") == .done("accepted"))
        #expect(await desk.until { $0.members(id)[number] != nil })
        let roundTrip = try #require(ConferenceServerOperations.all.first { $0.id == "agents.operators" })
        for _ in 0..<12 {
            await simulation.simulator.advance(by: .seconds(5))
            // Once this is answered, so are the KEEPALIVEs before it.
            #expect(await desk.site.perform(roundTrip, [:]).0 == .done(nil))
        }
        #expect(await desk.until { [.joined, .failed].contains($0.members(id)[number]) && $0.members(id)["999999"] == .failed })

        #expect(try await desk.perform(.roomMute, id, "101") == .done("success"))
        #expect(await desk.until { $0.room(id)?.members.first { $0.number == "101" }?.muted == true })
        #expect(await simulation.simulator.world.liveRooms.first?.members.first { $0.number == "101" }?.isMuted == true)
        #expect(try await desk.perform(.roomUnmute, id, "101") == .done("success"))
        #expect(try await desk.perform(.roomKick, id, "101").word == "done")
        #expect(await desk.until { $0.members(id)["101"] == nil })
        _ = try await desk.perform(.roomEnd, id)
        #expect(await desk.until { $0.board.rooms.isEmpty })
        #expect(await simulation.simulator.world.liveRooms.isEmpty)
        try await desk.stop()
        await simulation.end()
    }

    struct Unexpected: Error {}

    @Test func oneSessionANameAndItIsFreeAfterLeaving() async throws {
        let simulation = try await Simulation()
        let desk = try await simulation.working()
        let second = await Desk(port: simulation.port, password: "sadmin").failure()
        #expect(second?.isFinal == true)
        #expect(second?.reason.string.contains("already logged in elsewhere") == true)
        try await desk.stop()
        #expect(await Desk(port: simulation.port, password: "wrong").failure()?.isFinal == true)
        let again = try await simulation.working()
        try await again.stop()
        await simulation.end()
    }

    @Test func framesTornByTheServer() async throws {
        let simulation = try await Simulation()
        await simulation.simulator.set(ConferenceServerFaults(isTorn: true))
        let desk = try await simulation.working()
        await simulation.simulator.sendUnknownMessage()
        await simulation.simulator.sendHostileName()
        guard case .done(_, let id?) = try await desk.perform(.roomCreate) else { throw Unexpected() }
        #expect(await desk.until { $0.room(id) != nil })
        try await desk.stop()
        await simulation.end()
    }

    @Test func garbageAndAbsurdLengthsEndTheLinkOnly() async throws {
        let simulation = try await Simulation()
        for fault in 0..<3 {
            let desk = try await simulation.working()
            switch fault {
            case 0: await simulation.simulator.sendGarbage()
            case 1: await simulation.simulator.sendAbsurdLength()
            default: await simulation.simulator.sendAbsurdLength(negative: true)
            }
            let failure = await desk.failure()
            #expect(failure?.stage == .link)
            #expect(failure?.isFinal == false)
            await simulation.simulator.kickOut()
        }
        await simulation.end()
    }

    @Test func everyOperationIsAnsweredOrNeedsNoAnswer() async throws {
        let simulation = try await Simulation()
        let desk = try await simulation.working()
        guard case .done(_, let id?) = try await desk.perform(.roomCreate) else { throw Unexpected() }
        await simulation.simulator.advance(by: .seconds(10))
        #expect(await desk.until { $0.members(id)["101"] == .joined })
        let given: [String: JSONValue] = [
            "NUMBER": "101", "OTHERS": "4502", "SYN": "0", "STATE": "1", "TYPE": "SIP", "NEWPASS": "sadmin", "SERVERROOMID": .string(id),
        ]
        let own = ["session.login", "session.logout", "conferences.stop", "conferences.member_kick", "conferences.restart_module"]
        for operation in ConferenceServerOperations.all where !own.contains(operation.id) {
            let names = Set(operation.parameters.map(\.name))
            let arguments = given.filter { names.contains($0.key) && !(operation.native == "CREATECONFROOM" && $0.key == "OTHERS") }
            let (outcome, _) = await desk.site.perform(operation, .object(arguments))
            #expect(outcome.word == "done", "\(operation.id): \(outcome)")
        }
        try await desk.stop()
        await simulation.end()
    }
}
