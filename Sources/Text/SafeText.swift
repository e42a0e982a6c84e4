import Foundation

/// Text that may be drawn, logged or put in a title.
///
/// Caller names, room names, notes and whole payloads come from strangers. Whatever could move the cursor, colour the
/// screen, hide itself or turn the reading direction is made harmless here, in the only initialiser, so that no other
/// place has to think of it. A raw `String` cannot be drawn: the canvas takes `SafeText` alone.
///
/// A literal is a sentence of ours and remembers its pattern, so that it can be said in another language where it is shown;
/// to everything else it is just text.
public struct SafeText: Sendable, Comparable, CustomStringConvertible {
    /// The harmless text, in Unicode's composed form (NFC).
    public let string: String

    /// The pattern of a sentence of ours; nil for what others wrote.
    public let sentence: Sentence?

    /// The longest text kept, in characters; what is longer ends in an ellipsis.
    public static let longest = 1_024
    /// The most combining marks kept on one character.
    public static let mostMarks = 4

    /// Neutralises `raw`: control characters (C0, DEL, C1) and line separators become a visible stand-in, bidi controls
    /// and zero-width characters vanish, piles of combining marks are cut, and the length is capped.
    public init(_ raw: String) {
        // Nearly all text on a board is short and plain, and needs no more than this look.
        let isPlain = raw.utf8.count <= Self.longest && raw.unicodeScalars.allSatisfy(Self.isPlain)
        string = isPlain ? raw : Self.neutralised(raw)
        sentence = nil
    }

    /// The same text: whoever is handed safe text need not know.
    public init(_ text: SafeText) { self = text }

    /// Text decoded from bytes of unknown honesty; broken UTF-8 shows as U+FFFD.
    public init(bytes: some Collection<UInt8>) {
        self.init(String(decoding: bytes, as: UTF8.self))
    }

    public var description: String { string }
    public var isEmpty: Bool { string.isEmpty }

    public static func < (left: SafeText, right: SafeText) -> Bool { left.string < right.string }

    private static func neutralised(_ raw: String) -> String {
        var kept = String.UnicodeScalarView()
        var characters = 0
        var marks = 0
        for scalar in raw.unicodeScalars {
            guard characters < longest else {
                kept.append("…")
                break
            }
            if let visible = replacement(of: scalar) {
                kept.append(visible)
                characters += 1
                marks = 0
            } else if isInvisible(scalar) {
                continue
            } else if [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory) {
                marks += 1
                // A mark with nothing under it would join the neighbour's text on the screen.
                if characters == 0 {
                    kept.append("\u{25CC}")
                    characters = 1
                }
                if marks <= mostMarks { kept.append(scalar) }
            } else {
                kept.append(scalar)
                characters += 1
                marks = 0
            }
        }
        return String(kept).precomposedStringWithCanonicalMapping
    }

    /// What is shown in the place of a control character or of one that is none; nil for all others.
    private static func replacement(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: " "  // a tab or a line end separates words, and must go on doing so
        case 0x00...0x1F: Unicode.Scalar(0x2400 + scalar.value)!  // ␀…␟ : shown, so that nobody is fooled
        case 0x7F: "␡"
        case 0x80...0x9F, 0xFFF9...0xFFFB, 0xFFFE, 0xFFFF: "\u{FFFD}"
        default: nil
        }
    }

    /// Printable ASCII, Latin letters with their accents, common punctuation, arrows, boxes, shapes and Chinese characters:
    /// visible, in one piece, and the same composed and decomposed or composed already.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x17F, 0x2010...0x2027, 0x2190...0x21FF, 0x2500...0x25FF, 0x3001...0x3029,
            0x4E00...0x9FFF:
            true
        default: false
        }
    }

    /// Bidi controls, zero-width and other format characters, tags, private use: all can hide or reorder what is read.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .surrogate, .privateUse, .unassigned: return true
        default: break
        }
        switch scalar.value {
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0xFE00...0xFE0F, 0xE0000...0xE0FFF: return true
        default: return false
        }
    }
}

extension SafeText: Hashable {
    public static func == (left: SafeText, right: SafeText) -> Bool { left.string == right.string }
    public func hash(into hasher: inout Hasher) { hasher.combine(string) }
}

// MARK: - Sentences of ours

/// A sentence as the source code wrote it, with its gaps.
public final class Sentence: Sendable {
    /// English, with `%1$@`, `%2$@` … for the gaps; the key of the translation.
    public let pattern: String
    /// What fills the gaps: foreign text, or sentences themselves.
    public let arguments: [SafeText]

    init(pattern: String, arguments: [SafeText]) {
        self.pattern = pattern
        self.arguments = arguments
    }
}

extension SafeText {
    /// A sentence of ours in another language; what others wrote as it is.
    /// - Parameter translate: turns a pattern into the language wanted; itself where there is no translation.
    public func translated(by translate: (String) -> String) -> SafeText {
        guard let sentence else { return self }
        let arguments = sentence.arguments.map { $0.translated(by: translate).string }
        return SafeText(String(format: translate(sentence.pattern), arguments: arguments as [any CVarArg]))
    }
}

extension SafeText: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        let text = SafeText(value)
        string = text.string
        sentence = value.isEmpty ? nil : Sentence(pattern: value, arguments: [])
    }

    public init(stringInterpolation: StringInterpolation) {
        string = SafeText(stringInterpolation.text).string
        sentence = Sentence(pattern: stringInterpolation.pattern, arguments: stringInterpolation.arguments)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var pattern = ""
        fileprivate var arguments: [SafeText] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 8 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
            pattern += literal
        }

        public mutating func appendInterpolation(_ value: SafeText) {
            text += value.string
            arguments.append(value)
            pattern += "%\(arguments.count)$@"
        }

        public mutating func appendInterpolation(_ value: some Any) {
            appendInterpolation(SafeText(String(describing: value)))
        }
    }
}

extension SafeText: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(string)
    }
}
