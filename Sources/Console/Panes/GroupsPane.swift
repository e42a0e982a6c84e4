import Exchange
import Foundation

extension ColumnSpec {
    static let groups: [ColumnSpec] = [
        site,
        of(
            group, "name", "Name", 13...40, priority: 0,
            below: { row, _ in row.groupMember.map { Label("\($0.number) \($0.name)") } ?? .none },
            sort: { it, _ in SortKey(it.name.string) }
        ) { it, _ in Label(it.name.isEmpty ? SafeText(it.id) : it.name) },
        of(
            group, "floor", "Floor", 17...32, priority: 0,
            below: { row, facts in row.groupMember.map { Label(facts.phrases($0.state)) } ?? .none },
            sort: { it, _ in SortKey(it.floor.word) }
        ) { it, facts in it.floor.label(facts) },
        of(
            group, "since", "Time", 8...8, priority: 2, .right, isTime: true, sort: { it, _ in SortKey(since: it.floor.since) }
        ) { it, facts in .duration(since: it.floor.since, it.floor.scope, facts) },
        of(group, "members", "Members", 7...8, priority: 3, .right, sort: { it, _ in SortKey(it.members.count) }) { it, _ in
            Label(it.members.count)
        },
        of(group, "held", "Held by us", 12...14, priority: 1, sort: { it, _ in SortKey(it.heldByUs.count) }) { it, facts in
            it.heldByUs.first.map { .state("group.\($0)", since: nil, facts) } ?? .none
        },
        of(
            group, "marks", "Marks", 12...32, priority: 0, sort: { it, _ in SortKey(since: it.emergency?.since) }
        ) { it, facts in it.marks(facts) },
        of(
            group, "type", "Type", 6...16, priority: 5,
            below: { row, facts in row.groupMember.map { Label(facts.phrases($0.type)) } ?? .none },
            sort: { it, _ in SortKey(it.type.string) }
        ) { it, facts in Label(facts.phrases(it.type)) },
    ]

    private static let group: @Sendable (Row.Subject) -> TalkingGroup? = {
        if case .entity(.group(let it)) = $0 { it } else { nil }
    }
}

extension Row {
    var groupMember: TalkingGroup.Member? {
        if case .groupMember(let it) = subject { it } else { nil }
    }
}

extension TalkingGroup {
    /// What the operator's console does with the group, the closest bond first.
    var heldByUs: [String] {
        [("selected", selected), ("monitored", monitored), ("subscribed", subscribed)].filter(\.1).map(\.0)
    }

    /// What is special about the group: a call for help goes before all else.
    func marks(_ facts: Facts) -> Label {
        var marks = [conversation.map { $0 == .groupCall ? "group call" : "mixed call" }, isReceiveOnly ? "receive-only" : nil]
            .compactMap { $0 }.map { facts.phrases($0) }
        guard let emergency else { return Label(marks.joined(separator: ", "), conversation == nil ? nil : "group.call") }
        if !emergency.takenBy.isEmpty {
            marks.insert(facts.phrases("taken by %1$@", emergency.takenBy.map { SafeText($0).string }.joined(separator: ", ")), at: 0)
        }
        if emergency.isAnswered { marks.insert(facts.phrases("answered"), at: 0) }
        marks.insert(SafeText(emergency.number).string, at: 0)
        var label = Label(marks.joined(separator: ", "), "group.emergency")
        label.showsState = true
        return label
    }
}

extension Floor {
    var word: String {
        switch self {
        case .idle: "idle"
        case .other: "other"
        case .requesting: "requesting"
        case .queued: "queued"
        case .mine: "mine"
        case .releasing: "releasing"
        case .denied: "denied"
        case .revoked: "revoked"
        case .unknown: "unknown"
        }
    }

    var scope: String { "floor.\(word)" }

    var since: Date? {
        switch self {
        case .other(_, let since): since
        case .mine(_, let since, _): since
        default: nil
        }
    }

    /// The state with who, which place or why.
    func label(_ facts: Facts) -> Label {
        var label = Label.state(scope, since: since, facts)
        label.explains = true
        switch self {
        case .other(let number, _), .mine(let number, _, _):
            label.text = SafeText(number)
            label.explains = false
        case .requesting(let step): label.text = SafeText(facts.phrases(step.rawValue))
        case .queued(let place): label.text = "\(place)"
        case .denied(let why), .revoked(let why): label.text = facts.phrases(why)
        case .idle, .releasing, .unknown: break
        }
        return label
    }
}
