import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

/// Who supervises is idle for it (section 2.3), and must not be handed a caller meanwhile.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SupervisionTests {
    private static let without = "POST onlineagent/291/resetskill/false?skillid="
    private static let all = "POST onlineagent/291/resetskill/true"

    private func started() async throws -> (FakeGateway, GatewayHarness) {
        let gateway = try await FakeGateway.start()
        let harness = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await harness.untilSynced())
        // The gateway tells of each state that it takes on.
        for (line, event) in [("cancelbusy", "AgentState_CancelNotReady_Success"), ("saybusy", "AgentState_SetNotReady_Success")] {
            gateway.answer(
                "POST onlineagent/291/\(line)",
                .decide { [unowned gateway] in
                    gateway.tell(event, #"{"reason":"1"}"#)
                    return "0"
                })
        }
        gateway.forgetAsked()
        return (gateway, harness)
    }

    private func lines(_ gateway: FakeGateway) -> [String] {
        gateway.asked.filter { $0.path.hasPrefix("qualitycontrol/291/") || $0.path.hasPrefix("onlineagent/291/") }.map(\.line).filter {
            !$0.contains("agentstatus") && !$0.contains("monitor")
        }
    }

    @Test func `A busy inspector listens without skills, and is busy with skills again after it`() async throws {
        let (gateway, harness) = try await started()
        #expect(try await harness.perform(.listen, "20011") == .done(nil))
        #expect(lines(gateway) == [Self.without, "POST onlineagent/291/cancelbusy", "PUT qualitycontrol/291/addsupervise/20011"])
        gateway.tell("AgentState_Busy")
        #expect(await harness.until { $0.agent("291")?.reason == "listens to 20011" && $0.agent("291")?.state == .talking })
        gateway.forgetAsked()
        gateway.answer(
            "DELETE qualitycontrol/291/20011",
            .decide { [unowned gateway] in
                gateway.tell("AgentOther_PhoneRelease", #"{"phoneState":3}"#)
                gateway.tell("AgentState_Ready")
                return "0"
            })
        #expect(try await harness.perform(.superviseStop) == .done(nil))
        await gateway.next(Self.all, after: 0)
        #expect(lines(gateway) == ["DELETE qualitycontrol/291/20011", "POST onlineagent/291/saybusy", Self.all])
        #expect(await harness.until { $0.agent("291")?.state == .busy })
    }

    @Test func `A supervision that the telephone ends is cleared away, too`() async throws {
        let (gateway, harness) = try await started()
        #expect(try await harness.perform(.listen, "20011") == .done(nil))
        gateway.tell("AgentState_Busy")
        #expect(await harness.until { $0.agent("291")?.state == .talking })
        gateway.forgetAsked()
        gateway.tell("AgentOther_PhoneRelease", #"{"phoneState":2}"#)
        gateway.tell("AgentState_Ready")
        await gateway.next(Self.all, after: 0)
        #expect(lines(gateway) == ["POST onlineagent/291/saybusy", Self.all])
        #expect(await harness.until { $0.agent("291")?.state == .busy })
    }

    @Test func `Where the gateway refuses to let us listen everything is as it was`() async throws {
        let (gateway, harness) = try await started()
        gateway.answer("PUT qualitycontrol/291/addsupervise/20011", .code("900-002"))
        guard case .refused("900-002", _) = try await harness.perform(.listen, "20011") else {
            Issue.record("it was not refused")
            return
        }
        #expect(
            lines(gateway) == [
                Self.without, "POST onlineagent/291/cancelbusy", "PUT qualitycontrol/291/addsupervise/20011",
                "POST onlineagent/291/saybusy",
                Self.all,
            ])
    }

    @Test func `Skills that cannot be put down are not risked`() async throws {
        let (gateway, harness) = try await started()
        gateway.answer("POST onlineagent/291/resetskill/false", .code("100-007"))
        guard case .refused("100-007", _) = try await harness.perform(.listen, "20011") else {
            Issue.record("it was not refused")
            return
        }
        #expect(lines(gateway) == [Self.without])
    }

    @Test func `An idle inspector listens as it is`() async throws {
        let (gateway, harness) = try await started()
        gateway.tell("AgentState_Ready")
        #expect(await harness.until { $0.agent("291")?.state == .idle })
        #expect(try await harness.perform(.listen, "20011") == .done(nil))
        #expect(lines(gateway) == ["PUT qualitycontrol/291/addsupervise/20011"])
    }

    @Test func `Another is listened to without a stop in between`() async throws {
        let (gateway, harness) = try await started()
        #expect(try await harness.perform(.listen, "20011") == .done(nil))
        gateway.forgetAsked()
        #expect(try await harness.perform(.listen, "20012") == .done(nil))
        #expect(lines(gateway) == ["DELETE qualitycontrol/291/20011", "PUT qualitycontrol/291/addsupervise/20012"])
        #expect(await harness.until { $0.agent("291")?.reason == "listens to 20012" })
    }
}
