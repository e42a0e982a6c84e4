import Foundation

/// A piece of JSON as it comes in or goes out. Names go out sorted, so that an answer is the same every time.
indirect enum CDSValue: Codable, Sendable, Equatable {
    case none
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([CDSValue])
    case fields([String: CDSValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .none
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Int.self) {
            self = .number(number)
        } else if let number = try? value.decode(Double.self) {
            self = .text(String(number))
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let items = try? value.decode([CDSValue].self) {
            self = .list(items)
        } else {
            self = .fields(try value.decode([String: CDSValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .none: try value.encodeNil()
        case .text(let text): try value.encode(text)
        case .number(let number): try value.encode(number)
        case .flag(let flag): try value.encode(flag)
        case .list(let items): try value.encode(items)
        case .fields(let fields): try value.encode(fields)
        }
    }

    /// nil when the bytes are no JSON.
    init?(json: [UInt8]) {
        guard let value = try? JSONDecoder().decode(CDSValue.self, from: Data(json)) else { return nil }
        self = value
    }

    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Nothing in here can fail to be encoded: there are no fractions.
        return (try? encoder.encode(self)).map(Array.init) ?? []
    }

    // MARK: - Reading: numbers may come as text, and text as numbers

    subscript(_ name: String) -> CDSValue {
        guard case .fields(let fields) = self else { return .none }
        return fields[name] ?? .none
    }

    /// A scalar as text; nil for anything else.
    var string: String? {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        default: nil
        }
    }

    var int: Int? { string.flatMap { Int($0) } }
    var bool: Bool? { string.flatMap { Bool($0) } }
    /// Empty for anything but a list.
    var items: [CDSValue] { if case .list(let items) = self { items } else { [] } }
}

extension CDSValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: CDSValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, CDSValue)...) {
        self = .fields(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }

    init(texts: [String]) { self = .list(texts.map { .text($0) }) }
}
