/// How rooms open, fill, empty and close.
extension ConferenceServerWorld {
    /// Opens a room under the lowest number that is free.
    @discardableResult
    mutating func open(
        owner: Operator, number: String, localID: String? = nil, description: String, origin: Room.Origin = .operator,
        longest: Int = 3_600
    ) -> Room.Key {
        let id = (1...).first { rooms[$0] == nil } ?? 1
        let local = localID ?? newLocalID(number)
        let room = Room(
            id: id, serial: nextSerial(), localID: local, owner: owner.name, number: number, description: description,
            origin: origin, started: now, isAccepted: origin == .operator)
        rooms[id] = room
        if longest > 0 { schedule.add(.ends(room.key), at: now + longest * 1_000) }
        messages.append(room.isAccepted ? .roomCreated(room) : .roomOffered(room))
        return room.key
    }

    /// The phone's number and four digits, as consoles make it in the document's examples.
    mutating func newLocalID(_ number: String) -> String {
        // A few tries are enough; after them twice the same is no harm but to its owner.
        for _ in 0..<20 {
            let candidate = number + String(Int.random(in: 1_000...9_999, using: &random))
            if !rooms.values.contains(where: { $0.localID == candidate }) { return candidate }
        }
        return number + "0000"
    }

    /// Calls a number into a room. What becomes of it shows later.
    mutating func call(_ number: String, into key: Room.Key, muted: Bool = false) {
        guard let room = room(key), room.member(number) == nil else { return }
        let known = subscriber(number)
        let isOperator = number == room.number || self.operator(room.owner)?.phones.contains { $0.number == number } == true
        let member = Member(
            number: number, display: known.flatMap { $0.name.isEmpty ? nil : $0.name } ?? number, network: known?.network ?? .sip,
            isOperator: isOperator, isMuted: muted, since: now, serial: nextSerial())
        change(key) { $0.members.append(member) }
        if !isReachable(number, for: room) {
            return planPaced(.fails(key, member: member.serial, .unknownNumber), in: 300...900)
        }
        guard occupied[number] == nil else { return planPaced(.fails(key, member: member.serial, .busy), in: 300...900) }
        occupied[number] = member.serial
        guard member.network.isPushToTalk else { return planPaced(.rings(key, member: member.serial), in: 200...900) }
        callTrunk(into: key)
        if random.happens(12) {
            planPaced(.fails(key, member: member.serial, .network), in: 1_500...4_000)
        } else {
            planPaced(.answers(key, member: member.serial), in: 1_500...4_000)
        }
    }

    /// Subscribers, operators' phones, and whatever is long enough for a number of the public network.
    private func isReachable(_ number: String, for room: Room) -> Bool {
        number == room.number || subscriber(number) != nil || number.count >= 7 || number == Self.trunk
            || operators.contains { $0.phones.contains { $0.number == number } }
    }

    private mutating func callTrunk(into key: Room.Key) {
        guard room(key)?.members.contains(where: \.isTrunk) == false else { return }
        var member = Member(
            number: Self.trunk, display: Self.trunk, network: .sip, isOperator: false, isMuted: false, since: now,
            serial: nextSerial())
        member.isTrunk = true
        change(key) { [member] in $0.members.append(member) }
        planPaced(.rings(key, member: member.serial), in: 200...500)
    }

    /// A member's telephone is reached: it rings, or it is busy.
    mutating func ring(_ serial: Int, in key: Room.Key) {
        // A caller is in his room before anybody could ring him.
        guard let (room, member) = find(serial, in: key), member.state == .calling else { return }
        let isSure = member.isOperator || member.isTrunk
        if !isSure, random.happens(5) { return fail(serial, in: key, .busy) }
        change(key) { $0.change(serial) { $0.state = .ringing } }
        var ringing = member
        ringing.state = .ringing
        messages.append(.rings(ringing, room))
        if isSure {
            planPaced(.answers(key, member: serial), in: 800...2_000)
        } else if random.happens(88) {
            planPaced(.answers(key, member: serial), in: 1_500...8_000)
        } else {
            planPaced(.fails(key, member: serial, .noAnswer), in: 15_000...25_000)
        }
    }

    mutating func connect(_ serial: Int, in key: Room.Key) {
        change(key) { [now] room in
            room.change(serial) {
                $0.state = .talking
                $0.since = now
            }
        }
        guard let (room, member) = find(serial, in: key) else { return }
        messages.append(.connects(member, room))
        // Without a rate nothing happens by itself: whoever tests or practises has his room to himself.
        if rate > 0, !member.isOperator, !member.isTrunk { planPaced(.leaves(key, member: serial), in: 40_000...240_000) }
    }

    mutating func fail(_ serial: Int, in key: Room.Key, _ reason: CallFailure) {
        guard let (room, member) = find(serial, in: key) else { return }
        messages.append(.fails(member, room, reason))
        remove(member, from: key)
    }

    mutating func quit(_ serial: Int, in key: Room.Key) {
        guard let (room, member) = find(serial, in: key) else { return }
        messages.append(.quits(member, room))
        remove(member, from: key)
    }

    /// Everybody goes, and the room after them.
    mutating func end(_ key: Room.Key) {
        empty(key)
        release(key)
    }

    /// Everybody goes; the room itself is still to be released.
    mutating func empty(_ key: Room.Key) {
        guard let room = room(key) else { return }
        for member in room.members {
            messages.append(.quits(member, room))
            free(member)
        }
        change(key) { $0.members = [] }
    }

    mutating func release(_ key: Room.Key) {
        guard let room = room(key) else { return }
        rooms[key.id] = nil
        messages.append(.released(room))
        if !waitingCallers.isEmpty { schedule.add(.serveCallers, at: now) }
    }

    private func find(_ serial: Int, in key: Room.Key) -> (Room, Member)? {
        guard let room = room(key), let member = room.members.first(where: { $0.serial == serial }) else { return nil }
        return (room, member)
    }

    private mutating func free(_ member: Member) {
        if occupied[member.number] == member.serial { occupied[member.number] = nil }
    }

    private mutating func remove(_ member: Member, from key: Room.Key) {
        change(key) { room in room.members.removeAll { $0.serial == member.serial } }
        free(member)
        guard let room = room(key) else { return }
        if member.network.isPushToTalk, !room.members.contains(where: { $0.network.isPushToTalk }),
            let trunk = room.members.first(where: \.isTrunk)
        {
            schedule.add(.leaves(key, member: trunk.serial), at: now)
        }
        // A moment later, so that an answer to whoever brought it about comes first.
        if room.isDeserted { schedule.add(.ends(key), at: now) }
    }
}

extension ConferenceServerWorld.Room {
    mutating func change(_ serial: Int, _ body: (inout ConferenceServerWorld.Member) -> Void) {
        members.change(\.serial, serial, body)
    }
}
