import Diagnostics
import Foundation

/// A note in the state folder that says: this process has this terminal. It is there as long as the console is on the
/// screen; where a process was killed (SIGKILL, out of memory) it stays behind, and the next start on the same terminal
/// puts back what the killed one could not.
struct TerminalMarker: Equatable {
    /// What identifies a process beyond its number, which is given out again.
    struct Owner: Equatable {
        let process: pid_t
        /// In clock ticks since the machine started; field 22 of `/proc/PID/stat` (proc(5)).
        let started: String

        static var current: Owner? { Owner(process: getpid()) }

        init?(process: pid_t) {
            guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8), let end = stat.lastIndex(of: ")") else {
                return nil
            }
            // The name in brackets may hold blanks; what follows begins with field 3.
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            // A zombie has ended; only its parent has not asked yet.
            guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
            self.init(process: process, started: String(fields[19]))
        }

        init(process: pid_t, started: String) {
            self.process = process
            self.started = started
        }

        var isAlive: Bool { Owner(process: process) == self }
    }

    let owner: Owner
    /// When the terminal's device was made: a number under /dev/pts is given out again.
    let device: String
    let settings: [UInt8]
    let leaveSequence: [UInt8]

    /// The file of a terminal's marker.
    static func file(of terminal: String, in folder: String) -> String {
        folder + "/terminals/" + terminal.split(separator: "/").joined(separator: "-")
    }

    /// When the device of a terminal was made; nil where there is none.
    static func device(_ terminal: String) -> String? {
        var facts = stat()
        guard stat(terminal, &facts) == 0 else { return nil }
        return "\(facts.st_rdev)-\(facts.st_ctim.tv_sec)-\(facts.st_ctim.tv_nsec)"
    }

    /// - Parameter settings: the line settings to bring back.
    init?(of terminal: String, settings: termios, leaveSequence: [UInt8]) {
        guard let owner = Owner.current, let device = Self.device(terminal) else { return nil }
        (self.owner, self.device, self.leaveSequence) = (owner, device, leaveSequence)
        self.settings = withUnsafeBytes(of: settings) { Array($0) }
    }

    init?(text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        guard lines.count == 5, let process = pid_t(lines[0]), let settings = [UInt8](hexadecimal: lines[3]),
            settings.count == MemoryLayout<termios>.size, let leaveSequence = [UInt8](hexadecimal: lines[4])
        else { return nil }
        owner = Owner(process: process, started: lines[1])
        (device, self.settings, self.leaveSequence) = (lines[2], settings, leaveSequence)
    }

    var text: String {
        "\(owner.process)\n\(owner.started)\n\(device)\n\(settings.hexadecimal)\n\(leaveSequence.hexadecimal)\n"
    }

    func write(to file: String) {
        try? FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard let descriptor = try? RegularFile.open(file, O_WRONLY | O_TRUNC) else { return }
        _ = StandardStream.write(text, to: descriptor)
        close(descriptor)
    }

    /// Gives the terminal back in the place of the process that could not.
    func restore(_ terminal: String) {
        let descriptor = open(terminal, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = leaveSequence.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        var found = settings.withUnsafeBytes { $0.loadUnaligned(as: termios.self) }
        tcsetattr(descriptor, TCSANOW, &found)
    }
}

extension TerminalSession {
    /// Should this process crash or be killed, the terminal is given back all the same.
    func prepareForCrash() {
        EmergencyExit.arm(
            descriptor: device.descriptor, settings: device.original, leaveSequence: leaveSequence,
            standardError: strayOutput?.standardError, marker: markerFile)
        if let markerFile {
            TerminalMarker(of: device.path, settings: device.original, leaveSequence: leaveSequence)?.write(to: markerFile)
        }
    }

    /// Says, should this process be killed, how to give the terminal back; nil where signals are somebody else's.
    private var markerFile: String? {
        guard handlesSignals, let stateFolder else { return nil }
        return TerminalMarker.file(of: device.path, in: stateFolder)
    }

    /// The terminal has been given back.
    func removeMarker() {
        if let markerFile { unlink(markerFile) }
    }

    /// Gives the terminal of standard input back where a console on it was killed.
    /// - Parameter folder: the state folder.
    /// - Returns: whether there was such a console.
    public static func restoreAfterKill(stateFolder folder: String) -> Bool {
        guard isatty(STDIN_FILENO) == 1, let name = ttyname(STDIN_FILENO) else { return false }
        let terminal = String(cString: name)
        let file = TerminalMarker.file(of: terminal, in: folder)
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return false }
        guard let marker = TerminalMarker(text: text), marker.device == TerminalMarker.device(terminal) else {
            unlink(file)
            return false
        }
        if marker.owner.isAlive { return false }
        marker.restore(terminal)
        unlink(file)
        return true
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    fileprivate init?(hexadecimal text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
