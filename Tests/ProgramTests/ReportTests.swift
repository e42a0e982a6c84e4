import Foundation
import Testing

@Suite struct ReportTests {
    @Test func `A report holds everything and no secret`() async throws {
        let folder = try TestFolder()
        let config = try folder.write(
            """
            operator: {name: alice, extension: "2008", role: viewer}
            sites:
              - {id: hq, name: Head, kind: smartpbx, broker: "mqtt://127.0.0.1:1", token: t0kenvalue, username: u, password: "pa55 word"}
              - id: care
                name: Care
                kind: webcti
                url: http://127.0.0.1:1/x
                webkey: 0866089e569bbd3d   # the old one was 1234deadbeef
                timezone: Asia/Shanghai
            """, to: "config.yaml")
        let log = try folder.write("2026-01-01 trace hq http → #1 GET http://h/?x=pa55%20word\nGuid: 77fresh77\n", to: "trace.log")
        try FileManager.default.createDirectory(atPath: folder.path + "/state/cordboard", withIntermediateDirectories: true)
        try folder.write("== now 80x24\n1 Agents  t0kenvalue\n", to: "state/cordboard/screens.txt")
        let report = folder.path + "/report.txt"
        let outcome = try await RunningProgram.run(["report", "--config", config, "--output", report, "--log", log], folder: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let text = try String(contentsOfFile: report, encoding: .utf8)
        for part in [
            "=== versions\ncordboard 0.1.0", "libcurl/", "=== terminal\nLANG=C.UTF-8", "=== settings folders", "kind: \"smartpbx\"",
            "GET http://h/", "1 Agents",
        ] {
            #expect(text.contains(part), "\(part) in \(text)")
        }
        for secret in ["t0kenvalue", "pa55", "0866089e569bbd3d", "deadbeef", "77fresh77"] { #expect(!text.contains(secret), "\(secret)") }
        #expect(outcome.output.contains("last screens") && outcome.output.contains("configuration"))
        let mode = try FileManager.default.attributesOfItem(atPath: report)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func `A broken configuration is told of and not shown`() async throws {
        let folder = try TestFolder()
        let config = try folder.write("sites:\n  - password: [pa55word\n", to: "config.yaml")
        let report = folder.path + "/report.txt"
        let outcome = try await RunningProgram.run(["report", "--config", config, "--output", report], folder: folder)
        #expect(outcome.status == 0)
        let text = try String(contentsOfFile: report, encoding: .utf8)
        #expect(text.contains("config.yaml:") && !text.contains("pa55word"))
    }

    @Test func `A report that cannot be written has a status`() async throws {
        #expect(try await RunningProgram.run(["report", "--output", "/nowhere/x"], folder: try TestFolder()).status == 2)
        #expect(try await RunningProgram.run(["report", "--output", "/dev/full"], folder: try TestFolder()).status == 74)
    }
}
