import CMosquitto
import Synchronization

/// What the callers of one connection to a broker share with its network thread (MQTTThread.swift).
final class MQTTSession: Sendable {
    /// A larger payload (bytes) is dropped: no exchange sends such, and a hostile one must not fill the memory.
    static let largestPayload = 16 << 20
    /// What MQTT can carry (MQTT 3.1.1, section 2.2.3).
    private static let longestPacket = 268_435_455

    struct Publication: Sendable {
        var message: MQTTMessage
        var quality: MQTTQuality
    }

    /// What the library's callbacks note down.
    struct Notes {
        /// The answer to our CONNECT (MQTT 3.1.1, table 3.1), once it is there; 0 lets us in.
        var admission: Int32?
        /// The broker's answer to our SUBSCRIBE, once it is there: whether it gave us all topics.
        var grantsTopics: Bool?
        /// The library's last word about the TLS handshake.
        var complaint: String?
        var droppedPayloads = 0
    }

    let endpoint: MQTTEndpoint
    let topics: [String]
    let life = LinkLife<MQTTMessage, Publication>()
    let notes = Mutex(Notes())

    init(_ endpoint: MQTTEndpoint, topics: [String]) {
        self.endpoint = endpoint
        self.topics = topics
    }

    func publish(_ message: MQTTMessage, quality: MQTTQuality) throws(WireFailure) {
        let length = Int32(clamping: message.topic.utf8.count)
        let outcome =
            if message.topic.isEmpty { MOSQ_ERR_INVAL.rawValue }
            else if message.payload.count + Int(length) + 8 > Self.longestPacket { MOSQ_ERR_PAYLOAD_SIZE.rawValue }
            else if mosquitto_validate_utf8(message.topic, length) != MOSQ_ERR_SUCCESS.rawValue { MOSQ_ERR_MALFORMED_UTF8.rawValue }
            else { mosquitto_pub_topic_check(message.topic) }
        guard outcome == MOSQ_ERR_SUCCESS.rawValue else {
            throw WireFailure(stage: .link, reason: "Not sent: \(words(for: outcome))")
        }
        try life.send(Publication(message: message, quality: quality), bytes: message.payload.count, to: place)
    }
}
