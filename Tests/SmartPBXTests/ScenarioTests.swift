import Exchange
import Simulators
import SiteHarness
import Testing

@testable import SmartPBX

/// A site beside the simulated exchange, which is as unkind as the document allows.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ScenarioTests {
    private struct Exchange {
        let broker: PrivateBroker
        let simulator: SmartPBXSimulator
        let serving: Task<Void, Never>

        init() async throws {
            broker = try await PrivateBroker.start()
            let time = SimulatorTime.byHand()
            let simulator = SmartPBXSimulator(
                world: SmartPBXWorld(seed: 1, agents: 12, rate: 0, start: time.now()), token: "abc", time: time)
            try await simulator.connect(to: broker.endpoint)
            serving = Task { await simulator.serve() }
            self.simulator = simulator
        }

        func end() async {
            serving.cancel()
            await serving.value
            broker.stop()
        }
    }

    private func agents(_ desk: Harness, _ state: AgentState) -> [String] {
        desk.board.agents.filter { $0.state == state }.map(\.id).sorted()
    }

    /// All members of a queue ring for one caller, who shows no number. Only invites tell of it, each telephone that rang in vain
    /// has a record under the call's identifier, and in lists nobody ever rings.
    @Test func ofAQueueThatRingsAllEveryMemberRingsAndOneTalks() async throws {
        let exchange = try await Exchange()
        var faults = SmartPBXFaults()
        (faults.recordsLegs, faults.tellsPrintedStatesOnly, faults.hidesCallers) = (true, true, true)
        await exchange.simulator.set(faults)
        let desk = Harness(SmartPBXConfiguration(exchange.broker))
        #expect(await desk.untilSynced())
        let members = try #require(desk.board.queue("hq", "6666")?.members.map(\.agent).sorted())
        #expect(members.count == 6)

        let call = try #require(await exchange.simulator.act { $0.begin(fromOutside: "13800138000", to: "6666") })
        await exchange.simulator.advance(by: .milliseconds(1))
        #expect(await desk.until { agents($0, .ringing) == members })
        #expect(await desk.until { $0.call(call)?.state == .queued })
        #expect(desk.call(call)?.caller == "")
        #expect(agents(desk, .ringing) == members, "also once the listing has come, which names none of them")

        let before = desk.told.count
        await exchange.simulator.advance(by: .seconds(10))
        let answered = try #require(await exchange.simulator.world.liveCalls.first { $0.id == call }?.called)
        #expect(await desk.until { $0.agent(answered)?.state == .talking && agents($0, .ringing).isEmpty })
        #expect(await desk.until { $0.call(call)?.state == .talking })
        #expect(agents(desk, .talking) == [answered])
        #expect(desk.board.waiting.isEmpty)
        #expect(
            !desk.told[before...].contains { if case .remove(let key) = $0 { key.kind == .call } else { false } },
            "records of legs end no call")
        #expect(desk.messages.filter { $0.topic == "cdr" }.allSatisfy { $0.details["caller"] == nil && $0.details["callee"] != nil })
        try await desk.stop()
        await exchange.end()
    }

    @Test func whatTheBrokerHadKeptOfTheExchangeIsNoNews() async throws {
        let exchange = try await Exchange()
        await exchange.simulator.leaveStaleMessages()
        let desk = Harness(SmartPBXConfiguration(exchange.broker))
        #expect(await desk.untilSynced())
        await exchange.simulator.act { world in try? world.configure("8001", loggedOut: true, name: nil, permission: 3) }
        #expect(await desk.until { $0.agent("8001")?.state == .offline })
        #expect(agents(desk, .ringing).isEmpty)
        #expect(desk.messages.isEmpty)
        try await desk.stop()
        await exchange.end()
    }

    /// NULs behind it, a mark before it, GBK: read, and written as it is read.
    @Test(arguments: WireText.allCases) func textIsReadAndWrittenAsTheExchangeWritesIt(_ text: WireText) async throws {
        let exchange = try await Exchange()
        var faults = SmartPBXFaults()
        faults.text = text
        await exchange.simulator.set(faults)
        await exchange.simulator.act { try? $0.configure("8001", loggedOut: false, name: "王伟", permission: 3) }
        let desk = Harness(SmartPBXConfiguration(exchange.broker))
        #expect(await desk.untilSynced())
        #expect(desk.agent("8001")?.name == "王伟")
        #expect(desk.agent("8002") != nil && desk.agent("2005") != nil)
        let set = try #require(SmartPBXOperations.all.first { $0.id == "extensions.set" })
        let (outcome, _) = await desk.site.perform(
            set, ["extension": "8002", "params": ["logout_status": "0", "permission": "3", "fullname": "李娜"]])
        #expect(outcome == .done("success"))
        #expect(await exchange.simulator.world.extension("8002")?.name == "李娜")
        try await desk.stop()
        await exchange.end()
    }

    /// A name that joins what stands before it leaves every other member of the lists as it is.
    @Test func namesThatJoinTheSeparatorSwallowNobody() async throws {
        let exchange = try await Exchange()
        let desk = Harness(SmartPBXConfiguration(exchange.broker))
        #expect(await desk.untilSynced())
        for _ in 0..<4 { await exchange.simulator.sendJoiningName() }
        let desk2 = Harness(SmartPBXConfiguration(exchange.broker))
        #expect(await desk2.untilSynced())
        let queue = try #require(await exchange.simulator.world.queue("6666")?.members.map(\.number))
        #expect(desk2.board.queue("hq", "6666")?.members.map(\.agent) == queue)
        let moderators = await exchange.simulator.world.rooms[0].moderators
        #expect(desk2.board.room("hq", "2222")?.moderators == moderators)
        try await desk.stop()
        try await desk2.stop()
        await exchange.end()
    }
}
