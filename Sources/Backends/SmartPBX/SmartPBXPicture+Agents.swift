import BackendSupport
import Exchange
import Foundation

extension Picture {
    mutating func refreshAgents(at now: Date) {
        guard !staleAgents.isEmpty else { return }
        // One event touches one agent, and an order is only worth its price where there is a choice.
        let numbers = staleAgents.count == 1 ? Array(staleAgents) : staleAgents.sorted()
        staleAgents.removeAll(keepingCapacity: true)
        for number in numbers {
            guard let phone = phones[number] else { continue }
            let before = published.agents[number]
            let agent = derive(phone, before: before, at: now)
            published.put(agent)
            if agent.state != before?.state, let queues = memberships[number] { staleQueues.formUnion(queues.keys) }
        }
    }

    private func derive(_ phone: Phone, before: Agent?, at now: Date) -> Agent {
        let number = phone.row.number
        let queues = memberships[number] ?? [:]
        let call = callsOf[number]?.first.flatMap { live[$0] }
        var state = phone.row.state
        var reason: SafeText?
        switch state {
        case .talking:
            if let call, call.rings(at: number) { state = .ringing }
        case .idle:
            let paused = queues.filter(\.value).keys.sorted()
            if let call, call.seen(at: number) > phone.told {
                state = call.rings(at: number) ? .ringing : call.row.state == .held ? .held : .talking
            } else if !paused.isEmpty {
                if paused.count == queues.count { state = .paused } else { reason = "paused in \(paused.joined(separator: ", "))" }
            }
        case .unknown where phone.row.word.isEmpty:
            if !queues.isEmpty, queues.values.allSatisfy(\.self) { state = .paused }
        case .unknown:
            reason = SafeText(phone.row.word)
        default:
            break
        }
        let since = before.map { $0.state == state ? $0.since : now } ?? (state == .talking || state == .ringing ? call?.since : nil)
        var agent = Agent(
            site: site, id: number, name: SafeText(phone.row.name.isEmpty ? number : phone.row.name), extension: number, state: state,
            reason: reason, since: since, queues: queues.keys.sorted(), call: call?.row.id)
        agent.supervision = supervision(of: number)
        return agent
    }

    mutating func refreshQueues() {
        if areWaitingStale {
            areWaitingStale = false
            refreshWaiting()
        }
        for number in staleQueues.sorted() {
            guard let row = queueRows[number] else { continue }
            published.put(derive(row, queueStatus[number]))
        }
        staleQueues.removeAll()
    }

    private func derive(_ row: QueueRow, _ status: QueueStatus?) -> Queue {
        let members = status?.members ?? row.members.map { QueueStatus.Member(agent: $0, word: "", paused: false) }
        let strategy = [status?.strategy ?? "", row.strategy].first { !$0.isEmpty }
        return Queue(
            site: site, id: row.number, name: SafeText(row.name), strategy: strategy.map { SafeText($0) }, waiting: status?.calls,
            members: members.map(derive), completed: status?.completed, abandoned: status?.abandoned,
            holdTime: status?.holdTime, talkTime: status?.talkTime)
    }

    private func derive(_ member: QueueStatus.Member) -> Queue.Member {
        var state = published.agents[member.agent]?.state ?? .unknown
        // Paused everywhere says nothing about this queue: its own flag does.
        if state == .paused { state = .idle }
        if state == .unknown { state = member.state }
        if state == .idle, member.paused { state = .paused }
        return Queue.Member(agent: member.agent, state: state, paused: member.paused)
    }

    private mutating func refreshWaiting() {
        var callers: [String: [LiveCall]] = [:]
        for call in live.values where waits(call) { callers[call.row.called, default: []].append(call) }
        var waiting: [String: WaitingCall] = [:]
        for (queue, calls) in callers {
            for (index, call) in calls.sorted(by: { ($0.since, $0.row.id) < ($1.since, $1.row.id) }).enumerated() {
                waiting[call.row.id] = WaitingCall(
                    site: site, queue: queue, call: call.row.id, caller: call.row.caller, position: index + 1, since: call.since)
            }
        }
        published.replace(waiting)
    }
}

extension ExtensionRow {
    /// The state by itself, before calls and pauses are looked at. `Idle`, `InUse`, `Busy` and `Unavailable` are
    /// documented, the others are Asterisk's.
    var state: AgentState {
        switch word.lowercased().filter(\.isLetter) {
        case "idle", "notinuse", "registered", "reachable", "available", "ok": .idle
        case "inuse", "ringinuse", "talking": .talking
        case "ringing", "ring": .ringing
        case "hold", "onhold", "held": .held
        case "busy": .busy
        case "unavailable", "unregistered", "unreachable", "offline", "invalid": .offline
        default: .unknown
        }
    }
}

extension QueueStatus.Member {
    /// The member's state by its digit, read as an Asterisk device state.
    var state: AgentState {
        switch word {
        case "1": .idle
        case "2", "7": .talking
        case "3": .busy
        case "4", "5": .offline
        case "6": .ringing
        case "8": .held
        default: .unknown
        }
    }
}
