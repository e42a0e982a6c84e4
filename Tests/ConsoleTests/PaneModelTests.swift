import Desk
import Exchange
import Foundation
import Testing
import Translations

@testable import Console

@Suite struct PaneModelTests {
    private func rows(
        _ pane: Pane, filter: String = "", sort: String? = nil, descending: Bool? = nil, board: Board = Fixture.board(),
        _ language: Language = .en
    ) -> [Row] {
        var state = pane.initialState
        state.filter = filter
        state.sortColumn = sort ?? state.sortColumn
        state.isDescending = descending ?? state.isDescending
        return PaneModel.rows(
            of: pane, board: board, state: state, figures: Fixture.figures, phrases: TranslationCatalog(language), now: Fixture.now)
    }

    private func ids(_ rows: [Row]) -> [String] {
        rows.map { row in
            switch row.id {
            case .entity(let key): key.id
            case .member(_, let id): id
            case .groupMember(_, let number): number
            }
        }
    }

    @Test(arguments: [
        ("extension", false, "0800 2001 2002"), ("extension", true, "2010 2008 2007"), ("name", false, "2001 2005 2003"),
        ("since", false, "0800 2002 2004"), ("since", true, "2008 2007 2010"), ("state", false, "2008 2002 2004"),
        ("reason", true, "2010 2007 2003"), ("no such column", false, "0800 2001 2002"),
    ])
    func agentsAreSortedByAnyColumn(_ column: String, _ descending: Bool, _ first: String) {
        #expect(ids(rows(.agents, sort: column, descending: descending)).prefix(3).joined(separator: " ") == first)
    }

    @Test func whatHasNoValueComesLastBothWays() {
        #expect(
            ids(rows(.agents, sort: "reason", descending: false)).suffix(1)
                == ids(rows(.agents, sort: "reason", descending: true)).suffix(1))
    }

    @Test(arguments: [
        ("ALICE", "2001"), ("王", "2002 2004"), ("sales", "2001 2002 2003 2007"), ("sales wang", ""), ("sales lunch", "2003"),
        ("zoë å", "2007"), ("paused", "2003"), ("nobody", ""), ("01:35", ""),
    ])
    func aFilterFindsWordsInAnyColumn(_ filter: String, _ found: String) {
        #expect(ids(rows(.agents, filter: filter)).joined(separator: " ") == found)
    }

    @Test func aFilterFindsStatesInTheOperatorsLanguage() {
        #expect(ids(rows(.agents, filter: "置忙", .zh_CN)) == ["2003"])
    }

    @Test func waitingCallersStandBelowTheirQueueInTheirOrder() {
        #expect(ids(rows(.queues)) == ["6500", "w1", "w2", "6501"])
        #expect(rows(.queues).map(\.depth) == [0, 1, 1, 0])
        #expect(ids(rows(.queues, sort: "name", descending: true)) == ["6501", "6500", "w1", "w2"])
    }

    @Test func aFilterKeepsTheHeadOfWhatItFinds() {
        #expect(ids(rows(.queues, filter: "张三")) == ["6500", "w1"])
        #expect(ids(rows(.queues, filter: "sales")) == ["6500", "w1", "w2"])
        #expect(ids(rows(.rooms, filter: "小明")) == ["9000", "SIP/2002-03"])
    }

    @Test func aNumberOfWaitingThatTheExchangeSaysOtherwiseShowsBoth() {
        let facts = Facts(board: Fixture.board(), figures: Fixture.figures, phrases: TranslationCatalog(.en), now: Fixture.now)
        let sales = Fixture.board().queue("hq", "6500")!
        #expect(sales.waitingLabel(facts).text == "3/2")
        #expect(facts.longestWait(in: sales) == 322)
        #expect((sales.free, sales.busy, sales.paused) == (1, 1, 1))
    }

    /// Totals of figures as exchanges tell them do not overflow, and none is made less by nonsense.
    @Test(arguments: [Int.max, .max - 1, .min, -1, 0]) func totalsSaturate(_ figure: Int) throws {
        let queues = (1...3).map { number in
            Entity.queue(Queue(site: "hq", id: "\(number)", name: "", waiting: figure, completed: figure, abandoned: figure))
        }
        let board = Fixture.board([Fixture.site("hq")], queues)
        let facts = Facts(board: board, figures: Fixture.figures, phrases: TranslationCatalog(.en), now: Fixture.now)
        #expect(facts.waiting == (figure > 0 ? .max : 0))
        #expect(board.queue("hq", "1")?.abandonRate(facts) == (figure > 0 ? 50 : nil))
        var state = Fixture.state(200, 60)
        #expect(!Fixture.draw(&state, board, try Fixture.appearance()).plainText.isEmpty)
    }

    @Test func whoMayBeMutedIsMarked() {
        let facts = Facts(board: Fixture.board(), figures: Fixture.figures, phrases: TranslationCatalog(.en), now: Fixture.now)
        func marks(_ state: Room.MemberState, _ muted: Bool?) -> String {
            Room.Member(id: "1", number: "1", state: state, muted: muted).marks(facts).text.string
        }
        #expect([true, false, nil].map { marks(.joined, $0) } == ["muted", "", "muted?"])
        #expect(marks(.ringing, nil) == "")
    }

    // MARK: Selection

    @Test func theSelectionStaysOnItsEntityWhateverMoves() throws {
        let appearance = try Fixture.appearance()
        var state = Fixture.state(120, 40, focus: .agents)
        var board = Fixture.board()
        let chosen = RowID.entity(EntityKey(site: "hq", kind: .agent, id: "2003"))
        state.panes[.agents].choose(chosen)
        let before = Fixture.draw(&state, board, appearance).cursor
        _ = board.apply([
            .put(.agent(Agent(site: "hq", id: "1000", name: "New", extension: "1000", state: .idle))),
            .remove(EntityKey(site: "hq", kind: .agent, id: "0800")),
            .put(.agent(Agent(site: "hq", id: "1001", name: "New", extension: "1001", state: .idle))),
        ])
        let after = Fixture.draw(&state, board, appearance)
        #expect(state.panes[.agents].selection == chosen)
        #expect(after.cursor.row == before.row + 1)
        #expect(after.plainText.split(separator: "\n", omittingEmptySubsequences: false)[after.cursor.row].contains("2003"))
    }

    @Test func aSelectedRowThatIsGoneKeepsItsPlaceAndSaysSo() throws {
        let appearance = try Fixture.appearance()
        var state = Fixture.state(120, 40, focus: .agents)
        var board = Fixture.board()
        func agent(_ id: String) -> EntityKey { EntityKey(site: "hq", kind: .agent, id: id) }
        func cursorRow() -> String {
            let canvas = Fixture.draw(&state, board, appearance)
            return String(canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)[canvas.cursor.row])
        }
        state.panes[.agents].choose(.entity(agent("2003")))
        let before = Fixture.draw(&state, board, appearance).cursor
        _ = board.apply([.remove(agent("2003"))])
        #expect(cursorRow().contains("2003") && cursorRow().contains(" gone "))
        #expect(Fixture.draw(&state, board, appearance).cursor.row == before.row)
        #expect(state.panes[.agents].selection == .entity(agent("2003")))
        // It stands below the one that stood above it, whatever else comes and goes.
        _ = board.apply(
            [.remove(agent("2004")), .remove(agent("2005"))]
                + (0..<5).map { .put(.agent(Agent(site: "hq", id: "100\($0)", name: "New", extension: "100\($0)", state: .idle))) })
        #expect(cursorRow().contains("2003"))
        _ = board.apply([.replace("hq", .agent, [])])
        #expect(cursorRow().contains("2003") && state.panes[.agents].selection == .entity(agent("2003")))
        _ = board.apply([.put(.agent(Agent(site: "hq", id: "2003", name: "Bob", extension: "2003", state: .idle)))])
        #expect(cursorRow().contains("2003") && !cursorRow().contains("gone"))
    }

    @Test func untilItIsMovedTheCursorIsOnTheFirstRow() throws {
        let appearance = try Fixture.appearance()
        var state = Fixture.state(120, 40, focus: .agents)
        var board = Fixture.board([Fixture.site("hq")], [.agent(Agent(site: "hq", id: "5000", name: "Z", extension: "5000", state: .idle))])
        let before = Fixture.draw(&state, board, appearance).cursor
        _ = board.apply(Fixture.entities().map { .put($0) })
        #expect(Fixture.draw(&state, board, appearance).cursor.row == before.row)
        #expect(state.panes[.agents].selection == .entity(EntityKey(site: "hq", kind: .agent, id: "0800")))
    }

    @Test func theViewFollowsTheSelection() throws {
        let appearance = try Fixture.appearance()
        let people = (1000..<1200).map { Entity.agent(Agent(site: "hq", id: "\($0)", name: "A", extension: "\($0)", state: .idle)) }
        var state = Fixture.state(80, 24)
        state.panes[.agents].choose(people[150].key.row)
        let canvas = Fixture.draw(&state, Fixture.board([Fixture.site("hq")], people), appearance)
        #expect(canvas.cursor.row == 22)
        #expect(state.panes[.agents].firstRow == 132)
    }
}

extension EntityKey {
    fileprivate var row: RowID { .entity(self) }
}

/// Rows are made anew where what they are made of changes, and nowhere else.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct RowBuildTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var change: Change
        var builds: Int
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "an agent", change: .put(Day.agent("8002", "Bob", .busy)), builds: 1),
        Case(name: "a call", change: .put(Day.call("9.9", .talking, "1", "2")), builds: 1),
        Case(name: "a room", change: .remove(Day.room.key), builds: 1),
        Case(name: "a trunk", change: .put(.trunk(Trunk(site: Day.site, id: "t", name: "t", type: "", status: ""))), builds: 0),
        Case(name: "a sign of life", change: .heard(Day.site, at: Day.begin, latency: .milliseconds(3)), builds: 0),
    ])
    func anEventBuildsTheRowsOfItsOwnPaneAlone(_ example: Case) async throws {
        let harness = try await ConsoleHarness()
        _ = harness.app.draw()
        let before = harness.state.panes.rowBuilds
        await harness.site.tell([example.change, .message(SiteMessage(site: Day.site, time: Day.begin, topic: "cdr", text: "x"))])
        await harness.untilTold { harness.app.context.log.count == 1 }
        _ = harness.app.draw()
        _ = harness.app.draw()
        #expect(harness.state.panes.rowBuilds - before == example.builds)
    }

    @Test func whatAFilterLooksAtIsASourceToo() async throws {
        let harness = try await ConsoleHarness()
        harness.app.context.setFilter("2005", of: .agents)
        #expect(harness.rows(of: .agents).map(\.id) == [.entity(Day.agents[1].key)])
        let change = Change.remove(Day.calls[0].key)
        await harness.site.tell([change])
        await harness.untilTold { harness.desk.board.count(of: .call) == 1 }
        #expect(!harness.rows(of: .agents).contains { $0.id == .entity(Day.agents[1].key) && $0.absence == nil })
    }
}
