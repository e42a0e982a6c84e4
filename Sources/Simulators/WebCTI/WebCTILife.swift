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
        case .traffic(let kind): carryOut(traffic: kind)
        }
    }

    var sources: [TrafficSource<CallTraffic>] { TrafficSource.calls(fromOutside: 0.7, agents: devices.count) }
    var sustainableRate: Double { Double(devices.count) / 4 }

    mutating func bringAbout(_ kind: CallTraffic) {
        switch kind {
        case .callFromOutside: arrive()
        case .callInside:
            guard let caller = anyFreeDevice(), let callee = random.pick(devices)?.number, callee != caller else { return }
            let called = random.happens(15) ? rooms[0].number : callee
            begin(from: caller, to: called)
        case .callToOutside:
            guard let caller = anyFreeDevice() else { return }
            let callee = random.outsideNumber()
            begin(from: caller, to: callee)
        case .agentChange: changeAgent()
        case .roomCall: break
        }
    }

    private mutating func arrive() {
        let number = nextCaller()
        let name = random.happens(30) ? random.pick(Names.companies) ?? "" : ""
        let target = random.happens(85) ? random.pick(queues)?.number : anyFreeDevice()
        if let target { begin(fromOutside: number, name: name, to: target) }
    }

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

    /// The first telephone is left to whoever practises.
    private mutating func anyFreeDevice() -> String? {
        pick(devices) { $1.number != $0.devices[0].number && $0.isFree($1.number) }?.number
    }
}
