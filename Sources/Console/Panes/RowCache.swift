import Desk
import Exchange
import Translations

/// Keeps each pane's rows until what they are made of, the order or the filter changes: a second that passes sorts nothing, and a
/// call that changes sorts no agents.
struct RowCache: Equatable, Sendable {
    private struct Entry: Sendable {
        var marks: [Board.Mark?]
        var filter: String
        var sortColumn: String
        var isDescending: Bool
        var folded: Set<RowID>
        var inner: String
        /// Filters look for words in the operator's language.
        var language: Language
        var rows: [Row]
    }

    private var entries: [Pane: Entry] = [:]
    /// How often rows were made anew.
    private(set) var builds = 0

    /// What is remembered makes no difference to what a state means.
    static func == (left: RowCache, right: RowCache) -> Bool { true }

    mutating func rows(of pane: Pane, state: PaneState, _ facts: Facts) -> [Row] {
        let marks = facts.board.marks(of: pane.sources(state))
        if let entry = entries[pane], entry.marks == marks, entry.filter == state.filter,
            entry.sortColumn == state.sortColumn, entry.isDescending == state.isDescending, entry.folded == state.folded,
            entry.inner == state.innerColumn, entry.language == facts.phrases.language
        {
            return entry.rows
        }
        let rows = PaneModel.rows(of: pane, state: state, facts)
        builds += 1
        entries[pane] = Entry(
            marks: marks, filter: state.filter, sortColumn: state.sortColumn, isDescending: state.isDescending,
            folded: state.folded, inner: state.innerColumn,
            language: facts.phrases.language, rows: rows)
        return rows
    }
}

extension Pane {
    /// Of which kinds its rows and their order are made. Names of others are looked up when a row is drawn, and when it is filtered by
    /// them or sorted.
    fileprivate func sources(_ state: PaneState) -> [EntityKind] {
        let isFiltered = !state.filter.isEmpty
        func sorts(by columns: Set<String>) -> Bool { columns.contains(state.sortColumn) || columns.contains(state.innerColumn) }
        return switch self {
        case .agents: [.agent] + (isFiltered || sorts(by: ["call", "queues"]) ? [.call, .queue] : [])
        case .queues: [.queue, .waiting]
        case .calls: [.call] + (isFiltered ? [.agent, .queue] : [])
        case .rooms: [.room] + (isFiltered ? [.agent] : [])
        case .groups: [.group] + (isFiltered ? [.agent] : [])
        }
    }
}
