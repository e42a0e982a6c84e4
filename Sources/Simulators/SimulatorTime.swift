import Foundation

/// Milliseconds since 1970, UTC.
public typealias Milliseconds = Int

/// A simulator's clock, injected so that tests step it by hand.
public struct SimulatorTime: Sendable {
    /// The wall clock, milliseconds since 1970.
    public var now: @Sendable () -> Milliseconds
    /// Waits; throws `CancellationError` when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void

    public init(now: @escaping @Sendable () -> Milliseconds, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    public static let system = SimulatorTime(
        now: { Int(Date().timeIntervalSince1970 * 1_000) }, sleep: { try await Task.sleep(for: $0) })

    /// Waits for what is due next: awake often enough for what consoles bring about, and at once for what is due.
    func wait(for next: Milliseconds?) async throws {
        try await sleep(.milliseconds(min(max((next ?? .max) - now(), 5), 200)))
    }

    /// Time stands still; only the simulator's `advance(by:)` moves it.
    public static func byHand(at start: Milliseconds = 1_673_071_399_000) -> SimulatorTime {
        SimulatorTime(
            now: { start },
            sleep: { _ in
                // A stream that says nothing ends only when the task does.
                let (silence, keeper) = AsyncStream<Never>.makeStream()
                for await _ in silence {}
                keeper.finish()
                throw CancellationError()
            })
    }
}

extension Duration {
    var milliseconds: Milliseconds { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
