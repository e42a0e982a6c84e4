import JSON

/// Names of fields that nobody may read.
struct SecretNames {
    private let names: Set<String>
    private let patterns: [String]

    /// - Parameter patterns: in small letters; `*` at an end stands for anything.
    init(_ patterns: [String]) {
        names = Set(patterns.filter { !$0.contains("*") })
        self.patterns = patterns.filter { $0.contains("*") }
    }

    /// Whether a field of that name is secret, however its letters are written.
    func contains(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || patterns.contains { Self.matches(name, $0) }
    }

    private static func matches(_ name: String, _ pattern: String) -> Bool {
        let core = pattern.filter { $0 != "*" }
        return switch (pattern.hasPrefix("*"), pattern.hasSuffix("*")) {
        case (true, true): name.contains(core)
        case (true, false): name.hasSuffix(core)
        case (false, _): name.hasPrefix(core)
        }
    }

    /// A value with its secret fields made unreadable; those that hold nothing stay as they are.
    func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let values): .array(values.map(masked))
        case .object(let members):
            .object(
                JSONMembers(
                    uniqueKeysWithValues: members.map { name, value in
                        (name, contains(name) && !Self.isEmpty(value) ? "••••" : masked(value))
                    }))
        default: value
        }
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.allSatisfy(\.isWhitespace)
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }
}
