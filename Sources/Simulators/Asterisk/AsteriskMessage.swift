/// A message of the manager interface: lines of a key and a value, and for an event the classes that may hear it.
public struct AsteriskMessage: Sendable, Equatable {
    public var lines: [(key: String, value: String)]
    /// What an account must be allowed to read one of; empty: everybody hears it.
    var classes: [String] = []

    init(_ lines: [(key: String, value: String)], classes: [String] = []) {
        self.lines = lines
        self.classes = classes
    }

    /// An event, with its privilege as the exchange prints it.
    static func event(_ name: String, _ classes: String, _ fields: [(String, String)]) -> AsteriskMessage {
        AsteriskMessage(
            [("Event", name), ("Privilege", "\(classes),all"), ("SystemName", "aster")] + fields.map { (key: $0.0, value: $0.1) },
            classes: classes.split(separator: ",").map(String.init))
    }

    public static func == (left: AsteriskMessage, right: AsteriskMessage) -> Bool {
        left.lines.elementsEqual(right.lines) { $0 == $1 } && left.classes == right.classes
    }

    public subscript(key: String) -> String { lines.first { $0.key.lowercased() == key.lowercased() }?.value ?? "" }
    public var name: String { self["Event"] }

    /// As it goes over the wire: CRLF, and an empty line at the end.
    var octets: [UInt8] { Array((lines.map { "\($0.key): \($0.value)\r\n" }.joined() + "\r\n").utf8) }
}

/// What a client sends: blocks of lines ended by an empty line; LF alone ends a line, too.
struct AsteriskRequestReader {
    private var line: [UInt8] = []
    private var lines: [(key: String, value: String)] = []
    private var isTooLong = false
    /// The longest line, and the most lines of an action.
    private static let (longestLine, mostLines) = (1_024, 128)

    struct Request: Sendable {
        var lines: [(key: String, value: String)]
        var problem: String?

        /// Names of keys are taken in any case.
        subscript(key: String) -> String { lines.first { $0.key.lowercased() == key.lowercased() }?.value ?? "" }
        var action: String { self["Action"] }
    }

    mutating func take(_ octets: [UInt8]) -> [Request] {
        var requests: [Request] = []
        for octet in octets {
            guard octet == 0x0A else {
                if line.count > Self.longestLine { isTooLong = true } else { line.append(octet) }
                continue
            }
            if line.last == 0x0D { line.removeLast() }
            if line.isEmpty {
                requests.append(finish())
            } else {
                add(String(decoding: line, as: UTF8.self))
            }
            line = []
        }
        return requests
    }

    private mutating func add(_ text: String) {
        guard let place = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return }
        let value = text[text.utf8.index(after: place)...]
        lines.append((String(text[..<place]), String(value.first == " " ? value.dropFirst() : value)))
    }

    private mutating func finish() -> Request {
        defer { (lines, isTooLong) = ([], false) }
        let problem: String? =
            isTooLong
            ? "Failed to parse message: line too long"
            : lines.count > Self.mostLines ? "Too many lines in message or allocation failure" : nil
        return Request(lines: lines, problem: problem)
    }
}

extension String {
    /// As fields of channels are written: with the escapes of C.
    var escapedForChannels: String {
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x27 || $0 == 0x5C }) else { return self }
        return unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "'": "\\'"
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            default: String(scalar)
            }
        }.joined()
    }

    /// Asterisk keeps so many octets of a name or reason, and does not care where a character ends.
    func cut(octets limit: Int) -> [UInt8] { Array(utf8.prefix(limit)) }
}
