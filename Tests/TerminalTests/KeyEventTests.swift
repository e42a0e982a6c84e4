import Settings
import Testing

@testable import Terminal

/// Keys as terminals send them that speak kitty's keyboard protocol with all that is asked of it.
@MainActor
struct KeyEventTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let body: String
        let inputs: [TerminalInput]
        var bytes: String { "\u{1B}[" + body.replacing(" ", with: "\u{1B}[") }
        var testDescription: String { body }

        /// - Parameter body: sequences without their ESC [, blanks between them.
        init(_ body: String, _ inputs: TerminalInput...) { (self.body, self.inputs) = (body, inputs) }
    }

    nonisolated private static func typed(_ character: Character, _ event: Key.Event = .pressed) -> TerminalInput {
        .key(.character(character), event)
    }

    nonisolated static let examples = [
        // Keys that write.
        Example("32;;32u", typed(" ")), Example("32;1:2;32u", typed(" ", .repeated)), Example("32;1:3u", typed(" ", .released)),
        Example("97;;97u", typed("a")), Example("97:65;2;65u", typed("A")), Example("97;2u", typed("A")),
        Example("49:33;2;33u", typed("!")), Example("49:33;2u", typed("!")), Example("97;65;65u", typed("A")),
        Example("1092::97;;1092u", typed("ф")), Example("97;;229u", typed("å")), Example("113;129;113u", typed("q")),
        // An input method writes as it likes.
        Example("0;;24352:19977u", typed("张"), typed("三")), Example("0;;128512u", typed("😀")),
        // Control, Alt and what else makes another key of them.
        Example("108;5u", .key(Key(.character("l"), .control), .pressed)),
        Example("97;6u", .key(Key(.character("a"), .control), .pressed)),
        Example("97:65;6u", .key(Key(.character("a"), .control), .pressed)),
        Example("45:95;6u", .key(Key(.character("_"), .control), .pressed)),
        Example("1089::99;5u", .key(Key(.character("c"), .control), .pressed)),
        Example("32;5u", .key(Key(.character(" "), .control), .pressed)),
        Example("120;3u", .key(Key(.character("x"), .alt), .pressed)), Example("120:88;4u", .key(Key(.character("X"), .alt), .pressed)),
        Example("113;9u", .key(Key(.character("q"), .alt), .pressed)), Example("113;17u", .key(Key(.character("q"), .alt), .pressed)),
        // What other terminals cannot tell apart is the same here.
        Example("13u", .key(Key(.enter), .pressed)),
        Example("13;2u", .key(Key(.enter), .pressed)),
        Example("9;2u", .key(Key(.tab, .shift), .pressed)),
        Example("9u", .key(Key(.tab), .pressed)),
        Example("127u", .key(Key(.backspace), .pressed)), Example("127;5u", .key(Key(.backspace), .pressed)),
        Example("27u", .key(Key(.escape), .pressed)), Example("27;1:3u", .key(Key(.escape), .released)),
        Example("105;5u", .key(Key(.tab), .pressed)), Example("109;5u", .key(Key(.enter), .pressed)),
        Example("91;5u", .key(Key(.escape), .pressed)),
        Example("104;5u", .key(Key(.backspace), .pressed)),
        // Keys that write nothing.
        Example("A", .key(Key(.up))), Example("1;1:1A", .key(Key(.up), .pressed)), Example("1;1:2A", .key(Key(.up), .repeated)),
        Example("1;1:3A", .key(Key(.up), .released)), Example("1;5:3C", .key(Key(.right, .control), .released)),
        Example("3;1:3~", .key(Key(.delete), .released)), Example("13;1:3~", .key(Key(.function(3)), .released)),
        Example("5;1:2~", .key(Key(.pageUp), .repeated)),
        Example("57376;1u", .key(Key(.function(13)), .pressed)),
        // The pad means what its twins do.
        Example("57399;129;48u", typed("0")), Example("57404u", typed("5")), Example("57413;129;43u", typed("+")),
        Example("57414u", .key(Key(.enter), .pressed)),
        Example("57419;1:3u", .key(Key(.up), .released)),
        Example("57426u", .key(Key(.delete), .pressed)),
        // Shift, locks and what plays music are no keys.
        Example("57441;2u"), Example("57441;1:3u"), Example("57358u"), Example("57430u"), Example("57427;1:3~"), Example("1;1:3E"),
        // What was pressed is what is let go of, whatever became of Shift.
        Example("61:43;2;43u 61;1:3u", typed("+"), typed("+", .released)),
        Example("97:65;2;65u 57441;1:3u 97;1:2;97u 97;1:3u", typed("A"), typed("a", .repeated), typed("A", .released)),
        // Answers, and what makes no sense.
        Example("?0u", .keyboardReport(flags: 0)), Example("?31u", .keyboardReport(flags: 31)),
        Example("u"), Example(";3u"), Example("97;1:9u", typed("a")), Example("99999999999999999999u"), Example("1114112u"),
        Example("97;;7u", typed("a")), Example("55296;;55296u"),
    ]

    @Test("Sequences become keys and events", arguments: examples)
    func whole(_ example: Example) throws {
        var decoder = InputDecoder(keys: try Terminfo(type: "xterm-256color").keys)
        #expect(decoder.feed(example.bytes.utf8) == example.inputs)
        #expect(decoder.timeout == nil)
    }

    @Test("… torn into single bytes, too", arguments: examples)
    func torn(_ example: Example) throws {
        var decoder = InputDecoder(keys: try Terminfo(type: "xterm-256color").keys)
        #expect(example.bytes.utf8.flatMap { decoder.feed([$0]) } == example.inputs)
        #expect(decoder.timeout == nil)
    }

    @Test("Keys that are never let go of take no room")
    func lostReleases() {
        var decoder = InputDecoder(keys: [:])
        for code in 97...122 { _ = decoder.feed("\u{1B}[\(code):\(code - 32);2;\(code - 32)u".utf8) }
        // The first ones are forgotten, the last one is not.
        #expect(decoder.feed("\u{1B}[97;1:3u\u{1B}[122;1:3u".utf8) == [.key(.character("a"), .released), .key(.character("Z"), .released)])
    }
}
