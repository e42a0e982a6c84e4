import Exchange
import Settings

/// What the exchanges said that belongs to no row, the newest first.
struct MessagesLayer: PageLayer {
    var scroll = 0

    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.details] }

    func page(_ scene: Scene) -> PageView.Page {
        let lines = scene.messages.sorted { $0.time > $1.time }.map { Self.line($0, scene) }
        return PageView.Page(
            title: scene.appearance.say("Messages"),
            lines: lines.isEmpty ? [PageView.Line(Label(scene.appearance.say("No messages yet."), "ui.dim"))] : lines)
    }

    static func line(_ message: SiteMessage, _ scene: Scene) -> PageView.Line {
        let source = scene.showsSites && !message.site.rawValue.isEmpty ? " \(message.site)" : ""
        return PageView.Line(
            "\(TimeWords.time(message.time, seconds: true))\(source)",
            Label(scene.appearance.phrases(message.text), message.topic == "trouble" ? "ui.message.error" : "ui.message"))
    }
}
