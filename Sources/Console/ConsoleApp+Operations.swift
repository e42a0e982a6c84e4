import Exchange
import Foundation
import JSON

/// What raw operations leave behind for the rest of the session.
struct OperationMemory {
    /// What was typed into the form of each operation, without secrets.
    var forms: [String: [String: String]] = [:]
    /// Tells one request from the next.
    var lastRequest = 0
}

/// Raw operations: from a `:op` line through the form and the question to the exchange.
extension ConsoleApp {
    /// `op SITE OPERATION key=value…`
    ///
    /// What is complete is run at once. A form opens where something that is required was left out, and for an operation of
    /// more than two parameters of which the line gives none.
    func runOperation(_ words: [String]) -> Bool {
        guard words.count >= 2 else { return fail(phrases("Usage: %1$@", "op SITE OPERATION [KEY=VALUE…]")) }
        let site = SiteID(words[0])
        guard desk.board.sites[site] != nil else { return fail(unknownSite(site)) }
        let operations = desk.operations(of: site)
        guard let operation = operations.first(where: { $0.id == words[1] }) else {
            return fail(unknown(words[1], among: operations.map(\.id)))
        }
        var arguments: JSONValue = [:]
        for word in words.dropFirst(2) {
            guard let sign = word.firstIndex(of: "="), let path = ArgumentPath(word[..<sign]) else {
                return fail(phrases("“%1$@” is no KEY=VALUE.", SafeText(word).string))
            }
            if operation.secretNames.contains(String(word[..<sign])) {
                return fail(phrases("%1$@ is secret: leave it out, the form asks for it.", String(word[..<sign])))
            }
            guard let set = path.setting(.string(String(word[word.index(after: sign)...])), in: arguments) else {
                return fail(phrases("“%1$@” does not go together with what stands before it.", SafeText(word).string))
            }
            arguments = set
        }
        return open(PendingOperation(operation: operation, arguments: arguments, site: site))
    }

    private func open(_ pending: PendingOperation) -> Bool {
        guard !isLocked() else { return true }
        // A line begins anew: nothing leads back to the form of another operation.
        state.form = nil
        // What would be refused asks nothing first.
        guard desk.refusal(of: pending.operation, at: pending.site) == nil else {
            send(pending)
            return true
        }
        let faults = pending.operation.check(pending.arguments)
        if let wrong = faults.first(where: { $0.kind != .missing }) { return fail(phrases(wrong.reason).string) }
        let isBare = pending.arguments == [:] && pending.operation.parameters.count > 2
        if !faults.isEmpty || isBare || pending.lacksDestination {
            openForm(of: pending)
        } else {
            begin(pending)
        }
        return true
    }

    // MARK: Asking first

    /// Asks about a file that would be lost, then about what is dangerous, and sends.
    func begin(_ pending: PendingOperation) {
        guard !isLocked() else { return }
        var pending = pending
        pending.arguments = pending.operation.arranged(pending.arguments)
        guard let file = pending.destination else { return confirm(pending) }
        pending.set(AnswerFile.expanded(file), for: Exchange.Operation.destination)
        let (form, ready) = (state.form, pending)
        Task {
            let exists = await Task.detached { AnswerFile.exists(file) }.value
            // Another form meanwhile, or another question: this one is not meant any more.
            guard state.question == nil, state.form == form else { return }
            if exists {
                ask(.confirmation(SafeText(phrases("%1$@ exists. Replace it? y/n", file))), about: .replaceByOperation(ready))
            } else {
                confirm(ready)
            }
        }
    }

    /// What is dangerous is named by the operator before it is sent.
    func confirm(_ pending: PendingOperation) {
        guard pending.operation.isDangerous else { return send(pending) }
        let shown = pending.operation.masked(pending.arguments).compactText
        ask(.naming(SafeText("\(actionText(pending)) \(shown)"), word: pending.nameToType, LineEditor()), about: .nameOperation(pending))
    }

    /// Only the very word goes on; the line stays, to be mended.
    func acceptName(_ text: String, _ pending: PendingOperation) {
        guard text.trimmed == pending.nameToType else {
            return notify(phrases("That is not “%1$@”: nothing was sent. Esc cancels.", pending.nameToType), .error)
        }
        endQuestion()
        send(pending)
    }

    // MARK: Sending

    func actionText(_ pending: PendingOperation) -> String {
        SafeText("\(pending.operation.id) @\(pending.site.rawValue)").string
    }

    private func send(_ pending: PendingOperation) {
        guard !isLocked() else { return }
        let actionText = actionText(pending)
        var pending = pending
        // The first piece of a long listing is asked for as its others will be.
        if let listing = PagedListing(pending.operation, pending.arguments) { pending.arguments = listing.arguments }
        let request = pending
        operations.lastRequest += 1
        let id = operations.lastRequest
        let isRefused = desk.refusal(of: pending.operation, at: pending.site) != nil
        if !isRefused {
            state.answer = AnswerState(id: id, request: pending, since: desk.now)
            open(.answer)
        }
        notify(phrases("%1$@: asked", actionText), .pending)
        Task {
            let (outcome, value) = await desk.perform(request.operation, request.arguments, at: request.site) { [weak self] received, expected in
                Task { @MainActor in self?.note(FileProgressFigures(received: received, expected: expected), of: id) }
            }
            tell(actionText, outcome, at: request.site)
            if !isRefused { await take(outcome, value, of: id) }
        }
    }

    /// A file comes; told in whatever order the system runs what tells it.
    private func note(_ progress: FileProgressFigures, of id: Int) {
        guard state.answer?.id == id, state.answer?.content == nil, progress.received > state.answer?.progress?.received ?? -1 else { return }
        state.answer?.progress = progress
        if state.overlay == .answer { invalidate() }
    }

    /// Shows what came, if it is still what the operator waits for; a refusal leads back to the form.
    private func take(_ outcome: Outcome, _ value: JSONValue?, of id: Int) async {
        guard let request = state.answer?.request, state.answer?.id == id else { return }
        let isDone = if case .done = outcome { true } else { false }
        guard isDone, let value, value != .null, request.operation.answer != .done else { return closeAnswer(isDone: isDone, of: request) }
        let content = await Task.detached { AnswerContent(value, request.operation) }.value
        guard state.answer?.id == id else { return }
        state.answer?.show(content)
        invalidate()
    }

    /// There is nothing to be looked at.
    private func closeAnswer(isDone: Bool, of request: PendingOperation) {
        let isLookedAt = state.overlay == .answer
        state.answer = nil
        if isDone, state.form?.operation.id == request.operation.id { state.form = nil }
        if isLookedAt { leaveOverlay(to: state.form == nil ? nil : .form) }
        if isDone, state.overlay == .form, state.form == nil { leaveOverlay(to: nil) }
    }
}
