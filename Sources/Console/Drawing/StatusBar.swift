import Exchange
import Foundation
import Settings

/// The top line: every site's link and the age of its data, the operator, the clock.
enum StatusBar {
    static func draw(on canvas: inout Canvas, _ area: Area, _ scene: Scene, isLocked: Bool) {
        guard !area.isEmpty else { return }
        let appearance = scene.appearance
        let bar = appearance.style("ui.status")
        canvas.fill(area, bar)
        let right = right(scene, isLocked, width: area.width)
        let rightWidth = right.reduce(0) { $0 + CellWidth.of($1.text) + 1 }
        var column = area.column + area.width - rightWidth
        for part in right {
            canvas.draw(
                part.text, at: column, area.row, appearance.theme.style(part.scope ?? "ui.status", on: "ui.status", depth: appearance.depth)
            )
            column += CellWidth.of(part.text) + 1
        }
        drawSites(on: &canvas, Area(column: area.column, row: area.row, width: area.width - rightWidth - 1, height: 1), scene)
    }

    /// The operator, the lock and the clock, the least important first; as much as takes half the line.
    private static func right(_ scene: Scene, _ isLocked: Bool, width: Int) -> [Label] {
        let role = scene.operator.role
        var parts = [
            Label(scene.operator.name), Label(SafeText(scene.appearance.word("role.\(role.rawValue)")), "role.\(role.rawValue)"),
        ]
        if isLocked { parts.append(Label(scene.appearance.say("locked"), "ui.message.error")) }
        let down = scene.board.trunks.count { $0.scope == "trunk.down" }
        if down > 0 { parts.append(Label(scene.appearance.say("trunks down: %1$@", "\(down)"), "trunk.down")) }
        if let unread = scene.unread {
            parts.append(Label(scene.appearance.say("unread: %1$@", "\(unread.count)"), unread.weight.scope))
        }
        parts.append(Label(TimeWords.time(scene.now)))
        while !parts.isEmpty, parts.reduce(0, { $0 + CellWidth.of($1.text) + 1 }) > max(6, width / 2) { parts.removeFirst() }
        return CellWidth.of(parts.last?.text ?? "") < width ? parts : []
    }

    private static func drawSites(on canvas: inout Canvas, _ area: Area, _ scene: Scene) {
        let appearance = scene.appearance
        let sites = scene.board.siteOrder.compactMap { scene.board.sites[$0] }
        /// The fullest of three wordings that fits for all.
        let wordings = [2, 1, 0].map { fullness in sites.map { parts(of: $0, fullness, scene) } }
        func width(_ wording: [[Label]]) -> Int {
            wording.reduce(0) { $0 + $1.reduce(1) { $0 + CellWidth.of($1.text) + 1 } }
        }
        let chosen = wordings.first { width($0) <= area.width } ?? wordings[2]
        var column = area.column
        for site in chosen {
            for part in site {
                let room = area.column + area.width - column
                guard room > 0 else { return }
                let style = appearance.theme.style(part.scope ?? "ui.status", on: "ui.status", depth: appearance.depth)
                column += canvas.draw(part.text, at: column, area.row, width: room, style) + 1
            }
            column += 1
        }
    }

    /// `hq ● online   2s    12ms`, with the changing parts in steady places.
    private static func parts(of site: SiteStatus, _ fullness: Int, _ scene: Scene) -> [Label] {
        let scope = "link.\(site.link.rawValue)"
        var parts = [Label(SafeText(site.id.rawValue), scene.showsSites ? scene.facts.siteScope(site.id) : nil)]
        if fullness == 0 { return parts + [Label(scene.appearance.glyph(scope), scope)] }
        parts.append(Label("\(scene.appearance.glyph(scope)) \(scene.appearance.word(scope))", scope))
        if let heard = site.heard { parts.append(Label(padded(TimeWords.age(scene.facts.elapsed(since: heard)), to: 3))) }
        if fullness == 2, let latency = site.latencyMs { parts.append(Label(padded("\(latency)ms", to: 6), "ui.dim")) }
        return parts
    }

    private static func padded(_ text: SafeText, to width: Int) -> SafeText {
        SafeText(String(repeating: " ", count: max(0, width - CellWidth.of(text))) + text.string)
    }
}
