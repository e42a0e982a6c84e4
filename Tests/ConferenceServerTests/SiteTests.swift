import Exchange
import Foundation
import JSON
import SiteHarness
import Testing
import Wire

@testable import ConferenceServer

@Suite(.serialized, .timeLimit(.minutes(2))) struct SiteTests {
    @Test func aSessionBeginsShowsRoomsAndEnds() async throws {
        let peer = try Peer()
        peer.answer("GETCONFROOMINFO", with: Peer.room(members: "101;121;TALKING;2016-01-21 13:20:10;00:02:37;121;0;0;0;0;0;"))
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(await desk.until { $0.members("1") == ["121": .joined] })
        #expect(desk.board.agent("ops", "sadmin")?.extension == "101")
        #expect(desk.status?.latencyMs != nil)
        #expect(
            Array(peer.asked.prefix(3)) == [
                wire("LOGIN", "OPERATORNAME:sadmin", "PASS:geheim", "PHONE1:101", "STATE1:1", "PHONE2:123", "STATE2:1"),
                wire("GETOPERATORINFOR", "OPERATORNAME:sadmin"), wire("GETCONFROOMINFO", "OPERATORNAME:sadmin"),
            ])
        peer.say("MEMBERRING\nNUMBER:4502\nISOPERATOR:0\nLOCALCONFROOMID:1012487\nSERVERROOMID:1")
        #expect(await desk.until { $0.members("1")["4502"] == .ringing })
        peer.say("QUITCONFROOM\nNUMBER:121\nSERVERROOMID:1", "SERVERRELEASECONFROOM\nSERVERROOMID:1")
        #expect(await desk.until { $0.board.rooms.isEmpty })
        try await desk.stop()
        #expect(peer.asked.last == wire("LOGOUT", "OPERATORNAME:sadmin", "PASS:geheim"))
        #expect(!desk.told.contains { "\($0)".contains("geheim") })
    }

    @Test func oneTelephoneLeavesTheSecondsKeysEmpty() async throws {
        let peer = try Peer()
        let desk = Desk(peer, phones: ["101"])
        #expect(await desk.untilSynced())
        #expect(peer.asked.first?.hasSuffix("PHONE1:101\r\nSTATE1:1\r\nPHONE2:\r\nSTATE2:\r\n") == true)
        try await desk.stop()
    }

    @Test func leavingDoesNotWaitForAServerThatSaysNothing() async throws {
        let peer = try Peer()
        peer.answer("LOGOUT")
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        let clock = desk.clock
        async let farewell: Void = {
            #expect(await peer.next("LOGOUT") != nil)
            clock.pass(deadlines: true)
        }()
        try await desk.stop()
        await farewell
    }

    @Test func keepAliveIsAnsweredAtOnce() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.say("KEEPALIVE\nOPERATORNAME:sadmin\nSYN:41", "KEEPALIVE\nSYN:42")
        #expect(await peer.next("KEEPALIVEACK") == wire("KEEPALIVEACK", "OPERATORNAME:sadmin", "SYN:41"))
        #expect(await peer.next("KEEPALIVEACK") == wire("KEEPALIVEACK", "OPERATORNAME:sadmin", "SYN:42"))
        try await desk.stop()
    }

    // Without looks at the rooms between: their answers are words of the server, too.
    @Test func aSilentServerIsGivenUp() async throws {
        let peer = try Peer()
        // A room ends the wait for the list: nothing that was asked for is still to be said when the board is complete.
        peer.answer("GETCONFROOMINFO", with: Peer.room(members: "101;121;TALKING;"))
        let desk = Desk(peer, reconcile: .seconds(3_600))
        #expect(await desk.untilSynced())
        await desk.clock.untilAsleep(for: .seconds(36))
        desk.clock.advance(by: .seconds(60))
        #expect(await desk.failure() == LinkFailure(.link, "the server has been silent for 36 s"))
    }

    @Test func anyWordOfTheServerEndsItsSilence() async throws {
        let peer = try Peer()
        // A room ends the wait for the list: nothing that was asked for is still to be said when the board is complete.
        peer.answer("GETCONFROOMINFO", with: Peer.room(members: "101;121;TALKING;"))
        let desk = Desk(peer, reconcile: .seconds(3_600))
        #expect(await desk.untilSynced())
        await desk.clock.untilAsleep(for: .seconds(36))
        desk.clock.advance(by: .seconds(20))
        peer.say("KEEPALIVE\nSYN:1")
        #expect(await peer.next("KEEPALIVEACK") != nil)
        // The first 36 seconds are over now: 16 of them after the word.
        desk.clock.advance(by: .seconds(16))
        await desk.clock.untilAsleep(for: .seconds(20))
        desk.clock.advance(by: .seconds(20))
        #expect(await desk.failure() == LinkFailure(.link, "the server has been silent for 36 s"))
    }

    @Test func loggedInElsewhereIsFinal() async throws {
        let peer = try Peer()
        peer.answer("LOGIN", with: "LOGINACK\nSTATUS:FAILED\nREASIONCODE:4")
        #expect(
            await Desk(peer).failure()
                == LinkFailure(.login, "sadmin is already logged in elsewhere; log out there first", isFinal: true))
        #expect(peer.asked.map(Peer.name) == ["LOGIN"])
    }

    @Test(arguments: ["LOGINACK\nSTATUS:FAILED\nREASIONCODE:1", "LOGINACK\nSTATUS:NO", "LOGINACK"])
    func anyOtherRefusalIsFinalToo(_ answer: String) async throws {
        let peer = try Peer()
        peer.answer("LOGIN", with: answer)
        let failure = await Desk(peer).failure()
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == true)
        #expect(failure?.reason.string.contains("check user name and password") == true)
    }

    @Test func aLogInThatIsNotAnsweredFails() async throws {
        let peer = try Peer()
        peer.answer("LOGIN")
        let clock = SteppedClock()
        clock.pass(deadlines: true)
        #expect(await Desk(peer, clock: clock).failure() == LinkFailure(.login, "no answer to LOGIN within 5.0 seconds"))
    }

    @Test func aServerThatHangsUpOnTheLogInFailsTheLogIn() async throws {
        let peer = try Peer()
        peer.answer("LOGIN")
        let desk = Desk(peer)
        #expect(await peer.next("LOGIN") != nil)
        peer.hangUp()
        let failure = await desk.failure()
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == false)
    }

    @Test func aLostLinkIsResynchronised() async throws {
        let peer = try Peer()
        peer.answer(
            "GETCONFROOMINFO", with: Peer.room(members: "101;121;TALKING;"), Peer.room("2", local: "77", members: "101;122;TALKING;"))
        let first = Desk(peer)
        #expect(await first.untilSynced())
        #expect(await first.until { $0.board.rooms.count == 2 })
        let site = first.site
        peer.hangUp()
        let failure = await first.failure()
        #expect(failure?.stage == .link)
        #expect(failure?.isFinal == false)
        #expect(try await first.perform(.roomEnd, "1") == .notOnline(.offline))

        // The server takes our own lost session for somebody else's.
        peer.answer("LOGIN", with: "LOGINACK\nSTATUS:FAILED\nREASIONCODE:4")
        #expect(await Desk(peer, clock: first.clock, site: site).failure()?.isFinal == false)
        peer.answer("LOGIN", with: "LOGINACK\nSTATUS:OK\nREASIONCODE:0")
        peer.answer("GETCONFROOMINFO", with: Peer.room("2", local: "78", members: "101;123;TALKING;"))
        let second = Desk(peer, clock: first.clock, site: site)
        #expect(await second.untilSynced())
        #expect(await second.until { $0.members("2") == ["123": .joined] })
        #expect(second.room("1") == nil)
        let listing = second.told.firstIndex { if case .replace(_, .room, _) = $0 { true } else { false } }
        let synced = second.told.firstIndex { if case .synced = $0 { true } else { false } }
        #expect(try #require(listing) < #require(synced))
        try await second.stop()

        // A minute later it is somebody else.
        peer.answer("LOGIN", with: "LOGINACK\nSTATUS:FAILED\nREASIONCODE:4")
        first.clock.advance(by: .seconds(61))
        #expect(await Desk(peer, clock: first.clock, site: site).failure()?.isFinal == true)
    }

    @Test func tornAndGluedFramesAreTakenIn() async throws {
        let peer = try Peer()
        peer.tear(into: 1)
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.say((0..<30).map { "MEMBERCONNECTED\nNUMBER:\($0)\nLOCALCONFROOMID:7\nSERVERROOMID:1" }.joined(separator: "\n"))
        peer.tear(into: .max)
        peer.say("MEMBERCONNECTED\nNUMBER:90\nSERVERROOMID:2", "MEMBERRING\nNUMBER:91\nSERVERROOMID:2", "KEEPALIVE\nSYN:3")
        #expect(await desk.until { $0.members("2") == ["90": .joined, "91": .ringing] })
        #expect(desk.room("1") != nil)
        #expect(await peer.next("KEEPALIVEACK") != nil)
        try await desk.stop()
    }

    @Test func garbageEndsTheLinkAndTheNextOneWorks() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.send(bytes: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        let failure = await desk.failure()
        #expect(failure?.stage == .link)
        #expect(failure?.reason.string.contains("does not begin like a frame") == true)
        let again = Desk(peer, site: desk.site)
        #expect(await again.untilSynced())
        #expect(peer.connections == 2)
        try await again.stop()
    }

    @Test func unknownAndHostileMessagesDoNotEndTheSession() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.send(
            bytes: try ConferenceServerSite.codec.frame([]) + ConferenceServerSite.codec.frame([0xFF, 0xFE, 0x00, 0x0D])
                + ConferenceServerSite.codec.frame([UInt8](repeating: 0x41, count: 1 << 20)))
        peer.say(
            "WEATHER\nRAIN:\u{1B}[2J\u{202E}", "WEATHER\nRAIN:2", "OPERATION:", "MEMBERCONNECTED", "CONFROOMINFO\nCONFMEMBER1:;;;",
            "INCOMINGCALLQUEUESTATE\nNUMBER:9")
        peer.say("MEMBERCONNECTED\nNUMBER:4502\nSERVERROOMID:1")
        #expect(await desk.until { $0.members("1") == ["4502": .joined] })
        let told = desk.messages
        #expect(told.count { $0.details["name"] == "WEATHER" } == 1)
        #expect(told.count { $0.topic == "queuestate" } == 1)
        #expect(!told.contains { $0.text.string.contains("\u{1B}") || $0.text.string.contains("\u{202E}") })
        try await desk.stop()
    }

    @Test func roomsThatTheServerMakesAreConfirmed() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.say("SERVERCREATECONFROOM\nOPERATORNAME:sadmin\nLOCALCONFROOMID:55\nSERVERROOMID:8")
        #expect(
            await peer.next("SERVERCREATECONFROOMACK")
                == wire("SERVERCREATECONFROOMACK", "OPERATORNAME:sadmin", "LOCALCONFROOMID:55", "SERVERROOMID:8", "STATUS:OK"))
        peer.say("SERVERCREATEINCOMINGCONFROOM\nOPERATORNAME:sadmin\nLOCALCONFROOMID:56\nSERVERROOMID:9\nNUMBER:13800138000")
        #expect(
            await peer.next("SERVERCREATEINCOMINGCONFROOMACK")
                == wire("SERVERCREATEINCOMINGCONFROOMACK", "OPERATORNAME:sadmin", "LOCALCONFROOMID:56", "SERVERROOMID:9", "STATUS:OK"))
        #expect(await desk.until { $0.members("9") == ["13800138000": .waiting] })
        try await desk.stop()
    }

    @Test func theLocalIDThatAnIncomingRoomIsGivenIsRemembered() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.say("SERVERCREATEINCOMINGCONFROOM\nOPERATORNAME:sadmin\nSERVERROOMID:9\nNUMBER:13800138000")
        let accepted = try #require(await peer.next("SERVERCREATEINCOMINGCONFROOMACK"))
        #expect(accepted.contains("LOCALCONFROOMID:1011849\r\n"))
        #expect(await desk.until { $0.room("9") != nil })
        #expect(try await desk.perform(.roomInvite, "9", "4502") == .done("accepted"))
        #expect(peer.asked.last?.contains("LOCALCONFROOMID:1011849\r\n") == true)
        try await desk.stop()
    }

    @Test func lostEventsAreMadeUpForByTheNextListing() async throws {
        let peer = try Peer()
        peer.answer("GETCONFROOMINFO", with: Peer.room(members: "101;121;TALKING;"))
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(await desk.until { $0.members("1") == ["121": .joined] })
        peer.answer("GETCONFROOMINFO", with: Peer.room(members: "101;122;TALKING;"))
        desk.clock.tick()
        #expect(await desk.until { $0.members("1") == ["122": .joined] })
        try await desk.stop()
    }
}
