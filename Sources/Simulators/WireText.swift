import Foundation

/// How a system writes text where its document does not say.
public enum WireText: String, Sendable, CaseIterable {
    case utf8
    /// A NUL at the end, as of a C string that was sent with its terminator.
    case nul
    /// The same with the NUL in the place of the last line end.
    case nulForEnd = "nul-for-end"
    /// A byte order mark at the beginning.
    case mark
    /// GBK instead of UTF-8 (as GB 18030, which is the same for what GBK knows).
    case gbk

    func write(_ octets: [UInt8]) -> [UInt8] {
        switch self {
        case .utf8: octets
        case .nul: octets + [0]
        case .nulForEnd: (octets.suffix(2) == [0x0D, 0x0A] ? octets.dropLast(2) : octets) + [0]
        case .mark: [0xEF, 0xBB, 0xBF] + octets
        case .gbk: Self.convert(octets, from: "UTF-8", to: "GB18030") ?? octets
        }
    }

    /// What a peer sends, who has been told to write in the same way or not: as UTF-8.
    func read(_ octets: [UInt8]) -> [UInt8] {
        let text = octets.last == 0 ? octets.dropLast() : octets
        guard self == .gbk, String(validating: text, as: UTF8.self) == nil else { return text }
        return Self.convert(text, from: "GB18030", to: "UTF-8") ?? text
    }

    /// - Returns: nil for what is no text in `source`.
    private static func convert(_ octets: [UInt8], from source: String, to target: String) -> [UInt8]? {
        let converter = iconv_open(target, source)
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = octets.map(CChar.init(bitPattern:))
        // No character takes more than four octets in either.
        var output = [CChar](repeating: 0, count: octets.count * 4 + 4)
        var left = input.count, room = output.count
        let isDone = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                return iconv(converter, &from, &left, &to, &room) != -1
            }
        }
        guard isDone, left == 0 else { return nil }
        return output.prefix(output.count - room).map(UInt8.init(bitPattern:))
    }
}
