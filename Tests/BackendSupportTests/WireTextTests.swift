import BackendSupport
import Foundation
import Testing

@Suite struct WireTextTests {
    @Test(arguments: ["\u{301}n", "\u{200D}n", "\u{FE0F}n", "\u{1F3FD}n", "\u{E33}n"])
    func `A name that begins with a mark does not swallow the separator before it`(name: String) {
        #expect("1;\(name);2".fields(atOctet: UInt8(ascii: ";")) == ["1", name, "2"])
        #expect("1;\(name)".split(atOctet: UInt8(ascii: ";")) == ["1", name])
        let halves = "KEY:\(name)".cut(atOctet: UInt8(ascii: ":"))
        #expect(halves?.before == "KEY")
        #expect(halves?.after == name)
        #expect(" \(name) ".octetTrimmed == name)
    }

    @Test func `Parts without content are left out of fields, and kept by split`() {
        #expect(" a ;; b;".fields(atOctet: UInt8(ascii: ";")) == ["a", "b"])
        #expect("a;;b;".split(atOctet: UInt8(ascii: ";")) == ["a", "", "b", ""])
        #expect("abc".cut(atOctet: UInt8(ascii: ":")) == nil)
    }

    @Test func `A query is encoded octet for octet`() {
        #expect([("a b", "ä&="), ("c", "-._~9")].asQuery == "a%20b=%C3%A4%26%3D&c=-._~9")
    }
}

@Suite struct WireFigureTests {
    @Test(arguments: [
        ("7", 7), (" -3 ", -3), ("2.6", 3), ("99999999999999999999", Int.max), ("-99999999999999999999", .min), ("1e999", .max),
    ])
    func `Figures are read, and saturate`(text: String, value: Int) { #expect(WireFigure(text)?.value == value) }

    @Test(arguments: ["", "x", "inf", "nan", "0x10", "1,5"])
    func `What is no figure is none`(text: String) { #expect(WireFigure(text) == nil) }

    @Test func `Reckoning saturates`() {
        let (most, least) = (WireFigure(.max), WireFigure(.min))
        #expect(most + WireFigure(1) == most)
        #expect(least - WireFigure(1) == least)
        #expect(most * WireFigure(-2) == least)
        #expect(least.distance(to: most) == most)
        #expect(least.seconds == .zero)
    }

    @Test func `A time that cannot be written is none`() {
        #expect(WireFigure(1_589_947_952).date == Date(timeIntervalSince1970: 1_589_947_952))
        #expect(WireFigure(.max).date == nil)
        #expect(WireFigure(253_402_300_800).date == nil)
    }

    @Test func `Clock texts are read`() {
        #expect(Duration(clockText: "00:22:27") == .seconds(1_347))
        #expect(Duration(clockText: "05:07") == .seconds(307))
        #expect(Duration(clockText: "00:60:00") == nil)
        #expect(Duration(clockText: "7") == nil)
        #expect(Duration(clockText: "9999999999999999999:00:00") == .seconds(Int.max))
    }
}
