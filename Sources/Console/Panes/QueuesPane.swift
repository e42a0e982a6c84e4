import Desk
import Exchange
import Foundation

extension ColumnSpec {
    static let queues: [ColumnSpec] = [
        site,
        of(
            queue, "name", "Name", 14...36, priority: 0, below: { row, _ in row.waiting.map { Label($0.whoWaits) } ?? .none },
            sort: { it, _ in SortKey(it.name.string) }
        ) { it, _ in Label(it.name) },
        of(queue, "waiting", "Waiting", 7...7, priority: 0, .right, sort: { it, facts in SortKey(it.waitingCount(facts)) }) { it, facts in
            it.waitingLabel(facts)
        },
        of(
            queue, "longest", "Longest", 8...8, priority: 1, .right, isTime: true,
            below: { row, facts in .duration(since: row.waiting?.since, "queue.waiting", facts) },
            own: { it, facts in it.longestWait == nil && facts.longestWait(in: it) != nil },
            sort: { it, facts in SortKey(since: facts.longestWait(in: it).map { facts.now.addingTimeInterval(-$0) }) }
        ) { it, facts in
            guard let wait = facts.longestWait(in: it), it.waitingCount(facts) != 0 else { return .none }
            return Label(TimeWords.duration(wait), "queue.waiting", lasting: wait)
        },
        of(queue, "free", "Free", 4...4, priority: 2, .right, sort: { it, _ in SortKey(it.free) }) { it, _ in Label(it.free) },
        of(queue, "busy", "Busy", 4...4, priority: 3, .right, sort: { it, _ in SortKey(it.busy) }) { it, _ in Label(it.busy) },
        of(queue, "paused", "Paused", 6...6, priority: 4, .right, sort: { it, _ in SortKey(it.paused) }) { it, _ in Label(it.paused) },
        of(
            queue, "completed", "Done", 6...6, priority: 6, .right, own: { it, _ in it.completed == nil },
            sort: { it, facts in SortKey(it.completedCount(facts)) }
        ) { it, facts in Label(it.completedCount(facts)) },
        of(
            queue, "abandoned", "Lost", 6...6, priority: 5, .right, own: { it, _ in it.abandoned == nil },
            sort: { it, facts in SortKey(it.abandonedCount(facts)) }
        ) { it, facts in Label(it.abandonedCount(facts)) },
        of(
            queue, "abandon-rate", "Lost %", 6...6, priority: 8, .right,
            own: { it, _ in it.completed == nil || it.abandoned == nil },
            sort: { it, facts in it.abandonRate(facts).map { .number($0) } }
        ) { it, facts in Label(percent(it.abandonRate(facts))) },
        of(
            queue, "sl", "SL %", 6...6, priority: 3, .right, own: { it, _ in it.serviceLevel == nil },
            sort: { it, facts in it.serviceLevel(facts).map { .number($0) } }
        ) { it, facts in
            guard let level = it.serviceLevel(facts) else { return Label("–") }
            return Label(SafeText(percent(level)), level >= Queue.serviceLevelGoal ? "queue.sla.met" : "queue.sla.breach")
        },
        urgency,
    ]

    /// The longest wait first, then the longest line, then the fewest who could take a call.
    private static let urgency: ColumnSpec = {
        var spec = of(
            queue, "urgency", "Urgency", 0...0, priority: .max,
            sort: { it, facts in
                let wait = it.waitingCount(facts) == 0 ? 0 : (facts.longestWait(in: it) ?? 0).rounded(.down)
                return .number(-(wait * 1e6 + Double(min(it.waitingCount(facts), 999)) * 1e3 + Double(999 - min(it.free, 999))))
            }
        ) { _, _ in .none }
        spec.isOrderAlone = true
        return spec
    }()

    private static let queue: @Sendable (Row.Subject) -> Queue? = {
        if case .entity(.queue(let it)) = $0 { it } else { nil }
    }

    static func percent(_ share: Double?) -> String {
        guard let share, share.isFinite else { return "–" }
        return "\(Int(min(max(share, 0), 100).rounded()))"
    }
}

extension Row {
    var waiting: WaitingCall? {
        if case .entity(.waiting(let it)) = subject { it } else { nil }
    }
}

extension WaitingCall {
    /// `1. 13800138000 Zhang San`
    var whoWaits: SafeText {
        let place = position.map { "\($0). " } ?? ""
        guard let name, !name.isEmpty, name.string != caller else { return "\(place)\(caller)" }
        return "\(place)\(caller) \(name)"
    }
}

extension Queue {
    /// From this share of calls answered in time on, in per cent, a queue keeps its promise.
    static let serviceLevelGoal = 80.0

    var free: Int { members.count { !$0.paused && $0.state == .idle } }
    var paused: Int { members.count { $0.isAway } }
    var busy: Int { members.count { !$0.isAway && ![.idle, .offline, .unknown].contains($0.state) } }

    func waitingCount(_ facts: Facts) -> Int { waiting ?? facts.line(of: self).callers.count }

    /// The exchange's count; behind a stroke how many of them are known, where that differs.
    func waitingLabel(_ facts: Facts) -> Label {
        let known = facts.line(of: self).callers.count
        let count = waitingCount(facts)
        let text = known == count ? "\(count)" : "\(count)/\(known)"
        if count == 0 { return Label(text, "queue.empty") }
        return Label(SafeText(text), "queue.waiting", lasting: facts.longestWait(in: self) ?? 0)
    }

    func completedCount(_ facts: Facts) -> Int { completed ?? facts.figures.tally(of: Entity.queue(self).key).answered }
    func abandonedCount(_ facts: Facts) -> Int { abandoned ?? facts.figures.tally(of: Entity.queue(self).key).abandoned }

    func serviceLevel(_ facts: Facts) -> Double? { serviceLevel ?? facts.figures.tally(of: Entity.queue(self).key).serviceLevel }

    func abandonRate(_ facts: Facts) -> Double? {
        let (completed, abandoned) = (completedCount(facts), abandonedCount(facts))
        let all = Double(max(0, completed)) + Double(max(0, abandoned))
        return all == 0 ? nil : 100 * Double(max(0, abandoned)) / all
    }
}

extension Queue.Member {
    var isAway: Bool { paused || state == .paused || state == .rest }
}
