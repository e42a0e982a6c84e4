import Exchange
import Foundation
import Synchronization
import Wire

/// The address for reports that all processes of one configuration tell the exchange, so that the log-in of one does not take
/// the reports away from another: the first listens, the others name the same address and ask.
///
/// It is kept in a file that only its owner reads: the secret path, and the port of whoever listens. Who listens holds a lock
/// on a second file until it ends, in whatever way.
public final class SharedReportAddress: Sendable {
    public struct Address: Equatable, Sendable {
        /// `/report-…`
        public var path: String
        /// Where the one that listens does so.
        public var port: Int?

        public init(path: String, port: Int?) {
            self.path = path
            self.port = port
        }
    }

    public enum Claim: Equatable, Sendable {
        /// Nobody listens; until `publish` or `release` others wait for us.
        case ours(path: String)
        case others(Address)
        /// The file cannot be used: this process is by itself.
        case alone
    }

    private let file: String
    /// The lock of whoever listens, and, while a claim is under way, that of the file.
    private let locks = Mutex((listening: Int32(-1), claim: Int32(-1)))

    /// - Parameters:
    ///   - folder: a folder for its owner alone; it is made where there is none.
    ///   - identity: what the processes that share have in common: exchange, account, listener.
    public init(folder: String, identity: [String]) {
        file = "\(folder)/reports-\(Digest.md5(identity.joined(separator: "\u{0}")).prefix(16))"
    }

    deinit { release() }

    /// `$XDG_RUNTIME_DIR/cordboard`, or `$XDG_STATE_HOME/cordboard` where this user has no such folder; nil without a home.
    public static func folder(environment: [String: String]) -> String? {
        func absolute(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
        let runtime = absolute("XDG_RUNTIME_DIR").flatMap { access($0, W_OK) == 0 ? $0 : nil }
        let base = runtime ?? absolute("XDG_STATE_HOME") ?? absolute("HOME").map { $0 + "/.local/state" }
        return base.map { $0 + "/cordboard" }
    }

    /// Tries to become the one that listens.
    /// - Parameter path: a secret path, used where there is none yet.
    public func claim(path fresh: String) -> Claim {
        locks.withLock { locks in
            guard locks.listening < 0 else { return .alone }
            let folder = (file as NSString).deletingLastPathComponent
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let claim = Self.open(file), listening = Self.open(file + ".lock")
            // The file is locked for moments only: while somebody reads it, or opens its listener.
            guard claim >= 0, listening >= 0, flock(claim, LOCK_EX) == 0 else {
                for descriptor in [claim, listening] where descriptor >= 0 { Glibc.close(descriptor) }
                return .alone
            }
            let known = Self.read(claim)
            if flock(listening, LOCK_EX | LOCK_NB) == 0 {
                locks = (listening, claim)
                return .ours(path: known?.path ?? fresh)
            }
            for descriptor in [listening, claim] { Glibc.close(descriptor) }
            return known.map { .others($0) } ?? .alone
        }
    }

    /// We listen: others are told.
    public func publish(_ address: Address) {
        locks.withLock { locks in
            guard locks.claim >= 0 else { return }
            let text = Array("\(address.path)\n\(address.port ?? 0)\n".utf8)
            if ftruncate(locks.claim, 0) != 0 || pwrite(locks.claim, text, text.count, 0) != text.count { _ = ftruncate(locks.claim, 0) }
            Glibc.close(locks.claim)
            locks.claim = -1
        }
    }

    /// We do not listen any more, or could not.
    public func release() {
        locks.withLock { locks in
            for descriptor in [locks.claim, locks.listening] where descriptor >= 0 { Glibc.close(descriptor) }
            locks = (-1, -1)
        }
    }

    private static func open(_ file: String) -> Int32 { Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }

    /// What no process of ours would write is not believed.
    private static func read(_ descriptor: Int32) -> Address? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let lines = String(decoding: bytes[..<count], as: UTF8.self).fields(atOctet: UInt8(ascii: "\n"))
        guard lines.count == 2, lines[0].hasPrefix("/"), lines[0].utf8.count > 16, let port = Int(lines[1]) else { return nil }
        return Address(path: lines[0], port: (1...65_535).contains(port) ? port : nil)
    }
}
