import JSON

// Text of the wire is cut by octets. A Character may hold a separator and a combining mark that follows it, so that a name
// which begins with such a mark would swallow the separator before it.

extension String {
    /// The parts between the separators, the empty ones among them.
    public func split(atOctet separator: UInt8) -> [String] {
        utf8.split(separator: separator, omittingEmptySubsequences: false).map { String(Substring($0)) }
    }

    /// The parts between the separators, without blanks around them and without the empty ones.
    public func fields(atOctet separator: UInt8) -> [String] {
        utf8.split(separator: separator).map { String(Substring($0)).octetTrimmed }.filter { !$0.isEmpty }
    }

    /// What stands before and after the first separator; nil where there is none.
    public func cut(atOctet separator: UInt8) -> (before: String, after: String)? {
        guard let place = utf8.firstIndex(of: separator) else { return nil }
        return (String(self[..<place]), String(self[utf8.index(after: place)...]))
    }

    /// Without blanks, tabs, line ends and NULs around it; a mark that follows a blank stays.
    public var octetTrimmed: String { trimmed }

    /// Whether it begins so, octet for octet.
    public func hasOctetPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }

    /// Fit for one segment of a path, or for one name or value of a query: everything but letters, digits and `-._~` is
    /// encoded (RFC 3986, section 2.3).
    public var percentEncoded: String {
        if utf8.allSatisfy(\.isUnreserved) { return self }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in utf8 {
            if byte.isUnreserved {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Sequence<(String, String)> {
    /// A URL's query: names and values percent-encoded, in this order.
    public var asQuery: String { map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&") }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
