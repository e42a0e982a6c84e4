import Foundation

/// A piece of an answer, as a system reads and writes it: members in their order, numbers and words as the system prints them.
indirect enum OrderedJSON: Sendable, Equatable {
    case null
    case text(String)
    case number(Int)
    case flag(Bool)
    /// Written without quotation marks, digit for digit.
    case bare(String)
    /// A call id or number that some platforms write without quotation marks where it looks like a number.
    case id(String)
    /// A word that some platforms write without quotation marks, though that is no JSON.
    case word(String)
    case list([OrderedJSON])
    /// A list that XML writes as one bare object.
    case bareList([OrderedJSON])
    case fields([Field])

    struct Field: Sendable, Equatable {
        var name: String
        var value: OrderedJSON
    }

    init(texts: [String]) { self = .list(texts.map { .text($0) }) }

    /// A number as many systems write it: as text.
    static func digits(_ number: Int) -> OrderedJSON { .text(String(number)) }

    /// The members of both, where both are objects.
    static func + (left: OrderedJSON, right: OrderedJSON) -> OrderedJSON {
        guard case .fields(let first) = left, case .fields(let second) = right else { return left }
        return .fields(first + second)
    }

    // MARK: - Reading: numbers and truth values may come as text, and the reverse

    subscript(name: String) -> OrderedJSON? {
        guard case .fields(let fields) = self else { return nil }
        return fields.first { $0.name == name }?.value
    }

    /// A scalar as text; nil for anything else.
    var text: String? {
        switch self {
        case .text(let text), .bare(let text), .id(let text), .word(let text): text
        case .number(let number): String(number)
        case .flag(let flag): String(flag)
        case .null, .list, .bareList, .fields: nil
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
        case .text(let text): Bool(text)
        default: nil
        }
    }

    var list: [OrderedJSON]? {
        guard case .list(let items) = self else { return nil }
        return items
    }
}

extension OrderedJSON? {
    var text: String? { self?.text }
    var number: Int? { self?.number }
    var flag: Bool? { self?.flag }
    /// Empty for anything but a list.
    var items: [OrderedJSON] { self?.list ?? [] }
}

extension OrderedJSON: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: OrderedJSON...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, OrderedJSON)...) {
        self = .fields(elements.map { Field(name: $0.0, value: $0.1) })
    }
}

extension OrderedJSON: Decodable {
    /// - Returns: nil when the bytes are no JSON.
    init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(OrderedJSON.self, from: Data(bytes)) else { return nil }
        self = value
    }

    /// What comes in is in the order of its names.
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
        } else if let items = try? value.decode([OrderedJSON].self) {
            self = .list(items)
        } else {
            let members = try value.decode([String: OrderedJSON].self)
            self = .fields(members.sorted { $0.key < $1.key }.map { Field(name: $0.key, value: $0.value) })
        }
    }
}
