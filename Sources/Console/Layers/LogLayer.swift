import Exchange
import Settings

/// The latest lines of the diagnostic log, the newest last. It shows new ones as they come until somebody scrolls up in it,
/// and again from the end on.
struct LogLayer: PageLayer {
    /// The end is kept in sight.
    var follows = true
    var scroll = 0
    var search = PageSearch()

    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.details] }
    /// Lines come without a change of the board.
    var showsSeconds: Bool { true }

    mutating func perform(_ command: String, _ context: LayerContext) -> Bool {
        let isKnown = performOnPage(command, context)
        if isKnown { follows = command == ConsoleCommand.moveLast.rawValue }
        return isKnown
    }

    mutating func arrange(_ scene: Scene) {
        arrangePage(scene)
        guard let last = lastScroll(scene) else { return }
        scroll = follows ? last : min(scroll, last)
        follows = scroll == last
    }

    func page(_ scene: Scene) -> PageView.Page {
        PageView.Page(title: scene.appearance.say("Diagnostic log"), lines: Self.head(scene) + [.blank] + Self.body(scene))
    }

    /// The same page, wherever it is scrolled to.
    func isSamePage(as other: any Layer) -> Bool { other is LogLayer }

    private static func head(_ scene: Scene) -> [PageView.Line] {
        let (log, appearance) = (scene.log, scene.appearance)
        var lines = [PageView.Line(appearance.say("Level"), Label(log.level.map { SafeText($0) } ?? appearance.say("off")))]
        lines.append(PageView.Line(appearance.say("File"), Label(log.file ?? appearance.say("none: the latest lines are in memory"))))
        if let trouble = log.trouble {
            lines.append(PageView.Line(appearance.say("Trouble"), Label(appearance.say(trouble.string), "ui.message.error")))
        }
        return lines
    }

    private static func body(_ scene: Scene) -> [PageView.Line] {
        if scene.log.lines.isEmpty { return [PageView.Line(Label(scene.appearance.say("Nothing has been logged yet."), "ui.dim"))] }
        return scene.log.lines.map { line in
            // A line of the log begins with its time and its level.
            let isError = line.string.split(separator: " ").dropFirst().first == "error"
            return PageView.Line(Label(line, isError ? "ui.message.error" : "ui.message"))
        }
    }
}
