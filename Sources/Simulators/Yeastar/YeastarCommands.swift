/// What applications ask the exchange to do.
extension YeastarWorld {
    func known(_ number: String) throws(YeastarRefusal) -> Phone {
        guard let phone = phones[number] else { throw .unknown }
        return phone
    }

    func free(_ number: String) throws(YeastarRefusal) {
        guard try known(number).isFree else { throw .impossible }
    }

    /// The call that an extension talks in.
    func talking(_ number: String) throws(YeastarRefusal) -> Int {
        guard let phone = phones[number] else { throw .unknown }
        guard let call = phone.call, !phone.isRinging, calls[call]?.answered != nil else { throw .impossible }
        return call
    }

    /// A call by inboundid, outboundid or callid.
    func call(_ id: String) -> Call? { calls.values.first { $0.id == id || $0.legID == id } }

    func calls(_ direction: Call.Direction) -> [Call] {
        calls.values.filter { $0.direction == direction }.sorted { $0.serial < $1.serial }
    }

    // MARK: - Calls

    mutating func dial(_ caller: String, _ callee: String, autoAnswer: Bool) throws(YeastarRefusal) {
        try free(caller)
        guard let target = target(of: callee), target != .extension(caller) else { throw .unknown }
        if case .outside = target { throw .unknown }
        begin(from: caller, to: callee, ringsFirst: !autoAnswer)
    }

    mutating func dialOutside(_ caller: String, _ number: String, autoAnswer: Bool) throws(YeastarRefusal) {
        try free(caller)
        guard case .outside = target(of: number) else { throw .noRoute }
        begin(from: caller, to: number, ringsFirst: !autoAnswer)
    }

    /// A queue or a ring group and somebody outside: an agent's telephone rings first.
    mutating func dialOutside(group: String, members: [String]?, _ number: String) throws(YeastarRefusal) {
        guard let members else { throw .unknown }
        guard case .outside = target(of: number) else { throw .noRoute }
        guard let agent = members.first(where: { isFree($0) }) else { throw .impossible }
        begin(from: agent, to: number, ringsFirst: true)
    }

    mutating func connectOutside(_ caller: String, _ callee: String) throws(YeastarRefusal) {
        guard case .outside(let first, let firstTrunk) = target(of: caller),
            case .outside(let second, let secondTrunk) = target(of: callee)
        else { throw .noRoute }
        connectOutside(first, callerTrunk: firstTrunk, second, calleeTrunk: secondTrunk, dialled: caller)
    }

    mutating func hangUp(extension number: String) throws(YeastarRefusal) {
        let phone = try known(number)
        if phone.watches != nil { return change(number) { $0.watches = nil } }
        guard let call = phone.call else { throw .impossible }
        finish(call, by: number)
    }

    mutating func hangUp(_ id: String, _ direction: Call.Direction) throws(YeastarRefusal) {
        guard let call = call(id), call.direction == direction else { throw .unknown }
        finish(call.serial, by: nil)
    }

    mutating func hold(_ number: String, _ isHeld: Bool) throws(YeastarRefusal) {
        _ = try talking(number)
        guard phones[number]?.isOnHold != isHeld else { throw .impossible }
        change(number) { $0.isOnHold = isHeld }
    }

    mutating func mute(_ number: String, _ isMuted: Bool) throws(YeastarRefusal) {
        _ = try talking(number)
        change(number) { $0.isMuted = isMuted }
    }

    mutating func transfer(_ id: String, by transferor: String, to number: String) throws(YeastarRefusal) {
        guard let call = call(id) else { throw .unknown }
        guard call.extensions.contains(transferor), call.answered != nil else { throw .impossible }
        guard let target = target(of: number) else { throw .noRoute }
        if case .outside = target, call.direction == .outbound { throw .impossible }
        guard transfer(call.serial, by: transferor, to: number) else { throw .impossible }
    }

    // MARK: - Supervision

    /// - Parameter mode: the monitormode that allows it, beside Extensive.
    mutating func watch(_ supervisor: String, _ target: String, mode: String) throws(YeastarRefusal) {
        try free(supervisor)
        _ = try talking(target)
        let own = books.row(.extension, supervisor)?["monitormode"]?.lowercased() ?? "disable"
        guard own == "extensive" || own == mode.lowercased(), books.row(.extension, target)?["allowbeingmonitored"] == "on",
            !phones.values.contains(where: { $0.watches == target })
        else { throw .impossible }
        change(supervisor) { $0.watches = target }
    }

    // MARK: - Queues

    private func queue(_ number: String, password: String?, isRequired: Bool) throws(YeastarRefusal) {
        guard let row = books.row(.queue, number) else { throw .unknown }
        guard password != nil || isRequired else { return }
        guard (password ?? "") == row["password"] ?? "" else { throw .wrongPassword }
    }

    mutating func logIn(_ agent: String, _ queue: String, password: String?) throws(YeastarRefusal) {
        try self.queue(queue, password: password, isRequired: false)
        _ = try known(agent)
        let allowed = YeastarRequest.items(books.row(.queue, queue)?["dynamicagents"] ?? "")
        guard allowed.contains(agent), queues[queue]?.loggedIn.contains(agent) == false else { throw .impossible }
        queues[queue]?.loggedIn.append(agent)
        schedule.add(.serve(queue), at: now)
    }

    mutating func logOut(_ agent: String, _ queue: String, password: String?) throws(YeastarRefusal) {
        try self.queue(queue, password: password, isRequired: true)
        guard queues[queue]?.loggedIn.contains(agent) == true else { throw .impossible }
        queues[queue]?.loggedIn.removeAll { $0 == agent }
        queues[queue]?.paused.remove(agent)
    }

    mutating func pause(_ agent: String, _ queue: String, _ isPaused: Bool) throws(YeastarRefusal) {
        guard queues[queue] != nil, agents(of: queue).contains(agent) else { throw .unknown }
        if isPaused { queues[queue]?.paused.insert(agent) } else { queues[queue]?.paused.remove(agent) }
        schedule.add(.serve(queue), at: now)
    }

    // MARK: - Rooms

    mutating func invite(_ numbers: [String], _ room: String) throws(YeastarRefusal) {
        guard books.row(.conference, room) != nil else { throw .unknown }
        for number in numbers {
            switch target(of: number) {
            case .extension: try free(number)
            case .outside: break
            default: throw .unknown
            }
        }
        for number in numbers {
            if case .outside(let callee, let trunk) = target(of: number) {
                var call = open(.outbound, from: room, to: callee, dialled: number)
                call.trunk = trunk
                call.room = room
                calls[call.serial] = call
                planPaced(.answers(call: call.serial, turn: 0, by: nil), in: 3_000...12_000)
            } else if let serial = begin(from: number, to: room, ringsFirst: true) {
                calls[serial]?.room = room
            }
        }
    }

    mutating func kick(_ numbers: [String], _ room: String) throws(YeastarRefusal) {
        for serial in try members(numbers, room).map(\.call) { finish(serial, by: nil) }
    }

    mutating func muteMembers(_ numbers: [String], _ room: String, _ isMuted: Bool) throws(YeastarRefusal) {
        let meant = Set(try members(numbers, room).map(\.call))
        rooms[room] = rooms[room]?.map { member in
            var member = member
            if meant.contains(member.call) { member.isMuted = isMuted }
            return member
        }
    }

    private func members(_ numbers: [String], _ room: String) throws(YeastarRefusal) -> [Member] {
        let members = rooms[room] ?? []
        if numbers == ["all"] { return members }
        let meant = members.filter { numbers.contains($0.number) }
        guard meant.count >= numbers.count else { throw .unknown }
        return meant
    }

    // MARK: - Settings that have a life beside them

    mutating func addExtension(_ request: YeastarRequest) throws(YeastarRefusal) {
        let number = try request.required("number")
        guard target(of: number) == nil || phones[number] == nil, number.allSatisfy(\.isNumber) else { throw .taken }
        let defaults = [
            "username": number, "type": "pjsip", "noanswerforward": "off", "busyforward": "off", "callerid": number,
            "userpassword": "", "registerpassword": "", "email": "", "moblie": "", "maxregistrations": "1", "hasvoicemail": "off",
            "vmsecret": "", "enablevmtoemail": "off", "language": "cn", "allowbeingmonitored": "off", "monitormode": "disable",
            "maxduration": "10800", "dnd": "off",
        ]
        phones[try books.add(.extension, request, defaults: defaults)] = Phone(isRegistered: false)
    }

    mutating func updateExtension(_ request: YeastarRequest) throws(YeastarRefusal) {
        let renamed = request["extnumber"]
        if let renamed, phones[renamed] != nil, renamed != request["extid"] { throw .taken }
        if renamed != nil, let old = request["extid"], phones[old]?.call != nil { throw .impossible }
        let old = try books.update(.extension, request)
        if let renamed, let phone = phones.removeValue(forKey: old) { phones[renamed] = phone }
    }

    mutating func deleteExtension(_ request: YeastarRequest) throws(YeastarRefusal) {
        for number in try books.delete(.extension, request, mayAll: false) {
            if let call = phones[number]?.call { finish(call, by: number) }
            phones[number] = nil
            mail[number] = nil
        }
    }

    /// Numbers of rooms begin anew with every room.
    mutating func insertRoom(_ request: YeastarRequest) throws(YeastarRefusal) {
        let number = try request.required("number")
        guard target(of: number) == nil else { throw .taken }
        _ = try books.add(
            .conference, request,
            defaults: ["name": number, "participantepassword": "", "moderatorpassword": "", "waitformoderator": "no"])
    }

    mutating func deleteRoom(_ request: YeastarRequest) throws(YeastarRefusal) {
        for room in try books.delete(.conference, request, mayAll: false) { try kick(["all"], room) }
    }

    // MARK: - What only the trainer does

    /// A command of a script that people or other applications are behind.
    /// - Returns: false where there is no such thing.
    mutating func act(_ verb: String, _ words: [String]) throws(YeastarRefusal) -> Bool {
        switch (verb, words.first ?? "", words.last ?? "") {
        case ("manual", _, _): traffic.isManual = true
        case ("answer", let number, _):
            guard let serial = try known(number).call, phones[number]?.isRinging == true else { throw .impossible }
            answer(serial, by: number)
        case ("hold", let number, _): try hold(number, true)
        case ("unhold", let number, _): try hold(number, false)
        case ("transfer", let number, let goal): transferAtTheTelephone(try talking(number), by: number, to: goal)
        case ("redirect", let number, let goal): try transfer(calls[try talking(number)]?.id ?? "", by: number, to: goal)
        case ("listen", let number, let target): change(number) { $0.watches = target }
        case ("choose", let caller, let goal):
            guard let call = calls.values.first(where: { $0.from == caller && $0.phase == .menu }), let target = target(of: goal)
            else { throw .unknown }
            lead(call.serial, to: target)
        case ("unmonitor", let number, _):
            _ = try known(number)
            phones[number]?.isMonitored = false
        default: return false
        }
        return true
    }

    public mutating func register(_ number: String, _ isRegistered: Bool) { change(number) { $0.isRegistered = isRegistered } }

    /// - Parameter status: Registering, Failure, Registered, Disable or Unknown.
    public mutating func setTrunk(_ name: String, status: String) { trunkStates[name] = status }

    /// Everything is cut off without a word; the only report is BootUp.
    mutating func reboot() {
        calls = [:]
        rooms = [:]
        for number in phones.keys {
            phones[number]?.hangUp()
            phones[number]?.watches = nil
        }
        for queue in queues.keys { queues[queue]?.waiting = [] }
        messages.append(YeastarReport("BootUp", [:]))
    }

    /// A call by somebody from outside ends.
    mutating func hangUp(caller: String?) {
        for call in calls.values.sorted(by: { $0.serial < $1.serial }) where caller == nil || call.from == caller {
            finish(call.serial, by: nil)
        }
    }

    public mutating func rename(_ number: String, _ name: String) { books.change(.extension, number) { $0["username"] = name } }
}
