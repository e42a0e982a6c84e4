import Foundation
import TestSupport
import Testing

/// The whole program on a terminal: every key of the contract's section 6, and what stands on the screen after it.
@Suite(.timeLimit(.minutes(5))) struct KeysOnTerminalTests {
    @Test("Panes, moves, zoom, details, sorting, help", arguments: [(120, 40), (80, 24)])
    func moves(width: Int, height: Int) async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open(width: width, height: height)
        try await pty.wait(forText: "● online")
        try await pty.wait(forText: "2005")
        for (key, title) in [("2", "2 Queues 4"), ("3", "3 Calls 0"), ("4", "4 Rooms 3"), ("5", "5 Groups 0"), ("1", "1 Agents 24")] {
            pty.send(key)
            try await pty.wait(forText: "─ " + title)
        }
        pty.send("\t")
        pty.send("?")
        try await pty.wait(forText: "Keys: Queues")
        pty.send("\u{1B}")
        try await pty.wait(for: "the help to go") { !$0.screen.contains("Keys: Queues") }
        pty.send("\u{1B}[Z")
        pty.send("?")
        try await pty.wait(forText: "Keys: Agents")
        pty.send("\u{1B}")
        try await pty.wait(for: "the help to go") { !$0.screen.contains("Keys: Agents") }
        let top = try await pty.wait(for: "the first agent") { $0.screen.cursorRow.contains("2005") }.screen.cursor.row
        for (key, number) in [
            ("j", "2006"), ("j", "2007"), ("k", "2006"), ("\u{1B}[B", "2007"), ("\u{1B}[A", "2006"), ("G", "8012"), ("g", "2005"),
        ] {
            pty.send(key)
            try await pty.wait(for: "the cursor on \(number) after \(key.debugDescription)") { $0.screen.cursorRow.contains(number) }
        }
        #expect(pty.screen.cursor.row == top)
        pty.send("\u{1B}[6~")
        try await pty.wait(for: "a page down") { !$0.screen.cursorRow.contains("2005") }
        pty.send("\u{1B}[5~")
        try await pty.wait(for: "a page up") { $0.screen.cursorRow.contains("2005") }
        pty.send("\r")
        try await pty.wait(forText: "─ Details")
        try await console.escape(pty) { !$0.contains("─ Details") }
        pty.send("s")
        try await pty.wait(for: "another column sorted") { !$0.screen.contains("Ext.▲") }
        pty.send("z")
        try await pty.wait(for: "the zoom") { !$0.screen.contains("2 Queues") || width < 100 }
        pty.send("z")
        try await pty.wait(forText: "2 Queues 4")
        let before = pty.glance.output.count
        pty.send("\u{0C}")
        try await pty.wait(for: "everything again") { $0.output.count > before + 800 }
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("In Chinese")
    func chinese() async throws {
        let console = try await ConsoleOnTerminal(settings: "language: zh_CN")
        let pty = try await console.open(width: 80, height: 24)
        try await pty.wait(forText: "● 在线")
        try await pty.wait(forText: "1 坐席 24")
        pty.send("?")
        try await pty.wait(forText: "按键：坐席")
        try await console.escape(pty) { !$0.contains("按键") }
        pty.send("/陈")
        try await pty.wait(for: "the filtered list") { $0.screen.contains("陈静") && !$0.screen.contains("2005") }
        try await console.escape(pty) { $0.contains("2005") && !$0.contains("/陈") }
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("Filter and command line, with completion")
    func lines() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        pty.send("/800")
        try await pty.wait(for: "the filtered list") { $0.screen.contains("8001") && !$0.screen.rows.contains { $0.contains("2005 ") } }
        pty.send("\r")
        try await pty.wait(forText: "1 Agents 9/24")
        try await console.escape(pty) { $0.contains("1 Agents 24") }
        pty.send(":hang\t")
        try await pty.wait(forText: ":hangup")
        try await console.escape(pty) { !$0.contains(":hangup") }
        pty.send(":hangap\r")
        try await pty.wait(forText: "“hangap” is unknown; did you mean “hangup”?")
        #expect(pty.screen.rows.last == ":hangap")
        try await console.escape(pty) { $0.rows.last != ":hangap" }
        pty.send(":dial 8001 8002\r")
        try await pty.wait(forText: "Dial")
        try await pty.wait(forText: "3 Calls 1")
        #expect(await console.simulator.world.liveCalls.contains { $0.caller == "8001" && $0.called == "8002" })
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("A call: listened to, supervision stopped, hung up after a question")
    func calls() async throws {
        let console = try await ConsoleOnTerminal()
        try await console.letTalk()
        let pty = try await console.open()
        try await pty.wait(forText: "3 Calls 1")
        try await console.select("8001", on: pty)
        for key in ["l", "w", "b"] {
            pty.send(key)
            try await pty.wait(forText: "Your telephone 8006 rings")
            try await pty.wait(forText: "3 Calls 2")
            let id = try #require(await console.simulator.world.liveCalls.first { $0.caller == "8006" || $0.called == "8006" }?.id)
            await console.simulator.advance(by: .seconds(20))
            pty.send("o")
            try await pty.wait(for: "the supervision to end") { $0.screen.contains("3 Calls 1") }
            #expect(await !console.simulator.world.liveCalls.contains { $0.id == id })
        }
        // What Smart PBX cannot do is said, not sent.
        for key in ["I", "H", "P", "t", "c"] {
            pty.send(key)
            try await pty.wait(for: "the refusal of \(key)") { $0.screen.contains("not sent: Smart PBX") }
            try await console.escape(pty) { !$0.contains("not sent: Smart PBX") }
        }
        pty.send("3x")
        try await pty.wait(for: "the question") { $0.screen.contains("? y/n") && $0.screen.contains("8001") }
        try await console.answer("n", pty)
        #expect(await console.simulator.world.liveCalls.count == 1)
        pty.send("x")
        try await console.answer("y", pty)
        try await pty.wait(forText: "3 Calls 0")
        #expect(await console.simulator.world.liveCalls.isEmpty)
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("Pause, queue log-in and log-out, dialling by prompt")
    func agents() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        try await console.select("8001", on: pty)
        pty.send("p")
        try await pty.wait(forText: "Pause 8001: done")
        try await pty.wait(for: "the pause") { $0.screen.rows.contains { $0.contains("‖ paused") && $0.contains("8001") } }
        pty.send("p")
        try await pty.wait(for: "the pause to end") { !$0.screen.rows.contains { $0.contains("‖ paused") && $0.contains("8001") } }
        pty.send("a")
        try await pty.wait(for: "the question for a queue") { $0.screen.cursorIsVisible }
        pty.send("33222\r")
        try await pty.wait(for: "the answer") { $0.screen.rows.contains { $0.contains("Log in") && $0.contains(": done") } }
        #expect(await console.simulator.world.queue("33222")?.members.contains { $0.number == "8001" } == true)
        try await pty.wait(for: "the queue's eighth agent") { $0.screen.rows.contains { $0.contains(/33222 +0 +8/) } }
        pty.send("a")
        try await pty.wait(for: "the question for a queue") { $0.screen.cursorIsVisible }
        pty.send("33222\r")
        try await pty.wait(for: "the log-out") { $0.screen.rows.contains { $0.contains("Log out") && $0.contains(": done") } }
        #expect(await console.simulator.world.queue("33222")?.members.contains { $0.number == "8001" } == false)
        try await pty.wait(for: "no question") { !$0.screen.cursorIsVisible }
        pty.send("d")
        try await pty.wait(forText: "3 Calls 1")
        #expect(await console.simulator.world.liveCalls.contains { $0.caller == "8006" && $0.called == "8001" })
        pty.send("x")
        try await console.answer("y", pty)
        try await pty.wait(forText: "3 Calls 0")
        // Nothing selected: it asks for the number.
        pty.send("3d")
        try await pty.wait(for: "the question for a number") { $0.screen.cursorIsVisible }
        pty.send("8002\r")
        try await pty.wait(forText: "3 Calls 1")
        #expect(await console.simulator.world.liveCalls.contains { $0.caller == "8006" && $0.called == "8002" })
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("A room: invite, mute, kick, end")
    func rooms() async throws {
        let console = try await ConsoleOnTerminal()
        try await console.fillRoom()
        let pty = try await console.open()
        try await pty.wait(forText: "4 Rooms 3")
        pty.send("4z")
        try await pty.wait(for: "the rooms alone") { !$0.screen.contains("1 Agents") && $0.screen.contains("8003") }
        try await console.select("8003", on: pty)
        pty.send("m")
        try await pty.wait(for: "muted") { $0.screen.cursorRow.contains("muted") }
        pty.send("m")
        try await pty.wait(for: "not muted") { !$0.screen.cursorRow.contains("muted") }
        pty.send("K")
        try await pty.wait(for: "8003 to go") { $0.screen.rows.contains { $0.contains("8003") && $0.contains(" gone") } }
        #expect(await console.simulator.world.room("2222")?.members.map(\.number) == ["8004"])
        pty.send("g")
        try await pty.wait(for: "the first room") { $0.screen.cursorRow.contains("33333") }
        try await console.select("8004", on: pty)
        pty.send("i")
        try await pty.wait(for: "the question for a number") { $0.screen.cursorIsVisible }
        pty.send("8005\r")
        try await pty.wait(for: "the answer") { $0.screen.contains("8005") && $0.screen.contains(": done") }
        await console.simulator.advance(by: .seconds(30))
        try await pty.wait(for: "8005 in the room") { $0.screen.rows.contains { $0.contains("8005") && $0.contains("joined") } }
        pty.send("E")
        try await console.answer("y", pty)
        try await pty.wait(for: "the room to be empty") { !$0.screen.rows.contains { $0.contains("joined") && !$0.contains(" gone") } }
        #expect(await console.simulator.world.room("2222")?.members.isEmpty == true)
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("Waiting callers and talking groups say what Smart PBX has not")
    func refusals() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        pty.send("2T")
        try await pty.wait(forText: "not sent: Smart PBX")
        pty.send("5")
        try await pty.wait(forText: "─ 5 Groups 0")
        for key in [" ", "M", "S"] {
            pty.send(key)
            try await pty.wait(for: "a word about \(key.debugDescription)") { !($0.screen.rows.last ?? "").isEmpty }
        }
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("A dispatcher may not listen")
    func roles() async throws {
        let console = try await ConsoleOnTerminal(role: "dispatcher")
        let pty = try await console.open()
        try await console.select("8001", on: pty)
        pty.send("l")
        try await pty.wait(forText: "not sent: needs the role supervisor")
        #expect(await console.simulator.world.liveCalls.isEmpty)
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }
}
