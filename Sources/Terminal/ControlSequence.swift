import Settings

/// A complete control sequence from a terminal, and what it means: xterm's keys, which nearly all terminals send.
/// (xterm's ctlseqs, "PC-Style Function Keys".)
struct ControlSequence {
    let parameters: ArraySlice<UInt8>
    let intermediates: ArraySlice<UInt8>
    let final: UInt8

    var beginsPaste: Bool { final == UInt8(ascii: "~") && numbers == [200] }

    var input: TerminalInput? {
        if parameters.first == UInt8(ascii: "?") {
            guard final == UInt8(ascii: "y"), intermediates.elementsEqual([UInt8(ascii: "$")]) else { return nil }
            let numbers = Self.numbers(parameters.dropFirst())
            return numbers.count == 2 ? .modeReport(mode: numbers[0], state: numbers[1]) : nil
        }
        guard intermediates.isEmpty else { return nil }
        switch (final, parameters.isEmpty) {
        case (UInt8(ascii: "I"), true): return .focus(true)
        case (UInt8(ascii: "O"), true): return .focus(false)
        case (UInt8(ascii: "Z"), _): return .key(Key(.tab, .shift))
        default: return key.map { .key($0) }
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
        case UInt8(ascii: "u"): return Self.typed(numbers.first ?? 0, modifiers)
        default: return Self.lettered[final].map { Key($0, modifiers) }
        }
    }

    private var numbers: [Int] { Self.numbers(parameters) }

    private static func numbers(_ parameters: ArraySlice<UInt8>) -> [Int] {
        parameters.isEmpty ? []
            : parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
                Int(String(decoding: $0, as: UTF8.self)) ?? 0
            }
    }

    /// Modifiers are sent as one more than a sum: 1 Shift, 2 Alt, 4 Control, 8 Meta.
    static func modifiers(_ number: Int) -> Key.Modifiers {
        let bits = max(0, number - 1)
        var modifiers: Key.Modifiers = []
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & 10 != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    /// A key reported as a character's number.
    private static func typed(_ code: Int, _ modifiers: Key.Modifiers) -> Key? {
        switch code {
        case 9: return Key(.tab, modifiers)
        case 13: return Key(.enter, modifiers)
        case 27: return Key(.escape, modifiers)
        case 8, 127: return Key(.backspace, modifiers)
        default:
            guard code >= 0x20, !(0x7F...0x9F).contains(code), let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init)
            else { return nil }
            // Shift is in the character already.
            return Key(.character(Character(scalar)), modifiers.subtracting(.shift))
        }
    }

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
        ])) { letter, _ in letter }

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
