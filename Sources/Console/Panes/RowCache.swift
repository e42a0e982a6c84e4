import Desk
import Exchange
import Translations

/// Keeps each pane's rows until the board, the order or the filter changes: a second that passes sorts nothing.
struct RowCache: Equatable, Sendable {
    private struct Entry: Sendable {
        var mark: Board.Mark
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

    /// What is remembered makes no difference to what a state means.
    static func == (left: RowCache, right: RowCache) -> Bool { true }

    mutating func rows(of pane: Pane, state: PaneState, _ facts: Facts) -> [Row] {
        if let entry = entries[pane], entry.mark == facts.board.mark, entry.filter == state.filter,
            entry.sortColumn == state.sortColumn, entry.isDescending == state.isDescending, entry.folded == state.folded,
            entry.inner == state.innerColumn, entry.language == facts.phrases.language
        {
            return entry.rows
        }
        let rows = PaneModel.rows(of: pane, state: state, facts)
        entries[pane] = Entry(
            mark: facts.board.mark, filter: state.filter, sortColumn: state.sortColumn, isDescending: state.isDescending,
            folded: state.folded, inner: state.innerColumn,
            language: facts.phrases.language, rows: rows)
        return rows
    }
}
