import Foundation
import TestSupport
import Testing

/// What a machine that gives too little, a command that hangs and a stream that nobody reads make of the program.
@Suite(.timeLimit(.minutes(3))) struct LimitsTests {
    private func shell(_ script: String, _ folder: TestFolder) async throws -> RunningProgram.Outcome {
        let line = script.replacing("cordboard ", with: "'\(RunningProgram.executable.path)' ")
        return try await RunningProgram(["-c", line], of: "/bin/bash", folder: folder).outcome
    }

    @Test(arguments: [
        "ulimit -n 20; cordboard ops", "ulimit -v 300000; cordboard ops", "ulimit -Sn 12; ulimit -Hn 30; cordboard --demo state",
    ])
    func `A limit of the machine ends in words and with 71`(_ script: String) async throws {
        let outcome = try await shell(script, try TestFolder())
        #expect(outcome.status == 71 && outcome.errors.contains("ulimit"), "\(outcome)")
    }

    @Test func `A soft limit that may be raised is raised`() async throws {
        let outcome = try await shell("ulimit -Sn 16; cordboard ops confserver", try TestFolder())
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    private func hanging(_ folder: TestFolder) throws -> String {
        try folder.write(
            """
            sites:
              - {id: hq, kind: smartpbx, broker: "mqtt://127.0.0.1:1", token: t, username: u, password_command: "sleep 1000"}
            """, to: "config.yaml")
    }

    @Test func `A password command that hangs does not hold --timeout up`() async throws {
        let folder = try TestFolder()
        let config = try hanging(folder)
        let outcome = try await RunningProgram.run(["state", "--config", config, "--timeout", "300ms"], folder: folder)
        #expect(outcome.status == 2 && outcome.errors.contains("did not end within 300ms"), "\(outcome)")
    }

    @Test func `SIGINT ends a password command that hangs`() async throws {
        let folder = try TestFolder()
        let pty = try PtySession(
            RunningProgram.executable.path, ["state", "--config", try hanging(folder)], environment: folder.environment)
        try await pty.wait(forText: "waiting for a password command")
        pty.send([0x03])
        #expect(try await pty.waitForEnd() == .exited(130))
    }

    @Test func `The console says what it waits for before it takes the screen`() async throws {
        let folder = try TestFolder()
        let pty = try PtySession(RunningProgram.executable.path, ["--config", try hanging(folder)], environment: folder.environment)
        try await pty.wait(forText: "waiting for a password command")
        pty.send([0x03])
        #expect(try await pty.waitForEnd() == .exited(130))
    }

    @Test func `A file of --output is its owner's alone`() async throws {
        let folder = try TestFolder()
        let file = folder.path + "/ops.json"
        let outcome = try await shell("umask 0; cordboard ops confserver --json --output '\(file)'", folder)
        #expect(outcome.status == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }

    @Test(arguments: ["2>/dev/full", "2>&-", "2> >(exec true)", "--log /dev/full 2>/dev/full"])
    func `The outcome of an action is on standard output whatever becomes of logs`(_ redirection: String) async throws {
        let exchange = try await QuietExchange()
        let outcome = try await shell("cordboard --config '\(exchange.config)' do hq pause 8003 \(redirection)", exchange.folder)
        #expect(outcome.status == 0 && outcome.json?["outcome"] == "done", "\(outcome)")
        await exchange.demo.stop()
    }

    @Test func `An action whose attempt cannot be written tells so on standard output`() async throws {
        let exchange = try await QuietExchange()
        try FileManager.default.createDirectory(atPath: exchange.folder.path + "/state/cordboard", withIntermediateDirectories: true)
        #expect(mkfifo(exchange.folder.path + "/state/cordboard/audit.jsonl", 0o600) == 0)
        let outcome = try await shell("cordboard --config '\(exchange.config)' do hq pause 8003 2>/dev/full", exchange.folder)
        #expect(outcome.status == 1 && outcome.json?["outcome"] == "refused", "\(outcome)")
        await exchange.demo.stop()
    }

    @Test func `Watching goes on when nobody reads standard error any more`() async throws {
        let exchange = try await QuietExchange()
        let line = "'\(RunningProgram.executable.path)' --config '\(exchange.config)' watch 2> >(exec true)"
        let program = try RunningProgram(["-c", "exec \(line)"], of: "/bin/bash", folder: exchange.folder)
        var hasSynced = false
        for await text in program.lines {
            if text.contains("\"synced\"") {
                hasSynced = true
                await exchange.simulator.goOffline()
                await exchange.demo.stop()
            } else if hasSynced, text.contains("\"type\":\"site\"") {
                break
            }
        }
        program.send(SIGINT)
        #expect(await program.outcome.status == 0)
    }

    @Test func `The next start gives back the terminal that a killed console had`() async throws {
        let folder = try TestFolder()
        let pty = try PtySession(
            "/bin/bash", ["--norc", "--noprofile", "-i"], environment: folder.environment.merging(["PS1": "shell> "]) { _, given in given },
            width: 120, height: 30)
        try await pty.wait(forText: "shell>")
        pty.send("set +o emacs; stty -g | cksum; '\(RunningProgram.executable.path)' --demo --seed 3\r")
        try await pty.wait(for: "the console") { $0.screen.isAlternate && $0.screen.contains("hq ●") }
        let marker = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/cordboard/terminals").first)
        let text = try String(contentsOfFile: folder.path + "/state/cordboard/terminals/" + marker, encoding: .utf8)
        kill(try #require(pid_t(text.split(separator: "\n")[0])), SIGKILL)
        try await pty.wait(for: "the shell's word") { $0.screen.contains("Killed") || $0.screen.contains("shell>") }
        #expect(pty.screen.isAlternate)
        pty.send("'\(RunningProgram.executable.path)' --version\r\n")
        try await pty.wait(for: "the terminal as it was") { !$0.screen.isAlternate && $0.screen.contains("was killed") }
        pty.send("stty -g | cksum; echo over\r")
        let screen = try await pty.wait(for: "the end") { $0.screen.rows.contains("over") }.screen
        #expect(Set(screen.rows.filter { $0.contains(/^\d+ \d+$/) }).count == 1, "\(screen.text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state/cordboard/terminals").isEmpty)
        pty.send("exit\r")
        _ = try await pty.waitForEnd()
    }
}
