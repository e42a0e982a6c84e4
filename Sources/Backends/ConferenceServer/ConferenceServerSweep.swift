import BackendSupport
import Exchange
import Foundation

// The session: log-in, a snapshot, then every so often a look at the operators and our rooms; and an ear for silence.
extension ConferenceServerSite {
    /// The gateway frees a name 36 s after its operator fell silent, and looks every 6 s.
    private static let ghostSession: TimeInterval = 60

    func keepInStep() async {
        do {
            try await logIn()
            try await synchronise()
            while true {
                try await environment.sleep(configuration.reconcileInterval)
                try await reconcile()
            }
        } catch let failure as LinkFailure {
            verdict = failure
        } catch {
            // The link is gone, or we are no longer wanted.
        }
    }

    /// Ends when the server has not been heard for too long, however the link may look.
    func listenForSilence() async {
        while true {
            let silent = Duration.seconds(max(0, environment.now().timeIntervalSince(heardAt)))
            guard silent < configuration.silence else {
                let limit = Int(configuration.silence / .seconds(1))
                verdict = verdict ?? LinkFailure(.link, "the server has been silent for \(String(limit)) s")
                return
            }
            do { try await environment.sleep(configuration.silence - silent) } catch { return }
        }
    }

    private func logIn() async throws {
        let answer: Message
        do {
            answer = try await ask(
                Message(
                    "LOGIN",
                    [
                        "OPERATORNAME": configuration.username, "PASS": password.reveal(), "PHONE1": phones.first ?? "",
                        "STATE1": phones.isEmpty ? "" : "1", "PHONE2": phones.count > 1 ? phones[1] : "",
                        "STATE2": phones.count > 1 ? "1" : "",
                    ]))
        } catch RequestFailure.noAnswer(_, let limit) {
            throw LinkFailure(.login, "the server did not answer the log-in within \(String(Int(limit / .seconds(1)))) s")
        }
        guard answer["STATUS"].isEmpty ? answer["REASIONCODE"] == "0" : answer.isSuccess else { throw refusal(answer) }
        isLoggedIn = true
        picture.seat(phones, at: environment.now())
    }

    private func refusal(_ answer: Message) -> LinkFailure {
        guard answer.reasonCode == "4" else {
            return LinkFailure(
                .login, "the server refused the log-in: \(answer.explanation); check user name and password", isFinal: true)
        }
        if let lostAt, environment.now().timeIntervalSince(lostAt) < Self.ghostSession {
            return LinkFailure(.login, "the server still holds the session that was lost; it lets go of it within a minute")
        }
        return LinkFailure(.login, "\(configuration.username) is already logged in elsewhere; log out there first", isFinal: true)
    }

    private func synchronise() async throws {
        try await gather()
        let now = environment.now()
        isSynchronised = true
        report(
            picture.listings() + [
                .link(configuration.id, .online, error: nil, at: now, retry: nil), .synced(configuration.id, at: now),
            ])
    }

    private func reconcile() async throws {
        try await gather()
        let changes = picture.finishListing()
        if !changes.isEmpty { report(changes) }
        guard picture.isInDoubt else { return }
        picture.isInDoubt = false
        try await gather()
    }

    /// Asks for operators and rooms and lets the answers come in.
    @discardableResult
    func gather() async throws -> [Message] {
        gathered = []
        for query in ["GETOPERATORINFOR", "GETCONFROOMINFO"] {
            guard post(Message(query, ["OPERATORNAME": configuration.username])) else { throw RequestFailure.noLink }
        }
        try await environment.sleep(configuration.gathering)
        return gathered
    }
}
