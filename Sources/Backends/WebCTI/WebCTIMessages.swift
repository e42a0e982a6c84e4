import BackendSupport
import Exchange
import JSON

/// What came instead of an answer.
enum Unreadable: Error, Equatable {
    /// A web page: a module that is not licensed, a wrong address, somebody else's server.
    case page
    /// The beginning of an answer.
    case cutShort(String)
    /// No JSON and no XML, in the parser's words.
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
        let text = bytes.withoutBlanks
        guard let body = try Self.parsed(text) else { throw .garbled("neither JSON nor XML") }
        guard let code = body["errcode"]?.text?.trimmed else { throw .garbled("no errcode") }
        self.code = code
        self.body = key.isEmpty ? body : body.hiding(key)
        message = SafeText(Row.cleaned(self.body["message"]))
    }

    private static func parsed(_ bytes: [UInt8]) throws(Unreadable) -> JSONValue? {
        let isMarkup = bytes.first == UInt8(ascii: "<")
        var problem = Unreadable.page
        if !isMarkup {
            do {
                return try parsed(json: bytes.withoutAssignment)
            } catch {
                problem = error
            }
        }
        // What PHP says of itself stands around the answer, as text or as a web page's.
        if let document = bytes.xmlDocument { return try parsed(xml: document) }
        guard let envelope = bytes.envelope else { throw problem }
        do {
            return try parsed(json: envelope)
        } catch {
            throw isMarkup ? error : problem
        }
    }

    private static func parsed(xml document: [UInt8]) throws(Unreadable) -> JSONValue? {
        guard document.suffix(64).contains(Array("</root>".utf8)) else { throw .cutShort("the XML has no end") }
        return try? JSONValue(parsingXML: document)
    }

    private static func parsed(json bytes: [UInt8]) throws(Unreadable) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            // What the exchange is known to write wrongly is put right, once; what is wrong then stays wrong.
            let repaired = bytes.repairedJSON
            if repaired != bytes, let value = try? JSONValue(parsing: repaired) { return value }
            throw error.offset >= bytes.count ? .cutShort(error.reason) : .garbled(error.reason)
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

    /// A count or a number of seconds; nil for what is none. What does not fit is the largest count.
    func count(_ name: String) -> Int? { WireFigure(self[name]).flatMap { $0.value >= 0 ? $0.count : nil } }

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

extension JSONValue {
    /// The same with a secret made unreadable wherever it stands in a text.
    fileprivate func hiding(_ secret: String) -> JSONValue {
        switch self {
        case .string(let text): .string(text.hiding(secret))
        // The rows hold no keys: only what stands beside them is looked through.
        case .object(let members):
            .object(JSONMembers(uniqueKeysWithValues: members.map { ($0, $0 == "data" ? $1 : $1.hiding(secret)) }))
        default: self
        }
    }
}

extension String {
    /// Compared octet by octet: a combining mark behind the secret does not save it.
    fileprivate func hiding(_ secret: String) -> String {
        let (octets, hidden) = (Array(utf8), Array(secret.utf8))
        guard octets.contains(hidden) else { return self }
        return String(decoding: octets.replacing(hidden, with: Array("••••".utf8)), as: UTF8.self)
    }

    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
