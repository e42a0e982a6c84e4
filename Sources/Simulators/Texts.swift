import Foundation

/// Times and figures as several systems write them.
enum Texts {
    /// A moment by a clock that is `offset` seconds ahead of UTC and names no zone, in the format of strftime(3).
    static func time(_ moment: Milliseconds, ahead offset: Int, _ format: String = "%Y-%m-%d %H:%M:%S") -> String {
        var seconds = time_t(moment / 1_000 + offset)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// HH:MM:SS.
    static func duration(_ seconds: Int) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { filled($0, 2) }.joined(separator: ":")
    }

    /// A number with zeros before it.
    static func filled(_ number: Int, _ width: Int, radix: Int = 10) -> String {
        let digits = String(number, radix: radix)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// Why a system refuses; the words go where it gives its reasons.
public struct Refusal: Error, Equatable, Sendable {
    public var message: String
    init(_ message: String) { self.message = message }
}
