import Foundation

/// A pretended MVB2000 behind its HTTP interface: every request must bring the key of the platform's day.
public actor WebCTISimulator: Simulator {
    /// The WEB key of the platform's settings, of which the key of the day is made.
    public nonisolated let webKey: String
    public private(set) var world: WebCTIWorld
    public var faults = WebCTIFaults()
    public var defects: WebCTIDefects
    private let time: SimulatorTime
    private var server: SimulatedHTTPServer?
    private var isRefusing = false
    private var hostileNamesUsed = 0
    /// The last day whose key was made.
    private var day: (date: String, key: String) = ("", "")
    private var script: ArraySlice<ScriptLine>
    let report: @Sendable (String) -> Void
    private let started: Milliseconds
    private var faultsEnd: Milliseconds?
    private var refusalEnds: Milliseconds?
    /// Requests that wait for a telephone to be lifted.
    private var waiting: [String: CheckedContinuation<Void, Never>] = [:]

    /// - Parameters:
    ///   - webKey: the document's by default.
    ///   - script: what is to happen, counted from now on.
    ///   - report: takes sentences for the trainer: what a script's line could not do.
    public init(
        world: WebCTIWorld, webKey: String = "0866089e569bbd3d", defects: WebCTIDefects = .likely, time: SimulatorTime = .system,
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.world = world
        self.webKey = webKey
        self.defects = defects
        self.time = time
        self.script = script.sorted(for: "webcti")
        self.report = report
        started = world.now
    }

    /// Listens on 127.0.0.1.
    /// - Parameters:
    ///   - port: 0 takes any that is free.
    ///   - tap: is shown each request as it came.
    /// - Returns: the port.
    /// - Throws: `ServerFailure`.
    @discardableResult
    public func start(port: Int = 0, tap: @escaping SimulatedHTTPServer.Tap = { _ in }) async throws -> Int {
        let server = try await SimulatedHTTPServer.start(port: port, tap: tap) { [weak self] request in
            await self?.respond(to: request) ?? SimulatedHTTPServer.Response(status: 503)
        }
        self.server = server
        return server.port
    }

    /// Lets the world live until cancelled; then the port is closed.
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

    public func stop() async {
        await server?.stop()
        server = nil
        releaseWaiting(everybody: true)
    }

    /// Lets time pass by hand.
    public func advance(by duration: Duration) async { await advance(to: world.now + duration.milliseconds) }

    public func set(_ faults: WebCTIFaults) {
        self.faults = faults
        faultsEnd = nil
        world.clockAhead = faults.clockAhead.milliseconds
    }

    public func set(_ defects: WebCTIDefects) { self.defects = defects }

    /// Changes the world as a stranger would.
    public func act<Result: Sendable>(_ body: @Sendable (inout WebCTIWorld) throws -> Result) rethrows -> Result {
        defer { releaseWaiting() }
        return try body(&world)
    }

    /// Refuses connections, or accepts them again on the same port.
    /// - Throws: `ServerFailure` when the port has been taken meanwhile.
    public func refuse(_ refuses: Bool) async throws {
        guard refuses != isRefusing else { return }
        isRefusing = refuses
        if refuses { await server?.stop() } else { try await server?.restart() }
    }

    /// The next caller from outside shows a hostile name, and a user is called so.
    public func sendHostileName() {
        let name = SmartPBXFaults.hostileNames[hostileNamesUsed % SmartPBXFaults.hostileNames.count]
        hostileNamesUsed += 1
        act { world in
            world.changeUser(world.users[0].number) { $0.name = name }
            if let queue = world.queues.first?.number { world.begin(fromOutside: "13800138000", name: name, to: queue) }
        }
    }

    private func advance(to instant: Milliseconds) async {
        while let line = script.first, started + line.time <= instant {
            script.removeFirst()
            world.advance(to: started + line.time)
            await perform(line)
        }
        world.advance(to: instant)
        releaseWaiting()
        if let end = faultsEnd, end <= world.now { set(WebCTIFaults(clockAhead: faults.clockAhead)) }
        if let end = refusalEnds, end <= world.now {
            refusalEnds = nil
            do { try await refuse(false) } catch { report("\(error)") }
        }
    }

    /// Fails for so many milliseconds.
    func fail(_ failure: WebCTIFaults.Failure, for duration: Milliseconds) {
        set(WebCTIFaults(failure, clockAhead: faults.clockAhead))
        faultsEnd = world.now + duration
    }

    /// Refuses connections for so many milliseconds.
    func refuse(for duration: Milliseconds) async throws {
        refusalEnds = world.now + duration
        try await refuse(true)
    }

    // MARK: - Requests

    /// The key that a request must bring just now.
    public var keyOfTheDay: String {
        let date = WebCTIText.time(world.now, in: world, "%Y-%m-%d")
        if day.date != date { day = (date, WebCTIPages.key(webKey, on: date)) }
        return day.key
    }

    private func respond(to request: SimulatedHTTPServer.Request) async -> SimulatedHTTPServer.Response {
        guard let page = Self.page(request.path) else { return Self.notFound }
        var asked = WebCTIRequest(page: page, query: request.query.map { (name: $0.0, value: $0.1) })
        if request.method == "POST" { asked.query += Self.form(request) }
        if case .some(let failure) = faults.strike(page) {
            return await fail(failure, asked)
        }
        return await answer(asked)
    }

    private func answer(_ request: WebCTIRequest) async -> SimulatedHTTPServer.Response {
        let writer = WebCTIWriter(defects: defects, page: request.page)
        let key = request["webkey"] ?? ""
        guard key == keyOfTheDay else {
            return response(.init(WebCTIPages.wrongKey(key, on: request.page)), request, writer)
        }
        if request.page == "admin/config" { return Self.login(request) }
        if request.page == "getallstatus", defects.absentFilterMeansNone {
            var filtered = request
            for name in ["devices", "users", "queues"] where request[name] == nil { filtered.query.append((name, "-")) }
            return response(WebCTIPages.answer(filtered, in: &world), request, writer)
        }
        let before = world.serial
        let answer = WebCTIPages.answer(request, in: &world)
        if WebCTIPages.waits(request), case .envelope(0, _, _, _) = answer,
            let rung = world.channels.values.first(where: { $0.serial == before + 1 })
        {
            await withCheckedContinuation { waiting[rung.name] = $0 }
            if world.channels[rung.name] == nil {
                let refusal = WebCTIRefusal(1232, "Do originate failed: Originate failed", reason: 3)
                return response(.init(refusal), request, writer)
            }
        }
        return response(answer, request, writer)
    }

    /// Answers whose telephone has been lifted, or will not be any more.
    private func releaseWaiting(everybody: Bool = false) {
        for (name, continuation) in waiting {
            if !everybody, case .summoned = world.channels[name]?.place { continue }
            waiting[name] = nil
            continuation.resume()
        }
    }

    private func response(
        _ answer: WebCTIAnswer, _ request: WebCTIRequest, _ writer: WebCTIWriter
    ) -> SimulatedHTTPServer.Response {
        if case .file(let bytes, let type) = answer { return .init(headers: [("Content-Type", type)], body: bytes) }
        guard !defects.givesOnlyXML, let form = request["json"], ["1", "2", "3"].contains(form) else {
            return .init(headers: [("Content-Type", "text/xml; charset=utf-8")], body: writer.xml(answer))
        }
        return .init(
            headers: [("Content-Type", "text/html; charset=utf-8")], body: writer.json(answer, script: form == "1"))
    }

    private func fail(_ failure: WebCTIFaults.Failure, _ request: WebCTIRequest) async -> SimulatedHTTPServer.Response {
        switch failure {
        case .status(let status):
            return .init(status: status, headers: [("Content-Type", "text/plain")], body: Array("Error \(status)".utf8))
        case .htmlPage:
            let page = "<!DOCTYPE html><html><head><title>MVB2000</title></head><body><form>登录</form></body></html>"
            return .init(headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(page.utf8))
        case .silence: return .init(fault: .silence)
        case .truncated(let count):
            var response = await answer(request)
            response.body = Array(response.body.prefix(count))
            return response
        case .reset(let count):
            var response = await answer(request)
            response.fault = .cut(after: count)
            return response
        case .slow(let duration):
            var response = await answer(request)
            response.fault = .delay(duration)
            return response
        }
    }

    // MARK: - Paths

    private static let notFound = SimulatedHTTPServer.Response(
        status: 404, headers: [("Content-Type", "text/html")],
        body: Array("<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>".utf8))

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
        let body = isComplete ? "<html><body>MVB2000 管理</body></html>" : "<html><body>请登录</body></html>"
        return .init(
            status: isComplete ? 200 : 401, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(body.utf8))
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
}
