/// What applications may do to the platform. Each either acts or throws a `WebCTIRefusal`.
extension WebCTIWorld {
    /// Rings the telephone (or dials the outside number) of a dial string, and then does what the sequel says.
    /// - Parameter ringTime: how long it rings, in milliseconds.
    /// - Returns: the channel that rings.
    mutating func originate(
        _ interface: String, then sequel: Channel.Sequel, ringTime: Milliseconds? = nil, variables: [String: String] = [:],
        refusal: (code: Int, action: String) = (1232, "originate")
    ) throws(WebCTIRefusal) -> String {
        func failure(_ reason: Int) -> WebCTIRefusal {
            WebCTIRefusal(refusal.code, "Do \(refusal.action) failed: Originate failed", reason: reason)
        }
        let channel: String
        if let device = device(ofInterface: interface) {
            guard device.isRegistered else { throw failure(8) }
            guard isFree(device.number) else { throw failure(5) }
            channel = open(
                number: device.number, name: name(of: device), device: device.number, isOrigin: true, state: .ringing,
                place: .summoned(sequel))
        } else if let trunk = trunks.first(where: { interface.hasPrefix($0.name + "/") }) {
            guard trunk.isReachable else { throw failure(8) }
            channel = open(
                number: String(interface.dropFirst(trunk.name.count + 1)), name: "", trunk: trunk.name, isOrigin: true,
                state: .dialing, place: .summoned(sequel))
        } else if interface.hasPrefix("Local/"), let trunk = trunks.first(where: \.isReachable) {
            let number = interface.dropFirst(6).prefix { $0 != "@" }
            channel = open(
                number: String(number), name: "", trunk: trunk.name, isOrigin: true, state: .dialing, place: .summoned(sequel))
        } else {
            throw failure(8)
        }
        channels[channel]?.variables = variables
        // Who is rung because he asked for it answers.
        guard let turn = nextTurn(of: channel) else { return channel }
        schedule.add(.givesUp(channel, turn: turn), at: now + (ringTime ?? 30_000))
        planPaced(.answers(channel, turn: turn), in: 1_000...3_000)
        return channel
    }

    /// What an application of `ctioriginate` is to do.
    /// - Throws: a refusal for what is no application here.
    func sequel(application: String, data: String) throws(WebCTIRefusal) -> Channel.Sequel {
        // The document has lost its bars; Asterisk of old takes them, newer ones take commas.
        let words = data.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "|" }.map(String.init)
        switch application.lowercased() {
        case "chanspy":
            guard let first = words.first, let device = device(ofInterface: first) else { break }
            return .spy(device: device.number, options: words.dropFirst().first ?? "")
        case "meetme":
            guard let first = words.first, room(first) != nil else { break }
            return .meet(room: first)
        case "dial", "queue":
            guard let number = words.first?.split(separator: "/").last else { break }
            return .reach(String(number))
        default: break
        }
        throw WebCTIRefusal(1232, "Do originate failed: Originate failed", reason: 1)
    }

    /// Plugs a telephone in or out.
    public mutating func register(_ number: String, _ registered: Bool) {
        if !registered { for name in device(number)?.channels ?? [] { end(name) } }
        change(number) { $0.isRegistered = registered }
    }

    public mutating func hangUp(_ name: String) throws(WebCTIRefusal) {
        guard channels[name] != nil else { throw WebCTIRefusal(1191, "Hangup failed: No such channel") }
        end(name)
    }

    /// Leads a channel (and another along with it) away from whomever it is connected to.
    public mutating func redirect(_ name: String, _ extra: String? = nil, to number: String) throws(WebCTIRefusal) {
        for channel in [name, extra].compactMap({ $0 }) where channels[channel] == nil {
            throw WebCTIRefusal(1231, "Redirect failed: Channel does not exist: \(channel)")
        }
        if let extra, channels[extra]?.peer == name { channels[extra]?.peer = nil; channels[name]?.peer = nil }
        for channel in [name, extra].compactMap({ $0 }) {
            detach(channel, for: number)
            reach(number, with: channel)
        }
    }

    /// Frees a channel from where it is; whom it was connected to is released.
    private mutating func detach(_ name: String, for number: String = "") {
        guard let channel = channels[name] else { return }
        switch channel.place {
        case .waiting(let queue): abandon(queue, name)
        case .parked(let slot): endParking(slot, channel: name, as: .unparked)
        case .meeting(let room): leaveRoom(room, name)
        case .talking:
            if let (caller, agent) = parties(channel, channel.peer.flatMap { channels[$0] }), let queue = caller.queue {
                let linked = caller.linked ?? now
                let (waited, talked) = ((linked - caller.queueStart) / 1_000, (now - linked) / 1_000)
                log(
                    "BLINDTRANSFER", queue: queue, call: caller, agent: agent.device,
                    [number, "from-internal", "\(waited)", "\(talked)", "\(caller.queuePosition)"])
            }
        default: break
        }
        channels[name]?.queue = nil
        channels[name]?.queueStart = 0
        channels[name]?.isHeld = false
        channels[name]?.linked = nil
        guard let peer = channels[name]?.peer else { return }
        channels[name]?.peer = nil
        channels[peer]?.peer = nil
        channels[peer]?.queue = nil
        end(peer)
    }

    /// Begins an attended transfer: the channel's peer hears music while the channel asks.
    public mutating func consult(_ name: String, _ number: String) throws(WebCTIRefusal) {
        guard let channel = channels[name], channel.place == .talking, let peer = channel.peer, channel.consulting == nil else {
            throw WebCTIRefusal(1031, "Atxfer operation failed: Channel specified does not exist")
        }
        channels[name]?.consulting = peer
        channels[name]?.peer = nil
        channels[peer]?.peer = nil
        channels[peer]?.place = .consulted(by: name)
        nextTurn(of: peer)
        reach(number, with: name)
    }

    public mutating func hold(_ name: String, _ held: Bool) throws(WebCTIRefusal) {
        guard channels[name] != nil else {
            throw WebCTIRefusal(held ? 1201 : 1431, "\(held ? "Hold" : "UnHold") failed: No such channel")
        }
        channels[name]?.isHeld = held
    }

    /// Parks a channel on the lowest free slot; who parked it hangs up.
    /// - Parameter timeout: seconds.
    public mutating func park(_ name: String, from source: String, timeout: Int = 300) throws(WebCTIRefusal) {
        for channel in [name, source] where channels[channel] == nil {
            throw WebCTIRefusal(1251, "Park \(name) failed: Channel does not exist: \(channel)")
        }
        let taken = Set(parkedCalls.filter { $0.state == .parked }.map(\.slot))
        guard let slot = Self.slots.map(String.init).first(where: { !taken.contains($0) }), let channel = channels[name],
            name != source
        else { throw WebCTIRefusal(1251, "Park \(name) failed: No parking space") }
        detach(name)
        if channels[source] != nil { end(source) }
        let cutOff = now - 300_000
        parkedCalls.removeAll { $0.ended.map { $0 < cutOff } ?? false }
        nextTurn(of: name)
        channels[name]?.place = .parked(slot: slot)
        parkedCalls.append(
            ParkedCall(
                slot: slot, channel: name, source: source, number: channel.number, name: channel.caption, timeout: timeout,
                since: now))
        schedule.add(.parkingEnds(name, slot: slot), at: now + timeout * 1_000)
    }

    // MARK: - Queues

    public mutating func add(_ interface: String, to queue: String, penalty: Int = 0) throws(WebCTIRefusal) {
        func failure(_ why: String) -> WebCTIRefusal { WebCTIRefusal(1291, "Queue add failed: Unable to add interface\(why)") }
        guard let found = self.queue(queue) else { throw failure(" to queue: No such queue") }
        guard let device = device(ofInterface: interface) else { throw failure(": No such device") }
        guard found.place(of: device.number) == nil else { throw failure(": Already there") }
        var member = Queue.Member(device: device.number, isDynamic: true, since: now, pauseChanged: now)
        member.penalty = penalty
        changeQueue(queue) { $0.members.append(member) }
        log("LOGIN", queue: queue, agent: device.number)
        schedule.add(.serve(queue), at: now)
    }

    public mutating func remove(_ interface: String, from queue: String) throws(WebCTIRefusal) {
        func failure(_ why: String) -> WebCTIRefusal {
            WebCTIRefusal(1311, "Queue add failed: Unable to remove interface from queue: \(why)")
        }
        guard let found = self.queue(queue) else { throw failure("No such queue") }
        guard let device = device(ofInterface: interface), let place = found.place(of: device.number) else {
            throw failure("Not there")
        }
        let (member, here) = (found.members[place], (now - found.members[place].since) / 1_000)
        let last = (now - member.pauseChanged) / 1_000
        let paused = member.pausedSeconds + (member.paused != 0 ? last : 0)
        log("LOGOFF", queue: queue, agent: device.number, ["\(here)", "\(max(0, here - paused))", "\(paused)"])
        changeQueue(queue) { $0.members.remove(at: place) }
    }

    /// - Parameter code: 0 ready; 1…99 not ready, with a reason of `getpausetype`.
    public mutating func pause(_ device: String, in queue: String, _ code: Int) throws(WebCTIRefusal) {
        guard (0...99).contains(code), let found = self.queue(queue), let place = found.place(of: device) else {
            throw WebCTIRefusal(1301, "Queue operation failed: Interface not found")
        }
        let before = found.members[place]
        let (instant, seconds) = (now, (now - before.pauseChanged) / 1_000)
        var member = before
        member.paused = code
        logPause(member, was: before.paused, queue: queue)
        changeMember(device, of: queue) { member in
            if member.paused != 0 { member.pausedSeconds += seconds }
            member.paused = code
            member.pauseChanged = instant
        }
        if code == 0 { schedule.add(.serve(queue), at: now) }
    }

    /// Takes a waiting caller out of the queue; he goes on to the queue's failure destination, here an announcement of
    /// twenty to thirty seconds.
    public mutating func withdraw(_ name: String, from queue: String, reason: String) throws(WebCTIRefusal) {
        guard let found = self.queue(queue) else { throw WebCTIRefusal(1301, "Queue operation failed: No such queue") }
        guard found.waiting.contains(name) else { throw WebCTIRefusal(1301, "Queue operation failed: No such caller") }
        abandon(queue, name, as: "WITHDRAW", reason: reason)
        channels[name]?.variables["QUEUESTATUS"] = "WITHDRAW"
        channels[name]?.variables["QUEUE_WITHDRAW_INFO"] = reason
        channels[name]?.queue = nil
        channels[name]?.queueStart = 0
        nextTurn(of: name)
        channels[name]?.place = .calling
        // Long enough for somebody to take the call.
        if let turn = channels[name]?.turn { plan(.ends(name, turn: turn), in: 20_000...30_000) }
    }

    // MARK: - What people and other applications do

    /// - Returns: false where there is no such thing.
    mutating func act(_ verb: String, _ words: [String]) throws(WebCTIRefusal) -> Bool {
        let first = words.first ?? "", last = words.last ?? ""
        switch verb {
        case "manual": traffic.isManual = true
        case "answer":
            let rings = device(first)?.channels.first { channels[$0]?.state == .ringing }
            guard let rings else { throw WebCTIRefusal(1031, "nothing rings there") }
            answer(rings)
        case "hold", "unhold": try hold(talking(first), verb == "hold")
        case "transfer", "redirect": try redirect(channels[talking(first)]?.peer ?? "", to: last)
        case "listen":
            let spied = device(last)?.interface ?? last
            _ = try originate(
                device(first)?.interface ?? first, then: sequel(application: "ChanSpy", data: spied + ",qES"))
        case "pause-reason": try pause(first, in: words[1], Int(last) ?? 1)
        case "pause-codes": showsPauseCodes = first == "on"
        case "clock": clockAhead = (Int(first) ?? 0) * 1_000
        default: return false
        }
        return true
    }

    private func talking(_ number: String) throws(WebCTIRefusal) -> String {
        guard let name = device(number)?.channels.first(where: { channels[$0]?.place == .talking }) else {
            throw WebCTIRefusal(1031, "\(number) is in no call")
        }
        return name
    }

    // MARK: - The console

    /// A console command, as `meetme kick 9111 1` (the document's list).
    /// - Returns: what the console prints.
    public mutating func command(_ line: String) -> String {
        let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.first == "meetme", words.count >= 2 else {
            return "No such command '\(line)' (type 'help' for help)"
        }
        guard words.count >= 3, let room = room(words[2]), !room.present.isEmpty else { return "No active conferences." }
        let who = words.count > 3 ? words[3] : "all"
        let chosen = room.present.filter { who == "all" || String($0.place) == who }
        switch words[1] {
        case "list": return list(room)
        case "lock", "unlock":
            changeRoom(room.number) { $0.isLocked = words[1] == "lock" }
            return "Conference '\(room.number)' \(words[1])ed."
        case "mute", "unmute":
            changeRoom(room.number) { room in
                for place in room.members.indices where chosen.contains(where: { $0.channel == room.members[place].channel }) {
                    room.members[place].isMuted = words[1] == "mute"
                    room.members[place].isTalking = false
                }
            }
        case "kick": for member in chosen { end(member.channel) }
        default: return "No such command '\(line)' (type 'help' for help)"
        }
        return chosen.isEmpty ? "No such user" : "\(chosen.count) user(s) affected."
    }

    private func list(_ room: Room) -> String {
        let lines = room.present.map { member in
            let muted = member.isMuted ? " (Admin Muted)" : ""
            let number = member.place < 10 ? "0\(member.place)" : "\(member.place)"
            return "User #: \(number) \(member.number) <noname> Channel: \(member.channel) (unmonitored)\(muted)"
        }
        return (lines + ["\(lines.count) users in that conference."]).joined(separator: " ")
    }
}
