import BackendSupport
import Exchange

/// What a look at the server covers: operators and rooms are asked for together.
struct Scope: PollScope {
    let rawValue: Int

    static let rooms = Scope(rawValue: 1)
}

// The session: log-in, a snapshot, then every so often a look at the operators and rooms; and an eye on silence.
extension ConferenceServerSite {
    /// The gateway frees a name 36 s after its operator fell silent, and looks every 6 s.
    private static let ghostSession = Duration.seconds(60)

    /// How long doubts may gather before the rooms are asked for.
    static let gathering = Duration.milliseconds(500)

    func keepInStep() async throws {
        try await logIn()
        try await polls.run(synchronise: synchronise, look: { _ in try await reconcile() }, recover: { throw $0 })
    }

    /// Throws when the server has not been heard for too long, however the link may look.
    func watchForSilence() async throws {
        while true {
            let rest = heardAt + configuration.silence - environment.uptime()
            guard rest > .zero else {
                throw LinkFailure(.link, "the server has been silent for \(String(Int(configuration.silence / .seconds(1)))) s")
            }
            try await environment.sleep(rest)
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
        } catch let failure as RequestFailure where failure.isSilence {
            guard let unreadable else { throw LinkFailure(failure, at: .login) }
            throw LinkFailure(.login, "\(failure.reason); what comes cannot be read: \(unreadable)")
        }
        guard answer["STATUS"].isEmpty ? answer["REASIONCODE"] == "0" : answer.isSuccess else { throw refusal(answer) }
        isLoggedIn = true
        picture.logIn(phones, at: environment.now())
        reporter.online()
    }

    private func refusal(_ answer: Message) -> LinkFailure {
        guard answer.reasonCode == "4" else {
            return LinkFailure(
                .login, "the server refused the log-in: \(answer.explanation); check user name and password", isFinal: true)
        }
        if let lostAt, environment.uptime() - lostAt < Self.ghostSession {
            return LinkFailure(.login, "the server still holds the session that was lost; it lets go of it within a minute")
        }
        return LinkFailure(.login, "\(configuration.username) is already logged in elsewhere; log out there first", isFinal: true)
    }

    private func synchronise() async throws {
        let asked = try await look()
        picture.released.advance(to: environment.uptime())
        _ = picture.finishListing(asked: asked)
        reporter.synchronised(picture.published.listings(Picture.kinds))
    }

    private func reconcile() async throws {
        picture.isInDoubt = false
        let asked = try await look()
        picture.released.advance(to: environment.uptime())
        reporter.report(picture.finishListing(asked: asked))
        if picture.isInDoubt { polls.want(.rooms) }
    }

    /// Asks for operators and rooms.
    /// - Returns: when.
    private func look() async throws -> SequenceNumber {
        let fields: KeyValuePairs = ["OPERATORNAME": configuration.username]
        return try await listRooms(Message("GETCONFROOMINFO", fields), operators: Message("GETOPERATORINFOR", fields)).at
    }
}
