import Foundation
import Testing

@testable import Simulators

@Suite(.timeLimit(.minutes(2))) struct WebCTISimulatorTests {
    // MARK: - The key

    @Test func theKeyIsMadeOfThePlatformsDay() async throws {
        // The document's own vector (1.3).
        #expect(WebCTIPages.key("0866089e569bbd3d", on: "2011-06-21") == "ffccb30a388e48ade2d7ea56909cbabf")
        let peer = try await WebCTIPeer.start()
        let key = WebCTIPages.key("0866089e569bbd3d", on: "2023-01-07")
        #expect(try await peer.get("ctigetdatetime", key: key).body.contains("\"mvb_date\":\"2023-01-07\""))
        for wrong in [WebCTIPages.key("0866089e569bbd3d", on: "2023-01-06"), key.uppercased(), ""] {
            let body = try await peer.get("getqueue", key: wrong).body
            #expect(body == "{\"errcode\":9999,\"message\":\"WebKey \(wrong.isEmpty ? "" : wrong + " ")is invalid\",\"data\":[]}")
        }
        // In the wrong base as in the other two.
        #expect(try await peer.get("outcall/getobtasks", key: "x").body.hasPrefix("{\"errcode\":9999"))
    }

    @Test func itChangesAtThePlatformsMidnight() async throws {
        // 15:59:59 in Greenwich is a second before midnight in Shanghai.
        let peer = try await WebCTIPeer.start(start: 1_673_107_199_000)
        let before = await peer.simulator.keyOfTheDay
        await peer.simulator.advance(by: .seconds(2))
        #expect(try await peer.get("about", key: before).body.contains("9999"))
        #expect(try await peer.ask("ctigetdatetime")["0.mvb_date"] == "2023-01-08")
    }

    @Test func aWrongClockHasAnotherDay() async throws {
        let peer = try await WebCTIPeer.start()
        let before = await peer.simulator.keyOfTheDay
        await peer.simulator.set(WebCTIFaults(clockAhead: .seconds(86_400)))
        #expect(try await peer.get("about", key: before).body.contains("9999"))
        #expect(try await peer.ask("ctigetdatetime")["0.mvb_datetime"] == "2023-01-08 14:03:19")
    }

    // MARK: - Forms of answers

    @Test func threeForms() async throws {
        let peer = try await WebCTIPeer.start()
        let bare = try await peer.get("gettrunklist", json: "2").body
        #expect(bare.hasPrefix("{\"errcode\":0,\"message\":\"SUCCESS\",\"data\":[{\"trunk\":\"ZAP/g0\"}"))
        #expect(try await peer.get("gettrunklist", json: "1").body == "var responseJSON=\(bare);")
        let xml = try await peer.get("gettrunklist", json: nil).body
        #expect(xml.hasPrefix("<root><errcode>0</errcode><message>SUCCESS</message><data><item><trunk>ZAP/g0</trunk></item>"))
        #expect(try await peer.get("getparkedcall", json: nil).body.hasSuffix("<data/></root>"))
    }

    @Test func defectsOfTheDocument() async throws {
        let peer = try await WebCTIPeer.start()
        _ = try await peer.converse("2011", "2012")
        let all = try await peer.get("getallstatus").body
        #expect(all.contains("\"direct\":OUT"))
        #expect(all.contains("\"uniqueid\":1673071399.1,"))
        #expect(all.contains("\"queue\":90,"))
        #expect(try await peer.get("getcalls").body.contains("\"srcuniqueid\":1673071399.1,"))
        #expect(try await peer.get("getchannel").body.contains("\"createtim\":"))
        #expect(try await peer.get("getchannel", json: nil).body.contains("<createtime>"))
        #expect(try await peer.get("getqueue").body.contains("serviceleveelperf"))
        #expect(try await peer.get("getqueuelist").body.contains("\"queue no\":\"90\""))
        #expect(try await peer.get("getqueuelog").body.contains("queuesstart"))
        #expect(try await peer.get("getpopupscreen", [("channel", "SIP/2012")]).body.contains("\"miscredata\":\"SIP/2011-"))

        await peer.simulator.set(WebCTIDefects.none)
        let clean = try await peer.get("getallstatus").body
        #expect(try JSONSerialization.jsonObject(with: Data(clean.utf8)) is [String: Any])
        #expect(clean.contains("\"uniqueid\":\"1673071399.1\""))

        await peer.simulator.set(WebCTIDefects.printed)
        let braces = try await peer.get("ctiaddblacklist", [("name", "hmd"), ("extension", "2011")]).body
        #expect(braces == "{\"errcode\":0,\"message\":\"2011 is added to hmd.\"},\"data\":[]}")

        await peer.simulator.set(WebCTIDefects(givesOnlyXML: true))
        #expect(try await peer.get("getqueue", json: "2").body.hasPrefix("<root>"))
    }

    @Test func whatIsMissingIsNamed() async throws {
        let peer = try await WebCTIPeer.start()
        let reply = try await peer.ask("ctihangup")
        #expect(reply.code == "#9002")
        #expect(reply.message == "need variable \"channel\".")
        #expect(try await peer.ask("report/getplatformdayreport").message == "need variable \"rptdate1\".")
    }

    @Test func everyPageOfTheDocumentAnswers() async throws {
        let peer = try await WebCTIPeer.start()
        #expect(WebCTIDocument.pages.count == 204)
        for (page, entry) in WebCTIDocument.pages.sorted(by: { $0.key < $1.key }) {
            let values = ["item": "find", "dstdir": "Old", "text": "5L2g5aW9", "async": "yes", "phoneno": "0532123"]
            var query = entry.needs.map { ($0, values[$0] ?? "1") }
            query += ["context", "exten", "priority"].filter { !entry.needs.contains($0) }.map { ($0, "1") }
            query.append(("async", page == "ctioriginatetts" ? "no" : "yes"))
            let body = try await peer.get(page, query, json: "2").body
            #expect(body.hasPrefix("{\"errcode\":"), "\(page): \(body.prefix(200))")
            #expect(!body.contains("\"errcode\":9002"), "\(page): \(body.prefix(200))")
            let xml = try await peer.get(page, query, json: nil).body
            #expect(xml.hasPrefix("<root><errcode>"), "\(page): \(xml.prefix(200))")
        }
        for (other, _) in WebCTIDocument.aliases { #expect(try await peer.get(other).status == 200) }
        #expect(try await peer.get("getnothing").status == 404)
        // Nine pages of chapter 4 live under report/ only.
        #expect(try await peer.get("getcdrsimple").status == 404)
    }

    // MARK: - Acting

    @Test func dialling() async throws {
        let peer = try await WebCTIPeer.start()
        let reply = try await peer.ask(
            "ctioriginate",
            [("channel", "SIP/2011"), ("context", "from-internal"), ("exten", "2012"), ("priority", "1"), ("callerid", "2011"),
             ("variable", "MVB_CALLER=2011|__MVBBOB_DIALID=77"), ("async", "yes")])
        #expect(reply.message == "Originate successfully queued")
        #expect(await peer.channels("2011").map(\.state) == [.ringing])
        await peer.simulator.advance(by: .seconds(4))
        let channels = await peer.channels("2011") + peer.channels("2012")
        #expect(channels.map(\.state) == [.up, .ringing])
        #expect(channels.first?.variables == ["MVB_CALLER": "2011", "MVBBOB_DIALID": "77"])
        let busy = try await peer.ask(
            "ctioriginate", [("channel", "SIP/2011"), ("context", "c"), ("exten", "1"), ("priority", "1"), ("async", "1")])
        #expect(busy.code == "#1232")
        #expect(busy["0.reason"] == "5")
        let both = try await peer.ask(
            "ctioriginate", [("channel", "SIP/2013"), ("context", "c"), ("application", "ChanSpy"), ("data", "SIP/2012"), ("async", "1")])
        #expect(both.code == "#1231")
    }

    @Test func synchronousDiallingWaitsForTheAnswer() async throws {
        let peer = try await WebCTIPeer.start()
        async let answer = peer.ask(
            "ctioriginate", [("channel", "SIP/2011"), ("context", "x"), ("exten", "2012"), ("priority", "1"), ("async", "no")])
        while await peer.channels("2011").isEmpty { await Task.yield() }
        await peer.simulator.advance(by: .seconds(4))
        #expect(try await answer.code == "#0")
        async let unanswered = peer.ask(
            "ctioriginate", [("channel", "SIP/2013"), ("context", "x"), ("exten", "1"), ("priority", "1"), ("timeout", "500")])
        while await peer.channels("2013").isEmpty { await Task.yield() }
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await unanswered["0.reason"] == "3")
    }

    @Test func listening() async throws {
        let peer = try await WebCTIPeer.start()
        _ = try await peer.converse("2012", "2013")
        let reply = try await peer.ask(
            "ctioriginate", [("channel", "SIP/2011"), ("application", "ChanSpy"), ("data", "SIP/2012,qw"), ("callerid", "2011"),
             ("variable", "x=1"), ("async", "yes")])
        #expect(reply.code == "#0")
        await peer.simulator.advance(by: .seconds(4))
        let spy = try #require(await peer.channels("2011").first)
        #expect(spy.place == .spying(device: "2012", options: "qw"))
        let shown = try await peer.ask("getchannel", [("channel", spy.name)])
        #expect(shown["0.application"] == "ChanSpy")
        #expect(shown["0.appdata"] == "SIP/2012,qw")
        #expect(try await peer.ask("ctihangup", [("channel", spy.name)]).message == "Channel Hungup")
        #expect(await peer.channels("2011").isEmpty)
        #expect(await peer.channels("2012").count == 1)
        #expect(try await peer.ask("ctihangup", [("channel", spy.name)]).code == "#1191")
    }

    @Test func holdingAndTransferring() async throws {
        let peer = try await WebCTIPeer.start()
        let (caller, callee) = try await peer.converse("2011", "2012")
        #expect(try await peer.ask("ctihold", [("channel", callee)]).message == "MusicOnHold Started.")
        #expect(try await peer.ask("getchannel", [("channel", callee)])["0.hold"] == "1")
        #expect(try await peer.ask("ctiunhold", [("channel", callee)]).message == "MusicOnHold Stopped.")
        #expect(try await peer.ask("ctihold", [("channel", "SIP/1-1")]).code == "#1201")
        let moved = try await peer.ask(
            "ctiredirect", [("channel", caller), ("context", "from-internal"), ("exten", "2013"), ("priority", "1")])
        #expect(moved.message == "Redirect successful")
        #expect(await peer.channels("2012").isEmpty)
        #expect(await peer.channels("2013").map(\.peer) == [caller])
        let gone = try await peer.ask(
            "ctiredirect", [("channel", callee), ("context", "c"), ("exten", "2013"), ("priority", "1")])
        #expect(gone.code == "#1231")
        #expect(gone.message == "Redirect failed: Channel does not exist: \(callee)")
    }

    @Test func consulting() async throws {
        let peer = try await WebCTIPeer.start()
        let (caller, callee) = try await peer.converse("2011", "2012")
        #expect(try await peer.ask("ctiatxfer", [("channel", callee), ("exten", "2013")]).message == "Atxfer successfully queued")
        let asked = try #require(await peer.channels("2013").first)
        #expect(asked.peer == callee)
        await peer.simulator.act { $0.answer(asked.name) }
        // Hanging up completes it.
        _ = try await peer.ask("ctihangup", [("channel", callee)])
        #expect(await peer.simulator.world.channels[caller]?.peer == asked.name)

        let other = try await peer.converse("2014", "2015")
        await peer.simulator.act { $0.register("2016", false) }
        _ = try await peer.ask("ctiatxfer", [("channel", other.callee), ("exten", "2016")])
        // Nobody there: back to who heard music.
        #expect(await peer.simulator.world.channels[other.callee]?.peer == other.caller)
    }

    @Test func parking() async throws {
        let peer = try await WebCTIPeer.start()
        let (caller, callee) = try await peer.converse("2011", "2012")
        #expect(try await peer.ask("ctipark", [("channel", caller), ("srcchannel", callee)]).message == "Park successful")
        let parked = try await peer.ask("getparkedcall")
        #expect(parked["0.exten"] == "71")
        #expect(parked["0.channel"] == caller)
        #expect(parked["0.state"] == "Parked")
        #expect(try await peer.ask("getallstatus")["0.parks.0.exten"] == "71")
        #expect(try await peer.ask("ctiunpark", [("channel", "SIP/2013"), ("parklot", "71")]).code == "#0")
        await peer.simulator.advance(by: .seconds(4))
        #expect(await peer.channels("2013").map(\.peer) == [caller])
        #expect(try await peer.ask("getparkedcall")["0.state"] == "UnParked")
        #expect(try await peer.ask("ctiunpark", [("channel", "SIP/2014"), ("parklot", "71")]).code == "#1441")

        let again = try await peer.converse("2014", "2015")
        _ = try await peer.ask("ctipark", [("channel", again.caller), ("srcchannel", again.callee), ("timeout", "10")])
        await peer.simulator.advance(by: .seconds(11))
        // Who parked it rings.
        #expect(await peer.channels("2015").map(\.peer) == [again.caller])
    }

    @Test func queuesAndTheirAgents() async throws {
        let peer = try await WebCTIPeer.start()
        let agent = [("queue", "90"), ("interface", "SIP/2011")]
        #expect(try await peer.ask("ctiqueueadd", agent + [("penalty", "2")]).message == "Added interface to queue")
        #expect(try await peer.ask("ctiqueueadd", agent).code == "#1291")
        let member = try await peer.ask("getqueuemember", [("queue", "90"), ("agentname", "2011")])
        #expect(member["0.agent"] == "SIP/2011")
        #expect(member["0.penalty"] == "2")
        #expect(try await peer.ask("ctiqueuepause", agent + [("paused", "3")]).code == "#0")
        #expect(try await peer.ask("getqueuemember", [("agentname", "2011")])["0.paused"] == "3")
        let log = try await peer.ask("getqueuelog", [("event", "PAUSE"), ("queue", "90")])
        let latest = log.all("agentno").count - 1
        #expect(log["\(latest).arg2"] == "3")
        #expect(log["\(latest).arg3"] == "会议")
        #expect(log["\(latest).callid"] == "NONE")
        #expect(try await peer.ask("ctiqueueremove", agent).message == "Removed interface from queue")
        #expect(try await peer.ask("ctiqueueremove", agent).message?.hasPrefix("Queue add failed") == true)
        #expect(try await peer.ask("ctiqueuepause", agent + [("paused", "1")]).code == "#1301")
        #expect(try await peer.ask("getagentactivity", [("datefrom", "1"), ("dateto", "1"), ("agentname", "2011")]).all("event") == [
            "added", "paused", "removed",
        ])
        #expect(try await peer.ask("getpausetype", [("onlycustom", "1")]).all("pausetype") == ["2", "3", "4", "5", "6"])
    }

    @Test func takingAWaitingCaller() async throws {
        let peer = try await WebCTIPeer.start()
        let first = try await peer.ask("getqueuemember", [("queue", "90")]).all("agent")
        for agent in first { _ = try await peer.ask("ctiqueueremove", [("queue", "90"), ("interface", agent)]) }
        let callers = await peer.simulator.act { world in
            ["13800138000", "13900139000"].compactMap { world.begin(fromOutside: $0, name: "华夏银行", to: "90") }
        }
        await peer.simulator.advance(by: .seconds(5))
        let waiting = try await peer.ask("getallstatus", [("queues", "90")])
        #expect(waiting["0.queues.0.waitingcalls.1.position"] == "2")
        #expect(waiting["0.queues.0.waitingcalls.1.wait"] == "5")
        #expect(waiting["0.queues.0.waitingcalls.0.callerid"] == "13800138000")
        #expect(try await peer.ask("getqueuegeneral", [("queuenos", "90;91")]).all("queue") == ["90", "91"])
        #expect(try await peer.ask("getqueuegeneral", [("queuenos", "90")])["0.waitings"] == "#2")

        let withdrawn = try await peer.ask("ctiqueuecallerwithdraw", [("queue", "90"), ("caller", callers[0]), ("withdrawinfo", "VIP")])
        #expect(withdrawn.code == "#0")
        #expect(try await peer.ask("ctigetvar", [("channel", callers[0]), ("variable", "QUEUESTATUS")])["0.result"] == "WITHDRAW")
        #expect(try await peer.ask("getqueuelog", [("event", "WITHDRAW")])["0.arg4"] == "VIP")
        #expect(try await peer.ask("getbadcallcount", [("queue", "90")])["0.result"] == "1")
        _ = try await peer.ask(
            "ctiredirect", [("channel", callers[1]), ("context", "from-internal"), ("exten", "2011"), ("priority", "1")])
        #expect(await peer.channels("2011").map(\.peer) == [callers[1]])
        #expect(try await peer.ask("getqueue", [("queue", "90")])["0.calls"] == "0")
    }

    @Test func pickingUp() async throws {
        let peer = try await WebCTIPeer.start()
        let begun = await peer.simulator.act { $0.begin(fromOutside: "13800138000", to: "2012") }
        let caller = try #require(begun)
        let pick = [("channel", "SIP/2011"), ("pickupexten", "2012"), ("callerid", "2011"), ("async", "yes")]
        #expect(try await peer.ask("ctipickup", pick).code == "#0")
        let telephone = try #require(await peer.channels("2011").first)
        await peer.simulator.act { $0.answer(telephone.name) }
        #expect(await peer.channels("2012").isEmpty)
        #expect(await peer.channels("2011").map(\.peer) == [caller])
        #expect(try await peer.ask("ctipickup", [("channel", "SIP/2013"), ("pickupexten", "2014"), ("callerid", "1")]).code == "#1232")
    }

    @Test func rooms() async throws {
        let peer = try await WebCTIPeer.start()
        await peer.simulator.act { world in for number in ["2011", "2012", "2013"] { world.begin(from: number, to: "9111") } }
        #expect(try await peer.ask("getmeetme", [("meetme", "9111")]).all("usernum") == ["1", "2", "3"])
        #expect(try await peer.ask("getallstatus")["0.conferences.2.confno"] == "9111")
        let list = try await peer.ask("cticommand", [("command", "meetme list 9111")])
        #expect(list["0.result"]?.contains("User #: 02 2012 <noname> Channel: SIP/2012-00000002 (unmonitored)") == true)
        #expect(list["0.result"]?.hasSuffix("3 users in that conference.") == true)
        _ = try await peer.ask("cticommand", [("command", "meetme mute 9111 2")])
        _ = try await peer.ask("cticommand", [("command", "meetme kick 9111 1")])
        let members = await peer.simulator.world.room("9111")?.present ?? []
        #expect(members.map(\.number) == ["2012", "2013"])
        #expect(members.map(\.isMuted) == [true, false])
        #expect(await peer.channels("2011").isEmpty)
        #expect(try await peer.ask("getmeetme").all("leave") == ["1", "0", "0"])
        _ = try await peer.ask("cticommand", [("command", "meetme kick 9111 all")])
        #expect(await peer.simulator.world.room("9111")?.present.isEmpty == true)
    }

    // MARK: - Kept rows

    @Test func keptRowsReallyChange() async throws {
        let peer = try await WebCTIPeer.start()
        #expect(try await peer.ask("addrouteblacklist", [("extension", "4001"), ("reason", "骚扰")]).message == "4001 is added to routeblacklist.")
        #expect(try await peer.ask("addrouteblacklist", [("extension", "4001")]).code == "#9000")
        #expect(try await peer.ask("getrouteblacklist", [("extension", "4001")])["0.reason"] == "骚扰")
        #expect(try await peer.ask("deleterouteblacklist", [("extension", "4001")]).code == "#0")
        #expect(try await peer.ask("getrouteblacklist", [("extension", "4001")]).isEmpty)

        let needs = ["actiontype", "begindate", "enddate"].map { ($0, "1") }
        let added = try await peer.ask("outcall/addobtask", [("name", "回访"), ("runttype", "0")] + needs)
        let id = try #require(added.fields["total"]?.drop { $0 == "#" })
        _ = try await peer.ask("outcall/setobtaskstatus", [("id", String(id)), ("status", "B")])
        let task = try await peer.ask("outcall/getobtasks", [("id", String(id))])
        #expect(task["0.name"] == "回访")
        #expect(task["0.status"] == "B")
        #expect(task.fields["total"] == "1")

        let config = [("pbxid", "1"), ("agentno", "2011")]
        _ = try await peer.ask("report/agentlistconfig", [("item", "add"), ("agentname", "王伟")] + config)
        #expect(try await peer.ask("report/agentlistconfig", [("item", "find")] + config)["0.agentname"] == "王伟")
        #expect(try await peer.ask("report/agentlistconfig", [("item", "count")] + config).message == "1")
        _ = try await peer.ask("report/agentlistconfig", [("item", "delete")] + config)
        #expect(try await peer.ask("report/agentlistconfig", [("item", "find")] + config).isEmpty)

        #expect(try await peer.ask("sendsms", [("number", "13800138000"), ("text", "5L2g5aW9")]).code == "#0")
        #expect(try await peer.ask("getsendsms", [("number", "13800138000")])["0.text"] == "你好")
        _ = try await peer.ask("ctisetdndon", [("extension", "2012")])
        #expect(try await peer.ask("ctigetdnd", [("extension", "2012")])["0.status"] == "1")
        #expect(try await peer.ask("ctigetdnd", [("extension", "99")]).code == "#9004")
    }

    @Test func filesComeAsFiles() async throws {
        let peer = try await WebCTIPeer.start(rate: 60)
        await peer.simulator.advance(by: .seconds(900))
        let row = try #require(await peer.simulator.world.tables["getcdr"].last { $0["hasmonitorfile"] == "1" })
        let (call, file) = (try #require(row["uniqueid"]), try #require(row["monitor"]))
        let sound = try await peer.get("getmonitorbyuid", [("uniqueid", call)])
        #expect(sound.header("Content-Type") == "audio/x-wav")
        #expect(sound.body.hasPrefix("RIFF"))
        #expect(try await peer.get("getmonitor", [("filename", file), ("mp3", "1")]).header("Content-Type") == "audio/mpeg")
        let missing = try await peer.ask("getrecord", [("filename", "nothing")])
        #expect(missing.code == "#9003")
        #expect(missing.message == "file \"nothing\" not exists.")
    }

    // MARK: - Faults

    @Test func faults() async throws {
        let peer = try await WebCTIPeer.start()
        await peer.simulator.set(WebCTIFaults(.status(500), pages: ["getqueue"]))
        #expect(try await peer.get("getqueue").status == 500)
        #expect(try await peer.get("about").status == 200)
        await peer.simulator.set(WebCTIFaults(.htmlPage, times: 1))
        #expect(try await peer.get("getqueue").body.hasPrefix("<!DOCTYPE html>"))
        #expect(try await peer.ask("getqueue").code == "#0")
        await peer.simulator.set(WebCTIFaults(.truncated(after: 50)))
        let torn = try await peer.get("getqueue")
        #expect(torn.status == 200 && torn.body.utf8.count == 50)
        await peer.simulator.set(WebCTIFaults(.reset(after: 50)))
        #expect(try await peer.get("getqueue").wasReset)
        await peer.simulator.set(WebCTIFaults(.status(404)))
        #expect(try await peer.get("getqueue").status == 404)
        await peer.simulator.set(WebCTIFaults())
        try await peer.simulator.refuse(true)
        await #expect(throws: RawHTTP.Refused.self) { try await peer.get("getqueue") }
        try await peer.simulator.refuse(false)
        #expect(try await peer.ask("getqueue").code == "#0")
    }

    @Test func silenceEndsOnlyWithTheServer() async throws {
        let peer = try await WebCTIPeer.start()
        await peer.simulator.set(WebCTIFaults(.silence, times: 1))
        async let answer = peer.get("getqueue")
        while await peer.simulator.faults.times == 1 { await Task.yield() }
        await peer.simulator.stop()
        #expect((try? await answer.body) ?? "" == "")
    }

    @Test func hostileNamesReachTheWire() async throws {
        let peer = try await WebCTIPeer.start()
        await peer.simulator.sendHostileName()
        #expect(try await peer.get("getallextensions").body.contains("\\u001b[31mRED"))
        #expect(try await peer.ask("getallextensions")["0.cnname"] == SmartPBXFaults.hostileNames[0])
        await peer.simulator.advance(by: .milliseconds(1))
        #expect(try await peer.ask("getcalls").all("srccalleridname").contains(SmartPBXFaults.hostileNames[0]))
    }

    @Test func tenThousandDevicesInOneAnswer() async throws {
        let peer = try await WebCTIPeer.start(agents: 10_000)
        let reply = try await peer.ask("getallstatus")
        #expect(reply["0.devices.9999.device"] == "30010")
        #expect(reply["0.users.9999.user"] == "#30010")
    }

    @Test func aScriptActs() async throws {
        let script = try TrainingScript.parse(
            "at 1s call 13800138000 extension 2011\nat 2s offline 5s\nat 3s dial 2013 2014", file: "lesson")
        let world = WebCTIWorld(seed: 1, agents: 12, rate: 0, start: WebCTIPeer.start)
        let simulator = WebCTISimulator(world: world, time: .byHand(at: WebCTIPeer.start), script: script)
        let peer = WebCTIPeer(simulator: simulator, port: try await simulator.start())
        await simulator.advance(by: .milliseconds(1_500))
        #expect(try await peer.ask("getallstatus", [("devices", "2011")])["0.devices.0.status"] == "#8")
        await simulator.advance(by: .seconds(2))
        await #expect(throws: RawHTTP.Refused.self) { try await peer.get("about") }
        #expect(await peer.channels("2013").count == 1)
        await simulator.advance(by: .seconds(4))
        #expect(try await peer.ask("about").code == "#0")
    }
}
