import CPlatform
import Console
import Settings

/// Turns canvases into the bytes that bring the terminal from the last one to the next: changed cells only.
///
/// Widths are the canvas's. Where the terminal may think otherwise of a character, the cursor is placed anew after it,
/// so that at worst one character looks odd and no column moves.
struct FrameEncoder {
    private let terminfo: Terminfo
    private let usesUnicode: Bool
    private var palette: Palette

    /// What the terminal shows; nil when nobody knows.
    private var screen: Canvas?
    private var pen = Pen.standard
    /// Where the cursor stands; nil when that depends on the terminal.
    private var place: (column: Int, row: Int)?
    private var cursorIsShown: Bool?

    init(terminfo: Terminfo, traits: TerminalTraits) {
        self.terminfo = terminfo
        usesUnicode = traits.usesUnicode
        palette = Palette(
            depth: traits.depth, hasBrightColors: terminfo.colors >= 16 || traits.depth != .colors16, attributes: terminfo.attributes)
    }

    /// The next frame will clear the terminal and draw everything.
    mutating func forget() {
        screen = nil
        cursorIsShown = nil
    }

    /// - Returns: nothing when the terminal shows `canvas` already.
    mutating func encode(_ canvas: Canvas) -> [UInt8] {
        var bytes: [UInt8] = []
        let old: Canvas
        if let screen, screen.width == canvas.width, screen.height == canvas.height {
            old = screen
        } else {
            old = Canvas(width: canvas.width, height: canvas.height)
            bytes += Array("\u{1B}[m".utf8.prefix(terminfo.isANSI ? 3 : 0)) + terminfo.clear
            pen = .standard
            place = nil
        }
        for row in 0..<canvas.height { encode(row: row, of: canvas, over: old, into: &bytes) }
        if canvas.width > 0, canvas.height > 0 { encodeCursor(of: canvas, into: &bytes) }
        screen = canvas
        return bytes
    }

    private mutating func encode(row: Int, of canvas: Canvas, over old: Canvas, into bytes: inout [UInt8]) {
        let range = row * canvas.width..<(row + 1) * canvas.width
        let new = canvas.cells[range]
        let before = old.cells[range]
        guard new != before else { return }
        let start = range.lowerBound
        let tail = eraseableTail(of: new, over: before)
        var limit = (tail ?? range.upperBound) - start
        if row == canvas.height - 1, !terminfo.takesLastPlace { limit = min(limit, canvas.width - 1) }

        var column = 0
        var neighbourMayBeHit = false
        while column < limit {
            let cell = new[start + column]
            let width = column + 1 < canvas.width && new[start + column + 1].isContinuation ? 2 : 1
            let isChanged = (0..<width).contains { new[start + column + $0] != before[start + column + $0] }
            guard isChanged || neighbourMayBeHit, !cell.isContinuation else {
                column += 1
                continue
            }
            move(to: column, row, over: new, into: &bytes)
            neighbourMayBeHit = !write(cell, width: width, column, row, canvas.width, into: &bytes)
            column += width
        }
        if let tail, let erase = terminfo.eraseToEndOfLine {
            move(to: tail - start, row, over: new, into: &bytes)
            select(palette.pen(for: new[tail].style), into: &bytes)
            bytes += erase
        }
    }

    /// Where the row ends in blanks that one erase sequence says shorter than the blanks themselves.
    private func eraseableTail(of new: ArraySlice<Cell>, over before: ArraySlice<Cell>) -> Int? {
        guard terminfo.eraseToEndOfLine != nil, let last = new.last, last.text == " " else { return nil }
        guard last.style.attributes.isDisjoint(with: [.underline, .reverse, .blink]) else { return nil }
        guard terminfo.erasesWithBackground || last.style.background == .standard else { return nil }
        let tail = (new.lastIndex { $0 != last } ?? new.startIndex - 1) + 1
        let changed = (tail..<new.endIndex).reduce(0) { new[$1] == before[$1] ? $0 : $0 + 1 }
        return changed > 4 ? tail : nil
    }

    /// - Returns: whether the cursor surely stands behind the cell now.
    private mutating func write(
        _ cell: Cell, width: Int, _ column: Int, _ row: Int, _ columns: Int, into bytes: inout [UInt8]
    ) -> Bool {
        select(palette.pen(for: cell.style), into: &bytes)
        let text = cell.text.utf8
        let isASCII = text.count == 1
        let isSure = isASCII || !usesUnicode || Self.isAgreed(cell.text, width: width)
        if isASCII {
            bytes += text
        } else if usesUnicode {
            // A terminal that takes a wide character for a narrow one would leave the old text standing beside it.
            if !isSure, width == 2 {
                bytes += [0x20, 0x20]
                bytes += terminfo.move(toColumn: column, row: row)
            }
            bytes += text
        } else {
            bytes += repeatElement(UInt8(ascii: "?"), count: width)
        }
        place = isSure && column + width < columns ? (column + width, row) : nil
        return isSure
    }

    /// Whether the C library's table, as most terminals', gives the character the canvas's width.
    private static func isAgreed(_ text: String, width: Int) -> Bool {
        guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else { return false }
        return wcwidth(wchar_t(bitPattern: scalar.value)) == width
    }

    /// Moves within a row. A few characters that stand there already are written again where that is shorter.
    private mutating func move(to column: Int, _ row: Int, over cells: ArraySlice<Cell>, into bytes: inout [UInt8]) {
        if let place, place.row == row, (1...4).contains(column - place.column) {
            let gap = cells[(cells.startIndex + place.column)..<(cells.startIndex + column)]
            if gap.allSatisfy({ $0.text.utf8.count == 1 && palette.pen(for: $0.style) == pen }) {
                for cell in gap { bytes += cell.text.utf8 }
                self.place = (column, row)
                return
            }
        }
        move(to: column, row, into: &bytes)
    }

    private mutating func move(to column: Int, _ row: Int, into bytes: inout [UInt8]) {
        if let place, place == (column, row) { return }
        let absolute = terminfo.move(toColumn: column, row: row)
        if let place, place.row == row, place.column < column,
            let relative = terminfo.move(right: column - place.column), relative.count < absolute.count {
            bytes += relative
        } else {
            bytes += absolute
        }
        place = (column, row)
    }

    private mutating func select(_ new: Pen, into bytes: inout [UInt8]) {
        bytes += pen.change(to: new)
        pen = new
    }

    private mutating func encodeCursor(of canvas: Canvas, into bytes: inout [UInt8]) {
        let column = min(max(0, canvas.cursor.column), canvas.width - 1)
        let row = min(max(0, canvas.cursor.row), canvas.height - 1)
        move(to: column, row, into: &bytes)
        if cursorIsShown != canvas.cursorIsText {
            bytes += canvas.cursorIsText ? terminfo.showCursor : terminfo.hideCursor
            cursorIsShown = canvas.cursorIsText
        }
    }
}
