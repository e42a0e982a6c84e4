import Desk
import Exchange
import Settings

/// From a key or a line to a request: bind, ask for what is missing, confirm, send, tell the outcome.
@MainActor
final class ActionRunner {
    private let context: ConsoleContext
    private var desk: Desk { context.desk }

    init(_ context: ConsoleContext) { self.context = context }

    /// Begins an action on the selection, bound to it from here on.
    func begin(_ intention: Intention) {
        if context.model.overlays.top == nil { context.model.panes.choose() }
        let selected: Selected?
        switch context.target {
        case .nothing: selected = nil
        case .gone where intention.representative.definition.target == nil: selected = nil
        case .gone: return context.notify(context.phrases("What was selected is gone: nothing was sent. Select again."), .error)
        case .row(let row): selected = desk.board.selected(row)
        }
        let bound = bound(intention, on: selected)
        begin(bound.intention, bound.values, at: context.defaultSite)
    }

    private func bound(_ intention: Intention, on selected: Selected?) -> (intention: Intention, values: PendingAction.Values) {
        var intention = intention
        if case .toggle(let toggle) = intention { intention = ActionTarget.intention(toggle, on: selected) }
        return (intention, ActionTarget.values(for: intention, on: selected, board: desk.board))
    }

    /// What a line would do if it were sent now, with its target and the site that it goes through.
    /// - Parameter arguments: none for what is selected.
    /// - Returns: nil where the line is not complete, or no site is known.
    func preview(_ action: Action, _ arguments: [String], at site: SiteID?) -> String? {
        guard let site else { return nil }
        if arguments.isEmpty, site == context.defaultSite {
            guard case .row(let row) = context.target, let selected = desk.board.selected(row) else { return nil }
            let bound = bound(.action(action), on: selected)
            return actionText(desk.bind(bound.intention, bound.values, at: site))
        }
        guard let values = try? ActionRequest.values(of: action, arguments), let pending = try? desk.bind(action, typed: values, at: site)
        else { return nil }
        return actionText(pending)
    }

    /// Begins an action whose arguments are known as far as they were given; asks for the site where it is not.
    func begin(_ intention: Intention, _ values: PendingAction.Values, at site: SiteID?) {
        if let site {
            begin(desk.bind(intention, values, at: site))
        } else if !context.isLocked(against: intention.representative.rawValue, values.values.flatMap { $0 }) {
            askSite(for: intention, values)
        }
    }

    /// Begins an action that was typed with its arguments.
    /// - Throws: `UsageError` where they make no action.
    func begin(_ action: Action, typed arguments: [String], at site: SiteID?) throws(UsageError) {
        var values = try ActionRequest.values(of: action, arguments)
        if let site {
            begin(try desk.bind(action, typed: values, at: site))
        } else {
            // Who types a line has left out what it lacks.
            if action == .pause, values["REASON"] == nil { values["REASON"] = [] }
            begin(.action(action), values, at: nil)
        }
    }

    /// Asks what the site's latest failure left to the operator.
    func askToSignIn(at site: SiteID) {
        guard !context.isLocked(against: Action.signInHere.rawValue, at: site),
            let status = desk.board.sites[site], let question = status.question
        else { return }
        let pending = desk.bind(.action(.signInHere), [:], at: site)
        if let refusal = desk.refusal(of: .signInHere, at: site) { return refuse(pending, .signInHere, refusal) }
        let text = SafeText(context.phrases("%1$@: %2$@ y/n", status.name.string, context.phrases(question).string))
        context.ask(
            .confirmation(
                text, onYes: { [unowned self] in send(pending) },
                revise: { [unowned self] in
                    desk.board.sites[site]?.link == .online ? .over : .unchanged
                }))
    }

    /// Goes on with an action whose site is known: one that would be refused asks nothing first.
    private func begin(_ pending: PendingAction) {
        let action = pending.action(on: desk.board)
        guard !context.isLocked(against: action.rawValue, pending.arguments, at: pending.site) else { return }
        if let refusal = desk.refusal(of: action, at: pending.site) { return refuse(pending, action, refusal) }
        advance(pending)
    }

    /// Asks for the next argument, or for confirmation, or sends.
    private func advance(_ pending: PendingAction) {
        if let parameter = desk.missingParameter(of: pending) { return ask(for: parameter, of: pending) }
        guard !pending.lostTarget(on: desk.board) else { return reportLost(pending) }
        if context.confirm.contains(pending.action(on: desk.board)) {
            confirm(pending)
        } else {
            send(pending)
        }
    }

    /// What the action is, with its target: “Hang up 13800138000 ↔ 2006 Ken Andersson @hq”.
    private func actionText(_ pending: PendingAction) -> String {
        actionText(.action(pending.action(on: desk.board)), pending)
    }

    private func actionText(_ intention: Intention, _ pending: PendingAction) -> String {
        context.targetWords.actionText(intention, pending.values, at: pending.site, own: desk.ownTelephone(at: pending.site))
    }

    // MARK: Asking

    private func ask(for parameter: Action.Parameter, of pending: PendingAction) {
        let phrases = context.phrases
        let title = phrases("%1$@ – %2$@:", actionText(pending.intention, pending), phrases(parameter.kind.title))
        var prompt = Prompt.argument(SafeText(title).string) { [unowned self] in fill(parameter, of: pending, with: $0) }
        prompt.completesWholeLine = !parameter.repeats
        prompt.complete = { [unowned self] text in
            let partial = parameter.repeats ? CommandWords(text).forCompletion.partial : text
            return Completions(candidates: context.completer.words(parameter.kind, at: pending.site, partial, values: pending.values))
        }
        prompt.onCancel = { [unowned self] in reportCancelled() }
        context.ask(prompt)
    }

    private func fill(_ parameter: Action.Parameter, of pending: PendingAction, with text: String) -> Bool {
        let isList = parameter.repeats && parameter.kind != .text
        let words = isList ? CommandWords(text).texts : [text.trimmingCharacters(in: .whitespaces)]
        guard let first = words.first, !first.isEmpty || parameter.isOptional else {
            context.notify(context.phrases("%1$@ is needed; Esc cancels.", context.phrases(parameter.kind.title)), .error)
            return false
        }
        var filled = pending
        filled.fill(parameter, with: first.isEmpty ? [] : words, seenOn: desk.board)
        context.notify(nil)
        // Of a pair, only now is it known which is meant.
        begin(filled)
        return true
    }

    private func askSite(for intention: Intention, _ values: PendingAction.Values) {
        let phrases = context.phrases
        let title = phrases("%1$@ – %2$@:", phrases(intention.title), phrases("site"))
        var prompt = Prompt.argument(SafeText(title).string) { [unowned self] text in
            let site = SiteID(text.trimmingCharacters(in: .whitespaces))
            guard desk.board.sites[site] != nil else {
                context.notify(UnknownWord(phrases: context.phrases).site(site, on: desk.board), .error)
                return false
            }
            begin(intention, values, at: site)
            return true
        }
        prompt.completesWholeLine = true
        prompt.complete = { [unowned self] in Completions(candidates: context.completer.sites($0)) }
        prompt.onCancel = { [unowned self] in reportCancelled() }
        context.ask(prompt)
    }

    private func confirm(_ pending: PendingAction) {
        // Said while it is known: what is gone has no name any more.
        let actionText = actionText(pending)
        let text = SafeText(context.phrases("%1$@? y/n", actionText))
        context.ask(
            .confirmation(
                text, onYes: { [unowned self] in send(pending) },
                revise: { [unowned self] in
                    guard pending.lostTarget(on: desk.board) else { return .unchanged }
                    return .lost(SafeText(context.phrases("%1$@: that is gone, nothing was sent.", actionText)))
                }))
    }

    private func reportCancelled() { context.notify(context.phrases("Cancelled: nothing was sent.")) }

    // MARK: Sending

    private func send(_ pending: PendingAction) {
        let action = pending.action(on: desk.board)
        guard !context.isLocked(against: action.rawValue, pending.arguments, at: pending.site) else { return }
        guard !pending.lostTarget(on: desk.board) else { return reportLost(pending) }
        let actionText = actionText(pending)
        let request: ActionRequest
        do {
            request = try ActionRequest(action, values: pending.values)
        } catch {
            return context.notify(UsageWords(phrases: context.phrases).sentence(error), .error)
        }
        let ringing = ringing(request, at: pending.site)
        context.notify([context.phrases("%1$@: asked", actionText), ringing].compactMap { $0 }.joined(separator: ". "), .pending)
        let floor = action == .pttTake ? request["GROUP"].map { EntityKey(site: pending.site, kind: .group, id: $0) } : nil
        if let floor { context.talk.ask(floor) }
        Task {
            let outcome = await desk.perform(pending)
            context.noteSupervision(request, at: pending.site, outcome)
            if let floor { context.talk.answered(floor, outcome) }
            context.tell(actionText, outcome, at: pending.site, ringing: ringing)
        }
    }

    private func reportLost(_ pending: PendingAction) {
        let action = pending.action(on: desk.board)
        Task { await desk.refuse(action, pending.arguments, at: pending.site, PendingAction.isGone) }
        context.notify(context.phrases("%1$@: that is gone, nothing was sent.", actionText(pending)), .error)
    }

    /// An action that is not even sent still stands in the audit log, before anybody is told.
    private func refuse(_ pending: PendingAction, _ action: Action, _ refusal: Outcome) {
        let actionText = actionText(pending)
        Task {
            await desk.refuse(action, pending.arguments, at: pending.site, refusal)
            context.tell(actionText, refusal, at: pending.site)
        }
    }

    /// Whose telephone rings, where the operator must pick one up.
    private func ringing(_ request: ActionRequest, at site: SiteID) -> String? {
        if request.action == .dial {
            return context.phrases("Telephone %1$@ rings first, then %2$@", request["FROM"] ?? "", request["TO"] ?? "")
        }
        guard let sentence = Self.ringing[request.action], let own = desk.ownTelephone(at: site) else { return nil }
        // One that supervises is off hook, and is switched over where the exchange can do that.
        if case .supervising? = desk.ownTelephones.first(where: { $0.site == site })?.activity { return nil }
        return context.phrases(sentence, own, request["EXTENSION"] ?? "")
    }

    private static let ringing: [Action: String] = [
        .listen: "Your telephone %1$@ rings: pick it up to listen to %2$@",
        .whisper: "Your telephone %1$@ rings: pick it up to whisper to %2$@",
        .barge: "Your telephone %1$@ rings: pick it up to barge in on %2$@",
        .intercept: "Your telephone %1$@ rings: pick it up to take the call of %2$@",
    ]
}
