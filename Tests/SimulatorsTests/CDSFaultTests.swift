import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct CDSFaultTests {
    private let group = "9996300"

    private func faulty(_ peer: CDSPeer, _ change: (inout HTTPFaults) -> Void) async {
        var faults = HTTPFaults()
        change(&faults)
        await peer.simulator.set(faults)
    }

    private func setUp(_ peer: CDSPeer, _ change: (inout CDSSettings) -> Void) async {
        var settings = CDSSettings()
        change(&settings)
        await peer.simulator.set(settings)
    }

    @Test func `Errors, pages and broken answers`() async throws {
        let peer = try await CDSPeer()
        for status in [500, 404] {
            await faulty(peer) { $0.failure = .status(status) }
            #expect(try await peer.send("GET", "/CDS/pubparam").status == status)
        }
        await faulty(peer) { $0.failure = .page }
        #expect(try await peer.send("GET", "/CDS/pubparam").body.hasPrefix("<html>"))
        await faulty(peer) { $0.failure = .truncated() }
        let cut = try await peer.send("GET", "/CDS/pubparam")
        #expect(cut.status == 200 && cut.body.hasPrefix("{") && flat(Array(cut.body.utf8)) == nil)
        await faulty(peer) { $0.failure = .refused("300002") }
        #expect(try await peer.code("GET", "/CDS/pubparam") == 300002)
        await faulty(peer) {
            $0.failure = .refused("2")
            $0.times = 1
        }
        #expect(try await peer.code("GET", "/CDS/pubparam") == 2)
        #expect(try await peer.code("GET", "/CDS/pubparam") == 0)
    }

    @Test func `What is reset or silent has been carried out`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        await faulty(peer) { $0.failure = .reset(after: 5) }
        let answer = try await peer.send("PUT", "/CDS/talkGroup/\(group)/subscribe", #"{"expire":60}"#)
        #expect(answer.wasReset && answer.body.utf8.count == 5)
        await faulty(peer) { _ in }
        #expect(try await peer.state(group, of: "4501")["subscribeState"] == "inOperation")

        await faulty(peer) { $0.failure = .silence }
        let (port, token) = (peer.port, peer.token)
        async let silent = RawHTTP.exchange(
            port: port,
            "POST /CDS/talkGroup/9996300/monitor HTTP/1.1\r\nHost: x\r\nAuthorization: Basic \(token)\r\n"
                + "Content-Length: 0\r\n\r\n")
        while await peer.simulator.world.groups[group]?.listeners["4501"] == nil { await Task.yield() }
        await peer.simulator.refuse()
        #expect(try await silent.bytes.isEmpty)
        await #expect(throws: RawHTTP.Refused.self) { try await peer.send("GET", "/CDS/pubparam") }
        try await peer.simulator.accept()
        await faulty(peer) { _ in }
        try await peer.command("GET", "/CDS/pubparam")
    }

    @Test func `Tokens expire, and a restart forgets the console`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        try await peer.prepare(group)
        await peer.simulator.expireTokens()
        #expect(try await peer.send("GET", "/CDS/pubparam").status == 401)
        try await peer.signIn()
        // The registration has outlived the token.
        #expect(try await peer.group("POST", group, "ptt") == 0)
        await peer.simulator.restart()
        #expect(try await peer.send("GET", "/CDS/pubparam").status == 401)
        try await peer.signIn()
        #expect(try await peer.subscribe(group) == 300087)
        let state = try await peer.state(group, of: "4501")
        #expect(state["pttState"] == "notInOperation" && state["subscribeState"] == "notInOperation")
    }

    @Test func `Notifications are lost, doubled and torn`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        await faulty(peer) { $0.losesEvery = 2 }
        for number in ["9996300", "9996301", "9996302"] { #expect(try await peer.subscribe(number) == 0) }
        await faulty(peer) { $0.doublesEvery = 1 }
        #expect(try await peer.subscribe("9996303") == 0)
        await faulty(peer) { $0.malformsEvery = 1 }
        #expect(try await peer.subscribe("9996304") == 0)
        var told: [String] = []
        for _ in 0..<4 { told.append(flat(Array(await listener.nextBody().utf8))?["userStateList.0.talkGroupNumber"] ?? "?") }
        #expect(told == ["9996300", "9996302", "9996303", "9996303"])
        let torn = await listener.nextBody()
        #expect(torn.hasPrefix("{") && flat(Array(torn.utf8)) == nil)
    }

    @Test func `A console out of reach is told to the trainer`() async throws {
        let said = AsyncStream<String>.makeStream()
        let simulator = CDSSimulator(world: .quiet(), time: .byHand()) { said.continuation.yield($0) }
        await simulator.act { world in
            _ = try? world.register("4501", callBackURL: "http://127.0.0.1:9/x")
            try? world.subscribe("4501", to: "9996300", seconds: 60, subscriber: nil, callBackURL: nil)
        }
        for await sentence in said.stream {
            #expect(sentence == "notifications do not reach http://127.0.0.1:9/x")
            break
        }
    }

    @Test func `The floor is refused, or never comes`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        try await peer.prepare(group)
        _ = await listener.nextChanges(4)
        await setUp(peer) { $0.floor = .refused }
        #expect(try await peer.group("POST", group, "ptt") == 300067)
        await setUp(peer) { $0.floor = .timesOut }
        #expect(try await peer.group("POST", group, "ptt") == 0)
        #expect(await listener.nextChanges() == ["70001 ptt inDownPttProcess", "4501 ptt inProcess"])
        await peer.simulator.advance(by: .milliseconds(1_999))
        #expect(try await peer.state(group, of: "4501")["pttState"] == "inProcess")
        await peer.simulator.advance(by: .milliseconds(1))
        #expect(await listener.nextChanges() == ["70001 ptt notInOperation", "4501 ptt notInOperation"])
    }

    @Test func `The floor is revoked while talking`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        try await peer.prepare(group)
        #expect(try await peer.group("POST", group, "ptt") == 0)
        await peer.simulator.advance(by: .seconds(1))
        _ = await listener.nextChanges(6)
        await peer.simulator.act { $0.revokeFloor(of: "9996300") }
        #expect(await listener.nextChanges() == ["70001 ptt notInOperation", "4501 ptt notInOperation"])
        #expect(try await peer.group("POST", group, "ptt") == 0)
    }

    @Test func `A silent telephone ends the attempt to listen`() async throws {
        let listener = try ReportListener()
        let peer = try await CDSPeer(listener: listener)
        await setUp(peer) { $0.telephoneIsSilent = true }
        #expect(try await peer.subscribe(group) == 0)
        #expect(try await peer.group("POST", group, "monitor") == 0)
        await peer.simulator.advance(by: .seconds(60))
        #expect(
            await listener.nextChanges(3) == [
                ["4501 subscribe inOperation"], ["4501 monitor inProcess"], ["4501 monitor notInOperation"],
            ])
    }

    @Test func `A platform may refuse renewals`() async throws {
        let peer = try await CDSPeer(listener: try ReportListener())
        await setUp(peer) { $0.refusesRenewal = true }
        #expect(try await peer.subscribe(group, seconds: 10) == 0)
        #expect(try await peer.subscribe(group, seconds: 60) == 300076)
        await peer.simulator.advance(by: .seconds(10))
        #expect(try await peer.subscribe(group, seconds: 60) == 0)
    }
}
