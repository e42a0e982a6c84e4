import Desk
import Exchange
import Settings

/// `:` lines: `[SITE/]ACTION ARG…`, the console's own commands, and `op SITE OPERATION key=value…`.
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
            return Completions(candidates: completer.candidates(forLine: text), documentation: completer.documentation(forLine: text))
        }
        prompt.onAnswer = { [unowned self] in run($0) }
        context.ask(prompt)
    }

    /// Runs a line.
    /// - Returns: false when the line makes no sense; the notice says why.
    func run(_ line: String) -> Bool {
        let words = CommandWords(line).texts
        guard let first = words.first else { return true }
        let rest = Array(words.dropFirst())
        if first == "q" { return run(.quit, rest) }
        if first == "op" { return operations.run(rest) }
        guard let (site, verb) = context.completer.verb(first) else { return fail(unknown(first, among: Self.names)) }
        if let site, desk.board.sites[site] == nil { return fail(UnknownWord(phrases: context.phrases).site(site, on: desk.board)) }
        return switch verb {
        case .console(let command): run(command, rest)
        case .action(let action): run(action, rest, at: site)
        }
    }

    private func run(_ command: ConsoleCommand, _ arguments: [String]) -> Bool {
        switch command {
        case .filter where !arguments.isEmpty:
            context.setFilter(arguments.joined(separator: " "), of: context.model.panes.focus)
        case .sort where !arguments.isEmpty:
            let columns = context.model.panes.sortableColumns(on: desk.board)
            guard arguments.count == 1, columns.contains(arguments[0]) else {
                return fail(unknown(arguments.joined(separator: " "), among: columns))
            }
            context.model.panes.focused.sortColumn = arguments[0]
            context.invalidate()
        default:
            guard arguments.isEmpty else { return fail(context.phrases("“%1$@” takes no arguments.", command.rawValue)) }
            perform(command)
        }
        return true
    }

    private func run(_ action: Action, _ arguments: [String], at site: SiteID?) -> Bool {
        // A bare name means the selection, as its key does.
        if arguments.isEmpty, site == nil || site == context.defaultSite {
            actions.begin(.action(action))
            return true
        }
        guard !context.isLocked() else { return true }
        do {
            try actions.begin(action, typed: arguments, at: site ?? context.defaultSite)
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
