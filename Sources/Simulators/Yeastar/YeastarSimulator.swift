import Wire

/// A pretended Yeastar-style exchange: it answers requests over HTTP and POSTs its event reports, as the document describes.
public actor YeastarSimulator: Simulator {
    public nonisolated let username: String
    public nonisolated let password: String
    public private(set) var world: YeastarWorld
    public var faults = YeastarFaults()
    private var sessions: YeastarSessions
    private var downloads = YeastarDownloads()
    private let time: SimulatorTime
    private let started: Milliseconds
    private let report: @Sendable (String) -> Void
    private let sender: YeastarReportSender
    private var server: SimulatedHTTPServer?
    private var script: ArraySlice<ScriptLine>
    private var reportsMade = 0
    private var heldBack: (report: YeastarReport, count: Int)?
    private var silentUntil: Milliseconds?
    private var refusingUntil: Milliseconds?
    private var hostileNamesUsed = 0

    /// - Parameters:
    ///   - password: in plain; applications send its MD5.
    ///   - script: what is to happen, counted from now on.
    ///   - report: takes sentences for the trainer: what a script's line could not do, a listener out of reach.
    public init(
        world: YeastarWorld, username: String = "api", password: String = "secret", time: SimulatorTime = .system,
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.world = world
        self.username = username
        self.password = password
        self.time = time
        self.script = script.sorted(for: "yeastar")
        self.report = report
        started = world.now
        sender = YeastarReportSender(say: report)
        sessions = YeastarSessions(username: username, password: password, seed: UInt64(bitPattern: Int64(world.now)))
    }

    /// Listens on 127.0.0.1.
    /// - Parameters:
    ///   - port: 0 takes any that is free; the device's own is 9011.
    ///   - tap: is shown each request as it came.
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
                await advance(to: time.now())
                let wait = min(max((world.nextHappening ?? .max) - time.now(), 5), 200)
                try await time.sleep(.milliseconds(wait))
            }
        } catch {
            await stop()
        }
    }

    /// Closes the port.
    public func stop() async { await server?.stop() }

    /// Lets time pass by hand, reporting what happens in it.
    public func advance(by duration: Duration) async { await advance(to: world.now + duration.milliseconds) }

    public func set(_ faults: YeastarFaults) { self.faults = faults }

    /// Changes the world as a stranger would, and reports what follows.
    public func act<Result: Sendable>(_ body: @Sendable (inout YeastarWorld) throws -> Result) rethrows -> Result {
        defer { publish(world.takeReports()) }
        return try body(&world)
    }

    /// Every token dies at once.
    public func expireTokens() { sessions.expireAll() }

    /// Restarts the device: calls and tokens are gone, and BootUp is reported.
    public func reboot() {
        act { $0.reboot() }
        sessions.expireAll()
    }

    /// Refuses connections until `accept`.
    public func refuse() async { await server?.stop() }

    /// - Throws: `ServerFailure` when the port has been taken meanwhile.
    public func accept() async throws { try await server?.restart() }

    /// POSTs bytes as a report's body, whatever they are.
    public func send(report body: [UInt8]) {
        for target in sessions.targets where !faults.cannotReachListeners {
            let head = [
                "POST \(target.path) HTTP/1.1", "Host:\(target.host)", "Content-Length:\(body.count)", "Accept: application/json",
                "Content-Type:application/json", "Connection:close",
            ]
            sender.post(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body, to: target)
        }
    }

    /// The next caller from outside shows a hostile number, and an extension has a hostile name.
    public func sendHostileName() {
        let name = SmartPBXFaults.hostileNames[hostileNamesUsed % SmartPBXFaults.hostileNames.count]
        hostileNamesUsed += 1
        act { world in
            world.rename(world.extensions[0], name)
            world.begin(fromOutside: name, to: world.queueNumbers[0])
        }
    }

    // MARK: - Answers

    private static let headers = [
        ("Server", "Boa/0.94.14rc21"), ("Accept-Ranges", "bytes"), ("Connection", "close"), ("Access-control-allow-origin", "*"),
        ("Access-control-allow-methods", "GET, POST, OPTIONS, PUT, DELETE"),
    ]

    /// One request at a time: nothing in here waits.
    private func answer(_ request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        settle(to: time.now())
        let fault = takeFault()
        switch fault {
        case .status(let code): return Self.page(code, "Error \(code)")
        case .page: return Self.page(200, "UC501 登录")
        case .failed(let errno):
            return Self.written(["status": "Failed", "errno": .text(errno)], isXML: request.value("type") == "xml")
        default: break
        }
        var response = work(request)
        publish(world.takeReports())
        switch fault {
        case .reset(let count): response.fault = .cut(after: count)
        case .silence: response.fault = .silence
        case .late(let duration): response.fault = .delay(duration)
        case .truncated: response.body.removeLast(min(response.body.count, max(2, response.body.count / 3)))
        default: break
        }
        return response
    }

    private func takeFault() -> YeastarFaults.Answer? {
        guard let left = faults.answersLeft else { return faults.answer }
        guard left > 0 else {
            faults.answer = nil
            faults.answersLeft = nil
            return nil
        }
        faults.answersLeft = left - 1
        return faults.answer
    }

    private func work(_ request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count >= 3, parts[0] == "api", parts[1].hasPrefix("v") else { return Self.page(404, "404 Not Found") }
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

    private func perform(
        _ path: String, _ request: YeastarRequest, token: String?, peer: String
    ) throws(YeastarRefusal) -> YeastarNode {
        let success: YeastarNode = ["status": "Success"]
        switch path {
        case "login":
            return success + ["token": .text(try sessions.logIn(request, from: peer, now: world.now))]
        case "heartbeat": try sessions.heartbeat(token, request, now: world.now)
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

    private static func written(_ node: YeastarNode, isXML: Bool) -> SimulatedHTTPServer.Response {
        .init(
            headers: headers + [("Content-Type", isXML ? "application/xml" : "application/json")],
            body: Array((isXML ? node.xml : node.prettyJSON()).utf8))
    }

    private static func page(_ status: Int, _ title: String) -> SimulatedHTTPServer.Response {
        .init(
            status: status, headers: headers + [("Content-Type", "text/html; charset=utf-8")],
            body: Array("<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n".utf8))
    }

    // MARK: - Reports

    private func publish(_ reports: [YeastarReport]) {
        for report in reports {
            reportsMade += 1
            let count = reportsMade
            if YeastarFaults.isDue(faults.losesEvery, count) { continue }
            if YeastarFaults.isDue(faults.reordersEvery, count), heldBack == nil {
                heldBack = (report, count)
                continue
            }
            post(report, count)
            if let (late, lateCount) = heldBack {
                heldBack = nil
                post(late, lateCount)
            }
        }
    }

    private func post(_ report: YeastarReport, _ count: Int) {
        guard !faults.cannotReachListeners else { return }
        sessions.forgetExpired(now: world.now)
        for target in sessions.targets {
            if YeastarFaults.isDue(faults.malformsEvery, count) {
                let body = report.body(serialNumber: world.serialNumber).utf8
                send(report: Array(body.prefix(body.count / 2)))
                continue
            }
            let request = report.request(to: target, serialNumber: world.serialNumber)
            for _ in 0..<(YeastarFaults.isDue(faults.doublesEvery, count) ? 2 : 1) { sender.post(request, to: target) }
        }
    }

    // MARK: - Time and script

    private func settle(to instant: Milliseconds) {
        publish(world.advance(to: instant))
        if let until = silentUntil, until <= world.now {
            silentUntil = nil
            faults.answer = nil
        }
    }

    private func advance(to instant: Milliseconds) async {
        while let line = script.first, started + line.time <= instant {
            script.removeFirst()
            settle(to: started + line.time)
            await perform(line)
        }
        settle(to: instant)
        if let until = refusingUntil, until <= world.now {
            refusingUntil = nil
            do { try await accept() } catch { report("\(error)") }
        }
    }

    public func perform(_ line: ScriptLine) async {
        do {
            switch line.command {
            case .call(let caller, let number):
                act { world in if world.begin(fromOutside: caller, to: number) == nil { world.announcedCallers.append(caller) } }
            case .dial(let caller, let callee):
                try act { world in
                    if case .outside = world.target(of: callee) {
                        try world.dialOutside(caller, callee, autoAnswer: false)
                    } else {
                        try world.dial(caller, callee, autoAnswer: false)
                    }
                }
            case .hangUp(let caller): act { $0.hangUp(caller: caller) }
            case .pause(let number, let queue, let isPaused): try act { try $0.pause(number, queue, isPaused) }
            case .member(let number, let queue, true): try act { try $0.logIn(number, queue, password: nil) }
            case .member(let number, let queue, false):
                try act { try $0.logOut(number, queue, password: $0.books.row(.queue, queue)?["password"]) }
            case .register(let number, let isRegistered): act { $0.register(number, isRegistered) }
            case .join(let number, let room): try act { try $0.dial(number, room, autoAnswer: true) }
            case .leave(let number, let room): try act { try $0.kick([number], room) }
            case .rate(let rate): act { $0.setRate(rate) }
            case .silent(let duration):
                faults.answer = .silence
                silentUntil = world.now + duration
            case .delay(let duration): faults.answer = duration > 0 ? .late(.milliseconds(duration)) : nil
            case .lose(let every): faults.losesEvery = every
            case .double(let every): faults.doublesEvery = every
            case .invalidJSON: send(report: Array(#"{"action":"RING","callid":"1589947952.1670","ext":{"extid":["106","#.utf8))
            case .invalidUTF8:
                let (head, tail) = (#"{"action":"ALERT","callid":"1.1","ext":{"extid":""#, #""}}"#)
                send(report: Array(head.utf8) + [0xD5, 0xC5, 0xFF] + Array(tail.utf8))
            case .payload(let bytes):
                let (head, tail) = (#"{"action":"ALERT","callid":"1.1","ext":{"extid":""#, #""}}"#)
                let filling = String(repeating: "9", count: max(0, bytes - head.utf8.count - tail.utf8.count))
                send(report: Array((head + filling + tail).utf8))
            case .hostileName: sendHostileName()
            case .offline(let duration):
                refusingUntil = world.now + duration
                await refuse()
            case .expireTokens: expireTokens()
            case .reboot: reboot()
            default: report("line \(line.number): a Yeastar has no such thing")
            }
        } catch {
            report("line \(line.number): the exchange refuses (\((error as? YeastarRefusal)?.rawValue ?? "\(error)"))")
        }
    }
}
