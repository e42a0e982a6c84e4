import Exchange
import Foundation
import Testing

@testable import Desk

@MainActor
@Suite(.timeLimit(.minutes(1))) struct InboxTests {
    private nonisolated func message(_ site: SiteID, _ number: Int) -> Change {
        .message(SiteMessage(site: site, time: Date(timeIntervalSince1970: 0), topic: "note", text: SafeText(String(number))))
    }

    @Test func everySourceKeepsItsOrderHoweverManyReportAtOnce() async {
        let sources: [SiteID] = ["a", "b", "c", "d"]
        let each = 5_000
        let (batches, deliver) = AsyncStream.makeStream(of: [Change].self)
        let inbox = Inbox { deliver.yield($0.flatMap(\.changes)) }
        for source in sources {
            let report = inbox.sink(of: ReportSource(source))
            Task.detached {
                for number in stride(from: 0, to: each, by: 2) {
                    report([self.message(source, number), self.message(source, number + 1)])
                }
            }
        }
        var received: [SiteID: [String]] = [:]
        for await batch in batches {
            for case .message(let message) in batch { received[message.site, default: []].append(message.text.string) }
            if received.values.reduce(0, { $0 + $1.count }) == sources.count * each { break }
        }
        for source in sources { #expect(received[source] == (0..<each).map(String.init)) }
    }

    @Test func whatComesMeanwhileIsFetchedInOneGo() async {
        var batches: [Int] = []
        let (done, finish) = AsyncStream.makeStream(of: Void.self)
        let inbox = Inbox { reports in
            batches.append(reports.reduce(0) { $0 + $1.changes.count })
            finish.finish()
        }
        let report = inbox.sink(of: ReportSource("a"))
        // The main actor is busy with this test, so nothing can be fetched in between.
        for number in 0..<1_000 { report([message("a", number)]) }
        report([])
        for await _ in done {}
        #expect(batches == [1_000])
    }
}
