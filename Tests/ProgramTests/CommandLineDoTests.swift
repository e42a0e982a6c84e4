import Foundation
import JSON
import Simulators
import Testing

@testable import cordboard

/// `do`: each way to end, the audit log, the roles.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CommandLineDoTests {
    @Test func anActionIsDoneAndItsOutcomePrinted() async throws {
        let exchange = try await QuietExchange()
        let run = try await exchange.run(["do", "hq", "dial", "8003", "8004"])
        #expect(run.status == 0)
        #expect(run.errors == "")
        let line = try #require(run.json)
        #expect(line["site"] == "hq")
        #expect(line["action"] == "dial")
        #expect(line["arguments"] == ["8003", "8004"])
        #expect(line["outcome"] == "done")
        #expect(line["reference"]?.text?.isEmpty == false)
        let calls = await exchange.simulator.world.liveCalls
        #expect(calls.count == 1)

        // One argument dials from the operator's own telephone.
        let own = try await exchange.run(["do", "hq", "dial", "8001"])
        #expect(own.json?["arguments"] == ["8006", "8001"])
        await exchange.demo.stop()
    }

    @Test func aRefusalExitsOneWithTheExchangesOwnWords() async throws {
        let exchange = try await QuietExchange()
        let run = try await exchange.run(["do", "hq", "queue-login", "nope", "8003"])
        #expect(run.status == 1)
        #expect(run.json?["outcome"] == "refused")
        #expect(run.json?["message"]?.text?.isEmpty == false)
        #expect(run.errors.contains("refused: \(run.json?["message"]?.text ?? "?")"))
        await exchange.demo.stop()
    }

    static let usage: [([String], String)] = [
        (["hq", "dail", "8003"], "did you mean “dial”?"), (["hq", "hangup"], "usage: hangup CALL"),
        (["hq", "room-kick", "8000"], "room-kick: MEMBER is missing"), (["hq", "hangup", "1", "2"], "one argument too many"),
        (["headquarters", "hangup", "1"], "there is no site “headquarters”"), (["hw", "hangup", "1"], "did you mean “hq”?"),
    ]

    /// Nothing is connected for words that make no sense: the broker is gone, and it does not matter.
    @Test(arguments: usage) func wrongWordsExitTwoBeforeConnecting(_ words: [String], _ message: String) async throws {
        let exchange = try await QuietExchange()
        await exchange.demo.stop()
        let run = try await exchange.run(["do"] + words)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func aSiteThatIsNotThereExitsThreeAndIsNotAsked() async throws {
        let exchange = try await QuietExchange()
        await exchange.demo.stop()
        let run = try await exchange.run(["do", "hq", "hangup", "8003", "--timeout", "300ms"])
        #expect(run.status == 3)
        #expect(run.json?["outcome"] == "not-online")
        #expect(run.errors.contains("hq hangup: not sent"))
        #expect(try exchange.folder.audit().map { $0["outcome"] } == ["not-online"])
    }

    @Test func anExchangeThatIsSilentExitsThree() async throws {
        let exchange = try await QuietExchange()
        await exchange.simulator.goOffline()
        let run = try await exchange.run(["do", "hq", "hangup", "8003", "--timeout", "300ms"])
        #expect(run.status == 3)
        await exchange.demo.stop()
    }

    @Test func whatTheSystemCannotDoExitsFourWithoutConnecting() async throws {
        let exchange = try await QuietExchange()
        await exchange.demo.stop()
        for words in [["park", "8003"], ["transfer", "8003", "8004"], ["ptt-take", "fire"], ["force-idle", "8003"]] {
            let run = try await exchange.run(["do", "hq"] + words)
            #expect(run.status == 4)
            #expect(run.json?["outcome"] == "unsupported")
            #expect(run.errors.contains("Smart PBX"))
        }
        #expect(try exchange.folder.audit().count == 4)
    }

    @Test func aViewerMayDoNothingAndADispatcherNotListen() async throws {
        let viewer = try await QuietExchange(role: "viewer")
        await viewer.demo.stop()
        for words in [["hangup", "8003"], ["dial", "8003", "8004"], ["listen", "8003"]] {
            let run = try await viewer.run(["do", "hq"] + words)
            #expect(run.status == 5)
            #expect(run.json?["outcome"] == "forbidden")
            #expect(run.errors.contains("role"))
        }
        let log = try viewer.folder.audit()
        #expect(log.map { $0["outcome"] } == ["forbidden", "forbidden", "forbidden"])
        #expect(log.first?["operator"] == "alice")
        #expect(log.first?["role"] == "viewer")
        #expect(log.first?["arguments"] == ["8003"])
        #expect(try await viewer.run(["op", "hq", "calls.hangup", "callid=1"]).status == 5)

        let dispatcher = try await QuietExchange(role: "dispatcher")
        for word in ["listen", "whisper", "barge"] {
            #expect(try await dispatcher.run(["do", "hq", word, "8003"]).status == 5)
        }
        #expect(try await dispatcher.run(["do", "hq", "pause", "8003"]).status == 0)
        #expect(try dispatcher.folder.audit().map { $0["outcome"] } == ["forbidden", "forbidden", "forbidden", "done"])
        await dispatcher.demo.stop()
    }

    @Test func theDemoTakesActionsToo() async throws {
        let folder = try TestFolder()
        let run = try await RunningProgram.run(["do", "--demo", "hq", "pause", "8002"], folder: folder)
        #expect(run.status == 0)
        #expect(run.json?["outcome"] == "done")
        #expect(try folder.audit().count == 1)
    }
}
