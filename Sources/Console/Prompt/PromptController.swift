import Settings

/// The prompt's keys: editing, completing, remembering, answering.
@MainActor
final class PromptController {
    private let context: ConsoleContext
    private var histories: [Prompt.History: InputHistory] = [:]

    init(_ context: ConsoleContext) { self.context = context }

    private var prompt: Prompt? {
        get { context.model.prompt }
        set { context.model.prompt = newValue }
    }

    /// `y` says yes, `n` and Esc say no. Every other key is dropped: Enter and the space bar are pressed too easily, and what
    /// was meant for something else is no answer.
    func answerConfirmation(_ key: Key) {
        guard let prompt else { return }
        switch key {
        case .character("y"), .character("Y"):
            context.endPrompt()
            _ = prompt.onAnswer("")
        case .character("n"), .character("N"), Key(.escape): sayNo(to: prompt)
        // An Escape that tmux held back until the next key.
        case _ where key.modifiers.contains(.alt): sayNo(to: prompt)
        default: break
        }
    }

    private func sayNo(to prompt: Prompt) {
        context.endPrompt()
        prompt.onCancel()
        context.notify(prompt.cancelled ?? context.phrases("Cancelled: nothing was sent."))
    }

    func type(_ text: String) { edit { $0.insert(text) } }

    /// - Returns: false when the command is none of an input line.
    func perform(_ command: String) -> Bool {
        guard let editor = prompt?.editor else { return false }
        if let change = LineEditor.commands[command] {
            edit(change)
            return true
        }
        switch command {
        case "accept": accept(editor.text)
        case "complete": complete(step: 1)
        case "complete-previous": complete(step: -1)
        case "history-previous": recall { $0.older(than: editor.text) }
        case "history-next": recall { $0.newer() }
        case ConsoleCommand.back.rawValue: cancel()
        default: return false
        }
        return true
    }

    /// Says so when what is asked is over already.
    func revise() {
        guard let prompt else { return }
        switch prompt.revise() {
        case .unchanged: break
        case .over: context.endPrompt(dropsKeys: true)
        case .lost(let words):
            context.endPrompt(dropsKeys: true)
            context.notify(Notice(text: words, tone: .error))
        }
    }

    // MARK: Editing

    private func edit(_ change: (inout LineEditor) -> Void) {
        guard var editor = prompt?.editor else { return }
        change(&editor)
        edited(editor)
    }

    /// Takes over an edited line: a filter works while it is typed.
    private func edited(_ editor: LineEditor) {
        prompt?.editor = editor
        context.refreshCompletions()
        prompt?.onEdit(editor.text)
        context.invalidate()
    }

    private func recall(_ choose: (inout InputHistory) -> String?) {
        guard let history = prompt?.history else { return }
        if let line = choose(&histories[history, default: InputHistory()]) { edited(LineEditor(line)) }
    }

    // MARK: The end of a line

    /// A line that makes no sense stays, to be mended.
    private func accept(_ text: String) {
        guard let prompt else { return }
        if let history = prompt.history, prompt.isRemembered(text) { histories[history, default: InputHistory()].remember(text) }
        context.endPrompt()
        if !prompt.onAnswer(text) { context.ask(prompt) }
    }

    private func cancel() {
        guard let prompt else { return }
        context.endPrompt()
        context.noteEscape()
        if let history = prompt.history { histories[history]?.leave() }
        prompt.onCancel()
    }

    // MARK: Completion

    /// The only word there is stands: the next one begins, unless this one goes on with a value.
    private func finish(_ line: LineEditor, before next: Character?) {
        var line = line
        if next == nil, !line.text.hasSuffix("=") { line.insert(" ") }
        edited(line)
    }

    /// Puts the next candidate in the place of the word being typed.
    private func complete(step: Int) {
        guard let prompt, let editor = prompt.editor, var completions = prompt.completions, !completions.candidates.isEmpty else { return }
        let count = completions.candidates.count
        let next = completions.chosen.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
        completions.chosen = next
        let stem = prompt.stem(of: editor.beforeCursor)
        let after = editor.text.dropFirst(editor.cursor)
        var completed = LineEditor(stem + prompt.written(completions.candidates[next].word))
        if !after.isEmpty {
            completed.insert(String(after))
            for _ in after { completed.moveLeft() }
        }
        if count == 1, !prompt.completesWholeLine { return finish(completed, before: after.first) }
        completions.documentation = prompt.complete?(completed.beforeCursor).documentation ?? []
        self.prompt?.completionStem = stem
        self.prompt?.editor = completed
        self.prompt?.completions = completions
        context.invalidate()
    }
}
