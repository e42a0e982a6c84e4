import Foundation
import Wire

/// Simulated systems for `--demo`, a Smart PBX behind a private broker, a conference server, a Yeastar-style exchange, an
/// MVB2000 and an ICP: they live on their own until stopped.
public final class DemoExchange: Sendable {
    /// How a console gets into the conference server.
    public struct ConferenceAccess: Sendable {
        public let host = "127.0.0.1"
        public let port: Int
        public let username = "sadmin"
        public let password = "sadmin"
        public let phones = ["101", "123"]
    }

    public let host = "127.0.0.1"
    public var port: Int { broker.port }
    public var token: String { simulator.token }
    /// For faults and for acts of the trainer.
    public let simulator: SmartPBXSimulator
    public let broker: PrivateBroker
    public let conference: ConferenceAccess
    /// For faults and for acts of the trainer.
    public let conferenceServer: ConferenceServerSimulator
    public let yeastar: DemoYeastar
    public let webCTI: DemoWebCTI
    public let icp: DemoICP
    private let serving: Task<Void, Never>

    /// How far the day has come when the console opens: the board is to be lively at once.
    static func morning(rate: Double?) -> Milliseconds {
        // A load generator has no time for a whole morning.
        min(15 * 60_000, Int(2_000 / max(rate ?? 0, 1) * 60_000))
    }

    private init(
        broker: PrivateBroker, simulator: SmartPBXSimulator, conferenceServer: ConferenceServerSimulator, conferencePort: Int,
        yeastar: DemoYeastar, webCTI: DemoWebCTI, icp: DemoICP
    ) {
        self.broker = broker
        self.simulator = simulator
        self.conferenceServer = conferenceServer
        conference = ConferenceAccess(port: conferencePort)
        self.yeastar = yeastar
        self.webCTI = webCTI
        self.icp = icp
        serving = Task {
            async let first: Void = simulator.serve()
            async let second: Void = conferenceServer.serve()
            _ = await (first, second)
        }
    }

    deinit { serving.cancel() }

    /// Starts the broker and all systems, and returns when they answer.
    /// - Parameters:
    ///   - seed: the same seed gives the same systems and the same course of calls.
    ///   - agents: telephones of each.
    ///   - rate: calls a minute of each; nil is one for every four agents, of the conference server one for every twelve.
    /// - Throws: `BrokerFailure`, `WireFailure` or `ServerFailure`.
    public static func start(
        seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil, token: String = "demo", spelling: SmartPBXSpelling = .examples
    ) async throws -> DemoExchange {
        let broker = try await PrivateBroker.start()
        let world = SmartPBXWorld.lively(seed: seed, agents: agents, rate: rate)
        let simulator = SmartPBXSimulator(world: world, token: token, spelling: spelling, broker: broker)
        try await simulator.connect(to: MQTTEndpoint(host: "127.0.0.1", port: broker.port))
        let conferenceServer = ConferenceServerSimulator(world: .lively(seed: seed, agents: agents, rate: rate))
        let port = try await conferenceServer.listen()
        let yeastar = try await DemoYeastar.start(seed: seed, agents: agents, rate: rate)
        let webCTI = try await DemoWebCTI.start(seed: seed, agents: agents, rate: rate)
        let icp = try await DemoICP.start(seed: seed, agents: agents, rate: rate)
        return DemoExchange(
            broker: broker, simulator: simulator, conferenceServer: conferenceServer, conferencePort: port, yeastar: yeastar,
            webCTI: webCTI, icp: icp)
    }

    /// Ends all.
    public func stop() async {
        serving.cancel()
        await serving.value
        await yeastar.stop()
        await webCTI.stop()
        await icp.stop()
        broker.stop()
    }
}

extension SmartPBXWorld {
    /// A world in the middle of its day: people wait, talk and sit in rooms already.
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> SmartPBXWorld {
        let now = now ?? SimulatorTime.system.now()
        let morning = DemoExchange.morning(rate: rate)
        var world = SmartPBXWorld(
            seed: seed, agents: agents, rate: rate, start: now - morning, utcOffset: TimeZone.current.secondsFromGMT())
        _ = world.advance(to: now)
        return world
    }
}

extension ConferenceServerWorld {
    /// A world in the middle of its day: people sit in rooms and ring already.
    public static func lively(
        seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil
    ) -> ConferenceServerWorld {
        let now = now ?? SimulatorTime.system.now()
        var world = ConferenceServerWorld(
            seed: seed, agents: agents, rate: rate, start: now - DemoExchange.morning(rate: rate),
            utcOffset: TimeZone.current.secondsFromGMT())
        _ = world.advance(to: now)
        return world
    }
}
