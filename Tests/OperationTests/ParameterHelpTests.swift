import Exchange
import Testing
import Translations

/// What a parameter means is said in both languages.
@Suite struct ParameterHelpTests {
    @Test(arguments: ExchangeSystem.all)
    func everyParameterIsExplainedInChinese(_ system: ExchangeSystem) {
        let chinese = TranslationCatalog(.zh_CN)
        func isSaid(_ english: String) -> Bool {
            // Names of formats and systems are the same everywhere.
            chinese(english) != english || english.isEmpty || english.count < 5
        }
        for operation in system.operations {
            for parameter in operation.parameters {
                #expect(isSaid(parameter.doc), "\(system.name) \(operation.id) \(parameter.name): \(parameter.doc)")
                for meaning in parameter.values.values { #expect(isSaid(meaning), "\(system.name) \(operation.id): \(meaning)") }
            }
        }
    }
}
