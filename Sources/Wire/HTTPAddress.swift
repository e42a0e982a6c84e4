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

    func unknown(_ proxy: HTTPProxy) -> WireFailure {
        WireFailure(
            stage: .address,
            reason: "The name of the proxy \(proxy.authority) cannot be looked up. It is named by \(proxy.variable) in the environment.")
    }

    func unreachable(_ proxy: HTTPProxy, _ cause: SafeText) -> WireFailure {
        WireFailure(
            stage: .tcp,
            reason: "No connection to the proxy \(proxy.authority): \(cause). It is named by \(proxy.variable) in the environment.")
    }

    /// The proxy itself answered in the exchange's place.
    func refused(by proxy: HTTPProxy, _ status: Int) -> WireFailure {
        WireFailure(
            stage: .tcp,
            reason: """
                The proxy \(proxy.authority) does not let us through to \(self): HTTP \(String(status)). \
                It is named by \(proxy.variable) in the environment; no_proxy there names hosts that are reached without one.
                """)
    }

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

    /// The peer's best TLS is one that is not safe any more.
    var outdatedTLS: WireFailure {
        WireFailure(
            stage: .tls,
            reason: """
                \(self) speaks no TLS that is safe today: it offers nothing later than 1.1, and 1.2 is needed. \
                Have its software updated, or TLS 1.2 turned on there.
                """)
    }

    /// TLS was spoken to a port that does not.
    var plainPort: WireFailure {
        WireFailure(
            stage: .tls,
            reason: """
                \(self) answers without TLS: this is its plain port. Write http:// in the address, or the port on which it speaks https.
                """)
    }

    /// A port that speaks TLS was addressed without.
    var encryptedPort: WireFailure {
        WireFailure(
            stage: .tls,
            reason: "\(self) speaks TLS on this port, and was addressed without. Write https:// in the address, or its plain port.")
    }

    var closed: WireFailure { WireFailure(stage: .link, reason: "\(self) closed the connection without an answer.") }

    var noHTTP: WireFailure {
        WireFailure(stage: .link, reason: "The connection to \(self) was lost: what came is no HTTP answer.")
    }

    /// The answer is compressed in a way that is not known, or badly.
    func unreadableEncoding(_ name: String) -> WireFailure {
        WireFailure(
            stage: .link, reason: "The answer of \(self) is compressed and cannot be unpacked (Content-Encoding: \(SafeText(name))).")
    }

    /// Where a download was to go on.
    var encodedRest: WireFailure {
        WireFailure(stage: .link, reason: "\(self) goes on with the file in another form than it began; fetch it from the beginning.")
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
