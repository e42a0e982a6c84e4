import Exchange
import SiteHarness
import Testing

@testable import Asterisk

@Suite(.serialized, .timeLimit(.minutes(2))) struct SiteTests {
    @Test func aSessionLogsInLooksAtEverythingAndLeaves() async throws {
        let peer = try Peer()
        peer.list("QueueStatus", complete: "QueueStatusComplete", queue("售后 服务 VIP"), member("售后 服务 VIP", "PJSIP/2101", "PJSIP/2101"))
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        let login = try #require(peer.asked.first)
        #expect(
            login["Action"] == "Login" && login["Username"] == "console" && login["Secret"] == "geheim"
                && login["Events"] == "system,call,agent")
        #expect(desk.board.queues.contains { $0.id == "售后 服务 VIP" })
        #expect(desk.agent("2101")?.state == .idle)
        try await desk.stop()
        #expect(await peer.next("Logoff") != nil)
        #expect(!desk.told.contains { "\($0)".contains("geheim") })
    }

    @Test func everythingMayComeOctetByOctet() async throws {
        let peer = try Peer(tearsInto: 1)
        peer.list("QueueStatus", complete: "QueueStatusComplete", queue("售后 服务 VIP"))
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.queues.count == 1)
        try await desk.stop()
    }

    @Test(arguments: [
        ("Authentication failed", true, "the exchange refused the log-in: check user name, password, and permit in manager.conf"),
        (
            "Login Already In Use", false,
            "console is already logged in elsewhere; set allowmultiplelogin=yes in manager.conf or log out there"
        ),
        ("Asterisk is shutting down", false, "Asterisk is shutting down"),
    ])
    func aRefusedLogInSaysWhy(_ words: String, _ isFinal: Bool, _ told: String) async throws {
        let peer = try Peer()
        peer.answer("Login", ["Response: Error\nActionID: {ID}\nMessage: \(words)"])
        let failure = await Desk(peer).failure()
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == isFinal)
        #expect(failure?.reason.string == told)
    }

    /// It comes to read class `system` only.
    @Test func anAccountThatNeverHearsFullyBootedGoesOnAfterTwoSeconds() async throws {
        let peer = try Peer()
        peer.answer("Login", ["Response: Success\nActionID: {ID}\nMessage: Authentication accepted"])
        let desk = Desk(peer)
        await desk.clock.pass(.seconds(2))
        #expect(await desk.untilSynced())
        try await desk.stop()
    }

    @Test func whatIsNoManagerInterfaceIsSaidToBeNone() async throws {
        let peer = try Peer(banner: "SSH-2.0-OpenSSH_9.2")
        let failure = await Desk(peer).failure()
        #expect(failure?.reason.string.contains("“SSH-2.0-OpenSSH_9.2” is no manager interface") == true)
    }

    @Test func aServerThatSaysNothingIsGivenUp() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.answer("Ping", [])
        await desk.clock.pass(.seconds(10))
        #expect(await peer.next("Ping") != nil)
        await desk.clock.pass(.seconds(5))
        #expect(await desk.failure()?.reason.string == "no answer to Ping within 5.0 seconds")
    }

    @Test func aRestartIsToldAndTheNextLinkKnowsNothingOfTheOld() async throws {
        let peer = try Peer()
        let channel = Channel(name: "PJSIP/2101-00000000", id: "a-1.1", linked: "a-1.1", number: "2101")
        peer.list("CoreShowChannels", complete: "CoreShowChannelsComplete", channel.row(application: "Wait"))
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(desk.call("a-1.1") != nil)
        peer.say("Event: Shutdown\nPrivilege: system,all\nShutdown: Cleanly\nRestart: True")
        #expect(await desk.until { $0.messages.contains { $0.text == "the exchange is restarting" } })
        peer.hangUp()
        #expect(await desk.failure() == LinkFailure(.link, "the exchange is restarting"))
        // Names come again from the beginning, with other ids.
        let fresh = Channel(name: "PJSIP/2101-00000000", id: "b-9.1", linked: "b-9.1", number: "2101")
        peer.list("CoreShowChannels", complete: "CoreShowChannelsComplete", fresh.row(application: "Wait"))
        let again = SiteHarness(desk.site, id: "pbx", kind: .asterisk, partner: desk.clock)
        #expect(await again.untilSynced())
        #expect(again.call("b-9.1") != nil && again.call("a-1.1") == nil)
        try await again.stop()
    }

    @Test func whatTheAccountMayNotDoIsDimmedWithTheClassThatItLacks() async throws {
        let peer = try Peer()
        peer.answer(
            "ListCommands",
            [
                "Response: Success\nActionID: {ID}\nQueueStatus: x (Priv: <none>)\nCoreShowChannels: x (Priv: reporting,all)\nHangup: x (Priv: call,all)"
            ])
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(desk.status?.capabilities.unsupported[.pause] == "This account may not QueuePause; it lacks the write class agent")
        #expect(desk.status?.capabilities.unsupported[.hangup] == nil)
        #expect(
            desk.messages.contains {
                $0.text.string.contains(
                    "into manager.conf below [console]: read = system,call,agent,reporting and write = system,call,agent,originate")
            })
        #expect(!peer.asked.contains { $0["Action"] == "ParkedCalls" }, "what may not be asked for is not")
        try await desk.stop()
    }

    @Test func aJoinIsFollowedByALookAtThatQueueAlone() async throws {
        let peer = try Peer()
        peer.list("QueueStatus", complete: "QueueStatusComplete", queue("sales"), queue("support"))
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(await peer.next("QueueStatus")?["Queue"] == "")
        let caller = Channel(name: "IAX2/x-1", id: "a-1.1", linked: "a-1.1", number: "139")
        peer.say(caller.event("Newchannel"), caller.event("QueueCallerJoin", "Queue: sales\nPosition: 1\nCount: 1"))
        #expect(await desk.until { $0.board.waiting.count == 1 })
        await desk.clock.pass(.milliseconds(500))
        #expect(await peer.next("QueueStatus")?["Queue"] == "sales")
        try await desk.stop()
    }

    /// Queues and rights may be others after it.
    @Test func aReloadIsToldAndRightsAreAskedForAgain() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.answer(
            "ListCommands", ["Response: Success\nActionID: {ID}\nQueueStatus: x (Priv: <none>)\nCoreShowChannels: x (Priv: reporting,all)"])
        peer.say("Event: Reload\nPrivilege: system,all\nModule: manager\nStatus: 0")
        #expect(await desk.until { $0.messages.contains { $0.text == "the exchange has read its configuration anew: manager" } })
        await desk.clock.pass(.milliseconds(500))
        #expect(await desk.until { $0.status?.capabilities.unsupported[.hangup] != nil })
        try await desk.stop()
    }

    /// Asterisk cuts names inside a character: that is no GBK, and names that come later are read as before.
    @Test func aNameThatWasCutInsideACharacterSpoilsNoOther() async throws {
        let peer = try Peer()
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        peer.send(Array("Event: Newchannel\r\nChannel: PJSIP/1-1\r\nCallerIDName: 张".utf8) + [0xE4, 0xB8] + Array("\r\n\r\n".utf8))
        let caller = Channel(name: "IAX2/x-1", id: "a-1.1", linked: "a-1.1", number: "139", caller: "浣犲ソ 张三")
        peer.say(caller.event("Newchannel"), caller.event("QueueCallerJoin", "Queue: q\nPosition: 1\nCount: 1"))
        #expect(await desk.until { $0.board.waiting.first?.name == "浣犲ソ 张三" })
        #expect(!desk.messages.contains { $0.text.string.contains("GBK") })
        try await desk.stop()
    }

    /// An event that stands between the rows of a list, and a row without an identifier, change neither.
    @Test func eventsAmongTheRowsOfAListAreEvents() async throws {
        let peer = try Peer()
        let caller = Channel(name: "IAX2/x-1", id: "a-1.1", linked: "a-1.1", number: "139")
        peer.answer(
            "CoreShowChannels",
            [
                "Response: Success\nActionID: {ID}\nEventList: start\nMessage: Channels will follow",
                "Event: PeerEntry\nObjectName: x", caller.row() + "\nActionID: {ID}",
                "Event: CoreShowChannelsComplete\nActionID: {ID}\nEventList: Complete\nListItems: 1",
            ])
        let desk = Desk(peer)
        #expect(await desk.untilSynced())
        #expect(desk.board.calls.count == 1)
        try await desk.stop()
    }
}
