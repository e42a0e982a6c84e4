import Foundation
import JSON
import Simulators
import Testing

/// `state`, `ops`, `op`, usage, and the demo.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CommandLineStateTests {
    @Test func stateIsOneLineOfJSONWithEverything() async throws {
        let exchange = try await QuietExchange()
        let run = try await exchange.run(["state"])
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output.filter { $0 == "\n" }.count == 1)
        let snapshot = try #require(run.json)
        #expect(
            snapshot.object?.keys.sorted()
                == ["agents", "calls", "groups", "queues", "rooms", "sites", "time", "trunks", "version", "waiting"])
        #expect(snapshot["sites"]?.array?.map { $0["status"] } == ["online"])
        #expect(snapshot["agents"]?.array?.count == 24)
        #expect(snapshot["queues"]?.array?.isEmpty == false)
        #expect(snapshot["rooms"]?.array?.isEmpty == false)
        #expect(snapshot["trunks"]?.array?.isEmpty == false)
        await exchange.demo.stop()
    }

    @Test func aSiteThatCannotBeHadIsNamedAndTheRestIsPrinted() async throws {
        let exchange = try await QuietExchange()
        await exchange.demo.stop()
        let run = try await exchange.run(["state", "--timeout", "300ms"])
        #expect(run.status == 3)
        #expect(run.errors.contains("hq is not synchronised: "))
        #expect(run.json?["sites"]?.array?.first?["status"]?.text != "online")
    }

    @Test func oneSiteOfSeveralIsEnough() async throws {
        let exchange = try await QuietExchange()
        let config = try exchange.folder.write(
            """
            sites:
              - {id: hq, kind: smartpbx, broker: "\(exchange.demo.settings["broker"] ?? "")", token: demo}
              - {id: north, kind: smartpbx, broker: "mqtt://127.0.0.1:1", token: demo}

            """, to: "two.yaml")
        let one = try await RunningProgram.run(["state", "--config", config, "--site", "hq"], folder: exchange.folder)
        #expect(one.status == 0)
        #expect(one.json?["sites"]?.array?.map { $0["id"] } == ["hq"])
        let both = try await RunningProgram.run(["state", "--config", config, "-t", "2s"], folder: exchange.folder)
        #expect(both.status == 3)
        #expect(both.json?["agents"]?.array?.count == 24)
        #expect(both.errors.contains("north is not synchronised"))
        #expect(!both.errors.contains("hq is not"))
        let typo = try await RunningProgram.run(["state", "--config", config, "--site", "nort"], folder: exchange.folder)
        #expect(typo.status == 2)
        #expect(typo.errors.contains("did you mean “north”?"))
        await exchange.demo.stop()
    }

    @Test func theDemoNeedsNothingAndEndsWithItsBroker() async throws {
        let folder = try TestFolder()
        let run = try await RunningProgram.run(["state", "--demo", "--seed", "3"], folder: folder)
        #expect(run.status == 0)
        #expect(run.json?["sites"]?.array?.map { $0["id"] } == ["hq", "ops", "north", "care", "ecc", "pbx"])
        #expect(run.json?["rooms"]?.array?.contains { $0["site"] == "ops" } == true)
        #expect(run.json?["calls"]?.array?.isEmpty == false)
        let again = try await RunningProgram.run(["--demo", "--seed=3", "state"], folder: folder)
        let names = { (run: RunningProgram.Outcome) in run.json?["agents"]?.array?.map { $0["name"] } }
        #expect(names(run) == names(again))
    }

    @Test func theConsoleNeedsATerminal() async throws {
        let run = try await RunningProgram.run([], folder: try TestFolder())
        #expect(run.status == 2)
        #expect(run.errors.contains("terminal"))
        #expect(run.output == "")
    }

    @Test func theDataCanGoToAFile() async throws {
        let exchange = try await QuietExchange()
        let file = exchange.folder.path + "/snapshot.json"
        let run = try await exchange.run(["state", "--output", file])
        #expect(run.status == 0)
        #expect(run.output == "")
        #expect(try JSONValue(parsing: String(contentsOfFile: file, encoding: .utf8))["version"] == .number(1))
        let nowhere = try await exchange.run(["state", "--output", exchange.folder.path + "/no/such/folder"])
        #expect(nowhere.status == 2)
        await exchange.demo.stop()
    }

    @Test func aFullDiskIsToldAndAClosedPipeIsNot() async throws {
        let folder = try TestFolder()
        let full = try await RunningProgram.run(["ops", "--output", "/dev/full"], folder: folder)
        #expect(full.status == 74)
        #expect(full.errors.contains("cannot be written"))
        let piped = try await Self.shell(#""$0" state --demo | true; echo "${PIPESTATUS[0]}""#, folder)
        #expect(piped.output == "0\n")
        #expect(piped.errors == "")
        let closed = try await Self.shell(#""$0" ops >&-; echo $?"#, folder)
        #expect(closed.errors == "")
    }

    static func shell(_ script: String, _ folder: TestFolder) async throws -> RunningProgram.Outcome {
        try await RunningProgram(["-c", script, RunningProgram.executable.path], of: "/bin/bash", folder: folder).outcome
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["state", "--help"], ["--help", "do"], ["check", "-h"], ["ops", "--help"], ["watch", "-h"], ["op", "-h"],
    ])
    func helpGoesToStandardOutput(_ words: [String]) async throws {
        let run = try await RunningProgram.run(words, folder: try TestFolder())
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output.hasPrefix("Usage: cordboard"))
    }

    @Test(arguments: [["--version"], ["-V"], ["state", "--version"]]) func theVersionIsALine(_ words: [String]) async throws {
        let run = try await RunningProgram.run(words, folder: try TestFolder())
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("cordboard 0.1.0"))
    }

    @Test(arguments: [["bogus"], ["--bogus"], ["state", "--timeout"], ["do", "hq"], ["state", "--for", "3"]])
    func wrongUsageExitsTwoAndPointsToHelp(_ words: [String]) async throws {
        let run = try await RunningProgram.run(words, folder: try TestFolder())
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("cordboard: "))
        #expect(run.errors.hasSuffix("Try 'cordboard --help'.\n"))
    }

    @Test func everyOperationIsListedWithItsParameters() async throws {
        let folder = try TestFolder()
        let list = try await RunningProgram.run(["ops", "smartpbx", "--json"], folder: folder)
        #expect(list.status == 0)
        let rows = try #require(list.json?.array)
        #expect(rows.count == 22)
        #expect(rows.allSatisfy { $0["kind"] == "smartpbx" && $0["native"]?.text?.isEmpty == false && $0["parameters"]?.array != nil })
        let all = try await RunningProgram.run(["ops", "--json"], folder: folder)
        let conference = try await RunningProgram.run(["ops", "confserver", "--json"], folder: folder)
        #expect(conference.json?.array?.count == 24)
        let yeastar = try await RunningProgram.run(["ops", "yeastar", "--json"], folder: folder)
        #expect(yeastar.json?.array?.count == 78)
        let webcti = try await RunningProgram.run(["ops", "webcti", "--json"], folder: folder)
        #expect(webcti.json?.array?.count == 206)
        let icp = try await RunningProgram.run(["ops", "icp", "--json"], folder: folder)
        let document = icp.json?.array?.filter { $0["native"]?.text?.contains("/") == false } ?? []
        #expect(document.count == 145)
        #expect(icp.json?.array?.contains { $0["id"] == "phone.set_volume" && $0["unavailable"]?.text?.isEmpty == false } == true)
        let asterisk = try await RunningProgram.run(["ops", "asterisk", "--json"], folder: folder)
        #expect(asterisk.json?.array?.count == 120)
        let others = [yeastar, webcti, conference, icp, asterisk].flatMap { $0.json?.array ?? [] }
        #expect(all.json?.array == rows + others)
        let table = try await RunningProgram.run(["ops"], folder: folder)
        for row in rows { #expect(table.output.contains(row["id"]?.text ?? "?")) }
        let chinese = try await RunningProgram.run(["ops"], folder: folder, environment: ["LANG": "zh_CN.UTF-8"])
        #expect(chinese.output.contains("挂断通话"))
        let typo = try await RunningProgram.run(["ops", "smartpb"], folder: folder)
        #expect(typo.status == 2)
        #expect(typo.errors.contains("did you mean “smartpbx”?"))
    }

    @Test func aRawOperationPrintsTheDecodedAnswer() async throws {
        let exchange = try await QuietExchange()
        let queues = try await exchange.run(["op", "hq", "queues.list"])
        #expect(queues.status == 0)
        let queue = try #require(queues.json?["queuelist"]?.array?.first?["number"]?.text)
        let status = try await exchange.run(["op", "hq", "queues.status", "queue=\(queue)"])
        #expect(status.status == 0)
        let input = try await exchange.run(["op", "hq", "queues.status", "--input", "-"], input: #"{"queue": "\#(queue)"}"#)
        #expect(input.status == 0)
        let alarm = try await exchange.run([
            "op", "hq", "hotel.alarm_set", "extension=8003", "params.start=16:30", "params.clock_sound=alarm.wav", "params.cycle=1",
            "params.times=1", "params.days=1",
        ])
        #expect(alarm.status == 0)

        let refused = try await exchange.run(["op", "hq", "queues.status", "queue=nope"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("refused: "))
        let missing = try await exchange.run(["op", "hq", "queues.status"])
        #expect(missing.status == 2)
        let typo = try await exchange.run(["op", "hq", "queues.stats"])
        #expect(typo.status == 2)
        #expect(typo.errors.contains("did you mean “queues.status”?"))
        #expect(try await exchange.run(["op", "hq", "queues.status", "queue"]).status == 2)
        #expect(try await exchange.run(["op", "hq", "queues.status", "-i", "-"], input: "no JSON").status == 2)
        let log = try exchange.folder.audit()
        #expect(log.map { $0["action"] }.prefix(4) == ["queues.list", "queues.status", "queues.status", "hotel.alarm_set"])
        await exchange.demo.stop()
    }
}
