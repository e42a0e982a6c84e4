import Foundation
import Wire

/// A pretended uPortal with the dispatch service (CDS) behind it: talking groups, push-to-talk and mixed group calls over HTTP,
/// with notifications POSTed to the console (wire reference 5.1).
public actor CDSSimulator: Simulator {
    /// The dispatcher's number.
    public nonisolated let username: String
    public nonisolated let password: String
    public private(set) var world: CDSWorld
    private var signIn: CDSSignIn
    private let time: SimulatorTime
    private let sender: CDSNotificationSender
    private var server: SimulatedHTTPServer?
    private var notificationsMade = 0

    /// - Parameters:
    ///   - username: the dispatcher who signs in; a member of most groups of a generated world is 4501.
    ///   - password: in plain; consoles send digests of it.
    ///   - report: takes sentences for the trainer: a console out of reach.
    public init(
        world: CDSWorld, username: String = "4501", password: String = "secret", time: SimulatorTime = .system,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.world = world
        self.username = username
        self.password = password
        self.time = time
        sender = CDSNotificationSender(say: report)
        signIn = CDSSignIn(username: username, password: password, seed: UInt64(bitPattern: Int64(world.now)))
    }

    /// Listens on 127.0.0.1.
    /// - Parameters:
    ///   - port: 0 takes any that is free; the platform's own is 8443.
    ///   - tap: sees every request before it is answered.
    /// - Throws: `ServerFailure`.
    public func listen(port: Int = 0, tap: @escaping SimulatedHTTPServer.Tap = { _ in }) async throws {
        server = try await SimulatedHTTPServer.start(port: port, tap: tap) { [weak self] request in
            await self?.answer(request) ?? .init(status: 503)
        }
    }

    /// The port it listens on; 0 before `listen`.
    public var port: Int { server?.port ?? 0 }

    /// Lets the world live until cancelled.
    public func serve() async {
        do {
            while true {
                settle(to: time.now())
                let wait = min(max((world.nextHappening ?? .max) - time.now(), 5), 200)
                try await time.sleep(.milliseconds(wait))
            }
        } catch {
            await stop()
        }
    }

    /// Closes the port.
    public func stop() async { await server?.stop() }

    /// Lets time pass by hand, telling what happens in it.
    public func advance(by duration: Duration) { settle(to: world.now + duration.milliseconds) }

    /// Scripts speak to the gateway.
    public func perform(_ line: ScriptLine) {}

    public var faults: CDSFaults { world.faults }

    public func set(_ faults: CDSFaults) { world.faults = faults }

    /// Changes the world as a stranger would, and tells what follows.
    public func act<Result: Sendable>(_ body: @Sendable (inout CDSWorld) throws -> Result) rethrows -> Result {
        defer { publish(world.takeNotifications()) }
        return try body(&world)
    }

    /// Every token dies at once; registrations go on.
    public func expireTokens() { signIn.expireAll() }

    /// Restarts the platform: it knows neither tokens nor consoles any more, and tells nobody.
    public func restart() {
        world.restart()
        signIn.expireAll()
    }

    /// Refuses connections until `accept`.
    public func refuse() async { await server?.stop() }

    /// - Throws: `ServerFailure` when the port has been taken meanwhile.
    public func accept() async throws { try await server?.restart() }

    // MARK: - Answers

    /// One request at a time: nothing in here waits.
    private func answer(_ request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        settle(to: time.now())
        let fault = takeFault()
        switch fault {
        case .status(let code): return Self.page(code, "Error \(code)")
        case .page: return Self.page(200, "uPortal 登录")
        case .refused(let code): return Self.envelope(code, "fault", isQuery: request.method == "GET")
        default: break
        }
        var response = work(request)
        publish(world.takeNotifications())
        switch fault {
        case .reset(let count): response.fault = .cut(after: count)
        case .silence: response.fault = .silence
        case .late(let duration): response.fault = .delay(duration)
        case .truncated: response.body.removeLast(min(response.body.count, max(2, response.body.count / 3)))
        default: break
        }
        return response
    }

    private func takeFault() -> CDSFaults.Answer? {
        guard let left = world.faults.answersLeft else { return world.faults.answer }
        guard left > 0 else {
            world.faults.answer = nil
            world.faults.answersLeft = nil
            return nil
        }
        world.faults.answersLeft = left - 1
        return world.faults.answer
    }

    private func work(_ request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        // Empty parts stay, since a missing number is told from a missing page; an API gateway puts its own in front.
        var parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if parts.last == "" { parts.removeLast() }
        if parts.starts(with: ["v1", "EC"]) { parts.removeFirst(2) }
        if request.method == "POST", parts == ["login", "sc"] { return logIn(request.header("Authorization")) }
        guard let token = signIn.token(request.header("Authorization"), now: world.now) else {
            return Self.refuse(.notSignedIn, status: 401, isQuery: request.method == "GET")
        }
        if request.method == "POST", let answer = session(parts, token) { return answer }
        guard let (page, subject) = CDSPage.find(request.method, parts) else { return Self.page(404, "404 Not Found") }
        let isQuery = request.method == "GET"
        guard let body = request.body.isEmpty ? CDSValue.none : CDSValue(json: request.body) else {
            return Self.refuse(.illegal, isQuery: isQuery)
        }
        let query = Dictionary(request.query, uniquingKeysWith: { first, _ in first })
        let asked = CDSRequest(dispatcher: username, subject: subject, query: query, body: body)
        do throws(CDSRefusal) {
            return Self.envelope(0, "success", try page.run(&world, asked), isQuery: isQuery)
        } catch {
            return Self.refuse(error, isQuery: isQuery)
        }
    }

    private func logIn(_ authorization: String?) -> SimulatedHTTPServer.Response {
        switch signIn.step(authorization, now: world.now, faults: world.faults) {
        case .challenge(let text): return .init(status: 401, headers: [("WWW-Authenticate", text)])
        case .wrong: return Self.refuse(.authentication, status: 403, isQuery: false)
        case .token(let token):
            let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LoginResponse><ResultCode>0</ResultCode>"
                + "<AccessToken>\(token)</AccessToken></LoginResponse>\n"
            return .init(headers: [("Content-Type", "application/xml; charset=UTF-8")], body: Array(text.utf8))
        }
    }

    /// What is asked of the uPortal itself.
    private func session(_ parts: [String], _ token: String) -> SimulatedHTTPServer.Response? {
        switch parts {
        case ["sc", "token"]: signIn.renew(token, now: world.now)
        case ["logout", "sc"]:
            signIn.end(token)
            world.forget(username)
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
        _ code: Int, _ words: String, _ data: CDSValue = .none, status: Int = 200, isQuery: Bool
    ) -> SimulatedHTTPServer.Response {
        let value: CDSValue = [
            "returnCode": isQuery ? .number(code) : .text(String(code)), "returnDesc": .text(words), "data": data,
        ]
        return .init(status: status, headers: [("Content-Type", "application/json; charset=UTF-8")], body: value.json)
    }

    private static func page(_ status: Int, _ title: String) -> SimulatedHTTPServer.Response {
        .init(
            status: status, headers: [("Content-Type", "text/html; charset=utf-8")],
            body: Array("<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n".utf8))
    }

    // MARK: - Time and notifications

    private func settle(to instant: Milliseconds) { publish(world.advance(to: instant)) }

    private func publish(_ notifications: [CDSNotification]) {
        for notification in notifications {
            notificationsMade += 1
            if CDSFaults.isDue(faults.losesEvery, notificationsMade) { continue }
            var body = notification.body(source: "http://127.0.0.1:\(port)/CDS")
            if CDSFaults.isDue(faults.malformsEvery, notificationsMade) { body.removeLast(body.count / 2) }
            sender.post(body, to: notification.url)
            if CDSFaults.isDue(faults.doublesEvery, notificationsMade) { sender.post(body, to: notification.url) }
        }
    }
}
