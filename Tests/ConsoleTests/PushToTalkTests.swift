@testable import Console
import Exchange
import Foundation
import Settings
import Testing

/// The floor: from the key to the exchange, what stands on the screen meanwhile, and how it goes back in every case.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct PushToTalkTests {
    private let space = Key.character(" ")
    private let mine = Floor.mine(number: "4501", since: Day.begin, until: Day.begin.addingTimeInterval(60))

    private func bench(_ floor: Floor = .idle) async throws -> ConsoleBench {
        let bench = try await ConsoleBench(tells: Day.all + [.put(Day.group(floor)), .put(Self.second(.idle))])
        bench.press("5")
        bench.go(to: .group, "g1")
        return bench
    }

    nonisolated private static func second(_ floor: Floor) -> Entity {
        .group(TalkingGroup(site: Day.site, id: "g2", name: "Yard", type: "static", floor: floor))
    }

    private func tell(_ floor: Floor, _ bench: ConsoleBench) async {
        await bench.site.tell([.put(Day.group(floor))])
        await bench.until { bench.desk.board.group(Day.site, "g1")?.floor == floor }
    }

    private func press(_ bench: ConsoleBench, _ events: Key.Event...) { for event in events { bench.app.handle(space, event) } }

    /// The terminal has told a release: from now on keys are held.
    private func prove(_ bench: ConsoleBench) {
        bench.app.handle(.character("5"), .pressed)
        bench.app.handle(.character("5"), .released)
    }

    // MARK: The latch

    @Test func aPressAsksAndTheNextOneGivesBack() async throws {
        let bench = try await bench()
        bench.press("space")
        #expect(await bench.request() == "ptt-take g1")
        #expect(!bench.screen().contains("YOU HAVE"), "the light is the exchange's word")
        await tell(mine, bench)
        #expect(bench.screen().contains("● YOU HAVE THE FLOOR of Patrol · for 00:12 · 00:48 left · Space gives it back"))
        bench.press("space")
        #expect(await bench.request() == "ptt-release g1")
        #expect(bench.screen().contains("YOU HAVE"), "and so is its end")
        await tell(.idle, bench)
        #expect(!bench.screen().contains("YOU HAVE"))
    }

    @Test(arguments: [Floor.requesting(.subscribe), .requesting(.floor), .queued(3)])
    func itGivesBackWhileAsking(floor: Floor) async throws {
        let bench = try await bench(floor)
        bench.press("space")
        #expect(await bench.request() == "ptt-release g1")
    }

    @Test func aSecondPressBeforeAnyAnswerGivesBack() async throws {
        let bench = try await bench()
        await bench.site.hold()
        bench.press("space")
        #expect(await bench.request() == "ptt-take g1")
        bench.press("space")
        #expect(await bench.request() == "ptt-release g1")
    }

    @Test func anotherGroupIsJustAskedFor() async throws {
        let bench = try await bench(mine)
        bench.go(to: .group, "g2")
        bench.press("space")
        #expect(await bench.request() == "ptt-take g2")
    }

    @Test func aKeyThatRepeatsUnseenEndsWithTheFloorGivenBack() async throws {
        let bench = try await bench()
        bench.press("space")
        #expect(await bench.request() == "ptt-take g1")
        await tell(mine, bench)
        bench.clock.advance(0.5)
        bench.press("space")
        #expect(await bench.request() == "ptt-release g1")
        await tell(.idle, bench)
        for _ in 0..<40 {
            bench.clock.advance(0.03)
            bench.press("space")
        }
        bench.clock.advance(1)
        bench.press("space")
        #expect(await bench.request() == "ptt-take g1")
        #expect(await bench.asked().count == 3)
    }

    @Test func losingTheFocusLeavesALatch() async throws {
        let bench = try await bench()
        bench.press("space")
        #expect(await bench.request() == "ptt-take g1")
        bench.app.takeFocus(false)
        bench.press("M")
        #expect(await bench.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func soItDoesWhereEventsAreToldAndNoReleaseWasYet() async throws {
        let bench = try await bench()
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        await tell(mine, bench)
        #expect(bench.screen().contains("Space gives it back"))
        bench.app.takeFocus(false)
        bench.app.handle(.character("M"), .pressed)
        #expect(await bench.request() == "group-monitor g1", "nothing came before it")
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-release g1")
    }

    @Test func inAnyPaneItGivesBackWhatIsOurs() async throws {
        let bench = try await bench(mine)
        bench.press("1 space")
        #expect(await bench.request() == "ptt-release g1")
        await tell(.idle, bench)
        bench.clock.advance(1)
        bench.press("space")
        #expect(bench.notice == "Select a talking group first." && bench.state.question == nil)
        #expect(await bench.asked() == ["ptt-release"])
    }

    // MARK: Holding

    @Test func whereReleasesAreToldTheFloorLastsAsLongAsTheKeyIsDown() async throws {
        let bench = try await bench()
        prove(bench)
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        await tell(mine, bench)
        #expect(bench.screen().contains("let go of Space to give it back"))
        press(bench, .repeated, .repeated, .repeated)
        bench.press("j k")
        press(bench, .released)
        #expect(await bench.request() == "ptt-release g1")
        press(bench, .released)
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1", "neither repeats nor a second release did anything")
    }

    @Test func theFirstReleaseIsProofAndGivesBack() async throws {
        let bench = try await bench()
        press(bench, .pressed, .repeated)
        #expect(await bench.request() == "ptt-take g1")
        press(bench, .released)
        #expect(await bench.request() == "ptt-release g1")
    }

    @Test func aPlainCharacterTakesTheProofBack() async throws {
        let bench = try await bench()
        prove(bench)
        bench.press("space")
        #expect(await bench.request() == "ptt-take g1")
        bench.press("space")
        await tell(mine, bench)
        bench.press("space")
        #expect(await bench.request() == "ptt-release g1")
    }

    @Test func whereverTheFocusIsTheReleaseGivesBack() async throws {
        let bench = try await bench()
        prove(bench)
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        for key in ["1", ":"] { bench.app.handle(.character(Character(key)), .pressed) }
        #expect(bench.state.question != nil)
        press(bench, .released)
        #expect(await bench.request() == "ptt-release g1")
        #expect(bench.state.question?.editor?.text == "")
    }

    @Test func whatWasRefusedIsNotGivenBack() async throws {
        let bench = try await bench()
        prove(bench)
        bench.app.perform(.console(.lock))
        press(bench, .pressed, .released)
        bench.app.perform(.console(.lock))
        bench.press("M")
        #expect(await bench.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func aTypedCommandIsNoKeyToHold() async throws {
        let bench = try await bench()
        prove(bench)
        for character in ":ptt-toggle" {
            bench.app.handle(.character(character), .pressed)
            bench.app.handle(.character(character), .released)
        }
        bench.app.handle(Key(.enter), .pressed)
        #expect(await bench.request() == "ptt-take g1")
        bench.app.handle(Key(.enter), .released)
        bench.app.handle(.character("M"), .pressed)
        #expect(await bench.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func whatIsHeldGoesBackBeforeTheConsoleSleeps() async throws {
        let bench = try await bench()
        prove(bench)
        await bench.site.answer(.unknown("the link broke"))
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        await bench.until { bench.state.notice?.tone == .error }
        await bench.app.giveBackFloors()
        #expect(await bench.asked() == ["ptt-take", "ptt-release"])
    }

    @Test func whatWasDeniedLeavesNothingToGiveBack() async throws {
        let bench = try await bench()
        prove(bench)
        await bench.site.answer(.refused(code: "300062", "somebody is talking"))
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        await bench.until { bench.state.notice?.tone == .error }
        press(bench, .released)
        bench.press("M")
        #expect(await bench.request() == "group-monitor g1", "nothing came before it")
    }

    @Test(arguments: [Outcome.noAnswer(after: .seconds(5)), .unknown("the link broke")])
    func whatIsNotKnownIsGivenBack(outcome: Outcome) async throws {
        let bench = try await bench()
        prove(bench)
        await bench.site.answer(outcome)
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        await bench.until { bench.state.notice?.tone == .error }
        press(bench, .released)
        #expect(await bench.request() == "ptt-release g1")
    }

    @Test func theEndOfTheTalkTimeEndsTheHold() async throws {
        let bench = try await bench()
        prove(bench)
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        await tell(mine, bench)
        await bench.site.tell([
            .put(Day.group(.idle)), .message(SiteMessage(site: Day.site, time: Day.begin, topic: "floor", text: "the talk time is over")),
        ])
        await bench.until { bench.notice == "the talk time is over" }
        #expect(bench.effects() == [.bell])
        press(bench, .repeated, .released)
        bench.press("M")
        #expect(await bench.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func losingTheFocusGivesBackWhatIsHeld() async throws {
        let bench = try await bench()
        prove(bench)
        press(bench, .pressed)
        #expect(await bench.request() == "ptt-take g1")
        bench.app.takeFocus(false)
        #expect(await bench.request() == "ptt-release g1")
        press(bench, .released)
        bench.app.takeFocus(true)
        bench.press("M")
        #expect(await bench.request() == "group-monitor g1")
    }

    // MARK: Sleeping and locking

    @Test func aConsoleThatGoesToSleepGivesBackAndWaitsForTheAnswer() async throws {
        let bench = try await bench(mine)
        await bench.site.tell([.put(Self.second(.requesting(.select)))])
        await bench.until { bench.desk.board.group(Day.site, "g2")?.floor == .requesting(.select) }
        await bench.app.giveBackFloors()
        #expect(await bench.asked() == ["ptt-release", "ptt-release"])
        #expect(await bench.site.asked.map { $0["GROUP"] } == ["g1", "g2"])
    }

    @Test func whatTheBoardDoesNotShowYetGoesBackToo() async throws {
        let bench = try await bench()
        await bench.site.hold()
        bench.press("space")
        #expect(await bench.request() == "ptt-take g1")
        Task { await bench.app.giveBackFloors() }
        #expect(await bench.request() == "ptt-release g1")
    }

    @Test func theLockGivesBack() async throws {
        let bench = try await bench(mine)
        bench.press("L")
        #expect(await bench.request() == "ptt-release g1")
        bench.press("space")
        #expect(await bench.request() == "ptt-release g1", "locked or not, it can be given back")
        await tell(.idle, bench)
        bench.clock.advance(1)
        bench.press("space")
        #expect(bench.notice.contains("locked"))
        #expect(await bench.asked().count == 2)
    }

    // MARK: What is told

    @Test(arguments: [
        (Floor.denied("higher rank"), "Patrol: the floor is denied: higher rank"),
        (.revoked("the talk time is over"), "Patrol: the floor was taken away: the talk time is over"),
    ])
    func whatGoesWrongIsToldAndRings(floor: Floor, words: String) async throws {
        let bench = try await bench(mine)
        #expect(bench.effects().isEmpty)
        await tell(floor, bench)
        #expect(bench.notice == words && bench.state.notice?.tone == .error)
        #expect(bench.effects() == [.bell])
        await tell(.idle, bench)
        #expect(bench.effects().isEmpty)
    }

    @Test func anEmergencyRingsOnceAndStandsOnTopUntilItIsAnswered() async throws {
        let bench = try await bench()
        func tell(isAnswered: Bool) async {
            var group = TalkingGroup(site: Day.site, id: "g9", name: "Zebra", type: "static", floor: .idle)
            group.emergency = TalkingGroup.Emergency(number: "7009", since: Day.begin, isAnswered: isAnswered)
            await bench.site.tell([
                .put(.group(group)), .message(SiteMessage(site: Day.site, time: Day.begin, topic: "emergency", text: "7009 calls for help")),
            ])
            await bench.until { bench.desk.board.group(Day.site, "g9")?.emergency?.isAnswered == isAnswered }
        }
        await tell(isAnswered: false)
        #expect(bench.effects() == [.bell])
        #expect(bench.notice == "7009 calls for help" && bench.state.notice?.tone == .error)
        #expect(bench.app.messages.contains { $0.text == "EMERGENCY in Zebra: 7009 calls for help" })
        for keys in ["s", "s s", "R", "s R"] {
            bench.press(keys)
            #expect(bench.app.rows(of: .groups).first?.id.site == Day.site && bench.app.rows(of: .groups).first?.isUrgent == true)
        }
        bench.press("1")
        #expect(bench.screen().contains("▲ EMERGENCY in Zebra · 7009 · for 00:12 · A: answer, in its pane"))
        await tell(isAnswered: true)
        #expect(!bench.screen().contains("EMERGENCY in Zebra ·"))
        bench.press("5")
        #expect(bench.screen().contains("▲ emergency"))
    }

    @Test func theRemainingTimeCountsDown() async throws {
        let bench = try await bench(mine)
        #expect(bench.screen().contains("00:48 left"))
        bench.clock.advance(1)
        bench.app.tick()
        #expect(bench.app.wantsFrame && bench.screen().contains("00:47 left"))
    }

    @Test func aLostLinkTakesTheCertaintyAway() async throws {
        let bench = try await bench(mine)
        await bench.site.tell([.link(Day.site, .degraded, error: "no answer", at: Day.begin, retry: nil)])
        await bench.until { bench.desk.board.sites[Day.site]?.link == .degraded }
        #expect(!bench.screen().contains("YOU HAVE"))
        #expect(bench.screen().contains("Whether you still have the floor of Patrol is not known"))
    }

    @Test(arguments: [(1, 1), (20, 3), (80, 24), (200, 60)])
    func theBannerIsTheLastToGo(width: Int, height: Int) async throws {
        let bench = try await bench(mine)
        bench.app.resize(width: width, height: height)
        for keys in ["?", "esc", "e", "esc", "z", ":"] {
            bench.press(keys)
            let canvas = bench.app.draw()
            let row = height > 1 ? 1 : 0
            #expect(canvas[0, row].text == "●")
            #expect((0..<width).allSatisfy { canvas[$0, row].style.background == canvas[0, row].style.background })
        }
    }
}
