// Originate: a channel rings, and goes where it is sent once it is answered. Always with `Async` here: without it the exchange
// would tell nothing until it is over.
extension AsteriskWorld {
    /// Begins it.
    /// - Returns: the channel whose answer is waited for; nil: it fails at once, with this reason.
    mutating func originate(_ request: AsteriskRequestReader.Request) -> (channel: String?, reason: Int) {
        let target = request["Channel"]
        let id = request["ChannelId"].isEmpty ? nil : request["ChannelId"]
        let sequel: Sequel =
            request["Application"].isEmpty
            ? .dialplan(context: request["Context"], exten: request["Exten"]) : .application(request["Application"], data: request["Data"])
        let shown = request["CallerID"].split(separator: "<").last.map { String($0.prefix { $0 != ">" }) } ?? ""
        if let number = Self.endpoint(target, "PJSIP/") {
            guard telephones[number]?.isRegistered == true else { return (nil, 0) }
            guard isFree(number) else { return (nil, 5) }
            let leg = open("PJSIP/\(number)", id: id, state: 5) { ($0.telephone, $0.number, $0.sequel) = (number, shown, sequel) }
            if let to = channels[leg] { tell("DialBegin", "call", fields(to, "Dest") + [("DialString", number)]) }
            schedule.add(.answers(leg, turn: nextTurn(leg)), at: now + 800)
            return (leg, 4)
        }
        guard target.hasPrefix("Local/") else { return (nil, 0) }
        let parts = target.dropFirst("Local/".count).split(separator: "/")[0].split(separator: "@").map(String.init)
        guard parts.count == 2, leadsAnywhere(parts[0], in: parts[1]) else { return (nil, 0) }
        let other = request["OtherChannelId"].isEmpty ? newID() : request["OtherChannelId"]
        let (one, two) = openLocal(parts[0], parts[1], linked: nil, ids: (id ?? newID(), other))
        change(one) { ($0.state, $0.sequel) = (5, sequel) }
        route(two, parts[0])
        schedule.add(.answers(one, turn: nextTurn(one)), at: now + 2_000)
        return (one, 4)
    }

    private static func endpoint(_ target: String, _ technology: String) -> String? {
        target.hasPrefix(technology) ? String(target.dropFirst(technology.count)) : nil
    }

    /// The channel that was originated is answered: it goes where it is sent.
    mutating func follow(_ id: String) {
        guard let channel = channels[id] else { return }
        setState(id, 6)
        if let to = channels[id] { tell("DialEnd", "call", fields(to, "Dest") + [("DialStatus", "ANSWER")]) }
        change(id) { $0.sequel = .talk }
        switch channel.sequel {
        case .talk: break
        case .dialplan(let context, let exten):
            change(id) { ($0.context, $0.exten) = (context, exten) }
            guard leadsAnywhere(exten, in: context) else { return hangUp(id, cause: 3) }
            if context == Self.park, let slot = Int(exten) { takeParked(slot, by: id) } else { route(id, exten) }
        case .application(let name, let data): run(name, data, on: id)
        }
    }

    private mutating func run(_ name: String, _ data: String, on id: String) {
        change(id) { ($0.application, $0.data) = (name, data) }
        let words = data.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        switch name {
        case "ConfBridge": joinRoom(id, words.first ?? "")
        case "ChanSpy": spy(id, on: words.first ?? "", options: words.count > 1 ? words[1] : "")
        case "PickupChan": pickUp(data, by: id)
        default: break
        }
    }

    /// Whoever rings is taken over; where nothing rings any more, ours ends.
    private mutating func pickUp(_ name: String, by id: String) {
        guard let leg = channel(named: name), leg.state == 5, let near = leg.ringsFor else { return hangUp(id) }
        // Behind a Local channel it is the outer caller who is taken.
        let caller = channels[near]?.other.flatMap { channels[$0]?.ringsFor } ?? near
        if let mine = channels[id] { tell("Pickup", "call", fields(mine) + fields(leg, "Target")) }
        leaveQueue(caller, abandoned: false)
        for ringing in channels[caller]?.rings ?? [] { cancelRinging(ringing, for: caller) }
        change(caller) { $0.rings = [] }
        connect(caller, id)
        let turn = nextTurn(caller)
        planPaced(.ends(caller, turn: turn), in: 15_000...60_000)
    }
}
