import Foundation
import Synchronization

/// The program's standard streams. Nothing that goes wrong with them ends the program: Foundation's `FileHandle` would.
public enum StandardStream {
    /// A reader of standard error that took nothing is not waited for again until it takes something.
    private static let isStalled = Mutex(false)

    /// Writes a text to standard error, or drops it where that cannot be written: a diagnostic changes no exit status.
    /// A reader that takes nothing is waited for half a second, once.
    public static func tell(_ text: String) { tell(Array(text.utf8)) }

    public static func tell(_ octets: [UInt8]) {
        let timeout: Int32 = isStalled.withLock { $0 } ? 0 : 500
        let failure = write(octets, to: STDERR_FILENO, waiting: timeout)
        isStalled.withLock { $0 = failure == EAGAIN }
    }

    /// Writes data to standard output; waits for its reader.
    /// - Returns: `errno` where it could not all be written. The caller ends with a status that says so.
    public static func put(_ text: String) -> Int32? { write(text, to: STDOUT_FILENO, waiting: -1) }

    /// Writes a text to a descriptor, whole.
    /// - Parameter waiting: milliseconds to wait for a descriptor that takes nothing at the moment; -1 waits for ever.
    /// - Returns: `errno` of the write that failed, `EAGAIN` when the time is over; nil when all is written.
    public static func write(_ text: String, to descriptor: Int32, waiting: Int32 = -1) -> Int32? {
        write(Array(text.utf8), to: descriptor, waiting: waiting)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, waiting: Int32) -> Int32? {
        var written = 0
        while written < bytes.count {
            if waiting >= 0 {
                var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                if poll(&polled, 1, waiting) == 0 { return EAGAIN }
            }
            // A pipe that can be written takes this much (PIPE_BUF) without waiting.
            let piece = waiting < 0 ? bytes.count - written : min(4_096, bytes.count - written)
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, piece) }
            if count > 0 {
                written += count
            } else if count < 0, errno == EAGAIN, waiting < 0 {
                var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&polled, 1, -1)
            } else if count < 0, errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
