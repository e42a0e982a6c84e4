extension SimulatorDescriptor {
    /// The gateway and, on a port of its own, the uPortal with its talking groups. The real ones speak HTTPS; these do not.
    static let icp = SimulatorDescriptor(
        kind: "icp", title: "Simulated ICP", siteID: "ecc", demo: ("ecc", "Emergency centre"), ports: [8043, 8443],
        commands: ScriptCommands.exchange.union(ScriptCommands.people).union([
            "kick-out", "expire-tokens", "refuse", "spoil", "no-callbacks", "wrap-up", "event", "unreachable", "password",
            "forget-sessions", "portal-offline", "second-seat",
        ])
    ) { options in
        let gateway = ICPGatewaySimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: options.report)
        let portal = CDSSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: options.report)
        let port = try await gateway.listen(port: options.port())
        do { try await portal.listen(port: options.port(1)) } catch {
            await gateway.stop()
            throw error
        }
        var settings = SiteSettingsText([
            "gateway": .text("http://127.0.0.1:\(port)/agentgateway/resource"), "agent": .text(ICPWorld.inspector),
            "password": "secret", "phone": .text(ICPWorld.inspectorPhone),
            "uportal": .group(
                SiteSettingsText([
                    "url": .text("http://127.0.0.1:\(await portal.port)"), "username": .text(portal.username),
                    "password": .text(portal.password), "callback": .callback(options.callbackPort, usual: 8270, path: "/cds"),
                ])),
        ])
        settings.rows[0].comment = "plain HTTP; a real gateway speaks HTTPS"
        return Simulation([gateway, portal], settings: settings)
    }
}
