import Exchange
import Testing

@testable import Console

@MainActor
@Suite(.timeLimit(.minutes(1))) struct LogLayerTests {
    private func lines(_ range: ClosedRange<Int>) -> [SafeText] { range.map { "2026-01-01T00:00:00Z info hq line number \("\($0)")!" } }

    @Test func `The log follows until somebody scrolls up, and again from the end on`() async throws {
        let harness = try await ConsoleHarness()
        let log = ShownLog(LogExcerpt(level: "info", lines: lines(1...100)))
        harness.app.context.diagnostics = ConsoleDiagnostics(log: { log.excerpt })
        harness.press(":")
        harness.type("log")
        harness.press("ret")
        #expect(harness.overlay == .log)
        #expect(harness.screen().contains("line number 100!") && harness.screen().contains("info"))
        log.excerpt.lines = lines(1...110)
        #expect(harness.screen().contains("line number 110!"))
        harness.press("k")
        #expect(!harness.screen().contains("line number 110!"))
        log.excerpt.lines = lines(1...120)
        #expect(!harness.screen().contains("line number 111!"))
        harness.press("G")
        #expect(harness.screen().contains("line number 120!"))
        log.excerpt.lines = lines(1...130)
        #expect(harness.screen().contains("line number 130!"))
        harness.press("g")
        #expect(harness.screen().contains("line number 1!") && harness.screen().contains("Level"))
        harness.press("esc")
        #expect(harness.overlay == nil)
    }

    @Test func `New lines are looked for every second while the log is open`() async throws {
        let harness = try await ConsoleHarness(tells: Array(Day.all.suffix(2)))
        harness.app.context.diagnostics = ConsoleDiagnostics(log: { LogExcerpt(level: "info") })
        harness.press(": l o g ret")
        _ = harness.screen()
        harness.clock.advance(1)
        harness.app.tick()
        #expect(harness.app.wantsFrame)
    }

    @Test func `A log that is off says so, and one that cannot be written why`() async throws {
        let harness = try await ConsoleHarness()
        let log = ShownLog(LogExcerpt())
        harness.app.context.diagnostics = ConsoleDiagnostics(log: { log.excerpt })
        harness.press(": l o g ret")
        #expect(harness.screen().contains("Nothing has been logged yet."))
        log.excerpt.trouble = "The log /x cannot be written: No space left on device"
        #expect(harness.screen().contains("No space left on device"))
    }

    @Test(arguments: [true, false]) func `A report is written from the console, which says where it is`(_ isWritten: Bool) async throws {
        let harness = try await ConsoleHarness()
        harness.app.context.diagnostics = ConsoleDiagnostics(writeReport: { .init(text: "The report is in /tmp/x.", isWritten: isWritten) })
        harness.press(": r e p o r t ret")
        #expect(harness.state.notices.latest?.tone == .pending)
        await harness.until { harness.state.notices.latest?.tone != .pending }
        #expect(harness.notice == "The report is in /tmp/x." && harness.state.notices.latest?.tone == (isWritten ? .done : .error))
        harness.press("e")
        #expect(harness.screen().contains("The report is in /tmp/x."))
    }

    @Test func `Both words are completed with their titles`() async throws {
        let harness = try await ConsoleHarness()
        let words = harness.app.context.completer.candidates(forLine: "")
        #expect(words.first { $0.word == "log" }?.note == "Diagnostic log")
        #expect(words.first { $0.word == "report" }?.note == "Write a report for a maintainer")
    }
}

/// What the log says now.
@MainActor
private final class ShownLog {
    var excerpt: LogExcerpt
    init(_ excerpt: LogExcerpt) { self.excerpt = excerpt }
}
