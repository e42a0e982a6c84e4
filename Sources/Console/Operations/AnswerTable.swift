import Exchange
import JSON

/// The rows of an answer with their columns. Cells are made when they are looked at, so that a long listing costs no more
/// than what is in sight.
struct AnswerTable: Equatable, Sendable {
    struct Column: Equatable, Sendable {
        /// The member's name; nil where the rows are no objects.
        var name: String?
        /// Places that the widest of the first rows takes.
        var width: Int
    }

    private(set) var rows: [JSONValue]
    private(set) var columns: [Column]
    /// Where the rows stand in the answer.
    let path: [String]

    /// Rows whose width is looked at.
    private static let sample = 500
    private static let widest = 200

    /// nil where the answer has no rows.
    /// - Parameter answer: as the catalog lays it out; where it does not say, a list that is all there is counts as rows.
    init?(_ value: JSONValue, _ answer: Exchange.Operation.Answer) {
        guard let (rows, path) = Self.rows(of: value, answer) else { return nil }
        self.rows = rows
        self.path = path
        columns = []
        measure(rows)
    }

    private static func rows(of value: JSONValue, _ answer: Exchange.Operation.Answer) -> ([JSONValue], [String])? {
        if case .rows(let place) = answer {
            let path = place.split(separator: ".").map(String.init)
            if let rows = path.reduce(value as JSONValue?, { $0?[$1] })?.array { return (rows, path) }
        }
        if let rows = value.array { return (rows, []) }
        let lists = value.object?.filter { $0.value.array?.isEmpty == false } ?? []
        guard let list = lists.first, lists.count == 1, let rows = list.value.array, rows.allSatisfy({ $0.object != nil }) else {
            return nil
        }
        return (rows, [list.key])
    }

    /// Columns come from the keys of all rows, in the order in which the exchange wrote them.
    private mutating func measure(_ added: [JSONValue]) {
        var places = Dictionary(columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: min)
        for (index, row) in added.enumerated() {
            for name in row.object?.keys as [String?]? ?? [nil] {
                if places[name] == nil {
                    places[name] = columns.count
                    columns.append(Column(name: name, width: max(1, name.map { CellWidth.of(SafeText($0)) } ?? 0)))
                }
                guard index < Self.sample, let place = places[name] else { continue }
                columns[place].width = max(columns[place].width, min(Self.widest, CellWidth.of(Self.text(of: row, name))))
            }
        }
    }

    /// Takes in the next piece of a long listing.
    mutating func append(_ more: [JSONValue]) {
        rows += more
        measure(more)
    }

    func text(_ row: Int, _ column: Column) -> SafeText { Self.text(of: rows[row], column.name) }

    /// One line for any value; what nests is shown as JSON.
    static func text(of row: JSONValue, _ column: String?) -> SafeText {
        switch column.map({ row[$0] }) ?? row {
        case nil, .null?: ""
        case let value?: SafeText(value.text ?? value.compactText)
        }
    }

    /// The next row with a text, in reading order and then from the other end; nil where there is none.
    func row(with text: String, after place: Int, step: Int) -> Int? {
        (1...max(1, rows.count)).lazy.map { (place + step * $0 + rows.count * $0) % max(1, rows.count) }
            .first { rows.indices.contains($0) && Self.holds(rows[$0], text.lowercased()) }
    }

    private static func holds(_ value: JSONValue, _ text: String) -> Bool {
        switch value {
        case .object(let members): members.contains { holds($0.value, text) }
        case .array(let values): values.contains { holds($0, text) }
        default: value.text.map { SafeText($0).string.lowercased().contains(text) } ?? false
        }
    }
}
