import CPlatform
import Foundation

/// A terminal that we are the other side of, and programs started on it.
public struct PseudoTerminal: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Our side; whoever made the terminal closes it.
    public let master: Int32
    /// The programs' side in /dev.
    public let path: String

    /// Close-on-exec from the first moment: a program that somebody else starts just now must not hold this terminal.
    public init(width: Int, height: Int) throws {
        let name = UnsafeMutablePointer<CChar>.allocate(capacity: 128)
        defer { name.deallocate() }
        master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, ptsname_r(master, name, 128) == 0
        else { throw Failure(description: "no pty: \(String(cString: strerror(errno)))") }
        path = String(cString: name)
        resize(width: width, height: height)
    }

    /// Changes the window's size, as a window manager would.
    public func resize(width: Int, height: Int) {
        var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
        _ = cordboard_set_window_size(master, &size)
    }

    /// Opens the programs' side, which keeps the terminal from hanging up while no program has it.
    public func open() -> Int32 { Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC) }

    /// Starts a program in a new session whose controlling terminal is this one.
    /// - Parameter environment: added to TERM=xterm-256color, LANG=C.UTF-8 and our own PATH, HOME and TMPDIR.
    public func start(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws -> pid_t {
        let own = ProcessInfo.processInfo.environment
        var all = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
        for name in ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"] { all[name] = own[name] }
        all.merge(environment) { _, given in given }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, stream, path, O_RDWR, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var every = sigset_t()
        sigfillset(&every)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &every)
        // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID
        posix_spawnattr_setflags(&attributes, 0x04 | 0x08 | 0x80)

        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let error = posix_spawn(&process, program, &actions, &attributes, &words, &variables)
        guard error == 0 else { throw Failure(description: "\(program) does not start: \(String(cString: strerror(error)))") }
        return process
    }
}
