/// One key press, as a terminal can send it and a keymap can name it.
public struct Key: Hashable, Sendable {
    /// The key without its modifiers.
    public enum Base: Hashable, Sendable {
        /// A printable character, already with Shift applied.
        case character(Character)
        case enter, escape, tab, backspace, delete, insert
        case up, down, left, right, home, end, pageUp, pageDown
        case function(Int)
    }

    /// Keys held down with it, as far as terminals tell.
    public struct Modifiers: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let control = Modifiers(rawValue: 1)
        public static let alt = Modifiers(rawValue: 2)
        public static let shift = Modifiers(rawValue: 4)
    }

    /// What happened to a key, as far as the terminal tells.
    public enum Event: Hashable, Sendable {
        /// It was typed, or repeats itself; most terminals know no more.
        case typed
        /// It went down; a terminal that tells this may tell its release too.
        case pressed
        /// It is still down.
        case repeated
        case released
    }

    public var base: Base
    public var modifiers: Modifiers

    public init(_ base: Base, _ modifiers: Modifiers = []) {
        self.base = base
        self.modifiers = modifiers
    }

    /// The key of a printable character, alone.
    public static func character(_ character: Character) -> Key { Key(.character(character)) }
}
