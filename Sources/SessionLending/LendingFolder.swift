import Foundation
import Wire

/// Where processes of one user that hold sessions and those that want to use them find each other:
/// `$XDG_RUNTIME_DIR/cordboard`, for its owner alone. There is one socket for each process that lends.
public struct LendingFolder: Sendable {
    let path: String
    /// What the sockets of one configuration have in common.
    private let prefix: String
    /// Whose socket is our own.
    private let process: Int32

    /// - Parameters:
    ///   - configuration: the configuration's file; sessions are lent only to who reads the same.
    ///   - process: which process this is.
    /// - Returns: nil where the machine has no such folder for this user, as in a job without a log-in session.
    public init?(environment: [String: String], configuration: String, process: Int32 = getpid()) {
        let named = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let base = named ?? "/run/user/\(geteuid())"
        guard Self.isOurs(base) else { return nil }
        path = base + "/cordboard"
        self.process = process
        let file = URL(fileURLWithPath: configuration).resolvingSymlinksInPath().path
        // Short, because the path of a socket has room for 107 octets.
        prefix = "\(Digest.md5(file).prefix(12))."
    }

    /// Another user's folder, or one that others may write to, would let others in.
    private static func isOurs(_ folder: String) -> Bool {
        var status = stat()
        return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
            && status.st_mode & (S_IWGRP | S_IWOTH) == 0
    }

    /// The socket of this process, whose folder is made.
    func ownSocket() -> String {
        try? FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return socket(of: process)
    }

    private func socket(of process: Int32) -> String { "\(path)/\(prefix)\(process)" }

    /// The sockets of other processes that lend, in the order of their numbers.
    func sockets() -> [(process: Int32, path: String)] {
        guard Self.isOurs(path), let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { return [] }
        return names.compactMap { name -> (process: Int32, path: String)? in
            guard name.hasPrefix(prefix), let process = Int32(name.dropFirst(prefix.count)),
                process != self.process
            else { return nil }
            return (process, socket(of: process))
        }.sorted { $0.process < $1.process }
    }
}
