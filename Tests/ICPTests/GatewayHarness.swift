import BackendSupport
import Exchange
import Foundation
import JSON
import SiteHarness
import Simulators
import Synchronization
import TestPeers
import Wire

@testable import ICP

/// What a scripted gateway was asked.
struct Asking: Sendable {
    var method: String
    /// Below `agentgateway/resource/`, decoded.
    var path: String
    var query: [String: String]
    var guid: String?
    var cookie: String?
    var body: JSONValue

    /// As the tables of the tests write it: `PUT voicecall/291/answer`, with the query where there is one.
    var line: String {
        let fields = query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return "\(method) \(path)" + (fields.isEmpty ? "" : "?\(fields)")
    }
}

/// A scripted Agent Gateway on a loopback port. It knows one agent, 291, hands out tokens, and tells events one by one.
final class FakeGateway: Sendable {
    enum Answer: Sendable {
        case result(String)
        case code(String)
        case raw(SimulatedHTTPServer.Response)
        /// Works out the code when asked.
        case decide(@Sendable () async -> String)
    }

    private struct State {
        var answers: [String: Answer] = FakeGateway.quiet
        var asked: [Asking] = []
        var isTaken = false
        var token: String?
        var tokens = 0
        var events: [String] = []
        /// Codes that the next polls get.
        var pollCodes: [String] = []
        /// An answer for every poll.
        var pollAnswer: Answer?
        var pollers: [CheckedContinuation<String?, Never>] = []
        var mostPollers = 0
        var held = 0
        /// Empty polls are answered at once.
        var answersEmptyPolls = false
        var renewsTokens = false
        /// Who waits for a request.
        var waiting: [(line: String, resume: CheckedContinuation<Asking, Never>)] = []
    }

    private let box: Box
    private let server: SimulatedHTTPServer

    private final class Box: Sendable {
        let state = Mutex(State())
    }

    static let quiet: [String: Answer] = [
        "GET agentgroup/291/restreason": .result(
            #"[{"restReasonId":1,"restReason":"Lunch"},{"restReasonId":"2","restReason":"Training"}]"#),
        "GET agentgroup/291/iscensor": .result("true"),
        "GET agentgroup/291/allagentstatus": .result(
            #"""
            [{"workno":"291","name":"Own","status":"3","ctiStatus":"7","groupid":1,"groupname":"jst","skilllist":[{"name":"voice","id":6}],"phonenumber":"40038","currentstatetime":10,"callids":[],"currentStateReason":0},
             {"workno":"20011","name":"Ann","status":"7","ctiStatus":"5","groupid":1,"groupname":"jst","skilllist":[{"name":"voice","id":6,"mediatype":5}],"mediatype":"TTT","vdnid":6,"phonenumber":"70942","currentstatetime":1210,"logindate":1501125758000,"callids":["1456401416-3"],"inMultimediaConf":0,"currentStateReason":0},
             {"workno":"20012","name":"Bob","status":4,"ctiStatus":1,"skilllist":[],"phonenumber":"70943","currentstatetime":"5","callids":null}]
            """#),
        "GET agentgroup/291/agentbyworkno/20012": .result(
            #"{"workno":"20012","name":"Bob","status":"3","ctiStatus":"7","currentstatetime":"0","currentStateReason":"201"}"#),
        "GET queuedevice/291/agentvdnskill": .result(
            #"[{"name":"voice","id":6,"mediatype":5},{"name":"complaints","id":"7","mediatype":"5"}]"#),
        "POST queuedevice/291/queryacdstat": .result(
            #"[{"deviceNo":"6","queueSize":"2","queueTime":44},{"deviceNo":7,"queueSize":0,"queueTime":"0"}]"#),
        "GET calldata/291/waitcallinfo/6": .result(
            #"[{"callid":"1456405000-1","caller":"13800000001","called":"6048","callskillid":6,"begintime":1456405000000,"userPriority":"1"},{"callid":"1456405001-2","caller":"13800000002","called":"6048","callskillid":6,"begintime":"1456405001000"}]"#
        ),
        "GET calldata/291/allcallinfoinvdn": .result(
            #"[{"callfeature":0,"callid":"1456401416-3","caller":"10086","called":"a20011","callskill":"voice","callskillid":6,"begintime":1456401416000,"endtime":0}]"#
        ),
        "GET calldata/291/allcallinfo/291": .result("[]"),
        "GET onlineagent/291/agentstatus": .result(#"{"agentState":"3","isWorking":false}"#),
    ]

    static func start(port: Int = 0) async throws -> FakeGateway {
        let box = Box()
        let server = try await SimulatedHTTPServer.start(port: port) { request in await serve(request, box) }
        return FakeGateway(box, server)
    }

    private init(_ box: Box, _ server: SimulatedHTTPServer) {
        self.box = box
        self.server = server
    }

    deinit {
        for poller in box.state.withLock({ exchange(&$0.pollers, with: []) }) { poller.resume(returning: nil) }
        // Its own threads must not be the last to hold it.
        Task { [server] in await server.stop() }
    }

    var url: String { "http://127.0.0.1:\(server.port)/agentgateway/resource" }

    // MARK: What the test says

    func answer(_ line: String, _ answer: Answer?) { box.state.withLock { $0.answers[line] = answer } }
    /// Somebody is signed in as 291 already.
    func take() { box.state.withLock { $0.isTaken = true } }
    /// The gateway forgets its session.
    func forget() {
        let pollers = box.state.withLock { state in
            state.token = nil
            state.isTaken = false
            return exchange(&state.pollers, with: [])
        }
        for poller in pollers { poller.resume(returning: Self.envelope("100-006")) }
    }
    /// The token changes without a word.
    func expireToken() {
        let pollers = box.state.withLock { state in
            state.tokens += 1
            state.token = "t\(state.tokens).AgentGateway0"
            return exchange(&state.pollers, with: [])
        }
        for poller in pollers { poller.resume(returning: nil) }
    }
    func renewTokens() { box.state.withLock { $0.renewsTokens = true } }
    func answerEmptyPolls() { box.state.withLock { $0.answersEmptyPolls = true } }
    /// - Parameter wakes: the poll that is held gets that answer, too.
    func answerPolls(_ answer: Answer?, wakes: Bool = true) {
        let pollers = box.state.withLock { state in
            state.pollAnswer = answer
            return wakes ? exchange(&state.pollers, with: []) : []
        }
        for poller in pollers { poller.resume(returning: nil) }
    }
    func answerNextPolls(_ codes: [String]) {
        let pollers = box.state.withLock { state in
            state.pollCodes = codes
            return exchange(&state.pollers, with: [])
        }
        for poller in pollers { poller.resume(returning: nil) }
    }

    /// Tells an event, to the poll that waits or the next.
    func tell(_ type: String, _ content: String = "null") {
        let event = #"{"eventType":"\#(type)","workNo":"291","content":\#(content)}"#
        let poller = box.state.withLock { state -> CheckedContinuation<String?, Never>? in
            guard let poller = state.pollers.popLast() else {
                state.events.append(event)
                return nil
            }
            return poller
        }
        poller?.resume(returning: #"{"message":"","retcode":"0","event":\#(event)}"#)
    }

    func stop() async {
        for poller in box.state.withLock({ exchange(&$0.pollers, with: []) }) { poller.resume(returning: nil) }
        await server.stop()
    }

    func restart() async throws { try await server.restart() }

    var asked: [Asking] { box.state.withLock(\.asked) }
    func asked(_ line: String) -> [Asking] { asked.filter { "\($0.method) \($0.path)" == line } }
    func forgetAsked() { box.state.withLock { $0.asked = [] } }
    var mostPollersAtOnce: Int { box.state.withLock(\.mostPollers) }

    /// Waits for a request: the first after so many, or the first from now on.
    @discardableResult
    func next(_ line: String, after count: Int? = nil) async -> Asking {
        await withCheckedContinuation { resume in
            let present = box.state.withLock { state -> Asking? in
                let known = state.asked.filter { "\($0.method) \($0.path)" == line }
                if let count, known.count > count { return known[count] }
                state.waiting.append((line, resume))
                return nil
            }
            if let present { resume.resume(returning: present) }
        }
    }

    func configuration(
        standby: FakeGateway? = nil, forces: Bool = false, poll: Duration = .milliseconds(20), reconcile: Duration = .seconds(600)
    ) -> ICPConfiguration {
        ICPConfiguration(
            id: "i", name: "i", gateway: url, standby: standby?.url, agent: "291", password: Secret("secret"), phone: "40038",
            forcesSignIn: forces, pollInterval: poll, reconcileInterval: reconcile)
    }

    // MARK: The server

    private static func envelope(_ code: String, _ result: String = #""""#) -> String {
        #"{"message":"code \#(code)","retcode":"\#(code)","result":\#(result)}"#
    }

    private static func response(_ body: String, token: String? = nil) -> SimulatedHTTPServer.Response {
        var headers = [("Content-Type", "application/json;charset=UTF-8")]
        if let token {
            headers += [("Set-GUID", "JSESSIONID=\(token)"), ("Set-Cookie", "LB=node1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT")]
        }
        return .init(headers: headers, body: Array(body.utf8))
    }

    private static func serve(_ request: SimulatedHTTPServer.Request, _ box: Box) async -> SimulatedHTTPServer.Response {
        let asking = Asking(
            method: request.method, path: request.path.replacingOccurrences(of: "/agentgateway/resource/", with: ""),
            query: Dictionary(request.query, uniquingKeysWith: { _, last in last }), guid: request.header("Guid"),
            cookie: request.header("Cookie"), body: (try? JSONValue(parsing: request.body)) ?? .null)
        let line = "\(asking.method) \(asking.path)"
        let waiting = box.state.withLock { state in
            state.asked.append(asking)
            let ready = state.waiting.filter { $0.line == line }
            state.waiting.removeAll { $0.line == line }
            return ready
        }
        for waiter in waiting { waiter.resume.resume(returning: asking) }
        if line == "PUT onlineagent/291" || line == "PUT onlineagent/291/forcelogin" { return signIn(asking, box) }
        if line == "GET agentevent/291" { return await poll(asking, box) }
        let (answer, token) = box.state.withLock { ($0.answers[line], $0.token) }
        if let refusal = refusal(of: asking, token) { return response(envelope(refusal)) }
        switch answer {
        case .result(let text)?: return response(envelope("0", text))
        case .code(let code)?: return response(envelope(code))
        case .decide(let code)?: return response(envelope(await code()))
        case .raw(let raw)?: return raw
        case nil:
            if line == "DELETE onlineagent/291/logout" { box.state.withLock { ($0.token, $0.isTaken) = (nil, false) } }
            return response(envelope("0"))
        }
    }

    private static func refusal(of asking: Asking, _ token: String?) -> String? {
        guard let token else { return "100-006" }
        return asking.guid == token ? nil : "000-003"
    }

    private static func signIn(_ asking: Asking, _ box: Box) -> SimulatedHTTPServer.Response {
        let line = "\(asking.method) \(asking.path)"
        return box.state.withLock { state in
            switch state.answers[line] {
            case .code(let code)?: return response(envelope(code))
            case .raw(let raw)?: return raw
            default: break
            }
            if line == "PUT onlineagent/291", state.isTaken { return response(envelope("100-002")) }
            state.tokens += 1
            state.isTaken = true
            state.token = "t\(state.tokens).AgentGateway0"
            return response(
                envelope("0", #"{"vdnid":1,"workno":"291","mediatype":"TTF","loginTime":"1471585949806","isForceChange":"false"}"#),
                token: state.token)
        }
    }

    private static func poll(_ asking: Asking, _ box: Box) async -> SimulatedHTTPServer.Response {
        box.state.withLock { state in
            state.held += 1
            state.mostPollers = max(state.mostPollers, state.held)
        }
        defer { box.state.withLock { $0.held -= 1 } }
        if let answer = box.state.withLock({ scripted(asking, &$0) }) { return answer }
        let text = await withCheckedContinuation { (poller: CheckedContinuation<String?, Never>) in
            // What has come in the meantime is not waited for.
            let isReady = box.state.withLock { state in
                if !state.events.isEmpty || !state.pollCodes.isEmpty || state.pollAnswer != nil || state.answersEmptyPolls { return true }
                state.pollers.append(poller)
                return false
            }
            if isReady { poller.resume(returning: nil) }
        }
        return box.state.withLock { state in
            if let text { return response(text, token: renewal(&state)) }
            // Woken without an event: answered by the script as it is now, or with nothing.
            return scripted(asking, &state) ?? response(#"{"message":"","retcode":"0","event":null}"#, token: renewal(&state))
        }
    }

    /// What a poll is answered at once; nil where it is held.
    private static func scripted(_ asking: Asking, _ state: inout State) -> SimulatedHTTPServer.Response? {
        if let refusal = refusal(of: asking, state.token) { return response(envelope(refusal)) }
        if !state.pollCodes.isEmpty { return response(envelope(state.pollCodes.removeFirst())) }
        switch state.pollAnswer {
        case .raw(let raw)?: return raw
        case .code(let code)?: return response(envelope(code))
        default: break
        }
        if !state.events.isEmpty {
            let event = state.events.removeFirst()
            return response(#"{"message":"","retcode":"0","event":\#(event)}"#, token: renewal(&state))
        }
        return state.answersEmptyPolls ? response(#"{"message":"","retcode":"0"}"#, token: renewal(&state)) : nil
    }

    /// With `AUTHMODE=2` every answered poll brings another token.
    private static func renewal(_ state: inout State) -> String? {
        guard state.renewsTokens else { return nil }
        state.tokens += 1
        state.token = "t\(state.tokens).AgentGateway0"
        return state.token
    }
}

/// A gateway's site at work, with the board that its reports make.
typealias GatewayHarness = SiteHarness<ICPSite>

extension SiteHarness where Tested == ICPSite {
    /// Goes with the machine's clock. Pauses of up to a second take no longer than ten milliseconds, and longer sleeps, the
    /// deadlines above all, last until the test ends them.
    static func clock() -> SteppedClock { .running(upTo: .seconds(1), cappedAt: .milliseconds(10)) }

    convenience init(_ configuration: ICPConfiguration, time: SteppedClock = clock(), site: ICPSite? = nil) {
        self.init(site ?? ICPSite(configuration, environment: time.environment()), id: "i", kind: .icp)
    }

    func perform(_ action: Action, _ words: String...) async throws -> Outcome {
        try await perform(action, words, own: "40038")
    }
}
