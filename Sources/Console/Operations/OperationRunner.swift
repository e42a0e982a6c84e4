import Desk
import Exchange
import Foundation
import JSON

/// Raw operations: from a `:op` line through the form and the question to the exchange, and what is done with the answer.
@MainActor
final class OperationRunner {
    let context: ConsoleContext
    var desk: Desk { context.desk }
    /// What was typed into the form of each operation, without secrets.
    private var remembered: [String: [String: String]] = [:]
    /// Tells one request from the next.
    private var lastRequest = 0

    init(_ context: ConsoleContext) { self.context = context }

    /// The form that is open, or lies below its answer.
    private var form: OperationForm? { context.model.overlays.open(OperationForm.self) }

    /// The latest answer, or the wait for it, looked at or not.
    var answer: OperationAnswer? {
        get { context.model.overlays.find(OperationAnswer.self) }
        set {
            if let newValue { context.model.overlays.update(newValue) } else { context.model.overlays.discard(OperationAnswer.self) }
        }
    }

    func actionText(_ pending: PendingOperation) -> String {
        SafeText("\(pending.operation.id) @\(pending.site.rawValue)").string
    }

    func fail(_ words: String) -> Bool {
        context.notify(words, .error)
        return false
    }

    /// What form and answer leave to the runner.
    /// - Returns: false when the command is none of theirs.
    func perform(_ command: String) -> Bool {
        switch context.model.overlays.top {
        case is OperationForm: performOnForm(command)
        case is OperationAnswer: performOnAnswer(command)
        default: false
        }
    }

    // MARK: The line

    /// `op SITE OPERATION key=value…`
    ///
    /// What is complete is run at once. A form opens where something that is required was left out, and for an operation of
    /// more than two parameters of which the line gives none.
    /// - Returns: false when the line makes no sense; the notice says why.
    func run(_ words: [String]) -> Bool {
        let phrases = context.phrases
        guard words.count >= 2 else { return fail(phrases("Usage: %1$@", "op SITE OPERATION [KEY=VALUE…]")) }
        let site = SiteID(words[0])
        guard desk.board.sites[site] != nil else { return fail(UnknownWord(phrases: phrases).site(site, on: desk.board)) }
        let operations = desk.operations(of: site)
        guard let operation = operations.first(where: { $0.id == words[1] }) else {
            return fail(UnknownWord(phrases: phrases).sentence(words[1], among: operations.map(\.id)))
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
        guard !context.isLocked(against: pending.operation.id, at: pending.site) else { return true }
        // A line begins anew: nothing leads back to the form of another operation.
        context.model.overlays.discard(OperationForm.self)
        // What would be refused asks nothing first.
        guard desk.refusal(of: pending.operation, at: pending.site) == nil else {
            send(pending)
            return true
        }
        let faults = pending.operation.check(pending.arguments)
        if let wrong = faults.first(where: { $0.kind != .missing }) { return fail(context.phrases(wrong.reason).string) }
        let isBare = pending.arguments == [:] && pending.operation.parameters.count > 2
        if !faults.isEmpty || isBare || pending.lacksDestination {
            openForm(of: pending)
        } else {
            begin(pending)
        }
        return true
    }

    // MARK: The form

    private func openForm(of pending: PendingOperation) {
        let remembered = remembered[key(pending.operation, pending.site)] ?? [:]
        context.open(OperationForm(pending.operation, at: pending.site, pending.arguments, remembered: remembered))
        context.notify(nil)
    }

    private func key(_ operation: Exchange.Operation, _ site: SiteID) -> String { "\(site.rawValue) \(operation.id)" }

    private func performOnForm(_ command: String) -> Bool {
        switch command {
        case "accept", OverlayCommand.send.rawValue: sendForm()
        case ConsoleCommand.back.rawValue: leaveForm()
        default: return false
        }
        return true
    }

    /// Nothing that is known to be wrong is sent.
    private func sendForm() {
        guard var form else { return }
        remember(form)
        let pending = PendingOperation(operation: form.operation, arguments: form.arguments, site: form.site)
        var faults = form.operation.check(pending.arguments)
        if pending.lacksDestination {
            faults.append(ArgumentFault(parameter: Exchange.Operation.destination, kind: .missing, operation: form.operation.id))
        }
        let left = form.check(faults)
        context.model.overlays.update(form)
        context.notify(nil)
        if let first = left.first { return context.notify(context.phrases(first.reason).string, .error) }
        if !form.hasFaults { begin(pending) }
    }

    private func remember(_ form: OperationForm) { remembered[key(form.operation, form.site)] = form.remembered }

    private func leaveForm() {
        if let form { remember(form) }
        context.model.overlays.pop()
        context.notify(context.phrases("Cancelled: nothing was sent."))
    }

    // MARK: Asking first

    /// Asks about a file that would be lost, then about what is dangerous, and sends.
    private func begin(_ pending: PendingOperation) {
        guard !context.isLocked(against: pending.operation.id, at: pending.site) else { return }
        var pending = pending
        pending.arguments = pending.operation.arranged(pending.arguments)
        guard let file = pending.destination else { return confirm(pending) }
        pending.set(AnswerFile.expanded(file), for: Exchange.Operation.destination)
        let (form, ready) = (form, pending)
        Task {
            let exists = await Task.detached { AnswerFile.exists(file) }.value
            // Another form meanwhile, or another question: this one is not meant any more.
            guard context.model.prompt == nil, self.form == form else { return }
            guard exists else { return confirm(ready) }
            let text = SafeText(context.phrases("%1$@ exists. Replace it? y/n", file))
            context.ask(.confirmation(text) { [unowned self] in confirm(ready) })
        }
    }

    /// What is dangerous is named by the operator before it is sent.
    private func confirm(_ pending: PendingOperation) {
        guard pending.operation.isDangerous else { return send(pending) }
        let shown = pending.operation.masked(pending.arguments).compactText
        let word = pending.nameToType
        var prompt = Prompt(.typedConfirmation(SafeText("\(actionText(pending)) \(shown)"), word: word))
        // Only the very word goes on; the line stays, to be mended.
        prompt.onAnswer = { [unowned self] text in
            guard text.trimmed == word else { return fail(context.phrases("That is not “%1$@”: nothing was sent. Esc cancels.", word)) }
            send(pending)
            return true
        }
        prompt.onCancel = { [unowned self] in context.notify(context.phrases("Cancelled: nothing was sent.")) }
        context.ask(prompt)
    }

    // MARK: Sending

    private func send(_ pending: PendingOperation) {
        guard !context.isLocked(against: pending.operation.id, at: pending.site) else { return }
        let actionText = actionText(pending)
        var pending = pending
        // The first piece of a long listing is asked for as its others will be.
        if let listing = PagedListing(pending.operation, pending.arguments) { pending.arguments = listing.arguments }
        let request = pending
        lastRequest += 1
        let id = lastRequest
        let isRefused = desk.refusal(of: pending.operation, at: pending.site) != nil
        if !isRefused { show(OperationAnswer(id: id, request: pending, since: desk.now)) }
        context.notify(context.phrases("%1$@: asked", actionText), .pending)
        Task {
            let (outcome, value) = await desk.perform(request.operation, request.arguments, at: request.site) {
                [weak self] received, expected in
                Task { @MainActor in self?.note(FileProgressFigures(received: received, expected: expected), of: id) }
            }
            context.tell(actionText, outcome, at: request.site)
            if !isRefused { await take(outcome, value, of: id) }
        }
    }

    /// Waits for an answer over the form that it came from, if there was one.
    private func show(_ answer: OperationAnswer) {
        context.model.overlays.discard(OperationAnswer.self)
        let form = form
        context.model.overlays.replaceAll(with: form)
        context.model.overlays.push(answer)
        context.invalidate()
    }

    /// A file comes; told in whatever order the system runs what tells it.
    private func note(_ progress: FileProgressFigures, of id: Int) {
        guard let answer, answer.id == id, answer.content == nil, progress.received > answer.progress?.received ?? -1 else { return }
        self.answer?.progress = progress
        context.invalidate()
    }

    /// Shows what came, if it is still what the operator waits for; a refusal leads back to the form.
    private func take(_ outcome: Outcome, _ value: JSONValue?, of id: Int) async {
        guard let request = answer?.request, answer?.id == id else { return }
        let isDone = if case .done = outcome { true } else { false }
        guard isDone, let value, value != .null, request.operation.answer != .done else { return closeAnswer(isDone: isDone, of: request) }
        let content = await Task.detached { AnswerContent(value, request.operation) }.value
        guard answer?.id == id else { return }
        answer?.show(content)
        context.invalidate()
    }

    /// There is nothing to be looked at, and after success nothing to go back to.
    private func closeAnswer(isDone: Bool, of request: PendingOperation) {
        answer = nil
        if isDone, form?.operation.id == request.operation.id { context.model.overlays.discard(OperationForm.self) }
        context.invalidate()
    }
}
