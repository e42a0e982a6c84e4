import Foundation
import TestPeers
import Testing

@testable import Wire

/// What stands between us and an exchange is told as what it is.
@Suite struct HTTPFailureTests {
    private let ample = Duration.seconds(20)

    private func failure(_ url: String, _ client: HTTPClient = HTTPClient(tls: TLSPolicy(verifies: false))) async -> WireFailure? {
        do {
            let answer = try await client.send(HTTPRequest(url: url), deadline: ample)
            Issue.record("answered with \(answer.status)")
        } catch let failure as WireFailure {
            return failure
        } catch {
            Issue.record("\(error)")
        }
        return nil
    }

    // MARK: Compressed answers

    /// `{"a":1}` in gzip.
    private static let packed: [UInt8] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 84, 178, 50, 172, 5, 0, 175, 172, 27, 86, 7, 0, 0, 0,
    ]
    /// A hundred thousand zeros in gzip.
    private static let bomb = [UInt8](
        Data(
            base64Encoded: "H4sIAAAAAAACA+3BMQEAAADCoErrn84aHkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAArwaFwk3FoIYBAA==")!)

    private static func answer(_ body: [UInt8], _ encoding: String, status: String = "200 OK", _ more: String = "") -> ScriptedServer.Step {
        .octets(
            Array(
                "HTTP/1.1 \(status)\r\nContent-Encoding: \(encoding)\r\n\(more)Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
                    .utf8)
                + body)
    }

    @Test func `An answer may come compressed, also unasked`() async throws {
        let folder = ScratchFolder()
        let server = try ScriptedServer(Self.answer(Self.packed, "gzip"), Self.answer(Self.packed, "gzip"))
        let client = HTTPClient(tls: nil)
        let answer = try await client.send(HTTPRequest(url: server.url()), deadline: ample)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"a":1}"#)
        #expect(server.requests[0].contains("Accept-Encoding:") && server.requests[0].contains("gzip"))
        // A file is asked for as it is.
        let file = folder.file("a.json")
        _ = try await client.download(HTTPRequest(url: server.url()), to: file, resuming: false, deadline: ample)
        #expect(server.requests[1].contains("Accept-Encoding: identity\r\n"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == #"{"a":1}"#)
    }

    @Test func `What cannot be unpacked, or grows without bound, is told`() async throws {
        let server = try ScriptedServer(
            Self.answer(Self.packed, "x-secret"), Self.answer(Array("no gzip".utf8), "gzip"), Self.answer(Self.bomb, "gzip"))
        let unknown = await failure(server.url())
        #expect(unknown?.stage == .link && unknown?.reason.string.contains("Content-Encoding: x-secret") == true)
        #expect(await failure(server.url())?.reason.string.contains("cannot be unpacked") == true)
        let small = HTTPClient(tls: nil, maxBodyBytes: 1_000)
        #expect(await failure(server.url(), small)?.reason.string.contains("larger than 1000 bytes") == true)
    }

    @Test func `The rest of a file is not taken in another form`() async throws {
        let folder = ScratchFolder()
        let file = try folder.write("begin", to: "a.wav")
        let server = try ScriptedServer(Self.answer(Self.packed, "gzip", status: "206 Partial", "Content-Range: bytes 5-31/32\r\n"))
        await #expect(throws: WireFailure.self) {
            try await HTTPClient(tls: nil).download(HTTPRequest(url: server.url()), to: file, resuming: true, deadline: ample)
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "begin")
    }

    // MARK: Proxies

    private func client(_ variables: [String: String]) -> HTTPClient {
        HTTPClient(tls: TLSPolicy(verifies: false), variables: { variables[$0] })
    }

    @Test(arguments: ["http", "https"]) func `A proxy that does not answer is named, with the variable that names it`(
        _ scheme: String
    ) async throws {
        let held = try HeldPort()
        let proxy = "http://user:secret@127.0.0.1:\(held.number)"
        let failure = await failure("\(scheme)://exchange.example/", client(["\(scheme)_proxy": proxy]))
        withExtendedLifetime(held) {}
        #expect(failure?.stage == .tcp)
        #expect(failure?.reason.string.contains("the proxy 127.0.0.1:\(held.number)") == true)
        #expect(failure?.reason.string.contains("\(scheme)_proxy in the environment") == true)
        #expect(failure?.reason.string.contains("secret") == false)
        let nameless = await self.failure("\(scheme)://exchange.example/", client(["\(scheme)_proxy": "http://no-such-proxy.invalid:1"]))
        #expect(nameless?.reason.string.contains("proxy no-such-proxy.invalid:1 cannot be looked up") == true)
    }

    @Test func `A proxy that refuses is told apart from the exchange`() async throws {
        let refusing = try ScriptedServer(
            .say("HTTP/1.1 407 Who\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            .say("HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), .ok("{}"))
        let proxied = client(["all_proxy": "http://127.0.0.1:\(refusing.port)"])
        for (url, status) in [("http://exchange.example/", "407"), ("https://exchange.example/", "403")] {
            let failure = await failure(url, proxied)
            #expect(failure?.reason.string.contains("The proxy 127.0.0.1:\(refusing.port) does not let us through") == true, "\(url)")
            #expect(failure?.reason.string.contains("HTTP \(status)") == true && failure?.reason.string.contains("all_proxy") == true)
        }
        let answer = try await proxied.send(HTTPRequest(url: "http://exchange.example/"), deadline: ample)
        #expect(answer.proxy == "127.0.0.1:\(refusing.port)")
        #expect(refusing.requests.last?.hasPrefix("GET http://exchange.example/ ") == true)
    }

    @Test func `An exchange nearby is reached without a proxy`() async throws {
        let held = try HeldPort()
        let proxy = "http://127.0.0.1:\(held.number)"
        let server = try ScriptedServer(.ok("{}"))
        let answer = try await client(["http_proxy": proxy, "all_proxy": proxy]).send(HTTPRequest(url: server.url()), deadline: ample)
        #expect(answer.status == 200 && answer.proxy == nil)
        let said = await failure(server.url(), client(["http_proxy": proxy, "CORDBOARD_PROXY": "all"]))
        #expect(said?.reason.string.contains("No connection to the proxy") == true)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("localhost", true), ("[::1]", true), ("10.1.2.3", true), ("172.16.0.1", true), ("172.32.0.1", false),
        ("192.168.0.201", true), ("169.254.1.1", true), ("100.64.0.1", true), ("8.8.8.8", false), ("[fd00::1]", true), ("[fe80::1]", true),
        ("[::ffff:192.168.0.1]", true), ("[2001:db8::1]", false), ("pbx", true), ("pbx.local", true), ("pbx.example.com", false),
    ])
    func `Which hosts are nearby`(_ host: String, _ isNearby: Bool) throws {
        let address = try HTTPAddress("http://\(host)/")
        #expect((HTTPProxy(for: address) { $0 == "http_proxy" ? "http://proxy:3128" : nil } == nil) == isNearby)
    }

    @Test func `Exceptions are hosts and domains`() throws {
        for (list, isExcepted) in [("example.com", true), (".example.com, x", true), ("ample.com", false), ("*", true), ("", false)] {
            let address = try HTTPAddress("https://pbx.example.com/")
            let proxy = HTTPProxy(for: address) { ["HTTPS_PROXY": "proxy:3128", "NO_PROXY": list][$0] }
            #expect((proxy == nil) == isExcepted, "\(list)")
        }
    }

    // MARK: TLS where none is wanted, and the other way

    @Test func `A plain request to a port that speaks TLS is told`() async throws {
        let certificates = Certificates()
        let server = try await SecretServer(certificates.server("exchange", names: "DNS:localhost", signedBy: certificates.authority("a")))
        let failure = await failure("http://127.0.0.1:\(server.port)/")
        #expect(failure?.stage == .tls)
        #expect(failure?.reason.string.contains("speaks TLS on this port") == true && failure?.reason.string.contains("https://") == true)
    }

    @Test(arguments: [
        "\u{15}\u{3}\u{1}\u{0}\u{2}\u{2}F",
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<center>The plain HTTP request was sent to HTTPS port</center>",
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nReason: You're speaking plain HTTP to an SSL-enabled server port.<br />",
    ])
    func `A server that answers so on its encrypted port is told`(_ answer: String) async throws {
        let server = try ScriptedServer(.say(answer))
        let failure = await failure(server.url())
        #expect(failure?.stage == .tls && failure?.reason.string.contains("speaks TLS on this port") == true)
    }

    @Test func `TLS to a plain port is told`() async throws {
        let server = try ScriptedServer(.greet("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\nno"))
        let failure = await failure("https://127.0.0.1:\(server.port)/")
        #expect(failure?.stage == .tls)
        #expect(failure?.reason.string.contains("this is its plain port") == true && failure?.reason.string.contains("http://") == true)
    }

    @Test(arguments: ["-tls1", "-tls1_1"]) func `TLS that is too old is told`(_ version: String) async throws {
        let certificates = Certificates()
        let paper = try certificates.server("exchange", names: "DNS:localhost", signedBy: certificates.authority("a"))
        let server = try await SecretServer(paper, version, "-cipher", "ALL:@SECLEVEL=0")
        let failure = await failure("https://127.0.0.1:\(server.port)/")
        #expect(failure?.stage == .tls)
        #expect(failure?.reason.string.contains("no TLS that is safe today") == true, "\(failure?.reason.string ?? "")")
    }

    @Test func `A plain port that ends without a word is what it is`() async throws {
        let server = try ScriptedServer(.say(""), .say(""))
        let failure = await failure(server.url())
        #expect(failure?.stage == .link && failure?.reason.string.contains("closed the connection without an answer") == true)
    }
}
