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

    @Test func oldMessagesAreKeptForWhoeverSubscribes() async throws {
        let bench = try await Bench()
        await bench.simulator.leaveStaleMessages()
        _ = try await bench.peer.next("cdr")
        let late = try await Peer(port: bench.broker.port)
        let kept = [try await late.message("event"), try await late.message("cdr")]
        #expect(kept.map(\.isRetained) == [true, true])
        #expect(flat(kept[0].payload)?["extension"] == "8005" && flat(kept[0].payload)?["status"] == "Ringing")
        #expect(flat(kept[1].payload)?["end"] == "2022-12-30 11:53:55")
        await bench.end()
    }

    @Test func everythingIsRetainedForAWhile() async throws {
        let bench = try await Bench(script: "at 1s retain 1s")
        await bench.simulator.advance(by: .seconds(1))
        await bench.simulator.send(event: Array(#"{"event":"mark"}"#.utf8))
        _ = try await bench.peer.next("event")
        #expect(flat(try await Peer(port: bench.broker.port).message("event").payload)?["event"] == "mark")
        await bench.simulator.advance(by: .seconds(1))
        #expect(await bench.simulator.faults == SmartPBXFaults())
        await bench.end()
    }

    /// All members of the queue ring for one call, each by an invite alone; who rang in vain has a record under the call's id.
    @Test func legsHaveRecordsOfTheirOwn() async throws {
        let bench = try await Bench()
        var faults = SmartPBXFaults()
        (faults.recordsLegs, faults.tellsPrintedStatesOnly, faults.hidesCallers) = (true, true, true)
        await bench.simulator.set(faults)
        let call = try #require(await bench.simulator.act { $0.begin(fromOutside: "13800138000", to: "6666") })
        await bench.simulator.advance(by: .milliseconds(1))
        var rung: Set<String> = []
        while rung.count < 6 {
            let event = try await bench.peer.next("event")
            #expect(event["event"] == "invite" && event["callid"] == call && event["from"] == "")
            rung.insert(event["to"] ?? "")
        }
        let extensions = try await bench.peer.ask("system", ["cmd": "extension_list"])
        #expect(!extensions.values.contains("Ringing"))
        #expect(try await bench.peer.ask("system", ["cmd": "livecall"])["livecall.0.caller"] == "")
        await bench.simulator.advance(by: .seconds(10))
        for _ in 0..<5 {
            let record = try await bench.peer.next("cdr") { $0["disposition"] == "NO ANSWER" }
            #expect(record["callid"] == call && record["src"] == "" && record["billsec"] == "0")
            #expect(rung.remove(record["dst"] ?? "") != nil)
        }
        let live = try await bench.peer.ask("system", ["cmd": "livecall"])
        #expect(live["livecall.0.state"] == "Up" && live["livecall.0.called"] == rung.first)
        await bench.end()
    }

    @Test func namesThatJoinWhatStandsBeforeThemArrive() async throws {
        let bench = try await Bench(script: "at 1s joining-name")
        await bench.simulator.advance(by: .seconds(1))
        let name = HostileNames.joining[0]
        #expect(try await bench.peer.ask("system", ["cmd": "extension_list"])["extlist.0.username"] == name)
        let queues = ScalarText(try #require(try await bench.peer.ask("queue", ["cmd": "queue_list"])["queuelist.0.members"]))
        #expect(queues.contains(",8001,\(name)"))
        let rooms = ScalarText(try #require(try await bench.peer.ask("conf", ["cmd": "conf_list"])["conflist.0.moderators"]))
        #expect(rooms.contains("2005,\(name)"))
        await bench.end()
    }

    @Test(arguments: WireText.allCases) func textIsWrittenAsAsked(_ text: WireText) async throws {
        let bench = try await Bench(script: "at 1s text \(text.rawValue)")
        await bench.simulator.advance(by: .seconds(1))
        let request = text == .gbk ? [0xCD, 0xF5, 0xCE, 0xB0] : Array("王伟".utf8)
        let params = #","params":{"logout_status":"0","permission":"3","fullname":""#
        let head = Array(#"{"cmd":"extension_set","extension":"2005","request_id":"1"\#(params)"#.utf8)
        try bench.peer.send(raw: head + request + Array(#""}}"#.utf8), to: "cfg")
        _ = try await bench.peer.raw("response")
        #expect(await bench.simulator.world.extension("2005")?.name == "王伟")
        try bench.peer.send("system", ["cmd": "extension_list"])
        let payload = try await bench.peer.raw("response")
        #expect(payload.firstRange(of: [0x22] + request + [0x22]) != nil)
        #expect((payload.last == 0) == [.nul, .nulForEnd].contains(text))
        #expect(payload.starts(with: [0xEF, 0xBB, 0xBF]) == (text == .mark))
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
