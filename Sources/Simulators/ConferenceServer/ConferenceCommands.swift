/// What operators may do to the server. Each either acts or throws a `Refusal`.
extension ConferenceServerWorld {
    /// Why a log-in is refused, as REASIONCODE.
    public enum LoginRefusal: Error, Sendable {
        /// The document has no code for it; 1 is ours.
        case wrongPassword
        case loggedInElsewhere

        var code: String { self == .wrongPassword ? "1" : "4" }
    }

    /// - Parameter phones: where not empty, the operator's telephones from now on.
    /// - Returns: the operator's level.
    public mutating func logIn(_ name: String, password: String, phones: [Operator.Phone]) throws(LoginRefusal) -> Int {
        guard let row = self.operator(name), row.password == password else { throw .wrongPassword }
        guard !row.isLoggedIn else { throw .loggedInElsewhere }
        changeOperator(name) {
            $0.isLoggedIn = true
            $0.isPlayed = false
            $0.state = "1"
            if !phones.isEmpty {
                $0.usualPhones = $0.phones
                $0.phones = phones
            }
        }
        messages.append(.loggedIn(name: name))
        schedule.add(.serveCallers, at: now)
        return row.level
    }

    /// The operator's connection is gone, with or without a word. His rooms stay.
    public mutating func logOut(_ name: String) {
        guard self.operator(name)?.isLoggedIn == true else { return }
        changeOperator(name) {
            $0.isLoggedIn = false
            $0.phones = $0.usualPhones ?? $0.phones
            $0.usualPhones = nil
        }
        messages.append(.loggedOut(name: name))
    }

    public mutating func create(
        by name: String, number: String, localID: String, description: String, others: [String], longest: Int
    ) throws(Refusal) -> Room {
        guard let row = self.operator(name) else { throw Refusal("no such operator") }
        guard row.phones.contains(where: { $0.number == number }) else { throw Refusal("not a telephone of this log-in") }
        guard !rooms.values.contains(where: { $0.owner == name && $0.localID == localID }) else {
            throw Refusal("room exists")
        }
        let key = open(owner: row, number: number, localID: localID, description: description, longest: longest)
        for member in [number] + others { call(member, into: key) }
        return try live(key)
    }

    /// Ends a room: its members go at once, its release follows.
    /// - Parameter numbers: who is named in the request.
    public mutating func stop(_ id: Int, by name: String, naming numbers: [String] = []) throws(Refusal) {
        let room = try steer(id, by: name)
        if stopsNamedOnly {
            for member in room.members where numbers.contains(member.number) { quit(member.serial, in: room.key) }
            return
        }
        empty(room.key)
        schedule.add(.ends(room.key), at: now)
    }

    public mutating func add(_ numbers: [String], to id: Int, by name: String, muted: Bool) throws(Refusal) {
        let room = try steer(id, by: name)
        guard !numbers.isEmpty else { throw Refusal("no number") }
        for number in numbers { call(number, into: room.key, muted: muted) }
    }

    /// - Returns: who is going to leave.
    @discardableResult
    public mutating func kick(_ number: String, from id: Int, by name: String) throws(Refusal) -> Member {
        let (room, member) = try member(number, of: id, by: name)
        schedule.add(.leaves(room.key, member: member.serial), at: now)
        return member
    }

    public mutating func mute(_ number: String, in id: Int, by name: String, _ muted: Bool) throws(Refusal) {
        let (room, member) = try member(number, of: id, by: name)
        change(room.key) { $0.change(member.serial) { $0.isMuted = muted } }
    }

    public mutating func broadcast(_ id: Int, by name: String, _ isBroadcast: Bool) throws(Refusal) {
        let room = try steer(id, by: name)
        change(room.key) { $0.isBroadcast = isBroadcast }
    }

    public mutating func show(_ number: String, in id: Int, by name: String) throws(Refusal) {
        let (room, _) = try member(number, of: id, by: name)
        change(room.key) { $0.hostVideo = number }
    }

    /// The operator's telephone leaves the room in which it is and is called into this one.
    public mutating func switchOperator(to id: Int, by name: String) throws(Refusal) {
        let goal = try steer(id, by: name)
        guard let phone = self.operator(name)?.phones.first?.number else { throw Refusal("no operator number") }
        for room in liveRooms where room.id != id {
            if let member = room.member(phone) { quit(member.serial, in: room.key) }
        }
        call(phone, into: goal.key)
    }

    public mutating func changePassword(of name: String, from old: String, to new: String) throws(Refusal) {
        guard self.operator(name)?.password == old else { throw Refusal("wrong password") }
        guard !new.isEmpty else { throw Refusal("empty password") }
        changeOperator(name) { $0.password = new }
    }

    public mutating func setState(of name: String, _ state: String) throws(Refusal) {
        guard !state.isEmpty else { throw Refusal("no state") }
        changeOperator(name) { $0.state = state }
        messages.append(.newState(name: name, state: state))
        schedule.add(.serveCallers, at: now)
    }

    public mutating func setPhones(of name: String, _ phones: [Operator.Phone]) throws(Refusal) {
        guard !phones.isEmpty else { throw Refusal("no number") }
        changeOperator(name) { $0.phones = phones }
        for phone in phones { messages.append(.phoneState(name: name, number: phone.number, state: phone.state)) }
    }

    /// The operator is called at this number from now on.
    public mutating func useNumber(_ number: String, of name: String) {
        guard let row = self.operator(name), !number.isEmpty else { return }
        let phone = row.phones.first { $0.number == number } ?? Operator.Phone(number: number)
        let others = row.phones.filter { $0.number != number }
        changeOperator(name) { $0.phones = [phone] + others.prefix(1) }
        messages.append(.phoneState(name: name, number: number, state: phone.state))
    }

    /// The operator takes a room that the server offers, or does not.
    public mutating func answerOffer(_ id: Int, by name: String, accepted: Bool) throws(Refusal) {
        let room = try steer(id, by: name)
        guard !room.isAccepted else { throw Refusal("no such offer") }
        if accepted { accept(room.key) } else { end(room.key) }
    }

    /// Ends every room.
    public mutating func restart() {
        for room in liveRooms { end(room.key) }
    }

    public mutating func register(_ number: String, network: Network) {
        guard !number.isEmpty else { return }
        if subscriber(number) != nil {
            subscribers.change(\.number, number) { $0.network = network }
        } else {
            subscribers.append(Subscriber(number: number, name: "", network: network))
            indexSubscribers()
        }
    }

    public mutating func unregister(_ number: String) {
        // The world goes on only with telephones to call.
        guard subscribers.count > 1 else { return }
        subscribers.removeAll { $0.number == number }
        indexSubscribers()
    }

    // MARK: - What trainers and tests do

    /// Somebody calls from outside and waits for an operator.
    public mutating func begin(fromOutside caller: String) { arrive(caller) }

    /// A played operator opens a room.
    @discardableResult
    public mutating func openRoom(by name: String, description: String, members: [String]) throws(Refusal) -> Room {
        guard let phone = self.operator(name)?.phones.first?.number else { throw Refusal("no such operator") }
        let local = newLocalID(phone)
        return try create(
            by: name, number: phone, localID: local, description: description, others: members, longest: 3_600)
    }

    /// The server itself makes a room and offers it to an operator.
    public mutating func offerRoom(to name: String, description: String, members: [String]) throws(Refusal) {
        guard let row = self.operator(name), let phone = row.phones.first?.number else { throw Refusal("no such operator") }
        offer(to: row, number: phone, description: description, origin: .server, members: members)
    }

    /// A member rings off.
    public mutating func hangUp(_ number: String, in id: Int) throws(Refusal) {
        guard let room = rooms[id], let member = room.member(number) else { throw Refusal("no such member") }
        quit(member.serial, in: room.key)
    }

    /// Who is called into a room cannot be had, or has not been heard of since.
    public mutating func fail(_ number: String) throws(Refusal) {
        for room in liveRooms {
            guard let member = room.member(number), member.state != .talking else { continue }
            return fail(member.serial, in: room.key, .noAnswer)
        }
        throw Refusal("nobody calls \(number)")
    }

    /// A played operator is another from now on: he leaves, and comes back under the other name.
    public mutating func renameOperator(_ name: String, _ other: String) {
        guard self.operator(name) != nil, self.operator(other) == nil else { return }
        logOut(name)
        changeOperator(name) {
            $0.name = other
            $0.isLoggedIn = true
        }
        for id in rooms.keys where rooms[id]?.owner == name { rooms[id]?.owner = other }
        messages.append(.loggedIn(name: other))
    }

    /// What the server shows beside a number from now on.
    public mutating func rename(_ number: String, _ name: String) {
        subscribers.change(\.number, number) { $0.name = name }
    }

    // MARK: -

    private func live(_ key: Room.Key) throws(Refusal) -> Room {
        guard let room = room(key) else { throw Refusal("no such room") }
        return room
    }

    /// A room that the operator may steer: his own, or any at level 1.
    private func steer(_ id: Int, by name: String) throws(Refusal) -> Room {
        guard let room = rooms[id] else { throw Refusal("no such room") }
        guard room.owner == name || self.operator(name)?.level == 1 else { throw Refusal("not your room") }
        return room
    }

    private func member(_ number: String, of id: Int, by name: String) throws(Refusal) -> (Room, Member) {
        let room = try steer(id, by: name)
        guard let member = room.member(number) else { throw Refusal("no such member") }
        return (room, member)
    }
}
