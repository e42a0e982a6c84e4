import Text

/// Why a link could not be had or was lost.
public struct WireFailure: Error, Equatable, Sendable {
    /// How far the link had come.
    public enum Stage: String, Sendable {
        /// The host's name was being looked up.
        case address
        /// The TCP connection was being made.
        case tcp
        /// The TLS handshake was under way, and with it the check of the certificate.
        case tls
        /// The broker was to let us in (CONNACK) and to give us our topics (SUBACK).
        case login
        /// The link stood, and was lost.
        case link
    }

    public var stage: Stage
    /// What happened and what to do.
    public var reason: SafeText
    /// Trying again with the same settings is pointless: the password was refused, the fingerprint is another.
    public var isFinal: Bool
    /// The deadline passed.
    public var isLate: Bool
    /// The peer's own code, where it gave one: the reason code of an MQTT broker (`MQTTReason`).
    public var code: Int32?

    public init(stage: Stage, reason: SafeText, isFinal: Bool = false, isLate: Bool = false, code: Int32? = nil) {
        self.stage = stage
        self.reason = reason
        self.isFinal = isFinal
        self.isLate = isLate
        self.code = code
    }
}

/// The library's words are known beforehand, so they can be said in another language as ours can.
func ours(_ words: UnsafePointer<CChar>) -> SafeText { SafeText(stringLiteral: String(cString: words)) }
