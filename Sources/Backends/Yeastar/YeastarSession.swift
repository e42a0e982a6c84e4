import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// A question the adapter asks again and again.
struct Question: Hashable, Sendable {
    var path: String
    var fields: [String: String] = [:]
}

/// What is asked one thing at a time: there is one server.
enum Server { case exchange }

// MARK: - One request at a time

extension YeastarSite {
    /// The exchange's server is a small one (Boa): it is asked one thing at a time, people's wishes before polls.
    func inTurn<Value: Sendable>(urgent isUrgent: Bool = false, _ work: () async throws -> Value) async throws -> Value {
        if !turns.take(.exchange) { await withCheckedContinuation { turns.wait(for: .exchange, urgent: isUrgent, $0) } }
        defer { turns.pass(.exchange) }
        try Task.checkCancellation()
        return try await work()
    }

    /// Sends one request; whether the answer says yes is not looked at.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    func post(_ path: String, _ fields: [String: JSONValue], token: String?, within limit: Duration? = nil) async throws -> Answer {
        let body = fields.isEmpty ? nil : Array(JSONValue.object(fields).compactText.utf8)
        var headers = [("Accept", "application/json"), ("Connection", "close")]
        if body != nil { headers.append(("Content-Type", "application/json; charset=utf-8")) }
        let request = HTTPRequest(
            method: "POST", url: address(of: path, token: token), headers: headers, body: body)
        let reply = try await http.send(request, named: path, within: limit ?? configuration.deadline)
        reporter.tellOfText(reply.trouble)
        let response = reply.response
        localAddress = response.localAddress
        posted?.believe(response)
        reporter.heard(latency: reply.latency)
        do throws(Unreadable) {
            let answer = try Answer(response.body)
            if response.status == 200 || !answer.isSuccess { return answer }
        } catch {
            if response.status == 200 {
                switch error {
                case .page: throw RequestFailure.unreadable("\(path): a web page came instead of an answer. Check address and port")
                case .garbled(let reason): throw RequestFailure.unreadable("\(path): the answer cannot be read: \(reason)")
                }
            }
        }
        // Not documented, but what a server says that does not know the token.
        if response.status == 401 || response.status == 403, let refusal = try? Answer(Array(#"{"status":"Failed"}"#.utf8)) {
            return refusal
        }
        throw RequestFailure.unreadable("\(path): the exchange answers HTTP \(String(response.status))")
    }

    func address(of path: String, token: String?, query: [(String, String)] = []) -> String {
        var parameters = query
        if let token { parameters.append(("token", token)) }
        if query.isEmpty { parameters.append(("type", "json")) }
        return "\(configuration.url)/api/\(configuration.version)/\(path)?\(parameters.asQuery)"
    }
}

// MARK: - The session

extension YeastarSite {
    /// Logs in (section 2.1). Called in turn.
    /// - Throws: `LinkFailure`, a final one when the exchange refuses: five refusals lock our address for ten minutes.
    func logIn() async throws {
        if let refusal { throw refusal }
        token = nil
        var fields = destination
        fields["username"] = .string(configuration.username)
        fields["password"] = .string(Digest.md5(configuration.password.reveal()))
        fields["version"] = "1.0.2"
        let answer: Answer
        do {
            answer = try await post(Path.login, fields, token: nil)
        } catch let failure as RequestFailure {
            // Whoever waits for the exchange to be heard again goes on waiting where the connection broke.
            if case .broken = failure { throw failure }
            throw failure.isUnsent ? failure : LinkFailure(failure, at: .login)
        }
        let given = answer.body.member("token").trimmedText
        guard answer.isSuccess, !given.isEmpty else {
            let failure = Self.refusal(of: answer)
            if failure.isFinal { refusal = failure }
            polls.fail(failure)
            throw failure
        }
        token = given
    }

    /// The document explains one code alone; any other is something else than a wrong password, and may pass.
    private static func refusal(of answer: Answer) -> LinkFailure {
        if answer.isSuccess { return LinkFailure(.login, "the exchange takes the log-in and gives no token") }
        guard answer.errno == ErrorCode.loginRefused else {
            return LinkFailure(.login, "the exchange does not take the log-in: \(ErrorCode.meaning(of: answer.errno))")
        }
        return LinkFailure(
            .login,
            """
            the exchange refuses user name or password (errno \(ErrorCode.loginRefused)). Five refusals in a row lock this \
            address out for ten minutes, so nothing is tried again. Correct the configuration; if it is correct, the \
            address may be locked already: wait ten minutes
            """,
            isFinal: true)
    }

    /// Tells the exchange that we live, and where to send its reports (section 2.2): without the address it would go back to
    /// the bare one.
    /// - Returns: whether the exchange knows our token.
    func beat() async throws -> Bool {
        guard let token else { return false }
        var fields = destination
        fields["ipaddr"] = .string(localAddress)
        return try await post(Path.heartbeat, fields, token: token).isSuccess
    }

    /// Beats well before the token's 30 minutes are over.
    func keepAlive() async throws {
        while true {
            try await environment.sleep(configuration.heartbeatInterval)
            do {
                try await inTurn {
                    if try await !self.beat() { try await self.renew() }
                }
            } catch let failure as RequestFailure {
                // The sweep notices a silence, and says so.
                if failure.isUnsent { throw failure }
            }
        }
    }

    /// A new token, and a look at what was missed without one.
    private func renew() async throws {
        try await logIn()
        polls.want(.everything)
    }

    /// Asks and waits for the answer. No code is documented for a token that has expired (catalog, session_loss): where the
    /// exchange refuses, a heartbeat tells whether it knows us still. If not, it has not done what it refused, so that it can
    /// be asked once more under a new token, be it a command.
    /// - Throws: `RequestFailure`, `LinkFailure`, or `CancellationError`.
    func ask(_ path: String, _ fields: [String: JSONValue] = [:], isCommand: Bool = false) async throws -> Asked<Answer> {
        try await inTurn(urgent: isCommand) {
            if self.token == nil { try await self.renew() }
            let asked = self.picture.sequence.next()
            let question = isCommand ? nil : Question(path: path, fields: fields.mapValues { $0.text ?? "" })
            let answer = try await self.post(path, fields, token: self.token)
            if answer.isSuccess {
                if let question { self.refusedQuestions.remove(question) }
                return Asked(at: asked, value: answer)
            }
            if let question, self.refusedQuestions.contains(question) { return Asked(at: asked, value: answer) }
            if try await self.beat() {
                if let question { self.refusedQuestions.insert(question) }
                return Asked(at: asked, value: answer)
            }
            try await self.renew()
            return Asked(at: self.picture.sequence.next(), value: try await self.post(path, fields, token: self.token))
        }
    }
}
