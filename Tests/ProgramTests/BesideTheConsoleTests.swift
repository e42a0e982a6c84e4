import Foundation
import JSON
import Simulators
import TestSupport
import Testing

/// Commands beside an open console, at an exchange that gives an operator one place: they use the console's session.
@Suite(.serialized, .timeLimit(.minutes(3))) struct BesideTheConsoleTests {
    private let demo: Simulation
    private let folder: TestFolder
    private let config: String
    private let agent: String

    init() async throws {
        demo = try await #require(SimulatorDescriptor.of(kind: "icp")).start(SimulatorOptions(seed: 1, rate: 0))
        folder = try TestFolder()
        agent = demo.settings["agent"] ?? ""
        config = try folder.write(
            """
            operator: {name: alice, role: supervisor}
            sites:
              - id: ecc
                kind: icp
                gateway: \(demo.settings["gateway"] ?? "")
                agent: "\(agent)"
                phone: "\(demo.settings["phone"] ?? "")"
                password: \(demo.settings["password"] ?? "")
                reconnect: {min: 100ms, max: 300ms}

            """, to: "config.yaml")
    }

    private func openConsole() async throws -> PtySession {
        let pty = try PtySession(
            RunningProgram.executable.path, ["--config", config], environment: folder.environment, width: 120, height: 40)
        try await pty.wait(forText: "ecc ● online")
        return pty
    }

    private func run(_ words: [String], environment: [String: String] = [:]) async throws -> RunningProgram.Outcome {
        try await RunningProgram.run(["--config", config] + words, folder: folder, environment: environment)
    }

    @Test func `A snapshot, an action, an operation and a check use the console's session`() async throws {
        let console = try await openConsole()
        let snapshot = try await run(["state"])
        #expect(snapshot.status == 0, "\(snapshot.errors)")
        #expect(snapshot.json?["sites"]?.array?.first?["status"]?.text == "online")
        #expect(snapshot.json?["agents"]?.array?.isEmpty == false)

        let ready = try await run(["do", "ecc", "unpause", agent])
        #expect(ready.status == 0, "\(ready.errors)")
        // The command is over, and the agent stays as it made him: the session is the console's.
        let after = try await run(["state"])
        let own = after.json?["agents"]?.array?.first { $0["id"]?.text == agent }
        #expect(own?["state"]?.text == "idle", "\(after.errors)")

        let checked = try await run(["check"])
        #expect(checked.status == 0, "\(checked.output)")
        #expect(checked.output.contains("session of the running cordboard (process \(console.process)): ok"))

        #expect(console.screen.contains("ecc ● online"))
        console.send("q")
        #expect(try await console.waitForEnd() == .exited(0))
        await demo.stop()
    }

    @Test func `Without a place to find the console, a command does not throw it out`() async throws {
        let console = try await openConsole()
        let refused = try await run(["do", "ecc", "unpause", agent], environment: ["XDG_RUNTIME_DIR": folder.path + "/none"])
        #expect(refused.status == 3, "\(refused.errors)")
        #expect(console.screen.contains("ecc ● online"))
        console.send("q")
        _ = try await console.waitForEnd()
        await demo.stop()
    }

    @Test func `Two commands that last share one session`() async throws {
        let watching = try RunningProgram(["--config", config, "watch"], folder: folder, input: nil)
        for await line in watching.lines where line.contains("\"op\":\"synced\"") { break }
        let snapshot = try await run(["state"])
        #expect(snapshot.status == 0, "\(snapshot.errors)")
        watching.send(SIGINT)
        _ = await watching.outcome
        await demo.stop()
    }
}
