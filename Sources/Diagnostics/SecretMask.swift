/// Takes secrets out of text that leaves the program: by the names under which they stand, whatever the notation (JSON, XML,
/// forms, headers, lines of key and value), and by their values wherever they stand.
public struct SecretMask: Sendable {
    /// What stands in a secret's place.
    public static let dots = "••••"
    /// A shorter value is masked by its name alone: it would be found in everything.
    static let shortestValue = 3
    /// Values made of secrets that are remembered, the latest.
    static let mostDerived = 1_000

    private var values: Set<[UInt8]> = []
    private var derived: [[UInt8]] = []
    /// All of them, the longest first, so that none is cut by another that it contains.
    private var ordered: [[UInt8]] = []

    public init() {}

    /// Masks a value from now on, and what becomes of it in a URL, in JSON and in XML.
    public mutating func hide(_ secret: String) {
        guard secret.utf8.count >= Self.shortestValue else { return }
        values.formUnion(Self.spellings(of: secret))
        order()
    }

    /// Masks a value that a secret was made into: a digest, a key of the day.
    public mutating func hideDerived(_ value: String) {
        let bytes = Array(value.utf8)
        guard bytes.count >= Self.shortestValue, !derived.contains(bytes) else { return }
        derived.append(bytes)
        if derived.count > Self.mostDerived { derived.removeFirst(Self.mostDerived / 2) }
        order()
    }

    private mutating func order() { ordered = (values.union(derived)).sorted { $0.count > $1.count } }

    private static func spellings(of secret: String) -> [[UInt8]] {
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        func percent(_ digits: String, blank: String) -> String {
            secret.utf8.map { byte in
                if unreserved.contains(byte) { return String(UnicodeScalar(byte)) }
                if byte == 0x20 { return blank }
                let digits = Array(digits)
                return "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }.joined()
        }
        let json = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let xml = secret.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return [
            secret, percent("0123456789ABCDEF", blank: "%20"), percent("0123456789abcdef", blank: "+"), json,
            json.replacing("/", with: "\\/"), xml, xml.replacing("\"", with: "&quot;"),
        ].map { Array($0.utf8) }
    }

    // MARK: Masking

    /// The text without secrets.
    public func masked(_ text: String) -> String {
        var bytes = Array(text.utf8)
        for value in ordered { bytes = Self.replacing(value, in: bytes) }
        return String(decoding: SecretFields(bytes).masked(), as: UTF8.self)
    }

    private static func replacing(_ value: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= value.count else { return bytes }
        var result: [UInt8] = []
        var start = 0
        var at = 0
        while at + value.count <= bytes.count {
            if bytes[at] == value[0], bytes[at..<at + value.count].elementsEqual(value) {
                result += bytes[start..<at] + Array(dots.utf8)
                at += value.count
                start = at
            } else {
                at += 1
            }
        }
        return start == 0 ? bytes : result + bytes[start...]
    }

    /// Whether what stands under this name may not be seen.
    public static func isSecret(name: String) -> Bool {
        let name = name.lowercased()
        return fragments.contains { name.contains($0) } || words.contains(name)
    }

    /// A name that contains one of these is a secret's.
    private static let fragments = [
        "pass", "pwd", "secret", "token", "apikey", "webkey", "credential", "cookie", "authoriz", "authenti", "guid", "nonce",
        "digest", "md5", "ticket", "sessionid", "session_id",
    ]
    /// A name that is one of these is a secret's.
    private static let words: Set<String> = ["key", "pin", "pw", "auth", "sign", "signature", "session", "sid"]
}
