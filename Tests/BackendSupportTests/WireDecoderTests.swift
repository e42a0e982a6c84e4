import Exchange
import Testing

@testable import BackendSupport

/// Texts as exchanges send them. 台, 通 and 毛 are octets in GBK that UTF-8 reads as marks and a Latin letter.
@Suite struct WireDecoderTests {
    private static let zhang: [UInt8] = [0xD5, 0xC5, 0xC8, 0xFD]  // 张三
    private static let tai: [UInt8] = [0xCC, 0xA8]
    private static let mao: [UInt8] = [0xC3, 0xAB]

    private func bytes(_ before: String, _ octets: [UInt8], _ after: String = "") -> [UInt8] {
        Array(before.utf8) + octets + Array(after.utf8)
    }

    @Test func textIsReadAsItCame() {
        let decoder = WireDecoder()
        for text in ["", "LOGINACK\r\nSTATUS:OK", "张三 Müller", "NAME:\u{301}a", "e\u{301}"] {
            #expect(decoder.decode(Array(text.utf8)) == .init(text: text))
        }
    }

    @Test func nulsAtTheEndAndAByteOrderMarkAreLeftOut() {
        let decoder = WireDecoder()
        #expect(decoder.decode(bytes("A", [0])) == .init(text: "A", findings: [.nul]))
        #expect(decoder.decode(bytes("A", [0, 0])) == .init(text: "A", findings: [.nul]))
        #expect(decoder.decode([0, 0]) == .init(text: "", findings: [.nul]))
        #expect(decoder.decode([0xEF, 0xBB, 0xBF] + bytes("A", [0])) == .init(text: "A", findings: [.mark, .nul]))
        #expect(decoder.utf8([0xEF, 0xBB, 0xBF] + bytes("{}", [0])).octets == Array("{}".utf8))
    }

    @Test func gbkIsNoticedAndSaid() {
        let reading = WireDecoder().decode(bytes("NAME:", Self.zhang))
        #expect(reading.text == "NAME:张三")
        #expect(reading.findings == [.gbk])
        #expect(reading.trouble?.string.contains("encoding: gbk") == true)
    }

    @Test func namesThatWouldBeMarksOnNothingAreGBK() {
        #expect(WireDecoder().decode(bytes("NAME:", Self.tai)).text == "NAME:台")
        #expect(WireDecoder().decode(Array("Zoë M\u{FC}ller".utf8)).findings.isEmpty)
    }

    @Test func whereGBKCameBeforeWhatMayBeEitherIsGBK() {
        let decoder = WireDecoder()
        #expect(decoder.decode(bytes("", Self.mao)).text == "ë", "nothing tells yet")
        _ = decoder.decode(bytes("", Self.zhang))
        #expect(decoder.decode(bytes("", Self.mao)).text == "毛")
        #expect(decoder.decode(Array("张三".utf8)).text == "张三", "three octets each are no GBK")
        #expect(decoder.encode("李") == [0xC0, 0xEE])
    }

    @Test func theSettingDecides() {
        #expect(WireDecoder(.gbk).decode(bytes("", Self.mao)) == .init(text: "毛", findings: [.gbk]))
        #expect(WireDecoder(.gbk).encode("张三A") == bytes("", Self.zhang, "A"))
        #expect(WireDecoder(.utf8).decode(bytes("", Self.tai)).text == "\u{328}")
        let broken = WireDecoder(.utf8).decode(bytes("A", Self.zhang))
        #expect(broken.findings == [.unreadable])
        #expect(broken.trouble?.string.contains("41 d5 c5 c8 fd") == true)
        let other = WireDecoder(.gbk).decode(Array("Müller €".utf8) + [0x20])
        #expect(other.text == "Müller € ")
        #expect(other.findings == [.utf8])
    }

    @Test func whatIsNeitherIsSaidWithItsOctets() {
        let reading = WireDecoder().decode([0x41, 0xFF, 0xFE])
        #expect(reading.findings == [.unreadable])
        #expect(reading.text.hasPrefix("A"))
        #expect(reading.trouble?.string.contains("41 ff fe") == true)
    }
}
