import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

/// Which state may follow which (document 004, sections 4.3.5, 4.3.6 and 4.3.9), and what takes people's time.
@Suite(.serialized, .timeLimit(.minutes(1))) struct OwnStateTests {
    private static let without = "POST onlineagent/291/resetskill/false?skillid="
    private static let all = "POST onlineagent/291/resetskill/true"

    private func started(_ time: SteppedClock = GatewayHarness.clock()) async throws -> (FakeGateway, GatewayHarness) {
        let gateway = try await FakeGateway.start()
        let harness = GatewayHarness(gateway.configuration(poll: .seconds(600)), time: time)
        #expect(await harness.untilSynced())
        return (gateway, harness)
    }

    private static let wrapUp = ("AgentState_Work", "null", AgentState.wrapup)
    private static let rest = ("AgentState_SetRest_Success", #"{"reason":"2"}"#, AgentState.rest)
    private static let idle = ("AgentState_Ready", "null", AgentState.idle)
    private static let busy = ("AgentState_SetNotReady_Success", #"{"reason":"1"}"#, AgentState.busy)

    @Test(
        arguments: [
            (wrapUp, Action.pause, ["291"], [without, "POST onlineagent/291/cancelwork", "POST onlineagent/291/saybusy", all]),
            (wrapUp, .pause, ["291", "Lunch"], [without, "POST onlineagent/291/cancelwork", "POST onlineagent/291/rest/900/1", all]),
            (busy, .pause, ["291", "Lunch"], [without, "POST onlineagent/291/cancelbusy", "POST onlineagent/291/rest/900/1", all]),
            (rest, .pause, ["291"], [without, "POST onlineagent/291/cancelrest", "POST onlineagent/291/saybusy", all]),
            (idle, .pause, ["291", "Lunch 45m"], ["POST onlineagent/291/rest/2700/1"]),
            (idle, .pause, ["291", "Training 90s"], ["POST onlineagent/291/rest/90/2"]),
            (idle, .pause, ["291"], ["POST onlineagent/291/saybusy"]),
            (busy, .pause, ["291", "205"], ["POST onlineagent/291/saybusy?reason=205"]),
            (wrapUp, .unpause, ["291"], ["POST onlineagent/291/cancelwork", "POST onlineagent/291/sayfree"]),
            (rest, .unpause, ["291"], ["POST onlineagent/291/cancelrest", "POST onlineagent/291/sayfree"]),
            (busy, .unpause, ["291"], ["POST onlineagent/291/cancelbusy"]),
        ] as [((String, String, AgentState), Action, [String], [String])])
    func `A state is ended before another begins, and no caller comes in between`(
        present: (String, String, AgentState), action: Action, words: [String], lines: [String]
    ) async throws {
        let (gateway, harness) = try await started()
        if present.2 == .busy {
            gateway.tell("AgentState_Ready")
            #expect(await harness.until { $0.agent("291")?.state == .idle })
        }
        gateway.tell(present.0, present.1)
        #expect(await harness.until { $0.agent("291")?.state == present.2 })
        gateway.forgetAsked()
        #expect(await harness.site.perform(try ActionRequest(action, words)) == .done(nil))
        let asked = gateway.asked.filter { $0.path.hasPrefix("onlineagent/291/") && !$0.path.contains("autoenteridle") }.map(\.line)
        #expect(asked == lines)
    }

    @Test func `A rest that is refused leaves nobody idle`() async throws {
        let (gateway, harness) = try await started()
        gateway.answer("POST onlineagent/291/rest/900/1", .code("100-009"))
        gateway.forgetAsked()
        guard case .refused("100-009", _) = try await harness.perform(.pause, "291", "Lunch") else {
            Issue.record("it was not refused")
            return
        }
        let asked = gateway.asked.filter { $0.path.hasPrefix("onlineagent/291/") }.map(\.line)
        #expect(asked.suffix(2) == ["POST onlineagent/291/saybusy", Self.all])
    }

    // MARK: Conferences

    @Test func `A busy agent makes a conference from idle, without skills, and is busy after it`() async throws {
        let (gateway, harness) = try await started()
        gateway.answer(
            "POST agentconf/291/requestagentconf",
            .decide { [unowned gateway] in
                gateway.tell("AgentConf_SelfJoinResult", #"{"confId":1031168}"#)
                gateway.tell("AgentConf_RequestSuccess", #"{"confId":1031168}"#)
                return "0"
            })
        gateway.forgetAsked()
        #expect(try await harness.perform(.roomCreate) == .done(nil, reference: "1031168"))
        func lines() -> [String] {
            gateway.asked.filter { ($0.path.hasPrefix("onlineagent/") || $0.path.hasPrefix("agentconf/")) && !$0.path.contains("status") }
                .map(\.line).filter { !$0.contains("queryconfinfos") }
        }
        #expect(lines() == [Self.without, "POST onlineagent/291/cancelbusy", "POST agentconf/291/requestagentconf"])
        #expect(await harness.until { $0.agent("291")?.state == .talking })
        gateway.forgetAsked()
        gateway.tell("AgentConf_SelfLeaveResult", #"{"confId":1031168}"#)
        gateway.tell("AgentState_Ready")
        await gateway.next(Self.all, after: 0)
        #expect(lines() == ["POST onlineagent/291/saybusy", Self.all])
    }

    @Test func `An invitation to a conference is declined`() async throws {
        let (gateway, harness) = try await started()
        gateway.tell("AgentConf_Ringing", #"{"confId":1031168}"#)
        #expect(await harness.until { $0.room("1031168") != nil && $0.agent("291")?.state == .ringing })
        #expect(try await harness.perform(.hangup, "291") == .done(nil))
        #expect(gateway.asked("DELETE agentconf/291/rejectagentconf").count == 1)
        #expect(await harness.until { $0.room("1031168") == nil })
    }

    @Test(arguments: [(Action.hangup, ["291"]), (.roomKick, ["1031168", "291"])])
    func `A conference is left`(action: Action, words: [String]) async throws {
        let (gateway, harness) = try await started()
        gateway.tell("AgentConf_SelfJoinResult", #"{"confId":1031168}"#)
        #expect(await harness.until { $0.agent("291")?.state == .talking })
        gateway.answer(
            "DELETE agentconf/291/requestleaveagentconf",
            .decide { [unowned gateway] in
                gateway.tell("AgentConf_SelfLeaveResult", #"{"confId":1031168}"#)
                return "0"
            })
        #expect(await harness.site.perform(try ActionRequest(action, words)) == .done(nil))
        #expect(await harness.until { $0.room("1031168") == nil && $0.agent("291")?.state == .busy })
    }

    @Test func `The chair is told what it can do instead of leaving`() async throws {
        let (gateway, harness) = try await started()
        gateway.tell("AgentConf_RequestSuccess", #"{"confId":1031168}"#)
        #expect(await harness.until { $0.room("1031168")?.moderators == ["291"] })
        let outcome = try await harness.perform(.hangup, "291")
        #expect(outcome == .refused(code: nil, "the chair cannot leave conference 1031168: hand it over or end it"))
    }

    @Test func `An invitation has a telephone's ringing time, and who did not come is named`() async throws {
        let time = GatewayHarness.clock()
        let (gateway, harness) = try await started(time)
        gateway.tell("AgentConf_RequestSuccess", #"{"confId":1031168}"#)
        #expect(await harness.until { $0.room("1031168")?.moderators == ["291"] })
        let inviting = Task { [site = harness.site] in
            await site.perform(try ActionRequest(.roomInvite, ["1031168", "20011", "13800000001"]))
        }
        await gateway.next("POST agentconf/291/batchaddparticipant", after: 0)
        await time.untilAsleep(for: ICPSite.ringingTime)
        gateway.tell(
            "AgentConf_ParticipantChanged",
            #"{"result":0,"changeReason":255,"changeType":0,"confId":1031168,"participant":"20011","participantType":9}"#)
        #expect(await harness.until { $0.room("1031168")?.members.first { $0.id == "20011" }?.state == .joined })
        time.letPass { $0 == ICPSite.ringingTime }
        #expect(try await inviting.value == .unknown("20011: done; 13800000001: no answer"))
    }

    @Test func `A conference with one number that failed says which`() async throws {
        let (gateway, harness) = try await started()
        gateway.answer(
            "POST agentconf/291/requestagentconf",
            .decide { [unowned gateway] in
                gateway.tell("AgentConf_RequestSuccess", #"{"confId":1031168}"#)
                return "0"
            })
        gateway.answer(
            "POST agentconf/291/batchaddparticipant",
            .decide { [unowned gateway] in
                for (number, result) in [("20011", 0), ("13800000001", 31)] {
                    gateway.tell(
                        "AgentConf_ParticipantChanged",
                        #"{"result":\#(result),"changeReason":255,"changeType":0,"confId":1031168,"participant":"\#(number)"}"#)
                }
                return "0"
            })
        guard case .unknown(let words) = try await harness.perform(.roomCreate, "20011", "13800000001") else {
            Issue.record("it was not told as incomplete")
            return
        }
        #expect(words.string.contains("13800000001: "))
        #expect(words.string.contains("20011: done"))
    }
}
