import Desk
import Exchange
import Foundation
import JSON
import Testing
import Wire

@testable import SessionLending

/// Two desks of one user: one holds the session, the other uses it.
@Suite(.timeLimit(.minutes(1))) @MainActor final class SessionLendingTests {
    private let base: String
    private let alice = Agent(
        site: "hq", id: "2001", name: "Alice", extension: "2001", state: .talking, since: Date(timeIntervalSince1970: 1_700_000_000.25))

    init() throws {
        base = FileManager.default.temporaryDirectory.path + "/lend-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(
            atPath: base, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: base) }

    private func folder(process: Int32, configuration: String = "/etc/cordboard.yaml") throws -> LendingFolder {
        try #require(LendingFolder(environment: ["XDG_RUNTIME_DIR": base], configuration: configuration, process: process))
    }

    private func desk(_ site: any Site, role: Role = .supervisor) -> Desk {
        Desk(
            operator: Operator(name: "alice", extension: "2008", role: role),
            sites: [Desk.ConfiguredSite(SiteStatus(id: "hq", name: "Headquarters", kind: "smartpbx"), site)], audit: AuditLog(file: nil))
    }

    private func until(_ desk: Desk, _ isWanted: (Board) -> Bool) async {
        _ = await desk.wait(atMost: .seconds(60), until: isWanted)
    }

    /// Lends what `site` has, and gives the folder in which it can be borrowed.
    private func lend(_ site: any Site) async throws -> (desk: Desk, lending: Task<Void, any Error>, borrowing: LendingFolder) {
        let desk = desk(site)
        desk.open()
        await until(desk) { $0.sites["hq"]?.synced == true }
        let own = try folder(process: 1)
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let lending = Task {
            defer { end.finish() }
            try await SessionLender.lend(desk, in: own) { end.yield() }
        }
        for await _ in ends { break }
        let borrowing = try folder(process: 2)
        #expect(borrowing.sockets().map(\.process) == [1])
        return (desk, lending, borrowing)
    }

    @Test func aCommandSeesAndDoesOverTheSessionThatIsThere() async throws {
        let exchange = RecordingSite(agent: alice)
        let (lender, lending, folder) = try await lend(exchange)
        let own = RecordingSite()
        let borrower = desk(BorrowingSite("hq", own: own, folder: folder))
        borrower.open()
        await until(borrower) { $0.sites["hq"]?.synced == true }
        #expect(borrower.board.agent("hq", "2001") == alice)
        let request = try ActionRequest(.pause, ["2001", "6000", "lunch"])
        #expect(await borrower.perform(request, at: "hq") == .done("as you wish", reference: "77"))
        #expect(await exchange.asked == [request])
        var later = alice
        later.state = .idle
        await exchange.tell([.put(.agent(later))])
        await until(borrower) { $0.agent("hq", "2001") == later }
        #expect(await own.runs == 0)
        await borrower.close()
        lending.cancel()
        try await lending.value
        #expect(folder.sockets().isEmpty)
        await lender.close()
    }

    @Test func whatEndsWithASessionEndsWithTheCommandThatDidIt() async throws {
        var ready = alice
        ready.state = .idle
        let exchange = RecordingSite(agent: ready)
        let (lender, lending, folder) = try await lend(exchange)
        let borrower = desk(BorrowingSite("hq", own: RecordingSite(), folder: folder))
        borrower.open()
        await until(borrower) { $0.sites["hq"]?.synced == true }
        let listen = try ActionRequest(.listen, ["2003"])
        #expect(await borrower.perform(listen, at: "hq") == .done("as you wish", reference: "77"))
        await borrower.close()
        while await exchange.asked.count < 2 { await Task.yield() }
        #expect(await exchange.asked == [listen, try ActionRequest(.superviseStop, [])])
        lending.cancel()
        await lender.close()
    }

    @Test func aLendersOperatorWhoChoseNotToBeReadyIsNotMadeReady() async throws {
        var paused = alice
        paused.state = .paused
        let exchange = RecordingSite(agent: paused)
        let (lender, lending, folder) = try await lend(exchange)
        _ = await lender.perform(try ActionRequest(.pause, ["2001"]), at: "hq")
        let borrower = desk(BorrowingSite("hq", own: RecordingSite(), folder: folder))
        borrower.open()
        await until(borrower) { $0.sites["hq"]?.synced == true }
        _ = await borrower.perform(try ActionRequest(.listen, ["2003"]), at: "hq")
        #expect(await exchange.asked.map(\.action) == [.pause, .listen])
        await borrower.close()
        lending.cancel()
        await lender.close()
    }

    @Test func aCommandThatLastsGoesOnWithItsOwnSession() async throws {
        let exchange = RecordingSite(agent: alice)
        let (lender, lending, folder) = try await lend(exchange)
        let own = RecordingSite()
        let site = BorrowingSite("hq", own: own, folder: folder)
        let borrower = desk(site)
        borrower.open()
        await until(borrower) { $0.sites["hq"]?.synced == true }
        #expect(site.lender == 1)
        lending.cancel()
        try await lending.value
        await until(borrower) { $0.sites["hq"]?.link == .offline }
        await until(borrower) { $0.sites["hq"]?.link == .online }
        #expect(await own.runs == 1)
        #expect(site.lender == nil)
        await borrower.close()
        await lender.close()
    }

    @Test func nobodyWhoBorrowsLendsOn() async throws {
        let exchange = RecordingSite(agent: alice)
        let (lender, lending, folder) = try await lend(exchange)
        let middle = desk(BorrowingSite("hq", own: RecordingSite(), folder: folder))
        middle.open()
        await until(middle) { $0.sites["hq"]?.synced == true }
        #expect(lender.lends("hq"))
        #expect(!middle.lends("hq"))
        await middle.close()
        lending.cancel()
        await lender.close()
    }

    @Test func aSocketThatNobodyListensOnIsTakenAway() async throws {
        let killed = try folder(process: 1)
        let path = killed.ownSocket()
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        let own = RecordingSite()
        let borrower = desk(BorrowingSite("hq", own: own, folder: try folder(process: 2)))
        borrower.open()
        await until(borrower) { $0.sites["hq"]?.synced == true }
        #expect(await own.runs == 1)
        #expect(!FileManager.default.fileExists(atPath: path))
        await borrower.close()
    }

    @Test func anotherConfigurationOrSiteIsNotLent() async throws {
        let exchange = RecordingSite(agent: alice)
        let (lender, lending, folder) = try await lend(exchange)
        #expect(try self.folder(process: 2, configuration: "/etc/other.yaml").sockets().isEmpty)
        let own = RecordingSite()
        let borrower = Desk(
            operator: Operator(name: "alice", extension: "2008", role: .supervisor),
            sites: [
                Desk.ConfiguredSite(
                    SiteStatus(id: "care", name: "Care", kind: "smartpbx"), BorrowingSite("care", own: own, folder: folder))
            ], audit: AuditLog(file: nil))
        borrower.open()
        while await own.runs == 0 { await Task.yield() }
        await borrower.close()
        lending.cancel()
        await lender.close()
    }

    @Test func theSocketIsItsOwnersAlone() async throws {
        let (lender, lending, folder) = try await lend(RecordingSite())
        let path = try #require(folder.sockets().first?.path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let parent = try FileManager.default.attributesOfItem(atPath: base + "/cordboard")
        #expect(parent[.posixPermissions] as? Int == 0o700)
        lending.cancel()
        await lender.close()
    }

    @Test func aFolderThatOthersMayWriteToIsNotUsed() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o770], ofItemAtPath: base)
        #expect(LendingFolder(environment: ["XDG_RUNTIME_DIR": base], configuration: "/etc/cordboard.yaml") == nil)
    }

    @Test func anOperationsSecretsDoNotPassAndItsFileIsNamedInFull() async throws {
        let operation = Exchange.Operation(
            "files.get", native: "get", title: "A file", area: "files", kind: .query, answer: .file, secretFields: ["password"],
            [Exchange.Operation.Parameter("to", "where it goes")])
        let exchange = RecordingSite(agent: alice, operations: [operation])
        let (lender, lending, folder) = try await lend(exchange)
        let borrower = desk(BorrowingSite("hq", own: RecordingSite(operations: [operation]), folder: folder))
        borrower.open()
        await until(borrower) { $0.sites["hq"]?.synced == true }
        let (told, tell) = AsyncStream.makeStream(of: Int64.self)
        let (outcome, answer) = await borrower.perform(operation, ["to": "a.wav"], at: "hq") { bytes, _ in tell.yield(bytes) }
        tell.finish()
        var progress: [Int64] = []
        for await bytes in told { progress.append(bytes) }
        #expect(outcome == .done(nil))
        #expect(answer?["password"]?.text != "hunter2")
        #expect(answer?["name"]?.text == "alice")
        #expect(progress == [512])
        #expect(await exchange.rawAsked.first?["to"]?.text == FileManager.default.currentDirectoryPath + "/a.wav")
        await borrower.close()
        lending.cancel()
        await lender.close()
    }
}
