import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct GatewayFaultTests {
    // MARK: The seat

    @Test func `Whoever is thrown out does not come back by itself, and is asked`() async throws {
        let gateway = try await FakeGateway.start()
        // Even where the configuration lets it throw others out: two of them would do so for ever.
        let working = GatewayHarness(gateway.configuration(forces: true))
        #expect(await working.untilSynced())
        gateway.tell("AgentOther_ShutdownService")
        let failure = try #require(await working.failure())
        #expect(failure.isFinal)
        #expect(failure.question?.string.contains("throw the other out?") == true)
        #expect(gateway.asked("PUT onlineagent/291").count == 1)
        #expect(gateway.asked("DELETE onlineagent/291/logout").isEmpty)
        gateway.take()
        await working.site.consent()
        let again = GatewayHarness(gateway.configuration(), site: working.site)
        #expect(await again.untilSynced())
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").count == 1)
    }

    @Test func `A session that the gateway forgot is made anew at once, and the board goes on`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        gateway.forget()
        #expect(await working.until { $0.links.suffix(2) == [.degraded, .online] })
        #expect(gateway.asked("PUT onlineagent/291").count == 2)
        #expect(gateway.asked("POST onlineagent/291/resetskill/true").count == 2)
        #expect(working.board.agents.count == 3)
        try await working.stop()
    }

    @Test func `A session that is gone because somebody else has the seat ends in a question`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration(forces: true))
        #expect(await working.untilSynced())
        gateway.answer("PUT onlineagent/291", .code("100-002"))
        gateway.forget()
        let failure = try #require(await working.failure())
        #expect(failure.isFinal)
        #expect(failure.question != nil)
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").isEmpty)
    }

    @Test func `A gateway that lets in and forgets is not signed in to for ever`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answerPolls(.code("105-006"))
        let working = GatewayHarness(gateway.configuration())
        let failure = try #require(await working.failure())
        #expect(!failure.isFinal)
        #expect(failure.reason.string.contains("forgets it at once"))
        #expect(gateway.asked("PUT onlineagent/291").count == 3)
    }

    // MARK: Outages

    @Test func `An outage that outlasts several attempts does not lock us out of our own seat`() async throws {
        let gateway = try await FakeGateway.start()
        let first = GatewayHarness(gateway.configuration())
        #expect(await first.untilSynced())
        await gateway.stop()
        #expect(try #require(await first.failure()).isFinal == false)
        for _ in 1...3 {
            let attempt = GatewayHarness(gateway.configuration(), site: first.site)
            #expect(try #require(await attempt.failure()).isFinal == false)
        }
        try await gateway.restart()
        let again = GatewayHarness(gateway.configuration(), site: first.site)
        #expect(await again.untilSynced())
        #expect(gateway.asked("PUT onlineagent/291").count == 1, "the session goes on")
    }

    @Test func `A pair of gateways that are both away does not lock us out either`() async throws {
        let primary = try await FakeGateway.start()
        let standby = try await FakeGateway.start()
        let configuration = primary.configuration(standby: standby)
        let first = GatewayHarness(configuration)
        #expect(await first.untilSynced())
        standby.take()
        await primary.stop()
        await standby.stop()
        #expect(try #require(await first.failure()).isFinal == false)
        for _ in 1...2 {
            let attempt = GatewayHarness(configuration, site: first.site)
            #expect(try #require(await attempt.failure()).isFinal == false)
        }
        try await standby.restart()
        let again = GatewayHarness(configuration, site: first.site)
        #expect(await again.untilSynced())
        #expect(standby.asked("PUT onlineagent/291/forcelogin").count == 1)
    }

    @Test func `A seat that the gateway has not cleared yet is waited for, and after that somebody else has it`() async throws {
        let gateway = try await FakeGateway.start()
        let time = GatewayHarness.clock()
        let first = GatewayHarness(gateway.configuration(), time: time)
        #expect(await first.untilSynced())
        await gateway.stop()
        _ = await first.failure()
        try await gateway.restart()
        gateway.expireToken()
        time.advance(by: .seconds(150))
        let early = try #require(await GatewayHarness(gateway.configuration(), site: first.site).failure())
        #expect(!early.isFinal)
        #expect(early.reason == "the gateway has not signed agent 291 out yet after the outage")
        time.advance(by: .seconds(150))
        let late = try #require(await GatewayHarness(gateway.configuration(), site: first.site).failure())
        #expect(late.question != nil)
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").isEmpty)
    }

    // MARK: The token

    @Test func `A few refused tokens are put up with`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        gateway.answerNextPolls(Array(repeating: "000-003", count: 5))
        #expect(await working.until { $0.links.last == .degraded })
        gateway.tell("AgentState_Work")
        #expect(await working.until { $0.agent("291")?.state == .wrapup && $0.status?.link == .online })
        #expect(gateway.asked("PUT onlineagent/291").count == 1)
    }

    @Test func `A token that is refused again and again is replaced by signing in: the seat is ours`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        gateway.expireToken()
        #expect(await working.until { $0.links.suffix(2) == [.degraded, .online] })
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").count == 1)
        let refused = gateway.asked("GET agentevent/291").filter { $0.guid == "t1.AgentGateway0" }
        #expect(refused.count >= 6)
        #expect(try await working.perform(.pickup, "20011") == .done(nil))
    }

    @Test func `A command that was refused for an old token is asked again with the new one`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        gateway.renewTokens()
        // The reply to the command says that its token is old; meanwhile a poll has brought another.
        gateway.answer(
            "PUT voicecall/291/snatchpickup",
            .decide { [unowned gateway] in
                guard gateway.asked("PUT voicecall/291/snatchpickup").count == 1 else { return "0" }
                let polls = gateway.asked("GET agentevent/291").count
                gateway.tell("AgentOther_PhoneAlerting")
                await gateway.next("GET agentevent/291", after: polls)
                return "000-003"
            })
        #expect(try await working.perform(.pickup, "20011") == .done(nil))
    }

    @Test(arguments: ["105-005", "105-006", "105-007"])
    func `Disaster recovery that lost the session ends in signing in again`(code: String) async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        gateway.answerNextPolls([code])
        #expect(await working.until { $0.links.suffix(2) == [.degraded, .online] })
        #expect(gateway.asked("PUT onlineagent/291/forcelogin").count == 1)
    }

    @Test func `Disaster recovery under way is waited for`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        gateway.answerNextPolls(["105-002", "105-002", "105-001", "105-003", "000-007"])
        #expect(await working.until { $0.links.suffix(2) == [.degraded, .online] })
        gateway.tell("AgentState_Work")
        #expect(await working.until { $0.agent("291")?.state == .wrapup })
        #expect(gateway.asked("PUT onlineagent/291").count == 1)
    }

    // MARK: The link

    @Test func `A poll that never answers makes the site degraded, and then ends the link`() async throws {
        let gateway = try await FakeGateway.start()
        let time = GatewayHarness.clock()
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)), time: time)
        #expect(await working.untilSynced())
        time.letPass { $0 == .seconds(15) }
        gateway.answerPolls(.raw(.init(fault: .silence)), wakes: false)
        gateway.tell("AgentState_Work")
        #expect(await working.until { $0.status?.link == .degraded })
        #expect(working.status?.error?.string.contains("no answer to agentevent/291 within 15.0 seconds") == true)
        let failure = try #require(await working.failure())
        #expect(!failure.isFinal)
        // What the lost link left behind is gone on with.
        gateway.answerPolls(nil)
        time.letNothingPass()
        let again = GatewayHarness(gateway.configuration(poll: .seconds(600)), site: working.site)
        #expect(await again.untilSynced())
        #expect(gateway.asked("PUT onlineagent/291").count == 1)
        #expect(gateway.asked("GET onlineagent/291/agentstatus").count == 1)
    }

    @Test func `A web page in place of answers is told, and heals`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        let page = FakeGateway.Answer.raw(.init(status: 200, body: Array("<html><body>Login</body></html>".utf8)))
        gateway.answer("POST queuedevice/291/queryacdstat", page)
        #expect(await working.until { $0.status?.link == .degraded })
        #expect(working.status?.error?.string.contains("a web page came instead of an answer") == true)
        gateway.answer("POST queuedevice/291/queryacdstat", .result("[]"))
        #expect(await working.until { $0.status?.link == .online })
    }

    @Test func `A web page at the sign-in says to check the address`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("PUT onlineagent/291", .raw(.init(status: 200, body: Array("<html>".utf8))))
        let failure = try #require(await GatewayHarness(gateway.configuration()).failure())
        #expect(failure.reason.string.contains("Check the gateway's address"))
        #expect(!failure.isFinal)
    }

    @Test func `When the gateway dies the standby takes over, the seat with it, and back again`() async throws {
        let primary = try await FakeGateway.start()
        let standby = try await FakeGateway.start()
        let working = GatewayHarness(primary.configuration(standby: standby))
        #expect(await working.untilSynced())
        // One platform behind both: it still has us signed in.
        standby.take()
        await primary.stop()
        #expect(await working.until { $0.links.last == .degraded })
        #expect(await working.until { $0.links.last == .online })
        #expect(standby.asked("PUT onlineagent/291/forcelogin").count == 1)
        #expect(try await working.perform(.pickup, "20011") == .done(nil))
        #expect(standby.asked("PUT voicecall/291/snatchpickup").count == 1)
        try await primary.restart()
        await standby.stop()
        #expect(await working.until { $0.links.last == .degraded })
        #expect(await working.until { $0.links.last == .online })
        #expect(primary.asked("PUT onlineagent/291").count == 2)
        try await working.stop()
        #expect(primary.asked.last?.line == "DELETE onlineagent/291/logout")
    }

    @Test func `A primary that is down from the start is passed over, and the standby is kept`() async throws {
        let primary = try await FakeGateway.start()
        let standby = try await FakeGateway.start()
        await primary.stop()
        let first = GatewayHarness(primary.configuration(standby: standby))
        #expect(await first.untilSynced())
        try await first.stop()
        try await primary.restart()
        let second = GatewayHarness(primary.configuration(standby: standby), site: first.site)
        #expect(await second.untilSynced())
        #expect(primary.asked.isEmpty)
        #expect(standby.asked("PUT onlineagent/291").count == 2)
    }

    @Test func `A gateway that is down without a standby ends the run at the stage tcp`() async throws {
        let gateway = try await FakeGateway.start()
        await gateway.stop()
        let failure = try #require(await GatewayHarness(gateway.configuration()).failure())
        #expect(failure.stage == .tcp)
        #expect(!failure.isFinal)
    }

    // MARK: Leaving

    @Test func `A sign-out that is refused because a call is up is not forced`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("DELETE onlineagent/291/logout", .code("100-010"))
        let working = GatewayHarness(gateway.configuration())
        #expect(await working.untilSynced())
        try await working.stop()
        #expect(gateway.asked("DELETE onlineagent/291/logout").count == 1)
        #expect(!gateway.asked.contains { $0.path.contains("forcelogout") })
    }

    @Test func `Whoever leaves while listening stops listening first`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        gateway.tell("AgentState_Ready")
        #expect(await working.until { $0.agent("291")?.state == .idle })
        #expect(try await working.perform(.listen, "20011") == .done(nil))
        try await working.stop()
        #expect(gateway.asked.suffix(2).map(\.line) == ["DELETE qualitycontrol/291/20011", "DELETE onlineagent/291/logout"])
    }

    // MARK: Words

    @Test func `Notes are passed on, with or without their words`() async throws {
        let gateway = try await FakeGateway.start()
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        gateway.tell("AgentOther_Note")
        gateway.tell("AgentOther_Note", #"{"sender":"20011","sendername":"Ann","receivetime":"1","timestring":"t","context":"lunch?"}"#)
        #expect(await working.until { $0.messages.filter { $0.topic == "note" }.count == 2 })
        #expect(working.messages.filter { $0.topic == "note" }.map(\.text) == ["A note came.", "Ann: lunch?"])
    }
}
