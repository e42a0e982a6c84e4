import Exchange
import Foundation

extension ColumnSpec {
    static let groups: [ColumnSpec] = [
        site,
        of(
            group, "name", "Name", 14...40, priority: 0,
            below: { row, _ in row.groupMember.map { Label("\($0.number) \($0.name)") } ?? .none },
            sort: { it, _ in SortKey(it.name.string) }
        ) { it, _ in Label(it.name.isEmpty ? SafeText(it.id) : it.name) },
        of(
            group, "floor", "Floor", 11...26, priority: 0,
            below: { row, _ in row.groupMember.map { Label($0.state) } ?? .none },
            sort: { it, _ in SortKey(it.floor.word) }
        ) { it, facts in it.floor.label(facts) },
        of(
            group, "since", "Time", 8...8, priority: 2, .right, isTime: true, sort: { it, _ in SortKey(since: it.floor.since) }
        ) { it, facts in .duration(since: it.floor.since, it.floor.scope, facts) },
        of(group, "members", "Members", 7...8, priority: 3, .right, sort: { it, _ in SortKey(it.members.count) }) { it, _ in
            Label(it.members.count)
        },
        of(group, "held", "Held by us", 12...32, priority: 1, sort: { it, _ in SortKey(it.bonds.count) }) { it, facts in
            Label(it.bonds.map { facts.phrases($0) }.joined(separator: ", "), it.bonds.last.map { "group.\($0)" })
        },
        of(
            group, "type", "Type", 6...16, priority: 5, below: { row, _ in row.groupMember.map { Label($0.type) } ?? .none },
            sort: { it, _ in SortKey(it.type.string) }
        ) { it, _ in Label(it.type) },
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
    /// What the operator's console does with the group, the loosest bond first.
    var bonds: [String] {
        [("subscribed", subscribed), ("monitored", monitored), ("selected", selected)].filter(\.1).map(\.0)
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
        switch self {
        case .other(let number, _), .mine(let number, _, _): label.text = SafeText(number)
        case .queued(let place): label.text = "\(place)"
        case .denied(let why), .revoked(let why): label.text = why
        case .idle, .requesting, .releasing, .unknown: break
        }
        return label
    }
}
