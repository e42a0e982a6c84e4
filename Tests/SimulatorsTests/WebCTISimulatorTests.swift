import Foundation
import Testing

@testable import Simulators

@Suite(.timeLimit(.minutes(2))) struct WebCTISimulatorTests {
    // MARK: - The key

    @Test func theKeyIsMadeOfThePlatformsDay() async throws {
        // The document's own vector (1.3).
        #expect(WebCTIPages.key("0866089e569bbd3d", on: "2011-06-21") == "ffccb30a388e48ade2d7ea56909cbabf")
        let peer = try await WebCTIPeer.start()
        let key = WebCTIPages.key("0866089e569bbd3d", on: "2023-01-07")
        #expect(try await peer.get("ctigetdatetime", key: key).body.contains("\"mvb_date\":\"2023-01-07\""))
        for wrong in [WebCTIPages.key("0866089e569bbd3d", on: "2023-01-06"), key.uppercased(), ""] {
            let body = try await peer.get("getqueue", key: wrong).body
            #expect(body == "{\"errcode\":9999,\"message\":\"WebKey \(wrong.isEmpty ? "" : wrong + " ")is invalid\",\"data\":[]}")
        }
        // In the wrong base as in the other two.
        let plain = "{\"errcode\":9999,\"message\":\"WebKey is invalid\",\"data\":[]}"
        for page in ["outcall/getobtasks", "report/getagentdayreport", "getholdmusic"] {
            #expect(try await peer.get(page, key: "x").body == plain)
        }
    }

    @Test func itChangesAtThePlatformsMidnight() async throws {
        // 15:59:59 in Greenwich is a second before midnight in Shanghai.
        let peer = try await WebCTIPeer.start(start: 1_673_107_199_000)
        let before = await peer.simulator.keyOfTheDay
        await peer.simulator.advance(by: .seconds(2))
        #expect(try await peer.get("about", key: before).body.contains("9999"))
        #expect(try await peer.ask("ctigetdatetime")["0.mvb_date"] == "2023-01-08")
    }

    @Test func aWrongClockHasAnotherDay() async throws {
        let peer = try await WebCTIPeer.start()
        let before = await peer.simulator.keyOfTheDay
        await peer.simulator.act { $0.clockAhead = 86_400_000 }
        #expect(try await peer.get("about", key: before).body.contains("9999"))
        #expect(try await peer.ask("ctigetdatetime")["0.mvb_datetime"] == "2023-01-08 14:03:19")
    }

    // MARK: - Forms of answers

    @Test func threeForms() async throws {
        let peer = try await WebCTIPeer.start()
        let bare = try await peer.get("gettrunklist", json: "2").body
        #expect(bare.hasPrefix("{\"errcode\":0,\"message\":\"SUCCESS\",\"data\":[{\"trunk\":\"ZAP/g0\"}"))
        #expect(try await peer.get("gettrunklist", json: "1").body == "var responseJSON=\(bare);")
        let xml = try await peer.get("gettrunklist", json: nil).body
        #expect(xml.hasPrefix("<root><errcode>0</errcode><message>SUCCESS</message><data><item><trunk>ZAP/g0</trunk></item>"))
        #expect(try await peer.get("getparkedcall", json: nil).body.hasSuffix("<data/></root>"))
    }

    @Test func defectsOfTheDocument() async throws {
        let peer = try await WebCTIPeer.start()
        _ = try await peer.converse("2011", "2012")
        let all = try await peer.get("getallstatus").body
        #expect(all.contains("\"direct\":OUT"))
        #expect(all.contains("\"uniqueid\":1673071399.1,"))
        #expect(all.contains("\"queue\":90,"))
        #expect(try await peer.get("getcalls").body.contains("\"srcuniqueid\":1673071399.1,"))
        #expect(try await peer.get("getchannel").body.contains("\"createtim\":"))
        #expect(try await peer.get("getchannel", json: nil).body.contains("<createtime>"))
        #expect(try await peer.get("getqueue").body.contains("serviceleveelperf"))
        #expect(try await peer.get("getqueuelist").body.contains("\"queue no\":\"90\""))
        #expect(try await peer.get("getqueuelog").body.contains("queuesstart"))
        #expect(try await peer.get("getpopupscreen", [("channel", "SIP/2012")]).body.contains("\"miscredata\":\"SIP/2011-"))

        await peer.simulator.set(WebCTIDefects.none)
        let clean = try await peer.get("getallstatus").body
        #expect(try JSONSerialization.jsonObject(with: Data(clean.utf8)) is [String: Any])
        #expect(clean.contains("\"uniqueid\":\"1673071399.1\""))

        await peer.simulator.set(WebCTIDefects.printed)
        let braces = try await peer.get("ctiaddblacklist", [("name", "hmd"), ("extension", "2011")]).body
        #expect(braces == "{\"errcode\":0,\"message\":\"2011 is added to hmd.\"},\"data\":[]}")

        await peer.simulator.set(WebCTIDefects(givesOnlyXML: true))
        #expect(try await peer.get("getqueue", json: "2").body.hasPrefix("<root>"))
    }

    @Test func whatIsMissingIsNamed() async throws {
        let peer = try await WebCTIPeer.start()
        let reply = try await peer.ask("ctihangup")
        #expect(reply.code == "#9002")
        #expect(reply.message == "need variable \"channel\".")
        #expect(try await peer.ask("report/getplatformdayreport").message == "need variable \"rptdate1\".")
    }

    @Test func everyPageOfTheDocumentAnswers() async throws {
        let peer = try await WebCTIPeer.start()
        #expect(WebCTIDocument.pages.count == 204)
        for (page, entry) in WebCTIDocument.pages.sorted(by: { $0.key < $1.key }) {
            let values = ["item": "find", "dstdir": "Old", "text": "5L2g5aW9", "async": "yes", "phoneno": "0532123"]
            var query = entry.needs.map { ($0, values[$0] ?? "1") }
            query += ["context", "exten", "priority"].filter { !entry.needs.contains($0) }.map { ($0, "1") }
            query.append(("async", page == "ctioriginatetts" ? "no" : "yes"))
            let body = try await peer.get(page, query, json: "2").body
            #expect(body.hasPrefix("{\"errcode\":"), "\(page): \(body.prefix(200))")
            #expect(!body.contains("\"errcode\":9002"), "\(page): \(body.prefix(200))")
            let xml = try await peer.get(page, query, json: nil).body
            #expect(xml.hasPrefix("<root><errcode>"), "\(page): \(xml.prefix(200))")
        }
        for (other, _) in WebCTIDocument.aliases { #expect(try await peer.get(other).status == 200) }
        #expect(try await peer.get("getnothing").status == 404)
        // Nine pages of chapter 4 live under report/ only.
        #expect(try await peer.get("getcdrsimple").status == 404)
    }

    // MARK: - Kept rows

    @Test func keptRowsReallyChange() async throws {
        let peer = try await WebCTIPeer.start()
        let listed = try await peer.ask("addrouteblacklist", [("extension", "4001"), ("reason", "骚扰")])
        #expect(listed.message == "4001 is added to routeblacklist.")
        #expect(try await peer.ask("addrouteblacklist", [("extension", "4001")]).code == "#9000")
        #expect(try await peer.ask("getrouteblacklist", [("extension", "4001")])["0.reason"] == "骚扰")
        #expect(try await peer.ask("deleterouteblacklist", [("extension", "4001")]).code == "#0")
        #expect(try await peer.ask("getrouteblacklist", [("extension", "4001")]).isEmpty)

        let needs = ["actiontype", "begindate", "enddate"].map { ($0, "1") }
        let added = try await peer.ask("outcall/addobtask", [("name", "回访"), ("runttype", "0")] + needs)
        let id = try #require(added.fields["total"]?.drop { $0 == "#" })
        _ = try await peer.ask("outcall/setobtaskstatus", [("id", String(id)), ("status", "B")])
        let task = try await peer.ask("outcall/getobtasks", [("id", String(id))])
        #expect(task["0.name"] == "回访")
        #expect(task["0.status"] == "B")
        #expect(task.fields["total"] == "1")

        let config = [("pbxid", "1"), ("agentno", "2011")]
        _ = try await peer.ask("report/agentlistconfig", [("item", "add"), ("agentname", "王伟")] + config)
        #expect(try await peer.ask("report/agentlistconfig", [("item", "find")] + config)["0.agentname"] == "王伟")
        #expect(try await peer.ask("report/agentlistconfig", [("item", "count")] + config).message == "1")
        _ = try await peer.ask("report/agentlistconfig", [("item", "delete")] + config)
        #expect(try await peer.ask("report/agentlistconfig", [("item", "find")] + config).isEmpty)

        #expect(try await peer.ask("sendsms", [("number", "13800138000"), ("text", "5L2g5aW9")]).code == "#0")
        #expect(try await peer.ask("getsendsms", [("number", "13800138000")])["0.text"] == "你好")
        _ = try await peer.ask("ctisetdndon", [("extension", "2012")])
        #expect(try await peer.ask("ctigetdnd", [("extension", "2012")])["0.status"] == "1")
        #expect(try await peer.ask("ctigetdnd", [("extension", "99")]).code == "#9004")
    }

    @Test func filesComeAsFiles() async throws {
        let peer = try await WebCTIPeer.start(rate: 60)
        await peer.simulator.advance(by: .seconds(900))
        let row = try #require(await peer.simulator.world.tables["getcdr"].last { $0["hasmonitorfile"] == "1" })
        let (call, file) = (try #require(row["uniqueid"]), try #require(row["monitor"]))
        let sound = try await peer.get("getmonitorbyuid", [("uniqueid", call)])
        #expect(sound.header("Content-Type") == "audio/x-wav")
        #expect(sound.body.hasPrefix("RIFF"))
        #expect(try await peer.get("getmonitor", [("filename", file), ("mp3", "1")]).header("Content-Type") == "audio/mpeg")
        let missing = try await peer.ask("getrecord", [("filename", "nothing")])
        #expect(missing.code == "#9003")
        #expect(missing.message == "file \"nothing\" not exists.")
    }
}
