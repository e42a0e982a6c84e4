import Settings
import Testing

@testable import Terminal

@MainActor
struct InputDecoderTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let bytes: String
        let keys: [TerminalInput]
        var testDescription: String { bytes.debugDescription }

        init(_ bytes: String, _ keys: Key...) {
            self.bytes = bytes
            self.keys = keys.map { .key($0) }
        }
    }

    nonisolated static let examples = [
        Example("j", .character("j")),
        Example("张三", .character("张"), .character("三")),
        Example("👨‍👩‍👧", .character("👨‍👩‍👧")),
        Example("\r", Key(.enter)), Example("\n", Key(.enter)), Example("\t", Key(.tab)), Example("\u{7F}", Key(.backspace)),
        Example("\u{08}", Key(.backspace)), Example("\u{00}", Key(.character(" "), .control)),
        Example("\u{03}", Key(.character("c"), .control)), Example("\u{0C}", Key(.character("l"), .control)),
        Example("\u{1C}", Key(.character("\\"), .control)),
        Example("\u{1B}[A", Key(.up)), Example("\u{1B}OB", Key(.down)), Example("\u{1B}[H", Key(.home)),
        Example("\u{1B}[1~", Key(.home)), Example("\u{1B}[7~", Key(.home)), Example("\u{1B}OF", Key(.end)),
        Example("\u{1B}[4~", Key(.end)), Example("\u{1B}[8~", Key(.end)), Example("\u{1B}[5~", Key(.pageUp)),
        Example("\u{1B}[6~", Key(.pageDown)), Example("\u{1B}[2~", Key(.insert)), Example("\u{1B}[3~", Key(.delete)),
        Example("\u{1B}[Z", Key(.tab, .shift)), Example("\u{1B}OP", Key(.function(1))), Example("\u{1B}[11~", Key(.function(1))),
        Example("\u{1B}[[E", Key(.function(5))), Example("\u{1B}[15~", Key(.function(5))), Example("\u{1B}[24~", Key(.function(12))),
        Example("\u{1B}[1;2P", Key(.function(1), .shift)), Example("\u{1B}[1;5C", Key(.right, .control)),
        Example("\u{1B}[3;3~", Key(.delete, .alt)), Example("\u{1B}[1;6A", Key(.up, [.control, .shift])),
        Example("\u{1B}O5A", Key(.up, .control)), Example("\u{1B}OM", Key(.enter)), Example("\u{1B}Oq", .character("1")),
        Example("\u{1B}x", Key(.character("x"), .alt)), Example("\u{1B}\u{03}", Key(.character("c"), [.alt, .control])),
        Example("\u{1B}é", Key(.character("é"), .alt)), Example("\u{1B}\u{1B}[A", Key(.up, .alt)),
        Example("\u{1B}\r", Key(.enter, .alt)), Example("\u{1B}xy", Key(.character("x"), .alt), .character("y")),
        Example("\u{1B}[27;3;120~", Key(.character("x"), .alt)),
        // Nothing of a sequence that means nothing to us may become a key.
        Example("\u{1B}[?1;2c"), Example("\u{1B}[99~"), Example("\u{1B}[<0;3;4M"), Example("\u{1B}[M !!q", .character("q")),
        Example("\u{1B}]11;rgb:0000/0000/0000\u{07}j", .character("j")),
        Example("\u{1B}]52;c;cXE=\u{1B}\\j", .character("j")), Example("\u{1B}P1$r0m\u{1B}\\j", .character("j")),
        Example("\u{1B}[12\u{03}", Key(.character("c"), .control)), Example("\u{9B}j", .character("j")),
        Example("\u{1B}[I").then(.focus(true)), Example("\u{1B}[O").then(.focus(false)),
        Example("\u{1B}[?2026;2$y").then(.modeReport(mode: 2026, state: 2)),
        Example("\u{1B}[200~rm -rf /\u{1B}[A\r\u{1B}[201~q").then(.paste("rm -rf /\u{1B}[A\r"), .key(.character("q"))),
        Example("\u{1B}[200~\u{1B}[201~").then(.paste("")),
    ]

    @Test("Bytes become keys", arguments: examples)
    func whole(_ example: Example) throws {
        var decoder = InputDecoder(keys: try Terminfo(type: "xterm-256color").keys)
        #expect(decoder.feed(example.bytes.utf8) == example.keys)
        #expect(decoder.timeout == nil)
    }

    @Test("… however they are torn", arguments: examples)
    func torn(_ example: Example) throws {
        var decoder = InputDecoder(keys: try Terminfo(type: "xterm-256color").keys)
        // One family is one key only when it arrives in one piece.
        guard example.bytes.unicodeScalars.allSatisfy({ $0 != "\u{200D}" }) else { return }
        #expect(example.bytes.utf8.flatMap { decoder.feed([$0]) } == example.keys)
        #expect(decoder.timeout == nil)
    }

    @Test("Escape alone is a key once nothing follows")
    func escapeAlone() {
        var decoder = InputDecoder(keys: [:])
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.timeout == 25)
        #expect(decoder.timeOut() == [.key(Key(.escape))])
        #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
        #expect(decoder.timeout == nil)
        #expect(decoder.feed([0x1B, 0x1B]).isEmpty)
        #expect(decoder.timeOut() == [.key(Key(.escape)), .key(Key(.escape))])
        #expect(decoder.timeOut().isEmpty)
        #expect(decoder.timeout == nil)
        decoder.escapeDelay = 400
        #expect(decoder.feed([0x1B]).isEmpty)
        #expect(decoder.timeout == 400)
    }

    /// Over a slow line the rest of a key, a report or an answer comes after Escape was taken for itself.
    @Test("What follows a lone Escape late is swallowed", arguments: ["[H", "[I", "OP", "[1;5C", "[?2026;2$y", "[15~"])
    func lateRest(rest: String) {
        for isTorn in [false, true] {
            var decoder = InputDecoder(keys: [:])
            _ = decoder.feed([0x1B])
            #expect(decoder.timeOut() == [.key(Key(.escape))])
            let inputs = isTorn ? rest.utf8.flatMap { decoder.feed([$0]) } : decoder.feed(rest.utf8)
            #expect(inputs.allSatisfy { if case .key = $0 { false } else { true } }, "\(inputs)")
            #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
        }
    }

    @Test(
        "The rest of a begun sequence is swallowed however late it comes",
        arguments: [
            ("\u{1B}[", "?2026;2$y"), ("\u{1B}[1;", "5C"), ("\u{1B}O", "P"), ("\u{1B}]11;rgb", ":00/00/00\u{07}"),
            ("\u{1B}P1$r", "0m\u{1B}\\"),
        ])
    func lateSequence(begun: String, rest: String) {
        var decoder = InputDecoder(keys: [:])
        #expect(decoder.feed(begun.utf8).isEmpty)
        #expect(decoder.timeOut().isEmpty)
        let inputs = decoder.feed(rest.utf8)
        #expect(inputs.allSatisfy { if case .key = $0 { false } else { true } }, "\(inputs)")
        #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
        // One whose rest is lost does not take the keys for ever: the next ends it, and of a string any control key.
        _ = decoder.feed(begun.utf8)
        _ = decoder.timeOut()
        #expect(decoder.timeout == nil)
        #expect(decoder.feed(["]", "P"].contains(begun.dropFirst().first) ? [0x03] : Array("x".utf8)).isEmpty)
        #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
    }

    @Test("A sequence longer than any is swallowed to its end", arguments: [("[", "m"), ("]", "\u{07}"), ("P", "\u{1B}\\")])
    func endlessSequence(opening: String, end: String) {
        var decoder = InputDecoder(keys: [:])
        let flood = String(repeating: "1;", count: 5_000)
        #expect(decoder.feed("\u{1B}\(opening)\(flood)".utf8).isEmpty)
        #expect(decoder.feed("\(flood)\(end)j".utf8) == [.key(.character("j"))])
    }

    @Test("A key let go of is told however late")
    func lateRelease() {
        var decoder = InputDecoder(keys: [:])
        #expect(decoder.feed("\u{1B}[32u".utf8) == [.key(.character(" "), .pressed)])
        _ = decoder.feed("\u{1B}[32;".utf8)
        _ = decoder.timeOut()
        #expect(decoder.feed("1:3u".utf8) == [.key(.character(" "), .released)])
    }

    @Test("Half a character and broken UTF-8 are no keys")
    func brokenText() {
        var decoder = InputDecoder(keys: [:])
        #expect(decoder.feed([0xE5, 0xBC]).isEmpty)
        #expect(decoder.timeOut().isEmpty)
        #expect(decoder.feed([0xFF, 0x80, 0x6A]) == [.key(.character("j"))])
        #expect(decoder.feed([0xE5, 0x6B]) == [.key(.character("k"))])
    }

    @Test("A paste is cut to its limit, and is a paste until it says that it ends")
    func longPaste() {
        var decoder = InputDecoder(keys: [:])
        let flood = String(repeating: "x", count: 3 * InputDecoder.longestPaste)
        #expect(
            decoder.feed("\u{1B}[200~\(flood)\u{1B}[201~q".utf8) == [
                .paste(String(repeating: "x", count: InputDecoder.longestPaste)), .key(.character("q")),
            ])
        #expect(decoder.feed("\u{1B}[200~half".utf8).isEmpty)
        #expect(decoder.timeout != nil)
        #expect(decoder.timeOut() == [.pasteIsUnfinished])
        // Nothing of it is a key, however long its end takes.
        #expect(decoder.timeout == nil)
        #expect(decoder.feed("xyq".utf8).isEmpty)
        #expect(decoder.feed("\u{1B}[20".utf8).isEmpty)
        #expect(decoder.feed("1~q".utf8) == [.paste("halfxyq"), .key(.character("q"))])
    }

    @Test("Escape and Ctrl-C twice give a paste up whose end was lost")
    func lostPasteEnd() {
        for isTorn in [false, true] {
            var decoder = InputDecoder(keys: [:])
            #expect(decoder.feed("\u{1B}[200~half\u{03}\u{03}\u{1B}".utf8).isEmpty)
            let wayOut: [UInt8] = [0x1B, 0x03, 0x03]
            #expect((isTorn ? wayOut.flatMap { decoder.feed([$0]) } : decoder.feed(wayOut)).isEmpty)
            #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
        }
    }

    @Test("Whatever comes, every byte is taken in the end")
    func noise() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var decoder = InputDecoder(keys: [:])
            let alphabet: [UInt8] = [0x1B, 0x5B, 0x4F, 0x5D, 0x3B, 0x32, 0x7E, 0x41, 0xE5, 0xBC, 0x07, 0x9B, 0x6A]
            _ = decoder.feed((0..<40).map { _ in alphabet.randomElement(using: &random) ?? 0x1B })
            for _ in 0..<3 { _ = decoder.timeOut() }
            #expect(decoder.timeout == nil)
            // A control key ends whatever was begun and lost.
            _ = decoder.feed([0x03])
            #expect(decoder.feed("j".utf8) == [.key(.character("j"))])
        }
    }

    @Test("Keys of terminals with ways of their own", arguments: ["linux", "rxvt", "screen", "tmux-256color", "vt220", "xterm"])
    func terminfoKeys(type: String) throws {
        let terminfo = try Terminfo(type: type)
        #expect(!terminfo.keys.isEmpty)
        for (sequence, key) in terminfo.keys {
            var decoder = InputDecoder(keys: terminfo.keys)
            #expect(decoder.feed(sequence) == [.key(key)], "\(sequence)")
        }
    }
}

extension InputDecoderTests.Example {
    init(bytes: String, inputs: [TerminalInput]) {
        self.bytes = bytes
        keys = inputs
    }

    func then(_ inputs: TerminalInput...) -> Self { Self(bytes: bytes, inputs: inputs) }
}
