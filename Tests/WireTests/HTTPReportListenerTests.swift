import Foundation
import Glibc
import Synchronization
import Testing

@testable import Wire

@Suite struct ReportListenerTests {
    private struct Desk {
        let listener: ReportListener
        let reports: AsyncStream<PostedReport>

        init(_ accept: @escaping @Sendable (String, String) -> Bool = { _, _ in true }) throws {
            let (stream, inbox) = AsyncStream<PostedReport>.makeStream()
            reports = stream
            listener = try ReportListener.open(host: "127.0.0.1", port: 0, accept: accept) { inbox.yield($0) }
        }

        func next() async -> PostedReport? {
            var iterator = reports.makeAsyncIterator()
            return await iterator.next()
        }
    }

    /// A connection from one of this machine's own addresses.
    private func connection(from source: UInt32 = 0x7F00_0001, to port: Int) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        func address(_ number: UInt32, _ port: UInt16) -> sockaddr_in {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = number.bigEndian
            address.sin_port = port.bigEndian
            return address
        }
        func call(_ address: sockaddr_in, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) {
            _ = withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        call(address(source, 0), bind)
        call(address(0x7F00_0001, UInt16(port)), connect)
        return descriptor
    }

    private func write(_ text: String, to descriptor: Int32) {
        _ = Array(text.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Of this process, in seconds.
    private func processorTime() -> Double {
        Double(clock()) / 1e6
    }

    @Test(arguments: [0x7F00_0001, 0x7F00_0002] as [UInt32])
    func `Sixty-four silent and sixty-four dripping senders keep no believed report out`(source: UInt32) async throws {
        let (reports, inbox) = AsyncStream<PostedReport>.makeStream()
        let listener = try ReportListener.open(
            host: "127.0.0.1", port: 0, admit: { $0 == "127.0.0.1" }, accept: { _, path in path == "/secret" }, deliver: { inbox.yield($0) }
        )
        let silent = (0..<64).map { _ in connection(from: source, to: listener.port) }
        let dripping = (0..<64).map { _ in connection(from: source, to: listener.port) }
        for (number, descriptor) in dripping.enumerated() {
            write(number % 2 == 0 ? "P" : "POST /secret HTTP/1.1\r\nHost:x\r\nContent-Length:9\r\nX:", to: descriptor)
        }
        let begun = ContinuousClock.now
        for number in 0..<5 {
            for descriptor in dripping { write("x", to: descriptor) }
            #expect(say("POST /secret HTTP/1.1\r\n" + Self.head + "12345678\(number)", to: listener.port) == "HTTP/1.1 200 OK")
            var iterator = reports.makeAsyncIterator()
            #expect(await iterator.next()?.body == Array("12345678\(number)".utf8))
        }
        // Nobody waited for the age limit of the others.
        #expect(ContinuousClock.now - begun < .seconds(8))
        if source != 0x7F00_0001 { #expect(listener.strangers == 128) }
        for descriptor in silent + dripping { close(descriptor) }
        await listener.close()
    }

    @Test(arguments: ["x", "POST / HT", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab"])
    func `A sender who stops in the middle and half-closes costs nothing`(beginning: String) async throws {
        let desk = try Desk()
        let half = connection(to: desk.listener.port)
        write(beginning, to: half)
        shutdown(half, Int32(SHUT_WR))
        let before = processorTime()
        for _ in 0..<20 {
            #expect(say("POST / HTTP/1.1\r\n" + Self.head + "123456789", to: desk.listener.port) == "HTTP/1.1 200 OK")
        }
        // The answer to it, or its end, comes at once.
        var answer = [UInt8](repeating: 0, count: 512)
        #expect(recv(half, &answer, answer.count, 0) >= 0)
        #expect(processorTime() - before < 1)
        close(half)
        await desk.listener.close()
    }

    @Test func `A name is listened to at all its addresses, and a zone is written as in a URL`() async throws {
        let listener = try ReportListener.open(host: "*", port: 0, accept: { _, _ in true }, deliver: { _ in })
        let zoned = try? ReportListener.open(host: "::1%251", port: 0, accept: { _, _ in true }, deliver: { _ in })
        // A machine without IPv6 has no second address.
        for host in ["127.0.0.1"] + (zoned == nil ? [] : ["[::1]"]) {
            let answer = try? await HTTPClient(tls: nil).send(
                HTTPRequest(method: "POST", url: "http://\(host):\(listener.port)/x"), deadline: .seconds(60))
            #expect(answer?.status == 200, "\(host)")
        }
        await listener.close()
        await zoned?.close()
    }

    /// Writes bytes piece by piece and reads the answer's first line.
    private func say(_ pieces: String..., to port: Int) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        for piece in pieces { _ = Array(piece.utf8).withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) } }
        var answer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &answer, answer.count, 0)
        guard count > 0 else { return "" }
        return String(decoding: answer[..<count], as: UTF8.self).components(separatedBy: "\r\n")[0]
    }

    private static let head = "Host:172.16.6.150\r\nContent-Length:9\r\nContent-Type:application/json\r\nConnection:close\r\n\r\n"

    @Test(arguments: ["POST / HTTP/1.1", "POST /report HTTP/1.1", "POST  HTTP/1.1", "POST HTTP/1.1"])
    func `Every request line that the exchange writes is understood`(line: String) async throws {
        let desk = try Desk()
        #expect(say(line + "\r\n" + Self.head + "{\"a\":\"b\"}", to: desk.listener.port) == "HTTP/1.1 200 OK")
        let report = await desk.next()
        #expect(report?.body == Array("{\"a\":\"b\"}".utf8))
        #expect(report?.peer == "127.0.0.1")
        let words = line.split(separator: " ")
        #expect(report?.path == (words.count == 3 ? String(words[1]) : ""))
        await desk.listener.close()
    }

    @Test func `A sender who wants to read something is given it`() async throws {
        let listener = try ReportListener.open(host: "127.0.0.1", port: 0, reply: #"{"ok":1}"#, accept: { _, _ in true }) { _ in }
        let answer = try await HTTPClient(tls: nil).send(
            HTTPRequest(method: "POST", url: "http://127.0.0.1:\(listener.port)/x"), deadline: .seconds(60))
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(answer.body == Array(#"{"ok":1}"#.utf8))
    }

    @Test func `A request may come in pieces`() async throws {
        let desk = try Desk()
        #expect(
            say("PO", "ST  HT", "TP/1.1\r\nHost:x\r\n", "Content-Length:4\r\n\r\nab", "cd", to: desk.listener.port) == "HTTP/1.1 200 OK")
        #expect(await desk.next()?.body == Array("abcd".utf8))
    }

    @Test func `Two hundred reports arrive, one after the other`() async throws {
        let desk = try Desk()
        for number in 0..<200 {
            let body = String(100_000_000 + number)
            #expect(say("POST  HTTP/1.1\r\n" + Self.head + body, to: desk.listener.port) == "HTTP/1.1 200 OK")
            #expect(await desk.next()?.body == Array(body.utf8))
        }
    }

    @Test func `A stranger is turned away and counted`() async throws {
        let desk = try Desk { _, path in path == "/secret" }
        #expect(say("POST /guess HTTP/1.1\r\n" + Self.head + "123456789", to: desk.listener.port) == "HTTP/1.1 403 Forbidden")
        #expect(say("POST  HTTP/1.1\r\n" + Self.head + "123456789", to: desk.listener.port) == "HTTP/1.1 403 Forbidden")
        #expect(desk.listener.strangers == 2)
        #expect(say("POST /secret HTTP/1.1\r\n" + Self.head + "123456789", to: desk.listener.port) == "HTTP/1.1 200 OK")
        #expect(await desk.next()?.path == "/secret")
    }

    @Test func `A body that is too large is answered and dropped`() async throws {
        let desk = try Desk()
        let body = String(repeating: "x", count: ReportListener.largestBody + 1)
        #expect(
            say("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n", body, to: desk.listener.port)
                == "HTTP/1.1 200 OK")
        #expect(desk.listener.droppedBodies == 1)
    }

    @Test(arguments: ["\u{0}\u{1}\u{2}\r\n\r\n", "GET /\r\n\r\n", "\r\n\r\n", "POST  HTTP/1.1\r\nContent-Length: -1\r\n\r\n"])
    func `Garbage harms nobody`(garbage: String) async throws {
        let desk = try Desk()
        _ = say(garbage, "", to: desk.listener.port)
        #expect(say("POST / HTTP/1.1\r\n" + Self.head + "123456789", to: desk.listener.port) == "HTTP/1.1 200 OK")
        #expect(await desk.next()?.body.count == 9)
    }

    @Test func `A port that is taken is told clearly`() async throws {
        let desk = try Desk()
        let port = desk.listener.port
        let failure = #expect(throws: WireFailure.self) {
            try ReportListener.open(host: "127.0.0.1", port: port, accept: { _, _ in true }, deliver: { _ in })
        }
        #expect(failure?.reason.string.contains("taken by another program") == true)
        await desk.listener.close()
    }

    @Test func `After closing, the port is free again`() async throws {
        // The system may have lent the number to somebody's connection meanwhile; hardly ever ten times.
        for _ in 0..<10 {
            let first = try ReportListener.open(host: "127.0.0.1", port: 0, accept: { _, _ in true }, deliver: { _ in })
            await first.close()
            guard let again = try? ReportListener.open(host: "127.0.0.1", port: first.port, accept: { _, _ in true }, deliver: { _ in })
            else { continue }
            return await again.close()
        }
        Issue.record("the port stays taken")
    }
}
