import Foundation
import Testing

@testable import Simulators

@Suite(.timeLimit(.minutes(2))) struct YeastarSessionTests {
    private let right = ["username": "api", "password": YeastarPeer.passwordHash, "port": "8260"]
    private let wrong = ["username": "api", "password": "e10adc3949ba59abbe56e057f20f883e", "port": "8260"]

    @Test func aWrongPasswordIsAnsweredAsPrinted() async throws {
        let peer = try await YeastarPeer(isLoggedIn: false)
        let answer = try await peer.post("login", String(decoding: JSONEncoder().encode(wrong), as: UTF8.self))
        #expect(answer.body == "{\n    \"status\": \"Failed\",\n    \"errno\": \"30003\"\n}")
        #expect(answer.header("server") == "Boa/0.94.14rc21")
        #expect(try await peer.refusal("login", ["username": "api", "password": "secret", "port": "8260"]) == "30003")
        #expect(try await peer.refusal("login", ["username": "else", "password": YeastarPeer.passwordHash, "port": "1"]) == "30003")
        #expect(try await peer.ask("login", right)["token"]?.count == 32)
    }

    @Test func fiveWrongOnesLockForTenMinutes() async throws {
        let peer = try await YeastarPeer(isLoggedIn: false)
        for _ in 1...4 { _ = try await peer.refusal("login", wrong) }
        // A right one in between begins the count anew.
        #expect(try await peer.ask("login", right)["status"] == "Success")
        for _ in 1...5 { _ = try await peer.refusal("login", wrong) }
        #expect(try await peer.refusal("login", right) == "30003")
        await peer.simulator.advance(by: .seconds(599))
        #expect(try await peer.refusal("login", right) == "30003")
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.ask("login", right)["status"] == "Success")
    }

    @Test func tokensDieWithoutHeartbeat() async throws {
        let peer = try await YeastarPeer()
        await peer.simulator.advance(by: .seconds(1_799))
        try await peer.command("heartbeat", ["ipaddr": "127.0.0.1", "port": "8260"])
        await peer.simulator.advance(by: .seconds(1_799))
        #expect(try await peer.ask("deviceinfo/query")["deviceinfo.sn"] == "a09805021987")
        await peer.simulator.advance(by: .seconds(1))
        #expect(try await peer.refusal("deviceinfo/query") == "30005")
        #expect(try await peer.refusal("heartbeat", ["ipaddr": "127.0.0.1", "port": "8260"]) == "30005")
    }

    @Test func logOutEndsTheToken() async throws {
        let peer = try await YeastarPeer()
        try await peer.command("logout", [:])
        #expect(try await peer.refusal("logout") == "30005")
        #expect(try await peer.refusal("extension/hangup", ["extid": "101"]) == "30005")
    }

    @Test func aRestartIsReportedAndEndsEverything() async throws {
        let listener = try ReportListener()
        let peer = try await YeastarPeer(listener: listener)
        await peer.simulator.act { _ = $0.begin(fromOutside: "103", to: "101") }
        await peer.simulator.reboot()
        #expect(await listener.next("BootUp") == #"{"action":"BootUp","sn":"a09805021987"}"#)
        #expect(try await peer.refusal("outbound/query") == "30005")
        #expect(await peer.simulator.world.callCount == 0)
    }

    @Test func aHeartbeatMovesTheReports() async throws {
        let (first, second, third) = (try ReportListener(), try ReportListener(), try ReportListener())
        let peer = try await YeastarPeer(isLoggedIn: false)
        try await peer.logIn(port: 1, url: "127.0.0.1:\(first.port)/secret/way")
        await peer.simulator.act { $0.register("105", false) }
        let report = await first.next()
        #expect(report.hasPrefix("POST /secret/way HTTP/1.1\r\nHost:127.0.0.1\r\nContent-Length:90\r\n"))
        #expect(report.hasSuffix(#"{"action":"ExtensionStatus","extension":"105","status":"Unregistered","sn":"a09805021987"}"#))

        try await peer.command("heartbeat", ["ipaddr": "127.0.0.1", "port": "\(second.port)", "url": "r", "urltag": "0"])
        await peer.simulator.act { $0.register("105", true) }
        #expect(await second.next().hasPrefix("POST /r HTTP/1.1\r\n"))

        // Without url they go to the bare address again, and the request line has no target.
        try await peer.command("heartbeat", ["ipaddr": "127.0.0.1", "port": "\(third.port)"])
        await peer.simulator.act { $0.register("105", false) }
        #expect(await third.next().hasPrefix("POST  HTTP/1.1\r\n"))
    }

    @Test func bothBodiesAndBothAnswersInXML() async throws {
        let peer = try await YeastarPeer()
        let body = """
            <?xml version="1.0" encoding="UTF-8" ?>
            <xml>
                <extid>102</extid>
                <username>Tom &amp; &lt;李娜&gt;</username>
                <mobile/>
            </xml>
            """
        let answer = try await peer.post("extension/update", body, isXML: true)
        #expect(answer.header("content-type") == "application/xml")
        #expect(answer.body == "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<xml>\n    <status>Success</status>\n</xml>\n")
        let list = try await peer.post("extensionlist/query", "", isXML: true)
        #expect(
            list.body.contains(
                """
                        <item id="1">
                            <extnumber>102</extnumber>
                            <status>Registered</status>
                            <type>pjsip</type>
                            <username>Tom &amp; &lt;李娜&gt;</username>
                            <agentid></agentid>
                        </item>

                """))
    }

    @Test(arguments: ["{", "[1]", "{\"extid\": \"101\"", "<xml><extid>1</xml>", "\u{FF}"])
    func whatCannotBeReadIsRefused(_ body: String) async throws {
        let peer = try await YeastarPeer()
        let answer = try await peer.post("extension/query", body)
        #expect(flat(Array(answer.body.utf8)) == ["status": "Failed", "errno": "10002"])
    }

    @Test func otherPathsAreNotThere() async throws {
        let peer = try await YeastarPeer()
        #expect(try await RawHTTP.get(port: peer.port, "/").status == 404)
        #expect(try await peer.refusal("extension/explode") == "10001")
    }
}
