/// What happens by itself.
extension CDSWorld {
    mutating func carryOut(_ event: CDSScheduledEvent) {
        switch event {
        case .sessionEnds(let dispatcher):
            if let registration = registrations[dispatcher], registration.expires <= now { forget(dispatcher) }
        case .subscriptionEnds(let group, let dispatcher):
            // Nobody listens or talks without a subscription.
            if let subscription = groups[group]?.subscriptions[dispatcher], subscription.expires <= now {
                change(group) { $0.forget(dispatcher) }
            }
        case .listens(let group, let dispatcher, let turn):
            if groups[group]?.listeners[dispatcher]?.turn == turn {
                change(group, by: dispatcher) { $0.listeners[dispatcher]?.isConnected = true }
            }
        case .listeningTimesOut(let group, let dispatcher, let turn):
            if let listener = groups[group]?.listeners[dispatcher], listener.turn == turn, !listener.isConnected {
                change(group) { $0.stopListening(dispatcher) }
            }
        case .floorGranted(let group, let turn): grant(group, turn)
        case .floorTimesOut(let group, let turn): if groups[group]?.floor?.phase == .requested { endFloor(group, turn) }
        case .floorReleasing(let group, let turn): release(group, turn)
        case .floorEnds(let group, let turn): endFloor(group, turn)
        case .replies(let group, let other): talk(in: group, except: other)
        case .groupCallConnects(let group, let turn):
            if groups[group]?.groupCall?.turn == turn { change(group) { $0.groupCall?.isConnected = true } }
        case .groupCallEnds(let group, let turn): if groups[group]?.groupCall?.turn == turn { endGroupCall(group) }
        case .mixedCallAnswered(let group, let user, let turn): answerMixedCall(group, user, turn)
        case .mixedCallEnds(let group, let turn): if groups[group]?.mixedCall?.turn == turn { endMixedCall(group) }
        case .emergencyEnds(let group, let turn): if groups[group]?.emergency?.turn == turn { endEmergency(group) }
        case .traffic(let kind): carryOut(traffic: kind)
        }
    }

    var sources: [TrafficSource<CDSTraffic>] {
        [
            // A turn is answered about as often as not.
            TrafficSource(.turn, .share(0.5)), TrafficSource(.groupCall, .every(60_000...240_000)),
            TrafficSource(.mixedCall, .every(120_000...300_000)), TrafficSource(.emergency, .every(240_000...600_000)),
        ]
    }

    /// Nothing is hurried here.
    var sustainableRate: Double { .infinity }

    mutating func bringAbout(_ kind: CDSTraffic) {
        let mixed = groupNumbers.filter { groups[$0]?.isMixed == true }
        let plain = groupNumbers.filter { groups[$0]?.isMixed == false }
        switch kind {
        case .groupCall:
            if let group = random.pick(plain), let caller = random.pick(speakers(in: group)) { startGroupCall(group, by: caller) }
        case .mixedCall:
            guard let number = random.pick(mixed), let group = groups[number], group.mixedCall == nil,
                let chair = random.pick(group.dispatchers.filter(isElsewhere)), chairs(chair) == nil
            else { return }
            beginMixedCall(number, by: chair, others: [], name: group.name, joinsMuted: true)
            if let turn = groups[number]?.mixedCall?.turn { plan(.mixedCallEnds(group: number, turn: turn), in: 60_000...180_000) }
        case .emergency:
            if let group = random.pick(plain), let user = random.pick(groups[group]?.radioGroups ?? []) {
                raiseEmergency(in: group, by: user)
            }
        case .turn:
            if let group = random.pick(plain) { talk(in: group, except: nil) }
        }
    }

    /// Somebody says something; more often than not somebody answers.
    private mutating func talk(in number: String, except other: String?) {
        guard let group = groups[number], group.floor == nil,
            let user = random.pick(speakers(in: number).filter { $0 != other })
        else { return }
        giveFloor(to: user, in: number)
        guard let turn = groups[number]?.floor?.turn else { return }
        let length = Int.random(in: 2_000...12_000, using: &random)
        schedule.add(.floorReleasing(group: number, turn: turn), at: now + length)
        if random.happens(55) { schedule.add(.replies(group: number, to: user), at: now + length + 1_500) }
    }

    /// Radio groups, and dispatchers whose consoles are not simulated; nobody talks in two groups at once.
    private func speakers(in number: String) -> [String] {
        guard let group = groups[number] else { return [] }
        let busy = Set(groups.values.compactMap { $0.floor?.holder })
        let usable = Set(radioGroups.filter(\.isUsable).map(\.number))
        let dispatchers = group.isReceiveOnly ? [] : group.dispatchers.filter { isElsewhere($0) && group.selected.contains($0) }
        return (group.radioGroups.filter(usable.contains) + dispatchers).filter { !busy.contains($0) }
    }

    /// The first dispatcher is whoever sits at the console, signed in or not.
    private func isElsewhere(_ dispatcher: String) -> Bool { dispatcher != dispatchers.first && registrations[dispatcher] == nil }
}

// MARK: - What a trainer or a stranger does

extension CDSWorld {
    /// Somebody takes the floor, whoever has it now.
    public mutating func takeFloor(_ user: String, in group: String) {
        revokeFloor(of: group)
        let turn = nextTurn()
        change(group, by: user) { [now] in $0.floor = Floor(holder: user, since: now, turn: turn) }
        grant(group, turn)
    }

    /// The platform takes the floor from whoever has it.
    public mutating func revokeFloor(of group: String) { change(group) { $0.floor = nil } }

    public mutating func startGroupCall(_ group: String, by caller: String) {
        guard groups[group]?.groupCall == nil else { return }
        let turn = nextTurn()
        change(group, by: caller) { $0.groupCall = GroupCall(caller: caller, turn: turn) }
        plan(.groupCallConnects(group: group, turn: turn), in: 500...1_500)
        plan(.groupCallEnds(group: group, turn: turn), in: 20_000...90_000)
    }

    public mutating func endGroupCall(_ group: String) {
        change(group, by: groups[group]?.groupCall?.caller) { $0.groupCall = nil }
    }

    /// Somebody presses the red button: it has the floor at once, whoever had it.
    public mutating func raiseEmergency(in group: String, by user: String) {
        guard groups[group]?.emergency == nil else { return }
        let turn = nextTurn()
        change(group, by: user) { $0.emergency = Emergency(user: user, turn: turn) }
        takeFloor(user, in: group)
        if let floor = groups[group]?.floor { plan(.floorReleasing(group: group, turn: floor.turn), in: 4_000...10_000) }
        plan(.emergencyEnds(group: group, turn: turn), in: 90_000...180_000)
    }

    public mutating func endEmergency(_ group: String) {
        change(group, by: groups[group]?.emergency?.user) { $0.emergency = nil }
    }

    /// A radio group's base station fails or comes back.
    public mutating func setUsable(_ radioGroup: String, _ isUsable: Bool) {
        guard let index = radioGroups.firstIndex(where: { $0.number == radioGroup }) else { return }
        radioGroups[index].isUsable = isUsable
    }
}
