import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// The requests of one uPortal and of the dispatch service (CDS) behind it. Who is signed in, others remember.
struct UPortal: Sendable {
    /// The longest wait for one answer.
    static let deadline = Duration.seconds(5)

    let configuration: ICPConfiguration.TalkingGroups
    let http: HTTPExchange

    init(_ configuration: ICPConfiguration.TalkingGroups, environment: Environment) {
        self.configuration = configuration
        let client = HTTPClient(tls: configuration.tls, maxBodyBytes: 16 << 20, maxConnections: 4)
        http = HTTPExchange(client, encoding: configuration.encoding, environment: environment)
    }

    /// An answer of the service: `{"returnCode", "returnDesc", "data"}`.
    struct Answer: Sendable {
        var status: Int
        /// As text, whether it came as a number or as text; empty where none came.
        var code: String
        /// The service's own words.
        var words: String
        /// The whole answer where it has no `data` of its own.
        var data: JSONValue

        var isDone: Bool { code == "0" }
        /// The service does not know who asks: nothing was done.
        var isOfUnknownSession: Bool { status == 401 || status == 403 || code == TalkingGroupCodes.notSignedIn }
    }

    /// Who answered, and where we are seen from.
    typealias Witness = @Sendable (HTTPResponse) -> Void

    // MARK: Signing in

    /// Signs in: asks for the challenge, answers it, and is given a token.
    /// - Returns: the token for all further requests.
    /// - Throws: `LinkFailure`, a final one where user name or password are refused; `RequestFailure`.
    func signIn(_ witness: Witness) async throws -> String {
        var answer = try await logIn(UPortalChallenge.request(for: configuration.username))
        witness(answer)
        if let token = Self.token(in: answer.body) { return token }
        if answer.status == 401 {
            let challenge = UPortalChallenge(answer.headers["www-authenticate"] ?? "")
            answer = try await logIn(challenge.answer(user: configuration.username, password: configuration.password.reveal()))
            if let token = Self.token(in: answer.body) { return token }
        }
        let said = try? Answer(answer)
        guard answer.status == 401 || answer.status == 403 || said?.code == TalkingGroupCodes.wrongPassword else {
            throw LinkFailure(.login, "the uPortal answers the sign-in with HTTP \(String(answer.status)) and no token")
        }
        throw LinkFailure(
            .login, "the uPortal refuses user name or password; nothing is tried again until the configuration is corrected",
            isFinal: true)
    }

    /// Keeps a token alive.
    /// - Returns: the token to go on with, which may be another; nil where the uPortal does not know it any more.
    func renew(_ token: String) async throws -> String? {
        let request = HTTPRequest(
            method: "POST", url: configuration.url + "/sc/token", headers: [("Authorization", "Basic \(token)")])
        let response = try await http.send(request, named: "/sc/token", within: Self.deadline).response
        if let fresh = Self.token(in: response.body) { return fresh }
        if let answer = try? Answer(response), answer.isOfUnknownSession { return nil }
        return token
    }

    private func logIn(_ authorization: String) async throws -> HTTPResponse {
        let request = HTTPRequest(
            method: "POST", url: configuration.url + UPortalChallenge.path, headers: [("Authorization", authorization)])
        return try await http.send(request, named: UPortalChallenge.path, within: Self.deadline).response
    }

    /// The token in an answer, which is XML; JSON is understood as well.
    static func token(in body: [UInt8]) -> String? {
        let said = (try? JSONValue(parsingXML: body)) ?? (try? JSONValue(parsing: body)) ?? .null
        if case .string(let text) = said, String(decoding: body, as: UTF8.self).contains("<AccessToken") { return text }
        return deepMember("AccessToken", of: said).flatMap { $0.trimmedText.isEmpty ? nil : $0.trimmedText }
    }

    private static func deepMember(_ name: String, of value: JSONValue) -> JSONValue? {
        value.member(name) ?? value.object?.values.lazy.compactMap { deepMember(name, of: $0) }.first
    }

    // MARK: Asking

    /// Sends one request under a token.
    /// - Throws: `RequestFailure`, also where something came that is no answer; `CancellationError`.
    func send(_ request: ICPRequest, token: String, within limit: Duration = deadline, _ witness: Witness) async throws -> Answer {
        var headers = [("Accept", "application/json"), ("Authorization", "Basic \(token)")]
        if request.body != nil { headers.append(("Content-Type", "application/json; charset=UTF-8")) }
        let query = request.query.map { ($0.name, $0.value) }.asQuery
        let url = "\(configuration.url)/\(request.path)" + (query.isEmpty ? "" : "?" + query)
        let response = try await http.send(
            HTTPRequest(method: request.method, url: url, headers: headers, body: request.body.map { Array($0.compactText.utf8) }),
            named: request.path, within: limit
        ).response
        witness(response)
        return try Answer(response)
    }
}

extension UPortal.Answer {
    /// - Throws: `RequestFailure` where it is no answer of this interface.
    init(_ response: HTTPResponse) throws(RequestFailure) {
        status = response.status
        let body = (try? JSONValue(parsing: response.body)) ?? .null
        code = body.member("returnCode", "retCode").trimmedText
        words = body.member("returnDesc", "retDesc").trimmedText
        data = body.member("data") ?? body
        if code.isEmpty, status != 401, status != 403 {
            throw .unreadable("the uPortal answers HTTP \(String(response.status)) without a result; check its address")
        }
    }
}

extension String {
    /// Fit for one segment of a talking-group request's path.
    var asGroupSegment: String { percentEncoded }
}
