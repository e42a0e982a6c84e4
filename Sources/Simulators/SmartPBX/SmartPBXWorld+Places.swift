/// Where calls stay: queues, voice menus, conference rooms.
extension SmartPBXWorld {
    /// A caller takes his place at the end of a queue.
    ///
    /// The document does not say how a waiting call looks in `livecall`. Here it is one row from the first second to the
    /// last, under one callid: while it waits, and also while members ring for it, `called` is the queue's number, `destination`
    /// is empty and `state` is Ringing; once a member has answered, `called` is his extension, `destination` his channel,
    /// `state` Up. `queue_status` counts the waiting ones in `calls`, those for whom members ring included.
    mutating func enqueue(_ id: String, in number: String) {
        guard let queue = queue(number) else { return }
        guard queue.limit == 0 || queue.waiting.count < queue.limit else { return end(id, disposition: "BUSY") }
        nextTurn(of: id)
        calls[id]?.queue = number
        changeQueue(number) { $0.waiting.append(id) }
        planPaced(.abandons(call: id), in: 30_000...180_000)
        schedule.add(.serve(number), at: now)
    }

    /// Offers the waiting callers to members who are free.
    mutating func serve(_ number: String) {
        guard let index = queues.firstIndex(where: { $0.number == number }) else { return }
        for id in queues[index].waiting where calls[id]?.ringing.isEmpty == true {
            let free = queues[index].members.filter { !$0.isPaused && self.extension($0.number)?.isFree == true }.map(\.number)
            guard !free.isEmpty else { return }
            ring(choose(among: free, in: index), for: id)
        }
    }

    private mutating func choose(among free: [String], in index: Int) -> [String] {
        switch queues[index].strategy {
        case .ringall: return free
        case .random:
            let chosen = random.pick(free) ?? free[0]
            return [chosen]
        case .roundrobin, .rrmemory:
            let members = queues[index].members.map(\.number)
            let round = members.indices.map { members[(queues[index].turn + $0) % members.count] }
            let chosen = round.first(where: free.contains) ?? free[0]
            queues[index].turn = (members.firstIndex(of: chosen) ?? 0) + 1
            return [chosen]
        }
    }

    /// A call is no longer waiting, because a member answered or because it ended.
    mutating func leave(_ number: String, call id: String, answered: Bool) {
        let waited = (now - (calls[id]?.since ?? now)) / 1_000
        changeQueue(number) { queue in
            guard let place = queue.waiting.firstIndex(of: id) else { return }
            queue.waiting.remove(at: place)
            if answered {
                queue.completed += 1
                queue.heldSeconds += waited
            } else {
                queue.abandoned += 1
            }
        }
    }

    /// A caller hears a menu, and after a while presses a key for a queue.
    mutating func enterMenu(_ menu: String, with id: String) {
        guard let turn = nextTurn(of: id) else { return }
        if calls[id]?.answered == nil { calls[id]?.answered = now }
        if calls[id]?.caller != menu { calls[id]?.called = menu }
        planPaced(.pressesKey(call: id, turn: turn), in: 3_000...10_000)
    }

    mutating func pressKey(_ id: String) {
        guard let call = calls[id], !queues.isEmpty else { return }
        let key = Int.random(in: 1...min(9, queues.count), using: &random)
        calls[id]?.keys += String(key)
        let (menu, listener) = menus.contains(call.caller) ? (call.caller, call.called) : (call.called, call.caller)
        messages.append(.keyPressed(menu: menu, caller: listener, key: String(key), call: id))
        guard call.direction == .inbound else {
            // Who was called into a menu listens to it and rings off.
            guard let turn = nextTurn(of: id) else { return }
            return planPaced(.ends(call: id, turn: turn), in: 4_000...12_000)
        }
        calls[id]?.answered = nil
        reach(queues[key - 1].number, with: id)
    }

    mutating func join(_ number: String, with id: String, as member: String, on channel: String) {
        guard let turn = nextTurn(of: id) else { return }
        if calls[id]?.answered == nil { calls[id]?.answered = now }
        let newcomer = Room.Member(number: member, channel: channel, call: id, joined: now)
        changeRoom(number) { $0.members.append(newcomer) }
        if room(number)?.members.count == 1 { plan(.roomActivity(number), in: 2_000...5_000) }
        plan(.ends(call: id, turn: turn), in: 120_000...600_000)
    }

    /// Somebody else talks; now and then somebody mutes himself.
    mutating func act(inRoom number: String) {
        guard let index = rooms.firstIndex(where: { $0.number == number }), !rooms[index].members.isEmpty else { return }
        let speakers = rooms[index].members.indices.filter { !rooms[index].members[$0].isMuted }
        let speaker = rooms[index].isWaiting ? nil : random.pick(speakers)
        for place in rooms[index].members.indices { rooms[index].members[place].isTalking = place == speaker }
        if random.happens(10), rate > 0 {
            let place = Int.random(in: rooms[index].members.indices, using: &random)
            rooms[index].members[place].isMuted.toggle()
            rooms[index].members[place].isTalking = false
        }
        plan(.roomActivity(number), in: 3_000...12_000)
    }
}
