import BackendSupport
import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

@Suite(.serialized, .timeLimit(.minutes(2))) struct GatewayActionsTests {
    /// A gateway and a site whose own agent has one call up and one on hold.
    private func started() async throws -> (FakeGateway, GatewayHarness, SteppedClock) {
        let gateway = try await FakeGateway.start()
        let time = GatewayHarness.clock()
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)), time: time)
        #expect(await working.untilSynced())
        return (gateway, working, time)
    }

    private func withTwoCalls() async throws -> (FakeGateway, GatewayHarness) {
        let (gateway, working, _) = try await started()
        gateway.answer("GET calldata/291/allcallinfo/291", .code("900-003"))
        gateway.tell("AgentEvent_Talking", #"{"caller":"10086","callid":"7-1","called":"291","feature":"0"}"#)
        gateway.tell("AgentEvent_Hold", #""7-1""#)
        gateway.tell("AgentEvent_Talking", #"{"caller":"291","callid":"7-2","called":"20012","feature":"6"}"#)
        #expect(await working.until { $0.board.call("i", "7-2")?.state == .talking && $0.board.call("i", "7-1")?.state == .held })
        return (gateway, working)
    }

    private static let calls: [(Action, [String], String, JSONValue)] = [
        (.dial, ["40038", "20012"], "PUT voicecall/291/callinner", ["called": "20012"]),
        (.dial, ["291", "70943"], "PUT voicecall/291/callinner", ["called": "20012"]),
        (.dial, ["8001", "110"], "PUT voicecall/291/callout", ["called": "110"]),
        (.dial, ["291", "6"], "PUT voicecall/291/callout", ["called": "6"]),
        (.dial, ["291", "skill:6"], "PUT voicecall/291/callinnerskill", ["skillId": .number(6)]),
        (.dial, ["291", "complaints"], "PUT voicecall/291/callinnerskill", ["skillId": .number(7)]),
        (.dial, ["20011", "10010"], "PUT thirdcontrol/291/callout/20011", ["called": "10010"]),
        (.answer, ["20012"], "PUT thirdcontrol/291/callanswer/20012", .null),
        (.answer, ["7-2"], "PUT voicecall/291/answer", .null),
        (.hangup, ["7-2"], "POST voicecall/291/dropcall/7-2", .null),
        (.hangup, ["20011"], "POST qualitycontrol/291/forcedropcall/1456401416-3", .null),
        (.hold, ["7-2"], "POST voicecall/291/hold", .null),
        (.unhold, ["7-1"], "POST voicecall/291/gethold?callid=7-1", .null),
        (.unhold, ["291"], "POST voicecall/291/gethold?callid=7-1", .null),
        (.mute, ["291"], "POST voicecall/291/beginmute", .null),
        (.unmute, ["40038"], "POST voicecall/291/endmute", .null),
        (.transfer, ["7-2", "20011"], "POST voicecall/291/transfer", ["devicetype": .number(2), "address": "20011", "mode": .number(0)]),
        (.transfer, ["7-2", "voice"], "POST voicecall/291/transfer", ["devicetype": .number(1), "address": "6", "mode": .number(0)]),
        (
            .transfer, ["7-2", "ivr:3001"], "POST voicecall/291/transfer",
            ["devicetype": .number(3), "address": "3001", "mode": .number(0)]
        ),
        (
            .transfer, ["7-2", "code:6048"], "POST voicecall/291/transfer",
            ["devicetype": .number(4), "address": "6048", "mode": .number(0)]
        ),
        (
            .transfer, ["7-2", "13800000009"], "POST voicecall/291/transfer",
            ["devicetype": .number(5), "address": "13800000009", "mode": .number(1)]
        ),
        (
            .transfer, ["7-2", "out:20011"], "POST voicecall/291/transfer",
            ["devicetype": .number(5), "address": "20011", "mode": .number(1)]
        ),
        (
            .transfer, ["1456405000-1", "complaints"], "PUT calldata/291/assignuserinqueue",
            ["callid": "1456405000-1", "skillid": .number(7)]
        ),
        (
            .consult, ["7-2", "20012"], "POST voicecall/291/innerhelp",
            ["dstaddress": "20012", "devicetype": .number(2), "mode": .number(1)]
        ),
        (.consult, ["7-2", "skill:7"], "POST voicecall/291/innerhelp", ["dstaddress": "7", "devicetype": .number(1), "mode": .number(1)]),
        (.consult, ["7-2", "110"], "POST voicecall/291/transfer", ["devicetype": .number(5), "address": "110", "mode": .number(3)]),
        (.consultComplete, ["7-2"], "POST voicecall/291/connecthold/7-1", .null),
        (.consultCancel, ["7-2"], "POST voicecall/291/canceltransfer", .null),
        (.merge, ["7-2"], "POST voicecall/291/confjoin", ["callid": "7-1"]),
        (.merge, ["7-1"], "POST voicecall/291/confjoin", ["callid": "7-1"]),
        (.dtmf, ["291", "12*0"], "POST voicecall/291/seconddial/12*0", .null),
        (.dtmf, ["291", "1#"], "POST voicecall/291/seconddialex?number=1#", .null),
        (.pickup, ["20011"], "PUT voicecall/291/snatchpickup?destWorkNo=20011", .null),
        (.take, ["voice", "1456405000-1"], "POST voicecall/291/requestcall/1456405000-1/0?skillId=6", .null),
        (
            .note, ["20011", "lunch", "at", "noon?"], "POST onlineagent/291/sendnoteletex",
            ["agentIds": [.number(20011)], "content": "lunch at noon?"]
        ),
    ]

    @Test func `Each action on calls asks for what its row says`() async throws {
        let (gateway, working) = try await withTwoCalls()
        for (action, words, line, body) in Self.calls {
            gateway.forgetAsked()
            let outcome = await working.site.perform(try ActionRequest(action, words))
            guard case .done = outcome else {
                Issue.record("\(action) \(words): \(outcome)")
                continue
            }
            let asked = gateway.asked.first { $0.line == line }
            #expect(asked != nil, "\(action) \(words): \(gateway.asked.map(\.line))")
            #expect(asked?.body == body, "\(action) \(words)")
        }
    }

    @Test func `A single call of ours is simply released, and one that we made waits for an outside number`() async throws {
        let (gateway, working, _) = try await started()
        gateway.answer("GET calldata/291/allcallinfo/291", .code("900-003"))
        gateway.tell("AgentEvent_Talking", #"{"caller":"291","callid":"7-1","called":"10086","feature":"7"}"#)
        #expect(await working.until { $0.board.call("i", "7-1")?.state == .talking })
        #expect(try await working.perform(.transfer, "7-1", "13800000009") == .done(nil))
        #expect(gateway.asked("POST voicecall/291/transfer").last?.body["mode"] == .number(2))
        #expect(try await working.perform(.hangup, "7-1") == .done(nil))
        #expect(gateway.asked("DELETE voicecall/291/release").count == 1)
    }

    @Test(arguments: [
        (Action.hold, ["1456401416-3"], "is not a call of agent 291"), (.hold, ["nobody"], "no call and no agent is named nobody"),
        (.hold, ["291"], "291 is in no call"), (.merge, ["1456401416-3"], "is not a call of agent 291"),
        (.pickup, ["9"], "no agent is named 9"),
        (.dtmf, ["291", "12x"], "digits are 0 to 9"), (.take, ["none", "1-1"], "no queue is named none"),
        (.listen, ["291"], "cannot supervise itself"), (.superviseStop, [], "nobody is being supervised"),
        (.pause, ["291", "6"], "in all queues at once"),
        (.pause, ["291", "holiday"], "there is no reason “holiday”; there are: Lunch, Training, wrap-up"),
        (.pause, ["20011", "wrap-up"], "another agent can be made busy"), (.roomKick, ["1", "2"], "there is no conference 1"),
        (.note, ["20011", String(repeating: "好", count: 400)], "at most 1023 bytes"), (.dial, ["291", "ivr:1"], "can be dialled"),
        (.transfer, ["1456405000-1", "20011"], "moved to another skill"),
    ])
    func `What makes no sense is said without asking`(action: Action, words: [String], reason: String) async throws {
        let (gateway, working, _) = try await started()
        gateway.forgetAsked()
        let outcome = await working.site.perform(try ActionRequest(action, words))
        let (said, isUsage): (SafeText, Bool)
        switch outcome {
        case .invalid(let words): (said, isUsage) = (words, true)
        case .refused(nil, let words): (said, isUsage) = (words, false)
        default:
            Issue.record("\(outcome)")
            return
        }
        let wrongUsage = [
            "digits are 0 to 9", "cannot supervise itself", "in all queues at once", "another agent can be made busy", "at most 1023 bytes",
            "can be dialled",
        ]
        #expect(isUsage == wrongUsage.contains(reason), "what the moment forbids is refused; only wrong usage is invalid")
        #expect(said.string.contains(reason), "\(said)")
        #expect(gateway.asked.allSatisfy { $0.method == "GET" || $0.path.hasPrefix("queuedevice") })
    }

    @Test func `A refusal carries the gateway's code, and words`() async throws {
        let (gateway, working, _) = try await started()
        gateway.answer("PUT voicecall/291/snatchpickup", .code("100-007"))
        #expect(try await working.perform(.pickup, "20011") == .refused(code: "100-007", "code 100-007"))
    }

    // MARK: States

    @Test func `An absence is begun by its reason and ended by its kind`() async throws {
        let (gateway, working, _) = try await started()
        let rows: [(Action, [String], String?, String)] = [
            (.unpause, ["291"], nil, "POST onlineagent/291/cancelbusy"),
            (.pause, ["291"], nil, "POST onlineagent/291/saybusy"),
            (.pause, ["291", "205"], nil, "POST onlineagent/291/saybusy?reason=205"),
            (.pause, ["291", "Training"], "AgentState_SetRest_Success", "POST onlineagent/291/rest/900/2"),
            (.unpause, ["291"], "AgentState_CancelRest_Success", "POST onlineagent/291/cancelrest"),
            (.pause, ["40038", "wrap-up"], "AgentState_SetWork_Success", "POST onlineagent/291/work"),
            (.unpause, ["291"], "AgentState_CancelWork_Success", "POST onlineagent/291/cancelwork"),
            (.unpause, ["291"], nil, "POST onlineagent/291/sayfree"),
            (.pause, ["20012"], nil, "POST qualitycontrol/291/forcebusy/20012"),
            (.pause, ["20012", "Lunch"], nil, "POST qualitycontrol/291/forcerest/20012/900/1"),
            (.unpause, ["20012"], nil, "POST qualitycontrol/291/forceidle/20012"),
            (.forceIdle, ["20012"], nil, "POST qualitycontrol/291/forceidle/20012"),
            (.forceBusy, ["20012"], nil, "POST qualitycontrol/291/forcebusy/20012"),
            (.forceLogout, ["20012"], nil, "POST qualitycontrol/291/forcelogout/20012"),
        ]
        for (action, words, event, line) in rows {
            gateway.forgetAsked()
            let outcome = await working.site.perform(try ActionRequest(action, words))
            #expect(outcome == .done(nil), "\(action) \(words)")
            #expect(gateway.asked.contains { $0.line == line }, "\(action) \(words): \(gateway.asked.map(\.line))")
            if let event {
                gateway.tell(event, #"{"reason":"2"}"#)
                let wanted: AgentState =
                    event.hasPrefix("AgentState_SetRest") ? .rest : event.hasPrefix("AgentState_SetWork") ? .wrapup : .idle
                #expect(await working.until { $0.agent("291")?.state == wanted })
                if wanted == .rest { #expect(working.agent("291")?.reason == "Training") }
            }
        }
    }

    @Test func `Whoever said busy is not idle because a call of theirs ends`() async throws {
        let (gateway, working, _) = try await started()
        #expect(try await working.perform(.unpause, "291") == .done(nil))
        #expect(gateway.asked.contains { $0.line == "POST onlineagent/291/autoenteridle/true" })
        #expect(try await working.perform(.pause, "291") == .done(nil))
        #expect(gateway.asked.contains { $0.line == "POST onlineagent/291/autoenteridle/false" })
    }

    @Test func `Skills are changed as whole lists`() async throws {
        let (gateway, working, _) = try await started()
        gateway.answer("GET queuedevice/291/agentskill/291", .result(#"[{"name":"voice","id":6}]"#))
        gateway.answer("GET queuedevice/291/agentskill/20011", .code("600-001"))
        #expect(try await working.perform(.queueLogin, "complaints", "291") == .done(nil))
        #expect(gateway.asked.contains { $0.line == "POST onlineagent/291/resetskill/false?skillid=6;7" })
        #expect(try await working.perform(.queueLogout, "6", "291") == .done(nil))
        #expect(gateway.asked.contains { $0.line == "POST onlineagent/291/resetskill/false?skillid=" })
        #expect(try await working.perform(.queueLogin, "7", "20011") == .done(nil))
        #expect(gateway.asked("POST qualitycontrol/291/adjustskill").last?.body == ["workNo": "20011", "skills": [.number(7)]])
    }

    // MARK: Supervision

    @Test func `Modes of supervision change among themselves, and stop as they are`() async throws {
        let (gateway, working, _) = try await started()
        gateway.tell("AgentState_Ready")
        #expect(await working.until { $0.agent("291")?.state == .idle })
        let rows: [(Action, String)] = [
            (.listen, "PUT qualitycontrol/291/addsupervise/20011"),
            (.whisper, "POST qualitycontrol/291/requestswitchinsertwhisperagent?switchtype=2&whisperagentid=20011"),
            (.barge, "POST qualitycontrol/291/requestswitchinsertwhisperagent?switchtype=1&whisperagentid=20011"),
            (.superviseStop, "DELETE qualitycontrol/291/20011"),
            (.whisper, "POST qualitycontrol/291/requestwhisperagent?whisperagentid=20011"),
            (.superviseStop, "POST qualitycontrol/291/requeststopwhisperagent?whisperagentid=20011"),
            (.barge, "PUT qualitycontrol/291/addinsert/20011"),
            (.intercept, "PUT qualitycontrol/291/intercept/20011"),
        ]
        for (action, line) in rows {
            gateway.forgetAsked()
            #expect(try await working.perform(action, "20011") == .done(nil), "\(action)")
            #expect(gateway.asked.contains { $0.line == line }, "\(action): \(gateway.asked.map(\.line))")
        }
        #expect(try await working.perform(.listen, "20011") == .done(nil))
        #expect(await working.until { $0.agent("291")?.reason == "listens to 20011" })
        gateway.tell("AgentState_Busy")
        // The call is over without us.
        gateway.tell("AgentState_Ready")
        gateway.tell("AgentState_Work")
        #expect(await working.until { $0.agent("291")?.state == .wrapup && $0.agent("291")?.reason == nil })
        #expect(try await working.perform(.superviseStop) == .refused(code: nil, "nobody is being supervised"))
    }

    @Test func `An agent without the right is told so before anything is asked`() async throws {
        let gateway = try await FakeGateway.start()
        gateway.answer("GET agentgroup/291/iscensor", .result("false"))
        gateway.answer("GET agentgroup/291/ismonitor", .code("000-002"))
        let working = GatewayHarness(gateway.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        for action in [Action.listen, .whisper, .barge, .intercept, .forceIdle, .forceLogout] {
            #expect(try await working.perform(action, "20011") == .refused(code: nil, "agent 291 has no inspector right"))
        }
        #expect(try await working.perform(.hangup, "20011") == .refused(code: nil, "agent 291 has no inspector right"))
        #expect(!gateway.asked.contains { $0.path.hasPrefix("qualitycontrol") })
    }

    @Test func `Interception listens first, and goes on when the telephone is picked up`() async throws {
        let (gateway, working, _) = try await started()
        gateway.tell("AgentState_Ready")
        #expect(await working.until { $0.agent("291")?.state == .idle })
        gateway.answer(
            "PUT qualitycontrol/291/addsupervise/20011",
            .decide { [unowned gateway] in
                gateway.tell("AgentState_Busy")
                gateway.tell("AgentOther_PhoneAlerting")
                gateway.tell("AgentOther_PhoneOffhook")
                return "0"
            })
        #expect(try await working.perform(.intercept, "20011") == .done(nil))
        let lines = gateway.asked.map(\.line)
        let listened = try #require(lines.firstIndex(of: "PUT qualitycontrol/291/addsupervise/20011"))
        let taken = try #require(lines.firstIndex(of: "PUT qualitycontrol/291/intercept/20011"))
        #expect(listened < taken)
    }

    @Test func `Where the telephone is not picked up nothing is intercepted`() async throws {
        let (gateway, working, time) = try await started()
        gateway.tell("AgentState_Ready")
        #expect(await working.until { $0.agent("291")?.state == .idle })
        gateway.answer(
            "PUT qualitycontrol/291/addsupervise/20011",
            .decide {
                time.letPass { $0 == ICPSite.ringingTime }
                return "0"
            })
        guard case .unknown(let words) = try await working.perform(.intercept, "20011") else {
            Issue.record("it was not unknown")
            return
        }
        #expect(words.string.contains("was not picked up in time"))
        #expect(gateway.asked("PUT qualitycontrol/291/intercept/20011").isEmpty)
    }

    // MARK: Conferences

    @Test func `A conference is made, filled, ruled, handed over and ended, each as its event tells`() async throws {
        let (gateway, working, _) = try await started()
        func on(_ line: String, tell events: (String, String)...) {
            gateway.answer(
                line,
                .decide { [unowned gateway] in
                    for (type, content) in events { gateway.tell(type, content) }
                    return "0"
                })
        }
        func change(_ type: Int, _ number: String, reason: Int = 255, result: Int = 0) -> (String, String) {
            (
                "AgentConf_ParticipantChanged",
                #"{"result":\#(result),"changeReason":\#(reason),"changeType":\#(type),"confId":1031168,"participant":"\#(number)","participantType":9}"#
            )
        }
        on(
            "POST agentconf/291/requestagentconf", tell: ("AgentConf_SelfJoinResult", #"{"confId":1031168}"#),
            ("AgentConf_RequestSuccess", #"{"confId":1031168}"#))
        on("POST agentconf/291/batchaddparticipant", tell: change(0, "20011"), change(0, "13800000001"))
        #expect(try await working.perform(.roomCreate, "20011", "13800000001") == .done(nil, reference: "1031168"))
        #expect(
            gateway.asked("POST agentconf/291/batchaddparticipant").last?.body == [
                "addresses": [["addressType": "9", "address": "20011"], ["addressType": "6", "address": "13800000001"]]
            ])
        #expect(await working.until { $0.board.room("i", "1031168")?.members.filter { $0.state == .joined }.count == 3 })
        let room = try #require(working.board.room("i", "1031168"))
        #expect(room.moderators == ["291"])
        #expect(room.members.first { $0.id == "20011" }?.name == "Ann")

        on("POST agentconf/291/changeparticipantmode", tell: change(3, "20011"))
        #expect(try await working.perform(.roomMute, "1031168", "20011") == .done(nil))
        #expect(
            gateway.asked("POST agentconf/291/changeparticipantmode").last?.body == [
                "attribute": .number(1), "addressType": "9", "address": "20011",
            ])
        #expect(await working.until { $0.board.room("i", "1031168")?.members.first { $0.id == "20011" }?.muted == true })
        on("POST agentconf/291/changeparticipantmode", tell: change(4, "20011"))
        #expect(try await working.perform(.roomUnmute, "1031168", "20011") == .done(nil))
        #expect(gateway.asked("POST agentconf/291/changeparticipantmode").last?.body["attribute"] == .number(3))

        on("POST agentconf/291/batchremoveparticipant", tell: change(1, "13800000001", reason: 1))
        #expect(try await working.perform(.roomKick, "1031168", "13800000001") == .done(nil))
        #expect(await working.until { $0.board.room("i", "1031168")?.members.count == 2 })
        on("PUT agentconf/291/applytoshiftpresident", tell: change(2, "20011"))
        #expect(try await working.perform(.roomHandOver, "1031168", "20011") == .done(nil))
        #expect(gateway.asked("PUT agentconf/291/applytoshiftpresident").last?.query == ["destWorkNo": "20011"])
        #expect(await working.until { $0.board.room("i", "1031168")?.moderators == ["20011"] })
        on("DELETE agentconf/291/releaseagentconf", tell: change(1, "291", reason: 3))
        #expect(try await working.perform(.roomEnd, "1031168") == .done(nil))
        #expect(await working.until { $0.board.rooms.isEmpty })
    }

    @Test func `A conference that the platform refuses late is refused`() async throws {
        let (gateway, working, _) = try await started()
        gateway.answer(
            "POST agentconf/291/requestagentconf",
            .decide { [unowned gateway] in
                gateway.tell("AgentConf_RequestFailed", #"{"cause":21234}"#)
                return "0"
            })
        guard case .refused(let code, _) = try await working.perform(.roomCreate) else {
            Issue.record("it was not refused")
            return
        }
        #expect(code == "21234")
    }

    @Test func `Where no event tells there is no answer`() async throws {
        let (gateway, working, time) = try await started()
        gateway.answer(
            "POST agentconf/291/requestagentconf",
            .decide {
                time.letPass { $0 == .seconds(5) }
                return "0"
            })
        #expect(try await working.perform(.roomCreate) == .noAnswer(after: .seconds(5)))
    }

    // MARK: What is not there

    @Test func `Without an uportal there are no talking groups, and the reason is said`() async throws {
        let gateway = try await FakeGateway.start()
        var configuration = gateway.configuration()
        let without = ICPSite(configuration)
        #expect(Action.ofTalkingGroups.allSatisfy { without.unsupported[$0] == "no uportal is configured" })
        configuration.talkingGroups = .init(url: "http://127.0.0.1:9", username: "1", password: Secret("x"))
        let with = ICPSite(configuration)
        #expect(Set(with.unsupported.keys) == [.park, .unpark])
        let (outcome, _) = await without.ask(ICPRequest(service: .talkingGroups, method: "GET", path: "CDS/talkGroup/1"))
        #expect(outcome == .unsupported("no uportal is configured"))
    }

    @Test func `A raw request goes through the session, and its result comes back`() async throws {
        let (gateway, working, _) = try await started()
        gateway.answer("GET agentgroup/291/groupbyagent/20011", .result(#"{"id":1,"name":"jst"}"#))
        let (outcome, result) = await working.site.ask(ICPRequest(method: "GET", path: "agentgroup/291/groupbyagent/20011"))
        #expect(outcome == .done(nil))
        #expect(result?["name"] == "jst")
        #expect(gateway.asked.last { $0.path.hasSuffix("groupbyagent/20011") }?.guid == "t1.AgentGateway0")
    }
}
