import CPlatform
import Dispatch
import Glibc

/// The terminal's device: its line settings, its size, and bytes both ways without ever waiting for it.
@MainActor
final class TerminalDevice {
    /// Everything sent has left for the terminal.
    var onDrained: (@MainActor () -> Void)?
    var onInput: (@MainActor ([UInt8]) -> Void)?
    /// The terminal is gone.
    var onLost: (@MainActor () -> Void)?
    /// Calls of write(2) so far.
    private(set) var writes = 0

    let descriptor: Int32
    /// The file of the device that is open.
    let path: String
    /// The line settings found, which `restore` brings back.
    let original: termios
    private var unsent: ArraySlice<UInt8> = []
    private var reader: (any DispatchSourceRead)?
    private var writer: (any DispatchSourceWrite)?
    private var writerRuns = false

    /// Opens the terminal behind standard input anew: non-blocking is a matter of the open description, and the one we
    /// were given is the shell's.
    /// - Throws: `TerminalError.notATerminal`, `.cannotOpen`.
    init(path: String?) throws {
        var paths = ["/dev/tty"]
        if let path {
            paths = [path]
        } else {
            guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw TerminalError.notATerminal }
            if let name = ttyname(STDIN_FILENO) { paths.insert(String(cString: name), at: 0) }
        }
        var opened: Int32 = -1
        var found = ""
        for path in paths where opened < 0 {
            opened = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
            found = path
        }
        guard opened >= 0 else { throw TerminalError.cannotOpen(String(cString: strerror(errno))) }
        var settings = termios()
        guard tcgetattr(opened, &settings) == 0 else {
            _ = Glibc.close(opened)
            throw TerminalError.notATerminal
        }
        descriptor = opened
        self.path = found
        original = settings
    }

    /// Columns and rows; nil when the terminal does not know.
    var size: (width: Int, height: Int)? {
        var window = winsize()
        guard cordboard_window_size(descriptor, &window) == 0, window.ws_col > 0, window.ws_row > 0 else { return nil }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    /// Another job has the terminal.
    var isInBackground: Bool {
        let owner = tcgetpgrp(descriptor)
        return owner > 0 && owner != getpgrp()
    }

    /// Every key comes at once and as itself, Ctrl-C, Ctrl-Z, Ctrl-S and Ctrl-Q too; nothing is echoed.
    func takeKeys() {
        var settings = original
        settings.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INLCR | IGNCR | INPCK | ISTRIP | IXON)
        settings.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
        settings.c_oflag &= ~tcflag_t(OPOST)
        settings.c_cflag = settings.c_cflag & ~tcflag_t(CSIZE | PARENB) | tcflag_t(CS8)
        tcsetattr(descriptor, TCSANOW, &settings)
    }

    /// Brings back the line settings found. Never waits for the output: the terminal may be stopped for good.
    func restore() {
        tcflush(descriptor, TCIFLUSH)
        var settings = original
        tcsetattr(descriptor, TCSANOW, &settings)
    }

    /// Starts reading.
    func start() {
        let reader = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        reader.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.read() } }
        reader.activate()
        self.reader = reader
        let writer = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: .main)
        writer.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.drain() } }
        self.writer = writer
    }

    /// Stops reading and writing and closes the device, after what is running has ended.
    func close() {
        let descriptor = descriptor
        guard let reader, let writer else {
            _ = Glibc.close(descriptor)
            return
        }
        // The descriptor may be closed once both sources have let go of it.
        let group = DispatchGroup()
        group.enter()
        group.enter()
        reader.setCancelHandler { group.leave() }
        writer.setCancelHandler { group.leave() }
        group.notify(queue: .main) { _ = Glibc.close(descriptor) }
        if !writerRuns { writer.resume() }
        reader.cancel()
        writer.cancel()
        self.reader = nil
        self.writer = nil
    }

    private func read() {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        if count > 0 {
            onInput?(Array(bytes.prefix(count)))
        } else if count == 0 || errno != EAGAIN && errno != EINTR {
            onLost?()
        }
    }

    // MARK: Output

    var isDrained: Bool { unsent.isEmpty }

    /// Sends as much as the terminal takes now, in one write; the rest follows when there is room.
    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let wasDrained = isDrained
        unsent += bytes
        if wasDrained { writeOut() }
        listenForRoom()
    }

    /// Drops what was not sent and writes `bytes` instead, for at most `timeout` milliseconds.
    func sendLast(_ bytes: [UInt8], timeout: Int32) {
        unsent = bytes[...]
        writeOut()
        var left = timeout
        while !isDrained, left > 0 {
            var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&room, 1, 10) >= 0 || errno == EINTR, room.revents & Int16(POLLERR | POLLHUP | POLLNVAL) == 0 else { break }
            writeOut()
            left -= 10
        }
        unsent = []
        listenForRoom()
    }

    private func drain() {
        writeOut()
        listenForRoom()
        if isDrained { onDrained?() }
    }

    private func writeOut() {
        guard !isDrained else { return }
        let count = unsent.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        writes += 1
        if count >= 0 {
            unsent = unsent.dropFirst(count)
            if isDrained { unsent = [] }
        } else if errno != EAGAIN, errno != EINTR {
            unsent = []
            onLost?()
        }
    }

    private func listenForRoom() {
        guard writerRuns == isDrained, let writer else { return }
        if writerRuns { writer.suspend() } else { writer.resume() }
        writerRuns.toggle()
    }
}
