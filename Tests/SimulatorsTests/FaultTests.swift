import Foundation
import Testing
import Wire

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct FaultTests {
    @Test func aSilentExchangeHearsNothing() async throws {
        let bench = try await Bench(script: "at 1s silent 10s")
        await bench.simulator.advance(by: .seconds(2))
        let request = Array(#"{"cmd":"dial","caller":"2005","callee":"2222","request_id":"unheard"}"#.utf8)
        await bench.simulator.take(MQTTMessage(topic: "device/demo/api/v1.0/command/call", payload: request))
        #expect(await bench.simulator.world.liveCalls.isEmpty)
        await bench.simulator.advance(by: .seconds(10))
        let later = try bench.peer.send("system", ["cmd": "deviceInfo"])
        #expect(try await bench.peer.next("response")["request_id"] == later)
        await bench.end()
    }

    @Test func answersComeLateButTheActIsAtOnce() async throws {
        let bench = try await Bench()
        await bench.simulator.set(SmartPBXFaults(answerDelay: .seconds(30)))
        let id = try bench.peer.send("call", ["cmd": "dial", "caller": "2005", "callee": "2222"])
        #expect(try await bench.peer.next("event")["status"] == "Ringing")
        await bench.simulator.set(SmartPBXFaults())
        let prompt = try bench.peer.send("system", ["cmd": "livecall"])
        #expect(try await bench.peer.next("response")["request_id"] == prompt)
        await bench.simulator.advance(by: .seconds(31))
        #expect(try await bench.peer.answer(to: id)["status"] == "Success")
        await bench.end()
    }

    @Test func eventsAreLostAndDoubled() async throws {
        let bench = try await Bench()
        func flip() async throws {
            for number in ["2005", "2006", "2007", "2008"] {
                try await bench.simulator.act { world in
                    let isIdle = world.extension(number)?.status == "Idle"
                    try world.configure(number, loggedOut: isIdle, name: nil, permission: 3)
                }
            }
            await bench.simulator.send(event: Array(#"{"event":"mark"}"#.utf8))
        }
        func seen() async throws -> [String] {
            var numbers: [String] = []
            while let number = try await bench.peer.next("event")["extension"] { numbers.append(number) }
            return numbers
        }
        await bench.simulator.set(SmartPBXFaults(losesEvery: 2))
        try await flip()
        #expect(try await seen() == ["2005", "2007"])
        await bench.simulator.set(SmartPBXFaults(doublesEvery: 2))
        try await flip()
        #expect(try await seen() == ["2005", "2006", "2006", "2007", "2008", "2008"])
        await bench.end()
    }

    @Test func brokenPayloadsAreBrokenAsAsked() async throws {
        let bench = try await Bench()
        await bench.simulator.sendInvalidJSON()
        #expect(flat(try await bench.peer.raw("event")) == nil)
        await bench.simulator.sendInvalidUTF8()
        #expect(String(validating: try await bench.peer.raw("event"), as: UTF8.self) == nil)
        await bench.simulator.sendPayload(bytes: 1_000_000)
        let big = try await bench.peer.raw("event")
        #expect(big.count == 1_000_000)
        #expect(flat(big)?["event"] == "invite")
        await bench.end()
    }

    @Test func aHostileNameArrivesAsItIs() async throws {
        let bench = try await Bench(script: "at 1s hostile-name")
        await bench.simulator.advance(by: .seconds(2))
        let live = try await bench.peer.ask("system", ["cmd": "livecall"])
        #expect(live["livecall.0.caller"] == HostileNames.all[0])
        let extensions = try await bench.peer.ask("system", ["cmd": "extension_list"])
        #expect(extensions["extlist.0.username"] == HostileNames.all[0])
        await bench.end()
    }

    @Test func invalidRequestsAreIgnored() async throws {
        let bench = try await Bench()
        for text in ["", "{", "[1]", #"{"cmd": "hangup", "callid": "1672030725.7987",}"#, "\u{0}"] {
            try bench.peer.send(raw: Array(text.utf8), to: "call")
        }
        let id = try bench.peer.send("system", ["cmd": "deviceInfo"])
        #expect(try await bench.peer.next("response")["request_id"] == id)
        await bench.end()
    }

    @Test func theExchangeComesBackAfterTheBroker() async throws {
        let bench = try await Bench(script: "at 5s restart-broker 10s\nat 40s offline 10s")
        await bench.simulator.advance(by: .seconds(6))
        await bench.simulator.advance(by: .seconds(11))
        await bench.simulator.advance(by: .seconds(1))
        let back = try await Peer(port: bench.broker.port)
        #expect(try await back.ask("system", ["cmd": "deviceInfo"])["status"] == "Success")
        await bench.simulator.advance(by: .seconds(23))
        let unheard = try back.send("system", ["cmd": "deviceInfo"])
        _ = try await back.next("command/system") { $0["request_id"] == unheard }
        await bench.simulator.goOnline()
        let heard = try back.send("system", ["cmd": "deviceInfo"])
        #expect(try await back.next("response")["request_id"] == heard, "not \(unheard)")
        await bench.end()
    }

    @Test func aScriptPlaysAndComplains() async throws {
        let complaints = AsyncStream<String>.makeStream()
        let broker = try await PrivateBroker.start()
        let time = SimulatorTime.byHand()
        let script = try TrainingScript.parse(
            """
            at 2s call 13800138000 queue 6666
            at 1s pause 8001 6666
            at 3s pause 9999 6666
            at 4s join 2016 2222
            at 20s hangup all
            """, file: "lesson")
        let simulator = SmartPBXSimulator(
            world: SmartPBXWorld(seed: 1, rate: 0, start: time.now()), time: time, script: script,
            report: { complaints.continuation.yield($0) })
        try await simulator.connect(to: MQTTEndpoint(host: "127.0.0.1", port: broker.port))
        await simulator.advance(by: .seconds(3))
        #expect(await simulator.world.liveCalls.map(\.caller) == ["13800138000"])
        #expect(await simulator.world.queue("6666")?.members.last?.isPaused == true)
        var complaint = complaints.stream.makeAsyncIterator()
        #expect(await complaint.next() == "line 3: Unable to find interface in queue")
        await simulator.advance(by: .seconds(10))
        #expect(await simulator.world.room("2222")?.members.map(\.number) == ["2016"])
        await simulator.advance(by: .seconds(10))
        #expect(await simulator.world.liveCalls == [])
        broker.stop()
    }

    @Test func theDemoIsAliveAtOnce() async throws {
        let demo = try await Demo.start(seed: 4)
        let exchange = try #require(demo["smartpbx"])
        let peer = try await Peer(port: exchange.broker?.port ?? 0, token: exchange.settings["token"] ?? "")
        let live = try await peer.ask("system", ["cmd": "livecall"])
        #expect(live["livecall.3.callid"] != nil)
        #expect(try await peer.ask("queue", ["cmd": "queue_status", "queue": "6667"])["params.completed"] != "0")
        await demo.stop()
    }
}
