import Foundation
import JSON
import Simulators
import Testing
import Wire

/// `check`, bad settings, and secrets.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CommandLineCheckTests {
    @Test func aGoodSiteIsWellInEveryStage() async throws {
        let exchange = try await QuietExchange()
        let run = try await exchange.run(["check"])
        #expect(run.status == 0)
        #expect(run.errors == "")
        #expect(run.output.hasPrefix("configuration \(exchange.config): ok\ntheme night: ok\nkeymap default: ok\n"))
        #expect(run.output.hasSuffix("hq  DNS: ok\nhq  TCP: ok\nhq  log-in: ok\nhq  first synchronisation: ok\n"))
        await exchange.demo.stop()
    }

    @Test func aTelephoneThatTheExchangeDoesNotHaveIsTold() async throws {
        let exchange = try await QuietExchange()
        let text = try String(contentsOfFile: exchange.config, encoding: .utf8)
        let config = try exchange.folder.write(text.replacingOccurrences(of: "8006", with: "7999"), to: "other.yaml")
        let run = try await RunningProgram.run(["check", "-c", config], folder: exchange.folder)
        #expect(run.status == 0)
        #expect(run.output.hasSuffix("first synchronisation: ok\n    there is no telephone 7999 at hq: check extension\n"))
        await exchange.demo.stop()
    }

    @Test func theStageThatFailsIsNamedWithWhatToDo() async throws {
        let exchange = try await QuietExchange()
        func check(_ broker: String, token: String = "demo") async throws -> RunningProgram.Outcome {
            let config = try exchange.folder.write(
                "sites:\n  - {id: hq, kind: smartpbx, broker: \"\(broker)\", token: \(token)}\n", to: "bad.yaml")
            return try await RunningProgram.run(["check", "-c", config, "-t", "2s"], folder: exchange.folder)
        }
        let name = try await check("mqtt://no-such-host.invalid:1883")
        #expect(name.status == 3)
        #expect(name.output.contains("hq  DNS: failed: "))
        #expect(!name.output.contains("TCP"))

        let port = try await check("mqtt://127.0.0.1:1")
        #expect(port.status == 3)
        #expect(port.output.contains("hq  DNS: ok\nhq  TCP: failed: "))
        #expect(port.output.contains("    Check host and port"))

        let token = try await check("\(exchange.demo.settings["broker"] ?? "")", token: "other")
        #expect(token.status == 3)
        #expect(token.output.contains("hq  log-in: ok\nhq  first synchronisation: failed: "))
        #expect(token.output.contains("the token of hq"))

        let plain = try await check("mqtts://127.0.0.1:\(exchange.demo.broker?.port ?? 0)")
        #expect(plain.status == 3)
        #expect(plain.output.contains("hq  TCP: ok\nhq  TLS: failed: "))
        await exchange.demo.stop()
    }

    static let faults: [(String, String)] = [
        ("sites:\n  - {id: hq, kind: smartpbx, brocker: \"mqtt://h\", token: t}\n", ":2:30: unknown key “brocker”; did you mean “broker”?"),
        ("operator: {role: boss}\nsites:\n  - {id: hq, kind: smartpbx, broker: \"mqtt://h\", token: t}\n", ":1:18: "),
        ("sites: [\n", "bad.yaml:"),
        ("theme: nigth\nsites:\n  - {id: hq, kind: smartpbx, broker: \"mqtt://h\", token: t}\n", "did you mean “night”?"),
    ]

    @Test(arguments: faults) func badSettingsExitTwoWithTheirPlace(_ text: String, _ words: String) async throws {
        let folder = try TestFolder()
        let config = try folder.write(text, to: "bad.yaml")
        let run = try await RunningProgram.run(["check", "--config", config], folder: folder)
        #expect(run.status == 2)
        #expect(run.errors.hasPrefix(config + ":"), "\(run.errors)")
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test(arguments: [["state"], ["watch"], ["do", "hq", "hangup", "1"], ["op", "hq", "calls.live"], ["check"]])
    func aConfigurationThatIsMissingIsToldByEveryCommand(_ words: [String]) async throws {
        let folder = try TestFolder()
        let none = try await RunningProgram.run(words + ["--config", folder.path + "/none.yaml"], folder: folder)
        #expect(none.status == 2)
        #expect(none.errors.contains("none.yaml: there is no such configuration file"))
    }

    @Test func aPasswordThatOthersCanReadIsRefused() async throws {
        let folder = try TestFolder()
        let text = "sites:\n  - {id: hq, kind: smartpbx, broker: \"mqtt://h\", token: t, username: u, password: hunter2}\n"
        let config = try folder.write(text, to: "open.yaml", permissions: 0o644)
        for words in [["state"], ["check"], ["do", "hq", "hangup", "1"]] {
            let run = try await RunningProgram.run(words + ["-c", config], folder: folder)
            #expect(run.status == 2)
            #expect(run.errors.contains("chmod 600"))
            #expect(!(run.errors + run.output).contains("hunter2"))
        }
    }

    @Test func secretsAreSaidToTheBrokerAlone() async throws {
        let folder = try TestFolder()
        let broker = try await PrivateBroker.start(username: "console", password: "hunter2-right")
        let simulator = SmartPBXSimulator(world: SmartPBXWorld(seed: 1, rate: 0, start: SimulatorTime.system.now()), token: "demo")
        try await simulator.connect(
            to: MQTTEndpoint(host: "127.0.0.1", port: broker.port, username: "console", password: "hunter2-right"))
        let serving = Task { await simulator.serve() }
        func config(_ password: String) throws -> String {
            try folder.write(
                """
                operator: {name: alice, extension: "8006", role: supervisor}
                sites:
                  - id: hq
                    kind: smartpbx
                    broker: mqtt://127.0.0.1:\(broker.port)
                    token: demo
                    username: console
                    password: \(password)

                """, to: "secret.yaml")
        }
        let commands = [
            ["state"], ["check"], ["do", "hq", "pause", "8003"], ["do", "hq", "hangup", "nobody"], ["op", "hq", "system.device_info"],
            ["op", "hq", "conferences.list"],
        ]
        for (password, isRight) in [("hunter2-right", true), ("hunter2-wrong", false)] {
            for words in commands {
                let run = try await RunningProgram.run(words + ["-c", try config(password)], folder: folder)
                #expect(!(run.output + run.errors).contains("hunter2"), "\(words)")
                // A refused password is final: nobody waits for the time-out.
                if !isRight { #expect(run.status == 3, "\(words)") }
                if isRight, words == ["state"] || words == ["check"] { #expect(run.status == 0, "\(run.errors)") }
            }
        }
        let wrong = try await RunningProgram.run(["check", "-c", try config("hunter2-wrong")], folder: folder)
        #expect(wrong.output.contains("hq  log-in: failed: "))
        #expect(wrong.output.contains("Check username and password of hq"))
        #expect(!(try String(contentsOfFile: folder.path + "/state/cordboard/audit.jsonl", encoding: .utf8)).contains("hunter2"))
        serving.cancel()
        await serving.value
        broker.stop()
    }
}
