import Foundation
import Testing

@testable import Simulators

/// The exchange's words in the scenarios, against what the document promises and what it leaves out.
@Suite(.timeLimit(.minutes(2))) struct YeastarScenarioTests {
    private static let start = 1_589_947_952_000

    /// Plays a scenario and gives the reports of each step, without ExtensionStatus.
    private struct Play {
        let simulator: YeastarSimulator
        let listener = try! ReportListener()
        private(set) var token = ""

        init(_ name: String) async throws {
            let script = try #require(Scenario.named(name)).script()
            simulator = YeastarSimulator(
                world: YeastarWorld(seed: 1, agents: 24, rate: 0, start: start), time: .byHand(at: start), script: script)
            try await simulator.listen()
            let body = #"{"username":"api","password":"\#(YeastarPeer.passwordHash)","port":"\#(listener.port)","version":"1.0.2"}"#
            let answer = try await RawHTTP.post(port: await simulator.port, "/api/v1.1.0/login", body)
            token = try #require(flat(Array(answer.body.utf8))?["token"])
        }

        /// What is reported until a second of the scenario.
        func reports(until second: Int) async -> [String] {
            await simulator.advance(to: start + second * 1_000)
            // The last of them all is ours.
            await simulator.act { $0.messages.append(YeastarReport("End", [:])) }
            var bodies: [String] = []
            while true {
                let body = await listener.nextBody()
                if body.hasPrefix(#"{"action":"End""#) { return bodies }
                if !body.hasPrefix(#"{"action":"ExtensionStatus""#) { bodies.append(body) }
            }
        }

        func ask(_ operation: String, _ body: String) async throws -> Flat {
            let answer = try await RawHTTP.post(port: await simulator.port, "/api/v1.1.0/\(operation)?token=\(token)", body)
            return try #require(flat(Array(answer.body.utf8)), "\(answer.text)")
        }

        func waiting() async throws -> String? {
            try await ask("queuestatus/query", #"{"queueid":"9998"}"#)["queue.queuestatus.callercount"]
        }
    }

    private func value(_ name: String, _ body: String) -> String? {
        flat(Array(body.utf8))?.first { $0.key == name || $0.key.hasSuffix("." + name) }?.value
    }

    private func actions(_ bodies: [String]) -> [String] { bodies.compactMap { value("action", $0) } }

    @Test func aCallerOfADIDRingsByLegsAndGoesOnWaiting() async throws {
        let play = try await Play("did-queue")
        let rings = await play.reports(until: 10)
        // The four fixed agents and the dynamic one.
        #expect(actions(rings) == Array(repeating: ["ALERT", "RING"], count: 5).flatMap { $0 })
        for (alert, ring) in zip(rings, rings.dropFirst()) where value("action", alert) == "ALERT" {
            #expect(value("callid", alert) == value("callid", ring))
        }
        #expect(Set(rings.compactMap { value("callid", $0) }).count == 5)
        #expect(Set(rings.compactMap { value("to", $0) }) == ["80006500"])
        let id = try #require(value("inboundid", rings[0]))
        #expect(id.hasPrefix("\(Self.start / 1_000 + 1)."))
        let call = try await play.ask("inbound/query", #"{"inboundid":"\#(id)"}"#)
        #expect(call["inbound.0.to"] == "80006500" && call["inbound.0.callee.extid"] == nil && call["inbound.0.status"] == "Talking")
        let failures = await play.reports(until: 22)
        #expect(actions(failures) == Array(repeating: "CallFailed", count: 5))
        #expect(try await play.waiting() == "#1")
        #expect(try await play.ask("inbound/query", #"{"inboundid":"\#(id)"}"#)["inbound.0.inboundid"] == id)
        let again = await play.reports(until: 40)
        #expect(Set(actions(again)) == ["ALERT", "RING", "ANSWER"])
        #expect(try await play.ask("inbound/query", #"{"inboundid":"\#(id)"}"#)["inbound.0.callee.extid"] == "102")
        #expect(try await play.waiting() == "#0")
        let routes = try await play.ask("inroute/query", #"{"name":"all"}"#)
        #expect(routes["inroutes.1.did"] == "80006500" && routes["inroutes.1.dest"] == "9998")
        await play.simulator.stop()
    }

    @Test func aCallerForWhomNobodyRingsIsNotReported() async throws {
        let play = try await Play("queue-nobody-free")
        #expect(await play.reports(until: 39).isEmpty)
        #expect(try await play.waiting() == "#1")
        let rings = await play.reports(until: 45)
        #expect(actions(rings) == ["ALERT", "RING"])
        #expect(value("inboundid", rings[0])?.hasPrefix("\(Self.start / 1_000 + 1).") == true)
        await play.simulator.stop()
    }

    @Test func whatAMenuLeadsToIsNotSaid() async throws {
        let play = try await Play("menu-queue")
        #expect(await play.reports(until: 4).isEmpty)
        let rings = await play.reports(until: 10)
        #expect(Set(rings.compactMap { value("to", $0) }) == ["80007000"])
        #expect(try await play.waiting() == "#1")
        await play.simulator.stop()
    }

    @Test(arguments: [("transferred-queue-call", true), ("redirected-call", false)])
    func onlyATelephonesTransferIsReported(_ name: String, _ isReported: Bool) async throws {
        let play = try await Play(name)
        _ = await play.reports(until: 14)
        let moved = await play.reports(until: 17)
        #expect(actions(moved) == (isReported ? ["Tranfer"] : []) + ["ALERT", "RING"])
        #expect(value("to", moved.last ?? "") == "80006500")
        #expect(try await play.waiting() == "#0")
        #expect(actions(await play.reports(until: 25)) == ["ANSWER", "ANSWER"])
        await play.simulator.stop()
    }

    @Test func ringingThatIsNotMonitoredIsNotReported() async throws {
        let play = try await Play("redirected-unseen")
        _ = await play.reports(until: 14)
        #expect(await play.reports(until: 29).isEmpty)
        #expect(actions(await play.reports(until: 35)) == ["ANSWER", "ANSWER"])
        await play.simulator.stop()
    }

    @Test func holdIsListedAndNotReported() async throws {
        let play = try await Play("hold-at-the-telephone")
        _ = await play.reports(until: 9)
        #expect(await play.reports(until: 12).isEmpty)
        let list = try await play.ask("extensionlist/query", "")
        #expect(list["extlist.0.status"] == "Hold")
        #expect(try await play.ask("queuestatus/query", #"{"queueid":"9998"}"#)["queue.queuestatus.members.0.agentstatus"] == "8")
        #expect(await play.reports(until: 27).isEmpty)
        #expect(try await play.ask("extensionlist/query", "")["extlist.0.status"] == "Up")
        await play.simulator.stop()
    }

    @Test func aLogInIsRefusedWithAnotherCode() async throws {
        let play = try await Play("login-refused-otherwise")
        await play.simulator.advance(by: .milliseconds(1))
        let body = #"{"username":"api","password":"\#(YeastarPeer.passwordHash)","port":"1"}"#
        for _ in 1...3 { #expect(try await play.ask("login", body)["errno"] == "10004") }
        #expect(try await play.ask("login", body)["status"] == "Success")
        await play.simulator.stop()
    }

    @Test(arguments: [("later-login-takes-reports", true), ("later-login-ends-earlier", false)])
    func aLaterLogInCostsTheEarlierOne(_ name: String, _ isEarlierAlive: Bool) async throws {
        let play = try await Play(name)
        await play.simulator.advance(by: .milliseconds(1))
        let other = try ReportListener()
        let body = #"{"username":"api","password":"\#(YeastarPeer.passwordHash)","port":"\#(other.port)","version":"1.0.2"}"#
        _ = try await RawHTTP.post(port: await play.simulator.port, "/api/v1.1.0/login", body)
        await play.simulator.act { $0.register("105", false) }
        #expect(await other.nextBody().contains(#""105","status":"Unregistered""#))
        #expect(try await play.ask("deviceinfo/query", "")["status"] == (isEarlierAlive ? "Success" : "Failed"))
        if isEarlierAlive {
            let beat = try await play.ask("heartbeat", #"{"ipaddr":"127.0.0.1","port":"\#(play.listener.port)"}"#)
            #expect(beat["status"] == "Success")
            await play.simulator.act { $0.register("106", false) }
            #expect(await play.listener.nextBody().contains(#""106","status":"Unregistered""#))
        }
        await play.simulator.stop()
    }
}

/// Every scenario is fit to be played.
@Suite struct ScenarioTests {
    @Test(arguments: Scenario.all.map(\.name)) func everyScenarioIsAScript(_ name: String) throws {
        let scenario = try #require(Scenario.named(name))
        #expect(try scenario.script().allSatisfy { $0.kinds.contains(scenario.kind) })
        #expect(Scenario.all.filter { $0.name == name }.count == 1)
    }
}
