import Exchange
import Settings

/// A question on the bottom line: what it asks, and what happens with the answer.
struct Prompt: Sendable {
    enum Content: Equatable, Sendable {
        /// The filter of a pane, `/`.
        case filter
        /// A `:` line.
        case command
        case argument(title: String)
        /// Something that nobody may read: it is shown as dots.
        case password(title: String)
        /// Yes or no, naming the target.
        case confirmation(SafeText)
        /// A word to be typed before something dangerous is sent; what that is stands above.
        case typedConfirmation(SafeText, word: String)
    }

    /// Which lines the arrow keys bring back.
    enum History: Sendable { case commands, filters }

    /// What has become of a question while it stood.
    enum Revision: Sendable {
        case unchanged
        /// It has answered itself.
        case over
        /// It is over because what it asks about is gone; the operator is told so.
        case lost(SafeText)
    }

    var content: Content
    /// The line being typed; nil where yes or no is asked.
    var editor: LineEditor?
    var completions: Completions?
    /// The line before the word that completion is cycling through; nil when it is not.
    var completionStem: String?
    /// A completed word takes the place of the whole line.
    var completesWholeLine = false
    var history: History?

    /// What may stand at the cursor, by the text before it.
    var complete: (@MainActor @Sendable (String) -> Completions)?
    /// The line has been changed.
    var onEdit: @MainActor @Sendable (String) -> Void = { _ in }
    /// Whether an accepted line may be brought back by the arrow keys.
    var isRemembered: @MainActor @Sendable (String) -> Bool = { _ in true }
    /// Takes the answer, with the prompt closed; of yes or no, only yes.
    /// - Returns: false when the line stays, to be mended.
    var onAnswer: @MainActor @Sendable (String) -> Bool = { _ in true }
    var onCancel: @MainActor @Sendable () -> Void = {}
    /// What is told after a "no"; nil where that nothing was sent.
    var cancelled: String?
    /// Looks at what has changed meanwhile.
    var revise: @MainActor @Sendable () -> Revision = { .unchanged }

    init(_ content: Content, editor: LineEditor? = LineEditor(), completions: Completions? = nil) {
        self.content = content
        self.editor = editor
        self.completions = completions
    }

    /// Asks for yes or no.
    static func confirmation(
        _ text: SafeText, onYes: @escaping @MainActor @Sendable () -> Void = {},
        revise: @escaping @MainActor @Sendable () -> Revision = { .unchanged }
    ) -> Prompt {
        var prompt = Prompt(.confirmation(text), editor: nil)
        prompt.revise = revise
        prompt.onAnswer = { _ in
            onYes()
            return true
        }
        return prompt
    }

    /// Asks for one argument.
    static func argument(
        _ title: String, _ editor: LineEditor = LineEditor(), onAnswer: @escaping @MainActor @Sendable (String) -> Bool = { _ in true }
    ) -> Prompt {
        var prompt = Prompt(.argument(title: title), editor: editor, completions: Completions())
        prompt.onAnswer = onAnswer
        return prompt
    }

    /// The line as it may be seen.
    var shownEditor: LineEditor? {
        guard case .password = content, let editor else { return editor }
        var dots = LineEditor(String(repeating: "•", count: editor.text.count))
        for _ in editor.cursor..<editor.text.count { dots.moveLeft() }
        return dots
    }

    /// What cycling puts candidates behind.
    func stem(of text: String) -> String {
        if let completionStem { return completionStem }
        return completesWholeLine ? "" : CommandWords(text).forCompletion.stem ?? text
    }

    /// A candidate as it must be typed.
    func written(_ word: String) -> String { completesWholeLine ? word : CommandWords.quoted(word) }
}

extension Prompt: Equatable {
    /// What it asks makes a prompt, not what happens with the answer.
    static func == (left: Prompt, right: Prompt) -> Bool {
        left.content == right.content && left.editor == right.editor && left.completions == right.completions
    }
}

extension Prompt: Layer {
    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.input] }
    var takesText: Bool { editor != nil }

    mutating func type(_ text: String) { editor?.insert(text) }

    func draw(on canvas: inout Canvas, _ scene: Scene) {
        PromptView.draw(on: &canvas, scene.layout.bottom, body: scene.layout.body, self, scene)
    }
}
