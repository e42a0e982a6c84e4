import BackendSupport
import Exchange
import Foundation
import Wire

/// An action that waits for its answer.
struct PendingAction: Sendable {
    var id: String
    var name: String
}

/// What a complete list does to the picture.
typealias ListTaking = @Sendable (inout Picture, [Message], Date) -> Void

/// Rows that have come, and what they will do.
struct OpenList {
    var rows: [Message] = []
    var take: ListTaking?
}

/// A condition on the picture that somebody waits for.
struct Watcher {
    var check: (Picture) -> Outcome?
    var continuation: CheckedContinuation<Outcome?, Never>
}

extension AsteriskSite {
    func nextID() -> String { "\(identifiers).\(requests.nextID())" }

    /// Sends one action and waits for its answer, and for all rows where it is a list.
    /// - Parameter take: what a complete list does to the picture.
    /// - Throws: `RequestFailure`.
    func ask(
        _ request: Request, within limit: Duration? = nil, id: String? = nil, take: ListTaking? = nil
    ) async throws -> Reply {
        guard let link else { throw RequestFailure.noLink }
        if let problem = request.problem { throw RequestFailure.absent(problem) }
        let number = requests.nextID()
        let action = PendingAction(id: id ?? "\(identifiers).\(number)", name: request.name)
        let limit = limit ?? configuration.deadline
        do { try link.send(decoder.encode(request.text(id: action.id))) } catch { throw RequestFailure.noLink }
        let sent = environment.uptime()
        lists[action.id] = OpenList(take: take)
        let timer = Task { [environment] in
            guard (try? await environment.sleep(limit)) != nil else { return }
            self.giveUp(number, action.id, .noAnswer(to: request.name, after: limit))
        }
        defer { timer.cancel() }
        // Nothing suspends between sending and waiting, so the answer cannot come in between.
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { requests.await(number, action, since: sent, $0) }
        } onCancel: {
            Task { await self.giveUp(number, action.id, .abandoned) }
        }
    }

    private func giveUp(_ number: Int, _ id: String, _ failure: RequestFailure) {
        lists[id] = nil
        requests.fail(number, failure)
    }

    /// Waits until something shows in the picture.
    /// - Returns: what the condition said; nil when the time is over, or the link has gone.
    func until(within limit: Duration, _ check: @escaping (Picture) -> Outcome?) async -> Outcome? {
        if let found = check(picture) { return found }
        guard link != nil else { return nil }
        watcherCount += 1
        let number = watcherCount
        let timer = Task { [environment] in
            guard (try? await environment.sleep(limit)) != nil else { return }
            self.stopWatching(number)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { watchers[number] = Watcher(check: check, continuation: $0) }
    }

    private func stopWatching(_ number: Int) { watchers.removeValue(forKey: number)?.continuation.resume(returning: nil) }

    func lookAtWatchers() {
        for (number, watcher) in watchers {
            guard let found = watcher.check(picture) else { continue }
            watchers[number] = nil
            watcher.continuation.resume(returning: found)
        }
    }

    /// Returns when the first lists are in, or the deadline is over.
    func untilSynchronised() async {
        _ = await until(within: configuration.deadline) { [self] _ in assumeIsolated { $0.reporter.isSynchronised } ? .done(nil) : nil }
    }

    /// Returns when the exchange has said that it has started, or when it need not be waited for any longer: an account without
    /// the class `system` never hears it.
    func untilBooted() async {
        _ = await until(within: configuration.booting) { [self] _ in assumeIsolated { $0.hasBooted } ? .done(nil) : nil }
    }
}
