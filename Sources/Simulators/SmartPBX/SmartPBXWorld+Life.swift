/// What happens by itself.
extension SmartPBXWorld {
    mutating func carryOut(_ event: SmartPBXScheduledEvent) {
        switch event {
        case .answers(let id, let turn, let number): if calls[id]?.turn == turn { answer(id, by: number) }
        case .givesUp(let id, let turn): if calls[id]?.turn == turn { giveUp(id) }
        case .pressesKey(let id, let turn): if calls[id]?.turn == turn { pressKey(id) }
        case .ends(let id, let turn): if calls[id]?.turn == turn { end(id) }
        case .abandons(let id):
            if let queue = calls[id]?.queue, self.queue(queue)?.waiting.contains(id) == true { end(id) }
        case .serve(let queue): serve(queue)
        case .roomActivity(let room): act(inRoom: room)
        case .comesBack(let number):
            change(number) {
                $0.isRegistered = true
                $0.doNotDisturb = false
            }
        case .traffic(let kind): carryOut(traffic: kind)
        }
    }

    var sources: [TrafficSource<CallTraffic>] {
        var calls = TrafficSource.calls(fromOutside: 0.7, agents: extensions.count)
        calls[3].first = 5_000...20_000
        return calls + [TrafficSource(.roomCall, .every(30_000...120_000), first: 1_000...10_000)]
    }

    /// A call keeps somebody busy for a minute and three quarters; three people in five can be.
    var sustainableRate: Double { 0.6 * Double(extensions.count) / 1.75 }

    mutating func follow(utcOffset: Int) { self.utcOffset = utcOffset }

    mutating func bringAbout(_ kind: CallTraffic) {
        switch kind {
        case .callFromOutside: arrive()
        case .callInside:
            if let caller = anyFreeExtension(), let callee = random.pick(extensions)?.number, callee != caller {
                begin(from: caller, to: callee)
            }
        case .callToOutside:
            if let caller = anyFreeExtension() {
                let callee = random.outsideNumber()
                begin(from: caller, to: callee)
            }
        case .roomCall:
            if let room = random.pick(rooms), room.members.count < 8, let caller = anyFreeExtension() {
                begin(from: caller, to: room.number)
            }
        case .agentChange: changeAgent()
        }
    }

    private mutating func arrive() {
        let caller = nextCaller()
        let target: String?
        switch Int.random(in: 0..<100, using: &random) {
        case ..<70: target = random.pick(queues)?.number
        case ..<85: target = menus[0]
        default: target = anyFreeExtension()
        }
        if let target { begin(fromOutside: caller, to: target) }
    }

    private mutating func changeAgent() {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<75:
            guard let queue = queues.indices.randomElement(using: &random),
                let place = queues[queue].members.indices.randomElement(using: &random)
            else { return }
            let paused = queues[queue].members.count { $0.isPaused }
            let mayPause = paused * 3 < queues[queue].members.count
            if queues[queue].members[place].isPaused || mayPause { queues[queue].members[place].isPaused.toggle() }
            schedule.add(.serve(queues[queue].number), at: now)
        case ..<92:
            guard let number = anyFreeExtension() else { return }
            change(number) { $0.doNotDisturb = true }
            plan(.comesBack(number), in: 20_000...60_000)
        default:
            guard let number = anyFreeExtension() else { return }
            change(number) { $0.isRegistered = false }
            plan(.comesBack(number), in: 30_000...120_000)
        }
    }

    mutating func anyFreeExtension() -> String? { pick(extensions) { $1.isFree }?.number }
}
