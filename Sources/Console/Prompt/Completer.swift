import Desk
import Exchange
import Translations

/// Proposes words for `:` lines and prompts: names of commands, then whatever the board has of the kind that is wanted.
@MainActor
struct Completer {
    let desk: Desk
    let phrases: TranslationCatalog
    /// The site that a line means when it names none.
    let site: SiteID?
    /// What the pane that has the focus can be sorted by.
    var sortColumns: [ColumnSpec] = []

    /// The most candidates worth offering.
    static let most = 200

    /// Words of the line that are no verb of the registry.
    nonisolated static let lineWords: [(word: String, title: String)] = [("op", "Run a raw operation"), ("q", "Quit")]

    func candidates(forLine beforeCursor: String) -> [Completions.Candidate] {
        let words = CommandWords(beforeCursor)
        let (complete, partial, _) = words.forCompletion
        guard let first = complete.first else { return verbs(partial) }
        if words.endsInWord, words.words.last?.site != nil || partial == "@" { return atSites(partial) }
        if first == "op" { return operationWords(words.complete.operationWords(isSite: isSite), partial) }
        if let line = ActionLine(words.complete, isSite: isSite) { return arguments(of: line, partial) }
        return first == ConsoleCommand.sort.rawValue && complete.count == 1 ? sortWords(partial) : []
    }

    private func isSite(_ name: String) -> Bool { desk.board.sites[SiteID(name)] != nil }

    private func atSites(_ partial: String) -> [Completions.Candidate] {
        sites(String(partial.dropFirst())).map { site in
            var site = site
            site.word = "@" + site.word
            return site
        }
    }

    private func arguments(of line: ActionLine, _ partial: String) -> [Completions.Candidate] {
        let rest = line.arguments
        guard let site = line.site ?? site, let parameter = parameter(of: line.action, after: rest.count) else { return [] }
        let values = ["ROOM": line.action.definition.parameters.first?.name == "ROOM" ? rest.prefix(1).map { $0 } : []]
        let found = words(parameter.kind, at: site, partial, values: values)
        // `pause 8001 Lunch`: the reason may come at once.
        return line.action == .pause && parameter.kind == .queue ? found + words(.reason, at: site, partial) : found
    }

    /// The headings of the pane, in the operator's language, and the words that keymaps use.
    private func sortWords(_ partial: String) -> [Completions.Candidate] {
        let wanted = partial.lowercased()
        return sortColumns.filter { $0.id.hasPrefix(wanted) || phrases($0.title).lowercased().hasPrefix(wanted) }
            .map { Completions.Candidate(word: $0.id, note: SafeText(phrases($0.title))) }
    }

    // MARK: The first word

    private func verbs(_ partial: String) -> [Completions.Candidate] {
        let parts = partial.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let prefix = parts.count == 2 ? parts[0] + "/" : ""
        let site = parts.count == 2 ? SiteID(parts[0]) : self.site
        let wanted = parts.last ?? ""
        let words = OutcomeWords(phrases: phrases)
        var found = Verb.all.compactMap { verb -> Completions.Candidate? in
            guard verb.name.hasPrefix(wanted) else { return nil }
            var reason: SafeText?
            if case .console = verb, !prefix.isEmpty { return nil }
            if case .action(let action) = verb, let site { reason = desk.refusal(of: action, at: site).map(words.reason) }
            return Completions.Candidate(word: prefix + verb.name, note: SafeText(phrases(verb.title)), reason: reason)
        }
        if prefix.isEmpty {
            found += Self.lineWords.filter { $0.word.hasPrefix(wanted) }
                .map { Completions.Candidate(word: $0.word, note: SafeText(phrases($0.title))) }
        }
        return found
    }

    private func parameter(of action: Action, after count: Int) -> Action.Parameter? {
        let parameters = action.definition.parameters
        // `dial TO` is the shorter form of `dial FROM TO`; whichever is meant, a telephone is wanted.
        return count < parameters.count ? parameters[count] : parameters.last { $0.repeats }
    }

    // MARK: Arguments

    /// What the board has of one kind, narrowed down by identifier or name.
    func words(
        _ kind: Action.ArgumentKind, at site: SiteID, _ partial: String, values: PendingAction.Values = [:]
    ) -> [Completions.Candidate] {
        let all: [(String, SafeText)] =
            switch kind {
            case .call: calls(site) + waiting(site, queue: values.first("QUEUE"))
            case .callOrExtension: calls(site) + waiting(site, queue: nil) + telephones(site, where: { $0.isOnTheTelephone })
            case .slot: calls(site, where: { $0.state == .parked })
            case .extension, .number: telephones(site)
            case .agent: entities(.agent, site) { if case .agent(let it) = $0 { (it.id, it.name) } else { nil } }
            case .queue: entities(.queue, site) { if case .queue(let it) = $0 { (it.id, it.name) } else { nil } }
            case .room: entities(.room, site) { if case .room(let it) = $0 { (it.id, it.name) } else { nil } }
            case .group: entities(.group, site) { if case .group(let it) = $0 { (it.id, it.name) } else { nil } }
            case .member: members(site, room: values.first("ROOM"))
            case .reason: (desk.board.sites[site]?.pauseReasons ?? []).map { ($0.string, "") }
            case .text: []
            }
        let wanted = partial.lowercased()
        return all.lazy.filter { word, note in
            wanted.isEmpty || word.lowercased().hasPrefix(wanted) || note.string.lowercased().contains(wanted)
        }
        .prefix(Self.most).map { Completions.Candidate(word: $0, note: $1) }
    }

    private var targetWords: TargetWords { TargetWords(board: desk.board, phrases: phrases, now: desk.now) }

    func sites(_ partial: String) -> [Completions.Candidate] {
        desk.board.siteOrder.filter { $0.rawValue.hasPrefix(partial) }
            .map { Completions.Candidate(word: $0.rawValue, note: desk.board.sites[$0]?.name ?? "") }
    }

    private func entities(
        _ kind: EntityKind, _ site: SiteID, _ word: (Entity) -> (String, SafeText)?
    ) -> [(String, SafeText)] {
        desk.board.sorted(kind).lazy.filter { $0.key.site == site }.compactMap(word)
    }

    private func telephones(_ site: SiteID, where isWanted: (Agent) -> Bool = { _ in true }) -> [(String, SafeText)] {
        entities(.agent, site) { if case .agent(let it) = $0, isWanted(it) { (it.extension, it.name) } else { nil } }
    }

    private func calls(_ site: SiteID, where isWanted: (Call) -> Bool = { _ in true }) -> [(String, SafeText)] {
        entities(.call, site) { entity in
            guard case .call(let it) = entity, isWanted(it) else { return nil }
            return (it.id, targetWords.parties(of: it))
        }
    }

    private func waiting(_ site: SiteID, queue: String?) -> [(String, SafeText)] {
        entities(.waiting, site) { entity in
            guard case .waiting(let it) = entity, queue == nil || it.queue == queue else { return nil }
            return (it.call, targetWords.caller(of: it))
        }
    }

    private func members(_ site: SiteID, room: String?) -> [(String, SafeText)] {
        guard let room = room.flatMap({ desk.board.room(site, $0) }) else { return [] }
        return room.members.map { ($0.id, SafeText("\($0.number) \($0.name ?? "")")) }
    }
}

extension Agent {
    /// There is a call that could be ended, held or handed on.
    fileprivate var isOnTheTelephone: Bool { call != nil || [.ringing, .talking, .held].contains(state) }
}
