import Exchange
import Foundation

/// By what rows are ordered. What has no value comes last in either direction.
struct SortKey: Comparable {
    /// Infinite for words: they come after all numbers.
    private let number: Double
    private let text: String

    private init(_ number: Double, _ text: String) { (self.number, self.text) = (number, text) }

    static func number(_ number: Double) -> SortKey { SortKey(number, "") }

    static func < (left: SortKey, right: SortKey) -> Bool {
        left.number == right.number ? left.text < right.text : left.number < right.number
    }

    /// Numbers written as text by their value, before words.
    init?(_ text: String) {
        if text.isEmpty { return nil }
        let digits = text.utf8
        if digits.count < 16, digits.allSatisfy({ (0x30...0x39).contains($0) }) {
            self = .number(digits.reduce(0) { $0 * 10 + Double($1 - 0x30) })
        } else {
            self = SortKey(.infinity, text.lowercased())
        }
    }

    init?(_ number: Int?) {
        guard let number else { return nil }
        self = .number(Double(number))
    }

    /// By duration: who has waited longest is the greatest. The order stands still while time goes on.
    init?(since begun: Date?) {
        guard let begun else { return nil }
        self = .number(-begun.timeIntervalSinceReferenceDate)
    }

    init?<Word: CaseIterable & Equatable>(_ word: Word) {
        self = .number(Double(Word.allCases.enumerated().first { $0.element == word }?.offset ?? 0))
    }
}

/// A column as data: how it is called, how wide it may be, what it says and how it sorts.
struct ColumnSpec: Sendable {
    /// The word of the `sort` command.
    let id: String
    /// msgid of the heading.
    let title: String
    /// The least and the most places.
    let width: ClosedRange<Int>
    /// What a narrow screen gives up first has the greatest.
    let priority: Int
    var alignment = Alignment.left
    /// Changes with every second: a filter leaves it alone.
    var isTime = false
    let label: @Sendable (Row, Facts) -> Label
    let sortKey: @Sendable (Row, Facts) -> SortKey?
    /// It only gives an order, and is never shown.
    var isOrderAlone = false
    /// Whether what it says of this row is our own figure.
    var isOwnFigure: @Sendable (Row, Facts) -> Bool = { _, _ in false }
}

extension Pane {
    /// In the order of the screen.
    var columns: [ColumnSpec] {
        switch self {
        case .agents: ColumnSpec.agents
        case .queues: ColumnSpec.queues
        case .calls: ColumnSpec.calls
        case .rooms: ColumnSpec.rooms
        case .groups: ColumnSpec.groups
        }
    }

    /// What a pane lists at its top level.
    var kind: EntityKind {
        switch self {
        case .agents: .agent
        case .queues: .queue
        case .calls: .call
        case .rooms: .room
        case .groups: .group
        }
    }

    /// How a pane is looked at before anybody changed it: the longest call first, all else by name.
    var initialState: PaneState {
        switch self {
        case .agents: PaneState(sortColumn: "extension")
        case .calls: PaneState(sortColumn: "since", isDescending: true)
        case .queues, .rooms, .groups: PaneState(sortColumn: "name")
        }
    }

    /// msgid
    var title: String {
        switch self {
        case .agents: "Agents"
        case .queues: "Queues"
        case .calls: "Calls"
        case .rooms: "Rooms"
        case .groups: "Groups"
        }
    }
}

extension ColumnSpec {
    /// Which exchange; shown where there is more than one.
    static let site = ColumnSpec(
        id: "site", title: "Site", width: 4...8, priority: 0,
        label: { row, facts in row.depth == 0 ? Label(SafeText(row.id.site.rawValue), facts.siteScope(row.id.site)) : .none },
        sortKey: { row, facts in SortKey(facts.board.siteOrder.firstIndex(of: row.id.site)) })

    /// A column of one kind of entity at the top level, and of nothing below it.
    static func of<Value>(
        _ unwrap: @escaping @Sendable (Row.Subject) -> Value?, _ id: String, _ title: String, _ width: ClosedRange<Int>,
        priority: Int, _ alignment: Alignment = .left, isTime: Bool = false,
        below: @escaping @Sendable (Row, Facts) -> Label = { _, _ in .none },
        own: @escaping @Sendable (Value, Facts) -> Bool = { _, _ in false },
        sort: @escaping @Sendable (Value, Facts) -> SortKey?,
        label: @escaping @Sendable (Value, Facts) -> Label
    ) -> ColumnSpec {
        ColumnSpec(
            id: id, title: title, width: width, priority: priority, alignment: alignment, isTime: isTime,
            label: { row, facts in unwrap(row.subject).map { label($0, facts) } ?? below(row, facts) },
            sortKey: { row, facts in unwrap(row.subject).flatMap { sort($0, facts) } },
            isOwnFigure: { row, facts in unwrap(row.subject).map { own($0, facts) } ?? false })
    }
}

extension Label {
    /// A state with its glyph and word, coloured by how long it has lasted.
    static func state(_ scope: String, since begun: Date?, _ facts: Facts) -> Label {
        var label = Label(SafeText(""), scope, lasting: begun.map(facts.elapsed))
        label.showsState = true
        return label
    }

    /// How long a state has lasted, coloured like the state.
    static func duration(since begun: Date?, _ scope: String, _ facts: Facts) -> Label {
        guard let begun else { return .none }
        let elapsed = facts.elapsed(since: begun)
        return Label(TimeWords.duration(elapsed), scope, lasting: elapsed)
    }

    /// The same of a state that began before we came: it has lasted at least as long as we have been looking.
    static func duration(since begun: Date?, atLeastSince came: Date?, _ scope: String, _ facts: Facts) -> Label {
        guard begun == nil, let came else { return duration(since: begun, scope, facts) }
        let elapsed = facts.elapsed(since: came)
        return Label("≥\(TimeWords.duration(elapsed))", scope, lasting: elapsed)
    }
}
