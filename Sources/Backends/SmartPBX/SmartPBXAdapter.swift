import BackendSupport
import Exchange
import Wire

extension SystemKind {
    public static let smartpbx = SystemKind("smartpbx")
}

/// Smart PBX Manager behind its broker.
public enum SmartPBXAdapter {
    public static let descriptor = AdapterDescriptor(
        kind: .smartpbx, title: "Smart PBX Manager",
        settings: [
            SettingsField(
                "broker", .text(.broker), required: true, "The MQTT broker that exchange and console both connect to; mqtts:// for TLS."),
            SettingsField("token", .text(token), required: true, "The second part of the exchange's topics: one token is one exchange."),
            SettingsField("username", .text(), "The broker's user."),
            SettingsField(
                "password", .secret,
                companion: SettingsField.Companion(
                    "username", missing: "the site has a password and no “username”; MQTT takes no password alone"),
                "The broker's password."),
            SettingsField("poll_interval", .pause, standard: "2s", "Pause between two looks at what only polling shows."),
        ],
        tls: .byScheme(plain: "mqtt://", encrypted: "mqtts://"), operations: { SmartPBXOperations.all }
    ) { SmartPBXSite(SmartPBXConfiguration($0, $1), environment: $1.environment) }

    private static let token = SettingsFormat.text(
        "TEXT", where: { !$0.contains { "/+#\0".contains($0) } }, otherwise: "a token is one level of a topic: without “/”, “+” and “#”")
}

extension SmartPBXConfiguration {
    init(_ values: SettingsValues, _ context: SiteContext) {
        let broker = values.address("broker")
        self.init(
            id: context.id, name: context.name,
            broker: MQTTEndpoint(
                host: broker.host, port: broker.port ?? 1883, username: values.optionalText("username"),
                password: values.optionalSecret("password")?.reveal(), tls: context.tls?.policy),
            token: values.text("token"), encoding: context.encoding, deadline: context.timeout,
            pollInterval: values.duration("poll_interval"),
            operatorExtension: context.operatorExtension)
    }
}
