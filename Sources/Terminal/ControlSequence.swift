import Settings

/// A complete control sequence from a terminal, and what it means: xterm's keys, which nearly all terminals send.
/// (xterm's ctlseqs, "PC-Style Function Keys".)
struct ControlSequence {
    let parameters: ArraySlice<UInt8>
    let intermediates: ArraySlice<UInt8>
    let final: UInt8

    var beginsPaste: Bool { final == UInt8(ascii: "~") && numbers == [200] }

    var input: TerminalInput? {
        if parameters.first == UInt8(ascii: "?") { return report }
        guard intermediates.isEmpty else { return nil }
        switch (final, parameters.isEmpty) {
        case (UInt8(ascii: "I"), true): return .focus(true)
        case (UInt8(ascii: "O"), true): return .focus(false)
        case (UInt8(ascii: "Z"), _): return .key(Key(.tab, .shift))
        default: return key.map { .key($0) }
        }
    }

    /// A key that tells more than that it was typed.
    var keyEvent: KeyEvent? {
        guard intermediates.isEmpty, parameters.first.map({ (0x30...0x3B).contains($0) }) ?? false else { return nil }
        let fields = fields
        if final == UInt8(ascii: "u") { return KeyEvent(fields: fields) }
        return KeyEvent.event(fields).map { KeyEvent(key, $0) }
    }

    /// The answer to a question about the terminal.
    private var report: TerminalInput? {
        let numbers = Self.numbers(parameters.dropFirst())
        switch (final, numbers.count) {
        case (UInt8(ascii: "y"), 2) where intermediates.elementsEqual([UInt8(ascii: "$")]):
            return .modeReport(mode: numbers[0], state: numbers[1])
        case (UInt8(ascii: "u"), 1) where intermediates.isEmpty:
            return .keyboardReport(flags: numbers[0])
        default:
            return nil
        }
    }

    private var key: Key? {
        let numbers = numbers
        let modifiers = Self.modifiers(numbers.count > 1 ? numbers[1] : 1)
        switch final {
        case UInt8(ascii: "~"):
            // xterm's modifyOtherKeys: CSI 27 ; modifiers ; character ~
            if numbers.count == 3, numbers[0] == 27 { return Self.typed(numbers[2], modifiers) }
            return Self.numbered[numbers.first ?? 0].map { Key($0, modifiers) }
        default: return Self.lettered[final].map { Key($0, modifiers) }
        }
    }

    private var numbers: [Int] { Self.numbers(parameters) }

    /// The parameters with their parts, which colons keep apart; nil for an empty one.
    private var fields: [[Int?]] {
        parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { field in
            field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { Int(String(decoding: $0, as: UTF8.self)) }
        }
    }

    /// The first part of each parameter.
    private static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int] {
        parameters.isEmpty
            ? []
            : parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
                Int(String(decoding: $0.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)) ?? 0
            }
    }

    /// Modifiers are sent as one more than a sum: 1 Shift, 2 Alt, 4 Control, 8 Meta or Super, 16 Hyper, 32 Meta; locks
    /// above that. Whatever else is held down makes it another key, as Alt does.
    static func modifiers(_ number: Int) -> Key.Modifiers {
        let bits = max(0, number - 1)
        var modifiers: Key.Modifiers = []
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & 58 != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    /// A key reported as a character's number, made what other terminals would have sent: they have no Ctrl-Enter, and
    /// their Ctrl-I is the tabulator.
    static func typed(_ code: Int, _ modifiers: Key.Modifiers) -> Key? {
        if modifiers.contains(.control), let plain = controlEquivalents[code] { return typed(plain, modifiers.subtracting(.control)) }
        switch code {
        case 9: return Key(.tab, modifiers.intersection([.shift, .alt]))
        case 13: return Key(.enter, modifiers.intersection(.alt))
        case 27: return Key(.escape, modifiers.intersection(.alt))
        case 8, 127: return Key(.backspace, modifiers.intersection(.alt))
        default:
            guard code >= 0x20, !(0x7F...0x9F).contains(code), let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
            else { return nil }
            // Shift is in the character already.
            return Key(.character(Character(scalar)), modifiers.subtracting(.shift))
        }
    }

    /// What Ctrl makes of a character that is a key of its own.
    private static let controlEquivalents: [Int: Int] = Dictionary(
        uniqueKeysWithValues: [("i", 9), ("j", 13), ("m", 13), ("[", 27), ("h", 8)].map { (letter: Unicode.Scalar, code) in
            (Int(letter.value), code)
        })

    private static let lettered: [UInt8: Key.Base] = table([
        "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end,
        "P": .function(1), "Q": .function(2), "R": .function(3), "S": .function(4),
    ])

    static let keypad: [UInt8: Key.Base] = lettered.merging(
        table([
            "M": .enter, "I": .tab, " ": .character(" "), "X": .character("="), "j": .character("*"), "k": .character("+"),
            "l": .character(","), "m": .character("-"), "n": .character("."), "o": .character("/"),
            "p": .character("0"), "q": .character("1"), "r": .character("2"), "s": .character("3"), "t": .character("4"),
            "u": .character("5"), "v": .character("6"), "w": .character("7"), "x": .character("8"), "y": .character("9"),
        ])
    ) { letter, _ in letter }

    private static func table(_ entries: [Character: Key.Base]) -> [UInt8: Key.Base] {
        Dictionary(uniqueKeysWithValues: entries.compactMap { entry in entry.key.asciiValue.map { ($0, entry.value) } })
    }

    /// CSI number ~, as VT220 and its heirs count.
    private static let numbered: [Int: Key.Base] = {
        var keys: [Int: Key.Base] = [
            1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        ]
        let functions = Array(11...15) + Array(17...21) + Array(23...26) + [28, 29] + Array(31...34)
        for (index, number) in functions.enumerated() { keys[number] = .function(index + 1) }
        return keys
    }()
}
