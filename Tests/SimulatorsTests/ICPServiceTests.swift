import Foundation
import Testing

@testable import Simulators

/// Notes, playback, lists of numbers, chat; and what goes wrong on purpose.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ICPServiceTests {
    @Test func notesReachAnotherDesk() async throws {
        let peer = try await ICPPeer.signedIn()
        let other = ICPPeer(beside: peer, agent: "292")
        #expect(try await peer.code("POST", "onlineagent/{A}/sendnoteletex", #"{"agentIds":[292],"content":"x"}"#) == "100-007")
        try await other.signIn()
        _ = try await other.events()
        try await peer.done("POST", "onlineagent/{A}/sendnoteletex", #"{"agentIds":[292,"101"],"content":"三号门 Gate 3"}"#)
        try await peer.done("POST", "onlineagent/{A}/notifybulletin", #"{"targettype":1,"targetname":"急救调度","bulletindata":"雨 Rain"}"#)
        let notes = try await other.fullEvents()
        #expect(notes.map { $0["event.content.context"] } == ["三号门 Gate 3", "雨 Rain"])
        #expect(notes[0]["event.content.sender"] == "291" && notes[0]["event.content.timestring"] == "2016-08-19 05:39:09")
        let long = String(repeating: "长", count: 342)
        #expect(try await peer.code("POST", "onlineagent/{A}/sendnoteletex", #"{"agentIds":[292],"content":"\#(long)"}"#) == "100-001")
    }

    @Test func aRecordingIsPlayed() async throws {
        let peer = try await ICPPeer.signedIn()
        let id = try await peer.converse("101")
        await peer.simulator.advance(by: .seconds(10))
        await peer.simulator.act { $0.finish(id) }
        let found = try await peer.ask("GET", "recordplay/{A}/recordfile?workno=101&startposition=0&endposition=9")
        let file = try #require(found["result.0.fileName"])
        #expect(file.wholeMatch(of: /Y:\/1\/0\/20160819\/101\/\d+\.V3/) != nil)
        #expect(
            try await peer.ask("GET", "recordplay/{A}/recordfilefromrecordid?recordid=\(found["result.0.recordID"] ?? "")")["result.callId"]
                == id)
        #expect(try await peer.code("DELETE", "recordplay/{A}/stopplay") == "500-009")
        try await peer.done("PUT", "recordplay/{A}/play", #"{"voicepath":"\#(file)","startpostion":4,"times":1}"#)
        #expect(try await peer.events() == ["Busy", "PhoneAlerting", "PhoneOffhook", "Play_Succ", "Play"])
        #expect(try await peer.code("PUT", "recordplay/{A}/play", #"{"voicepath":"x"}"#) == "500-007")
        try await peer.done("POST", "recordplay/{A}/pauseplay")
        try await peer.done("POST", "recordplay/{A}/resumeplay")
        try await peer.done("POST", "recordplay/{A}/backfast/2")
        try await peer.done("DELETE", "recordplay/{A}/stopplay")
        #expect(
            try await peer.events()
                == ["PausePlayDone", "ResumePlayDone", "JumpPlayDone", "PhoneRelease", "Ready", "StopPlayDone"])
        try await peer.done("PUT", "recordplay/{A}/play", #"{"voicepath":"Y:/no/such.V3"}"#)
        #expect(try await peer.events().contains("Play_Fail"))
        try await peer.done("PUT", "recordplay/{A}/play", #"{"voicepath":"\#(file)"}"#)
        #expect(try await peer.events(after: .seconds(11)).last == "StopPlayDone")
    }

    @Test func aRecordingIsFetchedWithoutASession() async throws {
        let peer = try await ICPPeer.signedIn()
        for number in ["101", "102"] {
            let id = try await peer.converse(number)
            await peer.simulator.act { $0.finish(id) }
        }
        let found = try await peer.ask("GET", "recordplay/{A}/recordfile?startposition=0&endposition=9")
        let (last, first) = (try #require(found["result.0.fileName"]), try #require(found["result.1.fileName"]))
        let id = try #require(found["result.0.recordID"])
        #expect(try await peer.ask("GET", "qualitycontrol/{A}/localrecordpath?format=1&recordId=\(id)")["result"] == last)
        let end = "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        for (page, files) in [("recordfileurl", last), ("recordzipfileurl", last), ("batchrecordzipfileurl", "\(first);\(last)")] {
            let address = try #require(try await peer.ask("GET", "recordplay/{A}/\(page)?filepath=\(files)")["result"])
            let file = try await RawHTTP.exchange(port: peer.port, "GET \(address) HTTP/1.1" + end)
            #expect(file.status == 200 && files.split(separator: ";").allSatisfy { file.body.contains($0) }, "\(page)")
        }
        #expect(try await peer.code("GET", "recordplay/{A}/recordfileurl?filepath=Y:/no/such.V3") == "104-005")
        let stranger = try await RawHTTP.exchange(port: peer.port, "GET /recordings/1 HTTP/1.1" + end)
        #expect(stranger.status == 404)
    }

    @Test func thePlatformIsAskedWithoutNamingAnAgent() async throws {
        let peer = try await ICPPeer.signedIn()
        #expect(try await peer.ask("GET", "querymonitor/systemversion")["result"] == "AgentGateway V100R006")
        #expect(try await peer.ask("GET", "querymonitor/agentclusterinfo/101")["result.workno"] == "101")
        #expect(try await peer.ask("GET", "querymonitor/skillstatisticinfo/2")["result.deviceNo"] == "2")
        peer.token = "nobody's"
        #expect(try await peer.code("GET", "querymonitor/systemversion") == "100-006")
    }

    @Test func aCallIsRecorded() async throws {
        let peer = try await ICPPeer.signedIn()
        #expect(try await peer.code("PUT", "recordplay/{A}/record", "{}") == "500-008")
        try await peer.done("PUT", "voicecall/{A}/callout", #"{"called":"10086"}"#)
        _ = try await peer.events(after: .seconds(12))
        try await peer.done("PUT", "recordplay/{A}/record", #"{"mediaType":5}"#)
        try await peer.done("POST", "recordplay/{A}/pauserecord")
        #expect(try await peer.code("POST", "recordplay/{A}/pauserecord") == "500-004")
        try await peer.done("DELETE", "recordplay/{A}/stoprecord")
        let events = try await peer.fullEvents()
        #expect(events.map { $0["event.eventType"] } == ["AgentMediaEvent_Record", "AgentMediaEvent_StopRecordDone"])
        #expect(events[0]["event.content.taskId"] == events[1]["event.content.taskId"])
    }

    @Test func blackAndRedLists() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("POST", "eccconfig/{A}/blacklist", #"{"phoneNumber":"13800138000","lockTime":3600,"fiterMode":1}"#)
        try await peer.done("POST", "eccconfig/{A}/redlist", #"{"phoneNumber":"10086","custLevel":2}"#)
        let black = try await peer.ask("GET", "eccconfig/{A}/allblacklist?isContainInvalid=false")
        #expect(
            black["result.0.phoneNumber"] == "13800138000" && black["result.0.fiterMode"] == "#1" && black["result.1.phoneNumber"] == nil)
        #expect(try await peer.ask("GET", "eccconfig/{A}/allredlist")["result.0.custLevel"] == "#2")
        #expect(await peer.simulator.act { $0.begin(fromOutside: "13800138000", to: "70092") } == nil)
        try await peer.done("DELETE", "eccconfig/{A}/blacklist?phoneNumber=13800138000")
        #expect(try await peer.code("DELETE", "eccconfig/{A}/blacklist?phoneNumber=13800138000") == "100-007")
        #expect(await peer.simulator.act { $0.begin(fromOutside: "13800138000", to: "70092") } != nil)
    }

    @Test func chatting() async throws {
        let peer = try await ICPPeer.signedIn()
        let id = try #require(try await peer.done("PUT", "textchat/{A}/internalcall/101")["result"])
        #expect(try await peer.code("PUT", "textchat/{A}/chatmessage", #"{"callId":"\#(id)","content":"?"}"#) == "900-005")
        #expect(try await peer.events(after: .seconds(2)) == ["AgentChat_Connected"])
        try await peer.done("PUT", "textchat/{A}/chatmessage", #"{"callId":"\#(id)","content":"在吗"}"#)
        let reply = try #require(try await peer.fullEvents(after: .seconds(3)).last)
        #expect(reply["event.eventType"] == "AgentChat_DataRecved" && reply["event.content.sender"] == "101")
        #expect(try await peer.code("PUT", "textchat/{A}/chatmessage", #"{"callId":"\#(id)","content":""}"#) == "106-002")
        try await peer.done("DELETE", "textchat/{A}/drop/\(id)")
        #expect(try await peer.events() == ["AgentChat_Disconnected"])
        #expect(try await peer.code("DELETE", "textchat/{A}/drop/\(id)") == "200-025")
    }

    // MARK: - Faults

    @Test func errorsPagesAndBrokenAnswers() async throws {
        let peer = try await ICPPeer.signedIn()
        await peer.simulator.set(HTTPFaults(.status(500), times: 1))
        #expect(try await peer.send("GET", "onlineagent/{A}/agentstatus").status == 500)
        #expect(try await peer.send("GET", "onlineagent/{A}/agentstatus").status == 200)
        await peer.simulator.set(HTTPFaults(.page))
        let page = try await peer.send("GET", "onlineagent/{A}/agentstatus")
        #expect(page.status == 200 && page.body.hasPrefix("<html>"))
        await peer.simulator.set(HTTPFaults(.truncated()))
        let cut = try await peer.send("GET", "onlineagent/{A}/agentstatus")
        #expect(cut.status == 200 && cut.body.hasPrefix("{") && peer.flat(cut)["unreadable"] != nil)
        await peer.simulator.set(HTTPFaults(.refused("105-005"), paths: ["agentevent"]))
        #expect(try await peer.code("GET", "agentevent/{A}") == "105-005")
        try await peer.done("GET", "onlineagent/{A}/agentstatus")
        await peer.simulator.set(HTTPFaults(.late(.milliseconds(1))))
        try await peer.done("GET", "onlineagent/{A}/agentstatus")
    }

    @Test func whatIsResetHasBeenCarriedOut() async throws {
        let peer = try await ICPPeer.signedIn()
        await peer.simulator.set(HTTPFaults(.reset(after: 5), paths: ["onlineagent"]))
        let answer = try await peer.send("POST", "onlineagent/{A}/saybusy?reason=200")
        #expect(answer.wasReset && answer.body.utf8.count == 5)
        #expect(try await peer.status(of: "291") == "3")
    }

    @Test func aPollThatNeverAnswersTakesNoEvent() async throws {
        let peer = try await ICPPeer.signedIn()
        try await peer.done("POST", "onlineagent/{A}/saybusy?reason=200")
        await peer.simulator.set(HTTPFaults(.silence, paths: ["agentevent"], times: 1))
        let held = try Held(peer)
        while await peer.simulator.faults.times != 0 { await Task.yield() }
        #expect(try await peer.events() == ["SetNotReady_Success"])
        await peer.simulator.refuse()
        #expect(await held.body() == "")
        await #expect(throws: RawHTTP.Refused.self) { try await peer.send("GET", "agentevent/{A}") }
        try await peer.simulator.accept()
        // Up again, and the session has survived.
        #expect(try await peer.events() == [])
    }

    @Test func aLessonOverTheGateway() async throws {
        let text = """
            at 1s pause 101 voice
            at 1s kick-out 291
            at 2s call 13800138000 queue 1
            at 3s silent 5s
            at 10s expire-tokens
            """
        let peer = try await ICPPeer(script: TrainingScript.parse(text, file: "lesson", for: [SimulatorDescriptor.icp]))
        try await peer.signIn()
        _ = try await peer.events()
        await peer.simulator.advance(by: .seconds(1))
        #expect(await peer.simulator.world.agents["101"]?.state == .busy)
        #expect(try await peer.ask("GET", "agentevent/{A}")["event.eventType"] == "AgentOther_ShutdownService")
        try await peer.signIn(forced: true)
        await peer.simulator.advance(by: .seconds(1))
        #expect(await peer.simulator.world.calls.values.contains { $0.caller == "13800138000" })
        await peer.simulator.advance(by: .seconds(1))
        #expect(await peer.simulator.faults.failure == .silence)
        await peer.simulator.advance(by: .seconds(5))
        try await peer.done("GET", "onlineagent/{A}/agentstatus")
        await peer.simulator.advance(by: .seconds(2))
        #expect(try await peer.code("GET", "onlineagent/{A}/agentstatus") == "000-003")
    }

    @Test func aHostileNameIsShownAsItIs() async throws {
        let peer = try await ICPPeer.signedIn()
        await peer.simulator.sendHostileName()
        let list = try await peer.ask("GET", "agentgroup/{A}/allagentstatus")
        #expect(list["result.11.name"] == HostileNames.all[0])
    }
}
