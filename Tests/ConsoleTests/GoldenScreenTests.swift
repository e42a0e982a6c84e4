import Desk
import Exchange
import Foundation
import Testing
import Translations

@testable import Console

/// Whole screens against text files. `CORDBOARD_RECORD=1 swift test` writes them anew; look at the difference before committing.
@Suite struct GoldenScreenTests {
    struct Scenario: CustomTestStringConvertible, Sendable {
        var name: String
        var width = 120
        var height = 40
        var board = Fixture.board()
        var unicode = true
        /// The operator's telephones, by site.
        var telephones: [(SiteID, String)] = []
        var change: @Sendable (inout ConsoleModel) -> Void = { _ in }
        /// What the exchange says once the screen has been seen.
        var later: [Change] = []
        var testDescription: String { "\(name)-\(width)x\(height)" }
    }

    private static let faulty = Fixture.board(
        [Fixture.site("hq"), Fixture.site("north", .offline, heard: 75)], Fixture.entities() + Fixture.entities(at: "north"))

    static let scenarios: [Scenario] = sized(80, 24) + sized(120, 40) + sized(200, 60) + operations(80, 24) + operations(120, 40) + single

    private static func sized(_ width: Int, _ height: Int) -> [Scenario] {
        var scenarios = Pane.allCases.map { pane in
            Scenario(name: pane.rawValue, width: width, height: height) { $0.panes.focus = pane }
        }
        scenarios.append(Scenario(name: "faulty", width: width, height: height, board: faulty))
        scenarios.append(
            Scenario(name: "help", width: width, height: height) {
                $0.panes.focus = .calls
                $0.overlays.push(HelpLayer(.pane(.calls)))
            })
        scenarios.append(Scenario(name: "talk", width: width, height: height, board: talking) { $0.panes.focus = .groups })
        let alice = RowID.entity(EntityKey(site: "hq", kind: .agent, id: "2001"))
        scenarios.append(Scenario(name: "details", width: width, height: height) { $0.overlays.push(DetailsLayer(alice)) })
        return scenarios
    }

    /// The form, the table and the tree of raw operations, and what stands beside the line.
    private static func operations(_ width: Int, _ height: Int) -> [Scenario] {
        [
            Scenario(name: "form", width: width, height: height) { state in
                var form = OperationForm(SampleOperations.addExtension, at: "hq", ["number": "2009"])
                form.moveFocus(by: 3)
                _ = form.check(SampleOperations.addExtension.check(["dnd": "maybe"]))
                state.overlays.push(form)
            },
            Scenario(name: "table", width: width, height: height) { state in
                var answer = SampleOperations.answer(to: SampleOperations.records, SampleOperations.recordRows(60))
                answer.move(to: 3)
                answer.search = "王"
                state.overlays.push(answer)
            },
            Scenario(name: "tree", width: width, height: height) { state in
                var answer = SampleOperations.answer(to: SampleOperations.addExtension, SampleOperations.nested)
                answer.move(to: 4)
                answer.moveSideways(by: -1)
                state.overlays.push(answer)
            },
            Scenario(name: "naming", width: width, height: height) {
                $0.prompt = Prompt(.typedConfirmation("extension.delete @hq {\"number\":\"2002\"}", word: "2002"), editor: LineEditor("20"))
            },
        ]
    }

    private static func pushActions(_ state: inout ConsoleModel) {
        let alice = EntityKey(site: "hq", kind: .agent, id: "2001")
        let board = Fixture.board()
        if let selected = board.selected(.entity(alice)) { state.overlays.push(ActionMenuLayer(.entity(alice), selected, board)) }
    }

    /// An open microphone, a call for help and a request at once.
    private static let talking = Fixture.board([Fixture.site("hq"), Fixture.site("ecc")], Fixture.entities() + Fixture.groups())
    private static let yard = RowID.entity(EntityKey(site: "ecc", kind: .group, id: "8809"))

    /// The operator's telephone rings at one site, and listens at another.
    private static let telephones = Fixture.board(
        [Fixture.site("hq"), Fixture.site("north"), Fixture.site("care"), Fixture.site("ecc"), Fixture.site("ops")],
        Fixture.entities() + ownTelephones)

    private static let ownTelephones: [Entity] = {
        func agent(_ site: SiteID, _ id: String, _ state: AgentState, _ call: String? = nil, by: Supervision? = nil) -> Entity {
            var agent = Agent(
                site: site, id: id, name: "Desk", extension: id, state: state, reason: state == .paused ? "Lunch" : nil,
                since: Fixture.ago(14), call: call)
            agent.supervision = by
            return .agent(agent)
        }
        var leg = Call(site: "north", id: "n2", state: .talking, direction: .internal, caller: "2008", callee: "101", since: Fixture.ago(9))
        leg.isSupervision = true
        return [
            agent("hq", "2009", .ringing, "r1"),
            .call(
                Call(
                    site: "hq", id: "r1", state: .ringing, direction: .inbound, caller: "13800138000", callee: "2009",
                    since: Fixture.ago(14), queue: "6500")),
            agent("north", "2008", .talking, "n2"), .call(leg),
            agent("north", "101", .talking, "n1", by: Supervision(by: "2008", how: .whisper)),
            .call(
                Call(
                    site: "north", id: "n1", state: .talking, direction: .inbound, caller: "02112345", callee: "101",
                    since: Fixture.ago(90), answered: Fixture.ago(80))),
            agent("care", "3001", .paused), agent("ecc", "291", .idle), agent("ops", "77", .rest),
        ]
    }()
    private static let numbers: [(SiteID, String)] = [("hq", "2009"), ("north", "2008"), ("care", "3001"), ("ecc", "291"), ("ops", "77")]

    private static func supervised(_ width: Int, _ height: Int, _ pane: Pane) -> Scenario {
        Scenario(name: "telephones-\(pane.rawValue)", width: width, height: height, board: telephones, telephones: numbers) {
            $0.panes.focus = pane
        }
    }

    private static let single: [Scenario] = [
        supervised(80, 24, .agents), supervised(80, 24, .calls), supervised(120, 40, .agents), supervised(200, 60, .agents),
        Scenario(name: "telephone", width: 80, height: 24, telephones: [("hq", "2001")]),
        Scenario(name: "telephone-ascii", width: 80, height: 24, board: telephones, unicode: false, telephones: numbers),
        Scenario(name: "actions", width: 80, height: 24) { pushActions(&$0) },
        Scenario(name: "actions") { pushActions(&$0) },
        Scenario(name: "talk-elsewhere", width: 80, height: 24, board: talking) {
            $0.overlays.push(HelpLayer(.pane(.agents)))
            $0.holdsToTalk = true
        },
        Scenario(name: "talk-details", board: talking) { $0.overlays.push(DetailsLayer(yard)) },
        Scenario(name: "talk-ascii", width: 80, height: 24, board: talking, unicode: false) { $0.panes.focus = .groups },
        Scenario(
            name: "talk-unsure", width: 80, height: 24,
            board: Fixture.board([Fixture.site("ecc", .offline, heard: 30)], Fixture.groups())
        ) { $0.panes.focus = .groups },
        Scenario(
            name: "sign-in", width: 80, height: 24,
            board: {
                var board = Fixture.board([Fixture.site("hq"), Fixture.site("ecc", .offline)])
                _ = board.apply([.question("ecc", "Agent 291 is signed in elsewhere. Sign in here instead?")])
                return board
            }()
        ) { $0.prompt = .confirmation("ecc: Agent 291 is signed in elsewhere. Sign in here instead? y/n") },
        Scenario(
            name: "row-gone", width: 80, height: 24,
            change: { $0.panes[.agents].choose(.entity(EntityKey(site: "hq", kind: .agent, id: "2003"))) },
            later: [.remove(EntityKey(site: "hq", kind: .agent, id: "2003"))]),
        Scenario(
            name: "row-outside-filter", width: 80, height: 24,
            change: {
                $0.panes[.agents].choose(.entity(EntityKey(site: "hq", kind: .agent, id: "2001")))
                $0.panes[.agents].filter = "Sales"
            },
            later: [.put(.agent(Agent(site: "hq", id: "2001", name: "Alice Adams", extension: "2001", state: .idle)))]),
        Scenario(name: "quit-asks", width: 80, height: 24, board: talking) {
            $0.prompt = .confirmation("Quit? You hold the floor of Yard. y/n")
        },
        Scenario(name: "zoom") { $0.panes.isZoomed = true },
        Scenario(name: "filter") {
            $0.panes[.agents].filter = "王"
            $0.prompt = Prompt(.filter, editor: LineEditor("王"))
        },
        Scenario(name: "filter-hides-all") { $0.panes[.agents].filter = "nobody" },
        Scenario(name: "command") {
            $0.prompt = Prompt(
                .command, editor: LineEditor("ho"),
                completions: Completions(
                    candidates: [
                        .init(word: "hold", note: "Hold", reason: "Smart PBX has no such command"),
                        .init(word: "hold-toggle", note: "Hold or take off hold"),
                    ], chosen: 1))
        },
        Scenario(name: "confirmation") { $0.prompt = .confirmation("Hang up 13911112222 ↔ 2001 Alice Adams? y/n") },
        Scenario(name: "notice") { $0.notices.tellResult(Notice(text: "Pause 2001: done (success)", tone: .done), at: .zero) },
        Scenario(name: "banner") {
            $0.banner = "themes/mine.yaml:3:5: unknown scope “agnet”"; $0.isLocked = true
        },
        Scenario(name: "messages") { $0.overlays.push(MessagesLayer()) },
        Scenario(name: "log") { $0.overlays.push(LogLayer()) },
        Scenario(name: "log", width: 80, height: 24) { $0.overlays.push(LogLayer()) },
        Scenario(name: "trunks") { $0.overlays.push(TrunksLayer()) },
        Scenario(name: "queue-details") { $0.overlays.push(DetailsLayer(.entity(EntityKey(site: "hq", kind: .queue, id: "6500")))) },
        Scenario(name: "nothing-yet", board: Fixture.board([Fixture.site("hq", .connecting)], [])),
        Scenario(name: "ascii", width: 80, height: 24, unicode: false),
        Scenario(name: "tiny", width: 16, height: 5),
    ]

    @Test(arguments: scenarios, [Language.en, .zh_CN])
    func looksAsRecorded(_ scenario: Scenario, _ language: Language) throws {
        var state = Fixture.state(scenario.width, scenario.height)
        scenario.change(&state)
        let appearance = try Fixture.appearance(language, unicode: scenario.unicode)
        var board = scenario.board
        if !scenario.later.isEmpty {
            _ = Fixture.draw(&state, board, appearance)
            _ = board.apply(scenario.later)
        }
        let canvas = Fixture.draw(&state, board, appearance, scenario.telephones.map { OwnTelephone($1, at: $0, on: board) })
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/\(scenario.testDescription).\(language.rawValue).txt")
        let drawn = canvas.plainText + "\ncursor \(canvas.cursor.column),\(canvas.cursor.row)\n"
        if ProcessInfo.processInfo.environment["CORDBOARD_RECORD"] == "1" { try Data(drawn.utf8).write(to: file) }
        let recorded = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        if drawn != recorded {
            Issue.record(
                "\(scenario.testDescription).\(language.rawValue).txt\n\(ScreenDifference.text(expected: recorded, actual: drawn))")
        }
    }

    @Test func aDifferenceNamesTheLinesAlone() {
        let text = ScreenDifference.text(expected: "one\ntwo\nthree\n", actual: "one\n2\nthree\nfour\n")
        #expect(
            text == """
                line 2 expected: two
                line 2 actual:   2
                line 4 expected:\u{20}
                line 4 actual:   four
                line 5 is only in the actual screen:\u{20}
                """)
    }
}

/// What differs between two screens, line by line.
enum ScreenDifference {
    static func text(expected: String, actual: String) -> String {
        let (expected, actual) = (lines(expected), lines(actual))
        return (0..<max(expected.count, actual.count)).flatMap { index -> [String] in
            let number = index + 1
            guard index < expected.count else { return ["line \(number) is only in the actual screen: \(actual[index])"] }
            guard index < actual.count else { return ["line \(number) is only in the expected screen: \(expected[index])"] }
            if expected[index] == actual[index] { return [] }
            return ["line \(number) expected: \(expected[index])", "line \(number) actual:   \(actual[index])"]
        }.joined(separator: "\n")
    }

    private static func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
