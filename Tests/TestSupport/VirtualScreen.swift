import CVTerm

/// What stands on a terminal's screen at one moment.
public struct ScreenShot: Sendable {
    public struct Cell: Equatable, Sendable {
        public var text = ""
        public var isBold = false
        public var isReverse = false
        public var isUnderlined = false
        /// -1 the terminal's own colour, 0…255 from the palette, 0x1RRGGBB direct.
        public var foreground = -1
        public var background = -1
    }

    public let width: Int
    public let height: Int
    public let cells: [[Cell]]
    public let cursor: (column: Int, row: Int)
    public let cursorIsVisible: Bool
    public let isAlternate: Bool
    public let title: String?

    /// The rows as text, without the blanks at their ends.
    public var rows: [String] {
        cells.map { row in
            var text = row.map(\.text).joined()
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    public var text: String { rows.joined(separator: "\n") }
    public func contains(_ text: String) -> Bool { rows.contains { $0.contains(text) } }
}

/// A terminal of memory, by libvterm. Not thread-safe: `PtySession` guards it.
final class VirtualScreen {
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    private let notes = Notes()

    /// What the callbacks note down.
    private final class Notes {
        var replies: [UInt8] = []
        var cursorIsVisible = true
        var isAlternate = false
        var title: String?
        var bells = 0
    }

    init(width: Int, height: Int) {
        terminal = vterm_new(Int32(height), Int32(width))
        screen = vterm_obtain_screen(terminal)
        vterm_set_utf8(terminal, 1)
        let user = Unmanaged.passUnretained(notes).toOpaque()
        vterm_output_set_callback(
            terminal,
            { bytes, length, user in
                guard let bytes, let user else { return }
                let notes = Unmanaged<Notes>.fromOpaque(user).takeUnretainedValue()
                notes.replies += UnsafeRawBufferPointer(start: bytes, count: length)
            }, user)
        callbacks.initialize(to: VTermScreenCallbacks())
        callbacks.pointee.settermprop = { property, value, user in
            guard let value, let user else { return 1 }
            let notes = Unmanaged<Notes>.fromOpaque(user).takeUnretainedValue()
            switch property {
            case VTERM_PROP_CURSORVISIBLE: notes.cursorIsVisible = cordboard_boolean(value) != 0
            case VTERM_PROP_ALTSCREEN: notes.isAlternate = cordboard_boolean(value) != 0
            case VTERM_PROP_TITLE: notes.title = value.pointee.string.map { String(cString: $0) }
            default: break
            }
            return 1
        }
        callbacks.pointee.bell = { user in
            guard let user else { return 1 }
            Unmanaged<Notes>.fromOpaque(user).takeUnretainedValue().bells += 1
            return 1
        }
        vterm_screen_set_callbacks(screen, callbacks, user)
        vterm_screen_enable_altscreen(screen, 1)
        vterm_screen_reset(screen, 1)
    }

    private let callbacks = UnsafeMutablePointer<VTermScreenCallbacks>.allocate(capacity: 1)

    deinit {
        vterm_free(terminal)
        callbacks.deallocate()
    }

    var bells: Int { notes.bells }

    /// Never narrower than a wide character: libvterm 0.3 writes the right half of one without asking whether there is a place, and a
    /// frame for the size before may still be on its way.
    func resize(width: Int, height: Int) { vterm_set_size(terminal, Int32(height), Int32(max(2, width))) }

    /// - Returns: what the terminal answers.
    func show(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { _ = vterm_input_write(terminal, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) }
        defer { notes.replies = [] }
        return notes.replies
    }

    var shot: ScreenShot {
        var height: Int32 = 0
        var width: Int32 = 0
        vterm_get_size(terminal, &height, &width)
        var cursor = VTermPos()
        vterm_state_get_cursorpos(vterm_obtain_state(terminal), &cursor)
        let cells = (0..<height).map { row in (0..<width).map { cell(row: row, column: $0) } }
        return ScreenShot(
            width: Int(width), height: Int(height), cells: cells, cursor: (Int(cursor.col), Int(cursor.row)),
            cursorIsVisible: notes.cursorIsVisible, isAlternate: notes.isAlternate, title: notes.title)
    }

    private func cell(row: Int32, column: Int32) -> ScreenShot.Cell {
        var raw = VTermScreenCell()
        guard vterm_screen_get_cell(screen, VTermPos(row: row, col: column), &raw) != 0 else { return ScreenShot.Cell() }
        var text = String.UnicodeScalarView()
        for index in 0..<Int32(VTERM_MAX_CHARS_PER_CELL) {
            let character = cordboard_character(&raw, index)
            if character == 0 { break }
            if character == .max { return ScreenShot.Cell() }  // the right half of a wide character
            if let scalar = Unicode.Scalar(character) { text.append(scalar) }
        }
        return ScreenShot.Cell(
            text: text.isEmpty ? " " : String(text), isBold: cordboard_cell_is_bold(&raw) != 0,
            isReverse: cordboard_cell_is_reverse(&raw) != 0, isUnderlined: cordboard_cell_is_underlined(&raw) != 0,
            foreground: Int(cordboard_foreground(&raw)), background: Int(cordboard_background(&raw)))
    }
}
