import Foundation

/// Time and chance, injected so that tests own them.
public struct Environment: Sendable {
    /// The wall clock.
    public var now: @Sendable () -> Date
    /// Waits for a duration; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A random number in 0..<1.
    public var random: @Sendable () -> Double

    public init(
        now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// The machine's clock and generator.
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
