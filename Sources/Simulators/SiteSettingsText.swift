/// The keys and values of a `sites:` entry, in the order in which they are printed.
public struct SiteSettingsText: Sendable, Equatable {
    public enum Value: Sendable, Equatable {
        case text(String)
        case list([String])
        case group(SiteSettingsText)
    }

    public struct Row: Sendable, Equatable {
        public var key: String
        public var value: Value
        public var comment: String?
        /// Printed in quotation marks whatever it is.
        public var isQuoted = false
    }

    public var rows: [Row] = []

    init(_ pairs: KeyValuePairs<String, Value>) { rows = pairs.map { Row(key: $0.key, value: $0.value) } }

    mutating func append(_ key: String, _ value: Value) { rows.append(Row(key: key, value: value)) }

    /// What stands under a key, those of groups with dots between them: `uportal.url`.
    public subscript(value path: String) -> Value? {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        let found = rows.first { $0.key == parts.first }?.value
        guard parts.count == 2 else { return found }
        guard case .group(let inner) = found else { return nil }
        return inner[value: parts[1]]
    }

    /// A text under a path; nil for anything else.
    public subscript(path: String) -> String? {
        guard case .text(let text) = self[value: path] else { return nil }
        return text
    }

    /// A list under a path; empty for anything else.
    public func list(_ path: String) -> [String] {
        guard case .list(let items) = self[value: path] else { return [] }
        return items
    }

    // MARK: - YAML

    /// The whole entry of `sites:`, two blanks deep, without a line end behind it.
    public func yaml(id: String, name: String, kind: String) -> String {
        (["  - id: \(id)", "    name: \(name)", "    kind: \(kind)"] + lines(depth: 2)).joined(separator: "\n")
    }

    /// Groups within groups stand on one line.
    private func lines(depth: Int) -> [String] {
        let margin = String(repeating: "  ", count: depth)
        return rows.flatMap { row -> [String] in
            let comment = row.comment.map { "   # \($0)" } ?? ""
            if case .group(let inner) = row.value, depth == 2 { return ["\(margin)\(row.key):\(comment)"] + inner.lines(depth: depth + 1) }
            let text = if case .text(let text) = row.value, row.isQuoted { Self.inQuotes(text) } else { Self.scalar(row.value) }
            return ["\(margin)\(row.key): \(text)\(comment)"]
        }
    }

    private static func scalar(_ value: Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .list(let items): "[" + items.map(quoted).joined(separator: ", ") + "]"
        case .group(let inner): "{" + inner.rows.map { "\($0.key): \(scalar($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    /// What YAML might read as a number or otherwise stands in quotation marks.
    private static func quoted(_ text: String) -> String {
        let isWord = text.utf8.allSatisfy {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")
        }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"\\'#{}[],&*!|>%@`".utf8.contains($0) } && !text.hasPrefix("-")
        if isPlain, !text.isEmpty, !(isWord && text.first?.isNumber == true) { return text }
        return inQuotes(text)
    }

    private static func inQuotes(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
