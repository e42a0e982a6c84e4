import Foundation

/// What happens by itself.
extension SmartPBXWorld {
    mutating func live(_ happening: Happening) {
        switch happening {
        case .answers(let id, let turn, let number):
            if calls[id]?.turn == turn { answer(id, by: number) }
        case .givesUp(let id, let turn):
            if calls[id]?.turn == turn { giveUp(id) }
        case .pressesKey(let id, let turn):
            if calls[id]?.turn == turn { pressKey(id) }
        case .ends(let id, let turn):
            if calls[id]?.turn == turn { end(id) }
        case .losesPatience(let id):
            if let queue = calls[id]?.queue, self.queue(queue)?.waiting.contains(id) == true { end(id) }
        case .serve(let queue): serve(queue)
        case .roomStirs(let room): stir(room)
        case .comesBack(let number):
            change(number) {
                $0.isRegistered = true
                $0.doNotDisturb = false
            }
        case .callFromOutside, .callBetweenExtensions, .callToOutside, .mood, .roomMood:
            if rate > 0 { act(happening) }
            noteNext(happening)
        }
    }

    private mutating func act(_ happening: Happening) {
        switch happening {
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
        case .roomMood:
            if let room = random.pick(rooms), room.members.count < 8, let caller = anyFreeExtension() {
                begin(from: caller, to: room.number)
            }
        default:
            changeMood()
        }
    }

    /// Lets the world make calls of its own from now on, so many a minute.
    public mutating func setRate(_ callsPerMinute: Double) {
        rate = max(0, callsPerMinute)
        guard rate > 0, !isAwake else { return }
        isAwake = true
        for happening in [Happening.callFromOutside, .callBetweenExtensions, .callToOutside] { noteNext(happening) }
        note(.mood, in: 5_000...20_000)
        note(.roomMood, in: 1_000...10_000)
    }

    /// Each of these happenings brings about its own next one, for good: at rate 0 they only look every second whether
    /// there is anything to do again.
    private mutating func noteNext(_ happening: Happening) {
        guard rate > 0 else { return agenda.note(happening, at: now + 1_000) }
        let share: Double
        switch happening {
        case .callFromOutside: share = 0.7
        case .callBetweenExtensions, .callToOutside: share = 0.15
        case .roomMood: return note(happening, in: 30_000...120_000)
        default: return note(happening, in: max(200, 240_000 / extensions.count)...max(400, 720_000 / extensions.count))
        }
        let uniform = Double.random(in: 0.000_001..<1, using: &random)
        // Several calls in one millisecond are fine: the agenda keeps their order.
        let exact = -log(uniform) * 60_000 / (rate * share) + fraction
        let whole = exact.rounded(.down)
        fraction = exact - whole
        agenda.note(happening, at: now + Int(min(whole, 3_600_000)))
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

    private mutating func changeMood() {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<75:
            guard let queue = queues.indices.randomElement(using: &random),
                let place = queues[queue].members.indices.randomElement(using: &random)
            else { return }
            let paused = queues[queue].members.count { $0.isPaused }
            let mayPause = paused * 3 < queues[queue].members.count
            if queues[queue].members[place].isPaused || mayPause { queues[queue].members[place].isPaused.toggle() }
            agenda.note(.serve(queues[queue].number), at: now)
        case ..<92:
            guard let number = anyFreeExtension() else { return }
            change(number) { $0.doNotDisturb = true }
            note(.comesBack(number), in: 20_000...60_000)
        default:
            guard let number = anyFreeExtension() else { return }
            change(number) { $0.isRegistered = false }
            note(.comesBack(number), in: 30_000...120_000)
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
