/// Who is signed in over the gateway: tokens, and the events that wait to be fetched.
struct ICPGatewaySessions: Sendable {
    struct Session: Sendable, Equatable {
        /// What follows `JSESSIONID=`.
        var token: String
        /// The one before: a request may be under way with it while a poll brings the next.
        var previous: String?
        /// Milliseconds since 1970.
        var began: Milliseconds
        /// When a poll was last under way.
        var lastPoll: Milliseconds
        var mailbox: [ICPEvent] = []
    }

    enum Standing: Sendable, Equatable {
        case signedIn
        /// Thrown out; the first poll may still be told so.
        case thrownOut(isToBeTold: Bool)
        case refused(ICPRefusal)
    }

    /// Without a poll for so long an agent is signed out.
    static let life: Milliseconds = 120_000

    /// By work number.
    private(set) var live: [String: Session] = [:]
    /// The tokens of those who were thrown out, and whether that has still to be told.
    private var over: [String: Bool] = [:]
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    subscript(agent: String) -> Session? {
        get { live[agent] }
        set { live[agent] = newValue }
    }

    /// - Returns: whose session a token is of; empty where it is nobody's.
    func agent(with token: String?) -> String {
        live.first { token != nil && [$0.value.token, $0.value.previous].contains(token) }?.key ?? ""
    }

    /// - Returns: the new session's token.
    mutating func begin(_ agent: String, now: Milliseconds) -> String {
        let token = makeToken()
        live[agent] = Session(token: token, began: now, lastPoll: now)
        return token
    }

    mutating func end(_ agent: String) { live[agent] = nil }

    /// - Parameter isToBeTold: whether its next poll is told `AgentOther_ShutdownService` before all else is refused.
    mutating func throwOut(_ agent: String, isToBeTold: Bool) {
        guard let session = live.removeValue(forKey: agent) else { return }
        for token in [session.token, session.previous].compactMap({ $0 }) { over[token] = isToBeTold }
    }

    mutating func told(_ token: String) { over[token] = false }

    func standing(_ agent: String, token: String?) -> Standing {
        if let token, let isToBeTold = over[token] { return .thrownOut(isToBeTold: isToBeTold) }
        guard let session = live[agent] else { return .refused(.notSignedIn) }
        guard let token, token == session.token || token == session.previous else { return .refused(.token) }
        return .signedIn
    }

    /// A new token for a poll's answer.
    mutating func renew(_ agent: String) -> String? {
        guard let token = live[agent]?.token else { return nil }
        let next = makeToken()
        live[agent]?.previous = token
        live[agent]?.token = next
        return next
    }

    /// No token is good any more; whoever is signed in stays so.
    mutating func expireTokens() {
        for agent in live.keys.sorted() {
            let token = makeToken()
            live[agent]?.token = token
            live[agent]?.previous = nil
        }
    }

    /// As `279fe21d-2caa-4437-84c3-ab9e9dae20f5.AgentGateway0`.
    private mutating func makeToken() -> String {
        let parts = [8, 4, 4, 4, 12].map { count in
            (0..<count).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
        }
        return parts.joined(separator: "-") + ".AgentGateway0"
    }
}
