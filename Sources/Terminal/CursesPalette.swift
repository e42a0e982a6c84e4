import CNcurses
import Settings

/// Brings styles down to what the terminal has, as ncurses' attributes and colour pairs.
@MainActor
struct CursesPalette {
    private let depth: ColorDepth
    /// How many colours the terminal has by number; all above are red, green and blue where it is a direct one.
    private let indexed: Int
    private let isDirect: Bool
    private let hasColors: Bool

    /// For ncurses' current screen, whose colours it starts.
    init(depth: ColorDepth) {
        self.depth = depth
        let colors = Int(tigetnum("colors"))
        isDirect = colors >= 1 << 24
        // A direct terminal's entry says how many numbers it keeps for its palette: eight where it does not.
        indexed = isDirect ? max(8, Int(tigetnum("CO"))) : colors
        // Without `start_color` not even the terminal's own colours are asked for.
        hasColors = depth != .mono && has_colors() && start_color() == OK
        if hasColors { use_default_colors() }
    }

    func attributes(for style: Style) -> attr_t {
        Self.attributes.reduce(0) { style.attributes.contains($1.0) ? $0 | $1.1 : $0 }
    }

    /// The number of the pair of colours; 0 is the terminal's own.
    func pair(for style: Style) -> Int32 {
        guard hasColors else { return 0 }
        let (foreground, background) = (number(style.foreground, isForeground: true), number(style.background, isForeground: false))
        return foreground < 0 && background < 0 ? 0 : max(0, alloc_pair(foreground, background))
    }

    private func number(_ color: Color, isForeground: Bool) -> Int32 {
        let color = color.reduced(to: depth)
        switch color {
        case .standard: return -1
        case .named(let index), .indexed(let index):
            if Int(index) < indexed { return Int32(index) }
            if isDirect { return direct(color) }
            // Eight colours have no bright black; white is the one that is still read on black.
            return index == 8 && isForeground ? 7 : Int32(index % 8)
        case .rgb: return direct(color)
        }
    }

    private func direct(_ color: Color) -> Int32 {
        guard let (red, green, blue) = color.parts else { return -1 }
        let value = Int(red) << 16 | Int(green) << 8 | Int(blue)
        // The darkest blues would be read as numbers of the palette; a trace of green tells them apart.
        return Int32(value < indexed && value > 0 ? value | 0x100 : value)
    }

    private static let attributes: [(Style.Attributes, attr_t)] = [
        (.bold, cordboard_bold), (.dim, cordboard_dim), (.underline, cordboard_underline), (.reverse, cordboard_reverse),
        (.italic, cordboard_italic), (.blink, cordboard_blink),
    ]
}
