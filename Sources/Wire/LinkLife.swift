import Synchronization

/// The life of one link as its callers see it: opened or given up, then batches of what came, then ended, each once.
/// The network thread tells it what happens; any thread may ask.
final class LinkLife<Arrival: Sendable>: Sendable {
    private struct State {
        var stage = WireFailure.Stage.address
        var isStopping = false
        var hasEnded = false
        var failure: WireFailure?
        /// Why nobody wants the link any more that is still being opened.
        var abandoned: (any Error)?
        var opener: CheckedContinuation<Void, any Error>?
        var inbox: [Arrival] = []
        var consumer: CheckedContinuation<[Arrival]?, Never>?
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// What the network thread is at; `link` once the link stands.
    var stage: WireFailure.Stage { state.withLock(\.stage) }
    var isStopping: Bool { state.withLock(\.isStopping) }
    /// Why the link ended; nil while it lives, and where it was stopped on purpose.
    var failure: WireFailure? { state.withLock(\.failure) }

    // MARK: What callers do

    /// Begins, and returns once the link stands.
    func open(_ begin: () throws(WireFailure) -> Void) async throws {
        try await withCheckedThrowingContinuation { (opener: CheckedContinuation<Void, any Error>) in
            let abandoned = state.withLock { state in
                if state.abandoned == nil { state.opener = opener }
                return state.abandoned
            }
            if let abandoned { return opener.resume(throwing: abandoned) }
            do throws(WireFailure) { try begin() } catch { end(error) }
        }
    }

    /// Lets go of a link that does not stand yet; one that stands already is let alone.
    /// - Returns: whether it was given up now.
    func abandon(_ reason: any Error) -> Bool {
        let (isAbandoned, opener) = state.withLock { state -> (Bool, CheckedContinuation<Void, any Error>?) in
            guard state.stage != .link, state.abandoned == nil, !state.hasEnded else { return (false, nil) }
            state.abandoned = reason
            state.isStopping = true
            return (true, state.opener.take())
        }
        opener?.resume(throwing: reason)
        return isAbandoned
    }

    func stop() { state.withLock { $0.isStopping = true } }

    /// Returns when the network thread has ended.
    func ended() async {
        await withCheckedContinuation { closer in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.closers.append(closer) }
                return state.hasEnded
            }
            if hasEnded { closer.resume() }
        }
    }

    /// What came since the last look; waits if nothing did, until `releaseConsumer` or the end.
    func nextBatch() async -> [Arrival]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { serve($0) }
        } onCancel: {
            state.withLock { $0.consumer.take() }?.resume(returning: nil)
        }
    }

    private func serve(_ consumer: CheckedContinuation<[Arrival]?, Never>) {
        var earlier: CheckedContinuation<[Arrival]?, Never>?
        let batch: [Arrival]?? = state.withLock { state in
            earlier = state.consumer.take()
            if Task.isCancelled { return .some(nil) }
            if !state.inbox.isEmpty { return exchange(&state.inbox, with: []) }
            if state.hasEnded { return .some(nil) }
            state.consumer = consumer
            return nil
        }
        earlier?.resume(returning: nil)
        if let batch { consumer.resume(returning: batch) }
    }

    // MARK: What the network thread tells

    func reach(_ stage: WireFailure.Stage) { state.withLock { $0.stage = stage } }

    func stand() {
        let opener = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.abandoned == nil else { return nil }
            state.stage = .link
            return state.opener.take()
        }
        opener?.resume()
    }

    func deliver(_ arrivals: [Arrival]) {
        guard !arrivals.isEmpty else { return }
        let delivery = state.withLock { state -> (CheckedContinuation<[Arrival]?, Never>, [Arrival])? in
            state.inbox += arrivals
            guard let consumer = state.consumer.take() else { return nil }
            return (consumer, exchange(&state.inbox, with: []))
        }
        if let (consumer, batch) = delivery { consumer.resume(returning: batch) }
    }

    /// The last word. Where the link was stopped on purpose there is no failure.
    func end(_ failure: WireFailure?) {
        let (opener, consumer, closers) = state.withLock { state in
            state.hasEnded = true
            if !state.isStopping { state.failure = failure }
            return (state.opener.take(), state.consumer.take(), exchange(&state.closers, with: []))
        }
        opener?.resume(throwing: failure ?? CancellationError())
        consumer?.resume(returning: nil)
        for closer in closers { closer.resume() }
    }
}
