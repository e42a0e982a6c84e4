import Exchange
import Synchronization

/// Lets one task sleep until another wakes it. A call while nobody sleeps is kept for the next who would.
public final class WakeSignal: Sendable {
    private let state = Mutex((isRaised: false, sleeper: AsyncStream<Never>.Continuation?.none))

    public init() {}

    public func wake() {
        state.withLock { state in
            state.isRaised = true
            state.sleeper?.finish()
        }
    }

    /// Returns when woken, when the time is over, or when the task is cancelled.
    public func wait(atMost limit: Duration, _ environment: Environment) async {
        let (silence, sleeper) = AsyncStream<Never>.makeStream()
        let isRaised = state.withLock { state in
            if !state.isRaised { state.sleeper = sleeper }
            return state.isRaised
        }
        if !isRaised {
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
