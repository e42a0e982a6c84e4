import Exchange
import Foundation
import Settings

/// The bottom line while nothing is asked: what the keys do here, or how a begun sequence goes on.
enum HintBar {
    /// - Parameter layer: the one that has the keys.
    static func draw(on canvas: inout Canvas, _ area: Area, of layer: any Layer, _ scene: Scene) {
        guard !area.isEmpty else { return }
        let appearance = scene.appearance
        canvas.fill(area, appearance.style("ui.hint"))
        var column = area.column
        let end = area.column + area.width
        guard let section = layer.keymapSections(over: scene.focus.section).first else { return }
        if !scene.pendingKeys.isEmpty {
            column += canvas.draw("\(scene.pendingKeys.display) ", at: column, area.row, width: end - column, appearance.style("ui.prompt"))
            column += 1
            draw(continuations(of: scene.pendingKeys, in: section, scene), on: &canvas, from: column, area.row, to: end, appearance)
            return
        }
        // Help keeps its place at the right edge.
        var help = Hint(.help, in: section, scene)
        help?.title = appearance.say("Help")
        let helpWidth = help.map { CellWidth.of($0.key) + 1 + CellWidth.of($0.title) } ?? 0
        let hasRoom = helpWidth > 0 && helpWidth + 20 < area.width
        draw(layer.hints(scene), on: &canvas, from: column, area.row, to: hasRoom ? end - helpWidth - 2 : end, appearance)
        if let help, hasRoom { draw([help], on: &canvas, from: end - helpWidth, area.row, to: end, appearance) }
    }

    private static func draw(
        _ hints: [Hint], on canvas: inout Canvas, from start: Int, _ row: Int, to end: Int, _ appearance: Appearance
    ) {
        var column = start
        for hint in hints {
            guard column + CellWidth.of(hint.key) + 1 + CellWidth.of(hint.title) <= end else { return }
            column += canvas.draw(SafeText(hint.key), at: column, row, appearance.style(hint.isRefused ? "ui.disabled" : "ui.hint.key")) + 1
            column += canvas.draw(hint.title, at: column, row, appearance.style(hint.isRefused ? "ui.disabled" : "ui.hint")) + 2
        }
    }

    private static func continuations(of keys: [Key], in section: Keymap.Section, _ scene: Scene) -> [Hint] {
        guard case .prefix(let continuations) = scene.appearance.keymap.lookup(keys, in: section) else { return [] }
        return continuations.map {
            Hint(
                key: $0.key.display, title: $0.commands.isEmpty ? "…" : scene.title(of: $0.commands),
                isRefused: scene.refusal(of: $0.commands) != nil)
        }
    }
}
