import Foundation
import Testing

@testable import Simulators

@Suite(.timeLimit(.minutes(2))) struct WebCTIActionTests {
    @Test func dialling() async throws {
        let peer = try await WebCTIPeer.start()
        let reply = try await peer.ask(
            "ctioriginate",
            [
                ("channel", "SIP/2011"), ("context", "from-internal"), ("exten", "2012"), ("priority", "1"), ("callerid", "2011"),
                ("variable", "MVB_CALLER=2011|__MVBBOB_DIALID=77"), ("async", "yes"),
            ])
        #expect(reply.message == "Originate successfully queued")
        #expect(await peer.channels("2011").map(\.state) == [.ringing])
        await peer.simulator.advance(by: .seconds(4))
        let channels = await peer.channels("2011") + peer.channels("2012")
        #expect(channels.map(\.state) == [.up, .ringing])
        #expect(channels.first?.variables == ["MVB_CALLER": "2011", "MVBBOB_DIALID": "77"])
        let busy = try await peer.ask(
            "ctioriginate", [("channel", "SIP/2011"), ("context", "c"), ("exten", "1"), ("priority", "1"), ("async", "0")])
        #expect(busy.code == "#1232")
        #expect(busy["0.reason"] == "5")
        let both = try await peer.ask(
            "ctioriginate",
            [("channel", "SIP/2013"), ("context", "c"), ("application", "ChanSpy"), ("data", "SIP/2012"), ("async", "1")])
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
            "ctioriginate",
            [
                ("channel", "SIP/2011"), ("application", "ChanSpy"), ("data", "SIP/2012,qw"), ("callerid", "2011"),
                ("variable", "x=1"), ("async", "yes"),
            ])
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
        #expect(try await peer.ask("getqueuemember", [("agentname", "2011")])["0.paused"] == "1")
        let log = try await peer.ask("getqueuelog", [("event", "PAUSE"), ("queue", "90")])
        let latest = log.all("agentno").count - 1
        #expect(log["\(latest).arg2"] == "3")
        #expect(log["\(latest).arg3"] == "会议")
        #expect(log["\(latest).callid"] == "NONE")
        #expect(try await peer.ask("ctiqueueremove", agent).message == "Removed interface from queue")
        #expect(try await peer.ask("ctiqueueremove", agent).message?.hasPrefix("Queue add failed") == true)
        #expect(try await peer.ask("ctiqueuepause", agent + [("paused", "1")]).code == "#1301")
        #expect(
            try await peer.ask("getagentactivity", [("datefrom", "1"), ("dateto", "1"), ("agentname", "2011")]).all("event") == [
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

        let withdrawn = try await peer.ask(
            "ctiqueuecallerwithdraw", [("queue", "90"), ("caller", callers[0]), ("withdrawinfo", "VIP")])
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
        // That nothing rings shows when the telephone is lifted, and is told to nobody who does not wait.
        let nothing = [("channel", "SIP/2013"), ("pickupexten", "2014"), ("callerid", "1"), ("async", "yes")]
        #expect(try await peer.ask("ctipickup", nothing).code == "#0")
        let lifted = try #require(await peer.channels("2013").first)
        await peer.simulator.act { $0.answer(lifted.name) }
        #expect(await peer.channels("2013").isEmpty)
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
}
