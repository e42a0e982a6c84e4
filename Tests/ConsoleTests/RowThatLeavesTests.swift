import Desk
import Exchange
import Testing

@testable import Console

/// A key acts only on what was looked at: a row that leaves hands nothing on.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct RowThatLeavesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var pane: String
        var row: RowID
        var leaves: [Change]
        var keys: [String]
        var testDescription: String { "\(pane) \(row)" }
    }

    nonisolated private static func key(_ kind: EntityKind, _ id: String) -> EntityKey { EntityKey(site: Day.site, kind: kind, id: id) }

    nonisolated static let cases = [
        Case(pane: "1", row: .entity(key(.agent, "8001")), leaves: [.remove(key(.agent, "8001"))], keys: ["p", "l", "x", "a"]),
        Case(pane: "2", row: .entity(key(.queue, "6500")), leaves: [.remove(key(.queue, "6500"))], keys: ["a"]),
        Case(
            pane: "2", row: .entity(key(.waiting, "1673071401.7")), leaves: [.remove(key(.waiting, "1673071401.7"))], keys: ["T", "x"]),
        Case(pane: "3", row: .entity(key(.call, "1673071399.25")), leaves: [.remove(key(.call, "1673071399.25"))], keys: ["x", "H", "m"]),
        Case(pane: "4", row: .entity(key(.room, "9000")), leaves: [.remove(key(.room, "9000"))], keys: ["E", "i"]),
        Case(
            pane: "4", row: .member(room: key(.room, "9000"), id: "SIP/8002-1"),
            leaves: [
                .put(
                    .room(
                        Room(
                            site: Day.site, id: "9000", name: "Board", state: "active",
                            members: [.init(id: "SIP/8003-2", number: "8003", state: .joined, muted: true)])))
            ], keys: ["K", "m", "C"]),
        Case(pane: "5", row: .entity(key(.group, "g1")), leaves: [.remove(key(.group, "g1"))], keys: ["M", "S", "c"]),
    ]

    @Test(arguments: cases) func `No key on a row that is gone reaches anybody`(_ it: Case) async throws {
        let harness = try await ConsoleHarness(confirm: [])
        harness.press(it.pane)
        harness.go(to: it.row)
        #expect(harness.selection == it.row)
        _ = harness.app.draw()
        await harness.site.tell(it.leaves)
        await harness.until { harness.desk.board.selected(it.row) == nil }
        #expect(harness.screen().contains(" gone "))
        harness.clock.advance(60)
        for key in it.keys {
            harness.press(key)
            #expect(harness.notice.contains("is gone"), "\(key): \(harness.notice)")
            #expect(harness.state.prompt == nil)
        }
        #expect(harness.selection == it.row)
        #expect(await harness.asked().isEmpty)
    }

    @Test func `A row that leaves the filter is still what a key means`() async throws {
        let harness = try await ConsoleHarness()
        harness.press("/ t a l k i n g ret")
        #expect(harness.rows(of: .agents).count == 1)
        await harness.site.tell([.put(Day.agent("8001", "Alice", .idle)), .put(Day.agent("8002", "Bob", .talking))])
        await harness.until { harness.desk.board.agent(Day.site, "8002")?.state == .talking }
        #expect(harness.screen().contains(" outside the filter "))
        #expect(harness.rows(of: .agents).count == 2)
        harness.press("p")
        #expect(await harness.request() == "pause 8001")
        harness.press("j p")
        #expect(await harness.request() == "pause 8002")
        #expect(!harness.screen().contains(" outside the filter "))
    }

    @Test(arguments: [("j", "8002"), ("k", "2008"), ("G", "8003"), ("g", "2008")])
    func `From a row that is gone one moves to those beside it`(
        _ key: String, _ number: String
    ) async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8001")
        _ = harness.app.draw()
        await harness.site.tell([.remove(Day.agents[1].key)])
        await harness.until { harness.desk.board.agent(Day.site, "8001") == nil }
        harness.press(key)
        #expect(harness.selection == .entity(EntityKey(site: Day.site, kind: .agent, id: number)))
        #expect(!harness.screen().contains(" gone "))
    }

    @Test func `Where the last row goes under a cursor that nobody moved, nothing is selected`() async throws {
        let harness = try await ConsoleHarness(tells: [.put(Day.calls[0])] + Day.all.suffix(2))
        harness.press("3")
        _ = harness.app.draw()
        await harness.site.tell([.remove(Day.calls[0].key)])
        await harness.until { harness.desk.board[Day.calls[0].key] == nil }
        #expect(!harness.screen().contains(" gone ") && harness.selection == nil)
        harness.press("d")
        #expect(harness.state.prompt != nil)
    }

    @Test func `A row that comes back is the row it was`() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8001")
        _ = harness.app.draw()
        await harness.site.tell([.remove(Day.agents[1].key)])
        await harness.until { harness.desk.board.agent(Day.site, "8001") == nil }
        _ = harness.app.draw()
        await harness.site.tell([.put(Day.agents[1])])
        await harness.until { harness.desk.board.agent(Day.site, "8001") != nil }
        harness.press("l")
        #expect(await harness.request() == "listen 8001")
    }

    @Test func `What comes to stand under a cursor that nobody moved is not acted on at once`() async throws {
        let harness = try await ConsoleHarness()
        #expect(harness.selection == .entity(Day.agents[0].key))
        await harness.site.tell([.put(Day.agent("1000", "New", .talking))])
        await harness.until { harness.desk.board.agent(Day.site, "1000") != nil }
        _ = harness.app.draw()
        harness.press("l")
        #expect(harness.notice.contains("Select again"))
        #expect(await harness.asked().isEmpty)
    }
}
