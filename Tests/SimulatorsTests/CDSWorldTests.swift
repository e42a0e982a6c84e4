import Testing

@testable import Simulators

@Suite struct CDSWorldTests {
    /// What a console sees that has subscribed to all it may.
    private func day(seed: UInt64, step: Milliseconds, minutes: Int = 30) throws -> (told: [CDSNotification], world: CDSWorld) {
        var world = CDSWorld(seed: seed, agents: 24, rate: 30, start: 1_600_000_000_000)
        _ = try world.register("4501", callBackURL: "http://127.0.0.1:9/x")
        for number in world.groupNumbers {
            try? world.subscribe("4501", to: number, seconds: 7_200, subscriber: nil, callBackURL: nil)
        }
        world.registrations["4501"]?.expires = .max
        var told = world.takeMessages()
        for instant in stride(from: step, through: minutes * 60_000, by: step) { told += world.advance(to: world.started + instant) }
        return (told, world)
    }

    @Test func `The same seed makes the same day in whatever steps`() throws {
        let day = try day(seed: 7, step: 1_000).told
        #expect(day.count > 500)
        #expect(try self.day(seed: 7, step: 60_000).told == day)
        #expect(try self.day(seed: 8, step: 60_000).told != day)
    }

    @Test func `A day has talk, radio traffic, group calls, mixed calls and emergencies`() throws {
        let (told, world) = try day(seed: 3, step: 10_000, minutes: 60)
        let changes = told.flatMap(\.changes)
        let seen = Set(changes.map { "\($0.operation) \($0.state)" })
        #expect(
            seen.isSuperset(of: [
                "subscribe inOperation", "ptt inProcess", "ptt inOperation", "ptt inCancelProcess", "ptt notInOperation",
                "ptt inDownPttProcess", "ptt inDownPttOperation", "groupCall inProcess", "groupCall inOperation",
                "groupCall notInOperation", "mixedGroupCall inProcess", "mixedGroupCall muted", "mixedGroupCall unmuted",
                "mixedGroupCall notInOperation", "emergencyCall inProcess", "emergencyCall notInOperation",
            ]))
        // Radio users and other dispatchers talk; the console's own dispatcher never does by itself.
        let speakers = Set(changes.filter { $0.operation == .ptt && $0.state == .inOperation }.map(\.user))
        #expect(speakers.contains { $0.hasPrefix("700") } && speakers.contains { $0.hasPrefix("45") } && !speakers.contains("4501"))
        #expect(!world.records.isEmpty)
    }

    @Test func `At most one is on a floor, and nobody on two`() throws {
        let (told, world) = try day(seed: 5, step: 10_000)
        var holders: [String: String] = [:]
        for change in told.flatMap(\.changes) where change.operation == .ptt {
            if change.state == .inOperation {
                #expect(holders[change.group] == nil && !holders.values.contains(change.user))
                holders[change.group] = change.user
            } else if holders[change.group] == change.user, change.state == .notInOperation {
                holders[change.group] = nil
            }
        }
        for (group, holder) in holders { #expect(world.groups[group]?.floor?.holder == holder) }
    }

    @Test func `At rate zero nothing happens`() throws {
        var world = CDSWorld.quiet()
        #expect(world.advance(to: world.started + 3_600_000).isEmpty)
        #expect(world.nextEvent == nil)
    }

    @Test func `The generated groups keep the document's limits`() throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let world = CDSWorld(seed: seed, agents: 600, rate: 0, start: 0)
            #expect(world.groupNumbers.count == 200)
            let plain = world.groups.values.filter { !$0.isMixed }
            let radio = plain.flatMap(\.radioGroups)
            #expect(Set(radio).count == radio.count)
            #expect(plain.allSatisfy { $0.otherUsers.isEmpty && (1...4).contains($0.radioGroups.count) })
            #expect(world.groups.values.allSatisfy { (1...20).contains($0.dispatchers.count) && $0.otherUsers.count <= 36 })
            #expect(world.groups.values.allSatisfy { Set($0.members).count == $0.members.count && $0.name.count <= 32 })
            #expect(Set(world.groups.values.map(\.name)).count == 200)
            #expect(plain.contains { $0.isReceiveOnly } && world.groups.values.contains { $0.isMixed })
        }
    }

    @Test func `A lively world is in the middle of its day`() {
        let world = CDSWorld.lively(seed: 1, now: 1_673_071_399_000)
        #expect(world.now == 1_673_071_399_000)
        #expect(world.groupNumbers.count == 8)
        #expect(!world.records.isEmpty)
    }
}
