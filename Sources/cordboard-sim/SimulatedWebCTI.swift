import Simulators

extension SimulatedSystem {
    static func startWebCTI(_ options: Options) async throws -> SimulatedSystem {
        let simulator = WebCTISimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), webKey: options.webKey,
            script: options.script, report: complain)
        let port = try await simulator.start(port: options.port(of: .webcti))
        let snippet = """
              - id: care
                name: Simulated MVB2000
                kind: webcti
                url: http://127.0.0.1:\(port)/webservice2
                webkey: "\(simulator.webKey)"
                timezone: Asia/Shanghai
            """
        return SimulatedSystem(snippet: snippet, serving: Task { await simulator.serve() })
    }
}
