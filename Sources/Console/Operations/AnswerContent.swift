import Exchange
import JSON

/// What came of a raw operation, derived once and away from the main actor.
struct AnswerContent: Equatable, Sendable {
    private(set) var value: JSONValue
    private(set) var table: AnswerTable?

    init(_ value: JSONValue, _ operation: Exchange.Operation) {
        self.value = value
        table = AnswerTable(value, operation.answer)
    }

    /// The same with the next piece of a long listing at its end.
    func appending(_ more: [JSONValue]) -> AnswerContent {
        guard var table else { return self }
        var longer = self
        table.append(more)
        longer.table = table
        longer.value = Self.replacing(value, table.path[...], by: .array(table.rows))
        return longer
    }

    private static func replacing(_ value: JSONValue, _ path: ArraySlice<String>, by rows: JSONValue) -> JSONValue {
        guard let name = path.first, case .object(var members) = value else { return rows }
        members[name] = replacing(members[name] ?? .null, path.dropFirst(), by: rows)
        return .object(members)
    }
}
