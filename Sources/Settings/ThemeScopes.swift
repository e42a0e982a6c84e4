import Exchange

/// Everything on the screen that has a look of its own. A theme may style these and nothing else.
public enum ThemeScopes {
    /// What all others fall back to.
    public static let text = "ui.text"

    /// The complete list, parents included: `agent.paused.over` falls back to `agent.paused`, `agent`, then `ui.text`.
    public static let all: Set<String> = {
        var scopes = Set<String>()
        for scope in leaves {
            var name = scope[...]
            scopes.insert(scope)
            while let dot = name.lastIndex(of: ".") {
                name = name[..<dot]
                scopes.insert(String(name))
            }
        }
        return scopes
    }()

    /// The scope itself and what it falls back to, the nearest first.
    public static func chain(_ scope: String) -> [String] {
        var chain = [scope]
        var name = scope[...]
        while let dot = name.lastIndex(of: ".") {
            name = name[..<dot]
            chain.append(String(name))
        }
        if scope != text { chain.append(text) }
        return chain
    }

    /// So many sites have a colour of their own; then they begin anew.
    public static let sites = 6

    private static let interface =
        [
            "ui.text", "ui.dim", "ui.title", "ui.title.focused", "ui.border", "ui.border.focused", "ui.header", "ui.header.sorted",
            "ui.selection", "ui.selection.inactive", "ui.status", "ui.hint", "ui.hint.key", "ui.input", "ui.prompt", "ui.message",
            "ui.message.done", "ui.message.error", "ui.banner", "ui.disabled", "ui.match", "ui.site", "ui.scrollbar",
        ] + (1...sites).map { "ui.site.\($0)" }
    private static let links = ["online", "connecting", "degraded", "offline", "stale", "strip"].map { "link.\($0)" }
    private static let people = ["talking", "muted", "moderator"].map { "member.\($0)" }
    private static let queues = ["queue.sla.met", "queue.sla.breach", "queue.empty"] + stepped("queue.waiting")
    private static let floors = ["idle", "other", "requesting", "queued", "mine", "releasing", "denied", "revoked", "unknown"].map {
        "floor.\($0)"
    }
    private static let groups = ["group.subscribed", "group.monitored", "group.selected", "group.call", "group.emergency"]
    private static let telephones = ["telephone", "telephone.ringing", "telephone.supervised"]
    private static let rest = ["room.active", "room.empty", "trunk.up", "trunk.down", "trunk.unknown"]

    private static let leaves: [String] =
        interface + links + people + queues + floors + groups + telephones + rest
        + AgentState.allCases.flatMap { stepped("agent.\($0.rawValue)") }
        + CallState.allCases.flatMap { stepped("call.\($0.rawValue)") }
        + Room.MemberState.allCases.map { "member.\($0.rawValue)" }
        + Role.allCases.map { "role.\($0.rawValue)" }

    /// A scope whose colour depends on how long it has lasted.
    private static func stepped(_ scope: String) -> [String] { [scope, scope + ".warn", scope + ".over"] }
}

/// How far something has gone on its way to being too long.
public enum Step: String, CaseIterable, Sendable {
    case base, warn, over
}
