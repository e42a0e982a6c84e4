@testable import Console
import Exchange
import Testing

/// What a site leaves to the operator: whether to sign in over another, and why somebody pauses.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsentAndReasonTests {
    private static let question: SafeText = "Agent 291 is signed in elsewhere. Sign in here instead?"

    private func refused() async throws -> ConsoleHarness {
        let harness = try await ConsoleHarness()
        await harness.site.fail(LinkFailure(.login, "signed in elsewhere", isFinal: true, question: Self.question))
        await harness.until { harness.desk.board.sites[Day.site]?.question != nil }
        return harness
    }

    @Test func theStripSaysWhichKey() async throws {
        #expect(try await refused().screen().contains("r: sign in here"))
    }

    @Test func yesConsentsAndConnectsAgain() async throws {
        let harness = try await refused()
        harness.press("r")
        #expect(harness.state.prompt == .confirmation("Headquarters: Agent 291 is signed in elsewhere. Sign in here instead? y/n"))
        harness.press("y")
        await harness.until { harness.desk.board.sites[Day.site]?.link == .online }
        #expect(await harness.site.consents == 1)
    }

    @Test(arguments: ["n", "N", "esc"])
    func noDoesNot(key: String) async throws {
        let harness = try await refused()
        harness.press("r")
        harness.press(key)
        #expect(harness.state.prompt == nil && harness.notice == "Cancelled: nothing was sent.")
        #expect(harness.desk.board.sites[Day.site]?.question == Self.question)
        #expect(await harness.site.consents == 0)
    }

    @Test func aLockedConsoleDoesNotAsk() async throws {
        let harness = try await refused()
        harness.press("L r")
        #expect(harness.state.prompt == nil)
    }

    // MARK: Reasons

    private func withReasons() async throws -> ConsoleHarness {
        let harness = try await ConsoleHarness(tells: [.pauseReasons(Day.site, ["Lunch", "Tea break"])] + Day.all)
        harness.go(to: .agent, "8002")
        return harness
    }

    @Test func aReasonIsAskedWhereThereAreReasons() async throws {
        let harness = try await withReasons()
        harness.press("p")
        guard case .argument(let title)? = harness.state.prompt?.content, let completions = harness.state.prompt?.completions else {
            Issue.record("nothing is asked")
            return
        }
        #expect(title == "Pause or unpause 8002 Bob – reason:" && completions.candidates.map(\.word) == ["Lunch", "Tea break"])
        harness.press("tab tab ret")
        _ = await harness.request()
        let request = try #require(await harness.site.asked.last)
        #expect(request.action == .pause && request["EXTENSION"] == "8002" && request["REASON"] == "Tea break" && request["QUEUE"] == nil)
    }

    @Test func itMayBeLeftOut() async throws {
        let harness = try await withReasons()
        harness.press("p ret")
        #expect(await harness.request() == "pause 8002")
    }

    @Test func nobodyIsAskedWhyHeComesBack() async throws {
        let harness = try await withReasons()
        harness.go(to: .agent, "8003")
        harness.press("p")
        #expect(await harness.request() == "unpause 8003")
    }

    @Test func aTypedReasonMayStandInTheQueuesPlace() async throws {
        let harness = try await withReasons()
        harness.press(":")
        harness.type("pause 8002 Te")
        #expect(harness.state.prompt?.completions?.candidates.map(\.word) == ["Tea break"])
        harness.press("tab ret")
        _ = await harness.request()
        let request = try #require(await harness.site.asked.last)
        #expect(request["REASON"] == "Tea break" && request["QUEUE"] == nil)
        harness.press(":")
        harness.type("pause 8002 6500")
        harness.press("ret")
        #expect(await harness.request() == "pause 8002 6500")
    }
}
