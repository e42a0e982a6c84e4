import Exchange
import SiteHarness
import Testing

@testable import ConferenceServer

/// When the board is complete: nothing marks the end of the list of rooms, and where there is no room no answer comes.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ListingTests {
    @Test func theSiteIsOnlineOnceTheLogInIsAnsweredAndSynchronisedWithTheRooms() async throws {
        let peer = try Peer()
        let clock = SteppedClock.standing(listings: false)
        let desk = Desk(peer, clock: clock)
        #expect(await desk.until { $0.status?.link == .online })
        #expect(desk.status?.synced == false)
        #expect(try await desk.perform(.dial, "101", "4502") == .done(nil, reference: "1"), "a log-in is enough to act")
        await clock.untilAsleep(for: SteppedClock.listing)
        clock.advance(by: .milliseconds(800))
        peer.say(Peer.room("7", members: "101;121;TALKING;"))
        // As long again for a second room: no pause of this server's is shorter.
        await clock.untilAsleep(for: .milliseconds(800))
        #expect(desk.status?.synced == false)
        peer.say(Peer.room("8", local: "1012488", members: "101;122;TALKING;"), "WEATHER\nRAIN:1")
        #expect(await desk.until { $0.messages.contains { $0.topic == "unknown" } })
        clock.advance(by: .milliseconds(800))
        await clock.pass(.milliseconds(800))
        #expect(await desk.untilSynced())
        #expect(desk.board.rooms.map(\.id).sorted() == ["1", "7", "8"])
        try await desk.stop()
    }

    @Test func aServerWithoutRoomsIsSynchronisedWhenNoneCanBeExpected() async throws {
        let peer = try Peer()
        let clock = SteppedClock.standing(listings: false)
        let desk = Desk(peer, clock: clock)
        #expect(await desk.until { $0.status?.link == .online })
        await clock.untilAsleep(for: SteppedClock.listing)
        clock.advance(by: SteppedClock.listing)
        #expect(await desk.untilSynced())
        #expect(desk.board.rooms.isEmpty)
        try await desk.stop()
    }

    @Test func aRoomThatIsAskedForBeforeTheListIsInIsLookedUpInIt() async throws {
        let peer = try Peer()
        let clock = SteppedClock.standing(listings: false)
        let desk = Desk(peer, clock: clock)
        #expect(await desk.until { $0.status?.link == .online })
        let site = desk.site
        let kick = try ActionRequest(.roomKick, ["7", "121"])
        async let outcome = site.perform(kick)
        await clock.untilAsleep(for: SteppedClock.listing)
        peer.say(Peer.room("7", members: "101;121;TALKING;"))
        #expect(await outcome == .done(nil))
        try await desk.stop()
    }
}
