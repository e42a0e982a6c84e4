import Foundation

/// How the terminal writes text, by its locale (`LC_ALL`, else `LC_CTYPE`, else `LANG`).
///
/// UTF-8 is told by the name alone, as other programs do. Any other encoding counts only where the C library has the locale;
/// everything else is ASCII. iconv converts.
public struct LocaleEncoding: Equatable, Sendable {
    /// glibc's name: `UTF-8`, `GB18030`, `ISO-8859-1`; `ASCII` where nothing more is known.
    public let codeset: String

    public static let utf8 = LocaleEncoding(codeset: "UTF-8")
    public static let ascii = LocaleEncoding(codeset: "ASCII")

    init(codeset: String) { self.codeset = codeset }

    public init(environment: [String: String]) {
        let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
        if name.lowercased().filter({ $0 != "-" }).contains("utf8") {
            self = .utf8
        } else {
            self = Self.installed(name)
        }
    }

    private static func installed(_ name: String) -> LocaleEncoding {
        guard let locale = newlocale(LC_CTYPE_MASK, name, nil) else { return .ascii }
        defer { freelocale(locale) }
        let codeset = String(cString: nl_langinfo_l(Int32(CODESET), locale))
        return codeset == "UTF-8" ? .utf8 : codeset.isEmpty || codeset.hasPrefix("ANSI_X3.4") ? .ascii : LocaleEncoding(codeset: codeset)
    }

    public var isUTF8: Bool { codeset == Self.utf8.codeset }
    public var isASCII: Bool { codeset == Self.ascii.codeset }

    /// Whether a text can be written.
    public func shows(_ text: String) -> Bool {
        isUTF8 || text.utf8.allSatisfy { $0 < 0x80 } || !isASCII && Self.convert(Array(text.utf8), from: "UTF-8", to: codeset)?.rest == 0
    }

    /// Whether the words of a language can be written.
    public func shows(_ language: Language) -> Bool { language == .en || shows("中文调度") }

    /// The language that is spoken where `wanted` cannot be written.
    public func speakable(_ wanted: Language) -> Language { shows(wanted) ? wanted : .en }

    /// A text as the terminal wants it; what it does not have is a question mark. Where nothing is known but ASCII, UTF-8 goes
    /// through as it is.
    public func octets(of text: String) -> [UInt8] {
        guard !isUTF8, !isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return Array(text.utf8) }
        return text.flatMap { character -> [UInt8] in
            let octets = Array(String(character).utf8)
            if let whole = Self.convert(octets, from: "UTF-8", to: codeset), whole.rest == 0 { return whole.octets }
            return [UInt8(ascii: "?")]
        }
    }

    /// - Returns: what could be converted, and how many octets could not; nil where there is no such table.
    static func convert(_ octets: [UInt8], from source: String, to target: String) -> (octets: [UInt8], rest: Int)? {
        let converter = iconv_open(target, source)
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var input = octets.map(CChar.init(bitPattern:))
        // No character takes more than four octets in any.
        var output = [CChar](repeating: 0, count: octets.count * 4 + 4)
        var left = input.count, room = output.count
        _ = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (from, to) = (input.baseAddress, output.baseAddress)
                return iconv(converter, &from, &left, &to, &room)
            }
        }
        return (output.prefix(output.count - room).map(UInt8.init(bitPattern:)), left)
    }
}

/// Turns what a terminal sends into UTF-8, however characters are torn.
public struct LocaleDecoder: Sendable {
    private let encoding: LocaleEncoding
    private var torn: [UInt8] = []
    /// No character of any encoding is longer.
    private static let longest = 4

    public init(_ encoding: LocaleEncoding) { self.encoding = encoding }

    public mutating func decode(_ octets: [UInt8]) -> [UInt8] {
        guard !encoding.isUTF8, !encoding.isASCII else { return octets }
        var input = torn + octets
        var decoded: [UInt8] = []
        torn = []
        while !input.isEmpty {
            guard let part = LocaleEncoding.convert(input, from: encoding.codeset, to: "UTF-8") else { return octets }
            decoded += part.octets
            input = Array(input.suffix(part.rest))
            if input.count < Self.longest {
                torn = input
                break
            }
            // No character of this encoding begins here.
            input.removeFirst()
        }
        return decoded
    }
}
