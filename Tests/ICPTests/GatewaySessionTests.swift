import BackendSupport
import Exchange
import Foundation
import JSON
import Synchronization
import SiteHarness
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct GatewaySessionTests {
    @Test func `Signing in is told in full, and the token goes with everything after it`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        let signIn = try #require(gateway.asked("PUT onlineagent/291").first)
        #expect(signIn.guid == nil)
        #expect(
            signIn.body == [
                "password": "secret", "phonenum": "40038", "status": .number(3), "autoanswer": .bool(false),
                "autoenteridle": .bool(false), "releasephone": .bool(true), "agenttype": .number(4),
            ])
        let later = gateway.asked.dropFirst()
        #expect(later.allSatisfy { $0.guid == "t1.AgentGateway0" && $0.cookie == "LB=node1" })
        #expect(gateway.asked("POST onlineagent/291/resetskill/true").count == 1)
        try await working.stop()
        #expect(gateway.asked.last?.line == "DELETE onlineagent/291/logout")
    }

    @Test func `The board has agents with state, reason and skills, queues, waiting callers and calls`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        #expect(working.board.agents.map(\.id).sorted() == ["20011", "20012", "291"])
        let ann = try #require(working.agent("20011"))
        #expect(ann.name == "Ann")
        #expect(ann.state == .talking)
        #expect(ann.queues == ["6"])
        #expect(ann.group == "jst")
        #expect(ann.call == "1456401416-3")
        #expect(abs(try #require(ann.since).timeIntervalSinceNow + 1_210) < 30)
        #expect(working.agent("20012")?.state == .idle)
        #expect(working.agent("291")?.state == .busy)
        let voice = try #require(working.board.queue("i", "6"))
        #expect(voice.name == "voice")
        #expect(voice.waiting == 2)
        #expect(voice.longestWait == 44)
        #expect(voice.members.map(\.agent) == ["20011", "291"])
        #expect(working.board.waiting.map(\.caller).sorted() == ["13800000001", "13800000002"])
        #expect(working.board.waiting.first { $0.position == 1 }?.since == Date(timeIntervalSince1970: 1_456_405_000))
        let call = try #require(working.board.call("i", "1456401416-3"))
        #expect(call.caller == "10086")
        #expect(call.callee == "20011")
        #expect(call.direction == .inbound)
        #expect(call.state == .talking)
        #expect(call.queue == "6")
        #expect(working.status?.pauseReasons == ["Lunch", "Training", "wrap-up"])
    }

    @Test func `There is one poll at a time, and an event changes the board at once`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        gateway.tell("AgentState_Busy")
        gateway.tell(
            "AgentEvent_Ringing",
            #"{"caller":"10086","transfer":"no","callid":"1456404043-37","transfrom":"","called":"a291","type":"main","feature":"0"}"#)
        #expect(await working.until { $0.board.call("i", "1456404043-37")?.state == .ringing })
        #expect(working.agent("291")?.state == .ringing)
        gateway.tell("AgentEvent_Talking", #"{"caller":"10086","callid":"1456404043-37","called":"291","feature":"0"}"#)
        #expect(await working.until { $0.board.call("i", "1456404043-37")?.state == .talking })
        gateway.tell("AgentEvent_Call_Release", #""1456404043-37\u0000\u0000""#)
        #expect(await working.until { $0.board.call("i", "1456404043-37") == nil })
        gateway.tell("AgentState_Work")
        #expect(await working.until { $0.agent("291")?.state == .wrapup })
        #expect(gateway.mostPollersAtOnce == 1)
    }

    @Test func `A gateway that answers empty polls at once is not polled without pause`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answerEmptyPolls()
        let time = SteppedClock.running(upTo: .milliseconds(200))
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)), time: time)
        for count in 1...3 {
            await time.untilAsleep(for: .milliseconds(500))
            #expect(gateway.asked("GET agentevent/291").count == count)
            time.passOnce(.milliseconds(500))
            _ = await gateway.next("GET agentevent/291", after: count)
        }
        withExtendedLifetime(working) {}
    }

    @Test func `Every token that a reply brings is used from then on`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.renewTokens()
        gateway.answerEmptyPolls()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        for _ in 0..<10 { _ = await gateway.next("GET agentevent/291") }
        let polls = gateway.asked("GET agentevent/291").compactMap(\.guid)
        #expect(Set(polls).count == polls.count)
        #expect(try await working.perform(.mute, "291") == .refused(code: nil, "291 is in no call"))
        #expect(try await working.perform(.pickup, "20011") == .done(nil))
        #expect(gateway.asked("PUT onlineagent/291").count == 1)
        #expect(working.links.allSatisfy { $0 == .online || $0 == .connecting })
    }

    // MARK: Signing in where somebody is

    @Test func `A seat that is taken is asked about, and taken over only with consent`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.take()
        let first = GatewayHarness(gateway.configuration())
        let failure = try #require(await first.failure())
        #expect(failure.isFinal)
        #expect(failure.question == "Agent 291 is signed in elsewhere. Sign in here and throw the other out?")
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").isEmpty)
        await first.site.consent()
        let second = GatewayHarness(gateway.configuration(), site: first.site)
        #expect(await second.untilSynced())
        let forced = try #require(gateway.asked("PUT onlineagent/291/forcelogin").first)
        #expect(forced.body == gateway.asked("PUT onlineagent/291").first?.body)
        try await second.stop()
        // Consent counts once.
        gateway.take()
        let third = GatewayHarness(gateway.configuration(), site: first.site)
        #expect(await third.failure()?.question != nil)
    }

    @Test func `Where the configuration says so the other is thrown out without a question`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.take()
        let working = GatewayHarness(gateway.configuration(forces: true))
        #expect(await working.untilSynced())
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").count == 1)
    }

    @Test(arguments: [
        ("100-004", true), ("100-020", true), ("100-061", true), ("110-016", true), ("100-014", true), ("100-021", false),
        ("000-007", false),
    ])
    func `A refusal to sign in is final where trying again cannot help`(code: String, isFinal: Bool) async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("PUT onlineagent/291", .code(code))
        let working = GatewayHarness(gateway.configuration())
        let failure = try #require(await working.failure())
        #expect(failure.stage == .login)
        #expect(failure.isFinal == isFinal)
        #expect(failure.question == nil)
        #expect(failure.reason.string.contains(code))
        #expect(gateway.asked.count == 1)
    }

    // MARK: The feed, and what an idle agent does not ask

    @Test func `An inspector is told of others' states, in blocks of five hundred`() async throws {
        let gateway = try await FakeGateway.start()
        let rows = (1_000..<1_620).map { #"{"workno":"\#($0)","name":"n","status":"4"}"# }.joined(separator: ",")
        gateway.answer("GET agentgroup/291/allagentstatus", .result("[\(rows)]"))
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        let blocks = gateway.asked("POST qualitycontrol/291/beginmonitor").map { ($0.query["agents"] ?? "").split(separator: ";").count }
        #expect(blocks == [500, 120])
        gateway.tell(
            "QC_AgentState_Notify", #"{"subtype":"QC_AgentState_Logout","monitoredagent":"1500","agentname":"n","mediaserver":"CtiServer"}"#
        )
        #expect(await working.until { $0.agent("1500")?.state == .offline })
    }

    @Test func `Where the feed says too little the agent is asked about`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        gateway.tell("QC_AgentState_Notify", #"{"subtype":"QC_AgentState_Busy","monitoredagent":"20012","agentname":"Bob"}"#)
        #expect(await working.until { $0.agent("20012")?.reason == "code 201" })
        #expect(working.agent("20012")?.state == .busy)
    }

    @Test func `Without the right of an inspector the states are asked for again and again`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("GET agentgroup/291/iscensor", .result("false"))
        gateway.answer("GET agentgroup/291/ismonitor", .result(#""false""#))
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        #expect(gateway.asked("POST qualitycontrol/291/beginmonitor").isEmpty)
        gateway.answer(
            "GET agentgroup/291/allagentstatus",
            .result(#"[{"workno":"291","status":"3"},{"workno":"20011","status":"8","currentStateReason":"1"}]"#))
        #expect(await working.until { $0.agent("20011")?.reason == "Lunch" && $0.agent("20012") == nil })
        #expect(working.agent("20011")?.state == .rest)
    }

    @Test func `An idle agent never asks who waits: it would be given the call`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        #expect(working.board.waiting.count == 2)
        gateway.tell("AgentState_Ready")
        #expect(await working.until { $0.agent("291")?.state == .idle && $0.board.waiting.isEmpty })
        gateway.forgetAsked()
        for _ in 0..<3 { _ = await gateway.next("POST queuedevice/291/queryacdstat") }
        #expect(gateway.asked("GET calldata/291/waitcallinfo/6").isEmpty)
        #expect(working.board.queue("i", "6")?.waiting == 2)
        #expect(working.messages.contains { $0.text.string.contains("idle") })
        gateway.tell("AgentState_SetNotReady_Success", #"{"reason":"0"}"#)
        #expect(await working.until { $0.board.waiting.count == 2 })
    }

    @Test func `Where the gateway lists no calls of the whole VDN the agents who talk are asked about`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("GET calldata/291/allcallinfoinvdn", .raw(.init(status: 404, body: Array("<html>no</html>".utf8))))
        gateway.answer(
            "GET calldata/291/allcallinfo/20011",
            .result(#"[{"callfeature":"7","callid":"9-9","caller":"20011","called":"10010","begintime":"1456401416000"}]"#))
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        #expect(working.board.call("i", "9-9")?.callee == "10010")
        #expect(working.agent("20011")?.call == "9-9")
        #expect(gateway.asked("GET calldata/291/allcallinfoinvdn").count == 1)
        gateway.answer("GET calldata/291/allcallinfo/20011", .result("[]"))
        #expect(await working.until { $0.board.calls.isEmpty })
    }

    @Test func `While we are turning idle nobody asks who waits`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        let asked = Mutex<Int?>(nil)
        gateway.answer(
            "POST onlineagent/291/cancelbusy",
            .decide { [unowned gateway] in
                // A look that was under way may still be at it.
                await gateway.next("POST queuedevice/291/queryacdstat")
                gateway.forgetAsked()
                for _ in 0..<2 { await gateway.next("POST queuedevice/291/queryacdstat") }
                asked.withLock { $0 = gateway.asked("GET calldata/291/waitcallinfo/6").count }
                return "0"
            })
        #expect(try await working.perform(.unpause, "291") == .done(nil))
        #expect(asked.withLock(\.self) == 0)
    }

    @Test func `What a gateway does not have is done without, and said once`() async throws {
        let gateway = try await FakeGateway.start()
        let missing = FakeGateway.Answer.raw(.init(status: 404, body: Array("<html>Not found</html>".utf8)))
        for line in ["GET agentgroup/291/restreason", "GET agentgroup/291/allagentstatus", "GET agentgroup/291/ismonitor"] {
            gateway.answer(line, missing)
        }
        gateway.answer("GET agentgroup/291/onlineagentonvdn", .result(#"[{"workno":"20011","status":"4"}]"#))
        let working = GatewayHarness(gateway.configuration(reconcile: .milliseconds(20)))
        #expect(await working.untilSynced())
        #expect(working.agent("20011")?.state == .idle)
        #expect(working.status?.pauseReasons == ["wrap-up"])
        for _ in 0..<3 { await gateway.next("GET agentgroup/291/onlineagentonvdn") }
        #expect(gateway.asked("GET agentgroup/291/restreason").count == 1)
        #expect(await working.until { $0.messages.contains { $0.text.string.contains("restreason") } })
        #expect(working.messages.filter { $0.text.string.contains("restreason") }.count == 1)
    }
}
