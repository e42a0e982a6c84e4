import Simulators
import Testing

@testable import Wire

/// Retained messages and wills, and what MQTT 5 adds, on a real broker.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MQTTVersion5Tests {
    private static let v5 = MQTTOptions(version: .v5)

    private func open(
        _ broker: PrivateBroker, _ options: MQTTOptions = v5, _ subscriptions: MQTTSubscription...
    ) async throws -> MQTTLink {
        try await MQTTLink.open(broker.endpoint(), options, subscribing: subscriptions, deadline: patience)
    }

    // MARK: Retained messages

    @Test(arguments: [MQTTOptions.Version.v311, .v5])
    func whatTheBrokerKeptIsToldApartFromNews(_ version: MQTTOptions.Version) async throws {
        let broker = try await PrivateBroker.start()
        let options = MQTTOptions(version: version)
        let sender = try await open(broker, options)
        #expect(try await sender.send(MQTTMessage(topic: "state", payload: [1], isRetained: true)).isRefusal == false)
        let late = try await open(broker, options, MQTTSubscription("state"))
        #expect(await late.next(1) == [MQTTMessage(topic: "state", payload: [1], isRetained: true)])
        try sender.publish(MQTTMessage(topic: "state", payload: [2], isRetained: true))
        #expect(await late.next(1) == [MQTTMessage(topic: "state", payload: [2])])
        // An empty one removes it.
        _ = try await sender.send(MQTTMessage(topic: "state", payload: [], isRetained: true))
        let later = try await open(broker, options, MQTTSubscription("#"))
        try sender.publish([3], to: "news")
        #expect(await later.next(1).map(\.topic) == ["news"])
    }

    @Test func aSubscriptionSaysWhatItWants() async throws {
        let broker = try await PrivateBroker.start()
        let other = try await open(broker)
        _ = try await other.send(MQTTMessage(topic: "kept/a", payload: [1], isRetained: true))
        let link = try await open(
            broker, Self.v5, MQTTSubscription("kept/#", keepsRetainFlag: true, retained: .never),
            MQTTSubscription("own/#", skipsOwn: true), MQTTSubscription("all"))
        try link.publish([1], to: "own/a")
        try link.publish([2], to: "all")
        #expect(await link.next(1).map(\.topic) == ["all"], "neither what was kept nor what we say ourselves")
        try other.publish(MQTTMessage(topic: "kept/a", payload: [3], isRetained: true))
        try other.publish([4], to: "own/a")
        #expect(
            await link.next(2) == [
                MQTTMessage(topic: "kept/a", payload: [3], isRetained: true), MQTTMessage(topic: "own/a", payload: [4]),
            ])
    }

    @Test func topicsAreTakenAndGivenUpWhileTheLinkStands() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await open(broker)
        let reasons = try await link.subscribe([MQTTSubscription("a"), MQTTSubscription("b", quality: .atMostOnce)])
        #expect(reasons.map(\.rawValue) == [1, 0])
        try link.publish([1], to: "a")
        #expect(await link.next(1).map(\.topic) == ["a"])
        try await link.unsubscribe(["a"])
        try link.publish([2], to: "a")
        try link.publish([3], to: "b")
        #expect(await link.next(1).map(\.topic) == ["b"])
        let failure = await #expect(throws: WireFailure.self) { try await link.subscribe([MQTTSubscription("a/#/b")]) }
        #expect(failure?.reason.string.contains("cannot be subscribed to") == true)
        #expect(link.failure == nil)
        await link.close()
        await #expect(throws: WireFailure.self) { try await link.subscribe([MQTTSubscription("a")]) }
    }

    // MARK: Properties

    @Test func propertiesArriveAsTheyWereSent() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await open(broker, Self.v5, MQTTSubscription("do/#"))
        let properties = MQTTProperties(
            user: [.init("number", "7"), .init("名", "值"), .init("number", "8")], responseTopic: "reply/alice/1",
            correlation: [0, 255, 0], contentType: "application/json")
        let message = MQTTMessage(topic: "do/hq", payload: Array("{}".utf8), properties: properties)
        #expect(try await link.send(message) == .success)
        let came = await link.next(1)
        #expect(came == [message])
        #expect(came.first?.properties["number"] == "7")
        #expect(came.first?.properties["other"] == nil)
    }

    @Test func anExpiryIsToldAndWhatExpiredDoesNotArrive() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await open(broker, Self.v5, MQTTSubscription("news"))
        try link.publish(MQTTMessage(topic: "news", payload: [1], properties: MQTTProperties(expiry: 3_600)))
        let left = try #require(await link.next(1).first?.properties.expiry)
        #expect((3_590...3_600).contains(left))
        // The broker counts whole seconds of its own clock: one that is kept for a second is gone some time after.
        _ = try await link.send(
            MQTTMessage(topic: "kept", payload: [1], isRetained: true, properties: MQTTProperties(expiry: 1)))
        var isGone = false
        while !isGone {
            let reader = try await open(broker, Self.v5, MQTTSubscription("kept"), MQTTSubscription("end"))
            _ = try await reader.send(MQTTMessage(topic: "end", payload: []))
            isGone = await reader.next(1).map(\.topic) == ["end"]
            await reader.close()
        }
    }

    @Test func propertiesThatCannotBeSentAreRefusedHere() async throws {
        let broker = try await PrivateBroker.start()
        let old = try await open(broker, MQTTOptions())
        let few = MQTTMessage(topic: "a", payload: [], properties: MQTTProperties(contentType: "text/plain"))
        let failure = #expect(throws: WireFailure.self) { try old.publish(few) }
        #expect(failure?.reason.string.contains("MQTT 5") == true)
        let new = try await open(broker)
        let many = MQTTMessage(topic: "a", payload: [], properties: MQTTProperties(correlation: Array(repeating: 0, count: 65_536)))
        #expect(throws: WireFailure.self) { try new.publish(many) }
        #expect(new.failure == nil)
    }

    // MARK: The will

    @Test(arguments: [MQTTOptions.Version.v311, .v5])
    func theWillIsPublishedAfterASilentEndAlone(_ version: MQTTOptions.Version) async throws {
        let broker = try await PrivateBroker.start()
        let watcher = try await open(broker, MQTTOptions(version: version), MQTTSubscription("state/#"))
        var will = MQTTMessage(topic: "state/hub", payload: Array("offline".utf8), isRetained: true)
        if version == .v5 { will.properties.user = [.init("instance", "7")] }
        let polite = try await open(broker, MQTTOptions(version: version, will: MQTTWill(will)))
        await polite.close()
        let silent = try await open(broker, MQTTOptions(version: version, will: MQTTWill(will)))
        try silent.publish(Array("online".utf8), to: "state/hub")
        #expect(await watcher.next(1).map(\.payload) == [Array("online".utf8)], "a farewell takes the will with it")
        await silent.close(publishingWill: true)
        will.isRetained = false
        #expect(await watcher.next(1) == [will])
    }

    // MARK: Reason codes

    @Test func anAccessListRefusesAPublicationWithItsCode() async throws {
        let folder = ScratchFolder()
        let list = try folder.write("topic read #\ntopic write mine/#\n", to: "access")
        // Without a limit of its own mosquitto 2.0.11 takes a refused publication for one too many, and cuts the link.
        let broker = try await PrivateBroker.start(extra: ["acl_file \(list)", "max_queued_messages 1000"])
        let link = try await open(broker)
        #expect(try await link.send(MQTTMessage(topic: "others/a", payload: [])) == .notAuthorized)
        #expect(try await link.send(MQTTMessage(topic: "mine/a", payload: [])) == .noMatchingSubscribers)
        #expect(MQTTReason.notAuthorized.words.string == "Not authorized")
        #expect(link.failure == nil)
    }

    @Test func aRefusedTopicHasItsCode() async throws {
        let folder = ScratchFolder()
        let access = #"{"defaultACLAccess": {"publishClientSend": true, "publishClientReceive": true, "subscribe": false}}"#
        let broker = try await PrivateBroker.start(
            extra: [
                "plugin /usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so",
                "plugin_opt_config_file \(try folder.write(access, to: "access.json"))",
            ])
        let failure = await #expect(throws: WireFailure.self) {
            try await open(broker, Self.v5, MQTTSubscription("secret/#"))
        }
        #expect(failure?.code == MQTTReason.notAuthorized.rawValue)
        let link = try await open(broker)
        #expect(try await link.subscribe([MQTTSubscription("secret/#")]) == [.notAuthorized])
        await link.close()
    }

    @Test func aWrongPasswordIsFinalAndHasItsCode() async throws {
        let broker = try await PrivateBroker.start(username: "dispatcher", password: "right")
        let failure = await #expect(throws: WireFailure.self) {
            try await MQTTLink.open(broker.endpoint(password: "wrong"), Self.v5, subscribing: [], deadline: patience)
        }
        #expect(failure?.isFinal == true)
        #expect(failure?.code == MQTTReason.notAuthorized.rawValue)
    }

    @Test func aSecondLinkOfTheSameIdentifierEndsTheFirst() async throws {
        let broker = try await PrivateBroker.start(extra: ["max_queued_messages 1000"])
        let options = MQTTOptions(version: .v5, clientIdentifier: "hub")
        let first = try await open(broker, options)
        let second = try await open(broker, options)
        #expect(await first.nextBatch() == nil)
        #expect(first.failure?.stage == .link)
        await second.close()
    }

    // MARK: The session

    @Test func aSessionIsResumedWithWhatCameMeanwhile() async throws {
        let broker = try await PrivateBroker.start()
        let other = try await open(broker)
        let options = MQTTOptions(version: .v5, keepAlive: 5, clientIdentifier: "desk", startsClean: false, sessionExpiry: 600)
        let first = try await open(broker, options, MQTTSubscription("news"))
        #expect(!first.resumesSession)
        await first.close()
        #expect(try await other.send(MQTTMessage(topic: "news", payload: [1])) == .success)
        let second = try await open(broker, options)
        #expect(second.resumesSession)
        #expect(await second.next(1).map(\.payload) == [[1]])
        await second.close()
    }

    @Test func whoWaitsForAnAnswerLearnsOfTheEnd() async throws {
        let broker = try await PrivateBroker.start()
        let link = try await open(broker)
        let cancelled = Task { try await link.send(MQTTMessage(topic: "a", payload: [])) }
        cancelled.cancel()
        _ = await cancelled.result
        broker.kill()
        await link.session.life.ended()
        await #expect(throws: WireFailure.self) { try await link.send(MQTTMessage(topic: "a", payload: [])) }
    }
}
