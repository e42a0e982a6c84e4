import Foundation

public typealias ICPGatewaySimulator = HTTPSimulator<ICPGatewaySystem>

extension HTTPSimulator where System == ICPGatewaySystem {
    /// How often somebody polled while an earlier poll was still held, which no client should.
    public var overlappingPolls: Int { system.polls.overlapping }

    /// - Parameters:
    ///   - script: what is to happen, counted from now on.
    ///   - report: takes sentences for the trainer: what a script's line could not do.
    public init(
        world: ICPWorld, settings: ICPGatewaySettings = ICPGatewaySettings(), time: SimulatorTime = .system,
        script: [ScriptLine] = [], report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.init(
            ICPGatewaySystem(world, settings), time: time, script: script, of: "icp", report: report)
    }

    /// Every token is wrong from now on; the agents stay signed in.
    public func expireTokens() { change { $0.sessions.expireTokens() } }

    /// Another program signs in by force.
    /// - Parameter agent: nil throws everybody out.
    public func kickOut(_ agent: String? = nil) { change { $0.kickOut(agent) } }

    /// Whether a poll of the agent waits for an event.
    public func isHolding(_ agent: String) -> Bool { system.polls[agent] != nil }
}

/// A simulated Agent Gateway: REST with one event a poll. It answers 200 with an envelope whatever happens; only `retcode` says
/// how it went.
public struct ICPGatewaySystem: HTTPSystem {
    public static let pageTitle = "CC-Gateway 登录"
    static let cookie = "AGENTLB=node0"

    public var world: ICPWorld
    public var settings: ICPGatewaySettings
    public let login = SystemLogin(username: ICPWorld.inspector, password: "secret")
    var sessions: ICPGatewaySessions
    var polls = ICPGatewayPolls()

    init(_ world: ICPWorld, _ settings: ICPGatewaySettings) {
        self.world = world
        self.settings = settings
        sessions = ICPGatewaySessions(seed: UInt64(bitPattern: Int64(world.now)))
    }

    public var now: Milliseconds { world.now }
    public var nextEvent: Milliseconds? { world.nextEvent }

    public mutating func show(hostileName name: String) {
        if let number = world.workNumbers.last { world.change(number) { $0.name = name } }
        if let code = world.skills.first?.accessCode { world.begin(fromOutside: name, to: code) }
    }

    // MARK: - Time

    public mutating func settle() { advance(to: world.now) }

    /// Lets the world come to a moment, and sorts out whom it concerns.
    public mutating func advance(to instant: Milliseconds) {
        world.pass(to: max(instant, world.now))
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
        for event in world.takeMessages() { sessions[event.agent]?.mailbox.append(event) }
    }

    fileprivate mutating func kickOut(_ agent: String?) {
        for number in sessions.live.keys.sorted() where agent == nil || number == agent {
            throwOut(number)
            world.signOut(number)
            world.signIn(number, state: .idle, hasClient: true)
            _ = sessions.begin(number, now: world.now)
        }
    }

    /// The gateway starts anew: whoever was signed in is not.
    private mutating func forgetSessions() {
        for number in sessions.live.keys.sorted() {
            sessions.end(number)
            polls.end(number, .refused(.notSignedIn))
            world.signOut(number)
        }
    }

    mutating func throwOut(_ number: String) {
        let isTold = !settings.saysNothingWhenThrownOut
        sessions.throwOut(number, isToBeTold: isTold && polls[number] == nil)
        polls.end(number, isTold ? .thrownOut : .refused(.notSignedIn))
    }

    // MARK: - Polls

    public mutating func heldAnswer(_ key: Int) -> SimulatedHTTPServer.Response? {
        guard let (number, poll) = polls.held(key) else { return answerEnded(key) }
        if let event = takeEvent(number) {
            polls.end(number, .event(event))
        } else if poll.deadline <= world.now {
            polls.end(number, .nothing)
        }
        return answerEnded(key)
    }

    public mutating func abandon(_ key: Int) -> SimulatedHTTPServer.Response {
        if let (number, _) = polls.held(key) { polls.end(number, .nothing) }
        return answerEnded(key) ?? .init(status: 503)
    }

    private mutating func takeEvent(_ number: String) -> ICPEvent? {
        guard sessions[number]?.mailbox.isEmpty == false else { return nil }
        return sessions[number]?.mailbox.removeFirst()
    }

    private mutating func poll(_ number: String, token: String?) -> HTTPAnswer {
        switch sessions.standing(number, token: token) {
        case .refused(let refusal): return .now(ICPAnswer(refusal).response)
        case .thrownOut(false): return .now(ICPAnswer(.notSignedIn).response)
        case .thrownOut(true):
            sessions.told(token ?? "")
            return .now(ICPAnswer(event: Self.shutdown(number, world.now), settings).response)
        case .signedIn: break
        }
        sessions[number]?.lastPoll = world.now
        polls.overtake(number)
        if let event = takeEvent(number) { return .now(answer(.event(event), number)) }
        if settings.hold == .zero { return .now(answer(.nothing, number)) }
        return .held(polls.hold(number, token: token, until: world.now + settings.hold.milliseconds))
    }

    /// Answers a poll that was held and has ended; nil while it has not.
    private mutating func answerEnded(_ key: Int) -> SimulatedHTTPServer.Response? {
        guard let ended = polls.takeEnd(key) else { return nil }
        if sessions.standing(ended.agent, token: ended.token) == .signedIn { sessions[ended.agent]?.lastPoll = world.now }
        return answer(ended.how, ended.agent)
    }

    private mutating func answer(_ how: ICPGatewayPolls.End, _ number: String) -> SimulatedHTTPServer.Response {
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

    public func path(of request: SimulatedHTTPServer.Request) -> String { Self.parts(request)?.first ?? "" }

    public func refusal(_ code: String, of request: SimulatedHTTPServer.Request) -> SimulatedHTTPServer.Response {
        ICPAnswer(code: code, message: "operation failed, \(code)", result: "").response
    }

    /// A poll that is never answered takes no event with it.
    public mutating func ignores(_ request: SimulatedHTTPServer.Request) -> Bool {
        guard let path = Self.parts(request), Self.isPoll(request, path) else { return false }
        sessions[path[1]]?.lastPoll = world.now
        return true
    }

    public mutating func answer(_ request: SimulatedHTTPServer.Request) -> HTTPAnswer {
        if let file = ICPRecordingFile.answer(request, in: world) { return .now(file) }
        guard let path = Self.parts(request) else { return .now(ICPAnswer(.badRequest).response) }
        if Self.isPoll(request, path) { return poll(path[1], token: token(request)) }
        return .now(work(request, path).response)
    }

    /// What follows the gateway's root; nil where it is not below that.
    private static func parts(_ request: SimulatedHTTPServer.Request) -> [String]? {
        let parts = request.path.split(separator: "/").map(String.init)
        return parts.starts(with: ["agentgateway", "resource"]) && parts.count > 3 ? Array(parts.dropFirst(2)) : nil
    }

    private static func isPoll(_ request: SimulatedHTTPServer.Request, _ path: [String]) -> Bool {
        request.method == "GET" && path[0] == "agentevent" && path.count == 2
    }

    /// The token that a request brings; the wrong node of a cluster knows none.
    private func token(_ request: SimulatedHTTPServer.Request) -> String? {
        guard !settings.isCluster || request.header("Cookie")?.contains(Self.cookie) == true else { return nil }
        return request.header("Guid")
    }

    private mutating func work(_ request: SimulatedHTTPServer.Request, _ path: [String]) -> ICPAnswer {
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

    static func body(_ request: SimulatedHTTPServer.Request) throws(ICPRefusal) -> OrderedJSON {
        guard request.body.contains(where: { !" \r\n\t".utf8.contains($0) }) else { return [:] }
        guard let body = OrderedJSON(parsing: request.body), case .fields = body else { throw .badBody }
        return body
    }

    // MARK: - Scripts

    /// Queues are skills, by id or access code; rooms are conferences.
    public mutating func perform(_ command: ScriptCommand) throws -> Bool {
        switch command {
        case .call(let caller, let number):
            let skill = Int(number).flatMap { world.skill($0) }
            if world.begin(fromOutside: caller, to: skill?.accessCode ?? number) == nil { throw ICPRefusal.badRequest }
        case .dial(let number, let called): _ = try world.callOut(number, to: called)
        case .hangUp(let caller): world.hangUp(caller: caller)
        case .pause(let number, _, true): try world.sayBusy(number, reason: 200)
        case .pause(let number, _, false): try world.sayFree(number)
        case .member(let number, let skill, let joins): try world.changeSkill(number, skill, joins)
        case .register(let number, let isHere): world.setPresence(number, isHere)
        case .join(let number, let room): try world.bring(number, into: room)
        case .leave(let number, let room): try world.takeOut(number, from: room)
        case .rate(let rate): world.setRate(rate)
        case .kickOut(let number): kickOut(number)
        case .expireTokens: sessions.expireTokens()
        case .act("forget-sessions", _): forgetSessions()
        // What is for the uPortal.
        case .act("portal-offline", _), .act("second-seat", _): break
        case .act(let verb, let words): return try world.act(verb, words)
        default: return false
        }
        return true
    }
}
