import Foundation
import Synchronization
import Testing
import Text

@testable import Diagnostics

@Suite struct DiagnosticLogTests {
    private let file = FileManager.default.temporaryDirectory.path + "/cordboard-log-\(UUID().uuidString)"
    private let complaints = Collected()

    private final class Collected: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ text: String) { list.withLock { $0.append(text) } }
    }

    private func begun(_ level: LogLevel, _ file: String?) -> DiagnosticLog {
        let log = DiagnosticLog()
        let complaints = complaints
        log.begin(level, file: file, now: { Date(timeIntervalSince1970: 0) }) { complaints.add($0.string) }
        return log
    }

    @Test func `A line has time, level, site and words, and the file is its owner's alone`() async throws {
        let log = begun(.info, file)
        defer { unlink(file) }
        log.write(.info, site: "hq") { "link: online\nnext \u{1B}[31m" }
        log.write(.debug) { "not wanted" }
        await log.finish()
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text == "1970-01-01T00:00:00.000Z info hq link: online\n    next ␛[31m\n")
        #expect(log.latestLines.count == 2)
        var facts = stat()
        #expect(stat(file, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(complaints.all.isEmpty)
    }

    @Test func `Nothing is made of a message while its level is off`() async {
        let made = Collected()
        for log in [DiagnosticLog(), begun(.info, nil)] {
            log.write(.debug) {
                made.add("made"); return "x"
            }
            await log.finish()
        }
        #expect(made.all.isEmpty)
    }

    @Test func `A long message goes on in further lines and loses nothing`() async {
        let log = begun(.trace, nil)
        log.write(.trace) { String(repeating: "x", count: 5_000) }
        await log.finish()
        #expect(log.latestLines.map(\.string).joined().count { $0 == "x" } == 5_000)
    }

    @Test(arguments: ["/dev/full", "/nowhere/x.log", "/"]) func `A file that cannot be written is told once`(_ file: String) async {
        let log = begun(.info, file)
        for number in 1...3 {
            log.write(.info) { "line \(number)" }
            await log.finish()
        }
        #expect(complaints.all.count == 1)
        #expect(complaints.all.first?.hasPrefix("The log \(file) cannot be written: ") == true)
        #expect(log.trouble != nil)
        #expect(log.latestLines.count == 3)
    }

    @Test func `A pipe whose reader takes nothing holds nobody up`() async throws {
        let file = file
        #expect(mkfifo(file, 0o600) == 0)
        let reader = open(file, O_RDONLY | O_NONBLOCK)
        defer { close(reader); unlink(file) }
        let log = begun(.trace, file)
        // More than a pipe holds, and more than the queue does.
        let text = String(repeating: "x", count: 1 << 20)
        for _ in 1...12 { log.write(.trace, bytes: 1 << 20) { text } }
        await log.finish(within: .seconds(5))
        #expect(complaints.all.count == 1)
    }

    @Test func `What does not fit in the queue is counted`() async {
        let log = begun(.trace, nil)
        for _ in 1...2 { log.write(.trace, bytes: DiagnosticLog.mostBytesQueued) { "large" } }
        await log.finish()
        log.write(.trace) { "next" }
        await log.finish()
        let lines = log.latestLines.map(\.string)
        #expect(lines.filter { $0.contains("large") }.count + lines.filter { $0.contains("were dropped") }.count >= 2)
    }

    @Test func `A context carries the site to its tasks`() async {
        let log = begun(.info, nil)
        await DiagnosticContext.$current.withValue(DiagnosticContext(log: log)) {
            await DiagnosticContext.about("north") {
                await Task { DiagnosticContext.current.write(.info) { "here" } }.value
            }
        }
        await log.finish()
        #expect(log.latestLines.first?.string.hasSuffix("info north here") == true)
    }
}
