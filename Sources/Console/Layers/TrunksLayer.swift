import Exchange
import Settings

/// The lines to the outside, by site and name.
struct TrunksLayer: PageLayer {
    var scroll = 0

    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.details] }

    func page(_ scene: Scene) -> PageView.Page {
        let lines = scene.board.sorted(.trunk).compactMap { entity -> PageView.Line? in
            guard case .trunk(let trunk) = entity else { return nil }
            let place = scene.showsSites ? "\(trunk.site) " : ""
            let stale = scene.staleness(of: trunk.site)
            let details = [trunk.status.string, trunk.type.string, stale?.string ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
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
