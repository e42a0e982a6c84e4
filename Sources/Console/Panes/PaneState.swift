import Desk

/// How one pane is looked at.
struct PaneState: Equatable, Sendable {
    var filter = ""
    /// The `id` of the column that sorts.
    var sortColumn: String
    var isDescending = false
    var selection: RowID?
    /// The first row on screen; the view follows the selection.
    var firstRow = 0
    /// The selection and its neighbours as last drawn, the nearest first: who takes its place when it is gone.
    var nearby: [RowID] = []
}

extension PaneState {
    /// How many neighbours are remembered on either side.
    private static let reach = 24

    /// Glues the selection to what it selects: where that is gone, a neighbour it had takes its place.
    /// - Returns: the place of the selection in `rows`; nil where there are none.
    mutating func settle(on rows: [Row]) -> Int? {
        guard !rows.isEmpty else {
            selection = nil
            firstRow = 0
            return nil
        }
        let index = selection.flatMap { id in rows.firstIndex { $0.id == id } } ?? successor(among: rows)
        selection = rows[index].id
        nearby = [rows[index].id]
        for distance in 1...Self.reach {
            if index + distance < rows.count { nearby.append(rows[index + distance].id) }
            if index - distance >= 0 { nearby.append(rows[index - distance].id) }
        }
        return index
    }

    private func successor(among rows: [Row]) -> Int {
        let places = Dictionary(rows.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        return nearby.lazy.compactMap { places[$0] }.first ?? min(max(0, firstRow), rows.count - 1)
    }

    /// Scrolls as little as brings the selection into `height` rows.
    mutating func follow(_ index: Int, of count: Int, height: Int) {
        guard height > 0 else { return }
        firstRow = min(firstRow, index, max(0, count - height))
        firstRow = max(firstRow, index - height + 1, 0)
    }
}
