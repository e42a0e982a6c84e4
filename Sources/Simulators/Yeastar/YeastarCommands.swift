/// What applications ask the exchange to do.
extension YeastarWorld {
    private func known(_ number: String) throws(YeastarRefusal) -> Phone {
        guard let phone = phones[number] else { throw .unknown }
        return phone
    }

    private func free(_ number: String) throws(YeastarRefusal) {
        guard try known(number).isFree else { throw .impossible }
    }

    /// The call that an extension talks in.
    private func talking(_ number: String) throws(YeastarRefusal) -> Int {
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
        agenda.note(.serve(queue), at: now)
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
        agenda.note(.serve(queue), at: now)
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
                later(.answers(call: call.serial, turn: 0, by: nil), 3_000...12_000)
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

    // MARK: - Prompts, wake-up calls, rooms of a hotel

    mutating func playPrompt(_ prompt: String, extension number: String) throws(YeastarRefusal) {
        try free(number)
        try checkPrompt(prompt)
        play(prompt, to: number)
    }

    mutating func playPrompt(_ prompt: String, outside number: String) throws(YeastarRefusal) {
        try checkPrompt(prompt)
        guard case .outside(let callee, let trunk) = target(of: number) else { throw .noRoute }
        var call = open(.outbound, from: "", to: callee, dialled: number)
        call.trunk = trunk
        calls[call.serial] = call
        later(.answers(call: call.serial, turn: 0, by: nil), 3_000...12_000)
    }

    /// Several are joined by a plus sign.
    private func checkPrompt(_ prompt: String) throws(YeastarRefusal) {
        guard prompt.split(separator: "+").allSatisfy({ prompts.contains(String($0)) }) else { throw .unknown }
    }

    mutating func play(_ prompt: String, to number: String) {
        var call = open(.internal, from: number, to: number, dialled: number)
        call.caller = number
        call.phase = .callerRings
        call.playsFor = 8_000
        let serial = call.serial
        calls[serial] = call
        change(number) {
            $0.call = serial
            $0.isRinging = true
        }
        later(.answers(call: serial, turn: 0, by: number), 2_000...6_000)
        agenda.note(.givesUp(call: serial, turn: 0), at: now + 30_000)
    }

    mutating func setWakeup(_ id: String?, _ request: YeastarRequest) throws(YeastarRefusal) {
        let number = try request.required("number")
        _ = try known(number)
        let type = try request.required("type")
        guard minutes(request["time"]) != nil || (id == nil && request["time"] == nil), ["onetime", "custom"].contains(type),
            request["prompt"].map({ prompts.contains($0) }) ?? true
        else { throw .impossible }
        var settings = request.fields.filter { ["time", "type", "weekdays", "prompt"].contains($0.key) }
        if settings["time"] == nil { settings["time"] = "08:00" }
        if let id {
            guard let index = wakeups.firstIndex(where: { $0.id == id && $0.number == number }) else { throw .unknown }
            wakeups[index].settings = settings
            return noteWakeup(wakeups[index])
        }
        wakeupSerial += 1
        let row = Wakeup(id: String(wakeupSerial), number: number, settings: settings)
        wakeups.append(row)
        noteWakeup(row)
    }

    mutating func deleteWakeups(_ ids: [String]?) throws(YeastarRefusal) {
        guard let ids, ids != ["all"] else { return wakeups.removeAll() }
        guard ids.allSatisfy({ id in wakeups.contains { $0.id == id } }) else { throw .unknown }
        wakeups.removeAll { ids.contains($0.id) }
    }

    private func minutes(_ time: String?) -> Int? {
        let parts = (time ?? "").split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
        return parts[0] * 60 + parts[1]
    }

    /// Rings at the next day that the settings name (0 is Sunday).
    mutating func noteWakeup(_ row: Wakeup) {
        guard let minutes = minutes(row.settings["time"]) else { return }
        let days = row.settings["type"] == "custom" ? YeastarRequest.items(row.settings["weekdays"] ?? "").compactMap { Int($0) } : []
        let local = now / 1_000 + utcOffset
        let midnight = local - local % 86_400
        for day in 0...7 {
            let moment = midnight + day * 86_400 + minutes * 60
            // 1 January 1970 was a Thursday.
            guard moment > local, days.isEmpty || days.contains((moment / 86_400 + 4) % 7) else { continue }
            return agenda.note(.wakes(row.id), at: (moment - utcOffset) * 1_000)
        }
    }

    mutating func checkOut(_ number: String) throws(YeastarRefusal) {
        _ = try known(number)
        wakeups.removeAll { $0.number == number }
        mail[number] = nil
        books.change(.extension, number) { $0["dnd"] = "off" }
    }

    // MARK: - Voice messages

    /// `msg0000.wav` and so on; they move up when others are deleted.
    func messages(_ number: String) -> [(file: String, message: Message)] {
        (mail[number] ?? []).enumerated().map { index, message in
            let digits = String(index)
            return ("msg" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".wav", message)
        }
    }

    mutating func deleteMessages(_ number: String, _ files: [String]) throws(YeastarRefusal) {
        _ = try known(number)
        let all = messages(number)
        guard files == ["all"] || files.allSatisfy({ file in all.contains { $0.file == file } }) else { throw .unknown }
        mail[number] = files == ["all"] ? [] : all.filter { !files.contains($0.file) }.map(\.message)
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
        reports.append(YeastarReport("BootUp", [:]))
    }

    /// A call by somebody from outside ends.
    mutating func hangUp(caller: String?) {
        for call in calls.values.sorted(by: { $0.serial < $1.serial }) where caller == nil || call.from == caller {
            finish(call.serial, by: nil)
        }
    }

    public mutating func rename(_ number: String, _ name: String) { books.change(.extension, number) { $0["username"] = name } }
}
