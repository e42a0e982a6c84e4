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
        _ context: ConsoleContext, _ actions: ActionRunner, _ operations: OperationRunner, perform: @escaping @MainActor (ConsoleCommand) -> Void
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
        let request: ActionRequest
        do {
            request = try ActionRequest(action, arguments, fallbackExtension: desk.operator.extension)
        } catch {
            return fail(UsageWords(phrases: context.phrases).sentence(error))
        }
        let given = action.definition.parameters.map { ($0.name, request.all($0.name)) }.filter { !$0.1.isEmpty }
        var values = PendingAction.Values(uniqueKeysWithValues: given)
        let site = site ?? context.defaultSite
        if action == .pause { settleReason(in: &values, at: site) }
        actions.begin(.action(action), values, at: site)
        return true
    }

    /// A reason may stand in the queue's place, where all queues are meant; who types a line has left out what it lacks.
    private func settleReason(in values: inout PendingAction.Values, at site: SiteID?) {
        guard values["REASON"] == nil else { return }
        values["REASON"] = []
        guard let site, let word = values.first("QUEUE"), desk.board.queue(site, word) == nil,
            desk.board.sites[site]?.pauseReasons.contains(where: { $0.string == word }) == true
        else { return }
        (values["REASON"], values["QUEUE"]) = ([word], nil)
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
