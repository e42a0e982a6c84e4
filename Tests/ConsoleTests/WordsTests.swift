import Exchange
import Foundation
import Testing
import Translations

@testable import Console

/// What we say is in the operator's language, and in letters that his terminal has.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct WordsTests {
    @Test func sentencesOfTheBackendsAreTranslatedInMessages() async throws {
        let harness = try await ConsoleHarness(language: .zh_CN)
        let text: SafeText = "no extension is known in call \("7" as SafeText)"
        await harness.site.tell([.message(SiteMessage(site: Day.site, time: Day.begin, topic: "trouble", text: text))])
        await harness.until { harness.state.notices.latest != nil }
        let said = TranslationCatalog(.zh_CN)(text).string
        #expect(said != text.string && harness.notice == said)
        harness.press("e")
        #expect(harness.screen().contains(said.prefix(6)))
    }

    @Test(arguments: [("OK (12 ms)", "可达 (12 ms)"), ("InUse", "使用中"), ("UNREACHABLE", "不可达"), ("Gesperrt", "Gesperrt"), ("", "未知")])
    func statesOfTrunksAreWords(status: String, words: String) {
        let trunk = Trunk(site: "hq", id: "1", name: "t", type: "SIP", status: SafeText(status))
        #expect(trunk.words(TranslationCatalog(.zh_CN)) == words)
    }

    @Test(arguments: Language.allCases) func helpExplainsTheSigns(language: Language) async throws {
        let harness = try await ConsoleHarness(language: language)
        harness.app.resize(width: 120, height: 200)
        harness.press("?")
        let screen = harness.screen()
        for sign in ["│ * ", "│ 3/1 ", "~ 2s", "│ ● ", "≥02:41", "@hq"] { #expect(screen.contains(sign), "\(sign)") }
        if language == .zh_CN { #expect(!screen.contains("the exchange does not tell")) }
    }

    @Test func wordsThatTheTerminalCannotWriteAreEnglish() throws {
        let ascii = try Fixture.appearance(.zh_CN, unicode: false)
        #expect(ascii.phrases.language == .en)
        var state = Fixture.state(80, 24)
        let text = Fixture.draw(&state, Fixture.board(), ascii).plainText
        #expect(text.contains("1 Agents 10") && text.contains("talking") && text.utf8.allSatisfy { $0 < 0x80 })
    }
}
