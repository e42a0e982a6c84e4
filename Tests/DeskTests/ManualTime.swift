import Exchange
import Foundation
import Synchronization

/// A clock that stands still until told; every sleep asked of it is announced.
final class ManualTime: Sendable {
    private struct Sleeper {
        var due: Date
        var wake: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now = Date(timeIntervalSince1970: 1_700_000_000)
        var sleepers: [UUID: Sleeper] = [:]
        var cancelled: Set<UUID> = []
    }

    private let state = Mutex(State())
    private let announce: AsyncStream<Duration>.Continuation
    /// The sleeps asked for, each announced once it can be woken.
    let sleeps: AsyncStream<Duration>

    init() { (sleeps, announce) = AsyncStream.makeStream(of: Duration.self) }

    func environment(random: Double = 0) -> Environment {
        Environment(now: { self.now }, sleep: { try await self.sleep($0) }, random: { random })
    }

    var now: Date { state.withLock(\.now) }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now.addTimeInterval(duration / .seconds(1))
            let due = state.sleepers.filter { $0.value.due <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.wake)
        }
        for wake in due { wake.resume() }
    }

    /// The next sleep asked for.
    func nextSleep() async -> Duration? {
        for await sleep in sleeps { return sleep }
        return nil
    }

    private func sleep(_ duration: Duration) async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (wake: CheckedContinuation<Void, any Error>) in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.sleepers[id] = Sleeper(due: state.now.addingTimeInterval(duration / .seconds(1)), wake: wake)
                    return false
                }
                if isCancelled { wake.resume(throwing: CancellationError()) } else { announce.yield(duration) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.wake.resume(throwing: CancellationError())
        }
    }
}
