import BackendSupport
import Exchange
import JSON
import Testing
import Translations

/// Each catalog against the extract of its document: nothing is missing, and what is otherwise has its reason.
@Suite struct CatalogComparisonTests {
    @Test(arguments: ExchangeSystem.all) func `A catalog says what its document says, except where a reason stands`(
        _ system: ExchangeSystem
    ) throws {
        let document = try DocumentCatalog.read(system.name)
        #expect(document.count == system.count)
        let differences = Comparison(system: system, document: document).differences
        let excused = Deviation.of(system.name)
        for difference in differences where !excused.contains(where: { difference.contains($0.what) }) {
            Issue.record("\(difference)")
        }
        // An excuse that nobody needs any more goes.
        for excuse in excused where !differences.contains(where: { $0.contains(excuse.what) }) {
            Issue.record("no deviation any more: \(excuse.what)")
        }
    }

    @Test(arguments: ExchangeSystem.all) func `Every line of a catalog can be read`(_ system: ExchangeSystem) {
        #expect(system.catalog.problems.map(\.description) == [])
        #expect(system.catalog.name == system.name)
    }

    @Test(arguments: ExchangeSystem.all) func `A row says all that a person needs`(_ system: ExchangeSystem) {
        for entry in system.catalog.entries {
            let operation = entry.operation
            #expect(operation.parameters.allSatisfy { !$0.doc.isEmpty }, "\(operation.id)")
            #expect(operation.unavailable?.isEmpty != true, "\(operation.id)")
            #expect(entry.facts.contains("answer"), "\(operation.id)")
            // Other languages and the documents' examples stand elsewhere.
            #expect(entry.titles.isEmpty && entry.samples.isEmpty && entry.untyped.isEmpty, "\(operation.id)")
            for parameter in operation.parameters where parameter.standard != nil {
                #expect(!parameter.isRequired, "\(operation.id) \(parameter.name): what has a standard may be left out")
            }
        }
    }

    @Test(arguments: ExchangeSystem.all) func `What deletes, wipes or cuts off asks first`(_ system: ExchangeSystem) {
        let words = ["delete", "kick", "hangup", "checkout", ".logout", "restart", "unregister"]
        for operation in system.operations where operation.kind == .command && operation.unavailable == nil {
            let name = operation.id.drop { $0 != "." }
            guard words.contains(where: name.contains) || name.hasPrefix(".del") || name == ".stop" else { continue }
            #expect(operation.isDangerous, "\(operation.id)")
        }
    }

    @Test(arguments: ExchangeSystem.all) func `What listens, spies, intercepts or forces needs a supervisor`(_ system: ExchangeSystem) {
        let words = ["listen", "whisper", "barge", "monitor_to", "supervise_switch", "intercept", "force", "cticommand", "restart_module"]
        for operation in system.operations where operation.unavailable == nil && words.contains(where: operation.id.contains) {
            #expect(operation.role == .supervisor, "\(operation.id)")
        }
        for operation in system.operations {
            #expect(operation.role >= Exchange.Operation.leastRole(operation.kind, operation.action), "\(operation.id)")
        }
    }

    @Test(arguments: ExchangeSystem.all) func `What people recorded and wrote to each other is no viewer's`(_ system: ExchangeSystem) {
        let announcements = ["recordings.getrecord", "recordings.getrecordings"]
        for operation in system.operations where ["voicemail", "messaging", "recordings"].contains(operation.area) {
            #expect(operation.role >= .dispatcher || announcements.contains(operation.id), "\(operation.id)")
        }
    }

    @Test(arguments: ExchangeSystem.all) func `Every secret field of a document's answers comes out unreadable`(
        _ system: ExchangeSystem
    ) throws {
        for row in try DocumentCatalog.read(system.name) {
            let operation = try #require(system.operations.first { $0.id == row.id })
            for path in row.secretFields {
                let steps = path.split(separator: ".").map(String.init)
                let answer = steps.reversed().reduce(JSONValue.string("geheim")) { value, step in
                    step.hasSuffix("[]") ? [String(step.dropLast(2)): [value]] : [step: value]
                }
                let shown = operation.masked(answer: answer)
                #expect(!shown.compactText.contains("geheim") && shown.compactText.contains("••••"), "\(row.id) \(path)")
            }
            for parameter in row.operation.parameters where parameter.isSecret && !system.sets(parameter.name, of: row.id) {
                #expect(!operation.masked([parameter.name: "geheim"]).compactText.contains("geheim"), "\(row.id) \(parameter.name)")
            }
        }
    }
}

/// A catalog laid beside the extract of its document.
private struct Comparison {
    let system: ExchangeSystem
    let document: [OperationCatalog.Entry]

    /// A line for each difference: `calls.dial caller: …`.
    var differences: [String] {
        let known = Dictionary(system.catalog.entries.map { ($0.operation.id, $0) }, uniquingKeysWith: { first, _ in first })
        let described = Set(document.map(\.id))
        return document.flatMap { row in known[row.id].map { between($0, row) } ?? ["\(row.id): not in the catalog"] }
            + system.operations.filter { !described.contains($0.id) }.map { "\($0.id): not in the document" }
    }

    private func between(_ entry: OperationCatalog.Entry, _ row: OperationCatalog.Entry) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ ours: String, _ document: String) {
            if ours != document { found.append("\(row.id) \(what): catalog “\(ours)”, document “\(document)”") }
        }
        let operation = entry.operation
        compare("native", operation.native, row.operation.native)
        compare("kind", operation.kind.rawValue, row.operation.kind.rawValue)
        compare("area", operation.area, row.operation.area)
        compare("title", operation.title, row.operation.title)
        for language in row.titles.keys.sorted() {
            let title = Language(rawValue: language).map { TranslationCatalog($0)(operation.title, context: operation.native) }
            compare("title in \(language)", title ?? "", row.titles[language] ?? "")
        }
        // What a document leaves out says nothing: a library's types and answers are none of the wire.
        if row.facts.contains("answer") { compare("answer", operation.answer.word, row.operation.answer.word) }
        compare("secrets", entry.secretFields.sorted().joined(separator: " "), row.secretFields.sorted().joined(separator: " "))
        return found + parameters(of: entry, row)
    }

    private func parameters(of entry: OperationCatalog.Entry, _ row: OperationCatalog.Entry) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ ours: String, _ document: String) {
            if ours != document { found.append("\(row.id) \(what): catalog “\(ours)”, document “\(document)”") }
        }
        let operation = entry.operation
        // A name may stand twice: where the adapter sets the one in the URL, the other is in the body.
        let described = row.operation.parameters.filter { !system.sets($0.name, of: row.id) }
        for parameter in operation.parameters where !described.contains(where: { $0.name == parameter.name }) {
            found.append("\(row.id) \(parameter.name): not in the document")
        }
        for wanted in described {
            let name = wanted.name
            guard let parameter = operation.parameters.first(where: { $0.name == name }) else {
                found.append("\(row.id) \(name): not in the catalog")
                continue
            }
            compare("\(name) need", parameter.isRequired ? "needed" : "optional", wanted.isRequired ? "needed" : "optional")
            if !row.untyped.contains(name) { compare("\(name) type", parameter.type.rawValue, wanted.type.rawValue) }
            compare("\(name) secrecy", parameter.isSecret ? "secret" : "open", wanted.isSecret ? "secret" : "open")
            compare("\(name) standard", parameter.standard ?? "", wanted.standard ?? "")
            compare(
                "\(name) values", parameter.values.keys.sorted().joined(separator: "; "),
                wanted.values.keys.sorted().joined(separator: "; "))
            compare(
                "\(name) spellings", entry.aliases[name, default: []].joined(separator: ", "),
                row.aliases[name, default: []].joined(separator: ", "))
        }
        let names = operation.parameters.map(\.name), order = described.map(\.name)
        if Set(names) == Set(order) { compare("order", names.joined(separator: " "), order.joined(separator: " ")) }
        return found
    }
}

extension Exchange.Operation.Answer {
    fileprivate var word: String {
        switch self {
        case .done: "done"
        case .object: "object"
        case .rows(let path): "rows at \(path)"
        case .file: "file"
        }
    }
}
