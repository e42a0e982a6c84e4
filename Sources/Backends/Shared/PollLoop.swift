import Exchange
import Synchronization

/// What a look at an exchange may cover: a set, so that what several want is their union. A wider scope holds the narrower.
public protocol PollScope: OptionSet, Sendable where Element == Self {}

/// Asks an exchange again and again for what no event tells: a snapshot, then looks at their times, and earlier where somebody
/// wants one.
///
/// Each part of what is to be seen has its own interval. An exchange that takes its time gets as much time again before it is
/// asked more. All times are those of the monotonic clock.
public final class PollLoop<Scope: PollScope>: Sendable {
    /// What is looked at by itself, and how often.
    public struct Part: Sendable {
        public var scope: Scope
        public var interval: Duration

        public init(_ scope: Scope, every interval: Duration) {
            self.scope = scope
            self.interval = interval
        }
    }

    private struct State {
        var parts: [Part]
        var wanted: Scope = []
        var failure: (any Error)?
        /// When each part is due; none before the loop runs.
        var due: [Duration] = []
        /// How long whoever wants a look waits for others who want one, too.
        var pace: Duration
    }

    private let environment: Environment
    private let gathering: Duration
    private let signal = WakeSignal()
    private let state: Mutex<State>

    /// - Parameters:
    ///   - parts: the more frequent first; the first one's interval is the pace of the loop.
    ///   - gathering: how long a burst of wishes may gather before a look.
    public init(_ parts: [Part], gathering: Duration, environment: Environment) {
        self.gathering = gathering
        self.environment = environment
        state = Mutex(State(parts: parts, pace: gathering))
    }

    /// The interval of what is looked at most often.
    public var interval: Duration { state.withLock { $0.parts.first?.interval ?? .seconds(1) } }

    /// From now on one of the parts is looked at in this interval, for instance because events of it do not arrive.
    public func look(at scope: Scope, every interval: Duration) {
        let now = environment.uptime()
        let isSooner = state.withLock { state in
            guard let index = state.parts.firstIndex(where: { $0.scope == scope }) else { return false }
            state.parts[index].interval = interval
            guard state.due.indices.contains(index), now + interval < state.due[index] else { return false }
            state.due[index] = now + interval
            return true
        }
        if isSooner { signal.wake() }
    }

    /// Asks for a look before it is due.
    public func want(_ scope: Scope) {
        guard !scope.isEmpty else { return }
        state.withLock { $0.wanted.formUnion(scope) }
        signal.wake()
    }

    /// Ends the loop with this error: something came to light elsewhere after which no look makes sense.
    public func fail(_ error: any Error) {
        state.withLock { $0.failure = error }
        signal.wake()
    }

    /// Forgets what was wanted of an earlier run.
    public func reset() {
        state.withLock { $0 = State(parts: $0.parts, pace: gathering) }
    }

    /// Keeps in step until it is cancelled or something is thrown.
    /// - Parameters:
    ///   - synchronise: takes the snapshot; what was wanted before is part of it.
    ///   - look: one look.
    ///   - recover: is given what one of the two threw. It returns when the exchange is heard again, whereupon a new snapshot is
    ///     taken, or throws what ends the loop. Cancellation never comes here.
    public func run(
        isolation: isolated (any Actor)? = #isolation, synchronise: () async throws -> Void, look: (Scope) async throws -> Void,
        recover: (any Error) async throws -> Void
    ) async throws {
        while true {
            do {
                state.withLock { $0.wanted = [] }
                try await synchronise()
                try await follow(look: look)
            } catch {
                if error is CancellationError || Task.isCancelled { throw error }
                try await recover(error)
            }
        }
    }

    /// Looks again and again, a first time when the first part is due, until it is cancelled or something is thrown.
    public func follow(isolation: isolated (any Actor)? = #isolation, look: (Scope) async throws -> Void) async throws {
        let begin = environment.uptime()
        state.withLock { state in
            state.due = state.parts.map { begin + $0.interval }
            state.pace = gathering
        }
        while true {
            let scope = try await nextScope()
            let begun = environment.uptime()
            try await look(scope)
            finish(scope, begun: begun)
        }
    }

    private func nextScope(isolation: isolated (any Actor)? = #isolation) async throws -> Scope {
        while true {
            try Task.checkCancellation()
            let (isWanted, pause, pace) = try state.withLock { state in
                if let failure = state.failure { throw failure }
                return (!state.wanted.isEmpty, (state.due.min() ?? .zero) - environment.uptime(), state.pace)
            }
            if isWanted {
                try await environment.sleep(min(pace, interval))
                break
            }
            if pause <= .zero { break }
            await signal.wait(atMost: pause, environment)
        }
        try Task.checkCancellation()
        let now = environment.uptime()
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            var scope = state.wanted
            state.wanted = []
            for (part, due) in zip(state.parts, state.due) where now >= due { scope.formUnion(part.scope) }
            return scope
        }
    }

    private func finish(_ scope: Scope, begun: Duration) {
        let now = environment.uptime()
        let took = now - begun
        state.withLock { state in
            state.pace = max(gathering, took)
            for index in state.parts.indices where scope.isSuperset(of: state.parts[index].scope) {
                state.due[index] = now + max(state.parts[index].interval, took)
            }
        }
    }
}

/// Pauses between attempts that fail one after the other: each twice as long as the one before, up to a limit.
public struct RetryPause: Sendable {
    private let range: ClosedRange<Duration>
    private var next: Duration

    public init(_ range: ClosedRange<Duration>) {
        self.range = range
        next = range.lowerBound
    }

    /// The pause before the next attempt.
    public mutating func grow() -> Duration {
        defer { next = min(next * 2, range.upperBound) }
        return next
    }

    /// An attempt succeeded.
    public mutating func reset() { next = range.lowerBound }
}
