import CMosquitto
import Glibc
import Text

/// Decides in the TLS handshake, before anything secret is sent, whether the peer is the one we want.
///
/// It is asked by OpenSSL on the thread that shakes hands, and belongs to that thread alone. It must outlive every
/// connection made from its `context`.
final class CertificateVerifier {
    /// The `SSL_CTX` that asks this verifier. libmosquitto 2.0.11 takes a reference of its own and leaves a context that it was
    /// given without its defaults as it is.
    let context: OpaquePointer
    /// Why the last certificate was turned down.
    private(set) var objection: WireFailure?

    private let policy: TLSPolicy
    private let host: String

    /// - Throws: `WireFailure` (final) when the authorities cannot be read or the fingerprint is none.
    init(_ policy: TLSPolicy, host: String) throws(WireFailure) {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw Self.fault("OpenSSL gives no TLS context.") }
        self.context = context
        self.policy = policy
        self.host = host
        if let fingerprint = policy.fingerprint {
            guard fingerprint.count == 32 else {
                throw Self.fault("A SHA-256 fingerprint has 32 bytes, this one \(fingerprint.count).")
            }
        } else if policy.verifies {
            try loadAuthorities()
        }
        guard install(in: context) else { throw Self.fault("OpenSSL here has no TLS 1.2.") }
    }

    /// Makes a context that somebody else made ask this verifier, with the authorities read once.
    func install(in context: OpaquePointer) -> Bool {
        guard cm_require_tls12(context) == 1 else { return false }
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
        SSL_CTX_set_cert_verify_callback(
            context,
            { chain, verifier in
                Unmanaged<CertificateVerifier>.fromOpaque(verifier!).takeUnretainedValue().admits(chain!) ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        if policy.fingerprint == nil, policy.verifies {
            if context != self.context { SSL_CTX_set1_cert_store(context, SSL_CTX_get_cert_store(self.context)) }
            expectHost(context)
        }
        return true
    }

    deinit { SSL_CTX_free(context) }

    private func loadAuthorities() throws(WireFailure) {
        guard let file = policy.authorities else {
            guard SSL_CTX_set_default_verify_paths(context) == 1 else {
                throw Self.fault("The system's certificate authorities cannot be read.")
            }
            return
        }
        guard SSL_CTX_load_verify_file(context, file) == 1 else {
            throw Self.fault("No certificate authority can be read from \(file). It must be a readable file in PEM.")
        }
    }

    /// An address must be among the certificate's addresses; it is no name, not even where a certificate writes it as one.
    private func expectHost(_ context: OpaquePointer) {
        let expected = SSL_CTX_get0_param(context)
        if X509_VERIFY_PARAM_set1_ip_asc(expected, host) != 1 {
            X509_VERIFY_PARAM_set_hostflags(expected, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
            X509_VERIFY_PARAM_set1_host(expected, host, 0)
        }
    }

    private func admits(_ chain: OpaquePointer) -> Bool {
        objection = nil
        if let wanted = policy.fingerprint {
            let found = Self.fingerprint(X509_STORE_CTX_get0_cert(chain))
            if found != wanted { objection = stranger(found) }
        } else if policy.verifies, X509_verify_cert(chain) != 1 {
            objection = distrust(X509_STORE_CTX_get_error(chain), Self.fingerprint(X509_STORE_CTX_get0_cert(chain)))
        }
        // The error stands in the handshake's alert and in OpenSSL's own message.
        if objection == nil {
            X509_STORE_CTX_set_error(chain, X509_V_OK)
        } else if X509_STORE_CTX_get_error(chain) == X509_V_OK {
            X509_STORE_CTX_set_error(chain, X509_V_ERR_APPLICATION_VERIFICATION)
        }
        return objection == nil
    }

    /// SHA-256 of a certificate in DER.
    private static func fingerprint(_ certificate: OpaquePointer?) -> [UInt8] {
        guard let certificate else { return [] }
        var length: UInt32 = 0
        return [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { buffer, count in
            count = X509_digest(certificate, EVP_sha256(), buffer.baseAddress, &length) == 1 ? Int(length) : 0
        }
    }

    // MARK: The grounds

    private func stranger(_ found: [UInt8]) -> WireFailure {
        WireFailure(
            stage: .tls,
            reason: """
                The certificate of \(host) has the fingerprint \(hexadecimal(found)) and not the one in the configuration. \
                If the exchange was given a new certificate, enter that; if not, somebody else is answering.
                """,
            isFinal: true)
    }

    private func distrust(_ error: Int32, _ found: [UInt8]) -> WireFailure {
        let (ground, remedy, isFinal): (SafeText, SafeText, Bool) =
            switch error {
            case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
                ("was made for another host", "Write the host as the certificate does", true)
            case X509_V_ERR_CERT_HAS_EXPIRED:
                ("has expired", "Have it renewed, and check this machine's clock", false)
            case X509_V_ERR_CERT_NOT_YET_VALID:
                ("is not valid yet", "Check this machine's clock", false)
            case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
                X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
                ("was signed by nobody we trust", "Name the file of its authority", true)
            default:
                ("is not accepted (\(String(cString: X509_verify_cert_error_string(Int(error)))))", "Have it replaced", true)
            }
        return WireFailure(
            stage: .tls,
            reason: """
                The certificate of \(host) \(ground). \(remedy), or enter its fingerprint \(hexadecimal(found)) once \
                you have made sure of it.
                """,
            isFinal: isFinal)
    }

    private static func fault(_ reason: SafeText) -> WireFailure {
        WireFailure(stage: .tls, reason: reason, isFinal: true)
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined(separator: ":")
    }
}
