@testable import Console
import Exchange
import Testing

/// What a site leaves to the operator: whether to sign in over another, and why somebody pauses.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsentAndReasonTests {
    private static let question: SafeText = "Agent 291 is signed in elsewhere. Sign in here instead?"

    private func refused() async throws -> ConsoleBench {
        let bench = try await ConsoleBench()
        await bench.site.fail(LinkFailure(.login, "signed in elsewhere", isFinal: true, question: Self.question))
        await bench.until { bench.desk.board.sites[Day.site]?.question != nil }
        return bench
    }

    @Test func theStripSaysWhichKey() async throws {
        #expect(try await refused().screen().contains("r: sign in here"))
    }

    @Test func yesConsentsAndConnectsAgain() async throws {
        let bench = try await refused()
        bench.press("r")
        #expect(bench.state.question == .confirmation("Headquarters: Agent 291 is signed in elsewhere. Sign in here instead? y/n"))
        bench.press("y")
        await bench.until { bench.desk.board.sites[Day.site]?.link == .online }
        #expect(await bench.site.consents == 1)
    }

    @Test(arguments: ["n", "esc", "ret", "space"])
    func anythingElseDoesNot(key: String) async throws {
        let bench = try await refused()
        bench.press("r")
        bench.press(key)
        #expect(bench.state.question == nil && bench.notice == "Cancelled: nothing was sent.")
        #expect(bench.desk.board.sites[Day.site]?.question == Self.question)
        #expect(await bench.site.consents == 0)
    }

    @Test func aLockedConsoleDoesNotAsk() async throws {
        let bench = try await refused()
        bench.press("L r")
        #expect(bench.state.question == nil)
    }

    // MARK: Reasons

    private func withReasons() async throws -> ConsoleBench {
        let bench = try await ConsoleBench(tells: [.pauseReasons(Day.site, ["Lunch", "Tea break"])] + Day.all)
        bench.go(to: .agent, "8002")
        return bench
    }

    @Test func aReasonIsAskedWhereThereAreReasons() async throws {
        let bench = try await withReasons()
        bench.press("p")
        guard case .argument(let title, _, let completions)? = bench.state.question else {
            Issue.record("nothing is asked")
            return
        }
        #expect(title == "Pause or unpause 8002 Bob – reason:" && completions.candidates.map(\.word) == ["Lunch", "Tea break"])
        bench.press("tab tab ret")
        _ = await bench.request()
        let request = try #require(await bench.site.asked.last)
        #expect(request.action == .pause && request["EXTENSION"] == "8002" && request["REASON"] == "Tea break" && request["QUEUE"] == nil)
    }

    @Test func itMayBeLeftOut() async throws {
        let bench = try await withReasons()
        bench.press("p ret")
        #expect(await bench.request() == "pause 8002")
    }

    @Test func nobodyIsAskedWhyHeComesBack() async throws {
        let bench = try await withReasons()
        bench.go(to: .agent, "8003")
        bench.press("p")
        #expect(await bench.request() == "unpause 8003")
    }

    @Test func aTypedReasonMayStandInTheQueuesPlace() async throws {
        let bench = try await withReasons()
        bench.press(":")
        bench.type("pause 8002 Te")
        #expect(bench.state.question?.completions?.candidates.map(\.word) == ["Tea break"])
        bench.press("tab ret")
        _ = await bench.request()
        let request = try #require(await bench.site.asked.last)
        #expect(request["REASON"] == "Tea break" && request["QUEUE"] == nil)
        bench.press(":")
        bench.type("pause 8002 6500")
        bench.press("ret")
        #expect(await bench.request() == "pause 8002 6500")
    }
}
