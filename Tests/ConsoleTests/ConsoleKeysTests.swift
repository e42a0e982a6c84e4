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
    struct KeyCase: Sendable, CustomTestStringConvertible {
        var pane: String
        var row: RowID
        var key: String
        var typed: String?
        var confirms = false
        var request: String
        var testDescription: String { "\(pane) \(key): \(request)" }
    }

    nonisolated static let keyCases = [
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "l", request: "listen 8001"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "w", request: "whisper 8001"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "b", request: "barge 8001"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "I", request: "intercept 8001"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "o", request: "supervise-stop"),
        KeyCase(pane: "1", row: row(.agent, "8002"), key: "d", request: "dial 2008 8002"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "x", confirms: true, request: "hangup 1673071399.25"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "t", typed: "8002", request: "transfer 1673071399.25 8002"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "H", request: "hold 1673071399.25"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "P", request: "park 1673071399.25"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "c", typed: "8002", request: "consult 1673071399.25 8002"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "p", request: "pause 8001"),
        KeyCase(pane: "1", row: row(.agent, "8003"), key: "p", request: "unpause 8003"),
        KeyCase(pane: "1", row: row(.agent, "8002"), key: "a", typed: "6500", request: "queue-login 6500 8002"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "a", typed: "6500", request: "queue-logout 6500 8001"),
        KeyCase(pane: "1", row: row(.agent, "8001"), key: "m", request: "mute 1673071399.25"),
        KeyCase(pane: "2", row: row(.queue, "6500"), key: "a", typed: "8002", request: "queue-login 6500 8002"),
        KeyCase(pane: "2", row: row(.queue, "6500"), key: "a", typed: "8003", request: "queue-logout 6500 8003"),
        KeyCase(pane: "2", row: row(.waiting, "1673071401.7"), key: "x", confirms: true, request: "hangup 1673071401.7"),
        KeyCase(pane: "2", row: row(.waiting, "1673071401.7"), key: "T", request: "take 6500 1673071401.7"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "x", confirms: true, request: "hangup 1673071399.25"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "l", request: "listen 8001"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "w", request: "whisper 8001"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "b", request: "barge 8001"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "I", request: "intercept 8001"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "o", request: "supervise-stop"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "d", typed: "8002", request: "dial 2008 8002"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "t", typed: "8002", request: "transfer 1673071399.25 8002"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "H", request: "hold 1673071399.25"),
        KeyCase(pane: "3", row: row(.call, "1673071400.1"), key: "H", request: "unhold 1673071400.1"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "P", request: "park 1673071399.25"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "c", typed: "8002", request: "consult 1673071399.25 8002"),
        KeyCase(pane: "4", row: row(.room, "9000"), key: "i", typed: "8001 8002", request: "room-invite 9000 8001 8002"),
        KeyCase(pane: "4", row: member1, key: "i", typed: "8001", request: "room-invite 9000 8001"),
        KeyCase(pane: "4", row: member1, key: "K", request: "room-kick 9000 SIP/8002-1"),
        KeyCase(pane: "4", row: member1, key: "m", request: "room-mute 9000 SIP/8002-1"),
        KeyCase(pane: "4", row: member2, key: "m", request: "room-unmute 9000 SIP/8003-2"),
        KeyCase(pane: "4", row: member1, key: "E", confirms: true, request: "room-end 9000"),
        KeyCase(pane: "3", row: row(.call, "1673071400.1"), key: "J", request: "merge 1673071400.1"),
        KeyCase(pane: "3", row: row(.call, "1673071399.25"), key: "D", typed: "12#", request: "dtmf 1673071399.25 12#"),
        KeyCase(pane: "4", row: member1, key: "C", request: "room-hand-over 9000 SIP/8002-1"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "A", request: "emergency-answer g1"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "o", request: "emergency-leave g1"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "c", request: "group-call g1"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "E", request: "group-call-end g1"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "i", typed: "7001 7002", request: "group-add g1 7001 7002"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "K", typed: "7001", request: "group-remove g1 7001"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "space", request: "ptt-take g1"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "M", request: "group-monitor g1"),
        KeyCase(pane: "5", row: row(.group, "g1"), key: "S", request: "group-select g1"),
    ]

    @Test("A key asks the exchange for its action on the selection", arguments: keyCases)
    func acts(keyCase: KeyCase) async throws {
        let harness = try await ConsoleHarness()
        harness.press(keyCase.pane)
        harness.go(to: keyCase.row)
        #expect(harness.selection == keyCase.row)
        harness.press(keyCase.key)
        if let typed = keyCase.typed {
            harness.type(typed)
            harness.press("ret")
        }
        if keyCase.confirms { harness.press("y") }
        #expect(await harness.request() == keyCase.request)
    }

    @Test func panesHaveTheirDigits() async throws {
        let harness = try await ConsoleHarness()
        for (key, pane) in zip(["2", "3", "4", "5", "1"], [Pane.queues, .calls, .rooms, .groups, .agents]) {
            harness.press(key)
            #expect(harness.state.panes.focus == pane)
        }
        harness.press("tab")
        #expect(harness.state.panes.focus == .queues)
        harness.press("S-tab S-tab")
        #expect(harness.state.panes.focus == .groups)
    }

    @Test func movesTheSelection() async throws {
        let harness = try await ConsoleHarness()
        let agents = ["2008", "8001", "8002", "8003"].map { row(.agent, $0) }
        let steps = [("j", 1), ("down", 2), ("k", 1), ("up", 0), ("up", 0), ("G", 3), ("j", 3), ("g", 0), ("pagedown", 3), ("pageup", 0)]
        for (key, place) in steps {
            harness.press(key)
            #expect(harness.selection == agents[place], "after \(key)")
        }
    }

    @Test func opensAndCloses() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8001")
        harness.press("ret")
        #expect(harness.overlay == .details(row(.agent, "8001")))
        harness.press("esc")
        #expect(harness.overlay == nil)
        harness.press("z")
        #expect(harness.state.panes.isZoomed)
        harness.press("?")
        #expect(harness.overlay == .help(.agents))
        harness.press("esc")
        #expect(harness.overlay == nil && harness.state.panes.isZoomed)
        harness.press("esc")
        #expect(!harness.state.panes.isZoomed)
    }

    @Test func quitsAndRedraws() async throws {
        let harness = try await ConsoleHarness()
        harness.press("C-l q")
        #expect(harness.effects() == [.redraw, .quit])
        #expect(harness.effects().isEmpty)
    }

    @Test func sortsByTheNextColumn() async throws {
        let harness = try await ConsoleHarness()
        let columns = Pane.agents.columns.map(\.id).filter { $0 != "site" }
        let first = try #require(columns.firstIndex(of: harness.state.panes[.agents].sortColumn))
        harness.press("s")
        #expect(harness.state.panes[.agents].sortColumn == columns[(first + 1) % columns.count])
        for _ in columns.indices.dropFirst() { harness.press("s") }
        #expect(harness.state.panes[.agents].sortColumn == columns[first])
    }

    @Test func filtersWhileTyping() async throws {
        let harness = try await ConsoleHarness()
        harness.press("/")
        harness.type("ali")
        #expect(harness.rows(of: .agents).map(\.id) == [row(.agent, "8001")])
        harness.press("ret")
        #expect(harness.state.prompt == nil && harness.state.panes[.agents].filter == "ali")
        harness.press("/ C-u")
        harness.type("bob")
        #expect(harness.rows(of: .agents).map(\.id) == [row(.agent, "8002")])
        harness.press("esc")
        #expect(harness.state.panes[.agents].filter == "ali")
    }

    @Test func typesAndErasesChineseByWholeCharacters() async throws {
        let harness = try await ConsoleHarness()
        harness.press("/")
        harness.type("陈丽")
        #expect(harness.rows(of: .agents).map(\.id) == [row(.agent, "8003")])
        harness.press("backspace")
        #expect(harness.state.panes[.agents].filter == "陈")
    }

    @Test func letsGoOfTheFloorItHolds() async throws {
        let harness = try await ConsoleHarness(
            tells: [.put(Day.group(.mine(number: "2008", since: Day.begin), monitored: true))] + Array(Day.all.suffix(2)))
        harness.press("5 space")
        #expect(await harness.request() == "ptt-release g1")
        harness.press("M")
        #expect(await harness.request() == "group-unmonitor g1")
    }

    @Test(arguments: ["backspace", "del", "C-d", "C-k", "§", "A-x", "F", "Q"])
    func unknownKeysDoNothingAndSaySo(key: String) async throws {
        let harness = try await ConsoleHarness()
        harness.press("3")
        _ = harness.app.draw()
        let before = harness.state
        harness.press(key)
        #expect(harness.notice.contains("does nothing here"))
        harness.app.context.dismissNotices()
        var after = harness.state
        after.notices = before.notices
        #expect(after == before && harness.effects().isEmpty)
        #expect(await harness.asked().isEmpty)
    }

    @Test func interruptingQuitsOrLeavesTheLine() async throws {
        let harness = try await ConsoleHarness()
        harness.press("/")
        harness.type("ali")
        harness.press("C-c")
        #expect(harness.state.prompt == nil && harness.state.panes[.agents].filter.isEmpty && harness.effects().isEmpty)
        harness.press("C-c")
        #expect(harness.effects() == [.quit])
    }

    @Test(arguments: ["default", "function-keys"])
    func everyViewHasAKey(keymap: String) async throws {
        let harness = try await ConsoleHarness(keymap: keymap)
        harness.press("e")
        #expect(harness.overlay == .messages)
        harness.press("e u")
        #expect(harness.overlay == .trunks)
        harness.press("esc R")
        #expect(harness.overlay == nil && harness.state.panes[.agents].isDescending)
        harness.press("L")
        #expect(harness.state.isLocked)
        harness.press("L r")
        #expect(!harness.state.isLocked && harness.notice == "Every site is online.")
    }

    @Test func lockingLiesAsideWhereListeningIsOnItsKey() async throws {
        let harness = try await ConsoleHarness(keymap: "vim")
        harness.press("4 L")
        #expect(!harness.state.isLocked)
        harness.press("Z L")
        #expect(harness.state.isLocked)
    }

    @Test func sequencesWaitForTheirEnd() async throws {
        let harness = try await ConsoleHarness(keymap: "vim")
        harness.press("G g")
        #expect(harness.state.pendingKeys == [.character("g")])
        harness.press("g")
        #expect(harness.selection == row(.agent, "2008") && harness.state.pendingKeys.isEmpty)
        harness.press("g esc")
        #expect(harness.state.pendingKeys.isEmpty && harness.state.panes.focus == .agents)
        harness.press("g t")
        #expect(harness.state.panes.focus == .queues)
    }

    @Test func keysMayComeFasterThanFrames() async throws {
        let harness = try await ConsoleHarness()
        harness.press("/ b o b ret l")
        #expect(await harness.request() == "listen 8002")
        harness.press("3 esc 5 space")
        #expect(await harness.request() == "ptt-take g1")
    }

    @Test func pastedTextNeverActs() async throws {
        let harness = try await ConsoleHarness()
        harness.press("3")
        let before = harness.state
        harness.app.paste("xy\nq")
        #expect(harness.state == before && harness.effects().isEmpty)
        harness.press("x")
        harness.app.paste("y\n")
        #expect(harness.state.prompt != nil)
        #expect(await harness.asked().isEmpty)
        harness.press("esc /")
        harness.app.paste("one\ntwo\u{1B}[31m\u{202E}")
        #expect(harness.state.prompt?.editor?.text == "one two␛[31m")
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
