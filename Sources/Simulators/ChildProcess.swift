import CPlatform
import Foundation

/// Starting programs with posix_spawn: in a process group of their own, with default signals, and with no descriptor of
/// ours but those named.
enum ChildProcess {
    /// Starts a program; a descriptor left out is /dev/null.
    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: nil is ours.
    static func spawn(
        _ arguments: [String], environment: [String: String]? = nil, input: Int32? = nil, output: Int32? = nil, error: Int32? = nil
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let streams = [(STDIN_FILENO, input, O_RDONLY), (STDOUT_FILENO, output, O_WRONLY), (STDERR_FILENO, error, O_WRONLY)]
        for (target, source, mode) in streams {
            if let source {
                posix_spawn_file_actions_adddup2(&actions, source, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", mode, 0)
            }
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var argv = arguments.map { strdup($0) } + [nil]
        var variables = (environment ?? [:]).map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argv + variables).forEach { free($0) } }
        var child = pid_t()
        let outcome =
            environment == nil
            ? posix_spawn(&child, arguments[0], &actions, &attributes, &argv, environ)
            : posix_spawn(&child, arguments[0], &actions, &attributes, &argv, &variables)
        guard outcome == 0 else {
            throw BrokerFailure("\(arguments[0]) cannot be started: \(String(cString: strerror(outcome)))")
        }
        return child
    }

    /// Runs a short program to its end.
    /// - Returns: its exit status, or nil when a signal ended it.
    static func run(_ arguments: [String]) throws -> Int32? { wait(for: try spawn(arguments)) }

    @discardableResult
    static func wait(for child: pid_t) -> Int32? {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
    }

    /// A pipe that no other program we start gets to see.
    static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw BrokerFailure("no pipe can be made: \(systemError())") }
        return (ends[0], ends[1])
    }
}

/// Ports of the loopback interface.
enum LoopbackPort {
    /// A port nobody serves now. It lies below the ports that the kernel lends to outgoing connections, so that a client
    /// that tries a dead broker again and again can neither take the port nor connect to itself.
    static func free() throws -> Int {
        for _ in 0..<200 {
            let port = Int.random(in: 20_000..<32_000)
            if isFree(port) { return port }
        }
        throw BrokerFailure("no free loopback port was found")
    }

    static func isFree(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        return bind(socket, to: port)
    }

    static func bind(_ socket: Int32, to port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        } == 0
    }
}
