// The life of a call: it comes, rings, is answered, ends.
extension AsteriskWorld {
    /// Somebody calls from outside.
    @discardableResult
    mutating func begin(fromOutside caller: String, name: String = "", to exten: String) -> String {
        let id = open("IAX2/carrier", state: 4) {
            ($0.number, $0.caller, $0.exten, $0.context) = (caller == "anonymous" ? "" : caller, name, exten, "from-trunk")
        }
        setState(id, 6)
        route(id, exten)
        return id
    }

    /// Leads a channel to a number of the dialplan, whatever that is.
    mutating func route(_ id: String, _ exten: String) {
        change(id) { ($0.exten, $0.application, $0.data) = (exten, "", "") }
        if let index = Self.queueNumber(exten), index < queues.count {
            joinQueue(id, queues[index].name)
        } else if telephones[exten] != nil {
            change(id) { ($0.application, $0.data) = ("Dial", "PJSIP/\(exten),30,tTkK") }
            guard isFree(exten) else { return hangUp(id, cause: 17) }
            ring([exten], for: id)
        } else if exten.hasPrefix("70"), exten.count == 4 {
            joinRoom(id, exten)
        } else if exten.count >= 7 {
            reachOutside(id, exten)
        } else {
            hangUp(id, cause: 3)
        }
    }

    private mutating func reachOutside(_ id: String, _ exten: String) {
        let leg = open("IAX2/carrier", linked: channels[id]?.linked, state: 5) { ($0.number, $0.ringsFor) = (exten, id) }
        change(id) { $0.rings = [leg] }
        tellDial(id, leg)
        plan(leg)
    }

    /// Telephones ring for a channel. Behind a Local channel the telephone's leg is dialled by the second half.
    mutating func ring(_ numbers: [String], for id: String, throughLocal: Bool = false) {
        guard let caller = channels[id] else { return }
        for number in numbers {
            guard telephones[number]?.isBehindLocal == true, throughLocal else {
                let leg = openLeg(number, for: id, linked: caller.linked)
                plan(leg)
                continue
            }
            let (one, two) = openLocal(number, Self.agents, linked: caller.linked)
            change(one) { ($0.ringsFor, $0.number, $0.connectedNumber) = (id, caller.exten, caller.number) }
            change(id) { $0.rings.append(one) }
            tellDial(id, one)
            let leg = openLeg(number, for: two, linked: caller.linked)
            setState(one, 5)
            plan(leg)
        }
    }

    private mutating func openLeg(_ number: String, for id: String, linked: String) -> String {
        let leg = open("PJSIP/\(number)", linked: linked, state: 5) {
            ($0.telephone, $0.number, $0.ringsFor) = (number, number, id)
        }
        let name = telephones[number]?.name ?? ""
        change(leg) { $0.caller = name }
        change(id) { $0.rings.append(leg) }
        tellDial(id, leg)
        return leg
    }

    private mutating func tellDial(_ caller: String, _ leg: String) {
        guard let from = channels[caller], let to = channels[leg] else { return }
        tell("DialBegin", "call", fields(from) + fields(to, "Dest") + [("DialString", to.name)])
    }

    /// Somebody answers, or does not.
    private mutating func plan(_ leg: String) {
        let turn = nextTurn(leg)
        if random.happens(85) {
            planPaced(.answers(leg, turn: turn), in: 1_500...9_000)
        } else {
            planPaced(.givesUp(leg, turn: turn), in: 12_000...18_000)
        }
    }

    /// The leg that rings is answered: the others stop, and both talk.
    mutating func answer(_ leg: String) {
        guard let ringing = channels[leg], ringing.state == 5, let caller = ringing.ringsFor, channels[caller] != nil else { return }
        change(leg) { $0.ringsFor = nil }
        change(caller) { $0.rings.removeAll { $0 == leg } }
        setState(leg, 6)
        if let from = channels[caller], let to = channels[leg] {
            tell("DialEnd", "call", fields(from) + fields(to, "Dest") + [("DialStatus", "ANSWER")])
        }
        guard let half = channels[caller]?.other, let outer = channels[half]?.ringsFor else { return talk(caller, leg) }
        // Behind a Local channel: its own bridge, and the one with whoever let the channel ring.
        connect(caller, leg)
        change(half) { $0.ringsFor = nil }
        change(outer) { $0.rings.removeAll { $0 == half } }
        setState(half, 6)
        if let from = channels[outer], let to = channels[half] {
            tell("DialEnd", "call", fields(from) + fields(to, "Dest") + [("DialStatus", "ANSWER")])
        }
        talk(outer, half)
    }

    private mutating func talk(_ caller: String, _ other: String) {
        for loser in channels[caller]?.rings ?? [] { cancelRinging(loser, for: caller) }
        change(caller) { $0.rings = [] }
        let number =
            channels[other]?.telephone
            ?? channels[other].flatMap { $0.other }.flatMap { peers(of: $0).first }.flatMap { channels[$0]?.telephone }
        if let queue = channels[caller]?.queue, self.queue(queue)?.waiting.contains(caller) == true {
            answerFromQueue(caller, by: other, number ?? "", queue)
        }
        let connected = (number ?? channels[other]?.number ?? "", number.flatMap { telephones[$0]?.name } ?? "")
        change(caller) { ($0.connectedNumber, $0.connectedName) = connected }
        connect(caller, other)
        let turn = nextTurn(caller)
        planPaced(.ends(caller, turn: turn), in: 15_000...120_000)
    }

    mutating func giveUp(_ leg: String) {
        guard let ringing = channels[leg], ringing.state == 5, let caller = ringing.ringsFor, let from = channels[caller] else { return }
        tell("DialEnd", "call", fields(from) + fields(ringing, "Dest") + [("DialStatus", "NOANSWER")])
        change(caller) { $0.rings.removeAll { $0 == leg } }
        hangUp(leg, cause: 0)
        if let half = from.other {
            let outer = channels[half]?.ringsFor
            hangUp(caller, cause: 0)
            if let outer { noAnswer(outer) }
        } else {
            noAnswer(caller)
        }
    }

    private mutating func noAnswer(_ caller: String) {
        guard let channel = channels[caller], channel.rings.isEmpty else { return }
        if let queue = channel.queue, self.queue(queue)?.waiting.contains(caller) == true {
            schedule.add(.serve(queue), at: now + 1_000)
        } else {
            hangUp(caller, cause: 19)
        }
    }

    /// A telephone takes the receiver off and dials.
    @discardableResult
    mutating func dial(_ number: String, to exten: String) -> String? {
        guard isFree(number) else { return nil }
        let id = open("PJSIP/\(number)", state: 4) { ($0.telephone, $0.number, $0.exten) = (number, number, exten) }
        setState(id, 6)
        route(id, exten)
        return id
    }
}
