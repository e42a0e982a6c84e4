import Exchange
import Foundation

/// One line that sums up all panes, where only one has room.
enum TabLine {
    static func draw(on canvas: inout Canvas, _ area: Area, _ focus: Pane, _ scene: Scene) {
        let appearance = scene.appearance
        canvas.fill(area, appearance.style("ui.text"))
        // The fuller wording while it fits.
        let full = Pane.allCases.map { label($0, scene, isFull: true) }
        let width = full.reduce(0) { $0 + CellWidth.of($1.text) + 3 }
        let labels = width <= area.width + 3 ? full : Pane.allCases.map { label($0, scene, isFull: false) }
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

    private static func label(_ pane: Pane, _ scene: Scene, isFull: Bool) -> Label {
        let name = pane.label(scene)
        guard pane == .queues, scene.facts.waiting > 0, isFull else { return Label("\(name) \(scene.board.count(of: pane.kind))") }
        let wait = scene.facts.longestWait
        let time = wait.map { " \(TimeWords.duration($0))" } ?? ""
        let count = scene.appearance.phrases("%1$@ waiting", "\(scene.facts.waiting)")
        return Label(SafeText("\(name) \(count)\(time)"), "queue.waiting", lasting: wait ?? 0)
    }
}
