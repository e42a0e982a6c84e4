import Exchange
import Foundation
import Settings

/// One pane: its title, the headings, the rows.
struct PaneView {
    let pane: Pane
    let isFocused: Bool
    let scene: Scene

    private var appearance: Appearance { scene.appearance }

    /// How many rows an area shows.
    static func height(of area: Area, _ pane: Pane, rows: Int) -> Int {
        let height = max(0, area.height - 2)
        return height * strips(of: area, pane, rows: rows)
    }

    /// On a wide screen agents flow from one column of rows into the next; so many beside each other.
    private static func strips(of area: Area, _ pane: Pane, rows: Int) -> Int {
        let height = max(1, area.height - 2)
        guard pane == .agents, rows > height else { return 1 }
        return max(1, min((area.width + 1) / (leastStrip + 1), (rows + height - 1) / height))
    }

    /// The least places of a column of agents: state, telephone, name, time and with whom.
    private static let leastStrip = 66

    /// - Returns: where the selected row stands.
    func draw(on canvas: inout Canvas, _ area: Area, _ rows: [Row], _ state: PaneState, selected: Int?) -> (column: Int, row: Int) {
        canvas.fill(area, appearance.style("ui.text"))
        var rest = area
        let title = rest.takeTop(1)
        drawTitle(on: &canvas, title, state, shown: rows.count { $0.depth == 0 && $0.absence == nil })
        let heading = rest.takeTop(1)
        guard !rows.isEmpty else {
            drawEmptiness(
                on: &canvas, Area(column: area.column, row: heading.row, width: area.width, height: heading.height + rest.height), state)
            return (area.column, heading.row)
        }
        let capacity = Self.height(of: area, pane, rows: rows.count)
        let isLong = rows.count > capacity
        let flow = Flow(area: rest, strips: Self.strips(of: area, pane, rows: rows.count), spare: isLong ? 2 : 0)
        let visible = Array(rows.dropFirst(state.firstRow).prefix(capacity))
        let fit = ColumnFit(pane, width: flow.width, showsSites: scene.showsSites, appearance: appearance, needs: needs(of: visible))
        let own = fit.columns.filter { column in visible.contains { column.spec.isOwnFigure($0, scene.facts) } }.map(\.spec.id)
        for strip in flow.heads(at: heading.row) {
            drawHeadings(on: &canvas, strip, fit, state, own: own)
            if strip.column > area.column {
                canvas.verticalRule(at: strip.column - 1, heading.row, height: rest.height + 1, appearance.style("ui.border"))
            }
        }
        for (offset, row) in visible.enumerated() { draw(row, on: &canvas, flow.line(offset), fit, state) }
        let line = flow.line(max(0, (selected ?? 0) - state.firstRow))
        if isLong {
            let reachesEdge = selected != nil && line.column + line.width == area.column + area.width
            drawScrollbar(on: &canvas, rest, rows.count, first: state.firstRow, selected: reachesEdge ? line.row - rest.row : nil)
            drawHidden(on: &canvas, title, rows.count - capacity)
        }
        if !own.isEmpty { drawFootnote(on: &canvas, rest, firstFree: visible.count) }
        return (line.column, line.row)
    }

    /// Columns of rows beside each other, with a line between them. The last reaches the edge, and so does the bar of its selection.
    private struct Flow {
        let area: Area
        let strips: Int
        /// Places at the right edge that no text takes.
        let spare: Int

        var width: Int { (area.width - spare - (strips - 1)) / strips }

        private func strip(_ number: Int, _ row: Int) -> Area {
            let column = area.column + number * (width + 1)
            return Area(column: column, row: row, width: number == strips - 1 ? area.column + area.width - column : width, height: 1)
        }

        func heads(at row: Int) -> [Area] { (0..<strips).map { strip($0, row) } }

        func line(_ offset: Int) -> Area {
            guard area.height > 0 else { return strip(0, area.row) }
            return strip(min(offset / area.height, strips - 1), area.row + offset % area.height)
        }
    }

    /// The places that each column takes for what it says now.
    private func needs(of rows: [Row]) -> [String: ColumnFit.Need] {
        var needs: [String: ColumnFit.Need] = [:]
        for row in rows {
            for column in pane.columns where !column.isOrderAlone {
                var text = appearance.text(of: column.label(row, scene.facts))
                // Those below another stand a little to the right, and what folds has its sign.
                if column.id == "name", row.depth > 0 || row.isFolded { text = "  \(text)" }
                needs[column.id, default: ColumnFit.Need()].take(text)
            }
        }
        return needs
    }

    // MARK: Title

    /// `─ 1 Agents 12/40  /ali  ▲ Name ────`
    private func drawTitle(on canvas: inout Canvas, _ area: Area, _ state: PaneState, shown: Int) {
        let border = isFocused ? "ui.border.focused" : "ui.border"
        canvas.rule(at: area.column, area.row, width: area.width, appearance.style(border))
        var title = pane.label(scene)
        let total = scene.board.count(of: pane.kind)
        title += state.filter.isEmpty ? " \(total)" : " \(shown)/\(total)"
        var column = area.column + 1
        let end = area.column + area.width
        func add(_ text: SafeText, _ scope: String) {
            let room = end - column
            guard room > 2 else { return }
            column += canvas.draw(" \(text) ", at: column, area.row, width: room, appearance.style(scope))
        }
        add(SafeText(title), isFocused ? "ui.title.focused" : "ui.title")
        if scene.layout.tabs == nil { addTotals(add) }
        if !state.filter.isEmpty { add("/\(state.filter)", "ui.match") }
        if let sort = pane.columns.first(where: { $0.id == state.sortColumn }) {
            add("\(state.isDescending ? "▼" : "▲") \(appearance.phrases(sort.title))", "ui.dim")
        }
    }

    /// What the line of all panes says where there is one.
    private func addTotals(_ add: (SafeText, String) -> Void) {
        let totals = Totals(scene)
        let isAlone = scene.layout.tiles.count == 1
        if pane == .agents || isAlone { add(totals.free, "agent.idle") }
        if pane == .queues || isAlone, scene.facts.waiting > 0 {
            let name = scene.facts.longestWait.map { scene.facts.queueName($0.queue.id, at: $0.queue.site) } ?? ""
            add(totals.waiting(name), "queue.waiting")
        }
    }

    /// Says at the right end of the title how many rows have no room.
    private func drawHidden(on canvas: inout Canvas, _ area: Area, _ count: Int) {
        let words = " \(appearance.phrases("hidden: %1$@", "\(count)")) "
        let width = CellWidth.of(words)
        guard width + 30 < area.width else { return }
        canvas.draw(SafeText(words), at: area.column + area.width - width - 1, area.row, width: width, appearance.style("ui.dim"))
    }

    private func drawHeadings(on canvas: inout Canvas, _ area: Area, _ fit: ColumnFit, _ state: PaneState, own: [String]) {
        guard !area.isEmpty else { return }
        for column in fit.columns {
            let isSorted = column.spec.id == state.sortColumn
            var heading = own.contains(column.spec.id) ? "\(column.heading)*" : column.heading
            if isSorted, CellWidth.of(heading) < column.width { heading = "\(heading)\(state.isDescending ? "▼" : "▲")" }
            canvas.draw(
                heading, at: area.column + column.offset, area.row, width: column.width, alignment: column.spec.alignment,
                appearance.style(isSorted ? "ui.header.sorted" : "ui.header"))
        }
    }

    // MARK: Rows

    private func draw(_ row: Row, on canvas: inout Canvas, _ area: Area, _ fit: ColumnFit, _ state: PaneState) {
        let stale = scene.staleness(of: row.id.site)
        let plain = row.isUrgent && stale == nil ? "group.emergency" : nil
        let ground = row.id == state.selection ? (isFocused ? "ui.selection" : "ui.selection.inactive") : plain
        let base = stale == nil && row.absence == nil ? "ui.text" : "link.stale"
        if ground != nil { canvas.fill(area, appearance.style(of: .none, within: base, on: ground)) }
        let labels = fit.columns.map { column in
            var label = label(of: row, column.spec, stale)
            if row.isFolded, column.spec.id == "name" { label.text = "+ \(label.text)" }
            return label
        }
        for (index, column) in fit.columns.enumerated() where labels[index] != .none {
            var (start, width) = (column.offset, column.width)
            if row.depth > 0 {
                // Below another: a little to the right in the column that names it, and as far as nothing else is said.
                let indent = column.spec.id == "name" ? min(2, width) : 0
                start += indent
                width -= indent
                if column.spec.alignment == .left {
                    let next = fit.columns.indices.first { $0 > index && labels[$0] != .none }.map { fit.columns[$0] }
                    width = (next?.offset ?? fit.columns[fit.columns.count - 1].end + 1) - 1 - start
                }
            }
            canvas.draw(
                appearance.text(of: labels[index]), at: area.column + start, area.row, width: width, alignment: column.spec.alignment,
                appearance.style(of: labels[index], within: base, on: ground))
        }
        if let absence = row.absence { mark(absence, on: &canvas, area, ground) }
    }

    /// Says at the end of its line why a selected row is no row like the others.
    private func mark(_ absence: Row.Absence, on canvas: inout Canvas, _ area: Area, _ ground: String?) {
        let words = " " + appearance.phrases(absence == .gone ? "gone" : "outside the filter") + " "
        let width = min(CellWidth.of(words), area.width)
        canvas.draw(
            SafeText(words), at: area.column + area.width - width, area.row, width: width,
            appearance.style(of: Label("", "ui.message.error"), within: "ui.text", on: ground))
    }

    private func label(of row: Row, _ column: ColumnSpec, _ stale: SafeText?) -> Label {
        let label = column.label(row, scene.facts)
        if row.absence != nil { return column.isTime ? .none : Label(appearance.text(of: label)) }
        guard let stale else { return label }
        // A time that goes on counting would claim what nobody knows.
        if column.isTime { return label == .none ? .none : Label(stale) }
        return Label(appearance.text(of: label))
    }

    /// - Parameter selected: the line of the selected row, whose bar reaches the edge.
    private func drawScrollbar(on canvas: inout Canvas, _ area: Area, _ count: Int, first: Int, selected: Int?) {
        guard area.height > 0, count > 0 else { return }
        let style = appearance.style("ui.scrollbar")
        let column = area.column + area.width - 1
        let length = max(1, area.height * area.height / count)
        let top = (area.height - length) * first / max(1, count - area.height)
        canvas.verticalRule(at: column, area.row, height: area.height, style)
        for row in top..<(top + length) { canvas.rule("┃", at: column, area.row + row, width: 1, style) }
        guard let selected, (0..<area.height).contains(selected) else { return }
        let ground = appearance.theme.style(
            "ui.scrollbar", on: isFocused ? "ui.selection" : "ui.selection.inactive", depth: appearance.depth)
        canvas.restyle(Area(column: column, row: area.row + selected, width: 1, height: 1)) { _ in ground }
    }

    /// Says since when figures of our own are counted; on the last line if no row needs it.
    private func drawFootnote(on canvas: inout Canvas, _ area: Area, firstFree: Int) {
        guard firstFree < area.height else { return }
        let figures = scene.facts.figures
        let note = appearance.say(
            "* our own figure since %1$@, target %2$@ s", TimeWords.time(figures.since).string, "\(Int(figures.target))")
        canvas.draw(note, at: area.column, area.row + area.height - 1, width: area.width, appearance.style("ui.dim"))
    }

    // MARK: Nothing to show

    private func drawEmptiness(on canvas: inout Canvas, _ area: Area, _ state: PaneState) {
        for (offset, line) in emptiness(state).wrapped(to: max(1, area.width - 2)).prefix(area.height).enumerated() {
            canvas.draw(line, at: area.column + 1, area.row + offset, width: area.width - 1, appearance.style("ui.dim"))
        }
    }

    /// Why there is nothing.
    private func emptiness(_ state: PaneState) -> SafeText {
        let total = scene.board.count(of: pane.kind)
        if total > 0 { return appearance.say("The filter “%1$@” hides %2$@ rows.", SafeText(state.filter).string, "\(total)") }
        if scene.board.sites.isEmpty { return appearance.say("No site is configured.") }
        if pane == .groups, !scene.offersGroups { return appearance.say("None of the configured sites has talking groups.") }
        let sites = scene.board.sites.values
        if sites.allSatisfy({ $0.link != .online }) { return appearance.say("No site is online.") }
        if sites.contains(where: { $0.link == .online && !$0.synced }) { return appearance.say("Waiting for the first answers …") }
        return appearance.say(pane.emptyPhrase)
    }
}

extension Pane {
    /// `1 Agents`: the key from the keymap, where it has one.
    func label(_ scene: Scene) -> String {
        let key = scene.appearance.keymap.keys(for: "pane-\(rawValue)", in: .global).first?.display
        return (key.map { $0 + " " } ?? "") + scene.appearance.phrases(title)
    }

    fileprivate var emptyPhrase: String {
        switch self {
        case .agents: "There are no agents."
        case .queues: "There are no queues."
        case .calls: "No calls now."
        case .rooms: "There are no rooms."
        case .groups: "There are no talking groups."
        }
    }
}
