@testable import Console
import Exchange
import Foundation
import Testing

/// From a key to the outcome: asking, confirming, refusing, telling.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleActionTests {
    private let call = Day.calls[0].key

    private func confirming() async throws -> ConsoleBench {
        let bench = try await ConsoleBench()
        bench.press("3")
        bench.go(to: .call, call.id)
        bench.press("x")
        return bench
    }

    @Test func confirmationNamesItsTarget() async throws {
        let bench = try await confirming()
        #expect(bench.state.question == .confirmation("Hang up 1673071399.25: 2005 → 8001 (00:12)? y/n"))
        bench.press("y")
        #expect(await bench.request() == "hangup 1673071399.25")
        await bench.until { bench.state.notice?.tone == .done }
        #expect(bench.notice == "Hang up 1673071399.25: 2005 → 8001 (00:12): done (Success)")
    }

    @Test(arguments: ["ret", "space", "n", "esc", "x", "j"])
    func onlyYesConfirms(key: String) async throws {
        let bench = try await confirming()
        bench.press(key)
        #expect(bench.state.question == nil && bench.notice == "Cancelled: nothing was sent.")
        bench.press("w")
        #expect(await bench.request() == "whisper 8001", "nothing came before it")
    }

    @Test func aCallThatEndsWhileAskingIsNotHungUp() async throws {
        let bench = try await confirming()
        await bench.site.tell([.remove(call), .put(Day.call("1673071402.2", .talking, "2005", "8001"))])
        await bench.until { bench.desk.board[call] == nil }
        guard case .confirmation(let text)? = bench.state.question else {
            Issue.record("the question is gone")
            return
        }
        #expect(text.string.contains("is gone"))
        bench.press("y")
        #expect(bench.notice.contains("nothing was sent") && bench.state.notice?.tone == .error)
        #expect(await bench.asked().isEmpty)
    }

    @Test func aRequestStaysBoundWhileRowsMove() async throws {
        let bench = try await ConsoleBench()
        bench.press("3")
        bench.go(to: .call, call.id)
        bench.press("t")
        bench.type("8002")
        await bench.site.tell([.put(Day.call("1.1", .ringing, "1", "2")), .remove(Day.calls[1].key)])
        await bench.until { bench.desk.board[Day.calls[1].key] == nil }
        _ = bench.app.draw()
        #expect(bench.selection == .entity(call))
        bench.press("ret")
        #expect(await bench.request() == "transfer 1673071399.25 8002")
    }

    @Test func aKeyOnItsWayDoesNotHitTheNeighbour() async throws {
        let bench = try await ConsoleBench(confirm: [])
        bench.press("3")
        bench.go(to: .call, call.id)
        await bench.site.tell([.remove(call)])
        await bench.until { bench.desk.board[call] == nil }
        bench.press("x")
        #expect(bench.notice.contains("is gone"))
        _ = bench.app.draw()
        #expect(bench.selection == .entity(Day.calls[1].key))
        bench.press("x")
        #expect(bench.notice.contains("is gone"))
        bench.clock.advance(1)
        bench.press("x")
        #expect(await bench.request() == "hangup 1673071400.1")
    }

    @Test func whatIsRefusedIsWrittenDownAndNotSent() async throws {
        let bench = try await ConsoleBench(role: .viewer)
        bench.press("3")
        bench.go(to: .call, call.id)
        bench.press("t")
        await bench.until { bench.state.notice?.tone == .error }
        #expect(bench.state.question == nil)
        #expect(bench.notice.hasSuffix("not sent: needs the role dispatcher"))
        let line = try #require(bench.auditLines().last)
        #expect(line.contains("\"action\":\"transfer\"") && line.contains("forbidden") && line.contains("1673071399.25"))
        #expect(await bench.asked().isEmpty)
    }

    @Test func saysWhyASystemCannot() async throws {
        let bench = try await ConsoleBench(unsupported: [.park: "Smart PBX has no park command"], language: .zh_CN)
        bench.press("3 P")
        await bench.until { bench.state.notice?.tone == .error }
        #expect(bench.notice.contains("驻留") && bench.notice.contains("Smart PBX 没有驻留命令"))
    }

    @Test func aLockedConsoleSendsNothing() async throws {
        let bench = try await ConsoleBench(isLocked: true)
        bench.press("l")
        #expect(bench.notice == "The console is locked: nothing is sent.")
        #expect(bench.app.run(line: "hangup 1673071399.25"))
        #expect(bench.app.run(line: "op hq calls.live"))
        #expect(bench.auditLines().isEmpty)
        bench.app.perform(.console(.lock))
        bench.press("l")
        #expect(await bench.request() == "listen 2008")
    }

    @Test func lockingWhileAskingHolds() async throws {
        let bench = try await confirming()
        bench.app.perform(.console(.lock))
        bench.press("y")
        #expect(bench.notice == "The console is locked: nothing is sent.")
        #expect(await bench.asked().isEmpty)
    }

    @Test func saysWhoseTelephoneRings() async throws {
        let bench = try await ConsoleBench()
        bench.go(to: .agent, "8001")
        bench.press("l")
        #expect(bench.state.notice?.tone == .pending)
        #expect(bench.notice.contains("Your telephone 2008 rings: pick it up to listen to 8001"))
        await bench.until { bench.state.notice?.tone == .done }
        #expect(bench.notice.contains("Your telephone 2008 rings"))
    }

    @Test func anOutcomeLeavesANewerQuestionAlone() async throws {
        let bench = try await confirming()
        await bench.site.hold()
        bench.press("y")
        _ = await bench.request()
        bench.press("m")
        _ = await bench.request()
        bench.press("x")
        let question = bench.state.question
        #expect(question != nil)
        await bench.site.release(.refused(code: "12", "busy"))
        await bench.until { bench.notice.contains("busy") }
        #expect(bench.notice.hasSuffix("refused by the exchange: busy (code 12)"))
        await bench.site.release(.noAnswer(after: .seconds(5)))
        await bench.until { bench.notice.contains("no answer within 5 s") }
        #expect(bench.state.question == question)
    }

    @Test(arguments: [
        (Outcome.done(nil), "X: done"),
        (.refused(code: nil, "no"), "X: refused by the exchange: no"),
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
        let bench = try await ConsoleBench()
        bench.press("2")
        bench.app.perform(.console(.pauseToggle))
        guard case .argument(let title, _, let completions)? = bench.state.question else {
            Issue.record("nothing is asked")
            return
        }
        #expect(title == "Pause or unpause 6500 Sales – extension:")
        #expect(completions.candidates.map(\.word) == ["2008", "8001", "8002", "8003"])
        bench.type("陈")
        bench.press("tab ret")
        #expect(await bench.request() == "unpause 8003 6500")
    }

    @Test func anEmptyArgumentIsAskedAgain() async throws {
        let bench = try await ConsoleBench()
        bench.press("3 t ret")
        #expect(bench.state.question != nil && bench.notice == "number is needed; Esc cancels.")
        bench.press("esc")
        #expect(bench.state.question == nil && bench.notice == "Cancelled: nothing was sent.")
    }

    @Test func withSeveralSitesTheSelectionSaysWhich() async throws {
        let bench = try await ConsoleBench(second: true)
        bench.press("5")
        bench.app.perform(.action(.roomCreate))
        await bench.until { bench.notice == "Create room @hq: done (Success)" }
        bench.app.setFilter("nothing like it", of: .groups)
        _ = bench.app.draw()
        bench.app.perform(.action(.roomCreate))
        guard case .argument(let title, _, _)? = bench.state.question else {
            Issue.record("nothing is asked")
            return
        }
        #expect(title == "Create room – site:")
        bench.type("nowhere")
        bench.press("ret")
        #expect(bench.state.question != nil && bench.notice == "“nowhere” is unknown.")
        bench.press("C-u")
        bench.type("no")
        bench.press("tab ret")
        await bench.until { bench.notice == "Create room @north: done (Success)" }
    }

    @Test func hiddenSelectionsAreNotActedOn() async throws {
        let bench = try await ConsoleBench()
        bench.press("3")
        bench.app.perform(.console(.messages))
        bench.press("x")
        #expect(bench.state.question == nil)
        bench.app.perform(.action(.hangup))
        guard case .argument(let title, _, _)? = bench.state.question else {
            Issue.record("acted on a row that nobody sees")
            return
        }
        #expect(title == "Hang up – call or extension:")
    }

    @Test func detailsActOnWhatTheyShow() async throws {
        let bench = try await ConsoleBench()
        bench.go(to: .agent, "8002")
        bench.press("ret")
        bench.app.state.panes[.agents]!.selection = .entity(Day.agents[1].key)
        bench.press("l")
        #expect(await bench.request() == "listen 8002")
    }

    @Test func withoutOwnTelephoneAsksForOne() async throws {
        let bench = try await ConsoleBench(extension: nil)
        bench.go(to: .agent, "8002")
        bench.press("d")
        guard case .argument(let title, _, _)? = bench.state.question else {
            Issue.record("nobody is asked whose telephone rings")
            return
        }
        #expect(title == "Dial 8002 Bob – extension:")
        bench.type("8001")
        bench.press("ret")
        #expect(await bench.request() == "dial 8001 8002")
    }
}
