import Exchange
import Foundation
import Testing

@testable import Desk

@Suite struct MessageHistoryTests {
    private let file = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)/history.sqlite").path

    private func record(_ id: String, at seconds: TimeInterval = 0) -> SiteMessage {
        SiteMessage(
            site: "hq", time: Date().addingTimeInterval(seconds), topic: "cdr", text: SafeText("2005 → 2006 坐席 '\(id)'"),
            details: ["callid": id])
    }

    @Test func whatIsKeptIsThereInTheNextRun() async {
        let said = [record("1673081585.0187", at: -2), record("1673077852.140", at: -1)]
        #expect(await MessageHistory(file: file).keep(said) == nil)
        let found = await MessageHistory(file: file).latest(10)
        #expect(found.map(\.details["callid"]) == ["1673081585.0187", "1673077852.140"])
        #expect(found.map(\.text) == said.map(\.text))
        let permissions = try? FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
    }

    @Test func aRecordHeardTwiceIsKeptOnce() async {
        let history = MessageHistory(file: file)
        let said = record("1.1")
        _ = await history.keep([said, said])
        _ = await history.keep([said])
        #expect(await history.latest(10).count == 1)
    }

    @Test func aPlaceThatCannotBeWrittenIsSaid() async {
        #expect(await MessageHistory(file: "/proc/none/history.sqlite").keep([record("1")])?.string.contains("cannot be written") == true)
    }
}
