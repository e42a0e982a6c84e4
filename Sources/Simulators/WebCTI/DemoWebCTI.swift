/// A simulated MVB2000 that lives on its own until stopped, for `--demo`.
public final class DemoWebCTI: Sendable {
    public let host = "127.0.0.1"
    public let port: Int
    public var webKey: String { simulator.webKey }
    /// Where the platform's clock stands.
    public let timeZone = "Asia/Shanghai"
    /// For faults and for acts of the trainer.
    public let simulator: WebCTISimulator
    private let serving: Task<Void, Never>

    private init(_ simulator: WebCTISimulator, port: Int) {
        self.simulator = simulator
        self.port = port
        serving = Task { await simulator.serve() }
    }

    deinit { serving.cancel() }

    /// Returns when the platform answers.
    /// - Parameters: as of `DemoExchange.start`.
    /// - Throws: `ServerFailure`.
    public static func start(seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil) async throws -> DemoWebCTI {
        let simulator = WebCTISimulator(world: .lively(seed: seed, agents: agents, rate: rate))
        return DemoWebCTI(simulator, port: try await simulator.start())
    }

    public func stop() async {
        serving.cancel()
        await serving.value
    }
}

extension WebCTIWorld {
    /// A world in the middle of its day: people wait, talk and sit in rooms already.
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> WebCTIWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = WebCTIWorld(seed: seed, agents: agents, rate: rate, start: now - DemoExchange.morning(rate: rate))
        world.advance(to: now)
        return world
    }
}
