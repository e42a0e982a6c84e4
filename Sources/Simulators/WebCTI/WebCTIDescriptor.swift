extension SimulatorDescriptor {
    static let webCTI = SimulatorDescriptor(
        kind: "webcti", title: "Simulated MVB2000", siteID: "care", demo: ("care", "Care centre"), ports: [8080],
        options: [
            SimulatorOption(name: "webkey", letter: "w", placeholder: "K", meaning: "its WEB key (default 0866089e569bbd3d)") {
                text throws(SimulatorOptionError) in
                guard !text.isEmpty, text.allSatisfy({ $0.isLetter || $0.isNumber }) else {
                    throw SimulatorOptionError("--webkey takes letters and digits")
                }
            }
        ],
        commands: ScriptCommands.exchange.union(ScriptCommands.people).subtracting(["choose"]).union([
            "refuse", "spoil", "pause-reason", "pause-codes", "answers", "clock",
        ])
    ) { options in
        let simulator = WebCTISimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate),
            webKey: options.values["webkey"] ?? "0866089e569bbd3d", script: options.script, report: options.report)
        let port = try await simulator.listen(port: options.port())
        var settings = SiteSettingsText([
            "url": .text("http://127.0.0.1:\(port)/webservice2"), "webkey": .text(simulator.webKey), "timezone": "Asia/Shanghai",
            "extension": "2011",
        ])
        settings.rows[1].isQuoted = true
        settings.rows[3].comment = "your telephone there: nobody else uses it"
        return Simulation([simulator], settings: settings)
    }
}
