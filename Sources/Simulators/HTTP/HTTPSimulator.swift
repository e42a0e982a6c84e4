/// Runs a system that speaks HTTP: its clock, its port, its faults, its script.
public actor HTTPSimulator<System: HTTPSystem>: Simulator {
    public nonisolated let login: SystemLogin
    var system: System
    public private(set) var faults = HTTPFaults()
    private let time: SimulatorTime
    private let report: @Sendable (String) -> Void
    private let post: @Sendable (System.Post) -> Void
    private var script: ScriptRun
    private var server: SimulatedHTTPServer?
    /// Requests that wait for their answer, by the system's key.
    private var held: [Int: CheckedContinuation<SimulatedHTTPServer.Response, Never>] = [:]
    private var messagesMade = 0
    private var heldBack: (message: System.Message, count: Int)?
    private var hostileNames = HostileNames()
    private var faultsEnd: Milliseconds?
    private var refusalEnds: Milliseconds?

    init(_ system: System, time: SimulatorTime, script: ScriptRun, report: @escaping @Sendable (String) -> Void) {
        self.system = system
        self.time = time
        self.script = script
        self.report = report
        login = system.login
        post = System.sender(report: report)
    }

    public var world: System.World { system.world }
    public var settings: System.Settings { system.settings }
    /// The port it listens on; 0 before `listen`.
    public var port: Int { server?.port ?? 0 }

    // MARK: - Listening

    /// Listens on 127.0.0.1, in plain HTTP.
    /// - Parameters:
    ///   - port: 0 takes any that is free.
    ///   - tap: is shown each request as it came.
    /// - Returns: the port.
    /// - Throws: `ServerFailure`.
    @discardableResult
    public func listen(port: Int = 0, tap: @escaping SimulatedHTTPServer.Tap = { _ in }) async throws -> Int {
        let server = try await SimulatedHTTPServer.start(port: port, tap: tap) { [weak self] request in
            await self?.answer(request) ?? .init(status: 503)
        }
        self.server = server
        system.serves(server.port)
        return server.port
    }

    /// Lets the world live until cancelled; then the port is closed.
    public func serve() async {
        do {
            while true {
                await advance(to: time.now())
                try await time.wait(for: system.nextEvent)
            }
        } catch {
            await stop()
        }
    }

    /// Closes the port.
    public func stop() async {
        for key in held.keys.sorted() { held.removeValue(forKey: key)?.resume(returning: system.abandon(key)) }
        await server?.stop()
    }

    /// Refuses connections until `accept`.
    public func refuse() async { await stop() }

    /// - Throws: `ServerFailure` when the port has been taken meanwhile.
    public func accept() async throws { try await server?.restart() }

    // MARK: - What trainers and tests do

    /// Lets time pass by hand, telling what happens in it.
    public func advance(by duration: Duration) async { await advance(to: system.now + duration.milliseconds) }

    public func set(_ faults: HTTPFaults) {
        self.faults = faults
        faultsEnd = nil
    }

    public func set(_ settings: System.Settings) { system.settings = settings }

    /// Changes the world as a stranger would, and tells what follows.
    public func act<Result: Sendable>(_ body: @Sendable (inout System.World) throws -> Result) rethrows -> Result {
        try change { try body(&$0.world) }
    }

    func change<Result>(_ body: (inout System) throws -> Result) rethrows -> Result {
        defer { settle() }
        return try body(&system)
    }

    /// The next caller from outside shows a hostile name or number, and somebody inside has one.
    public func sendHostileName() {
        let name = hostileNames.next()
        change { $0.show(hostileName: name) }
    }

    // MARK: - Answers

    private func answer(_ request: SimulatedHTTPServer.Request) async -> SimulatedHTTPServer.Response {
        pass(to: time.now())
        let failure = faults.strike(system.path(of: request))
        switch failure {
        case .status(let status): return .page(status, "Error \(status)")
        case .page: return .page(200, System.pageTitle)
        case .refused(let code): return system.refusal(code, of: request)
        case .silence where system.ignores(request): return .init(fault: .silence)
        default: break
        }
        var response: SimulatedHTTPServer.Response
        switch system.answer(request) {
        case .now(let answer):
            response = answer
            settle()
        case .held(let key):
            response = await withCheckedContinuation {
                held[key] = $0
                settle()
            }
        }
        response.suffer(failure)
        return response
    }

    private func settle() {
        system.settle()
        publish(system.takeMessages())
        for key in held.keys.sorted() {
            if let response = system.heldAnswer(key) { held.removeValue(forKey: key)?.resume(returning: response) }
        }
    }

    private func publish(_ messages: [System.Message]) {
        for message in messages {
            messagesMade += 1
            let count = messagesMade
            if HTTPFaults.isDue(faults.losesEvery, count) { continue }
            if HTTPFaults.isDue(faults.reordersEvery, count), heldBack == nil {
                heldBack = (message, count)
                continue
            }
            send(message, count)
            if let (late, lateCount) = heldBack {
                heldBack = nil
                send(late, lateCount)
            }
        }
    }

    private func send(_ message: System.Message, _ count: Int) {
        guard !faults.cannotReachListeners else { return }
        for one in system.posts(of: message, isMalformed: HTTPFaults.isDue(faults.malformsEvery, count)) {
            for _ in 0..<(HTTPFaults.isDue(faults.doublesEvery, count) ? 2 : 1) { post(one) }
        }
    }

    // MARK: - Time and script

    private func pass(to instant: Milliseconds) {
        system.advance(to: instant)
        settle()
    }

    private func advance(to instant: Milliseconds) async {
        while let line = script.next(until: instant) {
            pass(to: script.instant(of: line))
            await perform(line)
        }
        pass(to: instant)
        if let end = faultsEnd, end <= system.now { set(HTTPFaults()) }
        if let end = refusalEnds, end <= system.now {
            refusalEnds = nil
            do { try await accept() } catch { report("\(error)") }
        }
    }

    public func perform(_ line: ScriptLine) async {
        do {
            switch line.command {
            case .silent(let duration):
                set(HTTPFaults(.silence))
                faultsEnd = system.now + duration
            case .delay(let duration): faults.failure = duration > 0 ? .late(.milliseconds(duration)) : nil
            case .lose(let every): faults.losesEvery = every
            case .double(let every): faults.doublesEvery = every
            case .offline(let duration):
                refusalEnds = system.now + duration
                await refuse()
            case .hostileName: sendHostileName()
            default:
                if try change({ try $0.perform(line.command) }) { return }
                guard line.command == .invalidJSON else { return report("line \(line.number): this system has no such thing") }
                faults.failure = .truncated()
                faults.times = 1
            }
        } catch {
            report("line \(line.number): the system refuses (\(error))")
        }
    }
}
