import Exchange
import Wire

/// Requests to one HTTP interface: each within its deadline, each failure a `RequestFailure`.
///
/// All requests and answers of an adapter that speaks HTTP pass here.
public struct HTTPExchange: Sendable {
    /// An answer, whatever its status, and the round trip.
    public struct Reply: Sendable {
        /// Its body is UTF-8 where it is text that could be read.
        public var response: HTTPResponse
        public var latency: Duration
        /// What the operator is to be told, once, of how its text was written.
        public var trouble: SafeText?
    }

    private let client: HTTPClient
    private let decoder: WireDecoder
    private let environment: Environment

    /// The longest that a file may take: a long recording over a slow line.
    public static let downloadDeadline = Duration.seconds(600)

    /// - Parameter encoding: how the exchange writes the text of its answers.
    public init(_ client: HTTPClient, encoding: TextEncoding = .automatic, environment: Environment) {
        self.client = client
        decoder = WireDecoder(encoding)
        self.environment = environment
    }

    /// Sends a request and waits for the whole answer.
    /// - Parameters:
    ///   - name: the request as its system names it, for the words of a failure. Never its address: that holds tokens.
    ///   - limit: the longest wait.
    ///   - takesRedirections: a redirection is an answer; otherwise it is told as a failure, with where it leads.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    public func send(
        _ request: HTTPRequest, named name: String, within limit: Duration, takesRedirections: Bool = false
    ) async throws -> Reply {
        let sent = environment.uptime()
        do {
            let client = client
            // The client gives up a moment earlier, as it can say how far the request had come. The second deadline is for a
            // clock that is not the machine's.
            let response = try await environment.within(limit) { try await client.send(request, deadline: limit * 0.98) }
            if !takesRedirections, let failure = Self.redirection(response, of: name) { throw failure }
            var reply = Reply(response: response, latency: environment.uptime() - sent)
            reply.trouble = readText(of: &reply.response)
            return reply
        } catch is DeadlinePassed {
            throw RequestFailure.noAnswer(to: name, after: limit)
        } catch let failure as WireFailure {
            throw RequestFailure(failure, of: name, after: limit)
        }
    }

    /// An exchange that sends us elsewhere is asked at the wrong place: mostly it wants https.
    private static func redirection(_ response: HTTPResponse, of name: String) -> RequestFailure? {
        guard [301, 302, 303, 307, 308].contains(response.status) else { return nil }
        // A query may repeat ours, with its tokens.
        let location = (response.headers["location"] ?? "").utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let told: SafeText = location.isEmpty ? "without saying where" : "to \(String(Substring(location)))"
        return .unreadable(
            "the exchange sends \(name) elsewhere, \(told) (HTTP \(String(response.status))); is its address in the configuration right?")
    }

    /// Makes UTF-8 of a body of text.
    /// - Returns: what is to be told of it.
    func readText(of response: inout HTTPResponse) -> SafeText? {
        let type = (response.headers["content-type"] ?? "").lowercased()
        if Self.otherThanText.contains(where: type.hasOctetPrefix) { return nil }
        let (octets, reading) = decoder.utf8(response.body)
        if reading.findings.contains(.unreadable) { return reading.trouble }
        // XML says itself how it is written.
        if reading.findings.contains(.gbk), response.body.starts(with: "<?xml".utf8) { return nil }
        response.body = octets
        return reading.trouble
    }

    private static let otherThanText = ["audio/", "image/", "video/", "application/octet-stream", "application/pdf", "application/zip"]

    /// Fetches a file. Only the body of a success (2xx) goes there.
    /// - Parameters:
    ///   - resuming: goes on where an interrupted transfer ended, where the peer can do that.
    ///   - progress: bytes so far, and how many there will be where the peer said so.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    public func download(
        _ request: HTTPRequest, to file: IncomingFile, resuming: Bool, named name: String, within limit: Duration = downloadDeadline,
        progress: @escaping FileProgress
    ) async throws -> HTTPResponse {
        do {
            let response = try await client.download(
                request, to: file.part, resuming: resuming && file.isBegun, progress: progress, deadline: limit)
            if let failure = Self.redirection(response, of: name) { throw failure }
            return response
        } catch let failure as WireFailure {
            throw RequestFailure(failure, of: name, after: limit)
        }
    }
}

extension Outcome {
    /// What came of fetching a file that failed so.
    public init(ofDownload failure: any Error) {
        switch failure as? RequestFailure {
        case .noAnswer(_, let limit): self = .noAnswer(after: limit)
        case let failure?: self = .unknown(failure.reason)
        case nil: self = .unknown("the link broke before the file had come")
        }
    }
}
