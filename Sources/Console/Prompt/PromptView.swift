import Exchange
import Settings

/// The bottom line while something is asked, and the candidates above it.
enum PromptView {
    /// The most candidates in sight.
    private static let mostCandidates = 10

    /// What there is to tell meanwhile, or of the line itself, stands above it.
    /// - Parameter body: the room above the line that candidates may take.
    static func draw(on canvas: inout Canvas, _ area: Area, body: Area, _ prompt: Prompt, _ scene: Scene) {
        guard !area.isEmpty else { return }
        let appearance = scene.appearance
        var body = body
        canvas.fill(area, appearance.style("ui.input"))
        switch prompt.content {
        case .confirmation(let text):
            canvas.cursor = drawRising(text, on: &canvas, area, body: &body, appearance.style("ui.prompt"))
            canvas.cursorIsText = true
        case .typedConfirmation(let actionText, _):
            drawLine(actionText, on: &canvas, body: &body, appearance.style("ui.prompt"))
        case .filter, .command, .argument, .password:
            break
        }
        for notice in scene.notices.reversed() { drawLine(notice.text, on: &canvas, body: &body, appearance.style(notice.tone.scope)) }
        guard let editor = prompt.shownEditor else { return }
        draw(editor, prompt: lead(of: prompt.content, appearance), on: &canvas, area, appearance)
        if let completions = prompt.completions { draw(completions, on: &canvas, body, appearance) }
    }

    /// What stands before the line being typed.
    private static func lead(of content: Prompt.Content, _ appearance: Appearance) -> SafeText {
        switch content {
        case .filter: "/"
        case .command: ":"
        case .argument(let title), .password(let title): "\(title) "
        case .typedConfirmation(_, let word): "\(appearance.say("Type %1$@ to go on:", SafeText(word).string)) "
        case .confirmation: ""
        }
    }

    private static func drawLine(_ text: SafeText, on canvas: inout Canvas, body: inout Area, _ style: Style) {
        let line = body.takeBottom(1)
        if !line.isEmpty { _ = drawRising(text, on: &canvas, line, body: &body, style) }
    }

    /// What must be read whole goes up into the body, and takes of it what it needs, rather than lose its end.
    /// - Returns: where the text ends.
    static func drawRising(
        _ text: SafeText, on canvas: inout Canvas, _ area: Area, body: inout Area, _ style: Style
    ) -> (column: Int, row: Int) {
        var end = (column: area.column, row: area.row)
        let lines = text.wrapped(to: max(1, area.width - 1))
        var place = body.takeBottom(lines.count - 1)
        place.height += 1
        if place.height == 1 { place = area }
        canvas.fill(place, style)
        for (offset, line) in lines.suffix(place.height).enumerated() {
            let used = canvas.draw(line, at: place.column, place.row + offset, width: place.width, style)
            end = (place.column + used, place.row + offset)
        }
        return end
    }

    /// An input line that scrolls so that its cursor stays in sight.
    private static func draw(_ editor: LineEditor, prompt: SafeText, on canvas: inout Canvas, _ area: Area, _ appearance: Appearance) {
        var rest = area
        let promptWidth = min(CellWidth.of(prompt), max(0, area.width * 2 / 3))
        _ = rest.takeLeft(canvas.draw(prompt, at: area.column, area.row, width: promptWidth, appearance.style("ui.prompt")))
        guard rest.width > 0 else { return }
        canvas.cursor = draw(editor, on: &canvas, rest, appearance.style("ui.input"))
        canvas.cursorIsText = true
    }

    /// - Returns: where the cursor is.
    static func draw(_ editor: LineEditor, on canvas: inout Canvas, _ rest: Area, _ style: Style) -> (column: Int, row: Int) {
        guard rest.width > 0 else { return (rest.column, rest.row) }
        var hidden = 0
        var before = CellWidth.of(SafeText(String(editor.text.prefix(editor.cursor))))
        for character in editor.text.prefix(editor.cursor) where before >= rest.width {
            before -= CellWidth.of(SafeText(String(character)))
            hidden += 1
        }
        canvas.draw(SafeText(String(editor.text.dropFirst(hidden))), at: rest.column, rest.row, width: rest.width, style)
        return (rest.column + min(before, rest.width - 1), rest.row)
    }

    /// What is being typed means this; it takes no more than half of the room.
    private static func draw(_ documentation: [Label], on canvas: inout Canvas, _ body: Area, _ appearance: Appearance) {
        let lines = documentation.flatMap { label in
            label.text.wrapped(to: max(1, body.width - 2)).map { Label($0, label.scope) }
        }
        var rest = body
        let area = rest.takeBottom(min(lines.count, body.height / 2))
        for (offset, line) in lines.prefix(area.height).enumerated() {
            let row = Area(column: area.column, row: area.row + offset, width: area.width, height: 1)
            canvas.fill(row, appearance.style("ui.input"))
            canvas.draw(
                line.text, at: row.column + 1, row.row, width: row.width - 1, appearance.style(of: line, within: "ui.text", on: "ui.input"))
        }
    }

    private static func draw(_ completions: Completions, on canvas: inout Canvas, _ body: Area, _ appearance: Appearance) {
        let candidates = completions.candidates
        var rest = body
        let area = rest.takeBottom(min(candidates.count, mostCandidates))
        draw(completions.documentation, on: &canvas, rest, appearance)
        guard !area.isEmpty else { return }
        let first = max(0, min((completions.chosen ?? 0) - area.height / 2, candidates.count - area.height))
        let visible = candidates[first..<(first + area.height)]
        let hidden = candidates.count - (first + area.height)
        let wordWidth = min(visible.reduce(0) { max($0, CellWidth.of(SafeText($1.word))) }, max(8, area.width / 2))
        for (offset, candidate) in visible.enumerated() {
            let row = area.row + offset
            let ground = first + offset == completions.chosen ? "ui.selection" : "ui.input"
            func style(_ scope: String) -> Style { appearance.theme.style(scope, on: ground, depth: appearance.depth) }
            canvas.fill(Area(column: area.column, row: row, width: area.width, height: 1), appearance.style(ground))
            let isRefused = candidate.reason != nil
            canvas.draw(
                SafeText(candidate.word), at: area.column + 1, row, width: wordWidth, style(isRefused ? "ui.disabled" : "ui.hint.key"))
            let note: SafeText = candidate.reason.map { candidate.note.isEmpty ? $0 : "\(candidate.note) · \($0)" } ?? candidate.note
            canvas.draw(
                note, at: area.column + wordWidth + 3, row, width: max(0, area.width - wordWidth - 3),
                style(isRefused ? "ui.disabled" : "ui.hint"))
            if offset == area.height - 1, hidden > 0 {
                let more = appearance.phrases("%1$@ more", "\(hidden)") + " "
                canvas.draw(
                    SafeText(more), at: area.column, row, width: area.width, alignment: .right,
                    appearance.theme.style("ui.dim", on: ground, depth: appearance.depth))
            }
        }
    }
}
