import Desk
import Exchange
import Foundation
import JSON
import Testing
import Translations

@testable import Console

/// What the screen has room for, and how it is looked at.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct RoomOnTheScreenTests {
    private static let two = Fixture.board(
        [Fixture.site("hq"), Fixture.site("north")], Fixture.entities() + Fixture.entities(at: "north"))

    private func lines(_ state: inout ConsoleModel, _ board: Board, _ language: Language = .en) throws -> [String] {
        try Fixture.draw(&state, board, Fixture.appearance(language)).plainText.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    @Test(arguments: Pane.allCases, [40, 60, 80, 140]) func theSiteIsNeverDropped(pane: Pane, width: Int) throws {
        let board = Fixture.board(
            [Fixture.site("hq"), Fixture.site("north")],
            Fixture.entities() + Fixture.entities(at: "north") + Fixture.groups(at: "hq") + Fixture.groups(at: "north"))
        var state = Fixture.state(width, 40, focus: pane)
        state.panes.isZoomed = true
        let text = try lines(&state, board)
        #expect(text.contains { $0.hasPrefix("Site") } && text.contains { $0.hasPrefix("hq ") } && text.contains { $0.hasPrefix("north ") })
    }

    @Test func sitesHaveColours() throws {
        var state = Fixture.state(120, 40)
        let canvas = Fixture.draw(&state, Self.two, try Fixture.appearance())
        let rows = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
        let hq = try #require(rows.firstIndex { $0.hasPrefix("hq    ◆") }),
            north = try #require(rows.firstIndex { $0.hasPrefix("north ◆") })
        #expect(canvas[0, hq].style.foreground != canvas[0, north].style.foreground)
        #expect(canvas[0, 0].style.foreground == canvas[0, hq].style.foreground)
    }

    /// `Calls` at 140×40 and 80×24, where “On call with” and the like have air.
    @Test(arguments: [(80, 24), (100, 30), (120, 40), (140, 40), (200, 60)]) func noNumberIsCutWhileAnotherColumnHasAir(
        width: Int, height: Int
    ) throws {
        let calls = [("13800138000123", "00442079460000"), ("2001", "13911112222")].enumerated().map { index, pair in
            Entity.call(
                Call(
                    site: "hq", id: "\(index)", state: .talking, direction: .inbound, caller: pair.0, callee: pair.1, since: Fixture.ago(9),
                    answered: Fixture.ago(9)))
        }
        var state = Fixture.state(width, height, focus: .calls)
        let text = try lines(&state, Fixture.board([Fixture.site("hq"), Fixture.site("north")], calls)).joined(separator: "\n")
        for number in ["13800138000123", "00442079460000", "13911112222"] { #expect(text.contains(number), "\(number)\n\(text)") }
    }

    @Test func anEmptyPaneFoldsToItsTitle() throws {
        let agents = Fixture.entities().filter { $0.key.kind == .agent || $0.key.kind == .call }
        var state = Fixture.state(120, 40)
        func heights(_ board: Board) -> [Pane: Int] {
            Dictionary(uniqueKeysWithValues: state.layout(on: board, []).tiles.map { ($0.pane, $0.area.height) })
        }
        let board = Fixture.board(entities: agents)
        #expect(heights(board)[.queues] == 1 && heights(board)[.rooms] == 1 && heights(board)[.groups] == 1)
        #expect(heights(board)[.calls] == 35)
        #expect(try lines(&state, board).contains { $0.contains("│─ 2 Queues 0") })
        // Who looks at it sees why it is empty; and before anything has come nothing folds.
        state.panes.focus = .queues
        #expect((heights(board)[.queues] ?? 0) > 3)
        state.panes.focus = .agents
        #expect(heights(Fixture.board(entities: [])).values.allSatisfy { $0 > 3 })
    }

    @Test func membersFold() async throws {
        let harness = try await ConsoleHarness()
        harness.press("4")
        harness.go(to: .member(room: EntityKey(site: Day.site, kind: .room, id: "9000"), id: "SIP/8002-1"))
        harness.press("left")
        #expect(harness.rows(of: .rooms).map(\.depth) == [0] && harness.state.panes.focus == .rooms)
        #expect(harness.selection == .entity(EntityKey(site: Day.site, kind: .room, id: "9000")))
        #expect(harness.screen().contains("+ Board"))
        // A filter finds what is folded.
        harness.app.context.setFilter("8003", of: .rooms)
        #expect(harness.rows(of: .rooms).map(\.depth) == [0, 1])
        harness.app.context.setFilter("", of: .rooms)
        harness.press("right")
        #expect(harness.rows(of: .rooms).map(\.depth) == [0, 1, 1])
        // Where there is nothing to fold or unfold, they change the pane as everywhere.
        harness.press("right")
        #expect(harness.state.panes.focus == .groups)
        harness.press("left left left")
        #expect(harness.state.panes.focus == .calls)
    }

    @Test func agentsFlowIntoSeveralColumnsOnWideScreens() async throws {
        let harness = try await ConsoleHarness(
            tells: (0..<90).map { .put(Day.agent("\(3_000 + $0)", "A\($0)", .idle)) } + Day.all.suffix(2))
        harness.app.resize(width: 200, height: 40)
        harness.press("z")
        var screen = harness.screen()
        #expect(screen.matches(of: /30\d\d/).count == 90 && !screen.contains("hidden"))
        let first = screen.split(separator: "\n").first { $0.contains("3000") } ?? ""
        #expect(first.matches(of: /30\d\d/).count == 3)
        // The cursor flows with them, and the last strip's bar reaches the edge.
        harness.press("end")
        let canvas = harness.app.draw()
        #expect(canvas.cursor.column > 130)
        #expect(canvas[199, canvas.cursor.row].style.background == canvas[canvas.cursor.column, canvas.cursor.row].style.background)
        harness.app.resize(width: 80, height: 24)
        screen = harness.screen()
        #expect(screen.contains("3089") && screen.contains("hidden: "))
    }

    @Test(arguments: [
        ("site:north", "north"), ("!site:hq", "north"), ("site:north !state:talking state:idle", "north"), ("site:", "both"), ("!", "both"),
    ]) func filtersBySite(filter: String, sites: String) {
        var state = Pane.agents.initialState
        state.filter = filter
        let found = PaneModel.rows(
            of: .agents, board: Self.two, state: state, figures: Fixture.figures, phrases: TranslationCatalog(.en), now: Fixture.now)
        #expect(!found.isEmpty && Set(found.map(\.id.site.rawValue)) == (sites == "both" ? ["hq", "north"] : ["north"]))
    }

    @Test(arguments: [
        ("state:paused", Language.en, "2003"), ("state:paused", .zh_CN, "2003"), ("state:置忙", .zh_CN, "2003"), ("state:lunch", .en, ""),
        ("queue:sales", .en, "2001 2002 2003 2007"), ("queue:6501 !queue:sales", .en, "2004 2005 2010"),
        ("!state:offline !state:unknown !queue:6500 !queue:6501", .en, "2006"),
    ]) func filtersByStateAndQueue(filter: String, language: Language, found: String) {
        var state = Pane.agents.initialState
        state.filter = filter
        let rows = PaneModel.rows(
            of: .agents, board: Fixture.board(), state: state, figures: Fixture.figures, phrases: TranslationCatalog(language),
            now: Fixture.now)
        #expect(rows.map { $0.id.entityID ?? "" }.joined(separator: " ") == found)
    }

    @Test func sitesStandTogether() async throws {
        let harness = try await ConsoleHarness(second: true)
        await harness.second?.tell([.put(.agent(Agent(site: "north", id: "1", name: "N", extension: "1", state: .idle)))])
        await harness.until { harness.desk.board.count(of: .agent) == 5 }
        #expect(harness.rows(of: .agents).map(\.id.site.rawValue) == ["hq", "hq", "hq", "hq", "north"])
        #expect(harness.app.commandLine.run("sort extension"))
        #expect(harness.rows(of: .agents).first?.id.site == "north")
        // What sorted before sorts within each site.
        #expect(harness.app.commandLine.run("sort name") && harness.app.commandLine.run("sort site"))
        #expect(harness.rows(of: .agents).map { $0.id.entityID ?? "" } == ["8001", "8002", "2008", "8003", "1"])
    }

    @Test func queuesByUrgency() throws {
        let queues = [("1", 0, nil), ("2", 2, 30), ("3", 5, 30), ("4", 1, 300)].map { (id, waiting, wait) in
            var queue = Queue(site: "hq", id: id, name: SafeText("Q" + id), waiting: waiting, members: [])
            queue.longestWait = wait
            return Entity.queue(queue)
        }
        var state = Pane.queues.initialState
        state.sortColumn = "urgency"
        let rows = PaneModel.rows(
            of: .queues, board: Fixture.board(entities: queues), state: state, figures: Fixture.figures, phrases: TranslationCatalog(.en),
            now: Fixture.now)
        #expect(rows.map { $0.id.entityID ?? "" } == ["4", "3", "2", "1"])
    }

    @Test func howThePanesAreLookedAtComesBack() async throws {
        let first = try await ConsoleHarness()
        first.press("4 left z")
        #expect(first.app.commandLine.run("sort time"))
        first.app.context.setFilter("sales", of: .queues)
        first.press("R")
        let kept = try JSONValue(parsing: first.app.session.compactText)
        let second = try await ConsoleHarness()
        second.app.restore(kept)
        #expect(second.app.session == first.app.session && second.state.panes.focus == .rooms && second.state.panes.isZoomed)
        #expect(second.state.panes[.queues].filter == "sales" && second.rows(of: .rooms).map(\.depth) == [0])
        // Nothing in a file of another time does harm.
        for text in ["[]", "{\"version\":2}", "{\"version\":1,\"focus\":7,\"panes\":{\"calls\":{\"sort\":\"x\",\"folded\":[[1],\"a\"]}}}"] {
            second.app.restore(try JSONValue(parsing: text))
            _ = second.screen()
        }
        #expect(second.state.panes[.calls].sortColumn == "since")
    }

    @Test func aLineSaysHowManyMoreWordsThereAre() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        let count = harness.state.prompt?.completions?.candidates.count ?? 0
        #expect(harness.screen().contains(" \(count - 10) more "))
        harness.type("sort t")
        harness.press("tab")
        #expect(harness.state.prompt?.editor?.text == "sort since ")
    }

    @Test func theHintsAreThoseOfTheKeymap() async throws {
        let harness = try await ConsoleHarness(keymap: "function-keys")
        harness.app.resize(width: 200, height: 40)
        let hints = harness.screen().split(separator: "\n").last ?? ""
        #expect(hints.contains("F2 Dial") && hints.contains("F4 Hang up") && !hints.contains("d Dial"), "\(hints)")
        #expect(hints.hasSuffix("F1 Help"))
    }
}

extension RowID {
    fileprivate var entityID: String? { if case .entity(let key) = self { key.id } else { nil } }
}

extension Fixture {
    fileprivate static func board(entities: [Entity]) -> Board { board([site("hq")], entities) }
}
