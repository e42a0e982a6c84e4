import Exchange
import Foundation

extension ColumnSpec {
    static let rooms: [ColumnSpec] = [
        site,
        of(
            room, "name", "Name", 14...40, priority: 0,
            below: { row, _ in row.member.map { Label($0.isKnownAs) } ?? .none },
            sort: { it, _ in SortKey(it.name.string) }
        ) { it, _ in Label(it.name.isEmpty ? SafeText(it.id) : it.name) },
        of(
            room, "state", "State", 11...12, priority: 1,
            below: { row, facts in row.member.map { .state($0.scope, since: $0.since, facts) } ?? .none },
            sort: { it, _ in SortKey(it.state.string) }
        ) { it, facts in
            let word = SafeText(facts.phrases(it.state.string))
            return Label(word, it.state == "empty" ? "room.empty" : "room.active")
        },
        of(
            room, "members", "Members", 8...24, priority: 0,
            below: { row, facts in row.member.map { $0.marks(facts) } ?? .none },
            sort: { it, _ in SortKey(it.present) }
        ) { it, _ in Label(it.present) },
        of(
            room, "since", "Time", 8...8, priority: 2, .right, isTime: true,
            below: { row, facts in row.member.map { .duration(since: $0.since, $0.scope, facts) } ?? .none },
            sort: { it, _ in SortKey(since: it.begun) }
        ) { it, facts in .duration(since: it.begun, "room.active", facts) },
        of(room, "moderators", "Moderators", 10...24, priority: 5, sort: { it, _ in SortKey(it.moderators.first ?? "") }) { it, _ in
            Label(it.moderators.joined(separator: ", "))
        },
        of(room, "id", "Number", 6...10, priority: 6, sort: { it, _ in SortKey(it.id) }) { it, _ in Label(it.id) },
    ]

    private static let room: @Sendable (Row.Subject) -> Room? = {
        if case .entity(.room(let it)) = $0 { it } else { nil }
    }
}

extension Row {
    var member: Room.Member? {
        if case .member(let it) = subject { it } else { nil }
    }
}

extension Room {
    var present: Int { members.count { $0.state == .joined || $0.state == .waiting } }

    /// When the first of those present came.
    var begun: Date? { members.lazy.filter { $0.state == .joined }.compactMap(\.since).min() }
}

extension Room.Member {
    var scope: String { "member.\(state.rawValue)" }

    /// `1001 Alice`
    var isKnownAs: SafeText {
        guard let name, !name.isEmpty, name.string != number else { return SafeText(number.isEmpty ? id : number) }
        return "\(number) \(name)"
    }

    private var isMuteUnknown: Bool { muted == nil && (state == .joined || state == .waiting) }

    /// The words for what is special about a member; the first also gives the colour.
    func marks(_ facts: Facts) -> Label {
        let marks = [
            ("speaking", "member.talking", talking), ("muted", "member.muted", muted == true), ("muted?", "ui.dim", isMuteUnknown),
            ("moderator", "member.moderator", moderator),
        ].filter(\.2)
        return Label(marks.map { facts.phrases($0.0) }.joined(separator: ", "), marks.first?.1)
    }
}
