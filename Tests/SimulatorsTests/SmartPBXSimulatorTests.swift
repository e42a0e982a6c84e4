import Foundation
import Testing
import Wire

@testable import Simulators

@Suite(.serialized, .timeLimit(.minutes(2))) struct SmartPBXSimulatorTests {
    @Test func listsLookLikeTheDocumentsExamples() async throws {
        let bench = try await Bench()
        let device = try await bench.peer.ask("system", ["cmd": "deviceInfo"])
        #expect(device["status"] == "Success")
        #expect(device["deviceinfo.devicename"] == "SPX1006O16S")
        #expect(device["deviceinfo.systemtime"] == "Sat Jan  7 06:03:19 2023")
        #expect(device["deviceinfo.uptime"] == "00:00:00")

        let extensions = try await bench.peer.ask("system", ["cmd": "extension_list"])
        #expect(extensions["extlist.0.type"] == "FXS")
        #expect(extensions["extlist.0.number"] == "2005")
        #expect(extensions["extlist.0.port"] == "5")
        #expect(extensions["extlist.0.status"] == "Idle")
        #expect(extensions["extlist.12.type"] == "SIP")
        #expect(extensions["extlist.12.number"] == "8001")
        #expect(extensions["extlist.12.username"] == "8001")
        #expect(extensions["extlist.12.port"] == nil)

        let id = try bench.peer.send("system", ["cmd": "trunk_list"])
        let trunks = try await bench.peer.answer(to: id)
        #expect(trunks["request_id"] == " " + id)
        #expect(trunks["trunklist.0.name"] == "SIP_kMvORe")
        #expect(trunks["trunklist.0.vbat"] == nil)
        #expect(trunks["trunklist.2.name"] == "FXO-1")
        #expect(trunks["trunklist.2.vbat"] == "#50")
        #expect(trunks["trunklist.3.status"] == "Disconnected")

        let queues = try await bench.peer.ask("queue", ["cmd": "queue_list"])
        #expect(queues["queuelist.0.number"] == "6666")
        #expect(queues["queuelist.0.members"] == "2005,2006,2007,2008,2009,8001")
        #expect(queues["queuelist.0.strategy"] == "ringall")

        let rooms = try await bench.peer.ask("conf", ["cmd": "conf_list"])
        #expect(rooms["conflist.1.number"] == "33333")
        #expect(rooms["conflist.1.participantpassword"] == "111")
        #expect(rooms["conflist.1.waitformoderator"] == "yes")
        await bench.end()
    }

    @Test func aDialledCallIsSeenListenedToAndEnded() async throws {
        let bench = try await Bench()
        let dialled = try await bench.peer.ask("call", ["cmd": "dial", "caller": "8001", "callee": "2222"])
        let call = try #require(dialled["callid"])
        #expect(dialled["message"] == "success")
        await bench.simulator.advance(by: .seconds(4))
        let live = try await bench.peer.ask("system", ["cmd": "livecall"])
        #expect(live["livecall.0.callid"] == call)
        #expect(live["livecall.0.caller"] == "8001")
        #expect(live["livecall.0.called"] == "2222")
        #expect(live["livecall.0.source"]?.hasPrefix("PJSIP/8001-") == true)
        #expect(live["livecall.0.duration"] == "00:00:04")
        #expect(live["livecall.0.direction"] == "Internal")

        let listening = try await bench.peer.ask("call", ["cmd": "listen", "monitor": "2008", "extension": "8001", "type": "whisper"])
        #expect(listening["status"] == "Success")
        #expect(listening["callid"] != call)

        let ended = try await bench.peer.ask("call", ["cmd": "hangup", "callid": call])
        #expect(ended["message"] == "Channel Hungup")
        let record = try await bench.peer.next("cdr") { $0["callid"] == call }
        #expect(record["event"] == "cdr")
        #expect(record["disposition"] == "ANSWERED")
        #expect(record["src"] == "8001")
        #expect(record["end"] == "2023-01-07 06:03:23")
        #expect(try await bench.peer.ask("system", ["cmd": "livecall"])["livecall.0.callid"] == nil)
        await bench.end()
    }

    @Test func slashesAreEscapedOnTheWire() async throws {
        let bench = try await Bench()
        _ = await bench.simulator.act { $0.begin(from: "2007", to: "2222") }
        try bench.peer.send(raw: Array(#"{"cmd":"conf_status","conf":2222,"request_id":"x"}"#.utf8), to: "conf")
        let text = String(decoding: try await bench.peer.raw("response"), as: UTF8.self)
        #expect(text.contains(#""channel":"FXS\/7""#))
        await bench.end()
    }

    @Test func queueMembersComeGoAndPause() async throws {
        let bench = try await Bench()
        let pair = ["queue": "6666", "extension": "2016"]
        func status() async throws -> Flat { try await bench.peer.ask("queue", ["cmd": "queue_status", "queue": "6666"]) }
        #expect(try await bench.peer.ask("queue", pair.merging(["cmd": "queue_add"]) { $1 })["message"] == "Added interface to queue")
        #expect(try await status()["members.6.agent"] == "2016")
        let paused = try await bench.peer.ask("queue", pair.merging(["cmd": "queue_paused", "paused": "yes"]) { $1 })
        #expect(paused["message"] == " Interface paused successfully")
        let now = try await status()
        #expect(now["members.6.pused"] == "1")
        #expect(now["members.5.pused"] == "0")
        #expect(now["members.5.status"] == "1")
        #expect(now["members.0.status"] == "0")
        #expect(now["params.talktime"] == "")
        #expect(now["params.calls"] == "0")
        let back = try await bench.peer.ask("queue", pair.merging(["cmd": "queue_paused", "paused": "no"]) { $1 })
        #expect(back["status"] == "Success")
        #expect(try await status()["members.6.pused"] == "0")
        let removed = try await bench.peer.ask("queue", pair.merging(["cmd": "queue_remove"]) { $1 })
        #expect(removed["message"] == "Remove interface to queue")
        #expect(try await status()["members.6.agent"] == nil)
        await bench.end()
    }

    @Test func roomsInviteMuteAndKick() async throws {
        let bench = try await Bench()
        let invited = try await bench.peer.ask(
            "conf", ["cmd": "conf_invite", "conf": "2222", "dialpermission": "8001", "member": "2006"])
        #expect(invited["message"] == "success")
        _ = await bench.simulator.act { $0.begin(from: "8001", to: "2222") }
        let status = ["cmd": "conf_status", "conf": "2222"]
        var room = try await bench.peer.ask("conf", status)
        #expect(room["members.0.callerid"] == "8001")
        #expect(room["members.0.muted"] == "No")
        let channel = try #require(room["members.0.channel"])
        let member = ["conf": "2222", "channel": channel]
        #expect(try await bench.peer.ask("conf", member.merging(["cmd": "conf_mute"]) { $1 })["message"] == "User muted")
        room = try await bench.peer.ask("conf", status)
        #expect(room["members.0.muted"] == "Yes")
        #expect(try await bench.peer.ask("conf", member.merging(["cmd": "conf_unmute"]) { $1 })["message"] == "User unmuted")
        #expect(try await bench.peer.ask("conf", member.merging(["cmd": "conf_kick"]) { $1 })["message"] == "User kicked")
        let gone = try await bench.peer.ask("conf", member.merging(["cmd": "conf_kick"]) { $1 })
        #expect(gone["status"] == "failed")
        await bench.end()
    }

    @Test func settingsAreTakenAsObjectAndAsArray() async throws {
        let bench = try await Bench()
        let values = ["logout_status": "0", "fullname": "Tom 汤姆", "permission": "3"]
        #expect(try await bench.peer.ask("cfg", ["cmd": "extension_set", "extension": "8001", "params": values])["status"] == "Success")
        #expect(await bench.simulator.world.extension("8001")?.name == "Tom 汤姆")
        let out = ["logout_status": "1", "permission": "2"]
        #expect(try await bench.peer.ask("cfg", ["cmd": "extension_set", "extension": 8001, "params": [out]])["status"] == "Success")
        #expect(try await bench.peer.next("event")["status"] == "Unavailable")

        var alarm = ["start": "16:30", "clock_sound": "xxxx.wav", "cycle": "10", "times": "1", "days": "10"]
        let refused = try await bench.peer.ask("cfg", ["cmd": "alarm_set", "extension": "8001", "params": alarm])
        #expect(refused["status"] == "Failed")
        #expect(refused["message"] == "clock sound is not existing")
        alarm["clock_sound"] = "wakeup.wav"
        let set = try await bench.peer.ask("cfg", ["cmd": "alarm_set", "extension": "8001", "params": alarm])
        #expect(set["status"] == "Success")
        await bench.end()
    }

    @Test(arguments: [
        ("call", "hangup", "Failed"), ("call", "dial", "Failed"), ("call", "listen", "Failed"), ("queue", "queue_status", "failed"),
        ("queue", "queue_add", "failed"), ("queue", "queue_remove", "failed"), ("queue", "queue_paused", "Failed"),
        ("conf", "conf_status", "failed"), ("conf", "conf_invite", "failed"), ("conf", "conf_kick", "failed"),
        ("conf", "conf_mute", "failed"), ("conf", "conf_unmute", "failed"), ("cfg", "extension_set", "Failed"),
        ("cfg", "alarm_set", "Failed"), ("call", "queue_list", "Failed"), ("system", "deviceinfo", "Failed"),
    ])
    func refusalsAreInTheDocumentsSpelling(_ subcommand: String, _ command: String, _ word: String) throws {
        var world = SmartPBXWorld(seed: 1, rate: 0, start: 0)
        let payload = Array(#"{"cmd":"\#(command)","request_id":"7"}"#.utf8)
        let answer = SmartPBXAnswers.answer(payload, subcommand: subcommand, world: &world)
        let fields = try #require(answer.flatMap(flat))
        #expect(fields["status"] == word)
        #expect(fields["request_id"] == "7")
        #expect(fields["message"]?.isEmpty == false)
    }

    @Test func theOtherSpellingIsTheTables() async throws {
        let bench = try await Bench(spelling: .tables)
        let status = try await bench.peer.ask("queue", ["cmd": "queue_status", "queue": "6666"])
        #expect(status["params.0.members.0.agent"] == "2005")
        #expect(status["params.0.members.0.paused"] == "#0")
        #expect(status["params.0.completed"] == "#0")
        let call = await bench.simulator.act { $0.begin(from: "2007", to: "2006") }
        #expect(try await bench.peer.next("event") { $0["event"] == "invite" }["called"] == call)
        #expect(try await bench.peer.ask("system", ["cmd": "livecall"])["livecall.0.Duration"] == "00:00:00")
        _ = try await bench.peer.ask("call", ["cmd": "hangup", "callid": call])
        let record = try await bench.peer.next("cdr")
        #expect(record["Event"] == "cdr")
        #expect(record["dispositon"] == "NO ANSWER")
        #expect(record["recordurl"] != nil)
        #expect(record["billsec"] == "#0")
        await bench.end()
    }

    @Test func someRecordsAreShiftedAsInTheExample() async throws {
        let bench = try await Bench()
        for _ in 1...3 {
            try await bench.simulator.act { try $0.hangUp($0.begin(from: "2007", to: "2005")) }
        }
        #expect(try await bench.peer.next("cdr")["dst"] == "2005")
        #expect(try await bench.peer.next("cdr")["dst"] == "2005")
        let shifted = try await bench.peer.next("cdr")
        #expect(shifted["src"] == "2007")
        #expect(shifted["dst"] == "FXS/7")
        #expect(shifted["dsttech"] == "2005")
        #expect(shifted["end"] == "2023-01-07 06:03:19")
        await bench.end()
    }
}
