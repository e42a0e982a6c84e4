// Channels and bridges: the pieces of which calls are made.
extension AsteriskWorld {
    mutating func newID() -> String {
        serial += 1
        return "aster-\(now / 1_000).\(serial)"
    }

    private mutating func newName(_ endpoint: String) -> String {
        channelNumber += 1
        let digits = String(channelNumber, radix: 16)
        return "\(endpoint)-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }

    @discardableResult
    mutating func open(
        _ endpoint: String, id: String? = nil, linked: String? = nil, state: Int = 0, half: Int? = nil, name: String? = nil,
        _ set: (inout Channel) -> Void = { _ in }
    ) -> String {
        let id = id ?? newID()
        var channel = Channel(
            id: id, name: name ?? newName(endpoint) + (half.map { ";\($0)" } ?? ""), linked: linked ?? id, since: now)
        channel.state = state
        set(&channel)
        channels[id] = channel
        tell("Newchannel", id)
        if let number = channel.telephone { tellDevice(number) }
        return id
    }

    /// Two halves of a Local channel.
    mutating func openLocal(_ exten: String, _ context: String, linked: String?, ids: (String, String)? = nil) -> (String, String) {
        let name = newName("Local/\(exten)@\(context)")
        let one = open("", id: ids?.0, linked: linked, name: name + ";1") { ($0.context, $0.exten) = (context, exten) }
        let two = open("", id: ids?.1, linked: linked ?? one, state: 4, name: name + ";2") { ($0.context, $0.exten) = (context, exten) }
        change(one) { $0.other = two }
        change(two) { $0.other = one }
        if let first = channels[one], let second = channels[two] {
            tell(
                "LocalBridge", "call",
                fields(first, "LocalOne") + fields(second, "LocalTwo") + [
                    ("Context", context), ("Exten", exten), ("LocalOptimization", "No"),
                ])
        }
        return (one, two)
    }

    mutating func setState(_ id: String, _ state: Int) {
        guard channels[id]?.state != state else { return }
        change(id) { $0.state = state }
        tell("Newstate", id)
        if let number = channels[id]?.telephone { tellDevice(number) }
    }

    mutating func nextTurn(_ id: String) -> Int {
        change(id) { $0.turn += 1 }
        return channels[id]?.turn ?? 0
    }

    // MARK: Bridges

    mutating func makeBridge(_ technology: String = "simple_bridge", creator: String = "<unknown>", name: String = "<unknown>") -> String {
        serial += 1
        let id = "b-\(booted / 1_000)-\(serial)"
        bridges[id] = Bridge(technology: technology, creator: creator, name: name)
        tell("BridgeCreate", "call", fields(id))
        return id
    }

    mutating func enter(_ id: String, _ bridge: String) {
        leaveBridge(id)
        guard let channel = channels[id], bridges[bridge] != nil else { return }
        // The oldest Linkedid of a bridge becomes everybody's, and no event says so.
        if bridges[bridge]?.creator == "<unknown>", let first = bridges[bridge]?.members.first.flatMap({ channels[$0] }) {
            let linked = min(first.linked, channel.linked)
            for member in (bridges[bridge]?.members ?? []) + [id] { change(member) { $0.linked = linked } }
        }
        bridges[bridge]?.members.append(id)
        change(id) { $0.bridge = bridge }
        tell("BridgeEnter", "call", fields(bridge) + fields(channels[id] ?? channel))
    }

    mutating func leaveBridge(_ id: String) {
        guard let channel = channels[id], let bridge = channel.bridge else { return }
        bridges[bridge]?.members.removeAll { $0 == id }
        change(id) { $0.bridge = nil }
        tell("BridgeLeave", "call", fields(bridge) + fields(channel))
    }

    mutating func endBridge(_ bridge: String) {
        tell("BridgeDestroy", "call", fields(bridge))
        bridges[bridge] = nil
    }

    /// Who is connected with a channel through its bridge and through halves of Local channels.
    func peers(of id: String) -> [String] {
        var found: Set<String> = [id]
        var open = [id]
        while let next = open.popLast(), let channel = channels[next] {
            var others = channel.bridge.flatMap { bridges[$0]?.creator == "<unknown>" ? bridges[$0]?.members : nil } ?? []
            if let other = channel.other { others.append(other) }
            for other in others where found.insert(other).inserted { open.append(other) }
        }
        return found.subtracting([id]).filter { channels[$0]?.other == nil }.sorted()
    }

    mutating func connect(_ one: String, _ two: String) {
        let bridge = makeBridge()
        enter(two, bridge)
        enter(one, bridge)
    }

    // MARK: The end

    /// A channel ends, and with it whoever was in a call of two with it.
    mutating func hangUp(_ id: String, cause: Int = 16) {
        guard let channel = channels[id] else { return }
        let alone = channel.bridge.flatMap { bridges[$0] }.map { $0.creator == "<unknown>" ? $0.members.filter { $0 != id } : [] } ?? []
        let bridge = channel.bridge
        leaveQueue(id, abandoned: true)
        leaveRoom(id)
        stopSpying(id)
        if let slot = parked.first(where: { $0.value == id })?.key {
            tell("ParkedCallGiveUp", "call", fields(channel, "Parkee") + [("Parkinglot", "default"), ("ParkingSpace", String(slot))])
            parked[slot] = nil
        }
        leaveBridge(id)
        for ringing in channel.rings { cancelRinging(ringing, for: id) }
        if let caller = channel.ringsFor { change(caller) { $0.rings.removeAll { $0 == id } } }
        finish(id, cause)
        if let bridge, bridges[bridge]?.creator == "<unknown>", (bridges[bridge]?.members.count ?? 0) < 2 {
            for other in alone { hangUp(other, cause: cause) }
            if bridges[bridge] != nil { endBridge(bridge) }
        }
        if let other = channel.other { hangUp(other, cause: cause) }
    }

    private mutating func finish(_ id: String, _ cause: Int) {
        guard let channel = channels[id] else { return }
        tell("HangupRequest", id, "call", [("Cause", String(cause))])
        tell("Hangup", id, "call", [("Cause", String(cause)), ("Cause-txt", cause == 16 ? "Normal Clearing" : "Unknown")])
        channels[id] = nil
        for spy in channels.values where spy.spies == id { hangUp(spy.id) }
        if let number = channel.telephone {
            endMemberCall(number)
            tellDevice(number)
            for queue in queues where queue.members.contains(where: { $0.number == number }) {
                schedule.add(.serve(queue.name), at: now + 50)
            }
        }
    }

    mutating func cancelRinging(_ id: String, for caller: String) {
        guard let ringing = channels[id], let from = channels[caller] else { return }
        // Losers of a ring-all hear it twice.
        for _ in 0..<2 { tell("DialEnd", "call", fields(from) + fields(ringing, "Dest") + [("DialStatus", "CANCEL")]) }
        if let behind = ringing.other.flatMap({ channels[$0] }) { for leg in behind.rings { cancelRinging(leg, for: behind.id) } }
        hangUp(id, cause: 26)
    }
}
