import Exchange

/// What the exchanges said that belongs to no row, the newest first.
enum MessagesView {
    static func page(_ scene: Scene) -> OverlayView.Page {
        let lines = scene.messages.sorted { $0.time > $1.time }.map { line($0, scene) }
        return OverlayView.Page(
            title: scene.appearance.say("Messages"),
            lines: lines.isEmpty ? [OverlayView.Line(Label(scene.appearance.say("No messages yet."), "ui.dim"))] : lines)
    }

    static func line(_ message: SiteMessage, _ scene: Scene) -> OverlayView.Line {
        let source = scene.showsSites ? " \(message.site)" : ""
        return OverlayView.Line(
            "\(TimeWords.time(message.time, seconds: true))\(source)",
            Label(message.text, message.topic == "trouble" ? "ui.message.error" : "ui.message"))
    }
}
