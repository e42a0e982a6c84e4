import Desk
import Exchange
import Foundation
import Settings

/// The whole screen, from what is known and how it is looked at.
struct Screen {
    /// Draws one frame. What the state says of scrolls and selections is brought in line with what is there: a selection
    /// whose thing is gone moves to a neighbour it had.
    static func draw(
        state: inout ConsoleState, board: Board, figures: QueueFigures, messages: [SiteMessage],
        refusal: (Action, SiteID) -> Outcome?, appearance: Appearance, operator: Operator, now: Date
    ) -> Canvas {
        var canvas = Canvas(width: state.width, height: state.height)
        guard canvas.width > 0, canvas.height > 0 else { return canvas }
        let facts = Facts(board: board, figures: figures, phrases: appearance.phrases, now: now)
        let layout = Layout(
            width: state.width, height: state.height, faults: LinkStrip.faults(on: board).count,
            talk: TalkStrip.lines(on: board).count, hasBanner: state.banner != nil, focus: state.focus, isZoomed: state.isZoomed)

        // Selections are settled before anything is drawn: what the hints say depends on them.
        var listings: [Pane: (rows: [Row], selected: Int?)] = [:]
        for tile in layout.tiles {
            var pane = state.panes[tile.pane] ?? tile.pane.initialState
            let rows = state.cache.rows(of: tile.pane, state: pane, facts)
            let selected = pane.settle(on: rows)
            if let selected { pane.follow(selected, of: rows.count, height: PaneView.height(of: tile.area)) }
            state.panes[tile.pane] = pane
            listings[tile.pane] = (rows, selected)
        }
        let scene = Scene(
            facts: facts, appearance: appearance, operator: `operator`, messages: messages,
            refusals: refusals(at: state.panes[state.focus]?.selection?.site ?? board.siteOrder.first, state.isLocked, refusal, appearance),
            offersGroups: offersGroups(board, refusal))

        StatusBar.draw(on: &canvas, layout.status, scene, isLocked: state.isLocked)
        TalkStrip.draw(on: &canvas, layout.talk, scene, isHeld: state.holdsToTalk)
        LinkStrip.draw(on: &canvas, layout.strip, scene)
        drawBanner(state.banner, on: &canvas, layout.banner, appearance)
        if layout.isTooSmall { drawTooSmall(on: &canvas, layout.body, appearance) }
        if let tabs = layout.tabs { TabLine.draw(on: &canvas, tabs, state.focus, scene) }
        for tile in layout.tiles {
            guard let listing = listings[tile.pane], let pane = state.panes[tile.pane] else { continue }
            let view = PaneView(pane: tile.pane, isFocused: tile.pane == state.focus, scene: scene)
            let place = view.draw(on: &canvas, tile.area, listing.rows, pane, selected: listing.selected)
            if tile.pane == state.focus { canvas.cursor = place }
        }
        if let first = layout.tiles.first?.area, layout.tiles.count > 1 {
            canvas.verticalRule(at: first.column + first.width, first.row, height: first.height, appearance.style("ui.border"))
        }
        if let overlay = state.overlay {
            draw(overlay, on: &canvas, layout.body, &state, scene)
        }
        drawBottom(on: &canvas, layout, state, scene)
        canvas.cursor = (min(max(0, canvas.cursor.column), canvas.width - 1), min(max(0, canvas.cursor.row), canvas.height - 1))
        if !appearance.usesUnicode { canvas.reduceToASCII() }
        return canvas
    }

    private static func draw(_ overlay: Overlay, on canvas: inout Canvas, _ body: Area, _ state: inout ConsoleState, _ scene: Scene) {
        let page: OverlayView.Page
        switch overlay {
        case .details(let row): page = DetailsView.page(row, scene)
        case .help(let pane): page = HelpView.page(pane, scene)
        case .keys(let section): page = HelpView.page(section, scene)
        case .messages: page = MessagesView.page(scene)
        case .trunks: page = TrunksView.page(scene)
        case .form:
            if state.form != nil { OperationFormView.draw(&state.form!, on: &canvas, body, scene) }
            return
        case .answer:
            if state.answer != nil { AnswerView.draw(&state.answer!, on: &canvas, body, scene) }
            return
        }
        OverlayView.draw(page, on: &canvas, body, scroll: &state.overlayScroll, scene.appearance)
    }

    /// What is asked goes before a begun key sequence, that before what there is to tell, and that before the hints;
    /// an error is told beside what is asked.
    private static func drawBottom(on canvas: inout Canvas, _ layout: Layout, _ state: ConsoleState, _ scene: Scene) {
        let area = layout.bottom
        var body = layout.body
        if let question = state.question {
            let error = state.notice?.tone == .error ? state.notice : nil
            QuestionLine.draw(on: &canvas, area, body: body, question, error: error, scene)
        } else if let notice = state.notice, state.pendingKeys.isEmpty {
            _ = QuestionLine.drawRising(notice.text, on: &canvas, area, body: &body, scene.appearance.style(notice.tone.scope))
        } else {
            HintBar.draw(on: &canvas, area, state, scene)
        }
    }


    private static func drawBanner(_ text: SafeText?, on canvas: inout Canvas, _ area: Area, _ appearance: Appearance) {
        guard let text, !area.isEmpty else { return }
        canvas.fill(area, appearance.style("ui.banner"))
        canvas.draw(text, at: area.column, area.row, width: area.width, appearance.style("ui.banner"))
    }

    private static func drawTooSmall(on canvas: inout Canvas, _ area: Area, _ appearance: Appearance) {
        guard !area.isEmpty else { return }
        let text = appearance.say("Too small: %1$@", "\(canvas.width)×\(canvas.height)")
        for (offset, line) in text.wrapped(to: area.width).prefix(area.height).enumerated() {
            canvas.draw(line, at: area.column, area.row + offset, width: area.width, appearance.style("ui.dim"))
        }
    }

    private static func refusals(
        at site: SiteID?, _ isLocked: Bool, _ refusal: (Action, SiteID) -> Outcome?, _ appearance: Appearance
    ) -> [Action: SafeText] {
        if isLocked {
            let reason = appearance.say("the console is locked")
            return Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, reason) })
        }
        guard let site else { return [:] }
        let words = OutcomeWords(phrases: appearance.phrases)
        return Dictionary(uniqueKeysWithValues: Action.allCases.compactMap { action in
            refusal(action, site).map { (action, words.reason($0)) }
        })
    }

    private static func offersGroups(_ board: Board, _ refusal: (Action, SiteID) -> Outcome?) -> Bool {
        board.siteOrder.contains { site in
            if case .unsupported? = refusal(.groupSubscribe, site) { false } else { true }
        }
    }
}
