import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import WebCTI

@Suite(.serialized, .timeLimit(.minutes(2))) struct CatalogTests {
    private func operation(_ id: String) throws -> Exchange.Operation { try #require(WebCTIOperations.byID[id]).operation }

    @Test func aPageSpeltOtherwiseIsFoundAndRemembered() async throws {
        let peer = try Peer()
        peer.answer("gettakreport", Peer.done())
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        for _ in 0..<2 { #expect(await desk.site.perform(try operation("campaigns.gettaskreport"), [:]).0 == .done("SUCCESS")) }
        #expect(
            peer.asked.filter { $0.path.hasPrefix("/webservice2/outcall/") }.map(\.page) == [
                "gettaskreport", "gettakreport", "gettakreport",
            ])
        let (missing, _) = await desk.site.perform(try operation("nlp.getnlpinfo"), [:])
        #expect(missing == .refused(code: "404", "the exchange has no /webservice2/getnlpinfo.php"))
        try await desk.stop()
    }

    /// Wherever the document spells a page in several ways, the last is found when the exchange has no other.
    @Test func everyOtherSpellingOfAPageIsTried() async throws {
        let peer = try Peer()
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        // The pages of the first look are known by now.
        let known = Set(peer.asked.map(\.path))
        let spelt = WebCTIOperations.byID.values.filter {
            $0.pages.count > 1 && $0.operation.answer != .file && known.isDisjoint(with: $0.pages)
        }
        #expect(spelt.count > 15)
        for entry in spelt {
            let pages = entry.pages.map { String($0.split(separator: "/").last ?? "").replacing(".php", with: "") }
            for page in pages { peer.answer(page, .status(404, "Not Found")) }
            peer.answer(try #require(pages.last), Peer.done())
            let needed = entry.operation.parameters.filter(\.isRequired).map { ($0.name, JSONValue.string($0.values.keys.min() ?? "1")) }
            let (outcome, _) = await desk.site.perform(
                entry.operation, .object(Dictionary(needed, uniquingKeysWith: { first, _ in first })))
            #expect(outcome == .done("SUCCESS"), "\(entry.operation.id) \(pages)")
        }
        try await desk.stop()
    }

    @Test func aParameterSpeltInTwoWaysIsSentInBoth() async throws {
        let peer = try Peer()
        peer.answer("addobtask", Peer.done())
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        let task = try operation("campaigns.addobtask")
        var arguments = Dictionary(
            task.parameters.filter(\.isRequired).map { ($0.name, JSONValue.string("1")) }, uniquingKeysWith: { first, _ in first })
        arguments["runttype"] = nil
        arguments["runtype"] = .number(0)
        _ = await desk.site.perform(task, .object(arguments))
        let sent = try #require(peer.asked("addobtask").first)
        #expect(sent.parameters["runttype"] == "0" && sent.parameters["runtype"] == "0")
        try await desk.stop()
    }

    @Test(arguments: [
        ("calls.ctihangup", "{}", "channel is needed"), ("calls.ctihangup", #"{"channel": ""}"#, "channel is needed"),
        ("calls.ctihangup", #"{"channel": "SIP/1-1", "call": "1"}"#, "calls.ctihangup takes no call"),
        ("recordings.getrecord", #"{"filename": "welcome"}"#, "recordings.getrecord needs to: the file to write"),
        ("recordings.putrecordings", #"{"ivrfiile": "/nowhere/x.wav"}"#, "/nowhere/x.wav cannot be read"),
    ])
    func wrongArgumentsAreNotSent(_ id: String, _ arguments: String, _ reason: String) async throws {
        let site = WebCTISite(WebCTIConfiguration(id: "care", name: "care", url: "http://127.0.0.1:1", webKey: Secret("x")))
        let (outcome, answer) = await site.perform(try operation(id), parsed(arguments))
        #expect(outcome == .invalid(SafeText(reason)))
        #expect(answer == nil)
    }

    @Test func filesGoToAPathAndRefusalsDoNot() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "webcti-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "welcome.wav").path
        let peer = try Peer()
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        let arguments: JSONValue = ["filename": "welcome", "to": .string(file)]
        peer.answer("getrecord", #"{ "errcode": 9003, "message": "file \"\" not exists.", "data": [] }"#)
        let (refused, _) = await desk.site.perform(try operation("recordings.getrecord"), arguments)
        #expect(refused == .refused(code: "9003", "file does not exist — file \"\" not exists."))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        peer.answer("getrecord", "RIFF\u{1}wave")
        let (done, answer) = await desk.site.perform(try operation("recordings.getrecord"), arguments)
        #expect(done == .done("9 bytes in \(file)", reference: file))
        #expect(answer?["bytes"] == .number(9))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "RIFF\u{1}wave")
        #expect(peer.asked("getrecord").map(\.parameters) == [["filename": "welcome"], ["filename": "welcome"]])
        // Deleting writes nothing.
        peer.answer("getspoolfile", Peer.done())
        let (deleted, _) = await desk.site.perform(
            try operation("recordings.getspoolfile"), ["location": "meetme", "filename": "x.WAV", "delete": "1"])
        #expect(deleted == .done("SUCCESS"))
        try await desk.stop()
    }

    @Test func aRecordingIsUploadedAsAForm() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "webcti-\(UUID().uuidString).wav").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try "RIFF".write(toFile: file, atomically: true, encoding: .utf8)
        let peer = try Peer()
        peer.answer("putrecordings", Peer.done())
        peer.answerOnce("putrecordings", .text(#"{"errcode":9002,"message":"need variable \"ivrfile\".","data":[]}"#))
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        let (outcome, _) = await desk.site.perform(
            try operation("recordings.putrecordings"), ["ivrfiile": .string(file), "filename": "welcome"])
        #expect(outcome == .done("SUCCESS"))
        let bodies = peer.asked("putrecordings").map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies.count == 2 && bodies.allSatisfy { $0.contains("\r\n\r\nRIFF\r\n--") })
        #expect(
            bodies.first?.contains(#"name="ivrfiile"; filename="#) == true && bodies.last?.contains(#"name="ivrfile"; filename="#) == true)
        #expect(peer.asked("putrecordings").allSatisfy { $0.method == "POST" && $0.parameters == ["filename": "welcome"] })
        try await desk.stop()
    }

    @Test func anAdministrationPageIsLoggedInTo() async throws {
        let peer = try Peer()
        peer.answer("config", "<html>configuration</html>")
        let desk = SiteHarness(peer)
        #expect(await desk.untilSynced())
        let (outcome, facts) = await desk.site.perform(
            try operation("session.integratedlogin"),
            ["frienduser": "admin", "friendpass": "e10adc3949ba59abbe56e057f20f883e", "(action)": "/admin/config.php?type=tool"])
        #expect(outcome == .done("the exchange answered with a page"))
        #expect(facts?["status"] == .number(200))
        let asked = try #require(peer.asked("config").first)
        #expect(asked.path == "/admin/config.php" && asked.method == "POST" && asked.query == ["type": "tool"])
        #expect(String(decoding: asked.body, as: UTF8.self).hasSuffix("&frienduser=admin&friendpass=e10adc3949ba59abbe56e057f20f883e"))
        try await desk.stop()
    }
}
