import Exchange
import Foundation
import Settings

/// A framed page over the panes, made of lines, with a scroll.
enum OverlayView {
    /// One line of a page.
    struct Line: Equatable {
        /// Left column, `labelWidth` places wide; nothing where the text takes the whole line.
        var label: Label?
        var text: Label

        init(_ label: SafeText, _ text: Label) {
            self.label = Label(label, "ui.dim")
            self.text = text
        }
        init(key: SafeText, _ text: Label) {
            label = Label(key, text.scope == "ui.disabled" ? "ui.disabled" : "ui.hint.key")
            self.text = text
        }
        init(_ text: Label) { self.text = text }

        static let blank = Line(Label(SafeText("")))
        static func heading(_ text: SafeText) -> Line { Line(Label(text, "ui.title")) }
    }

    struct Page {
        var title: SafeText
        var lines: [Line]
    }

    /// - Parameter scroll: the first line wanted; brought back to what there is.
    static func draw(_ page: Page, on canvas: inout Canvas, _ body: Area, scroll: inout Int, _ appearance: Appearance) {
        guard body.width >= 4, body.height >= 3 else { return }
        let area = body.width >= 70 && body.height >= 16 ? body.inset(min(12, (body.width - 60) / 2), 1) : body
        let inside = area.inset(2, 1)
        canvas.box(area, appearance.style("ui.border.focused"))
        canvas.draw(" \(page.title) ", at: area.column + 2, area.row, width: max(0, area.width - 4), appearance.style("ui.title.focused"))
        let lines = page.lines.flatMap { wrapped($0, labelWidth: labelWidth(page, inside.width), width: inside.width, appearance) }
        scroll = max(0, min(scroll, lines.count - inside.height))
        for (offset, line) in lines.dropFirst(scroll).prefix(inside.height).enumerated() {
            let row = inside.row + offset
            var column = inside.column
            if let label = line.label {
                canvas.draw(appearance.text(of: label), at: column, row, width: inside.width, appearance.style(of: label, within: "ui.text", on: nil))
                column += labelWidth(page, inside.width) + 2
            }
            canvas.draw(
                line.text.text, at: column, row, width: max(0, inside.column + inside.width - column),
                appearance.style(of: line.text, within: "ui.text", on: nil))
        }
        if lines.count > inside.height {
            let place = SafeText(" \(scroll + 1)–\(min(lines.count, scroll + inside.height))/\(lines.count) ")
            let column = max(area.column + 1, area.column + area.width - 2 - CellWidth.of(place))
            canvas.draw(place, at: column, area.row + area.height - 1, width: area.column + area.width - 1 - column, appearance.style("ui.dim"))
        }
        canvas.cursor = (inside.column, inside.row)
    }

    private static func labelWidth(_ page: Page, _ width: Int) -> Int {
        min(page.lines.reduce(0) { max($0, $1.label.map { CellWidth.of($0.text) } ?? 0) }, max(1, width / 3))
    }

    /// Long texts go on below themselves.
    private static func wrapped(_ line: Line, labelWidth: Int, width: Int, _ appearance: Appearance) -> [Line] {
        let room = line.label == nil ? width : width - labelWidth - 2
        let pieces = appearance.text(of: line.text).wrapped(to: max(1, room))
        return pieces.enumerated().map { index, piece in
            var part = line
            part.text.text = piece
            part.text.showsState = false
            if index > 0 { part.label?.text = "" }
            return part
        }
    }
}
