/// What happens by itself.
extension YeastarWorld {
    mutating func carryOut(_ event: YeastarScheduledEvent) {
        switch event {
        case .answers(let call, let turn, let number): if self.turn(call) == turn { answer(call, by: number) }
        case .givesUp(let call, let turn): if calls[call]?.turn == turn { giveUp(call) }
        case .ends(let call, let turn):
            guard let ending = calls[call], ending.turn == turn else { return }
            let numbers = ending.extensions
            // Either side; who is not an extension is nil.
            let first = random.happens(50) ? numbers.last : (ending.direction == .internal ? numbers.first : nil)
            finish(call, by: first)
        case .abandons(let call):
            if let queue = calls[call]?.queue, queues[queue]?.waiting.contains(call) == true { finish(call, by: nil) }
        case .chooses(let call, let turn): if calls[call]?.turn == turn { choose(call) }
        case .transfers(let call, let turn): if calls[call]?.turn == turn { transferAtTheTelephone(call) }
        case .serve(let queue): serve(queue)
        case .comesBack(let number): change(number) { $0.isRegistered = true }
        case .wakes(let id): wake(id)
        case .traffic(let kind): carryOut(traffic: kind)
        }
    }

    var sources: [TrafficSource<CallTraffic>] {
        var calls = TrafficSource.calls(fromOutside: 0.7, agents: phones.count)
        calls[3] = TrafficSource(.agentChange, .every(10_000...30_000), first: 5_000...20_000)
        return calls + [TrafficSource(.roomCall, .every(30_000...120_000), first: 1_000...10_000)]
    }

    var sustainableRate: Double { 0.34 * Double(phones.count) }

    mutating func follow(utcOffset: Int) { self.utcOffset = utcOffset }

    mutating func bringAbout(_ kind: CallTraffic) {
        switch kind {
        case .callFromOutside:
            let caller = nextCaller()
            let target: String?
            switch Int.random(in: 0..<100, using: &random) {
            case ..<65: target = random.pick(queueNumbers)
            case ..<75: target = books[.ivr].first?["ivrid"]
            default: target = anyFreeExtension()
            }
            if let target { begin(fromOutside: caller, to: target) }
        case .callInside:
            if let caller = anyFreeExtension(), let callee = random.pick(books[.extension])?["extnumber"], callee != caller {
                begin(from: caller, to: callee)
            }
        case .callToOutside:
            if let caller = anyFreeExtension(), let prefix = random.pick(books[.outroute])?["prefix"] {
                let number = prefix + random.outsideNumber().filter(\.isNumber)
                begin(from: caller, to: number)
            }
        case .roomCall:
            if let room = random.pick(books[.conference])?["number"], rooms[room, default: []].count < 6,
                let caller = anyFreeExtension()
            {
                begin(from: caller, to: room)
            }
        case .agentChange: changeAgent()
        }
    }

    /// The caller presses a key in the menu.
    private mutating func choose(_ serial: Int) {
        if let queue = random.pick(queueNumbers) { lead(serial, to: .queue(queue)) }
    }

    private mutating func transferAtTheTelephone(_ serial: Int) {
        guard let transferor = calls[serial]?.callee, let goal = anyFreeExtension() else { return finish(serial, by: nil) }
        transferAtTheTelephone(serial, by: transferor, to: goal)
    }

    mutating func transferAtTheTelephone(_ serial: Int, by transferor: String, to goal: String) {
        if let call = calls[serial] { reportTransfer(call, by: transferor) }
        if !transfer(serial, by: transferor, to: goal) { finish(serial, by: transferor) }
    }

    /// Lets the queue's free agents ring for those who wait.
    private mutating func serve(_ queue: String) {
        guard let life = queues[queue], let settings = books.row(.queue, queue) else { return }
        for serial in life.waiting where calls[serial].map({ $0.phase == .waiting && $0.ringsAgain <= now }) == true {
            let agents = freeAgents(queue)
            guard !agents.isEmpty else { return }
            if settings["ringstrategy"] == "Ring All" {
                ring(serial, agents)
            } else {
                let next = (queues[queue]?.nextAgent ?? 0) % agents.count
                queues[queue]?.nextAgent += 1
                ring(serial, [agents[next]])
            }
        }
    }

    private func freeAgents(_ queue: String) -> [String] {
        guard let life = queues[queue] else { return [] }
        return agents(of: queue).filter { isFree($0) && !life.paused.contains($0) && life.wrapUp[$0, default: 0] <= now }
    }

    private mutating func changeAgent() {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<80:
            guard let queue = random.pick(queueNumbers), let agent = random.pick(agents(of: queue)) else { return }
            let paused = queues[queue]?.paused ?? []
            if paused.contains(agent) {
                queues[queue]?.paused.remove(agent)
            } else if paused.count * 3 < agents(of: queue).count {
                queues[queue]?.paused.insert(agent)
            }
            schedule.add(.serve(queue), at: now)
        default:
            guard let number = anyFreeExtension() else { return }
            change(number) { $0.isRegistered = false }
            plan(.comesBack(number), in: 30_000...120_000)
        }
    }

    private mutating func wake(_ id: String) {
        guard let row = wakeups.first(where: { $0.id == id }) else { return }
        if isFree(row.number) { play(row.settings["prompt"] ?? "", to: row.number) }
        if row.settings["type"] == "onetime" { wakeups.removeAll { $0.id == id } } else { planWakeup(row) }
    }

    mutating func anyFreeExtension() -> String? {
        pick(books[.extension]) { $1["extnumber"] != Self.operatorExtension && $0.isFree($1["extnumber"] ?? "") }?["extnumber"]
    }

    // MARK: - Queues

    /// The fixed agents, then the dynamic ones that are logged in.
    func agents(of queue: String) -> [String] {
        guard let life = queues[queue] else { return [] }
        return life.fixed + life.loggedIn.filter { !life.fixed.contains($0) }
    }

    func queues(of agent: String) -> [String] {
        queueNumbers.filter { queues[$0]?.fixed.contains(agent) == true || queues[$0]?.loggedIn.contains(agent) == true }
    }

    var workingTrunks: [String] { books[.siptrunk].compactMap { $0["trunkname"] }.filter { trunkStates[$0] == nil } }

    /// The agent's state in `queuestatus/query` (0…10).
    func agentStatus(_ agent: String, in queue: String) -> Int {
        guard let phone = phones[agent], let life = queues[queue] else { return 4 }
        if !phone.isRegistered { return 5 }
        if phone.isOnHold { return 8 }
        if phone.isRinging { return 6 }
        if phone.call != nil || phone.watches != nil { return 2 }
        if life.paused.contains(agent) { return 9 }
        return life.wrapUp[agent, default: 0] > now ? 10 : 1
    }
}
