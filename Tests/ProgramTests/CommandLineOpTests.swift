import Foundation
import JSON
import Simulators
import Testing

@testable import cordboard

/// `op` and what belongs to it: checks before anything is sent, whole listings, files, completion, the manual page.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CommandLineOpTests {
    /// A simulated MVB2000 with a day behind it, and a configuration that points at it and at two exchanges that are not there.
    private final class Place: Sendable {
        let demo: Simulation
        let folder: TestFolder
        let config: String

        init() async throws {
            demo = try await #require(SimulatorDescriptor.of(kind: "webcti")).start(SimulatorOptions(seed: 3))
            folder = try TestFolder()
            config = try folder.write(
                """
                operator: {name: alice, extension: "2020", role: supervisor}
                sites:
                  - id: care
                    name: Care centre
                    kind: webcti
                    url: \(demo.settings["url"] ?? "")
                    webkey: \(demo.settings["webkey"] ?? "")
                    timezone: \(demo.settings["timezone"] ?? "")
                  - {id: north, kind: yeastar, url: "http://127.0.0.1:1", username: api, password: x}
                  - {id: ecc, name: Emergency, kind: icp, gateway: "http://127.0.0.1:1/agentgateway/resource", agent: "291", phone: "1"}

                """, to: "config.yaml")
        }

        func run(_ words: [String], input: String? = "") async throws -> RunningProgram.Outcome {
            try await RunningProgram.run(["--config", config] + words, folder: folder, input: input)
        }
    }

    static let wrong: [([String], Int32, String)] = [
        (["north", "call.hold"], 2, "extid is needed"),
        (["north", "call.hold", "extid=1", "extenson=2"], 2, "call.hold takes no extenson"),
        (["care", "agents.getpausetype", "onlycustom=7"], 2, "onlycustom must be one of 0, 1"),
        (["care", "recordings.getmonitor", "filename=a.wav"], 2, "say where it goes: --output FILE"),
        (["ecc", "phone.set_volume", "volume=1"], 4, "not possible there"),
    ]

    /// The exchanges of the wrong words are not even asked: two of them are not there.
    @Test(arguments: wrong) func whatIsWrongIsToldBeforeAnythingIsSent(_ words: [String], _ status: Int32, _ message: String) async throws {
        let place = try await Place()
        let run = try await place.run(["op"] + words)
        #expect(run.status == status)
        #expect(run.errors.contains(message), "\(run.errors)")
        await place.demo.stop()
    }

    @Test func passwordsInAnAnswerAreMasked() async throws {
        let place = try await Place()
        let added = try await place.run(
            ["op", "care", "campaigns.addspecialagent", "--input", "-"],
            input: #"{"groupid": "1", "agent": "7601", "agentname": "seven", "agentpassword": "geheim-7601"}"#)
        #expect(added.status == 0, "\(added.errors)")
        let file = place.folder.path + "/agents.json"
        for words in [[], ["--output", file]] {
            let run = try await place.run(["op", "care", "campaigns.getspecialagent"] + words)
            let shown = words.first == "--output" ? try String(contentsOfFile: file, encoding: .utf8) : run.output
            #expect(
                run.status == 0 && shown.contains("••••") && !shown.contains("geheim") && !run.errors.contains("geheim"), "\(run.errors)")
        }
        await place.demo.stop()
    }

    @Test func aLongListingComesWhole() async throws {
        let place = try await Place()
        let piece = try await place.run(["op", "care", "cdr.getcdr", "rows=5"])
        #expect(piece.status == 0)
        #expect(piece.json?["data"]?.array?.count == 5)
        let whole = try await place.run(["op", "care", "cdr.getcdr", "rows=5", "--all", "--output", place.folder.path + "/calls.json"])
        #expect(whole.status == 0)
        #expect(whole.output == "")
        let text = try String(contentsOfFile: place.folder.path + "/calls.json", encoding: .utf8)
        let rows = try #require(JSONValue(parsing: text)["data"]?.array)
        #expect(rows.count > 10)
        // A call stands in it once, in whichever piece it came.
        #expect(Set(rows.compactMap { $0.compactText }).count == rows.count)
        await place.demo.stop()
    }

    @Test func aFileLandsWhereItIsWanted() async throws {
        let place = try await Place()
        let listing = try await place.run(["op", "care", "cdr.getcdr", "onlymonitor=1", "--all"])
        let row = try #require(listing.json?["data"]?.array?.first { $0["monitor"]?.text?.isEmpty == false })
        let file = place.folder.path + "/talk.wav"
        // What an interrupted transfer left is no hindrance.
        try place.folder.write("", to: "talk.wav.part")
        let run = try await place.run(["op", "care", "recordings.getmonitor", "filename=\(row["monitor"]?.text ?? "")", "--output", file])
        #expect(run.status == 0, "\(run.errors)")
        let size = try #require(FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
        #expect(size > 0)
        #expect(run.json?["bytes"] == .number(size))
        #expect(!FileManager.default.fileExists(atPath: file + ".part"))
        let none = try await place.run(["op", "care", "recordings.getmonitor", "filename=none.WAV", "--output", file + "2"])
        #expect(none.status == 1)
        #expect(!FileManager.default.fileExists(atPath: file + "2"))
        await place.demo.stop()
    }

    @Test func aSecretOnTheCommandLineIsWarnedOfAndStaysOutOfTheAuditLog() async throws {
        let place = try await Place()
        let run = try await place.run(["op", "ecc", "agents.change_agent_pwd", "oldPassWord=Geheim1", "newPassWord=Geheim2", "-t", "300ms"])
        #expect(run.status == 3)
        #expect(run.errors.contains("others can see it"))
        let log = try place.folder.audit()
        #expect(log.count == 1)
        #expect(!log[0].compactText.contains("Geheim"))
        await place.demo.stop()
    }

    @Test(arguments: [4_000, 0]) func aProgressLineSaysHowMuchIsThere(whole: Int64) {
        let line = ProgressBar.line(1_000, of: whole == 0 ? nil : whole)
        #expect(line == (whole == 0 ? "1.0 kB" : "#######----------------------- 25 %  1.0 kB of 4.0 kB"))
    }

    static let completions: [([String], [String])] = [
        (["op", ""], ["care", "north", "ecc"]), (["op", "n"], ["north"]),
        (["op", "care", "agents.getpause"], ["agents.getpausetype"]), (["op", "care", "agents.getpausetype", ""], ["onlycustom="]),
        (["op", "care", "agents.getpausetype", "onlycustom="], ["onlycustom=0", "onlycustom=1"]), (["st"], ["state"]),
        (["state", "--site", "ca"], ["care"]), (["do", "ecc", "ptt-"], ["ptt-take", "ptt-release"]), (["ops", "sm"], ["smartpbx"]),
        (["completion", ""], ["bash", "zsh", "fish"]), (["op", "--unch"], ["--unchecked"]), (["op", "nowhere", ""], []),
    ]

    @Test(arguments: completions) func theNextWordIsProposed(_ words: [String], _ expected: [String]) async throws {
        let folder = try TestFolder()
        // A password command must not run for this, and what else is wrong with the file does not matter.
        let config = try folder.write(
            """
            sites:
              - {id: care, kind: webcti, url: "http://127.0.0.1:1/w", webkey_command: "touch \(folder.path)/ran"}
              - {id: north, kind: yeastar, url: "http://127.0.0.1:1", username: api, password: x}
              - {id: ecc, kind: icp, gateway: "http://127.0.0.1:1/a", agent: "291", phone: "1"}
              - {id: broken, kind: yeastar}
            """, to: "config.yaml")
        let run = try await RunningProgram.run(["complete", "--", "--config", config] + words, folder: folder)
        #expect(run.status == 0)
        #expect(run.output.split(separator: "\n").map { String($0.split(separator: "\t")[0]) } == expected)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/ran"))
    }

    /// The shells themselves, where they are installed; the test machine has them.
    @Test func theShellsUnderstandTheirScripts() async throws {
        let folder = try TestFolder()
        let config = try folder.write("sites:\n  - {id: care, kind: webcti, url: \"http://127.0.0.1:1/w\", webkey: k}\n", to: "config.yaml")
        for shell in CompletionScript.allCases { try folder.write(shell.text + "\n", to: shell.rawValue) }
        let bin = RunningProgram.executable.deletingLastPathComponent().path
        func answer(_ shell: String, _ script: String) async throws -> String {
            let path = ["/usr/bin/\(shell)", "/bin/\(shell)"].first { FileManager.default.isExecutableFile(atPath: $0) }
            let run = try RunningProgram(
                [shell == "zsh" ? "-f" : "--norc", "-c", script].filter { shell != "fish" || $0 != "--norc" }, of: try #require(path),
                folder: folder,
                environment: ["PATH": bin + ":" + (folder.environment["PATH"] ?? "")])
            return await run.outcome.output
        }
        let line = "cordboard -c \(config) op care agents.getpausetype onlyc"
        let bash = try await answer(
            "bash",
            "source \(folder.path)/bash; for COMP_LINE in '\(line)' '\(line)ustom='; do COMP_POINT=${#COMP_LINE}; _cordboard; echo \"${COMPREPLY[@]}\"; done"
        )
        #expect(bash == "onlycustom=\n0 1\n")
        #expect(try await answer("fish", "source \(folder.path)/fish; complete -C '\(line)'").hasPrefix("onlycustom=\t"))
        #expect(try await answer("zsh", "zsh -n \(folder.path)/zsh && echo fine") == "fine\n")
    }

    @Test func theManualPageHasEveryOperation() async throws {
        let folder = try TestFolder()
        let page = try await RunningProgram.run(["ops", "--manual"], folder: folder).output
        try folder.write(page, to: "ops.7")
        let run = try RunningProgram(
            ["-man", "-Tutf8", "-Kutf8", "-ww", "-P-cbou", folder.path + "/ops.7"], of: "/usr/bin/groff", folder: folder)
        let shown = await run.outcome
        #expect(shown.status == 0)
        #expect(shown.errors == "")
        let text = shown.output.replacing("‐", with: "-").replacing("−", with: "-")
        for id in ["calls.hangup", "call.hold", "cdr.getcdr", "conferences.member_add", "talkinggroups.ptt"] {
            #expect(text.contains(id), "\(id)")
        }
    }
}
