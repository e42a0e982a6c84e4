@testable import Console
import Exchange
import Foundation
import Testing

/// From a key to the outcome: asking, confirming, refusing, telling.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleActionTests {
    private let call = Day.calls[0].key

    private func confirming() async throws -> ConsoleHarness {
        let harness = try await ConsoleHarness()
        harness.press("3")
        harness.go(to: .call, call.id)
        harness.press("x")
        return harness
    }

    @Test func confirmationNamesItsTarget() async throws {
        let harness = try await confirming()
        #expect(harness.state.prompt == .confirmation("Hang up 2005 ↔ 8001 Alice? y/n"))
        harness.press("y")
        #expect(await harness.request() == "hangup 1673071399.25")
        await harness.until { harness.state.notices.latest?.tone == .done }
        #expect(harness.notice == "Hang up 2005 ↔ 8001 Alice: done (Success)")
    }

    @Test(arguments: ["n", "N", "esc"]) func noAndEscapeCancel(key: String) async throws {
        let harness = try await confirming()
        harness.press(key)
        #expect(harness.state.prompt == nil && harness.notice == "Cancelled: nothing was sent.")
        harness.press("w")
        #expect(await harness.request() == "whisper 8001", "nothing came before it")
    }

    @Test(arguments: ["ret", "space", "x", "j", ":", "q", "C-c", "3"]) func noOtherKeyAnswersAQuestion(key: String) async throws {
        let harness = try await confirming()
        harness.press(key)
        #expect(harness.state.prompt == .confirmation("Hang up 2005 ↔ 8001 Alice? y/n") && harness.effects().isEmpty)
        harness.press("y")
        #expect(await harness.request() == "hangup 1673071399.25")
    }

    @Test func whatIsTypedBeforeAQuestionCanBeReadIsDropped() async throws {
        let harness = try await confirming()
        let question = harness.state.prompt
        for key in ["y", "n", "esc", "x"] {
            harness.pressUnread(key)
            #expect(harness.state.prompt == question, "after \(key)")
        }
        #expect(await harness.asked().isEmpty)
        harness.press("y")
        #expect(await harness.request() == "hangup 1673071399.25")
    }

    @Test func aCallThatEndsWhileAskingIsNotHungUp() async throws {
        let harness = try await confirming()
        await harness.site.tell([.remove(call), .put(Day.call("1673071402.2", .talking, "2005", "8001"))])
        await harness.until { harness.state.prompt == nil }
        #expect(harness.notice.contains("is gone, nothing was sent") && harness.state.notices.latest?.tone == .error)
        // The answer that is on its way is no command: y would copy, q would quit.
        for key in ["y", "q"] { harness.pressUnread(key) }
        #expect(harness.effects().isEmpty)
        #expect(await harness.asked().isEmpty)
        harness.press("q")
        #expect(harness.effects() == [.quit])
    }

    @Test func aRequestStaysBoundWhileRowsMove() async throws {
        let harness = try await ConsoleHarness()
        harness.press("3")
        harness.go(to: .call, call.id)
        harness.press("t")
        harness.type("8002")
        await harness.site.tell([.put(Day.call("1.1", .ringing, "1", "2")), .remove(Day.calls[1].key)])
        await harness.until { harness.desk.board[Day.calls[1].key] == nil }
        _ = harness.app.draw()
        #expect(harness.selection == .entity(call))
        harness.press("ret")
        #expect(await harness.request() == "transfer 1673071399.25 8002")
    }

    @Test func aKeyOnItsWayDoesNotHitTheNeighbour() async throws {
        let harness = try await ConsoleHarness(confirm: [])
        harness.press("3")
        harness.go(to: .call, call.id)
        await harness.site.tell([.remove(call)])
        await harness.until { harness.desk.board[call] == nil }
        harness.press("x")
        #expect(harness.notice.contains("is gone"))
        _ = harness.app.draw()
        harness.clock.advance(60)
        harness.press("x")
        #expect(harness.selection == .entity(call) && harness.notice.contains("is gone"))
        #expect(await harness.asked().isEmpty)
        harness.press("j x")
        #expect(await harness.request() == "hangup 1673071400.1")
    }

    @Test func whatIsRefusedIsWrittenDownAndNotSent() async throws {
        let harness = try await ConsoleHarness(role: .viewer)
        harness.press("3")
        harness.go(to: .call, call.id)
        harness.press("t")
        await harness.until { harness.state.notices.latest?.tone == .error }
        #expect(harness.state.prompt == nil)
        #expect(harness.notice.hasSuffix("not sent: needs the role dispatcher"))
        let line = try #require(harness.auditLines().last)
        #expect(line.contains("\"action\":\"transfer\"") && line.contains("forbidden") && line.contains("1673071399.25"))
        #expect(await harness.asked().isEmpty)
    }

    @Test func saysWhyASystemCannot() async throws {
        let harness = try await ConsoleHarness(unsupported: [.park: "Smart PBX has no park command"], language: .zh_CN)
        harness.press("3 P")
        await harness.until { harness.state.notices.latest?.tone == .error }
        #expect(harness.notice.contains("驻留") && harness.notice.contains("Smart PBX 没有驻留命令"))
    }

    @Test func aLockedConsoleSendsNothing() async throws {
        let harness = try await ConsoleHarness()
        harness.app.perform(.console(.lock))
        harness.press("l")
        #expect(harness.notice == "The console is locked: nothing is sent.")
        #expect(harness.app.commandLine.run("hangup 1673071399.25"))
        #expect(harness.app.commandLine.run("op hq calls.live"))
        await harness.untilAudited { $0.contains { $0.contains("calls.live") } }
        for word in ["lock", "listen", "hangup", "calls.live"] {
            #expect(harness.auditLines().contains { $0.contains("\"\(word)\"") }, "\(word)")
        }
        #expect(harness.auditLines().dropFirst().allSatisfy { $0.contains("the console is locked") })
        harness.app.perform(.console(.lock))
        harness.press("l")
        #expect(await harness.request() == "listen 2008")
    }

    @Test func aLockWithAPasswordAsksForIt() async throws {
        let harness = try await ConsoleHarness(lockPassword: Secret("night"))
        harness.press("L")
        #expect(harness.state.isLocked && harness.state.prompt == nil)
        harness.press("L")
        harness.type("nigth")
        #expect(harness.screen().contains("Password to unlock: •••••") && !harness.screen().contains("nigth"))
        harness.press("ret")
        #expect(harness.state.isLocked && harness.notice == "Wrong password: the console stays locked.")
        harness.press("L esc l")
        #expect(harness.state.isLocked && harness.notice == "The console is locked: nothing is sent.")
        harness.press("L up")
        #expect(harness.state.prompt?.editor?.text == "")
        harness.type("night")
        harness.press("ret")
        #expect(!harness.state.isLocked && harness.notice == "The console is unlocked.")
        await harness.untilAudited { $0.count == 4 }
        #expect(harness.auditLines().filter { $0.contains("\"unlock\"") }.map { $0.contains("wrong password") } == [true, false])
        #expect(!harness.auditLines().joined().contains("nig"))
        harness.press("l")
        #expect(await harness.request() == "listen 2008")
    }

    @Test func noKeyUnlocksAConsoleThatIsOpenedReadOnly() async throws {
        let harness = try await ConsoleHarness(isReadOnly: true)
        harness.press("L l")
        #expect(harness.state.isLocked && harness.notice == "The console is locked: nothing is sent.")
        #expect(harness.app.commandLine.run("lock"))
        #expect(harness.state.isLocked && harness.notice.contains("read-only"))
        #expect(await harness.asked().isEmpty)
    }

    @Test func quittingAsksWhileSomethingOfOursGoesOn() async throws {
        let harness = try await ConsoleHarness(
            tells: [.put(Day.group(.mine(number: "2008", since: Day.begin)))] + Day.all.dropLast(3) + Day.all.suffix(2))
        harness.press("q")
        #expect(harness.effects().isEmpty && harness.screen().contains("Quit? You hold the floor of Patrol. y/n"))
        harness.press("n")
        #expect(harness.effects().isEmpty && harness.notice == "The console stays open.")
        harness.press("q y")
        #expect(harness.effects() == [.quit])
    }

    @Test func quittingAsksWhileSomebodyIsSupervised() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8001")
        harness.press("l")
        await harness.until { harness.state.notices.latest?.tone == .done }
        harness.press("q")
        #expect(harness.effects().isEmpty && harness.screen().contains("Quit? You supervise 8001. y/n"))
        harness.press("n o")
        await harness.until { harness.state.notices.latest?.tone == .done && harness.notice.contains("Stop") }
        harness.press("q")
        #expect(harness.effects() == [.quit])
    }

    @Test func quittingAsksWhileAnEmergencyIsUnansweredOrAConferenceOfOursRuns() async throws {
        var group = TalkingGroup(site: Day.site, id: "g1", name: "Patrol", type: "static", floor: .idle)
        group.emergency = .init(number: "7001", since: Day.begin)
        let room = Room(
            site: Day.site, id: "9000", name: "Board", moderators: ["2008"], state: "active",
            members: [.init(id: "1", number: "8002", state: .joined)])
        let harness = try await ConsoleHarness(tells: [.put(.group(group)), .put(.room(room))] + Day.all.suffix(2))
        harness.press("q")
        #expect(harness.screen().contains("Quit? Patrol calls for help, unanswered.; Conference Board is running. y/n"))
        #expect(harness.effects().filter { $0 == .quit }.isEmpty)
    }

    @Test func lockingWhileAskingHolds() async throws {
        let harness = try await confirming()
        harness.app.perform(.console(.lock))
        harness.press("y")
        #expect(harness.notice == "The console is locked: nothing is sent.")
        #expect(await harness.asked().isEmpty)
    }

    @Test func saysWhoseTelephoneRings() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8001")
        harness.press("l")
        #expect(harness.state.notices.latest?.tone == .pending)
        #expect(harness.notice.contains("Your telephone 2008 rings: pick it up to listen to 8001"))
        await harness.until { harness.state.notices.latest?.tone == .done }
        #expect(harness.notice.contains("Your telephone 2008 rings"))
    }

    @Test func anOutcomeLeavesANewerQuestionAlone() async throws {
        let harness = try await confirming()
        await harness.site.hold()
        harness.press("y")
        _ = await harness.request()
        harness.press("m")
        _ = await harness.request()
        harness.press("x")
        let question = harness.state.prompt
        #expect(question != nil)
        await harness.site.release(.refused(code: "12", "busy"))
        await harness.until { harness.notice.contains("busy") }
        #expect(harness.notice.hasSuffix("refused by the exchange: busy (code 12)"))
        await harness.site.release(.noAnswer(after: .seconds(5)))
        await harness.until { harness.notice.contains("no answer within 5 s") }
        #expect(harness.state.prompt == question)
    }

    @Test(arguments: [
        (Outcome.done(nil), "X: done"),
        (.refused(code: nil, "no"), "X: refused: no"),
        (.noAnswer(after: .milliseconds(1_500)), "X: no answer within 1.5 s; whether it was done is not known"),
        (.unknown("half"), "X: whether it was done is not known: half"),
        (.notOnline(.degraded), "X: not sent: the site is not answering"),
        (.unsupported("cannot"), "X: not sent: cannot"),
        (.forbidden(needs: .supervisor), "X: not sent: needs the role supervisor"),
        (.invalid("what"), "X: not sent: what"),
    ])
    func everyOutcomeHasItsWords(outcome: Outcome, words: String) {
        #expect(OutcomeWords(phrases: .init(.en)).sentence("X", outcome).text.string == words)
        #expect(OutcomeWords(phrases: .init(.zh_CN)).sentence("X", outcome).text.string != words)
    }

    @Test func aQueueRowAsksForTheExtension() async throws {
        let harness = try await ConsoleHarness()
        harness.press("2")
        harness.app.perform(.console(.pauseToggle))
        guard case .argument(let title)? = harness.state.prompt?.content, let completions = harness.state.prompt?.completions else {
            Issue.record("nothing is asked")
            return
        }
        #expect(title == "Pause or unpause Sales – extension:")
        #expect(completions.candidates.map(\.word) == ["2008", "8001", "8002", "8003"])
        harness.type("陈")
        harness.press("tab ret")
        #expect(await harness.request() == "unpause 8003 6500")
    }

    @Test func anEmptyArgumentIsAskedAgain() async throws {
        let harness = try await ConsoleHarness()
        harness.press("3 t ret")
        #expect(harness.state.prompt != nil && harness.notice == "number is needed; Esc cancels.")
        harness.press("esc")
        #expect(harness.state.prompt == nil && harness.notice == "Cancelled: nothing was sent.")
    }

    @Test func withSeveralSitesTheSelectionSaysWhich() async throws {
        let harness = try await ConsoleHarness(second: true)
        harness.press("5")
        harness.app.perform(.action(.roomCreate))
        await harness.until { harness.notice == "Create room @hq: done (Success)" }
        harness.app.context.setFilter("nothing like it", of: .groups)
        _ = harness.app.draw()
        harness.app.perform(.action(.roomCreate))
        guard case .argument(let title)? = harness.state.prompt?.content else {
            Issue.record("nothing is asked")
            return
        }
        #expect(title == "Create room – site:")
        harness.type("nowhere")
        harness.press("ret")
        #expect(harness.state.prompt != nil && harness.notice == "“nowhere” is unknown.")
        harness.press("C-u")
        harness.type("no")
        harness.press("tab ret")
        await harness.until { harness.notice == "Create room @north: done (Success)" }
    }

    @Test func hiddenSelectionsAreNotActedOn() async throws {
        let harness = try await ConsoleHarness()
        harness.press("3")
        harness.app.perform(.console(.messages))
        harness.press("x")
        #expect(harness.state.prompt == nil)
        harness.app.perform(.action(.hangup))
        guard case .argument(let title)? = harness.state.prompt?.content else {
            Issue.record("acted on a row that nobody sees")
            return
        }
        #expect(title == "Hang up – call or extension:")
    }

    @Test func detailsActOnWhatTheyShow() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8002")
        harness.press("ret")
        harness.app.context.model.panes[.agents].choose(.entity(Day.agents[1].key))
        harness.press("l")
        #expect(await harness.request() == "listen 8002")
    }

    @Test func withoutOwnTelephoneAsksForOne() async throws {
        let harness = try await ConsoleHarness(extension: nil)
        harness.go(to: .agent, "8002")
        harness.press("d")
        guard case .argument(let title)? = harness.state.prompt?.content else {
            Issue.record("nobody is asked whose telephone rings")
            return
        }
        #expect(title == "Dial 8002 Bob – extension:")
        harness.type("8001")
        harness.press("ret")
        #expect(await harness.request() == "dial 8001 8002")
    }
}
