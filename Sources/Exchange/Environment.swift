import Foundation

/// Time and randomness, injected so that tests own them.
public struct Environment: Sendable {
    /// The wall clock: for times that people read, and for what is compared with a time that an exchange wrote. It may be set
    /// back or forth at any moment.
    public var now: @Sendable () -> Date
    /// A clock that only goes forward, whatever the wall clock is set to; its zero means nothing. Intervals, deadlines and ages
    /// are measured with it.
    public var uptime: @Sendable () -> Duration
    /// Waits for a duration; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A random number in 0..<1.
    public var random: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> Date,
        uptime: @escaping @Sendable () -> Duration = Environment.systemUptime,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
        self.random = random
    }

    private static let systemStart = ContinuousClock.now

    /// The machine's own clock that only goes forward; it counts the time that the machine sleeps.
    public static let systemUptime: @Sendable () -> Duration = { ContinuousClock.now - systemStart }

    /// The machine's clocks and generator.
    public static let system = Environment(
        now: { Date() },
        sleep: { try await Task.sleep(for: $0) },
        random: { Double.random(in: 0..<1) })
}

/// What `Environment.within` throws when time is up.
public struct DeadlinePassed: Error, Equatable {
    public let after: Duration
    public init(after: Duration) { self.after = after }
}

extension Environment {
    /// Runs `work`, giving up on it (and cancelling it) after `limit`.
    /// - Throws: `DeadlinePassed`, or what `work` throws.
    public func within<Value: Sendable>(
        _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await sleep(limit)
                throw DeadlinePassed(after: limit)
            }
            defer { group.cancelAll() }
            return try await group.next()!
        }
    }
}
