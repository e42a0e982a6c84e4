import Exchange
import Testing

/// Each ledger against the catalog of its document: nothing is missing, and what is otherwise has its reason.
@Suite struct LedgerComparisonTests {
    @Test(arguments: ExchangeSystem.all) func `The ledger is the catalog, except where a reason says otherwise`(_ system: ExchangeSystem) throws {
        let catalog = try Catalog(system.name)
        #expect(catalog.rows.count == system.count)
        let differences = Comparison(system: system, catalog: catalog.rows).differences
        let excused = Deviation.of(system.name)
        for difference in differences where !excused.contains(where: { difference.contains($0.what) }) {
            Issue.record("\(difference)")
        }
        // An excuse that nobody needs any more goes.
        for excuse in excused where !differences.contains(where: { $0.contains(excuse.what) }) {
            Issue.record("no deviation any more: \(excuse.what)")
        }
    }

    @Test(arguments: ExchangeSystem.all) func `A row says all that a person needs`(_ system: ExchangeSystem) {
        #expect(Set(system.ledger.map(\.id)).count == system.ledger.count)
        for operation in system.ledger {
            #expect(!operation.titleEnglish.isEmpty && !operation.titleChinese.isEmpty && !operation.area.isEmpty, "\(operation.id)")
            #expect(operation.parameters.allSatisfy { !$0.doc.isEmpty }, "\(operation.id)")
            #expect(operation.unavailable?.isEmpty != true, "\(operation.id)")
            for parameter in operation.parameters where parameter.standard != nil {
                #expect(!parameter.isRequired, "\(operation.id) \(parameter.name): what has a standard may be left out")
            }
        }
    }

    @Test(arguments: ExchangeSystem.all) func `What deletes, wipes or cuts off asks first`(_ system: ExchangeSystem) {
        let words = ["delete", "kick", "hangup", "checkout", ".logout", "restart", "unregister"]
        for operation in system.ledger where operation.kind == .command && operation.unavailable == nil {
            let name = operation.id.drop { $0 != "." }
            guard words.contains(where: name.contains) || name.hasPrefix(".del") || name == ".stop" else { continue }
            #expect(operation.isDangerous, "\(operation.id)")
        }
    }
}

/// A ledger laid beside its catalog.
private struct Comparison {
    let system: ExchangeSystem
    let catalog: [Catalog.Row]

    /// A line for each difference: `calls.dial caller: …`.
    var differences: [String] {
        let known = Dictionary(system.ledger.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let described = Set(catalog.map(\.id))
        return catalog.flatMap { row in known[row.id].map { between($0, row) } ?? ["\(row.id): not in the ledger"] }
            + system.ledger.filter { !described.contains($0.id) }.map { "\($0.id): not in the catalog" }
    }

    private func between(_ operation: Exchange.Operation, _ row: Catalog.Row) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ ledger: String, _ catalog: String) {
            if ledger != catalog { found.append("\(row.id) \(what): ledger “\(ledger)”, catalog “\(catalog)”") }
        }
        compare("native", operation.native, row.native)
        compare("kind", operation.kind.rawValue, row.kind)
        // What is left empty says nothing: a library's types and answers are none of the wire.
        if !row.answer.isEmpty { compare("answer", operation.answer.word, row.answer) }
        // A name may stand twice: where the adapter sets the one in the URL, the other is in the body.
        let described = row.parameters.filter { !system.sets($0, of: row) }
        for parameter in operation.parameters where !described.contains(where: { $0.name == parameter.name }) {
            found.append("\(row.id) \(parameter.name): not in the catalog")
        }
        for wanted in described {
            guard let parameter = operation.parameters.first(where: { $0.name == wanted.name }) else {
                found.append("\(row.id) \(wanted.name): not in the ledger")
                continue
            }
            compare("\(wanted.name) need", parameter.isRequired ? "needed" : "optional", wanted.isRequired ? "needed" : "optional")
            if !wanted.type.isEmpty { compare("\(wanted.name) type", parameter.type.rawValue, wanted.type) }
            compare("\(wanted.name) standard", parameter.standard ?? "", wanted.standard)
            compare("\(wanted.name) values", parameter.values.keys.sorted().joined(separator: "; "), wanted.values.sorted().joined(separator: "; "))
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
