import Testing

@testable import Simulators

@Suite struct ICPWorldTests {
    private func day(seed: UInt64, step: Milliseconds) -> ICPWorld {
        var world = ICPWorld(seed: seed, agents: 40, rate: 30, start: ICPPeer.start)
        for instant in stride(from: step, through: 20 * 60_000, by: step) { world.advance(to: world.started + instant) }
        return world
    }

    @Test func theSameSeedMakesTheSameDayInWhateverSteps() {
        let day = day(seed: 7, step: 1_000)
        let inOneGo = self.day(seed: 7, step: 20 * 60_000)
        #expect(day.endedCalls.count > 100)
        #expect(day.endedCalls == inOneGo.endedCalls)
        #expect(day.agents == inOneGo.agents && day.calls == inOneGo.calls && day.skills == inOneGo.skills)
        #expect(day.endedCalls != self.day(seed: 8, step: 20 * 60_000).endedCalls)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4]) func nothingIsLeftDangling(seed: UInt64) {
        var world = ICPWorld(seed: seed, agents: 30, rate: 40, start: ICPPeer.start)
        var states: Set<ICPWorld.Agent.State> = []
        var waited = 0
        for second in 1...1_800 {
            world.advance(to: world.started + second * 1_000)
            for agent in world.agents.values {
                states.insert(agent.state)
                #expect(agent.calls.allSatisfy { world.calls[$0]?.has(agent.number) == true }, "\(agent) \(second)")
                #expect((agent.state == .call) == !agent.calls.isEmpty, "\(agent) \(second)")
            }
            for call in world.calls.values {
                #expect(call.agents.allSatisfy { world.agents[$0]?.calls.contains(call.id) == true }, "\(call) \(second)")
                if call.phase == .queued { #expect(call.skill.flatMap { world.skill($0) }?.waiting.contains(call.id) == true) }
                if call.phase == .ringing { #expect(call.ringing != nil) }
                if call.phase == .talking { #expect(call.parties >= 2) }
            }
            for skill in world.skills {
                waited = max(waited, skill.waiting.count)
                #expect(skill.waiting.allSatisfy { world.calls[$0]?.phase == .queued })
            }
        }
        #expect(states == Set(ICPWorld.Agent.State.allCases))
        #expect(waited > 0)
        // Nobody but a program signs in as the first two.
        #expect(world.agents["291"]?.state == .signedOut && world.agents["292"]?.state == .signedOut)
    }

    @Test func atRateZeroNothingHappens() {
        var world = ICPWorld.quiet()
        let before = world.agents
        world.advance(to: world.started + 3_600_000)
        #expect(world.agents == before && world.calls.isEmpty)
    }

    @Test(arguments: [UInt64(1), 2, 3]) func aLivelyOneHasWaitingCallersAndPauses(seed: UInt64) {
        let world = ICPWorld.lively(seed: seed, now: ICPPeer.start)
        #expect(world.skills.contains { !$0.waiting.isEmpty })
        #expect(world.workNumbers.count == 24 && world.calls.count > 2)
        #expect(world.agents.values.contains { [.busy, .rest].contains($0.state) })
    }
}
