import Exchange

/// A look: styles, glyphs and words by scope, and the durations at which a state changes colour.
public struct Theme: Equatable, Sendable {
    public let name: String
    /// The files it was read from and those that would take their place if they came to be: what to watch.
    public let sources: Set<String>

    private let looks: [String: Look]
    private let steps: [String: [Duration]]

    /// A scope, completely resolved.
    struct Look: Equatable, Sendable {
        var styles: [ColorDepth: Style]
        /// What the scope itself or a dotted parent sets, `ui.text` apart: what counts when it lies under another.
        var ownsForeground: Bool
        var glyph: SafeText?
        var ascii: SafeText?
        var word: SafeText?
    }

    init(name: String, sources: Set<String>, looks: [String: Look], steps: [String: [Duration]]) {
        self.name = name
        self.sources = sources
        self.looks = looks
        self.steps = steps
    }

    /// How a scope looks. A scope that no theme knows looks like the nearest parent.
    public func style(_ scope: String, depth: ColorDepth) -> Style {
        look(scope)?.styles[depth] ?? Style()
    }

    /// How a scope looks on a row that has a look of its own, such as the selection: the row's background and
    /// attributes, and its foreground where it sets one.
    public func style(_ scope: String, on row: String, depth: ColorDepth) -> Style {
        var style = style(scope, depth: depth)
        guard let under = look(row), let base = under.styles[depth] else { return style }
        if under.ownsForeground { style.foreground = base.foreground }
        style.background = base.background
        style.attributes.formUnion(base.attributes)
        return style
    }

    /// One character, one column wide, that stands for the state besides its colour.
    public func glyph(_ scope: String, ascii: Bool = false) -> SafeText? {
        ascii ? look(scope)?.ascii : look(scope)?.glyph
    }

    /// The English word for the state; the translation's msgid.
    public func word(_ scope: String) -> SafeText? { look(scope)?.word }

    /// How far a state is that has lasted `elapsed`.
    public func step(for scope: String, elapsed: Duration) -> Step {
        guard let thresholds = ThemeScopes.chain(scope).lazy.compactMap({ steps[$0] }).first else { return .base }
        return Step.allCases[min(thresholds.count { elapsed >= $0 }, Step.allCases.count - 1)]
    }

    /// The scope with the step of its duration: `agent.paused` after six minutes is `agent.paused.over`.
    public func scope(_ scope: String, elapsed: Duration) -> String {
        switch step(for: scope, elapsed: elapsed) {
        case .base: scope
        case .warn: scope + ".warn"
        case .over: scope + ".over"
        }
    }

    private func look(_ scope: String) -> Look? {
        looks[scope] ?? ThemeScopes.chain(scope).lazy.compactMap { looks[$0] }.first
    }
}
