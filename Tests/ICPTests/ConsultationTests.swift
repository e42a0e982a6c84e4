import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

/// Of a consultation the reference promises the called party's ringing and the talk, and nothing of the hold (section 2.2).
@Suite(.serialized, .timeLimit(.minutes(1))) struct ConsultationTests {
    private static let alerting = #"{"callid":"7-2","otherPhoneWorkno":"20012","otherPhone":"70943","type":"assistant"}"#
    private static let talking = #"{"caller":"291","callid":"7-2","called":"20012","feature":"6","type":"assistant"}"#

    /// Our agent talks to a caller and has asked for a colleague.
    private func consulting() async throws -> (FakeGateway, GatewayHarness) {
        let gateway = try await FakeGateway.start()
        gateway.answer("GET calldata/291/allcallinfo/291", .code("900-003"))
        gateway.answer("GET calldata/291/holdlist", .code("400-003"))
        gateway.answer("POST voicecall/291/innerhelp", .result(#""7-2""#))
        let harness = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await harness.untilSynced())
        gateway.tell("AgentEvent_Talking", #"{"caller":"10086","callid":"7-1","called":"291","feature":"0","type":"main"}"#)
        #expect(await harness.until { $0.call("7-1")?.state == .talking })
        gateway.answer("GET calldata/291/holdlist", .result(#"[{"callid":"7-1","caller":"10086","called":"291"}]"#))
        guard case .done = try await harness.perform(.consult, "7-1", "20012") else {
            Issue.record("no consultation")
            throw CancellationError()
        }
        return (gateway, harness)
    }

    private func talkingToColleague() async throws -> (FakeGateway, GatewayHarness) {
        let (gateway, harness) = try await consulting()
        gateway.tell("AgentEvent_Customer_Alerting", Self.alerting)
        #expect(await harness.until { $0.call("7-2")?.state == .dialing })
        gateway.tell("AgentEvent_Talking", Self.talking)
        #expect(await harness.until { $0.call("7-2")?.state == .talking })
        return (gateway, harness)
    }

    @Test func `The caller is held from the consultation on, though nothing tells of it`() async throws {
        let (gateway, harness) = try await consulting()
        #expect(await harness.until { $0.call("7-1")?.state == .held })
        gateway.tell("AgentEvent_Customer_Alerting", Self.alerting)
        gateway.tell("AgentEvent_Talking", Self.talking)
        #expect(await harness.until { $0.call("7-2")?.state == .talking })
        #expect(harness.call("7-1")?.state == .held)
        #expect(harness.agent("291")?.state == .talking)
    }

    @Test(arguments: [
        (Action.consultComplete, "7-2", "POST voicecall/291/connecthold/7-1"), (.merge, "7-2", "POST voicecall/291/confjoin"),
        (.consultComplete, "7-1", "POST voicecall/291/connecthold/7-1"), (.merge, "7-1", "POST voicecall/291/confjoin"),
        (.consultCancel, "7-2", "POST voicecall/291/canceltransfer"),
    ])
    func `A consultation is completed, merged and cancelled`(action: Action, call: String, line: String) async throws {
        let (gateway, harness) = try await talkingToColleague()
        guard case .done = try await harness.perform(action, call) else {
            Issue.record("\(action) was refused")
            return
        }
        let asked = try #require(gateway.asked(line).last)
        if action == .merge { #expect(asked.body == ["callid": "7-1"]) }
    }

    @Test(arguments: [true, false]) func `Hanging up ends the consultation and never the caller's call`(isTalking: Bool) async throws {
        let (gateway, harness) = isTalking ? try await talkingToColleague() : try await consulting()
        guard case .done = try await harness.perform(.hangup, "291") else {
            Issue.record("hang-up was refused")
            return
        }
        #expect(gateway.asked("POST voicecall/291/dropcall/7-2").count == 1)
        #expect(gateway.asked("POST voicecall/291/dropcall/7-1").isEmpty)
        #expect(gateway.asked("DELETE voicecall/291/release").isEmpty)
    }

    @Test(arguments: [
        ("AgentEvent_Call_Release", #""7-2""#), ("AgentEvent_Customer_Release", #"{"callid":"7-2","number":"20012"}"#),
        ("AgentEvent_Consult_Fail", #""7-2""#),
    ])
    func `When the colleague is gone the caller is on the line again`(type: String, content: String) async throws {
        let (gateway, harness) = try await talkingToColleague()
        gateway.answer("GET calldata/291/holdlist", .code("400-003"))
        gateway.tell(type, content)
        #expect(await harness.until { $0.call("7-2") == nil && $0.call("7-1")?.state == .talking })
    }

    @Test func `A call that is held at the telephone is seen in the gateway's list of held calls`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("GET calldata/291/allcallinfo/291", .code("900-003"))
        gateway.answer("GET calldata/291/holdlist", .code("400-003"))
        let harness = GatewayHarness(gateway.configuration())
        #expect(await harness.untilSynced())
        gateway.tell("AgentEvent_Talking", #"{"caller":"10086","callid":"7-1","called":"291","feature":"0"}"#)
        #expect(await harness.until { $0.call("7-1")?.state == .talking })
        gateway.answer("GET calldata/291/holdlist", .result(#"[{"callid":"7-1"}]"#))
        #expect(await harness.until { $0.call("7-1")?.state == .held && $0.agent("291")?.state == .held })
        gateway.answer("GET calldata/291/holdlist", .result("[]"))
        #expect(await harness.until { $0.call("7-1")?.state == .talking && $0.agent("291")?.state == .talking })
    }

    @Test func `A caller taken out of a queue is talked to though no state event says so`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("GET calldata/291/allcallinfo/291", .code("900-003"))
        let harness = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await harness.untilSynced())
        #expect(harness.agent("291")?.state == .busy)
        guard case .done = try await harness.perform(.take, "voice", "1456405000-1") else {
            Issue.record("not taken")
            return
        }
        gateway.tell("AgentOther_PhoneAlerting")
        #expect(await harness.until { $0.agent("291")?.state == .ringing })
        gateway.tell("AgentOther_PhoneOffhook")
        gateway.tell("AgentEvent_Talking", #"{"caller":"13800000001","callid":"1456405000-1","called":"291","feature":"0"}"#)
        #expect(await harness.until { $0.call("1456405000-1")?.state == .talking && $0.agent("291")?.state == .talking })
    }
}
