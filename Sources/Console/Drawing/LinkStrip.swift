import Exchange
import Foundation
import Settings

/// The lines below the status bar that say which site is not online. Nothing ever covers them.
enum LinkStrip {
    static func faults(on board: Board) -> [SiteStatus] {
        board.siteOrder.compactMap { board.sites[$0] }.filter { $0.link != .online }
    }

    static func draw(on canvas: inout Canvas, _ area: Area, _ scene: Scene) {
        guard !area.isEmpty else { return }
        let style = scene.appearance.style("link.strip")
        canvas.fill(area, style)
        let faults = faults(on: scene.board)
        for (offset, site) in faults.prefix(area.height).enumerated() {
            var line = text(of: site, scene)
            // Where not all have room, the last line tells of the rest.
            let hidden = faults.count - area.height
            if offset == area.height - 1, hidden > 0 { line = "\(line) · \(scene.appearance.say("and %1$@ more", "\(hidden)"))" }
            canvas.draw("\(scene.appearance.glyph("link.strip")) \(line)", at: area.column, area.row + offset, width: area.width, style)
        }
    }

    /// `hq offline for 02:41 · next attempt in 5 s · connection refused`: what the operator waits for stands where it is
    /// never cut.
    private static func text(of site: SiteStatus, _ scene: Scene) -> SafeText {
        let appearance = scene.appearance
        var parts = ["\(SafeText(site.id.rawValue)) \(appearance.word("link.\(site.link.rawValue)"))"]
        if let since = site.since {
            parts[0] = appearance.phrases("%1$@ for %2$@", parts[0], TimeWords.duration(scene.facts.elapsed(since: since)).string)
        }
        if site.link == .offline {
            let wait = site.retry.map { max(0, Int($0.timeIntervalSince(scene.now).rounded(.up))) }
            parts.append(
                wait.map { appearance.phrases("next attempt in %1$@ s", "\($0)") } ?? appearance.phrases("no further attempt by itself"))
        }
        if site.question != nil, let key = appearance.keymap.keys(for: ConsoleCommand.reconnect.rawValue, in: .global).first {
            parts.append(appearance.phrases("%1$@: sign in here", key.display))
        }
        if let error = site.error { parts.append(appearance.phrases(error).string) }
        return SafeText(parts.joined(separator: " · "))
    }
}
