import Simulators

extension SimulatedSystem {
    static func startYeastar(_ options: Options) async throws -> SimulatedSystem {
        let simulator = YeastarSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: complain)
        try await simulator.listen(port: options.port(of: .yeastar))
        let snippet = """
              - id: north
                name: Simulated Yeastar PBX
                kind: yeastar
                url: http://127.0.0.1:\(await simulator.port)
                username: \(simulator.username)
                password: \(simulator.password)
                reports:
                  listen: 127.0.0.1:8260
                  url: 127.0.0.1:8260/report
            """
        return SimulatedSystem(snippet: snippet, serving: Task { await simulator.serve() })
    }
}
