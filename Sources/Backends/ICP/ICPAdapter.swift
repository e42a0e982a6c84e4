import BackendSupport
import Exchange

extension SystemKind {
    public static let icp = SystemKind("icp")
}

/// Huawei ICP: its Agent Gateway and, for talking groups, its uPortal.
public enum ICPAdapter {
    public static let descriptor = AdapterDescriptor(
        kind: .icp, title: "Huawei ICP: Agent Gateway and uPortal",
        settings: [
            SettingsField("gateway", .text(.web()), required: true, "The Agent Gateway's resource address."),
            SettingsField("standby", .text(.web()), "The gateway that takes over."),
            SettingsField("agent", .text(workNumber), required: true, "The agent's work number."),
            SettingsField("password", .secret, "The agent's password, where there is one."),
            SettingsField("phone", .text(), required: true, "The telephone bound to the agent."),
            SettingsField(
                "sign_in", .choice(SignIn.allCases.map(\.rawValue)), standard: SignIn.ask.rawValue,
                "Where the agent is signed in elsewhere: ask before the other is thrown out, or force."),
            SettingsField("poll_interval", .pause, standard: "2s", "Pause between two looks at what only polling shows."),
            SettingsField(
                "uportal", .group(talkingGroups, owner: "the uportal has no"), "The uPortal with the dispatch service, for talking groups."),
        ],
        tls: .byScheme(plain: "http://", encrypted: "https://"), telephoneSetting: "phone", operations: { ICPOperations.all }
    ) { ICPSite(ICPConfiguration($0, $1), environment: $1.environment) }

    /// What to do where the agent is signed in elsewhere already.
    enum SignIn: String, CaseIterable { case ask, force }

    private static let talkingGroups = [
        SettingsField("url", .text(.web()), required: true, "Where the uPortal takes requests."),
        SettingsField("username", .text(), required: true, "The dispatcher's number."),
        SettingsField("password", .secret, required: true, "The dispatcher's password."),
        SettingsField(
            "callback",
            .group(
                [
                    SettingsField(
                        "listen", .text(.listener), required: true, "The interface and port on which we take them; port 0 takes a free one."
                    ),
                    SettingsField(
                        "url", .text(.web(isOurs: true)),
                        "The address that the platform is told; otherwise a path that nobody can guess on the address we listen on."),
                ], owner: "the callback has no"), required: true,
            "Where the platform posts its notifications."),
        SettingsField(
            "talk_limit", .duration(.seconds(1) ... .seconds(3_600)), standard: "60s",
            "The longest that the floor is kept without a further key press."),
    ]

    private static let workNumber = SettingsFormat.text(
        "NUMBER", where: { (1...6).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isNumber } },
        otherwise: "an agent's work number has one to six digits")
}

extension ICPConfiguration {
    init(_ values: SettingsValues, _ context: SiteContext) {
        self.init(
            id: context.id, name: context.name, gateway: values.text("gateway"), standby: values.optionalText("standby"),
            tls: context.tls?.policy, agent: values.text("agent"), password: values.secret("password"), phone: values.text("phone"),
            forcesSignIn: values.text("sign_in") == ICPAdapter.SignIn.force.rawValue, deadline: context.timeout,
            pollInterval: values.duration("poll_interval"),
            talkingGroups: values.group("uportal").map { TalkingGroups($0, context) })
        encoding = context.encoding
    }
}

extension ICPConfiguration.TalkingGroups {
    init(_ values: SettingsValues, _ context: SiteContext) {
        let callback = values.group("callback") ?? SettingsValues()
        let listener = callback.address("listen")
        self.init(
            url: values.text("url"), tls: context.tls?.policy, username: values.text("username"), password: values.secret("password"),
            host: listener.host, port: listener.port ?? 0, callbackURL: callback.optionalText("url"),
            talkLimit: values.duration("talk_limit"))
        encoding = context.encoding
    }
}
