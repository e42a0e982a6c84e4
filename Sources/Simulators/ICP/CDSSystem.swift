import Foundation
import Wire

public typealias CDSSimulator = HTTPSimulator<CDSSystem>

extension HTTPSimulator where System == CDSSystem {
    /// The dispatcher's number.
    public nonisolated var username: String { login.username }
    public nonisolated var password: String { login.password }

    /// - Parameters:
    ///   - username: the dispatcher who signs in; a member of most groups of a generated world is 4501.
    ///   - password: in plain; consoles send digests of it.
    ///   - report: takes sentences for the trainer: a console out of reach.
    ///   - script: what is to happen, counted from now on; most of it speaks to the gateway, and is nothing to the portal.
    public init(
        world: CDSWorld, username: String = "4501", password: String = "secret", time: SimulatorTime = .system,
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(
            CDSSystem(world, SystemLogin(username: username, password: password)), time: time,
            script: script.compactMap(CDSSystem.own), of: "icp", report: report)
    }

    /// Every token dies at once; registrations go on.
    public func expireTokens() { change { $0.signIn.expireAll() } }

    /// Restarts the platform: it knows neither tokens nor consoles any more, and tells nobody.
    public func restart() {
        change {
            $0.world.restart()
            $0.signIn.expireAll()
        }
    }
}

/// A simulated uPortal with the dispatch service (CDS) behind it: talking groups, push-to-talk and mixed group calls over HTTP,
/// with notifications POSTed to the console (wire reference 5.1).
public struct CDSSystem: HTTPSystem {
    public static let pageTitle = "uPortal 登录"
    public let login: SystemLogin
    public var world: CDSWorld
    fileprivate var signIn: CDSSignIn
    private var port = 0

    init(_ world: CDSWorld, _ login: SystemLogin) {
        self.world = world
        self.login = login
        signIn = CDSSignIn(username: login.username, password: login.password, seed: UInt64(bitPattern: Int64(world.now)))
    }

    public var settings: CDSSettings {
        get { world.settings }
        set { world.settings = newValue }
    }
    public var now: Milliseconds { world.now }
    public var nextEvent: Milliseconds? { world.nextEvent }
    public mutating func advance(to instant: Milliseconds) { world.pass(to: instant) }
    public mutating func serves(_ port: Int) { self.port = port }

    // MARK: - Answers

    public mutating func answer(_ request: SimulatedHTTPServer.Request) -> HTTPAnswer { .now(work(request)) }

    public func refusal(_ code: String, of request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        Self.envelope(Int(code) ?? 1, "fault", isQuery: request.method == "GET")
    }

    private mutating func work(_ request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        // Empty parts stay, since a missing number is told from a missing page; an API gateway puts its own in front.
        var parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if parts.last == "" { parts.removeLast() }
        if parts.starts(with: ["v1", "EC"]) { parts.removeFirst(2) }
        if request.method == "POST", parts == ["login", "sc"] { return logIn(request.header("Authorization")) }
        guard let token = signIn.token(request.header("Authorization"), now: world.now) else {
            return Self.refuse(.notSignedIn, status: 401, isQuery: request.method == "GET")
        }
        if request.method == "POST", let answer = session(parts, token) { return answer }
        guard let (page, subject) = CDSPage.find(request.method, parts) else { return .page(404, "404 Not Found") }
        let isQuery = request.method == "GET"
        guard let body = request.body.isEmpty ? OrderedJSON.null : OrderedJSON(parsing: request.body) else {
            return Self.refuse(.illegal, isQuery: isQuery)
        }
        let query = Dictionary(request.query, uniquingKeysWith: { first, _ in first })
        let asked = CDSRequest(dispatcher: login.username, subject: subject, query: query, body: body)
        do throws(CDSRefusal) {
            return Self.envelope(0, "success", try page.run(&world, asked), isQuery: isQuery)
        } catch {
            return Self.refuse(error, isQuery: isQuery)
        }
    }

    private mutating func logIn(_ authorization: String?) -> SimulatedHTTPServer.Response {
        switch signIn.step(authorization, now: world.now, settings: settings) {
        case .challenge(let text): return .init(status: 401, headers: [("WWW-Authenticate", text)])
        case .wrong: return Self.refuse(.authentication, status: 403, isQuery: false)
        case .token(let token):
            let text =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LoginResponse><ResultCode>0</ResultCode>"
                + "<AccessToken>\(token)</AccessToken></LoginResponse>\n"
            return .init(headers: [("Content-Type", "application/xml; charset=UTF-8")], body: Array(text.utf8))
        }
    }

    /// What is asked of the uPortal itself.
    private mutating func session(_ parts: [String], _ token: String) -> SimulatedHTTPServer.Response? {
        switch parts {
        case ["sc", "token"]: signIn.renew(token, now: world.now)
        case ["logout", "sc"]:
            signIn.end(token)
            world.forget(login.username)
        case ["getNonce", "sc"]:
            return Self.envelope(0, "success", ["nonce": .text(signIn.randomHex())], isQuery: false)
        default: return nil
        }
        return Self.envelope(0, "success", isQuery: false)
    }

    private static func refuse(_ refusal: CDSRefusal, status: Int = 200, isQuery: Bool) -> SimulatedHTTPServer.Response {
        envelope(refusal.rawValue, refusal.words, status: status, isQuery: isQuery)
    }

    /// The code is a number in answers to questions and text in answers to commands: it is seen as both.
    private static func envelope(
        _ code: Int, _ words: String, _ data: OrderedJSON = .null, status: Int = 200, isQuery: Bool
    ) -> SimulatedHTTPServer.Response {
        let value: OrderedJSON = [
            "returnCode": isQuery ? .number(code) : .text(String(code)), "returnDesc": .text(words), "data": data,
        ]
        return .init(status: status, headers: [("Content-Type", "application/json; charset=UTF-8")], body: Array(value.json.utf8))
    }

    // MARK: - Scripts

    /// What a line of a script means to the portal, if anything.
    fileprivate static func own(_ line: ScriptLine) -> ScriptLine? {
        var line = line
        switch line.command {
        case .act("portal-offline", let words): line.command = .offline(words.first.flatMap { Int($0) } ?? 0)
        case .act("second-seat", _), .fault("no-callbacks", _): break
        default: return nil
        }
        return line
    }

    public mutating func perform(_ command: ScriptCommand) throws -> Bool {
        guard case .act("second-seat", _) = command else { return false }
        // Nobody listens at port 9.
        _ = try world.register(login.username, callBackURL: "http://127.0.0.1:9/cds")
        return true
    }

    // MARK: - Notifications

    public struct Post: Sendable {
        var body: [UInt8]
        var url: String
    }

    public mutating func takeMessages() -> [CDSNotification] { world.takeMessages() }

    public mutating func posts(of message: CDSNotification, isMalformed: Bool) -> [Post] {
        var body = message.body(source: "http://127.0.0.1:\(port)/CDS")
        if isMalformed { body.removeLast(body.count / 2) }
        return [Post(body: body, url: message.url)]
    }

    public static func sender(report: @escaping @Sendable (String) -> Void) -> @Sendable (Post) -> Void {
        let sender = CDSNotificationSender(say: report)
        return { sender.post($0.body, to: $0.url) }
    }
}
