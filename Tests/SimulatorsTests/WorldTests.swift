import Testing

@testable import Simulators

private let start: Milliseconds = 1_673_071_399_000
private let minute: Milliseconds = 60_000

@Suite struct WorldTests {
    @Test func sameSeedSameDayWhateverTheSteps() {
        var inOneGo = SmartPBXWorld(seed: 7, start: start)
        var inSteps = SmartPBXWorld(seed: 7, start: start)
        var other = SmartPBXWorld(seed: 8, start: start)
        let day = inOneGo.advance(to: start + 60 * minute)
        var collected: [SmartPBXEvent] = []
        for second in stride(from: 0, through: 3_600, by: 7) { collected += inSteps.advance(to: start + second * 1_000) }
        collected += inSteps.advance(to: start + 60 * minute)
        #expect(day == collected)
        #expect(inOneGo.liveCalls == inSteps.liveCalls)
        #expect(inOneGo.queues == inSteps.queues)
        #expect(inOneGo.rooms == inSteps.rooms)
        #expect(day != other.advance(to: start + 60 * minute))
    }

    @Test func aDayHasEverythingThatADispatcherSees() {
        var world = SmartPBXWorld(seed: 1, start: start)
        var seen: Set<String> = []
        var waiting = 0
        for second in 1...3_600 {
            for event in world.advance(to: start + second * 1_000) {
                switch event {
                case .extensionStatus(_, let status, _): seen.insert(status)
                case .invite: seen.insert("invite")
                case .keyPressed: seen.insert("key")
                case .legRecord: seen.insert("leg")
                case .record(let record):
                    seen.insert(record.disposition)
                    seen.insert(record.call.direction.rawValue)
                }
            }
            waiting = max(waiting, world.queues.map(\.waiting.count).max() ?? 0)
            if world.queues.contains(where: { $0.members.contains(where: \.isPaused) }) { seen.insert("pause") }
            if world.rooms.contains(where: { $0.members.count > 2 }) { seen.insert("meeting") }
            if world.rooms.contains(where: { $0.members.contains(where: \.isMuted) }) { seen.insert("muted") }
        }
        #expect(
            seen.isSuperset(of: [
                "Idle", "InUse", "Ringing", "Busy", "Unavailable", "invite", "key", "ANSWERED", "NO ANSWER", "Inbound",
                "Outbound", "Internal", "pause", "meeting", "muted",
            ]), "only \(seen.sorted())")
        #expect(waiting > 1)
        #expect(world.queues.allSatisfy { $0.completed > 0 })
        #expect(world.queues.contains { $0.abandoned > 0 })
    }

    @Test(arguments: [0.5, 6, 60, 6_000])
    func nothingIsLeftOver(rate: Double) {
        var world = SmartPBXWorld(seed: 3, agents: 30, rate: rate, start: start)
        for step in 1...120 {
            _ = world.advance(to: start + step * 1_000)
            #expect(faults(of: world) == [])
        }
        world.setRate(0)
        _ = world.advance(to: start + 120 * minute)
        #expect(world.liveCalls.isEmpty)
        #expect(world.extensions.allSatisfy { $0.call == nil })
        #expect(world.queues.allSatisfy { $0.waiting.isEmpty })
        #expect(world.rooms.allSatisfy { $0.members.isEmpty })
        #expect(world.trunks.allSatisfy { $0.busyWith == nil })
    }

    @Test func aRateSetAgainIsNotAdded() {
        var world = SmartPBXWorld(seed: 2, agents: 100, rate: 60, start: start)
        for _ in 1...10 {
            world.setRate(0)
            world.setRate(60)
        }
        let records = world.advance(to: start + 10 * minute).count { if case .record = $0 { true } else { false } }
        #expect((450...700).contains(records))
    }

    @Test func aThousandAgentsHaveNumbersOfTheirOwn() {
        let world = SmartPBXWorld(seed: 1, agents: 1_000, start: start)
        let numbers = world.extensions.map(\.number) + world.queues.map(\.number) + world.rooms.map(\.number) + world.menus
        #expect(world.extensions.count == 1_000)
        #expect(Set(numbers).count == numbers.count)
    }

    @Test func aStormIsAsFastAsAsked() {
        var world = SmartPBXWorld(seed: 5, agents: 1_000, rate: 60_000, start: start)
        _ = world.advance(to: start + 2_000)
        let events = world.advance(to: start + 4_000).count
        #expect(events > 10_000)
    }

    @Test func callsAreLetterForLetter() {
        var world = SmartPBXWorld(seed: 1, agents: 4, rate: 0, start: start)
        var ids: Set<String> = []
        for _ in 1...300 { ids.insert(world.begin(caller: "1", called: "2", direction: .internal)) }
        #expect(ids.count == 300)
        #expect(ids.contains("1673071399.0187"))
        #expect(ids.contains("1673071399.140"))
    }

    /// What contradicts itself in a world.
    private func faults(of world: SmartPBXWorld) -> [String] {
        var found: [String] = []
        for row in world.extensions {
            guard let id = row.call else { continue }
            let parties = world.calls[id].map { row.isRinging ? $0.ringing : $0.talking } ?? []
            if !parties.contains(row.number) { found.append("\(row.number) is in \(id), which does not know of it") }
        }
        for call in world.liveCalls {
            for number in call.ringing + call.talking where world.extension(number)?.call != call.id {
                found.append("\(call.id) has \(number), which is elsewhere")
            }
            if call.source.isEmpty, call.answered != nil, call.caller != "9000" { found.append("\(call.id) has no source") }
        }
        for queue in world.queues {
            for id in queue.waiting where world.calls[id]?.answered != nil || world.calls[id] == nil {
                found.append("\(id) does not wait in \(queue.number)")
            }
        }
        for room in world.rooms {
            for member in room.members where world.calls[member.call] == nil { found.append("ghost in \(room.number)") }
        }
        return found
    }
}

@Suite struct WorldCommandTests {
    private var world = SmartPBXWorld(seed: 1, agents: 24, rate: 0, start: start)

    @Test func dialRingsTheCallerFirst() throws {
        var world = world
        let id = try world.dial("8001", "2005")
        let address = world.extension("8001")?.address
        #expect(world.takeMessages() == [.extensionStatus(number: "8001", status: "Ringing", address: address)])
        #expect(world.extension("2005")?.status == "Idle")
        #expect(world.liveCalls.map(\.id) == [id])
        let events = world.advance(to: start + 4_000)
        #expect(events.contains(.invite(from: "8001", to: "2005", call: id)))
        #expect(world.extension("8001")?.status == "InUse")
    }

    @Test func hangingUpFreesEverybodyAndWritesARecord() throws {
        var world = world
        let id = try world.dial("8001", "2005")
        _ = world.advance(to: start + 4_000)
        try world.hangUp(id)
        let events = world.takeMessages()
        #expect(world.extension("8001")?.status == "Idle")
        #expect(world.extension("2005")?.status == "Idle")
        #expect(
            events.contains {
                if case .record(let record) = $0 { record.call.id == id && record.end == start + 4_000 } else { false }
            })
    }

    @Test func aCallerWaitsUntilAMemberIsBack() throws {
        var world = world
        let queue = try #require(world.queue("6667"))
        for member in queue.members { try world.pause(member.number, in: "6667", true) }
        let begun = world.begin(fromOutside: "13800138000", to: "6667")
        let id = try #require(begun)
        _ = world.advance(to: start + 5_000)
        #expect(world.queue("6667")?.waiting == [id])
        try world.pause(queue.members[0].number, in: "6667", false)
        let events = world.advance(to: start + 5_001)
        #expect(events.contains(.invite(from: "13800138000", to: queue.members[0].number, call: id)))
    }

    @Test func impatientCallersAreCounted() throws {
        var world = world
        for member in try #require(world.queue("6667")).members { try world.remove(member.number, from: "6667") }
        world.begin(fromOutside: "13800138000", to: "6667")
        _ = world.advance(to: start + 4 * minute)
        #expect(world.queue("6667")?.abandoned == 1)
        #expect(world.queue("6667")?.waiting == [])
    }

    @Test func theSupervisorsCallEndsWithTheOneHeHears() throws {
        var world = world
        let call = world.begin(from: "2005", to: "2222")
        _ = try world.supervise("2005", by: "2008", mode: "whisper")
        _ = world.advance(to: start + 4_000)
        #expect(world.extension("2008")?.status == "InUse")
        try world.hangUp(call)
        #expect(world.liveCalls.isEmpty)
        #expect(world.extension("2008")?.status == "Idle")
    }

    @Test func aRoomWithoutItsModeratorWaits() throws {
        var world = world
        let room = try #require(world.room("33333"))
        _ = world.begin(from: "8001", to: "33333")
        #expect(try world.running("33333").isWaiting)
        _ = world.begin(from: room.moderators[0], to: "33333")
        #expect(try !world.running("33333").isWaiting)
        let channel = try #require(world.room("33333")?.members.first?.channel)
        try world.mute(channel, in: "33333", true)
        #expect(world.room("33333")?.members.first?.isMuted == true)
        try world.kick(channel, from: "33333")
        #expect(world.room("33333")?.members.map(\.number) == [room.moderators[0]])
        #expect(world.extension("8001")?.status == "Idle")
    }

    @Test func refusals() {
        let refused: [@Sendable (inout SmartPBXWorld) throws -> Void] = [
            { try $0.hangUp("1.1") },
            { _ = try $0.dial("7777", "2005") },
            { _ = try $0.dial("8001", "no number") },
            { _ = try $0.dial("6666", "+861235432341231") },
            { _ = try $0.supervise("2005", by: "2008", mode: "listen") },
            { _ = try $0.supervise("2005", by: "2008", mode: "shout") },
            { try $0.add("2005", to: "1") },
            { try $0.add("2005", to: "6666") },
            { try $0.add("7777", to: "6666") },
            { try $0.remove("2016", from: "6666") },
            { try $0.pause("2016", in: "6666", true) },
            { try $0.invite("2005", to: "1", permission: "2005") },
            { try $0.kick("FXS/5", from: "2222") },
            { try $0.configure("8001", loggedOut: false, name: nil, permission: 5) },
            { try $0.setAlarm(.init(start: "16:30", sound: "xxxx.wav", cycle: 10, times: 1, days: 10), on: "8001") },
            { try $0.setAlarm(.init(start: "25:00", sound: "alarm.wav", cycle: 10, times: 1, days: 10), on: "8001") },
        ]
        for (index, command) in refused.enumerated() {
            var world = world
            #expect(throws: Refusal.self, "case \(index)") { try command(&world) }
            #expect(world.takeMessages().isEmpty)
            #expect(world.liveCalls.isEmpty)
        }
    }
}
