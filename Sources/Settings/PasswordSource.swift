import Exchange
import Glibc

/// How a site's password is given. It is fetched only when the rest of the file is right.
enum PasswordSource {
    case inline(Secret)
    case environment(String, Place)
    case command([String], Place)

    static let keys = ["password", "password_env", "password_command"]

    /// Reads whichever of the three keys a site has.
    init?(_ members: [String: YAMLNode], _ findings: inout Findings) {
        let given = Self.keys.compactMap { key in members[key].map { (key, $0) } }
        guard let (key, node) = given.first else { return nil }
        if given.count > 1 {
            findings.error("a password is given once: password, password_env or password_command", at: given[1].1.place)
        }
        switch (key, node.content) {
        case ("password_command", .sequence(let nodes)):
            let words = nodes.compactMap { $0.text(&findings) }
            guard words.count == nodes.count, !words.isEmpty else {
                if nodes.isEmpty { node.wrong("text", &findings) }
                return nil
            }
            self = .command(words, node.place)
        default:
            guard let text = node.text(&findings) else { return nil }
            switch key {
            case "password": self = .inline(Secret(text))
            case "password_env": self = .environment(text, node.place)
            default: self = .command(["/bin/sh", "-c", text], node.place)
            }
        }
    }

    /// Fetches the password. A command is waited for, so this may block.
    func fetch(environment: [String: String], within limit: Duration, _ findings: inout Findings) -> Secret? {
        switch self {
        case .inline(let secret):
            return secret
        case .environment(let name, let place):
            if let value = environment[name], !value.isEmpty { return Secret(value) }
            findings.error("the environment variable \(name) is not set", at: place)
        case .command(let words, let place):
            do {
                return try firstLine(of: words, environment: environment, within: limit)
            } catch {
                findings.error(error.wording, at: place)
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
    let status = withCStrings(words) { arguments in
        withCStrings(environment.map { "\($0.key)=\($0.value)" }) { variables in
            posix_spawnp(&process, words[0], &actions, nil, arguments, variables)
        }
    }
    close(ends[1])
    guard status == 0 else { throw CommandFailure("the password command cannot be run: \(String(cString: strerror(status)))") }

    let output = readLine(ends[0], until: .now + limit)
    if output == nil { kill(process, SIGKILL) }
    var result: Int32 = 0
    while waitpid(process, &result, 0) < 0, errno == EINTR {}
    guard let output else { throw CommandFailure("the password command gave nothing within \(limit.settingsText)") }
    // A command that goes on writing is stopped by the closed pipe once its line is read; that is no failure.
    let signal = result & 0x7F
    if signal == 0, (result >> 8) & 0xFF != 0 {
        throw CommandFailure("the password command failed with status \((result >> 8) & 0xFF); run it by hand to see why")
    }
    guard !output.isEmpty else { throw CommandFailure("the password command printed nothing") }
    return Secret(String(decoding: output, as: UTF8.self))
}

/// All that is written until the deadline, cut at the first line's end; nil when the deadline passes first.
private func readLine(_ descriptor: Int32, until deadline: ContinuousClock.Instant) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while bytes.count < 1 << 16 {
        let left = ContinuousClock.now.duration(to: deadline)
        guard left > .zero else { return nil }
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
