import Exchange
import Foundation
import SiteHarness
import Testing

@testable import WebCTI

/// What the exchange tells of agents, callers and calls, and on which of its pages.
@Suite(.serialized, .timeLimit(.minutes(2))) struct StateTests {
    private static let noon = Date(timeIntervalSince1970: 1_795_226_400)

    private func desk(_ configure: (Peer) -> Void) async throws -> SiteHarness<WebCTISite> {
        let peer = try Peer()
        configure(peer)
        let desk = SiteHarness(peer, clock: .forSite(now: Self.noon))
        #expect(await desk.untilSynced())
        return desk
    }

    // MARK: Why agents are paused (sections 4.84, 6.11)

    @Test(arguments: [("2", "", "用餐"), ("7", "开会", "开会"), ("1", "", "示忙"), ("42", "", "42")])
    func `The queue log says why somebody is paused`(_ value: String, _ text: String, _ reason: String) async throws {
        let desk = try await desk { _ in }
        desk.peer.answer("getqueueloglist", Peer.log(Peer.pause("2011", value: value, text: text)))
        desk.peer.answer("getallstatus", Peer.status(members: Peer.member("2011", paused: "1") + "," + Peer.member("2012")))
        #expect(await desk.until { $0.agent("2011")?.state == .paused })
        // In the same sweep: the reason is never wrong, and not late.
        #expect(desk.agent("2011")?.reason?.string == reason)
        #expect(desk.board.queue("care", "90")?.members.first?.reason?.string == reason)
        try await desk.stop()
    }

    @Test func `A pause of which the log says nothing has no reason`() async throws {
        let desk = try await desk { $0.answer("getallstatus", Peer.status(members: Peer.member("2011", paused: "1"))) }
        #expect(desk.agent("2011")?.state == .paused)
        #expect(desk.agent("2011")?.reason == nil)
        try await desk.stop()
    }

    @Test func `A pause that began before us is looked up in the log of the last day`() async throws {
        let desk = try await desk { peer in
            peer.answer("getallstatus", Peer.status(members: Peer.member("2011", paused: "1")))
            peer.answerOnce(
                "getqueueloglist",
                .text(
                    Peer.log(
                        Peer.pause("2011", value: "2", at: "2026-11-21 08:00:00"), Peer.pause("2011", value: "1", at: "2026-11-21 07:00:00")
                    )))
        }
        #expect(desk.agent("2011")?.reason == "用餐")
        #expect(desk.agent("2011")?.since == Self.noon - 7_200)
        let asked = desk.peer.asked("getqueueloglist").map(\.parameters)
        #expect(asked.first == ["eventtime1": "2026-11-20 10:00:00", "event": "PAUSE", "rows": "1000"])
        // It is history: nobody is told of it.
        #expect(!desk.messages.contains { $0.topic == "queuelog" })
        try await desk.stop()
    }

    @Test func `The reason of an earlier pause is not that of the present one`() async throws {
        let desk = try await desk { _ in }
        let first = Peer.pause("2011", value: "2", at: "2026-11-21 10:00:01")
        let end = first.replacing("PAUSE", with: "UNPAUSE").replacing("10:00:01", with: "10:00:02")
        desk.peer.answer("getqueueloglist", Peer.log(end, first))
        #expect(await desk.until { $0.messages.count { $0.topic == "queuelog" } == 2 })
        desk.peer.answer("getallstatus", Peer.status(members: Peer.member("2011", paused: "1")))
        #expect(await desk.until { $0.agent("2011")?.state == .paused })
        #expect(desk.agent("2011")?.reason == nil)
        // The row is written late.
        desk.peer.answer("getqueueloglist", Peer.log(Peer.pause("2011", value: "1", at: "2026-11-21 10:00:03"), end, first))
        #expect(await desk.until { $0.agent("2011")?.reason == "示忙" })
        try await desk.stop()
    }

    // MARK: Within one sweep

    @Test func `A held call is held after one look and talks again after one`() async throws {
        let desk = try await desk { $0.answer("getallstatus", Peer.talk) }
        for isHeld in [true, false] {
            let looks = desk.peer.asked("getallstatus").count
            desk.peer.answer("getchannel", Peer.rows(Peer.channel("SIP/2012-08ba3b18", partner: "SIP/2011-b7c15808", held: isHeld)))
            #expect(await desk.until { $0.board.calls.first?.state == (isHeld ? .held : .talking) })
            #expect(desk.agent("2011")?.state == (isHeld ? .held : .talking))
            // One may have been under way.
            #expect(desk.peer.asked("getallstatus").count <= looks + 3)
        }
        try await desk.stop()
    }

    // MARK: Names and times

    private static let waiting =
        #"{"createtime":"2026-11-21 09:59:30","queuestart":"1795226370","channel":"SIP/to117-0000003d","uniqueid":1421960600.10,"callerid":"13800138000","position":"1","wait":"0"}"#

    @Test(arguments: [("华夏银行", "华夏银行"), ("???", nil), ("<Unknown>", nil), ("", nil)])
    func `A waiting caller has the name that the queue's page gives`(_ told: String, _ name: String?) async throws {
        let desk = try await desk { peer in
            peer.answer("getallstatus", Peer.status(waiting: Self.waiting))
            peer.answer(
                "getqueuecalls",
                Peer.rows(#"{"queue":"90","channel":"SIP/to117-0000003d","uniqueid":"1421960600.10","calleridname":"\#(told)"}"#))
        }
        #expect(desk.board.waiting.first?.name?.string == name)
        // Once for each caller.
        let looks = desk.peer.asked("getallstatus").count
        #expect(await desk.until { _ in desk.peer.asked("getallstatus").count > looks + 6 })
        #expect(desk.peer.asked("getqueuecalls").count == 1)
        try await desk.stop()
    }

    @Test func `States that began before us have their time`() async throws {
        let desk = try await desk { peer in
            peer.answer(
                "getallstatus", Peer.status(states: ["2008": "4"], members: Peer.member("2011", paused: "1") + "," + Peer.member("2012")))
            peer.answer(
                "getextensionstatus",
                Peer.rows(
                    #"{"exten":"2008","channel":"SIP/2008","status":"4","statustime":"2026-11-21 09:00:00"}"#,
                    #"{"exten":"2011","channel":"SIP/2011","status":"0","statustime":"2026-11-21 09:10:00"}"#,
                    #"{"exten":"2012","channel":"SIP/2012","status":"0","statustime":"2026-11-21 09:20:00"}"#))
            peer.answer(
                "getqueuemember",
                Peer.rows(
                    #"{"queue":"90","agent":"SIP/2011","agentname":"2011","status":"1","pausetime":"2026-11-21 09:30:00","paused":"1"}"#,
                    #"{"queue":"90","agent":"SIP/2012","agentname":"2012","status":"1","pausetime":"0000-00-00 00:00:00","paused":"0"}"#))
        }
        #expect(desk.agent("2008")?.since == Self.noon - 3_600)
        #expect(desk.agent("2011")?.since == Self.noon - 1_800)
        #expect(desk.agent("2012")?.since == Self.noon - 2_400)
        try await desk.stop()
    }

    // MARK: The two ends of a call

    private static func end(
        _ number: String, _ channel: String, _ id: String, with other: (number: String, channel: String, id: String), _ direction: String
    ) -> String {
        #"{"createtime":"2026-11-21 09:59:04","channel":"\#(channel)","refchannel":"\#(other.channel)","callstate":"Link","callerid":"\#(number)","refcallerid":"\#(other.number)","channelstate":"Up","refchannelstate":"Up","uniqueid":\#(id),"refuniqueid":\#(other.id.isEmpty ? "\"\"" : other.id),"dialtime":"2026-11-21 09:58:57","linktime":"2026-11-21 09:59:04","direct":"\#(direction)"}"#
    }

    /// After a blind transfer both ends were called once, each in a call of its own; and an end may name the other one by its channel
    /// alone, or not at all.
    @Test(arguments: [("IN", "IN", "1.10", "1.9"), ("OUT", "OUT", "1.10", "1.9"), ("IN", "IN", "", ""), ("", "", "", "1.9")])
    func `A call whose ends both say the same of themselves is one call`(
        _ first: String, _ second: String, _ otherOfFirst: String, _ otherOfSecond: String
    ) async throws {
        let desk = try await desk { peer in
            peer.answer(
                "getallstatus",
                Peer.status(
                    states: ["2011": "1", "2012": "1"],
                    calls: [
                        "2011": Self.end("2011", "SIP/2011-a", "1.9", with: ("2012", "SIP/2012-b", otherOfFirst), first),
                        "2012": Self.end("2012", "SIP/2012-b", "1.10", with: ("2011", "SIP/2011-a", otherOfSecond), second),
                    ]))
        }
        #expect(desk.board.calls.map { "\($0.id) \($0.caller) \($0.callee)" } == ["1.9 2011 2012"])
        #expect(Set(desk.board.calls.first?.channels ?? []) == ["SIP/2011-a", "SIP/2012-b"])
        #expect(desk.agent("2011")?.call == "1.9" && desk.agent("2012")?.call == "1.9")
        try await desk.stop()
    }

    /// A room is looked into as soon as somebody comes, not with the next slow look; what is not told is unknown.
    @Test func `Whether somebody who comes into a room is muted is known with the same look`() async throws {
        let desk = try await desk { $0.answer("getallstatus", Peer.status(states: ["2012": "1"])) }
        func member(_ place: String) -> String {
            #"{"createtime":"2026-11-21 09:59:00","callerid":"2012","channel":"SIP/2012-\#(place)","uniqueid":"1.2","confno":"900","usernum":"\#(place)"}"#
        }
        desk.peer.answer("cticommand", Peer.rows(#"{"result":"User #: 01 2012 Bob Channel: SIP/2012-1 (Admin Muted) 1 users"}"#))
        desk.peer.answer("getallstatus", Peer.status(states: ["2012": "1"], conferences: member("1") + "," + member("2")))
        let looks = desk.peer.asked("getallstatus").count
        #expect(await desk.until { $0.board.room("care", "900") != nil })
        #expect(desk.board.room("care", "900")?.members.map(\.muted) == [true, nil])
        #expect(desk.peer.asked("getallstatus").count <= looks + 2)
        // Nothing is asked again while nobody comes or goes.
        let asked = desk.peer.asked("cticommand").count
        let seen = desk.peer.asked("getallstatus").count
        #expect(await desk.until { $0.peer.asked("getallstatus").count > seen + 4 })
        #expect(desk.peer.asked("cticommand").count <= asked + 2)
        try await desk.stop()
    }

    // MARK: Channels without a partner

    @Test func `Somebody in a room is hung up by his telephone`() async throws {
        let desk = try await desk { peer in
            peer.answer(
                "getallstatus",
                Peer.status(
                    states: ["2012": "1"],
                    conferences:
                        #"{"createtime":"2026-11-21 09:59:00","callerid":"2012","channel":"SIP/2012-09193850","uniqueid":"1.2","confno":"900","usernum":"1"}"#
                ))
            peer.answer("getchannel", Peer.rows(Peer.channel("SIP/2012-09193850", application: "MeetMe", data: "900")))
        }
        #expect(try await desk.act(.hangup, "2012") == .done("Channel Hungup"))
        #expect(desk.peer.asked("ctihangup").map(\.parameters) == [["channel": "SIP/2012-09193850"]])
        #expect(try await desk.act(.hold, "2012") == .refused(code: nil, "2012 is in no call"))
        try await desk.stop()
    }
}
