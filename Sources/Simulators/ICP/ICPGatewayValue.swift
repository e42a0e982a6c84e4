import Foundation

/// A piece of JSON as the gateway reads and writes it, the members of what it writes in their order.
indirect enum ICPValue: Sendable, Equatable {
    case null
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([ICPValue])
    case fields([Field])

    struct Field: Sendable, Equatable {
        var name: String
        var value: ICPValue
    }

    /// A number as the gateway mostly writes it: as text.
    static func digits(_ number: Int) -> ICPValue { .text(String(number)) }

    subscript(name: String) -> ICPValue? {
        guard case .fields(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    // MARK: - Reading: numbers and truth values may come as text, and the reverse

    var text: String? {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        case .null, .list, .fields: nil
        }
    }

    var number: Int? {
        switch self {
        case .number(let number): number
        case .text(let text): Int(text)
        default: nil
        }
    }

    var flag: Bool? {
        switch self {
        case .flag(let flag): flag
        case .text("true"): true
        case .text("false"): false
        default: nil
        }
    }

    var list: [ICPValue]? {
        guard case .list(let items) = self else { return nil }
        return items
    }
}

extension ICPValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: ICPValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, ICPValue)...) {
        self = .fields(elements.map { Field(name: $0.0, value: $0.1) })
    }
}

extension ICPValue: Decodable {
    /// - Returns: nil when the bytes are no JSON.
    init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(ICPValue.self, from: Data(bytes)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Int.self) {
            self = .number(number)
        } else if let number = try? value.decode(Double.self) {
            self = .text("\(number)")
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let items = try? value.decode([ICPValue].self) {
            self = .list(items)
        } else {
            let members = try value.decode([String: ICPValue].self)
            self = .fields(members.sorted { $0.key < $1.key }.map { Field(name: $0.key, value: $0.value) })
        }
    }

    /// Without any blank, as the gateway's own.
    var json: String {
        switch self {
        case .null: "null"
        case .text(let text): Self.quoted(text)
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .fields(let fields):
            "{" + fields.map { Self.quoted($0.name) + ":" + $0.value.json }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
