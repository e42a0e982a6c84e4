/// What happens by itself.
extension ConferenceServerWorld {
    mutating func carryOut(_ event: ConferenceScheduledEvent) {
        switch event {
        case .rings(let key, let member): ring(member, in: key)
        case .answers(let key, let member): connect(member, in: key)
        case .fails(let key, let member, let reason): fail(member, in: key, reason)
        case .leaves(let key, let member): quit(member, in: key)
        case .ends(let key): end(key)
        case .accepts(let key): accept(key)
        case .goesUnanswered(let key):
            if room(key)?.isAccepted == false { end(key) }
        case .givesUp(let caller): stopWaiting(caller)
        case .serveCallers: serveCallers()
        case .comesBack(let name):
            if self.operator(name)?.isLoggedIn == false {
                changeOperator(name) { $0.isLoggedIn = true }
                messages.append(.loggedIn(name: name))
            }
            schedule.add(.serveCallers, at: now)
        case .traffic(let kind): carryOut(traffic: kind)
        }
    }

    var sources: [TrafficSource<ConferenceTraffic>] {
        [TrafficSource(.incident, .share(1)), TrafficSource(.agentChange, .every(8_000...30_000))]
    }

    /// A room takes six minutes of its members' time, and half of the telephones may be in rooms.
    var sustainableRate: Double { 0.5 * Double(subscribers.count) / 6 }

    mutating func follow(utcOffset: Int) { self.utcOffset = utcOffset }

    mutating func bringAbout(_ kind: ConferenceTraffic) {
        switch kind {
        case .incident: bringIncident()
        case .agentChange: changeAgent()
        }
    }

    private mutating func bringIncident() {
        let players = operators.filter { $0.isPlayed && $0.isLoggedIn }
        let description = random.pick(Names.meetings) ?? ""
        switch Int.random(in: 0..<100, using: &random) {
        case ..<55:
            let free = players.filter { player in player.phones.first.map { occupied[$0.number] == nil } ?? false }
            guard let player = random.pick(free), let phone = player.phones.first?.number else { return }
            let key = open(owner: player, number: phone, description: description)
            for number in [phone] + guests() { call(number, into: key) }
            planPaced(.ends(key), in: 60_000...300_000)
        case ..<85:
            arrive(nextCaller(isWithheldAtTimes: false))
        default:
            guard let chosen = random.pick(operators.filter(\.isLoggedIn)), let phone = chosen.phones.first?.number else { return }
            offer(to: chosen, number: phone, description: description, origin: .server, members: guests())
        }
    }

    private mutating func changeAgent() {
        let players = operators.filter(\.isPlayed)
        switch Int.random(in: 0..<100, using: &random) {
        case ..<35:
            guard let player = random.pick(players) else { return }
            let state = player.state == "1" ? "0" : "1"
            changeOperator(player.name) { $0.state = state }
            messages.append(.newState(name: player.name, state: state))
            schedule.add(.serveCallers, at: now)
        case ..<50:
            guard players.count(where: \.isLoggedIn) > 1, let player = random.pick(players), player.isLoggedIn else { return }
            logOut(player.name)
            plan(.comesBack(name: player.name), in: 20_000...120_000)
        default:
            // A played operator changes his mind about who is needed. Rooms of consoles are left to their operators.
            let names = Set(players.map(\.name))
            guard let room = random.pick(liveRooms.filter { names.contains($0.owner) && $0.isAccepted }) else { return }
            if random.happens(40), let member = random.pick(room.members.filter { !$0.isOperator && !$0.isTrunk }) {
                quit(member.serial, in: room.key)
            } else {
                for number in guests().prefix(1) { call(number, into: room.key) }
            }
        }
    }

    private mutating func guests() -> [String] {
        let count = Int.random(in: 1...4, using: &random)
        var numbers: [String] = []
        // A few looks are enough; with nobody free after them everybody is in a room already.
        for _ in 0..<4 * count where numbers.count < count {
            if let number = random.pick(subscribers)?.number, occupied[number] == nil, !numbers.contains(number) {
                numbers.append(number)
            }
        }
        // Now and then a number that nobody has, as the document's 4502.
        return random.happens(5) ? numbers + ["4502"] : numbers
    }

    // MARK: - Rooms that the server makes

    /// The operator has half a minute to take it. A played one does so soon.
    mutating func offer(to row: Operator, number: String, description: String, origin: Room.Origin, members: [String]) {
        let key = open(owner: row, number: number, description: description, origin: origin)
        change(key) { $0.invited = [number] + members }
        if case .incoming(let caller) = origin {
            call(caller, into: key)
            if let serial = room(key)?.member(caller)?.serial { connect(serial, in: key) }
        }
        if row.isPlayed {
            planPaced(.accepts(key), in: 1_000...4_000)
            planPaced(.ends(key), in: 60_000...240_000)
        }
        schedule.add(.goesUnanswered(key), at: now + 30_000)
    }

    mutating func accept(_ key: Room.Key) {
        guard let room = room(key), !room.isAccepted else { return }
        change(key) {
            $0.isAccepted = true
            $0.invited = []
        }
        for number in room.invited { call(number, into: key) }
    }

    // MARK: - Callers from outside

    mutating func arrive(_ caller: String) {
        guard occupied[caller] == nil, !waitingCallers.contains(caller) else { return }
        if let free = freeOperator() { return connect(caller, with: free) }
        waitingCallers.append(caller)
        messages.append(.callerWaits(caller, true, waiting: waitingCallers.count))
        planPaced(.givesUp(caller: caller), in: 20_000...90_000)
    }

    private mutating func serveCallers() {
        while let caller = waitingCallers.first, let free = freeOperator() {
            stopWaiting(caller)
            connect(caller, with: free)
        }
    }

    private mutating func stopWaiting(_ caller: String) {
        guard let place = waitingCallers.firstIndex(of: caller) else { return }
        waitingCallers.remove(at: place)
        messages.append(.callerWaits(caller, false, waiting: waitingCallers.count))
    }

    private mutating func connect(_ caller: String, with row: Operator) {
        guard let phone = row.phones.first?.number else { return }
        offer(to: row, number: phone, description: caller, origin: .incoming(caller: caller), members: [])
    }

    /// Somebody who is there, takes calls, and is in no room and offered none.
    private mutating func freeOperator() -> Operator? {
        let offered = Set(rooms.values.filter { !$0.isAccepted }.map(\.owner))
        return random.pick(
            operators.filter { row in
                guard row.isLoggedIn, row.state == "1", let phone = row.phones.first else { return false }
                return phone.state == "1" && occupied[phone.number] == nil && !offered.contains(row.name)
            })
    }
}
