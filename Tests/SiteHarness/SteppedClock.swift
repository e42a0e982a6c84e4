import Exchange
import Foundation
import Synchronization

/// The clocks of an `Environment` in a test: wall clock and monotonic clock go forward together when the test says so, and the
/// wall clock can be set apart from the other.
///
/// Unless told otherwise it stands still and every sleep lasts until the test ends it. For a site that talks to a real peer
/// short sleeps may run on the machine's clock (`running(upTo:)`), so that only the long ones wait for the test.
public final class SteppedClock: Sendable {
    private struct Sleeper {
        var asked: Duration
        var due: Duration
        var wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        /// By how much the clocks were put forward.
        var stepped = Duration.zero
        /// By how much the wall clock was set apart from the other.
        var wallOffset = Duration.zero
        /// Where the wall clock stands; nil: it goes with the other.
        var standing: Date?
        var sleepers: [Int: Sleeper] = [:]
        var count = 0
        var passes: @Sendable (Duration) -> Bool = { _ in false }
        /// Sleeps of this duration that end at once, each once.
        var credits: [Duration: Int] = [:]
        var watchers: [Int: (duration: Duration, wake: CheckedContinuation<Void, Never>)] = [:]
    }

    private let start: Date
    private let began = ContinuousClock.now
    /// Sleeps up to this run on the machine's clock; nil: the clock stands still.
    private let realUpTo: Duration?
    /// Of those no more than this really passes.
    private let cap: Duration
    private let state = Mutex(State())
    private let announce: AsyncStream<Duration>.Continuation
    private let announced: AsyncStream<Duration>

    private init(start: Date, realUpTo: Duration?, cap: Duration) {
        self.start = start
        self.realUpTo = realUpTo
        self.cap = cap
        (announced, announce) = AsyncStream.makeStream(of: Duration.self)
    }

    /// A clock that stands still until told.
    public convenience init(at start: Date = Date(timeIntervalSince1970: 1_700_000_000)) {
        self.init(start: start, realUpTo: nil, cap: .zero)
    }

    /// A clock that goes with the machine's, and on which only sleeps longer than `limit` wait for the test.
    /// - Parameters:
    ///   - cap: a short sleep takes no longer than this; the clock is put forward by the rest.
    ///   - standing: where the wall clock stands, apart from the other, until it is set; nil: it goes with the machine's.
    public static func running(
        upTo limit: Duration, cappedAt cap: Duration = .seconds(3_600), wallStandsAt standing: Date? = nil
    ) -> SteppedClock {
        let clock = SteppedClock(start: Date(), realUpTo: limit, cap: cap)
        clock.state.withLock { $0.standing = standing }
        return clock
    }

    // MARK: Reading

    public var uptime: Duration { state.withLock { uptime($0) } }
    public var now: Date {
        state.withLock { $0.standing ?? start.addingTimeInterval((uptime($0) + $0.wallOffset) / .seconds(1)) }
    }

    private func uptime(_ state: State) -> Duration { state.stepped + (realUpTo == nil ? .zero : ContinuousClock.now - began) }

    public func environment(random: @escaping @Sendable () -> Double = { 0.5 }) -> Environment {
        Environment(now: { self.now }, uptime: { self.uptime }, sleep: { try await self.sleep($0) }, random: random)
    }

    // MARK: What the test says

    /// Puts both clocks forward; whoever sleeps until then or earlier wakes.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.stepped += duration
            let now = uptime(state)
            return take(&state) { $0.due <= now }
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Sets the wall clock forth, or back where the duration is negative. Nobody wakes, and the monotonic clock knows nothing.
    public func setWallClock(by duration: Duration) {
        state.withLock { state in
            state.wallOffset += duration
            state.standing?.addTimeInterval(duration / .seconds(1))
        }
    }

    /// Sets the wall clock to a time; one that stands goes on standing there.
    public func setWallClock(to date: Date) {
        state.withLock { state in
            state.wallOffset = .seconds(date.timeIntervalSince(start)) - uptime(state)
            if state.standing != nil { state.standing = date }
        }
    }

    /// From now on sleeps of such durations end at once, also those that run; the clock is put forward by each.
    public func letPass(_ passes: @escaping @Sendable (Duration) -> Bool) {
        let due = state.withLock { state in
            state.passes = passes
            let due = take(&state) { passes($0.asked) }
            state.stepped += due.map(\.asked).max() ?? .zero
            return due
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Sleeps end by themselves no more.
    public func letNothingPass() { letPass { _ in false } }

    /// Ends the sleeps of this duration that run; where there are none, the next one that is asked for.
    public func passOnce(_ duration: Duration) {
        let due = state.withLock { state in
            let due = take(&state) { $0.asked == duration }
            if due.isEmpty { state.credits[duration, default: 0] += 1 } else { state.stepped += duration }
            return due
        }
        for sleeper in due { sleeper.wake.resume() }
    }

    /// Returns as soon as somebody sleeps for this long, and when the test's own time is over.
    public func untilAsleep(for duration: Duration) async {
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if Task.isCancelled || state.sleepers.values.contains(where: { $0.asked == duration }) { return true }
                    state.watchers[number] = (duration, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.watchers.removeValue(forKey: number) }?.wake.resume()
        }
    }

    /// Somebody sleeps for this long and is then woken.
    public func pass(_ duration: Duration) async {
        await untilAsleep(for: duration)
        advance(by: duration)
    }

    /// The next sleep that was asked for and waits for the test. For one reader.
    public func nextSleep() async -> Duration? {
        for await sleep in announced { return sleep }
        return nil
    }

    private func take(_ state: inout State, where isDue: (Sleeper) -> Bool) -> [Sleeper] {
        let due = state.sleepers.filter { isDue($0.value) }
        for number in due.keys { state.sleepers[number] = nil }
        return Array(due.values)
    }

    // MARK: Sleeping

    private enum Way { case waits, passed, cancelled }

    private func sleep(_ duration: Duration) async throws {
        try Task.checkCancellation()
        if duration <= .zero { return }
        if let realUpTo, duration <= realUpTo {
            let real = min(duration, cap)
            try await Environment.system.sleep(real)
            if real < duration { advance(by: duration - real) }
            return
        }
        let number = state.withLock { state in
            state.count += 1
            return state.count
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { wake in
                let (way, watchers) = state.withLock { enter(number, duration, wake, &$0) }
                switch way {
                case .waits: announce.yield(duration)
                case .passed: advance(by: duration); wake.resume()
                case .cancelled: wake.resume()
                }
                for watcher in watchers { watcher.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.wake.resume()
        }
        try Task.checkCancellation()
    }

    private func enter(
        _ number: Int, _ duration: Duration, _ wake: CheckedContinuation<Void, Never>, _ state: inout State
    ) -> (Way, [CheckedContinuation<Void, Never>]) {
        if Task.isCancelled { return (.cancelled, []) }
        if state.passes(duration) { return (.passed, []) }
        if let credit = state.credits[duration], credit > 0 {
            state.credits[duration] = credit - 1
            return (.passed, [])
        }
        state.sleepers[number] = Sleeper(asked: duration, due: uptime(state) + duration, wake: wake)
        let watchers = state.watchers.filter { $0.value.duration == duration }
        for number in watchers.keys { state.watchers[number] = nil }
        return (.waits, watchers.values.map(\.wake))
    }
}
