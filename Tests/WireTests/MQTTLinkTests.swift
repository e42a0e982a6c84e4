import Testing
import Wire

@Suite struct MQTTLinkTests {
    /// Long, for a loaded machine; no test waits for it to pass.
    let patience = Duration.seconds(60)

    @Test func messagesComeBackInOrder() async throws {
        let broker = try await TestBroker()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["there/#"], deadline: patience)
        for number in 0..<10_000 { try link.publish(Array(String(number).utf8), to: "there/and/back") }
        var came: [MQTTMessage] = []
        while came.count < 10_000, let batch = await link.nextBatch() { came += batch }
        #expect(came.map { String(decoding: $0.payload, as: UTF8.self) } == (0..<10_000).map(String.init))
        #expect(came.allSatisfy { $0.topic == "there/and/back" })
        await link.close()
        #expect(link.failure == nil)
        #expect(await link.nextBatch() == nil)
        #expect(throws: WireFailure.self) { try link.publish([], to: "too/late") }
    }
}
