import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import Desk

/// What stands in the audit log, when, and what happens where it cannot be written.
@MainActor
@Suite(.timeLimit(.minutes(1))) struct AuditLogTests {
    let time = SteppedClock()

    private func online(
        _ site: ScriptedSite, role: Role = .supervisor, audit: String?, isRequired: Bool = true
    ) async -> Desk {
        let desk = Desk(site, time, role: role, audit: audit, auditIsRequired: isRequired)
        desk.open()
        await desk.until { $0.sites["hq"]?.synced == true }
        return desk
    }

    @Test func theOutcomeIsInTheAuditLogBeforeItIsReturned() async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let time = time
        let site = ScriptedSite("hq", time) { _ in
            time.advance(by: .milliseconds(1_500))
            return .done("ok", reference: "call-1")
        }
        let desk = await online(site, role: .dispatcher, audit: file)
        _ = await desk.perform(try ActionRequest(.dial, ["2001", "0800"]), at: "hq")
        #expect(try lines(file).count == 2)
        _ = await desk.perform(try ActionRequest(.listen, ["2001"]), at: "hq")
        let log = try lines(file)
        // An attempt that is refused here was never sent: it has one line.
        try #require(log.count == 3)
        let id = try #require(log[0]["id"])
        #expect(
            log[0] == [
                "id": id, "time": "2023-11-14T22:13:20Z", "operator": "alice", "role": "dispatcher", "site": "hq", "action": "dial",
                "arguments": ["2001", "0800"],
            ])
        #expect(
            log[1] == [
                "id": id, "time": "2023-11-14T22:13:20Z", "operator": "alice", "role": "dispatcher", "site": "hq", "action": "dial",
                "arguments": ["2001", "0800"], "outcome": "done", "message": "ok", "reference": "call-1", "tookMs": .number(1_500),
            ])
        #expect(log[2]["action"] == "listen")
        #expect(log[2]["outcome"] == "forbidden")
        #expect(log[2]["id"] != id)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        await desk.close()
    }

    @Test func theAttemptIsWrittenBeforeItIsSent() async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let site = ScriptedSite("hq", time) { _ in
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            return text.contains("hangup") && !text.contains("outcome") ? .done("written") : .done("not written")
        }
        let desk = await online(site, audit: file)
        #expect(await desk.perform(try ActionRequest(.hangup, ["1"]), at: "hq") == .done("written"))
        await desk.close()
    }

    /// A folder stands where the file should be.
    @Test(arguments: [true, false])
    func whatCannotBeWrittenIsSentOnlyWhereTheLogIsNotRequired(_ isRequired: Bool) async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
        let site = ScriptedSite("hq", time)
        let desk = await online(site, audit: file, isRequired: isRequired)
        var told: [SiteMessage] = []
        desk.observe { changes in
            told += changes.compactMap { if case .message(let message) = $0 { message } else { nil } }
        }
        let outcome = await desk.perform(try ActionRequest(.hangup, ["1"]), at: "hq")
        #expect(await site.asked.count == (isRequired ? 0 : 1))
        if isRequired {
            guard case .refused(nil, let words) = outcome else { throw Unexpected(outcome: outcome) }
            #expect(words.string.contains(file))
        } else {
            #expect(outcome == .done(nil))
        }
        #expect(told.first?.topic == "trouble")
        #expect(told.first?.text.string.contains(file) == true)
        await desk.close()
    }

    private struct Unexpected: Error { var outcome: Outcome }

    /// What stands where the file should be: nothing of it is waited for.
    @Test(arguments: ["pipe", "folder", "device"]) func whatIsNoPlainFileIsRefusedAtOnce(_ kind: String) async throws {
        let file = temporaryFile()
        let folder = (file as NSString).deletingLastPathComponent
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        switch kind {
        case "pipe": #expect(mkfifo(file, 0o600) == 0)
        case "folder": try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        default: #expect(symlink("/dev/null", file) == 0)
        }
        let site = ScriptedSite("hq", time)
        let desk = await online(site, audit: file)
        guard case .refused(nil, let words) = await desk.perform(try ActionRequest(.hangup, ["1"]), at: "hq") else {
            Issue.record("not refused")
            return
        }
        #expect(words.string.contains("cannot be written"))
        #expect(await site.asked.isEmpty)
        await desk.close()
    }

    @Test func charactersThatAreNotSeenAreEscaped() async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let desk = Desk(ScriptedSite("hq", time), time, audit: file)
        _ = await desk.perform(try ActionRequest(.note, ["2001", "a\u{202E}b\u{9B}c\u{2028}d\u{200B}"]), at: "hq")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains(#"a\u202eb\u009bc\u2028d\u200b"#), "\(text)")
        #expect(try lines(file).last?["arguments"] == ["2001", "a\u{202E}b\u{9B}c\u{2028}d\u{200B}"])
    }

    @Test func aTornLastLineIsEndedFirst() async throws {
        let file = temporaryFile()
        let folder = (file as NSString).deletingLastPathComponent
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try #"{"action":"dial","outc"#.write(toFile: file, atomically: false, encoding: .utf8)
        let desk = await online(ScriptedSite("hq", time), audit: file)
        _ = await desk.perform(try ActionRequest(.hangup, ["1"]), at: "hq")
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        try #require(lines.count == 4)
        #expect(lines[0] == #"{"action":"dial","outc"#)
        #expect(try JSONValue(parsing: String(lines[1]))["action"] == "hangup")
        #expect(try JSONValue(parsing: String(lines[2]))["outcome"] == "done")
        #expect(lines[3] == "")
        await desk.close()
    }

    private nonisolated static func patrol(_ floor: Floor) -> [Change] {
        [.put(.group(TalkingGroup(site: "hq", id: "9001", name: "Patrol", type: "static", floor: floor)))]
    }

    @Test(arguments: [(Floor.idle, "the talk time was over, or the platform ended it"), (.revoked("higher rank"), "higher rank")])
    func aFloorThatGoesByItselfIsInTheAuditLog(_ floor: Floor, _ why: String) async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let site = ScriptedSite("hq", time)
        let desk = await online(site, audit: file)
        await site.tell(Self.patrol(.mine(number: "4501", since: time.now)))
        await site.tell(Self.patrol(.releasing))
        await site.tell(Self.patrol(floor))
        await desk.until { $0.group("hq", "9001")?.floor == floor }
        while (try? lines(file).count) ?? 0 < 1 { await Task.yield() }
        let line = try lines(file)[0]
        #expect(line["action"] == "ptt-release" && line["arguments"] == ["9001"] && line["message"] == .string(why))
        await desk.close()
        #expect(try lines(file).count == 1)
    }

    @Test func aFloorThatTheOperatorGivesBackHasItsOwnLines() async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let site = ScriptedSite("hq", time)
        let desk = await online(site, audit: file)
        await site.tell(Self.patrol(.mine(number: "4501", since: time.now)))
        await desk.until { $0.group("hq", "9001")?.floor.isOurs == true }
        _ = await desk.perform(try ActionRequest(.pttRelease, ["9001"]), at: "hq")
        await site.tell(Self.patrol(.idle))
        await desk.until { $0.group("hq", "9001")?.floor == .idle }
        await desk.close()
        #expect(try lines(file).count == 2)
    }

    @Test func whatTheEndOfTheSessionGivesBackIsInTheAuditLog() async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let site = ScriptedSite("hq", time)
        let desk = await online(site, audit: file)
        await site.tell(Self.patrol(.mine(number: "4501", since: time.now)))
        await desk.until { $0.group("hq", "9001")?.floor.isOurs == true }
        await desk.close()
        #expect(try lines(file).map { $0["message"] } == ["given back with the end of the session"])
    }

    @Test func linesSayWhichConsoleItWas() async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        let site = ScriptedSite("hq", time)
        let console: JSONValue = ["process": .number(7), "terminal": "/dev/pts/3", "peer": "10.0.0.5"]
        let desk = Desk(
            operator: Operator(name: "alice", extension: nil, role: .viewer), sites: [site.configuredSite()],
            audit: AuditLog(file: file, console: console))
        _ = await desk.perform(try ActionRequest(.note, ["2001", "x"]), at: "hq")
        #expect(try lines(file).map { $0["console"] } == [console])
    }

    @Test func theAuditLogOnlyGrows() async throws {
        let file = temporaryFile()
        defer { try? FileManager.default.removeItem(atPath: (file as NSString).deletingLastPathComponent) }
        for _ in 1...2 {
            let desk = Desk(ScriptedSite("hq", time), time, audit: file)
            _ = await desk.perform(try ActionRequest(.note, ["2001", "a\nb"]), at: "hq")
        }
        #expect(try lines(file).map { $0["arguments"] } == [["2001", "a\nb"], ["2001", "a\nb"]])
    }

    @Test(arguments: [
        (["XDG_STATE_HOME": "/state", "HOME": "/home/a"], "/state/cordboard/audit.jsonl"),
        (["HOME": "/home/a"], "/home/a/.local/state/cordboard/audit.jsonl"),
        (["XDG_STATE_HOME": "relative", "HOME": "/home/a"], "/home/a/.local/state/cordboard/audit.jsonl"),
        ([:], AuditLogTests.usersHome + "/.local/state/cordboard/audit.jsonl"),
        (["HOME": "relative"], AuditLogTests.usersHome + "/.local/state/cordboard/audit.jsonl"),
    ])
    func theAuditLogLiesWhereTheStandardSays(_ environment: [String: String], _ file: String) {
        #expect(AuditLog.standardFile(environment: environment) == file)
    }

    /// As the system's list of users has it.
    nonisolated private static let usersHome = getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? "?"

    private func temporaryFile() -> String {
        FileManager.default.temporaryDirectory.path + "/cordboard-desk-\(UUID().uuidString)/audit.jsonl"
    }

    private func lines(_ file: String) throws -> [JSONValue] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    }
}
