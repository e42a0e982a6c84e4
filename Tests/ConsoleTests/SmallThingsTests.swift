import Exchange
import Foundation
import Settings
import Testing

@testable import Console

/// Small things that cost trust where they are wrong.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct SmallThingsTests {
    @Test func copiedIsSaidOnlyWhereTheTerminalCanHaveIt() async throws {
        let harness = try await ConsoleHarness()
        harness.press("y")
        #expect(harness.notice == "Copied: 2008 Desk" && harness.effects() == [.copy("2008 Desk")])
        harness.app.context.appearance.reachesClipboard = false
        harness.press("y")
        #expect(harness.notice == "Sent to the terminal's clipboard, if it is let through: 2008 Desk")
        #expect(harness.effects() == [.copy("2008 Desk")])
    }

    @Test func anEscapeThatTmuxHeldBackLeavesTheLine() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type("dial")
        harness.press("A-2")
        #expect(harness.state.prompt == nil && harness.state.panes.focus == .queues)
        // What every shell knows stays what it is.
        harness.press(":")
        harness.type("one two")
        harness.press("A-b")
        #expect(harness.state.prompt?.editor?.cursor == 4)
        harness.press("esc 3")
        harness.go(to: .call, "1673071399.25")
        harness.press("x A-y")
        #expect(harness.state.prompt == nil && harness.notice == "Cancelled: nothing was sent.")
        #expect(await harness.asked().isEmpty)
    }

    @Test func escapeTwiceLeavesTheLineAndNotTheFilter() async throws {
        let harness = try await ConsoleHarness()
        harness.app.context.setFilter("ali", of: .agents)
        harness.press(": esc esc")
        #expect(harness.state.panes[.agents].filter == "ali")
        harness.press("esc")
        #expect(harness.state.panes[.agents].filter == "")
        harness.app.context.setFilter("ali", of: .agents)
        harness.press(": esc")
        harness.clock.advance(1)
        harness.press("esc")
        #expect(harness.state.panes[.agents].filter == "")
    }

    @Test(arguments: ["default", "function-keys", "vim"]) func oneKeyDialsAnyNumber(keymap: String) async throws {
        let harness = try await ConsoleHarness(keymap: keymap, second: true)
        harness.press("j n")
        #expect(harness.state.prompt?.content == .argument(title: "Dial @hq – number:"))
        harness.type("13800138000")
        harness.press("ret")
        #expect(await harness.request() == "dial 2008 13800138000")
    }

    @Test func aStateThatBeganBeforeWeCameHasLastedAtLeastSoLong() async throws {
        let harness = try await ConsoleHarness(
            tells: [
                .put(.agent(Agent(site: Day.site, id: "1", name: "A", extension: "1", state: .paused))),
                .put(.agent(Agent(site: Day.site, id: "2", name: "B", extension: "2", state: .idle))),
                .put(.agent(Agent(site: Day.site, id: "3", name: "C", extension: "3", state: .talking, since: Day.begin))),
                .link(Day.site, .online, error: nil, at: Day.begin, retry: nil), .synced(Day.site, at: Day.begin),
            ])
        let rows = harness.screen().split(separator: "\n").map(String.init)
        func row(_ name: String) -> String { rows.first { $0.contains(" \(name) ") } ?? "" }
        #expect(row("A").contains("≥00:12") && !row("B").contains("≥") && row("C").contains(" 00:12"))
        harness.press("ret")
        #expect(harness.screen().contains("≥ 00:12"))
    }

    @Test func aPaneSaysHowManyRowsAreHidden() async throws {
        let harness = try await ConsoleHarness(
            tells: (0..<60).map { Day.agent("\(3_000 + $0)", "A\($0)", .idle) }.map { .put($0) } + Day.all.suffix(2))
        for keys in ["1", "z"] {
            harness.press(keys)
            let screen = harness.screen()
            let shown = screen.matches(of: /30[0-5]\d/).count
            #expect(screen.contains("hidden: \(60 - shown) "), "\(screen)")
        }
    }

    @Test(arguments: [80, 120, 200]) func theSelectionsBarReachesTheEdge(width: Int) async throws {
        let harness = try await ConsoleHarness(
            tells: (0..<90).map { Day.agent("\(3_000 + $0)", "A\($0)", .idle) }.map { .put($0) } + Day.all.suffix(2))
        harness.app.resize(width: width, height: 24)
        harness.press("z j")
        let canvas = harness.app.draw()
        let row = canvas.cursor.row
        let bar = canvas[canvas.cursor.column, row].style.background
        #expect(bar != canvas[0, row + 1].style.background)
        // In several columns of rows each has a bar of its own.
        let end = width == 200 ? (0..<width).first { canvas[$0, row].text == "│" } ?? width : width
        #expect((0..<end).allSatisfy { canvas[$0, row].style.background == bar })
    }

    @Test func theBoardPrintsAsShortTables() async throws {
        let harness = try await ConsoleHarness()
        let lines = BoardTables.lines(harness.desk, harness.app.context.appearance)
        #expect(lines.contains { $0.contains("1 Agents 4") } && lines.contains { $0.contains("5 Groups 1") })
        for words in ["8001", "Sales", "2005", "Board", "Patrol"] { #expect(lines.contains { $0.contains(words) }, "\(words)") }
        #expect(lines.count < 50 && lines.allSatisfy { CellWidth.of($0) <= 100 })
    }
}
