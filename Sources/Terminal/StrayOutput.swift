import Diagnostics
import Foundation

/// Sends whatever libraries print while the console is on screen to a log file instead of over the console.
@MainActor
final class StrayOutput {
    /// The streams found, for `restore`; by file descriptor.
    private var found: [Int32: Int32] = [:]

    /// Standard error as it was.
    var standardError: Int32? { found[STDERR_FILENO] }

    /// - Parameter logFile: made with its folders, readable by its owner alone. Where that fails, output is dropped.
    init(to logFile: String) {
        let folder = URL(fileURLWithPath: logFile).deletingLastPathComponent()
        try? FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let log = (try? RegularFile.open(logFile, O_WRONLY | O_APPEND)) ?? open("/dev/null", O_WRONLY | O_CLOEXEC)
        guard log >= 0 else { return }
        for stream in [STDOUT_FILENO, STDERR_FILENO] {
            let copy = fcntl(stream, F_DUPFD_CLOEXEC, 3)
            guard copy >= 0 else { continue }
            found[stream] = copy
            dup2(log, stream)
        }
        close(log)
    }

    func restore() {
        fflush(nil)
        for (stream, copy) in found {
            dup2(copy, stream)
            close(copy)
        }
        found = [:]
    }
}
