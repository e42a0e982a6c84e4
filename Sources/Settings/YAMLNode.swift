/// A piece of a YAML file and where it stands. Scalars stay the text that was written: `0800` is `0800`.
struct YAMLNode: Equatable, Sendable {
    /// What was written there.
    enum Content: Equatable, Sendable {
        /// `isPlain` when it stood without quotes.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// In the order of the file; no key twice.
        case mapping([Entry])
    }

    struct Entry: Equatable, Sendable {
        var key: String
        var location: SourceLocation
        var value: YAMLNode
    }

    var content: Content
    var location: SourceLocation

    /// Whether nothing was written: `key:` with no value, `~` or `null`.
    var isNull: Bool {
        if case .scalar(let text, isPlain: true) = content { ["", "~", "null"].contains(text) } else { false }
    }

    var entries: [Entry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The value of a key, when this is a mapping that has it.
    subscript(key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }

    /// The values by key, whatever they are called; empty for anything but a mapping.
    var memberValues: [String: YAMLNode] {
        Dictionary((entries ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// What it is, for “expected …, found …”.
    var kind: String {
        switch content {
        case .scalar(let text, _): isNull || text.isEmpty ? "nothing" : "text"
        case .sequence: "a list"
        case .mapping: "a group of keys"
        }
    }
}

// Reading a node as what its key expects. Each tells the problems when it is something else.
extension YAMLNode {
    func text(_ problems: inout ProblemCollector) -> String? {
        if case .scalar(let text, _) = content, !isNull, !text.isEmpty { return text }
        wrong("text", &problems)
        return nil
    }

    func list(_ problems: inout ProblemCollector) -> [YAMLNode]? {
        if case .sequence(let nodes) = content { return nodes }
        wrong("a list", &problems)
        return nil
    }

    /// The values by key; a key that is not `known` is an error.
    func members(_ known: [String], _ problems: inout ProblemCollector) -> [String: YAMLNode]? {
        guard let entries = mapping(&problems) else { return nil }
        for entry in entries where !known.contains(entry.key) {
            problems.error("unknown key “\(entry.key)”", at: entry.location, written: entry.key, valid: known)
        }
        return memberValues
    }

    func mapping(_ problems: inout ProblemCollector) -> [Entry]? {
        if let entries { return entries }
        wrong("a group of keys", &problems)
        return nil
    }

    func truth(_ problems: inout ProblemCollector) -> Bool? {
        if case .scalar("true", _) = content { return true }
        if case .scalar("false", _) = content { return false }
        wrong("true or false", &problems)
        return nil
    }

    /// One of the words of an enumeration.
    func choice<Word: RawRepresentable & CaseIterable>(_ problems: inout ProblemCollector) -> Word? where Word.RawValue == String {
        choice(among: Word.allCases.map(\.rawValue), &problems).flatMap(Word.init)
    }

    /// One of these words.
    func choice(among words: [String], _ problems: inout ProblemCollector) -> String? {
        guard let text = text(&problems) else { return nil }
        if words.contains(text) { return text }
        problems.error("“\(text)” is no choice here", at: location, written: text, valid: words)
        return nil
    }

    /// A duration as `500ms`, `5s`, `1m` or `2h`, within bounds.
    func duration(within bounds: ClosedRange<Duration>, _ problems: inout ProblemCollector) -> Duration? {
        guard let text = text(&problems) else { return nil }
        guard let duration = Duration(settingsText: text) else {
            problems.error("“\(text)” is no duration; write 500ms, 5s or 1m", at: location)
            return nil
        }
        guard bounds.contains(duration) else {
            problems.error(
                "\(text) is out of range; it can be \(bounds.lowerBound.settingsText) to \(bounds.upperBound.settingsText)", at: location)
            return nil
        }
        return duration
    }

    func wrong(_ expected: String, _ problems: inout ProblemCollector) {
        problems.error("expected \(word: expected), found \(word: kind)", at: location)
    }
}

extension Duration {
    private static let units: [(suffix: String, milliseconds: Int64)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)]

    /// Reads `500ms`, `5s`, `1.5s`, `1m`, `2h`; nil for anything else, a bare number included.
    public init?(settingsText text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard digits.count <= 9, digits.first?.isNumber == true, digits.last?.isNumber == true, let amount = Double(digits),
            let unit = Self.units.first(where: { $0.suffix == text.dropFirst(digits.count) })
        else { return nil }
        self = .milliseconds(Int64((amount * Double(unit.milliseconds)).rounded()))
    }

    /// The shortest way to write it.
    var settingsText: String {
        let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        let unit = Self.units.last { milliseconds % $0.milliseconds == 0 && milliseconds >= $0.milliseconds } ?? Self.units[0]
        return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
    }
}
