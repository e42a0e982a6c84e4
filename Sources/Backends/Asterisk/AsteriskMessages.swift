import BackendSupport
import Exchange
import JSON
import Wire

/// How the manager interface frames what it says (page, Wire).
enum ManagerInterface {
    static let codec = HeaderBlockCodec(peer: "an Asterisk manager interface", hasBanner: true)
}

/// One message of the manager interface: lines of a key and a value, in the order of the wire. A key may stand in several lines
/// (`Output`, `Variable`).
struct Message: Equatable, Sendable {
    struct Line: Equatable, Sendable {
        var key: String
        var value: String
    }

    var lines: [Line]

    /// Reads one block of lines. A line without a colon is none of the protocol and is passed over.
    init(text: String) {
        lines = text.split(atOctet: 0x0A).compactMap { line in
            guard let (key, value) = line.cut(atOctet: UInt8(ascii: ":")) else { return nil }
            let bare = value.utf8.last == 0x0D ? String(value.utf8.dropLast())! : value
            return Line(key: key, value: bare.utf8.first == 0x20 ? String(bare.utf8.dropFirst())! : bare)
        }
    }

    init(_ lines: KeyValuePairs<String, String>) { self.lines = lines.map { Line(key: $0.key, value: $0.value) } }

    /// The value as it stands on the wire; empty where there is no such line.
    subscript(key: String) -> String { lines.first { $0.key == key }?.value ?? "" }

    func all(_ key: String) -> [String] { lines.filter { $0.key == key }.map(\.value) }

    /// The event's name; empty for an answer.
    var event: String { first("Event") }
    /// `Success`, `Error`, `Goodbye`; empty for an event.
    var response: String { first("Response") }
    private func first(_ key: String) -> String { lines.first.flatMap { $0.key == key ? $0.value : nil } ?? "" }

    var actionID: String { self["ActionID"] }
    var isSuccess: Bool { response == "Success" || response == "Goodbye" }

    /// A field that describes a channel: such values are C-escaped, and what is not known stands as `<unknown>`
    /// (page, Wire: `O\'Brien`).
    func channelField(_ key: String) -> String {
        let value = self[key]
        return value == "<unknown>" ? "" : value.utf8.contains(UInt8(ascii: "\\")) ? value.unescaped : value
    }

    func figure(_ key: String) -> Int? { WireFigure(self[key])?.value }
    func count(_ key: String) -> Int? { WireFigure(self[key])?.count }

    /// Seconds that have passed; nobody has waited or talked for longer than ten years.
    func elapsed(_ key: String) -> Double { Double(min(count(key) ?? 0, Self.longestElapsed)) }
    /// The same written as `HH:MM:SS`.
    func clockElapsed(_ key: String) -> Double {
        min((Duration(clockText: self[key]) ?? .zero) / .seconds(1), Double(Self.longestElapsed))
    }
    private static let longestElapsed = 315_360_000
    func isYes(_ key: String) -> Bool { ["yes", "1", "true", "on"].contains(self[key].lowercased()) }

    /// For whoever asked for a raw operation: an object of the lines, repeated keys as a list.
    var json: JSONValue {
        var members = JSONMembers()
        for line in lines {
            switch members[line.key] {
            case nil: members[line.key] = .string(line.value)
            case .array(let values)?: members[line.key] = .array(values + [.string(line.value)])
            case let value?: members[line.key] = .array([value, .string(line.value)])
            }
        }
        return .object(members)
    }
}

extension String {
    /// Without the escapes of C that Asterisk writes into fields of channels.
    var unescaped: String {
        var octets: [UInt8] = []
        var isEscape = false
        for octet in utf8 {
            guard isEscape || octet != UInt8(ascii: "\\") else {
                isEscape = true
                continue
            }
            octets.append(isEscape ? Self.escapes[octet] ?? octet : octet)
            isEscape = false
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "v"): 11,
        UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13,
    ]

    /// The longest beginning of at most so many octets that ends with a whole character: what is longer Asterisk cuts in the
    /// middle of one, and then loses the event that carries it (page, Actions).
    func prefix(octets limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var kept = ""
        var length = 0
        for character in self {
            length += character.utf8.count
            guard length <= limit else { break }
            kept.append(character)
        }
        return kept
    }
}

/// One action for the exchange.
struct Request: Equatable, Sendable {
    var name: String
    var fields: [Message.Line]

    init(_ name: String, _ fields: KeyValuePairs<String, String> = [:]) {
        self.name = name
        self.fields = fields.map { Message.Line(key: $0.key, value: $0.value) }
    }

    init(_ name: String, fields: [(String, String)]) {
        self.name = name
        self.fields = fields.map { Message.Line(key: $0.0, value: $0.1) }
    }

    /// The longest line that Asterisk reads, in octets, and the most lines of one action.
    private static let (longestLine, mostLines) = (1_024, 128)

    /// Why it must not go out: a line end in a value would begin an action of its own, which would really run.
    var problem: SafeText? {
        for field in fields {
            guard !field.value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A }) else {
                return "\(field.key) holds a line end, which cannot be sent"
            }
            guard field.key.utf8.count + field.value.utf8.count + 2 <= Self.longestLine else {
                return "\(field.key) is longer than the \(String(Self.longestLine)) octets that a line may have"
            }
        }
        return fields.count + 2 > Self.mostLines ? "it has more than the \(String(Self.mostLines)) lines that an action may have" : nil
    }

    func text(id: String) -> String {
        (["Action: \(name)", "ActionID: \(id)"] + fields.map { "\($0.key): \($0.value)" }).joined(separator: "\r\n")
    }
}

/// What came of an action: its answer, and the rows of a list.
struct Reply: Equatable, Sendable {
    var answer: Message
    var rows: [Message] = []

    var isSuccess: Bool { answer.isSuccess }
    /// The exchange's words.
    var message: SafeText? { answer["Message"].isEmpty ? nil : SafeText(answer["Message"]) }
}
