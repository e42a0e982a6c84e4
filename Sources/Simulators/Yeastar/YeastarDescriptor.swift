extension SimulatorDescriptor {
    static let yeastar = SimulatorDescriptor(
        kind: "yeastar", title: "Simulated Yeastar PBX", siteID: "north", demo: ("north", "North"), ports: [9011],
        commands: ScriptCommands.exchange.union(ScriptCommands.events).union([
            "lose", "double", "expire-tokens", "reboot", "refuse", "spoil", "no-callbacks", "later-login", "unmonitor",
        ]).union(ScriptCommands.people)
    ) { options in
        let simulator = YeastarSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), script: options.script,
            report: options.report)
        try await simulator.listen(port: options.port())
        return Simulation(
            [simulator],
            settings: SiteSettingsText([
                "url": .text("http://127.0.0.1:\(await simulator.port)"), "username": .text(simulator.username),
                "password": .text(simulator.password), "extension": .text(YeastarWorld.operatorExtension),
                "reports": .callback(options.callbackPort, usual: 8260, path: "/report", scheme: ""),
            ]))
    }
}

extension SiteSettingsText.Value {
    /// Where a console listens for what is POSTed to it.
    /// - Parameter port: nil is the usual one; 0, any that is free, is told to the system by the console itself.
    static func callback(_ port: Int?, usual: Int, path: String, scheme: String = "http://") -> SiteSettingsText.Value {
        if port == 0 { return .group(SiteSettingsText(["listen": "127.0.0.1:0"])) }
        let address = "127.0.0.1:\(port ?? usual)"
        return .group(SiteSettingsText(["listen": .text(address), "url": .text(scheme + address + path)]))
    }
}

extension SiteSettingsText.Value: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
}
