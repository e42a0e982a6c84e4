import Wire

/// Who is logged in: tokens, the lock against guessing, and where reports go.
struct YeastarSessions: Sendable {
    struct Session: Sendable, Equatable {
        var expires: Milliseconds
        /// nil: a later one has taken the reports.
        var target: YeastarReportTarget?
        var wantsWellFormed: Bool
    }

    /// From the last heartbeat.
    static let life: Milliseconds = 30 * 60_000
    static let lockTime: Milliseconds = 10 * 60_000
    static let triesAllowed = 5

    let username: String
    /// MD5 of the password, 32 lower-case hex digits.
    private let passwordHash: String
    private(set) var sessions: [String: Session] = [:]
    private var wrongTries: [String: Int] = [:]
    private var lockedUntil: [String: Milliseconds] = [:]
    private var random: SeededRandom

    init(username: String, password: String, seed: UInt64) {
        self.username = username
        passwordHash = Digest.md5(password)
        random = SeededRandom(seed: seed)
    }

    /// - Returns: the token.
    mutating func logIn(
        _ request: YeastarRequest, from peer: String, now: Milliseconds, _ laterLogIn: YeastarSystem.LaterLogIn
    ) throws(YeastarRefusal) -> String {
        guard now >= lockedUntil[peer, default: 0] else { throw .logIn }
        guard request["username"] == username, request["password"] == passwordHash else {
            wrongTries[peer, default: 0] += 1
            if wrongTries[peer, default: 0] >= Self.triesAllowed {
                wrongTries[peer] = 0
                lockedUntil[peer] = now + Self.lockTime
            }
            throw .logIn
        }
        guard let target = YeastarReportTarget(request, address: peer, wantsWellFormed: request["version"] == "1.0.2") else {
            throw .missing
        }
        wrongTries[peer] = nil
        if laterLogIn == .endsEarlier { sessions = [:] }
        let token = randomHex()
        send(reportsTo: target, for: token, now: now, laterLogIn)
        return token
    }

    private mutating func send(
        reportsTo target: YeastarReportTarget, for token: String, now: Milliseconds, _ laterLogIn: YeastarSystem.LaterLogIn
    ) {
        if laterLogIn == .takesReports { for other in sessions.keys { sessions[other]?.target = nil } }
        sessions[token] = Session(expires: now + Self.life, target: target, wantsWellFormed: target.wantsWellFormed)
    }

    func check(_ token: String?, now: Milliseconds) throws(YeastarRefusal) {
        guard let token, let session = sessions[token], now < session.expires else { throw .token }
    }

    /// Thirty more minutes; reports go where this one says, and nowhere else.
    mutating func heartbeat(
        _ token: String?, _ request: YeastarRequest, now: Milliseconds, _ laterLogIn: YeastarSystem.LaterLogIn
    ) throws(YeastarRefusal) {
        try check(token, now: now)
        guard let token, let session = sessions[token] else { throw .token }
        let address = try request.required("ipaddr")
        guard let target = YeastarReportTarget(request, address: address, wantsWellFormed: session.wantsWellFormed) else {
            throw .missing
        }
        send(reportsTo: target, for: token, now: now, laterLogIn)
    }

    mutating func logOut(_ token: String?, now: Milliseconds) throws(YeastarRefusal) {
        try check(token, now: now)
        if let token { sessions[token] = nil }
    }

    mutating func expireAll() { sessions = [:] }
    mutating func forgetExpired(now: Milliseconds) { sessions = sessions.filter { now < $0.value.expires } }

    /// Each place once, in a settled order.
    var targets: [YeastarReportTarget] {
        Set(sessions.values.compactMap(\.target)).sorted { ($0.host, $0.port, $0.path) < ($1.host, $1.port, $1.path) }
    }

    /// Tokens and download keys look alike: 32 hex digits.
    mutating func randomHex() -> String {
        (0..<32).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
    }
}
