import Exchange
import Foundation

/// One line that sums up all panes, where only one has room.
enum TabLine {
    static func draw(on canvas: inout Canvas, _ area: Area, _ focus: Pane, _ scene: Scene) {
        let appearance = scene.appearance
        canvas.fill(area, appearance.style("ui.text"))
        let labels = Totals(scene).labels(width: area.width)
        var column = area.column
        for (pane, label) in zip(Pane.allCases, labels) {
            let room = area.column + area.width - column
            guard room > 0 else { return }
            let base = pane == focus ? "ui.title.focused" : "ui.dim"
            column += canvas.draw(label.text, at: column, area.row, width: room, appearance.style(of: label, within: base, on: nil))
            if pane != Pane.allCases.last {
                column += canvas.draw(
                    " │ ", at: column, area.row, width: max(0, area.column + area.width - column), appearance.style("ui.border"))
            }
        }
    }
}

/// How much there is in every pane, and what a dispatcher watches of it: who could take a call, how many wait, how long and where.
struct Totals {
    let scene: Scene

    init(_ scene: Scene) { self.scene = scene }

    /// The fullest wording that fits on one line with a rule of three places between two: what goes first are the counts that nobody
    /// acts on, then the end of the queue's name.
    func labels(width: Int) -> [Label] {
        let room = width + 3
        for (counts, agents) in [(true, true), (true, false), (false, false)] {
            let fixed = labels(queue: "", counts: counts, agents: agents)
            let rest = room - fixed.reduce(0) { $0 + CellWidth.of($1.text) + 3 }
            guard rest >= 0 else { continue }
            let name = longest.map { scene.facts.queueName($0.queue.id, at: $0.queue.site) } ?? ""
            let needed = name.isEmpty ? 0 : min(CellWidth.of(name) + 1, counts ? 12 : 6)
            if rest < needed, counts { continue }
            return labels(queue: name.cut(to: rest - 1), counts: counts, agents: agents)
        }
        return Pane.allCases.map { Label("\($0.label(scene)) \(scene.board.count(of: $0.kind))") }
    }

    private var longest: (wait: TimeInterval, queue: Queue)? { scene.facts.longestWait }

    private func labels(queue: SafeText, counts: Bool, agents: Bool) -> [Label] {
        Pane.allCases.map { pane in
            let name = pane.label(scene)
            switch pane {
            case .agents:
                let count = agents ? " \(scene.board.count(of: pane.kind))" : ""
                return Label("\(name)\(count) \(free)")
            case .queues where scene.facts.waiting > 0:
                return Label("\(name) \(waiting(queue))", "queue.waiting", lasting: longest?.wait ?? 0)
            case .queues: return Label("\(name) \(scene.board.count(of: pane.kind))")
            default: return Label(counts ? "\(name) \(scene.board.count(of: pane.kind))" : name)
            }
        }
    }

    /// `38 free`
    var free: SafeText { SafeText(scene.appearance.phrases("%1$@ free", "\(scene.facts.freeAgents)")) }

    /// `5 waiting 01:27 Sales`
    func waiting(_ queue: SafeText) -> SafeText {
        let time = longest.map { " \(TimeWords.duration($0.wait))" } ?? ""
        let count = scene.appearance.phrases("%1$@ waiting", "\(scene.facts.waiting)")
        return SafeText("\(count)\(time)\(queue.isEmpty ? "" : " \(queue)")")
    }
}

extension SafeText {
    /// As much of it as takes so many places, with a sign that there was more.
    func cut(to width: Int) -> SafeText {
        if CellWidth.of(self) <= width { return self }
        var kept = ""
        var used = 0
        for character in string {
            let places = CellWidth.of(character)
            guard used + places <= width - 1 else { break }
            kept.append(character)
            used += places
        }
        return kept.isEmpty ? "" : SafeText(kept + "…")
    }
}
