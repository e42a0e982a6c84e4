import Testing

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

    @Test func theEnvironmentChoosesTheLanguage() {
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8"]) == .zh_CN)
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"]) == .en)
        #expect(Language.preferred(in: [:]) == .en)
    }
}
