import Foundation
import Testing

@testable import Simulators

/// What becomes of diagnostics never becomes of the program.
@Suite struct DiagnosticsTests {
    /// Runs the program under a shell, for what only a shell does to descriptors.
    private func shell(_ script: String, _ folder: TestFolder) async throws -> RunningProgram.Outcome {
        let line = script.replacing("cordboard ", with: "'\(RunningProgram.executable.path)' ")
        return try await RunningProgram(["-c", line], of: "/bin/bash", folder: folder).outcome
    }

    static let standardErrors: [(String, Int32)] = [
        ("2>/dev/full", 2), ("2>&-", 2), ("2> >(exec true)", 2),
    ]

    @Test(arguments: standardErrors) func `A diagnostic that cannot be written changes no exit status`(
        _ redirection: String, _ status: Int32
    ) async throws {
        let outcome = try await shell("cordboard state --config /nowhere.yaml \(redirection)", try TestFolder())
        #expect(outcome.status == status, "\(outcome.errors)")
    }

    @Test func `Data that cannot be written has its status`() async throws {
        let outcome = try await shell("cordboard ops >/dev/full", try TestFolder())
        #expect(outcome.status == 74)
    }

    @Test(arguments: ["/dev/full", "/nowhere/x.log"]) func `A log that cannot be written is told once and changes no exit status`(
        _ log: String
    ) async throws {
        let outcome = try await RunningProgram.run(["ops", "confserver", "--log", log, "--log-level", "trace"], folder: try TestFolder())
        #expect(outcome.status == 0)
        #expect(outcome.errors.components(separatedBy: "The log \(log) cannot be written").count == 2, "\(outcome.errors)")
    }

    @Test func `A trace of all systems holds their messages and none of their secrets`() async throws {
        let folder = try TestFolder()
        let log = folder.path + "/trace.log"
        let outcome = try await RunningProgram.run(
            ["--demo", "state", "--timeout", "30", "--log", log, "--log-level", "trace"], folder: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = try String(contentsOfFile: log, encoding: .utf8)
        for site in ["hq mqtt ←", "ops tcp →", "north http →", "care http ←", "ecc http →"] {
            #expect(text.contains("trace " + site), "\(site)")
        }
        let demo = try await Demo.start(seed: 1)
        let places = [
            ("smartpbx", "token"), ("confserver", "password"), ("yeastar", "password"), ("webcti", "webkey"), ("icp", "password"),
            ("icp", "uportal.password"),
        ]
        let secrets = try places.map { kind, path in try #require(demo[kind]?.settings[path]) }
        await demo.stop()
        // The whole words: a short password is a part of others.
        let words = Set(text.split { !($0.isLetter || $0.isNumber) }.map(String.init))
        for secret in secrets { #expect(!words.contains(secret), "\(secret)") }
        for mark in ["Basic ", "Digest username"] { #expect(!text.contains(mark), "\(mark)") }
    }

    @Test func `A level alone logs into the state folder`() async throws {
        let folder = try TestFolder()
        _ = try await RunningProgram.run(["ops", "confserver", "--log-level", "info"], folder: folder)
        let text = try String(contentsOfFile: folder.path + "/state/cordboard/cordboard.log", encoding: .utf8)
        #expect(text.contains("info - cordboard ") && text.contains("ended with status 0"))
    }
}
