extension SimulatorDescriptor {
    static let asterisk = SimulatorDescriptor(
        kind: "asterisk", title: "Simulated Asterisk", siteID: "pbx", demo: ("pbx", "Asterisk"), ports: [5038],
        commands: ScriptCommands.exchange.subtracting(["invalid-json"]).union(AsteriskFaults.switches.keys)
            .union(["manual", "answer", "reboot", "kick-out"])
    ) { options in
        let simulator = AsteriskSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: options.report)
        let port = try await simulator.listen(port: options.port() == 0 ? nil : options.port())
        return Simulation(
            [simulator],
            settings: SiteSettingsText([
                "address": .text("127.0.0.1:\(port)"), "username": .text(AsteriskSimulator.username),
                "password": .text(AsteriskSimulator.password), "trunks": .list(["IAX2/carrier"]), "extension": "2000",
                "wrapup": .group(SiteSettingsText(["support": .text("3s"), "sales": .text("3s"), "售后 服务 VIP": .text("3s")])),
            ]))
    }
}
