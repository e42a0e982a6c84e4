import Foundation

/// What happens by itself.
extension SmartPBXWorld {
    mutating func carryOut(_ event: SmartPBXScheduledEvent) {
        switch event {
        case .answers(let id, let turn, let number):
            if calls[id]?.turn == turn { answer(id, by: number) }
        case .givesUp(let id, let turn):
            if calls[id]?.turn == turn { giveUp(id) }
        case .pressesKey(let id, let turn):
            if calls[id]?.turn == turn { pressKey(id) }
        case .ends(let id, let turn):
            if calls[id]?.turn == turn { end(id) }
        case .abandons(let id):
            if let queue = calls[id]?.queue, self.queue(queue)?.waiting.contains(id) == true { end(id) }
        case .serve(let queue): serve(queue)
        case .roomActivity(let room): act(inRoom: room)
        case .comesBack(let number):
            change(number) {
                $0.isRegistered = true
                $0.doNotDisturb = false
            }
        case .callFromOutside, .callBetweenExtensions, .callToOutside, .agentChange, .roomCall:
            if rate > 0 { act(event) }
            planNext(event)
        }
    }

    private mutating func act(_ event: SmartPBXScheduledEvent) {
        switch event {
        case .callFromOutside:
            arrive()
        case .callBetweenExtensions:
            if let caller = anyFreeExtension(), let callee = random.pick(extensions)?.number, callee != caller {
                begin(from: caller, to: callee)
            }
        case .callToOutside:
            if let caller = anyFreeExtension() {
                let callee = outsideNumber()
                begin(from: caller, to: callee)
            }
        case .roomCall:
            if let room = random.pick(rooms), room.members.count < 8, let caller = anyFreeExtension() {
                begin(from: caller, to: room.number)
            }
        default:
            changeAgent()
        }
    }

    /// Lets the world make calls of its own from now on, so many a minute.
    public mutating func setRate(_ callsPerMinute: Double) {
        rate = max(0, callsPerMinute)
        guard rate > 0, !isAwake else { return }
        isAwake = true
        for event in [SmartPBXScheduledEvent.callFromOutside, .callBetweenExtensions, .callToOutside] { planNext(event) }
        plan(.agentChange, in: 5_000...20_000)
        plan(.roomCall, in: 1_000...10_000)
    }

    /// Each of these events brings about its own next one, for good: at rate 0 they only look every second whether
    /// there is anything to do again.
    private mutating func planNext(_ event: SmartPBXScheduledEvent) {
        guard rate > 0 else { return schedule.add(event, at: now + 1_000) }
        let share: Double
        switch event {
        case .callFromOutside: share = 0.7
        case .callBetweenExtensions, .callToOutside: share = 0.15
        case .roomCall: return plan(event, in: 30_000...120_000)
        default: return plan(event, in: max(200, 240_000 / extensions.count)...max(400, 720_000 / extensions.count))
        }
        let uniform = Double.random(in: 0.000_001..<1, using: &random)
        // Several calls in one millisecond are fine: the schedule keeps their order.
        let exact = -log(uniform) * 60_000 / (rate * share) + fraction
        let whole = exact.rounded(.down)
        fraction = exact - whole
        schedule.add(event, at: now + Int(min(whole, 3_600_000)))
    }

    private mutating func arrive() {
        let caller = outsideNumber()
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

    mutating func anyFreeExtension() -> String? {
        // A few looks are enough; with nobody free after them the exchange is as good as full.
        for _ in 0..<12 {
            if let row = random.pick(extensions), row.isFree { return row.number }
        }
        return nil
    }

    mutating func outsideNumber() -> String {
        if !announcedCallers.isEmpty { return announcedCallers.removeFirst() }
        return random.outsideNumber()
    }
}
