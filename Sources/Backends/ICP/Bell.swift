import Exchange
import Synchronization

/// Lets one task sleep until another rings. A ring while nobody sleeps is kept for the next who would.
final class Bell: Sendable {
    private let state = Mutex((isRung: false, sleeper: AsyncStream<Never>.Continuation?.none))

    func ring() {
        state.withLock { state in
            state.isRung = true
            state.sleeper?.finish()
        }
    }

    /// Returns when it rings, when the time is over, or when the task is cancelled.
    func wait(atMost limit: Duration, _ environment: Environment) async {
        let (silence, sleeper) = AsyncStream<Never>.makeStream()
        let isRung = state.withLock { state in
            if !state.isRung { state.sleeper = sleeper }
            return state.isRung
        }
        if !isRung {
            let alarm = Task {
                try? await environment.sleep(limit)
                sleeper.finish()
            }
            for await _ in silence {}
            alarm.cancel()
        }
        state.withLock { $0 = (false, nil) }
    }
}
