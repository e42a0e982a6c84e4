import Exchange
import Settings

extension OperationAnswer: Layer {
    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.answer] }
    var helpSection: Keymap.Section? { .answer }
    /// The seconds of the wait are on screen.
    var showsSeconds: Bool { content == nil }
    var isKeptWhenClosed: Bool { true }

    mutating func perform(_ command: String, _ context: LayerContext) -> Bool {
        switch Movement(command, pageLength: max(1, context.layout.body.height - 4)) {
        case .by(let rows)?: move(by: rows)
        case .first?: move(to: 0)
        case .last?: move(to: .max)
        case nil: return performSideways(command)
        }
        return true
    }

    private mutating func performSideways(_ command: String) -> Bool {
        switch command {
        case ConsoleCommand.moveLeft.rawValue: moveSideways(by: -1)
        case ConsoleCommand.moveRight.rawValue: moveSideways(by: 1)
        case ConsoleCommand.details.rawValue: open()
        case ConsoleCommand.back.rawValue: return goBack()
        case OverlayCommand.tree.rawValue: toggleTree()
        default: return false
        }
        return true
    }

    mutating func arrange(_ scene: Scene) { OperationAnswerView.arrange(&self, in: scene.layout.body) }

    func draw(on canvas: inout Canvas, _ scene: Scene) { OperationAnswerView.draw(self, on: &canvas, scene.layout.body, scene) }

    func hints(_ scene: Scene) -> [Hint] { Hint.ownCommands(of: .answer, scene) + Hint.list([.copy, .back], in: .answer, scene) }
}

/// The answer to a raw operation, over the panes: a table where it has rows, otherwise a tree.
enum OperationAnswerView {
    /// The most places a column takes while others follow.
    private static let widestColumn = 40

    static func draw(_ answer: OperationAnswer, on canvas: inout Canvas, _ body: Area, _ scene: Scene) {
        guard let inside = inside(body) else { return }
        let appearance = scene.appearance
        canvas.box(body, appearance.style("ui.border.focused"))
        let operation = answer.request.operation
        let title = OperationWords(phrases: appearance.phrases).title(of: operation)
        let site = scene.showsSites ? " @\(answer.request.site)" : ""
        canvas.draw(
            " \(operation.id) – \(title)\(site) ", at: body.column + 2, body.row, width: max(0, body.width - 4),
            appearance.style("ui.title.focused"))
        canvas.cursor = (inside.column, inside.row)
        if let tree = answer.tree {
            draw(tree, on: &canvas, inside, appearance)
            drawFoot(answer, place: tree.cursor, of: tree.lines.count, on: &canvas, body, appearance)
        } else if let table = answer.table {
            draw(table, answer, on: &canvas, inside, appearance)
            drawFoot(answer, place: answer.row, of: table.rows.count, on: &canvas, body, appearance)
        } else {
            drawWaiting(answer, on: &canvas, inside, scene)
        }
    }

    /// What the frame leaves; nil where there is no room.
    private static func inside(_ body: Area) -> Area? {
        body.width >= 4 && body.height >= 3 ? body.inset(body.width >= 40 ? 2 : 1, 1) : nil
    }

    /// Brings cursor and scrolls in line with what there is and with the room for it.
    static func arrange(_ answer: inout OperationAnswer, in body: Area) {
        guard let inside = inside(body) else { return }
        if let tree = answer.tree {
            answer.tree?.firstLine = follow(tree.cursor, of: tree.lines.count, from: tree.firstLine, height: inside.height)
        } else if let table = answer.table {
            answer.firstColumn = min(answer.firstColumn, max(0, table.columns.count - 1))
            guard !table.rows.isEmpty else { return answer.seesLastColumn = true }
            answer.row = max(0, min(answer.row, table.rows.count - 1))
            answer.firstRow = follow(answer.row, of: table.rows.count, from: answer.firstRow, height: inside.height - 1)
            let last = layout(table.columns, from: answer.firstColumn, width: inside.width).last
            answer.seesLastColumn = last.map { $0.column == table.columns.last && $0.width >= min($0.column.width, widestColumn) } ?? true
        }
    }

    private static func drawWaiting(_ answer: OperationAnswer, on canvas: inout Canvas, _ inside: Area, _ scene: Scene) {
        var lines = [scene.appearance.say("Waiting for the exchange: %1$@ s", "\(scene.facts.elapsed(since: answer.since))")]
        if let file = answer.destination { lines.append(scene.appearance.say("The file goes to %1$@", SafeText(file).string)) }
        if let progress = answer.progress {
            lines.append(
                progress.expected.map { scene.appearance.say("%1$@ of %2$@ bytes", "\(progress.received)", "\($0)") }
                    ?? scene.appearance.say("%1$@ bytes so far", "\(progress.received)"))
        }
        for (offset, line) in lines.flatMap({ $0.wrapped(to: max(1, inside.width)) }).prefix(inside.height).enumerated() {
            canvas.draw(line, at: inside.column, inside.row + offset, width: inside.width, scene.appearance.style("ui.dim"))
        }
    }

    // MARK: Table

    private static func draw(
        _ table: AnswerTable, _ answer: OperationAnswer, on canvas: inout Canvas, _ inside: Area, _ appearance: Appearance
    ) {
        var rest = inside
        let heading = rest.takeTop(1)
        guard !table.rows.isEmpty else {
            canvas.draw(appearance.say("No rows."), at: heading.column, heading.row, width: heading.width, appearance.style("ui.dim"))
            return
        }
        let places = layout(table.columns, from: answer.firstColumn, width: inside.width)
        for place in places {
            canvas.draw(
                place.column.name.map { SafeText($0) } ?? appearance.say("value"), at: heading.column + place.offset, heading.row,
                width: place.width,
                appearance.style("ui.header"))
        }
        if answer.firstColumn > 0 { canvas.draw("‹", at: heading.column - 1, heading.row, appearance.style("ui.dim")) }
        if !answer.seesLastColumn { canvas.draw("›", at: heading.column + heading.width, heading.row, appearance.style("ui.dim")) }
        for (offset, index) in table.rows.indices.dropFirst(answer.firstRow).prefix(rest.height).enumerated() {
            let row = rest.row + offset
            let ground = index == answer.row ? "ui.selection" : nil
            let style = appearance.style(of: .none, within: "ui.text", on: ground)
            if ground != nil { canvas.fill(Area(column: rest.column, row: row, width: rest.width, height: 1), style) }
            for place in places {
                canvas.draw(table.text(index, place.column), at: rest.column + place.offset, row, width: place.width, style)
            }
        }
        canvas.cursor = (rest.column, rest.row + answer.row - answer.firstRow)
    }

    /// The columns that have room, the last of them cut where it must be.
    private static func layout(
        _ columns: [AnswerTable.Column], from first: Int, width: Int
    ) -> [(column: AnswerTable.Column, offset: Int, width: Int)] {
        var places: [(column: AnswerTable.Column, offset: Int, width: Int)] = []
        var offset = 0
        for (index, column) in columns.enumerated().dropFirst(first) {
            let room = width - offset
            guard room > 0 else { break }
            let wanted = index == columns.count - 1 ? column.width : min(column.width, widestColumn)
            places.append((column, offset, min(wanted, room)))
            offset += wanted + 2
        }
        return places
    }

    // MARK: Tree

    private static func draw(_ tree: AnswerTree, on canvas: inout Canvas, _ inside: Area, _ appearance: Appearance) {
        for (offset, line) in tree.lines.dropFirst(tree.firstLine).prefix(inside.height).enumerated() {
            let row = inside.row + offset
            let ground = tree.firstLine + offset == tree.cursor ? "ui.selection" : nil
            func style(_ scope: String) -> Style { appearance.style(of: Label("", scope), within: "ui.text", on: ground) }
            if ground != nil { canvas.fill(Area(column: inside.column, row: row, width: inside.width, height: 1), style("ui.text")) }
            let end = inside.column + inside.width
            var column = inside.column + min(2 * line.path.count, inside.width / 2)
            func add(_ text: SafeText, _ scope: String) {
                column += canvas.draw(text, at: column, row, width: max(0, end - column), style(scope))
            }
            add(line.isOpen.map { $0 ? "- " : "+ " } ?? "  ", "ui.dim")
            if !line.name.isEmpty { add("\(line.name): ", "ui.hint.key") }
            add(line.value.treeText, line.isOpen == nil ? "ui.text" : "ui.dim")
        }
        canvas.cursor = (inside.column, inside.row + tree.cursor - tree.firstLine)
    }

    // MARK: Frame

    /// How many there are, and how the rest of a long listing is fetched.
    private static func drawFoot(
        _ answer: OperationAnswer, place: Int, of count: Int, on canvas: inout Canvas, _ body: Area, _ appearance: Appearance
    ) {
        let row = body.row + body.height - 1
        let end = body.column + body.width - 1
        let figures = SafeText(" \(count == 0 ? 0 : place + 1)/\(count)\(answer.hasMore ? "+" : "") ")
        let column = max(body.column + 1, end - 1 - CellWidth.of(figures))
        canvas.draw(figures, at: column, row, width: max(0, end - column), appearance.style("ui.dim"))
        var notes: [SafeText] = []
        if answer.isFetching {
            notes.append(appearance.say("fetching …"))
        } else if answer.hasMore {
            let keys = [OverlayCommand.fetchNext, .fetchAll].compactMap { command in
                appearance.keymap.keys(for: command.rawValue, in: .answer).first.map {
                    "\($0.display) \(appearance.phrases(command.title))"
                }
            }
            notes.append(SafeText(keys.joined(separator: " · ")))
        }
        if !answer.search.isEmpty { notes.append("/\(answer.search)") }
        guard !notes.isEmpty, column - body.column > 6 else { return }
        canvas.draw(
            " \(notes.map(\.string).joined(separator: " · ")) ", at: body.column + 2, row, width: column - body.column - 3,
            appearance.style("ui.dim"))
    }

    private static func follow(_ place: Int, of count: Int, from first: Int, height: Int) -> Int {
        max(0, min(max(min(first, place), place - height + 1), count - height))
    }
}
