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
    let attributes: Style.Attributes
    private var known: [Style: Pen] = [:]

    init(depth: ColorDepth, attributes: Style.Attributes) {
        self.depth = depth
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
        switch (depth, color) {
        case (.mono, _), (_, .standard): []
        case (.trueColor, .rgb(let red, let green, let blue)): [base + 8, 2, Int(red), Int(green), Int(blue)]
        case (.trueColor, .indexed(let index)), (.indexed, .indexed(let index)): [base + 8, 5, Int(index)]
        case (.indexed, .rgb(let red, let green, let blue)): [base + 8, 5, Self.nearest(red, green, blue, in: 16..<256)]
        case (_, .named(let name)): named(Int(name), base: base)
        case (_, .indexed(let index)) where index < 16: named(Int(index), base: base)
        case (_, .indexed(let index)): nearestNamed(Self.indexed[Int(index)], base: base)
        case (_, .rgb(let red, let green, let blue)): nearestNamed((red, green, blue), base: base)
        }
    }

    private func nearestNamed(_ color: (red: UInt8, green: UInt8, blue: UInt8), base: Int) -> [Int] {
        named(Self.nearest(color.red, color.green, color.blue, in: 0..<(depth == .eight ? 8 : 16)), base: base)
    }

    private func named(_ name: Int, base: Int) -> [Int] {
        guard name >= 8 else { return [base + name] }
        if depth > .eight { return [base + 60 + name - 8] }
        // Eight colours have no bright black; white is the one that is still read on black.
        return name == 8 && base == 30 ? [base + 7] : [base + name - 8]
    }

    /// The nearest colour of a part of xterm's palette, by the eye's weights for red, green and blue.
    static func nearest(_ red: UInt8, _ green: UInt8, _ blue: UInt8, in range: Range<Int>) -> Int {
        func distance(_ index: Int) -> Int {
            let (r, g, b) = indexed[index]
            let (dr, dg, db) = (Int(r) - Int(red), Int(g) - Int(green), Int(b) - Int(blue))
            return 30 * dr * dr + 59 * dg * dg + 11 * db * db
        }
        return range.min { distance($0) < distance($1) } ?? 7
    }

    /// xterm's 256 colours: 16 named ones, a 6×6×6 cube, 24 greys.
    private static let indexed: [(UInt8, UInt8, UInt8)] = {
        let named: [(UInt8, UInt8, UInt8)] = [
            (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
            (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
        ]
        let steps: [UInt8] = [0, 95, 135, 175, 215, 255]
        let cube = steps.flatMap { red in steps.flatMap { green in steps.map { blue in (red, green, blue) } } }
        let greys = stride(from: UInt8(8), through: 238, by: 10).map { ($0, $0, $0) }
        return named + cube + greys
    }()
}
