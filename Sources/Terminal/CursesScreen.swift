import CNcurses
import CPlatform
import Console
import Glibc
import Settings
import Translations

/// Turns canvases into the bytes that bring the terminal from the last one to the next, by ncurses.
///
/// ncurses draws into memory: a frame goes to the terminal in one write without waiting, and the line settings, the signals
/// and the size of the terminal stay the session's. So do its keys: ncurses' own reading would hold the main actor up while it
/// waits for what follows an Escape, and hands out neither a paste as text nor a terminal's reports (see `InputDecoder`,
/// whose key sequences are those of ncurses' terminfo).
///
/// One at a time: ncurses keeps its current screen and all windows in globals, and a new size changes them all.
@MainActor
final class CursesScreen {
    private let screen: OpaquePointer
    /// Where ncurses writes to; a file of memory.
    private let output: UnsafeMutablePointer<FILE>
    private let input: UnsafeMutablePointer<FILE>
    private let terminfo: Terminfo
    private let traits: TerminalTraits
    private let palette: CursesPalette
    /// Where the terminal's last place can be written without a scroll, ncurses believes in one more row below: at its own
    /// last place it plays tricks with inserted characters, which wide ones come badly out of.
    private let spareRows: Int

    /// What the terminal shows; nil when nobody knows.
    private var shown: Canvas?
    private var cursorIsShown: Bool?

    /// - Throws: `TerminalError.unknownType`, `.cannotOpen`.
    init(terminfo: Terminfo, traits: TerminalTraits) throws {
        let type = traits.depth == .trueColor ? terminfo.directType ?? terminfo.name : terminfo.name
        // 1 is MFD_CLOEXEC, which Glibc's module does not show.
        guard let output = fdopen(memfd_create("frame", 1), "w") else {
            throw TerminalError.cannotOpen(String(cString: strerror(errno)))
        }
        guard let input = fopen("/dev/null", "re") else {
            fclose(output)
            throw TerminalError.cannotOpen(String(cString: strerror(errno)))
        }
        Self.speak(traits.encoding)
        // The size is the session's business, LINES and COLUMNS are not asked; only where terminfo does not say one either.
        var started: OpaquePointer?
        for asksEnvironment in [false, true] where started == nil {
            use_env(asksEnvironment)
            started = Self.keepingSignals { newterm(type, output, input) }
        }
        guard let started else {
            fclose(output)
            fclose(input)
            throw TerminalError.unknownType(type)
        }
        defer { set_term(nil) }
        nonl()  // the session lets line feeds through as they are
        // ncurses would send what opens a screen before its first frame; that is the session's to send.
        wnoutrefresh(cordboard_window())
        doupdate()
        _ = Self.empty(output)
        screen = started
        palette = CursesPalette(depth: traits.depth)
        spareRows = tigetflag("am") != 1 || tigetflag("xenl") == 1 ? 1 : 0
        (self.output, self.input) = (output, input)
        (self.terminfo, self.traits) = (terminfo, traits)
    }

    isolated deinit {
        using { delscreen(screen) }
        fclose(output)
        fclose(input)
    }

    /// The next frame will clear the terminal and draw everything.
    func forget() {
        shown = nil
        cursorIsShown = nil
    }

    /// - Returns: the bytes of the frame; nothing when the terminal shows `canvas` already.
    func frame(_ canvas: Canvas) -> [UInt8] {
        guard canvas != shown, canvas.width > 0, canvas.height > 0 else { return [] }
        return using {
            draw(canvas)
            wmove(
                cordboard_window(), Int32(min(max(0, canvas.cursor.row), canvas.height - 1)),
                Int32(min(max(0, canvas.cursor.column), canvas.width - 1)))
            wnoutrefresh(cordboard_window())
            doupdate()
            shown = canvas
            return inSemicolons(Self.empty(output)) + cursorChange(isText: canvas.cursorIsText)
        }
    }

    /// Calls ncurses with this screen as its current one; at all other times there is none, so that whoever only reads
    /// terminfo cannot touch it.
    private func using<Result>(_ body: () -> Result) -> Result {
        set_term(screen)
        defer { set_term(nil) }
        return body()
    }

    private func draw(_ canvas: Canvas) {
        let old: Canvas
        if let shown, shown.width == canvas.width, shown.height == canvas.height {
            old = shown
        } else {
            resize_term(Int32(canvas.height + spareRows), Int32(canvas.width))
            werase(cordboard_window())
            cordboard_clear_terminal()
            old = Canvas(width: canvas.width, height: canvas.height)
        }
        for row in 0..<canvas.height {
            let cells = canvas.cells[row * canvas.width..<(row + 1) * canvas.width]
            let before = old.cells[cells.indices]
            guard cells != before else { continue }
            for index in cells.indices where !cells[index].isContinuation {
                let isWide = index + 1 < cells.endIndex && cells[index + 1].isContinuation
                guard cells[index] != before[index] || isWide && cells[index + 1] != before[index + 1] else { continue }
                put(cells[index], width: isWide ? 2 : 1, row: row, column: index - cells.startIndex)
            }
        }
    }

    private func put(_ cell: Cell, width: Int, row: Int, column: Int) {
        var pair = palette.pair(for: cell.style)
        let attributes = palette.attributes(for: cell.style)
        for (offset, text) in places(of: cell.text, width: width).enumerated() {
            var place = cchar_t()
            setcchar(&place, text + [0], attributes, 0, &pair)
            mvwadd_wchnstr(cordboard_window(), Int32(row), Int32(column + offset), &place, 1)
        }
    }

    /// The character as ncurses takes it: a scalar and at most four marks. ncurses goes by the C library's widths, the canvas
    /// by its own; where they disagree question marks stand in, so that no column ever shifts. With glibc 2.36 that is: the circled numbers
    /// U+3248…324F, the hexagrams U+4DC0…4DFF, and characters newer than its Unicode 15.
    private func places(of text: String, width: Int) -> [[wchar_t]] {
        let scalars = text.unicodeScalars.map { wchar_t(bitPattern: $0.value) }
        guard let first = scalars.first, first < 0x80 || !traits.encoding.isASCII && wcwidth(first) == width else {
            return Array(repeating: [wchar_t(UInt8(ascii: "?"))], count: width)
        }
        return [[first] + scalars.dropFirst().filter { !traits.encoding.isASCII && wcwidth($0) == 0 }.prefix(4)]
    }

    private func cursorChange(isText: Bool) -> [UInt8] {
        guard cursorIsShown != isText else { return [] }
        cursorIsShown = isText
        return isText ? terminfo.showCursor : terminfo.hideCursor
    }

    /// terminfo writes 24-bit colours with colons, as ISO 8613-6 has them. Many terminals read only the older form with
    /// semicolons; every terminal with such colours reads that.
    private func inSemicolons(_ frame: [UInt8]) -> [UInt8] {
        guard traits.depth == .trueColor else { return frame }
        var isSequence = false
        var last: UInt8 = 0
        var result: [UInt8] = []
        result.reserveCapacity(frame.count)
        for byte in frame {
            defer { last = byte }
            if byte == UInt8(ascii: "["), last == 0x1B {
                isSequence = true
            } else if isSequence, byte >= 0x40 {
                isSequence = false
            } else if isSequence, byte == UInt8(ascii: ":") {
                if last != byte { result.append(UInt8(ascii: ";")) }
                continue
            }
            result.append(byte)
        }
        return result
    }

    /// Takes out what ncurses has written.
    private static func empty(_ output: UnsafeMutablePointer<FILE>) -> [UInt8] {
        let descriptor = fileno(output)
        let count = Int(lseek(descriptor, 0, SEEK_CUR))
        guard count > 0 else { return [] }
        defer {
            ftruncate(descriptor, 0)
            lseek(descriptor, 0, SEEK_SET)
        }
        return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            filled = max(0, pread(descriptor, bytes.baseAddress, count, 0))
        }
    }

    /// ncurses handles signals in a way of its own, which would stop and end the process behind the session's back.
    private static func keepingSignals<Result>(_ body: () -> Result) -> Result {
        let signals = [SIGINT, SIGTERM, SIGTSTP, SIGWINCH]
        var found = signals.map { signal in
            var action = sigaction()
            sigaction(signal, nil, &action)
            return action
        }
        defer { for (index, signal) in signals.enumerated() { sigaction(signal, &found[index], nil) } }
        return body()
    }

    /// ncurses and the C library's character tables follow the locale: the operator's where his terminal writes in an encoding of
    /// its own, which ncurses then converts to; otherwise Unicode's.
    private static func speak(_ encoding: LocaleEncoding) {
        let isOwn = setlocale(LC_CTYPE, "") != nil && String(cString: nl_langinfo(Int32(CODESET))) == encoding.codeset
        if !isOwn || encoding.isASCII { setlocale(LC_CTYPE, "C.UTF-8") }
    }
}
