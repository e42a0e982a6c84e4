/// How often a message may arrive: QoS 0 or QoS 1 (MQTT 3.1.1, section 4.3).
public enum MQTTQuality: Int32, Sendable {
    case atMostOnce = 0
    case atLeastOnce = 1
}

/// A connection to an MQTT broker, from CONNACK to its end. It does not come back by itself: whoever needs another opens
/// another.
public final class MQTTLink: Sendable {
    let session: MQTTSession

    private init(session: MQTTSession) { self.session = session }

    /// A link nobody holds any more ends too, only that nobody waits for it.
    deinit { session.life.stop() }

    /// Connects, logs in and subscribes to all `topics` (QoS 1); returns when the broker has confirmed it all. Cancellation
    /// closes what had come about.
    /// - Throws: `WireFailure`, also when `deadline` passes; `CancellationError` when the task is cancelled.
    public static func open(
        _ endpoint: MQTTEndpoint, subscribing topics: [String], deadline: Duration
    ) async throws -> MQTTLink {
        let session = MQTTSession(endpoint, topics: topics)
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
        try session.publish(MQTTMessage(topic: topic, payload: payload), quality: quality)
    }

    /// Why the link ended; nil while it lives, and where it was `close` that ended it.
    public var failure: WireFailure? { session.life.failure }

    /// Payloads that were larger than `MQTTSession.largestPayload` and were therefore dropped.
    var droppedPayloads: Int { session.notes.withLock(\.droppedPayloads) }

    /// Sends DISCONNECT and ends the network thread; returns when that has ended. Idempotent.
    public func close() async {
        session.life.stop()
        await session.life.ended()
    }
}
