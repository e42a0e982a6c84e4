import Foundation
import Testing

@testable import Simulators

@Suite(.timeLimit(.minutes(2))) struct WebCTIFaultTests {
    @Test func faults() async throws {
        let peer = try await WebCTIPeer.start()
        await peer.simulator.set(HTTPFaults(.status(500), paths: ["getqueue"]))
        #expect(try await peer.get("getqueue").status == 500)
        #expect(try await peer.get("about").status == 200)
        await peer.simulator.set(HTTPFaults(.page, times: 1))
        #expect(try await peer.get("getqueue").body.hasPrefix("<html>"))
        #expect(try await peer.ask("getqueue").code == "#0")
        await peer.simulator.set(HTTPFaults(.truncated(after: 50)))
        let torn = try await peer.get("getqueue")
        #expect(torn.status == 200 && torn.body.utf8.count == 50)
        await peer.simulator.set(HTTPFaults(.reset(after: 50)))
        #expect(try await peer.get("getqueue").wasReset)
        await peer.simulator.set(HTTPFaults(.status(404)))
        #expect(try await peer.get("getqueue").status == 404)
        await peer.simulator.set(HTTPFaults())
        await peer.simulator.refuse()
        await #expect(throws: RawHTTP.Refused.self) { try await peer.get("getqueue") }
        try await peer.simulator.accept()
        #expect(try await peer.ask("getqueue").code == "#0")
    }

    @Test func silenceEndsOnlyWithTheServer() async throws {
        let peer = try await WebCTIPeer.start()
        await peer.simulator.set(HTTPFaults(.silence, times: 1))
        async let answer = peer.get("getqueue")
        while await peer.simulator.faults.times == 1 { await Task.yield() }
        await peer.simulator.stop()
        #expect((try? await answer.body) ?? "" == "")
    }

    @Test func hostileNamesReachTheWire() async throws {
        let peer = try await WebCTIPeer.start()
        await peer.simulator.sendHostileName()
        #expect(try await peer.get("getallextensions").body.contains("\\u001b[31mRED"))
        #expect(try await peer.ask("getallextensions")["0.cnname"] == HostileNames.all[0])
        await peer.simulator.advance(by: .milliseconds(1))
        #expect(try await peer.ask("getcalls").all("srccalleridname").contains(HostileNames.all[0]))
    }

    @Test func tenThousandDevicesInOneAnswer() async throws {
        let peer = try await WebCTIPeer.start(agents: 10_000)
        let reply = try await peer.ask("getallstatus")
        #expect(reply["0.devices.9999.device"] == "30010")
        #expect(reply["0.users.9999.user"] == "#30010")
    }

    @Test func aScriptActs() async throws {
        let script = try TrainingScript.parse(
            "at 1s call 13800138000 extension 2011\nat 2s offline 5s\nat 3s dial 2013 2014", file: "lesson")
        let world = WebCTIWorld(seed: 1, agents: 12, rate: 0, start: WebCTIPeer.start)
        let simulator = WebCTISimulator(world: world, time: .byHand(at: WebCTIPeer.start), script: script)
        let peer = WebCTIPeer(simulator: simulator, port: try await simulator.listen())
        await simulator.advance(by: .milliseconds(1_500))
        #expect(try await peer.ask("getallstatus", [("devices", "2011")])["0.devices.0.status"] == "#8")
        await simulator.advance(by: .seconds(2))
        await #expect(throws: RawHTTP.Refused.self) { try await peer.get("about") }
        #expect(await peer.channels("2013").count == 1)
        await simulator.advance(by: .seconds(4))
        #expect(try await peer.ask("about").code == "#0")
    }
}
