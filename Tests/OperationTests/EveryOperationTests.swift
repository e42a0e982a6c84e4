import Exchange
import Foundation
import JSON
import Testing

/// Every operation of every catalog, run against its simulated exchange over a real wire, and read off that wire.
@Suite(.timeLimit(.minutes(2))) struct EveryOperationTests {
    @Test(arguments: ExchangeSystem.onTheWire) func `Every operation arrives as its document says and is understood`(
        _ system: ExchangeSystem
    ) async throws {
        let kind = try #require(system.harness)
        var harness: any OperationHarness = try await kind.init()
        for row in try DocumentCatalog.read(system.name) {
            let operation = try #require(system.operations.first { $0.id == row.id }, "\(row.id)")
            guard operation.unavailable == nil else { continue }
            let parameters = row.described.filter { !system.sets($0.name, of: row.id) }
            // As the document's example has it, then with everything that may be given.
            let example = parameters.filter { $0.isRequired || $0.isInExample }
            for chosen in example.count < parameters.count ? [example, parameters] : [parameters] {
                let refusals = kind.refusals
                let refusal = refusals[row.id] ?? (chosen.count > example.count ? refusals["\(row.id) with everything"] : nil)
                let subjects = try await harness.subjects(of: row.id)
                let values = chosen.map { ($0, subjects[$0.name] ?? $0.sample) }
                _ = try await harness.arrived()
                let (outcome, answer) = await harness.site.perform(operation, arguments(values, and: subjects, of: operation))
                judge(outcome, answer, of: operation, expecting: refusal)
                // A spool file may be deleted instead, and a recording only looked for.
                if operation.answer == .file, case .done = outcome, chosen.count == example.count {
                    let file = try #require(subjects["to"])
                    #expect(FileManager.default.contents(atPath: file)?.isEmpty == false, "\(row.id)")
                    try? FileManager.default.removeItem(atPath: file)
                }

                let expected = values.filter { !harness.isLocal($0.0.name, of: row.id) }.flatMap { parameter, value in
                    ([parameter.name] + parameter.aliases).map { WireRequest.Field(name: $0, value: value) }
                }
                let arrived = try await harness.arrived().filter { row.natives.contains($0.native) }
                #expect(
                    arrived.contains { $0.fields(besides: parameters).sorted() == expected.sorted() },
                    "\(row.id): expected \(expected), arrived \(arrived.map(\.fields))")
                let required = Set(row.described.filter { $0.isRequired && system.sets($0.name, of: row.id) }.map(\.name))
                #expect(
                    arrived.allSatisfy { required.isSubset(of: $0.setByAdapter.filter { !$0.value.isEmpty }.keys) }, "\(row.id): \(arrived)"
                )
                // What deletes or ends leaves nothing for those after it; what is refused may end in a closed door.
                if operation.isDangerous || refusal != nil {
                    await harness.close()
                    harness = try await kind.init()
                }
            }
        }
        await harness.close()
    }

    private func arguments(
        _ values: [(DescribedParameter, String)], and subjects: [String: String], of operation: Exchange.Operation
    ) -> JSONValue {
        var given = Dictionary(values.map { ($0.0.name, JSONValue.string($0.1)) }, uniquingKeysWith: { $1 })
        // Ours, and not on the wire: the file of a download.
        for parameter in operation.parameters where given[parameter.name] == nil {
            if parameter.name == "to", let file = subjects["to"] { given["to"] = .string(file) }
        }
        return .object(given)
    }

    private func judge(_ outcome: Outcome, _ answer: JSONValue?, of operation: Exchange.Operation, expecting refusal: String?) {
        switch (outcome, refusal) {
        case (.done, nil): break
        case (.refused(let code, let words), let refusal?): #expect(code ?? words.string == refusal, "\(operation.id)")
        default: Issue.record("\(operation.id): \(outcome), \(refusal.map { "expected a refusal: \($0)" } ?? "expected to be done")")
        }
        guard case .done = outcome, case .rows(let path) = operation.answer else { return }
        let rows = path.split(separator: ".").reduce(answer) { $0?[String($1)] }
        #expect(rows?.array != nil, "\(operation.id): no rows at \(path) in \(answer?.compactText.prefix(300) ?? "nothing")")
    }
}

extension WireRequest {
    /// The fields, without those that stand there empty because nobody gave them.
    func fields(besides parameters: [DescribedParameter]) -> [Field] {
        let optional = Set(parameters.filter { !$0.isRequired }.map(\.name))
        return fields.filter { !$0.value.isEmpty || !optional.contains($0.name) }
    }
}

extension ExchangeSystem {
    /// Whether the adapter sets a parameter itself.
    func sets(_ parameter: String, of operation: String) -> Bool {
        setByAdapter.contains(parameter) || setByAdapter.contains("\(operation) \(parameter)")
    }
}
