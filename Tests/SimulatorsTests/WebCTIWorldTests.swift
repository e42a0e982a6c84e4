import Testing

@testable import Simulators

@Suite struct WebCTIWorldTests {
    private static let start = WebCTIPeer.start

    @Test func theSameSeedGivesTheSameDayInWhateverSteps() {
        func day(step: Int) -> WebCTIWorld {
            var world = WebCTIWorld(seed: 7, agents: 40, start: Self.start)
            for time in stride(from: step, through: 1_200_000, by: step) { world.advance(to: Self.start + time) }
            return world
        }
        let (whole, pieces) = (day(step: 1_200_000), day(step: 200))
        #expect(whole.liveChannels == pieces.liveChannels)
        #expect(whole.queueLog == pieces.queueLog)
        #expect(whole.queues == pieces.queues)
        #expect(whole.queueLog.count > 100)
        var other = WebCTIWorld(seed: 8, agents: 40, start: Self.start)
        other.advance(to: Self.start + 1_200_000)
        #expect(other.queueLog != whole.queueLog)
    }

    @Test(arguments: [UInt64(1), 2, 3, 4])
    func nothingIsLeftDangling(seed: UInt64) {
        var world = WebCTIWorld(seed: seed, agents: 30, rate: 60, start: Self.start)
        for second in 1...1_800 {
            world.advance(to: Self.start + second * 1_000)
            for channel in world.channels.values {
                if let peer = channel.peer { #expect(world.channels[peer]?.peer == channel.name, "\(channel) \(second)") }
                if let device = channel.device { #expect(world.device(device)?.channels.contains(channel.name) == true) }
                if case .talking = channel.place { #expect(channel.peer != nil, "\(channel.name) at \(second)") }
                if case .offered = channel.place { #expect(channel.peer != nil) }
                if case .waiting(let queue) = channel.place { #expect(world.queue(queue)?.waiting.contains(channel.name) == true) }
            }
            for queue in world.queues { for name in queue.waiting { #expect(world.channels[name] != nil) } }
            for device in world.devices { for name in device.channels { #expect(world.channels[name] != nil) } }
            for parked in world.parkedCalls where parked.state == .parked { #expect(world.channels[parked.channel] != nil) }
        }
        let events = Set(world.queueLog.map(\.event))
        #expect(events.isSuperset(of: ["ENTERQUEUE", "CONNECT", "COMPLETECALLER", "COMPLETEAGENT", "ABANDON", "PAUSE", "UNPAUSE"]))
        #expect(world.parkedCalls.count > 0 || events.contains("RINGNOANSWER"))
        #expect(world.tables["getcdr"].count > 100)
    }

    @Test func namesAreChineseAndIdsKeepTheirZeros() {
        var world = WebCTIWorld(seed: 1, agents: 24, start: Self.start)
        let isChinese = world.users.allSatisfy { user in user.name.unicodeScalars.allSatisfy { $0.properties.isIdeographic } }
        #expect(isChinese)
        world.advance(to: Self.start + 3_600_000)
        #expect(world.serial > 120)
        #expect(world.tables["getcdr"].contains { $0["uniqueid"]?.hasSuffix("0") == true })
    }

    @Test func tenThousandTelephones() {
        var world = WebCTIWorld(seed: 1, agents: 10_000, rate: 600, start: Self.start)
        world.advance(to: Self.start + 60_000)
        #expect(world.devices.count == 10_000)
        #expect(world.queues.count == 400)
        #expect(world.channels.count > 300)
    }

    @Test func aCallThatNobodyTakesIsLost() throws {
        var world = WebCTIWorld(seed: 1, agents: 4, rate: 0, start: Self.start)
        for queue in world.queues {
            for member in queue.members { try world.pause(member.device, in: queue.number, 2) }
        }
        let begun = world.begin(fromOutside: "13800138000", to: "90")
        let caller = try #require(begun)
        #expect(world.queue("90")?.waiting == [caller])
        world.advance(to: Self.start + 200_000)
        #expect(world.queue("90")?.waiting == [])
        #expect(world.queue("90")?.abandoned == 1)
        #expect(world.queueLog.last?.event == "ABANDON")
        #expect(world.tables["getbadcalllist"].last?["callerid"] == "13800138000")
    }
}
