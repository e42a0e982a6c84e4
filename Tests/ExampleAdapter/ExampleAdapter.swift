import Exchange
import JSON

/// A whole adapter as small as one can be: it shows, and its test proves, that a kind of exchange needs this folder and one
/// line in a list, and nothing anywhere else.
public enum ExampleAdapter {
    public static let descriptor = AdapterDescriptor(
        kind: "example", title: "Example exchange",
        settings: [
            SettingsField("address", .text(.server), required: true, "Where it is."),
            SettingsField("password", .secret, required: true, "Its password."),
            SettingsField(
                "mirror", .group([SettingsField("key", .secret, required: true, "Its key.")], owner: "the mirror has no"), "A second one."),
            SettingsField("line", .choice(["first", "second"]), standard: "first", "Which line."),
        ],
        tls: .never, operations: { [status] }
    ) { ExampleSite($0, $1) }

    static let status = Operation("example.status", native: "STATUS", title: "Status", area: "example", kind: .query)
}

/// Answers its one operation with what it was made from.
public actor ExampleSite: Site {
    private let values: SettingsValues
    private let context: SiteContext

    init(_ values: SettingsValues, _ context: SiteContext) {
        self.values = values
        self.context = context
    }

    public nonisolated var unsupported: [Action: SafeText] {
        Dictionary(Action.allCases.map { ($0, "the example does nothing") }, uniquingKeysWith: { first, _ in first })
    }
    public nonisolated var operations: [Operation] { ExampleAdapter.descriptor.operations }

    public func run(_ report: @escaping ChangeSink) async throws { report([.synced(context.id, at: context.environment.now())]) }
    public func perform(_ request: ActionRequest) async -> Outcome { .unsupported("the example does nothing") }
    public func perform(_ operation: Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        (
            .done(nil),
            [
                "host": .string(values.address("address").host), "line": .string(values.text("line")),
                "hasSecrets": .bool(values.secret("password").reveal() == "p" && values.group("mirror")?.secret("key").reveal() == "k"),
                "extension": JSONValue(context.operatorExtension),
            ]
        )
    }
}
