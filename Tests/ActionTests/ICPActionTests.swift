import Exchange
import Foundation
import ICP
import Testing

@testable import Simulators

/// Agents, queues, calls, supervision and conferences of an ICP against the simulated Agent Gateway, seen on the board.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ICPActionTests {
    private let simulator: ICPGatewaySimulator
    private let harness: ActionHarness
    private let own = ICPWorld.inspector

    /// 101 to 104 are idle, 103 is of our own team.
    init() async throws {
        simulator = try await Self.gateway()
        harness = await Self.harness(at: simulator)
        try #require(await harness.untilSynced())
    }

    private static func gateway() async throws -> ICPGatewaySimulator {
        let start = SimulatorTime.system.now()
        let world = ICPWorld(seed: 5, agents: 12, rate: 0, start: start)
        var settings = ICPGatewaySettings()
        settings.hold = .seconds(2)
        let simulator = ICPGatewaySimulator(world: world, settings: settings, time: .byHand(at: start))
        try await simulator.listen()
        return simulator
    }

    private static func harness(
        at simulator: ICPGatewaySimulator, standby: ICPGatewaySimulator? = nil, agent: String = ICPWorld.inspector,
        environment: Environment = .system
    ) async -> ActionHarness {
        let site = await site(at: simulator, standby: standby, agent: agent, environment: environment)
        return harness(site, at: simulator, standby)
    }

    private static func site(
        at simulator: ICPGatewaySimulator, standby: ICPGatewaySimulator? = nil, agent: String = ICPWorld.inspector,
        environment: Environment = .system
    ) async -> ICPSite {
        func url(_ simulator: ICPGatewaySimulator) async -> String {
            "http://127.0.0.1:\(await simulator.port)/agentgateway/resource"
        }
        var configuration = ICPConfiguration(
            id: "icp", name: "ICP", gateway: await url(simulator), agent: agent, password: Secret("secret"),
            phone: agent == ICPWorld.inspector ? ICPWorld.inspectorPhone : "40039", pollInterval: .milliseconds(50),
            reconcileInterval: .seconds(1))
        if let standby { configuration.standby = await url(standby) }
        return ICPSite(configuration, environment: environment)
    }

    /// A poll's fifteen seconds pass in half a second, and the pauses between polls are short.
    private static let accelerated = Environment.accelerated(over: .seconds(12), under: .seconds(1))

    private static func harness(_ site: ICPSite, at simulators: ICPGatewaySimulator?...) -> ActionHarness {
        ActionHarness(site, id: "icp", kind: .icp) {
            for case let simulator? in simulators { await simulator.advance(by: .milliseconds(250)) }
        }
    }

    private func end() async {
        await harness.end()
        await simulator.stop()
    }

    private struct Failed: Error {
        init(_ words: String) { Issue.record("\(words)") }
    }

    private var state: AgentState? { harness.state(own) }

    /// Idle, as whoever supervises or is to be called must be.
    private func becomeIdle() async throws {
        try await harness.succeed(.unpause, own)
        try #require(await harness.until { _ in state == .idle })
    }

    /// Nobody but us is there to take a call.
    private func sendOthersHome() async {
        await simulator.act { [own] world in for number in world.workNumbers where number != own { world.signOut(number) } }
    }

    private func talkOutside(to number: String = "13800138000") async throws -> Call {
        try await harness.succeed(.dial, own, number)
        #expect(await harness.until { $0.calls.contains { $0.callee == number && $0.state == .talking } && state == .talking })
        return try #require(harness.board.calls.first { $0.callee == number })
    }

    private func talkBetweenOthers() async throws -> Call {
        _ = try await simulator.act { try $0.callInside("101", to: "102") }
        #expect(await harness.until { _ in harness.call("101", "102")?.state == .talking && harness.state("102") == .talking })
        return try #require(harness.call("101", "102"))
    }

    // MARK: The board

    @Test func `The board shows agents, skills, those who wait and the calls of others`() async throws {
        #expect(harness.board.sites["icp"]?.link == .online)
        #expect(harness.board.agents.count == 12)
        #expect(state == .busy)
        #expect(harness.board.agent("icp", "103")?.group == "jst")
        #expect(
            harness.board.queues.map(\.name.string).sorted() == ["Fire 119", "Traffic 122", "voice", "外语 Languages", "急救 120", "报警 110"])
        #expect(harness.board.sites["icp"]?.pauseReasons.first == "午餐 Lunch")
        let call = try await talkBetweenOthers()
        #expect(call.direction == .internal)
        #expect(harness.board.agent("icp", "101")?.call == call.id)
        await sendOthersHome()
        #expect(await harness.until { $0.agents.count { $0.state == .offline } == 11 && $0.calls.isEmpty })
        _ = await simulator.act { $0.begin(fromOutside: "13900139000", to: "70092") }
        #expect(await harness.until { $0.waiting.map(\.caller) == ["13900139000"] && $0.queue("icp", "1")?.waiting == 1 })
        await end()
    }

    // MARK: Calls

    @Test func `A call is dialled, held, muted, given digits and hung up`() async throws {
        let call = try await talkOutside()
        try await harness.succeed(.hold, call.id)
        #expect(await harness.until { $0.call("icp", call.id)?.state == .held && state == .held })
        try await harness.succeed(.unhold, call.id)
        #expect(await harness.until { $0.call("icp", call.id)?.state == .talking })
        for (action, words) in [(Action.mute, [call.id]), (.unmute, [call.id]), (.dtmf, [call.id, "12"]), (.dtmf, [call.id, "3#"])] {
            guard case .done = await harness.perform(try ActionRequest(action, words)) else { throw Failed("\(action) \(words)") }
        }
        try await harness.succeed(.hangup, call.id)
        #expect(await harness.until { $0.calls.isEmpty && state == .busy })
        await end()
    }

    @Test func `A call that rings is answered, and the agent is idle again after it`() async throws {
        try await becomeIdle()
        _ = await simulator.act { $0.begin(fromOutside: "13900139000", to: ICPWorld.inspectorPhone) }
        #expect(await harness.until { $0.calls.first?.state == .ringing && state == .ringing })
        let call = try #require(harness.board.calls.first)
        #expect(call.caller == "13900139000")
        try await harness.succeed(.answer, call.id)
        #expect(await harness.until { $0.call("icp", call.id)?.state == .talking })
        try await harness.succeed(.hangup, own)
        #expect(await harness.until { $0.calls.isEmpty && state == .idle })
        await end()
    }

    @Test func `A call is handed to a colleague`() async throws {
        let call = try await talkOutside()
        try await harness.succeed(.transfer, call.id, "103")
        #expect(await harness.until { _ in state == .busy && harness.state("103") == .talking })
        #expect(await simulator.world.calls[call.id]?.agents == ["103"])
        await end()
    }

    @Test(arguments: [Action.consultComplete, .consultCancel, .merge]) func `A colleague is asked while the caller waits`(
        end action: Action
    ) async throws {
        let call = try await talkOutside()
        try await harness.succeed(.consult, call.id, "103")
        #expect(
            await harness.until { board in
                board.call("icp", call.id)?.state == .held && harness.call(own, "103")?.state == .talking
            })
        try await harness.succeed(action, action == .consultCancel ? harness.call(own, "103")?.id ?? "" : call.id)
        switch action {
        case .consultComplete:
            #expect(await harness.until { _ in state == .busy && harness.state("103") == .talking })
            #expect(await simulator.world.calls[call.id]?.agents == ["103"])
        case .consultCancel:
            #expect(
                await harness.until { board in
                    board.call("icp", call.id)?.state == .talking && harness.call(own, "103") == nil && state == .talking
                })
        default:
            #expect(await harness.until { board in board.call("icp", call.id)?.state == .talking && board.calls.count == 1 })
            #expect(await simulator.world.calls[call.id]?.parties == 3)
        }
        await end()
    }

    @Test func `A colleague's ringing call is picked up`() async throws {
        try await becomeIdle()
        let id = try #require(await simulator.act { $0.begin(fromOutside: "13900139000", to: "103") })
        #expect(await harness.until { _ in harness.state("103") == .ringing })
        try await harness.succeed(.pickup, "103")
        #expect(await harness.until { $0.call("icp", id)?.state == .talking && state == .talking && harness.state("103") != .talking })
        await end()
    }

    @Test func `A waiting caller is taken out of turn, and another is moved`() async throws {
        await sendOthersHome()
        await simulator.act { world in
            for caller in ["13800138000", "13900139000"] { world.begin(fromOutside: caller, to: "70092") }
        }
        #expect(await harness.until { $0.waiting.count == 2 })
        let second = try #require(harness.board.waiting.first { $0.caller == "13900139000" })
        try await harness.succeed(.take, "1", second.call)
        #expect(await harness.until { $0.waiting.map(\.caller) == ["13800138000"] && state == .talking })
        let first = try #require(harness.board.waiting.first)
        try await harness.succeed(.transfer, first.call, "Fire 119")
        #expect(await harness.until { $0.waiting.map(\.queue) == ["3"] })
        await end()
    }

    // MARK: States

    @Test func `The agent rests for a reason, wraps up, and comes back`() async throws {
        try await becomeIdle()
        try await harness.succeed(.pause, own, "午餐 Lunch")
        #expect(await harness.until { _ in state == .rest })
        #expect(harness.board.agent("icp", own)?.reason == "午餐 Lunch")
        try await becomeIdle()
        try await harness.succeed(.pause, own, "wrap-up")
        #expect(await harness.until { _ in state == .wrapup })
        try await becomeIdle()
        try await harness.succeed(.pause, own)
        #expect(await harness.until { _ in state == .busy })
        guard case .refused(nil, _) = await harness.perform(try ActionRequest(.pause, [own, "golf"])) else { throw Failed("golf") }
        await end()
    }

    @Test func `Others are made busy, idle and signed out`() async throws {
        try await harness.succeed(.forceBusy, "101")
        #expect(await harness.until { _ in harness.state("101") == .busy })
        #expect(await harness.until { $0.agent("icp", "101")?.reason == "forced by an inspector" })
        try await harness.succeed(.forceIdle, "101")
        #expect(await harness.until { _ in harness.state("101") == .idle })
        try await harness.succeed(.forceLogout, "101")
        #expect(await harness.until { _ in harness.state("101") == .offline })
        await end()
    }

    @Test func `An agent leaves a skill and comes back to it`() async throws {
        let skill = try #require(harness.board.agent("icp", "102")?.queues.first)
        try await harness.succeed(.queueLogout, skill, "102")
        #expect(await harness.until { $0.agent("icp", "102")?.queues.contains(skill) == false })
        try await harness.succeed(.queueLogin, skill, "102")
        #expect(await harness.until { $0.agent("icp", "102")?.queues.contains(skill) == true })
        await end()
    }

    @Test func `A note goes out, and one comes in`() async throws {
        try await harness.succeed(.note, "101", "换班", "at six")
        await sendOthersHome()
        guard case .refused("100-007", _) = await harness.perform(try ActionRequest(.note, ["101", "hello"])) else { throw Failed("sent") }
        try await simulator.act { [own] world in
            world.signIn("102", state: .idle, hasClient: false)
            try world.sendNote(from: "102", to: [own], "收到")
        }
        #expect(await harness.until { _ in harness.said("note").count == 1 })
        #expect(harness.said("note").first?.hasSuffix(": 收到") == true)
        await end()
    }

    // MARK: Supervision

    @Test func `Listening turns into whispering and barging in, and ends`() async throws {
        try await becomeIdle()
        _ = try await talkBetweenOthers()
        for (action, mode, words) in [
            (Action.listen, ICPWorld.Supervision.Mode.listen, "listens to 101"), (.whisper, .whisper, "whispers to 101"),
            (.barge, .insert, "has barged in on 101"),
        ] {
            try await harness.succeed(action, "101")
            #expect(await simulator.world.agents[own]?.supervision?.mode == mode)
            #expect(await harness.until { $0.agent("icp", own)?.reason?.string == words && state == .talking })
        }
        try await harness.succeed(.superviseStop)
        #expect(await harness.until { _ in state == .idle })
        #expect(harness.call("101", "102")?.state == .talking)
        await end()
    }

    @Test func `Whoever is busy listens without becoming ready for calls, and is busy after it`() async throws {
        #expect(state == .busy)
        _ = try await talkBetweenOthers()
        try await harness.succeed(.listen, "101")
        #expect(await harness.until { $0.agent("icp", own)?.reason?.string == "listens to 101" && state == .talking })
        #expect(await simulator.world.agents[own]?.skills.isEmpty == true)
        try await harness.succeed(.superviseStop)
        #expect(await harness.until { _ in state == .busy })
        #expect(await simulator.world.agents[own]?.skills.isEmpty == false)
        await end()
    }

    @Test func `A call is intercepted`() async throws {
        try await becomeIdle()
        let call = try await talkBetweenOthers()
        #expect(try await harness.carryOut(.intercept, "101") == .done(nil))
        #expect(await harness.until { _ in state == .talking && harness.state("101") == .idle })
        #expect(await simulator.world.calls[call.id]?.agents.sorted() == ["102", own])
        await end()
    }

    @Test func `Whoever has no inspector right is told before anything is asked`() async throws {
        let trainee = await Self.harness(at: simulator, agent: ICPWorld.trainee)
        try #require(await trainee.untilSynced())
        let outcome = await trainee.perform(try ActionRequest(.listen, ["101"]))
        #expect(outcome == .refused(code: nil, "agent 292 has no inspector right"))
        await trainee.end()
        await end()
    }

    // MARK: Conferences

    @Test func `A conference is made, and its members come, are muted and go`() async throws {
        guard case .done(_, let room?) = try await harness.carryOut(.roomCreate, "103") else { throw Failed("no conference") }
        func member(_ id: String) -> Room.Member? { harness.board.room("icp", room)?.members.first { $0.id == id } }
        #expect(await harness.until { _ in member("103")?.state == .joined && member(own)?.moderator == true })
        #expect(try await harness.carryOut(.roomInvite, room, "13800138000") == .done(nil))
        #expect(await harness.until { _ in member("13800138000")?.state == .joined })
        #expect(try await harness.carryOut(.roomMute, room, "103") == .done(nil))
        #expect(await harness.until { _ in member("103")?.muted == true })
        #expect(try await harness.carryOut(.roomUnmute, room, "103") == .done(nil))
        #expect(await harness.until { _ in member("103")?.muted == false })
        #expect(try await harness.carryOut(.roomKick, room, "13800138000") == .done(nil))
        #expect(await harness.until { _ in member("13800138000") == nil })
        #expect(try await harness.carryOut(.roomEnd, room) == .done(nil))
        #expect(await harness.until { $0.rooms.isEmpty && state == .busy })
        #expect(await simulator.world.conferences.isEmpty)
        await end()
    }

    @Test func `The chair is handed over, and its rights with it`() async throws {
        guard case .done(_, let room?) = try await harness.carryOut(.roomCreate, "103") else { throw Failed("no conference") }
        #expect(try await harness.carryOut(.roomHandOver, room, "103") == .done(nil))
        #expect(await harness.until { $0.room("icp", room)?.moderators == ["103"] })
        guard case .refused("101-002", _) = try await harness.carryOut(.roomEnd, room) else { throw Failed("ended without the chair") }
        await end()
    }

    // MARK: The session

    @Test func `Whoever is signed in elsewhere is thrown out only when a person agrees`() async throws {
        let site = await Self.site(at: simulator)
        let refused = await Self.harness(site, at: simulator).failure()
        #expect(refused?.isFinal == true)
        #expect(refused?.question == "Agent 291 is signed in elsewhere. Sign in here and throw the other out?")
        await site.consent()
        let second = Self.harness(site, at: simulator)
        #expect(await second.untilSynced())
        #expect(await harness.failure()?.question?.string.hasPrefix("Agent 291 was signed out by somebody else.") == true)
        #expect(await simulator.overlappingPolls == 0)
        await second.end()
        await end()
    }

    @Test(arguments: [true, false]) func `Whoever is thrown out asks before throwing out in return`(isTold: Bool) async throws {
        var settings = await simulator.settings
        settings.saysNothingWhenThrownOut = !isTold
        await simulator.set(settings)
        await simulator.kickOut(own)
        let failure = await harness.failure()
        #expect(failure?.isFinal == true)
        #expect(failure?.question != nil)
        await end()
    }

    @Test func `A dead token is replaced, and the work goes on`() async throws {
        let gateway = try await Self.gateway()
        let harness = await Self.harness(at: gateway, environment: Self.accelerated)
        #expect(await harness.untilSynced())
        await gateway.expireTokens()
        #expect(await harness.until { $0.sites["icp"]?.link == .degraded })
        #expect(await harness.until { $0.sites["icp"]?.link == .online })
        try await harness.succeed(.unpause, own)
        #expect(await harness.until { _ in harness.state(own) == .idle })
        await harness.end()
        await gateway.stop()
        await end()
    }

    @Test func `When the gateway is gone the standby takes over`() async throws {
        let (main, standby) = (try await Self.gateway(), try await Self.gateway())
        let harness = await Self.harness(at: main, standby: standby, environment: Self.accelerated)
        #expect(await harness.untilSynced())
        await main.refuse()
        #expect(await harness.until { $0.sites["icp"]?.link == .degraded })
        #expect(await harness.until { $0.sites["icp"]?.link == .online })
        try await harness.succeed(.unpause, own)
        #expect(await standby.world.agents[own]?.state == .idle)
        await harness.end()
        await main.stop()
        await standby.stop()
        await end()
    }

    @Test func `A poll that is never answered is given up, and the next goes on`() async throws {
        let gateway = try await Self.gateway()
        let harness = await Self.harness(at: gateway, environment: Self.accelerated)
        #expect(await harness.untilSynced())
        await gateway.set(HTTPFaults(.silence, paths: ["agentevent"], times: 1))
        #expect(await harness.until { $0.sites["icp"]?.link == .degraded })
        let words = harness.board.sites["icp"]?.error?.string ?? ""
        #expect(words.hasPrefix("no answer to agentevent/291"), "\(words)")
        #expect(await harness.until { $0.sites["icp"]?.link == .online })
        #expect(await gateway.world.agents[own]?.state == .busy)
        await harness.end()
        await gateway.stop()
        await end()
    }
}
