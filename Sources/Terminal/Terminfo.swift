import CNcurses
import Settings

/// What terminfo says about one kind of terminal, read once and kept as a value.
///
/// How the console is entered and left and what its keys send; the frames are ncurses' (see `CursesScreen`).
struct Terminfo: Sendable {
    let name: String
    let colors: Int
    /// The terminal takes 24-bit colours directly.
    let hasDirectColor: Bool
    let lines: Int
    let columns: Int

    let bell: [UInt8]
    /// Full screen and keypad: how the console is entered and left.
    let enter: [UInt8]
    let leave: [UInt8]
    let hideCursor: [UInt8]
    let showCursor: [UInt8]
    /// Escape sequences of its keys.
    let keys: [[UInt8]: Key]
    /// It speaks ECMA-48, and so takes private modes (or quietly ignores them).
    let isANSI: Bool

    /// The entry to draw 24-bit colours by: its own, or that of its family, which differs in little else. nil when none is
    /// in the database (most are in Debian's ncurses-term).
    @MainActor
    var directType: String? {
        if hasDirectColor { return name }
        let families = [("xterm-kitty", "kitty"), ("screen", "tmux")]
        let family = families.first { name.hasPrefix($0.0) }?.1 ?? String(name.prefix { $0 != "-" })
        return ["\(name)-direct", "\(family)-direct256", "\(family)-direct"].first {
            (try? Terminfo(type: $0))?.hasDirectColor == true
        }
    }

    /// - Throws: `TerminalError.noType`, `.unknownType`, `.tooSimple`.
    @MainActor
    init(type: String?) throws {
        guard let type, !type.isEmpty else { throw TerminalError.noType }
        try self.init(entry: type)
    }

    @MainActor
    private init(entry type: String) throws {
        var status: Int32 = 0
        guard setupterm(type, -1, &status) == OK else { throw TerminalError.unknownType(type) }
        defer { cordboard_close_terminfo() }
        guard let moveTo = Self.string("cup"), let clear = Self.string("clear") else { throw TerminalError.tooSimple(type) }

        name = type
        colors = Int(tigetnum("colors"))
        hasDirectColor = tigetflag("RGB") == 1 || colors >= 1 << 24
        lines = Int(tigetnum("lines"))
        columns = Int(tigetnum("cols"))
        bell = Self.string("bel") ?? [7]
        enter = Self.strings(["smcup", "smkx"])
        // Without a screen of its own the console at least leaves an empty one.
        leave = (Self.string("rmcup") == nil ? clear : []) + Self.strings(["sgr0", "rmkx", "rmcup"])
        hideCursor = Self.string("civis") ?? []
        showCursor = Self.string("cnorm") ?? []
        keys = Self.keyNames.reduce(into: [:]) { keys, entry in
            guard let sequence = Self.string(entry.name), sequence.first == 0x1B, sequence.count > 1 else { return }
            keys[sequence] = entry.key
        }
        isANSI = moveTo.starts(with: [0x1B, 0x5B])
    }

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
                let end = rest.firstIndex(of: UInt8(ascii: ">"))
            {
                rest = rest[rest.index(after: end)...]
            } else {
                kept.append(byte)
                rest = rest.dropFirst()
            }
        }
        return kept
    }

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
