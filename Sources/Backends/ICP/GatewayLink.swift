import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

extension ICPSite {
    /// There is no session to ask in, or the gateway does not take it.
    static let signedOut = RequestFailure.notRecognised("the gateway does not take the session")

    /// Asks within the session.
    ///
    /// A token may be replaced while a request is under way with the older one. What is refused for that was not done, and is
    /// asked again with the newer.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    func request(_ request: ICPRequest, within limit: Duration? = nil, isPoll: Bool = false) async throws -> GatewayReply {
        for _ in 0..<GatewayCode.mostDoubtfulAnswers {
            guard let session else { throw Self.signedOut }
            let reply = try await exchange(request, with: session, within: limit, isPoll: isPoll)
            guard reply.code == GatewayCode.tokenExpired, let newer = self.session, newer.number == session.number,
                newer.token != session.token
            else { return reply }
        }
        guard let session else { throw Self.signedOut }
        return try await exchange(request, with: session, within: limit, isPoll: isPoll)
    }

    /// Sends one request, in a session that exists or that shall come of it, and takes over what the reply says of it.
    func exchange(
        _ request: ICPRequest, with session: GatewaySession, within limit: Duration? = nil, isPoll: Bool = false
    ) async throws -> GatewayReply {
        let limit = limit ?? configuration.deadline
        let answer = try await http.send(request.message(in: session), named: request.path, within: limit)
        reporter.tellOfText(answer.trouble)
        let response = answer.response
        let reply = try read(response, to: request)
        // A poll takes as long as there is nothing to tell: that is no measure of the link.
        reporter.heard(latency: isPoll ? nil : answer.latency)
        takeOver(response, for: session.number)
        return reply
    }

    private func read(_ response: HTTPResponse, to request: ICPRequest) throws -> GatewayReply {
        do throws(UnreadableReply) {
            return try GatewayReply(response.body)
        } catch {
            guard response.status == 200 else {
                let reason: SafeText = "\(request.path): the gateway answers HTTP \(String(response.status))"
                throw [404, 405, 501].contains(response.status) ? RequestFailure.absent(reason) : .unreadable(reason)
            }
            switch error {
            case .page:
                throw RequestFailure.unreadable("\(request.path): a web page came instead of an answer. Check the gateway's address")
            case .garbled(let reason): throw RequestFailure.unreadable("\(request.path): the answer cannot be read: \(reason)")
            }
        }
    }

    /// Any reply may bring a new token, and the load balancer its cookie.
    private func takeOver(_ response: HTTPResponse, for number: Int) {
        guard session?.number == number else { return }
        if let token = GatewaySession.token(in: response.headers["set-guid"]) { session?.token = token }
        session?.cookies.merge(GatewaySession.cookies(in: response.headers["set-cookie"])) { _, new in new }
    }
}

extension ICPRequest {
    fileprivate func message(in session: GatewaySession) -> HTTPRequest {
        var headers = [("Accept", "application/json")]
        if !session.token.isEmpty { headers.append(("Guid", session.token)) }
        if !session.cookies.isEmpty {
            let cookies = session.cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            headers.append(("Cookie", cookies.joined(separator: "; ")))
        }
        let bytes = body.map { Array($0.compactText.utf8) }
        if bytes != nil { headers.append(("Content-Type", "application/json; charset=UTF-8")) }
        let fields = query.map { ($0.name, $0.value) }.asQuery
        return HTTPRequest(
            method: method, url: "\(session.base)/\(path)" + (fields.isEmpty ? "" : "?\(fields)"), headers: headers, body: bytes)
    }

    /// Fit for one step of a path, one name or one value of a query (RFC 3986, section 2.3).
    static func encoded(_ text: String) -> String { text.percentEncoded }

    /// An identifier in a body: a number where it is one.
    static func number(_ text: String) -> JSONValue { Int(text).map(JSONValue.number) ?? .string(text) }
}
