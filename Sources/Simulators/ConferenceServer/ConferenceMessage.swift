/// One message of the wire: a name, then lines KEY:VALUE, in their order.
public struct ConferenceMessage: Sendable, Equatable {
    public struct Field: Sendable, Equatable {
        public var key: String
        public var value: String
    }

    public var name: String
    public var fields: [Field]

    public init(_ name: String, _ fields: KeyValuePairs<String, String> = [:]) {
        self.init(name, fields.map { Field(key: $0.key, value: $0.value) })
    }

    init(_ name: String, _ fields: [Field]) {
        self.name = name
        self.fields = fields
    }

    mutating func append(_ key: String, _ value: String) { fields.append(Field(key: key, value: value)) }

    /// - Returns: nil for what is no UTF-8 or holds a line without a colon.
    init?(payload: [UInt8]) {
        var lines: [String] = []
        for line in payload.split(separator: 0x0A, omittingEmptySubsequences: true) {
            guard let text = String(validating: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self) else { return nil }
            if !text.isEmpty { lines.append(text) }
        }
        guard let name = lines.first else { return nil }
        self.name = name
        fields = []
        for line in lines.dropFirst() {
            // At the first colon only: times and passwords hold more of them.
            guard let colon = line.unicodeScalars.firstIndex(of: ":") else { return nil }
            let key = String(line.unicodeScalars[..<colon])
            fields.append(Field(key: key, value: String(line.unicodeScalars[line.unicodeScalars.index(after: colon)...])))
        }
    }

    public subscript(key: String) -> String? { fields.first { $0.key == key }?.value }

    /// Every line ends with CRLF, the last one too.
    var payload: [UInt8] {
        var text = name + "\r\n"
        for field in fields { text += "\(field.key):\(field.value)\r\n" }
        return Array(text.utf8)
    }
}

/// The frames of one connection: eight magic bytes, four bytes of length, most significant first, the payload.
struct ConferenceFrames {
    static let magic: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE, 0xFF, 0xFE]
    static let longest = 1 << 20

    /// Neither server nor gateway writes anything back to a peer whose bytes it cannot read: the connection is closed.
    enum Broken: Error { case magic, length }

    private var buffer: [UInt8] = []

    static func frame(_ payload: [UInt8]) -> [UInt8] { header(length: UInt32(payload.count)) + payload }

    static func header(length: UInt32) -> [UInt8] {
        magic + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: length >> UInt32($0)) }
    }

    /// - Returns: the payloads that are complete by now.
    mutating func take(_ bytes: [UInt8]) throws(Broken) -> [[UInt8]] {
        buffer += bytes
        var payloads: [[UInt8]] = []
        var start = 0
        while true {
            let rest = buffer[start...]
            guard rest.prefix(8).elementsEqual(Self.magic.prefix(rest.count)) else { throw .magic }
            guard rest.count >= 12 else { break }
            let length = rest.dropFirst(8).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            guard length <= UInt32(Self.longest) else { throw .length }
            guard rest.count >= 12 + Int(length) else { break }
            payloads.append(Array(rest.dropFirst(12).prefix(Int(length))))
            start += 12 + Int(length)
        }
        buffer.removeFirst(start)
        return payloads
    }
}
