import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ConferenceServer

@Suite(.serialized, .timeLimit(.minutes(2))) struct ActionsTests {
    /// A site at work in whose room 1 (local 1012487) 121 and 122 are.
    private func working(_ peer: Peer) async throws -> Desk {
        peer.answer("GETCONFROOMINFO", with: Peer.room(members: "101;121;TALKING;", "101;122;TALKING;"))
        let desk = Desk(peer)
        try #require(await desk.untilSynced())
        try #require(await desk.until { $0.room("1") != nil })
        return desk
    }

    private static let keys = ["OPERATORNAME:sadmin", "LOCALCONFROOMID:1012487", "SERVERROOMID:1"]

    @Test func aRoomIsCreatedWithItsMembers() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(try await desk.perform(.roomCreate, "4502", "4503") == .done(nil, reference: "1"))
        #expect(
            peer.asked.last
                == wire(
                    "CREATECONFROOM", "OPERATORNAME:sadmin", "OPERATORNUMBER:101", "LOCALCONFROOMID:1011849", "CONFROOMDESC:Cordboard",
                    "OTHERS:4502;4503", "MAXDURATION:3600"))
        #expect(await desk.until { $0.members("1") == ["101": .invited, "4502": .invited, "4503": .invited] })
        #expect(try await desk.perform(.roomCreate) == .done(nil, reference: "1"))
        #expect(peer.asked.last?.contains("\r\nOTHERS:\r\n") == true)
        #expect(peer.asked.last?.contains("LOCALCONFROOMID:1011850") == true)
        try await desk.stop()
    }

    @Test func dialIsARoomOfTwo() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(try await desk.perform(.dial, "123", "4502") == .done(nil, reference: "1"))
        #expect(peer.asked.last?.contains("OPERATORNUMBER:123\r\n") == true)
        #expect(peer.asked.last?.contains("OTHERS:4502\r\n") == true)
        #expect(try await desk.perform(.dial, "12;3", "4502") == .invalid("“12;3” is no number"))
        let sent = peer.asked.count
        #expect(
            try await desk.perform(.dial, "2001", "4502") == .refused(code: nil, "2001 is no telephone of this log-in, which has 101, 123"))
        #expect(peer.asked.count == sent)
        try await desk.stop()
    }

    @Test func theOperatorsTelephoneIsTheFirstOfTheLogIn() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(desk.site.ownTelephone == "101")
        #expect(await desk.untilSynced())
        let change = try operation("agents.set_number")
        #expect(await desk.site.perform(change, ["PHONE1": "205", "STATE1": "1"]).0.word == "done")
        #expect(desk.site.ownTelephone == "205")
        try await desk.stop()
    }

    @Test func anInvitationIsAcceptedAndEachMemberDecides() async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        #expect(try await desk.perform(.roomInvite, "1", "4502", "4503") == .done("accepted"))
        #expect(
            peer.asked.last
                == wire(
                    "ADDCONFMEMBER", "OPERATORNAME:sadmin", "LOCALCONFROOMID:1012487", "SERVERROOMID:1", "MUTEFLAG:0",
                    "OTHERS:4502;4503", "MAXDURATION:3600", "SPTYPE:SIP"))
        #expect(await desk.until { $0.members("1")["4503"] == .invited })
        peer.say("MEMBERCALLFAILED\nNUMBER:4502\nSERVERROOMID:1\nREASIONCODE:602", "MEMBERCONNECTED\nNUMBER:4503\nSERVERROOMID:1")
        #expect(await desk.until { $0.members("1")["4502"] == .failed && $0.members("1")["4503"] == .joined })
        try await desk.stop()
    }

    @Test(arguments: [
        ["OPERATION:DELETEMEMBERACK\nSERVERROOMID:{SERVERROOMID}\nSTATUS:OK\nNUMBER:{NUMBER}"],
        ["KICKCONFMEMBERACK\nSERVERROOMID:{SERVERROOMID}\nSTATUS:OK"],
        [
            "QUITCONFROOM\nISOPERATOR:0\nSERVERROOMID:{SERVERROOMID}\nNUMBER:999",
            "QUITCONFROOM\nISOPERATOR:0\nSERVERROOMID:{SERVERROOMID}\nNUMBER:{NUMBER}",
        ],
    ])
    func aKickIsAnsweredInThreeWays(_ answers: [String]) async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        peer.answer("KICKCONFMEMBER", with: answers[0], answers.count > 1 ? answers[1] : answers[0])
        #expect(try await desk.perform(.roomKick, "1", "121", "122") == .done(nil))
        #expect(
            peer.asked.filter { $0.hasPrefix("KICK") }
                == ["121", "122"].map {
                    wire("KICKCONFMEMBER", Self.keys[0], Self.keys[1], Self.keys[2], "NUMBER:\($0)")
                })
        #expect(await desk.until { $0.members("1").isEmpty })
        try await desk.stop()
    }

    @Test func membersAreMutedAndHeardAgain() async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        #expect(try await desk.perform(.roomMute, "1", "121") == .done("success"))
        #expect(peer.asked.last == wire("MUTECONFMEMBER", Self.keys[0], Self.keys[1], Self.keys[2], "NUMBER:121"))
        #expect(await desk.until { $0.room("1")?.members.first?.muted == true })
        #expect(try await desk.perform(.roomUnmute, "1012487", "121") == .done("success"), "the local id names it too")
        #expect(await desk.until { $0.room("1")?.members.first?.muted == false })
        peer.answer("MUTECONFMEMBER", with: "MUTECONFMEMBERACK\nSERVERROOMID:1\nSTATUS:FAILED\nREASIONDESC:no such member\nREASIONCODE:9")
        #expect(try await desk.perform(.roomMute, "1", "121") == .refused(code: "9", "no such member"))
        try await desk.stop()
    }

    @Test func aRoomIsEndedForAllWhoAreInItAndGoneWithTheServersWord() async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        peer.answer("STOPCONFROOM", with: "STOPCONFROOMACK\nSERVERROOMID:1\nLOCALCONFROOMID:2487\nSTATUS:OK\nREASIONDESC:success")
        #expect(try await desk.perform(.roomEnd, "1") == .done("success"))
        #expect(
            peer.asked.last
                == wire("STOPCONFROOM", "OPERATORNAME:sadmin", "SERVERROOMID:1", "LOCALCONFROOMID:1012487", "OTHERS:101;121;122"))
        #expect(desk.room("1") != nil)
        peer.say("SERVERRELEASECONFROOM\nSERVERROOMID:1\nLOCALCONFROOMID:1012487")
        #expect(await desk.until { $0.room("1") == nil })
        #expect(try await desk.perform(.roomEnd, "1") == .refused(code: nil, "there is no room 1"))
        try await desk.stop()
    }

    @Test func aRoomIsNeverEndedWithoutANumber() async throws {
        let peer = try Peer()
        let desk = Desk(peer, phones: [])
        #expect(await desk.untilSynced())
        peer.say("NEWCONFROOM\nSERVERROOMID:3\nLOCALCONFROOMID:1")
        #expect(await desk.until { $0.room("3") != nil })
        #expect(try await desk.perform(.roomEnd, "3") == .invalid("no telephone of your own is configured; set the site's phones"))
        #expect(!peer.asked.contains { $0.hasPrefix("STOPCONFROOM") })
        try await desk.stop()
    }

    @Test func aServerThatNeverAcknowledgesIsNotWaitedForLongerThanTheDeadline() async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        peer.answer("KICKCONFMEMBER")
        desk.clock.pass(deadlines: true)
        #expect(try await desk.perform(.roomKick, "1", "121") == .noAnswer(after: SteppedClock.deadline))
        let two = try await desk.perform(.roomKick, "1", "121", "122")
        #expect(two == .noAnswer(after: SteppedClock.deadline), "what follows a silence is not sent")
        desk.clock.pass()
        #expect(try await desk.perform(.roomUnmute, "1", "121") == .done("success"), "the link goes on")
        #expect(peer.asked.count { $0.hasPrefix("KICK") } == 2)
        #expect(desk.members("1")["121"] == .joined)
        try await desk.stop()
    }

    @Test func requestsOfAKindForARoomWaitForEachOther() async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        peer.hold("MUTECONFMEMBER")
        let site = desk.site
        let (one, other) = (try ActionRequest(.roomMute, ["1", "121"]), try ActionRequest(.roomMute, ["1", "122"]))
        async let first = site.perform(one)
        #expect(await peer.next("MUTECONFMEMBER") != nil)
        async let second = site.perform(other)
        #expect(try await desk.perform(.roomUnmute, "1", "121") == .done("success"), "another kind does not wait")
        #expect(peer.asked.count { $0.hasPrefix("MUTE") } == 1)
        peer.release()
        #expect(await [first, second] == [.done("success"), .done("success")])
        try await desk.stop()
    }

    @Test func anActionUnderWayWhenTheLinkBreaksIsUnknown() async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        peer.hold("ADDCONFMEMBER")
        let site = desk.site
        let request = try ActionRequest(.roomInvite, ["1", "4502"])
        async let outcome = site.perform(request)
        #expect(await peer.next("ADDCONFMEMBER") != nil)
        peer.hangUp()
        #expect(await outcome == .unknown("the link broke before the answer came"))
    }

    @Test func everyActionIsDoneOrSaysWhyNot() {
        let done: Set<Action> = [.dial, .roomCreate, .roomInvite, .roomKick, .roomMute, .roomUnmute, .roomEnd]
        #expect(Set(ConferenceServerSite.reasons.keys) == Set(Action.allCases).subtracting(done))
    }

    // MARK: Raw operations

    private func operation(_ id: String) throws -> Exchange.Operation {
        try #require(ConferenceServerOperations.all.first { $0.id == id })
    }

    @Test func operationsFillInWhatGoesWithoutSaying() async throws {
        let peer = try Peer()
        let desk = try await working(peer)
        for id in ["conferences.broadcast_set", "conferences.broadcast_unset", "conferences.switch", "conferences.host_video"] {
            let operation = try operation(id)
            let arguments: JSONValue = id == "conferences.host_video" ? ["SERVERROOMID": "1", "NUMBER": "121"] : ["SERVERROOMID": "1"]
            let (outcome, answer) = await desk.site.perform(operation, arguments)
            #expect(outcome == .done("success"))
            #expect(answer?["message"]?.text == operation.native + "ACK")
            #expect(peer.asked.last?.hasPrefix(wire(operation.native, Self.keys[0], Self.keys[1], Self.keys[2])) == true)
        }
        #expect(await desk.site.perform(try operation("agents.set_state"), ["STATE": "2"]).0 == .done("success"))
        #expect(
            await desk.site.perform(try operation("agents.change_number"), ["NUMBER": "123"]).0
                == .done("sent; no answer to this message is known"))
        #expect(await peer.next("CHANGEOPERATORNUMBEER") == wire("CHANGEOPERATORNUMBEER", "OPERATORNAME:sadmin", "NUMBER:123"))
        #expect(await desk.site.perform(try operation("conferences.stop"), ["SERVERROOMID": "1"]).0 == .done("success"))
        #expect(peer.asked.last?.hasSuffix("OTHERS:101;121;122\r\n") == true)
        #expect(
            await desk.site.perform(try operation("conferences.stop"), ["SERVERROOMID": "9"]).0 == .refused(code: nil, "there is no room 9")
        )
        let (rooms, listing) = await desk.site.perform(try operation("conferences.info"), [:])
        #expect(rooms == .done(nil))
        #expect(listing?.array?.first?["SERVERROOMID"]?.text == "1")
        let (operators, seats) = await desk.site.perform(try operation("agents.operators"), ["OPERATORNAME": "admin"])
        #expect(operators == .done(nil))
        #expect(seats?["PHONE2"]?.text == "123")
        try await desk.stop()
    }

    @Test func aChangedPasswordGoesIntoTheLogOut() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        let (outcome, answer) = await desk.site.perform(try operation("session.change_password"), ["NEWPASS": "neu"])
        #expect(outcome == .done("success"))
        #expect(peer.asked.last == wire("CHANGEPASSWORD", "OPERATORNAME:sadmin", "PASS:geheim", "NEWPASS:neu"))
        #expect(answer?.compactText.contains("geheim") == false)
        try await desk.stop()
        #expect(peer.asked.last == wire("LOGOUT", "OPERATORNAME:sadmin", "PASS:neu"))
        #expect(!desk.told.contains { "\($0)".contains("geheim") || "\($0)".contains("neu") })
    }
}
