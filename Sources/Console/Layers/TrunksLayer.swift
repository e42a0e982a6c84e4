import Exchange
import Settings
import Translations

/// The lines to the outside, by site and name.
struct TrunksLayer: PageLayer {
    var scroll = 0
    var search = PageSearch()

    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.details] }

    func page(_ scene: Scene) -> PageView.Page {
        let lines = scene.board.sorted(.trunk).compactMap { entity -> PageView.Line? in
            guard case .trunk(let trunk) = entity else { return nil }
            let place = scene.showsSites ? "\(trunk.site) " : ""
            let stale = scene.staleness(of: trunk.site)
            let details = [trunk.words(scene.facts.phrases), trunk.type.string, stale?.string ?? ""].filter { !$0.isEmpty }.joined(
                separator: " · ")
            return PageView.Line(
                "\(place)\(trunk.name.isEmpty ? SafeText(trunk.id) : trunk.name)",
                Label(SafeText("\(scene.appearance.glyph(trunk.scope)) \(details)"), stale == nil ? trunk.scope : "link.stale"))
        }
        return PageView.Page(
            title: scene.appearance.say("Trunks"),
            lines: lines.isEmpty ? [PageView.Line(Label(scene.appearance.say("There are no trunks."), "ui.dim"))] : lines)
    }
}

extension Trunk {
    /// Its state in the operator's language. The words of the exchanges are few and known (see `scope`); what stands in
    /// brackets behind one, and any other, is shown as it came.
    func words(_ phrases: TranslationCatalog) -> String {
        let word = status.string.prefix { !" (".contains($0) }
        guard let known = Self.stateWords[word.lowercased()] else { return status.isEmpty ? phrases("unknown") : status.string }
        return phrases(known) + status.string.dropFirst(word.count)
    }

    private static let stateWords = [
        "ok": "reachable", "reachable": "reachable", "idle": "idle", "busy": "busy", "inuse": "in use", "up": "up", "available": "up",
        "online": "online", "registered": "registered", "unregistered": "not registered", "disconnected": "disconnected", "down": "down",
        "unreachable": "unreachable", "unavailable": "unavailable", "offline": "offline", "rejected": "rejected", "failed": "failed",
        "timeout": "no answer", "unmonitored": "not watched", "unknown": "unknown",
    ]

    /// The documents print no closed list of words: Smart PBX's `Idle` and `Disconnected` (enum `trunk_status`), and those
    /// that such systems are known to use besides.
    var scope: String {
        let word = status.string.lowercased()
        if word.hasPrefix("ok") || ["idle", "busy", "inuse", "up", "registered", "reachable", "available", "online"].contains(word) {
            return "trunk.up"
        }
        let down = ["disconnected", "down", "unreachable", "unregistered", "unavailable", "offline", "rejected", "failed", "timeout"]
        return down.contains(word) ? "trunk.down" : "trunk.unknown"
    }
}
