import Foundation
import Synchronization

/// A real mosquitto of our own on the loopback interface, for practice, demo and tests.
///
/// It keeps nothing, serves 127.0.0.1 only, and never outlives this process, however that ends: a small shell holds it,
/// which ends it and removes its folder as soon as our end of a pipe is closed.
public final class PrivateBroker: Sendable {
    /// The loopback port it serves, the same for its whole life.
    public let port: Int
    private let credentials: Credentials?
    private let extra: [String]
    private let running: Mutex<BrokerProcess?>

    private struct Credentials: Sendable {
        var username: String
        var password: String
    }

    /// Starts a broker and returns once it accepts connections.
    /// - Parameters:
    ///   - username: where given, only this user with `password` is let in; otherwise anybody is.
    ///   - port: 1…65535; nil takes a free one.
    ///   - extra: lines added to mosquitto's configuration, such as a second listener with TLS.
    /// - Throws: `BrokerFailure`.
    public static func start(
        username: String? = nil, password: String? = nil, port: Int? = nil, extra: [String] = []
    ) async throws -> PrivateBroker {
        let credentials = username.map { Credentials(username: $0, password: password ?? "") }
        if let port {
            return try await PrivateBroker(port: port, credentials: credentials, extra: extra)
        }
        // Somebody else may take a port between our look and mosquitto's: then another one is as good.
        var latest = BrokerFailure("no free loopback port was found")
        for _ in 0..<8 {
            do {
                return try await PrivateBroker(port: try LoopbackPort.free(), credentials: credentials, extra: extra)
            } catch let failure as BrokerFailure where failure.isPortTaken {
                latest = failure
            }
        }
        throw latest
    }

    private init(port: Int, credentials: Credentials?, extra: [String]) async throws {
        self.port = port
        self.credentials = credentials
        self.extra = extra
        running = Mutex(nil)
        try await launch()
    }

    deinit { stop() }

    /// Ends the broker and removes its folder; takes a few milliseconds. A second call does nothing.
    public func stop() {
        let process = running.withLock { process in
            defer { process = nil }
            return process
        }
        process?.end()
    }

    /// Ends the broker as a crash would: connections are cut, nothing is said. `restart` brings it back.
    public func kill() { stop() }

    /// Starts the broker again on the same port, ending it first if it runs; returns once it accepts connections.
    /// - Throws: `BrokerFailure`.
    public func restart() async throws {
        stop()
        try await launch()
    }

    private func launch() async throws {
        let mosquitto = try Self.tool("mosquitto")
        let folder = try Self.privateFolder()
        do {
            try prepare(folder)
            let process = try await BrokerProcess.launch(mosquitto, folder: folder)
            running.withLock { $0 = process }
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private func prepare(_ folder: String) throws {
        var lines = [
            "listener \(port) 127.0.0.1", "persistence false", "log_dest stderr", "log_type error", "log_type warning",
            "log_type information", "connection_messages false", "set_tcp_nodelay true",
            // A load generator must not be throttled by the broker's courtesy towards slow readers.
            "max_queued_messages 0",
        ]
        // Started by root, mosquitto would become another user, who cannot read this folder.
        if getuid() == 0 { lines.append("user root") }
        if let credentials {
            try writePasswords(credentials, to: folder + "/passwords")
            lines += ["allow_anonymous false", "password_file \(folder)/passwords"]
        } else {
            lines.append("allow_anonymous true")
        }
        try Self.write((lines + extra).joined(separator: "\n") + "\n", to: folder + "/mosquitto.conf")
    }

    private func writePasswords(_ credentials: Credentials, to file: String) throws {
        guard !credentials.username.isEmpty, !credentials.username.contains(where: { $0 == ":" || $0.isNewline }),
            !credentials.password.contains(where: \.isNewline)
        else { throw BrokerFailure("the broker's user name or password holds a character that its file cannot") }
        try Self.write("\(credentials.username):\(credentials.password)\n", to: file)
        // -U hashes the file in place: a password among the arguments would be seen in ps.
        let status = try ChildProcess.run([try Self.tool("mosquitto_passwd"), "-U", file])
        guard status == 0 else { throw BrokerFailure("mosquitto_passwd could not write the broker's password file") }
    }

    private static func write(_ text: String, to file: String) throws {
        guard FileManager.default.createFile(atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw BrokerFailure("\(file) cannot be written") }
    }

    private static func privateFolder() throws -> String {
        var template = Array((FileManager.default.temporaryDirectory.path + "/cordboard-broker-XXXXXX").utf8CString)
        // mkdtemp makes the folder with mode 0700.
        guard mkdtemp(&template) != nil else { throw BrokerFailure("no temporary folder can be made: \(systemError())") }
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Where a program of the mosquitto package is: PATH first, then where Debian and a build from source put it.
    private static func tool(_ name: String) throws -> String {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let places = path + ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"]
        guard let place = places.first(where: { access("\($0)/\(name)", X_OK) == 0 }) else {
            throw BrokerFailure("\(name) was not found; install it with: apt-get install mosquitto")
        }
        return "\(place)/\(name)"
    }
}

/// Why a private broker could not be had.
public struct BrokerFailure: Error, CustomStringConvertible, Sendable {
    public let description: String
    init(_ description: String) { self.description = description }

    var isPortTaken: Bool { description.contains("Address already in use") }
}

func systemError() -> String { String(cString: strerror(errno)) }
