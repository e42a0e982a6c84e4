import Foundation
import Testing

@testable import Translations

@Suite struct LocaleEncodingTests {
    @Test(
        arguments: [
            (["LANG": "zh_CN.UTF-8"], "UTF-8"), (["LANG": "zh_CN.utf8"], "UTF-8"), ([:], "ASCII"), (["LANG": "C"], "ASCII"),
            (["LANG": "zh_CN.UTF-8", "LC_ALL": "C"], "ASCII"), (["LANG": "xx_XX.GB18030"], "ASCII"),
            (["LANG": "C", "LC_CTYPE": "C.UTF-8"], "UTF-8"),
        ] as [([String: String], String)])
    func theLocaleTells(environment: [String: String], codeset: String) {
        #expect(LocaleEncoding(environment: environment).codeset == codeset)
    }

    @Test func whatTheTerminalHasIsWrittenAndAllElseIsAQuestionMark() {
        let gbk = LocaleEncoding(codeset: "GB18030"), latin = LocaleEncoding(codeset: "ISO-8859-1")
        #expect(gbk.octets(of: "a坐席") == [0x61, 0xD7, 0xF8, 0xCF, 0xAF])
        #expect(latin.octets(of: "ü坐b") == [0xFC, 0x3F, 0x62])
        #expect(gbk.shows(Language.zh_CN) && !latin.shows(Language.zh_CN) && latin.shows(Language.en))
        #expect(latin.speakable(.zh_CN) == .en && gbk.speakable(.zh_CN) == .zh_CN && LocaleEncoding.ascii.speakable(.zh_CN) == .en)
        #expect(LocaleEncoding.utf8.octets(of: "坐") == Array("坐".utf8) && LocaleEncoding.ascii.octets(of: "坐") == Array("坐".utf8))
    }

    @Test func whatTheTerminalSendsIsReadHoweverItIsTorn() {
        let sent: [UInt8] = [0x2F, 0xD7, 0xF8, 0xCF, 0xAF, 0x1B, 0x5B, 0x41]
        var whole = LocaleDecoder(LocaleEncoding(codeset: "GB18030"))
        #expect(String(decoding: whole.decode(sent), as: UTF8.self) == "/坐席\u{1B}[A")
        var torn = LocaleDecoder(LocaleEncoding(codeset: "GB18030"))
        #expect(String(decoding: sent.flatMap { torn.decode([$0]) }, as: UTF8.self) == "/坐席\u{1B}[A")
        // An octet that begins nothing does not hold up what follows.
        var broken = LocaleDecoder(LocaleEncoding(codeset: "GB18030"))
        #expect(String(decoding: broken.decode([0xFF, 0xFF, 0x61, 0x62, 0x63, 0x64, 0x65]), as: UTF8.self).hasSuffix("abcde"))
        var plain = LocaleDecoder(.utf8)
        #expect(plain.decode(sent) == sent)
    }
}
