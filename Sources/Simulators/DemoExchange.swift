import Foundation
import Wire

/// Simulated exchanges for `--demo`, a Smart PBX behind a private broker, a Yeastar-style one and an MVB2000: they live on
/// their own until stopped.
public final class DemoExchange: Sendable {
    public let host = "127.0.0.1"
    public var port: Int { broker.port }
    public var token: String { simulator.token }
    /// For faults and for acts of the trainer.
    public let simulator: SmartPBXSimulator
    public let broker: PrivateBroker
    public let yeastar: DemoYeastar
    public let webCTI: DemoWebCTI
    private let serving: Task<Void, Never>

    /// How far the day has come when the console opens: the board is to be lively at once.
    static func morning(rate: Double?) -> Milliseconds {
        // A load generator has no time for a whole morning.
        min(15 * 60_000, Int(2_000 / max(rate ?? 0, 1) * 60_000))
    }

    private init(broker: PrivateBroker, simulator: SmartPBXSimulator, yeastar: DemoYeastar, webCTI: DemoWebCTI) {
        self.broker = broker
        self.simulator = simulator
        self.yeastar = yeastar
        self.webCTI = webCTI
        serving = Task { await simulator.serve() }
    }

    deinit { serving.cancel() }

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
        let yeastar = try await DemoYeastar.start(seed: seed, agents: agents, rate: rate)
        let webCTI = try await DemoWebCTI.start(seed: seed, agents: agents, rate: rate)
        return DemoExchange(broker: broker, simulator: simulator, yeastar: yeastar, webCTI: webCTI)
    }

    /// Ends all.
    public func stop() async {
        serving.cancel()
        await serving.value
        await yeastar.stop()
        await webCTI.stop()
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
