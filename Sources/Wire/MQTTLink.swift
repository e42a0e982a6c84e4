/// A connection to an MQTT broker, from CONNACK to its end. It does not come back by itself: whoever needs another opens
/// another.
public final class MQTTLink: Sendable {
    let session: MQTTSession

    private init(session: MQTTSession) { self.session = session }

    /// A link nobody holds any more ends too, only that nobody waits for it.
    deinit { session.life.stop() }

    /// Connects with MQTT 3.1.1, logs in and subscribes to all `topics` (QoS 1); returns when the broker has confirmed it all.
    /// Cancellation closes what had come about.
    /// - Throws: `WireFailure`, also when `deadline` passes; `CancellationError` when the task is cancelled.
    public static func open(
        _ endpoint: MQTTEndpoint, subscribing topics: [String], deadline: Duration
    ) async throws -> MQTTLink {
        try await open(endpoint, MQTTOptions(), subscribing: topics.map { MQTTSubscription($0) }, deadline: deadline)
    }

    /// The same in the manner that `options` say.
    public static func open(
        _ endpoint: MQTTEndpoint, _ options: MQTTOptions, subscribing subscriptions: [MQTTSubscription], deadline: Duration
    ) async throws -> MQTTLink {
        let session = MQTTSession(endpoint, options, subscriptions)
        let link = MQTTLink(session: session)
        try await session.life.open(
            deadline: deadline, lateness: { session.lateness($0, deadline) }, run: session.run)
        return link
    }

    /// Everything that came since the last look, in order of arrival; waits if nothing did. One consumer: where a second one
    /// waits, the first gets nil.
    /// - Returns: nil once the link has ended (after delivering what had come) or the task is cancelled.
    public func nextBatch() async -> [MQTTMessage]? { await session.life.nextBatch() }

    /// Hands a message to the network thread; never blocks.
    /// - Throws: `WireFailure` if the link has ended, or the topic is none that can be published to.
    public func publish(_ payload: [UInt8], to topic: String, quality: MQTTQuality = .atLeastOnce) throws {
        try publish(MQTTMessage(topic: topic, payload: payload), quality: quality)
    }

    /// The same with all that a message can bear.
    public func publish(_ message: MQTTMessage, quality: MQTTQuality = .atLeastOnce) throws {
        try session.publish(message, quality: quality)
    }

    /// Publishes and waits for the broker's answer (PUBACK). With QoS 0 there is none, and it is success once the message is
    /// written.
    /// - Returns: the reason code; MQTT 3.1.1 knows success alone, whatever the broker's access list says.
    /// - Throws: `WireFailure` as `publish` does, and when the link ends before the answer: then it is not known.
    public func send(_ message: MQTTMessage, quality: MQTTQuality = .atLeastOnce) async throws -> MQTTReason {
        let reasons = try await session.answers.answer { [session] in
            try session.publish(message, quality: quality, ticket: $0)
        }
        return reasons.first ?? .success
    }

    /// Subscribes to more topics.
    /// - Returns: the broker's answer for each, in their order.
    /// - Throws: `WireFailure` when the link ends before.
    public func subscribe(_ subscriptions: [MQTTSubscription]) async throws -> [MQTTReason] {
        var reasons: [MQTTReason] = []
        for packet in MQTTSession.packets(subscriptions) {
            reasons += try await session.answers.answer { [session] in
                try session.life.send(.subscribe(packet, $0), bytes: 0, to: session.place)
            }
        }
        return reasons
    }

    /// Gives topics up; returns when the broker has confirmed it.
    /// - Throws: `WireFailure` when the link ends before.
    public func unsubscribe(_ filters: [String]) async throws {
        guard !filters.isEmpty else { return }
        _ = try await session.answers.answer { [session] in
            try session.life.send(.unsubscribe(filters, $0), bytes: 0, to: session.place)
        }
    }

    /// The broker had kept a session of an earlier connection of this identifier.
    public var resumesSession: Bool { session.notes.withLock(\.resumesSession) }

    /// Why the link ended; nil while it lives, and where it was `close` that ended it.
    public var failure: WireFailure? { session.life.failure }

    /// Payloads that were larger than `MQTTSession.largestPayload` and were therefore dropped.
    var droppedPayloads: Int { session.notes.withLock(\.droppedPayloads) }

    /// Ends the network thread; returns when that has ended. Idempotent.
    /// - Parameter publishingWill: says no farewell (DISCONNECT), so that the broker publishes the will as after a crash.
    public func close(publishingWill: Bool = false) async {
        if publishingWill { session.notes.withLock { $0.endsSilently = true } }
        session.life.stop()
        await session.life.ended()
    }
}
