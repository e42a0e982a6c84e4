import Foundation
import Testing

@testable import Simulators

/// Each area's operations over real connections.
@Suite(.timeLimit(.minutes(2))) struct YeastarOperationTests {
    /// Lets time pass until the exchange is as wanted.
    private func wait(_ peer: YeastarPeer, until isSo: @Sendable (YeastarWorld) -> Bool) async throws {
        for _ in 0..<600 {
            if isSo(await peer.simulator.world) { return }
            await peer.simulator.advance(by: .milliseconds(200))
        }
        Issue.record("it has not come to that")
    }

    /// 101 talks with 102.
    private func talk(_ peer: YeastarPeer) async throws {
        try await peer.command("extension/dial_extension", ["caller": "101", "callee": "102", "autoanswer": "yes"])
        try await wait(peer) { $0.phones["102"]?.call != nil && $0.phones["102"]?.isRinging == false }
    }

    @Test func extensionsAreListedAsPrinted() async throws {
        let peer = try await YeastarPeer()
        let answer = try await peer.post("extensionlist/query", "")
        #expect(
            answer.body.hasPrefix(
                """
                {
                    "status": "Success",
                    "extlist": [
                        {
                            "extnumber": "101",
                            "status": "Registered",
                            "type": "pjsip",
                            "username": "xiaoshaokun",
                            "agentid": ""
                        },
                """))
        let one = try await peer.ask("extension/query", ["extid": "101"])
        #expect(one["extinfos.0.moblie"] != nil)
        #expect(one["extinfos.0.userpassword"] == "12345678qW@")
        #expect(one["extinfos.1.extnumber"] == nil)
        #expect(try await peer.ask("extension/query", ["extid": "101,103"])["extinfos.1.extnumber"] == "103")
        #expect(try await peer.ask("extension/query")["extinfos.11.extnumber"] == "112")
        #expect(try await peer.refusal("extension/query", ["extid": "999"]) == "20001")
    }

    @Test func extensionsComeChangeAndGo() async throws {
        let peer = try await YeastarPeer()
        try await peer.command("extension/add", ["number": "300", "username": "张三", "mobile": "138", "loginpassword": "p"])
        #expect(try await peer.refusal("extension/add", ["number": "300"]) == "20002")
        try await peer.command("extension/update", ["extid": "300", "dnd": "on"])
        let row = try await peer.ask("extension/query", ["extid": "300"])
        #expect(row["extinfos.0.username"] == "张三")
        #expect(row["extinfos.0.moblie"] == "138")
        #expect(row["extinfos.0.userpassword"] == "p")
        #expect(row["extinfos.0.dnd"] == "on")
        #expect(try await peer.status(of: "300") == "Unavailable")
        try await peer.command("extension/delete", ["number": "300"])
        #expect(try await peer.status(of: "300") == nil)
        #expect(try await peer.refusal("extension/delete", ["number": "300"]) == "20001")
    }

    @Test(arguments: [
        ("siptrunk", "trunks", "trunkname", ["trunkname": "neu", "trunktype": "peer", "host": "h", "port": "5060"], "host"),
        ("inroute", "inroutes", "name", ["name": "nacht", "desttype": "queue", "dest": "9998"], "dest"),
        ("outroute", "outroutes", "name", ["name": "fern", "matchpattern": "X.", "trunks": "to-18-16-2", "prefix": "7"], "prefix"),
        ("paginggroup", "paginggroup", "number", ["number": "8892", "type": "intercom", "member": "101,102"], "member"),
    ])
    func rowsComeChangeAndGo(
        _ kind: String, _ container: String, _ key: String, _ row: [String: String], _ field: String
    ) async throws {
        let peer = try await YeastarPeer()
        let name = try #require(row[key])
        try await peer.command("\(kind)/add", row)
        #expect(try await peer.refusal("\(kind)/add", row) == "20002")
        let added = try await peer.ask("\(kind)/query", [key: name])
        #expect(added["\(container).0.\(field)"] == row[field])
        var change = row
        change[field] = "else"
        change["id"] = added["\(container).0.id"]
        try await peer.command("\(kind)/update", change)
        #expect(try await peer.ask("\(kind)/query", [key: name])["\(container).0.\(field)"] == "else")
        try await peer.command("\(kind)/delete", [key: name])
        #expect(try await peer.refusal("\(kind)/query", [key: name]) == "20001")
        // Of these "all" must be said.
        #expect(try await peer.refusal("\(kind)/query") == "10003")
        #expect(try await peer.ask("\(kind)/query", [key: "all"])["status"] == "Success")
    }

    @Test func theOtherQueriesAnswerInTheirSpelling() async throws {
        let peer = try await YeastarPeer()
        await peer.simulator.act { $0.setTrunk("to-108-16", status: "Failure") }
        let trunks = try await peer.ask("trunklist/query")
        #expect(trunks["trunkname.0.status"] == "Failure")
        #expect(trunks["trunkname.1.trunkname"] == "to-18-16-2")
        #expect(trunks["trunkname.1.status"] == "Registered")
        #expect(try await peer.ask("ivr/query")["ivr.0.ivrname"] == "test_ivr")
        #expect(try await peer.ask("ivr/query", ["name": "test_ivr"])["ivr.0.ivrid"] == "7000")
        try await peer.command("ivr/update", ["ivrid": "7000", "promptrepeat": "1"])
        #expect(try await peer.ask("ivr/query")["ivr.0.promptrepeat"] == "1")
        #expect(try await peer.ask("paginggroup/lists")["paginggrouplist.0.number"] == "8891")
        #expect(try await peer.ask("paginggrouplist/lists")["paginggrouplist.0.number"] == "8891")
        #expect(try await peer.ask("conference/query", ["number": "all"])["conferences.0.participantepassword"] == "444444")
        #expect(try await peer.ask("queue/query", ["queueid": "9998"])["queues.0.ringstrategy"] == "Ring All")
        try await peer.command("queue/update", ["queueid": "9998", "agents": "101,103"])
        #expect(try await peer.ask("queue/query", ["queueid": "9998"])["queues.0.agents"] == "101,103")
        let device = try await peer.ask("deviceinfo/query")
        #expect(device["deviceinfo.systemtime"] == "2020-05-20 07:12:32")
        #expect(device["deviceinfo.extensionstatus"] == "12/12")
    }

    @Test func aDialledCallIsReportedFromRingToRecord() async throws {
        let listener = try ReportListener()
        let peer = try await YeastarPeer(listener: listener)
        try await peer.command("extension/dial_extension", ["caller": "101", "callee": "106"])
        #expect(await listener.nextBody() == #"{"action":"ExtensionStatus","extension":"101","status":"Ringing","sn":"a09805021987"}"#)
        try await wait(peer) { $0.phones["106"]?.isRinging == true }
        #expect(await listener.nextBody() == #"{"action":"ExtensionStatus","extension":"101","status":"InUse","sn":"a09805021987"}"#)
        #expect(await listener.nextBody().contains(#""106","status":"Ringing""#))
        // The ring-back comes when the telephone rings, not before.
        let alert = await listener.nextBody()
        #expect(alert.hasPrefix(#"{"action":"ALERT","callid":"1589947952."#) && alert.contains(#"{"extid":["101"]}"#), "\(alert)")
        #expect(await listener.nextBody().contains(#"{"extid":["106","101"]}"#))
        // With this seed 106 answers.
        try await wait(peer) { $0.phones["106"]?.isRinging == false }
        #expect(await listener.next("ANSWER").contains(#"["106","101"]"#))
        #expect(await listener.next("ANSWER").contains(#"["101","106"]"#))
        #expect(try await peer.status(of: "106") == "Up")
        #expect(try await peer.ask("extension/query", ["extid": "101"])["extinfos.0.ext.extid"] == "106")
        try await peer.command("extension/hangup", ["extid": "106"])
        #expect(await listener.next("BYE").contains(#"["106","101"]"#))
        #expect(await listener.next("BYE").contains(#"["101","106"]"#))
        let record = await listener.next("NewCdr")
        #expect(
            record.contains(#""callfrom":"101","callto":"106","callduraction":""#)
                && record.contains(#""status":"ANSWERED","type":"Internal""#))
        #expect(try await peer.status(of: "106") == "Registered")
        #expect(try await peer.refusal("extension/hangup", ["extid": "106"]) == "20003")
    }

    @Test func callsToOutsideNeedARoute() async throws {
        let listener = try ReportListener()
        let peer = try await YeastarPeer(listener: listener)
        #expect(try await peer.refusal("extension/dial_outbound", ["extid": "106", "outto": "5555"]) == "20004")
        try await peer.command("extension/dial_outbound", ["extid": "106", "outto": "16103", "autoanswer": "yes"])
        let alert = await listener.next("ALERT")
        #expect(alert.hasSuffix(#""ext":{"extid":"106"}}"#), "no sn: \(alert)")
        let calls = try await peer.ask("outbound/query")
        let id = try #require(calls["outbound.0.outboundid"])
        #expect(calls["outbound.0.to"] == "103")
        #expect(
            await listener.next("RING")
                == #"{"action":"RING","callid":"\#(id)","outbound":{"from":"106","to":"103","trunk":"to-18-16-2","outboundid":"\#(id)"},"ext":{"extid":"106"}}"#
        )
        try await peer.command("outbound/hangup", ["outboundid": id])
        // Nobody has answered: that is a failure, whoever ends the call.
        #expect(await listener.next("CallFailed").contains(#""callid":"\#(id)","outbound""#))
        // The record has the number as it was dialled.
        #expect(await listener.next("NewCdr").contains(#""callto":"16103""#))
        #expect(try await peer.refusal("outbound/hangup", ["outboundid": id]) == "20001")
        try await peer.command("outbound/dial_outbound", ["caller": "16103", "outto": "9104"])
        #expect(try await peer.ask("outbound/query")["outbound.1.to"] == "104")
        try await peer.command("queue/dial_outbound", ["queueid": "9998", "outto": "16103"])
        try await peer.command("ringgroup/dial_outbound", ["ringgroupid": "6200", "outto": "16103"])
        #expect(try await peer.refusal("ringgroup/dial_outbound", ["ringgroupid": "1", "outto": "16103"]) == "20001")
    }

    @Test func callsFromOutsideAreQueriedTransferredAndCut() async throws {
        let peer = try await YeastarPeer()
        let id = try #require(
            await peer.simulator.act { world -> String? in
                world.begin(fromOutside: "103", to: "9998", over: "to-18-16-2").flatMap { world.calls[$0]?.id }
            })
        #expect(try await peer.ask("queuestatus/query", ["queueid": "9998"])["queue.queuestatus.callercount"] == "#1")
        try await wait(peer) { $0.phones.values.contains { $0.call != nil && !$0.isRinging } }
        let call = try await peer.ask("inbound/query", ["inboundid": id])
        #expect(call["inbound.0.status"] == "Talking")
        let agent = try #require(call["inbound.0.callee.extid"])
        #expect(try await peer.ask("extension/query", ["extid": agent])["extinfos.0.inbound.inboundid"] == id)
        #expect(try await peer.ask("queuestatus/query", ["queueid": "9998"])["queue.queuestatus.callercount"] == "#0")
        let xml = try await peer.post("inbound/query", "<xml><inboundid>\(id)</inboundid></xml>", isXML: true)
        #expect(xml.body.contains("    <inbound>\n        <inboundid>\(id)</inboundid>\n        <from>103</from>\n"))

        #expect(try await peer.refusal("calltransfer", ["callid": id, "transferor": "112", "transferto": "110"]) == "20003")
        try await peer.command("calltransfer", ["callid": id, "transferor": agent, "transferto": "110"])
        #expect(try await peer.status(of: "110") == "Ringing")
        #expect(try await peer.status(of: agent) == "Registered")
        try await peer.command("inbound/hangup", ["inboundid": id])
        #expect(try await peer.status(of: "110") == "Registered")
        #expect(try await peer.refusal("inbound/query", ["inboundid": id]) == "20001")
        #expect(try await peer.refusal("inbound/query") == "10003")
    }

    @Test func holdMuteAndSupervision() async throws {
        let peer = try await YeastarPeer()
        #expect(try await peer.refusal("extension/hold", ["extid": "101"]) == "20003")
        try await talk(peer)
        #expect(try await peer.ask("extension/hold", ["extid": "101"]) == ["extid": "101"])
        #expect(try await peer.status(of: "101") == "Hold")
        try await peer.command("extension/unhold", ["extid": "101"])
        try await peer.command("extension/mute", ["extid": "102"])
        #expect(await peer.simulator.world.phones["102"]?.isMuted == true)
        try await peer.command("extension/unmute", ["extid": "102"])

        // 103 may do everything, 105 nothing, 106 only listen; nobody may listen to 107.
        #expect(try await peer.refusal("extension/listen", ["listener": "105", "listenedext": "101"]) == "20003")
        try await peer.command("extension/listen", ["listener": "106", "listenedext": "102"])
        #expect(try await peer.refusal("extension/whisper", ["whisperer": "103", "whisperedext": "102"]) == "20003")
        try await peer.command("extension/hangup", ["extid": "106"])
        try await peer.command("extension/whisper", ["whisperer": "103", "whisperedext": "102"])
        try await peer.command("extension/hangup", ["extid": "103"])
        try await peer.command("extension/barge", ["bargein": "103", "bargedext": "102"])
        #expect(try await peer.status(of: "103") == "Up")
        try await peer.command("extension/hangup", ["extid": "101"])
        // With the call the supervisor is out too.
        #expect(try await peer.status(of: "103") == "Registered")
    }

    @Test func agentsLogInPauseAndWriteUp() async throws {
        let peer = try await YeastarPeer()
        func state(_ agent: String) async throws -> String? {
            let status = try await peer.ask("queuestatus/query", ["queueid": "9998"])
            return status.first { $0.key.hasSuffix(".agent") && $0.value == agent }.flatMap { status[$0.key + "status"] }
        }
        let all = ["queueid": "9998", "extid": "105"]
        #expect(try await state("105") == nil)
        #expect(try await peer.refusal("queue/add_dynamicagent", ["queueid": "9998", "extid": "105", "password": "wrong"]) == "20005")
        #expect(try await peer.refusal("queue/add_dynamicagent", ["queueid": "9998", "extid": "108"]) == "20003")
        try await peer.command("queue/add_dynamicagent", all)
        #expect(try await state("105") == "1")
        try await peer.command("queue/pause_agent", all)
        #expect(try await state("105") == "9")
        try await peer.command("queue/unpause_agent", all)
        #expect(try await peer.refusal("queue/del_dynamicagent", all) == "20005")
        try await peer.command("queue/del_dynamicagent", all.merging(["password": "666666"]) { $1 })
        #expect(try await state("105") == nil)
        #expect(try await peer.refusal("queue/pause_agent", all) == "20001")

        await peer.simulator.act { $0.register("101", false) }
        #expect(try await state("101") == "5")
        await peer.simulator.act { _ = $0.begin(fromOutside: "103", to: "9998") }
        await peer.simulator.advance(by: .zero)
        #expect(try await state("102") == "6")
        try await wait(peer) { $0.calls.values.first?.phase == .talking }
        let agent = try #require(await peer.simulator.world.calls.values.first?.callee)
        #expect(try await state(agent) == "2")
        try await peer.command("extension/hangup", ["extid": agent])
        #expect(try await state(agent) == "10")
        await peer.simulator.advance(by: .seconds(10))
        #expect(try await state(agent) == "1")
    }

    @Test func roomsFillAndEmpty() async throws {
        let peer = try await YeastarPeer()
        #expect(try await peer.ask("conference/query_in_session", ["number": "8000"]) == ["status": "Success"])
        try await peer.command("conference/add_member", ["number": "8000", "invitemember": "108,110,16103"])
        try await wait(peer) { $0.rooms["8000"]?.count == 3 }
        let session = try await peer.ask("conference/query_in_session", ["number": "8000"])
        #expect(session["conference.0.conferencenumber"] == "8000")
        let members = Set((0..<3).compactMap { session["conference.0.member.\($0).number"] })
        #expect(members == ["108", "110", "103"])
        #expect(session.values.contains { $0.hasPrefix("PJSIP/108-0000") })
        try await peer.command("conference/mute_member", ["number": "8000", "membernumber": "108,110"])
        #expect(await peer.simulator.world.rooms["8000"]?.filter(\.isMuted).count == 2)
        try await peer.command("conference/unmute_member", ["number": "8000", "membernumber": "108"])
        #expect(try await peer.refusal("conference/mute_member", ["number": "8000", "membernumber": "112"]) == "20001")
        try await peer.command("conference/kick_member", ["number": "8000", "membernumber": "108"])
        #expect(try await peer.status(of: "108") == "Registered")
        try await peer.command("conference/kick_member", ["number": "8000", "membernumber": "all"])
        #expect(try await peer.ask("conference/query_in_session", ["number": "8000"]) == ["status": "Success"])

        try await peer.command("conference/insert", ["number": "8100"])
        try await peer.command("conference/update", ["number": "8100", "name": "夜班", "waitformoderator": "yes"])
        #expect(try await peer.ask("conference/query", ["number": "8100"])["conferences.0.name"] == "夜班")
        try await peer.command("extension/dial_extension", ["caller": "108", "callee": "8100", "autoanswer": "yes"])
        #expect(try await peer.ask("conference/query_in_session", ["number": "8100"])["conference.0.member.0.memberstatus"] == "HOLD")
        try await peer.command("conference/delete", ["number": "8100"])
        #expect(try await peer.status(of: "108") == "Registered")
    }

    @Test func voiceMessagesAreReadFetchedAndDeleted() async throws {
        let peer = try await YeastarPeer()
        #expect(try await peer.ask("voicemail/query", ["extid": "101"]) == ["status": "Success"])
        let box = try await peer.ask("voicemail/query", ["extid": "102"])
        #expect(box["voicemails.0.voicemail.2.voicemailfile"] == "msg0002.wav")
        let file = ["extid": "102", "voicemailfile": "msg0001.wav"]
        let random = try #require(try await peer.ask("voicemail/get_random", file)["random"])
        let link = "/api/v0.0.1/voicemail/download?extid=102&voicemailfile=msg0001.wav&token=\(peer.token)&random="
        let sound = try await RawHTTP.get(port: peer.port, link + random)
        #expect(sound.header("content-type") == "audio/x-wav")
        #expect(sound.body.hasPrefix("RIFF"))
        #expect(try await RawHTTP.get(port: peer.port, link + "0").body.contains("Failed"))
        try await peer.command("voicemail/delete", file)
        #expect(try await peer.ask("voicemail/query", ["extid": "102"])["voicemails.0.voicemail.2.voicemailfile"] == nil)
        try await peer.command("voicemail/delete", ["extid": "102", "voicemailfile": "all"])
        #expect(try await peer.ask("voicemail/query", ["extid": "102"]) == ["status": "Success"])
    }

    @Test func recordingsAndRecordsAreFetchedInTime() async throws {
        let peer = try await YeastarPeer()
        await peer.simulator.act { _ = $0.begin(fromOutside: "103", to: "9998") }
        try await wait(peer) { !$0.recordings.isEmpty }
        let recording = try #require(await peer.simulator.world.recordings.first)
        #expect(try await peer.refusal("recording/get_random", ["recording": "none.wav"]) == "20001")
        let random = try #require(try await peer.ask("recording/get_random", ["recording": recording])["random"])
        let link = "/api/v1.1.0/recording/download?recording=\(recording)&random=\(random)&token=\(peer.token)"
        #expect(try await RawHTTP.get(port: peer.port, link).body.hasPrefix("RIFF"))
        // Once only.
        #expect(try await RawHTTP.get(port: peer.port, link).body.contains("\"errno\": \"20006\""))

        let period = ["extid": "all", "starttime": "2020-05-20 00:00:00", "endtime": "2020-05-20 23:59:59"]
        let key = try await peer.ask("cdr/get_random", period)
        #expect(key["starttime"] == period["starttime"])
        let table =
            "/api/v0.0.1/cdr/download?extid=all&starttime=2020-05-20%2000:00:00&endtime=2020-05-20%2023:59:59"
            + "&token=\(peer.token)&random=\(try #require(key["random"]))"
        let lines = try await RawHTTP.get(port: peer.port, table).body.components(separatedBy: "\r\n")
        #expect(lines[0].hasPrefix("callid,timestart,callfrom,callto,callduraction"))
        #expect(lines[1].contains(",103,") && lines[1].hasSuffix(recording))
        await peer.simulator.advance(by: .seconds(30))
        #expect(try await RawHTTP.get(port: peer.port, table).body.contains("\"errno\": \"20006\""))
    }

    @Test func wakeUpCallsRingAndCheckOutClears() async throws {
        let peer = try await YeastarPeer()
        try await peer.command("wakeupcall/create", ["number": "104", "time": "07:30", "type": "onetime", "prompt": "music1"])
        let row = try await peer.ask("wakeupcall/query", ["number": "104"])
        #expect(row["wakeups.0.wakeup.0.wakeupid"] == "10")
        #expect(try await peer.refusal("wakeupcall/create", ["number": "104", "time": "25:00", "type": "onetime"]) == "20003")
        try await peer.command("wakeupcall/update", ["number": "104", "wakeupid": "10", "time": "07:20", "type": "onetime"])
        // It is 07:12:32.
        await peer.simulator.advance(by: .seconds(7 * 60 + 28))
        #expect(try await peer.status(of: "104") == "Ringing")
        #expect(try await peer.ask("wakeupcall/query", ["number": "104"]) == ["status": "Success"])

        try await peer.command("wakeupcall/create", ["number": "102", "time": "06:00", "type": "custom", "weekdays": "1,2"])
        try await peer.command("hotel/checkout", ["number": "102"])
        #expect(try await peer.ask("wakeupcall/query", ["number": "102"]) == ["status": "Success"])
        #expect(try await peer.ask("voicemail/query", ["extid": "102"]) == ["status": "Success"])
        try await peer.command("wakeupcall/create", ["number": "102", "type": "onetime"])
        #expect(try await peer.refusal("wakeupcall/delete", ["wakeupid": "99"]) == "20001")
        try await peer.command("wakeupcall/delete", [:])
    }

    @Test func promptsArePlayed() async throws {
        let peer = try await YeastarPeer()
        #expect(try await peer.refusal("extension/playprompt", ["extid": "104", "prompt": "nothing"]) == "20001")
        try await peer.command("extension/playprompt", ["extid": "104", "prompt": "music1+music2"])
        #expect(try await peer.status(of: "104") == "Ringing")
        try await wait(peer) { $0.phones["104"]?.call == nil }
        try await peer.command("outbound/playprompt", ["outto": "16103", "prompt": "haruhi3"])
        #expect(try await peer.ask("outbound/query")["outbound.0.to"] == "103")
    }
}
