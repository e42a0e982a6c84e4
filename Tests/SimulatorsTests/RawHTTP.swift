import Foundation

/// HTTP by hand over a socket of the test's own: nothing in between that could tidy up what is on the wire.
enum RawHTTP {
    struct Answer: Sendable {
        var bytes: [UInt8]
        /// The connection was reset rather than closed.
        var wasReset: Bool

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var status: Int { Int(text.split(separator: " ").dropFirst().first ?? "") ?? 0 }
        var head: String { text.components(separatedBy: "\r\n\r\n")[0] }
        var body: String { text.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n") }

        func header(_ name: String) -> String? {
            for line in head.components(separatedBy: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.first?.lowercased() == name.lowercased() { return parts.last.map { $0.trimmingCharacters(in: .whitespaces) } }
            }
            return nil
        }
    }

    struct Refused: Error {}

    /// Connects; throws `Refused` when nobody listens.
    static func connect(port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Refused()
        }
        return descriptor
    }

    static func send(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Reads until the other side ends the connection, on a thread of its own.
    static func readAll(_ descriptor: Int32) async -> Answer {
        await withCheckedContinuation { done in
            Thread.detachNewThread {
                var all: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let count = read(descriptor, &buffer, buffer.count)
                    if count > 0 { all += buffer[..<count] }
                    if count < 0, errno == EINTR { continue }
                    if count <= 0 {
                        done.resume(returning: Answer(bytes: all, wasReset: count < 0))
                        return
                    }
                }
            }
        }
    }

    static func exchange(port: Int, _ request: String) async throws -> Answer {
        let descriptor = try connect(port: port)
        defer { close(descriptor) }
        send(request, to: descriptor)
        return await readAll(descriptor)
    }

    static func post(port: Int, _ target: String, _ body: String = "", type: String = "application/json") async throws -> Answer {
        try await exchange(
            port: port,
            "POST \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: \(type); charset=utf-8\r\n"
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
    }

    static func get(port: Int, _ target: String) async throws -> Answer {
        try await exchange(port: port, "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    }
}
