import Foundation
import Wire

extension SimulatorDescriptor {
    /// The variable with the password of a broker that is given.
    static let brokerPasswordVariable = "CORDBOARD_SIM_PASSWORD"

    static let smartPBX = SimulatorDescriptor(
        kind: "smartpbx", title: "Simulated Smart PBX", siteID: "demo", demo: ("hq", "Headquarters"), ports: [1883],
        options: [
            SimulatorOption(
                name: "broker", letter: "b", placeholder: "URL",
                meaning: "use this broker: mqtt[s]://[USER@]HOST[:PORT], with the password in \(brokerPasswordVariable)"
            ) { text throws(SimulatorOptionError) in _ = try broker(text, [:]) },
            SimulatorOption(name: "token", letter: "t", placeholder: "T", meaning: "the token of the topics (default demo)") {
                text throws(SimulatorOptionError) in
                guard !text.isEmpty, !text.contains(where: { "/+#\0".contains($0) }) else {
                    throw SimulatorOptionError("--token is one segment of an MQTT topic: not empty, without / + #")
                }
            },
        ],
        commands: ScriptCommands.exchange.union(ScriptCommands.events).union(ScriptCommands.octets)
            .union(["lose", "double", "restart-broker", "stale-messages"]).union(SmartPBXFaults.switches.keys), start: startSmartPBX)

    /// A broker's address, and how it is printed: without its password.
    private static func broker(
        _ text: String, _ environment: [String: String]
    ) throws(SimulatorOptionError) -> (endpoint: MQTTEndpoint, text: String) {
        let schemes = ["mqtt": 1883, "mqtts": 8883]
        guard let url = URLComponents(string: text), let scheme = url.scheme, let standard = schemes[scheme],
            let host = url.host, !host.isEmpty, url.path.isEmpty || url.path == "/"
        else { throw SimulatorOptionError("--broker takes mqtt://[USER@]HOST[:PORT] or mqtts://[USER@]HOST[:PORT]") }
        let endpoint = MQTTEndpoint(
            host: host.trimmingCharacters(in: ["[", "]"]), port: url.port ?? standard, username: url.user,
            password: environment[brokerPasswordVariable] ?? url.password, tls: scheme == "mqtts" ? TLSPolicy() : nil)
        return (endpoint, "\(scheme)://\(host):\(url.port ?? standard)")
    }

    /// Behind a private broker unless another is given.
    @Sendable private static func startSmartPBX(_ options: SimulatorOptions) async throws -> Simulation {
        let given = try options.values["broker"].map { text throws(SimulatorOptionError) in try broker(text, options.environment) }
        let port: Int? = options.port() == 0 ? nil : options.port()
        let own = given == nil ? try await PrivateBroker.start(port: port) : nil
        let endpoint = given?.endpoint ?? MQTTEndpoint(host: "127.0.0.1", port: own?.port ?? 0)
        let simulator = SmartPBXSimulator(
            world: .lively(seed: options.seed, agents: options.agents, rate: options.rate), token: options.values["token"] ?? "demo",
            script: options.script, broker: own, report: options.report)
        do {
            try await simulator.connect(to: endpoint)
        } catch let failure as WireFailure {
            own?.stop()
            throw SimulatorFailure("the broker cannot be reached (\(failure.stage.rawValue)): \(failure.reason)")
        }
        var settings = SiteSettingsText([
            "broker": .text(given?.text ?? "mqtt://127.0.0.1:\(endpoint.port)"), "token": .text(simulator.token),
        ])
        if let username = endpoint.username { settings.append("username", .text(username)) }
        if endpoint.password != nil { settings.append("password_env", .text(brokerPasswordVariable)) }
        return Simulation([simulator], broker: own, settings: settings)
    }
}
