import Exchange
import Glibc

/// Runs a command with no input and gives the first line it prints. What it says on standard error is dropped: the
/// screen belongs to the console, and nobody knows what of it is secret.
///
/// It has a process group of its own, which ends with it: what hangs is often a child of the shell and not the shell.
struct PasswordCommand {
    struct Failure: Error {
        var wording: Wording
        init(_ wording: Wording) { self.wording = wording }
    }

    let words: [String]
    let environment: [String: String]

    /// Milliseconds between two looks at whether the task was cancelled.
    private static let slice: Int32 = 100

    /// Waits for the command, but no longer than to `deadline`, nor after the task was cancelled.
    /// - Parameter limit: what the deadline was made of, for the operator to read.
    func firstLine(until deadline: ContinuousClock.Instant, _ limit: Duration) throws(Failure) -> Secret {
        let (process, output) = try start()
        defer { close(output) }
        let line: [UInt8]
        do {
            line = try Self.firstLine(from: output, until: deadline, limit)
        } catch {
            // Its pipe may be full, so it would wait for us for ever, as we for it.
            _ = Self.end(process)
            throw error
        }
        let status = try Self.status(of: process, until: deadline, limit)
        guard status & 0x7F == 0, status >> 8 == 0 else {
            let number = status & 0x7F == 0 ? status >> 8 : 128 + status & 0x7F
            throw Failure("the password command failed with status \(number); run it by hand to see why")
        }
        return Secret(String(decoding: line, as: UTF8.self))
    }

    private func start() throws(Failure) -> (process: pid_t, output: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure("the password command cannot be run: \(lastError())") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[1]) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        // What we ignore while we work (SIGINT, SIGPIPE) the command must not.
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var process = pid_t()
        let refusal = withCStrings(words) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
                posix_spawnp(&process, words[0], &actions, &attributes, arguments, variables)
            }
        }
        guard refusal == 0 else {
            close(ends[0])
            throw Failure("the password command cannot be run: \(String(cString: strerror(refusal)))")
        }
        return (process, ends[0])
    }

    /// Ends the command with all that it started.
    private static func end(_ process: pid_t) -> Int32 {
        kill(-process, SIGKILL)
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private static func check(_ deadline: ContinuousClock.Instant, _ limit: Duration) throws(Failure) -> Int32 {
        guard !Task.isCancelled else { throw Failure("the password command was interrupted") }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw Failure("the password command did not end within \(limit.settingsText)") }
        return min(slice, Int32(clamping: Int(left / .milliseconds(1)) + 1))
    }

    private static func status(of process: pid_t, until deadline: ContinuousClock.Instant, _ limit: Duration) throws(Failure) -> Int32 {
        var status: Int32 = 0
        while true {
            let found = waitpid(process, &status, WNOHANG)
            if found == process { return status }
            if found < 0, errno != EINTR { return 0 }
            do {
                poll(nil, 0, min(5, try check(deadline, limit)))
            } catch {
                _ = end(process)
                throw error
            }
        }
    }

    /// Reads until the other side closes, and gives the first line of it.
    private static func firstLine(
        from descriptor: Int32, until deadline: ContinuousClock.Instant, _ limit: Duration
    ) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while true {
            guard bytes.count < 1 << 16 else { throw Failure("the password command printed more than a password") }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, try check(deadline, limit))
            if ready < 0, errno != EINTR { break }
            guard ready > 0 else { continue }
            let count = read(descriptor, &chunk, chunk.count)
            if count <= 0 { break }
            bytes += chunk[..<count]
        }
        return Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
    }
}

private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}
