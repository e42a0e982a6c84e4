extension SimulatorDescriptor {
    static let conferenceServer = SimulatorDescriptor(
        kind: "confserver", title: "Simulated conference server", siteID: "ops", demo: ("ops", "Dispatch rooms"), ports: [9100],
        commands: ScriptCommands.everywhere.union(ScriptCommands.events).union(ScriptCommands.octets).union([
            "incoming", "room", "offer", "fail", "end-rooms", "slow-list", "garbage", "absurd-length", "unknown-message", "kick-out",
        ]).union(ConferenceServerFaults.switches.keys)
    ) { options in
        let simulator = ConferenceServerSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: options.report)
        let port = try await simulator.listen(port: options.port() == 0 ? nil : options.port())
        return Simulation(
            [simulator],
            settings: SiteSettingsText([
                "address": .text("127.0.0.1:\(port)"), "username": .text("sadmin"), "password": .text("sadmin"),
                "phones": .list(["101", "123"]),
            ]))
    }
}
