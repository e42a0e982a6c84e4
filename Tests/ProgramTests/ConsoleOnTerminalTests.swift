import Foundation
import Simulators
import TestSupport
import Testing

/// The whole program on a terminal, when things go wrong or change under it.
@Suite(.timeLimit(.minutes(5))) struct ConsoleOnTerminalTests {
    @Test("The broker dies: a strip says so; it comes back: the board equals the exchange")
    func brokerRestart() async throws {
        let console = try await ConsoleOnTerminal()
        try await console.letTalk()
        let pty = try await console.open()
        try await pty.wait(forText: "3 Calls 1")
        console.broker.kill()
        try await pty.wait(for: "the strip") { $0.screen.rows.contains { $0.hasPrefix("▲ hq") } }
        #expect(pty.screen.contains("8001"))
        try await pty.wait(for: "the latest reason") { $0.screen.rows.contains { $0.contains("Connection refused") } }
        await console.simulator.act { world in
            for call in world.liveCalls { try? world.hangUp(call.id) }
        }
        pty.send("p")
        try await pty.wait(forText: "not sent: the site is offline")
        try await console.broker.restart()
        await console.simulator.goOnline()
        try await pty.wait(for: "the strip to go") { $0.screen.contains("● online") && !$0.screen.rows.contains { $0.hasPrefix("▲ hq") } }
        try await pty.wait(forText: "3 Calls 0")
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test func `The log is shown, and a report written where the console was started`() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try PtySession(
            "/bin/sh", ["-c", "cd '\(console.folder.path)' && exec '\(RunningProgram.executable.path)' --config '\(console.config)'"],
            environment: console.folder.environment, width: 200, height: 40)
        try await pty.wait(forText: "2005")
        pty.send(":log\r")
        try await pty.wait(forText: "info hq synchronised")
        pty.send(":report\r")
        try await pty.wait(forText: "The report is in \(console.folder.path)/cordboard-report-")
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: console.folder.path).first { $0.hasPrefix("cordboard-report-") })
        let text = try String(contentsOfFile: console.folder.path + "/" + name, encoding: .utf8)
        for part in ["=== versions", "info hq synchronised", "=== last screens", "1 Agents"] { #expect(text.contains(part), "\(part)") }
    }

    @Test func `How the panes were looked at comes back at the next start`() async throws {
        let console = try await ConsoleOnTerminal()
        let first = try await console.open()
        try await first.wait(forText: "2005")
        first.send("2/sales\r")
        try await first.wait(forText: "/sales")
        first.send("sz")
        try await first.wait(for: "the zoom") { !$0.screen.contains("1 Agents") }
        let title = try #require(first.screen.rows.first { $0.contains("2 Queues") })
        first.send("q")
        #expect(try await first.waitForEnd() == .exited(0))
        let attributes = try FileManager.default.attributesOfItem(atPath: console.folder.path + "/state/cordboard/session.json")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let second = try await console.open()
        try await second.wait(for: "the same") { $0.screen.rows.contains(title) && !$0.screen.contains("1 Agents") }
        second.send("q")
        #expect(try await second.waitForEnd() == .exited(0))
    }

    @Test("Sizes from 1×1 to 500×200 and back")
    func sizes() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        for (width, height) in [(1, 1), (500, 200), (2, 60), (200, 2), (1, 1), (120, 40)] { pty.resize(width: width, height: height) }
        try await pty.wait(for: "the board again") { $0.screen.width == 120 && $0.screen.contains("2005") && $0.screen.contains("? Help") }
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("Ctrl-Z gives the shell its terminal; fg goes on; the line settings are as found")
    func suspend() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try PtySession(
            "/bin/bash", ["--norc", "--noprofile", "-i"],
            environment: console.folder.environment.merging(["PS1": "shell> "]) { _, given in given }, width: 120, height: 40)
        try await pty.wait(forText: "shell>")
        pty.send("stty -g | cksum; '\(RunningProgram.executable.path)' --config '\(console.config)'; stty -g | cksum; echo over\r")
        try await pty.wait(forText: "2005")
        pty.send("\u{1A}")
        try await pty.wait(for: "the shell") { !$0.screen.isAlternate && $0.screen.rows.last { !$0.isEmpty } == "shell>" }
        pty.send("fg\r")
        try await pty.wait(for: "the console") { $0.screen.isAlternate && $0.screen.contains("2005") }
        pty.send("q")
        try await pty.wait(for: "the shell") {
            !$0.screen.isAlternate && $0.screen.cursorIsVisible && $0.screen.rows.last { !$0.isEmpty } == "shell>"
        }
        pty.send("stty -g | cksum; echo end\r")
        let screen = try await pty.wait(for: "the end") { $0.screen.rows.contains("end") }.screen
        let sums = screen.rows.filter { $0.contains(/^\d+ \d+$/) }
        #expect(Set(sums).count == 1 && sums.count >= 2, "\(screen.text)")
        pty.send("exit\r")
        _ = try await pty.waitForEnd()
    }

    @Test("On a terminal that tells key events the keys do what they do elsewhere")
    func keyEvents() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        pty.send("\u{1B}[?0u")
        try await pty.wait(for: "the wish for events") { $0.output.firstRange(of: Array("\u{1B}[>7u".utf8)) != nil }
        func press(_ code: Int, _ modifiers: String, _ text: String) { pty.send("\u{1B}[\(code);\(modifiers);\(text)u\u{1B}[\(code);1:3u") }
        press(106, "", "106")
        try await pty.wait(for: "the next row") { $0.screen.cursorRow.contains("2006") }
        pty.send("\u{1B}[1;1:1B\u{1B}[1;1:2B\u{1B}[1;1:3B")
        try await pty.wait(for: "two rows more") { $0.screen.cursorRow.contains("2008") }
        // Shift-G, and Shift is let go of first.
        pty.send("\u{1B}[57441;2u\u{1B}[103:71;2;71u\u{1B}[57441;1:3u\u{1B}[103;1:3u")
        try await pty.wait(for: "the last row") { $0.screen.cursorRow.contains("8012") }
        press(47, "", "47")
        pty.send("\u{1B}[0;;24352:19977u")
        press(97, "2", "65")
        try await pty.wait(for: "the filter") { $0.screen.rows.last?.hasPrefix("/张三A") == true }
        press(127, "", "")
        pty.send("\u{1B}[27u\u{1B}[27;1:3u")
        try await pty.wait(for: "the filter to go") { $0.screen.contains("2005") && $0.screen.contains("? Help") }
        pty.send("\u{1B}[99;5u")
        #expect(try await pty.waitForEnd() == .exited(0))
        #expect(pty.glance.output.ranges(of: Array("\u{1B}[<u".utf8)).count == 1)
    }

    @Test("SIGHUP and SIGTERM end it in order", arguments: [SIGHUP, SIGTERM])
    func signals(signal: Int32) async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        pty.signal(signal)
        #expect(try await pty.waitForEnd() == .exited(128 + signal))
        #expect(!pty.screen.isAlternate && pty.screen.cursorIsVisible)
    }

    @Test("A closed terminal ends the demo and its broker")
    func closedTerminal() async throws {
        let folder = try TestFolder()
        let pty = try PtySession(
            RunningProgram.executable.path, ["--demo", "--seed", "3"], environment: folder.environment, width: 120, height: 40)
        // The first extension, whose owner's name is not made up.
        try await pty.wait(for: "the board") { $0.screen.contains("Agents") && $0.screen.contains("xiaoshaokun") }
        let children = try String(contentsOfFile: "/proc/\(pty.process)/task/\(pty.process)/children", encoding: .utf8)
        let brokers = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(pid_t.init).filter { process in
            let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
            return stat.contains("(mosquitto) ") && stat.contains(" \(pty.process) ")
        }
        #expect(!brokers.isEmpty, "\(children)")
        pty.hangUp()
        try await pty.wait(for: "its end") { $0.ending != nil }
        #expect(pty.glance.ending == .exited(129))
        for broker in brokers { #expect(kill(broker, 0) != 0 && errno == ESRCH) }
    }

    @Test("A theme is changed, broken and mended under the running console")
    func liveTheme() async throws {
        let console = try await ConsoleOnTerminal(settings: "theme: mine")
        let themes = console.folder.path + "/.config/cordboard/themes"
        try FileManager.default.createDirectory(atPath: themes, withIntermediateDirectories: true)
        func write(_ text: String) throws { try console.folder.write(text, to: ".config/cordboard/themes/mine.yaml") }
        try write("inherits: night\nui.status: {fg: \"#ffffff\", bg: \"#123456\"}\n")
        let pty = try await console.open(environment: ["COLORTERM": "truecolor"])
        try await pty.wait(forText: "2005")
        try await pty.wait(for: "the first colour") { $0.screen.cells[0][60].background == 0x1123456 }
        try write("inherits: night\nui.status: {fg: \"#ffffff\", bg: \"#654321\"}\n")
        try await pty.wait(for: "the second colour") { $0.screen.cells[0][60].background == 0x1654321 }
        try write("inherits: night\nui.statu: {fg: \"#ffffff\"}\n")
        try await pty.wait(forText: "mine.yaml:2:")
        #expect(pty.screen.cells[0][60].background == 0x1654321)
        try write("inherits: night\nui.status: {fg: \"#ffffff\", bg: \"#111213\"}\n")
        try await pty.wait(for: "the banner to go") { !$0.screen.contains("mine.yaml") && $0.screen.cells[0][60].background == 0x1111213 }
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("Sites and the operator are changed under the running console; a broken file changes nothing")
    func liveSites() async throws {
        let console = try await ConsoleOnTerminal()
        let text = try String(contentsOfFile: console.config, encoding: .utf8)
        func write(_ text: String) throws { try console.folder.write(text, to: "config.yaml") }
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        let annex = """
              - id: annex
                name: Annex
                kind: smartpbx
                broker: mqtt://127.0.0.1:\(console.broker.port)
                token: elsewhere

            """
        let changed = text.replacingOccurrences(of: "alice", with: "bobby").replacingOccurrences(of: "supervisor", with: "viewer")
        try write(changed.trimmingCharacters(in: .newlines) + "\n" + annex)
        try await pty.wait(for: "the other operator and the second site") { glance in
            ["bobby", "viewer", "annex"].allSatisfy { glance.screen.contains($0) }
        }
        #expect(pty.screen.contains("2005"), "a site that is the same keeps what it has")
        try write(changed + "sites: {}\n")
        try await pty.wait(forText: "config.yaml:")
        #expect(pty.screen.contains("annex"))
        try write(text)
        try await pty.wait(for: "the old settings") { glance in
            glance.screen.contains("alice") && !glance.screen.contains("annex") && !glance.screen.contains("config.yaml")
        }
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
    }

    @Test("Hostile names never reach the terminal as they are")
    func hostileNames() async throws {
        let console = try await ConsoleOnTerminal()
        let pty = try await console.open()
        try await pty.wait(forText: "2005")
        for _ in 1...8 { await console.simulator.sendHostileName() }
        let callers = await console.simulator.world.liveCalls.count
        #expect(callers > 0)
        try await pty.wait(forText: "3 Calls \(callers)")
        pty.send("3\r")
        try await pty.wait(forText: "─ Details")
        try await console.escape(pty) { !$0.contains("─ Details") }
        pty.send("q")
        #expect(try await pty.waitForEnd() == .exited(0))
        #expect(Self.strangers(in: pty.glance.output).isEmpty)
    }

    @Test("NO_COLOR: no colour; no UTF-8: nothing but ASCII")
    func plain() async throws {
        let console = try await ConsoleOnTerminal()
        let mono = try await console.open(environment: ["NO_COLOR": "1"])
        try await mono.wait(forText: "2005")
        mono.send("q")
        #expect(try await mono.waitForEnd() == .exited(0))
        let text = String(decoding: mono.glance.output, as: UTF8.self)
        let colours = text.matches(of: /\e\[([0-9;:]*)m/).flatMap { $0.1.split(separator: ";") }.compactMap { Int($0) }.filter { $0 >= 30 }
        #expect(colours.isEmpty)
        let ascii = try await console.open(environment: ["LANG": "C"])
        try await ascii.wait(forText: "2005")
        try await ascii.wait(forText: "- 1 Agents")
        ascii.send("q")
        #expect(try await ascii.waitForEnd() == .exited(0))
        #expect(ascii.glance.output.allSatisfy { $0 < 0x80 })
    }

    /// Everything in `bytes` that neither is plain text nor a sequence that the console may send.
    static func strangers(in bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
        let known = /\e\[[0-9;?]*[A-Za-z@`]|\e\[[0-9;?]*\$p|\e[()][0AB]|\e[=>78M]|\e\\/
        let rest = text.replacing(known, with: "")
        let controls: Set<Unicode.Scalar> = ["\r", "\n", "\u{8}", "\t"]
        return rest.unicodeScalars.filter { scalar in
            ([.control, .format].contains(scalar.properties.generalCategory) && !controls.contains(scalar))
        }.map { String($0.value, radix: 16) }
    }
}
