import Testing
import Text

@testable import Translations

@Suite struct PhrasebookTests {
    @Test func bothLanguagesAreThereAtOnce() {
        #expect(Phrasebook(.zh_CN)("Agents") == "坐席")
        #expect(Phrasebook(.en)("Agents") == "Agents")
        #expect(Phrasebook(.zh_CN)("Agents") == "坐席")
    }

    @Test func whatIsNotInTheCatalogStaysEnglish() {
        #expect(Phrasebook(.zh_CN)("no such sentence") == "no such sentence")
        #expect(Phrasebook(.zh_CN)("") == "")
    }

    @Test func sentencesAreSaidWithTheirGapsFilled() {
        let text: SafeText = "the site is \("online" as SafeText)"
        #expect(Phrasebook(.zh_CN)(text) == "站点在线")
        #expect(Phrasebook(.en)(text) == "the site is online")
        // A caller may be named like a word of ours; he keeps his name.
        let name = "Agents"
        #expect(Phrasebook(.zh_CN)(SafeText(name)) == "Agents")
    }

    @Test func theEnvironmentChoosesTheLanguage() {
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8"]) == .zh_CN)
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"]) == .en)
        #expect(Language.preferred(in: [:]) == .en)
    }
}
