/// What applications may do to the exchange. Each either acts or throws a `Refusal`.
extension SmartPBXWorld {
    /// Rings the caller's telephone first (a queue: its members; a menu: the callee at once), then leads it to the callee.
    /// - Returns: the call's id.
    public mutating func dial(_ caller: String, _ callee: String, permission: String? = nil) throws(Refusal) -> String {
        guard isInside(caller) else { throw Refusal("Extension is not existing") }
        try checkPermission(callee, of: self.extension(caller) != nil ? caller : permission)
        let direction: Direction = isInside(callee) ? .internal : .outbound
        if let row = self.extension(caller) {
            guard row.isFree else { throw Refusal("Extension is \(row.status.lowercased())") }
            let id = begin(caller: caller, called: callee, direction: direction)
            calls[id]?.sequel = .reach(callee)
            ringOwner(caller, for: id)
            return id
        }
        let id = begin(caller: caller, called: callee, direction: direction)
        if queue(caller) != nil {
            calls[id]?.sequel = .reach(callee)
            enqueue(id, in: caller)
        } else {
            let sequel: Call.Sequel = room(caller) != nil ? .room(caller) : .menu(caller)
            calls[id]?.sequel = sequel
            reach(callee, with: id)
        }
        return id
    }

    /// Ends a call.
    public mutating func hangUp(_ id: String) throws(Refusal) {
        guard calls[id] != nil else { throw Refusal("No such channel") }
        end(id)
    }

    /// Rings the supervisor, who then hears the call of the watched extension.
    /// - Returns: the supervision call's id.
    public mutating func supervise(_ watched: String, by monitor: String, mode: String) throws(Refusal) -> String {
        guard ["listen", "whisper", "barge"].contains(mode) else { throw Refusal("Unknown type") }
        guard let supervisor = self.extension(monitor), let row = self.extension(watched) else {
            throw Refusal("Extension is not existing")
        }
        guard supervisor.isFree else { throw Refusal("Extension is \(supervisor.status.lowercased())") }
        guard row.call != nil, !row.isRinging else { throw Refusal("No call to listen to") }
        let id = begin(caller: monitor, called: watched, direction: .internal)
        calls[id]?.sequel = .supervise(watched)
        supervisions.append(id)
        ringOwner(monitor, for: id)
        return id
    }

    public mutating func add(_ number: String, to queue: String) throws(Refusal) {
        let members = try membersOf(queue)
        guard self.extension(number) != nil else { throw Refusal("Extension is not existing") }
        guard !members.contains(where: { $0.number == number }) else {
            throw Refusal("Unable to add interface: Already there")
        }
        changeQueue(queue) { $0.members.append(.init(number: number)) }
        schedule.add(.serve(queue), at: now)
    }

    public mutating func remove(_ number: String, from queue: String) throws(Refusal) {
        try checkMember(number, of: queue)
        changeQueue(queue) { $0.members.removeAll { $0.number == number } }
    }

    public mutating func pause(_ number: String, in queue: String, _ paused: Bool) throws(Refusal) {
        try checkMember(number, of: queue)
        changeQueue(queue) { $0.members.change(\.number, number) { $0.isPaused = paused } }
        if !paused { schedule.add(.serve(queue), at: now) }
    }

    /// Calls a number into a room.
    public mutating func invite(_ member: String, to number: String, permission: String) throws(Refusal) {
        guard room(number) != nil else { throw Refusal("Conference is not existing") }
        try checkPermission(member, of: permission)
        if let row = self.extension(member), !row.isFree { throw Refusal("Extension is \(row.status.lowercased())") }
        let id = begin(caller: number, called: member, direction: isInside(member) ? .internal : .outbound)
        calls[id]?.source = "ConfBridge/\(number)"
        calls[id]?.sequel = .room(number)
        reach(member, with: id)
    }

    public mutating func kick(_ channel: String, from number: String) throws(Refusal) {
        end(try member(channel, of: number).call)
    }

    public mutating func mute(_ channel: String, in number: String, _ muted: Bool) throws(Refusal) {
        let member = try member(channel, of: number)
        changeRoom(number) {
            $0.members.change(\.channel, member.channel) {
                $0.isMuted = muted
                $0.isTalking = $0.isTalking && !muted
            }
        }
    }

    /// The room, if anybody is in it.
    public func running(_ number: String) throws(Refusal) -> Room {
        guard let room = room(number) else { throw Refusal("Conference is not existing") }
        guard !room.members.isEmpty else { throw Refusal("Conference is not running") }
        return room
    }

    public mutating func configure(
        _ number: String, loggedOut: Bool, name: String?, permission: Int
    ) throws(Refusal) {
        guard self.extension(number) != nil else { throw Refusal("Extension is not existing") }
        guard (0...4).contains(permission) else { throw Refusal("permission is out of range") }
        change(number) {
            $0.isLoggedOut = loggedOut
            $0.permission = permission
            if let name { $0.name = name }
        }
    }

    /// Keeps an alarm. (No event and no query of the document tells of it again.)
    mutating func setAlarm(_ alarm: Alarm, on number: String) throws(Refusal) {
        guard self.extension(number) != nil else { throw Refusal("Extension is not existing") }
        guard sounds.contains(alarm.sound) else { throw Refusal("clock sound is not existing") }
        let time = alarm.start.split(separator: ":").compactMap { Int($0) }
        guard time.count == 2, (0..<24).contains(time[0]), (0..<60).contains(time[1]) else {
            throw Refusal("start is not a time")
        }
        change(number) { $0.alarm = alarm }
    }

    /// Plugs a telephone in or out, as a script may want.
    public mutating func register(_ number: String, _ registered: Bool) throws(Refusal) {
        guard let row = self.extension(number) else { throw Refusal("Extension is not existing") }
        if !registered, let call = row.call { end(call) }
        change(number) { $0.isRegistered = registered }
    }

    /// Lets a name appear that no terminal should believe.
    public mutating func rename(_ number: String, _ name: String) {
        change(number) { $0.name = name }
    }

    /// The telephone of whoever asked for the call: he is at it, and answers.
    private mutating func ringOwner(_ number: String, for id: String) {
        guard let turn = nextTurn(of: id) else { return }
        calls[id]?.ringing = [number]
        change(number) {
            $0.call = id
            $0.isRinging = true
        }
        planPaced(.answers(call: id, turn: turn, number: number), in: 1_200...3_000)
    }

    private func membersOf(_ queue: String) throws(Refusal) -> [Queue.Member] {
        guard let queue = self.queue(queue) else { throw Refusal("Queue is not existing") }
        return queue.members
    }

    private func checkMember(_ number: String, of queue: String) throws(Refusal) {
        guard try membersOf(queue).contains(where: { $0.number == number }) else {
            throw Refusal("Unable to find interface in queue")
        }
    }

    private func member(_ channel: String, of number: String) throws(Refusal) -> Room.Member {
        guard let member = try running(number).members.first(where: { $0.channel == channel }) else {
            throw Refusal("Channel is not in the conference")
        }
        return member
    }

    /// Reaching an outside number takes an extension's permission: 2 local, 3 long distance, 4 international.
    private func checkPermission(_ callee: String, of holder: String?) throws(Refusal) {
        guard !isInside(callee) else { return }
        let digits = callee.hasPrefix("+") ? callee.dropFirst() : callee[...]
        guard digits.count >= 3, digits.allSatisfy({ ("0"..."9").contains($0) }) else {
            throw Refusal("No route for the called number")
        }
        guard let holder, let row = self.extension(holder) else { throw Refusal("dialpermission is missing") }
        let isForeign = callee.hasPrefix("00") || (callee.hasPrefix("+") && !callee.hasPrefix("+86"))
        let needed = isForeign ? 4 : (callee.hasPrefix("0") || callee.hasPrefix("+86") || digits.count == 11 ? 3 : 2)
        guard row.permission >= needed else { throw Refusal("Permission denied") }
    }
}
