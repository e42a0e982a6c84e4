import Testing
import Text

@testable import Translations

@Suite struct PhrasebookTests {
    @Test func bothLanguagesAreThereAtOnce() {
        #expect(TranslationCatalog(.zh_CN)("Agents") == "坐席")
        #expect(TranslationCatalog(.en)("Agents") == "Agents")
        #expect(TranslationCatalog(.zh_CN)("Agents") == "坐席")
    }

    @Test func whatIsNotInTheCatalogStaysEnglish() {
        #expect(TranslationCatalog(.zh_CN)("no such sentence") == "no such sentence")
        #expect(TranslationCatalog(.zh_CN)("") == "")
    }

    @Test func sentencesAreSaidWithTheirGapsFilled() {
        let text: SafeText = "the site is \("online" as SafeText)"
        #expect(TranslationCatalog(.zh_CN)(text) == "站点在线")
        #expect(TranslationCatalog(.en)(text) == "the site is online")
        // A caller may be named like a word of ours; he keeps his name.
        let name = "Agents"
        #expect(TranslationCatalog(.zh_CN)(SafeText(name)) == "Agents")
    }

    @Test func theEnvironmentChoosesTheLanguage() {
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8"]) == .zh_CN)
        #expect(Language.preferred(in: ["LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"]) == .en)
        #expect(Language.preferred(in: [:]) == .en)
    }
}
