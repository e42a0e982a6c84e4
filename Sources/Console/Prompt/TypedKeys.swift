import Settings

/// Keys that are text.
enum TypedKeys {
    /// The characters of keys that no section binds.
    static func text(_ keys: [Key]) -> String {
        String(
            keys.compactMap { key -> Character? in
                guard case .character(let character) = key.base, key.modifiers.isDisjoint(with: [.control, .alt]) else { return nil }
                return character
            })
    }

    /// What every shell teaches the fingers; a keymap's section `input` goes first.
    static let readlineCommands: [Key: String] = [
        Key(.character("a"), .control): "cursor-start", Key(.character("b"), .alt): "cursor-word-left",
        Key(.character("f"), .alt): "cursor-word-right",
    ]
}
