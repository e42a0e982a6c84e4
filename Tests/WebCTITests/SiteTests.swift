import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import WebCTI

@Suite(.serialized, .timeLimit(.minutes(2))) struct SiteTests {
    @Test func theBoardIsWhatTheExchangeTells() async throws {
        let peer = try Peer()
        peer.answer(
            "getallstatus",
            Peer.status(
                members: Peer.member("2011", paused: "2") + "," + Peer.member("2012"),
                waiting:
                    #"{"createtime":"2026-11-21 09:59:30","queuestart":"1795226370","channel":"SIP/to117-0000003d","uniqueid":1421960600.10,"callerid":"13800138000","position":"1","wait":"0"}"#,
                conferences:
                    #"{"createtime":"2026-11-21 09:59:00","callerid":"2008","channel":"SIP/2008-09193850","uniqueid":"1422335692.23","confno":"975704","usernum":"1"}"#,
                parks:
                    #"{"parkedtime":"2026-11-21 09:59:00","exten":"71","channel":"SIP/to117-00000041","srcchannel":"SIP/2012-1","timeout":300,"callerid":"13900139000","state":"Parked"},{"exten":"72","channel":"SIP/9-9","state":"GiveUp"}"#
            ))
        peer.answer(
            "getmeetme",
            #"{"errcode":0,"message":"SUCCESS","data":[{"callerid":"2008","meetme":"975704","usernum":"1","talking":"1","leave":"0"}]}"#)
        peer.answer(
            "cticommand",
            #"{"errcode":0,"message":"SUCCESS","data":[{"result": "User #: 01 2008 x Channel: SIP/2008-09193850 (Admn Muted) (unmonitored)"}]}"#
        )
        let desk = SiteHarness(peer, clock: .forSite(now: Date(timeIntervalSince1970: 1_795_226_400)))
        #expect(await desk.untilSynced())
        let board = desk.board

        let wang = try #require(desk.agent("2011"))
        #expect(wang.name == "王芳" && wang.extension == "2011" && wang.queues == ["90"])
        #expect(wang.state == .paused && wang.reason == "用餐")
        #expect(desk.agent("2012")?.name == "Li")
        #expect(desk.agent("2012")?.state == .idle)
        #expect(desk.agent("2008")?.queues == [])

        let queue = try #require(board.queue("care", "90"))
        #expect(queue.name == "售后" && queue.waiting == 1 && queue.completed == 5 && queue.abandoned == 2 && queue.serviceLevel == 71.4)
        #expect(queue.members.map(\.agent) == ["2011", "2012"])
        #expect(queue.members.first == .init(agent: "2011", state: .paused, paused: true, reason: "用餐"))

        let caller = try #require(board.waiting.first)
        #expect(caller.call == "1421960600.10" && caller.caller == "13800138000" && caller.position == 1)
        #expect(caller.since == Date(timeIntervalSince1970: 1_795_226_370))
        let queued = try #require(board.call("care", "1421960600.10"))
        #expect(queued.state == .queued && queued.direction == .inbound && queued.trunk == "SIP/to117" && queued.queue == "90")

        let parked = try #require(board.calls.first { $0.state == .parked })
        #expect(parked.callee == "71" && parked.caller == "13900139000")
        #expect(board.calls.count == 2)

        let room = try #require(board.room("care", "975704"))
        #expect(
            room.members == [
                Room.Member(
                    id: "1", number: "2008", name: "班长", state: .joined, muted: true, talking: true,
                    since: Date(timeIntervalSince1970: 1_795_226_340))
            ])
        #expect(board.trunks.map(\.id).sorted() == ["SIP/to117", "ZAP/g0"])
        #expect(board.trunks.first { $0.id == "SIP/to117" }?.status == "OK")
        #expect(peer.asked.allSatisfy { $0.query["json"] == "2" && $0.method == "GET" })
        #expect(peer.asked.allSatisfy { $0.query["webkey"] == ExchangeClock.key(Peer.webKey, day: "2026-11-21") })
        try await desk.stop()
    }

    /// Both ends tell of a talk; it is one call, its identifier kept digit for digit.
    @Test func aTalkComesAndGoes() async throws {
        let peer = try Peer()
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        peer.answer("getallstatus", Peer.talk)
        #expect(await desk.until { !$0.board.calls.isEmpty })
        let call = try #require(desk.board.calls.first)
        #expect(desk.board.calls.count == 1)
        #expect(call.id == "1421960697.190" && call.state == .talking && call.direction == .internal)
        #expect(call.caller == "2011" && call.callee == "2012")
        #expect(call.channels == ["SIP/2011-b7c15808", "SIP/2012-08ba3b18"])
        #expect(desk.agent("2011")?.state == .talking && desk.agent("2011")?.call == call.id && desk.agent("2012")?.call == call.id)
        peer.answer("getallstatus", Peer.status())
        #expect(await desk.until { $0.board.calls.isEmpty && $0.agent("2011")?.state == .idle })
        try await desk.stop()
    }

    @Test func nothingIsReportedWhileNothingChanges() async throws {
        let peer = try Peer()
        peer.answer("getallstatus", Peer.talk)
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        let before = desk.effective.count
        let asked = peer.asked("getallstatus").count
        #expect(await desk.until { _ in peer.asked("getallstatus").count > asked + 12 })
        #expect(desk.effective.count == before)
        try await desk.stop()
    }

    /// Whether a list left out means all or none is not documented: where it means none, everything is named.
    @Test func whatComesOnlyByNameIsAskedByName() async throws {
        let peer = try Peer()
        peer.answerOnce(
            "getallstatus",
            .text(#"{"errcode":0,"message":"SUCCESS","data":[{"devices":[],"users":[],"queues":[],"conferences":[],"parks":[]}]}"#))
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        let asked = peer.asked("getallstatus")
        #expect(asked[0].parameters.isEmpty)
        #expect(asked[1].parameters == ["devices": "2008,2011,2012", "users": "2008,2011,2012", "queues": "90"])
        #expect(desk.board.agents.count == 3)
        try await desk.stop()
    }

    @Test func longListsAreAskedInParts() {
        var filter = Filter()
        filter.named = ["devices", "queues"]
        let numbers = (10_000..<12_000).map { String($0) }
        let requests = filter.requests(devices: numbers, users: ["1"], queues: ["90", "91"])
        #expect(requests.count == 3)
        #expect(requests.allSatisfy { $0.reduce(0) { $0 + $1.1.percentEncoded.utf8.count } <= Filter.longest + 10 })
        let named = requests.flatMap { $0.filter { $0.0 == "devices" } }.flatMap { $0.1.split(separator: ",") }.map(String.init)
        #expect(named == numbers)
        #expect(requests[2].last?.0 == "queues" && requests[2].last?.1 == "90,91")
    }

    @Test func tenThousandTelephonesInOneAnswer() async throws {
        let peer = try Peer()
        let devices = (10_000..<20_000).map {
            #"{"device":"\#($0)","interface":"SIP/\#($0)","devicetype":"fixed","context":"from-internal","popupcalls":[],"calls":[],"status":0}"#
        }
        peer.answer(
            "getallstatus",
            #"{"errcode":0,"message":"SUCCESS","data":[{"devices":[\#(devices.joined(separator: ","))],"users":[],"queues":[],"conferences":[],"parks":[]}]}"#
        )
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.agents.count == 10_003)
        #expect(desk.agent("19999")?.state == .idle)
        try await desk.stop()
    }

    // MARK: The key of the day

    @Test func theDayTurnsAtTheExchangesMidnight() async throws {
        let peer = try Peer()
        // A second before midnight in Shanghai, by both clocks.
        let eve = Date(timeIntervalSince1970: 1_795_276_799)
        peer.expect(day: "2026-11-21")
        peer.answer("ctigetdatetime", Peer.time("2026-11-21 23:59:59", stamp: 1_795_276_799))
        let clock = SteppedClock.forSite(now: eve)
        let desk = SiteHarness(peer, clock: clock)
        #expect(await desk.untilSynced())
        clock.setWallClock(to: eve + 1)
        peer.expect(day: "2026-11-22")
        peer.answer("ctigetdatetime", Peer.time("2026-11-22 00:00:00", stamp: 1_795_276_800))
        peer.answer("getallstatus", Peer.talk)
        #expect(await desk.until { !$0.board.calls.isEmpty })
        #expect(desk.status?.link == .online)
        try await desk.stop()
    }

    /// The clock here is a day behind: what the exchange refuses is found out once, and holds from then on.
    @Test func aClockADayBehindIsLearnedOnce() async throws {
        let peer = try Peer()
        peer.expect(day: "2026-11-21")
        let desk = SiteHarness(peer, clock: .forSite(now: Date(timeIntervalSince1970: 1_795_226_400 - 86_400)))
        #expect(await desk.untilSynced())
        let asked = peer.asked
        #expect(asked.prefix(4).map(\.page) == ["ctigetdatetime", "ctigetdatetime", "ctigetdatetime", "ctigetdatetime"])
        let good = ExchangeClock.key(Peer.webKey, day: "2026-11-21")
        #expect(asked.dropFirst(4).allSatisfy { $0.query["webkey"] == good })
        try await desk.stop()
    }

    /// The clock here is wrong by years: the answer's own date tells the day.
    @Test func aClockOfAnotherYearIsLearnedFromTheAnswersDate() async throws {
        let peer = try Peer()
        peer.expect(day: "2026-11-21")
        peer.say(date: "Sat, 21 Nov 2026 02:00:00 GMT")
        let desk = SiteHarness(peer, clock: .forSite(now: Date(timeIntervalSince1970: 946_684_800)))
        #expect(await desk.untilSynced())
        #expect(peer.asked.filter { $0.query["webkey"] != ExchangeClock.key(Peer.webKey, day: "2026-11-21") }.count == 1)
        try await desk.stop()
    }

    @Test func aRefusalOnceIsNoLoop() async throws {
        let peer = try Peer()
        let desk = SiteHarness(peer, clock: .forSite(now: Date(timeIntervalSince1970: 1_795_226_400)))
        #expect(await desk.untilSynced())
        peer.answerOnce("getallstatus", .text(Peer.wrongKey("x")))
        peer.answer("getallstatus", Peer.talk)
        #expect(await desk.until { !$0.board.calls.isEmpty })
        #expect(desk.status?.link == .online)
        try await desk.stop()
    }

    /// The exchange's clock may be put right: the attempts go on, a minute apart.
    @Test func aWrongKeyIsTriedAgainSlowly() async throws {
        let peer = try Peer()
        peer.expect(day: "1999-01-01")
        let desk = SiteHarness(peer)
        let failure = try #require(await desk.failure())
        #expect(!failure.isFinal && failure.stage == .login && failure.leastPause == .seconds(60))
        #expect(failure.reason.string.contains("WEB key"))
        #expect(peer.asked.count <= 6)
        #expect(Set(peer.asked.map { $0.query["webkey"] }).count == peer.asked.count)
    }

    // MARK: Faults

    @Test(arguments: [
        (Peer.Reply.status(500, "<html>Internal Server Error</html>"), "getallstatus.php with HTTP 500"),
        (.text("<html><body>log in</body></html>"), "getallstatus.php with a web page"),
        (.text(String(Peer.talk.prefix(300))), "to getallstatus.php cannot be read"), (.reset, ""),
        (.text(#"{"errcode":9001,"message":"asterisk not run","data":[]}"#), "platform not started"),
    ])
    func aSpoiltSweepIsToldAndOvercome(_ reply: Peer.Reply, _ words: String) async throws {
        let peer = try Peer()
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        peer.answerOnce("getallstatus", reply)
        #expect(await desk.until { $0.status?.link == .degraded })
        #expect(desk.status?.error?.string.contains(words) == true || words.isEmpty)
        #expect(desk.board.agents.count == 3)
        peer.answer("getallstatus", Peer.talk)
        #expect(await desk.until { $0.status?.link == .online && !$0.board.calls.isEmpty })
        try await desk.stop()
    }

    @Test func anExchangeThatOnlyTalksNonsenseIsGivenUp() async throws {
        let peer = try Peer()
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        peer.answer("getallstatus", "<html></html>")
        let failure = try #require(await desk.failure())
        #expect(failure.stage == .link && !failure.isFinal)
    }

    @Test func silenceIsShownAndWaitedOut() async throws {
        let peer = try Peer()
        let clock = SteppedClock.forSite()
        let desk = SiteHarness(peer, clock: clock)
        #expect(await desk.untilSynced())
        peer.answer("getallstatus", .silence)
        #expect(await peer.next("getallstatus") != nil)
        clock.letDeadlinesPass(true)
        #expect(await desk.until { $0.status?.link == .degraded })
        clock.letDeadlinesPass(false)
        peer.answer("getallstatus", Peer.talk)
        clock.letDeadlinesPass(true)
        clock.letDeadlinesPass(false)
        #expect(await desk.until { $0.status?.link == .online && !$0.board.calls.isEmpty })
        try await desk.stop()
    }

    @Test func nobodyThereIsALostLink() async throws {
        let peer = try Peer()
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        peer.stop()
        let failure = try #require(await desk.failure())
        #expect(failure.stage == .tcp || failure.stage == .link)
        #expect(!failure.isFinal)
        let again = SiteHarness(peer)
        #expect(await again.failure()?.stage == .tcp)
    }

    @Test func aWrongAddressIsSaid() async throws {
        let peer = try Peer()
        for page in Peer.quiet.keys { peer.answer(page, .status(404, "<html>Not Found</html>")) }
        let failure = try #require(await SiteHarness(peer).failure())
        #expect(failure.stage == .sync && failure.reason.string.contains("ctigetdatetime.php"))
    }

    /// What is not licensed, or spelt otherwise here, costs no board.
    @Test func pagesThatAreMissingOrSpeltOtherwise() async throws {
        let peer = try Peer()
        peer.answer("getqueue.list", Peer.quiet["getqueuelist"] ?? "")
        for page in ["getqueuelist", "gettrunklist", "getchannel"] { peer.answer(page, .status(404, "")) }
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.queue("care", "90")?.name == "售后")
        #expect(desk.board.trunks.isEmpty)
        let asked = peer.asked("getallstatus").count
        #expect(await desk.until { _ in peer.asked("getallstatus").count > asked + 12 })
        #expect(peer.asked("getchannel").count == 1)
        let troubles = desk.told.filter { if case .message(let it) = $0 { it.topic == "trouble" } else { false } }
        #expect(troubles.count == 2)
        try await desk.stop()
    }

    /// A device that gives only XML.
    @Test func aBoardFromXML() async throws {
        let peer = try Peer()
        peer.answer(
            "getallstatus",
            """
            <root><errcode>0</errcode><message>SUCCESS</message><data><item><requesttime>2015-01-23 05:09:46</requesttime><devices><list>
            <item><device>2011</device><interface>SIP/2011</interface><popupcalls/><calls><list><item><channel>SIP/2011-b7c15808</channel>
            <refchannel>SIP/2012-08ba3b18</refchannel><callstate>Link</callstate><callerid>2011</callerid><refcallerid>2012</refcallerid>
            <uniqueid>1421960697.190</uniqueid><refuniqueid>1421960697.192</refuniqueid><direct>OUT</direct></item></list></calls><status>1</status></item>
            </list></devices><users/><queues><item> <queue>90</queue> <members/> <waitingcalls/> </item> </queues> <conferences/> <parks/>
            <responsetime>2015-01-23 05:09:46</responsetime> </item> </data> </root>
            """)
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.calls.map(\.id) == ["1421960697.190"])
        #expect(desk.agent("2011")?.state == .talking)
        #expect(desk.board.queue("care", "90")?.waiting == 0)
        try await desk.stop()
    }

    /// Text that the exchange forgot to escape: the other form of the document is asked for, once, and kept.
    @Test func whatMakesNoSenseAsJSONIsAskedForAsXML() async throws {
        let peer = try Peer()
        peer.answer("getqueuelist", #"{"errcode":0,"message":"SUCCESS","data":[{"queueno":"90","description":"the "after" sales"}]}"#)
        peer.answer(
            "getqueuelist",
            asXML: "<root><errcode>0</errcode><message/><data><item><queueno>90</queueno><description>a</description></item></data></root>")
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.queue("care", "90")?.name == "a")
        #expect(peer.asked("getqueuelist").map { $0.query["json"] } == ["2", nil])
        try await desk.stop()
    }

    @Test func aCommandWhoseAnswerMakesNoSenseIsNotSentAgain() async throws {
        let peer = try Peer()
        peer.answer("getallstatus", Peer.talk)
        peer.answer("ctihangup", #"{"errcode":0,"message":"Channel "Hungup"","data":[]}"#)
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        guard case .unknown(let words) = try await desk.act(.hangup, "2011") else {
            Issue.record("known")
            return
        }
        #expect(words.string.contains("ctihangup.php"))
        #expect(peer.asked("ctihangup").count == 1)
        try await desk.stop()
    }

    // MARK: The queue log

    @Test func theQueueLogIsToldOnce() async throws {
        let peer = try Peer()
        let entry = { (time: String, event: String, more: String) in
            #"{"eventtime":"\#(time)","callid":"NONE","queuename":"90","queuestart":"0","agent":"SIP/2011","agentno":"2011","event":"\#(event)",\#(more)}"#
        }
        let plain = #""arg1":"5","arg2":"2","arg3":"","arg4":"0","arg5":"""#
        let old = entry("2026-11-21 09:00:00", "LOGIN", plain)
        let pause = entry("2026-11-21 10:00:05", "PAUSE", plain)
        let log = { (rows: [String]) in #"{"errcode":0,"message":"SUCCESS","data":[{"result":[\#(rows.joined(separator: ","))]}]}"# }
        peer.answer("getqueueloglist", log([old]))
        let desk = SiteHarness(peer, clock: .forSite(now: Date(timeIntervalSince1970: 1_795_226_400)))
        #expect(await desk.untilSynced())
        peer.answer("getqueueloglist", log([pause, old]))
        let messages = { (desk: SiteHarness<WebCTISite>) in
            desk.told.compactMap { if case .message(let it) = $0, it.topic == "queuelog" { it } else { nil } }
        }
        #expect(await desk.until { messages($0).count == 1 })
        #expect(messages(desk)[0].text == "90: agent paused, 2011, 用餐")
        #expect(messages(desk)[0].time == Date(timeIntervalSince1970: 1_795_226_405))
        // The same rows again, and one that is alike: two pauses within a second are two.
        peer.answer("getqueueloglist", log([pause, pause, old]))
        #expect(await desk.until { messages($0).count == 2 })
        peer.answer("getqueueloglist", log([entry("2026-11-21 10:00:06", "UNPAUSE", plain), pause, pause, old]))
        #expect(await desk.until { messages($0).count == 3 })
        #expect(messages(desk)[2].details["event"] == "UNPAUSE")
        try await desk.stop()
    }

    @Test func withoutTheListTheLogIsReadQueueByQueue() async throws {
        let peer = try Peer()
        peer.answer("getqueueloglist", .status(404, ""))
        peer.answer(
            "getqueue.log",
            #"{"errcode":0,"message":"SUCCESS","data":[{"eventtime":"2026-11-21 10:00:58","callid":"1349659466.30","queuename":"90","queuesstart":"1349659542","agent":"SIP/8010-097f87c0","agentno":"8010","event":"CONNECT","arg1":"16","arg2":"85912913","arg3":"16","arg4":"","arg5":""}]}"#
        )
        let desk = SiteHarness(peer, clock: .forSite(now: Date(timeIntervalSince1970: 1_795_226_400)))
        #expect(
            await desk.until { desk in
                desk.told.contains {
                    if case .message(let it) = $0 { it.text == "90: an agent took the call, 8010, 85912913" } else { false }
                }
            })
        #expect(peer.asked("getqueue.log").first?.parameters == ["queue": "90"])
        try await desk.stop()
    }
}
