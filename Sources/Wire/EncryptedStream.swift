import CMosquitto
import Glibc
import Text

/// TLS over a socket that does not block (OpenSSL).
final class EncryptedStream {
    private let verifier: CertificateVerifier
    private let session: OpaquePointer

    // Macros of OpenSSL that Swift does not see: SSL_set_tlsext_host_name, and SSL_set_mode for partial writes from buffers that move.
    private static let (setHostName, hostNameType): (Int32, Int) = (55, 0)
    private static let (setMode, partialAndMoving): (Int32, Int) = (33, 3)

    /// - Throws: `WireFailure` (final) where the authorities cannot be read.
    init(_ socket: Int32, _ policy: TLSPolicy, host: String) throws(WireFailure) {
        verifier = try CertificateVerifier(policy, host: host)
        guard let session = SSL_new(verifier.context), SSL_set_fd(session, socket) == 1 else {
            throw WireFailure(stage: .tls, reason: "OpenSSL gives no TLS session.")
        }
        self.session = session
        SSL_ctrl(session, Self.setMode, Self.partialAndMoving, nil)
        // An address is no host name (RFC 6066, section 3).
        if host.contains(where: \.isLetter), !host.contains(":") {
            host.withCString { _ = SSL_ctrl(session, Self.setHostName, Self.hostNameType, UnsafeMutableRawPointer(mutating: $0)) }
        }
        SSL_set_connect_state(session)
    }

    deinit { SSL_free(session) }

    /// - Parameter wait: for the socket's events; false: the link is to end.
    /// - Throws: `WireFailure`: the peer is not the one we want, or speaks no TLS.
    func shakeHands(at place: String, wait: (Int32) -> Bool) throws(WireFailure) {
        while true {
            ERR_clear_error()
            let outcome = SSL_do_handshake(session)
            if outcome == 1 { return }
            let error = SSL_get_error(session, outcome)
            guard error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE else {
                if let objection = verifier.objection { throw objection }
                throw WireFailure(stage: .tls, reason: "\(place) ended the TLS handshake. Does it speak TLS there?")
            }
            guard wait(error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT) else {
                throw WireFailure(stage: .tls, reason: "\(place): the TLS handshake was given up.")
            }
        }
    }

    func read(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        ERR_clear_error()
        let count = SSL_read(session, buffer.baseAddress, Int32(clamping: buffer.count))
        return count > 0 ? Int(count) : failure(count)
    }

    func write(_ octets: UnsafeRawBufferPointer) -> Int {
        ERR_clear_error()
        let count = SSL_write(session, octets.baseAddress, Int32(clamping: octets.count))
        return count > 0 ? Int(count) : failure(count)
    }

    private func failure(_ outcome: Int32) -> Int {
        switch SSL_get_error(session, outcome) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: errno = EAGAIN
        case SSL_ERROR_ZERO_RETURN: return 0
        case SSL_ERROR_SYSCALL where errno != 0: break
        default: errno = ECONNRESET
        }
        return -1
    }
}
