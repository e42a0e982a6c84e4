import Exchange
import Foundation
import Testing

@testable import ConferenceServer

/// What wire text makes of an empty board.
private struct Scene {
    var picture = Picture(site: "ops", username: "sadmin")
    var board = Board(sites: [SiteStatus(id: "ops", name: "ops", kind: "confserver")])
    var now = Date(timeIntervalSince1970: 1_700_000_000)
    var uptime = Duration.zero
    var messages: [SiteMessage] = []

    mutating func hear(_ texts: String..., answering request: String? = nil) {
        let changes = picture.apply(texts.map { Picture.Heard(message: message($0), request: request.map(message)) }, at: now)
        messages += changes.compactMap { if case .message(let it) = $0 { it } else { nil } }
        _ = board.apply(changes)
    }

    mutating func pass(_ seconds: Int) {
        now += TimeInterval(seconds)
        uptime += .seconds(seconds)
        picture.released.advance(to: uptime)
    }

    /// The rooms are asked for, and listed so.
    mutating func list(_ texts: String...) {
        let asked = picture.beginListing()
        for text in texts { hear(text) }
        _ = board.apply(picture.finishListing(asked: asked))
    }

    func room(_ id: String = "1") -> Room? { board.room("ops", id) }
    func states(_ id: String = "1") -> [String] { room(id)?.members.map { "\($0.number) \($0.state)" } ?? [] }
    func agent(_ id: String) -> Agent? { board.agent("ops", id) }
}

private let created = "CREATECONFROOMACK\nSTATUS:OK\nOPERATORNAME:sadmin\nREASION:\nLOCALROOMID:1011849\nSERVERROOMID:1\nOPERATORNUMBER:101"
private func member(
    _ name: String, _ number: String, _ more: String = "", local: String = "1011849", id: String = "1", own: Bool = false
) -> String {
    "\(name)\nNUMBER:\(number)\nISOPERATOR:\(own ? 1 : 0)\nOPERATORNAME:sadmin\nLOCALCONFROOMID:\(local)\nSERVERROOMID:\(id)\(more)"
}

@Suite struct PictureTests {
    @Test func aRoomIsCreatedAndItsMembersComeAndGo() {
        var scene = Scene()
        scene.hear(created, answering: "CREATECONFROOM\nLOCALCONFROOMID:1011849\nCONFROOMDESC:new conf room\nOTHERS:4502;4503")
        #expect(scene.room()?.name == "new conf room")
        #expect(scene.room()?.moderators == ["101"])
        #expect(scene.room()?.state == "empty")
        #expect(scene.states() == ["101 invited", "4502 invited", "4503 invited"])
        scene.hear(member("MEMBERRING", "101", own: true), member("MEMBERRING", "4502"))
        scene.hear(member("MEMBERCONNECTED", "101", "\nANSWERTIME:2016-01-21 09:39:35\nENABLEVIDEO:0", own: true))
        #expect(scene.states() == ["101 joined", "4502 ringing", "4503 invited"])
        #expect(scene.room()?.state == "active")
        #expect(scene.room()?.members.map(\.moderator) == [true, false, false])
        #expect(scene.room()?.members[0].since == scene.now)
        scene.hear(member("MEMBERCALLFAILED", "4502"), member("MEMBERCALLFAILED", "4503", "\nCONFTYPE:0\nREASIONCODE:602"))
        #expect(scene.states() == ["101 joined", "4502 failed", "4503 failed"])
        #expect(scene.room()?.members.map(\.name) == [nil, nil, "the member could not be called (602)"])
        #expect(scene.messages.map(\.topic) == ["callfailed", "callfailed"])
        #expect(scene.messages.last?.details["REASIONCODE"] == "602")
        scene.hear(member("MEMBERRING", "4503"))
        #expect(scene.room()?.members.last?.name == nil)
        scene.hear(member("QUITCONFROOM", "4503"), member("QUITCONFROOM", "101", own: true))
        #expect(scene.states() == ["4502 failed"])
        scene.hear("SERVERRELEASECONFROOM\nOPERATORNAME:sadmin\nLOCALCONFROOMID:1011849\nSERVERROOMID:1")
        #expect(scene.board.rooms.isEmpty)
    }

    @Test func aRefusedRoomIsNone() {
        var scene = Scene()
        scene.hear("CREATECONFROOMACK\nSTATUS:FAILED\nREASION:full\nLOCALROOMID:1011849\nSERVERROOMID:1")
        #expect(scene.board.rooms.isEmpty)
    }

    @Test func aServerIDUsedAgainIsAnotherRoom() {
        var scene = Scene()
        scene.hear(created, member("MEMBERCONNECTED", "4502"))
        scene.hear("SERVERRELEASECONFROOM\nLOCALCONFROOMID:1011849\nSERVERROOMID:1")
        #expect(scene.board.rooms.isEmpty)
        scene.hear("NEWCONFROOM\nOPERATORNAME:admin\nLOCALCONFROOMID:2010001\nSERVERROOMID:1\nOPERATORNUMBER:201")
        #expect(scene.room()?.name == "admin 2010001")
        #expect(scene.states() == [])
        // Late words about the room that is gone.
        scene.hear(member("MEMBERCALLFAILED", "4502"), member("QUITCONFROOM", "4502"))
        #expect(scene.states() == [])
        #expect(scene.picture.isInDoubt)
    }

    @Test func aMissedReleaseIsNoticedWithTheNextRoom() {
        var scene = Scene()
        scene.hear(created, member("MEMBERCONNECTED", "4502"))
        scene.hear(created.replacing("1011849", with: "1011850"))
        #expect(scene.states() == ["101 invited"])
        scene.hear(member("MEMBERRING", "4503", local: "1011851"))
        #expect(scene.states() == ["4503 ringing"])
        #expect(scene.picture.isInDoubt)
    }

    @Test func roomsGoByEitherID() {
        var scene = Scene()
        scene.hear(created)
        #expect(scene.picture.roomID("1") == "1")
        #expect(scene.picture.roomID("1011849") == "1")
        #expect(scene.picture.roomID("") == nil)
        scene.hear("MEMBERCONNECTED\nNUMBER:4502\nLOCALCONFROOMID:1011849")
        #expect(scene.states() == ["101 invited", "4502 joined"])
        scene.hear("MEMBERCONNECTED\nNUMBER:4502")
        #expect(scene.board.rooms.count == 1)
    }

    @Test func roomsOfTheServerAndOfIncomingCalls() {
        var scene = Scene()
        scene.hear("SERVERCREATECONFROOM\nOPERATORNAME:sadmin\nLOCALCONFROOMID:1\nSERVERROOMID:8")
        scene.hear("SERVERCREATEINCOMINGCONFROOM\nOPERATORNAME:sadmin\nLOCALCONFROOMID:2\nSERVERROOMID:9\nNUMBER:13800138000")
        #expect(scene.states("8") == [])
        #expect(scene.states("9") == ["13800138000 waiting"])
        #expect(scene.messages.map(\.topic) == ["incoming"])
    }

    @Test func aListingTellsWhoIsIn() {
        var scene = Scene()
        scene.hear(
            Peer.room(
                members: "101;101;TALKING;2016-01-21 13:20:10;00:02:37;101;0;0;0;0;0;",
                "101;121;TALKING;2016-01-21 13:20:10;00:00:07;121;0;0;0;0;0;")
                + "\nCONFMEMBER9:123456;126410003;TALKING;;126410003;0;0;1;1;1;")
        #expect(scene.states() == ["101 joined", "121 joined", "126410003 joined"])
        #expect(scene.room()?.members.map(\.moderator) == [true, false, false])
        #expect(scene.room()?.members[0].since == scene.now.addingTimeInterval(-157))
        #expect(scene.room()?.members.map(\.muted) == [nil, nil, nil], "the flags are not guessed from")
        #expect(scene.messages.map(\.text) == ["126410003: flags 0 0 1 1 1"])

        scene.hear(member("MEMBERRING", "7", local: "1012487"), member("MEMBERCALLFAILED", "8", local: "1012487"))
        let since = scene.room()?.members[0].since
        scene.pass(20)
        scene.hear(Peer.room(members: "101;101;TALKING;2016-01-21 13:20:10;00:03:07;101;0;0;0;0;0;"))
        #expect(scene.states() == ["101 joined", "7 ringing", "8 failed"])
        #expect(scene.room()?.members[0].since == since, "a time once known does not jitter")
        scene.pass(45)
        scene.hear(Peer.room(members: "101;101;TALKING;2016-01-21 13:20:10;00:04:07;101;0;0;0;0;0;"))
        #expect(scene.states() == ["101 joined"])
    }

    @Test func ourRoomsThatAreListedNoMoreGoAfterAWhile() {
        var scene = Scene()
        scene.hear("CREATECONFROOMACK\nSTATUS:OK\nOPERATORNAME:sadmin\nLOCALROOMID:1\nSERVERROOMID:5\nOPERATORNUMBER:101")
        for _ in 0..<5 { scene.list() }
        #expect(scene.room("5") != nil, "this server has never listed a room")
        scene.hear(Peer.room(members: "101;101;TALKING;"), "NEWCONFROOM\nOPERATORNAME:admin\nLOCALCONFROOMID:2\nSERVERROOMID:6")
        #expect(scene.room("5") != nil)
        for _ in 0..<2 { scene.list(Peer.room(members: "101;101;TALKING;")) }
        #expect(scene.room("5") == nil)
        #expect(scene.room("1") != nil)
        #expect(scene.room("6") != nil, "this server does not list others' rooms to us")
        scene.pass(3_600)
        scene.list(Peer.room(members: "101;101;TALKING;"))
        #expect(scene.room("6") == nil, "no room lasts longer")
    }

    @Test func othersRoomsThatWereListedAndVanishGo() {
        var scene = Scene()
        let other =
            "CONFROOMINFO\nOPERATORNAME:admin\nOPERATORNUMBER:201\nLOCALCONFROOMID:2012487\nSERVERROOMID:6\nCONFMEMBER1:201;7;TALKING;"
        scene.hear("NEWCONFROOM\nOPERATORNAME:night\nLOCALCONFROOMID:3\nSERVERROOMID:8")
        scene.list(other)
        #expect(scene.room("6") != nil)
        scene.list()
        #expect(scene.room("6") != nil)
        #expect(scene.picture.isInDoubt, "it is asked for again at once")
        scene.list()
        #expect(scene.room("6") == nil)
        #expect(scene.room("8") == nil, "others' rooms are listed here, and this one is not among them")
    }

    @Test func aMemberWhoCouldNotBeHadLeavesAfterAWhile() {
        var scene = Scene()
        scene.hear(created, member("MEMBERCALLFAILED", "4502"))
        scene.list()
        #expect(scene.states() == ["101 invited", "4502 failed"])
        scene.pass(29)
        scene.list()
        #expect(scene.states() == ["101 invited", "4502 failed"])
        scene.pass(1)
        scene.list()
        #expect(scene.states() == ["101 invited"], "whether the server lists rooms or not")
    }

    @Test func aListSaysNothingAgainstWhatWasToldAfterItWasAskedFor() {
        var scene = Scene()
        scene.hear(created, member("MEMBERCONNECTED", "121"), member("MEMBERCONNECTED", "122"))
        let rows = Peer.room(local: "1011849", members: "101;121;TALKING;", "101;122;TALKING;")
        scene.list(member("QUITCONFROOM", "121"), member("MEMBERCONNECTED", "123"), rows)
        #expect(scene.states() == ["101 invited", "122 joined", "123 joined"])
        scene.list("SERVERRELEASECONFROOM\nLOCALCONFROOMID:1011849\nSERVERROOMID:1", rows)
        #expect(scene.board.rooms.isEmpty, "nor against a room's end")
        scene.list(rows)
        #expect(scene.states() == ["121 joined", "122 joined"], "one that was asked for later does")
    }

    @Test func lateWordsOpenNoRoomThatWasReleased() {
        var scene = Scene()
        scene.hear(created, "SERVERRELEASECONFROOM\nLOCALCONFROOMID:1011849\nSERVERROOMID:1", member("MEMBERRING", "4502"))
        #expect(scene.board.rooms.isEmpty)
        scene.hear(created.replacing("1011849", with: "1011850"), member("MEMBERRING", "4502"))
        #expect(scene.states() == ["101 invited"], "nor do they take the place of the next one")
    }

    @Test func whoWasMutedIsMutedAfterTheLinkWasLost() {
        var scene = Scene()
        func listed(_ duration: String) -> String {
            Peer.room(
                local: "1011849", members: "101;121;TALKING;2016-01-21 13:20:10;\(duration);121;0;0;0;0;0;", "101;122;TALKING;")
        }
        scene.hear(listed("00:02:00"), "MUTECONFMEMBERACK\nSERVERROOMID:1\nSTATUS:OK\nNUMBER:121")
        #expect(scene.room()?.members.map(\.muted) == [true, nil], "who was there before us may be muted or not")
        let muted = scene.picture.mutedMembers
        for (duration, isMuted) in [("00:03:00", true), ("00:00:10", nil)] as [(String, Bool?)] {
            var next = Scene()
            next.picture = Picture(site: "ops", username: "sadmin", muted: muted)
            next.pass(60)
            next.hear(listed(duration))
            #expect(next.room()?.members.map(\.muted) == [isMuted, nil], "of who came anew nothing is known")
        }
    }

    /// A list of the largest size that a frame may have is taken in row by row. Looking through all members for each of them is the
    /// square of that, which ends at the time limit.
    @Test(.timeLimit(.minutes(1))) func aRoomOfTensOfThousandsIsListedAndLeft() {
        var scene = Scene()
        func listed(_ state: String) -> String {
            let rows = (0..<40_000).map { "\nCONFMEMBER\($0):1;\(100_000 + $0);\(state);" }
            return "CONFROOMINFO\nOPERATORNAME:sadmin\nOPERATORNUMBER:101\nSERVERROOMID:1\nLOCALCONFROOMID:1011849" + rows.joined()
        }
        scene.hear(listed("TALKING"))
        #expect(scene.room()?.members.count == 40_000)
        scene.hear(member("QUITCONFROOM", "100000"), member("MEMBERCONNECTED", "7"), member("MEMBERRING", "139999"))
        #expect(scene.room()?.members.count == 40_000)
        #expect(scene.room()?.members.last?.number == "7")
        #expect(scene.room()?.members.first { $0.number == "139999" }?.state == .ringing)
        scene.hear(listed("LEFT"))
        #expect(scene.room()?.members.isEmpty == true)
    }

    @Test func whetherSomebodyIsMutedIsUnknownUntilSomethingTellsIt() {
        var scene = Scene()
        let listed = Peer.room(local: "1011849", members: "101;121;TALKING;", "101;122;TALKING;", "101;123;CALLING;")
        scene.hear(listed, member("MEMBERCONNECTED", "124"))
        #expect(scene.room()?.members.map(\.muted) == [nil, nil, false, false], "who comes before our eyes speaks")
        scene.hear("UNMUTECONFMEMBERACK\nSERVERROOMID:1\nSTATUS:OK\nNUMBER:121", member("MEMBERCONNECTED", "123"))
        scene.hear(listed.replacing("CALLING", with: "TALKING"))
        #expect(scene.room()?.members.map(\.muted) == [false, nil, false])
        #expect(scene.room()?.json["members"]?.array?.map { $0["muted"] } == [.bool(false), .null, .bool(false)])
        scene.hear(member("QUITCONFROOM", "122"), member("MEMBERCONNECTED", "122"))
        #expect(scene.room()?.members.last?.muted == false)
    }

    @Test func kicksMutesInvitationsAndBroadcastsShow() {
        var scene = Scene()
        let keys = "\nSERVERROOMID:1\nLOCALCONFROOMID:1011849\nSTATUS:OK"
        scene.hear(created, member("MEMBERCONNECTED", "4502"), member("MEMBERCONNECTED", "4503"), member("MEMBERCONNECTED", "4504"))
        scene.hear("MUTECONFMEMBERACK\(keys)\nNUMBER:4502")
        scene.hear("MUTECONFMEMBERACK\(keys)", answering: "MUTECONFMEMBER\nSERVERROOMID:1\nNUMBER:4503")
        #expect(scene.room()?.members.map(\.muted) == [false, true, true, false])
        scene.hear("UNMUTECONFMEMBERACK\(keys)\nNUMBER:4502", "MUTECONFMEMBERACK\nSERVERROOMID:1\nSTATUS:FAILED\nNUMBER:4504")
        #expect(scene.room()?.members.map(\.muted) == [false, false, true, false])
        scene.hear("OPERATION:DELETEMEMBERACK\(keys)\nTYPE:MOBILE\nNUMBER:4502")
        scene.hear("KICKCONFMEMBERACK\(keys)", answering: "KICKCONFMEMBER\nSERVERROOMID:1\nNUMBER:4503")
        scene.hear("KICKCONFMEMBERACK\nSERVERROOMID:1\nSTATUS:FAILED\nNUMBER:4504")
        #expect(scene.states() == ["101 invited", "4504 joined"])
        scene.hear("ADDCONFMEMBERACK\(keys)\nREASIONDESC:success", answering: "ADDCONFMEMBER\nSERVERROOMID:1\nOTHERS:4504;4505")
        #expect(scene.states() == ["101 invited", "4504 joined", "4505 invited"])
        scene.hear("OPERATION:ADDMEMBERACK\(keys)\nTYPE:MOBILE\nNUMBER:4505")
        #expect(scene.states().last == "4505 joined")
        scene.hear("SETCONFBROADCASTACK\(keys)")
        #expect(scene.room()?.state == "broadcast")
        scene.hear("UNSETCONFBROADCASTACK\(keys)")
        #expect(scene.room()?.state == "active")
    }

    @Test func operatorsFillTheAgents() {
        var scene = Scene()
        scene.picture.logIn(["101", "123"], at: scene.now)
        scene.hear("OPERATORINFO\nOPERATORNAME:admin\nPHONE1:201\nSTATE1:1\nOPERATORNAME:night\nPHONE1:202\nSTATE1:7")
        #expect(scene.agent("sadmin")?.state == .idle)
        #expect(scene.agent("sadmin")?.extension == "101")
        #expect(scene.agent("admin")?.state == .idle)
        #expect(scene.agent("night")?.state == .unknown)
        #expect(scene.agent("night")?.reason == "7")
        scene.hear(
            "OPERATORLOGOUT\nOPERATORNAME:admin", "OPERATORLOGIN\nOPERATORNAME:late", "OPERATORNEWSTATE\nOPERATORNAME:night\nSTATE:BUSY")
        #expect(scene.agent("admin")?.state == .offline)
        #expect(scene.agent("late")?.state == .idle)
        #expect(scene.agent("night")?.state == .busy)
        scene.hear("OPERATORNUMBERSTATE\nOPERATORNAME:late\nNUMBER:203\nSTATE:1")
        #expect(scene.agent("late")?.extension == "203")
        #expect(scene.messages.isEmpty)
        scene.hear(created, member("MEMBERRING", "101", own: true))
        #expect(scene.agent("sadmin")?.state == .ringing)
        scene.hear(member("MEMBERCONNECTED", "101", own: true))
        #expect(scene.agent("sadmin")?.state == .talking)
        scene.hear(member("QUITCONFROOM", "101", own: true))
        #expect(scene.agent("sadmin")?.state == .idle)
        scene.hear("OPERATORINFO\nOPERATOR1:day;301;1;\nOPERATOR2:eve;302;0;")
        #expect(scene.agent("day")?.extension == "301")
        #expect(scene.agent("eve")?.reason == "0")
        scene.hear("OPERATORINFO\nOPERATORNAME:day\nNUMBER:2\nOPERATOR1:day;1;OFFLINE;1;301;1;;;\nOPERATOR2:fay;2;ONLINE;1;303;1;304;1;")
        #expect(scene.agent("day")?.state == .offline)
        #expect(scene.agent("fay")?.extension == "303")
        #expect(scene.picture.operators["fay"]?.phones == ["303", "304"])
        #expect(scene.picture.operators["day"]?.phones == ["301"])
        scene.hear("OPERATORINFO\nOPERATORNAME:admin\nSHIFT:early")
        #expect(scene.messages.map(\.topic) == ["operator"])
        #expect(scene.messages[0].text.string.contains("SHIFT:early"))
    }

    @Test func whatIsNotKnownIsToldOnceAName() {
        var scene = Scene()
        scene.hear("WEATHER\nRAIN:1", "WEATHER\nRAIN:2", "TIDE\nHIGH:1", "SETPRIORNUMBERACK\nNUMBER:1\nSTATUS:OK")
        #expect(scene.messages.map(\.text) == ["WEATHER · RAIN:1", "TIDE · HIGH:1"])
        scene.hear("INCOMINGCALLQUEUESTATE\nNUMBER:1", "INCOMINGCALLQUEUESTATE\nNUMBER:2", "SPECIALINCOMINGCALLQUEUESTATE\nX:3")
        #expect(scene.messages.count { $0.topic == "queuestate" } == 3)
    }
}
