import Settings

/// A style brought down to what the terminal has, as the numbers of ECMA-48's SELECT GRAPHIC RENDITION (SGR).
struct Pen: Equatable {
    var attributes: Style.Attributes = []
    /// SGR parameters; empty for the terminal's own colour.
    var foreground: [Int] = []
    var background: [Int] = []

    static let standard = Pen()

    /// The shortest sequence that turns `self` into `new`.
    func change(to new: Pen) -> [UInt8] {
        guard new != self else { return [] }
        var parameters: [Int] = []
        var present = self
        // Attributes are only ever switched off all together: terminals disagree on how one goes off alone.
        if !attributes.isSubset(of: new.attributes) {
            parameters = [0]
            present = .standard
        }
        for (attribute, number) in Self.numbers where new.attributes.subtracting(present.attributes).contains(attribute) {
            parameters.append(number)
        }
        if new.foreground != present.foreground { parameters += new.foreground.isEmpty ? [39] : new.foreground }
        if new.background != present.background { parameters += new.background.isEmpty ? [49] : new.background }
        if new == .standard { parameters = [] }
        return Array("\u{1B}[\(parameters.map(String.init).joined(separator: ";"))m".utf8)
    }

    private static let numbers: [(Style.Attributes, Int)] = [
        (.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.blink, 5), (.reverse, 7),
    ]
}

/// Brings styles down to a terminal's colours and attributes.
struct Palette {
    let depth: ColorDepth
    /// Whether the colours 8…15 have sequences of their own; a terminal of eight colours has not.
    let hasBrightColors: Bool
    let attributes: Style.Attributes
    private var known: [Style: Pen] = [:]

    init(depth: ColorDepth, hasBrightColors: Bool = true, attributes: Style.Attributes) {
        self.depth = depth
        self.hasBrightColors = hasBrightColors
        self.attributes = attributes
    }

    mutating func pen(for style: Style) -> Pen {
        if let pen = known[style] { return pen }
        let pen = Pen(
            attributes: style.attributes.intersection(attributes),
            foreground: parameters(for: style.foreground, base: 30),
            background: parameters(for: style.background, base: 40))
        known[style] = pen
        return pen
    }

    /// - Parameter base: 30 for the foreground, 40 for the background.
    private func parameters(for color: Color, base: Int) -> [Int] {
        switch color.reduced(to: depth) {
        case _ where depth == .mono, .standard: []
        case .rgb(let red, let green, let blue): [base + 8, 2, Int(red), Int(green), Int(blue)]
        case .indexed(let index): [base + 8, 5, Int(index)]
        case .named(let name) where name < 8: [base + Int(name)]
        case .named(let name) where hasBrightColors: [base + 60 + Int(name) - 8]
        // Eight colours have no bright black; white is the one that is still read on black.
        case .named(8) where base == 30: [base + 7]
        case .named(let name): [base + Int(name) - 8]
        }
    }
}
