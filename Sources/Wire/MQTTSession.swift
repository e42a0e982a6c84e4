import CMosquitto
import Synchronization

/// What the callers of one connection to a broker share with its network thread (MQTTThread.swift).
final class MQTTSession: Sendable {
    /// A larger payload (bytes) is dropped: no exchange sends such, and a hostile one must not fill the memory.
    static let largestPayload = 16 << 20
    /// What MQTT can carry (MQTT 3.1.1, section 2.2.3).
    private static let longestPacket = 268_435_455

    /// What callers ask of the network thread.
    enum Request: Sendable {
        case publish(MQTTMessage, MQTTQuality, MQTTAnswers.Ticket?)
        /// Filters that are wanted in the same way.
        case subscribe([MQTTSubscription], MQTTAnswers.Ticket)
        case unsubscribe([String], MQTTAnswers.Ticket)
    }

    /// What the library's callbacks note down.
    struct Notes {
        /// The answer to our CONNECT (MQTT 3.1.1, table 3.1; MQTT 5.0, table 3-1), once it is there; 0 lets us in.
        var admission: Int32?
        /// The broker had kept a session of ours.
        var resumesSession = false
        /// The SUBSCRIBE packets of the opening that are not answered yet.
        var awaitedGrants: Set<Int32> = []
        /// The broker's answer to them, once it is there: whether it gave us all topics.
        var grantsTopics: Bool?
        /// Why the broker refused a topic of the opening.
        var refusal: MQTTReason?
        /// Why the broker ended the connection, where it said so.
        var farewell: MQTTReason?
        /// The library's last word about the TLS handshake.
        var complaint: String?
        var droppedPayloads = 0
        /// The link is to end without a farewell, so that the broker publishes the will.
        var endsSilently = false
    }

    let endpoint: MQTTEndpoint
    let options: MQTTOptions
    let subscriptions: [MQTTSubscription]
    let life = LinkLife<MQTTMessage, Request>()
    let answers = MQTTAnswers()
    let notes = Mutex(Notes())
    let trace = WireTrace("mqtt")

    init(_ endpoint: MQTTEndpoint, _ options: MQTTOptions, _ subscriptions: [MQTTSubscription]) {
        self.endpoint = endpoint
        self.options = options
        self.subscriptions = subscriptions
        trace.hide(endpoint.password)
    }

    func publish(_ message: MQTTMessage, quality: MQTTQuality, ticket: MQTTAnswers.Ticket? = nil) throws(WireFailure) {
        let length = Int32(clamping: message.topic.utf8.count)
        let outcome =
            if message.topic.isEmpty { MOSQ_ERR_INVAL.rawValue } else if message.payload.count + Int(length) + 8 > Self.longestPacket {
                MOSQ_ERR_PAYLOAD_SIZE.rawValue
            } else if mosquitto_validate_utf8(message.topic, length) != MOSQ_ERR_SUCCESS.rawValue { MOSQ_ERR_MALFORMED_UTF8.rawValue } else
            { mosquitto_pub_topic_check(message.topic) }
        guard outcome == MOSQ_ERR_SUCCESS.rawValue else { throw notSent(outcome) }
        if message.properties != MQTTProperties() { try check(message.properties) }
        trace.message("→", { message.topic }, message.payload)
        try life.send(.publish(message, quality, ticket), bytes: message.payload.count, to: place)
    }

    private func check(_ properties: MQTTProperties) throws(WireFailure) {
        guard options.version == .v5 else {
            throw WireFailure(stage: .link, reason: "Not sent: properties need MQTT 5.")
        }
        let refusal = MQTTPropertyList(properties).refusal
        guard refusal == MOSQ_ERR_SUCCESS.rawValue else { throw notSent(refusal) }
    }

    private func notSent(_ outcome: Int32) -> WireFailure { WireFailure(stage: .link, reason: "Not sent: \(words(for: outcome))") }

    /// Subscriptions in their order, those together that are wanted in the same way: a SUBSCRIBE of the library has one set of
    /// options for all its filters.
    static func packets(_ subscriptions: [MQTTSubscription]) -> [[MQTTSubscription]] {
        var packets: [[MQTTSubscription]] = []
        for subscription in subscriptions {
            if let other = packets.last?.first, other.quality == subscription.quality, other.options == subscription.options {
                packets[packets.count - 1].append(subscription)
            } else {
                packets.append([subscription])
            }
        }
        return packets
    }
}
