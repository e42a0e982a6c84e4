/// A simulated ICP's Agent Gateway that lives on its own until stopped, for `--demo`.
public final class DemoICP: Sendable {
    public let host = "127.0.0.1"
    public let port: Int
    /// The work number of an inspector, its telephone, and every agent's password.
    public let agent = ICPWorld.inspector
    public let phone = "40038"
    public let password = "secret"
    /// For faults and for acts of the trainer.
    public let gateway: ICPGatewaySimulator
    private let serving: Task<Void, Never>

    private init(_ gateway: ICPGatewaySimulator, port: Int) {
        self.gateway = gateway
        self.port = port
        serving = Task { await gateway.serve() }
    }

    deinit { serving.cancel() }

    /// Returns when the gateway answers.
    /// - Parameters: as of `DemoExchange.start`.
    /// - Throws: `ServerFailure`.
    public static func start(seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil) async throws -> DemoICP {
        let gateway = ICPGatewaySimulator(world: .lively(seed: seed, agents: agents, rate: rate))
        return DemoICP(gateway, port: try await gateway.listen())
    }

    public func stop() async {
        serving.cancel()
        await serving.value
    }
}

extension ICPWorld {
    /// A world in the middle of its day: people wait, talk and rest already.
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> ICPWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = ICPWorld(seed: seed, agents: agents, rate: rate, start: now - DemoExchange.morning(rate: rate))
        world.advance(to: now)
        return world
    }
}
