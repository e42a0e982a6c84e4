/// Where a broker is and how to be let in.
public struct MQTTEndpoint: Sendable {
    public var host: String
    public var port: Int
    public var username: String?
    public var password: String?
    /// nil speaks plain MQTT.
    public var tls: TLSPolicy?

    public init(host: String, port: Int, username: String? = nil, password: String? = nil, tls: TLSPolicy? = nil) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.tls = tls
    }
}

/// Whom to believe on an encrypted link.
public struct TLSPolicy: Sendable, Equatable {
    /// A file of authorities in PEM; nil means the system's.
    public var authorities: String?
    /// SHA-256 of the peer's certificate (DER), 32 bytes; where given, this alone decides.
    public var fingerprint: [UInt8]?
    /// False accepts any certificate.
    public var verifies: Bool

    public init(authorities: String? = nil, fingerprint: [UInt8]? = nil, verifies: Bool = true) {
        self.authorities = authorities
        self.fingerprint = fingerprint
        self.verifies = verifies
    }
}
