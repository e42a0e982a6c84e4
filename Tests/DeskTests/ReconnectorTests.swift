import Exchange
import SiteHarness
import Testing

@testable import Desk

@MainActor
@Suite(.timeLimit(.minutes(1))) struct LinkKeeperTests {
    let time = SteppedClock()
    static let refused = LinkFailure(.tcp, "connection refused")

    @Test(arguments: [
        (0, 0.0, 1.0), (1, 0.0, 2.0), (2, 0.0, 4.0), (4, 0.0, 16.0), (5, 0.0, 30.0), (60, 0.0, 30.0), (0, 0.5, 0.75),
        (3, 0.5, 6.0), (60, 1.0, 15.0),
    ])
    func thePauseDoublesUpToTheLongestAndIsJittered(_ failures: Int, _ random: Double, _ seconds: Double) {
        let pause = Reconnector.pause(after: failures, within: .seconds(1) ... .seconds(30), random: random)
        #expect(pause == .seconds(seconds))
    }

    @Test func anAttemptFollowsEachLossAfterAGrowingPause() async {
        let failures = ScriptedSite.Attempt.fails(Self.refused)
        let site = ScriptedSite("hq", time, attempts: [failures, failures, failures, .serves([])])
        let desk = Desk(site, time)
        desk.open()
        for expected in [Duration.seconds(1), .seconds(2), .seconds(4)] {
            #expect(await time.nextSleep() == expected)
            let retry = time.now.addingTimeInterval(expected / .seconds(1))
            await desk.until { $0.sites["hq"]?.link == .offline && $0.sites["hq"]?.retry == retry }
            #expect(desk.board.sites["hq"]?.error == "connection refused")
            time.advance(by: expected)
        }
        await desk.untilLink(.online)
        #expect(desk.board.sites["hq"]?.error == nil)
        #expect(await site.runs == 4)
        await desk.close()
    }

    @Test func aLinkThatStoodBeginsAgainWithTheShortestPause() async {
        let site = ScriptedSite(
            "hq", time, attempts: [.fails(Self.refused), .fails(Self.refused), .loses([], LinkFailure(.link, "cut")), .serves([])])
        let desk = Desk(site, time)
        desk.open()
        for expected in [Duration.seconds(1), .seconds(2), .seconds(1)] {
            #expect(await time.nextSleep() == expected)
            time.advance(by: expected)
        }
        await desk.untilLink(.online)
        await desk.close()
    }

    @Test func whatWouldFailLikewiseSoonIsTriedAgainLater() async throws {
        let refused = LinkFailure(.login, "key refused", leastPause: .seconds(60))
        let site = ScriptedSite("hq", time, attempts: [.fails(refused), .serves([])])
        let desk = Desk(site, time)
        // Whoever wants to act now is not kept waiting for that.
        await desk.prepare(for: .dial, at: "hq", atMost: .seconds(10))
        #expect(desk.board.sites["hq"]?.error == "key refused")
        await time.untilAsleep(for: .seconds(60))
        time.advance(by: .seconds(60))
        await desk.untilLink(.online)
        await desk.close()
    }

    @Test func aFinalFailureIsNotTriedAgainUntilSomebodyAsks() async {
        let site = ScriptedSite(
            "hq", time, attempts: [.fails(LinkFailure(.login, "password refused", isFinal: true)), .serves([])])
        let desk = Desk(site, time)
        desk.open()
        await desk.untilLink(.offline)
        #expect(desk.board.sites["hq"]?.retry == nil)
        time.advance(by: .seconds(3_600))
        #expect(await site.runs == 1)
        desk.reconnect("hq")
        await desk.untilLink(.online)
        #expect(await site.runs == 2)
        await desk.close()
    }

    /// Asks in the very moment the loss is told, which may be before the pause has begun.
    @Test(arguments: 0..<50) func hurryIsNeverLost(_ round: Int) async {
        let site = ScriptedSite("hq", time, attempts: [.fails(Self.refused), .serves([])])
        let desk = Desk(site, time)
        desk.observe { [weak desk] changes in
            for case .link("hq", .offline, _, _, _) in changes { desk?.reconnect("hq") }
        }
        desk.open()
        await desk.untilLink(.online)
        await desk.close()
    }

    @Test func closingWaitsUntilEverythingIsGivenBack() async {
        let site = ScriptedSite("hq", time)
        let desk = Desk(site, time)
        desk.open()
        await desk.untilLink(.online)
        await desk.close()
        #expect(await site.gaveBack)
        await desk.untilLink(.offline)
        #expect(await site.runs == 1)
    }

    @Test func closingEndsAPauseToo() async {
        let site = ScriptedSite("hq", time, attempts: [.fails(Self.refused)])
        let desk = Desk(site, time)
        desk.open()
        _ = await time.nextSleep()
        await desk.close()
        #expect(await site.runs == 1)
    }

    @Test func openingTwiceConnectsOnce() async {
        let site = ScriptedSite("hq", time)
        let desk = Desk(site, time)
        desk.open()
        desk.open()
        await desk.untilLink(.online)
        #expect(await site.runs == 1)
        await desk.close()
    }

    @Test func aSiteIsKnownToConnectSinceItBegan() async {
        let desk = Desk(ScriptedSite("hq", time, attempts: [.fails(Self.refused)]), time)
        desk.open()
        await desk.until { $0.sites["hq"]?.since != nil }
        #expect(desk.board.sites["hq"]?.since == time.now)
        await desk.close()
    }

    @Test func waitingEndsWithTheLimitOrTheTask() async {
        let desk = Desk(ScriptedSite("hq", time), time)
        let late = Task { await desk.wait(atMost: .seconds(10)) { $0.sites["hq"]?.link == .online } }
        #expect(await time.nextSleep() == .seconds(10))
        time.advance(by: .seconds(10))
        #expect(await late.value == false)

        let cancelled = Task { await desk.wait(atMost: .seconds(10)) { $0.sites["hq"]?.link == .online } }
        _ = await time.nextSleep()
        cancelled.cancel()
        #expect(await cancelled.value == false)

        desk.open()
        #expect(await desk.wait(atMost: .seconds(10)) { $0.sites["hq"]?.link == .online })
        await desk.close()
    }
}
