import Desk
import Exchange
import Settings

/// From a key or a line to a request: bind, ask for what is missing, confirm, send, tell the outcome.
extension ConsoleApp {
    /// Begins an action on the selection, bound to it from here on.
    func begin(_ intention: Intention) {
        guard !isLocked() else { return }
        let selected: Selected?
        switch target {
        case .nothing: selected = nil
        case .gone where intention.representative.definition.target == nil: selected = nil
        case .gone: return notify(phrases("What was selected is gone: nothing was sent. Select again."), .error)
        case .row(let row): selected = desk.board.selected(row)
        }
        var intention = intention
        if case .toggle(let toggle) = intention { intention = ActionTarget.intention(toggle, on: selected) }
        let values = ActionTarget.values(for: intention, on: selected, board: desk.board,
            ownTelephone: defaultSite.flatMap { desk.ownTelephone(at: $0) } ?? desk.operator.extension)
        if let site = defaultSite {
            begin(PendingAction(intention, at: site, values, seenOn: desk.board))
        } else {
            askSite(for: intention, values)
        }
    }

    /// Goes on with an action whose site is known: one that would be refused asks nothing first.
    func begin(_ pending: PendingAction) {
        let action = pending.action(on: desk.board)
        if let refusal = desk.refusal(of: action, at: pending.site) { return refuse(pending, action, refusal) }
        advance(pending)
    }

    /// Asks for the next argument, or for confirmation, or sends.
    func advance(_ pending: PendingAction) {
        if let parameter = pending.missing(ownTelephone: desk.ownTelephone(at: pending.site), on: desk.board) { return ask(for: parameter, of: pending) }
        guard !pending.lostTarget(on: desk.board) else { return reportLost(pending) }
        if confirm.contains(pending.action(on: desk.board)) {
            ask(.confirmation(SafeText(phrases("%1$@? y/n", actionText(pending)))), about: .confirmAction(pending))
        } else {
            send(pending)
        }
    }

    /// What the action is, with its target: “Hang up 1673071399.25: 2005 → 2006 (00:12)”.
    func actionText(_ pending: PendingAction) -> String {
        TargetWords(board: desk.board, phrases: phrases, now: desk.now)
            .actionText(.action(pending.action(on: desk.board)), pending.values, at: pending.site, own: desk.ownTelephone(at: pending.site))
    }

    func isLocked() -> Bool {
        if state.isLocked { notify(phrases("The console is locked: nothing is sent."), .error) }
        return state.isLocked
    }

    // MARK: The selection

    enum Target {
        case nothing, gone
        case row(RowID)
    }

    /// The row that a key acts on: the one whose details are open, or the selected one; never one that nobody sees.
    var target: Target {
        switch state.overlay {
        case .details(let row): return desk.board.selected(row) == nil ? .gone : .row(row)
        case .help, .messages, .trunks, .form, .answer, .keys: return .nothing
        case nil: break
        }
        guard let row = focused.selection else { return .nothing }
        return selectedPlace == nil || desk.board.selected(row) == nil || selectionWasDisplaced ? .gone : .row(row)
    }

    /// The site that is meant when none is named: that of the selection, or the only one.
    var defaultSite: SiteID? {
        if case .row(let row) = target { return row.site }
        return desk.board.siteOrder.count == 1 ? desk.board.siteOrder[0] : nil
    }

    // MARK: Asking

    private func ask(for parameter: Action.Parameter, of pending: PendingAction) {
        let actionText = TargetWords(board: desk.board, phrases: phrases, now: desk.now)
            .actionText(pending.intention, pending.values, at: pending.site, own: desk.ownTelephone(at: pending.site))
        let title = phrases("%1$@ – %2$@:", actionText, phrases(parameter.kind.title))
        ask(.argument(title: SafeText(title).string, LineEditor(), Completions()), about: .argument(pending, parameter))
    }

    func askSite(for intention: Intention, _ values: PendingAction.Values) {
        let title = phrases("%1$@ – %2$@:", phrases(intention.title), phrases("site"))
        ask(.argument(title: SafeText(title).string, LineEditor(), Completions()), about: .site(intention, values))
    }

    func ask(_ question: Question, about inquiry: Inquiry) {
        state.question = question
        self.inquiry = inquiry
        if question.editor != nil { refreshCompletions() }
        invalidate()
    }

    func endQuestion() {
        state.question = nil
        inquiry = nil
        invalidate()
    }

    /// Only `y` says yes: Enter and the space bar are pressed too easily.
    func answerConfirmation(_ key: Key) {
        let about = inquiry
        endQuestion()
        guard key == .character("y") || key == .character("Y") else {
            return notify(phrases("Cancelled: nothing was sent."))
        }
        switch about {
        case .confirmAction(let pending): send(pending)
        case .replaceByOperation(let pending): confirm(pending)
        case .replaceFile(let file): write(to: file, replacing: true)
        case .consent(let site):
            notify(phrases("Connecting again: %1$@", desk.board.sites[site]?.name.string ?? site.rawValue))
            Task { await desk.consent(at: site) }
        default: break
        }
    }

    /// Asks what the site's latest failure left to the operator.
    func askForConsent(at site: SiteID) {
        guard !isLocked(), let status = desk.board.sites[site], let question = status.question else { return }
        ask(.confirmation(SafeText(phrases("%1$@: %2$@ y/n", status.name.string, phrases(question).string))), about: .consent(site))
    }

    /// Says so when what is being confirmed is over already.
    func reviseConfirmation() {
        if case .consent(let site)? = inquiry, desk.board.sites[site]?.link == .online { return endQuestion() }
        guard case .confirmAction(let pending)? = inquiry, pending.lostTarget(on: desk.board) else { return }
        let text = SafeText(phrases("%1$@: that is gone, nothing will be sent. Press any key.", actionText(pending)))
        if state.question != .confirmation(text) { ask(.confirmation(text), about: .confirmAction(pending)) }
    }

    // MARK: Sending

    private func send(_ pending: PendingAction) {
        guard !isLocked() else { return }
        guard !pending.lostTarget(on: desk.board) else { return reportLost(pending) }
        let actionText = actionText(pending)
        let action = pending.action(on: desk.board)
        let request: ActionRequest
        do {
            request = try ActionRequest(action, values: pending.values)
        } catch {
            return notify(usageWords(error), .error)
        }
        let ringing = ringing(request, at: pending.site)
        notify([phrases("%1$@: asked", actionText), ringing].compactMap { $0 }.joined(separator: ". "), .pending)
        let floor = action == .pttTake ? request["GROUP"].map { EntityKey(site: pending.site, kind: .group, id: $0) } : nil
        if let floor { talk.ask(floor) }
        Task {
            let outcome = await desk.perform(request, at: pending.site)
            if let floor { talk.answered(floor, outcome) }
            tell(actionText, outcome, at: pending.site, ringing: ringing)
        }
    }

    private func reportLost(_ pending: PendingAction) {
        notify(phrases("%1$@: that is gone, nothing was sent.", actionText(pending)), .error)
    }

    /// An action that is not even sent still stands in the audit log, before anybody is told.
    private func refuse(_ pending: PendingAction, _ action: Action, _ refusal: Outcome) {
        let actionText = actionText(pending)
        Task {
            await desk.refuse(action, pending.arguments, at: pending.site, refusal)
            tell(actionText, refusal, at: pending.site)
        }
    }

    /// An outcome goes to the notice and the messages; a question asked meanwhile stays.
    func tell(_ actionText: String, _ outcome: Outcome, at site: SiteID, ringing: String? = nil) {
        var notice = OutcomeWords(phrases: phrases).sentence(actionText, outcome)
        if case .done = outcome, let ringing { notice.text = "\(notice.text). \(ringing)" }
        keep(SiteMessage(site: site, time: desk.now, topic: "outcome", text: notice.text))
        notify(notice)
    }

    /// Whose telephone rings, where the operator must pick one up.
    private func ringing(_ request: ActionRequest, at site: SiteID) -> String? {
        if request.action == .dial {
            return phrases("Telephone %1$@ rings first, then %2$@", request["FROM"] ?? "", request["TO"] ?? "")
        }
        let sentences: [Action: String] = [
            .listen: "Your telephone %1$@ rings: pick it up to listen to %2$@",
            .whisper: "Your telephone %1$@ rings: pick it up to whisper to %2$@",
            .barge: "Your telephone %1$@ rings: pick it up to barge in on %2$@",
            .intercept: "Your telephone %1$@ rings: pick it up to take the call of %2$@",
        ]
        guard let sentence = sentences[request.action], let own = desk.ownTelephone(at: site) else { return nil }
        return phrases(sentence, own, request["EXTENSION"] ?? "")
    }
}

extension Intention {
    /// English title; also the key of the translation.
    var title: String {
        switch self {
        case .action(let action): action.definition.title
        case .toggle(let toggle):
            ConsoleCommand.allCases.first { $0.toggle == (toggle == .roomMute ? .mute : toggle) }?.title ?? ""
        }
    }
}

extension Action.ArgumentKind {
    /// What a prompt calls it; also the key of the translation.
    var title: String {
        switch self {
        case .call: "call"
        case .extension: "extension"
        case .callOrExtension: "call or extension"
        case .number: "number"
        case .queue: "queue"
        case .reason: "reason"
        case .slot: "parking slot"
        case .room: "room"
        case .member: "member"
        case .agent: "agent"
        case .group: "group"
        case .text: "text"
        }
    }
}
