import Exchange
import Settings
import Translations

/// Everything besides board and state that a screen is drawn with.
public struct Appearance: Sendable {
    public var theme: Theme
    public var keymap: Keymap
    public var phrases: TranslationCatalog
    public var depth: ColorDepth
    /// How the terminal writes text: where that is not UTF-8, signs are brought down to ASCII, and what it does not have to a
    /// question mark.
    public var encoding: LocaleEncoding
    var usesUnicode: Bool { encoding.isUTF8 }
    /// What is copied reaches the terminal's clipboard, as far as anybody can know; otherwise something stands between that may
    /// keep it.
    public var reachesClipboard: Bool

    public init(
        theme: Theme, keymap: Keymap, phrases: TranslationCatalog, depth: ColorDepth, encoding: LocaleEncoding,
        reachesClipboard: Bool = true
    ) {
        self.theme = theme
        self.keymap = keymap
        // Words that cannot be read help nobody.
        self.phrases = encoding.shows(phrases.language) ? phrases : TranslationCatalog(.en)
        self.depth = depth
        self.encoding = encoding
        self.reachesClipboard = reachesClipboard
    }
}

extension Appearance {
    func style(_ scope: String) -> Style { theme.style(scope, depth: depth) }

    /// How a label looks: its scope with the step of its duration, on a row with a look of its own where there is one.
    func style(of label: Label, within base: String, on row: String?) -> Style {
        var scope = label.scope ?? base
        if let lasting = label.lasting { scope = theme.scope(scope, elapsed: .seconds(lasting)) }
        return row.map { theme.style(scope, on: $0, depth: depth) } ?? style(scope)
    }

    func glyph(_ scope: String) -> String {
        theme.glyph(scope, ascii: !usesUnicode)?.string ?? "·"
    }

    /// The state's word in the operator's language.
    func word(_ scope: String) -> String { phrases(theme.word(scope)?.string ?? StateWords.word(of: scope)) }

    /// `● idle`, and what the label says besides.
    func text(of label: Label) -> SafeText {
        guard label.showsState, let scope = label.scope else { return label.text }
        return "\(glyph(scope)) \(wordsAlone(of: label))"
    }

    /// The same where a glyph stands already.
    func wordsAlone(of label: Label) -> String {
        guard label.showsState, let scope = label.scope else { return label.text.string }
        if label.text.isEmpty { return word(scope) }
        return label.explains ? phrases("%1$@: %2$@", word(scope), label.text.string) : "\(word(scope)) \(label.text)"
    }

    /// A sentence, ready to be drawn.
    func say(_ english: String) -> SafeText { SafeText(phrases(english)) }
    func say(_ english: String, _ first: String) -> SafeText { SafeText(phrases(english, first)) }
    func say(_ english: String, _ first: String, _ second: String) -> SafeText { SafeText(phrases(english, first, second)) }
}

/// The English word of each state where a theme names none, and for filters, which know no theme. A msgid.
enum StateWords {
    static func word(of scope: String) -> String {
        exceptions[scope] ?? String(scope[(scope.lastIndex(of: ".").map(scope.index(after:)) ?? scope.startIndex)...])
    }

    private static let exceptions = [
        "agent.wrapup": "wrap-up", "floor.idle": "free", "floor.other": "taken", "floor.requesting": "asking", "floor.mine": "yours",
    ]
}
