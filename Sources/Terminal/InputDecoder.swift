import Settings

/// What a terminal says.
enum TerminalInput: Equatable, Sendable {
    case key(Key, Key.Event = .typed)
    /// Pasted text, whole.
    case paste(String)
    /// A paste has begun, and for a while nothing more of it has come.
    case pasteIsUnfinished
    case focus(Bool)
    /// The answer to "do you know this private mode?" (DECRPM): 1 and 2 mean set and reset, 0 unknown, 3 and 4 fixed.
    case modeReport(mode: Int, state: Int)
    /// The answer to "which enhancements of the keyboard are on?" (kitty's protocol): whoever answers has some.
    case keyboardReport(flags: Int)
}

/// Cuts the bytes of a terminal into keys, pastes and reports, however they are torn.
///
/// Sequences that mean nothing to us are swallowed whole, and so are those whose rest comes late, over a slow line: none of
/// their bytes ever becomes a key. What has begun as a paste is a paste until it says that it ends.
struct InputDecoder {
    /// The most of one paste that is kept, in bytes.
    static let longestPaste = 65_536
    /// The longest sequence waited for, in bytes.
    private static let longestSequence = 4_096

    /// Sequences of this terminal's keys, from terminfo.
    private let keys: [[UInt8]: Key]
    private let longestKey: Int
    private var buffer: [UInt8] = []
    private var pasted: [UInt8]?
    /// What the keys that are down were read as, by the terminal's number for the key: what is let go of is what was
    /// pressed, whatever became of Shift meanwhile.
    private var down: [Int: Key] = [:]

    init(keys: [[UInt8]: Key]) {
        self.keys = keys
        longestKey = keys.keys.map(\.count).max() ?? 0
    }

    /// How long an Escape alone is waited upon before it is the key itself, in milliseconds: what follows sooner belongs to it.
    var escapeDelay = InputDecoder.shortestEscapeDelay
    static let shortestEscapeDelay = 25
    static let longestEscapeDelay = 1_000
    /// Milliseconds that the rest of a sequence takes on a good line.
    private static let sequenceDelay = 250
    /// Milliseconds after which an operator wonders what became of a paste.
    private static let pasteDelay = 2_000

    /// The rest of the sequence in the buffer did not come in time: it may only be swallowed now.
    private var isLate = false
    /// An Escape has just been handed out; `[` or `O` now would be what it was the beginning of.
    private var hasJustEscaped = false
    private var hasToldOfPaste = false

    /// How long to wait for the rest of what has begun, in milliseconds; nil when nothing has, or when it is waited for
    /// without end.
    var timeout: Int? {
        if pasted != nil { return hasToldOfPaste ? nil : Self.pasteDelay }
        if buffer.isEmpty { return hasJustEscaped ? (escapeDelay < 100 ? 500 : 2_000) : nil }
        if isEscapeAlone { return escapeDelay }
        return isLate ? nil : Self.sequenceDelay
    }

    private var isEscapeAlone: Bool { buffer.allSatisfy { $0 == Ascii.escape } }

    mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalInput] {
        buffer += bytes
        if hasJustEscaped, let first = buffer.first {
            hasJustEscaped = false
            if Ascii.keyIntroducers.contains(first) {
                buffer.insert(Ascii.escape, at: 0)
                isLate = true
            }
        }
        return decode()
    }

    /// Nothing more came within `timeout`.
    mutating func timeOut() -> [TerminalInput] {
        if pasted != nil {
            hasToldOfPaste = true
            return [.pasteIsUnfinished]
        }
        if buffer.isEmpty {
            hasJustEscaped = false
        } else if isEscapeAlone {
            defer { buffer = [] }
            hasJustEscaped = true
            return buffer.map { _ in .key(Key(.escape)) }
        } else if buffer[0] == Ascii.escape {
            // However late its rest comes, it is swallowed to the end of its grammar: a line that hangs for a minute must not turn
            // an answer into commands. Where the rest is lost, the next key ends it, or of a string any control key.
            isLate = true
        } else {
            buffer = []  // half a character
        }
        return []
    }

    private mutating func decode() -> [TerminalInput] {
        var inputs: [TerminalInput] = []
        while !buffer.isEmpty {
            if pasted != nil {
                if let paste = takePaste() { inputs.append(paste) }
                if pasted != nil { break }
                continue
            }
            switch parse(buffer[...]) {
            case .incomplete:
                if buffer.count > Self.longestSequence {
                    // Its end is still to come; what has come means nothing.
                    buffer = Array(buffer.prefix(2))
                    isLate = true
                }
                return inputs
            case .inputs(let found, let length):
                inputs += inTime(found)
                buffer.removeFirst(length)
            case .event(let event, let length):
                inputs += inTime(take(event))
                buffer.removeFirst(length)
            case .pasteBegins(let length):
                buffer.removeFirst(length)
                pasted = []
                (isLate, hasToldOfPaste) = (false, false)
            }
        }
        return inputs
    }

    /// Of a sequence that was completed too late, all but what would act: a key let go of must be known.
    private mutating func inTime(_ inputs: [TerminalInput]) -> [TerminalInput] {
        guard isLate else { return inputs }
        isLate = false
        return inputs.filter { if case .key(_, let event) = $0 { event == .released } else { true } }
    }

    /// Takes bytes of the paste up to its end mark; nil while that is to come, and where the operator gave it up.
    private mutating func takePaste() -> TerminalInput? {
        let end = buffer.firstRange(of: Ascii.pasteEnd)
        if let given = buffer.firstRange(of: Ascii.pasteGivenUp), given.lowerBound < end?.lowerBound ?? .max {
            buffer.removeFirst(given.upperBound)
            pasted = nil
            return nil
        }
        // The mark may be torn: its possible beginning stays behind.
        let length = end?.lowerBound ?? max(0, buffer.count - Ascii.pasteEnd.count + 1)
        var text = pasted ?? []
        text += buffer.prefix(min(length, Self.longestPaste - text.count))
        buffer.removeFirst(end?.upperBound ?? length)
        guard end != nil else {
            pasted = text
            return nil
        }
        pasted = nil
        return .paste(String(decoding: text, as: UTF8.self))
    }

    /// A key that went down, or up.
    private mutating func take(_ event: KeyEvent) -> [TerminalInput] {
        switch event.event {
        case .released:
            let key = event.code.flatMap { down.removeValue(forKey: $0) } ?? event.keys.first
            return key.map { [.key($0, .released)] } ?? []
        case .pressed:
            // Of a key that is pressed in one window and let go of in another nothing more is heard.
            if down.count >= Self.mostKeysDown { down = [:] }
            if let code = event.code { down[code] = event.keys.first }
        case .repeated, .typed:
            break
        }
        return event.keys.map { .key($0, event.event) }
    }

    private static let mostKeysDown = 16

    // MARK: One token

    private enum Token {
        case incomplete
        case inputs([TerminalInput], length: Int)
        case event(KeyEvent, length: Int)
        case pasteBegins(length: Int)

        static func key(_ key: Key?, length: Int) -> Token { .inputs(key.map { [.key($0)] } ?? [], length: length) }
    }

    private func parse(_ bytes: ArraySlice<UInt8>) -> Token {
        guard let first = bytes.first else { return .incomplete }
        switch first {
        case Ascii.escape: return parseEscape(bytes)
        case 0x0D, 0x0A: return .key(Key(.enter), length: 1)
        case 0x09: return .key(Key(.tab), length: 1)
        case 0x08, 0x7F: return .key(Key(.backspace), length: 1)
        case 0x00: return .key(Key(.character(" "), .control), length: 1)
        case 0x01...0x1A: return .key(Key(.character(Character(Unicode.Scalar(first + 0x60))), .control), length: 1)
        case 0x1C...0x1F: return .key(Key(.character(Character(Unicode.Scalar(first + 0x40))), .control), length: 1)
        default: return parseText(bytes)
        }
    }

    /// A run of text, one key for each character; the first bytes of a character that is not whole yet stay.
    private func parseText(_ bytes: ArraySlice<UInt8>) -> Token {
        var run = bytes.prefix { $0 >= 0x20 && $0 != 0x7F }
        let length = run.count
        if run.endIndex == bytes.endIndex { run = run.dropLast(Self.torn(run)) }
        if run.isEmpty { return .incomplete }
        let keys = String(decoding: run, as: UTF8.self).filter { character in
            character != "\u{FFFD}" && character.unicodeScalars.allSatisfy { !(0x80...0x9F).contains($0.value) }
        }
        return .inputs(keys.map { .key(.character($0)) }, length: min(length, run.count))
    }

    /// How many bytes at the end belong to a character whose rest is to come.
    private static func torn(_ bytes: ArraySlice<UInt8>) -> Int {
        for (count, byte) in zip(1..., bytes.reversed().prefix(3)) where byte & 0xC0 != 0x80 {
            let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return needed > count ? count : 0
        }
        return 0
    }

    private func parseEscape(_ bytes: ArraySlice<UInt8>) -> Token {
        if let (key, length) = known(bytes) { return .key(key, length: length) }
        switch bytes.dropFirst().first {
        case nil: return .incomplete
        case UInt8(ascii: "["): return parseControlSequence(bytes)
        case UInt8(ascii: "O"): return parseSingleShift(bytes)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"): return parseControlString(bytes)
        default: return parseAlt(bytes)
        }
    }

    /// ESC before a key is Alt with that key. What opens a sequence is never a key.
    private func parseAlt(_ bytes: ArraySlice<UInt8>) -> Token {
        let rest = bytes.dropFirst()
        let inner = parse(rest)
        switch inner {
        case .incomplete: return .incomplete
        case .pasteBegins(let length): return .pasteBegins(length: length + 1)
        // Who reports events puts Alt into them: the Escape was pressed for itself.
        case .event: return .key(Key(.escape), length: 1)
        case .inputs(let inputs, let length):
            if rest.first == Ascii.escape, length == 1 { return .key(Key(.escape), length: 1) }
            guard case .key(var key, let event) = inputs.first else { return .inputs(inputs, length: length + 1) }
            key.modifiers.insert(.alt)
            return .inputs([.key(key, event)] + inputs.dropFirst(), length: length + 1)
        }
    }

    private func known(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
        guard bytes.count > 1, longestKey > 1 else { return nil }
        for length in 2...max(2, min(longestKey, bytes.count)) {
            if let key = keys[Array(bytes.prefix(length))] { return (key, length) }
        }
        return nil
    }

    /// ESC [ parameters intermediates final (ECMA-48, 5.4).
    private func parseControlSequence(_ bytes: ArraySlice<UInt8>) -> Token {
        let body = bytes.dropFirst(2)
        // The Linux console sends ESC [ [ A for F1.
        if body.first == UInt8(ascii: "[") {
            guard let letter = body.dropFirst().first else { return .incomplete }
            return .key((0x41...0x45).contains(letter) ? Key(.function(Int(letter) - 0x40)) : nil, length: 4)
        }
        let parameters = body.prefix { (0x30...0x3F).contains($0) }
        let intermediates = body.dropFirst(parameters.count).prefix { (0x20...0x2F).contains($0) }
        let length = 2 + parameters.count + intermediates.count
        guard let final = bytes.dropFirst(length).first else { return .incomplete }
        // A control character or a foreign byte breaks the sequence off and is read for itself.
        guard (0x40...0x7E).contains(final) else { return .inputs([], length: length) }
        if final == UInt8(ascii: "M"), parameters.isEmpty {  // an old mouse report: three bytes follow
            return bytes.count < length + 4 ? .incomplete : .inputs([], length: length + 4)
        }
        let sequence = ControlSequence(parameters: parameters, intermediates: intermediates, final: final)
        if sequence.beginsPaste { return .pasteBegins(length: length + 1) }
        if let event = sequence.keyEvent { return .event(event, length: length + 1) }
        return .inputs(sequence.input.map { [$0] } ?? [], length: length + 1)
    }

    /// ESC O, perhaps a modifier, and a letter: keys of VT100's keypad.
    private func parseSingleShift(_ bytes: ArraySlice<UInt8>) -> Token {
        let digits = bytes.dropFirst(2).prefix { (0x30...0x39).contains($0) }
        guard let letter = bytes.dropFirst(2 + digits.count).first else { return .incomplete }
        guard (0x20...0x7E).contains(letter) else { return .inputs([], length: 2 + digits.count) }
        let modifiers = ControlSequence.modifiers(Int(String(decoding: digits, as: UTF8.self)) ?? 1)
        return .key(ControlSequence.keypad[letter].map { Key($0, modifiers) }, length: 3 + digits.count)
    }

    /// ESC ] … BEL and their like: an answer to a question that we never asked. No control character is part of one: any ends
    /// it, so that an operator whose line has lost the end has his keys again.
    private func parseControlString(_ bytes: ArraySlice<UInt8>) -> Token {
        let body = bytes.dropFirst(2)
        guard let end = body.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) else { return .incomplete }
        if body[end] != Ascii.escape { return .inputs([], length: end + 1 - bytes.startIndex) }
        guard end + 1 < body.endIndex else { return .incomplete }
        return .inputs([], length: end - bytes.startIndex + (body[end + 1] == UInt8(ascii: "\\") ? 2 : 0))
    }
}

private enum Ascii {
    static let escape: UInt8 = 0x1B
    static let pasteEnd = Array("\u{1B}[201~".utf8)
    /// Escape, and Ctrl-C twice: the way out of a paste whose end was lost.
    static let pasteGivenUp: [UInt8] = [escape, 0x03, 0x03]
    /// What opens the sequence of a key after ESC.
    static let keyIntroducers = Array("[O".utf8)
}
