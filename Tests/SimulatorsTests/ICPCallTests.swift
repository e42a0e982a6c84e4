import Foundation
import Testing

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct ICPCallTests {
    private let release = ["Call_Release", "Customer_Release", "PhoneRelease", "Ready"]

    /// An agent who talks to a number outside, its events fetched.
    private func calling(_ number: String = "10086") async throws -> (peer: ICPPeer, id: String) {
        let peer = try await ICPPeer.signedIn()
        let id = try #require(try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"\#(number)"}"#)["result"])
        _ = try await peer.events(after: .seconds(15))
        return (peer, id)
    }

    @Test func callingOut() async throws {
        let peer = try await ICPPeer.signedIn()
        let id = try #require(try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"10086","mediaability":"1"}"#)["result"])
        #expect(id.wholeMatch(of: /\d+-\d+/) != nil)
        #expect(try await peer.events() == ["Busy", "PhoneAlerting"])
        let events = try await peer.fullEvents(after: .seconds(15))
        #expect(events.map { $0["event.eventType"] } == ["AgentOther_PhoneOffhook", "AgentEvent_Customer_Alerting", "AgentEvent_Talking"])
        #expect(events[1]["event.content.otherPhone"] == "10086")
        #expect(events[2]["event.content.feature"] == "7" && events[2]["event.content.callid"] == id)
        #expect(try await peer.status(of: "291") == "7")
        #expect(try await peer.code("PUT", "voicecall/{A}/callout", #"{"called":"10087"}"#) == "100-007")
        try await peer.done("POST", "voicecall/{A}/seconddial/12*")
        #expect(try await peer.code("POST", "voicecall/{A}/seconddial/1x") == "000-002")
        try await peer.done("POST", "voicecall/{A}/seconddialex?number=1%232")
        try await peer.done("DELETE", "voicecall/{A}/release")
        #expect(try await peer.events() == release)
        #expect(try await peer.code("DELETE", "voicecall/{A}/release") == "200-017")
        #expect(try await peer.code("PUT", "voicecall/{A}/callout", #"{"called":"nobody"}"#) == "200-001")
        #expect(try await peer.code("PUT", "voicecall/{A}/callout", "{}") == "000-002")
    }

    @Test func aLineThatStaysOpenIsNotReleased() async throws {
        let peer = try await ICPPeer.signedIn(form: ["releasephone": "false"])
        for expected in [["Busy", "PhoneAlerting", "PhoneOffhook"], ["Busy"]] {
            try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"10086"}"#)
            #expect(try await peer.events(after: .seconds(15)) == expected + ["Customer_Alerting", "Talking"])
            try await peer.done("DELETE", "voicecall/{A}/release")
            #expect(try await peer.events() == ["Call_Release", "Customer_Release", "Ready"])
        }
    }

    @Test func callsThatComeToNothing() async throws {
        let peer = try await ICPPeer.signedIn()
        await peer.simulator.act { $0.unreachable = ["10086"] }
        try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"10086"}"#)
        let failed = ["Busy", "PhoneAlerting", "PhoneOffhook", "Customer_Alerting", "Call_Out_Fail", "PhoneRelease", "Ready"]
        // It rings as long as a telephone rings.
        #expect(try await peer.events(after: .seconds(15)) == Array(failed.prefix(4)))
        #expect(try await peer.events(after: .seconds(45)) == Array(failed.dropFirst(4)))
        await peer.simulator.act { world in try? world.sayBusy("101", reason: 0) }
        try await peer.done("PUT", "voicecall/{A}/callinner", #"{"called":"101"}"#)
        #expect(try await peer.events(after: .seconds(15)).contains("Inside_Call_Fail"))
        #expect(try await peer.code("PUT", "voicecall/{A}/callinner", #"{"called":"10086"}"#) == "200-001")
    }

    @Test func twoProgramsTalkToEachOther() async throws {
        let peer = try await ICPPeer.signedIn()
        let other = ICPPeer(beside: peer, agent: "292")
        try await other.signIn(["autoanswer": "false"])
        _ = try await other.events()
        try await peer.done("PUT", "voicecall/{A}/callinner", #"{"called":"292"}"#)
        #expect(try await peer.events(after: .seconds(2)) == ["Busy", "PhoneAlerting", "PhoneOffhook", "Customer_Alerting"])
        let rings = try await other.fullEvents()
        #expect(rings.map { $0["event.eventType"] } == ["AgentState_Busy", "AgentOther_PhoneAlerting", "AgentEvent_Ringing"])
        #expect(rings.last?["event.content.caller"] == "291" && rings.last?["event.content.feature"] == "6")
        try await other.done("PUT", "voicecall/{A}/answer")
        #expect(try await other.events() == ["PhoneOffhook", "Talking"])
        #expect(try await peer.events() == ["Talking"])
        try await other.done("DELETE", "voicecall/{A}/release")
        #expect(try await peer.events() == release)
        #expect(try await other.events() == release)
    }

    @Test func holdingAndMuting() async throws {
        let (peer, id) = try await calling()
        try await peer.done("POST", "voicecall/{A}/hold")
        #expect(try await peer.fullEvents().last?["event.content"] == id)
        #expect(try await peer.code("POST", "voicecall/{A}/hold") == "200-013")
        #expect(try await peer.ask("GET", "calldata/{A}/holdlist")["result.0.callid"] == id)
        #expect(try await peer.code("POST", "voicecall/{A}/gethold?callid=1-1") == "200-016")
        try await peer.done("POST", "voicecall/{A}/gethold?callid=\(id)")
        #expect(try await peer.events() == ["Talking"])
        #expect(try await peer.code("POST", "voicecall/{A}/endmute") == "200-008")
        try await peer.done("POST", "voicecall/{A}/beginmute")
        #expect(try await peer.code("POST", "voicecall/{A}/beginmute") == "200-004")
        #expect(try await peer.events() == [])
        try await peer.done("PUT", "calldata/{A}?calldata=fire%20at%20gate%204")
        #expect(try await peer.ask("GET", "calldata/{A}/appdata")["result"] == "fire at gate 4")
        try await peer.done("DELETE", "voicecall/{A}/release")
        #expect(try await peer.code("POST", "voicecall/{A}/beginmute") == "200-003")
        #expect(try await peer.code("PUT", "calldata/{A}?calldata=x") == "400-001")
    }

    // MARK: - Consulting

    /// Holding one, talking to agent 101.
    private func consulting(mode: Int = 1) async throws -> (peer: ICPPeer, first: String, second: String) {
        let (peer, first) = try await calling()
        let second = try #require(
            try await peer.done("POST", "voicecall/{A}/innerhelp", #"{"dstaddress":"101","devicetype":"2","mode":\#(mode)}"#)["result"])
        return (peer, first, second)
    }

    @Test func aConsultationIsTakenBack() async throws {
        let (peer, first, second) = try await consulting()
        #expect(try await peer.events(after: .seconds(8)) == ["Customer_Alerting", "Talking"])
        #expect(try await peer.ask("GET", "calldata/{A}/holdlist")["result.0.callid"] == first)
        try await peer.done("POST", "voicecall/{A}/canceltransfer")
        let back = try await peer.fullEvents()
        #expect(back.map { $0["event.content"] ?? $0["event.content.callid"] } == [second, second])
        #expect(try await peer.ask("GET", "calldata/{A}/holdlist")["result.0.callid"] == nil)
        #expect(try await peer.code("POST", "voicecall/{A}/canceltransfer") == "100-007")
        #expect(try await peer.status(of: "101") == "5")
    }

    @Test func leavingAConsultationIsATransfer() async throws {
        let (peer, first, second) = try await consulting()
        _ = try await peer.events(after: .seconds(8))
        try await peer.done("DELETE", "voicecall/{A}/release")
        #expect(try await peer.events() == ["Call_Release"] + release)
        let world = await peer.simulator.world
        #expect(world.calls[first]?.agents == ["101"] && world.calls[first]?.outside == ["10086"] && world.calls[second] == nil)
        #expect(world.agents["101"]?.calls == [first])
    }

    @Test func theHeldCallIsConnectedWithTheActive() async throws {
        let (peer, first, second) = try await consulting()
        _ = try await peer.events(after: .seconds(8))
        #expect(try await peer.code("POST", "voicecall/{A}/connecthold/\(second)") == "200-014")
        try await peer.done("POST", "voicecall/{A}/connecthold/\(first)")
        #expect(try await peer.events() == ["Call_Release"] + release)
        #expect(await peer.simulator.world.calls[first]?.agents == ["101"])
    }

    @Test func threeTalk() async throws {
        let (peer, first, second) = try await consulting()
        _ = try await peer.events(after: .seconds(8))
        #expect(try await peer.code("POST", "voicecall/{A}/confjoin", #"{"callid":"\#(second)"}"#) == "200-011")
        #expect(try await peer.done("POST", "voicecall/{A}/confjoin", #"{"callid":"\#(first)"}"#)["result"] == first)
        let event = try #require(try await peer.fullEvents().last)
        #expect(event["event.eventType"] == "AgentEvent_Conference" && event["event.content.partner"] == "10086,101")
        try await peer.done("POST", "voicecall/{A}/disconnect/101")
        #expect(await peer.simulator.world.calls[first]?.agents == ["291"])
        #expect(try await peer.code("POST", "voicecall/{A}/disconnect/101") == "200-024")
        try await peer.done("POST", "voicecall/{A}/disconnect/10086")
        #expect(try await peer.events() == release)
    }

    @Test func aConsultationOfThree() async throws {
        let (peer, first, _) = try await consulting(mode: 2)
        #expect(try await peer.events(after: .seconds(8)) == ["Customer_Alerting", "Talking", "Conference"])
        // Whoever leaves, the two others stay.
        try await peer.done("DELETE", "voicecall/{A}/release")
        #expect(await peer.simulator.world.calls[first]?.agents == ["101"])
        #expect(await peer.simulator.world.calls[first]?.outside == ["10086"])
    }

    @Test func aConsultationThatFails() async throws {
        let (peer, _) = try await calling()
        await peer.simulator.act { world in try? world.sayBusy("101", reason: 0) }
        try await peer.done("POST", "voicecall/{A}/innerhelp", #"{"dstaddress":"101"}"#)
        // That the first call is back no event promises.
        #expect(try await peer.events(after: .seconds(1)) == ["Consult_Fail"])
        #expect(try await peer.ask("GET", "calldata/{A}/holdlist")["result.0.callid"] == nil)
    }

    // MARK: - Transfers

    @Test(arguments: [
        (#"{"devicetype":1,"address":"2","mode":0}"#, "queued or ringing"), (#"{"devicetype":"2","address":"101","mode":"0"}"#, "101"),
        (#"{"devicetype":3,"address":"60000","mode":0}"#, "flow"), (#"{"devicetype":4,"address":"70093","mode":0}"#, "queued or ringing"),
    ])
    func passingACallOnAtOnce(_ body: String, _ place: String) async throws {
        let (peer, id) = try await calling()
        try await peer.done("POST", "voicecall/{A}/transfer", body)
        #expect(try await peer.events() == release)
        let call = try #require(await peer.simulator.world.calls[id])
        switch place {
        case "101": #expect(call.ringing == "101")
        case "flow": #expect(call.phase == .flow(1))
        default: #expect([.queued, .ringing].contains(call.phase) && call.skill == 2)
        }
        #expect(call.outside == ["10086"] && call.agents.isEmpty)
    }

    @Test func passingOnWhenItIsAnswered() async throws {
        let (peer, id) = try await calling()
        try await peer.done("POST", "voicecall/{A}/transfer", #"{"devicetype":2,"address":"101","mode":2}"#)
        let done = try await peer.fullEvents(after: .seconds(8))
        #expect(done.first?["event.eventType"] == "AgentEvent_SuccTransResult" && done.first?["event.content.result"] == "#0")
        #expect(done.dropFirst().map { $0["event.eventType"]?.split(separator: "_").dropFirst().joined(separator: "_") } == release)
        #expect(await peer.simulator.world.calls[id]?.agents == ["101"])
    }

    @Test func passingOnToWhoDoesNotAnswer() async throws {
        let (peer, id) = try await calling()
        await peer.simulator.act { $0.unreachable = ["10010"] }
        #expect(try await peer.code("POST", "voicecall/{A}/transfer", #"{"devicetype":5,"address":"10010","mode":1}"#) == "100-007")
        try await peer.done("POST", "voicecall/{A}/transfer", #"{"devicetype":5,"address":"10010","mode":2}"#)
        let failed = try await peer.fullEvents(after: .seconds(50))
        #expect(failed.map { $0["event.eventType"] } == ["AgentEvent_TransOutResult"])
        #expect(failed.first?["event.content.result"] == "#1")
        try await peer.done("POST", "voicecall/{A}/transfer", #"{"devicetype":5,"address":"10011","mode":2}"#)
        #expect(try await peer.events(after: .seconds(10)) == ["TransOutResult"] + release)
        #expect(await peer.simulator.world.calls[id]?.outside == ["10086", "10011"])
    }

    @Test func aCallerHearsAFlowAndComesBack() async throws {
        let (peer, id) = try await calling()
        try await peer.done("POST", "voicecall/{A}/transfer", #"{"devicetype":3,"address":"60001","mode":1}"#)
        #expect(try await peer.events() == [])
        #expect(await peer.simulator.world.calls[id]?.phase == .flow(2))
        #expect(try await peer.events(after: .seconds(13)) == ["Talking"])
        #expect(try await peer.code("POST", "voicecall/{A}/transfer", #"{"devicetype":6,"address":"1","mode":0}"#) == "000-002")
        #expect(try await peer.code("POST", "voicecall/{A}/transfer", #"{"devicetype":2,"address":"101","mode":3}"#) == "000-002")
    }

    @Test func aColleaguesRingingCallIsPickedUp() async throws {
        let peer = try await ICPPeer.signedIn()
        // 103 is of the same group, 101 is not.
        let id = await peer.simulator.act { $0.begin(fromOutside: "13800138000", to: "103") }
        #expect(try await peer.code("PUT", "voicecall/{A}/snatchpickup?destWorkNo=101") == "100-007")
        try await peer.done("PUT", "voicecall/{A}/snatchpickup?destWorkNo=103")
        #expect(try await peer.events() == ["PhoneAlerting", "PhoneOffhook", "Talking", "Record"])
        #expect(try await peer.ask("GET", "calldata/{A}/allcallid")["result.0"] == id)
        #expect(try await peer.status(of: "103") == "4")
    }
}
