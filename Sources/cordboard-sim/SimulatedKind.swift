import Simulators
import Wire

/// A kind of exchange that can be simulated: one row of the table for each.
struct SimulatedKind: Sendable {
    /// An exchange that lives until it is stopped.
    struct Running {
        /// The site that points a console at it, as an entry of the configuration's list.
        var snippet: String
        var stop: () async -> Void
    }

    /// As the configuration calls it.
    var name: String
    /// Where it listens when nothing else is said.
    var port: Int
    var start: @Sendable (Options, Int) async throws -> Running

    static let all = [
        SimulatedKind(name: "smartpbx", port: 1883, start: startSmartPBX),
        SimulatedKind(name: "webcti", port: 8080, start: startWebCTI),
    ]

    @Sendable private static func startSmartPBX(_ options: Options, port: Int) async throws -> Running {
        let ownBroker = options.broker == nil ? try await PrivateBroker.start(port: port) : nil
        let endpoint = options.broker ?? MQTTEndpoint(host: "127.0.0.1", port: port)
        let simulator = SmartPBXSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), token: options.token,
            script: options.script, broker: ownBroker, report: complain)
        try await simulator.connect(to: endpoint)
        let serving = Task { await simulator.serve() }
        var login = ""
        if let username = endpoint.username { login += "\n    username: \(username)" }
        if endpoint.password != nil { login += "\n    password_env: \(Options.passwordVariable)" }
        return Running(
            snippet: """
                  - id: demo
                    name: Simulated Smart PBX
                    kind: smartpbx
                    broker: \(options.brokerText ?? "mqtt://127.0.0.1:\(port)")
                    token: \(options.token)\(login)
                """
        ) {
            serving.cancel()
            await serving.value
            ownBroker?.stop()
        }
    }

    @Sendable private static func startWebCTI(_ options: Options, port: Int) async throws -> Running {
        let simulator = WebCTISimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), webKey: options.webKey,
            script: options.script, report: complain)
        try await simulator.start(port: port)
        let serving = Task { await simulator.serve() }
        return Running(
            snippet: """
                  - id: care
                    name: Simulated MVB2000
                    kind: webcti
                    url: http://127.0.0.1:\(port)/webservice2
                    webkey: "\(options.webKey)"
                    timezone: Asia/Shanghai
                """
        ) {
            serving.cancel()
            await serving.value
        }
    }
}
