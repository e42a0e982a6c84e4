import Desk

/// How one pane is looked at.
struct PaneState: Equatable, Sendable {
    var filter = ""
    /// The `id` of the column that sorts.
    var sortColumn: String {
        didSet { if sortColumn == "site", oldValue != "site" { innerColumn = oldValue } }
    }
    /// What sorts within each site where the sites do: what did before.
    private(set) var innerColumn = ""
    var isDescending = false
    /// The rows whose members are not shown.
    var folded: Set<RowID> = []
    var selection: RowID? {
        didSet { if selection != oldValue { seen = nil } }
    }
    /// The operator has chosen the selection. Until then it is the first row, whichever that is.
    var isChosen = false
    /// The first row on screen; the view follows the selection.
    var firstRow = 0
    /// The selected row as it last was among the others.
    private var seen: SeenRow?

    private struct SeenRow: Equatable, Sendable {
        var row: Row
        var place: Int
        /// The row that stood above it.
        var above: RowID?
    }
}

extension PaneState {
    init(sortColumn: String, isDescending: Bool = false) {
        self.sortColumn = sortColumn
        self.isDescending = isDescending
    }

    /// Selects a row as the operator does.
    mutating func choose(_ row: RowID) {
        selection = row
        isChosen = true
    }

    /// The rows with the selected one among them, even where it has left: then it stands where it was, marked, until the
    /// operator moves on. What a key acts on never changes by itself.
    /// - Parameter isOnBoard: whether a row is still on the board, hidden by the filter.
    func withSelected(_ rows: [Row], isOnBoard: (RowID) -> Bool) -> [Row] {
        guard isChosen, let selection, let seen, !rows.contains(where: { $0.id == selection }) else { return rows }
        var row = seen.row
        row.absence = isOnBoard(selection) ? .filtered : .gone
        var rows = rows
        let above = seen.above.flatMap { above in rows.firstIndex { $0.id == above } }
        rows.insert(row, at: above.map { $0 + 1 } ?? min(seen.place, rows.count))
        return rows
    }

    /// Selects the first row as long as the operator has chosen none, and remembers where the selected one stands.
    /// - Parameter rows: with the selected one among them.
    /// - Returns: the place of the selection in `rows`; nil where there are none.
    mutating func settle(on rows: [Row]) -> Int? {
        guard let first = rows.first else {
            (selection, isChosen) = (nil, false)
            firstRow = 0
            return nil
        }
        if !isChosen || selection == nil { selection = first.id }
        guard let place = rows.firstIndex(where: { $0.id == selection }) else {
            selection = first.id
            return settle(on: rows)
        }
        if rows[place].absence == nil {
            seen = SeenRow(row: rows[place], place: place, above: place > 0 ? rows[place - 1].id : nil)
        }
        return place
    }

    /// Scrolls as little as brings the selection into `height` rows.
    mutating func follow(_ index: Int, of count: Int, height: Int) {
        guard height > 0 else { return }
        firstRow = min(firstRow, index, max(0, count - height))
        firstRow = max(firstRow, index - height + 1, 0)
    }
}
