import Foundation

/// What happens by itself.
extension WebCTIWorld {
    mutating func carryOut(_ event: ScheduledEvent) {
        switch event {
        case .answers(let name, let turn): if channels[name]?.turn == turn { answer(name) }
        case .givesUp(let name, let turn): if channels[name]?.turn == turn { giveUp(name) }
        case .ends(let name, let turn):
            guard let channel = channels[name], channel.turn == turn else { return }
            // Either side hangs up first.
            end(random.happens(50) ? channel.peer ?? name : name)
        case .abandons(let name, let turn):
            if let channel = channels[name], channel.turn == turn, case .waiting = channel.place { end(name) }
        case .parkingEnds(let name, let slot): endParkingTime(slot, channel: name)
        case .serve(let queue): serve(queue)
        case .roomActivity(let room): act(inRoom: room)
        case .comesBack(let number):
            change(number) {
                $0.isRegistered = true
                $0.doesNotDisturb = false
            }
        case .callFromOutside, .callInside, .callToOutside, .agentChange:
            if rate > 0 { act(event) }
            planNext(event)
        }
    }

    private mutating func act(_ event: ScheduledEvent) {
        switch event {
        case .callFromOutside: arrive()
        case .callInside:
            guard let caller = anyFreeDevice(), let callee = random.pick(devices)?.number, callee != caller else { return }
            let called = random.happens(15) ? rooms[0].number : callee
            begin(from: caller, to: called)
        case .callToOutside:
            guard let caller = anyFreeDevice() else { return }
            let callee = outsideNumber()
            begin(from: caller, to: callee)
        default: changeAgent()
        }
    }

    /// Lets the world make calls of its own from now on, so many a minute.
    public mutating func setRate(_ callsPerMinute: Double) {
        rate = max(0, callsPerMinute)
        guard rate > 0, !isAwake else { return }
        isAwake = true
        for event in [ScheduledEvent.callFromOutside, .callInside, .callToOutside, .agentChange] { planNext(event) }
    }

    /// Each of these brings about its own next one, for good: at rate 0 they only look every second whether there is
    /// anything to do again.
    private mutating func planNext(_ event: ScheduledEvent) {
        guard rate > 0 else { return schedule.add(event, at: now + 1_000) }
        let share: Double
        switch event {
        case .callFromOutside: share = 0.7
        case .callInside, .callToOutside: share = 0.15
        default:
            let least = max(200, 240_000 / devices.count)
            return plan(event, in: least...(3 * least))
        }
        let uniform = Double.random(in: 0.000_001..<1, using: &random)
        let pause: Double = min(-Glibc.log(uniform) * 60_000 / (rate * share), 3_600_000)
        schedule.add(event, at: now + max(1, Int(pause)))
    }

    private mutating func arrive() {
        let caller = announcedCallers.isEmpty ? nil : announcedCallers.removeFirst()
        let number = caller?.number ?? outsideNumber()
        let name = caller?.name ?? (random.happens(30) ? random.pick(Self.companies) ?? "" : "")
        let target = random.happens(85) ? random.pick(queues)?.number : anyFreeDevice()
        if let target { begin(fromOutside: number, name: name, to: target) }
    }

    private static let companies = ["华夏银行", "青岛啤酒", "市第一医院", "顺达物流", "红星小学", "海尔售后"]

    /// Agents go and come back; now and then somebody parks a call, or unplugs a telephone.
    private mutating func changeAgent() {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<70:
            guard let queue = random.pick(queues), let member = random.pick(queue.members) else { return }
            let mayPause = queue.members.count { $0.paused != 0 } * 3 < queue.members.count
            guard member.paused != 0 || mayPause else { return }
            let code = member.paused != 0 ? 0 : random.pick(pauseTypes)?.code ?? 1
            try? pause(member.device, in: queue.number, code)
        case ..<85:
            let talking = liveChannels.filter { $0.place == .talking && $0.device != nil && $0.consulting == nil }
            guard let channel = random.pick(talking), let peer = channel.peer else { return }
            try? park(peer, from: channel.name, timeout: 60)
        case ..<92:
            guard let number = anyFreeDevice() else { return }
            change(number) { $0.doesNotDisturb = true }
            plan(.comesBack(number), in: 20_000...60_000)
        default:
            guard let number = anyFreeDevice() else { return }
            change(number) { $0.isRegistered = false }
            plan(.comesBack(number), in: 30_000...120_000)
        }
    }

    private mutating func anyFreeDevice() -> String? {
        // A few looks are enough; the first telephone is left to whoever practises.
        for _ in 0..<12 {
            if let device = random.pick(devices), device.number != devices[0].number, isFree(device.number) { return device.number }
        }
        return nil
    }

    private mutating func outsideNumber() -> String {
        func digits(_ count: Int) -> String { (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined() }
        if random.happens(70) { return (random.pick(["130", "135", "138", "139", "150", "177", "186"]) ?? "138") + digits(8) }
        return (random.pick(["010", "021", "0532", "0755"]) ?? "0532") + digits(8)
    }

    /// A duration of a call's life. When more calls are asked for than the telephones could take at a human pace, the
    /// calls become shorter: that is what makes a load generator of the same world.
    func pace(_ duration: ClosedRange<Milliseconds>) -> ClosedRange<Milliseconds> {
        let sustainable = Double(devices.count) / 4
        guard rate > sustainable, sustainable > 0 else { return duration }
        let factor = sustainable / rate
        let lower = max(1, Int(Double(duration.lowerBound) * factor))
        return lower...max(lower, Int(Double(duration.upperBound) * factor))
    }
}
