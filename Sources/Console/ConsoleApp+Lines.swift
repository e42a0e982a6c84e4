import Desk
import Exchange
import Settings

/// `:` lines: `[SITE/]ACTION ARG…`, the console's own commands, and `op SITE OPERATION key=value…`.
extension ConsoleApp {
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
            setFilter(arguments.joined(separator: " "), of: state.focus)
        case .sort where !arguments.isEmpty:
            guard arguments.count == 1, sortableColumns.contains(arguments[0]) else {
                return fail(unknown(arguments.joined(separator: " "), among: sortableColumns))
            }
            focused.sortColumn = arguments[0]
            invalidate()
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
        var values = PendingAction.Values(uniqueKeysWithValues: given)
        if action == .pause { settleReason(in: &values, at: site ?? defaultSite) }
        if let site = site ?? defaultSite {
            begin(PendingAction(.action(action), at: site, values, seenOn: desk.board))
        } else {
            askSite(for: .action(action), values)
        }
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

    func fail(_ words: String) -> Bool {
        notify(words, .error)
        return false
    }

    private func unknownCommand(_ word: String) -> String {
        unknown(word, among: Verb.all.map(\.name) + Completer.lineWords.map(\.word))
    }

    func unknownSite(_ site: SiteID) -> String { unknown(site.rawValue, among: desk.board.siteOrder.map(\.rawValue)) }

    func unknown(_ word: String, among names: [String]) -> String {
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
