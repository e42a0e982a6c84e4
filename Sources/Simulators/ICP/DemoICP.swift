/// A simulated ICP that lives on its own until stopped, for `--demo`: the Agent Gateway, and beside it the uPortal with its
/// talking groups, each with its own port.
public final class DemoICP: Sendable {
    /// How a console gets into the gateway.
    public struct GatewayAccess: Sendable {
        public let port: Int
        /// An inspector's work number and its telephone.
        public let agent = ICPWorld.inspector
        public let phone = ICPWorld.inspectorPhone
        public let password = "secret"
    }

    public let host = "127.0.0.1"
    public let gatewayAccess: GatewayAccess
    public let portalPort: Int
    /// For faults and for acts of the trainer.
    public let gateway: ICPGatewaySimulator
    public let portal: CDSSimulator
    private let serving: Task<Void, Never>

    private init(_ gateway: ICPGatewaySimulator, port: Int, _ portal: CDSSimulator, portalPort: Int) {
        self.gateway = gateway
        self.portal = portal
        gatewayAccess = GatewayAccess(port: port)
        self.portalPort = portalPort
        serving = Task {
            async let first: Void = gateway.serve()
            async let second: Void = portal.serve()
            _ = await (first, second)
        }
    }

    deinit { serving.cancel() }

    /// Returns when both answer.
    /// - Parameters: as of `DemoExchange.start`.
    /// - Throws: `ServerFailure`.
    public static func start(seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil) async throws -> DemoICP {
        let gateway = ICPGatewaySimulator(world: .lively(seed: seed, agents: agents, rate: rate))
        let portal = CDSSimulator(world: .lively(seed: seed, agents: agents, rate: rate))
        let port = try await gateway.listen()
        try await portal.listen()
        return DemoICP(gateway, port: port, portal, portalPort: await portal.port)
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
