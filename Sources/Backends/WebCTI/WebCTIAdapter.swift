import BackendSupport
import Exchange
import Foundation

extension SystemKind {
    public static let webcti = SystemKind("webcti")
}

/// MVB2000 with its WEBCTI2 pages.
public enum WebCTIAdapter {
    public static let descriptor = AdapterDescriptor(
        kind: .webcti, title: "MVB2000 WEBCTI2",
        settings: [
            SettingsField("url", .text(.web()), required: true, "Where the pages are."),
            SettingsField("webkey", .secret, required: true, "The text of “WEB密钥” in the exchange's basic settings."),
            SettingsField("timezone", .text(.timeZone), "The exchange's time zone, whose day goes into the key; otherwise this machine's."),
            SettingsField("poll_interval", .pause, standard: "1s", "Pause between two looks at what moves."),
            SettingsField(
                "supervision",
                .group(
                    [
                        SettingsField("application", .text(), standard: "ChanSpy", "The application that listens in."),
                        SettingsField(
                            "listen", .text(), standard: "q", "Its options to listen; digits, * and # are a feature code to dial instead."),
                        SettingsField("whisper", .text(), standard: "qw", "Likewise to whisper."),
                        SettingsField("barge", .text(), standard: "qB", "Likewise to barge in."),
                        SettingsField(
                            "separator", .text(), standard: "|",
                            "What stands between an application's arguments and between channel variables."),
                    ], owner: "the supervision has no"),
                "How the operator's telephone is made to listen in."),
        ],
        tls: .byScheme(plain: "http://", encrypted: "https://"), operations: { WebCTIOperations.all }
    ) { WebCTISite(WebCTIConfiguration($0, $1), environment: $1.environment) }
}

extension WebCTIConfiguration {
    init(_ values: SettingsValues, _ context: SiteContext) {
        let supervision = values.group("supervision") ?? SettingsValues()
        /// What is made of digits, `*` and `#` is a feature code to dial; anything else are options for the application.
        func means(_ name: String) -> Supervision.Means {
            let text = supervision.text(name)
            let isCode = !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || "*#".contains($0)) }
            return isCode ? .featureCode(text) : .application(supervision.text("application"), options: text)
        }
        self.init(
            id: context.id, name: context.name, url: values.text("url"), tls: context.tls?.policy, webKey: values.secret("webkey"),
            timeZone: values.optionalText("timezone").flatMap(TimeZone.init(identifier:)) ?? .current, deadline: context.timeout,
            pollInterval: values.duration("poll_interval"), operatorExtension: context.operatorExtension,
            supervision: Supervision(listen: means("listen"), whisper: means("whisper"), barge: means("barge")),
            separator: supervision.text("separator"))
        encoding = context.encoding
    }
}
