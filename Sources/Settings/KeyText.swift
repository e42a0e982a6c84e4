import Exchange

extension Key {
    /// Why a text is no key, or what a terminal makes of it.
    enum Reading: Equatable {
        case key(Key)
        /// A terminal sends something else; the key is what arrives.
        case arrivesAs(Key, Wording)
        /// No terminal sends it.
        case neverArrives(Key)
        case none
    }

    private static let named: [(name: String, base: Base, display: String)] = [
        ("space", .character(" "), "Space"), ("ret", .enter, "Enter"), ("esc", .escape, "Esc"), ("tab", .tab, "Tab"),
        ("backspace", .backspace, "Backspace"), ("del", .delete, "Del"), ("ins", .insert, "Ins"),
        ("up", .up, "Up"), ("down", .down, "Down"), ("left", .left, "Left"), ("right", .right, "Right"),
        ("home", .home, "Home"), ("end", .end, "End"), ("pageup", .pageUp, "PgUp"), ("pagedown", .pageDown, "PgDn"),
    ]
    private static let aliases = [
        "enter": "ret", "return": "ret", "escape": "esc", "delete": "del", "insert": "ins", "pgup": "pageup", "pgdn": "pagedown",
        "page-up": "pageup", "page-down": "pagedown",
    ]
    private static let modifierLetters: [(letter: Character, modifier: Modifiers, display: String)] = [
        ("C", .control, "Ctrl-"), ("A", .alt, "Alt-"), ("S", .shift, "Shift-"),
    ]

    /// The names of keys that are no characters, for suggestions.
    static var names: [String] { named.map(\.name) + (1...12).map { "f\($0)" } }

    /// Reads `x`, `C-x`, `A-x`, `S-f5`, `space`, `C-A-del`.
    static func reading(_ text: String) -> Reading {
        var rest = text[...]
        var modifiers: Modifiers = []
        while rest.count > 2, rest.dropFirst().first == "-",
            let found = modifierLetters.first(where: { $0.letter == rest.first }), !modifiers.contains(found.modifier)
        {
            modifiers.insert(found.modifier)
            rest = rest.dropFirst(2)
        }
        guard let base = base(rest) else { return .none }
        return asSent(Key(base, modifiers))
    }

    private static func base(_ text: Substring) -> Base? {
        if text.count == 1, let character = text.first {
            let isPrintable = character.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .spaceSeparator: false
                default: true
                }
            }
            return isPrintable ? .character(character) : nil
        }
        let name = text.lowercased()
        if let found = named.first(where: { $0.name == aliases[name] ?? name }) { return found.base }
        if name.first == "f", let number = Int(name.dropFirst()), (1...24).contains(number), name == "f\(number)" {
            return .function(number)
        }
        return nil
    }

    /// What of a key survives the way through a terminal.
    private static func asSent(_ key: Key) -> Reading {
        var key = key
        switch key.base {
        case .character(let character):
            if key.modifiers.contains(.shift) {
                let shifted = String(character).uppercased()
                guard character != " ", shifted != String(character), shifted.count == 1, let upper = shifted.first else {
                    return .neverArrives(key)
                }
                key.modifiers.remove(.shift)
                if key.modifiers.contains(.control) { return .neverArrives(key) }
                key.base = .character(upper)
                return .arrivesAs(key, "a terminal sends this key as “\(key.name)”; write that")
            }
            guard key.modifiers.contains(.control) else { return .key(key) }
            return controlled(key, Character(character.lowercased()))
        case .enter, .escape, .backspace, .tab:
            let sent: Modifiers = key.base == .tab ? [.shift, .alt] : .alt
            return key.modifiers.isSubset(of: sent) ? .key(key) : .neverArrives(key)
        default:
            return .key(key)
        }
    }

    private static func controlled(_ key: Key, _ character: Character) -> Reading {
        var key = key
        let taken: [Character: Base] = ["i": .tab, "j": .enter, "m": .enter, "[": .escape, "h": .backspace]
        if let base = taken[character] {
            key.base = base
            key.modifiers.remove(.control)
            return .arrivesAs(key, "a terminal sends this key as “\(key.name)”; write that")
        }
        key.base = .character(character)
        let isSent = character == " " || "\\]^_".contains(character) || (character.isASCII && character.isLetter)
        return isSent ? .key(key) : .neverArrives(key)
    }

    /// The key as a keymap writes it.
    public var name: String {
        modifierText(\.letter, separator: "-") + text(\.name)
    }

    /// The key as people read it: `Ctrl-L`, `Shift-Tab`, `F5`, `Space`, `g`.
    public var display: String {
        let base = text(\.display)
        return modifierText(\.display, separator: "") + (modifiers.contains(.control) ? base.capitalizedLetter : base)
    }

    private func modifierText<Part: CustomStringConvertible>(
        _ part: KeyPath<(letter: Character, modifier: Modifiers, display: String), Part>, separator: String
    ) -> String {
        Self.modifierLetters.filter { modifiers.contains($0.modifier) }.map { $0[keyPath: part].description + separator }.joined()
    }

    private func text(_ part: KeyPath<(name: String, base: Base, display: String), String>) -> String {
        if let found = Self.named.first(where: { $0.base == base }) { return found[keyPath: part] }
        switch base {
        case .character(let character): return String(character)
        case .function(let number): return part == \.display ? "F\(number)" : "f\(number)"
        default: return "?"
        }
    }
}

extension [Key] {
    /// A sequence as people read it: `g a`.
    public var display: String { map(\.display).joined(separator: " ") }
}

extension String {
    /// A lone letter in upper case; words stay.
    fileprivate var capitalizedLetter: String { count == 1 ? uppercased() : self }
}
