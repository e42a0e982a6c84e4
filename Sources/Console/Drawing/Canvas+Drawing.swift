import Exchange
import Settings
import Translations

/// A rectangle of cells; may be empty, may reach beyond the canvas.
struct Area: Equatable {
    var column: Int
    var row: Int
    var width: Int
    var height: Int

    var isEmpty: Bool { width <= 0 || height <= 0 }

    /// Cuts off rows at the top; what is left stays in `self`.
    mutating func takeTop(_ rows: Int) -> Area {
        let taken = max(0, min(rows, height))
        defer {
            row += taken
            height -= taken
        }
        return Area(column: column, row: row, width: width, height: taken)
    }

    mutating func takeBottom(_ rows: Int) -> Area {
        let taken = max(0, min(rows, height))
        height -= taken
        return Area(column: column, row: row + height, width: width, height: taken)
    }

    mutating func takeLeft(_ columns: Int) -> Area {
        let taken = max(0, min(columns, width))
        defer {
            column += taken
            width -= taken
        }
        return Area(column: column, row: row, width: taken, height: height)
    }

    func inset(_ columns: Int, _ rows: Int) -> Area {
        Area(column: column + columns, row: row + rows, width: max(0, width - 2 * columns), height: max(0, height - 2 * rows))
    }
}

enum Alignment: Sendable { case left, right }

/// Everything is drawn with Unicode's signs; `reduce` takes them back at the end where a terminal has none.
extension Canvas {
    /// Draws text into at most `width` places of one row, cut by cell with an ellipsis.
    /// - Returns: the places used.
    @discardableResult
    mutating func draw(
        _ text: SafeText, at column: Int, _ row: Int, width: Int = .max, alignment: Alignment = .left, _ style: Style
    ) -> Int {
        // A right-aligned text needs its room; a left-aligned one may run to the edge.
        let room = min(width, max(0, self.width - column))
        guard room > 0, row >= 0, row < height else { return 0 }
        let string = text.string
        if string.utf8.allSatisfy({ $0 < 0x80 }) {
            return drawASCII(string, at: column, row, room, alignment, style)
        }
        let full = CellWidth.of(string)
        let kept = full <= room ? full : room - 1
        var place = column + (alignment == .right ? max(0, room - full) : 0)
        let start = place
        for character in string {
            let parts = CellWidth.parts(of: character)
            let needed = parts.reduce(0) { $0 + $1.width }
            guard place - start + needed <= kept else { break }
            for part in parts {
                put(part.text, width: part.width, at: place, row, style)
                place += part.width
            }
        }
        if full > room {
            put("…", width: 1, at: place, row, style)
            place += 1
            // Half of a wide character that did not fit is a blank.
            while place - start < room {
                put(" ", width: 1, at: place, row, style)
                place += 1
            }
        }
        return place - start
    }

    private mutating func drawASCII(
        _ string: String, at column: Int, _ row: Int, _ room: Int, _ alignment: Alignment, _ style: Style
    ) -> Int {
        let count = string.utf8.count
        let start = column + (alignment == .right ? max(0, room - count) : 0)
        var place = start
        for byte in string.utf8.prefix(count <= room ? count : room - 1) {
            put(Self.ascii[Int(byte)], width: 1, at: place, row, style)
            place += 1
        }
        if count > room {
            put("…", width: 1, at: place, row, style)
            place += 1
        }
        return place - start
    }

    private static let ascii = (0..<128).map { String(Unicode.Scalar(UInt8($0))) }

    /// Writes one cell. A wide character that loses a half becomes a blank, on either side.
    private mutating func put(_ text: String, width: Int, at column: Int, _ row: Int, _ style: Style) {
        guard column >= 0, column < self.width, row >= 0, row < height else { return }
        let index = row * self.width + column
        if cells[index].isContinuation, column > 0 { cells[index - 1].text = " " }
        let end = column + width
        if end < self.width, cells[index + width].isContinuation { cells[index + width].text = " " }
        if end > self.width {
            cells[index] = Cell(text: " ", style: style)
            return
        }
        cells[index] = Cell(text: text, style: style)
        if width == 2 { cells[index + 1] = Cell(text: "", style: style) }
    }

    /// Blanks an area.
    mutating func fill(_ area: Area, _ style: Style) {
        for row in visibleRows(area) {
            for column in visibleColumns(area) { put(" ", width: 1, at: column, row, style) }
        }
    }

    /// Repeats one sign of one place along a row.
    mutating func rule(_ sign: Character = "─", at column: Int, _ row: Int, width: Int, _ style: Style) {
        let text = String(sign)
        for place in visibleColumns(Area(column: column, row: row, width: width, height: 1)) {
            put(text, width: 1, at: place, row, style)
        }
    }

    mutating func verticalRule(at column: Int, _ row: Int, height: Int, _ style: Style) {
        for place in visibleRows(Area(column: column, row: row, width: 1, height: height)) {
            put("│", width: 1, at: column, place, style)
        }
    }

    /// Changes how an area looks and leaves what it says.
    mutating func restyle(_ area: Area, _ change: (Style) -> Style) {
        for row in visibleRows(area) {
            for column in visibleColumns(area) {
                let index = row * width + column
                cells[index].style = change(cells[index].style)
            }
        }
    }

    /// A frame with a blank inside.
    mutating func box(_ area: Area, _ style: Style) {
        guard area.width >= 2, area.height >= 2 else { return }
        fill(area, style)
        let right = area.column + area.width - 1
        let bottom = area.row + area.height - 1
        rule(at: area.column, area.row, width: area.width, style)
        rule(at: area.column, bottom, width: area.width, style)
        verticalRule(at: area.column, area.row, height: area.height, style)
        verticalRule(at: right, area.row, height: area.height, style)
        for (sign, column, row) in [
            ("┌", area.column, area.row), ("┐", right, area.row), ("└", area.column, bottom), ("┘", right, bottom),
        ] { put(sign, width: 1, at: column, row, style) }
    }

    private func visibleRows(_ area: Area) -> Range<Int> {
        let start = min(max(0, area.row), height)
        return start..<max(start, min(height, area.row + max(0, area.height)))
    }

    private func visibleColumns(_ area: Area) -> Range<Int> {
        let start = min(max(0, area.column), width)
        return start..<max(start, min(width, area.column + max(0, area.width)))
    }
}

extension Canvas {
    /// The words on screen, a line for each row, without blanks at the ends.
    public var plainText: String {
        (0..<height).map { row in
            var line = ""
            for cell in cells[(row * width)..<((row + 1) * width)] { line += cell.text }
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    /// For terminals without UTF-8: signs get their nearest ASCII likeness, letters that the terminal does not have a question
    /// mark. Signs even where the terminal has them: in the encodings of East Asia they are as wide as letters.
    mutating func reduce(to encoding: LocaleEncoding) {
        for index in cells.indices {
            let text = cells[index].text
            if text.isEmpty {
                // The right half of what stays wide.
                if index == 0 || !isWideLeft(cells[index - 1].text) { cells[index].text = " " }
            } else if !text.utf8.allSatisfy({ $0 < 0x80 }) {
                cells[index].text = Self.likeness[text] ?? (encoding.shows(text) ? text : "?")
            }
        }
    }

    private func isWideLeft(_ text: String) -> Bool { CellWidth.of(text) == 2 }

    private static let likeness: [String: String] = [
        "…": ".", "─": "-", "│": "|", "┃": "#", "┌": "+", "┐": "+", "└": "+", "┘": "+", "·": "-", "×": "x", "→": ">", "←": "<",
        "↔": "-", "▲": "^", "▼": "v", "●": "*", "“": "\"", "”": "\"", "‘": "'", "’": "'", "–": "-", "—": "-", "≥": ">", "•": "*", "◉": "@",
    ]
}
