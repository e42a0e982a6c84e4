import Foundation
import Testing

@testable import Simulators

@Suite(.timeLimit(.minutes(2))) struct YeastarFaultTests {
    private func faulty(_ peer: YeastarPeer, _ change: (inout HTTPFaults) -> Void) async {
        var faults = HTTPFaults()
        change(&faults)
        await peer.simulator.set(faults)
    }

    /// Five reports, one for each telephone that is switched off.
    private func switchOff(_ peer: YeastarPeer, _ numbers: ClosedRange<Int> = 104...108) async {
        await peer.simulator.act { world in for number in numbers { world.register(String(number), false) } }
    }

    private func extensions(_ listener: ReportListener, _ count: Int) async -> [String] {
        var all: [String] = []
        for _ in 0..<count {
            all.append(String(await listener.nextBody().replacing(#"{"action":"ExtensionStatus","extension":""#, with: "").prefix(3)))
        }
        return all
    }

    @Test func errorsPagesAndBrokenAnswers() async throws {
        let peer = try await YeastarPeer()
        for status in [500, 404] {
            await faulty(peer) { $0.failure = .status(status) }
            #expect(try await peer.post("deviceinfo/query", "").status == status)
        }
        await faulty(peer) { $0.failure = .page }
        let page = try await peer.post("deviceinfo/query", "")
        #expect(page.status == 200 && page.body.hasPrefix("<html>"))
        await faulty(peer) { $0.failure = .truncated() }
        let cut = try await peer.post("deviceinfo/query", "")
        #expect(cut.status == 200 && cut.body.hasPrefix("{") && flat(Array(cut.body.utf8)) == nil)
        await faulty(peer) { $0.failure = .refused("12345") }
        #expect(try await peer.refusal("deviceinfo/query") == "12345")
        await faulty(peer) { $0.failure = .late(.milliseconds(1)) }
        #expect(try await peer.ask("deviceinfo/query")["status"] == "Success")
        await faulty(peer) {
            $0.failure = .status(500)
            $0.times = 1
        }
        #expect(try await peer.post("deviceinfo/query", "").status == 500)
        #expect(try await peer.post("deviceinfo/query", "").status == 200)
    }

    @Test func aResetCommandHasBeenCarriedOut() async throws {
        let peer = try await YeastarPeer()
        await faulty(peer) { $0.failure = .reset(after: 5) }
        let answer = try await peer.post("queue/pause_agent", #"{"queueid":"9998","extid":"101"}"#)
        #expect(answer.wasReset && answer.body.utf8.count == 5)
        #expect(await peer.simulator.world.queues["9998"]?.paused == ["101"])
    }

    @Test func silenceAndRefusal() async throws {
        let peer = try await YeastarPeer()
        await faulty(peer) { $0.failure = .silence }
        let (port, token) = (peer.port, peer.token)
        async let answer = RawHTTP.post(port: port, "/api/v1.1.0/queue/pause_agent?token=\(token)", #"{"queueid":"9998","extid":"101"}"#)
        // Carried out, but not answered before the device closes its port.
        while await peer.simulator.world.queues["9998"]?.paused.isEmpty == true { await Task.yield() }
        await peer.simulator.refuse()
        #expect(try await answer.bytes.isEmpty)
        await #expect(throws: RawHTTP.Refused.self) { try await peer.post("deviceinfo/query", "") }
        await faulty(peer) { _ in }
        try await peer.simulator.accept()
        #expect(try await peer.ask("deviceinfo/query")["status"] == "Success")
    }

    @Test func tokensDieBetweenTwoRequests() async throws {
        let peer = try await YeastarPeer()
        #expect(try await peer.ask("deviceinfo/query")["status"] == "Success")
        await peer.simulator.expireTokens()
        #expect(try await peer.refusal("deviceinfo/query") == "30005")
    }

    @Test func reportsAreLostDoubledAndReordered() async throws {
        let listener = try ReportListener()
        let peer = try await YeastarPeer(listener: listener)
        await faulty(peer) { $0.losesEvery = 2 }
        await switchOff(peer)
        #expect(await extensions(listener, 3) == ["104", "106", "108"])
        // Five have been made so far.
        await faulty(peer) { $0.doublesEvery = 7 }
        await switchOff(peer, 109...111)
        #expect(await extensions(listener, 4) == ["109", "110", "110", "111"])
        await faulty(peer) { $0.reordersEvery = 9 }
        await switchOff(peer, 101...103)
        #expect(await extensions(listener, 3) == ["102", "101", "103"])
    }

    @Test func malformedAndUnreachable() async throws {
        let listener = try ReportListener()
        let peer = try await YeastarPeer(listener: listener)
        await faulty(peer) { $0.malformsEvery = 1 }
        await switchOff(peer, 104...104)
        let half = await listener.nextBody()
        #expect(half.hasPrefix(#"{"action":"ExtensionStatus""#) && flat(Array(half.utf8)) == nil)
        await faulty(peer) { $0.cannotReachListeners = true }
        await switchOff(peer, 105...105)
        await faulty(peer) { _ in }
        await switchOff(peer, 106...106)
        #expect(await extensions(listener, 1) == ["106"])
    }

    @Test func aListenerThatIsGoneIsSaidOnce() async throws {
        let (sentences, said) = AsyncStream<String>.makeStream()
        let simulator = YeastarSimulator(world: .quiet(), time: .byHand(), report: { said.yield($0) })
        try await simulator.listen()
        let port = try LoopbackPort.free()
        let body = #"{"username":"api","password":"\#(YeastarPeer.passwordHash)","port":"\#(port)"}"#
        #expect(try await RawHTTP.post(port: simulator.port, "/api/v1.1.0/login", body).body.contains("Success"))
        await simulator.act { $0.register("101", false) }
        for await sentence in sentences {
            #expect(sentence == "reports do not reach 127.0.0.1:\(port)")
            break
        }
        await simulator.stop()
    }

    @Test func hostileNamesAndScripts() async throws {
        let listener = try ReportListener()
        let script = try TrainingScript.parse(
            """
            at 1s hostile-name
            at 2s invalid-json
            at 3s payload 3000
            at 4s pause 101 9998
            at 5s expire-tokens
            """, file: "lesson")
        let peer = try await YeastarPeer(listener: listener, script: script)
        await peer.simulator.advance(by: .milliseconds(1_500))
        let alert = await listener.next("ALERT")
        #expect(alert.contains(#"\u001b[31mRED"#))
        #expect(try await peer.ask("extension/query", ["extid": "101"])["extinfos.0.username"]?.contains("\u{1B}") == true)
        await peer.simulator.advance(by: .seconds(2))
        while true {
            let body = await listener.nextBody()
            if flat(Array(body.utf8)) == nil { break }
        }
        while await listener.nextBody().utf8.count != 3_000 {}
        await peer.simulator.advance(by: .seconds(1))
        #expect(await peer.simulator.world.queues["9998"]?.paused == ["101"])
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.refusal("deviceinfo/query") == "30005")
    }
}
