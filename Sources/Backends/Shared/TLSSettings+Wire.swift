import Exchange
import Wire

extension TLSSettings {
    /// The same for the wire.
    public var policy: TLSPolicy { TLSPolicy(authorities: ca, fingerprint: fingerprint, verifies: verify) }
}
