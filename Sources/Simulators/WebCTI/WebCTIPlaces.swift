/// Where calls stay: queues, rooms, the parking lot; and the records that they leave.
extension WebCTIWorld {
    mutating func enqueue(_ name: String, in number: String) {
        guard let queue = queue(number) else { return }
        guard queue.limit == 0 || queue.waiting.count < queue.limit else { return fail(name, "BUSY") }
        channels[name]?.place = .waiting(queue: number)
        channels[name]?.queue = number
        channels[name]?.queueStart = now
        channels[name]?.queuePosition = queue.waiting.count + 1
        changeQueue(number) { $0.waiting.append(name) }
        lift(name)
        guard let channel = channels[name] else { return }
        log("ENTERQUEUE", queue: number, call: channel, ["", channel.number, "\(channel.queuePosition)"])
        planPaced(.abandons(name, turn: channel.turn), in: 30_000...180_000)
        schedule.add(.serve(number), at: now)
    }

    /// Offers waiting callers to members who are free, one telephone for each caller, going round.
    mutating func serve(_ number: String) {
        guard let index = queues.firstIndex(where: { $0.number == number }) else { return }
        for name in queues[index].waiting where channels[name]?.peer == nil {
            let members = queues[index].members
            let round = members.indices.map { members[(queues[index].turn + $0) % members.count] }
            guard let chosen = round.first(where: { $0.paused == 0 && isFree($0.device) }) else { return }
            queues[index].turn = (queues[index].place(of: chosen.device) ?? 0) + 1
            ring(chosen.device, for: name)
        }
    }

    /// A waiting caller leaves the queue because somebody answered.
    mutating func leave(_ number: String, _ name: String, answeredBy agent: Channel) {
        guard let caller = channels[name] else { return }
        let waited = (now - caller.queueStart) / 1_000
        changeQueue(number) { queue in
            queue.waiting.removeAll { $0 == name }
            queue.answered += 1
            queue.heldSeconds += waited
            if waited <= queue.serviceLevel { queue.answeredInTime += 1 }
        }
        let rang = (now - agent.created) / 1_000
        log("CONNECT", queue: number, call: caller, agent: agent.device, ["\(waited)", caller.number, "\(rang)"])
    }

    /// A waiting caller leaves the queue unserved.
    mutating func abandon(_ number: String, _ name: String, as event: String = "ABANDON", reason: String = "") {
        guard let caller = channels[name], let place = queue(number)?.waiting.firstIndex(of: name) else { return }
        let waited = (now - caller.queueStart) / 1_000
        changeQueue(number) { queue in
            queue.waiting.remove(at: place)
            queue.abandoned += 1
        }
        log(event, queue: number, call: caller, ["\(place + 1)", "\(caller.queuePosition)", "\(waited)", reason])
        if let offered = caller.peer, channels[offered]?.place == .offered {
            log("RINGCANCELED", queue: number, call: caller, agent: channels[offered]?.device, ["\(waited)"])
            remove(offered)
            channels[name]?.peer = nil
        }
        tables.append(WebCTIText.lostCall(caller, queue: number, waited: waited, in: self), to: "getbadcalllist")
    }

    /// Who talked with a queue's agent, and who of the two hung up first.
    func parties(_ channel: Channel, _ peer: Channel?) -> (caller: Channel, agent: Channel)? {
        guard let peer, channel.queue != nil else { return nil }
        return channel.queueStart > 0 ? (channel, peer) : peer.queueStart > 0 ? (peer, channel) : nil
    }

    mutating func logCompletion(of channel: Channel, with peer: Channel?) {
        guard let (caller, agent) = parties(channel, peer), let queue = caller.queue, let linked = caller.linked else { return }
        let (waited, talked) = ((linked - caller.queueStart) / 1_000, (now - linked) / 1_000)
        let event = caller.name == channel.name ? "COMPLETECALLER" : "COMPLETEAGENT"
        log(event, queue: queue, call: caller, agent: agent.device, ["\(waited)", "\(talked)", "\(caller.queuePosition)"])
        let instant = now
        changeQueue(queue) { $0.completed += 1 }
        if let device = agent.device {
            changeMember(device, of: queue) {
                $0.callsTaken += 1
                $0.lastCall = instant
            }
        }
    }

    mutating func logPause(_ member: Queue.Member, was: Int, queue: String) {
        let seconds = "\((now - member.pauseChanged) / 1_000)"
        // The example has no words for the plain pause.
        let reason = member.paused == 1 ? "" : pauseTypes.first { $0.code == member.paused }?.words ?? ""
        if member.paused == 0 {
            log("UNPAUSE", queue: queue, agent: member.device, [seconds, "", "", "\(was)"])
        } else {
            log("PAUSE", queue: queue, agent: member.device, [seconds, "\(member.paused)", reason, "\(was)"])
        }
    }

    // MARK: - Rooms

    mutating func join(_ number: String, with name: String) {
        guard let room = room(number), let turn = nextTurn(of: name), let channel = channels[name] else { return }
        guard !room.isLocked else { return end(name) }
        lift(name)
        channels[name]?.place = .meeting(room: number)
        let taken = Set(room.present.map(\.place))
        let place = (1...).first { !taken.contains($0) } ?? 1
        let member = Room.Member(
            channel: name, uniqueID: channel.uniqueID, number: channel.number, place: place, joined: now)
        let cutOff = now - 60_000
        changeRoom(number) { room in
            room.members.removeAll { $0.left.map { $0 < cutOff } ?? false }
            room.members.append(member)
        }
        if room.present.isEmpty { plan(.roomActivity(number), in: 2_000...5_000) }
        planPaced(.ends(name, turn: turn), in: 120_000...600_000)
    }

    mutating func leaveRoom(_ number: String, _ name: String) {
        let instant = now
        changeRoom(number) { room in
            for place in room.members.indices where room.members[place].channel == name {
                room.members[place].left = instant
                room.members[place].isTalking = false
            }
            if room.present.isEmpty { room.isLocked = false }
        }
    }

    /// Somebody else talks.
    mutating func act(inRoom number: String) {
        guard let room = room(number), !room.present.isEmpty else { return }
        let speaker = random.pick(room.present.filter { !$0.isMuted })?.channel
        changeRoom(number) { room in
            for place in room.members.indices { room.members[place].isTalking = room.members[place].channel == speaker }
        }
        plan(.roomActivity(number), in: 3_000...12_000)
    }

    // MARK: - The parking lot

    mutating func retrieve(_ parked: ParkedCall, with name: String) {
        endParking(parked.slot, channel: parked.channel, as: .unparked)
        connect(parked.channel, name)
    }

    mutating func endParking(_ slot: String, channel: String, as state: ParkedCall.State) {
        guard let place = parkedCalls.firstIndex(where: { $0.slot == slot && $0.channel == channel && $0.state == .parked })
        else { return }
        parkedCalls[place].state = state
        parkedCalls[place].ended = now
    }

    /// Whoever parked the call is called back.
    mutating func endParkingTime(_ slot: String, channel name: String) {
        guard let parked = parkedCalls.first(where: { $0.slot == slot && $0.channel == name && $0.state == .parked })
        else { return }
        endParking(slot, channel: name, as: .timedOut)
        let device = parked.source.split(separator: "-").first.flatMap { self.device(ofInterface: String($0)) }
        if let device { reach(device.number, with: name) } else { end(name) }
    }

    // MARK: - Records

    /// One call record for the end that began the call.
    mutating func writeRecord(of channel: Channel, with peer: Channel?, _ disposition: String?) {
        guard channel.isOrigin else { return }
        tables.append(WebCTIText.record(channel, with: peer, disposition, in: self), to: "getcdr")
    }
}
