/// How often a message may arrive: QoS 0 or QoS 1 (MQTT 3.1.1, section 4.3).
public enum MQTTQuality: Int32, Sendable {
    case atMostOnce = 0
    case atLeastOnce = 1
}

/// What a broker hands on, or is to hand on.
public struct MQTTMessage: Sendable, Equatable {
    public var topic: String
    public var payload: [UInt8]
    /// Of a message that came: the broker had kept it, and it is no news; with `MQTTSubscription.keepsRetainFlag`, that its
    /// publisher wanted it kept. Of one to be published: the broker is to keep it for whoever subscribes later, in place of
    /// what it had for the topic; an empty payload removes that (MQTT 3.1.1, section 3.3.1.3).
    public var isRetained: Bool
    /// Of MQTT 5 alone.
    public var properties: MQTTProperties

    public init(topic: String, payload: [UInt8], isRetained: Bool = false, properties: MQTTProperties = MQTTProperties()) {
        self.topic = topic
        self.payload = payload
        self.isRetained = isRetained
        self.properties = properties
    }
}

/// What MQTT 5 says about a message beside its payload (MQTT 5.0, section 3.3.2.3).
public struct MQTTProperties: Sendable, Equatable {
    /// A name and a value of the publisher's own; names may repeat.
    public struct UserProperty: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// In the order of the wire.
    public var user: [UserProperty]
    /// Seconds after which the broker need not deliver it any more; of a message that came, what was left of them.
    public var expiry: UInt32?
    /// Where an answer is expected.
    public var responseTopic: String?
    /// What the answer is to repeat; up to 65,535 octets.
    public var correlation: [UInt8]?
    public var contentType: String?

    public init(
        user: [UserProperty] = [], expiry: UInt32? = nil, responseTopic: String? = nil, correlation: [UInt8]? = nil,
        contentType: String? = nil
    ) {
        self.user = user
        self.expiry = expiry
        self.responseTopic = responseTopic
        self.correlation = correlation
        self.contentType = contentType
    }

    /// The first value of a user property.
    public subscript(_ name: String) -> String? { user.first { $0.name == name }?.value }
}

/// What the broker publishes in our name when the link ends without a farewell (MQTT 5.0, section 3.1.2.5).
public struct MQTTWill: Sendable, Equatable {
    public var message: MQTTMessage
    public var quality: MQTTQuality
    /// Seconds that the broker waits for us to come back first; MQTT 5 alone.
    public var delay: UInt32

    public init(_ message: MQTTMessage, quality: MQTTQuality = .atLeastOnce, delay: UInt32 = 0) {
        self.message = message
        self.quality = quality
        self.delay = delay
    }
}

/// Topics that are wanted, and how (MQTT 5.0, section 3.8.3.1). All but filter and quality need MQTT 5.
public struct MQTTSubscription: Sendable, Equatable {
    /// When the broker hands over what it has kept.
    public enum Retained: Int32, Sendable {
        case always = 0x00
        /// Only if we had not subscribed to it already.
        case whenNew = 0x10
        case never = 0x20
    }

    public var filter: String
    public var quality: MQTTQuality
    /// What we publish ourselves does not come back.
    public var skipsOwn: Bool
    /// Messages keep the retain flag that their publisher set; else only what the broker had kept bears it.
    public var keepsRetainFlag: Bool
    public var retained: Retained

    public init(
        _ filter: String, quality: MQTTQuality = .atLeastOnce, skipsOwn: Bool = false, keepsRetainFlag: Bool = false,
        retained: Retained = .always
    ) {
        self.filter = filter
        self.quality = quality
        self.skipsOwn = skipsOwn
        self.keepsRetainFlag = keepsRetainFlag
        self.retained = retained
    }

    /// The octet of the wire without the quality; 0 is all that MQTT 3.1.1 has.
    var options: Int32 { (skipsOwn ? 0x04 : 0) | (keepsRetainFlag ? 0x08 : 0) | retained.rawValue }
}

/// How a link speaks with its broker.
public struct MQTTOptions: Sendable, Equatable {
    public enum Version: Int32, Sendable {
        case v311 = 4
        case v5 = 5

        var name: String { self == .v5 ? "5" : "3.1.1" }
    }

    public var version: Version
    public var will: MQTTWill?
    /// Seconds of silence after which the broker is asked for a sign of life, 1…65535; half as long again, and the broker holds
    /// us for dead.
    public var keepAlive: Int
    /// nil takes one by chance: two consoles with the same settings are two clients to the broker, which would else throw out the
    /// first.
    public var clientIdentifier: String?
    /// False resumes what the broker kept of an earlier connection of this identifier.
    public var startsClean: Bool
    /// Seconds that the broker keeps subscriptions and waiting messages after the link's end; MQTT 5 alone.
    public var sessionExpiry: UInt32

    public init(
        version: Version = .v311, will: MQTTWill? = nil, keepAlive: Int = 15, clientIdentifier: String? = nil,
        startsClean: Bool = true, sessionExpiry: UInt32 = 0
    ) {
        self.version = version
        self.will = will
        self.keepAlive = keepAlive
        self.clientIdentifier = clientIdentifier
        self.startsClean = startsClean
        self.sessionExpiry = sessionExpiry
    }
}
