import Exchange
import Settings

/// The keys of a pane, drawn from keymap and registry; what cannot be done now is dimmed and says why.
struct HelpLayer: PageLayer {
    enum Subject: Equatable, Sendable {
        case pane(Pane)
        /// The keys of a form or an answer.
        case section(Keymap.Section)
    }

    let subject: Subject
    var scroll = 0
    var search = PageSearch()

    init(_ subject: Subject) { self.subject = subject }

    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.help] }

    func page(_ scene: Scene) -> PageView.Page {
        switch subject {
        case .pane(let pane): Self.page(pane, scene)
        case .section(let section): Self.page(section, scene)
        }
    }

    private static func page(_ pane: Pane, _ scene: Scene) -> PageView.Page {
        let keymap = scene.appearance.keymap
        let own = keymap.bindings(in: pane.section)
        let common = keymap.bindings(in: .global)
        var lines = own.filter { !common.contains($0) }.map { line($0, scene) }
        if !lines.isEmpty { lines.append(.blank) }
        lines.append(.heading(scene.appearance.say("Everywhere")))
        lines += own.filter { common.contains($0) }.map { line($0, scene) }
        lines += [.blank, .heading(scene.appearance.say("Signs"))] + signs(scene)
        return PageView.Page(
            title: scene.appearance.say("Keys: %1$@", scene.appearance.phrases(pane.title)), lines: lines)
    }

    /// What the signs on the screen mean.
    private static func signs(_ scene: Scene) -> [PageView.Line] {
        let appearance = scene.appearance
        let stale = appearance.glyph("link.stale")
        return [
            ("*", "behind a figure: our own, counted since the time below"),
            ("3/1", "waiting: 3 by the exchange's count, of whom 1 is known here"),
            ("\(stale) 2s", "the site is not online: so old is what is known of it"),
            ("≥02:41", "it was so before we came: at least so long"),
            ("●", "in the calls' column Rec: the call is recorded; elsewhere before the state's word"),
            ("← →", "whom the agent was called by, and whom he called"), ("→ ↔", "a call that is not answered yet, and one that is"),
            ("▲ ▼", "the column that sorts, and in which direction"),
            ("–", "the exchange does not tell"), ("@hq", "the site that something belongs to, or goes through"),
            (":care/dial", "a line for a site by name: SITE/ACTION, or @SITE anywhere behind the verb"),
            ("/ !x", "in a filter: without x; site: state: queue: look in that column alone"),
        ].map { PageView.Line(key: SafeText($0.0), Label(appearance.say($0.1))) }
    }

    /// The keys of a form or an answer.
    private static func page(_ section: Keymap.Section, _ scene: Scene) -> PageView.Page {
        let own = scene.appearance.keymap.bindings(in: section)
        let common = section == .answer ? scene.appearance.keymap.bindings(in: .global) : []
        let moving: Set<String> = ["move-up", "move-down", "move-left", "move-right", "page-up", "page-down", "details", "copy", "back"]
        let lines = own.filter { !common.contains($0) || moving.contains($0.commands.first ?? "") }.map { line($0, scene) }
        return PageView.Page(title: scene.appearance.say(section == .form ? "Keys of the form" : "Keys of the answer"), lines: lines)
    }

    private static func line(_ binding: Keymap.Binding, _ scene: Scene) -> PageView.Line {
        let title = scene.title(of: binding.commands)
        guard let reason = scene.refusal(of: binding.commands) else {
            return PageView.Line(key: SafeText(binding.keys.display), Label(title))
        }
        return PageView.Line(key: SafeText(binding.keys.display), Label("\(title) – \(reason)", "ui.disabled"))
    }
}
