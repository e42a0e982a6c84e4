import Exchange
import Foundation
import JSON
import Wire

/// Why a request brought no answer.
enum RequestFailure: Error, Equatable {
    /// Nothing of it has left this machine.
    case notSent(WireFailure)
    case noAnswer(to: String, after: Duration)
    /// The connection broke while the answer was awaited.
    case broken(SafeText)
    /// Something came that is no answer of this interface.
    case unreadable(SafeText)
}

/// A question the adapter asks again and again.
struct Question: Hashable, Sendable {
    var path: String
    var fields: [String: String] = [:]
}

/// An answer, and the moment at which it was asked for.
struct Reply: Sendable {
    var asked: Moment
    var answer: Answer
}

// MARK: - One request at a time

extension YeastarSite {
    /// The exchange's server is a small one (Boa): it is asked one thing at a time, people's wishes before polls.
    func inTurn<Value: Sendable>(urgent isUrgent: Bool = false, _ work: () async throws -> Value) async throws -> Value {
        if isBusy {
            await withCheckedContinuation { if isUrgent { urgent.append($0) } else { patient.append($0) } }
        }
        isBusy = true
        defer {
            if !urgent.isEmpty {
                urgent.removeFirst().resume()
            } else if !patient.isEmpty {
                patient.removeFirst().resume()
            } else {
                isBusy = false
            }
        }
        try Task.checkCancellation()
        return try await work()
    }

    /// Sends one request; whether the answer says yes is not looked at.
    /// - Throws: `RequestFailure`, or `CancellationError`.
    func post(_ path: String, _ fields: [String: JSONValue], token: String?, within limit: Duration? = nil) async throws -> Answer {
        let limit = limit ?? configuration.deadline
        let sent = environment.now()
        let body = fields.isEmpty ? nil : Array(JSONValue.object(fields).compactText.utf8)
        var headers = [("Accept", "application/json"), ("Connection", "close")]
        if body != nil { headers.append(("Content-Type", "application/json; charset=utf-8")) }
        let request = HTTPRequest(
            method: "POST", url: address(of: path, token: token), headers: headers, body: body)
        let response: HTTPResponse
        do {
            response = try await http.send(request, deadline: limit)
        } catch let failure as WireFailure {
            switch failure.stage {
            case .address, .tcp, .tls: throw RequestFailure.notSent(failure)
            default:
                throw failure.isLate
                    ? RequestFailure.noAnswer(to: path, after: limit) : .broken(failure.reason)
            }
        }
        localAddress = response.localAddress
        reception?.believe(response.peerAddress)
        let now = environment.now()
        report([.heard(configuration.id, at: now, latency: .seconds(max(0, now.timeIntervalSince(sent))))])
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
        let text = parameters.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
        return "\(configuration.url)/api/\(configuration.version)/\(path)?\(text)"
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
        } catch RequestFailure.unreadable(let reason) {
            throw LinkFailure(.login, reason)
        } catch RequestFailure.noAnswer(let path, let limit) {
            throw LinkFailure(.login, "no answer to \(path) within \(limit.description)")
        }
        let given = answer.body.member("token").trimmedText
        guard answer.isSuccess, !given.isEmpty else {
            let failure = LinkFailure(
                .login,
                """
                the exchange refuses user name or password (errno \(answer.errno ?? "–")). Five refusals in a row lock this \
                address out for ten minutes, so nothing is tried again. Correct the configuration; if it is correct, the \
                address may be locked already: wait ten minutes
                """,
                isFinal: true)
            refusal = failure
            stir()
            throw failure
        }
        token = given
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
                if case .notSent = failure { throw failure }
            }
        }
    }

    /// A new token, and a look at what was missed without one.
    private func renew() async throws {
        try await logIn()
        want(.everything)
    }

    /// Asks and waits for the answer. No code is documented for a token that has expired (catalog, session_loss): where the
    /// exchange refuses, a heartbeat tells whether it knows us still. If not, it has not done what it refused, so that it can
    /// be asked once more under a new token, be it a command.
    /// - Throws: `RequestFailure`, `LinkFailure`, or `CancellationError`.
    func ask(_ path: String, _ fields: [String: JSONValue] = [:], isCommand: Bool = false) async throws -> Reply {
        try await inTurn(urgent: isCommand) {
            if self.token == nil { try await self.renew() }
            let asked = self.picture.moment()
            let question = isCommand ? nil : Question(path: path, fields: fields.mapValues { $0.text ?? "" })
            let answer = try await self.post(path, fields, token: self.token)
            if answer.isSuccess {
                if let question { self.refusedQuestions.remove(question) }
                return Reply(asked: asked, answer: answer)
            }
            if let question, self.refusedQuestions.contains(question) { return Reply(asked: asked, answer: answer) }
            if try await self.beat() {
                if let question { self.refusedQuestions.insert(question) }
                return Reply(asked: asked, answer: answer)
            }
            try await self.renew()
            return Reply(asked: self.picture.moment(), answer: try await self.post(path, fields, token: self.token))
        }
    }
}

extension String {
    /// Fit for one name or value in a URL's query (RFC 3986, section 2.3).
    var percentEncoded: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                return String(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }.joined()
    }
}
