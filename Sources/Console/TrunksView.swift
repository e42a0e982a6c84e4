import Exchange

/// The lines to the outside, by site and name.
enum TrunksView {
    static func page(_ scene: Scene) -> OverlayView.Page {
        let lines = scene.board.sorted(.trunk).compactMap { entity -> OverlayView.Line? in
            guard case .trunk(let trunk) = entity else { return nil }
            let place = scene.showsSites ? "\(trunk.site) " : ""
            let stale = scene.staleness(of: trunk.site)
            let details = [trunk.status.string, trunk.type.string, stale?.string ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
            return OverlayView.Line(
                "\(place)\(trunk.name.isEmpty ? SafeText(trunk.id) : trunk.name)",
                Label(SafeText("\(scene.appearance.glyph(trunk.scope)) \(details)"), stale == nil ? trunk.scope : "link.stale"))
        }
        return OverlayView.Page(
            title: scene.appearance.say("Trunks"),
            lines: lines.isEmpty ? [OverlayView.Line(Label(scene.appearance.say("There are no trunks."), "ui.dim"))] : lines)
    }
}

extension Trunk {
    /// The documents print no closed list of words: Smart PBX's `Idle` and `Disconnected` (enum `trunk_status`), and those
    /// that such systems are known to use besides.
    var scope: String {
        let word = status.string.lowercased()
        if word.hasPrefix("ok") || ["idle", "busy", "inuse", "up", "registered", "reachable", "available", "online"].contains(word) { return "trunk.up" }
        let down = ["disconnected", "down", "unreachable", "unregistered", "unavailable", "offline", "rejected", "failed", "timeout"]
        return down.contains(word) ? "trunk.down" : "trunk.unknown"
    }
}
