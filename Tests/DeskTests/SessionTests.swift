import Exchange
import SiteHarness
import Testing

@testable import Desk

/// What every door to the desk has in common: binding, readiness, signing in, the operator's own telephone.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct SessionTests {
    let time = SteppedClock()

    private func online(_ site: ScriptedSite, role: Role = .supervisor, extension: String? = nil) async -> Desk {
        let desk = Desk(site, time, role: role, extension: `extension`)
        desk.open()
        await desk.until { $0.sites["hq"]?.synced == true }
        return desk
    }

    private func agent(_ id: String, _ state: AgentState) -> Change {
        .put(.agent(Agent(site: "hq", id: id, name: "", extension: id, state: state)))
    }

    // MARK: Own telephone

    @Test(
        arguments: [
            ("2100", "4001", "2100"), (nil, "4001", "4001"), (nil, nil, "2008"), ("2100", nil, "2100"),
        ] as [(String?, String?, String)])
    func theOwnTelephoneIsTheSitesConfiguredOneThenItsOwnThenTheOperators(
        _ configured: String?, _ ofSite: String?, _ own: String
    ) async throws {
        let desk = Desk(ScriptedSite("hq", time, ownTelephone: ofSite), time, extension: configured)
        #expect(desk.ownTelephone(at: "hq") == own)
        let typed = try desk.bind(.dial, typed: try ActionRequest.values(of: .dial, ["0800"]), at: "hq")
        #expect(typed.arguments == [own, "0800"])
        #expect(desk.bind(.action(.dial), ["TO": ["0800"]], at: "hq").arguments == [own, "0800"])
    }

    @Test func aCallerOfNoTelephoneMustGiveOne() async throws {
        let desk = Desk(
            operator: Operator(name: "alice", extension: nil, role: .dispatcher), sites: [ScriptedSite("hq", time).configuredSite()],
            audit: AuditLog(file: nil), environment: time.environment())
        #expect(throws: UsageError.noOwnExtension(.dial)) {
            try desk.bind(.dial, typed: try ActionRequest.values(of: .dial, ["0800"]), at: "hq")
        }
        let asked = desk.bind(.action(.dial), ["TO": ["0800"]], at: "hq")
        #expect(desk.missingParameter(of: asked)?.name == "FROM")
    }

    // MARK: Binding

    @Test func whatWasNamedAndIsGoneIsNotHit() async throws {
        let call = Call(site: "hq", id: "c1", state: .talking, direction: .inbound, caller: "1", callee: "2001")
        let site = ScriptedSite("hq", time, attempts: [.serves([.put(.call(call))])])
        let desk = await online(site)
        let pending = try desk.bind(.hangup, typed: ["CALL": ["c1"]], at: "hq")
        await site.tell([.remove(Entity.call(call).key)])
        await desk.until { $0.call("hq", "c1") == nil }
        #expect(await desk.perform(pending) == PendingAction.isGone)
        #expect(await site.asked.isEmpty)
        await desk.close()
    }

    @Test func aReasonMayStandInTheQueuesPlace() async throws {
        let desk = await online(ScriptedSite("hq", time, attempts: [.serves([.pauseReasons("hq", ["Lunch"])])]))
        let pending = try desk.bind(.pause, typed: try ActionRequest.values(of: .pause, ["2001", "Lunch"]), at: "hq")
        #expect(pending.values["REASON"] == ["Lunch"] && pending.values["QUEUE"] == nil)
        let queue = try desk.bind(.pause, typed: try ActionRequest.values(of: .pause, ["2001", "90"]), at: "hq")
        #expect(queue.values["QUEUE"] == ["90"])
        await desk.close()
    }

    // MARK: Before acting

    @Test func anActionNeedsALogInNotTheFirstSnapshot() async throws {
        let site = ScriptedSite("hq", time, attempts: [.comesOnline])
        let desk = Desk(site, time)
        await desk.prepare(for: .hangup, at: "hq", atMost: .seconds(10))
        #expect(desk.board.sites["hq"]?.synced == false)
        #expect(await desk.perform(try ActionRequest(.hangup, ["2001"]), at: "hq") == .done(nil))
        await desk.close()
    }

    @Test func whatIsRefusedForGoodIsNotWaitedFor() async throws {
        let site = ScriptedSite("hq", time, unsupported: [.park: "no parking here"])
        let desk = Desk(site, time, role: .dispatcher)
        await desk.prepare(for: .park, at: "hq", atMost: .seconds(10))
        await desk.prepare(for: .listen, at: "hq", atMost: .seconds(10))
        #expect(await site.runs == 0)
    }

    @Test func theOwnAgentIsMadeReadyUnlessTheOperatorHasChosen() async throws {
        let site = ScriptedSite("hq", time, attempts: [.serves([agent("291", .busy)])], ownAgent: "291")
        let desk = await online(site)
        let listen = try ActionRequest(.listen, ["2001"])
        let unpause = try ActionRequest(.unpause, ["291"])
        async let outcome = desk.perform(listen, at: "hq")
        // The desk waits for the exchange's own word that the agent is idle.
        while await site.asked != [unpause] { await Task.yield() }
        await site.tell([agent("291", .idle)])
        #expect(await outcome == .done(nil))
        #expect(await site.asked == [unpause, listen])
        let pause = try ActionRequest(.pause, ["291"])
        _ = await desk.perform(pause, at: "hq")
        await site.tell([agent("291", .paused)])
        await desk.until { $0.agent("hq", "291")?.state == .paused }
        _ = await desk.perform(listen, at: "hq")
        #expect(await site.asked == [unpause, listen, pause, listen])
        await desk.close()
    }

    // MARK: Signing in over another

    private static let taken = LinkFailure(.login, "signed in elsewhere", isFinal: true, question: "Sign in here instead?")

    @Test func answeringASitesQuestionIsAnActionOfDispatchers() async throws {
        let request = try ActionRequest(.signInHere, [])
        let site = ScriptedSite("hq", time, attempts: [.fails(Self.taken)])
        let viewer = Desk(site, time, role: .viewer)
        #expect(await viewer.perform(request, at: "hq") == .forbidden(needs: .dispatcher))
        #expect(await site.consents == 0)

        let desk = Desk(site, time, role: .dispatcher)
        await desk.prepare(for: .signInHere, at: "hq", atMost: .seconds(10))
        #expect(desk.board.sites["hq"]?.question == Self.taken.question)
        #expect(await desk.perform(request, at: "hq") == .done(nil))
        #expect(await site.consents == 1)
        #expect(desk.isSessionBound(.signInHere, at: "hq"))
        // Nothing is asked any more.
        guard case .refused = await desk.perform(request, at: "hq") else {
            Issue.record("agreed to nothing")
            return
        }
        #expect(await site.consents == 1)
        await desk.close()
    }

    @Test func signingInMayFailAgain() async throws {
        let site = ScriptedSite("hq", time, attempts: [.fails(Self.taken), .fails(LinkFailure(.login, "locked", isFinal: true))])
        let desk = Desk(site, time)
        await desk.prepare(for: .signInHere, at: "hq", atMost: .seconds(10))
        #expect(await desk.perform(try ActionRequest(.signInHere, []), at: "hq") == .refused(code: nil, "locked"))
        await desk.close()
    }

    // MARK: Raw operations

    @Test func anOperationNeedsItsRowsRole() async throws {
        let spy = Operation(
            "calls.chanspy", native: "chanspy", title: "", area: "calls", kind: .query, action: .listen)
        let recordings = Operation(
            "records.fetch", native: "fetch", title: "", area: "records", kind: .query, role: .dispatcher)
        #expect(spy.role == .supervisor)
        let site = ScriptedSite("hq", time, operations: [spy, recordings])
        let desk = await online(site, role: .dispatcher)
        #expect(desk.refusal(of: spy, at: "hq") == .forbidden(needs: .supervisor))
        #expect(await desk.perform(spy, [:], at: "hq").0 == .forbidden(needs: .supervisor))
        #expect(await desk.perform(recordings, [:], at: "hq").0 == .done(nil))
        let viewer = await online(site, role: .viewer)
        #expect(await viewer.perform(recordings, [:], at: "hq").0 == .forbidden(needs: .dispatcher))
        #expect(await site.rawAsked == ["records.fetch"])
        await desk.close()
        await viewer.close()
    }
}
