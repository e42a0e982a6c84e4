import Desk
import Exchange
import Settings

/// `:` lines: `[SITE/]ACTION ARG… [@SITE]`, the console's own commands, and `op SITE OPERATION key=value…`.
@MainActor
final class CommandLineRunner {
    private let context: ConsoleContext
    private let actions: ActionRunner
    private let operations: OperationRunner
    /// Does what the console itself can be told.
    private let perform: @MainActor (ConsoleCommand) -> Void
    private var desk: Desk { context.desk }

    init(
        _ context: ConsoleContext, _ actions: ActionRunner, _ operations: OperationRunner,
        perform: @escaping @MainActor (ConsoleCommand) -> Void
    ) {
        self.context = context
        self.actions = actions
        self.operations = operations
        self.perform = perform
    }

    /// Asks for a line.
    func open(_ text: String = "") {
        var prompt = Prompt(.command, editor: LineEditor(text), completions: Completions())
        prompt.history = .commands
        prompt.isRemembered = { [unowned self] in !$0.allSatisfy(\.isWhitespace) && !context.completer.holdsSecret($0) }
        prompt.complete = { [unowned self] text in
            let completer = context.completer
            return Completions(
                candidates: completer.candidates(forLine: text),
                documentation: destination(of: text) + completer.documentation(forLine: text))
        }
        prompt.onAnswer = { [unowned self] in run($0) }
        context.ask(prompt)
    }

    /// Runs a line.
    /// - Returns: false when the line makes no sense; the notice says why.
    func run(_ line: String) -> Bool {
        let words = CommandWords(line)
        guard let first = words.texts.first else { return true }
        let rest = Array(words.texts.dropFirst())
        if first == "q" { return run(.quit, rest) }
        if first == "op" { return operations.run(words.words.operationWords(isSite: isSite)) }
        if let line = ActionLine(words.words, isSite: isSite) {
            if let site = line.site, !isSite(site.rawValue) {
                return fail(UnknownWord(phrases: context.phrases).site(site, on: desk.board))
            }
            return run(line)
        }
        guard case .console(let command)? = Verb(name: first) else { return fail(unknown(first, among: Self.names)) }
        return run(command, rest)
    }

    private func isSite(_ name: String) -> Bool { desk.board.sites[SiteID(name)] != nil }

    /// What the line will do and through which site, before it is sent.
    private func destination(of text: String) -> [Label] {
        guard let line = ActionLine(CommandWords(text).words, isSite: isSite) else { return [] }
        let phrases = context.phrases
        let title = phrases(line.action.definition.title)
        guard let site = line.site ?? context.defaultSite else {
            return [Label(SafeText(phrases("%1$@ – no site is named: it will be asked for", title)), "ui.prompt")]
        }
        guard let status = desk.board.sites[site] else {
            return [Label(SafeText(UnknownWord(phrases: phrases).site(site, on: desk.board)), "ui.message.error")]
        }
        let what = actions.preview(line.action, line.arguments, at: site) ?? "\(title) @\(site)"
        let place = status.name.string == site.rawValue ? "" : " \(status.name)"
        return [Label(SafeText(what + (desk.board.sites.count > 1 ? place : " @\(site)\(place)")), "ui.prompt")]
    }

    private func run(_ command: ConsoleCommand, _ arguments: [String]) -> Bool {
        switch command {
        case .filter where !arguments.isEmpty:
            context.setFilter(arguments.joined(separator: " "), of: context.model.panes.focus)
        case .sort where !arguments.isEmpty:
            return sort(by: arguments.joined(separator: " "))
        default:
            guard arguments.isEmpty else { return fail(context.phrases("“%1$@” takes no arguments.", command.rawValue)) }
            perform(command)
        }
        return true
    }

    /// By a heading in the operator's language or in English, or by the word that keymaps use.
    private func sort(by word: String) -> Bool {
        let columns = context.model.panes.sortableColumns(on: desk.board)
        let wanted = word.lowercased()
        let heading = columns.first { column in
            [column.id, column.title.lowercased(), context.phrases(column.title).lowercased()].contains(wanted)
        }
        guard let heading else { return fail(unknown(word, among: columns.flatMap { [$0.id, $0.title.lowercased()] })) }
        context.model.panes.focused.sortColumn = heading.id
        context.invalidate()
        return true
    }

    private func run(_ line: ActionLine) -> Bool {
        // A bare name means the selection, as its key does.
        if line.arguments.isEmpty, line.site == nil || line.site == context.defaultSite {
            actions.begin(.action(line.action))
            return true
        }
        do {
            try actions.begin(line.action, typed: line.arguments, at: line.site ?? context.defaultSite)
        } catch {
            return fail(UsageWords(phrases: context.phrases).sentence(error))
        }
        return true
    }

    // MARK: What was wrong with a line

    private static let names = Verb.all.map(\.name) + Completer.lineWords.map(\.word)

    private func fail(_ words: String) -> Bool {
        context.notify(words, .error)
        return false
    }

    private func unknown(_ word: String, among names: [String]) -> String {
        UnknownWord(phrases: context.phrases).sentence(word, among: names)
    }
}
