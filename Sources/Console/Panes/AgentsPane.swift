import Exchange
import Foundation

extension ColumnSpec {
    static let agents: [ColumnSpec] = [
        site,
        of(agent, "state", "State", 11...11, priority: 0, sort: { it, _ in SortKey(it.state) }) { it, facts in
            var label = Label.state(it.scope, since: it.since ?? it.seenSince(facts), facts)
            if it.supervision != nil { label.text = SafeText(Supervision.mark) }
            return label
        },
        of(agent, "extension", "Ext.", 5...7, priority: 0, sort: { it, _ in SortKey(it.extension) }) { it, _ in Label(it.extension) },
        of(agent, "name", "Name", 12...28, priority: 1, sort: { it, _ in SortKey(it.name.string) }) { it, _ in Label(it.name) },
        of(
            agent, "since", "Time", 8...8, priority: 1, .right, isTime: true,
            sort: { it, facts in SortKey(since: it.since ?? it.seenSince(facts)) }
        ) {
            it, facts in
            .duration(since: it.since, atLeastSince: it.seenSince(facts), it.scope, facts)
        },
        of(agent, "reason", "Reason", 8...20, priority: 5, sort: { it, _ in SortKey(it.reason?.string ?? "") }) { it, facts in
            if let supervision = it.supervision { return Label(supervision.shortWords(facts), "telephone.supervised") }
            return Label(it.reason.map { facts.phrases($0) } ?? "")
        },
        of(agent, "call", "On call with", 14...30, priority: 3, sort: { it, facts in SortKey(it.peer(facts).string) }) { it, facts in
            Label(it.peer(facts))
        },
        of(agent, "queues", "Queues", 10...40, priority: 4, sort: { it, _ in SortKey(it.queues.first ?? "") }) { it, facts in
            Label(it.queueNames(facts))
        },
    ]

    private static let agent: @Sendable (Row.Subject) -> Agent? = {
        if case .entity(.agent(let it)) = $0 { it } else { nil }
    }
}

extension Agent {
    var scope: String { "agent.\(state.rawValue)" }

    /// Since when the state has lasted for all we know, where it began before we came; nil for states whose length nobody asks
    /// for, and where the site is not there to be looked at.
    func seenSince(_ facts: Facts) -> Date? {
        guard since == nil, ![.offline, .unknown, .idle].contains(state), let status = facts.board.sites[site], status.link == .online
        else { return nil }
        return status.since
    }

    /// Who is at the other end of the agent's call, with an arrow away from who called.
    func peer(_ facts: Facts) -> SafeText {
        guard let id = call else { return "" }
        guard let call = facts.board.call(site, id) else { return SafeText(id) }
        if call.caller == self.extension { return call.callee.isEmpty ? "" : "→ \(facts.party(call.callee, at: site))" }
        return call.caller.isEmpty ? "" : "← \(facts.party(call.caller, at: site))"
    }

    func queueNames(_ facts: Facts) -> SafeText {
        switch queues.count {
        case 0: ""
        case 1: facts.queueName(queues[0], at: site)
        default: SafeText(queues.map { facts.queueName($0, at: site).string }.joined(separator: ", "))
        }
    }
}
