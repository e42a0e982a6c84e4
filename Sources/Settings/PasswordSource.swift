import Exchange
import Glibc

/// How a site's password is given. It is fetched only when the rest of the file is right.
enum PasswordSource {
    case inline(Secret)
    case environment(String, SourceLocation, mayBeEmpty: Bool)
    case command([String], SourceLocation, mayBeEmpty: Bool)

    /// Reads whichever of the three keys `NAME`, `NAME_env` and `NAME_command` there is.
    init?(_ members: [String: YAMLNode], of field: SettingsField, _ problems: inout ProblemCollector) {
        let name = field.name
        let given = [name, name + "_env", name + "_command"].compactMap { key in members[key].map { (key, $0) } }
        guard let (key, node) = given.first else { return nil }
        if given.count > 1 {
            problems.error("a password is given once: \(name), \(name)_env or \(name)_command", at: given[1].1.location)
        }
        switch (key, node.content) {
        case (name + "_command", .sequence(let nodes)):
            let words = nodes.compactMap { $0.text(&problems) }
            guard words.count == nodes.count, !words.isEmpty else {
                if nodes.isEmpty { node.wrong("text", &problems) }
                return nil
            }
            self = .command(words, node.location, mayBeEmpty: field.mayBeEmpty)
        case (name, .scalar("", _)) where field.mayBeEmpty && !node.isNull:
            self = .inline(Secret(""))
        default:
            guard let text = node.text(&problems) else { return nil }
            switch key {
            case name: self = .inline(Secret(text))
            case name + "_env": self = .environment(text, node.location, mayBeEmpty: field.mayBeEmpty)
            default: self = .command(["/bin/sh", "-c", text], node.location, mayBeEmpty: field.mayBeEmpty)
            }
        }
    }

    /// Fetches the password. A command is waited for, so this may block.
    func fetch(environment: [String: String], within limit: Duration, _ problems: inout ProblemCollector) -> Secret? {
        switch self {
        case .inline(let secret):
            return secret
        case .environment(let name, let location, let mayBeEmpty):
            if let value = environment[name], mayBeEmpty || !value.isEmpty { return Secret(value) }
            problems.error("the environment variable \(name) is not set", at: location)
        case .command(let words, let location, let mayBeEmpty):
            do throws(CommandFailure) {
                let secret = try firstLine(of: words, environment: environment, within: limit)
                guard mayBeEmpty || !secret.reveal().isEmpty else { throw CommandFailure("the password command printed nothing") }
                return secret
            } catch {
                problems.error(error.wording, at: location)
            }
        }
        return nil
    }
}

private struct CommandFailure: Error {
    var wording: Wording
    init(_ wording: Wording) { self.wording = wording }
}

/// Runs a command with no input and gives the first line it prints. What it says on standard error is dropped: the
/// screen belongs to the console, and nobody knows what of it is secret.
private func firstLine(
    of words: [String], environment: [String: String], within limit: Duration
) throws(CommandFailure) -> Secret {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CommandFailure("the password command cannot be run: \(lastError())") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

    var process = pid_t()
    let refusal = withCStrings(words) { arguments in
        withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
            posix_spawnp(&process, words[0], &actions, nil, arguments, variables)
        }
    }
    close(ends[1])
    guard refusal == 0 else { throw CommandFailure("the password command cannot be run: \(String(cString: strerror(refusal)))") }

    let deadline = ContinuousClock.now + limit
    let output: [UInt8]
    do {
        output = try firstLine(from: ends[0], until: deadline, limit)
    } catch {
        // Its pipe may be full, so it would wait for us for ever, as we for it.
        kill(process, SIGKILL)
        _ = ended(process, until: .now)
        throw error
    }
    let status = ended(process, until: deadline)
    guard status & 0x7F == 0, status >> 8 == 0 else {
        throw CommandFailure(
            "the password command failed with status \(status & 0x7F == 0 ? status >> 8 : 128 + status & 0x7F); run it by hand to see why")
    }
    return Secret(String(decoding: output, as: UTF8.self))
}

/// Waits for a process to end, and ends it at the deadline.
private func ended(_ process: pid_t, until deadline: ContinuousClock.Instant) -> Int32 {
    var status: Int32 = 0
    while ContinuousClock.now < deadline {
        let found = waitpid(process, &status, WNOHANG)
        if found == process { return status }
        if found < 0, errno != EINTR { return 0 }
        poll(nil, 0, 5)
    }
    kill(process, SIGKILL)
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
}

/// Reads until the other side closes, and gives the first line of it.
private func firstLine(
    from descriptor: Int32, until deadline: ContinuousClock.Instant, _ limit: Duration
) throws(CommandFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while true {
        guard bytes.count < 1 << 16 else { throw CommandFailure("the password command printed more than a password") }
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { throw CommandFailure("the password command did not end within \(limit.settingsText)") }
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
        let ready = poll(&waiting, 1, Int32(clamping: milliseconds))
        if ready < 0, errno != EINTR { break }
        guard ready > 0 else { continue }
        let count = read(descriptor, &chunk, chunk.count)
        if count <= 0 { break }
        bytes += chunk[..<count]
    }
    return Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
}

private func withCStrings<Result>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}
