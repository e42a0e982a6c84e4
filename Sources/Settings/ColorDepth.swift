/// How many colours a terminal shows.
public enum ColorDepth: String, CaseIterable, Sendable {
    /// Attributes only: `NO_COLOR`, or a terminal without colours.
    case mono
    case colors16, colors256, trueColor
}

extension Color {
    /// The nearest colour that a terminal of this depth shows.
    public func reduced(to depth: ColorDepth) -> Color {
        switch (depth, self) {
        case (.mono, _): .standard
        case (.trueColor, _), (_, .standard), (_, .named), (.colors256, .indexed): self
        case (.colors256, .rgb(let red, let green, let blue)): .indexed(Self.nearest(RGB(red, green, blue), among: 16...255))
        case (.colors16, .indexed(let index)) where index < 16: .named(index)
        case (.colors16, .indexed(let index)): .named(Self.nearest(Self.table[Int(index)], among: 0...15))
        case (.colors16, .rgb(let red, let green, let blue)): .named(Self.nearest(RGB(red, green, blue), among: 0...15))
        }
    }

    /// Its red, green and blue, by xterm's default palette; nil for the terminal's own colour.
    public var parts: (red: UInt8, green: UInt8, blue: UInt8)? {
        switch self {
        case .standard: nil
        case .named(let index), .indexed(let index): Self.table[Int(index)].bytes
        case .rgb(let red, let green, let blue): (red, green, blue)
        }
    }

    private struct RGB {
        var red, green, blue: Int

        init(_ red: some BinaryInteger, _ green: some BinaryInteger, _ blue: some BinaryInteger) {
            (self.red, self.green, self.blue) = (Int(red), Int(green), Int(blue))
        }

        var bytes: (red: UInt8, green: UInt8, blue: UInt8) { (UInt8(red), UInt8(green), UInt8(blue)) }

        /// The “redmean” approximation of how different two colours look.
        func distance(to other: RGB) -> Int {
            let mean = (red + other.red) / 2
            let (r, g, b) = (red - other.red, green - other.green, blue - other.blue)
            return ((512 + mean) * r * r) >> 8 + 4 * g * g + ((767 - mean) * b * b) >> 8
        }
    }

    private static func nearest(_ color: RGB, among indices: ClosedRange<UInt8>) -> UInt8 {
        indices.min { table[Int($0)].distance(to: color) < table[Int($1)].distance(to: color) } ?? 0
    }

    /// xterm's colours: the sixteen by their default values, the 6×6×6 cube, the greys.
    private static let table: [RGB] = {
        let sixteen: [Int] = [
            0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
            0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
        ]
        let levels = [0, 95, 135, 175, 215, 255]
        let cube = levels.flatMap { red in levels.flatMap { green in levels.map { RGB(red, green, $0) } } }
        return sixteen.map { RGB($0 >> 16, $0 >> 8 & 0xFF, $0 & 0xFF) } + cube + (0..<24).map { RGB(8 + 10 * $0, 8 + 10 * $0, 8 + 10 * $0) }
    }()
}

/// A colour with what replaces it where the terminal shows fewer.
struct DepthColor: Equatable, Sendable {
    var full: Color
    var at256: Color?
    var at16: Color?

    func color(at depth: ColorDepth) -> Color {
        switch depth {
        case .mono: .standard
        case .trueColor: full
        case .colors256: (at256 ?? full).reduced(to: .colors256)
        case .colors16: (at16 ?? at256 ?? full).reduced(to: .colors16)
        }
    }
}

extension Color {
    /// The words for the terminal's sixteen colours, in their order.
    static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]

    /// Reads `default`, `red`, `bright-blue`, `index 214`, `214` or `#rrggbb`; nil for any other word.
    init?(themeText text: String) {
        if text == "default" {
            self = .standard
        } else if let index = Self.names.firstIndex(of: text) {
            self = .named(UInt8(index))
        } else if text.hasPrefix("#"), let bytes = [UInt8](hexadecimal: String(text.dropFirst())), bytes.count == 3 {
            self = .rgb(bytes[0], bytes[1], bytes[2])
        } else {
            let number = text.hasPrefix("index ") ? text.dropFirst(6) : text[...]
            guard number.allSatisfy({ $0.isASCII && $0.isNumber }), let index = UInt8(number) else { return nil }
            self = .indexed(index)
        }
    }
}
