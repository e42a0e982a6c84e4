import Settings

/// A key going down or up, as terminals tell it that speak kitty's keyboard protocol
/// (“Comprehensive keyboard handling in terminals”, sw.kovidgoyal.net/kitty/keyboard-protocol):
/// `CSI code:shifted:base ; modifiers:event ; text u`, and with an event the older sequences of keys without a character.
struct KeyEvent: Equatable, Sendable {
    /// The terminal's number for the key, the same when it goes down and when it comes up; nil where it gives none.
    var code: Int?
    /// What it means: several keys where an input method made several characters of one, none for Shift and its like.
    var keys: [Key]
    var event: Key.Event

    /// What is asked of the keyboard: 1 every key tells apart from others, 2 it tells when it repeats and is let go of,
    /// 4 its other characters too.
    static let wanted = 1 | 2 | 4
    /// What is asked besides while a key may be held to talk: 8 also keys that write come as codes, 16 and what they write.
    /// Then nothing that is typed reaches anybody else who reads along, like ssh's `~.`.
    static let ofTextKeys = 8 | 16

    /// A sequence that ends in `u`.
    init?(fields: [[Int?]]) {
        guard let code = fields.first?.first ?? nil else { return nil }
        event = Self.event(fields) ?? .pressed
        self.code = code == 0 ? nil : code
        let text = fields.dropFirst(2).first.map(Self.text) ?? ""
        let modifiers = ControlSequence.modifiers(Self.field(fields, 1, 0) ?? 1)
        if !modifiers.isDisjoint(with: [.control, .alt]) || text.isEmpty {
            keys = Self.key(code, shifted: Self.field(fields, 0, 1), base: Self.field(fields, 0, 2), modifiers).map { [$0] } ?? []
        } else {
            // What was written counts, whatever layout, lock or input method made it.
            keys = text.map { .character($0) }
        }
    }

    /// A key without a character, told with an event.
    init(_ key: Key?, _ event: Key.Event) {
        code = nil
        keys = key.map { [$0] } ?? []
        self.event = event
    }

    /// nil where the sequence tells none.
    static func event(_ fields: [[Int?]]) -> Key.Event? { field(fields, 1, 1).flatMap { events[$0] } }

    private static let events: [Int: Key.Event] = [1: .pressed, 2: .repeated, 3: .released]

    private static func field(_ fields: [[Int?]], _ place: Int, _ part: Int) -> Int? {
        guard fields.indices.contains(place), fields[place].indices.contains(part) else { return nil }
        return fields[place][part]
    }

    /// No control character comes as text.
    private static func text(_ codes: [Int?]) -> String {
        let scalars = codes.compactMap { $0 }.filter { $0 >= 0x20 && !(0x7F...0x9F).contains($0) }
        return String(String.UnicodeScalarView(scalars.compactMap { UInt32(exactly: $0).flatMap(Unicode.Scalar.init) }))
    }

    // MARK: Keys by their number

    private static func key(_ code: Int, shifted: Int?, base: Int?, _ modifiers: Key.Modifiers) -> Key? {
        if privateUse.contains(code) { return functional[code].map { Key($0, modifiers) } }
        var code = code
        if modifiers.contains(.shift) {
            let other = shifted ?? upper(code)
            // Ctrl knows no capitals, but Ctrl-_ where that is typed with Shift.
            if !modifiers.contains(.control) || upper(code) != other { code = other }
        }
        // Ctrl and a letter of another script mean the Latin letter on the same key.
        if !modifiers.isDisjoint(with: [.control, .alt]), code >= 0x80, let base { code = base }
        return ControlSequence.typed(code, modifiers)
    }

    private static func upper(_ code: Int) -> Int {
        guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return code }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        return upper.count == 1 ? Int(upper.first!.value) : code
    }

    private static let privateUse = 57_344...63_743

    /// Keys without a character that have a number of their own, and those of the pad, which mean what the same keys elsewhere do.
    private static let functional: [Int: Key.Base] = {
        var keys: [Int: Key.Base] = [:]
        for number in 13...35 { keys[57_376 + number - 13] = .function(number) }
        let pad: [Key.Base] =
            "0123456789./*-+".map { .character($0) } + [.enter, .character("="), .character(",")]
            + [.left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete]
        for (offset, key) in pad.enumerated() { keys[57_399 + offset] = key }
        return keys
    }()
}
