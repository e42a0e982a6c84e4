import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// Why a request to the gateway brought no reply.
enum GatewayFailure: Error, Equatable {
    /// Nothing of it has left this machine.
    case unsent(WireFailure)
    case noAnswer(to: String, after: Duration)
    /// The connection broke while the reply was awaited.
    case broken(SafeText)
    /// Something came that is no reply of a gateway.
    case unreadable(SafeText)
    /// The gateway has no such thing: HTTP 404 and its kin.
    case absent(SafeText)
    /// There is no session to ask in, or the gateway does not take it.
    case signedOut

    /// The same as the loss of a link.
    func linkFailure(_ stage: LinkFailure.Stage) -> LinkFailure {
        switch self {
        case .unsent(let failure): LinkFailure(failure)
        case .noAnswer(let path, let limit): LinkFailure(stage, "no answer to \(path) within \(limit.description)")
        case .broken(let reason), .unreadable(let reason), .absent(let reason): LinkFailure(stage, reason)
        case .signedOut: LinkFailure(stage, "the gateway does not take the session")
        }
    }
}

/// What makes us known to the gateway after signing in (section 1.4).
struct GatewaySession: Sendable {
    /// The gateway it was made at.
    let base: String
    /// Tells replies that come late from an earlier session apart.
    let number: Int
    /// The newest that any reply brought.
    var token: String
    /// Those of the load balancer, by name.
    var cookies: [String: String] = [:]
    /// When the gateway last answered a poll.
    var polled: Date?
}

extension ICPSite {
    /// Asks within the session.
    ///
    /// A token may be replaced while a request is under way with the older one. What is refused for that was not done, and is
    /// asked again with the newer.
    /// - Throws: `GatewayFailure`, or `CancellationError`.
    func request(_ request: ICPRequest, within limit: Duration? = nil, isPoll: Bool = false) async throws -> GatewayReply {
        for _ in 0..<GatewayCode.patience {
            guard let session else { throw GatewayFailure.signedOut }
            let reply = try await exchange(request, with: session, within: limit, isPoll: isPoll)
            guard reply.code == GatewayCode.tokenExpired, let newer = self.session, newer.number == session.number,
                newer.token != session.token
            else { return reply }
        }
        guard let session else { throw GatewayFailure.signedOut }
        return try await exchange(request, with: session, within: limit, isPoll: isPoll)
    }

    /// Sends one request, in a session that exists or that shall come of it, and takes over what the reply says of it.
    func exchange(
        _ request: ICPRequest, with session: GatewaySession, within limit: Duration? = nil, isPoll: Bool = false
    ) async throws -> GatewayReply {
        let limit = limit ?? configuration.deadline
        let sent = environment.now()
        let response: HTTPResponse
        do {
            let http = http
            let message = request.message(in: session)
            // The client's own deadline is the second line, for a clock here that stands still.
            response = try await environment.within(limit) { try await http.send(message, deadline: limit + .seconds(5)) }
        } catch is DeadlinePassed {
            throw GatewayFailure.noAnswer(to: request.path, after: limit)
        } catch let failure as WireFailure {
            switch failure.stage {
            case .address, .tcp, .tls: throw GatewayFailure.unsent(failure)
            default: throw failure.isLate ? GatewayFailure.noAnswer(to: request.path, after: limit) : .broken(failure.reason)
            }
        }
        let reply = try read(response, to: request)
        let now = environment.now()
        // A poll takes as long as there is nothing to tell: that is no measure of the link.
        report([.heard(configuration.id, at: now, latency: isPoll ? nil : .seconds(max(0, now.timeIntervalSince(sent))))])
        takeOver(response, for: session.number)
        return reply
    }

    private func read(_ response: HTTPResponse, to request: ICPRequest) throws -> GatewayReply {
        do throws(UnreadableReply) {
            return try GatewayReply(response.body)
        } catch {
            guard response.status == 200 else {
                let reason: SafeText = "\(request.path): the gateway answers HTTP \(String(response.status))"
                throw [404, 405, 501].contains(response.status) ? GatewayFailure.absent(reason) : .unreadable(reason)
            }
            switch error {
            case .page:
                throw GatewayFailure.unreadable("\(request.path): a web page came instead of an answer. Check the gateway's address")
            case .garbled(let reason): throw GatewayFailure.unreadable("\(request.path): the answer cannot be read: \(reason)")
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

extension GatewaySession {
    /// The token of a `Set-GUID: JSESSIONID=<guid>.AgentGatewayN`; of several the last.
    static func token(in header: String?) -> String? {
        guard let last = header?.split(separator: ",").last else { return nil }
        let pair = last.prefix { $0 != ";" }
        let value = pair.firstIndex(of: "=").map { pair[pair.index(after: $0)...] } ?? pair
        let token = String(value).trimmed
        return token.isEmpty ? nil : token
    }

    /// The pairs of one or several `Set-Cookie`. The dates among their attributes hold commas, too, but no name.
    static func cookies(in header: String?) -> [String: String] {
        var cookies: [String: String] = [:]
        for piece in header?.split(separator: ",") ?? [] {
            let pair = piece.prefix { $0 != ";" }
            guard let sign = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<sign]).trimmed
            guard !name.isEmpty, !name.contains(" ") else { continue }
            cookies[name] = String(pair[pair.index(after: sign)...]).trimmed
        }
        return cookies
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
        let fields = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
        return HTTPRequest(
            method: method, url: "\(session.base)/\(path)" + (fields.isEmpty ? "" : "?\(fields)"), headers: headers, body: bytes)
    }

    /// Fit for one step of a path, one name or one value of a query (RFC 3986, section 2.3).
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    /// An identifier in a body: a number where it is one.
    static func number(_ text: String) -> JSONValue { Int(text).map(JSONValue.number) ?? .string(text) }

    private static let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~*")
}
