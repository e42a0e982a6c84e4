import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

/// A session that was made anew begins busy; the agent is to be what it was.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SessionRenewalTests {
    private func started() async throws -> (FakeGateway, GatewayHarness) {
        let gateway = try await FakeGateway.start()
        let harness = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await harness.untilSynced())
        return (gateway, harness)
    }

    @Test(arguments: [
        ("AgentState_Ready", "null", AgentState.idle, ["POST onlineagent/291/cancelbusy"]),
        (
            "AgentState_SetRest_Success", #"{"reason":"2"}"#, .rest,
            ["POST onlineagent/291/cancelbusy", "POST onlineagent/291/rest/900/2"]
        ), ("AgentState_SetNotReady_Success", #"{"reason":"205"}"#, .busy, ["POST onlineagent/291/saybusy?reason=205"]),
        ("AgentState_SetWork_Success", "null", .wrapup, ["POST onlineagent/291/work"]),
    ])
    func `After a session was lost the agent is as ready, resting or busy as before`(
        event: String, content: String, state: AgentState, lines: [String]
    ) async throws {
        let (gateway, harness) = try await started()
        gateway.tell(event, content)
        #expect(await harness.until { $0.agent("291")?.state == state })
        gateway.forgetAsked()
        gateway.forget()
        await gateway.next("POST onlineagent/291/resetskill/true", after: 0)
        let asked = gateway.asked.map(\.line)
        let signIn = try #require(asked.firstIndex(of: "PUT onlineagent/291"))
        let skills = try #require(asked.firstIndex(of: "POST onlineagent/291/resetskill/true"))
        #expect(asked[signIn..<skills].filter { lines.contains($0) } == lines)
    }

    @Test func `Skills that were chosen are chosen again`() async throws {
        let (gateway, harness) = try await started()
        gateway.answer("GET queuedevice/291/agentskill/291", .result(#"[{"name":"voice","id":6},{"name":"complaints","id":7}]"#))
        #expect(try await harness.perform(.queueLogout, "voice", "291") == .done(nil))
        gateway.forgetAsked()
        gateway.forget()
        await gateway.next("POST onlineagent/291/resetskill/false", after: 0)
        #expect(gateway.asked.contains { $0.line == "POST onlineagent/291/resetskill/false?skillid=7" })
        #expect(gateway.asked("POST onlineagent/291/resetskill/true").isEmpty)
    }

    @Test func `A supervision that went with the session is told as lost`() async throws {
        let (gateway, harness) = try await started()
        gateway.tell("AgentState_Ready")
        #expect(await harness.until { $0.agent("291")?.state == .idle })
        #expect(try await harness.perform(.listen, "20011") == .done(nil))
        gateway.forget()
        #expect(
            await harness.until {
                $0.messages.contains { $0.text == "The session was made anew: agent 291 listens to 20011 no more." }
            })
        #expect(await harness.until { $0.agent("291")?.reason == nil })
    }

    @Test func `With a standby the agent is what it was, too`() async throws {
        let primary = try await FakeGateway.start()
        let standby = try await FakeGateway.start()
        let harness = GatewayHarness(primary.configuration(standby: standby))
        #expect(await harness.untilSynced())
        primary.tell("AgentState_Ready")
        #expect(await harness.until { $0.agent("291")?.state == .idle })
        standby.take()
        await primary.stop()
        await standby.next("POST onlineagent/291/cancelbusy", after: 0)
        #expect(standby.asked("PUT onlineagent/291/forcelogin").count == 1)
    }
}
