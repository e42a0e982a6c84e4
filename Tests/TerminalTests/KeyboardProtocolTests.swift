import Foundation
import Settings
import TestSupport
import Testing

/// A terminal that speaks kitty's keyboard protocol, played by the test.
struct KeyboardProtocolTests {
    private static let question = Array("\u{1B}[?u".utf8)
    private static let push = Array("\u{1B}[>31u".utf8)
    private static let set = Array("\u{1B}[=31;1u".utf8)
    private static let pop = Array("\u{1B}[<u".utf8)
    private static let focusOn = Array("\u{1B}[?1004h".utf8)
    private static let focusOff = Array("\u{1B}[?1004l".utf8)
    private static let leave = Array("\u{1B}[?1049l".utf8)

    /// Answers the question, and waits for what follows.
    private func speak(_ pty: PtySession) async throws {
        try await pty.wait(for: "the question") { $0.output.firstRange(of: Self.question) != nil }
        pty.send("\u{1B}[?0u")
        try await pty.wait(for: "the wish") { $0.output.firstRange(of: Self.push) != nil && $0.output.firstRange(of: Self.focusOn) != nil }
    }

    private func count(_ sequence: [UInt8], in pty: PtySession) -> Int { pty.glance.output.ranges(of: sequence).count }

    /// The keyboard is as it was before the full screen goes.
    private func expectGivenBack(_ pty: PtySession, times: Int = 1) {
        let output = pty.glance.output
        #expect(count(Self.push, in: pty) == times && count(Self.pop, in: pty) == times)
        let pop = output.ranges(of: Self.pop).last?.lowerBound ?? output.endIndex
        let leave = output.ranges(of: Self.leave).last?.lowerBound ?? output.startIndex
        #expect(pop < leave)
        #expect((output.ranges(of: Self.focusOff).last?.lowerBound ?? 0) > (output.ranges(of: Self.focusOn).last?.lowerBound ?? 0))
    }

    @Test("Keys that go down and up, stay down and lose their window reach the app")
    func events() async throws {
        let pty = try TerminalSessionTests.probe()
        try await pty.wait(forText: "keys 0")
        try await speak(pty)
        pty.send("\u{1B}[32;;32u\u{1B}[32;1:2;32u\u{1B}[32;1:3u")
        try await pty.wait(forText: "key character(\" \") released")
        #expect(pty.screen.contains("key character(\" \") pressed") && pty.screen.contains("key character(\" \") repeated"))
        pty.send("\u{1B}[O")
        try await pty.wait(forText: "key no focus")
        pty.send("\u{1B}[I")
        try await pty.wait(forText: "key focus")
        pty.send("\u{1B}[113;;113u")
        try await TerminalSessionTests.expectEnd(pty, status: 0)
        expectGivenBack(pty)
    }

    @Test(
        "Keys that write come as codes only while a group can be talked to, and not over SSH unless set",
        arguments: [
            ([:], ">31u"), (["PROBE_TALKS": "0"], ">7u"), (["SSH_CONNECTION": "10.0.0.5 50000 10.0.0.1 22"], ">7u"),
            (["SSH_TTY": "/dev/pts/7", "PROBE_HOLD": "always"], ">31u"), (["PROBE_HOLD": "never"], ">7u"),
            (["PROBE_TALKS": "0", "PROBE_HOLD": "always"], ">7u"),
        ] as [([String: String], String)])
    func textKeys(environment: [String: String], wish: String) async throws {
        let pty = try TerminalSessionTests.probe(environment: environment)
        try await pty.wait(forText: "keys 0")
        try await pty.wait(for: "the question") { $0.output.firstRange(of: Self.question) != nil }
        pty.send("\u{1B}[?0u")
        try await pty.wait(for: "the wish") { $0.output.firstRange(of: Array("\u{1B}[\(wish)".utf8)) != nil }
        // What comes and goes while the console runs is followed.
        pty.send("g")
        if wish == ">31u" {
            try await pty.wait(for: "plain keys") { $0.output.firstRange(of: Array("\u{1B}[=7;1u".utf8)) != nil }
        } else {
            try await pty.wait(forText: "key character(\"g\")")
        }
        pty.send("q")
        try await TerminalSessionTests.expectEnd(pty, status: 0)
    }

    @Test("A key that is let go of after the console has left is not the shell's", arguments: ["q", "\u{1A}"])
    func lateRelease(way: String) async throws {
        let probe = PtySession.built("TerminalProbe")
        let pty = try PtySession(
            "/bin/bash", ["--norc", "--noprofile", "-i"], environment: ["PS1": "shell> ", "PROBE": probe, "PROBE_LOG": "/dev/null"],
            answersAttributes: false)
        try await pty.wait(forText: "shell>")
        pty.send("$PROBE\r")
        try await pty.wait(forText: "keys 0")
        try await speak(pty)
        pty.send(way)
        try await pty.wait(for: "the fence") { $0.output.firstRange(of: Array("\u{1B}[c".utf8)) != nil }
        // The line is slow: the release comes after the farewell, and the answer after that.
        pty.send("\u{1B}[113;1:3u")
        pty.send("\u{1B}[?62;22c")
        try await pty.wait(for: "the shell") {
            !$0.screen.isAlternate && $0.screen.contains(way == "q" ? "left: quit" : "Stopped")
                && $0.screen.rows.last { !$0.isEmpty }?.hasPrefix("shell>") == true
        }
        pty.send("echo over\r")
        try await pty.wait(for: "the end") { $0.screen.rows.contains("over") }
        #expect(!pty.screen.text.contains("113") && !pty.screen.text.contains("not found"), "\(pty.screen.text)")
        if way != "q" {
            pty.send("fg\r")
            try await pty.wait(for: "the probe again") { $0.screen.isAlternate && $0.screen.contains("keys") }
            pty.send("q")
            try await pty.wait(for: "the fence again") { $0.output.ranges(of: Array("\u{1B}[c".utf8)).count == 2 }
            pty.send("\u{1B}[?62;22c")
            try await pty.wait(forText: "left: quit")
        }
        pty.send("exit\r")
        _ = try await pty.waitForEnd()
    }

    @Test("A terminal that never answers the fence is given back all the same")
    func silentFence() async throws {
        let pty = try PtySession(PtySession.built("TerminalProbe"), environment: ["PROBE_LOG": "/dev/null"], answersAttributes: false)
        try await pty.wait(forText: "keys 0")
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
        #expect(!pty.screen.isAlternate)
    }

    @Test("A terminal that does not answer is not asked for anything")
    func silence() async throws {
        let pty = try TerminalSessionTests.probe()
        try await pty.wait(forText: "keys 0")
        pty.send("j")
        try await pty.wait(forText: "keys 1")
        pty.send("q")
        try await TerminalSessionTests.expectEnd(pty, status: 0)
        #expect(count(Self.push, in: pty) == 0 && count(Self.pop, in: pty) == 0 && count(Self.focusOn, in: pty) == 0)
    }

    @Test("A signal and a crash give the keyboard back", arguments: [SIGTERM, SIGSEGV])
    func endings(signal: Int32) async throws {
        let pty = try TerminalSessionTests.probe(environment: ["SWIFT_BACKTRACE": "enable=no"])
        try await pty.wait(forText: "keys 0")
        try await speak(pty)
        kill(try TerminalSessionTests.process(of: pty.screen), signal)
        try await TerminalSessionTests.expectEnd(pty, status: signal == SIGTERM ? 3 : 128 + signal)
        expectGivenBack(pty)
    }

    @Test("Ctrl-Z gives it back, fg asks anew, and the app is heard before the console sleeps", arguments: ["", "quick", "never"])
    func suspends(farewell: String) async throws {
        let probe = PtySession.built("TerminalProbe")
        let pty = try PtySession(
            "/bin/bash", ["--norc", "--noprofile", "-i"],
            environment: ["PS1": "shell> ", "PROBE": probe, "PROBE_FAREWELL": farewell, "PROBE_LOG": "/dev/null"])
        try await pty.wait(forText: "shell>")
        pty.send("$PROBE\r")
        try await pty.wait(forText: "keys 0")
        try await speak(pty)
        // What is typed on is not for a console that is about to sleep.
        pty.send("\u{1B}[122;5u\u{1B}[106;;106u")
        try await pty.wait(for: "the shell") { !$0.screen.isAlternate && $0.screen.rows.last { !$0.isEmpty } == "shell>" }
        expectGivenBack(pty)
        let questions = count(Self.question, in: pty)
        pty.send("fg\r")
        try await pty.wait(for: "the question again") { $0.output.ranges(of: Self.question).count > questions }
        pty.send("\u{1B}[?0u")
        try await pty.wait(for: "the wish again") { $0.output.ranges(of: Self.push).count == 2 }
        try await pty.wait(forText: farewell.isEmpty ? "keys 0" : "key farewell")
        pty.send("\u{1B}[113;;113u")
        try await pty.wait(forText: "left: quit")
        expectGivenBack(pty, times: 2)
        pty.send("exit\r")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("Whoever is continued without having slept does not ask twice")
    func continued() async throws {
        let pty = try TerminalSessionTests.probe()
        try await pty.wait(forText: "keys 0")
        try await speak(pty)
        kill(try TerminalSessionTests.process(of: pty.screen), SIGCONT)
        try await pty.wait(for: "the question again") { $0.output.ranges(of: Self.question).count == 2 }
        pty.send("\u{1B}[?31u")
        try await pty.wait(for: "the wish again") { $0.output.firstRange(of: Self.set) != nil }
        pty.send("\u{1B}[113;;113u")
        try await TerminalSessionTests.expectEnd(pty, status: 0)
        expectGivenBack(pty)
    }
}
