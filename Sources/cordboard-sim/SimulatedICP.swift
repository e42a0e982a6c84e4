import Simulators

extension SimulatedSystem {
    static func startICP(_ options: Options) async throws -> SimulatedSystem {
        let gateway = ICPGatewaySimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: complain)
        let port = try await gateway.listen(port: options.port(of: .icp))
        // The real ones speak HTTPS; these do not.
        let snippet = """
              - id: ecc
                name: Simulated ICP
                kind: icp
                gateway: http://127.0.0.1:\(port)/agentgateway/resource
                agent: "\(ICPWorld.inspector)"
                password: secret
                phone: "40038"
            """
        return SimulatedSystem(snippet: snippet, serving: Task { await gateway.serve() })
    }
}
