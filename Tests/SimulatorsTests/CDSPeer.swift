import Foundation
import Testing
import Wire

@testable import Simulators

/// A console beside simulated talking groups, with nothing but sockets and Foundation.
final class CDSPeer {
    let simulator: CDSSimulator
    let port: Int
    private(set) var token = ""
    private(set) var session = ""

    /// - Parameter listener: registers there at once; nil only signs in.
    init(_ world: CDSWorld = .quiet(), listener: ReportListener? = nil, isSignedIn: Bool = true) async throws {
        simulator = CDSSimulator(world: world, time: .byHand(at: world.now))
        try await simulator.listen()
        port = await simulator.port
        if isSignedIn { try await signIn() }
        if let listener { try await register(listener) }
    }

    func send(_ method: String, _ path: String, _ body: String = "", authorization: String? = nil) async throws -> RawHTTP.Answer {
        let authorization = authorization ?? (token.isEmpty ? nil : "Basic \(token)")
        return try await RawHTTP.exchange(
            port: port,
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + (authorization.map { "Authorization: \($0)\r\n" } ?? "")
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
    }

    // MARK: - Signing in

    /// The values of a challenge.
    func challenge(_ user: String = "4501") async throws -> [String: String] {
        let answer = try await send("POST", "/login/sc", authorization: "Digest username=\(user), algorithm=MD5")
        #expect(answer.status == 401)
        let header = try #require(answer.header("www-authenticate"))
        #expect(header.hasPrefix("Digest "))
        let pairs = header.dropFirst(7).components(separatedBy: ", ").map { $0.components(separatedBy: "=") }
        return Dictionary(pairs.map { ($0[0], $0[1].replacing("\"", with: "")) }, uniquingKeysWith: { $1 })
    }

    func answer(_ challenge: [String: String], password: String = "secret", uri: String = "/login/sc") async throws -> RawHTTP.Answer {
        let (name, realm, nonce) = (challenge["auth-name"] ?? "", challenge["realm"] ?? "", challenge["nonce"] ?? "")
        let response = Digest.md5("\(Digest.md5("\(name):\(realm):\(password)")):\(nonce):\(Digest.md5("POST:/login/sc"))")
        return try await send(
            "POST", "/login/sc",
            authorization: "Digest username=\(name), realm=\(realm), nonce=\(nonce), uri=\(uri), response=\(response)")
    }

    func signIn() async throws {
        let answer = try await answer(try await challenge())
        #expect(answer.status == 200)
        token = try #require(Self.token(answer.body))
    }

    static func token(_ xml: String) -> String? {
        xml.components(separatedBy: "<AccessToken>").dropFirst().first?.components(separatedBy: "</AccessToken>").first
    }

    func register(_ listener: ReportListener) async throws {
        let answer = try await ask(
            "POST", "/CDS/user/register",
            #"{"requestType":"1","callBackURL":"http://127.0.0.1:\#(listener.port)/cds","registerServerType":"1"}"#)
        #expect(answer["data.ucResult"] == "0")
        session = try #require(answer["data.newSessionID"])
    }

    // MARK: - Asking

    /// An answer's fields; numbers begin with `#`.
    func ask(_ method: String, _ path: String, _ body: String = "") async throws -> Flat {
        let answer = try await send(method, path, body)
        #expect(answer.status == 200)
        return try #require(flat(Array(answer.body.utf8)), "\(answer.text)")
    }

    /// An answer's code.
    func code(_ method: String, _ path: String, _ body: String = "") async throws -> Int {
        let text = try #require(try await ask(method, path, body)["returnCode"])
        return try #require(Int(text.replacing("#", with: "")))
    }

    /// What must succeed.
    func command(_ method: String, _ path: String, _ body: String = "") async throws {
        #expect(try await code(method, path, body) == 0, "\(method) \(path)")
    }

    func group(_ method: String, _ number: String, _ operation: String, _ body: String = "") async throws -> Int {
        try await code(method, "/CDS/talkGroup/\(number)/\(operation)", body)
    }

    func subscribe(_ number: String, seconds: Int = 3_600, as subscriber: String = "4501") async throws -> Int {
        try await group("PUT", number, "subscribe", #"{"websocketID":"\#(subscriber)","expire":\#(seconds)}"#)
    }

    /// Subscribed, listening and selected.
    func prepare(_ number: String) async throws {
        #expect(try await subscribe(number) == 0)
        #expect(try await group("POST", number, "monitor") == 0)
        await simulator.advance(by: .seconds(1))
        #expect(try await group("POST", number, "select") == 0)
    }

    /// A user's states in a group.
    func state(_ number: String, of user: String) async throws -> [String: String] {
        let all = try await ask("GET", "/CDS/talkGroup/\(number)/state")
        let key = try #require(all.first { $0.key.hasSuffix(".userNumber") && $0.value == user }?.key)
        let prefix = String(key.dropLast("userNumber".count))
        return Dictionary(
            all.filter { $0.key.hasPrefix(prefix) }.map { ($0.key.replacing(prefix, with: ""), $0.value) }, uniquingKeysWith: { $1 })
    }
}

extension CDSWorld {
    /// Eight groups from 9996300 on, and nothing that happens by itself.
    static func quiet(seed: UInt64 = 1) -> CDSWorld { CDSWorld(seed: seed, rate: 0, start: 1_673_071_399_000) }
}

extension ReportListener {
    /// The changes of the next notification: user, operation, state.
    func nextChanges() async -> [String] { changes(await nextBody()) }

    /// The changes of the next so many notifications.
    func nextChanges(_ count: Int) async -> [[String]] {
        var all: [[String]] = []
        for _ in 0..<count { all.append(await nextChanges()) }
        return all
    }

    func changes(_ body: String) -> [String] {
        guard let fields = flat(Array(body.utf8)) else { return ["not JSON"] }
        var all: [String] = []
        while let user = fields["userStateList.\(all.count).userNumber"] {
            let prefix = "userStateList.\(all.count)."
            all.append("\(user) \(fields[prefix + "operationType"] ?? "?") \(fields[prefix + "operationState"] ?? "?")")
        }
        return all
    }
}
