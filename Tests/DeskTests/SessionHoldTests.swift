import Exchange
import Foundation
import SiteHarness
import Testing

@testable import Desk

@MainActor
@Suite(.timeLimit(.minutes(1))) struct SessionHoldTests {
    let time = SteppedClock()

    @Test func itEndsWithItsInput() async throws {
        let pipe = Pipe()
        async let hold: Void = SessionHold(input: pipe.fileHandleForReading.fileDescriptor).untilOver()
        try pipe.fileHandleForWriting.close()
        await hold
    }

    @Test func itEndsWithItsTask() async throws {
        let pipe = Pipe()
        let hold = SessionHold(input: pipe.fileHandleForReading.fileDescriptor)
        let task = Task { await hold.untilOver() }
        task.cancel()
        await task.value
        try pipe.fileHandleForWriting.close()
    }

    /// `--for` counts whatever standard input is: an empty one ends nothing.
    @Test func aSetTimeCountsThoughTheInputHasEnded() async throws {
        let pipe = Pipe()
        try pipe.fileHandleForWriting.close()
        let hold = SessionHold(
            atMost: .seconds(10), input: pipe.fileHandleForReading.fileDescriptor, environment: time.environment())
        let task = Task { await hold.untilOver() }
        #expect(await time.nextSleep() == .seconds(10))
        time.advance(by: .seconds(10))
        await task.value
    }

    @Test(arguments: [
        (Action.listen, ["2001"], Action.superviseStop, [String]()), (.pttTake, ["9001"], .pttRelease, ["9001"]),
    ])
    func whatTheSessionHoldsIsGivenBackWhereTheSessionGoesOn(
        _ action: Action, _ words: [String], _ end: Action, _ endWords: [String]
    ) async throws {
        let site = ScriptedSite("hq", time, sessionBound: [.listen, .pttTake])
        let desk = Desk(site, time)
        desk.open()
        await desk.until { $0.sites["hq"]?.synced == true }
        #expect(desk.isSessionBound(action, at: "hq"))
        #expect(await desk.giveBack(try ActionRequest(action, words), at: "hq") == .done(nil))
        #expect(await site.asked == [try ActionRequest(end, endWords)])
        #expect(await desk.giveBack(try ActionRequest(.hangup, ["1"]), at: "hq") == nil)
        await desk.close()
    }

    /// Whoever waits while he holds the floor is told that it was taken from him.
    @Test(arguments: [
        (Floor.mine(number: "4501", since: .now), nil as SafeText?), (.requesting(.floor), nil),
        (.revoked("the talk limit"), "the talk limit"),
        (.other(number: "70001", since: nil), "70001 has the floor"), (.idle, "the floor was given back"),
    ])
    func aFloorThatWasLostIsNamed(_ floor: Floor, _ loss: SafeText?) async throws {
        let site = ScriptedSite("hq", time, sessionBound: [.pttTake])
        let desk = Desk(site, time)
        desk.open()
        await desk.until { $0.sites["hq"]?.synced == true }
        let group = TalkingGroup(site: "hq", id: "9001", name: "Patrol", type: "PTT", floor: floor)
        await site.tell([.put(.group(group))])
        await desk.until { $0.group("hq", "9001") != nil }
        let pending = try desk.bind(.pttTake, typed: ["GROUP": ["9001"]], at: "hq")
        #expect(desk.loss(of: pending) == loss)
        await desk.close()
    }
}
