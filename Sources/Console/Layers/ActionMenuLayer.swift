import Desk
import Exchange
import Settings

/// Every action for one row, those that would be refused dimmed with the reason.
struct ActionMenuLayer: Layer {
    let row: RowID
    let entries: [Action]
    private(set) var cursor = 0
    private var scroll = 0

    /// - Parameter board: what the row's actions would be bound to.
    init(_ row: RowID, _ selected: Selected, _ board: Board) {
        self.row = row
        entries = Action.definitions.map(\.action).filter { ActionMenu.offers($0, on: selected, board) }
    }

    var target: RowID? { row }
    var chosen: Action? { entries.indices.contains(cursor) ? entries[cursor] : nil }

    /// The keys of the pane act on the menu's row.
    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [pane] }

    mutating func perform(_ command: String, _ context: LayerContext) -> Bool {
        switch Movement(command, pageLength: PageView.pageLength(in: context.layout.body)) {
        case .by(let step)?: cursor = min(max(0, cursor + step), max(0, entries.count - 1))
        case .first?: cursor = 0
        case .last?: cursor = max(0, entries.count - 1)
        case nil: return false
        }
        return true
    }

    mutating func arrange(_ scene: Scene) {
        guard let inside = ActionMenu.place(in: scene.layout.body)?.inside else { return }
        scroll = min(max(scroll, cursor - inside.height + 1), cursor)
    }

    func draw(on canvas: inout Canvas, _ scene: Scene) { ActionMenu(layer: self, scene: scene).draw(on: &canvas, scroll: scroll) }

    func hints(_ scene: Scene) -> [Hint] {
        var run = Hint(.details, in: .global, scene)
        run?.title = scene.appearance.say("Do it")
        return [run].compactMap(\.self) + Hint.list([.moveDown, .moveUp, .back], in: .global, scene)
    }
}

/// What the menu of a row looks like, and what stands in it.
private struct ActionMenu {
    let layer: ActionMenuLayer
    let scene: Scene

    /// Whether an action has to do with a row: it is made for such, or the row gives one of its arguments. What takes none of any row has its place in every
    /// menu, as in none else.
    static func offers(_ action: Action, on selected: Selected, _ board: Board) -> Bool {
        if action == .signInHere { return false }
        let definition = action.definition
        guard definition.target != nil, action != .unpark else { return true }
        if case .entity(let entity) = selected, entity.key.kind == definition.target { return true }
        let given = ActionTarget.values(for: .action(action), on: selected, board: board)
        guard let first = definition.parameters.first(where: { $0.name != "FROM" }) else { return false }
        return given[first.name] != nil
            || given.keys.contains { name in definition.parameters.contains { $0.name == name && !$0.isOptional } }
    }

    static func place(in body: Area) -> (frame: Area, inside: Area)? {
        guard body.width >= 8, body.height >= 3 else { return nil }
        let frame = body.width >= 70 && body.height >= 16 ? body.inset(min(12, (body.width - 60) / 2), 1) : body
        return (frame, frame.inset(2, 1))
    }

    func draw(on canvas: inout Canvas, scroll: Int) {
        let appearance = scene.appearance
        guard let (frame, inside) = Self.place(in: scene.layout.body) else { return }
        canvas.box(frame, appearance.style("ui.border.focused"))
        canvas.draw(
            " \(title) ", at: frame.column + 2, frame.row, width: max(0, frame.width - 4), appearance.style("ui.title.focused"))
        for (offset, action) in layer.entries.dropFirst(scroll).prefix(inside.height).enumerated() {
            let line = Area(column: inside.column, row: inside.row + offset, width: inside.width, height: 1)
            draw(action, on: &canvas, line, isChosen: scroll + offset == layer.cursor)
        }
        if layer.entries.count > inside.height {
            let place = SafeText(" \(layer.cursor + 1)/\(layer.entries.count) ")
            let column = max(frame.column + 1, frame.column + frame.width - 2 - CellWidth.of(place))
            canvas.draw(
                place, at: column, frame.row + frame.height - 1, width: frame.column + frame.width - 1 - column, appearance.style("ui.dim"))
        }
        canvas.cursor = (inside.column, inside.row + layer.cursor - scroll)
    }

    private var title: SafeText {
        let name = scene.board.selected(layer.row).map {
            TargetWords(board: scene.board, phrases: scene.appearance.phrases, now: scene.now).plainText(of: $0)
        }
        return name.map { "\(scene.appearance.say("Actions")) – \($0)" } ?? scene.appearance.say("This is gone from the board.")
    }

    private func draw(_ action: Action, on canvas: inout Canvas, _ line: Area, isChosen: Bool) {
        let appearance = scene.appearance
        let refusal = scene.refusal?(action, layer.row.site)
        let base = isChosen ? "ui.selection" : "ui.text"
        func style(_ scope: String) -> Style { appearance.theme.style(scope, on: base, depth: appearance.depth) }
        if isChosen { canvas.fill(line, appearance.style(base)) }
        let key = key(for: action)
        canvas.draw(SafeText(key), at: line.column, line.row, width: 6, style(refusal == nil ? "ui.hint.key" : "ui.disabled"))
        let titleColumn = line.column + 7
        var column = titleColumn
        column += canvas.draw(
            appearance.say(action.definition.title), at: column, line.row, width: max(0, line.width - 7),
            style(refusal == nil ? base : "ui.disabled"))
        let rest = line.column + line.width - column - 2
        if let refusal, rest > 0 { canvas.draw("– \(refusal)", at: column + 1, line.row, width: rest + 1, style("ui.disabled")) }
    }

    /// The key of the pane, of either of a pair where one key is for both.
    private func key(for action: Action) -> String {
        let keymap = scene.appearance.keymap
        let toggle = ConsoleCommand.allCases.first { $0.toggle.map { [$0.pair.on, $0.pair.off].contains(action) } ?? false }
        let names = [action.rawValue, toggle?.rawValue].compactMap(\.self)
        for section in [scene.focus.section, .global] {
            for name in names { if let keys = keymap.keys(for: name, in: section).first { return keys.display } }
        }
        return ""
    }
}
