import BackendSupport
import Exchange

extension SystemKind {
    public static let yeastar = SystemKind("yeastar")
}

/// Yeastar-style PBX, with the reports that it posts to us.
public enum YeastarAdapter {
    public static let descriptor = AdapterDescriptor(
        kind: .yeastar, title: "Yeastar-style PBX",
        settings: [
            SettingsField("url", .text(.web(path: false)), required: true, "Where the exchange takes requests."),
            SettingsField("username", .text(), required: true, "The user of the exchange's interface."),
            SettingsField("password", .secret, required: true, "The password in plain; its MD5 goes over the wire."),
            SettingsField("api_version", .text(version), standard: "v1.1.0", "The version segment of every path."),
            SettingsField(
                "reports",
                .group(
                    [
                        SettingsField(
                            "listen", .text(.listener), required: true,
                            "The interface and port on which we take them; port 0 takes a free one."),
                        SettingsField(
                            "url", .text(reportAddress),
                            "The address that the exchange is told; otherwise a path that nobody can guess on the address we listen on."),
                    ], owner: "the reports have no"),
                "Where the exchange posts its event reports; without them it is only polled."),
            SettingsField("poll_interval", .pause, standard: "2s", "Pause between two looks at what only polling shows."),
        ],
        tls: .byScheme(plain: "http://", encrypted: "https://"), operations: { YeastarOperations.all }
    ) { YeastarSite(YeastarConfiguration($0, $1), environment: $1.environment) }

    private static let version = SettingsFormat.text(
        "VERSION", where: { $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." } },
        otherwise: "a version is one segment of a path, like v1.1.0")

    private static let reportAddress = SettingsFormat("HOST:PORT/PATH") { url in
        let bare = url.hasPrefix("http://") ? String(url.dropFirst(7)) : url
        let host = bare.prefix { $0 != "/" }
        if host.isEmpty || bare.contains("://") || bare.contains(" ") {
            return .wrong("the address for reports is written HOST:PORT/PATH")
        }
        return host.count + 1 >= bare.count
            ? .doubtful(.text(url), "give the address for reports a path that is hard to guess: reports carry no password")
            : .value(.text(url))
    }
}

extension YeastarConfiguration {
    init(_ values: SettingsValues, _ context: SiteContext) {
        let reports = values.group("reports").map { reports in
            let listener = reports.address("listen")
            return Reports(host: listener.host, port: listener.port ?? 0, url: reports.optionalText("url"))
        }
        self.init(
            id: context.id, name: context.name, url: values.text("url"), tls: context.tls?.policy, username: values.text("username"),
            password: values.secret("password"), version: values.text("api_version"), reports: reports, deadline: context.timeout,
            pollInterval: values.duration("poll_interval"), operatorExtension: context.operatorExtension)
        encoding = context.encoding
    }
}
