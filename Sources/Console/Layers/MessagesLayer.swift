import Exchange
import Settings

/// What the exchanges said that belongs to no row, the newest first. While somebody reads below the top nothing moves: what comes
/// meanwhile is counted in the title.
struct MessagesLayer: PageLayer {
    var scroll = 0
    var search = PageSearch()
    /// The least weight shown.
    private var weight = MessageWeight.information
    /// The site whose messages are shown; nil for all.
    private var site: SiteID?
    /// How many had been said when the reader left the top; nil while he is there.
    private var frozen: Int?
    /// How many of them are known now.
    private var known = 0

    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.messages] }

    /// The same page, whatever is chosen in it.
    func isSamePage(as other: any Layer) -> Bool { other is MessagesLayer }

    mutating func perform(_ command: String, _ context: LayerContext) -> Bool {
        switch command {
        case OverlayCommand.nextWeight.rawValue:
            weight = MessageWeight(rawValue: weight.rawValue + 1) ?? .information
        case ConsoleCommand.nextSite.rawValue:
            let order = context.facts.board.siteOrder
            let next = site.flatMap { order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
            site = order.indices.contains(next) ? order[next] : nil
        default: return performOnPage(command, context)
        }
        scroll = 0
        return true
    }

    mutating func arrange(_ scene: Scene) {
        known = scene.messageCount
        if scroll > 0, frozen == nil { frozen = known }
        arrangePage(scene)
        if scroll == 0 { frozen = nil }
    }

    func page(_ scene: Scene) -> PageView.Page {
        let messages = shown(scene)
        let lines = messages.map { Self.line($0, scene) }
        return PageView.Page(
            title: title(scene), lines: lines.isEmpty ? [PageView.Line(Label(scene.appearance.say("No messages yet."), "ui.dim"))] : lines)
    }

    /// The newest first; those that came since the reader left the top are left out.
    private func shown(_ scene: Scene) -> [SiteMessage] {
        let late = frozen.map { max(0, scene.messageCount - $0) } ?? 0
        return scene.messages.dropLast(late).enumerated().sorted { ($0.element.time, $0.offset) > ($1.element.time, $1.offset) }
            .map(\.element).filter { MessageWeight($0) >= weight && (site == nil || $0.site == site) }
    }

    /// `Messages · alarms · @hq · 3 new: Home`
    private func title(_ scene: Scene) -> SafeText {
        let phrases = scene.appearance.phrases
        var parts = [phrases("Messages")]
        if weight > .information { parts.append(phrases(weight.title)) }
        if let site { parts.append("@\(SafeText(site.rawValue))") }
        let late = frozen.map { max(0, scene.messageCount - $0) } ?? 0
        if late > 0 { parts.append(phrases("%1$@ new above", "\(late)")) }
        return SafeText(parts.joined(separator: " · "))
    }

    func hints(_ scene: Scene) -> [Hint] {
        var site = Hint(.nextSite, in: .messages, scene)
        site?.title = scene.appearance.say("One site")
        return Hint.ownCommands(of: .messages, scene) + (scene.showsSites ? [site].compactMap(\.self) : [])
            + Hint.list([.back], in: .messages, scene)
    }

    static func line(_ message: SiteMessage, _ scene: Scene) -> PageView.Line {
        let source = scene.showsSites && !message.site.rawValue.isEmpty ? " \(message.site)" : ""
        return PageView.Line(
            "\(TimeWords.time(message.time, seconds: true))\(source)",
            Label(scene.appearance.phrases(message.text), MessageWeight(message).scope))
    }
}
