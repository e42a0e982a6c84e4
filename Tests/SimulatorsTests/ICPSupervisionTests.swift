import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct ICPSupervisionTests {
    private let listening = ["Busy", "PhoneAlerting", "PhoneOffhook"]

    @Test func whoMayInspectWhom() async throws {
        let peer = try await ICPPeer.signedIn()
        let trainee = ICPPeer(beside: peer, agent: "292")
        try await trainee.signIn()
        #expect(try await peer.code("PUT", "qualitycontrol/{A}/addsupervise/101") == "900-005")
        _ = try await peer.converse("101")
        #expect(try await trainee.code("PUT", "qualitycontrol/{A}/addsupervise/101") == "900-002")
        #expect(try await peer.code("PUT", "qualitycontrol/{A}/addsupervise/291") == "000-005")
        #expect(try await peer.code("PUT", "qualitycontrol/{A}/addsupervise/555") == "900-004")
        try await peer.done("POST", "onlineagent/{A}/saybusy?reason=200")
        #expect(try await peer.code("PUT", "qualitycontrol/{A}/addsupervise/101") == "900-005")
        try await peer.done("POST", "onlineagent/{A}/sayfree")
        #expect(try await peer.code("PUT", "qualitycontrol/{A}/intercept/101") == "900-005")
        try await peer.done("PUT", "qualitycontrol/{A}/addsupervise/101")
        #expect(try await peer.code("PUT", "qualitycontrol/{A}/addinsert/101") == "900-005")
        #expect(try await trainee.ask("GET", "agentgroup/{A}/iscensor")["result"] == "#0")
    }

    @Test func listeningWhisperingTalkingAndBack() async throws {
        let peer = try await ICPPeer.signedIn()
        let target = ICPPeer(beside: peer, agent: "292")
        try await target.signIn()
        await peer.simulator.act { _ = $0.begin(fromOutside: "13800138000", to: "292") }
        _ = try await target.events(after: .seconds(2))
        try await peer.done("PUT", "qualitycontrol/{A}/addsupervise/292")
        #expect(try await peer.events().suffix(3) == listening[...])
        let start = try #require(try await target.fullEvents().last)
        #expect(start["event.eventType"] == "AgentOther_BeQcStart" && start["event.content.qcType"] == "#8")
        #expect(start["event.content.qcAgentId"] == "#291")
        #expect(try await peer.status(of: "291") == "7")
        let ways = [
            ("switch/292", "#9"), ("switch/292", "#8"), ("requestswitchinsertwhisperagent?whisperagentid=292&switchtype=2", "#20172"),
        ]
        for (path, type) in ways {
            try await peer.done("POST", "qualitycontrol/{A}/\(path)")
            #expect(try await target.fullEvents().last?["event.content.qcType"] == type)
        }
        // Whispering has an end of its own.
        #expect(try await peer.code("DELETE", "qualitycontrol/{A}/292") == "900-005")
        #expect(try await peer.code("POST", "qualitycontrol/{A}/switch/292") == "900-005")
        try await peer.done("POST", "qualitycontrol/{A}/requeststopwhisperagent?whisperagentid=292")
        #expect(try await peer.events() == ["PhoneRelease", "Ready"])
        #expect(try await target.events() == ["BeQcStop"])
        #expect(try await peer.code("DELETE", "qualitycontrol/{A}/292") == "900-005")
        try await peer.done("POST", "qualitycontrol/{A}/requestwhisperagent?whisperagentid=292")
        #expect(try await peer.events() == listening)
        // With the call ends what was heard of it.
        try await target.done("DELETE", "voicecall/{A}/release")
        #expect(try await peer.events() == ["PhoneRelease", "Ready"])
    }

    @Test func talkingToAnAgentWithoutACall() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("PUT", "qualitycontrol/{A}/addinsert/101")
        #expect(try await peer.events() == listening)
        try await peer.done("DELETE", "qualitycontrol/{A}/101")
        #expect(try await peer.events() == ["PhoneRelease", "Ready"])
    }

    @Test func aCallIsTakenFromTheOneWhoHasIt() async throws {
        let peer = try await ICPPeer.signedIn()
        let target = ICPPeer(beside: peer, agent: "292")
        try await target.signIn()
        let begun = await peer.simulator.act { $0.begin(fromOutside: "13800138000", to: "292") }
        let id = try #require(begun)
        _ = try await target.events(after: .seconds(2))
        try await peer.done("PUT", "qualitycontrol/{A}/addsupervise/292")
        _ = try await peer.events()
        _ = try await target.events()
        #expect(try await peer.code("PUT", "qualitycontrol/{A}/intercept/292/1-1") == "900-005")
        try await peer.done("PUT", "qualitycontrol/{A}/intercept/292")
        #expect(try await target.events() == ["Ready", "PhoneRelease", "Call_Release", "Customer_Release"])
        #expect(try await peer.events() == ["Talking"])
        #expect(try await peer.ask("GET", "calldata/{A}/callinfo")["result.callid"] == id)
        try await peer.done("DELETE", "voicecall/{A}/release")
        #expect(try await peer.events().last == "Ready")
    }

    @Test func forcingOthers() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("POST", "qualitycontrol/{A}/forcebusy/101")
        #expect(try await peer.status(of: "101") == "3")
        #expect(try await peer.code("POST", "qualitycontrol/{A}/forcebusy/101") == "900-005")
        try await peer.done("POST", "qualitycontrol/{A}/forceidle/101")
        #expect(try await peer.status(of: "101") == "4")
        #expect(try await peer.code("POST", "qualitycontrol/{A}/forceidle/101") == "900-005")
        try await peer.done("POST", "qualitycontrol/{A}/forcerest/101/60/2")
        #expect(try await peer.status(of: "101") == "8")
        let id = try await peer.converse("102")
        #expect(try await peer.code("POST", "qualitycontrol/{A}/forcedropcall/1-1") == "200-025")
        try await peer.done("POST", "qualitycontrol/{A}/forcedropcall/\(id)")
        #expect(await peer.simulator.world.calls.isEmpty)
        let target = ICPPeer(beside: peer, agent: "292")
        try await target.signIn()
        _ = try await target.events()
        try await peer.done("POST", "qualitycontrol/{A}/forcelogout/292")
        #expect(try await target.ask("GET", "agentevent/{A}")["event.eventType"] == "AgentOther_ShutdownService")
        #expect(try await target.code("GET", "agentevent/{A}") == "100-006")
        try await peer.done("POST", "qualitycontrol/{A}/adjustskill", #"{"workNo":"104","skills":[]}"#)
        #expect(try await peer.ask("GET", "queuedevice/{A}/agentskill/104")["result.0.id"] == nil)
    }

    // MARK: - Conferences

    @Test func aConferenceFromBeginningToEnd() async throws {
        let peer = try await ICPPeer.signedIn()
        #expect(
            try await peer.code("POST", "agentconf/{A}/batchaddparticipant", #"{"addresses":[{"addressType":"6","address":"1"}]}"#)
                == "101-001")
        try await peer.done("POST", "agentconf/{A}/requestagentconf", #"{"memberNum":5,"time":30}"#)
        #expect(try await peer.events() == [])
        let begun = try await peer.fullEvents(after: .seconds(1))
        #expect(
            begun.map { $0["event.eventType"] } == [
                "AgentOther_PhoneAlerting", "AgentOther_PhoneOffhook", "AgentConf_SelfJoinResult",
                "AgentConf_RequestSuccess",
            ])
        let id = try #require(begun.last?["event.content.confId"]?.dropFirst())
        #expect(try await peer.code("POST", "agentconf/{A}/requestagentconf", "{}") == "101-003")
        await peer.simulator.act { $0.unreachable = ["10010"] }
        try await peer.done(
            "POST", "agentconf/{A}/batchaddparticipant",
            #"{"addresses":[{"addressType":"6","address":"10086"},{"addressType":9,"address":"101"},{"addressType":6,"address":"10010"}]}"#)
        let joined = try await peer.fullEvents(after: .seconds(7)) + peer.fullEvents(after: .seconds(40))
        #expect(joined.allSatisfy { $0["event.eventType"] == "AgentConf_ParticipantChanged" && $0["event.content.changeType"] == "#0" })
        let results = Dictionary(
            uniqueKeysWithValues: joined.map { ($0["event.content.participant"] ?? "", $0["event.content.result"] ?? "") })
        #expect(results == ["10086": "#0", "101": "#0", "10010": "#1"])
        #expect(
            try await peer.code("POST", "agentconf/{A}/batchaddparticipant", #"{"addresses":[{"addressType":"7","address":"1"}]}"#)
                == "000-002")
        let info = try await peer.ask("POST", "agentconf/{A}/queryconfinfos", #"{"confIds":["\#(id)"]}"#)
        #expect(
            info["result.0.confId"] == "#\(id)" && info["result.0.confState"] == "#0" && info["result.0.participants.2.participant"] != nil)
        for (attribute, change) in [(1, "#3"), (3, "#4")] {
            try await peer.done(
                "POST", "agentconf/{A}/changeparticipantmode", #"{"attribute":\#(attribute),"addressType":"6","address":"10086"}"#)
            #expect(try await peer.fullEvents().last?["event.content.changeType"] == change)
        }
        try await peer.done("POST", "agentconf/{A}/holdparticipant", #"{"addressType":"6","address":"10086"}"#)
        #expect(try await peer.fullEvents().last?["event.content.changeType"] == "#5")
        try await peer.done("POST", "agentconf/{A}/batchremoveparticipant", #"{"addresses":[{"addressType":"6","address":"10086"}]}"#)
        let removed = try #require(try await peer.fullEvents().last)
        #expect(removed["event.content.changeType"] == "#1" && removed["event.content.changeReason"] == "#1")
        #expect(try await peer.code("DELETE", "agentconf/{A}/requestleaveagentconf") == "101-007")
        #expect(try await peer.code("PUT", "agentconf/{A}/applytoshiftpresident?destWorkNo=291") == "101-005")
        try await peer.done("PUT", "agentconf/{A}/applytoshiftpresident?destWorkNo=101")
        #expect(
            try await peer.fullEvents().map { $0["event.eventType"] } == ["AgentConf_ParticipantChanged", "AgentConf_PresidentChanged"])
        #expect(try await peer.code("DELETE", "agentconf/{A}/releaseagentconf") == "101-002")
        try await peer.done("DELETE", "agentconf/{A}/requestleaveagentconf")
        #expect(try await peer.events() == ["AgentConf_SelfLeaveResult", "PhoneRelease", "Ready"])
    }

    @Test func anInvitedProgramSaysYesOrNo() async throws {
        let peer = try await ICPPeer.signedIn()
        let other = ICPPeer(beside: peer, agent: "292")
        try await other.signIn()
        _ = try await other.events()
        try await peer.done("POST", "agentconf/{A}/requestagentconf", #"{"memberNum":5}"#)
        _ = try await peer.events(after: .seconds(1))
        for (method, path, result) in [("DELETE", "rejectagentconf", "#1"), ("PUT", "answeragentconf", "#0")] {
            try await peer.done("POST", "agentconf/{A}/batchaddparticipant", #"{"addresses":[{"addressType":9,"address":"292"}]}"#)
            #expect(try await other.events().last == "AgentConf_Ringing")
            try await other.done(method, "agentconf/{A}/\(path)")
            #expect(try await peer.fullEvents().last?["event.content.result"] == result)
        }
        #expect(try await other.events().last == "AgentConf_SelfJoinResult")
        try await peer.done("DELETE", "agentconf/{A}/releaseagentconf")
        #expect(try await other.events() == ["AgentConf_SelfLeaveResult", "PhoneRelease", "Ready"])
        #expect(await peer.simulator.world.conferences.isEmpty)
    }

    @Test func whoTalksComesAlongAndTimeRunsOut() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"10086"}"#)
        _ = try await peer.events(after: .seconds(12))
        try await peer.done("POST", "agentconf/{A}/requestagentconf", #"{"memberNum":5,"time":2,"promptTime":1}"#)
        #expect(
            try await peer.events(after: .seconds(1)) == [
                "AgentConf_SelfJoinResult", "AgentConf_RequestSuccess", "AgentConf_ParticipantChanged",
            ])
        #expect(try await peer.events(after: .seconds(60)) == ["AgentConf_Timeout"])
        #expect(
            try await peer.events(after: .seconds(60))
                == ["AgentConf_Timeout", "AgentConf_ParticipantChanged", "AgentConf_SelfLeaveResult", "PhoneRelease", "Ready"])
    }
}
