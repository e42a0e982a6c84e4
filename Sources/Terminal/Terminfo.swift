import CNcurses
import Settings
import Synchronization

/// What terminfo says about one kind of terminal, read once and kept as a value.
///
/// Only what differs between terminals is asked of terminfo; colours and attributes are written as ECMA-48 has them, which
/// every terminal that terminfo gives them to understands.
struct Terminfo: Sendable {
    let name: String
    let colors: Int
    /// The terminal takes 24-bit colours directly.
    let hasDirectColor: Bool
    /// Erasing fills with the background colour.
    let erasesWithBackground: Bool
    let lines: Int
    let columns: Int
    let attributes: Style.Attributes

    let clear: [UInt8]
    let eraseToEndOfLine: [UInt8]?
    let bell: [UInt8]
    /// Full screen, keypad and margins: how the console is entered and left.
    let enter: [UInt8]
    let leave: [UInt8]
    let hideCursor: [UInt8]
    let showCursor: [UInt8]
    /// Its last place can be written without the screen scrolling, once `enter` was sent.
    let takesLastPlace: Bool
    /// Escape sequences of its keys.
    let keys: [[UInt8]: Key]

    private let moveTo: [UInt8]
    private let moveRight: [UInt8]?

    /// It speaks ECMA-48, and so takes private modes (or quietly ignores them).
    var isANSI: Bool { moveTo.starts(with: [0x1B, 0x5B]) }

    /// - Throws: `TerminalError.noType`, `.unknownType`, `.tooSimple`.
    init(type: String?) throws {
        guard let type, !type.isEmpty else { throw TerminalError.noType }
        self = try library.withLock { _ in try Terminfo(entry: type) }
    }

    private init(entry type: String) throws {
        var status: Int32 = 0
        guard setupterm(type, -1, &status) == OK else { throw TerminalError.unknownType(type) }
        defer { cordboard_close_terminfo() }
        guard let moveTo = Self.string("cup"), let clear = Self.string("clear") else { throw TerminalError.tooSimple(type) }

        name = type
        colors = Int(tigetnum("colors"))
        hasDirectColor = tigetflag("RGB") == 1 || colors >= 1 << 24
        erasesWithBackground = tigetflag("bce") == 1
        lines = Int(tigetnum("lines"))
        columns = Int(tigetnum("cols"))
        attributes = Self.attributeNames.reduce(into: []) { found, entry in
            if Self.string(entry.name) != nil { found.insert(entry.attribute) }
        }
        self.clear = clear
        eraseToEndOfLine = Self.string("el")
        bell = Self.string("bel") ?? [7]
        let wraps = tigetflag("am") == 1 && Self.string("rmam") != nil && Self.string("smam") != nil
        takesLastPlace = wraps || tigetflag("am") != 1 || tigetflag("xenl") == 1
        enter = Self.strings(["smcup", "smkx"] + (wraps ? ["rmam"] : []))
        // Without a screen of its own the console at least leaves an empty one.
        leave =
            (Self.string("rmcup") == nil ? clear : []) + Self.strings((wraps ? ["smam"] : []) + ["sgr0", "rmkx", "rmcup"])
        hideCursor = Self.string("civis") ?? []
        showCursor = Self.string("cnorm") ?? []
        keys = Self.keyNames.reduce(into: [:]) { keys, entry in
            guard let sequence = Self.string(entry.name), sequence.first == 0x1B, sequence.count > 1 else { return }
            keys[sequence] = entry.key
        }
        self.moveTo = moveTo
        moveRight = Self.string("cuf")
    }

    /// Moves the cursor; both count from zero.
    func move(toColumn column: Int, row: Int) -> [UInt8] { Self.format(moveTo, row, column) }

    /// Moves the cursor on in its row, if the terminal can.
    func move(right columns: Int) -> [UInt8]? { moveRight.map { Self.format($0, columns, 0) } }

    private static func string(_ name: String) -> [UInt8]? {
        guard let value = cordboard_terminfo_string(name) else { return nil }
        let bytes = withoutPadding(String(cString: value).utf8)
        return bytes.isEmpty ? nil : bytes
    }

    private static func strings(_ names: [String]) -> [UInt8] { names.flatMap { string($0) ?? [] } }

    /// `$<5*/>` asks for a pause that no terminal has needed for decades.
    private static func withoutPadding(_ capability: String.UTF8View) -> [UInt8] {
        var kept: [UInt8] = []
        var rest = capability[...]
        while let byte = rest.first {
            if byte == UInt8(ascii: "$"), rest.dropFirst().first == UInt8(ascii: "<"),
                let end = rest.firstIndex(of: UInt8(ascii: ">")) {
                rest = rest[rest.index(after: end)...]
            } else {
                kept.append(byte)
                rest = rest.dropFirst()
            }
        }
        return kept
    }

    private static func format(_ capability: [UInt8], _ first: Int, _ second: Int) -> [UInt8] {
        library.withLock { _ in
            (capability + [0]).withUnsafeBytes { bytes in
                guard let start = bytes.bindMemory(to: CChar.self).baseAddress,
                    let text = cordboard_terminfo_format(start, Int32(first), Int32(second))
                else { return [] }
                return Array(String(cString: text).utf8)
            }
        }
    }

    private static let attributeNames: [(name: String, attribute: Style.Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("smul", .underline), ("rev", .reverse), ("sitm", .italic), ("blink", .blink),
    ]

    /// Function keys above 12 are left out: terminfo counts Shift-F1 as F13, and the sequences themselves tell better.
    private static let keyNames: [(name: String, key: Key)] =
        [
            ("kcuu1", Key(.up)), ("kcud1", Key(.down)), ("kcub1", Key(.left)), ("kcuf1", Key(.right)),
            ("khome", Key(.home)), ("kend", Key(.end)), ("kpp", Key(.pageUp)), ("knp", Key(.pageDown)),
            ("kich1", Key(.insert)), ("kdch1", Key(.delete)), ("kent", Key(.enter)), ("kcbt", Key(.tab, .shift)),
            ("kri", Key(.up, .shift)), ("kind", Key(.down, .shift)), ("kLFT", Key(.left, .shift)), ("kRIT", Key(.right, .shift)),
            ("kHOM", Key(.home, .shift)), ("kEND", Key(.end, .shift)), ("kPRV", Key(.pageUp, .shift)),
            ("kNXT", Key(.pageDown, .shift)), ("kIC", Key(.insert, .shift)), ("kDC", Key(.delete, .shift)),
        ] + (1...12).map { ("kf\($0)", Key(.function($0))) }
}

/// terminfo's library keeps its current terminal and its last answer in globals.
private let library = Mutex(())
