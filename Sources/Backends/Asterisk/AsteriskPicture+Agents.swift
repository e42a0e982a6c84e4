import BackendSupport
import Exchange
import Foundation

// Agents, their queues, and who waits there.
extension Picture {
    // MARK: On the board

    mutating func showAgents(at now: Date) {
        for id in exchange(&doubtful, with: []) {
            guard let telephone = members[id] else {
                published.remove(Agent.self, id)
                continue
            }
            var agent = Agent(
                site: site, id: id, name: SafeText(telephone.name.isEmpty ? id : telephone.name), extension: id,
                state: state(of: telephone, at: now), queues: telephone.memberships.keys.filter(isShown).sorted(), call: call(of: id))
            if agent.state == .paused { agent.reason = telephone.reason }
            agent.supervision = supervision(of: id)
            let before = published.agents[id]
            agent.since = before?.state == agent.state ? before?.since : before == nil ? beginning(of: telephone, agent.state) : now
            if agent.state == .paused, let paused = telephone.memberships.values.compactMap(\.paused).max() {
                agent.since = paused.addingTimeInterval(-clockLead)
            }
            published.put(agent)
            changedQueues.formUnion(telephone.memberships.keys)
        }
    }

    /// When the state began that is seen first: of what lasts nothing tells it.
    private func beginning(of telephone: Telephone, _ state: AgentState) -> Date? {
        guard [.idle, .wrapup].contains(state) else { return nil }
        return telephone.memberships.values.compactMap(\.lastCall).max()?.addingTimeInterval(-clockLead)
    }

    func state(of telephone: Telephone, at now: Date) -> AgentState {
        let device = telephone.deviceState
        guard device == .idle else { return device }
        if telephone.isPaused { return .paused }
        return wrapUpEnd(of: telephone).map { $0 > now } == true ? .wrapup : .idle
    }

    /// When the rest after the last call is over, by our clock: it is reckoned, the exchange tells nothing.
    private func wrapUpEnd(of telephone: Telephone) -> Date? {
        telephone.memberships.values.compactMap { member in
            let rest = member.wrapUp > .zero ? member.wrapUp : configuration.wrapUp[member.queue] ?? .zero
            guard rest > .zero, let last = member.lastCall else { return nil }
            return last.addingTimeInterval(rest / .seconds(1) - clockLead)
        }.max()
    }

    /// When the next rest is over; those whose rest is over are looked at with the next change.
    mutating func nextWrapUpEnd(after now: Date) -> Date? {
        var next: Date?
        for agent in published.agents.values where agent.state == .wrapup {
            guard let telephone = members[agent.id], let end = wrapUpEnd(of: telephone) else { continue }
            if end <= now { doubtful.insert(agent.id) } else { next = min(next ?? end, end) }
        }
        return next
    }

    /// The call in which a telephone is: the one in which it talks before one that rings.
    private func call(of id: String) -> String? {
        let own = (calls[id] ?? []).compactMap { published.calls[$0] }
        return own.min { ($0.state == .talking ? 0 : 1, $0.id) < ($1.state == .talking ? 0 : 1, $1.id) }?.id
    }

    func isShown(queue: String) -> Bool { configuration.queues.isEmpty || configuration.queues.contains(queue) }

    mutating func showQueues() {
        for name in exchange(&changedQueues, with: []) where isShown(queue: name) {
            guard let figures = queues[name] else {
                published.remove(Queue.self, name)
                continue
            }
            published.put(
                Queue(
                    site: site, id: name, name: SafeText(name), strategy: figures.strategy.isEmpty ? nil : SafeText(figures.strategy),
                    waiting: waiting.values.count { $0.queue == name }, members: members.inQueue(name).map(row),
                    completed: figures.completed, abandoned: figures.abandoned, holdTime: figures.holdTime,
                    talkTime: figures.talkTime, serviceLevel: figures.serviceLevel))
        }
    }

    private func row(_ id: String, _ member: Member) -> Queue.Member {
        let state = published.agents[id]?.state ?? member.state
        return Queue.Member(
            agent: id, state: member.isPaused && state == .idle ? .paused : state == .paused && !member.isPaused ? .idle : state,
            paused: member.isPaused, reason: member.isPaused && !member.reason.isEmpty ? SafeText(member.reason) : nil)
    }

    // MARK: Members

    mutating func take(member message: Message, location: String) {
        let id = members.id(message, location: location, configuration.telephones)
        members.put(Member(message, location: location), of: id)
        doubtful.insert(id)
    }

    mutating func remove(member message: Message) {
        let id = members.id(message, location: "Interface", configuration.telephones)
        members.remove(queue: message["Queue"], of: id)
        members.clean()
        doubtful.insert(id)
        changedQueues.insert(message["Queue"])
    }

    mutating func take(hint message: Message) {
        guard let id = configuration.telephones.hint.match("\(message["Exten"])@\(message["Context"])") else { return }
        let status = message.figure("Status") ?? 0
        if members[id] == nil { members[id] = Telephone(id: id) }
        members[id]?.hint = status
        doubtful.insert(id)
    }

    // MARK: Who waits

    mutating func join(_ message: Message, at now: Date) {
        let queue = message["Queue"]
        let id = message["Uniqueid"]
        guard legs[id] != nil else { return }
        legs.update(id) { $0.queue = queue }
        let position = message.count("Position") ?? 0
        // Who comes in with a higher priority moves those behind, of which no event tells.
        if waiting[id] == nil, position > 0 { shift(queue, from: position, by: 1) }
        put(
            Waiter(
                queue: queue, id: id, channel: message["Channel"], caller: message.channelField("CallerIDNum"),
                name: message.channelField("CallerIDName"), position: position, since: waiting[id]?.since ?? now))
        queuesInDoubt.insert(queue)
    }

    mutating func leave(_ id: String, queue: String? = nil) {
        guard let waiter = waiting[id], queue == nil || waiter.queue == queue else { return }
        waiting[id] = nil
        published.remove(WaitingCall.self, id)
        shift(waiter.queue, from: waiter.position, by: -1)
        changedQueues.insert(waiter.queue)
        queuesInDoubt.insert(waiter.queue)
        legs.touch(id)
    }

    private mutating func shift(_ queue: String, from position: Int, by step: Int) {
        for var waiter in waiting.values where waiter.queue == queue && waiter.position >= position && waiter.position + step > 0 {
            waiter.position += step
            put(waiter)
        }
    }

    mutating func put(_ waiter: Waiter) {
        waiting[waiter.id] = waiter
        changedQueues.insert(waiter.queue)
        legs.touch(waiter.id)
        guard isShown(queue: waiter.queue) else { return }
        published.put(
            WaitingCall(
                site: site, queue: waiter.queue, call: waiter.id, caller: waiter.caller,
                name: waiter.name.isEmpty ? nil : SafeText(waiter.name), position: waiter.position > 0 ? waiter.position : nil,
                since: waiter.since, priority: waiter.priority))
    }
}

extension Telephone {
    /// Why paused, as the first queue that has a reason says.
    fileprivate var reason: SafeText? {
        memberships.values.sorted { $0.queue < $1.queue }.map(\.reason).first { !$0.isEmpty }.map { SafeText($0) }
    }
}
