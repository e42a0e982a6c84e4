import BackendSupport
import Exchange
import Foundation

extension Picture {
    mutating func refreshAgents(at now: Date) {
        guard !staleAgents.isEmpty else { return }
        let numbers = staleAgents.count == 1 ? Array(staleAgents) : staleAgents.sorted()
        staleAgents.removeAll(keepingCapacity: true)
        for number in numbers {
            guard let phone = phones[number] else { continue }
            published.put(derive(phone, before: published.agents[number], at: now))
        }
    }

    private func derive(_ phone: Phone, before: Agent?, at now: Date) -> Agent {
        let number = phone.row.number
        let places = memberships[number] ?? [:]
        let call = presentCall(of: number)
        var state = AgentState(extension: phone.row.word)
        var reason: SafeText?
        func inCall(_ call: LiveCall) -> AgentState {
            call.ringing.contains(number) ? .ringing : phone.isHolding ? .held : .talking
        }
        switch state {
        case .talking, .held:
            if let call { state = inCall(call) } else { state = phone.isHolding ? .held : .talking }
        case .idle:
            // `Registered` comes also when the address changes in the middle of a call.
            if let call, call.seen > phone.told || phone.row.word.lowercased() == "registered" {
                state = inCall(call)
            } else {
                let paused = places.filter { $0.value == "9" }.keys.sorted()
                if places.values.contains("10") { state = .wrapup }
                if !paused.isEmpty {
                    if paused.count == places.count { state = .paused } else { reason = "paused in \(paused.joined(separator: ", "))" }
                }
            }
        case .unknown where !phone.row.word.isEmpty:
            reason = SafeText(phone.row.word)
        default:
            break
        }
        let since = before.map { $0.state == state ? $0.since : now } ?? (state == .talking || state == .ringing ? call?.since : nil)
        var agent = Agent(
            site: site, id: number, name: SafeText(phone.row.name.isEmpty ? number : phone.row.name), extension: number, state: state,
            reason: reason, since: since, queues: places.keys.sorted(), call: call?.id)
        if let supervision, supervision.extension == number { agent.supervision = .init(by: supervision.by, how: supervision.how) }
        return agent
    }

    /// The call an extension is most of all in: a talk before one that rings, the newer one first.
    func presentCall(of number: String) -> LiveCall? {
        guard let ids = callsOf[number] else { return nil }
        func rank(_ call: LiveCall) -> (Int, Date, String) { (call.answered != nil ? 1 : 0, call.since, call.id) }
        return ids.compactMap { live[$0] }.filter { !isSupervision($0) || number == supervision?.by }.max { rank($0) < rank($1) }
    }

    mutating func refreshQueues() {
        var waiting: [String: WaitingCall] = [:]
        let callers = Dictionary(grouping: live.values.filter(\.isWaiting)) { $0.queue ?? "" }
        for (queue, calls) in callers {
            // Reports tell who came, not how the exchange orders them: their order of arrival is the best that is known.
            for (index, call) in calls.sorted(by: { ($0.waitsSince, $0.id) < ($1.waitsSince, $1.id) }).enumerated() {
                waiting[call.id] = WaitingCall(
                    site: site, queue: queue, call: call.id, caller: call.caller, position: index + 1, since: call.waitsSince)
            }
        }
        published.replace(waiting)
        for number in queueRows.keys.sorted() {
            guard let row = queueRows[number] else { continue }
            published.put(derive(row, queueStatus[number]))
        }
    }

    /// The exchange's own count of callers, even where we know of more or fewer of them.
    private func derive(_ row: QueueRow, _ status: QueueStatus?) -> Queue {
        let members = status?.members ?? row.agents.map { QueueStatus.Member(agent: $0, word: "") }
        return Queue(
            site: site, id: row.number, name: SafeText(row.name.isEmpty ? row.number : row.name),
            strategy: row.strategy.isEmpty ? nil : SafeText(row.strategy), waiting: status?.callers, members: members.map(derive))
    }

    private func derive(_ member: QueueStatus.Member) -> Queue.Member {
        let told = AgentState(agent: member.word)
        var state = published.agents[member.agent]?.state ?? told
        // What holds in one queue says nothing about another: here the member's own digit speaks.
        if state == .unknown || state == .idle || state == .paused || state == .wrapup {
            state = told == .paused || told == .wrapup ? told : state == .unknown ? told : .idle
        }
        return Queue.Member(agent: member.agent, state: state, paused: told == .paused)
    }
}
