import Foundation
import Testing

@testable import Simulators

@Suite(.timeLimit(.minutes(2))) struct SimulatedHTTPServerTests {
    @Test func theHandlerSeesWhatWasAsked() async throws {
        let server = try await SimulatedHTTPServer.start { request in
            let query = request.query.map { "\($0)=\($1)" }.joined(separator: "|")
            let text = [
                request.method, request.path, query, request.header("content-TYPE") ?? "", request.peer,
                String(decoding: request.body, as: UTF8.self),
            ].joined(separator: "\n")
            return .init(status: 201, headers: [("X-Mark", "1")], body: Array(text.utf8))
        }
        let answer = try await RawHTTP.post(port: server.port, "/a%20b?x=1&y=%E5%BC%A0+&x=2", "你好")
        #expect(answer.status == 201)
        #expect(answer.header("x-mark") == "1")
        #expect(answer.body == "POST\n/a b\nx=1|y=张 |x=2\napplication/json; charset=utf-8\n127.0.0.1\n你好")
        await server.stop()
    }

    @Test func anAnswerIsResetInTheMiddle() async throws {
        let server = try await SimulatedHTTPServer.start { _ in
            .init(body: Array(repeating: 0x78, count: 1_000), fault: .cut(after: 10))
        }
        let answer = try await RawHTTP.get(port: server.port, "/")
        #expect(answer.body == "xxxxxxxxxx")
        #expect(answer.header("content-length") == "1000")
        #expect(answer.wasReset)
        await server.stop()
    }

    @Test func silenceLastsUntilTheServerEnds() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try await SimulatedHTTPServer.start { _ in
            arrival.yield()
            return .init(fault: .silence)
        }
        let port = server.port
        async let answer = RawHTTP.get(port: port, "/")
        for await _ in arrivals { break }
        await server.stop()
        #expect(try await answer.bytes.isEmpty)
    }

    @Test func stoppedItRefusesAndComesBackOnTheSamePort() async throws {
        let server = try await SimulatedHTTPServer.start { _ in .init(fault: .delay(.milliseconds(1))) }
        let port = server.port
        #expect(try await RawHTTP.get(port: port, "/").status == 200)
        await server.stop()
        await server.stop()
        await #expect(throws: RawHTTP.Refused.self) { try await RawHTTP.get(port: port, "/") }
        try await server.restart()
        #expect(server.port == port)
        #expect(try await RawHTTP.get(port: port, "/").status == 200)
        await #expect(throws: ServerFailure.self) { _ = try await SimulatedHTTPServer.start(port: port) { _ in .init() } }
        await server.stop()
    }

    @Test func manyAtOnceAreAnswered() async throws {
        let server = try await SimulatedHTTPServer.start { .init(body: Array($0.path.utf8)) }
        let port = server.port
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask { try await RawHTTP.get(port: port, "/\(number)").body == "/\(number)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
        await server.stop()
    }
}
