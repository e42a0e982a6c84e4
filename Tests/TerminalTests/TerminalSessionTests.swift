import Foundation
import TestSupport
import Testing

/// The whole way through a real terminal device, with the probe as the app.
struct TerminalSessionTests {
    /// The probe run by a shell, which says what the line settings were before and what they are after, and how it ended.
    static func probe(
        environment: [String: String] = [:], width: Int = 80, height: Int = 24, answersSynchronized: Bool = false
    ) throws -> PtySession {
        try PtySession(
            "/bin/sh",
            [
                "-c", "echo settings $(stty -g | cksum); \"$0\"; echo status $?; echo settings $(stty -g | cksum)",
                PtySession.built("TerminalProbe"),
            ],
            environment: environment, width: width, height: height, answersSynchronized: answersSynchronized)
    }

    /// Every way out ends here: with this status, and the terminal as it was found.
    static func expectEnd(_ pty: PtySession, status: Int32, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(try await pty.waitForEnd() == .exited(0), sourceLocation: sourceLocation)
        let screen = pty.screen
        let output = String(decoding: pty.glance.output, as: UTF8.self)
        let settings = output.matches(of: /settings \d+ \d+/).map(\.output)
        #expect(settings.first == settings.last && settings.count == 2, "\(screen.text)", sourceLocation: sourceLocation)
        #expect(screen.rows.contains("status \(status)"), "\(screen.text)", sourceLocation: sourceLocation)
        #expect(!screen.isAlternate, sourceLocation: sourceLocation)
        #expect(screen.cursorIsVisible, sourceLocation: sourceLocation)
        #expect(screen.title == nil, sourceLocation: sourceLocation)
        for mode in ["2004", "1049", "1"] {
            let on = output.ranges(of: "\u{1B}[?\(mode)h").last?.lowerBound ?? output.startIndex
            let off = output.ranges(of: "\u{1B}[?\(mode)l").last?.lowerBound ?? output.startIndex
            #expect(on <= off, "mode \(mode) stays set", sourceLocation: sourceLocation)
        }
    }

    static func process(of screen: ScreenShot) throws -> pid_t {
        let text = try #require(screen.rows.first?.firstMatch(of: /pid (\d+)\./)).1
        return try #require(pid_t(text))
    }

    @Test("Shows, hears, and leaves the terminal as it was")
    func wholeWay() async throws {
        let pty = try Self.probe()
        try await pty.wait(forText: "size 80x24 ticks 0 keys 0")
        #expect(pty.screen.isAlternate)
        #expect(!pty.screen.cursorIsVisible)
        pty.send("j张\u{1B}[A")
        try await pty.wait(forText: "key up")
        #expect(pty.screen.contains("key character(\"张\")"))
        pty.send("\u{1B}")
        try await pty.wait(forText: "key escape")
        pty.send("\u{1B}[200~q\rq\u{1B}[201~")
        try await pty.wait(forText: "key paste 3")
        pty.send([0x03])
        try await pty.wait(forText: "key character(\"c\")+1")
        pty.send("t")
        try await pty.wait(forText: "ticks 1")
        pty.send("b")
        try await pty.wait(for: "the bell") { $0.bells == 1 }
        pty.send("q")
        try await Self.expectEnd(pty, status: 0)
        #expect(pty.screen.contains("left: quit"))
    }

    @Test("Copies through OSC 52")
    func copies() async throws {
        let pty = try Self.probe()
        try await pty.wait(forText: "keys 0")
        pty.send("c")
        let sequence = Array("\u{1B}]52;c;\(Data("2008 张三".utf8).base64EncodedString())\u{1B}\\".utf8)
        try await pty.wait(for: "OSC 52") { $0.output.firstRange(of: sequence) != nil }
        pty.send("q")
        try await Self.expectEnd(pty, status: 0)
    }

    @Test("Resize storms from 1×1 to 500×200")
    func resizes() async throws {
        let pty = try Self.probe()
        try await pty.wait(forText: "size 80x24")
        for (width, height) in [(1, 1), (500, 200), (3, 2), (200, 60), (2, 100), (1, 1), (120, 40)] {
            pty.resize(width: width, height: height)
        }
        try await pty.wait(forText: "size 120x40")
        pty.resize(width: 500, height: 200)
        try await pty.wait(forText: "size 500x200")
        pty.resize(width: 1, height: 1)
        pty.send("j")
        pty.resize(width: 60, height: 20)
        try await pty.wait(forText: "size 60x20 ticks 0 keys 1")
        pty.send("q")
        try await Self.expectEnd(pty, status: 0)
    }

    @Test("Frames are held together where the terminal says it can, and only there", arguments: [true, false])
    func synchronized(_ answers: Bool) async throws {
        let pty = try Self.probe(answersSynchronized: answers)
        try await pty.wait(forText: "keys 0")
        pty.send("j")
        try await pty.wait(forText: "keys 1")
        pty.send("j")
        try await pty.wait(forText: "keys 2")
        let output = String(decoding: pty.glance.output, as: UTF8.self)
        #expect(output.contains("\u{1B}[?2026h") == answers)
        pty.send("q")
        try await Self.expectEnd(pty, status: 0)
    }

    @Test(
        "Signals that end it leave the terminal as it was",
        arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGIO, SIGXCPU])
    func endingSignals(signal: Int32) async throws {
        let pty = try Self.probe()
        try await pty.wait(forText: "keys 0")
        kill(try Self.process(of: pty.screen), signal)
        try await Self.expectEnd(pty, status: 3)
        #expect(pty.screen.contains(signal == SIGHUP ? "left: hungUp" : "left: terminated(\(signal))"))
    }

    @Test("A crash leaves the terminal as it was", arguments: [SIGABRT, SIGSEGV, SIGILL, SIGBUS, SIGFPE, SIGTRAP])
    func crash(signal: Int32) async throws {
        let keys = [SIGABRT: "x", SIGSEGV: "y", SIGILL: "z"]
        // On a terminal Swift's own backtracer would stay and ask what to do next.
        let pty = try Self.probe(environment: ["SWIFT_BACKTRACE": "enable=no"])
        try await pty.wait(forText: "keys 0")
        if let key = keys[signal] { pty.send(key) } else { kill(try Self.process(of: pty.screen), signal) }
        try await Self.expectEnd(pty, status: 128 + signal)
    }

    @Test("A closed terminal ends it quietly")
    func closedTerminal() async throws {
        let pty = try PtySession(PtySession.built("TerminalProbe"))
        try await pty.wait(forText: "keys 0")
        pty.hangUp()
        try await pty.wait(for: "its end") { $0.ending != nil }
        #expect(pty.glance.ending == .exited(3))
    }

    @Test("Ctrl-Z, the app's wish and SIGTSTP give the shell its terminal back; fg goes on")
    func suspends() async throws {
        let probe = PtySession.built("TerminalProbe")
        let pty = try PtySession("/bin/bash", ["--norc", "--noprofile", "-i"], environment: ["PS1": "shell> ", "PROBE": probe])
        try await pty.wait(forText: "shell>")
        pty.send("$PROBE\r")
        try await pty.wait(forText: "keys 0")
        for (round, key) in ["\u{1A}", "s", nil, "\u{1A}"].enumerated() {
            if let key { pty.send(key) } else { kill(try Self.process(of: pty.screen), SIGTSTP) }
            try await pty.wait(for: "the shell's screen") { !$0.screen.isAlternate && $0.screen.cursorIsVisible }
            try await pty.wait(for: "the shell's prompt") { $0.screen.rows.last { !$0.isEmpty } == "shell>" }
            pty.send("stty -a; echo round \(round)\r")
            let screen = try await pty.wait(for: "stty") { $0.screen.rows.contains("round \(round)") }.screen
            #expect(screen.contains(" echo ") && screen.contains(" icanon "))
            pty.send("fg\r")
            try await pty.wait(for: "the console") { $0.screen.isAlternate && $0.screen.contains("size 80x24") }
        }
        pty.send("q")
        try await pty.wait(forText: "left: quit")
        pty.send("exit\r")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("What libraries print goes to the log, not over the screen")
    func strayOutput() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordboard-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let log = folder.appending(path: "state/console.log").path
        let pty = try Self.probe(environment: ["PROBE_LOG": log])
        try await pty.wait(forText: "keys 0")
        pty.send("ej")
        try await pty.wait(forText: "keys 2")
        pty.send("q")
        try await Self.expectEnd(pty, status: 0)
        let logged = try String(contentsOfFile: log, encoding: .utf8)
        #expect(logged.contains("complained by a library") && logged.contains("printed by a library"))
        let output = String(decoding: pty.glance.output, as: UTF8.self)
        #expect(!output.contains("by a library"))
        let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(
        "A terminal that cannot do it is told so",
        arguments: [
            ("", "TERM is not set"), ("nonsense", "does not know TERM=nonsense"), ("dumb", "TERM=dumb cannot move its cursor"),
        ])
    func unusable(type: String, words: String) async throws {
        let pty = try Self.probe(environment: ["TERM": type], width: 120)
        try await Self.expectEnd(pty, status: 2)
        #expect(pty.screen.contains(words))
    }

    @Test(
        "NO_COLOR and small terminals run",
        arguments: [
            ["NO_COLOR": "1"], ["TERM": "linux"], ["TERM": "vt100"], ["TERM": "xterm"], ["TERM": "screen"], ["LANG": "C"],
            ["SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"], ["COLORTERM": "truecolor"],
        ])
    func kinds(environment: [String: String]) async throws {
        let pty = try Self.probe(environment: environment)
        try await pty.wait(forText: "keys 0")
        pty.send("jk")
        try await pty.wait(forText: "key character(\"k\")")
        pty.send("q")
        try await Self.expectEnd(pty, status: 0)
    }
}
