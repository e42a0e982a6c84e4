// Queues: callers wait, members are called, pause and come and go.
extension AsteriskWorld {
    mutating func joinQueue(_ id: String, _ name: String) {
        let now = now
        change(id) { ($0.application, $0.data, $0.queue, $0.queuedAt) = ("Queue", "\(name),tTkK,,,300", name, now) }
        change(queue: name) { $0.waiting.append(id) }
        let count = queue(name)?.waiting.count ?? 0
        tell("QueueCallerJoin", id, "agent", [("Queue", name), ("Position", String(count)), ("Count", String(count))])
        schedule.add(.serve(name), at: now)
        planPaced(.abandons(id), in: 60_000...180_000)
    }

    mutating func serve(_ name: String) {
        guard let queue = queue(name) else { return }
        for id in queue.waiting where channels[id]?.rings.isEmpty == true {
            let free = queue.members.filter { !$0.isPaused && isFree($0.number) && now - $0.lastCall >= 3_000 }
            guard !free.isEmpty else { return }
            let chosen = queue.strategy == "ringall" ? free : [free[queue.turn % free.count]]
            change(queue: name) { $0.turn += 1 }
            for member in chosen {
                tell("AgentCalled", id, "agent", [("Queue", name), ("Interface", member.interface), ("MemberName", member.name)])
            }
            ring(chosen.map(\.number), for: id, throughLocal: true)
        }
    }

    mutating func answerFromQueue(_ id: String, by other: String, _ number: String, _ name: String) {
        let wait = (now - (channels[id]?.queuedAt ?? now)) / 1_000
        let position = (queue(name)?.waiting.firstIndex(of: id) ?? 0) + 1
        change(queue: name) { queue in
            queue.waiting.removeAll { $0 == id }
            queue.completed += 1
            queue.holdTime = (queue.holdTime * 3 + wait) / 4
            if wait <= 20 { queue.answeredInTarget += 1 }
            queue.members.change(\.number, number) { $0.isInCall = true }
        }
        tell(
            "QueueCallerLeave", id, "agent",
            [("Queue", name), ("Position", String(position)), ("Count", String(queue(name)?.waiting.count ?? 0))])
        guard let channel = channels[id], let agent = channels[other],
            let member = queue(name)?.members.first(where: { $0.number == number })
        else { return }
        tell(
            "AgentConnect", "agent",
            fields(channel) + fields(agent, "Dest") + [
                ("Queue", name), ("Interface", member.interface), ("MemberName", member.name), ("HoldTime", String(wait)),
                ("RingTime", "1"),
            ])
    }

    /// - Parameter abandoned: he gives up; otherwise somebody took him away.
    mutating func leaveQueue(_ id: String, abandoned: Bool, silently: Bool = false) {
        guard let name = channels[id]?.queue, let place = queue(name)?.waiting.firstIndex(of: id) else { return }
        change(queue: name) { queue in
            queue.waiting.removeAll { $0 == id }
            if abandoned { queue.abandoned += 1 }
        }
        guard !silently else { return }
        let wait = (now - (channels[id]?.queuedAt ?? now)) / 1_000
        if abandoned {
            tell(
                "QueueCallerAbandon", id, "agent",
                [("Queue", name), ("Position", String(place + 1)), ("OriginalPosition", "1"), ("HoldTime", String(wait))])
        }
        tell(
            "QueueCallerLeave", id, "agent",
            [("Queue", name), ("Position", String(place + 1)), ("Count", String(queue(name)?.waiting.count ?? 0))])
    }

    mutating func endMemberCall(_ number: String) {
        let now = now
        for queue in queues {
            guard let member = queue.members.first(where: { $0.number == number && $0.isInCall }) else { continue }
            change(queue: queue.name) { queue in
                queue.members.change(\.interface, member.interface) { changed in
                    changed.isInCall = false
                    changed.callsTaken += 1
                    changed.lastCall = now
                }
            }
            if let fresh = self.queue(queue.name)?.members.first(where: { $0.interface == member.interface }) {
                tellMember("QueueMemberStatus", fresh, of: queue.name)
            }
            schedule.add(.serve(queue.name), at: now + 3_100)
        }
    }

    // MARK: Commands

    /// - Returns: the exchange's words, or its refusal.
    mutating func add(
        _ interface: String, to name: String, name shown: String, state: String, penalty: Int, paused: Bool, reason: String
    )
        throws(Refusal) -> String
    {
        guard let queue = queue(name) else { throw Refusal("Unable to add interface to queue: No such queue") }
        guard !queue.members.contains(where: { $0.interface == interface }) else { throw Refusal("Unable to add interface: Already there") }
        let number = Self.number(in: state.isEmpty ? interface : state) ?? interface
        var member = Member(
            interface: interface, stateInterface: state.isEmpty ? interface : state, name: shown.isEmpty ? interface : shown,
            number: number,
            isDynamic: true, penalty: penalty)
        (member.isPaused, member.reason) = (paused, reason)
        change(queue: name) { $0.members.append(member) }
        tellMember("QueueMemberAdded", member, of: name)
        schedule.add(.serve(name), at: now)
        return "Added interface to queue"
    }

    mutating func remove(_ interface: String, from name: String) throws(Refusal) -> String {
        guard let queue = queue(name) else { throw Refusal("Unable to remove interface from queue: No such queue") }
        guard let member = queue.members.first(where: { $0.interface == interface }) else {
            throw Refusal("Unable to remove interface: Not there")
        }
        guard member.isDynamic else { throw Refusal("Member not dynamic") }
        change(queue: name) { $0.members.removeAll { $0.interface == interface } }
        tellMember("QueueMemberRemoved", member, of: name)
        return "Removed interface from queue"
    }

    /// - Parameter name: nil: in all queues.
    mutating func pause(_ interface: String, _ isPaused: Bool, in name: String?, reason: String) throws(Refusal) -> String {
        let places = queues.filter { queue in (name == nil || name == queue.name) && queue.members.contains { $0.interface == interface } }
        guard !places.isEmpty else { throw Refusal("Interface not found") }
        // Cut at so many octets, wherever a character ends.
        let now = now
        let kept = String(decoding: reason.cut(octets: 79), as: UTF8.self)
        for queue in places {
            change(queue: queue.name) { queue in
                queue.members.change(\.interface, interface) { member in
                    (member.isPaused, member.reason) = (isPaused, isPaused ? kept : "")
                    member.lastPause = now
                }
            }
            if let member = self.queue(queue.name)?.members.first(where: { $0.interface == interface }) {
                tellMember("QueueMemberPause", member, of: queue.name)
            }
            schedule.add(.serve(queue.name), at: now)
        }
        return isPaused ? "Interface paused successfully" : "Interface unpaused successfully"
    }

    /// The digits in the name of an interface or hint.
    static func number(in text: String) -> String? {
        let digits = text.drop { !$0.isNumber }.prefix { $0.isNumber }
        return digits.isEmpty ? nil : String(digits)
    }
}
