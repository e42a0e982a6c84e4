import BackendSupport
import CPlatform

/// What the requests of one run are called on the wire.
///
/// Answers carry nothing but the `request_id` to match on, and share their topic with those of every other console. A prefix by
/// chance sets the ids of this run apart from those of other consoles and of earlier runs.
struct RequestIdentifiers {
    private let prefix: String
    private let prefixOctets: [UInt8]

    /// - Parameter random: 0..<1.
    init(random: Double) {
        prefix = Self.hexadecimal(Int(random * 0x1p48), digits: 12)
        prefixOctets = Array(prefix.utf8)
    }

    func text(of number: Int) -> String { prefix + Self.hexadecimal(number, digits: 4) }

    /// The number of a request of ours; nil for an answer to somebody else.
    func number(of text: String) -> Int? {
        guard text.hasOctetPrefix(prefix) else { return nil }
        return Int(text.dropFirst(prefix.count), radix: 16)
    }

    /// Whether octets can be an answer to a request of ours, before they are read. The answers of other consoles come to us, too: each
    /// of many would otherwise read the lists of all.
    func mayAnswer(_ octets: [UInt8]) -> Bool {
        octets.withUnsafeBytes { octets in
            prefixOctets.withUnsafeBytes { prefix in
                guard let begin = octets.baseAddress, let sought = prefix.baseAddress else { return false }
                return memmem(begin, octets.count, sought, prefix.count) != nil
            }
        }
    }

    private static func hexadecimal(_ number: Int, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
