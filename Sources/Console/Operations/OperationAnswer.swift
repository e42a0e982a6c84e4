import Exchange
import Foundation
import JSON

struct FileProgressFigures: Equatable, Sendable {
    var received: Int64
    var expected: Int64?
}

/// The answer to a raw operation as it is looked at.
struct OperationAnswer: Equatable, Sendable {
    /// Tells one request from the next.
    let id: Int
    let request: PendingOperation
    let since: Date
    /// nil while the exchange has not answered.
    var content: AnswerContent?
    /// The whole as a tree, or the row of a table that was opened.
    var tree: AnswerTree?
    var opensRow = false

    // The table
    var row = 0
    var firstRow = 0
    var firstColumn = 0
    /// Every column up to the last is in sight: nothing is further right.
    var seesLastColumn = true

    var search = ""

    // Long listings
    private(set) var listing: PagedListing?
    /// The listing has another piece, as far as anybody knows.
    var hasMore = false
    var isFetching = false

    /// Of a file on its way: bytes so far, and how many there will be where the exchange said so.
    var progress: FileProgressFigures?

    init(id: Int, request: PendingOperation, since: Date) {
        self.id = id
        self.request = request
        self.since = since
    }

    var table: AnswerTable? { tree == nil ? content?.table : nil }
    /// Where the file goes, of an operation that fetches one.
    var destination: String? { request.operation.answer == .file ? request.arguments[Exchange.Operation.destination]?.text : nil }

    mutating func show(_ content: AnswerContent) {
        self.content = content
        tree = content.table == nil ? AnswerTree(content.value) : nil
        listing = PagedListing(request.operation, request.arguments)
        hasMore = content.table != nil && listing?.take(content.value) == true
    }

    /// Takes note of the next piece.
    /// - Returns: whether there is anything new in it.
    mutating func take(piece: JSONValue) -> Bool {
        let before = listing?.count ?? 0
        hasMore = listing?.take(piece) == true
        return listing?.count ?? 0 > before
    }

    mutating func move(by step: Int) { move(to: (tree?.cursor ?? row) + step) }

    mutating func move(to place: Int) {
        if tree != nil { tree?.move(to: place) } else if let table { row = max(0, min(place, table.rows.count - 1)) }
    }

    /// Another column to the left or right, or in and out of a tree.
    mutating func moveSideways(by step: Int) {
        if tree != nil {
            if step > 0 { tree?.goIn() } else { tree?.goOut() }
        } else if step < 0 || !seesLastColumn {
            firstColumn = max(0, firstColumn + step)
        }
    }

    /// Opens what is under the cursor.
    mutating func open() {
        if tree != nil {
            tree?.toggle()
        } else if let table, table.rows.indices.contains(row) {
            tree = AnswerTree(table.rows[row])
            opensRow = true
        }
    }

    /// From the table to the tree of everything, and back.
    mutating func toggleTree() {
        guard let content else { return }
        tree = tree == nil ? AnswerTree(content.value) : content.table == nil ? tree : nil
        opensRow = false
    }

    /// - Returns: false when there is nothing to go back from.
    mutating func goBack() -> Bool {
        guard opensRow else { return false }
        tree = nil
        opensRow = false
        return true
    }

    /// What `copy` takes: the row, or the value of the tree.
    var current: JSONValue? {
        if let tree { return tree.lines[tree.cursor].value }
        return table.flatMap { $0.rows.indices.contains(row) ? $0.rows[row] : nil }
    }

    /// Where the cursor goes for a text.
    enum Hit: Equatable, Sendable {
        case row(Int)
        case path([Int])
    }

    func hit(step: Int) -> Hit? {
        if let tree { return tree.path(with: search, step: step).map(Hit.path) }
        return table?.row(with: search, after: row, step: step).map(Hit.row)
    }

    mutating func go(to hit: Hit) {
        switch hit {
        case .row(let row): move(to: row)
        case .path(let path): tree?.reveal(path)
        }
    }
}
