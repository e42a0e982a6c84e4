import Foundation
import Synchronization
import Testing
import Wire

@testable import Simulators

/// An application beside a simulated Yeastar-style exchange, with nothing but sockets and Foundation.
final class YeastarPeer {
    let simulator: YeastarSimulator
    let port: Int
    private(set) var token = ""

    /// MD5 of "secret", from `md5sum`.
    static let passwordHash = "5ebe2294ecd0e0f08eab7690d2a6ee69"

    /// - Parameter listener: where reports go; nil sends them to a port where nobody listens.
    init(
        _ world: YeastarWorld = .quiet(), listener: ReportListener? = nil, script: [ScriptLine] = [], isLoggedIn: Bool = true
    ) async throws {
        simulator = YeastarSimulator(world: world, time: .byHand(at: world.now), script: script)
        try await simulator.listen()
        port = await simulator.port
        if isLoggedIn { try await logIn(port: listener?.port ?? 9) }
    }

    func logIn(port: Int, url: String? = nil) async throws {
        var fields = ["username": "api", "password": Self.passwordHash, "port": "\(port)", "version": "1.0.2"]
        if let url {
            fields["url"] = url
            fields["urltag"] = "1"
        }
        token = try #require(try await ask("login", fields)["token"])
    }

    func post(_ operation: String, _ body: String, isXML: Bool = false) async throws -> RawHTTP.Answer {
        try await RawHTTP.post(
            port: port, "/api/v1.1.0/\(operation)?token=\(token)&type=\(isXML ? "xml" : "json")", body,
            type: isXML ? "application/xml" : "application/json")
    }

    func ask(_ operation: String, _ fields: [String: String] = [:]) async throws -> Flat {
        let body = fields.isEmpty ? "" : String(decoding: try JSONEncoder().encode(fields), as: UTF8.self)
        let answer = try await post(operation, body)
        #expect(answer.status == 200)
        #expect(answer.header("connection") == "close")
        return try #require(flat(Array(answer.body.utf8)), "\(answer.text)")
    }

    /// A command that must succeed.
    func command(_ operation: String, _ fields: [String: String]) async throws {
        #expect(try await ask(operation, fields) == ["status": "Success"], "\(operation)")
    }

    /// - Returns: the errno of a command that must not.
    func refusal(_ operation: String, _ fields: [String: String] = [:]) async throws -> String? {
        let answer = try await ask(operation, fields)
        #expect(answer["status"] == "Failed", "\(operation)")
        return answer["errno"]
    }

    func status(of number: String) async throws -> String? {
        let list = try await ask("extensionlist/query")
        return list.first { $0.key.hasSuffix("extnumber") && $0.value == number }
            .flatMap { list[$0.key.replacingOccurrences(of: "extnumber", with: "status")] }
    }
}

extension YeastarWorld {
    /// Twelve telephones from 101 on, all switched on, and nothing that happens by itself.
    static func quiet(seed: UInt64 = 1) -> YeastarWorld {
        var world = YeastarWorld(seed: seed, agents: 12, rate: 0, start: 1_589_947_952_000)
        world.utcOffset = 3 * 3_600
        for number in world.extensions { world.phones[number]?.isRegistered = true }
        return world
    }
}

/// Takes reports byte for byte and answers 200.
final class ReportListener: Sendable {
    let port: Int
    private let descriptor: Int32
    private let requests: AsyncStream<String>

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (descriptor, length0) = (descriptor, length)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length0)
                _ = listen(descriptor, 50)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        let (requests, found) = AsyncStream<String>.makeStream()
        self.requests = requests
        Thread.detachNewThread {
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else {
                    // Closed here alone: closed by another, the number may be another test's while we still accept on it.
                    close(descriptor)
                    return found.finish()
                }
                found.yield(Self.request(from: peer))
                RawHTTP.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", to: peer)
                close(peer)
            }
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func request(from peer: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let blank = text.range(of: "\r\n\r\n"), let field = text.range(of: "Content-Length:"),
                let length = Int(text[field.upperBound...].prefix { $0 != "\r\n" }.filter(\.isNumber)),
                bytes.count >= text[..<blank.upperBound].utf8.count + length
            {
                return text
            }
            let count = read(peer, &buffer, buffer.count)
            if count <= 0 { return text }
            bytes += buffer[..<count]
        }
    }

    /// The next request, head and body.
    func next() async -> String {
        for await request in requests { return request }
        return ""
    }

    func nextBody() async -> String { await next().components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n") }

    /// The next bodies of an action, leaving out the others.
    func next(_ action: String) async -> String {
        while true {
            let body = await nextBody()
            if body.isEmpty || body.hasPrefix(#"{"action":"\#(action)""#) { return body }
        }
    }
}
