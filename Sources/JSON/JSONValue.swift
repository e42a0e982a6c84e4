/// Any JSON, with numbers kept digit for digit: an identifier that looks like a decimal must survive.
public enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// The number as the peer wrote it.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONMembers)
}

extension JSONValue {
    /// A member's value; nil where this is no object or has none of that name.
    public subscript(_ member: String) -> JSONValue? {
        if case .object(let members) = self { members[member] } else { nil }
    }

    public var array: [JSONValue]? { if case .array(let it) = self { it } else { nil } }
    public var object: JSONMembers? { if case .object(let it) = self { it } else { nil } }

    /// Text, whether the peer wrote it as text, as a number or as a flag.
    public var text: String? {
        switch self {
        case .string(let it), .number(let it): it
        case .bool(let it): it ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A number of ours.
    public static func number(_ value: Int) -> JSONValue { .number(String(value)) }

    /// An object whose members have no order.
    public static func object(_ members: [String: JSONValue]) -> JSONValue { .object(JSONMembers(members)) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        var members = JSONMembers()
        for (key, value) in elements { members[key] = value }
        self = .object(members)
    }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
