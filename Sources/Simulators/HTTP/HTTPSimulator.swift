/// Runs a system that speaks HTTP: its clock, its port, its faults, its script.
public actor HTTPSimulator<System: HTTPSystem>: FramedSimulator {
    public nonisolated let login: SystemLogin
    var system: System
    public private(set) var faults = HTTPFaults()
    var frame: SimulatorFrame<HTTPSimulator<System>>
    private let post: @Sendable (System.Post) -> Void
    private var server: SimulatedHTTPServer?
    /// Requests that wait for their answer, by the system's key.
    private var held: [Int: CheckedContinuation<SimulatedHTTPServer.Response, Never>] = [:]
    private var messagesMade = 0
    private var heldBack: (message: System.Message, count: Int)?

    /// - Parameter kind: whose lines of the script it runs.
    init(
        _ system: System, time: SimulatorTime, script: [ScriptLine], of kind: String = "", report: @escaping @Sendable (String) -> Void
    ) {
        self.system = system
        frame = SimulatorFrame(time: time, script: script, of: kind, started: system.now, report: report)
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
        await live()
        await stop()
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
    public func advance(by duration: Duration) async { await advance(to: now + duration.milliseconds) }

    public func set(_ faults: HTTPFaults) { self.faults = faults }

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
        let name = frame.hostileNames.next()
        change { $0.show(hostileName: name) }
    }

    // MARK: - Answers

    private func answer(_ request: SimulatedHTTPServer.Request) async -> SimulatedHTTPServer.Response {
        pass(to: frame.time.now())
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

    var now: Milliseconds { system.now }
    var nextEvent: Milliseconds? { system.nextEvent }

    func pass(to instant: Milliseconds) {
        system.advance(to: instant)
        settle()
    }

    public func perform(_ line: ScriptLine) async { await run(line) }

    func perform(_ command: ScriptCommand) async throws -> Bool {
        switch command {
        case .delay(let duration): faults.failure = duration > 0 ? .late(.milliseconds(duration)) : nil
        case .lose(let every): faults.losesEvery = every
        case .double(let every): faults.doublesEvery = every
        case .offline(let duration):
            await refuse()
            frame.end(at: now + duration) { simulator in
                do { try await simulator.accept() } catch { simulator.frame.report("\(error)") }
            }
        case .hostileName: sendHostileName()
        case .act("refuse", let words) where words.count == 3:
            faults.failure = .refused(words[1])
            faults.paths = [words[0]]
            faults.times = Int(words[2]) ?? 1
        case .act("spoil", let words) where words.count == 2:
            faults.failure = .truncated()
            faults.paths = [words[0]]
            faults.times = Int(words[1]) ?? 1
        default:
            if try change({ try $0.perform(command) }) { return true }
            guard command == .invalidJSON else { return false }
            faults.failure = .truncated()
            faults.times = 1
        }
        return true
    }
}
