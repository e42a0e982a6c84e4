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
    private var list: UnsafeMutablePointer<curl_slist>?
    private var headBytes = 0
    private var headers: [String: String] = [:]
    private var body: [UInt8] = []
    private var file: HTTPFile?
    private var hasBegunTLS = false
    /// Why our own hand stopped the transfer.
    private var objection: WireFailure?

    init(
        _ order: HTTPThread.Order, largestBody: Int, verifierFor: (String) throws(WireFailure) -> CertificateVerifier
    ) throws(WireFailure) {
        let request = order.request
        address = try HTTPAddress(request.url)
        guard !request.headers.contains(where: { Self.breaksOut($0.0) || Self.breaksOut($0.1) }), !Self.breaksOut(request.method)
        else { throw WireFailure(stage: .address, reason: "A header holds a line end.", isFinal: true) }
        verifier = address.isSecret ? try verifierFor(address.host) : nil
        file = try order.goal.map { goal throws(WireFailure) in try HTTPFile(goal) }
        guard let easy = curl_easy_init() else { throw WireFailure(stage: .tcp, reason: "No memory for the request.") }
        self.easy = easy
        ticket = order.ticket
        deadline = order.deadline
        continuation = order.continuation
        self.largestBody = largestBody
        prepare(request)
        try prepareTLS()
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(list)
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
        if let file, (200..<300).contains(status) {
            do throws(WireFailure) {
                let announced = Int64(cc_get_offset(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T))
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
        guard outcome == CURLE_OK else { return continuation.resume(throwing: objection ?? failure(outcome)) }
        do throws(WireFailure) {
            if (200..<300).contains(status) { try file?.close() }
        } catch {
            return continuation.resume(throwing: error)
        }
        var response = HTTPResponse(status: status, headers: headers, body: body)
        response.localAddress = cc_get_text(easy, CURLINFO_LOCAL_IP).map { String(cString: $0) } ?? ""
        response.peerAddress = cc_get_text(easy, CURLINFO_PRIMARY_IP).map { String(cString: $0) } ?? ""
        continuation.resume(returning: response)
    }

    private func failure(_ outcome: CURLcode) -> WireFailure {
        let system = Int32(clamping: cc_get_long(easy, CURLINFO_OS_ERRNO))
        let cause = ours(system == 0 ? curl_easy_strerror(outcome) : UnsafePointer(strerror(system)))
        switch outcome {
        case CURLE_OPERATION_TIMEDOUT: return address.lateness(stage, deadline)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return address.unknownHost
        case CURLE_COULDNT_CONNECT: return address.unreachable(cause)
        // The address was read before the request was made. What libcurl calls an unsupported protocol now is the answer: on a
        // kept connection the rest of an earlier answer that was longer than its Content-Length.
        case CURLE_URL_MALFORMAT: return HTTPAddress.noURL
        case CURLE_UNSUPPORTED_PROTOCOL:
            return WireFailure(stage: .link, reason: "The connection to \(address) was lost: what came is no HTTP answer.")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            return verifier?.objection ?? address.noTLS(ours(curl_easy_strerror(outcome)))
        case CURLE_GOT_NOTHING:
            return WireFailure(stage: .link, reason: "\(address) closed the connection without an answer.")
        default:
            return WireFailure(stage: stage, reason: "The connection to \(address) was lost: \(cause).")
        }
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

extension UnsafeRawBufferPointer {
    /// Without the blanks, tabs and line ends around it.
    fileprivate var withoutBlanks: Slice<UnsafeRawBufferPointer> {
        func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0D).contains(octet) }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else { return self[0..<0] }
        return self[first...last]
    }
}
