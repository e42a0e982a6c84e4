@testable import Console
import Exchange
import Foundation
import JSON
import Testing

/// The `:` line: running, mending, completing, remembering.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleLineTests {
    private func line(_ bench: ConsoleBench) -> String? { bench.state.question?.editor?.text }

    private func words(_ bench: ConsoleBench) -> [String] { bench.state.question?.completions?.candidates.map(\.word) ?? [] }

    @Test(arguments: [
        ("pause 8001 6500", "pause 8001 6500"), ("hq/pause 8001", "pause 8001"), ("dial 8002", "dial 2008 8002"),
        ("dial 8001 8002", "dial 8001 8002"), ("room-invite 9000 8001 8002", "room-invite 9000 8001 8002"),
        ("pause 8001 6500 \"lunch \\\"early\\\"\"", "pause 8001 6500 lunch \"early\""), ("listen", "listen 2008"),
    ])
    func runsActions(typed: String, request: String) async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type(typed)
        bench.press("ret")
        #expect(bench.state.question == nil)
        #expect(await bench.request() == request)
    }

    @Test(arguments: [
        ("hangpu 1", "“hangpu” is unknown; did you mean “hangup”?"), ("nrth/pause 8001", "“nrth” is unknown."), ("hq/zoom", "“hq/zoom” is unknown; did you mean “zoom”?"),
        ("pause", nil), ("pause 8001 6500 a b", "“b” is one argument too many; usage: pause EXTENSION [QUEUE] [REASON]"),
        ("queue-login 6500", "EXTENSION is missing; usage: queue-login QUEUE EXTENSION"), ("zoom in", "“zoom” takes no arguments."),
        ("op hq", "Usage: op SITE OPERATION [KEY=VALUE…]"), ("op hq calls.liv", "“calls.liv” is unknown; did you mean “calls.live”?"),
        ("sort nmae", "“nmae” is unknown; did you mean “name”?"),
    ] as [(String, String?)])
    func aWrongLineStaysToBeMended(typed: String, words: String?) async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type(typed)
        bench.press("ret")
        guard let words else { return #expect(await bench.request() == "pause 2008") }
        #expect(bench.notice == words)
        #expect(line(bench) == typed)
        #expect(await bench.asked().isEmpty)
    }

    @Test func whatIsWrongIsReadAboveTheLine() async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type("hangpu 1")
        bench.press("ret")
        let rows = bench.app.draw().plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let line = try #require(rows.lastIndex { $0.hasPrefix(":hangpu 1") })
        #expect(rows[line - 1].hasPrefix("“hangpu” is unknown; did you mean “hangup”?"))
    }

    @Test func onlyActionsAreASites() async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type("hq/pa")
        #expect(bench.state.question?.completions?.candidates.map(\.word) == ["hq/park", "hq/pause"])
    }

    @Test func asksAboutDangerousLinesToo() async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type("hangup 1673071399.25")
        bench.press("ret")
        #expect(bench.state.question == .confirmation("Hang up 1673071399.25: 2005 → 8001 (00:12)? y/n"))
    }

    @Test func runsTheConsolesOwnCommands() async throws {
        let bench = try await ConsoleBench()
        #expect(bench.app.run(line: "filter ali ce") && bench.state.panes[.agents]!.filter == "ali ce")
        #expect(bench.app.run(line: "sort name") && bench.state.panes[.agents]!.sortColumn == "name")
        #expect(bench.app.run(line: "zoom") && bench.state.isZoomed)
        #expect(bench.app.run(line: "q") && bench.effects() == [.quit])
    }

    @Test func completesNamesAndArguments() async throws {
        let bench = try await ConsoleBench(unsupported: [.park: "Smart PBX has no park command"])
        bench.press(":")
        bench.type("pa")
        #expect(words(bench) == [
            "park", "pause", "pane-agents", "pane-queues", "pane-calls", "pane-rooms", "pane-groups", "page-down", "page-up", "pause-toggle",
        ])
        let park = bench.state.question?.completions?.candidates.first
        #expect(park?.note == "Park" && park?.reason == "Smart PBX has no park command")
        bench.press("tab tab")
        #expect(line(bench) == "pause")
        bench.press("S-tab")
        #expect(line(bench) == "park")
        bench.press("C-u")
        bench.type("queue-login ")
        #expect(words(bench) == ["6500"])
        bench.type("6500 bo")
        #expect(words(bench) == ["8002"])
        bench.press("tab ret")
        #expect(await bench.request() == "queue-login 6500 8002")
        bench.press(":")
        bench.type("room-kick 9000 ")
        #expect(words(bench) == ["SIP/8002-1", "SIP/8003-2"])
        bench.press("C-u")
        bench.type("hq/room-e")
        bench.press("tab")
        #expect(line(bench) == "hq/room-end")
    }

    @Test func completesInTheMiddleOfALine() async throws {
        let bench = try await ConsoleBench()
        bench.press(":")
        bench.type("que 8002")
        bench.press("left left left left left tab")
        #expect(line(bench) == "queue-login 8002")
    }

    @Test func remembersLines() async throws {
        let bench = try await ConsoleBench()
        for typed in ["zoom", "sort name"] {
            bench.press(":")
            bench.type(typed)
            bench.press("ret")
        }
        bench.press(":")
        bench.type("dra")
        bench.press("up")
        #expect(line(bench) == "sort name")
        bench.press("up up")
        #expect(line(bench) == "zoom")
        bench.press("down down")
        #expect(line(bench) == "dra")
    }

    @Test func showsWhatAnOperationAnswers() async throws {
        let bench = try await ConsoleBench()
        #expect(bench.app.run(line: "op hq calls.live"))
        #expect(bench.state.overlay == .answer)
        await bench.until { bench.state.answer?.content != nil }
        #expect(await bench.site.operated.first?.1 == [:])
        #expect(bench.screen().contains("[1]: t␛wo"))
        #expect(bench.app.messages.contains { $0.topic == "outcome" && $0.text.string == "calls.live @hq: done (Success)" })
        #expect(bench.auditLines().last?.contains("calls.live") == true)
    }

    @Test func aDangerousOperationAsksFirst() async throws {
        let bench = try await ConsoleBench()
        #expect(bench.app.run(line: "op hq system.wipe what=all"))
        #expect(bench.state.question == .naming("system.wipe @hq {\"what\":\"all\"}", word: "all", LineEditor()))
        bench.press("y ret")
        #expect(bench.notice.hasPrefix("That is not “all”"))
        bench.press("esc")
        #expect(bench.state.question == nil && bench.notice == "Cancelled: nothing was sent.")
        #expect(await bench.site.operated.isEmpty)
        #expect(bench.app.run(line: "op hq system.wipe what=all"))
        bench.type("all")
        bench.press("ret")
        await bench.until { bench.state.notice?.tone == .done }
        #expect(await bench.site.operated.count == 1)
    }

    @Test(arguments: [
        ("one two", ["one", "two"]), ("  a  ", ["a"]), ("\"a b\" c", ["a b", "c"]), ("a\\ b", ["a b"]), ("\"\"", [""]), ("x\"y z", ["xy z"]),
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
