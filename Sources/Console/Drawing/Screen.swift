import Desk
import Exchange
import Foundation
import Settings

/// The whole screen, from what is known and how it is looked at.
enum Screen {
    /// What a frame is made of besides the model.
    struct Source {
        let board: Board
        let figures: QueueFigures
        let messages: [SiteMessage]
        /// How many were ever kept.
        var messageCount = 0
        /// How many want somebody and were not looked at, and the heaviest of them.
        var unread: (count: Int, weight: MessageWeight)?
        let log: LogExcerpt
        /// Why an action would not be sent to a site now; nil where it would.
        let refusal: (Action, SiteID) -> Outcome?
        let appearance: Appearance
        let `operator`: Operator
        let now: Date
        var telephones: [OwnTelephone] = []
    }

    /// Brings what the model says of scrolls and selections in line with what is there – a selected row that is gone keeps
    /// its place – and gathers what the frame is drawn from.
    static func arrange(_ model: inout ConsoleModel, _ source: Source) -> Scene {
        let facts = Facts(board: source.board, figures: source.figures, phrases: source.appearance.phrases, now: source.now)
        let layout = model.layout(on: source.board, source.telephones)
        // Selections are settled before anything is drawn: what the hints say depends on them.
        let listings = model.panes.settle(in: layout, facts)
        let scene = Scene(
            facts: facts, appearance: source.appearance, operator: source.operator, messages: source.messages, log: source.log,
            layout: layout,
            listings: listings, focus: model.panes.focus, notices: model.notices.shown, banner: model.banner,
            pendingKeys: model.pendingKeys,
            isLocked: model.isLocked, holdsToTalk: model.holdsToTalk,
            refusals: refusals(at: model.panes.focused.selection?.site ?? source.board.siteOrder.first, model.isLocked, source),
            offersGroups: offersGroups(source), telephones: source.telephones, messageCount: source.messageCount, unread: source.unread,
            refusal: { source.refusal($0, $1).map { OutcomeWords(phrases: source.appearance.phrases).reason($0) } })
        model.overlays.withTop { $0.arrange(scene) }
        return scene
    }

    /// Draws one frame. Changes nothing: the same values give the same canvas.
    static func draw(_ model: ConsoleModel, _ scene: Scene) -> Canvas {
        var canvas = Canvas(width: model.width, height: model.height)
        guard canvas.width > 0, canvas.height > 0 else { return canvas }
        let layout = scene.layout
        StatusBar.draw(on: &canvas, layout.status, scene, isLocked: scene.isLocked)
        TelephoneStrip.draw(on: &canvas, layout.telephones, scene)
        TalkStrip.draw(on: &canvas, layout.talk, scene, isHeld: scene.holdsToTalk)
        LinkStrip.draw(on: &canvas, layout.strip, scene)
        drawBanner(on: &canvas, layout.banner, scene)
        if layout.isTooSmall { drawTooSmall(on: &canvas, layout.body, scene.appearance) }
        model.panes.draw(on: &canvas, scene)
        model.overlays.top?.draw(on: &canvas, scene)
        drawBottom(on: &canvas, model, scene)
        canvas.cursor = (min(max(0, canvas.cursor.column), canvas.width - 1), min(max(0, canvas.cursor.row), canvas.height - 1))
        if !scene.appearance.usesUnicode { canvas.reduce(to: scene.appearance.encoding) }
        return canvas
    }

    /// What is asked stands in the place of the hints, and what there is to tell above either.
    private static func drawBottom(on canvas: inout Canvas, _ model: ConsoleModel, _ scene: Scene) {
        if let prompt = model.prompt {
            prompt.draw(on: &canvas, scene)
        } else {
            NoticeLines.draw(scene.notices, on: &canvas, scene.layout.notices, scene.appearance)
            HintBar.draw(on: &canvas, scene.layout.bottom, of: model.top, scene)
        }
    }

    private static func drawBanner(on canvas: inout Canvas, _ area: Area, _ scene: Scene) {
        guard let text = scene.banner, !area.isEmpty else { return }
        canvas.fill(area, scene.appearance.style("ui.banner"))
        canvas.draw(text, at: area.column, area.row, width: area.width, scene.appearance.style("ui.banner"))
    }

    private static func drawTooSmall(on canvas: inout Canvas, _ area: Area, _ appearance: Appearance) {
        guard !area.isEmpty else { return }
        let text = appearance.say("Too small: %1$@", "\(canvas.width)×\(canvas.height)")
        for (offset, line) in text.wrapped(to: area.width).prefix(area.height).enumerated() {
            canvas.draw(line, at: area.column, area.row + offset, width: area.width, appearance.style("ui.dim"))
        }
    }

    private static func refusals(at site: SiteID?, _ isLocked: Bool, _ source: Source) -> [Action: SafeText] {
        if isLocked {
            let reason = source.appearance.say("the console is locked")
            return Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, reason) })
        }
        guard let site else { return [:] }
        let words = OutcomeWords(phrases: source.appearance.phrases)
        return Dictionary(
            uniqueKeysWithValues: Action.allCases.compactMap { action in
                source.refusal(action, site).map { (action, words.reason($0)) }
            })
    }

    private static func offersGroups(_ source: Source) -> Bool {
        source.board.siteOrder.contains { site in
            if case .unsupported? = source.refusal(.groupSubscribe, site) { false } else { true }
        }
    }
}
