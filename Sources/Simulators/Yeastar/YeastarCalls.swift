/// A call's life.
extension YeastarWorld {
    /// Where a number leads.
    enum Target: Equatable {
        case `extension`(String), queue(String), room(String), menu(String), group([String])
        /// The number without the route's prefix, and the trunk it goes out on.
        case outside(String, trunk: String)
    }

    func target(of number: String) -> Target? {
        if phones[number] != nil { return .extension(number) }
        if queues[number] != nil { return .queue(number) }
        if books.row(.conference, number) != nil { return .room(number) }
        if let members = ringGroups[number] { return .group(members) }
        if books[.ivr].contains(where: { $0["ivrid"] == number }) { return .menu(number) }
        for route in books[.outroute] {
            let prefix = route["prefix"] ?? ""
            guard number.hasPrefix(prefix), number.count > prefix.count else { continue }
            let trunk = YeastarRequest.items(route["trunks"] ?? "").first
            if let trunk { return .outside((route["prepend"] ?? "") + number.dropFirst(prefix.count), trunk: trunk) }
        }
        return nil
    }

    // MARK: - Inbound routes

    /// Where a number leads that somebody outside calls: by the inbound route whose pattern it matches, else as it stands.
    func destination(of number: String) -> Target? {
        let routes = books[.inroute].filter { $0["did"]?.isEmpty == false && Self.matches(number, $0["did"] ?? "") }
        guard let route = routes.first, let dest = route["dest"] else { return target(of: number) }
        return target(of: dest)
    }

    /// The number of an inbound route that leads there; the number itself where there is none.
    func called(toReach number: String) -> String {
        let did = books[.inroute].first { $0["dest"] == number && $0["did"]?.isEmpty == false }?["did"] ?? number
        // Of a pattern the first number that matches.
        return did.hasPrefix("_") || did.contains("X") ? did.replacing("_", with: "").replacing("X", with: "0") : did
    }

    /// A DID pattern: X is any digit, Z one from 1, N one from 2; a dot stands for the rest.
    static func matches(_ number: String, _ pattern: String) -> Bool {
        var rest = number[...]
        for letter in pattern.drop(while: { $0 == "_" }) {
            if letter == "." || letter == "!" { return letter == "!" || !rest.isEmpty }
            guard let digit = rest.popFirst() else { return false }
            let least: [Character: Character] = ["X": "0", "Z": "1", "N": "2"]
            guard least[letter].map({ ($0..."9").contains(digit) }) ?? (digit == letter) else { return false }
        }
        return rest.isEmpty
    }

    mutating func open(_ direction: Call.Direction, from: String, to: String, dialled: String) -> Call {
        callSerial += 1
        sequence += 2 + Int.random(in: 0...3, using: &random)
        let call = Call(
            serial: callSerial, direction: direction, phase: .ringing, epoch: now / 1_000, sequence: sequence, from: from, to: to,
            dialled: dialled, began: now)
        // Two legs take two ids each.
        sequence += 4
        return call
    }

    private mutating func move(_ serial: Int, to phase: Call.Phase, _ body: (inout Call) -> Void = { _ in }) {
        calls[serial]?.phase = phase
        calls[serial]?.turn += 1
        if var call = calls[serial] {
            body(&call)
            calls[serial] = call
        }
    }

    // MARK: - Beginning

    /// Somebody calls from outside. Nothing is reported before a telephone rings.
    /// - Parameter number: what is called, or where it is to lead: then it is the number of an inbound route that leads there,
    ///   if there is one.
    /// - Returns: the call, unless the number leads nowhere.
    @discardableResult
    mutating func begin(fromOutside caller: String, to number: String, over trunk: String? = nil) -> Int? {
        let called = called(toReach: number)
        guard let target = destination(of: called) else { return nil }
        if case .outside = target { return nil }
        let anyTrunk = random.pick(workingTrunks) ?? "to-18-16-2"
        var call = open(.inbound, from: caller, to: called, dialled: called)
        call.trunk = trunk ?? anyTrunk
        calls[call.serial] = call
        lead(call.serial, to: target)
        return call.serial
    }

    /// An extension calls.
    /// - Parameter rings: its own telephone rings first, because an application dials for it.
    @discardableResult
    mutating func begin(from caller: String, to number: String, ringsFirst rings: Bool = false) -> Int? {
        guard let target = target(of: number) else { return nil }
        var call: Call
        if case .outside(let callee, let trunk) = target {
            call = open(.outbound, from: caller, to: callee, dialled: number)
            call.trunk = trunk
        } else {
            call = open(.internal, from: caller, to: number, dialled: number)
        }
        call.caller = caller
        let serial = call.serial
        if rings { call.phase = .callerRings }
        calls[serial] = call
        change(caller) {
            $0.call = serial
            $0.isRinging = rings
        }
        if rings {
            planPaced(.answers(call: serial, turn: 0, by: caller), in: 1_000...4_000)
            schedule.add(.givesUp(call: serial, turn: 0), at: now + 30_000)
        } else {
            leadOn(serial)
        }
        return serial
    }

    /// From the dialled number to whoever is to answer.
    private mutating func leadOn(_ serial: Int) {
        guard let call = calls[serial], let target = target(of: call.dialled) else { return finish(serial, by: nil) }
        lead(serial, to: target)
    }

    mutating func lead(_ serial: Int, to target: Target) {
        switch target {
        case .extension(let number): ring(serial, [number])
        case .group(let members): ring(serial, members)
        case .queue(let queue):
            move(serial, to: .waiting) { $0.queue = queue }
            queues[queue]?.waiting.append(serial)
            schedule.add(.serve(queue), at: now)
            planPaced(.abandons(call: serial), in: 40_000...180_000)
        case .menu:
            move(serial, to: .menu) { $0.answered = $0.answered ?? $0.began }
            planPaced(.chooses(call: serial, turn: turn(serial)), in: 3_000...12_000)
        case .room(let room): join(serial, room)
        case .outside(let number, let trunk):
            guard let call = calls[serial] else { return }
            if call.direction != .outbound { return connectOverTrunk(serial, number, trunk) }
            move(serial, to: .ringing)
            reportAlert(call)
            reportRing(call, nil)
            if random.happens(85) {
                planPaced(.answers(call: serial, turn: turn(serial), by: nil), in: 3_000...12_000)
            } else {
                planPaced(.givesUp(call: serial, turn: turn(serial)), in: 15_000...30_000)
            }
        }
    }

    /// Somebody who has come in over a trunk goes out over another.
    private mutating func connectOverTrunk(_ serial: Int, _ number: String, _ trunk: String) {
        guard let call = calls[serial] else { return }
        var out = open(.outbound, from: call.from, to: number, dialled: number)
        out.trunk = trunk
        out.partner = serial
        out.phase = .talking
        out.answered = now
        calls[out.serial] = out
        let partner = out.serial
        move(serial, to: .talking) {
            $0.partner = partner
            $0.answered = $0.answered ?? $0.began
        }
        planPaced(.ends(call: serial, turn: turn(serial)), in: 20_000...120_000)
    }

    /// Both sides are outside: the caller is dialled first, the callee when that one is there.
    mutating func connectOutside(_ caller: String, callerTrunk: String, _ callee: String, calleeTrunk: String, dialled: String) {
        var call = open(.outbound, from: callee, to: caller, dialled: dialled)
        call.trunk = callerTrunk
        call.phase = .talking
        call.answered = now
        calls[call.serial] = call
        connectOverTrunk(call.serial, callee, calleeTrunk)
    }

    // MARK: - Ringing and answering

    mutating func ring(_ serial: Int, _ numbers: [String]) {
        let free = numbers.filter { isFree($0) }
        guard let call = calls[serial], !free.isEmpty else { return missed(serial, numbers.first) }
        move(serial, to: .ringing) {
            $0.ringing = free
            $0.legs = [:]
        }
        for number in free {
            if call.direction != .outbound { sequence += 2 }
            calls[serial]?.legs[number] = sequence
            change(number) {
                $0.call = serial
                $0.isRinging = true
            }
            // Both reports of a leg are sent when it rings, and for monitored extensions only.
            guard let ringing = calls[serial], phones[number]?.isMonitored == true else { continue }
            reportAlert(ringing, number)
            reportRing(ringing, number)
        }
        let turn = turn(serial)
        let timeout =
            call.queue.flatMap { books.row(.queue, $0)?["agenttimeout"] }
            ?? books.row(.extension, free[0])?["ringtimeout"]
        schedule.add(.givesUp(call: serial, turn: turn), at: now + (timeout.flatMap { Int($0) } ?? 30) * 1_000)
        if random.happens(call.queue == nil ? 80 : 88), let first = random.pick(free) {
            planPaced(.answers(call: serial, turn: turn, by: first), in: 2_000...9_000)
        }
    }

    /// - Parameter number: who goes off hook; nil is somebody outside.
    mutating func answer(_ serial: Int, by number: String?) {
        guard var call = calls[serial] else { return }
        if call.phase == .callerRings, let caller = call.caller {
            change(caller) { $0.isRinging = false }
            if let length = call.playsFor {
                move(serial, to: .prompt) { [now] in $0.answered = now }
                reportAnswer(calls[serial] ?? call)
                return schedule.add(.ends(call: serial, turn: turn(serial)), at: now + length)
            }
            if let room = call.room { return join(serial, room) }
            return leadOn(serial)
        }
        if let room = call.room { return join(serial, room) }
        if let queue = call.queue { queues[queue]?.waiting.removeAll { $0 == serial } }
        for other in call.ringing where other != number { change(other) { $0.hangUp() } }
        move(serial, to: .talking) { [now] in
            $0.ringing = []
            $0.answered = $0.answered ?? now
            guard let number else { return }
            if $0.direction == .outbound { $0.caller = number } else { $0.callee = number }
        }
        call = calls[serial] ?? call
        if let number { change(number) { $0.isRinging = false } }
        reportAnswer(call)
        if random.happens(4), call.callee != nil {
            planPaced(.transfers(call: serial, turn: call.turn), in: 8_000...20_000)
        } else {
            planPaced(.ends(call: serial, turn: call.turn), in: 20_000...150_000)
        }
    }

    /// Nobody has answered.
    mutating func giveUp(_ serial: Int) {
        guard let call = calls[serial] else { return }
        for number in call.ringing { change(number) { $0.hangUp() } }
        calls[serial]?.ringing = []
        if let queue = call.queue, queues[queue]?.waiting.contains(serial) == true {
            // Back among those who wait.
            for number in call.ringing { reportFailure(call, callee: number) }
            let retry = books.row(.queue, queue)?["retry"].flatMap { Int($0) } ?? 5
            let ringsAgain = now + min(retry, 10) * 1_000
            move(serial, to: .waiting) { $0.ringsAgain = ringsAgain }
            return schedule.add(.serve(queue), at: ringsAgain)
        }
        missed(serial, call.phase == .callerRings ? call.caller : call.ringing.first)
    }

    private mutating func missed(_ serial: Int, _ number: String?) {
        guard let call = calls[serial] else { return }
        if let number, number != call.caller, books.row(.extension, number)?["hasvoicemail"] == "on", call.direction != .outbound {
            move(serial, to: .voicemail) { [now] in
                $0.answered = $0.answered ?? now
                $0.callee = number
            }
            reportAnswer(calls[serial] ?? call)
            return planPaced(.ends(call: serial, turn: turn(serial)), in: 4_000...20_000)
        }
        reportFailure(call, callee: number == call.caller ? nil : number)
        finish(serial, by: nil, isSilent: true)
    }

    // MARK: - Rooms

    mutating func join(_ serial: Int, _ room: String) {
        guard let call = calls[serial], let settings = books.row(.conference, room) else { return finish(serial, by: nil) }
        move(serial, to: .room) { [now] in
            $0.room = room
            $0.answered = $0.answered ?? now
        }
        if let caller = call.caller { change(caller) { $0.isRinging = false } }
        let number = call.caller ?? call.callee ?? (call.direction == .outbound ? call.to : call.from)
        let tech = phones[number] == nil ? call.trunk : number
        rooms[room, default: []].append(
            Member(
                number: number, channel: "PJSIP/\(tech)-" + Texts.filled(serial, 8, radix: 16),
                call: serial,
                isWaiting: settings["waitformoderator"] == "yes" && rooms[room]?.isEmpty != false))
        // The second one is the moderator whom the first has waited for.
        if let members = rooms[room], members.count > 1 {
            for place in members.indices { rooms[room]?[place].isWaiting = false }
        }
        reportAnswer(calls[serial] ?? call)
        planPaced(.ends(call: serial, turn: turn(serial)), in: 60_000...400_000)
    }

    // MARK: - Ending

    /// - Parameters:
    ///   - number: the extension that hung up; nil when the outside did, or nobody in particular.
    ///   - isSilent: no BYE, because nothing was answered and the failure is told.
    mutating func finish(_ serial: Int, by number: String?, isSilent: Bool = false) {
        guard let call = calls.removeValue(forKey: serial) else { return }
        let numbers = call.extensions + call.ringing
        for (room, members) in rooms where members.contains(where: { $0.call == serial }) {
            rooms[room] = members.filter { $0.call != serial }
        }
        if let queue = call.queue {
            queues[queue]?.waiting.removeAll { $0 == serial }
            let wrapUp = books.row(.queue, queue)?["wrapuptime"].flatMap { Int($0) }
            if let agent = call.callee, call.answered != nil, let time = wrapUp {
                queues[queue]?.wrapUp[agent] = now + time * 1_000
                schedule.add(.serve(queue), at: now + time * 1_000)
            }
        }
        if call.phase == .voicemail, let owner = call.callee {
            mail[owner, default: []].append(VoiceMessage(from: call.from, time: now, seconds: talked(call)))
        }
        if !isSilent { reportEnd(call, first: number) }
        for number in numbers where phones[number]?.call == serial {
            change(number) { $0.hangUp() }
            endSupervision(of: number)
        }
        record(call)
        if let partner = call.partner { finish(partner, by: nil) }
    }

    /// Who listens to a call is out with its end.
    private mutating func endSupervision(of target: String) {
        for number in phones.filter({ $0.value.watches == target }).map(\.key).sorted() { change(number) { $0.watches = nil } }
    }

    private func talked(_ call: Call) -> Int { call.answered.map { (now - $0) / 1_000 } ?? 0 }

    private mutating func record(_ call: Call) {
        let other = call.direction == .outbound ? call.dialled : call.callee ?? call.to
        var recording: String?
        // Queues are recorded, nobody else.
        if call.queue != nil, let callee = call.callee, call.answered != nil {
            let plain = call.from.prefix(20).map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
            let name = "exten-\(callee)-\(plain)-\(localTime(call.began, "%Y%m%d-%H%M%S"))-\(call.id).wav"
            recordings.insert(name)
            recording = name
        }
        let record = Record(
            time: call.began, callid: call.id, from: call.from, to: other, duration: String((now - call.began) / 1_000),
            talked: String(talked(call)), status: call.answered == nil ? "NO ANSWER" : "ANSWERED",
            type: call.direction.rawValue, recording: recording)
        records.append(record)
        if records.count > 10_000 { records.removeFirst(1_000) }
        report(record)
    }

    // MARK: - Moving on

    /// - Returns: whether there was somewhere to go.
    mutating func transfer(_ serial: Int, by transferor: String, to number: String) -> Bool {
        guard let call = calls[serial], let target = target(of: number), target != .extension(transferor) else { return false }
        if case .extension(let callee) = target, !isFree(callee) { return false }
        change(transferor) { $0.hangUp() }
        endSupervision(of: transferor)
        if let queue = call.queue { queues[queue]?.waiting.removeAll { $0 == serial } }
        move(serial, to: .ringing) {
            // Of two extensions the one that stays is the caller from now on.
            if $0.direction == .internal { $0.caller = $0.extensions.first { $0 != transferor } } else { $0.caller = nil }
            $0.callee = nil
            $0.queue = nil
            $0.legs = [:]
        }
        lead(serial, to: target)
        return true
    }

    func turn(_ serial: Int) -> Int { calls[serial]?.turn ?? 0 }
}
