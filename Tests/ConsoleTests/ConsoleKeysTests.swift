@testable import Console
import Desk
import Exchange
import Testing
import Translations

private let member1 = RowID.member(room: EntityKey(site: Day.site, kind: .room, id: "9000"), id: "SIP/8002-1")
private let member2 = RowID.member(room: EntityKey(site: Day.site, kind: .room, id: "9000"), id: "SIP/8003-2")
private func row(_ kind: EntityKind, _ id: String) -> RowID { .entity(EntityKey(site: Day.site, kind: kind, id: id)) }

/// Every key of CONTRACT section 6, through the shipped default keymap.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleKeysTests {
    /// A key on a selection: what is pressed and typed, and what the exchange is then asked.
    struct Deed: Sendable, CustomTestStringConvertible {
        var pane: String
        var row: RowID
        var key: String
        var typed: String?
        var confirms = false
        var request: String
        var testDescription: String { "\(pane) \(key): \(request)" }
    }

    nonisolated static let deeds = [
        Deed(pane: "1", row: row(.agent, "8001"), key: "l", request: "listen 8001"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "w", request: "whisper 8001"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "b", request: "barge 8001"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "I", request: "intercept 8001"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "o", request: "supervise-stop"),
        Deed(pane: "1", row: row(.agent, "8002"), key: "d", request: "dial 2008 8002"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "x", confirms: true, request: "hangup 1673071399.25"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "t", typed: "8002", request: "transfer 1673071399.25 8002"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "H", request: "hold 1673071399.25"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "P", request: "park 1673071399.25"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "c", typed: "8002", request: "consult 1673071399.25 8002"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "p", request: "pause 8001"),
        Deed(pane: "1", row: row(.agent, "8003"), key: "p", request: "unpause 8003"),
        Deed(pane: "1", row: row(.agent, "8002"), key: "a", typed: "6500", request: "queue-login 6500 8002"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "a", typed: "6500", request: "queue-logout 6500 8001"),
        Deed(pane: "1", row: row(.agent, "8001"), key: "m", request: "mute 1673071399.25"),
        Deed(pane: "2", row: row(.queue, "6500"), key: "a", typed: "8002", request: "queue-login 6500 8002"),
        Deed(pane: "2", row: row(.queue, "6500"), key: "a", typed: "8003", request: "queue-logout 6500 8003"),
        Deed(pane: "2", row: row(.waiting, "1673071401.7"), key: "x", confirms: true, request: "hangup 1673071401.7"),
        Deed(pane: "2", row: row(.waiting, "1673071401.7"), key: "T", request: "take 6500 1673071401.7"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "x", confirms: true, request: "hangup 1673071399.25"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "l", request: "listen 8001"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "w", request: "whisper 8001"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "b", request: "barge 8001"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "I", request: "intercept 8001"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "o", request: "supervise-stop"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "d", typed: "8002", request: "dial 2008 8002"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "t", typed: "8002", request: "transfer 1673071399.25 8002"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "H", request: "hold 1673071399.25"),
        Deed(pane: "3", row: row(.call, "1673071400.1"), key: "H", request: "unhold 1673071400.1"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "P", request: "park 1673071399.25"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "c", typed: "8002", request: "consult 1673071399.25 8002"),
        Deed(pane: "4", row: row(.room, "9000"), key: "i", typed: "8001 8002", request: "room-invite 9000 8001 8002"),
        Deed(pane: "4", row: member1, key: "i", typed: "8001", request: "room-invite 9000 8001"),
        Deed(pane: "4", row: member1, key: "K", request: "room-kick 9000 SIP/8002-1"),
        Deed(pane: "4", row: member1, key: "m", request: "room-mute 9000 SIP/8002-1"),
        Deed(pane: "4", row: member2, key: "m", request: "room-unmute 9000 SIP/8003-2"),
        Deed(pane: "4", row: member1, key: "E", confirms: true, request: "room-end 9000"),
        Deed(pane: "3", row: row(.call, "1673071400.1"), key: "J", request: "merge 1673071400.1"),
        Deed(pane: "3", row: row(.call, "1673071399.25"), key: "D", typed: "12#", request: "dtmf 1673071399.25 12#"),
        Deed(pane: "4", row: member1, key: "C", request: "room-hand-over 9000 SIP/8002-1"),
        Deed(pane: "5", row: row(.group, "g1"), key: "A", request: "emergency-answer g1"),
        Deed(pane: "5", row: row(.group, "g1"), key: "o", request: "emergency-leave g1"),
        Deed(pane: "5", row: row(.group, "g1"), key: "c", request: "group-call g1"),
        Deed(pane: "5", row: row(.group, "g1"), key: "E", request: "group-call-end g1"),
        Deed(pane: "5", row: row(.group, "g1"), key: "i", typed: "7001 7002", request: "group-add g1 7001 7002"),
        Deed(pane: "5", row: row(.group, "g1"), key: "K", typed: "7001", request: "group-remove g1 7001"),
        Deed(pane: "5", row: row(.group, "g1"), key: "space", request: "ptt-take g1"),
        Deed(pane: "5", row: row(.group, "g1"), key: "M", request: "group-monitor g1"),
        Deed(pane: "5", row: row(.group, "g1"), key: "S", request: "group-select g1"),
    ]

    @Test("A key asks the exchange for its action on the selection", arguments: deeds)
    func acts(deed: Deed) async throws {
        let bench = try await ConsoleBench()
        bench.press(deed.pane)
        bench.go(to: deed.row)
        #expect(bench.selection == deed.row)
        bench.press(deed.key)
        if let typed = deed.typed {
            bench.type(typed)
            bench.press("ret")
        }
        if deed.confirms { bench.press("y") }
        #expect(await bench.request() == deed.request)
    }

    @Test func panesHaveTheirDigits() async throws {
        let bench = try await ConsoleBench()
        for (key, pane) in zip(["2", "3", "4", "5", "1"], [Pane.queues, .calls, .rooms, .groups, .agents]) {
            bench.press(key)
            #expect(bench.state.focus == pane)
        }
        bench.press("tab")
        #expect(bench.state.focus == .queues)
        bench.press("S-tab S-tab")
        #expect(bench.state.focus == .groups)
    }

    @Test func movesTheSelection() async throws {
        let bench = try await ConsoleBench()
        let agents = ["2008", "8001", "8002", "8003"].map { row(.agent, $0) }
        let steps = [("j", 1), ("down", 2), ("k", 1), ("up", 0), ("up", 0), ("G", 3), ("j", 3), ("g", 0), ("pagedown", 3), ("pageup", 0)]
        for (key, place) in steps {
            bench.press(key)
            #expect(bench.selection == agents[place], "after \(key)")
        }
    }

    @Test func opensAndCloses() async throws {
        let bench = try await ConsoleBench()
        bench.go(to: .agent, "8001")
        bench.press("ret")
        #expect(bench.state.overlay == .details(row(.agent, "8001")))
        bench.press("esc")
        #expect(bench.state.overlay == nil)
        bench.press("z")
        #expect(bench.state.isZoomed)
        bench.press("?")
        #expect(bench.state.overlay == .help(.agents))
        bench.press("esc")
        #expect(bench.state.overlay == nil && bench.state.isZoomed)
        bench.press("esc")
        #expect(!bench.state.isZoomed)
    }

    @Test func quitsAndRedraws() async throws {
        let bench = try await ConsoleBench()
        bench.press("C-l q")
        #expect(bench.effects() == [.redraw, .quit])
        #expect(bench.effects().isEmpty)
    }

    @Test func sortsByTheNextColumn() async throws {
        let bench = try await ConsoleBench()
        let columns = Pane.agents.columns.map(\.id).filter { $0 != "site" }
        let first = try #require(columns.firstIndex(of: bench.state.panes[.agents]!.sortColumn))
        bench.press("s")
        #expect(bench.state.panes[.agents]!.sortColumn == columns[(first + 1) % columns.count])
        for _ in columns.indices.dropFirst() { bench.press("s") }
        #expect(bench.state.panes[.agents]!.sortColumn == columns[first])
    }

    @Test func filtersWhileTyping() async throws {
        let bench = try await ConsoleBench()
        bench.press("/")
        bench.type("ali")
        #expect(bench.app.rows(of: .agents).map(\.id) == [row(.agent, "8001")])
        bench.press("ret")
        #expect(bench.state.question == nil && bench.state.panes[.agents]!.filter == "ali")
        bench.press("/ C-u")
        bench.type("bob")
        #expect(bench.app.rows(of: .agents).map(\.id) == [row(.agent, "8002")])
        bench.press("esc")
        #expect(bench.state.panes[.agents]!.filter == "ali")
    }

    @Test func typesAndErasesChineseByWholeCharacters() async throws {
        let bench = try await ConsoleBench()
        bench.press("/")
        bench.type("陈丽")
        #expect(bench.app.rows(of: .agents).map(\.id) == [row(.agent, "8003")])
        bench.press("backspace")
        #expect(bench.state.panes[.agents]!.filter == "陈")
    }

    @Test func letsGoOfTheFloorItHolds() async throws {
        let bench = try await ConsoleBench(
            tells: [.put(Day.group(.mine(number: "2008", since: Day.begin), monitored: true))] + Array(Day.all.suffix(2)))
        bench.press("5 space")
        #expect(await bench.request() == "ptt-release g1")
        bench.press("M")
        #expect(await bench.request() == "group-unmonitor g1")
    }

    @Test(arguments: ["backspace", "del", "C-d", "C-k", "§", "A-x", "F", "Q"])
    func unknownKeysAreSilent(key: String) async throws {
        let bench = try await ConsoleBench()
        bench.press("3")
        _ = bench.app.draw()
        let before = bench.state
        bench.press(key)
        #expect(bench.state == before)
        #expect(!bench.app.wantsFrame && bench.effects().isEmpty)
        #expect(await bench.asked().isEmpty)
    }

    @Test func interruptingQuitsOrLeavesTheLine() async throws {
        let bench = try await ConsoleBench()
        bench.press("/")
        bench.type("ali")
        bench.press("C-c")
        #expect(bench.state.question == nil && bench.state.panes[.agents]!.filter.isEmpty && bench.effects().isEmpty)
        bench.press("C-c")
        #expect(bench.effects() == [.quit])
    }

    @Test(arguments: ["default", "function-keys"])
    func everyViewHasAKey(keymap: String) async throws {
        let bench = try await ConsoleBench(keymap: keymap)
        bench.press("e")
        #expect(bench.state.overlay == .messages)
        bench.press("e u")
        #expect(bench.state.overlay == .trunks)
        bench.press("esc R")
        #expect(bench.state.overlay == nil && bench.state.panes[.agents]!.isDescending)
        bench.press("L")
        #expect(bench.state.isLocked)
        bench.press("L r")
        #expect(!bench.state.isLocked && bench.notice == "Every site is online.")
    }

    @Test func lockingLiesAsideWhereListeningIsOnItsKey() async throws {
        let bench = try await ConsoleBench(keymap: "vim")
        bench.press("4 L")
        #expect(!bench.state.isLocked)
        bench.press("Z L")
        #expect(bench.state.isLocked)
    }

    @Test func sequencesWaitForTheirEnd() async throws {
        let bench = try await ConsoleBench(keymap: "vim")
        bench.press("G g")
        #expect(bench.state.pendingKeys == [.character("g")])
        bench.press("g")
        #expect(bench.selection == row(.agent, "2008") && bench.state.pendingKeys.isEmpty)
        bench.press("g esc")
        #expect(bench.state.pendingKeys.isEmpty && bench.state.focus == .agents)
        bench.press("g t")
        #expect(bench.state.focus == .queues)
    }

    @Test func keysMayComeFasterThanFrames() async throws {
        let bench = try await ConsoleBench()
        bench.press("/ b o b ret l")
        #expect(await bench.request() == "listen 8002")
        bench.press("3 esc 5 space")
        #expect(await bench.request() == "ptt-take g1")
    }

    @Test func pastedTextNeverActs() async throws {
        let bench = try await ConsoleBench()
        bench.press("3")
        let before = bench.state
        bench.app.paste("xy\nq")
        #expect(bench.state == before && bench.effects().isEmpty)
        bench.press("x")
        bench.app.paste("y\n")
        #expect(bench.state.question != nil)
        #expect(await bench.asked().isEmpty)
        bench.press("esc /")
        bench.app.paste("one\ntwo\u{1B}[31m\u{202E}")
        #expect(bench.state.question?.editor?.text == "one two␛[31m")
    }

    @Test func registryOfNamesIsWhole() {
        #expect(ConsoleApp.commandNames.isSuperset(of: Action.allCases.map(\.rawValue)))
        #expect(ConsoleApp.commandNames.isSuperset(of: ConsoleCommand.allCases.map(\.rawValue)))
        #expect(Verb.all.count == Action.allCases.count + ConsoleCommand.allCases.count)
        #expect(Verb.all.allSatisfy { Verb(name: $0.name) == $0 })
    }

    @Test func everyTitleIsSaidInChinese() {
        let chinese = TranslationCatalog(.zh_CN)
        let kinds: [Action.ArgumentKind] = [
            .call, .extension, .callOrExtension, .number, .queue, .reason, .slot, .room, .member, .agent, .group, .text,
        ]
        let titles = Verb.all.map(\.title) + Completer.lineWords.map(\.title) + kinds.map(\.title)
        #expect(titles.filter { chinese($0) == $0 } == [])
    }
}
