import Desk
import Exchange
import Settings

/// Input lines: the filter, `:` commands, and arguments that are asked for.
extension ConsoleApp {
    func openFilter() {
        let earlier = focused.filter
        ask(.filter(state.focus, LineEditor(earlier)), about: .filter(earlier: earlier))
    }

    func openCommandLine(_ text: String = "") {
        ask(.command(LineEditor(text), Completions()), about: .command)
    }

    // MARK: Keys

    func editInput(_ key: Key) {
        guard var editor = state.question?.editor else { return }
        let keys = state.pendingKeys + [key]
        switch appearance.keymap.lookup(keys, in: .input) {
        case .prefix:
            state.pendingKeys = keys
            return invalidate()
        case .command(let commands):
            state.pendingKeys = []
            for command in commands { edit(command) }
            return
        case .none:
            state.pendingKeys = []
        }
        // Keys that might have begun a sequence were text after all.
        let typed = Self.typed(keys)
        if !typed.isEmpty {
            editor.insert(typed)
            edited(editor)
        }
        if let command = Self.readlineKeys[key] { edit(command) }
    }

    static func typed(_ keys: [Key]) -> String {
        String(keys.compactMap { key -> Character? in
            guard case .character(let character) = key.base, key.modifiers.isDisjoint(with: [.control, .alt]) else { return nil }
            return character
        })
    }

    /// What every shell teaches the fingers; a keymap's section `input` goes first.
    static let readlineKeys: [Key: String] = [
        Key(.character("a"), .control): "cursor-start", Key(.character("b"), .alt): "cursor-word-left",
        Key(.character("f"), .alt): "cursor-word-right",
    ]

    static let edits: [String: @Sendable (inout LineEditor) -> Void] = [
        "cursor-left": { $0.moveLeft() }, "cursor-right": { $0.moveRight() }, "cursor-start": { $0.moveToStart() },
        "cursor-end": { $0.moveToEnd() }, "cursor-word-left": { $0.moveWordLeft() }, "cursor-word-right": { $0.moveWordRight() },
        "erase": { $0.deleteBackward() }, "delete": { $0.deleteForward() }, "erase-word": { $0.deleteWordBackward() },
        "erase-line": { $0.deleteToStart() }, "erase-to-end": { $0.deleteToEnd() },
    ]

    private func edit(_ command: String) {
        guard var editor = state.question?.editor else { return }
        if let change = Self.edits[command] {
            change(&editor)
            return edited(editor)
        }
        switch command {
        case "accept": accept(editor.text)
        case "complete": complete(step: 1)
        case "complete-previous": complete(step: -1)
        case "history-previous": recall { $0.older(than: editor.text) }
        case "history-next": recall { $0.newer() }
        case ConsoleCommand.back.rawValue: cancelInput()
        case ConsoleCommand.redraw.rawValue: ask(.redraw)
        case ConsoleCommand.suspend.rawValue: ask(.suspend)
        default: break
        }
    }

    /// Takes over an edited line: a filter works while it is typed.
    func edited(_ editor: LineEditor) {
        replaceEditor(editor)
        refreshCompletions()
        if case .filter(let pane, _) = state.question { setFilter(editor.text, of: pane) }
        invalidate()
    }

    private func replaceEditor(_ editor: LineEditor) {
        switch state.question {
        case .filter(let pane, _): state.question = .filter(pane, editor)
        case .command(_, let completions): state.question = .command(editor, completions)
        case .argument(let title, _, let completions): state.question = .argument(title: title, editor, completions)
        case .naming(let actionText, let word, _): state.question = .naming(actionText, word: word, editor)
        case .confirmation, nil: break
        }
    }

    private func recall(_ choose: (inout InputHistory) -> String?) {
        let line: String? =
            switch inquiry {
            case .command: choose(&commandHistory)
            case .filter: choose(&filterHistory)
            default: nil
            }
        if let line { edited(LineEditor(line)) }
    }

    // MARK: The end of a line

    private func accept(_ text: String) {
        switch inquiry {
        case .filter:
            filterHistory.remember(text)
            endQuestion()
        case .command:
            acceptCommand(text)
        case .argument(let pending, let parameter):
            acceptArgument(text, parameter, pending)
        case .site(let intention, let values):
            let site = SiteID(text.trimmingCharacters(in: .whitespaces))
            guard desk.board.sites[site] != nil else { return notify(unknownSite(site), .error) }
            endQuestion()
            begin(PendingAction(intention, at: site, values, seenOn: desk.board))
        case .nameOperation(let pending): acceptName(text, pending)
        case .search: acceptSearch(text)
        case .answerFile: acceptFile(text)
        case .confirmAction, .replaceByOperation, .replaceFile, .consent, nil:
            endQuestion()
        }
    }

    /// A line that cannot be run stays, to be mended.
    private func acceptCommand(_ text: String) {
        guard !text.allSatisfy(\.isWhitespace) else { return endQuestion() }
        if !completer.holdsSecret(text) { commandHistory.remember(text) }
        let line = state.question
        endQuestion()
        if !run(line: text), let line { ask(line, about: .command) }
    }

    private func acceptArgument(_ text: String, _ parameter: Action.Parameter, _ pending: PendingAction) {
        let isList = parameter.repeats && parameter.kind != .text
        let words = isList ? CommandWords(text).texts : [text.trimmingCharacters(in: .whitespaces)]
        guard let first = words.first, !first.isEmpty || parameter.isOptional else {
            return notify(phrases("%1$@ is needed; Esc cancels.", phrases(parameter.kind.title)), .error)
        }
        var filled = pending
        filled.fill(parameter, with: first.isEmpty ? [] : words, seenOn: desk.board)
        endQuestion()
        notify(nil)
        // Of a pair, only now is it known which is meant.
        begin(filled)
    }

    private func cancelInput() {
        switch inquiry {
        case .filter(let earlier):
            setFilter(earlier, of: state.focus)
            filterHistory.leave()
        case .argument, .site, .nameOperation:
            notify(phrases("Cancelled: nothing was sent."))
        default:
            commandHistory.leave()
        }
        endQuestion()
    }

    // MARK: Completion

    var completer: Completer { Completer(desk: desk, phrases: phrases, site: defaultSite) }

    /// Looks anew for what may stand at the cursor.
    func refreshCompletions() {
        guard let editor = state.question?.editor, state.question?.completions != nil else { return }
        completionStem = nil
        replaceCompletions(
            Completions(candidates: candidates(for: editor.beforeCursor), documentation: documentation(for: editor.beforeCursor)))
    }

    private func candidates(for text: String) -> [Completions.Candidate] {
        switch inquiry {
        case .command: return completer.candidates(forLine: text)
        case .site: return completer.sites(text)
        case .argument(let pending, let parameter):
            let partial = parameter.repeats ? CommandWords(text).forCompletion.partial : text
            return completer.words(parameter.kind, at: pending.site, partial, values: pending.values)
        default: return []
        }
    }

    private func documentation(for text: String) -> [Label] {
        inquiry == .command ? completer.documentation(forLine: text) : []
    }

    /// Puts the next candidate in the place of the word being typed.
    private func complete(step: Int) {
        guard let editor = state.question?.editor, var completions = state.question?.completions,
            !completions.candidates.isEmpty
        else { return }
        let count = completions.candidates.count
        let next = completions.chosen.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
        completions.chosen = next
        let stem = completionStem ?? stem(of: editor.beforeCursor)
        completionStem = stem
        let after = editor.text.dropFirst(editor.cursor)
        var completed = LineEditor(stem + word(completions.candidates[next].word))
        if !after.isEmpty {
            completed.insert(String(after))
            for _ in after { completed.moveLeft() }
        }
        completions.documentation = documentation(for: completed.beforeCursor)
        replaceEditor(completed)
        replaceCompletions(completions)
        invalidate()
    }

    private func stem(of text: String) -> String {
        if case .argument(_, let parameter)? = inquiry, !parameter.repeats { return "" }
        if case .site? = inquiry { return "" }
        return CommandWords(text).forCompletion.stem ?? text
    }

    private func word(_ word: String) -> String {
        if case .argument(_, let parameter)? = inquiry, !parameter.repeats { return word }
        return CommandWords.quoted(word)
    }

    private func replaceCompletions(_ completions: Completions) {
        switch state.question {
        case .command(let editor, _): state.question = .command(editor, completions)
        case .argument(let title, let editor, _): state.question = .argument(title: title, editor, completions)
        case .filter, .confirmation, .naming, nil: break
        }
    }
}
