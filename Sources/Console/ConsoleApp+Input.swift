import Exchange
import JSON
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
        switch look.keymap.lookup(keys, in: .input) {
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
        if let command = Self.readlineKeys[key] {
            edit(command)
        } else if case .character(let character) = key.base, key.modifiers.isDisjoint(with: [.control, .alt]) {
            editor.insert(String(character))
            edited(editor)
        }
    }

    /// What every shell teaches the fingers; a keymap's section `input` goes first.
    private static let readlineKeys: [Key: String] = [
        Key(.character("a"), .control): "cursor-start", Key(.character("b"), .alt): "cursor-word-left",
        Key(.character("f"), .alt): "cursor-word-right",
    ]

    private static let edits: [String: @Sendable (inout LineEditor) -> Void] = [
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
        if case .filter(let pane, _) = state.question, state.panes[pane]!.filter != editor.text {
            state.panes[pane]!.filter = editor.text
            invalidate(rows: true)
        }
        invalidate()
    }

    private func replaceEditor(_ editor: LineEditor) {
        switch state.question {
        case .filter(let pane, _): state.question = .filter(pane, editor)
        case .command(_, let completions): state.question = .command(editor, completions)
        case .argument(let title, _, let completions): state.question = .argument(title: title, editor, completions)
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
        case .confirmAction, .confirmOperation, nil:
            endQuestion()
        }
    }

    /// A line that cannot be run stays, to be mended.
    private func acceptCommand(_ text: String) {
        guard !text.allSatisfy(\.isWhitespace) else { return endQuestion() }
        commandHistory.remember(text)
        let line = state.question
        endQuestion()
        if !run(line: text), let line { ask(line, about: .command) }
    }

    private func acceptArgument(_ text: String, _ parameter: Action.Parameter, _ pending: PendingAction) {
        let words = parameter.repeats && parameter.kind != .text ? CommandWords(text).texts : [text.trimmingCharacters(in: .whitespaces)]
        guard let first = words.first, !first.isEmpty else {
            return notify(phrases("%1$@ is needed; Esc cancels.", phrases(parameter.kind.title)), .error)
        }
        var filled = pending
        filled.fill(parameter, with: words, seenOn: desk.board)
        endQuestion()
        notify(nil)
        // Of a pair, only now is it known which is meant.
        begin(filled)
    }

    private func cancelInput() {
        switch inquiry {
        case .filter(let earlier):
            focused.filter = earlier
            filterHistory.leave()
            invalidate(rows: true)
        case .argument, .site:
            notify(phrases("Cancelled: nothing was sent."))
        default:
            commandHistory.leave()
        }
        endQuestion()
    }

    // MARK: Completion

    private var completer: Completer { Completer(desk: desk, phrases: phrases, site: defaultSite) }

    /// Looks anew for what may stand at the cursor.
    func refreshCompletions() {
        guard let editor = state.question?.editor, state.question?.completions != nil else { return }
        completionStem = nil
        replaceCompletions(Completions(candidates: candidates(for: editor.beforeCursor), chosen: nil))
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
        case .filter, .confirmation, nil: break
        }
    }

    // MARK: Lines

    /// Runs a `:` line.
    /// - Returns: false when the line makes no sense; the notice says why.
    func run(line: String) -> Bool {
        let words = CommandWords(line).texts
        guard let first = words.first else { return true }
        let rest = Array(words.dropFirst())
        if first == "q" { return run(.quit, rest) }
        if first == "op" { return runOperation(rest) }
        guard let (site, verb) = completer.verb(first) else { return fail(unknownCommand(first)) }
        if let site, desk.board.sites[site] == nil { return fail(unknownSite(site)) }
        return switch verb {
        case .console(let command): run(command, rest)
        case .action(let action): run(action, rest, at: site)
        }
    }

    private func run(_ command: ConsoleCommand, _ arguments: [String]) -> Bool {
        switch command {
        case .filter where !arguments.isEmpty:
            focused.filter = arguments.joined(separator: " ")
            invalidate(rows: true)
        case .sort where !arguments.isEmpty:
            guard let column = state.focus.columns.first(where: { $0.id == arguments[0] }) else {
                return fail(unknown(arguments[0], among: state.focus.columns.map(\.id)))
            }
            focused.sortColumn = column.id
            invalidate(rows: true)
        default:
            guard arguments.isEmpty else { return fail(phrases("“%1$@” takes no arguments.", command.rawValue)) }
            perform(.console(command))
        }
        return true
    }

    private func run(_ action: Action, _ arguments: [String], at site: SiteID?) -> Bool {
        // A bare name means the selection, as its key does.
        if arguments.isEmpty, site == nil || site == defaultSite {
            begin(.action(action))
            return true
        }
        guard !isLocked() else { return true }
        let request: ActionRequest
        do {
            request = try ActionRequest(action, arguments, fallbackExtension: desk.operator.extension)
        } catch {
            return fail(usageWords(error))
        }
        let given = action.definition.parameters.map { ($0.name, request.all($0.name)) }.filter { !$0.1.isEmpty }
        let values = PendingAction.Values(uniqueKeysWithValues: given)
        if let site = site ?? defaultSite {
            begin(PendingAction(.action(action), at: site, values, seenOn: desk.board))
        } else {
            askSite(for: .action(action), values)
        }
        return true
    }

    /// `op SITE OPERATION key=value…`
    private func runOperation(_ words: [String]) -> Bool {
        guard words.count >= 2 else { return fail(phrases("Usage: %1$@", "op SITE OPERATION [KEY=VALUE…]")) }
        let site = SiteID(words[0])
        guard desk.board.sites[site] != nil else { return fail(unknownSite(site)) }
        let operations = desk.operations(of: site)
        guard let operation = operations.first(where: { $0.id == words[1] }) else {
            return fail(unknown(words[1], among: operations.map(\.id)))
        }
        var arguments: [String: JSONValue] = [:]
        for word in words.dropFirst(2) {
            guard let sign = word.firstIndex(of: "="), sign != word.startIndex else {
                return fail(phrases("“%1$@” is no KEY=VALUE.", SafeText(word).string))
            }
            arguments[String(word[..<sign])] = .string(String(word[word.index(after: sign)...]))
        }
        begin(PendingOperation(operation: operation, arguments: .object(arguments), site: site))
        return true
    }

    // MARK: What was wrong with a line

    private func fail(_ words: String) -> Bool {
        notify(words, .error)
        return false
    }

    private func unknownCommand(_ word: String) -> String {
        unknown(word, among: Verb.all.map(\.name) + Completer.lineWords.map(\.word))
    }

    private func unknownSite(_ site: SiteID) -> String { unknown(site.rawValue, among: desk.board.siteOrder.map(\.rawValue)) }

    private func unknown(_ word: String, among names: [String]) -> String {
        let word = SafeText(word).string
        guard let nearest = nearestName(to: word, among: names) else { return phrases("“%1$@” is unknown.", word) }
        return phrases("“%1$@” is unknown; did you mean “%2$@”?", word, nearest)
    }

    func usageWords(_ error: UsageError) -> String {
        switch error {
        case .missing(let parameter, let action):
            phrases("%1$@ is missing; usage: %2$@", parameter, action.usage)
        case .leftOver(let word, let action):
            phrases("“%1$@” is one argument too many; usage: %2$@", SafeText(word).string, action.usage)
        case .empty(let parameter, let action):
            phrases("%1$@ is empty; usage: %2$@", parameter, action.usage)
        case .noOwnExtension:
            phrases("No extension of your own is configured; set operator.extension or give FROM.")
        }
    }
}
