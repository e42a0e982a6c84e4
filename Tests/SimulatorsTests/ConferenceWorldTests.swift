import Testing

@testable import Simulators

@Suite struct ConferenceWorldTests {
    private static let morning = 1_673_071_399_000

    private func day(seed: UInt64, rate: Double? = nil, steps: Int) -> (events: [ConferenceEvent], world: ConferenceServerWorld) {
        var world = ConferenceServerWorld(seed: seed, rate: rate, start: Self.morning)
        var events: [ConferenceEvent] = []
        for step in 1...steps { events += world.advance(to: Self.morning + step * 3_600_000 / steps) }
        return (events, world)
    }

    @Test func theSameSeedGivesTheSameDayInAnySteps() {
        let whole = day(seed: 7, steps: 1)
        let parts = day(seed: 7, steps: 1_000)
        #expect(whole.events == parts.events)
        #expect(whole.world.liveRooms == parts.world.liveRooms)
        #expect(whole.world.operators == parts.world.operators)
        #expect(day(seed: 8, steps: 1).events != whole.events)
    }

    @Test func everythingHappensInADay() {
        let events = day(seed: 7, steps: 1).events
        func count(_ isIt: (ConferenceEvent) -> Bool) -> Int { events.count(where: isIt) }
        #expect(count { if case .roomCreated = $0 { true } else { false } } > 20)
        #expect(count { if case .roomOffered = $0 { true } else { false } } > 5)
        #expect(count { if case .connects = $0 { true } else { false } } > 50)
        #expect(count { if case .released = $0 { true } else { false } } > 20)
        #expect(count { if case .newState = $0 { true } else { false } } > 5)
        #expect(count { if case .loggedOut = $0 { true } else { false } } > 1)
        #expect(count { if case .callerWaits = $0 { true } else { false } } > 1)
        for reason in [ConferenceServerWorld.CallFailure.busy, .noAnswer, .unknownNumber, .network] {
            #expect(count { if case .fails(_, _, reason) = $0 { true } else { false } } > 0, "\(reason)")
        }
    }

    /// Follows the events as a console would, and finds at the end what the server has.
    @Test func theEventsTellTheWholeStory() {
        for seed in UInt64(1)...5 {
            let (events, world) = day(seed: seed, rate: 8, steps: 60)
            var rooms: [Int: Set<String>] = [:]
            var used: [Int: Int] = [:]
            for event in events {
                switch event {
                case .roomCreated(let room), .roomOffered(let room):
                    #expect(rooms[room.id] == nil, "a number is used again only after its release")
                    rooms[room.id] = []
                    used[room.id, default: 0] += 1
                case .connects(let member, let room):
                    #expect(rooms[room.id]?.insert(member.number).inserted == true)
                case .quits(let member, let room): rooms[room.id]?.remove(member.number)
                case .fails(let member, let room, _): #expect(rooms[room.id]?.contains(member.number) == false)
                case .released(let room):
                    #expect(rooms[room.id]?.isEmpty == true)
                    rooms[room.id] = nil
                default: break
                }
            }
            let talking = world.liveRooms.map { ($0.id, Set($0.members.filter { $0.state == .talking }.map(\.number))) }
            #expect(rooms == Dictionary(uniqueKeysWithValues: talking))
            #expect((used[1] ?? 0) > 1, "room 1 was used again")
            let occupied = world.liveRooms.flatMap { $0.members }.filter { !$0.isTrunk && $0.state == .talking }.map(\.number)
            #expect(Set(occupied).count == occupied.count, "nobody talks in two rooms")
            #expect(Set(occupied).isSubset(of: world.occupied.keys))
        }
    }

    @Test func withoutARateNothingHappensByItself() {
        var world = ConferenceServerWorld(seed: 1, rate: 0, start: Self.morning)
        #expect(world.advance(to: Self.morning + 86_400_000) == [])
        #expect(world.nextEvent == nil)
    }

    @Test func aStormIsAsFastAsAsked() {
        var world = ConferenceServerWorld(seed: 1, agents: 2_000, rate: 30_000, start: Self.morning)
        let events = world.advance(to: Self.morning + 10_000)
        let opened = events.count { event in
            switch event {
            case .roomCreated, .roomOffered: true
            default: false
            }
        }
        #expect(opened > 1_000)
    }

    @Test func aRoomRunsOut() throws {
        var world = ConferenceServerWorld(seed: 1, rate: 0, start: Self.morning)
        _ = try world.create(by: "sadmin", number: "101", localID: "1", description: "", others: [], longest: 60)
        _ = world.advance(to: Self.morning + 59_000)
        #expect(world.liveRooms.map(\.members.count) == [1])
        _ = world.advance(to: Self.morning + 60_000)
        #expect(world.liveRooms.isEmpty)
    }

    @Test func anEmptyRoomIsReleased() throws {
        var world = ConferenceServerWorld(seed: 1, rate: 0, start: Self.morning)
        _ = try world.create(by: "sadmin", number: "101", localID: "1", description: "", others: ["126410002"], longest: 0)
        _ = world.advance(to: Self.morning + 60_000)
        try world.hangUp("101", in: 1)
        if world.room(1)?.member("126410002") != nil { try world.hangUp("126410002", in: 1) }
        _ = world.advance(to: Self.morning + 60_000)
        #expect(world.liveRooms.isEmpty, "the trunk alone is nobody")
        #expect(world.occupied.isEmpty)
    }

    @Test func theGatewayGivesItsReason() throws {
        var world = ConferenceServerWorld(seed: 1, agents: 400, rate: 0, start: Self.morning)
        let sets = world.subscribers.filter { $0.network.isPushToTalk }.map(\.number)
        _ = try world.create(by: "sadmin", number: "101", localID: "1011849", description: "", others: sets, longest: 0)
        let viewer = try #require(world.operator("sadmin"))
        let texts = world.advance(to: Self.morning + 10_000).compactMap { ConferenceText.message($0, for: viewer, in: world) }
        let failed = try #require(texts.first { $0.name == "MEMBERCALLFAILED" })
        #expect(failed["REASIONCODE"] == "602" && failed["CONFTYPE"] == "0")
        let connected = try #require(texts.first { $0.name == "MEMBERCONNECTED" && $0["NUMBER"]?.hasPrefix("1264") == true })
        #expect(connected["ENABLEVIDEO"] == "NO" && connected["ANSWERTIME"] == "")
    }
}
