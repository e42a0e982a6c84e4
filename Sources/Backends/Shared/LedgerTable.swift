import Exchange
import JSON

/// Reads the tables in which large ledgers are written.
///
/// An operation is a paragraph. Its head begins with `>` and has, with `|` between, the id, the kind and what is the system's
/// own; the kind is `query` or `command`, with `!` where it deletes, wipes or cuts off, and with `→` before how the answer
/// nests where that is not the rule: a path to rows, `object` or `nothing`.
///
/// Then a line for each parameter: its name, the values if there are any, its meaning. A name has `&` before it where it
/// goes into the URL, other spellings after a comma, `?` where it may be left out, `: integer` (any `ValueType`) where it is
/// no text, `: secret` where nobody may read it, and `= 0` where that is what the exchange takes when nothing is given. Before values that
/// are examples, or keywords among free ones, stands `e.g.`; otherwise no others are sent.
public struct LedgerTable {
    public struct Entry {
        public var id: String
        public var kind: Operation.Kind
        public var isDangerous: Bool
        /// nil: as the system's answers are by rule.
        public var answer: Operation.Answer?
        /// What is the system's own in the head.
        public var fields: [String]
        public var parameters: [Parameter] = []
    }

    public struct Parameter {
        public var parameter: Operation.Parameter
        public var aliases: [String]
        public var isInURL: Bool
    }

    public let entries: [Entry]

    public init(_ text: String) {
        entries = text.split(separator: "\n").reduce(into: []) { entries, line in
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
            if line.hasPrefix(">") {
                entries.append(Self.entry(fields))
            } else if !entries.isEmpty {
                entries[entries.count - 1].parameters.append(Self.parameter(fields))
            }
        }
    }

    private static func entry(_ fields: [String]) -> Entry {
        let words = fields[1].split(separator: "→").map { String($0).trimmed }
        let answer: Operation.Answer? =
            switch words.dropFirst().first {
            case nil: nil
            case "object": .object
            case "nothing": .done
            case let path?: .rows(at: path)
            }
        return Entry(
            id: String(fields[0].dropFirst()).trimmed, kind: words[0].hasPrefix("query") ? .query : .command,
            isDangerous: words[0].hasSuffix("!"), answer: answer, fields: Array(fields.dropFirst(2)))
    }

    private static func parameter(_ fields: [String]) -> Parameter {
        let parts = fields[0].split(separator: "=", maxSplits: 1).map { String($0).trimmed }
        let (names, type) = { ($0[0], $0.dropFirst().first) }(parts[0].split(separator: ":", maxSplits: 1).map { String($0).trimmed })
        var spellings = names.split(separator: ",").map { String($0).trimmed }
        let isInURL = spellings[0].hasPrefix("&"), isOptional = spellings[0].hasSuffix("?")
        if isInURL { spellings[0].removeFirst() }
        if isOptional { spellings[0].removeLast() }
        let values = fields.count > 2 ? fields[1] : ""
        let areExamples = values.hasPrefix("e.g. ")
        return Parameter(
            parameter: Operation.Parameter(
                spellings[0], type: type.flatMap(Operation.ValueType.init) ?? .text, required: !isOptional, secret: type == "secret",
                standard: parts.dropFirst().first, values: meanings(areExamples ? values.dropFirst(5) : values[...]), examples: areExamples,
                fields[fields.count - 1]),
            aliases: Array(spellings.dropFirst()), isInURL: isInURL)
    }

    /// `0=no; 1=yes`; with blanks around the sign where a value has that sign itself.
    private static func meanings(_ text: Substring) -> [String: String] {
        let sign = text.contains(" = ") ? " = " : "="
        let pairs = text.split(separator: ";").compactMap { pair -> (String, String)? in
            let parts = pair.split(separator: sign, maxSplits: 1).map { String($0).trimmed }
            return parts.count == 2 && !parts[0].isEmpty ? (parts[0], parts[1]) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
