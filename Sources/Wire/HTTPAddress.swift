import CCurl
import Text

/// Where a URL leads: all that failures may say of it.
struct HTTPAddress: CustomStringConvertible {
    let host: String
    let port: String
    let isSecret: Bool

    static let noURL = WireFailure(stage: .address, reason: "This is no http or https address.", isFinal: true)

    /// Read by libcurl's own reader, so that the host is checked that it connects to.
    init(_ url: String) throws(WireFailure) {
        let reader = curl_url()
        defer { curl_url_cleanup(reader) }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(reader, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard !url.utf8.contains(0), curl_url_set(reader, CURLUPART_URL, url, 0) == CURLUE_OK,
            let scheme = part(CURLUPART_SCHEME), scheme == "http" || scheme == "https",
            let host = part(CURLUPART_HOST), let port = part(CURLUPART_PORT)
        else { throw Self.noURL }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.port = port
        isSecret = scheme == "https"
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    // MARK: The grounds

    var unknownHost: WireFailure {
        WireFailure(
            stage: .address,
            reason: "The host name \(host) cannot be looked up. Check the exchange's name and the name service.")
    }

    func unreachable(_ cause: SafeText) -> WireFailure {
        WireFailure(
            stage: .tcp, reason: "No connection to \(self): \(cause). Check the port, and that the exchange's HTTP interface is on.")
    }

    func noTLS(_ cause: SafeText) -> WireFailure {
        WireFailure(
            stage: .tls, reason: "The TLS handshake with \(self) failed: \(cause). Check that it speaks HTTPS on this port.")
    }

    func lateness(_ stage: WireFailure.Stage, _ deadline: Duration) -> WireFailure {
        let waited = Double(deadline.components.seconds) + Double(deadline.components.attoseconds) * 1e-18
        let reason: SafeText =
            switch stage {
            case .address: "The name service did not answer for \(host). (Waited \(waited) s.)"
            case .tcp: "\(self) did not answer. A firewall may swallow the connection. (Waited \(waited) s.)"
            case .tls:
                """
                \(self) accepted the connection and did not finish the TLS handshake. \
                Does it speak HTTPS on this port? (Waited \(waited) s.)
                """
            case .login, .link: "\(self) accepted the request and did not answer in time. (Waited \(waited) s.)"
            }
        return WireFailure(stage: stage, reason: reason, isLate: true)
    }
}
