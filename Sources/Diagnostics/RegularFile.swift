import Foundation

/// Opens files that the program writes, so that nothing that may stand in their place is waited for or written to.
public enum RegularFile {
    /// Why a file was not opened.
    public struct Failure: Error, Equatable, Sendable {
        /// The system's words, or ours.
        public var reason: String
    }

    /// Opens a file, which is made with the mode 0600 where there is none.
    ///
    /// What is there already must be a plain file of this user: a named pipe would be waited for, a device or folder is no
    /// place for records, and what belongs to somebody else can be read and changed by him. Root takes anybody's.
    /// - Parameter flags: of open(2), besides `O_CREAT`, `O_CLOEXEC`, `O_NONBLOCK` and `O_NOCTTY`.
    /// - Returns: the descriptor, for the caller to close.
    public static func open(_ file: String, _ flags: Int32) throws(Failure) -> Int32 {
        let descriptor = Glibc.open(file, flags | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
        guard descriptor >= 0 else { throw Failure(reason: errno == ENXIO ? notPlain : String(cString: strerror(errno))) }
        do {
            try check(descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Looks at what stands at a path before somebody else opens it; nothing there is fine.
    public static func check(path: String) throws(Failure) {
        var facts = stat()
        if stat(path, &facts) == 0 { try check(facts) }
    }

    private static func check(_ descriptor: Int32) throws(Failure) {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        try check(facts)
    }

    private static func check(_ facts: stat) throws(Failure) {
        guard facts.st_mode & S_IFMT == S_IFREG else { throw Failure(reason: notPlain) }
        guard facts.st_uid == geteuid() || geteuid() == 0 else { throw Failure(reason: "it belongs to another user") }
    }

    private static let notPlain = "it is no plain file"
}
