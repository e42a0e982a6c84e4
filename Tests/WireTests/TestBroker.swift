import Foundation
import Glibc
import Wire

/// A mosquitto of the test's own on a free loopback port. It dies with its owner.
final class TestBroker: Sendable {
    let port: Int
    /// Everything in here goes with the broker.
    let folder: ScratchFolder
    private let process: Process

    /// - Parameters:
    ///   - lines: more lines for the listener in mosquitto.conf.
    init(_ lines: [String] = ["allow_anonymous true"], in folder: ScratchFolder = ScratchFolder()) async throws {
        self.folder = folder
        for _ in 0..<20 {
            let port = try Loopback.freePort()
            if let process = try await Self.launch(port, lines, folder) {
                self.port = port
                self.process = process
                return
            }
        }
        throw NoBroker()
    }

    struct NoBroker: Error {}

    deinit { kill() }

    func kill() { signal(SIGKILL) }

    func signal(_ number: Int32) {
        if process.isRunning { _ = Glibc.kill(process.processIdentifier, number) }
    }

    func endpoint(_ host: String = "127.0.0.1", password: String? = nil, tls: TLSPolicy? = nil) -> MQTTEndpoint {
        MQTTEndpoint(host: host, port: port, username: password.map { _ in "dispatcher" }, password: password, tls: tls)
    }

    /// nil where somebody else took the port in the meantime.
    private static func launch(_ port: Int, _ lines: [String], _ folder: ScratchFolder) async throws -> Process? {
        let common = [
            "listener \(port) 127.0.0.1", "user \(NSUserName())", "log_dest stderr", "max_queued_messages 0",
            "set_tcp_nodelay true",
        ]
        let configuration = try folder.write((common + lines).joined(separator: "\n") + "\n", to: "mosquitto-\(port).conf")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/mosquitto")
        process.arguments = ["-c", configuration]
        let log = Pipe()
        process.standardError = log
        // Whoever reads the test's own output must not wait for a broker.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let words = AsyncStream<String> { stream in
            log.fileHandleForReading.readabilityHandler = { handle in
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
            if said.contains(" running\n") { return process }
        }
        return nil
    }
}

/// A temporary folder that goes when nobody holds it any more.
final class ScratchFolder: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "wire-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// Returns the file's path.
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }

    /// Runs a program in this folder and gives what it prints.
    @discardableResult
    func run(_ program: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(program: program, arguments: arguments) }
        return text
    }

    struct Failed: Error {
        var program: String
        var arguments: [String]
    }
}

/// A TCP socket on a loopback port of its own. Unless it listens, a connection to it is refused.
final class Loopback: Sendable {
    let port: Int
    private let descriptor: Int32

    init(listening: Bool) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isBound, !listening || listen(descriptor, 8) == 0 else { throw POSIXError(.EADDRINUSE) }
    }

    deinit { close(descriptor) }

    func endpoint(tls: TLSPolicy? = nil) -> MQTTEndpoint { MQTTEndpoint(host: "127.0.0.1", port: port, tls: tls) }

    /// Waits until somebody has connected, and keeps silent.
    func accept() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                _ = Glibc.accept(self.descriptor, nil, nil)
                continuation.resume()
            }
        }
    }

    static func freePort() throws -> Int { try Loopback(listening: false).port }
}
