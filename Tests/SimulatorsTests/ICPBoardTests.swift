import Foundation
import Testing

@testable import Simulators

/// What shows agents, queues and calls, and the life that they show.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ICPBoardTests {
    @Test func agentsAreListedWithNumbersAsText() async throws {
        let peer = try await ICPPeer.signedIn()
        let body = try await peer.send("GET", "agentgroup/{A}/allagentstatus").body
        #expect(
            body.contains(
                #"{"workno":"291","name":"值班长 Chief","status":"4","ctiStatus":"1","groupid":1,"groupname":"jst","#
                    + #""skilllist":[],"mediatype":"TTF","vdnid":1,"phonenumber":"40038","currentstatetime":0,"#
                    + #""logindate":1471585149000,"callids":[],"inMultimediaConf":0,"currentStateReason":0}"#))
        let list = try await peer.ask("GET", "agentgroup/{A}/allagentstatus")
        #expect(list["result.11.workno"] == "110" && list["result.12.workno"] == nil)
        #expect(try await peer.status(of: "292") == "2")
        #expect(try await peer.status(of: "101") == "4")
        let here = try await peer.ask("GET", "agentgroup/{A}/onlineagentonvdn")
        #expect(!here.values.contains("292") && here["result.10.workno"] == "110")
        #expect(try await peer.ask("GET", "agentgroup/{A}/agentbyworkno/101")["result.workno"] == "101")
        #expect(try await peer.code("GET", "agentgroup/{A}/agentbyworkno/555") == "300-002")
        let group = try await peer.ask("GET", "agentgroup/{A}/groupbyagent/292")
        #expect(group["result.name"] == "急救调度" && group["result.monitorno"] == "291")
        #expect(try await peer.ask("GET", "agentgroup/{A}/iscensor")["result"] == "#1")
        #expect(try await peer.ask("GET", "agentgroup/{A}/restreason")["result.0.restReason"] == "午餐 Lunch")
    }

    @Test func anAgentsOwnStates() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("POST", "onlineagent/{A}/saybusy?reason=203")
        #expect(try await peer.code("POST", "onlineagent/{A}/saybusy") == "100-009")
        #expect(try await peer.code("POST", "onlineagent/{A}/saybusy?reason=3") == "000-002")
        #expect(try await peer.ask("GET", "onlineagent/{A}/agentstatus")["result.agentState"] == "#3")
        #expect(try await peer.ask("GET", "agentgroup/{A}/queryagentstatus")["result.currentStateReason"] == "#203")
        try await peer.done("POST", "onlineagent/{A}/cancelbusy")
        #expect(try await peer.code("POST", "onlineagent/{A}/cancelbusy") == "100-009")
        try await peer.done("POST", "onlineagent/{A}/rest/60/2")
        #expect(try await peer.code("POST", "onlineagent/{A}/sayfree") == "100-009")
        #expect(try await peer.status(of: "291") == "8")
        #expect(
            try await peer.events() == ["SetNotReady_Success", "CancelNotReady_Success", "Ready", "SetRest_Success"])
        // Time over, and still resting.
        #expect(try await peer.events(after: .seconds(60)) == ["Rest_Timeout"])
        #expect(try await peer.status(of: "291") == "8")
        try await peer.done("POST", "onlineagent/{A}/cancelrest")
        try await peer.done("POST", "onlineagent/{A}/work")
        #expect(try await peer.status(of: "291") == "5")
        for path in ["sayfree", "saybusy?reason=200", "rest/60/1"] {
            #expect(try await peer.code("POST", "onlineagent/{A}/\(path)") == "100-009")
        }
        try await peer.done("POST", "onlineagent/{A}/cancelwork")
        #expect(try await peer.events() == ["CancelRest_Success", "Ready", "SetWork_Success", "CancelWork_Success", "Ready"])
        #expect(try await peer.code("POST", "onlineagent/{A}/rest/0/2") == "000-002")
    }

    @Test func skillsBringCallsAndWithoutThemThereAreNone() async throws {
        let peer = try await ICPPeer.signedIn(form: ["autoanswer": "false"])
        // Nobody else is there for the first skill.
        await peer.simulator.act { world in
            for number in world.workNumbers.dropFirst(2) { world.setPresence(number, false) }
            world.begin(fromOutside: "13800138000", to: "70092")
        }
        #expect(try await peer.events(after: .seconds(5)) == [])
        let queue = try await peer.done("POST", "queuedevice/{A}/queryacdstat", #"{"skills":["1",2]}"#)
        #expect(queue["result.0.deviceNo"] == "1" && queue["result.0.queueSize"] == "1" && queue["result.0.queueTime"] == "5")
        #expect(queue["result.0.loggedOnAgents"] == "0" && queue["result.1.queueSize"] == "0")
        #expect(try await peer.ask("GET", "queuedevice/{A}/skillwaitnum/1")["result"] == "#1")
        #expect(try await peer.ask("GET", "queuedevice/{A}/waitnumbyagent")["result"] == "#0")
        try await peer.done("POST", "onlineagent/{A}/resetskill/false?skillid=2;9")
        #expect(try await peer.events() == [])
        try await peer.done("POST", "onlineagent/{A}/resetskill/true")
        #expect(try await peer.ask("GET", "queuedevice/{A}/agentskill/291")["result.2.id"] == "#3")
        #expect(try await peer.events() == ["Busy", "PhoneAlerting", "Incoming_CallInfo", "Ringing"])
        #expect(try await peer.ask("GET", "calldata/{A}/callinfobeforeanswer")["result.caller"] == "13800138000")
        try await peer.done("PUT", "voicecall/{A}/answer")
        #expect(try await peer.events() == ["PhoneOffhook", "Talking", "Record"])
        #expect(try await peer.code("PUT", "voicecall/{A}/answer") == "200-002")
        let call = try await peer.ask("GET", "calldata/{A}/callinfo")
        #expect(call["result.callskill"] == "voice" && call["result.orgicallednum"] == "70092" && call["result.callfeature"] == "0")
        try await peer.done("POST", "onlineagent/{A}/autoenteridle/false")
        try await peer.done("DELETE", "voicecall/{A}/release")
        #expect(
            try await peer.events()
                == ["StopRecordDone", "Call_Release", "Customer_Release", "PhoneRelease", "Work"])
        #expect(try await peer.status(of: "291") == "5")
        #expect(try await peer.ask("GET", "calldata/{A}/callinfo?isNoContainLastCall=true")["result.callid"] == nil)
        #expect(try await peer.ask("GET", "calldata/{A}/callinfo")["result.caller"] == "13800138000")
    }

    @Test func whoDoesNotAnswerIsBusyAndTheCallWaitsAgain() async throws {
        let peer = try await ICPPeer.signedIn(form: ["autoanswer": "false"], skills: true)
        await peer.simulator.act { world in
            for number in world.workNumbers.dropFirst(2) { world.setPresence(number, false) }
            world.begin(fromOutside: "13800138000", to: "70092")
        }
        #expect(try await peer.events(after: .seconds(1)) == ["Busy", "PhoneAlerting", "Incoming_CallInfo", "Ringing"])
        #expect(try await peer.events(after: .seconds(20)) == ["No_Answer", "PhoneRelease", "SetNotReady_Success"])
        #expect(try await peer.ask("GET", "agentgroup/{A}/queryagentstatus")["result.currentStateReason"] == "#2")
        try await peer.done("POST", "onlineagent/{A}/sayfree")
        let again = try await peer.fullEvents(after: .seconds(1))
        #expect(again.contains { $0["event.content.releaseAndReQueueCount"] == "#1" && $0["event.content.lastReleaseAgentId"] == "#291" })
    }

    @Test func theGatewayAnswersForTheAgent() async throws {
        let peer = try await ICPPeer.signedIn(skills: true)
        await peer.simulator.act { world in
            for number in world.workNumbers.dropFirst(2) { world.setPresence(number, false) }
            world.begin(fromOutside: "13800138000", to: "70092")
        }
        #expect(
            try await peer.events(after: .seconds(2))
                == ["Busy", "PhoneAlerting", "Incoming_CallInfo", "Auto_Answer", "PhoneOffhook", "Talking", "Record"])
        // The caller hangs up in the end.
        var rest = try await peer.events(after: .seconds(90))
        rest += try await peer.events(after: .seconds(90))
        #expect(rest == ["StopRecordDone", "Call_Release", "Customer_Release", "PhoneRelease", "Ready"])
        #expect(try await peer.status(of: "291") == "4")
    }

    @Test func waitingCallsAreListedAndTaken() async throws {
        let peer = try await ICPPeer.signedIn(form: ["status": "3"])
        await peer.simulator.act { world in
            for number in world.workNumbers.dropFirst(2) { world.setPresence(number, false) }
            for caller in ["10001", "10002", "10003"] { world.begin(fromOutside: caller, to: "70092") }
        }
        let list = try await peer.done("GET", "calldata/{A}/waitcallinfo/1")
        #expect((0...2).map { list["result.\($0).caller"] } == ["10001", "10002", "10003"])
        let second = try #require(list["result.1.callid"])
        #expect(try await peer.code("POST", "voicecall/{A}/requestcall/\(second)/0?skillid=2") == "100-007")
        try await peer.done("POST", "voicecall/{A}/requestcall/\(second)/0?skillid=1")
        #expect(try await peer.events() == ["PhoneAlerting", "PhoneOffhook", "Talking", "Record"])
        #expect(try await peer.ask("GET", "calldata/{A}/callinfo")["result.caller"] == "10002")
        #expect(try await peer.code("POST", "voicecall/{A}/requestcall/\(list["result.0.callid"] ?? "")/0") == "100-007")
        try await peer.done("DELETE", "voicecall/{A}/release")
        // Busy before, busy again.
        #expect(try await peer.events().last == "SetNotReady_Success")
        #expect(try await peer.ask("GET", "calldata/{A}/waitcallinfo/1")["result.1.caller"] == "10003")
    }

    @Test func whoIsIdleAndAsksForTheListIsGivenACall() async throws {
        let peer = try await ICPPeer.signedIn()
        await peer.simulator.act { world in
            for number in world.workNumbers.dropFirst(2) { world.setPresence(number, false) }
            world.begin(fromOutside: "10001", to: "70092")
        }
        try await peer.done("GET", "calldata/{A}/waitcallinfo/1")
        #expect(try await peer.events(after: .seconds(2)).contains("Talking"))
        #expect(try await peer.ask("GET", "queuedevice/{A}/skillwaitnum/1")["result"] == "#0")
    }

    @Test func monitoredAgentsTellWhatTheyDo() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("POST", "qualitycontrol/{A}/beginmonitor?agents=101;102")
        _ = try await peer.converse("101")
        await peer.simulator.act { world in try? world.sayBusy("102", reason: 200) }
        await peer.simulator.act { world in try? world.sayBusy("103", reason: 200) }
        let events = try await peer.fullEvents()
        #expect(events.allSatisfy { $0["event.eventType"] == "QC_AgentState_Notify" })
        #expect(
            events.map {
                ($0["event.content.monitoredagent"] ?? "") + ($0["event.content.subtype"] ?? "").replacing("QC_AgentState_", with: " ")
            }
                == ["101 WaitAlerting", "101 WaitAnswer", "101 Active", "101 RecordBegin", "102 Busy"])
        try await peer.done("POST", "qualitycontrol/{A}/endmonitor?agents=101;102")
        await peer.simulator.act { world in try? world.sayFree("102") }
        #expect(try await peer.events() == [])
        #expect(try await peer.code("POST", "qualitycontrol/{A}/beginmonitor?agents=101;555") == "900-004")
    }
}
