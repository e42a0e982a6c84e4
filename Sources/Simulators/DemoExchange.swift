import Foundation
import Wire

/// Whole simulated exchanges, one behind a private broker and one over HTTP, for `--demo`: they live on their own until stopped.
public final class DemoExchange: Sendable {
    public let host = "127.0.0.1"
    public var port: Int { broker.port }
    public var token: String { simulator.token }
    /// For faults and for acts of the trainer.
    public let simulator: SmartPBXSimulator
    public let broker: PrivateBroker
    /// A second exchange, an MVB2000 over HTTP.
    public let webCTI: WebCTISimulator
    public let webCTIPort: Int
    private let serving: [Task<Void, Never>]

    /// How far the day has come when the console opens, in milliseconds: the board is to be lively at once.
    static let morning: Milliseconds = 15 * 60_000

    private init(broker: PrivateBroker, simulator: SmartPBXSimulator, webCTI: WebCTISimulator, webCTIPort: Int) {
        self.broker = broker
        self.simulator = simulator
        self.webCTI = webCTI
        self.webCTIPort = webCTIPort
        serving = [Task { await simulator.serve() }, Task { await webCTI.serve() }]
    }

    deinit { serving.forEach { $0.cancel() } }

    /// Starts broker and exchanges, and returns when all answer.
    /// - Parameters:
    ///   - seed: the same seed gives the same exchange and the same course of calls.
    ///   - agents: telephones.
    ///   - rate: calls a minute; nil is one for every four agents.
    /// - Throws: `BrokerFailure`, `WireFailure` or `ServerFailure`.
    public static func start(
        seed: UInt64 = 1, agents: Int = 24, rate: Double? = nil, token: String = "demo", spelling: SmartPBXSpelling = .examples
    ) async throws -> DemoExchange {
        let broker = try await PrivateBroker.start()
        let world = SmartPBXWorld.lively(seed: seed, agents: agents, rate: rate)
        let simulator = SmartPBXSimulator(world: world, token: token, spelling: spelling, broker: broker)
        try await simulator.connect(to: MQTTEndpoint(host: "127.0.0.1", port: broker.port))
        let webCTI = WebCTISimulator(world: .lively(seed: seed, agents: agents, rate: rate))
        let port = try await webCTI.start()
        return DemoExchange(broker: broker, simulator: simulator, webCTI: webCTI, webCTIPort: port)
    }

    /// Ends everything.
    public func stop() async {
        for task in serving { task.cancel() }
        for task in serving { await task.value }
        broker.stop()
    }
}

extension SmartPBXWorld {
    /// A world in the middle of its day: people wait, talk and sit in rooms already.
    public static func lively(seed: UInt64, agents: Int = 24, rate: Double? = nil, now: Milliseconds? = nil) -> SmartPBXWorld {
        let now = now ?? SimulatorTime.system.now()
        // A load generator has no time for a whole morning.
        let callsAMinute = max(rate ?? 0, 1)
        let morning = min(DemoExchange.morning, Int(2_000 / callsAMinute * 60_000))
        var world = SmartPBXWorld(
            seed: seed, agents: agents, rate: rate, start: now - morning, utcOffset: TimeZone.current.secondsFromGMT())
        _ = world.advance(to: now)
        return world
    }
}
