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
        return PageView.Page(
            title: scene.appearance.say("Keys: %1$@", scene.appearance.phrases(pane.title)), lines: lines)
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
