import CPlatform
import Foundation
import Simulators
import Wire

/// A system that has been started, and what a console's configuration says of it.
struct SimulatedSystem: Sendable {
    /// An entry of `sites`.
    var snippet: String
    var serving: Task<Void, Never>
    var broker: PrivateBroker?

    /// - Throws: `WireFailure`, `BrokerFailure` or `ServerFailure`.
    static func start(_ kind: SimulatedKind, _ options: Options) async throws -> SimulatedSystem {
        switch kind {
        case .smartpbx: try await startSmartPBX(options)
        case .confserver: try await startConferenceServer(options)
        case .yeastar: try await startYeastar(options)
        case .webcti: try await startWebCTI(options)
        case .icp: try await startICP(options)
        }
    }

    func end() async {
        serving.cancel()
        await serving.value
        broker?.stop()
    }

    private static func startSmartPBX(_ options: Options) async throws -> SimulatedSystem {
        let port = options.port(of: .smartpbx)
        let ownBroker = options.broker == nil ? try await PrivateBroker.start(port: port) : nil
        let endpoint = options.broker ?? MQTTEndpoint(host: "127.0.0.1", port: port)
        let simulator = SmartPBXSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), token: options.token,
            script: options.script, broker: ownBroker, report: complain)
        try await simulator.connect(to: endpoint)
        var login = ""
        if let username = endpoint.username { login += "\n    username: \(username)" }
        if endpoint.password != nil { login += "\n    password_env: \(Options.passwordVariable)" }
        let snippet = """
              - id: demo
                name: Simulated Smart PBX
                kind: smartpbx
                broker: \(options.brokerText ?? "mqtt://127.0.0.1:\(port)")
                token: \(options.token)\(login)
            """
        return SimulatedSystem(snippet: snippet, serving: Task { await simulator.serve() }, broker: ownBroker)
    }

    private static func startConferenceServer(_ options: Options) async throws -> SimulatedSystem {
        let simulator = ConferenceServerSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: complain)
        let port = try await simulator.listen(port: options.port(of: .confserver))
        let snippet = """
              - id: ops
                name: Simulated conference server
                kind: confserver
                address: 127.0.0.1:\(port)
                username: sadmin
                password: sadmin
                phones: ["101", "123"]
            """
        return SimulatedSystem(snippet: snippet, serving: Task { await simulator.serve() })
    }
}
