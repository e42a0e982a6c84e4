import Exchange
import Settings

/// A form over the panes: a line for each field, what is wrong with one below it, and at the foot what the focused one means.
enum OperationFormView {
    private struct Line {
        var field: Int
        /// nil: the field itself; otherwise what is wrong with it.
        var fault: SafeText?
    }

    static func draw(_ form: inout OperationForm, on canvas: inout Canvas, _ body: Area, _ scene: Scene) {
        guard body.width >= 4, body.height >= 3 else { return }
        let appearance = scene.appearance
        let words = OperationWords(phrases: appearance.phrases)
        let area = body.width >= 100 && body.height >= 16 ? body.inset(min(10, (body.width - 80) / 2), 1) : body
        var inside = area.inset(area.width >= 40 ? 2 : 1, 1)
        canvas.box(area, appearance.style("ui.border.focused"))
        let place = scene.showsSites ? " @\(form.site)" : ""
        canvas.draw(
            " \(form.operation.id) – \(words.title(of: form.operation))\(place) ", at: area.column + 2, area.row, width: max(0, area.width - 4),
            appearance.style("ui.title.focused"))
        guard !form.fields.isEmpty else { return }
        drawDocumentation(of: form, on: &canvas, &inside, words, appearance)

        let nameWidth = min(form.fields.reduce(0) { max($0, CellWidth.of($1.name)) } + 2, max(4, inside.width * 2 / 5))
        let lines = form.fields.indices.flatMap { index in
            [Line(field: index)] + (form.fields[index].fault.map { [Line(field: index, fault: appearance.phrases($0))] } ?? [])
        }
        let focused = lines.firstIndex { $0.field == form.focus } ?? 0
        let last = focused + (form.focused.fault == nil ? 0 : 1)
        form.firstLine = max(0, min(max(min(form.firstLine, focused), last - inside.height + 1), lines.count - inside.height))
        for (offset, line) in lines.dropFirst(form.firstLine).prefix(inside.height).enumerated() {
            let row = Area(column: inside.column, row: inside.row + offset, width: inside.width, height: 1)
            if let fault = line.fault {
                canvas.draw("! \(fault)", at: row.column + 2, row.row, width: max(0, row.width - 2), appearance.style("ui.message.error"))
            } else {
                draw(form.fields[line.field], isFocused: line.field == form.focus, nameWidth: nameWidth, on: &canvas, row, appearance)
            }
        }
        if lines.count > inside.height {
            let count = SafeText(" \(form.focus + 1)/\(form.fields.count) ")
            let column = max(area.column + 1, area.column + area.width - 2 - CellWidth.of(count))
            canvas.draw(count, at: column, area.row + area.height - 1, width: area.column + area.width - 1 - column, appearance.style("ui.dim"))
        }
    }

    /// `* name   value`
    private static func draw(
        _ field: OperationForm.Field, isFocused: Bool, nameWidth: Int, on canvas: inout Canvas, _ row: Area, _ appearance: Appearance
    ) {
        let ground = isFocused ? "ui.selection" : nil
        func style(_ scope: String) -> Style { appearance.style(of: Label("", scope), within: "ui.text", on: ground) }
        if isFocused { canvas.fill(row, style("ui.text")) }
        if field.parameter.isRequired { canvas.draw("*", at: row.column, row.row, width: row.width, style("ui.prompt")) }
        canvas.draw(SafeText(field.name), at: row.column + 2, row.row, width: max(0, min(nameWidth, row.width) - 2), style(field.fault == nil ? "ui.hint.key" : "ui.message.error"))
        var rest = row
        _ = rest.takeLeft(nameWidth + 2)
        guard rest.width > 0 else {
            if isFocused { canvas.cursor = (row.column, row.row) }
            return
        }
        if field.text.isEmpty { draw(placeholder(field, appearance), at: rest, on: &canvas, style("ui.dim")) }
        let arrows = isFocused && field.parameter.isClosed && rest.width > 8
        if arrows {
            canvas.draw("‹", at: rest.column, rest.row, style("ui.dim"))
            canvas.draw("›", at: rest.column + rest.width - 1, rest.row, style("ui.dim"))
            rest = rest.inset(2, 0)
        }
        var shown = field.editor
        if field.parameter.isSecret { shown = shown.masked }
        let cursor = QuestionLine.draw(shown, on: &canvas, rest, style("ui.text"))
        if !field.text.isEmpty, !field.parameter.isSecret, let meaning = field.parameter.values[field.text], !meaning.isEmpty {
            let used = CellWidth.of(SafeText(field.text)) + 2
            canvas.draw(appearance.say(meaning), at: rest.column + used, rest.row, width: max(0, rest.width - used), style("ui.dim"))
        }
        if isFocused {
            canvas.cursor = cursor
            canvas.cursorIsText = true
        }
    }

    private static func draw(_ text: SafeText, at area: Area, on canvas: inout Canvas, _ style: Style) {
        canvas.draw(text, at: area.column + 2, area.row, width: max(0, area.width - 4), style)
    }

    /// What stands in an empty field: what the exchange takes without it.
    private static func placeholder(_ field: OperationForm.Field, _ appearance: Appearance) -> SafeText {
        if let standard = field.parameter.standard { return appearance.say("without it: %1$@", SafeText(standard).string) }
        return field.parameter.isClosed ? SafeText(field.choices.joined(separator: " / ")) : ""
    }

    /// At the foot, no more than half of the form; nothing where there is hardly room for the fields.
    private static func drawDocumentation(
        of form: OperationForm, on canvas: inout Canvas, _ inside: inout Area, _ words: OperationWords, _ appearance: Appearance
    ) {
        guard inside.height >= 5 else { return }
        var lines = words.documentation(of: form.focused.parameter, named: form.focused.name)
        for member in form.focused.members { lines += words.documentation(of: member) }
        lines += words.documentation(of: form.operation).dropFirst()
        let pieces = lines.flatMap { line in line.text.wrapped(to: max(1, inside.width)).map { Label($0, line.scope) } }
        let place = inside.takeBottom(min(pieces.count + 1, inside.height / 2))
        canvas.rule(at: place.column, place.row, width: place.width, appearance.style("ui.border"))
        for (offset, piece) in pieces.prefix(place.height - 1).enumerated() {
            canvas.draw(piece.text, at: place.column, place.row + 1 + offset, width: place.width, appearance.style(of: piece, within: "ui.text", on: nil))
        }
    }
}

extension LineEditor {
    /// The same length in dots.
    var masked: LineEditor {
        var dots = LineEditor(String(repeating: "•", count: text.count))
        while dots.cursor > cursor { dots.moveLeft() }
        return dots
    }
}
