import Foundation

/// A pretended Agent Gateway: REST with one event a poll. It answers 200 with an envelope whatever happens; only `retcode` says
/// how it went.
public actor ICPGatewaySimulator: Simulator {
    public internal(set) var world: ICPWorld
    public var faults = ICPFaults()
    public var settings: ICPGatewaySettings
    /// How often somebody polled while an earlier poll was still held, which no client should.
    public private(set) var overlappingPolls = 0
    let report: @Sendable (String) -> Void
    var sessions: ICPGatewaySessions
    private var polls: [String: Poll] = [:]
    private let time: SimulatorTime
    private let started: Milliseconds
    private var server: SimulatedHTTPServer?
    private var script: ArraySlice<ScriptLine>
    private var faultsEnd: Milliseconds?
    private var refusalEnds: Milliseconds?
    private var hostileNamesUsed = 0

    /// A poll that is held.
    struct Poll {
        enum End: Sendable { case event(ICPEvent), nothing, refused(ICPRefusal), thrownOut }

        var continuation: CheckedContinuation<End, Never>
        var deadline: Milliseconds
    }

    /// - Parameters:
    ///   - script: what is to happen, counted from now on.
    ///   - report: takes sentences for the trainer: what a script's line could not do.
    public init(
        world: ICPWorld, settings: ICPGatewaySettings = ICPGatewaySettings(), time: SimulatorTime = .system,
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.world = world
        self.settings = settings
        self.time = time
        self.script = script.sorted(for: "icp")
        self.report = report
        started = world.now
        sessions = ICPGatewaySessions(seed: UInt64(bitPattern: Int64(world.now)))
    }

    /// Listens on 127.0.0.1, in plain HTTP.
    /// - Parameters:
    ///   - port: 0 takes any that is free; the gateway's own is 8043.
    ///   - tap: sees every request before it is answered.
    /// - Throws: `ServerFailure`.
    @discardableResult
    public func listen(port: Int = 0, tap: @escaping SimulatedHTTPServer.Tap = { _ in }) async throws -> Int {
        let server = try await SimulatedHTTPServer.start(port: port, tap: tap) { [weak self] request in
            await self?.answer(request) ?? .init(status: 503)
        }
        self.server = server
        return server.port
    }

    /// The port it listens on; 0 before `listen`.
    public var port: Int { server?.port ?? 0 }

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

    /// Closes the port.
    public func stop() async {
        endPolls()
        await server?.stop()
    }

    /// Lets time pass by hand.
    public func advance(by duration: Duration) async { await advance(to: world.now + duration.milliseconds) }

    public func set(_ faults: ICPFaults) {
        self.faults = faults
        faultsEnd = nil
    }

    public func set(_ settings: ICPGatewaySettings) { self.settings = settings }

    /// Changes the world as a stranger would, and tells what follows.
    public func act<Result: Sendable>(_ body: @Sendable (inout ICPWorld) throws -> Result) rethrows -> Result {
        defer { settle(to: world.now) }
        return try body(&world)
    }

    /// Every token is wrong from now on; the agents stay signed in.
    public func expireTokens() { sessions.expireTokens() }

    /// Another program signs in by force.
    /// - Parameter agent: nil throws everybody out.
    public func kickOut(_ agent: String? = nil) {
        for number in sessions.live.keys.sorted() where agent == nil || number == agent {
            throwOut(number)
            world.signOut(number)
            world.signIn(number, state: .idle, hasClient: true)
            _ = sessions.begin(number, now: world.now)
        }
        settle(to: world.now)
    }

    /// Refuses connections until `accept`.
    public func refuse() async {
        endPolls()
        await server?.stop()
    }

    /// - Throws: `ServerFailure` when the port has been taken meanwhile.
    public func accept() async throws { try await server?.restart() }

    /// The next caller from outside shows a hostile number, and an agent has a hostile name.
    public func sendHostileName() {
        let name = SmartPBXFaults.hostileNames[hostileNamesUsed % SmartPBXFaults.hostileNames.count]
        hostileNamesUsed += 1
        act { world in
            if let number = world.workNumbers.last { world.change(number) { $0.name = name } }
            if let code = world.skills.first?.accessCode { world.begin(fromOutside: name, to: code) }
        }
    }

    /// Fails for so many milliseconds.
    func fail(_ failure: ICPFaults.Failure, for duration: Milliseconds) {
        set(ICPFaults(failure))
        faultsEnd = world.now + duration
    }

    /// Refuses connections for so many milliseconds.
    func refuse(for duration: Milliseconds) async {
        refusalEnds = world.now + duration
        await refuse()
    }

    // MARK: - Time

    private func advance(to instant: Milliseconds) async {
        while let line = script.first, started + line.time <= instant {
            script.removeFirst()
            settle(to: started + line.time)
            await perform(line)
        }
        settle(to: instant)
        if let end = faultsEnd, end <= world.now { set(ICPFaults()) }
        if let end = refusalEnds, end <= world.now {
            refusalEnds = nil
            do { try await accept() } catch { report("\(error)") }
        }
    }

    /// Lets the world come to a moment, and gives everybody who polls what there is.
    private func settle(to instant: Milliseconds) {
        world.advance(to: max(instant, world.now))
        for (number, session) in sessions.live.sorted(by: { $0.key < $1.key }) {
            let isForgotten = polls[number] == nil && world.now - session.lastPoll >= ICPGatewaySessions.life
            if isForgotten {
                world.signOut(number)
                sessions.end(number)
            } else if world.agents[number]?.hasClient != true {
                // An inspector has signed it out.
                throwOut(number)
            }
        }
        for event in world.takeEvents() { sessions[event.agent]?.mailbox.append(event) }
        for (number, poll) in polls {
            if let event = takeEvent(number) {
                end(number, .event(event))
            } else if poll.deadline <= world.now {
                end(number, .nothing)
            }
        }
    }

    // MARK: - Polls

    /// Whether a poll of the agent waits for an event.
    public func isHolding(_ agent: String) -> Bool { polls[agent] != nil }

    private func takeEvent(_ number: String) -> ICPEvent? {
        guard sessions[number]?.mailbox.isEmpty == false else { return nil }
        return sessions[number]?.mailbox.removeFirst()
    }

    func end(_ number: String, _ how: Poll.End) { polls.removeValue(forKey: number)?.continuation.resume(returning: how) }

    private func endPolls() { for number in polls.keys { end(number, .nothing) } }

    func throwOut(_ number: String) {
        let isTold = !faults.saysNothingWhenThrownOut
        if polls[number] != nil {
            sessions.throwOut(number, isToBeTold: false)
            end(number, isTold ? .thrownOut : .refused(.notSignedIn))
        } else {
            sessions.throwOut(number, isToBeTold: isTold)
        }
    }

    private func poll(_ number: String, token: String?) async -> SimulatedHTTPServer.Response {
        switch sessions.standing(number, token: token) {
        case .refused(let refusal): return ICPAnswer(refusal).response
        case .thrownOut(false): return ICPAnswer(.notSignedIn).response
        case .thrownOut(true):
            sessions.told(token ?? "")
            return ICPAnswer(event: Self.shutdown(number, world.now), settings).response
        case .signedIn: break
        }
        sessions[number]?.lastPoll = world.now
        if polls[number] != nil {
            overlappingPolls += 1
            end(number, .refused(.repeated))
        }
        let how: Poll.End
        if let event = takeEvent(number) {
            how = .event(event)
        } else if settings.hold == .zero {
            how = .nothing
        } else {
            let deadline = world.now + settings.hold.milliseconds
            how = await withCheckedContinuation { polls[number] = Poll(continuation: $0, deadline: deadline) }
            if sessions.standing(number, token: token) == .signedIn { sessions[number]?.lastPoll = world.now }
        }
        var answer: ICPAnswer
        switch how {
        case .event(let event): answer = ICPAnswer(event: event, settings)
        case .nothing: answer = ICPAnswer(event: nil, settings)
        case .refused(let refusal): return ICPAnswer(refusal).response
        case .thrownOut: return ICPAnswer(event: Self.shutdown(number, world.now), settings).response
        }
        if settings.renewsTokens, let token = sessions.renew(number) { answer.headers.append(("Set-GUID", "JSESSIONID=\(token)")) }
        return answer.response
    }

    private static func shutdown(_ agent: String, _ now: Milliseconds) -> ICPEvent {
        ICPEvent(agent: agent, type: "AgentOther_ShutdownService", content: .null, time: now)
    }

    // MARK: - Requests

    private func answer(_ request: SimulatedHTTPServer.Request) async -> SimulatedHTTPServer.Response {
        settle(to: time.now())
        if let file = ICPRecordingFile.answer(request, in: world) { return file }
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.starts(with: ["agentgateway", "resource"]), parts.count > 3 else { return ICPAnswer(.badRequest).response }
        let path = Array(parts.dropFirst(2))
        let isPoll = request.method == "GET" && path[0] == "agentevent" && path.count == 2
        let fault = faults.strike(path[0])
        switch fault {
        case .status(let status): return Self.page(status, "Error \(status)")
        case .page: return Self.page(200, "CC-Gateway 登录")
        case .refused(let code): return ICPAnswer(code: code, message: "operation failed, \(code)", result: "").response
        case .silence where isPoll:
            sessions[path[1]]?.lastPoll = world.now
            return .init(fault: .silence)
        default: break
        }
        var response = isPoll ? await poll(path[1], token: token(request, path[1])) : work(request, path).response
        settle(to: world.now)
        switch fault {
        case .reset(let count): response.fault = .cut(after: count)
        case .silence: response.fault = .silence
        case .late(let duration): response.fault = .delay(duration)
        case .truncated: response.body.removeLast(min(response.body.count, max(2, response.body.count / 3)))
        default: break
        }
        return response
    }

    /// The token that a request brings; the wrong node of a cluster knows none.
    private func token(_ request: SimulatedHTTPServer.Request, _ agent: String) -> String? {
        guard !settings.isCluster || request.header("Cookie")?.contains(Self.cookie) == true else { return nil }
        return request.header("Guid")
    }

    static let cookie = "AGENTLB=node0"

    private func work(_ request: SimulatedHTTPServer.Request, _ path: [String]) -> ICPAnswer {
        do {
            if let answer = try session(request, path) { return answer }
            for route in ICPGatewayRoute.all {
                guard var open = route.match(request.method, path) else { continue }
                if !route.namesAgent { open.insert(sessions.agent(with: request.header("Guid")), at: 0) }
                try check(open[0], request)
                let asked = ICPGatewayRequest(
                    agent: open[0], arguments: Array(open.dropFirst()), query: request.query.map { (name: $0.0, value: $0.1) },
                    body: try Self.body(request))
                return ICPAnswer(result: try route.run(&world, asked))
            }
            throw ICPRefusal.badRequest
        } catch {
            return ICPAnswer(error as? ICPRefusal ?? .failed)
        }
    }

    func check(_ agent: String, _ request: SimulatedHTTPServer.Request) throws(ICPRefusal) {
        if settings.isCluster, request.header("Cookie")?.contains(Self.cookie) != true { throw .notSignedIn }
        switch sessions.standing(agent, token: request.header("Guid")) {
        case .signedIn: return
        case .thrownOut: throw .notSignedIn
        case .refused(let refusal): throw refusal
        }
    }

    static func body(_ request: SimulatedHTTPServer.Request) throws(ICPRefusal) -> ICPValue {
        guard request.body.contains(where: { !" \r\n\t".utf8.contains($0) }) else { return [:] }
        guard let body = ICPValue(parsing: request.body), case .fields = body else { throw .badBody }
        return body
    }

    private static func page(_ status: Int, _ title: String) -> SimulatedHTTPServer.Response {
        .init(
            status: status, headers: [("Content-Type", "text/html; charset=utf-8")],
            body: Array("<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n".utf8))
    }
}
