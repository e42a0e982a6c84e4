/// The life of a call: it begins, reaches somebody, is answered, ends.
extension SmartPBXWorld {
    /// Begins a call that nobody has yet been rung for.
    mutating func begin(caller: String, called: String, direction: Direction) -> String {
        let id = nextCallID()
        var call = Call(id: id, serial: callSerial, caller: caller, called: called, direction: direction, since: now)
        if random.happens(30) { call.recording = "/record/\(id).wav" }
        calls[id] = call
        return id
    }

    /// Begins a call of an extension that has lifted the receiver.
    /// - Returns: the call's id.
    @discardableResult
    public mutating func begin(from number: String, to called: String) -> String {
        let id = begin(caller: number, called: called, direction: isInside(called) ? .internal : .outbound)
        let channel = channel(of: number)
        calls[id]?.source = channel
        connect(number, to: id)
        reach(called, with: id)
        return id
    }

    /// Begins a call from outside, or does nothing when every trunk is taken.
    @discardableResult
    public mutating func begin(fromOutside caller: String, to called: String) -> String? {
        guard let trunk = trunks.filter(\.canTakeCall).randomElement(using: &random) else { return nil }
        let id = begin(caller: caller, called: called, direction: .inbound)
        seize(trunk, for: id)
        let channel = channel(ofTrunk: trunk)
        calls[id]?.source = channel
        reach(called, with: id)
        return id
    }

    /// Leads a call to a number, whatever that number is.
    mutating func reach(_ number: String, with id: String) {
        calls[id]?.called = number
        if let row = self.extension(number) {
            if row.isFree {
                ring([number], for: id)
            } else {
                end(id, disposition: row.status == "Unavailable" ? "NO ANSWER" : "BUSY")
            }
        } else if queue(number) != nil {
            enqueue(id, in: number)
        } else if menus.contains(number) {
            enterMenu(number, with: id)
        } else if room(number) != nil {
            let (caller, channel) = (calls[id]?.caller ?? "", calls[id]?.source ?? "")
            join(number, with: id, as: caller, on: channel)
        } else {
            reachOutside(number, with: id)
        }
    }

    /// Rings extensions, one of which may answer.
    mutating func ring(_ numbers: [String], for id: String) {
        guard let turn = nextTurn(of: id), let call = calls[id] else { return }
        calls[id]?.ringing = numbers
        for number in numbers {
            change(number) {
                $0.call = id
                $0.isRinging = true
            }
            messages.append(.invite(from: call.caller, to: number, call: id))
        }
        planAnswer(of: numbers, for: id, turn: turn, within: 2_000...9_000, ringTime: 15_000...20_000)
    }

    private mutating func reachOutside(_ number: String, with id: String) {
        guard let trunk = trunks.first(where: \.canTakeCall), let turn = nextTurn(of: id) else {
            return end(id, disposition: "FAILED")
        }
        seize(trunk, for: id)
        let channel = channel(ofTrunk: trunk)
        calls[id]?.destination = channel
        planAnswer(of: [number], for: id, turn: turn, within: 3_000...9_000, ringTime: 25_000...40_000)
    }

    private mutating func planAnswer(
        of numbers: [String], for id: String, turn: Int, within delay: ClosedRange<Milliseconds>,
        ringTime: ClosedRange<Milliseconds>
    ) {
        if random.happens(88), let number = random.pick(numbers) {
            planPaced(.answers(call: id, turn: turn, number: number), in: delay)
        } else {
            planPaced(.givesUp(call: id, turn: turn), in: ringTime)
        }
    }

    /// Somebody lifts the receiver: an extension that rings, or the party outside.
    mutating func answer(_ id: String, by number: String) {
        guard let before = calls[id] else { return }
        let isInside = index(of: number) != nil
        stopRinging(id, but: number)
        if isInside { connect(number, to: id) }
        let channel = isInside ? channel(of: number) : before.destination
        if case .reach(let callee) = before.sequel {
            // The first leg of a dialled call: its telephone is the caller, and only now the callee is rung.
            calls[id]?.source = channel
            calls[id]?.sequel = .talk
            if let queue = before.queue { leave(queue, call: id, answered: true) }
            return reach(callee, with: id)
        }
        calls[id]?.answered = now
        calls[id]?.called = number
        calls[id]?.destination = channel
        if let queue = before.queue { leave(queue, call: id, answered: true) }
        guard let turn = nextTurn(of: id) else { return }
        switch before.sequel {
        case .talk, .reach: planPaced(.ends(call: id, turn: turn), in: 20_000...180_000)
        case .menu(let menu): enterMenu(menu, with: id)
        case .room(let room): join(room, with: id, as: number, on: channel)
        case .supervise(let watched): supervise(watched, with: id, on: channel)
        }
    }

    /// A supervision call shows the listener as its caller and the watched telephone as the one called.
    private mutating func supervise(_ watched: String, with id: String, on channel: String) {
        calls[id]?.source = channel
        calls[id]?.called = watched
        guard let heard = self.extension(watched)?.call.flatMap({ calls[$0] }) else { return end(id) }
        calls[id]?.destination = heard.caller == watched ? heard.source : heard.destination
    }

    /// Nobody answered in time.
    mutating func giveUp(_ id: String) {
        guard let call = calls[id] else { return }
        if let queue = call.queue, self.queue(queue)?.waiting.contains(id) == true {
            stopRinging(id)
            schedule.add(.serve(queue), at: now)
        } else {
            end(id, disposition: "NO ANSWER")
        }
    }

    /// Ends a call, frees everybody in it and writes its record.
    mutating func end(_ id: String, disposition: String? = nil) {
        guard let call = calls[id] else { return }
        stopRinging(id)
        calls[id] = nil
        if let queue = call.queue { leave(queue, call: id, answered: false) }
        if let room = rooms.first(where: { $0.members.contains { $0.call == id } }) {
            changeRoom(room.number) { room in room.members.removeAll { $0.call == id } }
        }
        for index in trunks.indices where trunks[index].busyWith == id { trunks[index].busyWith = nil }
        for number in call.talking {
            change(number) {
                $0.call = nil
                $0.isRinging = false
            }
        }
        if let answered = call.answered, let queue = call.queue {
            let talked = (now - answered) / 1_000
            changeQueue(queue) { $0.talkedSeconds += talked }
        }
        let outcome = call.answered == nil ? disposition ?? "NO ANSWER" : "ANSWERED"
        messages.append(.record(SmartPBXCallRecord(call: call, end: now, disposition: outcome)))
        supervisions.removeAll { $0 == id }
        for watching in supervisions where call.talking.contains(where: { calls[watching]?.sequel == .supervise($0) }) {
            end(watching)
        }
    }

    /// Puts a call into its next phase.
    @discardableResult
    mutating func nextTurn(of id: String) -> Int? {
        calls[id]?.turn += 1
        return calls[id]?.turn
    }

    private mutating func connect(_ number: String, to id: String) {
        calls[id]?.talking.append(number)
        change(number) {
            $0.call = id
            $0.isRinging = false
        }
    }

    private mutating func stopRinging(_ id: String, but kept: String? = nil) {
        guard let call = calls[id], !call.ringing.isEmpty else { return }
        calls[id]?.ringing = []
        for number in call.ringing where number != kept {
            if call.queue != nil {
                var leg = call
                leg.called = number
                leg.answered = nil
                messages.append(.legRecord(SmartPBXCallRecord(call: leg, end: now, disposition: "NO ANSWER")))
            }
            change(number) {
                $0.call = nil
                $0.isRinging = false
            }
        }
    }

    private mutating func seize(_ trunk: Trunk, for id: String) {
        calls[id]?.trunk = trunk.name
        trunks.change(\.name, trunk.name) { $0.busyWith = id }
    }
}
