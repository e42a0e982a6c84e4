import Testing

@testable import Text

@Suite struct SafeTextTests {
    static let table: [(String, String)] = [
        // What is harmless stays.
        ("", ""),
        ("Alice Miller <2001> ~", "Alice Miller <2001> ~"),
        ("坐席一 Grüße 🙂", "坐席一 Grüße 🙂"),
        ("\u{3000}全角", "\u{3000}全角"),
        // Escape sequences lose their sting and are seen.
        ("\u{1B}[31mred\u{1B}[0m", "␛[31mred␛[0m"),
        ("\u{1B}]0;title\u{07}", "␛]0;title␇"),
        ("a\u{08}b\u{00}c\u{7F}", "a␈b␀c␡"),
        ("\u{9B}31m \u{90}q", "\u{FFFD}31m \u{FFFD}q"),
        // What parts lines and words goes on parting words.
        ("one\ntwo\tthree\rfour", "one two three four"),
        ("one\u{2028}two\u{2029}three\u{85}four", "one two three four"),
        // Turning the reading direction.
        ("\u{202E}0010 mail\u{202C}", "0010 mail"),
        ("\u{2066}a\u{2069}\u{200F}\u{061C}b", "ab"),
        // What hides.
        ("pay\u{200B}pal\u{FEFF}\u{2060}", "paypal"),
        ("a\u{00AD}b\u{034F}c\u{3164}d\u{115F}e", "abcde"),
        ("x\u{E0041}\u{E007F}y\u{E000}z", "xyz"),
        ("☎\u{FE0F}", "☎"),
        ("\u{FFF9}a\u{FFFE}", "\u{FFFD}a\u{FFFD}"),
        // Marks: on their letter, never on the neighbour's, never in heaps.
        ("e\u{0301}", "é"),
        ("\u{0301}a", "\u{25CC}\u{0301}a"),
        ("x" + String(repeating: "\u{0335}", count: 40) + "y", "x" + String(repeating: "\u{0335}", count: 4) + "y"),
        ("x\u{20DD}", "x\u{20DD}"),
    ]

    @Test(arguments: table) func strangersCannotTouchTheScreen(_ raw: String, _ safe: String) {
        #expect(Array(SafeText(raw).string.unicodeScalars) == Array(safe.unicodeScalars))
    }

    @Test func textIsComposed() {
        #expect(Array(SafeText("u\u{0308}").string.unicodeScalars) == ["ü"])
        #expect(SafeText("u\u{0308}").hashValue == SafeText("ü").hashValue)
    }

    @Test(arguments: ["a", "坐"]) func textIsCutWithASign(_ letter: String) {
        let longest = String(repeating: letter, count: SafeText.longest)
        #expect(SafeText(longest).string == longest)
        #expect(SafeText(longest + letter).string == longest + "…")
        #expect(SafeText(String(repeating: letter, count: 1_000_000)).string == longest + "…")
    }

    @Test func heapsOfMarksAreBoundedWhateverTheirNumber() {
        let text = SafeText("a" + String(repeating: "\u{0301}\u{0316}", count: 500_000))
        #expect(text.string.unicodeScalars.count <= 1 + SafeText.mostMarks)
    }

    @Test func nothingThatIsNoPrintableASCIITakesTheShortWay() {
        for value in (0...0x1F).map({ $0 as UInt32 }) + [0x7F] + Array(0x80...0x9F) {
            let scalar = Unicode.Scalar(value)!
            let text = SafeText("a\(scalar)b").string
            #expect(!text.unicodeScalars.contains(scalar), "U+\(String(value, radix: 16)) must not pass")
            #expect(text.unicodeScalars.count == 3)
        }
        for value in UInt32(0x20)...0x7E {
            #expect(SafeText(String(Unicode.Scalar(value)!)).string == String(Unicode.Scalar(value)!))
        }
    }

    @Test func brokenBytesAreShownAsSuch() {
        #expect(SafeText(bytes: [0x41, 0xFF, 0x42]).string == "A\u{FFFD}B")
        #expect(SafeText(bytes: [0xE5, 0x9D]).string == "\u{FFFD}")
    }

    @Test func whatIsSafeStaysAsItIs() {
        for (raw, _) in Self.table { #expect(SafeText(SafeText(raw).string) == SafeText(raw)) }
    }

    @Test func interpolationIsNeutralisedToo() {
        let name = "\u{1B}[2J"
        let text: SafeText = "caller \(name)"
        #expect(text.string == "caller ␛[2J")
    }

    @Test func aSentenceOfOursRemembersItsPattern() {
        let inner: SafeText = "Connection refused"
        let text: SafeText = "No connection to \("pbx:1883"): \(inner)."
        #expect(text.string == "No connection to pbx:1883: Connection refused.")
        #expect(text.sentence?.pattern == "No connection to %1$@: %2$@.")
        #expect(text.sentence?.arguments == ["pbx:1883", "Connection refused"])
        #expect(text.sentence?.arguments.map { $0.sentence?.pattern } == [nil, "Connection refused"])
        #expect(SafeText(text.string).sentence == nil && SafeText(text.string) == text)
    }
}
