import Simulators
import TestPeers
import Testing
@testable import Wire

/// Long, for a loaded machine; no test waits for it to pass.
let patience = Duration.seconds(60)

extension PrivateBroker {
    func endpoint(_ host: String = "127.0.0.1", password: String? = nil, tls: TLSPolicy? = nil) -> MQTTEndpoint {
        MQTTEndpoint(host: host, port: port, username: password.map { _ in "dispatcher" }, password: password, tls: tls)
    }
}

extension MQTTLink {
    /// The next `count` messages, or what came of them before the end.
    func next(_ count: Int) async -> [MQTTMessage] {
        var came: [MQTTMessage] = []
        while came.count < count, let batch = await nextBatch() { came += batch }
        return came
    }
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct MQTTLinkTests {
    @Test func messagesComeBackInOrder() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["there/#"], deadline: patience)
        for number in 0..<10_000 {
            let quality: MQTTQuality = number % 3 == 0 ? .atMostOnce : .atLeastOnce
            try link.publish(Array(String(number).utf8), to: "there/\(number % 7)", quality: quality)
        }
        let came = await link.next(10_000)
        // The two qualities may overtake each other; within each the order holds.
        for quality in [true, false] {
            let numbers = came.compactMap { Int(String(decoding: $0.payload, as: UTF8.self)) }.filter { ($0 % 3 == 0) == quality }
            #expect(numbers == (0..<10_000).filter { ($0 % 3 == 0) == quality })
        }
        #expect(came.allSatisfy { $0.topic == "there/\(Int(String(decoding: $0.payload, as: UTF8.self))! % 7)" })
    }

    @Test func payloadsMayBeEmptyOrAMebibyte() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["big", "small"], deadline: patience)
        let big = (0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        try link.publish(big, to: "big")
        try link.publish([], to: "small")
        #expect(await link.next(2) == [MQTTMessage(topic: "big", payload: big), MQTTMessage(topic: "small", payload: [])])
    }

    @Test func monstrousPayloadsAreDroppedAndCounted() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["#"], deadline: patience)
        try link.publish([UInt8](repeating: 7, count: MQTTSession.largestPayload + 1), to: "monster")
        try link.publish([1], to: "mouse")
        #expect(await link.next(1) == [MQTTMessage(topic: "mouse", payload: [1])])
        #expect(link.droppedPayloads == 1)
    }

    @Test func twoLinksDoNotDisturbEachOther() async throws {
        let broker = try await PrivateBroker.start()
        let first = try await MQTTLink.open(broker.endpoint(), subscribing: ["to/first", "to/both"], deadline: patience)
        let second = try await MQTTLink.open(broker.endpoint(), subscribing: ["to/second", "to/both"], deadline: patience)
        try first.publish([1], to: "to/second")
        #expect(await second.next(1).map(\.payload) == [[1]])
        try second.publish([2], to: "to/first")
        #expect(await first.next(1).map(\.payload) == [[2]])
        try first.publish([3], to: "to/both")
        #expect(await first.next(1).map(\.payload) == [[3]])
        #expect(await second.next(1).map(\.payload) == [[3]])
        await first.close()
        try second.publish([4], to: "to/both")
        #expect(await second.next(1).map(\.payload) == [[4]])
        #expect(second.failure == nil)
    }

    // MARK: Getting no link

    @Test func nobodyListens() async throws {
        let port = try HeldPort()
        let failure = await #expect(throws: WireFailure.self) {
            try await MQTTLink.open(MQTTEndpoint(host: "127.0.0.1", port: port.number), subscribing: ["a"], deadline: patience)
        }
        #expect(failure?.stage == .tcp)
        #expect(failure?.isFinal == false)
        #expect(failure?.reason.string.contains("Connection refused") == true, "\(failure?.reason.string ?? "")")
        // The port stays ours, so that no other test's broker is given it meanwhile.
        withExtendedLifetime(port) {}
    }

    @Test func nobodyHasThatName() async throws {
        let failure = await #expect(throws: WireFailure.self) {
            // RFC 6761 keeps this name from ever being given.
            try await MQTTLink.open(MQTTEndpoint(host: "exchange.invalid", port: 1883), subscribing: ["a"], deadline: patience)
        }
        #expect(failure?.stage == .address)
        #expect(failure?.isFinal == false)
    }

    @Test(arguments: [0, -1, 65_536]) func thereIsNoSuchPort(port: Int) async throws {
        let failure = await #expect(throws: WireFailure.self) {
            try await MQTTLink.open(MQTTEndpoint(host: "127.0.0.1", port: port), subscribing: ["a"], deadline: patience)
        }
        #expect(failure?.stage == .address)
        #expect(failure?.isFinal == true)
    }

    @Test(arguments: [(nil, WireFailure.Stage.login), (TLSPolicy(verifies: false), .tls)])
    func aSilentListenerMeetsTheDeadline(tls: TLSPolicy?, stage: WireFailure.Stage) async throws {
        let listener = try LoopbackListener(reads: false)
        let endpoint = MQTTEndpoint(host: "127.0.0.1", port: listener.port, tls: tls)
        let failure = await #expect(throws: WireFailure.self) {
            // Long enough that a loaded machine gets as far as the connection.
            try await MQTTLink.open(endpoint, subscribing: ["a"], deadline: .seconds(2))
        }
        #expect(failure?.stage == stage)
        #expect(failure?.isFinal == false)
    }

    @Test func aWrongPasswordIsFinal() async throws {
        let broker = try await PrivateBroker.start(username: "dispatcher", password: "right")
        let failure = await #expect(throws: WireFailure.self) {
            try await MQTTLink.open(broker.endpoint(password: "wrong"), subscribing: ["a"], deadline: patience)
        }
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == true)
        #expect(failure?.reason.string.contains("wrong") == false, "a password has no business in a message")

        let link = try await MQTTLink.open(broker.endpoint(password: "right"), subscribing: ["a"], deadline: patience)
        await link.close()
    }

    @Test func aRefusedTopicIsFinal() async throws {
        let folder = ScratchFolder()
        let access = #"{"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true, "subscribe": false}}"#
        let broker = try await PrivateBroker.start(
            extra: [
                "plugin /usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so",
                "plugin_opt_config_file \(try folder.write(access, to: "access.json"))",
            ])
        let failure = await #expect(throws: WireFailure.self) {
            try await MQTTLink.open(broker.endpoint(), subscribing: ["secret/#"], deadline: patience)
        }
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == true)
        #expect(failure?.reason.string.contains("secret/#") == true)
        // Without topics nothing can be refused.
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: [], deadline: patience)
        await link.close()
    }

    @Test func aTopicThatIsNoneIsFinal() async throws {
        let broker = try await PrivateBroker.start()
        let failure = await #expect(throws: WireFailure.self) {
            try await MQTTLink.open(broker.endpoint(), subscribing: ["a/#/b"], deadline: patience)
        }
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == true)
    }

    // MARK: Losing it

    @Test func aKilledBrokerEndsTheLinkAfterWhatHadCome() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["news"], deadline: patience)
        let other = try await MQTTLink.open(broker.endpoint(), subscribing: ["done"], deadline: patience)
        for number in UInt8(0)..<100 { try other.publish([number], to: "news", quality: .atMostOnce) }
        try other.publish([], to: "done", quality: .atMostOnce)
        // The broker deals with one message after the other: with this one here, the hundred are in the link's socket.
        #expect(await other.next(1).count == 1)
        broker.kill()
        await link.session.life.ended()
        #expect(await link.nextBatch()?.map(\.payload) == (UInt8(0)..<100).map { [$0] })
        #expect(await link.nextBatch() == nil)
        #expect(await link.nextBatch() == nil)
        #expect(link.failure?.stage == .link)
        #expect(link.failure?.isFinal == false)
        let failure = #expect(throws: WireFailure.self) { try link.publish([], to: "news") }
        #expect(failure == link.failure)
        await link.close()
    }

    @Test func aWaitingConsumerLearnsOfTheEnd() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["news"], deadline: patience)
        async let batch = link.nextBatch()
        broker.kill()
        #expect(await batch == nil)
        #expect(link.failure?.stage == .link)
    }

    // MARK: Ending it

    @Test func closingTwiceIsClosingOnce() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["a"], deadline: patience)
        async let batch = link.nextBatch()
        async let first: Void = link.close()
        async let second: Void = link.close()
        _ = await (first, second)
        await link.close()
        #expect(await batch == nil)
        #expect(await link.nextBatch() == nil)
        #expect(link.failure == nil)
        #expect(throws: WireFailure.self) { try link.publish([], to: "a") }
    }

    @Test func closingSendsWhatWasPublished() async throws {
        let broker = try await PrivateBroker.start()
        let reader = try await MQTTLink.open(broker.endpoint(), subscribing: ["last/words"], deadline: patience)
        let writer = try await MQTTLink.open(broker.endpoint(), subscribing: [], deadline: patience)
        try writer.publish([42], to: "last/words")
        await writer.close()
        #expect(await reader.next(1).map(\.payload) == [[42]])
    }

    @Test func anUnusedLinkEndsItself() async throws {
        let broker = try await PrivateBroker.start()
        var link: MQTTLink? = try await MQTTLink.open(broker.endpoint(), subscribing: ["a"], deadline: patience)
        let session = try #require(link?.session)
        link = nil
        await session.life.ended()
        #expect(session.life.failure == nil)
    }

    @Test func cancellingTheConsumerLeavesTheLink() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await MQTTLink.open(broker.endpoint(), subscribing: ["a"], deadline: patience)
        let consumer = Task { await link.nextBatch() }
        consumer.cancel()
        #expect(await consumer.value == nil)
        try link.publish([1], to: "a")
        #expect(await link.next(1).count == 1)
    }

    @Test func cancellingTheOpeningEndsIt() async throws {
        let listener = try LoopbackListener(reads: false)
        let endpoint = MQTTEndpoint(host: "127.0.0.1", port: listener.port)
        let opening = Task { try await MQTTLink.open(endpoint, subscribing: ["a"], deadline: patience) }
        let silent = await listener.next()
        opening.cancel()
        await #expect(throws: CancellationError.self) { try await opening.value }
        withExtendedLifetime(silent) {}
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await MQTTLink.open(endpoint, subscribing: ["a"], deadline: patience)
        }
        await #expect(throws: CancellationError.self) { try await early.value }
    }
}
