import Wire

public typealias YeastarSimulator = HTTPSimulator<YeastarSystem>

extension HTTPSimulator where System == YeastarSystem {
    public nonisolated var username: String { login.username }
    public nonisolated var password: String { login.password }

    /// - Parameters:
    ///   - password: in plain; applications send its MD5.
    ///   - script: what is to happen, counted from now on.
    ///   - report: takes sentences for the trainer: what a script's line could not do, a listener out of reach.
    public init(
        world: YeastarWorld, username: String = "api", password: String = "secret", time: SimulatorTime = .system,
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(
            YeastarSystem(world, SystemLogin(username: username, password: password)), time: time,
            script: script, of: "yeastar", report: report)
    }

    /// Every token dies at once.
    public func expireTokens() { change { $0.sessions.expireAll() } }

    /// Restarts the device: calls and tokens are gone, and BootUp is reported.
    public func reboot() { change { $0.reboot() } }
}

/// A simulated Yeastar-style exchange: it answers requests over HTTP and POSTs its event reports, as the document describes.
public struct YeastarSystem: HTTPSystem {
    public struct Settings: Sendable {
        public var laterLogIn = LaterLogIn.takesReports
    }

    /// What a log-in does to the earlier ones of its account, which the document does not say. A heartbeat moves the reports of
    /// its own log-in.
    public enum LaterLogIn: String, Sendable {
        /// All have their tokens and their reports.
        case keeps
        /// All have their tokens; reports go where the latest log-in or heartbeat wants them, and nowhere else.
        case takesReports = "takes-reports"
        /// Earlier tokens are worth nothing any more.
        case endsEarlier = "ends-earlier"
    }

    public static let pageTitle = "UC501 登录"
    public let login: SystemLogin
    public var world: YeastarWorld
    public var settings = Settings()
    var sessions: YeastarSessions
    private var downloads = YeastarDownloads()
    private var rawReports: [[UInt8]] = []
    /// Whose sessions have ended by a restart that is still to be reported to them.
    private var leavingTargets: [YeastarReportTarget] = []
    /// The same, for the reports that are being sent.
    private var formerTargets: [YeastarReportTarget] = []

    init(_ world: YeastarWorld, _ login: SystemLogin) {
        self.world = world
        self.login = login
        sessions = YeastarSessions(username: login.username, password: login.password, seed: UInt64(bitPattern: Int64(world.now)))
    }

    public var now: Milliseconds { world.now }
    public var nextEvent: Milliseconds? { world.nextEvent }
    public mutating func advance(to instant: Milliseconds) { world.pass(to: instant) }

    fileprivate mutating func reboot() {
        world.reboot()
        // They are still told of it.
        leavingTargets += sessions.targets
        sessions.expireAll()
    }

    public mutating func show(hostileName name: String) {
        world.rename(world.extensions[0], name)
        world.begin(fromOutside: name, to: world.queueNumbers[0])
    }

    // MARK: - Answers

    private static let headers = [
        ("Server", "Boa/0.94.14rc21"), ("Accept-Ranges", "bytes"), ("Connection", "close"), ("Access-control-allow-origin", "*"),
        ("Access-control-allow-methods", "GET, POST, OPTIONS, PUT, DELETE"),
    ]

    /// What follows the version, as `extension/query`.
    public func path(of request: SimulatedHTTPServer.Request) -> String {
        request.path.split(separator: "/").dropFirst(2).joined(separator: "/")
    }

    public mutating func answer(_ request: SimulatedHTTPServer.Request) -> HTTPAnswer { .now(response(to: request)) }

    private mutating func response(to request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count >= 3, parts[0] == "api", parts[1].hasPrefix("v") else {
            return .page(404, "404 Not Found", headers: Self.headers)
        }
        let path = parts[2...].joined(separator: "/")
        let isXML = request.value("type") == "xml"
        do throws(YeastarRefusal) {
            if YeastarDownloads.isLink(path), request.method == "GET" {
                try sessions.check(request.value("token"), now: world.now)
                let fields = Dictionary(request.query, uniquingKeysWith: { first, _ in first })
                let (type, body) = try downloads.file(path, YeastarRequest(fields), in: world)
                return .init(headers: Self.headers + [("Content-Type", type)], body: body)
            }
            guard request.method == "POST" else { throw .operation }
            let parameters = try YeastarRequest(body: request.body, isXML: isXML)
            return Self.written(try perform(path, parameters, token: request.value("token"), peer: request.peer), isXML: isXML)
        } catch {
            return Self.written(error.answer, isXML: isXML)
        }
    }

    public func refusal(_ code: String, of request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        Self.written(["status": "Failed", "errno": .text(code)], isXML: request.value("type") == "xml")
    }

    private mutating func perform(
        _ path: String, _ request: YeastarRequest, token: String?, peer: String
    ) throws(YeastarRefusal) -> OrderedJSON {
        let success: OrderedJSON = ["status": "Success"]
        switch path {
        case "login":
            return success + ["token": .text(try sessions.logIn(request, from: peer, now: world.now, settings.laterLogIn))]
        case "heartbeat": try sessions.heartbeat(token, request, now: world.now, settings.laterLogIn)
        case "logout": try sessions.logOut(token, now: world.now)
        default:
            try sessions.check(token, now: world.now)
            if YeastarDownloads.isKeyRequest(path) {
                return success + (try downloads.key(path, request, random: sessions.randomHex(), in: world))
            }
            guard let operation = YeastarOperation.all[path] else { throw .operation }
            let answer = try operation.run(&world, request)
            // hold answers without a status.
            return path == "extension/hold" ? answer : success + answer
        }
        return success
    }

    private static func written(_ node: OrderedJSON, isXML: Bool) -> SimulatedHTTPServer.Response {
        .init(
            headers: headers + [("Content-Type", isXML ? "application/xml" : "application/json")],
            body: Array((isXML ? node.yeastarXML : node.prettyJSON()).utf8))
    }

    // MARK: - Reports

    /// A report, or bytes in its place.
    public enum Message: Sendable {
        case report(YeastarReport)
        case raw([UInt8])
    }

    /// A whole request, and where it goes.
    public struct Post: Sendable {
        var bytes: [UInt8]
        var target: YeastarReportTarget
    }

    public mutating func takeMessages() -> [Message] {
        defer { rawReports = [] }
        formerTargets = leavingTargets
        leavingTargets = []
        return world.takeMessages().map { .report($0) } + rawReports.map { .raw($0) }
    }

    public mutating func posts(of message: Message, isMalformed: Bool) -> [Post] {
        sessions.forgetExpired(now: world.now)
        return (sessions.targets + formerTargets).map { target in
            switch message {
            case .raw(let body): return Post(bytes: Self.head(of: body, to: target) + body, target: target)
            case .report(let report):
                guard isMalformed else {
                    return Post(bytes: report.request(to: target, serialNumber: world.serialNumber), target: target)
                }
                let whole = report.body(serialNumber: world.serialNumber).utf8
                let body = Array(whole.prefix(whole.count / 2))
                return Post(bytes: Self.head(of: body, to: target) + body, target: target)
            }
        }
    }

    private static func head(of body: [UInt8], to target: YeastarReportTarget) -> [UInt8] {
        let lines = [
            "POST \(target.path) HTTP/1.1", "Host:\(target.host)", "Content-Length:\(body.count)", "Accept: application/json",
            "Content-Type:application/json", "Connection:close",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    public static func sender(report: @escaping @Sendable (String) -> Void) -> @Sendable (Post) -> Void {
        let sender = YeastarReportSender(say: report)
        return { sender.post($0.bytes, to: $0.target) }
    }

    // MARK: - Scripts

    public mutating func perform(_ command: ScriptCommand) throws -> Bool {
        switch command {
        case .call(let caller, let number):
            if world.begin(fromOutside: caller, to: number) == nil { world.traffic.announcedCallers.append(caller) }
        case .dial(let caller, let callee):
            if case .outside = world.target(of: callee) {
                try world.dialOutside(caller, callee, autoAnswer: false)
            } else {
                try world.dial(caller, callee, autoAnswer: false)
            }
        case .hangUp(let caller): world.hangUp(caller: caller)
        case .pause(let number, let queue, let isPaused): try world.pause(number, queue, isPaused)
        case .member(let number, let queue, true): try world.logIn(number, queue, password: nil)
        case .member(let number, let queue, false):
            try world.logOut(number, queue, password: world.books.row(.queue, queue)?["password"])
        case .register(let number, let isRegistered): world.register(number, isRegistered)
        case .join(let number, let room): try world.dial(number, room, autoAnswer: true)
        case .leave(let number, let room): try world.kick([number], room)
        case .rate(let rate): world.setRate(rate)
        case .invalidJSON: rawReports.append(Array(#"{"action":"RING","callid":"1589947952.1670","ext":{"extid":["106","#.utf8))
        case .invalidUTF8: rawReports.append(Self.alert(from: [0xD5, 0xC5, 0xFF]))
        case .payload(let bytes):
            let filling = max(0, bytes - Self.alert(from: []).count)
            rawReports.append(Self.alert(from: Array(repeating: UInt8(ascii: "9"), count: filling)))
        case .expireTokens: sessions.expireAll()
        case .reboot: reboot()
        case .act("later-login", let words): settings.laterLogIn = words.first.flatMap { LaterLogIn(rawValue: $0) } ?? .keeps
        case .act(let verb, let words): return try world.act(verb, words)
        default: return false
        }
        return true
    }

    private static func alert(from number: [UInt8]) -> [UInt8] {
        Array(#"{"action":"ALERT","callid":"1.1","ext":{"extid":""#.utf8) + number + Array(#""}}"#.utf8)
    }
}
