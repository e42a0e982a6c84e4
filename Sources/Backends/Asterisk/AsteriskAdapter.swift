import BackendSupport
import Exchange
import Wire

extension SystemKind {
    public static let asterisk = SystemKind("asterisk")
}

/// Asterisk, and FreePBX, Issabel and VitalPBX on it, by the manager interface.
public enum AsteriskAdapter {
    public static let descriptor = AdapterDescriptor(
        kind: .asterisk, title: "Asterisk",
        settings: [
            SettingsField("address", .text(.server), required: true, "The manager interface: port 5038, or 5039 with “tls”."),
            SettingsField("username", .text(), required: true, "The account in manager.conf."),
            SettingsField("password", .secret, required: true, "The account's secret; without “tls” it goes over the wire in clear text."),
            SettingsField(
                "agent",
                .group(
                    [
                        SettingsField("channel", .text(pattern), standard: "PJSIP/{ext}", "How a telephone is called."),
                        SettingsField(
                            "interface", .text(pattern), standard: "Local/{ext}@from-queue/n", "How a telephone is a member of a queue."),
                        SettingsField("hint", .text(pattern), standard: "{ext}@ext-local", "The hint that tells a telephone's state."),
                    ], owner: "the telephones of"), "How the exchange names a telephone; {ext} stands for its extension."),
            SettingsField(
                "contexts",
                .group(
                    [
                        SettingsField("dial", .text(), standard: "from-internal", "For calls."),
                        SettingsField("transfer", .text(), standard: "from-internal", "For transfers."),
                        SettingsField("park", .text(), standard: "parkedcalls", "For taking calls from park."),
                    ], owner: "the contexts of"), "Where calls of ours enter the dialplan."),
            SettingsField("queues", .list(placeholder: "QUEUE"), "The queues that are shown; all where none is named."),
            SettingsField("trunks", .list(placeholder: "PJSIP/NAME*"), "The lines to the outside; * at the end stands for anything."),
            SettingsField(
                "wrapup", .durations(placeholder: "QUEUE", .zero ... .seconds(86_400)),
                "Rest after a call by queue, which the exchange does not list."),
        ],
        tls: .whereSet, operations: { AsteriskOperations.all }
    ) { AsteriskSite(AsteriskConfiguration($0, $1), environment: $1.environment) }

    private static let pattern = SettingsFormat.text(
        "TEXT", where: { TelephonePatterns.Pattern($0) != nil }, otherwise: "the extension's place is written {ext}, as in PJSIP/{ext}")
}

extension AsteriskConfiguration {
    init(_ values: SettingsValues, _ context: SiteContext) {
        let address = values.address("address")
        let agent = values.group("agent") ?? SettingsValues()
        let contexts = values.group("contexts") ?? SettingsValues()
        func pattern(_ name: String, _ standard: String) -> TelephonePatterns.Pattern {
            TelephonePatterns.Pattern(agent.text(name)) ?? TelephonePatterns.Pattern(standard)!
        }
        self.init(
            id: context.id, name: context.name, host: address.host, port: address.port ?? 5_038, tls: context.tls?.policy,
            username: values.text("username"), password: values.secret("password"),
            telephones: TelephonePatterns(
                channel: pattern("channel", "PJSIP/{ext}"), interface: pattern("interface", "Local/{ext}@from-queue/n"),
                hint: pattern("hint", "{ext}@ext-local")),
            dialContext: contexts.text("dial"), transferContext: contexts.text("transfer"), parkContext: contexts.text("park"),
            queues: Set(values.list("queues")), trunks: values.list("trunks"), wrapUp: values.durations("wrapup"),
            encoding: context.encoding, deadline: context.timeout, operatorExtension: context.operatorExtension)
    }
}
