import Foundation
import PseudoTerminal

/// The whole program on a terminal of 120×40, with the times at which it writes.
///
/// Reading waits in poll(2): nothing but the kernel stands between the console's write and our clock.
final class ConsoleOnTerminal {
    let process: pid_t
    /// Just before the program was started.
    let begun: ContinuousClock.Instant
    private let terminal: PseudoTerminal
    private var hasEnded = false

    /// What came between two silences.
    struct Burst {
        var first: ContinuousClock.Instant
        var last: ContinuousClock.Instant
        var bytes = 0
        /// How often there was something to read: as often as the program wrote, as long as we keep up.
        var reads = 0
    }

    convenience init(_ place: Workplace, configuration: String) throws {
        try self.init(
            Workplace.built("cordboard"), ["--config", configuration],
            environment: ["XDG_STATE_HOME": place.folder + "/state", "XDG_CONFIG_HOME": place.folder, "COLORTERM": "truecolor"])
    }

    /// Any program in the console's place.
    init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        terminal = try PseudoTerminal(width: 120, height: 40)
        let held = terminal.open()
        defer { close(held) }
        _ = fcntl(terminal.master, F_SETFL, O_NONBLOCK)
        begun = .now
        process = try terminal.start(program, arguments, environment: environment)
    }

    deinit { end() }

    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        kill(process, SIGTERM)
        let limit = ContinuousClock.now + .seconds(3)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            if .now > limit { kill(process, SIGKILL) }
            _ = read(before: .now + .milliseconds(20))
        }
        close(terminal.master)
    }

    /// Presses keys; returns the moment just before.
    @discardableResult
    func press(_ keys: String) -> ContinuousClock.Instant {
        let now = ContinuousClock.now
        let bytes = Array(keys.utf8)
        _ = bytes.withUnsafeBytes { write(terminal.master, $0.baseAddress, $0.count) }
        return now
    }

    /// Reads on until nothing has come for a while.
    /// - Returns: what came; nil if nothing did within `limit`.
    func untilQuiet(_ quiet: Duration, limit: Duration = .seconds(5)) -> Burst? {
        var burst: Burst?
        let end = ContinuousClock.now + limit
        while .now < end, let bytes = read(before: burst == nil ? end : min(end, .now + quiet)) {
            let now = ContinuousClock.now
            burst = burst ?? Burst(first: now, last: now)
            burst?.last = now
            burst?.bytes += bytes.count
            burst?.reads += 1
        }
        return burst
    }

    /// Reads on until the program has written `text`; returns when that was read.
    func wait(for text: String, limit: Duration = .seconds(20)) throws -> ContinuousClock.Instant {
        let wanted = Array(text.utf8)
        var tail: [UInt8] = []
        let end = ContinuousClock.now + limit
        while let bytes = read(before: end) {
            let now = ContinuousClock.now
            tail += bytes
            if tail.firstRange(of: wanted) != nil { return now }
            tail = Array(tail.suffix(wanted.count - 1))
        }
        throw Unmeasurable("the console did not show “\(text)”")
    }

    /// Reads on for a while, whatever comes.
    /// - Returns: how many bytes came.
    @discardableResult
    func follow(for duration: Duration) -> Int {
        let end = ContinuousClock.now + duration
        var count = 0
        while let bytes = read(before: end) { count += bytes.count }
        return count
    }

    private func read(before end: ContinuousClock.Instant) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(terminal.master, &bytes, bytes.count)
            if count > 0 {
                let fresh = Array(bytes.prefix(count))
                // Asked whether it holds frames back until they are whole, the terminal says yes, as today's do.
                if fresh.firstRange(of: Array("\u{1B}[?2026$p".utf8)) != nil { press("\u{1B}[?2026;2$y") }
                return fresh
            }
            guard count < 0, errno == EAGAIN || errno == EINTR else { return nil }
            let left = end - .now
            guard left > .zero else { return nil }
            var waiting = pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)
            _ = poll(&waiting, 1, Int32(left.milliseconds.rounded(.up)))
        }
    }
}
