import Synchronization
import Wire

/// Reports on their way from the listener's thread to the site, and the rule whom to believe.
///
/// Reports carry no token and no signature (chapter 3): what tells the exchange from a stranger is its address and the path
/// that it alone was told.
final class Reception: Sendable {
    private struct State {
        var peers: Set<String> = []
        var waiting: [PostedReport] = []
        var hasOverflowed = false
        var consumer: CheckedContinuation<[PostedReport]?, Never>?
    }

    /// More reports than this that nobody has taken are too many: the oldest go, and the site looks for itself.
    private static let capacity = 10_000

    private let path: String
    private let state = Mutex(State())

    /// - Parameter path: what reports must be sent to; empty where the exchange was given an address without a path.
    init(path: String) { self.path = path }

    /// Takes note of an address at which the exchange answered us.
    func believe(_ address: String) {
        guard !address.isEmpty else { return }
        state.withLock { _ = $0.peers.insert(address) }
    }

    func accepts(_ peer: String, _ path: String) -> Bool {
        let isPath = path == self.path || (self.path.isEmpty && path == "/")
        return isPath && state.withLock { $0.peers.contains(peer) }
    }

    func put(_ report: PostedReport) {
        let delivery = state.withLock { state -> (CheckedContinuation<[PostedReport]?, Never>, [PostedReport])? in
            if state.waiting.count >= Self.capacity {
                state.waiting.removeFirst(Self.capacity / 2)
                state.hasOverflowed = true
            }
            state.waiting.append(report)
            guard let consumer = state.consumer.take() else { return nil }
            return (consumer, exchange(&state.waiting, with: []))
        }
        if let (consumer, batch) = delivery { consumer.resume(returning: batch) }
    }

    /// Whether reports were thrown away since the last look.
    func takeOverflow() -> Bool { state.withLock { exchange(&$0.hasOverflowed, with: false) } }

    /// Everything that came since the last look; waits if nothing did.
    /// - Returns: nil once the task is cancelled.
    func nextBatch() async -> [PostedReport]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { consumer in
                let batch: [PostedReport]?? = state.withLock { state in
                    if Task.isCancelled { return .some(nil) }
                    if !state.waiting.isEmpty { return exchange(&state.waiting, with: []) }
                    state.consumer = consumer
                    return nil
                }
                if let batch { consumer.resume(returning: batch) }
            }
        } onCancel: {
            state.withLock { $0.consumer.take() }?.resume(returning: nil)
        }
    }
}
