// Rooms, parking, supervision.
extension AsteriskWorld {
    // MARK: Rooms

    mutating func joinRoom(_ id: String, _ name: String) {
        if rooms[name] == nil {
            let bridge = makeBridge("softmix", creator: "ConfBridge", name: name)
            rooms[name] = Room(bridge: bridge)
            tell("ConfbridgeStart", "call", [("Conference", name)] + fields(bridge))
            // The channel that announces to the room: nobody is behind it.
            let announcer = openLocal("announce", "confbridge", linked: nil)
            hangUp(announcer.0)
        }
        guard let room = rooms[name], !room.isLocked else { return hangUp(id, cause: 21) }
        change(id) { ($0.application, $0.data) = ("ConfBridge", name) }
        enter(id, room.bridge)
        rooms[name]?.members.append(id)
        tellRoom("ConfbridgeJoin", id, name, [("Admin", "No"), ("Muted", "No")])
        schedule.add(.talks(room: name), at: now + 2_000)
        planPaced(.ends(id, turn: nextTurn(id)), in: 30_000...180_000)
    }

    mutating func tellRoom(_ event: String, _ id: String, _ name: String, _ more: [(String, String)]) {
        guard let room = rooms[name], let channel = channels[id] else { return }
        tell(event, "call", [("Conference", name)] + fields(room.bridge) + fields(channel) + more)
    }

    /// Who speaks as he goes gets no `off`.
    mutating func leaveRoom(_ id: String) {
        guard let name = rooms.first(where: { $0.value.members.contains(id) })?.key else { return }
        tellRoom("ConfbridgeLeave", id, name, [("Admin", "No")])
        rooms[name]?.members.removeAll { $0 == id }
        rooms[name]?.muted.remove(id)
        rooms[name]?.talking.remove(id)
        if let room = rooms[name], room.members.isEmpty {
            tell("ConfbridgeEnd", "call", [("Conference", name)] + fields(room.bridge))
            rooms[name] = nil
            bridges[room.bridge] = nil
        }
    }

    mutating func talkInRoom(_ name: String) {
        guard let room = rooms[name], let id = random.pick(room.members.filter { !room.muted.contains($0) }) else { return }
        let isOn = !room.talking.contains(id)
        if isOn { rooms[name]?.talking.insert(id) } else { rooms[name]?.talking.remove(id) }
        tellRoom("ConfbridgeTalking", id, name, [("TalkingStatus", isOn ? "on" : "off"), ("Admin", "No")])
        planPaced(.talks(room: name), in: 1_000...4_000)
    }

    mutating func mute(_ name: String, _ channel: String, _ isMuted: Bool) throws(Refusal) -> String {
        for id in try members(of: name, channel) {
            if isMuted { rooms[name]?.muted.insert(id) } else { rooms[name]?.muted.remove(id) }
            tellRoom(isMuted ? "ConfbridgeMute" : "ConfbridgeUnmute", id, name, [("Admin", "No")])
        }
        return isMuted ? "User muted" : "User unmuted"
    }

    mutating func kick(_ name: String, _ channel: String) throws(Refusal) -> String {
        for id in try members(of: name, channel) { hangUp(id) }
        return channel == "all" ? "All participants kicked" : "User kicked"
    }

    private func members(of name: String, _ channel: String) throws(Refusal) -> [String] {
        guard !rooms.isEmpty else { throw Refusal("No active conferences.") }
        guard let room = rooms[name] else { throw Refusal("No Conference by that name found.") }
        if channel == "all" { return room.members }
        guard let id = room.members.first(where: { channels[$0]?.name == channel }) else {
            throw Refusal("No Channel by that name found in Conference.")
        }
        return [id]
    }

    // MARK: Parking

    /// - Returns: the slot. A slot out of range is taken for another.
    @discardableResult
    mutating func parkCall(_ id: String) throws(Refusal) -> Int {
        guard let slot = Self.slots.first(where: { parked[$0] == nil }) else { throw Refusal("Park action failed") }
        // A caller who waits in a queue sends no leave.
        leaveQueue(id, abandoned: false, silently: parksWithoutLeave)
        let others = channels[id]?.bridge.flatMap { bridges[$0]?.members.filter { $0 != id } } ?? []
        let old = channels[id]?.bridge
        let bridge = makeBridge("holding_bridge", creator: "Parking", name: "default")
        enter(id, bridge)
        parked[slot] = id
        _ = nextTurn(id)
        if let channel = channels[id] {
            tell(
                "ParkedCall", "call",
                fields(channel, "Parkee") + [
                    ("ParkerDialString", others.first.flatMap { channels[$0]?.name } ?? ""), ("Parkinglot", "default"),
                    ("ParkingSpace", String(slot)), ("ParkingTimeout", "60"), ("ParkingDuration", "0"),
                ])
        }
        for other in others { hangUp(other) }
        if let old, bridges[old] != nil { endBridge(old) }
        return slot
    }

    /// Somebody takes a parked call. Its Linkedid becomes the other's, and no event of its own says so.
    mutating func takeParked(_ slot: Int, by id: String) {
        guard let other = parked.removeValue(forKey: slot), let parkee = channels[other], let taker = channels[id] else {
            return hangUp(id, cause: 1)
        }
        tell(
            "UnParkedCall", "call",
            fields(parkee, "Parkee") + fields(taker, "Retriever") + [("Parkinglot", "default"), ("ParkingSpace", String(slot))])
        connect(id, other)
        let turn = nextTurn(other)
        planPaced(.ends(other, turn: turn), in: 15_000...60_000)
    }

    // MARK: Supervision

    /// A channel by its identifier, or every one that begins so: without `u` a beginning is enough (page, Actions).
    mutating func spy(_ id: String, on target: String, options: String) {
        let found = channels[target] ?? channel(named: target) ?? sortedChannels.first { $0.name.hasPrefix(target) && $0.id != id }
        change(id) { ($0.application, $0.data) = ("ChanSpy", "\(target),\(options)") }
        guard let found, found.state == 6 else {
            if options.contains("S") || options.contains("E") { hangUp(id) }
            return
        }
        change(id) { $0.spies = found.id }
        if let spyer = channels[id] { tell("ChanSpyStart", "call", fields(spyer, "Spyer") + fields(found, "Spyee")) }
    }

    mutating func stopSpying(_ id: String) {
        guard let spyer = channels[id], let target = spyer.spies else { return }
        change(id) { $0.spies = nil }
        let spyee = channels[target].map { fields($0, "Spyee") } ?? []
        tell("ChanSpyStop", "call", fields(spyer, "Spyer") + spyee)
    }
}
