import Diagnostics
import Foundation
import TestPeers
import Testing

@testable import Wire

@Suite struct WireTraceTests {
    private func lines(_ level: LogLevel, _ work: () async throws -> Void) async rethrows -> String {
        let log = DiagnosticLog()
        log.begin(level, file: nil) { _ in }
        try await DiagnosticContext.$current.withValue(DiagnosticContext(log: log, site: "north"), operation: work)
        await log.finish()
        return log.latestLines.map(\.string).joined(separator: "\n")
    }

    private func exchange() async throws {
        let server = try ScriptedServer(
            .say("HTTP/1.1 200 OK\r\nSet-Cookie: sid=c00kie\r\nContent-Length: 24\r\n\r\n{\"token\":\"t0ken\",\"n\":12}"))
        let client = HTTPClient(tls: nil)
        let request = HTTPRequest(
            method: "POST", url: server.url("/api?key=k3y&page=2"), headers: [("Authorization", "Basic b4sic")],
            body: Array(#"{"password":"pa55","md5":"\#(Digest.md5("pa55"))","agent":"2001"}"#.utf8))
        _ = try await client.send(request, deadline: .seconds(20))
        await client.close()
    }

    @Test func `An exchange is traced with its site and without a secret`() async throws {
        let text = try await lines(.trace, exchange)
        for shown in ["trace north http → #", "page=2", #""agent":"2001""#, "trace north http ← #", #""n":12"#, "debug north http #"] {
            #expect(text.contains(shown), "\(shown) in \(text)")
        }
        for secret in ["k3y", "b4sic", "pa55", Digest.md5("pa55"), "c00kie", "t0ken"] { #expect(!text.contains(secret), "\(secret)") }
    }

    @Test func `At debug one line stands for an exchange, without its query`() async throws {
        let text = try await lines(.debug, exchange)
        #expect(text.contains("POST http://127.0.0.1"))
        #expect(text.contains("/api 200, 24 bytes, "))
        #expect(!text.contains("page") && !text.contains("agent"))
    }

    @Test func `Below debug the wire says nothing`() async throws {
        #expect(try await lines(.info, exchange).isEmpty)
    }

    @Test func `A failure says how far it came`() async throws {
        let text = await lines(.debug) {
            _ = try? await HTTPClient(tls: nil).send(HTTPRequest(url: "http://127.0.0.1:1/x"), deadline: .seconds(20))
        }
        #expect(text.contains("GET http://127.0.0.1:1/x failed after ") && text.contains("tcp: "))
    }

    @Test func `A secret at the end of what is shown of a long message is not cut in two`() async {
        let text = await lines(.trace) {
            let trace = WireTrace("tcp")
            trace.hide("s3cr3t-of-some-length")
            let body =
                String(repeating: "x", count: WireTrace.mostBytes - 10) + "s3cr3t-of-some-length" + String(repeating: "y", count: 9_000)
            trace.message("←", { "host" }, Array(body.utf8))
        }
        #expect(!text.contains("s3cr3t"))
        #expect(text.contains("bytes)"))
    }
}
