import Exchange
import Settings

extension OperationForm: Layer {
    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [.form] }
    var helpSection: Keymap.Section? { .form }
    var takesText: Bool { true }

    mutating func type(_ text: String) { edit { $0.insert(text) } }

    mutating func perform(_ command: String, _ context: LayerContext) -> Bool {
        // Where only documented values are taken there is nothing to move about in.
        let isChoice = !fields.isEmpty && focused.parameter.isClosed
        switch command {
        case OverlayCommand.nextField.rawValue: moveFocus(by: 1)
        case OverlayCommand.previousField.rawValue: moveFocus(by: -1)
        case OverlayCommand.nextValue.rawValue, "complete": choose(step: 1)
        case OverlayCommand.previousValue.rawValue, "complete-previous": choose(step: -1)
        case "cursor-right" where isChoice: choose(step: 1)
        case "cursor-left" where isChoice: choose(step: -1)
        case "accept" where !isOnLast: moveFocus(by: 1)
        default:
            guard let change = LineEditor.commands[command] else { return false }
            edit(change)
        }
        return true
    }

    mutating func arrange(_ scene: Scene) {
        firstLine = OperationFormView.firstLine(of: self, scene.layout.body, scene.appearance)
    }

    func draw(on canvas: inout Canvas, _ scene: Scene) { OperationFormView.draw(self, on: &canvas, scene.layout.body, scene) }

    func hints(_ scene: Scene) -> [Hint] { Hint.ownCommands(of: .form, scene) + Hint.list([.back], in: .form, scene) }
}

/// A form over the panes: a line for each field, what is wrong with one below it, and at the foot what the focused one means.
enum OperationFormView {
    private struct Line {
        var field: Int
        /// nil: the field itself; otherwise what is wrong with it.
        var fault: SafeText?
    }

    static func draw(_ form: OperationForm, on canvas: inout Canvas, _ body: Area, _ scene: Scene) {
        guard let frame = frame(in: body) else { return }
        let appearance = scene.appearance
        let words = OperationWords(phrases: appearance.phrases)
        let (area, documented) = (frame, documentation(of: form, in: frame, words, appearance))
        var inside = inside(frame)
        canvas.box(area, appearance.style("ui.border.focused"))
        let place = scene.showsSites ? " @\(form.site)" : ""
        canvas.draw(
            " \(form.operation.id) – \(words.title(of: form.operation))\(place) ", at: area.column + 2, area.row,
            width: max(0, area.width - 4),
            appearance.style("ui.title.focused"))
        guard !form.fields.isEmpty else { return }
        drawDocumentation(documented, on: &canvas, &inside, appearance)

        let nameWidth = min(form.fields.reduce(0) { max($0, CellWidth.of($1.name)) } + 2, max(4, inside.width * 2 / 5))
        let lines = lines(of: form, appearance)
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
            canvas.draw(
                count, at: column, area.row + area.height - 1, width: area.column + area.width - 1 - column, appearance.style("ui.dim"))
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
        canvas.draw(
            SafeText(field.name), at: row.column + 2, row.row, width: max(0, min(nameWidth, row.width) - 2),
            style(field.fault == nil ? "ui.hint.key" : "ui.message.error"))
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
        let cursor = PromptView.draw(shown, on: &canvas, rest, style("ui.text"))
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

    /// The frame of the form; nil where there is no room.
    private static func frame(in body: Area) -> Area? {
        guard body.width >= 4, body.height >= 3 else { return nil }
        return body.width >= 100 && body.height >= 16 ? body.inset(min(10, (body.width - 80) / 2), 1) : body
    }

    private static func inside(_ frame: Area) -> Area { frame.inset(frame.width >= 40 ? 2 : 1, 1) }

    private static func lines(of form: OperationForm, _ appearance: Appearance) -> [Line] {
        form.fields.indices.flatMap { index in
            [Line(field: index)] + (form.fields[index].fault.map { [Line(field: index, fault: appearance.phrases($0))] } ?? [])
        }
    }

    /// The first line to be shown so that the focused field is in sight with what is wrong with it.
    static func firstLine(of form: OperationForm, _ body: Area, _ appearance: Appearance) -> Int {
        guard let frame = frame(in: body), !form.fields.isEmpty else { return form.firstLine }
        let pieces = documentation(of: form, in: frame, OperationWords(phrases: appearance.phrases), appearance)
        let height = inside(frame).height - height(of: pieces, in: inside(frame))
        let lines = lines(of: form, appearance)
        let focused = lines.firstIndex { $0.field == form.focus } ?? 0
        let last = focused + (form.focused.fault == nil ? 0 : 1)
        return max(0, min(max(min(form.firstLine, focused), last - height + 1), lines.count - height))
    }

    /// What the focused field means, at the foot; nothing where there is hardly room for the fields.
    private static func documentation(of form: OperationForm, in frame: Area, _ words: OperationWords, _ appearance: Appearance) -> [Label]
    {
        let inside = inside(frame)
        guard inside.height >= 5, !form.fields.isEmpty else { return [] }
        var lines = words.documentation(of: form.focused.parameter, named: form.focused.name)
        for member in form.focused.members { lines += words.documentation(of: member) }
        lines += words.documentation(of: form.operation).dropFirst()
        return lines.flatMap { line in line.text.wrapped(to: max(1, inside.width)).map { Label($0, line.scope) } }
    }

    /// No more than half of the form.
    private static func height(of documentation: [Label], in inside: Area) -> Int {
        documentation.isEmpty ? 0 : min(documentation.count + 1, inside.height / 2)
    }

    private static func drawDocumentation(_ pieces: [Label], on canvas: inout Canvas, _ inside: inout Area, _ appearance: Appearance) {
        guard !pieces.isEmpty else { return }
        let place = inside.takeBottom(height(of: pieces, in: inside))
        canvas.rule(at: place.column, place.row, width: place.width, appearance.style("ui.border"))
        for (offset, piece) in pieces.prefix(place.height - 1).enumerated() {
            canvas.draw(
                piece.text, at: place.column, place.row + 1 + offset, width: place.width,
                appearance.style(of: piece, within: "ui.text", on: nil))
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
