import Desk
import Exchange
import Settings

/// The console's lock: nothing is sent while it is on. Every attempt while it is on is in the audit log.
@MainActor
final class ConsoleLock {
    private let context: ConsoleContext
    private let pushToTalk: PushToTalkController

    init(_ context: ConsoleContext, _ pushToTalk: PushToTalkController) {
        self.context = context
        self.pushToTalk = pushToTalk
    }

    /// Locks, or unlocks: at once where no password is set, else after it was given.
    func toggle() {
        if context.isReadOnly {
            note("unlock", .refused(code: nil, "the console was opened read-only"))
            return context.notify(context.phrases("The console was opened read-only: no key unlocks it."), .error)
        }
        if !context.model.isLocked { return lock() }
        if let password = context.lockPassword { ask(password) } else { unlock() }
    }

    private func lock() {
        context.model.isLocked = true
        note("lock", .done(nil))
        Task { await pushToTalk.giveBackFloors() }
        context.notify(context.phrases("The console is locked: nothing is sent."))
    }

    private func unlock() {
        context.model.isLocked = false
        note("unlock", .done(nil))
        context.notify(context.phrases("The console is unlocked."))
    }

    private func ask(_ password: Secret) {
        var prompt = Prompt(.password(title: context.phrases("Password to unlock:")))
        prompt.isRemembered = { _ in false }
        prompt.onAnswer = { [unowned self] text in
            if text == password.reveal() {
                unlock()
            } else {
                note("unlock", .refused(code: nil, "wrong password"))
                context.notify(context.phrases("Wrong password: the console stays locked."), .error)
            }
            return true
        }
        prompt.onCancel = { [unowned self] in context.notify(context.phrases("The console stays locked.")) }
        context.notify(nil)
        context.ask(prompt)
    }

    private func note(_ action: String, _ outcome: Outcome) {
        Task { [context] in await context.desk.note(action, [], at: "", outcome) }
    }
}

extension ConsoleContext {
    /// Says so where the console is locked, and writes the attempt down.
    func isLocked(against action: String, _ arguments: [String] = [], at site: SiteID? = nil) -> Bool {
        guard model.isLocked else { return false }
        notify(phrases("The console is locked: nothing is sent."), .error)
        Task { await desk.note(action, arguments, at: site ?? "", Self.lockRefusal) }
        return true
    }

    static let lockRefusal = Outcome.refused(code: nil, "the console is locked")
}
