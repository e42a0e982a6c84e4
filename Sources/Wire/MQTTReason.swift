import CMosquitto
import Text

/// The broker's answer to one thing we asked: the reason code of CONNACK, PUBACK, SUBACK, UNSUBACK or DISCONNECT (MQTT 5.0,
/// section 2.4). MQTT 3.1.1 has but 0 for yes and, for a subscription, 0x80 for no.
public struct MQTTReason: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int32

    public init(rawValue: Int32) { self.rawValue = rawValue }

    public static let success = Self(rawValue: 0x00)
    /// Taken, and nobody wanted it.
    public static let noMatchingSubscribers = Self(rawValue: 0x10)
    public static let notAuthorized = Self(rawValue: 0x87)
    public static let sessionTakenOver = Self(rawValue: 0x8E)

    public var isRefusal: Bool { rawValue >= 0x80 }

    /// The standard's name of it, in English.
    public var words: SafeText { ours(mosquitto_reason_string(rawValue)) }
}
