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

    private func harness(_ floor: Floor = .idle) async throws -> ConsoleHarness {
        let harness = try await ConsoleHarness(tells: Day.all + [.put(Day.group(floor)), .put(Self.second(.idle))])
        harness.press("5")
        harness.go(to: .group, "g1")
        return harness
    }

    nonisolated private static func second(_ floor: Floor) -> Entity {
        .group(TalkingGroup(site: Day.site, id: "g2", name: "Yard", type: "static", floor: floor))
    }

    private func tell(_ floor: Floor, _ harness: ConsoleHarness) async {
        await harness.site.tell([.put(Day.group(floor))])
        await harness.until { harness.desk.board.group(Day.site, "g1")?.floor == floor }
    }

    private func press(_ harness: ConsoleHarness, _ events: Key.Event...) { for event in events { harness.app.handle(space, event) } }

    /// The terminal has told a release: from now on keys are held.
    private func prove(_ harness: ConsoleHarness) {
        harness.app.handle(.character("5"), .pressed)
        harness.app.handle(.character("5"), .released)
    }

    // MARK: The latch

    @Test func aPressAsksAndTheNextOneGivesBack() async throws {
        let harness = try await harness()
        harness.press("space")
        #expect(await harness.request() == "ptt-take g1")
        #expect(!harness.screen().contains("YOU HAVE"), "the light is the exchange's word")
        await tell(mine, harness)
        #expect(harness.screen().contains("● YOU HAVE THE FLOOR of Patrol · for 00:12 · 00:48 left · Space gives it back"))
        harness.press("space")
        #expect(await harness.request() == "ptt-release g1")
        #expect(harness.screen().contains("YOU HAVE"), "and so is its end")
        await tell(.idle, harness)
        #expect(!harness.screen().contains("YOU HAVE"))
    }

    @Test(arguments: [Floor.requesting(.subscribe), .requesting(.floor), .queued(3)])
    func itGivesBackWhileAsking(floor: Floor) async throws {
        let harness = try await harness(floor)
        harness.press("space")
        #expect(await harness.request() == "ptt-release g1")
    }

    @Test func aSecondPressBeforeAnyAnswerGivesBack() async throws {
        let harness = try await harness()
        await harness.site.hold()
        harness.press("space")
        #expect(await harness.request() == "ptt-take g1")
        harness.press("space")
        #expect(await harness.request() == "ptt-release g1")
    }

    @Test func anotherGroupIsJustAskedFor() async throws {
        let harness = try await harness(mine)
        harness.go(to: .group, "g2")
        harness.press("space")
        #expect(await harness.request() == "ptt-take g2")
    }

    @Test func aKeyThatRepeatsUnseenEndsWithTheFloorGivenBack() async throws {
        let harness = try await harness()
        harness.press("space")
        #expect(await harness.request() == "ptt-take g1")
        await tell(mine, harness)
        harness.clock.advance(0.5)
        harness.press("space")
        #expect(await harness.request() == "ptt-release g1")
        await tell(.idle, harness)
        for _ in 0..<40 {
            harness.clock.advance(0.03)
            harness.press("space")
        }
        harness.clock.advance(1)
        harness.press("space")
        #expect(await harness.request() == "ptt-take g1")
        #expect(await harness.asked().count == 3)
    }

    @Test func losingTheFocusLeavesALatch() async throws {
        let harness = try await harness()
        harness.press("space")
        #expect(await harness.request() == "ptt-take g1")
        harness.app.takeFocus(false)
        harness.press("M")
        #expect(await harness.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func soItDoesWhereEventsAreToldAndNoReleaseWasYet() async throws {
        let harness = try await harness()
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        await tell(mine, harness)
        #expect(harness.screen().contains("Space gives it back"))
        harness.app.takeFocus(false)
        harness.app.handle(.character("M"), .pressed)
        #expect(await harness.request() == "group-monitor g1", "nothing came before it")
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-release g1")
    }

    @Test func inAnyPaneItGivesBackWhatIsOurs() async throws {
        let harness = try await harness(mine)
        harness.press("1 space")
        #expect(await harness.request() == "ptt-release g1")
        await tell(.idle, harness)
        harness.clock.advance(1)
        harness.press("space")
        #expect(harness.notice == "Select a talking group first." && harness.state.prompt == nil)
        #expect(await harness.asked() == ["ptt-release"])
    }

    // MARK: Holding

    @Test func whereReleasesAreToldTheFloorLastsAsLongAsTheKeyIsDown() async throws {
        let harness = try await harness()
        prove(harness)
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        await tell(mine, harness)
        #expect(harness.screen().contains("let go of Space to give it back"))
        press(harness, .repeated, .repeated, .repeated)
        harness.press("j k")
        press(harness, .released)
        #expect(await harness.request() == "ptt-release g1")
        press(harness, .released)
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1", "neither repeats nor a second release did anything")
    }

    @Test func theFirstReleaseIsProofAndGivesBack() async throws {
        let harness = try await harness()
        press(harness, .pressed, .repeated)
        #expect(await harness.request() == "ptt-take g1")
        press(harness, .released)
        #expect(await harness.request() == "ptt-release g1")
    }

    @Test func aPlainCharacterTakesTheProofBack() async throws {
        let harness = try await harness()
        prove(harness)
        harness.press("space")
        #expect(await harness.request() == "ptt-take g1")
        harness.press("space")
        await tell(mine, harness)
        harness.press("space")
        #expect(await harness.request() == "ptt-release g1")
    }

    @Test func whereverTheFocusIsTheReleaseGivesBack() async throws {
        let harness = try await harness()
        prove(harness)
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        for key in ["1", ":"] { harness.app.handle(.character(Character(key)), .pressed) }
        #expect(harness.state.prompt != nil)
        press(harness, .released)
        #expect(await harness.request() == "ptt-release g1")
        #expect(harness.state.prompt?.editor?.text == "")
    }

    @Test func whatWasRefusedIsNotGivenBack() async throws {
        let harness = try await harness()
        prove(harness)
        harness.app.perform(.console(.lock))
        press(harness, .pressed, .released)
        harness.app.perform(.console(.lock))
        harness.press("M")
        #expect(await harness.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func aTypedCommandIsNoKeyToHold() async throws {
        let harness = try await harness()
        prove(harness)
        for character in ":ptt-toggle" {
            harness.app.handle(.character(character), .pressed)
            harness.app.handle(.character(character), .released)
        }
        harness.app.handle(Key(.enter), .pressed)
        #expect(await harness.request() == "ptt-take g1")
        harness.app.handle(Key(.enter), .released)
        harness.app.handle(.character("M"), .pressed)
        #expect(await harness.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func whatIsHeldGoesBackBeforeTheConsoleSleeps() async throws {
        let harness = try await harness()
        prove(harness)
        await harness.site.answer(.unknown("the link broke"))
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        await harness.until { harness.state.notices.latest?.tone == .error }
        await harness.app.giveBackFloors()
        #expect(await harness.asked() == ["ptt-take", "ptt-release"])
    }

    @Test func whatWasDeniedLeavesNothingToGiveBack() async throws {
        let harness = try await harness()
        prove(harness)
        await harness.site.answer(.refused(code: "300062", "somebody is talking"))
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        await harness.until { harness.state.notices.latest?.tone == .error }
        press(harness, .released)
        harness.press("M")
        #expect(await harness.request() == "group-monitor g1", "nothing came before it")
    }

    @Test(arguments: [Outcome.noAnswer(after: .seconds(5)), .unknown("the link broke")])
    func whatIsNotKnownIsGivenBack(outcome: Outcome) async throws {
        let harness = try await harness()
        prove(harness)
        await harness.site.answer(outcome)
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        await harness.until { harness.state.notices.latest?.tone == .error }
        press(harness, .released)
        #expect(await harness.request() == "ptt-release g1")
    }

    @Test func theEndOfTheTalkTimeEndsTheHold() async throws {
        let harness = try await harness()
        prove(harness)
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        await tell(mine, harness)
        await harness.site.tell([
            .put(Day.group(.idle)), .message(SiteMessage(site: Day.site, time: Day.begin, topic: "floor", text: "the talk time is over")),
        ])
        await harness.until { harness.notice == "the talk time is over" }
        #expect(harness.effects() == [.bell])
        press(harness, .repeated, .released)
        harness.press("M")
        #expect(await harness.request() == "group-monitor g1", "nothing came before it")
    }

    @Test func losingTheFocusGivesBackWhatIsHeld() async throws {
        let harness = try await harness()
        prove(harness)
        press(harness, .pressed)
        #expect(await harness.request() == "ptt-take g1")
        harness.app.takeFocus(false)
        #expect(await harness.request() == "ptt-release g1")
        press(harness, .released)
        harness.app.takeFocus(true)
        harness.press("M")
        #expect(await harness.request() == "group-monitor g1")
    }

    // MARK: Sleeping and locking

    @Test func aConsoleThatGoesToSleepGivesBackAndWaitsForTheAnswer() async throws {
        let harness = try await harness(mine)
        await harness.site.tell([.put(Self.second(.requesting(.select)))])
        await harness.until { harness.desk.board.group(Day.site, "g2")?.floor == .requesting(.select) }
        await harness.app.giveBackFloors()
        #expect(await harness.asked() == ["ptt-release", "ptt-release"])
        #expect(await harness.site.asked.map { $0["GROUP"] } == ["g1", "g2"])
    }

    @Test func whatTheBoardDoesNotShowYetGoesBackToo() async throws {
        let harness = try await harness()
        await harness.site.hold()
        harness.press("space")
        #expect(await harness.request() == "ptt-take g1")
        Task { await harness.app.giveBackFloors() }
        #expect(await harness.request() == "ptt-release g1")
    }

    @Test func theLockGivesBack() async throws {
        let harness = try await harness(mine)
        harness.press("L")
        #expect(await harness.request() == "ptt-release g1")
        harness.press("space")
        #expect(await harness.request() == "ptt-release g1", "locked or not, it can be given back")
        await tell(.idle, harness)
        harness.clock.advance(1)
        harness.press("space")
        #expect(harness.notice.contains("locked"))
        #expect(await harness.asked().count == 2)
    }

    // MARK: What is told

    @Test(arguments: [
        (Floor.denied("higher rank"), "Patrol: the floor is denied: higher rank"),
        (.revoked("the talk time is over"), "Patrol: the floor was taken away: the talk time is over"),
    ])
    func whatGoesWrongIsToldAndRings(floor: Floor, words: String) async throws {
        let harness = try await harness(mine)
        #expect(harness.effects().isEmpty)
        await tell(floor, harness)
        #expect(harness.notice == words && harness.state.notices.latest?.tone == .error)
        #expect(harness.effects() == [.bell])
        await tell(.idle, harness)
        #expect(harness.effects().isEmpty)
    }

    @Test func anEmergencyRingsOnceAndStandsOnTopUntilItIsAnswered() async throws {
        let harness = try await harness()
        func tell(isAnswered: Bool) async {
            var group = TalkingGroup(site: Day.site, id: "g9", name: "Zebra", type: "static", floor: .idle)
            group.emergency = TalkingGroup.Emergency(number: "7009", since: Day.begin, isAnswered: isAnswered)
            await harness.site.tell([
                .put(.group(group)),
                .message(SiteMessage(site: Day.site, time: Day.begin, topic: "emergency", text: "7009 calls for help")),
            ])
            await harness.until { harness.desk.board.group(Day.site, "g9")?.emergency?.isAnswered == isAnswered }
        }
        await tell(isAnswered: false)
        #expect(harness.effects() == [.bell])
        #expect(harness.notice == "7009 calls for help" && harness.state.notices.latest?.tone == .error)
        #expect(harness.app.context.log.messages.contains { $0.text == "EMERGENCY in Zebra: 7009 calls for help" })
        for keys in ["s", "s s", "R", "s R"] {
            harness.press(keys)
            #expect(harness.rows(of: .groups).first?.id.site == Day.site && harness.rows(of: .groups).first?.isUrgent == true)
        }
        harness.press("1")
        #expect(harness.screen().contains("▲ EMERGENCY · A answers · Zebra · 7009 · for 00:12"))
        await tell(isAnswered: true)
        #expect(!harness.screen().contains("EMERGENCY · A answers"))
        harness.press("5")
        #expect(harness.screen().contains("▲ emergency"))
    }

    @Test func theRemainingTimeCountsDown() async throws {
        let harness = try await harness(mine)
        #expect(harness.screen().contains("00:48 left"))
        harness.clock.advance(1)
        harness.app.tick()
        #expect(harness.app.wantsFrame && harness.screen().contains("00:47 left"))
    }

    @Test func aLostLinkTakesTheCertaintyAway() async throws {
        let harness = try await harness(mine)
        await harness.site.tell([.link(Day.site, .degraded, error: "no answer", at: Day.begin, retry: nil)])
        await harness.until { harness.desk.board.sites[Day.site]?.link == .degraded }
        #expect(!harness.screen().contains("YOU HAVE"))
        #expect(harness.screen().contains("Whether you still have the floor of Patrol is not known"))
    }

    @Test(arguments: [(1, 1), (20, 3), (80, 24), (200, 60)])
    func theBannerIsTheLastToGo(width: Int, height: Int) async throws {
        let harness = try await harness(mine)
        harness.app.resize(width: width, height: height)
        for keys in ["?", "esc", "e", "esc", "z", ":"] {
            harness.press(keys)
            let canvas = harness.app.draw()
            // The line of the own telephone stands above it where there is room for one.
            let row = height > 5 ? 2 : height > 1 ? 1 : 0
            #expect(canvas[0, row].text == "●")
            #expect((0..<width).allSatisfy { canvas[$0, row].style.background == canvas[0, row].style.background })
        }
    }
}
