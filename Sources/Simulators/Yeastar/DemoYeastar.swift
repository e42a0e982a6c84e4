import Foundation

/// A simulated Yeastar-style exchange that lives on its own until stopped, for `--demo`.
public final class DemoYeastar: Sendable {
    public let host = "127.0.0.1"
    public let port: Int
    public var username: String { simulator.username }
    public var password: String { simulator.password }
    /// For faults and for acts of the trainer.
    public let simulator: YeastarSimulator
    private let serving: Task<Void, Never>

    private init(_ simulator: YeastarSimulator, port: Int) {
        self.simulator = simulator
        self.port = port
        serving = Task { await simulator.serve() }
    }

    deinit { serving.cancel() }

    /// Returns when the exchange answers.
    /// - Parameters: as of `DemoExchange.start`.
    /// - Throws: `ServerFailure`.
    public static func start(seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil) async throws -> DemoYeastar {
        let simulator = YeastarSimulator(world: .lively(seed: seed, agents: agents, rate: rate))
        try await simulator.listen()
        return DemoYeastar(simulator, port: await simulator.port)
    }

    public func stop() async {
        serving.cancel()
        await serving.value
    }
}

extension YeastarWorld {
    /// A world in the middle of its day: people wait, talk and sit in rooms already.
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> YeastarWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = YeastarWorld(
            seed: seed, agents: agents, rate: rate, start: now - DemoExchange.morning(rate: rate),
            utcOffset: TimeZone.current.secondsFromGMT())
        _ = world.advance(to: now)
        return world
    }
}
