import CSQLite
import Exchange
import Foundation
import Synchronization
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

    /// SQLite says in COMMIT that a disk is full. A hook that refuses makes it say the same.
    @Test func whatACommitRefusedIsSaidAndWrittenWithTheNext() async {
        let history = MessageHistory(file: file) { database in
            _ = sqlite3_commit_hook(database, { _ in isFull.withLock { $0 } ? 1 : 0 }, nil)
        }
        isFull.withLock { $0 = true }
        let trouble = await history.keep((1...600).map { record("1.\($0)") })
        #expect(trouble?.string.contains("cannot be written") == true)
        #expect(await history.latest(1_000).isEmpty)
        isFull.withLock { $0 = false }
        #expect(await history.keep([record("2.1")]) == nil)
        #expect(await history.latest(1_000).count == 601)
    }

    @Test func aPipeInThePlaceOfTheHistoryIsNotWaitedFor() async throws {
        try FileManager.default.createDirectory(atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        #expect(mkfifo(file, 0o600) == 0)
        #expect(await MessageHistory(file: file).keep([record("1")])?.string.contains("no plain file") == true)
    }

    @Test func aPlaceThatCannotBeWrittenIsSaid() async {
        #expect(await MessageHistory(file: "/proc/none/history.sqlite").keep([record("1")])?.string.contains("cannot be written") == true)
    }
}

/// No disk takes anything.
private let isFull = Mutex(false)
