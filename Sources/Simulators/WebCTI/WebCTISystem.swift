import Foundation

public typealias WebCTISimulator = HTTPSimulator<WebCTISystem>

extension HTTPSimulator where System == WebCTISystem {
    /// The WEB key of the platform's settings, of which the key of the day is made.
    public nonisolated var webKey: String { login.password }
    /// The key that a request must bring just now.
    public var keyOfTheDay: String { system.keyOfTheDay }

    /// - Parameters:
    ///   - webKey: the document's by default.
    ///   - script: what is to happen, counted from now on.
    ///   - report: takes sentences for the trainer: what a script's line could not do.
    public init(
        world: WebCTIWorld, webKey: String = "0866089e569bbd3d", defects: WebCTIDefects = .likely, time: SimulatorTime = .system,
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(
            WebCTISystem(world: world, settings: defects, login: SystemLogin(password: webKey)), time: time,
            script: script, of: "webcti", report: report)
    }
}

/// A simulated MVB2000 behind its HTTP interface: every request must bring the key of the platform's day.
public struct WebCTISystem: HTTPSystem {
    public static let pageTitle = "MVB2000 登录"
    public var world: WebCTIWorld
    public var settings: WebCTIDefects
    public let login: SystemLogin
    /// Requests that wait for a telephone to be lifted, with the channel and the answer.
    private var waiting: [Int: (request: WebCTIRequest, channel: String, answer: WebCTIAnswer)] = [:]
    private var requestsHeld = 0

    init(world: WebCTIWorld, settings: WebCTIDefects, login: SystemLogin) {
        self.world = world
        self.settings = settings
        self.login = login
    }

    public var now: Milliseconds { world.now }
    public var nextEvent: Milliseconds? { world.nextEvent }
    public mutating func advance(to instant: Milliseconds) { world.advance(to: instant) }

    public mutating func show(hostileName name: String) {
        world.changeUser(world.users[0].number) { $0.name = name }
        if let queue = world.queues.first?.number { world.begin(fromOutside: "13800138000", name: name, to: queue) }
    }

    // MARK: - Requests

    var keyOfTheDay: String { WebCTIPages.key(login.password, on: WebCTIText.time(world.now, in: world, "%Y-%m-%d")) }

    public func path(of request: SimulatedHTTPServer.Request) -> String { Self.page(request.path) ?? "" }

    public func refusal(_ code: String, of request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        let asked = WebCTIRequest(page: path(of: request), query: request.query.map { (name: $0.0, value: $0.1) })
        return response(.init(WebCTIRefusal(Int(code) ?? 9999, "refused")), asked)
    }

    public mutating func answer(_ request: SimulatedHTTPServer.Request) -> HTTPAnswer {
        guard let page = Self.page(request.path) else { return .now(.page(404, "404 Not Found")) }
        var asked = WebCTIRequest(page: page, query: request.query.map { (name: $0.0, value: $0.1) })
        if request.method == "POST" { asked.query += Self.form(request) }
        let key = asked["webkey"] ?? ""
        guard key == keyOfTheDay else { return .now(response(.init(WebCTIPages.wrongKey(key, on: page)), asked)) }
        if page == "admin/config" { return .now(Self.login(asked)) }
        if page == "getallstatus", settings.absentFilterMeansNone {
            for name in ["devices", "users", "queues"] where asked[name] == nil { asked.query.append((name, "-")) }
        }
        let before = world.serial
        let answer = WebCTIPages.answer(asked, in: &world)
        if WebCTIPages.waits(asked), case .envelope(0, _, _, _) = answer,
            let rung = world.channels.values.first(where: { $0.serial == before + 1 })
        {
            requestsHeld += 1
            waiting[requestsHeld] = (asked, rung.name, answer)
            return .held(requestsHeld)
        }
        return .now(response(answer, asked))
    }

    /// Answers once the telephone has been lifted, or will not be any more.
    public mutating func heldAnswer(_ key: Int) -> SimulatedHTTPServer.Response? {
        if let channel = waiting[key]?.channel, case .summoned = world.channels[channel]?.place { return nil }
        return abandon(key)
    }

    public mutating func abandon(_ key: Int) -> SimulatedHTTPServer.Response {
        guard let (request, channel, answer) = waiting.removeValue(forKey: key) else { return .init(status: 503) }
        let isReached = world.channels[channel] != nil
        return response(isReached ? answer : .init(WebCTIRefusal(1232, "Do originate failed: Originate failed", reason: 3)), request)
    }

    private func response(_ answer: WebCTIAnswer, _ request: WebCTIRequest) -> SimulatedHTTPServer.Response {
        if case .file(let bytes, let type) = answer { return .init(headers: [("Content-Type", type)], body: bytes) }
        let writer = WebCTIWriter(defects: settings, page: request.page)
        guard !settings.givesOnlyXML, let form = request["json"], ["1", "2", "3"].contains(form) else {
            return .init(headers: [("Content-Type", "text/xml; charset=utf-8")], body: writer.notice + writer.xml(answer))
        }
        return .init(
            headers: [("Content-Type", "text/html; charset=utf-8")], body: writer.notice + writer.json(answer, script: form == "1"))
    }

    /// The page that a path names, in the spelling of the document's headings.
    private static func page(_ path: String) -> String? {
        if path == "/admin/config.php" || path == "/admin/reports.php" { return "admin/config" }
        guard path.hasPrefix("/webservice2/"), path.hasSuffix(".php") else { return nil }
        let name = String(path.dropFirst(13).dropLast(4))
        if WebCTIDocument.pages[name] != nil { return name }
        return WebCTIDocument.aliases[name]
    }

    /// Chapter 5: any user and any password in the form of an MD5 show the page that was asked for.
    private static func login(_ request: WebCTIRequest) -> SimulatedHTTPServer.Response {
        let isComplete = request["frienduser"] != nil && request["friendpass"]?.count == 32
        return .page(isComplete ? 200 : 401, isComplete ? "MVB2000 管理" : "请登录")
    }

    /// The fields of a form, as a browser sends it; of an upload only the fields that are text.
    private static func form(_ request: SimulatedHTTPServer.Request) -> [(name: String, value: String)] {
        guard request.header("Content-Type")?.hasPrefix("application/x-www-form-urlencoded") == true else { return [] }
        return String(decoding: request.body, as: UTF8.self).split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            func decoded(_ text: String) -> String { text.replacing("+", with: " ").removingPercentEncoding ?? text }
            return (decoded(parts[0]), decoded(parts.count > 1 ? parts[1] : ""))
        }
    }

    // MARK: - Scripts

    public mutating func perform(_ command: ScriptCommand) throws -> Bool {
        switch command {
        case .call(let caller, let number): world.begin(fromOutside: caller, to: number)
        case .dial(let caller, let callee): world.begin(from: caller, to: callee)
        case .join(let number, let room): world.begin(from: number, to: room)
        case .leave(let number, let room):
            for member in world.room(room)?.present ?? [] where member.number == number { try? world.hangUp(member.channel) }
        case .hangUp(let caller):
            for channel in world.liveChannels where caller == nil || channel.number == caller { try? world.hangUp(channel.name) }
        case .pause(let number, let queue, let paused): try world.pause(number, in: queue, paused ? 1 : 0)
        case .member(let number, let queue, true): try world.add(world.device(number)?.interface ?? "", to: queue)
        case .member(let number, let queue, false): try world.remove(world.device(number)?.interface ?? "", from: queue)
        case .register(let number, let registered): world.register(number, registered)
        case .rate(let rate): world.setRate(rate)
        case .act("answers", let words):
            settings.givesOnlyXML = words == ["xml"]
            settings.printsNotices = words == ["notices"]
            settings.digitsAreBare = words == ["bare"]
        case .act(let verb, let words): return try world.act(verb, words)
        default: return false
        }
        return true
    }
}
