@testable import Console
import Exchange
import Foundation
import JSON
import Testing

/// The `:` line: running, mending, completing, remembering.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleLineTests {
    private func line(_ harness: ConsoleHarness) -> String? { harness.state.prompt?.editor?.text }

    private func words(_ harness: ConsoleHarness) -> [String] { harness.state.prompt?.completions?.candidates.map(\.word) ?? [] }

    @Test(arguments: [
        ("pause 8001 6500", "pause 8001 6500"), ("hq/pause 8001", "pause 8001"), ("dial 8002", "dial 2008 8002"),
        ("dial 8001 8002", "dial 8001 8002"), ("room-invite 9000 8001 8002", "room-invite 9000 8001 8002"),
        ("pause 8001 6500 \"lunch \\\"early\\\"\"", "pause 8001 6500 lunch \"early\""), ("listen", "listen 2008"),
    ])
    func runsActions(typed: String, request: String) async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type(typed)
        harness.press("ret")
        #expect(harness.state.prompt == nil)
        #expect(await harness.request() == request)
    }

    @Test(
        arguments: [
            ("hangpu 1", "“hangpu” is unknown; did you mean “hangup”?"), ("nrth/pause 8001", "“nrth” is unknown."),
            ("hq/zoom", "“hq/zoom” is unknown; did you mean “zoom”?"),
            ("pause", nil), ("pause 8001 6500 a b", "“b” is one argument too many; usage: pause EXTENSION [QUEUE] [REASON]"),
            ("queue-login 6500", "EXTENSION is missing; usage: queue-login QUEUE EXTENSION"), ("zoom in", "“zoom” takes no arguments."),
            ("op hq", "Usage: op SITE OPERATION [KEY=VALUE…]"), ("op hq calls.liv", "“calls.liv” is unknown; did you mean “calls.live”?"),
            ("sort nmae", "“nmae” is unknown; did you mean “name”?"),
        ] as [(String, String?)])
    func aWrongLineStaysToBeMended(typed: String, words: String?) async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type(typed)
        harness.press("ret")
        guard let words else { return #expect(await harness.request() == "pause 2008") }
        #expect(harness.notice == words)
        #expect(line(harness) == typed)
        #expect(await harness.asked().isEmpty)
    }

    @Test(arguments: [
        ("dial 13800138000", "Dial 13800138000 @hq Headquarters", "hq dial 2008 13800138000"),
        ("dial 13800138000 @north", "Dial 13800138000 @north North", "north dial 2008 13800138000"),
        ("dial @north 8001 13800138000", "Dial 8001, 13800138000 @north North", "north dial 8001 13800138000"),
        ("north/dial 13800138000", "Dial 13800138000 @north North", "north dial 2008 13800138000"),
        ("listen", "Listen 2008 Desk @hq Headquarters", "hq listen 2008"),
        ("listen @hq", "Listen 2008 Desk @hq Headquarters", "hq listen 2008"),
        ("note 8001 see \"@north\" @lunch", "Send note 8001 Alice, see @north @lunch @hq Headquarters", "hq note 8001 see @north @lunch"),
    ])
    func aLineSaysThroughWhichSiteItGoes(typed: String, said: String, request: String) async throws {
        let harness = try await ConsoleHarness(second: true)
        harness.press(":")
        harness.type(typed)
        #expect(harness.screen().contains(said + " "), "\(harness.screen())")
        harness.press("ret")
        let north = try #require(harness.second)
        var requests = (request.hasPrefix("north") ? north : harness.site).requests.makeAsyncIterator()
        let asked = await requests.next()
        #expect(
            ([asked?.action.rawValue ?? ""] + (asked?.arguments ?? [])).joined(separator: " ")
                == request.split(separator: " ", maxSplits: 1)[1])
    }

    @Test func theSiteOfALineIsCompletedAndChecked() async throws {
        let harness = try await ConsoleHarness(second: true)
        harness.press(":")
        harness.type("dial 100 @no")
        #expect(words(harness) == ["@north"])
        harness.press("tab")
        #expect(line(harness) == "dial 100 @north " && !words(harness).contains("@north"))
        harness.press("C-u")
        harness.type("dial 100 @nroth")
        #expect(harness.screen().contains("“nroth” is unknown; did you mean “north”?"))
        harness.press("ret")
        #expect(harness.notice == "“nroth” is unknown; did you mean “north”?" && line(harness) == "dial 100 @nroth")
        harness.press("C-u")
        harness.type("op calls.live @hq")
        harness.press("ret")
        await harness.until { harness.answer?.content != nil }
        #expect(await harness.site.operated.count == 1)
    }

    @Test func onlyWhatCanBeHungUpIsOffered() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type("hangup ")
        #expect(words(harness) == ["1673071400.1", "1673071399.25", "1673071401.7", "8001"])
        let notes = harness.state.prompt?.completions?.candidates.map(\.note.string)
        #expect(notes == ["2006 ↔ 2007", "2005 ↔ 8001 Alice", "13800138000", "Alice"])
    }

    @Test(arguments: [("Time", "since"), ("time", "since"), ("ext.", "extension"), ("site", nil)] as [(String, String?)])
    func sortsByTheWordsOfTheHeadings(word: String, column: String?) async throws {
        let harness = try await ConsoleHarness()
        #expect(harness.app.commandLine.run("sort \(word)") == (column != nil))
        #expect(harness.state.panes[.agents].sortColumn == column ?? "extension")
        harness.press(":")
        harness.type("sort ")
        #expect(words(harness).contains("since") && !words(harness).contains("site"))
        harness.press("esc")
        let chinese = try await ConsoleHarness(language: .zh_CN)
        #expect(chinese.app.commandLine.run("sort 时长"))
        #expect(chinese.state.panes[.agents].sortColumn == "since")
    }

    @Test func whatIsWrongIsReadAboveTheLine() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type("hangpu 1")
        harness.press("ret")
        let rows = harness.app.draw().plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let line = try #require(rows.lastIndex { $0.hasPrefix(":hangpu 1") })
        #expect(rows[line - 1].hasPrefix("“hangpu” is unknown; did you mean “hangup”?"))
    }

    @Test func onlyActionsAreASites() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type("hq/pa")
        #expect(harness.state.prompt?.completions?.candidates.map(\.word) == ["hq/park", "hq/pause"])
    }

    @Test func asksAboutDangerousLinesToo() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type("hangup 1673071399.25")
        harness.press("ret")
        #expect(harness.state.prompt == .confirmation("Hang up 2005 ↔ 8001 Alice? y/n"))
    }

    @Test func runsTheConsolesOwnCommands() async throws {
        let harness = try await ConsoleHarness()
        #expect(harness.app.commandLine.run("filter ali ce") && harness.state.panes[.agents].filter == "ali ce")
        #expect(harness.app.commandLine.run("sort name") && harness.state.panes[.agents].sortColumn == "name")
        #expect(harness.app.commandLine.run("zoom") && harness.state.panes.isZoomed)
        #expect(harness.app.commandLine.run("q") && harness.effects() == [.quit])
    }

    @Test func completesNamesAndArguments() async throws {
        let harness = try await ConsoleHarness(unsupported: [.park: "Smart PBX has no park command"])
        harness.press(":")
        harness.type("pa")
        #expect(
            words(harness) == [
                "park", "pause", "pane-agents", "pane-queues", "pane-calls", "pane-rooms", "pane-groups", "page-down", "page-up",
                "pause-toggle",
            ])
        let park = harness.state.prompt?.completions?.candidates.first
        #expect(park?.note == "Park" && park?.reason == "Smart PBX has no park command")
        harness.press("tab tab")
        #expect(line(harness) == "pause")
        harness.press("S-tab")
        #expect(line(harness) == "park")
        harness.press("C-u")
        harness.type("queue-login ")
        #expect(words(harness) == ["6500"])
        harness.type("6500 bo")
        #expect(words(harness) == ["8002"])
        harness.press("tab ret")
        #expect(await harness.request() == "queue-login 6500 8002")
        harness.press(":")
        harness.type("room-kick 9000 ")
        #expect(words(harness) == ["SIP/8002-1", "SIP/8003-2"])
        harness.press("C-u")
        harness.type("hq/room-e")
        harness.press("tab")
        #expect(line(harness) == "hq/room-end ")
    }

    @Test func completesInTheMiddleOfALine() async throws {
        let harness = try await ConsoleHarness()
        harness.press(":")
        harness.type("que 8002")
        harness.press("left left left left left tab")
        #expect(line(harness) == "queue-login 8002")
    }

    @Test func remembersLines() async throws {
        let harness = try await ConsoleHarness()
        for typed in ["zoom", "sort name"] {
            harness.press(":")
            harness.type(typed)
            harness.press("ret")
        }
        harness.press(":")
        harness.type("dra")
        harness.press("up")
        #expect(line(harness) == "sort name")
        harness.press("up up")
        #expect(line(harness) == "zoom")
        harness.press("down down")
        #expect(line(harness) == "dra")
    }

    @Test func showsWhatAnOperationAnswers() async throws {
        let harness = try await ConsoleHarness()
        #expect(harness.app.commandLine.run("op hq calls.live"))
        #expect(harness.overlay == .answer)
        await harness.until { harness.answer?.content != nil }
        #expect(await harness.site.operated.first?.1 == [:])
        #expect(harness.screen().contains("[1]: t␛wo"))
        #expect(harness.app.context.log.messages.contains { $0.topic == "outcome" && $0.text.string == "calls.live @hq: done (Success)" })
        #expect(harness.auditLines().last?.contains("calls.live") == true)
    }

    @Test func aDangerousOperationAsksFirst() async throws {
        let harness = try await ConsoleHarness()
        #expect(harness.app.commandLine.run("op hq system.wipe what=all"))
        #expect(harness.state.prompt == Prompt(.typedConfirmation("system.wipe @hq {\"what\":\"all\"}", word: "all")))
        harness.press("y ret")
        #expect(harness.notice.hasPrefix("That is not “all”"))
        harness.press("esc")
        #expect(harness.state.prompt == nil && harness.notice == "Cancelled: nothing was sent.")
        #expect(await harness.site.operated.isEmpty)
        #expect(harness.app.commandLine.run("op hq system.wipe what=all"))
        harness.type("all")
        harness.press("ret")
        await harness.until { harness.state.notices.latest?.tone == .done }
        #expect(await harness.site.operated.count == 1)
    }

    @Test(arguments: [
        ("one two", ["one", "two"]), ("  a  ", ["a"]), ("\"a b\" c", ["a b", "c"]), ("a\\ b", ["a b"]), ("\"\"", [""]),
        ("x\"y z", ["xy z"]),
        ("", []),
    ])
    func takesLinesApart(line: String, words: [String]) { #expect(CommandWords(line).texts == words) }

    @Test(arguments: ["plain", "two words", "a\"b", "back\\slash", ""])
    func quotesSoThatItReadsBack(word: String) { #expect(CommandWords(CommandWords.quoted(word)).texts == [word]) }
}

struct LineEditorTests {
    @Test func editsByWholeCharacters() {
        var line = LineEditor("坐席👨‍👩‍👧e\u{301}")
        line.deleteBackward()
        #expect(line.text == "坐席👨‍👩‍👧")
        line.deleteBackward()
        #expect(line.text == "坐席" && line.cursor == 2)
        line.moveLeft()
        line.insert("一")
        #expect(line.text == "坐一席" && line.cursor == 2)
        line.deleteForward()
        line.deleteForward()
        #expect(line.text == "坐一")
    }

    @Test func aMarkTypedAloneJoinsItsCharacter() {
        var line = LineEditor("e")
        line.insert("\u{301}")
        #expect(line.cursor == 1 && line.text.count == 1)
    }

    @Test func movesAndCutsByWords() {
        var line = LineEditor("one two  three")
        line.moveWordLeft()
        #expect(line.cursor == 9)
        line.moveWordLeft()
        #expect(line.cursor == 4)
        line.moveWordRight()
        #expect(line.cursor == 7)
        line.deleteWordBackward()
        #expect(line.text == "one   three" && line.cursor == 4)
        line.deleteToEnd()
        #expect(line.text == "one ")
        line.deleteToStart()
        #expect(line.text == "" && line.cursor == 0)
        line.moveLeft()
        line.moveWordLeft()
        line.moveWordRight()
        line.deleteBackward()
        line.deleteForward()
        line.deleteWordBackward()
        #expect(line == LineEditor())
    }
}
