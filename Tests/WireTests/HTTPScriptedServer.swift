import TestPeers
import Foundation
import Glibc
import Synchronization

/// A server that knows nothing of HTTP but where a request ends: each connection gets the next step of the script.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        /// Writes this and closes.
        case say(String)
        case octets([UInt8])
        /// Writes this before anything has come, and closes when the other end does.
        case greet(String)
        /// Writes this and leaves the connection open for the next request.
        case keep(String)
        /// Writes this and resets the connection.
        case reset(String)
        /// Reads the request and never answers.
        case silence
    }

    let port: Int
    private let descriptor: Int32
    private let script: Script

    init(_ steps: Step...) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isUp = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 && listen(descriptor, 8) == 0
            }
        }
        guard isUp else { throw POSIXError(.EADDRINUSE) }
        port = Int(UInt16(bigEndian: address.sin_port))
        let script = Script(steps)
        self.script = script
        Thread.detachNewThread { script.serve(descriptor) }
    }

    deinit {
        // The thread closes it: a number that is free again may be another test's by the time it accepts.
        shutdown(descriptor, Int32(SHUT_RDWR))
        script.closeAll()
    }

    func url(_ path: String = "/x") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Every request so far, head and body.
    var requests: [String] { script.requests }
}

/// What the server's thread works through.
private final class Script: Sendable {
    private let state: Mutex<(steps: [ScriptedServer.Step], requests: [String], open: [Int32])>

    init(_ steps: [ScriptedServer.Step]) { state = Mutex((steps, [], [])) }

    var requests: [String] { state.withLock(\.requests) }

    func closeAll() {
        for connection in state.withLock(\.open) { close(connection) }
    }

    func serve(_ listener: Int32) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else {
                close(listener)
                return
            }
            while answer(connection) {}
        }
    }

    /// - Returns: whether the connection goes on.
    private func answer(_ connection: Int32) -> Bool {
        if let greeting = takeGreeting() {
            _ = Array(greeting.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            var chunk = [UInt8](repeating: 0, count: 4_096)
            while recv(connection, &chunk, chunk.count, 0) > 0 {}
            close(connection)
            return false
        }
        guard let request = Self.read(connection) else {
            close(connection)
            return false
        }
        let step = state.withLock { state -> ScriptedServer.Step in
            state.requests.append(request)
            return state.steps.isEmpty ? .silence : state.steps.removeFirst()
        }
        func write(_ text: String) {
            _ = Array(text.utf8).withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        switch step {
        case .say(let text):
            write(text)
            close(connection)
            return false
        case .octets(let octets):
            _ = octets.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            close(connection)
            return false
        case .greet: return false
        case .keep(let text):
            write(text)
            return true
        case .reset(let text):
            write(text)
            var linger = linger(l_onoff: 1, l_linger: 0)
            // What was written is given time to arrive by the peer's own reading: a reset throws away only what is unsent.
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
            close(connection)
            return false
        case .silence:
            state.withLock { $0.open.append(connection) }
            return false
        }
    }

    private func takeGreeting() -> String? {
        state.withLock { state in
            guard case .greet(let text)? = state.steps.first else { return nil }
            state.steps.removeFirst()
            return text
        }
    }

    private static func read(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let head = text.range(of: "\r\n\r\n") {
                let length = text.lowercased().range(of: "content-length: ").flatMap { range in
                    Int(text[range.upperBound...].prefix { $0.isNumber })
                }
                if text[head.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }
}

extension ScriptedServer.Step {
    static func ok(_ body: String, _ headers: String = "") -> Self {
        .say("HTTP/1.1 200 OK\r\n\(headers)Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
    }
}

/// `openssl s_server` on a port of its own, answering every request with a page about itself.
final class SecretServer: Sendable {
    let port: Int
    private let process: Process

    /// - Parameter options: more of `s_server`'s own.
    init(_ paper: Certificates.Paper, _ options: String...) async throws {
        port = try HeldPort().number
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments =
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", paper.certificate, "-key", paper.key, "-www",
            ] + options
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let words = AsyncStream<String> { stream in
            output.fileHandleForReading.readabilityHandler = { handle in
                let data = handle.availableData
                if data.isEmpty {
                    handle.readabilityHandler = nil
                    stream.finish()
                } else {
                    stream.yield(String(decoding: data, as: UTF8.self))
                }
            }
        }
        try process.run()
        var said = ""
        for await word in words {
            said += word
            if said.contains("ACCEPT") { return }
        }
        throw POSIXError(.EADDRINUSE)
    }

    deinit { if process.isRunning { _ = kill(process.processIdentifier, SIGKILL) } }
}
