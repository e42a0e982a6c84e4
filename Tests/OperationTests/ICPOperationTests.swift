import Exchange
import Foundation
import ICPReference
import JSON
import Testing

/// Every operation of ICP's catalog, run against the simulated gateway and uPortal over a real wire, and read off that wire.
///
/// The document describes the methods of a library: what its parameters become on the wire stands in the reference pages, so
/// each row of those is run, and not only each operation.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ICPOperationTests {
    @Test func `Every request arrives as the reference has it and is understood`() async throws {
        let harness = try await ICPHarness()
        let operations = Dictionary(uniqueKeysWithValues: harness.site.operations.map { ($0.id, $0) })
        let rows = try WireRow.all()
        #expect(Set(rows.map(\.id)) == Set(operations.values.filter { $0.unavailable == nil }.map(\.id)))
        for reference in rows {
            let operation = try #require(operations[reference.id], "\(reference)")
            let row = try await harness.prepare(for: reference)
            let (outcome, answer) = await harness.site.perform(operation, row.arguments)
            judge(outcome, answer, of: operation, row)
            let added = ICPHarness.setByAdapter[row.id, default: []].filter { row.arguments[$0] == nil }
            let (expected, arrived) = (ICPHarness.Request(row), harness.arrived().map { $0.leavingOut(added) })
            #expect(arrived.contains(expected), "\(row.id): expected \(expected), arrived \(arrived)")
            if row.arguments["to"] != nil { #expect(harness.takeFile()?.starts(with: Data("RIFF".utf8)) == true, "\(row)") }
        }
        await harness.close()
    }

    private func judge(_ outcome: Outcome, _ answer: JSONValue?, of operation: Exchange.Operation, _ row: WireRow) {
        switch (outcome, ICPHarness.refusals[row.id]) {
        case (.done, nil): break
        case (.refused(let code, _), let refusal?): #expect(code == refusal, "\(row)")
        case (_, let refusal): Issue.record("\(row): \(outcome), expected \(refusal.map { "refusal \($0)" } ?? "to be done")")
        }
        guard case .done = outcome, case .rows(let path) = operation.answer else { return }
        let rows = path.split(separator: ".").reduce(answer) { $0?[String($1)] }
        #expect(rows?.array != nil, "\(row): no rows at “\(path)” in \(answer?.compactText.prefix(300) ?? "nothing")")
    }

    @Test func `What has no wire is refused with its reason, without a wire`() async throws {
        // Nobody listens there: whatever was sent would fail.
        let site = ICPHarness.site(port: 1, uPortal: 1)
        let without = site.operations.filter { $0.unavailable != nil }
        #expect(without.count == 51)
        for operation in without {
            let reason = try #require(operation.unavailable)
            #expect(await site.perform(operation, [:]).0 == .unsupported(reason), "\(operation.id)")
        }
    }
}
