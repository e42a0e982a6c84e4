import CCurl
import Glibc
import Text

/// One request on its way. It belongs to the client's thread alone.
final class HTTPTransfer {
    let ticket: UInt64
    let easy: UnsafeMutableRawPointer

    /// The answer's head (bytes), beyond which it is no answer but an attack.
    private static let largestHead = 256 << 10

    private let address: HTTPAddress
    private let deadline: Duration
    private let largestBody: Int
    private let continuation: HTTPThread.Answer
    private let verifier: CertificateVerifier?
    private let proxy: HTTPProxy?
    /// Only the connection is made, and the handshake: to see whether somebody speaks TLS.
    private let isProbe: Bool
    /// libcurl's and OpenSSL's own words on what went wrong.
    private let words: UnsafeMutablePointer<CChar>
    private var list: UnsafeMutablePointer<curl_slist>?
    private var headBytes = 0
    private var headers: [String: String] = [:]
    private var body: [UInt8] = []
    private var file: HTTPFile?
    private var hasBegunTLS = false
    /// Why our own hand stopped the transfer.
    private var objection: WireFailure?

    init(
        _ order: HTTPThread.Order, largestBody: Int, variables: HTTPProxy.Variables,
        verifierFor: (String) throws(WireFailure) -> CertificateVerifier
    ) throws(WireFailure) {
        let request = order.request
        address = try HTTPAddress(request.url)
        guard !request.headers.contains(where: { Self.breaksOut($0.0) || Self.breaksOut($0.1) }), !Self.breaksOut(request.method)
        else { throw WireFailure(stage: .address, reason: "A header holds a line end.", isFinal: true) }
        isProbe = order.isProbe
        proxy = HTTPProxy(for: address, environment: variables)
        verifier = address.isSecret && !order.isProbe ? try verifierFor(address.host) : nil
        file = try order.goal.map { goal throws(WireFailure) in try HTTPFile(goal) }
        guard let easy = curl_easy_init() else { throw WireFailure(stage: .tcp, reason: "No memory for the request.") }
        self.easy = easy
        ticket = order.ticket
        deadline = order.deadline
        continuation = order.continuation
        self.largestBody = largestBody
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        prepare(request)
        prepareConnection()
        try prepareTLS()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(list)
        words.deallocate()
    }

    private static func breaksOut(_ text: String) -> Bool { text.utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D } }

    // MARK: Preparing

    private func prepare(_ request: HTTPRequest) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        cc_set_text(easy, CURLOPT_URL, request.url)
        cc_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        cc_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        cc_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        cc_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // A name service that hangs must not hold the thread, and with it all other requests, beyond the deadline.
        cc_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        let milliseconds = max(
            1,
            Int(clamping: deadline.components.seconds) * 1_000
                + Int(deadline.components.attoseconds / 1_000_000_000_000_000))
        cc_set_long(easy, CURLOPT_TIMEOUT_MS, milliseconds)
        cc_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
        cc_set_long(easy, CURLOPT_FRESH_CONNECT, request.needsFreshConnection ? 1 : 0)
        prepareMethod(request)
        prepareHeaders(request)
        if let offset = file?.offset, offset > 0 { cc_set_text(easy, CURLOPT_RANGE, "\(offset)-") }
        cc_set_taker(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
            HTTPTransfer.from(me).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        cc_set_pointer(easy, CURLOPT_HEADERDATA, me)
        cc_set_taker(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
            HTTPTransfer.from(me).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        cc_set_pointer(easy, CURLOPT_WRITEDATA, me)
    }

    private func prepareMethod(_ request: HTTPRequest) {
        switch (request.method, request.body) {
        case ("GET", nil): cc_set_long(easy, CURLOPT_HTTPGET, 1)
        case ("HEAD", nil): cc_set_long(easy, CURLOPT_NOBODY, 1)
        default:
            cc_set_long(easy, CURLOPT_POST, 1)
            cc_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method)
            let body = request.body ?? []
            cc_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            _ = body.isEmpty ? cc_set_text(easy, CURLOPT_COPYPOSTFIELDS, "") : cc_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, body)
        }
    }

    private func prepareHeaders(_ request: HTTPRequest) {
        // Without these libcurl puts in some of its own, which small servers do not understand.
        for name in ["Expect", "Content-Type"] where !request.headers.contains(where: { $0.0.lowercased() == name.lowercased() }) {
            list = curl_slist_append(list, "\(name):")
        }
        for (name, value) in request.headers { list = curl_slist_append(list, value.isEmpty ? "\(name);" : "\(name): \(value)") }
        cc_set_list(easy, CURLOPT_HTTPHEADER, list)
    }

    private func prepareConnection() {
        // Answers may come compressed. A file's bytes are counted, and are asked for as they are; what comes compressed unasked is
        // unpacked all the same.
        cc_set_text(easy, CURLOPT_ACCEPT_ENCODING, file == nil ? "" : "identity")
        // Empty: libcurl does not look at the environment by itself.
        cc_set_text(easy, CURLOPT_PROXY, proxy?.url ?? "")
        cc_set_text(easy, CURLOPT_NOPROXY, "")
        cc_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        cc_set_pointer(easy, CURLOPT_ERRORBUFFER, words)
        // What is no HTTP at all is handed over rather than hidden, so that it can be told.
        cc_set_long(easy, CURLOPT_HTTP09_ALLOWED, 1)
        guard isProbe else { return }
        cc_set_long(easy, CURLOPT_CONNECT_ONLY, 1)
        cc_set_long(easy, CURLOPT_SSL_VERIFYPEER, 0)
        cc_set_long(easy, CURLOPT_SSL_VERIFYHOST, 0)
    }

    /// libcurl's own checks are replaced by our own verifier, which knows fingerprints and speaks plainly.
    private func prepareTLS() throws(WireFailure) {
        guard verifier != nil else { return }
        let status = cc_set_tls_preparer(easy) { _, context, me in
            let transfer = HTTPTransfer.from(me)
            transfer.hasBegunTLS = true
            return transfer.verifier?.install(in: OpaquePointer(context!)) == true ? CURLE_OK : CURLE_SSL_CERTPROBLEM
        }
        guard status == CURLE_OK else {
            throw WireFailure(stage: .tls, reason: "libcurl here was built without OpenSSL.", isFinal: true)
        }
        cc_set_pointer(easy, CURLOPT_SSL_CTX_DATA, Unmanaged.passUnretained(self).toOpaque())
        cc_set_long(easy, CURLOPT_SSL_VERIFYPEER, 0)
        cc_set_long(easy, CURLOPT_SSL_VERIFYHOST, 0)
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> HTTPTransfer {
        Unmanaged.fromOpaque(me!).takeUnretainedValue()
    }

    // MARK: Taking the answer

    private var status: Int { cc_get_long(easy, CURLINFO_RESPONSE_CODE) }

    private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        headBytes += bytes.count
        guard headBytes <= Self.largestHead else { return stop("The head of the answer of \(address) is too large.") }
        // Cut by octets: a value that begins with a combining mark would be one Character with the colon.
        if bytes.starts(with: "HTTP/".utf8) {
            headers = [:]  // an interim answer came before
        } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
            let value = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[(colon + 1)...]).withoutBlanks, as: UTF8.self)
            headers[name] = headers[name].map { "\($0), \(value)" } ?? value
        }
        return bytes.count
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        // An answer without a status line: an alert of TLS (RFC 8446, section 5.1), or no HTTP.
        if headBytes == 0 {
            let isAlert = !address.isSecret && bytes.count >= 2 && bytes[0] == 0x15 && bytes[1] == 0x03
            objection = isAlert ? address.encryptedPort : address.noHTTP
            return 0
        }
        if let file, (200..<300).contains(status) {
            do throws(WireFailure) {
                let isEncoded = headers["content-encoding"].map { $0.lowercased() != "identity" } ?? false
                if isEncoded, status == 206 { throw address.encodedRest }
                let announced = isEncoded ? -1 : Int64(cc_get_offset(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T))
                try file.append(bytes, status: status, headers: headers, announced: announced)
            } catch {
                objection = error
                return 0
            }
            return bytes.count
        }
        guard body.count + bytes.count <= largestBody else {
            return stop("The answer of \(address) is larger than \(largestBody) bytes.")
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func stop(_ reason: SafeText) -> Int {
        objection = WireFailure(stage: .link, reason: reason)
        return 0
    }

    // MARK: Ending

    func abandon() { continuation.resume(throwing: CancellationError()) }

    func finish(_ outcome: CURLcode) {
        guard outcome == CURLE_OK else { return continuation.resume(throwing: ending(outcome)) }
        if let failure = failureInAnswer { return continuation.resume(throwing: failure) }
        do throws(WireFailure) {
            if (200..<300).contains(status) { try file?.close() }
        } catch {
            return continuation.resume(throwing: error)
        }
        var response = HTTPResponse(status: status, headers: headers, body: body)
        response.localAddress = cc_get_text(easy, CURLINFO_LOCAL_IP).map { String(cString: $0) } ?? ""
        response.peerAddress = cc_get_text(easy, CURLINFO_PRIMARY_IP).map { String(cString: $0) } ?? ""
        response.proxy = proxy?.authority
        response.host = address.host
        continuation.resume(returning: response)
    }

    private func ending(_ outcome: CURLcode) -> any Error {
        if let objection { return objection }
        let failure = failure(outcome)
        let isUnanswered = headBytes == 0 && failure.stage == .link && !failure.isLate
        // On a connection of its own; one that was used before may have been closed meanwhile.
        let isOwn = cc_get_long(easy, CURLINFO_NUM_CONNECTS) > 0
        return isUnanswered && isOwn && !address.isSecret && proxy == nil ? Unanswered(address: address, failure: failure) : failure
    }

    /// What an answer says that is none of the exchange's: of a proxy that wants a log-in, or of a server that says on its encrypted
    /// port that it is addressed without TLS (nginx, Apache).
    private var failureInAnswer: WireFailure? {
        if let proxy, status == 407 { return address.refused(by: proxy, status) }
        guard !address.isSecret, status == 400 else { return nil }
        let text = String(decoding: body.prefix(4_096), as: UTF8.self)
        let isTold = ["plain HTTP request was sent to HTTPS port", "speaking plain HTTP to an SSL-enabled"].contains { text.contains($0) }
        return isTold ? address.encryptedPort : nil
    }

    private func failure(_ outcome: CURLcode) -> WireFailure {
        var failure = failureOfExchange(outcome)
        let refusal = cc_get_long(easy, CURLINFO_HTTP_CONNECTCODE)
        if let proxy {
            switch outcome {
            case CURLE_COULDNT_RESOLVE_PROXY: return address.unknown(proxy)
            case CURLE_COULDNT_CONNECT: return address.unreachable(proxy, cause(outcome))
            case _ where refusal >= 300: return address.refused(by: proxy, refusal)
            default:
                failure.reason =
                    "\(failure.reason) The way leads over the proxy \(proxy.authority), which \(proxy.variable) in the environment names."
            }
        }
        return failure
    }

    private func cause(_ outcome: CURLcode) -> SafeText {
        let system = Int32(clamping: cc_get_long(easy, CURLINFO_OS_ERRNO))
        return ours(system == 0 ? curl_easy_strerror(outcome) : UnsafePointer(strerror(system)))
    }

    private func failureOfExchange(_ outcome: CURLcode) -> WireFailure {
        switch outcome {
        case CURLE_OPERATION_TIMEDOUT: address.lateness(stage, deadline)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: address.unknownHost
        case CURLE_COULDNT_CONNECT: address.unreachable(cause(outcome))
        // The address was read before the request was made. What libcurl calls an unsupported protocol now is the answer: on a
        // kept connection the rest of an earlier answer that was longer than its Content-Length.
        case CURLE_URL_MALFORMAT: HTTPAddress.noURL
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: address.noHTTP
        case CURLE_BAD_CONTENT_ENCODING: address.unreadableEncoding(headers["content-encoding"] ?? "")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            verifier?.objection ?? failureOfHandshake(ours(curl_easy_strerror(outcome)))
        case CURLE_GOT_NOTHING: address.closed
        default: WireFailure(stage: stage, reason: "The connection to \(address) was lost: \(cause(outcome)).")
        }
    }

    /// Why the two could not agree, as far as OpenSSL's words tell.
    private func failureOfHandshake(_ cause: SafeText) -> WireFailure {
        let told = String(cString: words).lowercased()
        let isOutdated = ["unsupported protocol", "alert protocol version", "version too low"].contains { told.contains($0) }
        let isPlain = ["wrong version number", "packet length too long", "http request"].contains { told.contains($0) }
        return isOutdated ? address.outdatedTLS : isPlain ? address.plainPort : address.noTLS(cause)
    }

    /// How far the request had come.
    private var stage: WireFailure.Stage {
        // A connection that was used before has no times of its own.
        if cc_get_long(easy, CURLINFO_REQUEST_SIZE) > 0 { return .link }
        if cc_get_offset(easy, CURLINFO_NAMELOOKUP_TIME_T) == 0 { return .address }
        let isShaking = hasBegunTLS && cc_get_offset(easy, CURLINFO_APPCONNECT_TIME_T) == 0
        // libcurl counts the handshake as a part of connecting.
        return isShaking ? .tls : cc_get_offset(easy, CURLINFO_CONNECT_TIME_T) == 0 ? .tcp : .link
    }
}

/// Not a single octet came on a plain connection that was made for the request: so end ports that speak TLS.
struct Unanswered: Error {
    let address: HTTPAddress
    let failure: WireFailure
}

extension UnsafeRawBufferPointer {
    /// Without the blanks, tabs and line ends around it.
    fileprivate var withoutBlanks: Slice<UnsafeRawBufferPointer> {
        func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else { return self[0..<0] }
        return self[first...last]
    }
}
