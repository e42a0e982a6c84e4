import Exchange
import Settings

/// For what stands beside the console and has a picture of its own to show: the terminal's probe and its tests.
extension Canvas {
    /// A canvas of rows of cells; short rows end in blanks.
    package init(width: Int, height: Int, rows: [[Cell]]) {
        self.init(width: width, height: height)
        for (row, line) in rows.prefix(height).enumerated() {
            for (column, cell) in line.prefix(width).enumerated() { cells[row * self.width + column] = cell }
        }
    }
}

extension Cell {
    /// One cell, or a wide character with its right half.
    package static func cells(_ text: SafeText, width: Int = 1, _ style: Style = Style()) -> [Cell] {
        [Cell(text: text.string, style: style)] + (width == 2 ? [Cell(text: "", style: style)] : [])
    }
}
