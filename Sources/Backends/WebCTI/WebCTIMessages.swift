import Exchange
import JSON

/// What came instead of an answer.
enum Unreadable: Error, Equatable {
    /// A web page: a module that is not licensed, a wrong address, somebody else's server.
    case page
    /// No JSON and no XML, in the parser's words; mostly an answer cut short.
    case garbled(String)
}

/// One answer's envelope (document, section 1.1): `errcode`, `message`, `data`.
struct Answer: Sendable {
    /// `0` is success; only this decides, never the message.
    let code: String
    /// The exchange's own words, without the key that a refusal repeats.
    let message: SafeText
    let body: JSONValue

    var isSuccess: Bool { code == "0" }

    /// The rows of `data`: an array as a rule, one object in places, nothing at all when there is nothing.
    var rows: [Row] {
        switch body["data"] {
        case .array(let values)?: values.compactMap(Row.init)
        case .object(let members)?: [Row(members)]
        default: []
        }
    }

    /// - Parameter key: what must not be repeated in words: the exchange echoes a key that it refuses.
    init(_ bytes: [UInt8], hiding key: String = "") throws(Unreadable) {
        let text = bytes.trimmed
        guard let body = try Self.parsed(text) else { throw .garbled("neither JSON nor XML") }
        guard let code = body["errcode"]?.text?.trimmed else { throw .garbled("no errcode") }
        self.code = code
        self.body = key.isEmpty ? body : body.hiding(key)
        message = SafeText(Row.cleaned(self.body["message"]))
    }

    private static func parsed(_ bytes: [UInt8]) throws(Unreadable) -> JSONValue? {
        if bytes.first == UInt8(ascii: "<") {
            guard bytes.prefix(1_024).contains(Array("<root".utf8)) else { throw .page }
            return try? JSONValue(parsingXML: bytes)
        }
        let script = bytes.withoutAssignment
        do {
            return try JSONValue(parsing: script)
        } catch {
            // What the exchange is known to write wrongly is put right, once; what is wrong then stays wrong.
            let repaired = script.repairedJSON
            if repaired != script, let value = try? JSONValue(parsing: repaired) { return value }
            throw .garbled(error.reason)
        }
    }
}

/// One row of an answer. A value that the exchange does not give reads as empty, however it says so.
struct Row: Sendable {
    let members: JSONMembers

    init(_ members: JSONMembers) { self.members = members }

    init?(_ value: JSONValue) {
        guard case .object(let members) = value else { return nil }
        self.members = members
    }

    /// Text of a field, whatever type it has in this answer: identifiers and numbers digit for digit.
    subscript(_ name: String) -> String { members[name].map(Self.cleaned) ?? "" }

    /// The field under whichever of its spellings came.
    subscript(_ name: String, _ other: String) -> String { (members[name] ?? members[other]).map(Self.cleaned) ?? "" }

    subscript(_ name: String, _ other: String, _ third: String, _ rest: String...) -> String {
        if let value = members[name] ?? members[other] ?? members[third] { return Self.cleaned(value) }
        return rest.lazy.compactMap { members[$0] }.first.map(Self.cleaned) ?? ""
    }

    func int(_ name: String) -> Int? { Int(self[name]) }

    /// The rows of a nested list.
    func rows(_ name: String) -> [Row] {
        guard case .array(let values)? = members[name] else { return [] }
        var rows: [Row] = []
        rows.reserveCapacity(values.count)
        for case .object(let members) in values { rows.append(Row(members)) }
        return rows
    }

    static func cleaned(_ value: JSONValue?) -> String {
        guard let text = value?.text else { return "" }
        // Nearly all values are plain; the looks below cost more than taking them over.
        guard let first = text.utf8.first, let last = text.utf8.last else { return "" }
        let plain = first > 0x20 && last > 0x20 ? text : text.trimmed
        guard first <= UInt8(ascii: "0") else { return plain }
        return plain == "(null)" || plain.hasPrefix("0000-00-00") ? "" : plain
    }
}

// MARK: - What the exchange writes wrongly

extension [UInt8] {
    /// Without blanks, line ends and a byte order mark around it.
    fileprivate var trimmed: [UInt8] {
        if let first, first > 0x20, first < 0x80, let last, last > 0x20 { return self }
        let body = starts(with: [0xEF, 0xBB, 0xBF]) ? self[3...] : self[...]
        guard let first = body.firstIndex(where: { $0 > 0x20 }), let last = body.lastIndex(where: { $0 > 0x20 }) else { return [] }
        return Array(body[first...last])
    }

    /// Without the script around it that `json=1` asks for and some pages write unasked: `var responseJSON={…};`.
    fileprivate var withoutAssignment: [UInt8] {
        let words = Array("responseJSON".utf8)
        guard first == UInt8(ascii: "v") || first == UInt8(ascii: "r"), prefix(40).contains(words),
            let sign = firstIndex(of: UInt8(ascii: "="))
        else { return self }
        return Array(self[(sign + 1)...].reversed().drop { $0 <= 0x20 || $0 == UInt8(ascii: ";") }.reversed())
    }

    /// The same with bare words put in quotes (`"direct":OUT`), control characters in texts escaped, and without a brace that
    /// closes the whole before its end (`"message":"…"}, "data":[]}`). Nothing is added at the end: what was cut short stays so.
    fileprivate var repairedJSON: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count + 64)
        var isInText = false
        var depth = 0
        var index = startIndex
        while index < endIndex {
            let byte = self[index]
            index += 1
            if isInText {
                switch byte {
                case UInt8(ascii: "\\"):
                    output.append(byte)
                    if index < endIndex {
                        output.append(self[index])
                        index += 1
                    }
                case 0..<0x20:
                    output += Array("\\u00".utf8) + [byte >> 4, byte & 15].map { Array("0123456789abcdef".utf8)[Int($0)] }
                default:
                    output.append(byte)
                    if byte == UInt8(ascii: "\"") { isInText = false }
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInText = true
                output.append(byte)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                output.append(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                let goesOn = self[index...].first { $0 > 0x20 } == UInt8(ascii: ",")
                if depth == 1, goesOn { continue }
                depth -= 1
                output.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                if let last = output.last, last >= UInt8(ascii: "0"), last <= UInt8(ascii: "9") {
                    output.append(byte)  // the exponent of a number
                    continue
                }
                let end = self[index...].firstIndex { !$0.isInWord } ?? endIndex
                let word = self[(index - 1)..<end]
                index = end
                let isLiteral = [Array("true".utf8), Array("false".utf8), Array("null".utf8)].contains(Array(word))
                output += isLiteral ? Array(word) : [UInt8(ascii: "\"")] + word + [UInt8(ascii: "\"")]
            default:
                output.append(byte)
            }
        }
        return output
    }
}

extension UInt8 {
    fileprivate var isInWord: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension JSONValue {
    /// The same with a secret made unreadable wherever it stands in a text.
    fileprivate func hiding(_ secret: String) -> JSONValue {
        switch self {
        case .string(let text): text.contains(secret) ? .string(text.replacing(secret, with: "••••")) : self
        // The rows hold no keys: only what stands beside them is looked through.
        case .object(let members):
            .object(JSONMembers(uniqueKeysWithValues: members.map { ($0, $0 == "data" ? $1 : $1.hiding(secret)) }))
        default: self
        }
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
