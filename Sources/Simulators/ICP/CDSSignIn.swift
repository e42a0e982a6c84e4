import Foundation
import Wire

/// The uPortal's sign-in in three steps, and the tokens that come of it.
struct CDSSignIn: Sendable {
    enum Answer: Sendable, Equatable {
        case challenge(String)
        case wrong
        case token(String)
    }

    /// From the last renewal; consoles renew every five minutes.
    static let tokenLife: Milliseconds = 15 * 60_000
    static let nonceLife: Milliseconds = 60_000
    static let path = "/login/sc"
    static let realm = "uportal.huawei.com"

    let username: String
    /// The name that digests are made with: the challenge tells it.
    var authenticationName: String { username + "@huawei.com" }
    private let password: String
    private var nonces: [String: Milliseconds] = [:]
    private var tokens: [String: Milliseconds] = [:]
    private var random: SeededRandom

    init(username: String, password: String, seed: UInt64) {
        self.username = username
        self.password = password
        random = SeededRandom(seed: seed)
    }

    /// One of the steps, told by what stands in `Authorization`.
    mutating func step(_ authorization: String?, now: Milliseconds, settings: CDSSettings) -> Answer {
        let parts = (authorization ?? "").split(separator: " ", maxSplits: 1).map(String.init)
        if settings.offersBasic {
            guard parts.count == 2, parts[0] == "Basic" else { return .challenge("Basic realm=\(Self.realm)") }
            let pair = Data(base64Encoded: parts[1]).map { String(decoding: $0, as: UTF8.self) }
            return pair == "\(username):\(password)" ? .token(newToken(now)) : .wrong
        }
        guard parts.count == 2, parts[0] == "Digest" else { return challenge(for: username, now, settings) }
        let fields = Self.fields(parts[1])
        guard let response = fields["response"] else { return challenge(for: fields["username"] ?? username, now, settings) }
        nonces = nonces.filter { now < $0.value }
        // Each nonce is good for one try.
        guard let nonce = fields["nonce"], nonces.removeValue(forKey: nonce) != nil else {
            return challenge(for: username, now, settings)
        }
        let user = Digest.md5("\(authenticationName):\(Self.realm):\(password)")
        let right = Digest.md5("\(user):\(nonce):\(Digest.md5("POST:\(Self.path)"))")
        guard fields["username"] == authenticationName, fields["realm"] == Self.realm, fields["uri"] == Self.path, response == right
        else { return .wrong }
        return .token(newToken(now))
    }

    private mutating func challenge(for name: String, _ now: Milliseconds, _ settings: CDSSettings) -> Answer {
        let nonce = randomHex()
        nonces[nonce] = now + Self.nonceLife
        let mark = settings.quotesChallenge ? "\"" : ""
        let fields = [("auth-name", name + "@huawei.com"), ("realm", Self.realm), ("nonce", nonce)]
        return .challenge("Digest " + fields.map { "\($0.0)=\(mark)\($0.1)\(mark)" }.joined(separator: ", "))
    }

    /// `name=value, name="value"`.
    static func fields(_ text: String) -> [String: String] {
        let pairs = text.split(separator: ",").compactMap { part -> (String, String)? in
            guard let equals = part.firstIndex(of: "=") else { return nil }
            let value = part[part.index(after: equals)...].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
            return (part[..<equals].trimmingCharacters(in: .whitespaces), value)
        }
        return Dictionary(pairs, uniquingKeysWith: { _, last in last })
    }

    // MARK: - Tokens

    /// The account is signed in once: an older token dies.
    private mutating func newToken(_ now: Milliseconds) -> String {
        let token = randomHex()
        tokens = [token: now + Self.tokenLife]
        return token
    }

    /// The token of a request, if it is still good.
    func token(_ authorization: String?, now: Milliseconds) -> String? {
        guard let authorization, authorization.hasPrefix("Basic ") else { return nil }
        let token = String(authorization.dropFirst(6))
        return tokens[token].flatMap { now < $0 ? token : nil }
    }

    mutating func renew(_ token: String, now: Milliseconds) { tokens[token] = now + Self.tokenLife }
    mutating func end(_ token: String) { tokens[token] = nil }
    mutating func expireAll() { tokens = [:] }

    /// Tokens, nonces and one-time passwords look alike: 32 hexadecimal digits.
    mutating func randomHex() -> String {
        (0..<32).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
    }
}
