// Answers of devices, read liberally: numbers as text and as numbers, members missing, null or empty, lists that are a
// single row without brackets. What comes of it is plain text and plain numbers.

extension JSONValue {
    /// The first member present under any of the names, whatever its capitals: documents and devices disagree on them.
    public func member(_ names: String...) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        for name in names {
            if let exact = members[name] { return exact }
        }
        let folded = names.map { $0.lowercased() }
        return members.first { folded.contains($0.key.lowercased()) }?.value
    }

    /// The text without blanks around it; empty when it is no text.
    public var trimmedText: String { text?.trimmed ?? "" }

    /// Yes in any of the four encodings: `yes`, `Yes`, `1`, `true`.
    public var isYes: Bool { ["yes", "1", "true", "on", "y"].contains(trimmedText.lowercased()) }

    /// A figure, or nil where the exchange left it empty.
    public var figure: Int? { trimmedText.figure }

    /// The rows of a list: also of a list that is missing, null, or a single row without brackets.
    public var rows: [JSONValue] {
        switch self {
        case .array(let rows): rows
        case .object: [self]
        default: []
        }
    }

    /// Names in one string with commas between, or in an array.
    public var names: [String] {
        let names = array?.map(\.trimmedText) ?? (text ?? "").utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0)).trimmed }
        return names.filter { !$0.isEmpty }
    }
}

extension Optional<JSONValue> {
    public var trimmedText: String { self?.trimmedText ?? "" }
    public var isYes: Bool { self?.isYes ?? false }
    public var figure: Int? { self?.figure }
    public var rows: [JSONValue] { self?.rows ?? [] }
    public var names: [String] { self?.names ?? [] }
}

extension String {
    /// Without blanks, tabs, line ends and NULs around it. It is cut by octets: a mark that follows a blank would hide the blank
    /// from whoever looks at Characters.
    public var trimmed: String {
        func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) || octet == 0 }
        guard let first = utf8.first, let last = utf8.last else { return "" }
        guard isBlank(first) || isBlank(last) else { return self }
        guard let start = utf8.firstIndex(where: { !isBlank($0) }), let end = utf8.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(self[start..<utf8.index(after: end)])
    }

    /// A whole number, also one written as a decimal.
    public var figure: Int? { Int(self) ?? Double(self).flatMap { Int(exactly: $0.rounded()) } }
}
