import Foundation
import Synchronization
import TestPeers
import Testing

@testable import Wire

@Suite struct HTTPClientTests {
    private let client = HTTPClient(tls: nil, maxBodyBytes: 1_000)
    private let ample = Duration.seconds(20)

    private func failure(_ request: HTTPRequest, _ client: HTTPClient? = nil, deadline: Duration? = nil) async -> WireFailure? {
        do {
            let answer = try await (client ?? self.client).send(request, deadline: deadline ?? ample)
            Issue.record("answered with \(answer.status)")
        } catch let failure as WireFailure {
            return failure
        } catch {
            Issue.record("\(error)")
        }
        return nil
    }

    @Test func `A request goes out as written and its answer comes back whole`() async throws {
        let server = try ScriptedServer(.ok("{\"a\":1}", "X-Two: a\r\nx-two: b\r\n"))
        let request = HTTPRequest(
            method: "POST", url: server.url("/api?token=t&type=json"), headers: [("Content-Type", "application/json")],
            body: Array("{}".utf8))
        let answer = try await client.send(request, deadline: ample)
        #expect(answer.status == 200)
        #expect(answer.body == Array("{\"a\":1}".utf8))
        #expect(answer.headers["x-two"] == "a, b")
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("POST /api?token=t&type=json HTTP/1.1\r\n"))
        #expect(sent.hasSuffix("\r\n\r\n{}"))
        #expect(!sent.contains("Expect:"))
    }

    @Test func `A POST without a body says that its length is zero and no type`() async throws {
        let server = try ScriptedServer(.ok(""))
        _ = try await client.send(HTTPRequest(method: "POST", url: server.url()), deadline: ample)
        #expect(server.requests[0].contains("Content-Length: 0\r\n"))
        #expect(!server.requests[0].contains("Content-Type"))
    }

    @Test func `The rest of an answer that was longer than announced is a lost connection, not a wrong address`() async throws {
        let server = try ScriptedServer(.say("trailing rest\r\n"), .ok("{}"))
        let lost = try #require(await failure(HTTPRequest(url: server.url())))
        #expect(lost.stage == .link)
        #expect(!lost.isFinal)
        #expect(try await client.send(HTTPRequest(url: server.url()), deadline: ample).status == 200)
    }

    @Test(arguments: [404, 500, 302, 403]) func `Every status is an answer, and redirections are not followed`(status: Int) async throws {
        let server = try ScriptedServer(.say("HTTP/1.1 \(status) Word\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nno"))
        let answer = try await client.send(HTTPRequest(url: server.url()), deadline: ample)
        #expect(answer.status == status)
        #expect(server.requests.count == 1)
    }

    @Test func `A connection is used again for a question and not for a command`() async throws {
        let kept = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        // The server serves one connection at a time, so that the second request arrives only if it comes on the first one.
        let server = try ScriptedServer(.keep(kept), .ok(""))
        _ = try await client.send(HTTPRequest(url: server.url()), deadline: ample)
        _ = try await client.send(HTTPRequest(url: server.url()), deadline: ample)
        #expect(server.requests.count == 2)
        #expect(HTTPRequest(method: "POST", url: "").needsFreshConnection)
    }

    @Test func `A refused connection is told at the stage tcp`() async throws {
        let held = try HeldPort()
        let port = held.number
        let failure = await failure(HTTPRequest(url: "http://127.0.0.1:\(port)/?token=secret"))
        withExtendedLifetime(held) {}
        #expect(failure?.stage == .tcp)
        #expect(failure?.reason.string.contains("127.0.0.1:\(port)") == true)
        #expect(failure?.reason.string.contains("secret") == false)
    }

    @Test func `A name that cannot be looked up is told at the stage address`() async throws {
        #expect(await failure(HTTPRequest(url: "http://no-such-host.invalid/"))?.stage == .address)
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "no address", "http://"])
    func `Only http and https are spoken`(url: String) async throws {
        let failure = await failure(HTTPRequest(url: url))
        #expect(failure?.stage == .address)
        #expect(failure?.isFinal == true)
    }

    @Test(arguments: ["\u{301}name", "\u{200D}\u{FE0F}x", "\u{E33}", "\u{1F3FD}"])
    func `A header is cut by octets, whatever its value begins with`(value: String) async throws {
        let server = try ScriptedServer(.ok("{}", "X-Name:\(value)\r\n"))
        let answer = try await client.send(HTTPRequest(url: server.url("/")), deadline: ample)
        #expect(answer.headers["x-name"] == value)
    }

    @Test func `A header cannot smuggle in another one`() async throws {
        let failure = await failure(HTTPRequest(url: "http://127.0.0.1:9/", headers: [("X", "a\r\nHost: evil")]))
        #expect(failure?.isFinal == true)
    }

    @Test func `A reset in the middle of an answer is a lost link`() async throws {
        let server = try ScriptedServer(.reset("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"stat"))
        #expect(await failure(HTTPRequest(url: server.url()))?.stage == .link)
    }

    @Test func `An answer that ends too early is a lost link`() async throws {
        let server = try ScriptedServer(.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"stat"))
        #expect(await failure(HTTPRequest(url: server.url()))?.stage == .link)
    }

    @Test func `A connection closed without an answer is a lost link`() async throws {
        let server = try ScriptedServer(.say(""))
        #expect(await failure(HTTPRequest(method: "POST", url: server.url()))?.stage == .link)
        #expect(server.requests.count == 1)
    }

    @Test func `Silence ends with the deadline`() async throws {
        let server = try ScriptedServer(.silence)
        let failure = await failure(HTTPRequest(url: server.url()), deadline: .milliseconds(50))
        #expect(failure?.stage == .link)
        #expect(failure?.reason.string.contains("0.05 s") == true)
    }

    @Test func `Cancelling ends a request at once`() async throws {
        let server = try ScriptedServer(.silence)
        let client = client
        let url = server.url()
        let task = Task { try await client.send(HTTPRequest(url: url), deadline: .seconds(600)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `Closing ends what is under way`() async throws {
        let server = try ScriptedServer(.silence)
        let client = HTTPClient(tls: nil)
        let answer = Task { try await client.send(HTTPRequest(url: server.url()), deadline: .seconds(600)) }
        await client.close()
        await #expect(throws: CancellationError.self) { try await answer.value }
        await #expect(throws: CancellationError.self) { try await client.send(HTTPRequest(url: server.url()), deadline: .seconds(1)) }
    }

    @Test(arguments: ["Content-Length: 1001\r\n", ""]) func `An answer that is too long fails`(header: String) async throws {
        let server = try ScriptedServer(
            .say("HTTP/1.1 200 OK\r\n\(header)Connection: close\r\n\r\n" + String(repeating: "x", count: 1_001)))
        #expect(await failure(HTTPRequest(url: server.url()))?.reason.string.contains("1000 bytes") == true)
    }

    // MARK: Downloads

    @Test func `A download goes to a file and goes on where it ended`() async throws {
        let folder = ScratchFolder()
        let file = try folder.write("begin", to: "recording.wav")
        let server = try ScriptedServer(
            .say("HTTP/1.1 206 Partial\r\nContent-Range: bytes 5-8/9\r\nContent-Length: 4\r\n\r\n-end"),
            .say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nnew"))
        let seen = Mutex<[(Int64, Int64?)]>([])
        _ = try await client.download(
            HTTPRequest(url: server.url()), to: file, resuming: true, progress: { a, b in seen.withLock { $0.append((a, b)) } },
            deadline: ample)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "begin-end")
        #expect(server.requests[0].contains("Range: bytes=5-\r\n"))
        #expect(seen.withLock { $0.last?.0 } == 9)
        #expect(seen.withLock { $0.last?.1 } == 9)
        _ = try await client.download(HTTPRequest(url: server.url()), to: file, resuming: true, deadline: ample)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "new")
    }

    @Test func `A refused download leaves the file alone`() async throws {
        let folder = ScratchFolder()
        let server = try ScriptedServer(.say("HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\ngone"))
        let file = folder.file("none.wav")
        let answer = try await client.download(HTTPRequest(url: server.url()), to: file, resuming: false, deadline: ample)
        #expect(answer.status == 404)
        #expect(answer.body == Array("gone".utf8))
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    // MARK: TLS

    @Test func `The authority or the fingerprint decides whom we believe`() async throws {
        let certificates = Certificates()
        let authority = try certificates.authority("authority")
        let stranger = try certificates.authority("stranger")
        let paper = try certificates.server("exchange", names: "DNS:localhost", signedBy: authority)
        let server = try await SecretServer(paper)
        let url = "https://localhost:\(server.port)/"
        for policy in [
            TLSPolicy(authorities: authority.certificate), TLSPolicy(fingerprint: paper.fingerprint), TLSPolicy(verifies: false),
        ] {
            let answer = try await HTTPClient(tls: policy).send(HTTPRequest(url: url), deadline: ample)
            #expect(answer.status == 200)
        }
        // A fingerprint that fits lets in under a name the certificate does not know.
        let byAddress = "https://127.0.0.1:\(server.port)/"
        let pinned = try await HTTPClient(tls: TLSPolicy(fingerprint: paper.fingerprint)).send(HTTPRequest(url: byAddress), deadline: ample)
        #expect(pinned.status == 200)

        let unsigned = await failure(HTTPRequest(url: url), HTTPClient(tls: TLSPolicy(authorities: stranger.certificate)))
        #expect(unsigned?.stage == .tls)
        #expect(unsigned?.reason.string.contains("signed by nobody we trust") == true)
        let renamed = await failure(HTTPRequest(url: byAddress), HTTPClient(tls: TLSPolicy(authorities: authority.certificate)))
        #expect(renamed?.reason.string.contains("another host") == true)
        let another = await failure(HTTPRequest(url: url), HTTPClient(tls: TLSPolicy(fingerprint: stranger.fingerprint)))
        #expect(another?.isFinal == true)
        #expect(await failure(HTTPRequest(url: url), HTTPClient(tls: nil))?.stage == .tls)
    }

    @Test func `A server that speaks no TLS is told at the stage tls`() async throws {
        let server = try ScriptedServer(.ok(""))
        let failure = await failure(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"), deadline: .milliseconds(200))
        #expect(failure?.stage == .tls, "\(String(describing: failure))")
    }
}
