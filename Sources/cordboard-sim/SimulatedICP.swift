import Simulators

extension SimulatedSystem {
    /// The gateway and, on a port of its own, the uPortal. The real ones speak HTTPS; these do not.
    static func startICP(_ options: Options) async throws -> SimulatedSystem {
        let gateway = ICPGatewaySimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: complain)
        let portal = CDSSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), report: complain)
        let port = try await gateway.listen(port: options.port(of: .icp))
        try await portal.listen(port: options.port(of: .icp, 1))
        let snippet = """
              - id: ecc
                name: Simulated ICP
                kind: icp
                gateway: http://127.0.0.1:\(port)/agentgateway/resource   # plain HTTP; a real gateway speaks HTTPS
                agent: "\(ICPWorld.inspector)"
                password: secret
                phone: "\(ICPWorld.inspectorPhone)"
                uportal:
                  url: http://127.0.0.1:\(await portal.port)
                  username: "\(portal.username)"
                  password: \(portal.password)
                  callback: {listen: 127.0.0.1:8270, url: http://127.0.0.1:8270/cds}
            """
        let serving = Task {
            async let first: Void = gateway.serve()
            async let second: Void = portal.serve()
            _ = await (first, second)
        }
        return SimulatedSystem(snippet: snippet, serving: serving)
    }
}
