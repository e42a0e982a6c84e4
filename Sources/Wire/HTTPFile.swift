import Glibc
import Text

/// A file that an answer's body goes to. It is touched only once the first byte of a success has come.
final class HTTPFile {
    /// Where a resumed download goes on.
    let offset: Int64

    private let goal: HTTPThread.Goal
    private var descriptor: Int32 = -1
    private var written: Int64 = 0

    init(_ goal: HTTPThread.Goal) throws(WireFailure) {
        self.goal = goal
        var facts = stat()
        offset = goal.isResuming && stat(goal.file, &facts) == 0 ? Int64(facts.st_size) : 0
    }

    deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

    /// - Parameter announced: the length of this answer's body, negative if the peer did not say.
    func append(
        _ bytes: UnsafeRawBufferPointer, status: Int, headers: [String: String], announced: Int64
    ) throws(WireFailure) {
        if descriptor < 0 { try open(continues: status == 206, headers["content-range"]) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw trouble() }
            rest = rest.dropFirst(count)
            written += Int64(count)
        }
        let start = status == 206 ? offset : 0
        goal.progress(written, announced >= 0 ? start + announced : nil)
    }

    /// An empty success leaves an empty file.
    func close() throws(WireFailure) {
        if descriptor < 0, offset == 0 { try open(continues: false, nil) }
        guard descriptor >= 0 else { return }
        defer { descriptor = -1 }
        guard Glibc.close(descriptor) == 0 else { throw trouble() }
    }

    private func open(continues: Bool, _ range: String?) throws(WireFailure) {
        guard !continues || range?.hasPrefix("bytes \(offset)-") == true else {
            throw WireFailure(stage: .link, reason: "The peer goes on with another part of the file than the one asked for.")
        }
        // What an exchange recorded is nobody else's business.
        descriptor = Glibc.open(goal.file, O_WRONLY | O_CREAT | O_CLOEXEC | (continues ? O_APPEND : O_TRUNC), 0o600)
        guard descriptor >= 0 else { throw trouble() }
        written = continues ? offset : 0
    }

    private func trouble() -> WireFailure {
        WireFailure(stage: .link, reason: "\(goal.file) cannot be written: \(ours(strerror(errno)))")
    }
}
