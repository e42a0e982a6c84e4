import BackendSupport
import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import Asterisk

/// The catalog against what an exchange lists and what its source documents (`manager-actions.txt`), never against itself.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CatalogTests {
    private struct Documented { var name: String, classes: [String], required: Set<String>, optional: Set<String> }

    private func documented() throws -> [Documented] {
        let file = try #require(Bundle.module.url(forResource: "manager-actions", withExtension: "txt"))
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            let names = parts[2].split(separator: " ").map(String.init)
            return Documented(
                name: parts[0], classes: parts[1].split(separator: ",").map(String.init),
                required: Set(names.filter { !$0.hasPrefix("?") }),
                optional: Set(names.filter { $0.hasPrefix("?") }.map { String($0.dropFirst()) }))
        }
    }

    @Test func everyLineCanBeRead() {
        #expect(AsteriskOperations.catalog.problems.map(\.description) == [])
        #expect(AsteriskOperations.all.count == 120)
    }

    @Test func everyActionOfTheExchangeIsThereWithItsClassesAndParameters() throws {
        let rows = Dictionary(
            uniqueKeysWithValues: AsteriskOperations.catalog.entries.compactMap { entry in
                entry.wire.first.flatMap(WireLine.init).map { ($0.name, (classes: $0.classes, operation: entry.operation)) }
            })
        let documented = try documented()
        #expect(Set(rows.keys) == Set(documented.map(\.name)))
        for action in documented {
            guard let row = rows[action.name] else { continue }
            #expect(row.classes == action.classes, "\(action.name)")
            #expect(Set(row.operation.parameters.filter(\.isRequired).map(\.name)) == action.required, "\(action.name)")
            #expect(Set(row.operation.parameters.filter { !$0.isRequired }.map(\.name)) == action.optional, "\(action.name)")
        }
    }

    /// What can run code or change the exchange.
    @Test(arguments: [
        "system.command", "channels.set_variable", "channels.get_variable", "database.put", "database.delete_tree", "configuration.update",
        "configuration.read", "dialplan.add_extension", "system.load_module", "system.reload", "calls.redirect", "bridges.destroy",
        "queues.reset_statistics", "trunks.set_maintenance",
    ])
    func whatRunsCodeOrChangesTheExchangeNeedsASupervisor(_ id: String) throws {
        let operation = try #require(AsteriskOperations.all.first { $0.id == id })
        #expect(operation.role == .supervisor)
        #expect(operation.kind == .query || operation.isDangerous)
    }

    @Test func anApplicationToRunNeedsASupervisor() throws {
        let originate = try #require(AsteriskOperations.all.first { $0.id == "calls.originate" })
        #expect(originate.isDangerous)
        for name in ["Application", "Data", "PreDialGoSub", "Variable"] {
            #expect(originate.parameters.first { $0.name == name }?.role == .supervisor, "\(name)")
        }
        for operation in AsteriskOperations.all {
            #expect(operation.role >= Exchange.Operation.leastRole(operation.kind, operation.action), "\(operation.id)")
        }
    }

    @Test func whatTakesAwayAsksFirst() {
        let words = ["delete", "kick", "hangup", "destroy", "reset", "withdraw", "unregister", "expire_all"]
        for operation in AsteriskOperations.all where operation.kind == .command && words.contains(where: operation.id.contains) {
            #expect(operation.isDangerous, "\(operation.id)")
        }
    }

    /// Every operation, read off the wire parameter by parameter.
    @Test func everyOperationGoesOutAsTheExchangeTakesIt() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        for entry in AsteriskOperations.catalog.entries where entry.operation.unavailable == nil {
            let operation = entry.operation
            let wire = try #require(entry.wire.first.flatMap(WireLine.init))
            if [
                "Ping", "ListCommands", "CoreShowChannels", "QueueStatus", "ParkedCalls", "ExtensionStateList", "ConfbridgeListRooms",
                "IAXpeerlist", "PJSIPShowRegistrationsOutbound", "Getvar", "Login",
            ].contains(wire.name) {
                continue
            }
            var arguments: [String: JSONValue] = [:]
            for parameter in operation.parameters {
                let value = parameter.valuesAreExamples ? "x" : parameter.values.keys.sorted().first ?? "7"
                arguments[parameter.name] = .string(value)
            }
            let (outcome, _) = await desk.site.perform(operation, .object(JSONMembers(arguments)))
            #expect(outcome == .done(nil), "\(operation.id): \(outcome)")
            let sent = try #require(peer.asked.last { $0["Action"] == wire.name }, "\(operation.id)")
            for (name, value) in arguments { #expect(sent[name] == value.text, "\(operation.id) \(name)") }
        }
        try await desk.stop()
    }

    /// What takes its time there stops the events of its connection: an operation has a session of its own, where the account takes two.
    @Test func anOperationHasASessionOfItsOwnWhereThatMayBe() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        let status = try #require(AsteriskOperations.all.first { $0.id == "system.status" })
        let (outcome, _) = await desk.site.perform(status, [:])
        #expect(outcome == .done(nil))
        #expect(
            peer.asked.suffix(3).map { $0["Action"] } == ["Login", "CoreStatus", "Logoff"]
                || peer.asked.suffix(2).map { $0["Action"] } == ["Login", "CoreStatus"])
        #expect(peer.asked.last { $0["Action"] == "Login" }?["Events"] == "off")
        peer.answer("Login", ["Response: Error\nActionID: {ID}\nMessage: Login Already In Use"])
        let (second, _) = await desk.site.perform(status, [:])
        #expect(second == .done(nil))
        #expect(peer.asked.last?["Action"] == "CoreStatus")
        try await desk.stop()
    }

    @Test func aListComesAsRowsAndRepeatedLinesAsAList() async throws {
        let peer = try Peer()
        peer.answer("Command", ["Response: Success\nActionID: {ID}\nMessage: Command output follows\nOutput: one\nOutput: two"])
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        let command = try #require(AsteriskOperations.all.first { $0.id == "system.command" })
        let (_, answer) = await desk.site.perform(command, ["Command": "queue show"])
        #expect(answer?["Output"] == ["one", "two"])
        let (refused, _) = await desk.site.perform(command, ["Command": "x\nAction: Hangup"])
        #expect(refused == .invalid("Command holds a line end, which cannot be sent"))
        peer.list("QueueSummary", complete: "QueueSummaryComplete", "Event: QueueSummary\nQueue: 售后 服务 VIP")
        let summary = try #require(AsteriskOperations.all.first { $0.id == "queues.summary" })
        let (_, rows) = await desk.site.perform(summary, [:])
        #expect(rows?.array?.first?["Queue"] == "售后 服务 VIP")
        try await desk.stop()
    }
}
