import Exchange
import Foundation
import Settings

/// A page of lines over the panes that can be scrolled and searched.
protocol PageLayer: Layer {
    /// The first line in sight.
    var scroll: Int { get set }
    var search: PageSearch { get set }
    func page(_ scene: Scene) -> PageView.Page
}

/// What is looked for in a page.
struct PageSearch: Equatable, Sendable {
    var text = ""
    /// The next hit is to be gone to: the one in sight or after it (0), the next one (1), the one before (-1).
    var step: Int?
    /// The line that was gone to, counted as they stand broken on the screen.
    var line: Int?
    /// Nothing was found.
    var isInVain = false
}

extension PageLayer {
    mutating func perform(_ command: String, _ context: LayerContext) -> Bool { performOnPage(command, context) }

    mutating func performOnPage(_ command: String, _ context: LayerContext) -> Bool {
        switch OverlayCommand(rawValue: command) {
        case .searchNext?: search.step = 1
        case .searchPrevious?: search.step = -1
        default:
            guard let movement = Movement(command, pageLength: PageView.pageLength(in: context.layout.body)) else { return false }
            scroll(movement)
        }
        return true
    }

    mutating func scroll(_ movement: Movement) {
        switch movement {
        case .by(let lines): scroll = max(0, scroll + lines)
        case .first: scroll = 0
        // `arrange` brings it back to the last page.
        case .last: scroll = 1 << 30
        }
    }

    mutating func arrange(_ scene: Scene) { arrangePage(scene) }

    mutating func arrangePage(_ scene: Scene) {
        let lines = PageView.lines(of: page(scene), in: scene.layout.body, scene.appearance)
        let last = PageView.lastScroll(of: lines.count, in: scene.layout.body) ?? scroll
        if let step = exchange(&search.step, with: nil), !search.text.isEmpty { go(step, in: lines) }
        scroll = min(scroll, last)
    }

    /// Brings the next hit into sight; after the last one comes the first.
    private mutating func go(_ step: Int, in lines: [PageView.Line]) {
        let hits = lines.indices.filter { lines[$0].contains(search.text) }
        search.isInVain = hits.isEmpty
        guard let first = hits.first, let last = hits.last else { return search.line = nil }
        let from = search.line ?? scroll - (step == 1 ? 1 : 0)
        let hit =
            switch step {
            case 0: hits.first { $0 >= scroll } ?? first
            case 1: hits.first { $0 > from } ?? first
            default: hits.last { $0 < from } ?? last
            }
        search.line = hit
        scroll = max(0, hit - 2)
    }

    /// The scroll that shows the last page; nil where there is no room for any.
    func lastScroll(_ scene: Scene) -> Int? {
        let count = PageView.lines(of: page(scene), in: scene.layout.body, scene.appearance).count
        return PageView.lastScroll(of: count, in: scene.layout.body)
    }

    func draw(on canvas: inout Canvas, _ scene: Scene) {
        PageView.draw(page(scene), on: &canvas, scene.layout.body, scroll: scroll, search, scene.appearance)
    }

    func hints(_ scene: Scene) -> [Hint] {
        guard let section = keymapSections(over: scene.focus.section).first else { return [] }
        return Hint.ownCommands(of: section, scene) + Hint.list([.back, .moveDown, .moveUp], in: section, scene)
    }

    /// The same page, wherever it is scrolled to and whatever is looked for in it.
    func isSamePage(as other: any Layer) -> Bool {
        guard var other = other as? Self else { return false }
        (other.scroll, other.search) = (scroll, search)
        return other == self
    }
}

/// A framed page over the panes, made of lines, with a scroll.
enum PageView {
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

        func contains(_ text: String) -> Bool {
            let words = (label.map { "\($0.text.string) " } ?? "") + self.text.text.string
            return words.range(of: text, options: [.caseInsensitive, .diacriticInsensitive]) != nil
        }

        static let blank = Line(Label(SafeText("")))
        static func heading(_ text: SafeText) -> Line { Line(Label(text, "ui.title")) }
    }

    struct Page {
        var title: SafeText
        var lines: [Line]
    }

    /// The frame, and what it leaves for lines; nil where there is no room.
    private static func place(in body: Area) -> (frame: Area, inside: Area)? {
        guard body.width >= 4, body.height >= 3 else { return nil }
        let frame = body.width >= 70 && body.height >= 16 ? body.inset(min(12, (body.width - 60) / 2), 1) : body
        return (frame, frame.inset(2, 1))
    }

    /// Lines that one key turns over: one of the page before stays in sight.
    static func pageLength(in body: Area) -> Int { max(1, (place(in: body)?.inside.height ?? body.height) - 1) }

    /// The first line in sight where the last line is; nil where there is no room.
    static func lastScroll(of count: Int, in body: Area) -> Int? { place(in: body).map { max(0, count - $0.inside.height) } }

    /// The lines as they stand broken on the screen; none where there is no room.
    static func lines(of page: Page, in body: Area, _ appearance: Appearance) -> [Line] {
        place(in: body).map { lines(of: page, $0.inside.width, appearance) } ?? []
    }

    private static func lines(of page: Page, _ width: Int, _ appearance: Appearance) -> [Line] {
        let labelWidth = labelWidth(page, width)
        return page.lines.flatMap { wrapped($0, labelWidth: labelWidth, width: width, appearance) }
    }

    /// - Parameter scroll: the first line in sight.
    static func draw(_ page: Page, on canvas: inout Canvas, _ body: Area, scroll: Int, _ search: PageSearch, _ appearance: Appearance) {
        guard let (area, inside) = place(in: body) else { return }
        canvas.box(area, appearance.style("ui.border.focused"))
        canvas.draw(" \(page.title) ", at: area.column + 2, area.row, width: max(0, area.width - 4), appearance.style("ui.title.focused"))
        let lines = lines(of: page, inside.width, appearance)
        for (offset, line) in lines.dropFirst(scroll).prefix(inside.height).enumerated() {
            let row = inside.row + offset
            let isHit = !search.text.isEmpty && line.contains(search.text)
            let ground = isHit && search.line == scroll + offset ? "ui.selection" : nil
            if let ground { canvas.fill(Area(column: inside.column, row: row, width: inside.width, height: 1), appearance.style(ground)) }
            var column = inside.column
            if let label = line.label {
                canvas.draw(
                    appearance.text(of: label), at: column, row, width: inside.width,
                    appearance.style(of: label, within: "ui.text", on: ground))
                column += labelWidth(page, inside.width) + 2
            }
            canvas.draw(
                line.text.text, at: column, row, width: max(0, inside.column + inside.width - column),
                isHit && ground == nil ? appearance.style("ui.match") : appearance.style(of: line.text, within: "ui.text", on: ground))
        }
        if !search.text.isEmpty {
            let words = SafeText(" /\(SafeText(search.text))\(search.isInVain ? " – \(appearance.phrases("not found"))" : "") ")
            canvas.draw(
                words, at: area.column + 2, area.row + area.height - 1, width: max(0, area.width - 24), appearance.style("ui.match"))
        }
        if lines.count > inside.height {
            let place = SafeText(" \(scroll + 1)–\(min(lines.count, scroll + inside.height))/\(lines.count) ")
            let column = max(area.column + 1, area.column + area.width - 2 - CellWidth.of(place))
            canvas.draw(
                place, at: column, area.row + area.height - 1, width: area.column + area.width - 1 - column, appearance.style("ui.dim"))
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
