import Glibc
import Synchronization
import Text

/// The life of one link as its callers see it: opened or given up, then batches of what came and a queue of what goes out,
/// then ended, each once. A thread of its own runs the link and tells what happens to it; any thread may ask.
final class LinkLife<Arrival: Sendable, Departure: Sendable>: Sendable {
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

    let outbox: Outbox<Departure>
    private let state = Mutex(State())

    init(mostBytesQueued: Int = .max) { outbox = Outbox(mostBytes: mostBytesQueued) }

    /// What the network thread is at; `link` once the link stands.
    var stage: WireFailure.Stage { state.withLock(\.stage) }
    var isStopping: Bool { state.withLock(\.isStopping) }
    /// Why the link ended; nil while it lives, and where it was stopped on purpose.
    var failure: WireFailure? { state.withLock(\.failure) }

    // MARK: What callers do

    /// Runs the link on a thread of its own, and returns once it stands. Cancellation gives it up.
    /// - Parameters:
    ///   - lateness: what to say where the deadline passes in this stage.
    ///   - run: the link from its first step to its last; returns what ended it.
    func open(
        deadline: Duration, lateness: @escaping @Sendable (WireFailure.Stage) -> WireFailure,
        run: @escaping @Sendable () -> WireFailure?
    ) async throws {
        let watchdog = Task {
            try await Task.sleep(for: deadline)
            abandon(lateness(stage))
        }
        defer { watchdog.cancel() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { start($0, run) }
        } onCancel: {
            abandon(CancellationError())
        }
    }

    private func start(_ opener: CheckedContinuation<Void, any Error>, _ run: @escaping @Sendable () -> WireFailure?) {
        let abandoned = state.withLock { state in
            if state.abandoned == nil { state.opener = opener }
            return state.abandoned
        }
        if let abandoned { return opener.resume(throwing: abandoned) }
        do throws(WireFailure) {
            try outbox.open()
            try detachThread { self.end(run()) }
        } catch {
            end(error)
        }
    }

    /// Lets go of a link that does not stand yet; one that stands already is let alone.
    private func abandon(_ reason: any Error) {
        let opener = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.stage != .link, state.abandoned == nil, !state.hasEnded else { return nil }
            state.abandoned = reason
            state.isStopping = true
            return state.opener.take()
        }
        outbox.ring()
        opener?.resume(throwing: reason)
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        outbox.ring()
    }

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

    /// Hands something to the network thread; never blocks.
    /// - Parameter place: the peer, for what is said where it takes nothing.
    func send(_ departure: Departure, bytes: Int, to place: String) throws(WireFailure) {
        switch isStopping ? .closed : outbox.put(departure, bytes: bytes) {
        case .taken: break
        case .full: throw WireFailure(stage: .link, reason: "Not sent: \(place) takes nothing any more.")
        case .closed: throw failure ?? WireFailure(stage: .link, reason: "Not sent: the link is closed.")
        }
    }

    /// What came since the last look; waits if nothing did, until the end or the task's cancellation.
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
    private func end(_ failure: WireFailure?) {
        outbox.close()
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

/// Runs `body` on a thread that nobody waits for: a link's thread sleeps in `poll` for as long as the link lives.
private func detachThread(_ body: @escaping @Sendable () -> Void) throws(WireFailure) {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let refusal = pthread_create(
        &thread, nil,
        { work in
            Unmanaged<Work>.fromOpaque(work!).takeRetainedValue().body()
            return nil
        }, work.toOpaque())
    guard refusal == 0 else {
        work.release()
        throw WireFailure(stage: .tcp, reason: "No thread for the link: \(ours(strerror(refusal))).")
    }
    pthread_detach(thread)
}
