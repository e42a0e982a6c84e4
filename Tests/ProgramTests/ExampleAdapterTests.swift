import Adapters
import ExampleAdapter
import Exchange
import Foundation
import JSON
import Settings
import Simulators
import Testing
import Translations

@testable import cordboard

/// A kind of exchange that nothing but one line of a list knows goes the way of all others.
@Suite struct ExampleAdapterTests {
    private static let adapters = [AdapterDescriptor].all + [ExampleAdapter.descriptor]

    private func read(_ lines: String) throws(SettingsProblems) -> Configuration {
        let text = "operator: {name: a, extension: \"2008\"}\nsites:\n  - id: one\n    kind: example\n    \(lines)\n"
        return try Configuration.read(text, name: "config.yaml", adapters: Self.adapters, environment: ["KEY": "k"]).configuration
    }

    @Test func itsSiteIsReadAndMade() async throws {
        let configuration = try read("address: pbx:5038\n    password: p\n    mirror: {key_env: KEY}\n    extension: \"2009\"")
        let settings = configuration.sites[0]
        #expect(settings.kind == "example" && settings.values.text("line") == "first" && !settings.isEncrypted)
        let site = settings.makeSite(for: configuration.operator)
        let (outcome, answer) = await site.perform(try #require(site.operations.first), [:])
        #expect(outcome == .done(nil))
        #expect(answer == ["host": "pbx", "line": "first", "hasSecrets": .bool(true), "extension": "2009"])
    }

    @Test(arguments: [
        ("password: p", ["config.yaml:3:5: the site has no “address”"]),
        (
            "addres: a:1\n    password: p",
            ["config.yaml:3:5: the site has no “address”", "config.yaml:5:5: unknown key “addres”; did you mean “address”?"]
        ),
        ("address: a\n    password: p", ["config.yaml:5:14: an address is written HOST:PORT"]),
        ("address: a:1\n    password: p\n    line: frist", ["config.yaml:7:11: “frist” is no choice here; did you mean “first”?"]),
        ("address: a:1\n    password: p\n    mirror: {}", ["config.yaml:7:13: the mirror has no “key”"]),
        ("address: a:1\n    password_env: NONE", ["config.yaml:6:19: the environment variable NONE is not set"]),
    ])
    func whatIsWrongWithItIsNamed(_ lines: String, _ expected: [String]) {
        let problems = #expect(throws: SettingsProblems.self) { try read(lines) }
        #expect(problems?.problems.map(\.description) == expected)
    }

    @MainActor @Test(arguments: [["ops", "example"], ["ops", "example", "--json"], ["ops", "--manual"]])
    func itsOperationIsListed(_ words: [String]) async throws {
        #expect(try await printed(words).contains("example.status"))
    }

    @MainActor @Test(arguments: [["kinds", "example"], ["kinds", "--json"], ["kinds", "--manual"]])
    func itsSettingsAreListed(_ words: [String]) async throws {
        let text = try await printed(words)
        #expect(text.contains("Example exchange") && text.contains("mirror") && text.contains("HOST:PORT"))
    }

    @Test func itsWordsAreCompleted() {
        let completion = ShellCompletion(adapters: Self.adapters, sites: [("one", "example", "One")])
        #expect(completion.candidates(["kinds", "ex"]).map(\.word) == ["example"])
        #expect(completion.candidates(["op", "one", ""]).map(\.word) == ["example.status"])
    }

    /// What the program prints for these words when its list has the example, too.
    @MainActor private func printed(_ words: [String]) async throws -> String {
        let folder = try TestFolder()
        let file = folder.path + "/out"
        let program = Program(environment: ["LANG": "C"], adapters: Self.adapters)
        #expect(await CommandRunner(program: program).run(words + ["--output", file]) == 0)
        return try String(contentsOfFile: file, encoding: .utf8)
    }
}

@Suite struct AdapterListTests {
    /// The rows of one kind, those within groups too.
    private static func all(_ fields: [SettingsField]) -> [SettingsField] { fields.flatMap { [$0] + all($0.fields) } }

    @Test func everyTitleAndMeaningIsTranslated() {
        let chinese = TranslationCatalog(.zh_CN)
        for adapter in [AdapterDescriptor].all {
            for sentence in [adapter.title] + Self.all(CommonSettings.fields(of: adapter)).map(\.doc) {
                #expect(chinese(sentence) != sentence, "\(adapter.kind): \(sentence)")
            }
        }
    }

    @Test func kindsAndKeysAreNamedOnce() {
        let adapters = [AdapterDescriptor].all
        #expect(Set(adapters.map(\.kind)).count == adapters.count)
        for adapter in adapters {
            let keys = CommonSettings.fields(of: adapter).flatMap(\.keys)
            #expect(Set(keys).count == keys.count, "\(adapter.kind)")
            if let telephone = adapter.telephoneSetting { #expect(keys.contains(telephone)) }
        }
    }

    /// A catalog is the same whether a site or its kind is asked, and each simulator prints what its adapter takes.
    @Test func everyKindIsSimulatedAndReadsWhatItsSimulatorPrints() async throws {
        let demo = try await Demo.start()
        let configuration = try demo.configuration(.all)
        #expect(Set(configuration.sites.map(\.kind)) == Set([AdapterDescriptor].all.map(\.kind)))
        for site in configuration.sites {
            #expect(site.makeSite(for: configuration.operator).operations == site.adapter.operations)
        }
        await demo.stop()
    }
}
