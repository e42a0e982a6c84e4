import Exchange
import Foundation
import Synchronization

/// Makes text of what an exchange sends, and octets of what it is sent, in the encoding that the site is configured for or that
/// shows. One for each site: what showed once counts for later texts that could be either.
///
/// No document says how text is written. Exchanges send UTF-8, also with a byte order mark before it or NULs behind it, and GBK.
public final class WireDecoder: Sendable {
    /// What was special about a text.
    public enum Finding: Hashable, Sendable {
        /// It ended in NULs, which are left out.
        case nul
        /// It began with a byte order mark, which is left out.
        case mark
        /// It is no UTF-8, or had better not be read as such, and was read as GBK.
        case gbk
        /// GBK is configured and it is UTF-8, as which it was read.
        case utf8
        /// It is neither; what is no UTF-8 in it stands as U+FFFD.
        case unreadable
    }

    /// A text and what was special about it.
    public struct Reading: Equatable, Sendable {
        public var text: String
        public var findings: Set<Finding> = []
        /// What the operator is to be told, once; nil where the text came as is to be expected.
        public var trouble: SafeText?
    }

    private let encoding: TextEncoding
    /// Whether a text came that was GBK and no UTF-8.
    private let hasSeenGBK = Mutex(false)

    public init(_ encoding: TextEncoding = .automatic) { self.encoding = encoding }

    // MARK: What comes

    /// Reads one message, body or payload as a whole: in GBK a separator may be part of a character.
    public func decode(_ octets: [UInt8]) -> Reading {
        var findings: Set<Finding> = []
        var body = octets[...]
        if body.starts(with: Self.mark) {
            findings.insert(.mark)
            body = body.dropFirst(Self.mark.count)
        }
        if body.last == 0 {
            findings.insert(.nul)
            while body.last == 0 { body = body.dropLast() }
        }
        var reading = read(body)
        reading.findings.formUnion(findings)
        return reading
    }

    private func read(_ body: ArraySlice<UInt8>) -> Reading {
        if body.allSatisfy({ $0 < 0x80 }) { return Reading(text: String(decoding: body, as: UTF8.self)) }
        let utf8 = String(validating: body, as: UTF8.self)
        if let utf8, encoding == .utf8 || encoding == .automatic && !mayBeGBK(body, utf8) { return Reading(text: utf8) }
        if encoding != .utf8, let text = Self.convert(body, from: Self.gbk, to: "UTF-8") {
            if utf8 == nil { hasSeenGBK.withLock { $0 = true } }
            return Reading(
                text: String(decoding: text, as: UTF8.self), findings: [.gbk],
                trouble: encoding == .gbk ? nil : "text comes as GBK, not as UTF-8, and is read so; “encoding: gbk” makes that certain")
        }
        if let utf8 {
            return Reading(
                text: utf8, findings: [.utf8], trouble: "text comes as UTF-8, although GBK is configured (“encoding”); it is read as UTF-8")
        }
        return Reading(
            text: String(decoding: body, as: UTF8.self), findings: [.unreadable],
            trouble: "text comes that is neither UTF-8 nor what “encoding” says: \(Self.sample(body))")
    }

    /// The same for what reads UTF-8 by itself, such as JSON.
    public func utf8(_ octets: [UInt8]) -> (octets: [UInt8], reading: Reading) {
        let reading = decode(octets)
        return (reading.findings.isEmpty ? octets : Array(reading.text.utf8), reading)
    }

    /// The first octets of something, for people.
    public static func sample(_ octets: some Collection<UInt8>) -> SafeText {
        let shown = octets.prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(separator: " ")
        return "\(shown)\(octets.count > 16 ? " …" : "")"
    }

    /// Whether a text that is UTF-8 is GBK all the same: its characters are all pairs of octets, as those of GBK are, and either
    /// GBK came before, or they are all in GB 2312 and would make marks that stand on nothing, or phonetic signs.
    private func mayBeGBK(_ body: ArraySlice<UInt8>, _ utf8: String) -> Bool {
        let others = utf8.unicodeScalars.filter { !$0.isASCII }
        guard others.allSatisfy({ $0.value < 0x800 }) else { return false }
        if hasSeenGBK.withLock({ $0 }) { return true }
        let isChinese = body.allSatisfy { $0 < 0x80 || $0 >= 0xA1 }
        return isChinese && others.contains { (0x250...0x36F).contains($0.value) }
    }

    // MARK: What is sent

    /// The octets of a text in the encoding of the exchange.
    public func encode(_ text: String) -> [UInt8] {
        let octets = Array(text.utf8)
        let isGBK = encoding == .gbk || encoding == .automatic && hasSeenGBK.withLock { $0 }
        guard isGBK, !octets.allSatisfy({ $0 < 0x80 }) else { return octets }
        return Self.convert(octets[...], from: "UTF-8", to: Self.gbk) ?? octets
    }

    // MARK: glibc's tables

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let gbk = "GB18030"

    /// - Returns: nil for what is no text in `source`, and where this machine has no such table.
    private static func convert(_ octets: ArraySlice<UInt8>, from source: String, to target: String) -> [UInt8]? {
        let converter = iconv_open(target, source)
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = octets.map(CChar.init(bitPattern:))
        // No character takes more than four octets in either.
        var output = [CChar](repeating: 0, count: octets.count * 4 + 4)
        var left = input.count, room = output.count
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                return iconv(converter, &from, &left, &to, &room)
            }
        }
        guard status != Int(bitPattern: UInt.max), left == 0 else { return nil }
        return output.prefix(output.count - room).map(UInt8.init(bitPattern:))
    }
}
