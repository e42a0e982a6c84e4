import Exchange

extension SystemKind {
    public static let confserver = SystemKind("confserver")
}

/// The dispatch conference server.
public enum ConferenceServerAdapter {
    public static let descriptor = AdapterDescriptor(
        kind: .confserver, title: "Dispatch conference server",
        settings: [
            SettingsField("address", .text(.server), required: true, "The server; its port is not documented."),
            SettingsField("username", .text(), required: true, "The operator's log-in name; the server has one session a name."),
            SettingsField("password", .secret, required: true, "The operator's password; it goes over the wire in clear text."),
            SettingsField(
                "phones", .list(placeholder: "NUMBER", check: phones), required: true,
                "The operator's telephones, one or two; the first opens rooms."),
        ],
        tls: .never, telephoneSetting: "phones", operations: { ConferenceServerOperations.all }
    ) { ConferenceServerSite(ConferenceServerConfiguration($0, $1), environment: $1.environment) }

    private static func phones(_ numbers: [String]) -> [Wording] {
        var problems: [Wording] = []
        if !(1...2).contains(numbers.count) { problems.append("an operator has one telephone or two") }
        if !numbers.allSatisfy({ $0.allSatisfy { $0.isASCII && ($0.isNumber || $0.isLetter || "+*#".contains($0)) } }) {
            problems.append("a telephone is written as digits")
        }
        return problems
    }
}

extension ConferenceServerConfiguration {
    init(_ values: SettingsValues, _ context: SiteContext) {
        let address = values.address("address")
        self.init(
            id: context.id, name: context.name, host: address.host, port: address.port ?? 0, username: values.text("username"),
            password: values.secret("password"), phones: values.list("phones"), encoding: context.encoding, deadline: context.timeout)
    }
}
