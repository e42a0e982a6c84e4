import Exchange
import Settings

/// One character place of the screen.
public struct Cell: Hashable, Sendable {
    /// What stands here: one character with its combining marks. Empty in the right half of a wide character.
    public internal(set) var text: String
    public internal(set) var style: Style

    static let blank = Cell(text: " ", style: Style())

    /// The right half of the wide character before it.
    public var isContinuation: Bool { text.isEmpty }
}

/// A headless screen: a grid of cells and the place of the hardware cursor. Only `SafeText` can be drawn on it.
public struct Canvas: Equatable, Sendable {
    public let width: Int
    public let height: Int
    public internal(set) var cells: [Cell]
    /// Where the hardware cursor sits (screen readers and Braille lines follow it).
    public var cursor: (column: Int, row: Int) = (0, 0)
    /// Whether the cursor is a text cursor, in an input line.
    public var cursorIsText = false

    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: .blank, count: self.width * self.height)
    }

    public subscript(column: Int, row: Int) -> Cell { cells[row * width + column] }

    public static func == (left: Canvas, right: Canvas) -> Bool {
        left.width == right.width && left.height == right.height && left.cursor == right.cursor
            && left.cursorIsText == right.cursorIsText && left.cells == right.cells
    }
}
