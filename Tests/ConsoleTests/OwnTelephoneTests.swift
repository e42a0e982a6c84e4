@testable import Console
import Desk
import Exchange
import Foundation
import Testing

/// The line of the operator's own telephone, and the keys that need no selection.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct OwnTelephoneTests {
    private nonisolated static func own(_ state: AgentState, call: String? = nil, reason: SafeText? = nil) -> Change {
        .put(
            .agent(
                Agent(
                    site: Day.site, id: "2008", name: "Desk", extension: "2008", state: state, reason: reason, since: Day.begin, call: call)
            ))
    }

    private nonisolated static func call(
        _ id: String, _ state: CallState, _ caller: String, _ callee: String, queue: String? = nil, isSupervision: Bool = false
    ) -> Change {
        var call = Call(
            site: Day.site, id: id, state: state, direction: .inbound, caller: caller, callee: callee, since: Day.begin,
            answered: state == .ringing ? nil : Day.begin, queue: queue)
        call.isSupervision = isSupervision
        return .put(.call(call))
    }

    private nonisolated static let ringing = [own(.ringing, call: "c1"), call("c1", .ringing, "13800138000", "2008", queue: "6500")]
    private nonisolated static let consulting = [
        own(.talking, call: "c2"), call("c1", .held, "13800138000", "2008"), call("c2", .talking, "2008", "8002"),
    ]
    private nonisolated static func listening(_ how: Supervision.Manner?) -> [Change] {
        var alice = Agent(
            site: Day.site, id: "8001", name: "Alice", extension: "8001", state: .talking, since: Day.begin, call: "1673071399.25")
        alice.supervision = Supervision(by: "2008", how: how)
        return [own(.talking, call: "c9"), call("c9", .talking, "2008", "8001", isSupervision: true), .put(.agent(alice))]
    }

    /// The line below the status bar, as it stands after some changes.
    private func line(after changes: [Change], extension own: String? = "2008") async throws -> String {
        let harness = try await ConsoleHarness(extension: own)
        await harness.site.tell(changes)
        await harness.until { !changes.isEmpty ? harness.desk.board.agent(Day.site, "2008")?.state != .idle : true }
        return line(of: harness)
    }

    private func line(of harness: ConsoleHarness) -> String {
        harness.screen().split(separator: "\n", omittingEmptySubsequences: false).dropFirst().first.map {
            $0.trimmingCharacters(in: .whitespaces)
        } ?? ""
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var changes: [Change]
        var line: String
        var testDescription: String { line }
    }

    @Test(arguments: [
        Case(changes: [own(.paused, reason: "lunch")], line: "2008 Desk  ‖ paused: lunch  00:12"),
        Case(changes: ringing, line: "2008 Desk  ▲ ringing  13800138000, Sales 00:12"),
        Case(
            changes: [own(.talking, call: "c1"), call("c1", .talking, "13800138000", "2008")],
            line: "2008 Desk  ◆ talking  13800138000 00:12"),
        Case(changes: [own(.talking, call: "c1"), call("c1", .dialing, "2008", "8002")], line: "2008 Desk  ▷ dialing  8002 Bob 00:12"),
        Case(changes: [own(.held, call: "c1"), call("c1", .held, "13800138000", "2008")], line: "2008 Desk  ◇ held  13800138000 00:12"),
        Case(changes: consulting, line: "2008 Desk  ◆ consulting  8002 Bob 00:12, while 13800138000 waits"),
        Case(changes: listening(.whisper), line: "2008 Desk  ◆ whispering to  8001 Alice 00:12"),
        Case(changes: listening(nil), line: "2008 Desk  ◆ supervising  8001 Alice 00:12"),
    ])
    func theLineSaysWhatTheTelephoneDoes(_ example: Case) async throws {
        let line = try await line(after: example.changes)
        #expect(line.hasPrefix(example.line), "\(line)")
    }

    @Test func withoutATelephoneThereIsNoLine() async throws {
        let line = try await line(after: [], extension: nil)
        #expect(line.hasPrefix("─ 1 Agents"))
    }

    @Test func aTelephoneThatTheExchangeDoesNotListIsSaidToBeSo() async throws {
        let line = try await line(after: [], extension: "2999")
        #expect(line == "2999  ? the exchange tells nothing of this telephone")
    }

    @Test func inARoomItSaysWhich() async throws {
        let harness = try await ConsoleHarness(extension: "8002")
        #expect(line(of: harness).hasPrefix("8002 Bob  ◆ in room Board"))
    }

    // MARK: Keys

    struct KeyCase: Sendable, CustomTestStringConvertible {
        var changes: [Change]
        var key: String
        var request: String
        var testDescription: String { request }
    }

    @Test(arguments: [
        KeyCase(changes: ringing, key: "+", request: "answer c1"),
        KeyCase(changes: [own(.talking, call: "c1"), call("c1", .talking, "1", "2008")], key: "*", request: "hold c1"),
        KeyCase(changes: [own(.held, call: "c1"), call("c1", .held, "1", "2008")], key: "*", request: "unhold c1"),
        KeyCase(changes: consulting, key: "&", request: "consult-complete c1"),
        KeyCase(changes: consulting, key: "\\", request: "consult-cancel c1"),
        KeyCase(changes: listening(.listen), key: "-", request: "supervise-stop 8001"),
        KeyCase(changes: [own(.paused)], key: "!", request: "unpause 2008"),
        KeyCase(changes: [own(.talking, call: "c1"), call("c1", .talking, "1", "2008")], key: "- y", request: "hangup c1"),
    ])
    func aKeyActsOnTheTelephoneWhateverIsSelected(_ example: KeyCase) async throws {
        let harness = try await ConsoleHarness()
        harness.press("3 down")
        let selection = harness.selection
        await harness.site.tell(example.changes)
        await harness.until { harness.desk.board.agent(Day.site, "2008")?.state != .idle }
        harness.press(example.key)
        #expect(await harness.request() == example.request)
        #expect(harness.selection == selection)
    }

    @Test(arguments: [
        ("+", "None of your telephones rings."), ("-", "None of your telephones is in a call."),
        ("*", "None of your telephones has a call to hold."), ("&", "None of your telephones consults anybody."),
        ("\\", "None of your telephones consults anybody."), ("A", "Nobody calls for help unanswered."),
    ])
    func whereThereIsNothingToDoThatIsSaid(_ key: String, _ sentence: String) async throws {
        let harness = try await ConsoleHarness()
        harness.press(key)
        #expect(harness.notice == sentence)
        #expect(await harness.asked().isEmpty)
    }

    @Test func ofTwoTelephonesTheOneThatRingsIsAnswered() async throws {
        let harness = try await ConsoleHarness(second: true)
        await harness.site.tell(Self.ringing)
        await harness.until { harness.desk.board.agent(Day.site, "2008")?.state == .ringing }
        harness.press("+")
        #expect(await harness.request() == "answer c1")
    }

    // MARK: News

    @Test func ringingRingsAndIsShownOnTheDesktop() async throws {
        let harness = try await ConsoleHarness()
        _ = harness.effects()
        await harness.site.tell(Self.ringing)
        await harness.until { harness.desk.board.agent(Day.site, "2008")?.state == .ringing }
        #expect(harness.effects() == [.bell, .notification("Telephone 2008 rings: 13800138000 → 2008 Desk")])
        await harness.site.tell(Self.ringing)
        await harness.site.tell([Self.own(.talking, call: "c1")])
        await harness.until { harness.desk.board.agent(Day.site, "2008")?.state == .talking }
        #expect(harness.effects().isEmpty, "it rings once")
    }

    @Test func whoIsListenedToIsTold() async throws {
        let harness = try await ConsoleHarness(role: .dispatcher)
        var own = Agent(site: Day.site, id: "2008", name: "Desk", extension: "2008", state: .talking)
        own.supervision = Supervision(by: "8002", how: .listen)
        let change = Change.put(.agent(own))
        await harness.site.tell([change])
        await harness.until { harness.notice == "8002 Bob listens" }
        #expect(harness.effects().contains(.bell))
        #expect(line(of: harness).contains("◉ 8002 Bob listens"))
        #expect(harness.app.context.log.messages.contains { $0.topic == "supervision" && $0.text == "8002 Bob listens" })
    }

    // MARK: Supervision on the board

    @Test func whoIsWatchedKeepsHisPartnerAndHasAnEye() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.tell(Self.listening(.listen))
        await harness.until { harness.desk.board.agent(Day.site, "8001")?.supervision != nil }
        harness.press("z")
        let screen = harness.screen()
        #expect(screen.contains("◆ talking ◉"))
        #expect(screen.contains("◉ 2008 listens") && screen.contains("← 2005"))
        harness.press("3")
        #expect(harness.screen().contains("◉ watching"))
    }

    @Test func whoSupervisesAlreadyIsNotToldToPickUp() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.tell(Self.listening(.listen))
        await harness.until { harness.desk.board.agent(Day.site, "8001")?.supervision != nil }
        harness.go(to: .agent, "8001")
        harness.press("w")
        #expect(await harness.request() == "whisper 8001")
        await harness.until { harness.state.notices.latest?.tone == .done }
        #expect(harness.notice == "Whisper 8001 Alice: done (Success)")
    }

    @Test func leavingAsksWhereAnotherProcessOfOursBeganIt() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.tell(Self.listening(.listen))
        await harness.until { harness.desk.board.agent(Day.site, "8001")?.supervision != nil }
        harness.press("q")
        #expect(harness.state.prompt == .confirmation("Quit? You supervise 8001. y/n"))
    }

    // MARK: The menu of the row

    @Test func theMenuListsEveryActionForTheRow() async throws {
        let harness = try await ConsoleHarness(unsupported: [.whisper: "has no whisper"])
        harness.go(to: .agent, "8001")
        harness.press(".")
        let screen = harness.screen()
        #expect(screen.contains("Actions – 8001 Alice"))
        #expect(screen.contains("l      Listen"))
        #expect(screen.contains("Whisper – has no whisper"))
        #expect(screen.contains("Pick up") && screen.contains("Force log-out") && screen.contains("Take from park"))
        #expect(!screen.contains("Kick from room"))
    }

    @Test func theMenuDoesWhatTheCursorStandsOn() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8002")
        harness.press(".")
        let menu = try #require(harness.state.overlays.top as? ActionMenuLayer)
        let place = try #require(menu.entries.firstIndex(of: .pickup))
        for _ in 0..<place { harness.press("down") }
        harness.press("ret")
        #expect(await harness.request() == "pickup 8002")
        #expect(harness.state.overlays.top == nil)
    }

    @Test func theMenuActsOnItsRowThoughAnotherIsSelectedMeanwhile() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8001")
        harness.press(".")
        await harness.site.tell([.remove(EntityKey(site: Day.site, kind: .agent, id: "8001"))])
        await harness.until { harness.desk.board.agent(Day.site, "8001") == nil }
        harness.press("ret")
        #expect(harness.notice == "What was selected is gone: nothing was sent. Select again.")
        #expect(await harness.asked().isEmpty)
    }

    /// Every action of the registry has a key of its own or a place in some menu.
    @Test func everyActionHasAPlace() async throws {
        let harness = try await ConsoleHarness()
        let board = harness.desk.board
        let rows = Pane.allCases.flatMap { harness.rows(of: $0) }
        let offered = Set(rows.compactMap { board.selected($0.id) }.flatMap { ActionMenuLayer(.entity(Day.queue.key), $0, board).entries })
        let missing = Action.allCases.filter { !offered.contains($0) && $0 != .signInHere }
        #expect(missing.isEmpty, "\(missing)")
    }

    // MARK: Emergency

    @Test func oneKeyFromAnywhereAnswersTheCallForHelp() async throws {
        let harness = try await ConsoleHarness()
        var group = TalkingGroup(site: Day.site, id: "g9", name: "Zebra", type: "plain", floor: .idle)
        group.emergency = .init(number: "7009", since: Day.begin, takenBy: ["8002"])
        let change = Change.put(.group(group))
        await harness.site.tell([change])
        await harness.until { harness.desk.board.group(Day.site, "g9") != nil }
        #expect(harness.screen().contains("EMERGENCY · A answers · Zebra · 7009 · for 00:12 · taken by 8002 Bob"))
        harness.setFilter("nobody", of: .groups)
        harness.press("2 ? A")
        #expect(await harness.request() == "emergency-answer g9")
        #expect(harness.state.overlays.top == nil && harness.state.panes.focus == .groups)
        #expect(harness.selection == .entity(group.key))
    }
}

extension ConsoleHarness {
    fileprivate func setFilter(_ text: String, of pane: Pane) { app.context.setFilter(text, of: pane) }
}
