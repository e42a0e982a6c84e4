import Foundation
import Synchronization
import Text

/// The diagnostic log: lines for whoever looks for a fault, in a file and (the latest of them) in memory.
///
/// It never blocks and never ends the program. A message is put in a bounded queue and is formatted, masked and written by a
/// queue of its own; what does not fit is counted and dropped; a file that cannot be written is told once, and nothing else
/// comes of it. While a level is off nothing is formatted for it.
public final class DiagnosticLog: Sendable {
    /// The log of this program.
    public static let program = DiagnosticLog()

    /// Lines kept in memory for people who look at the log while the program runs.
    public static let mostLines = 500
    /// More than this in the queue (bytes, estimated), and further messages are dropped.
    static let mostBytesQueued = 8 << 20
    /// Characters of one line; what is longer goes on in lines that begin with blanks. `SafeText` would cut it.
    static let longestLine = 1_000

    private struct Message: Sendable {
        var time: Date
        var level: LogLevel
        var site: String
        var bytes: Int
        var text: @Sendable () -> String
    }

    private struct State {
        var mask = SecretMask()
        var file: String?
        var descriptor: Int32 = -1
        var pending: [Message] = []
        var pendingBytes = 0
        var dropped = 0
        var isScheduled = false
        var latest: [SafeText] = []
        var trouble: SafeText?
        var now: @Sendable () -> Date = { Date() }
        var complain: @Sendable (SafeText) -> Void = { _ in }
    }

    /// The rank of the level in force; -1 is off.
    private let rank = Atomic<Int>(-1)
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "diagnostic-log", qos: .utility)

    public init() {}

    deinit {
        let descriptor = state.withLock(\.descriptor)
        if descriptor >= 0 { close(descriptor) }
    }

    // MARK: Beginning and ending

    /// Begins to log.
    /// - Parameters:
    ///   - file: appended to, readable by its owner alone; nil keeps the latest lines in memory only.
    ///   - complain: told once, in a sentence, when the file cannot be opened or written.
    public func begin(
        _ level: LogLevel, file: String?, now: @escaping @Sendable () -> Date = { Date() },
        complain: @escaping @Sendable (SafeText) -> Void
    ) {
        state.withLock { state in
            state.file = file
            state.now = now
            state.complain = complain
        }
        if let file {
            // Not waiting for a reader of a named pipe.
            let descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
            let error = errno
            state.withLock { $0.descriptor = descriptor }
            if descriptor < 0 { fail(error) }
        }
        rank.store(level.rank, ordering: .relaxed)
    }

    /// Waits until everything is written, but no longer than `limit`: a file that takes nothing must not hold the program up.
    public func finish(within limit: Duration = .seconds(1)) async {
        await withCheckedContinuation { continuation in
            let end = FirstOfTwo(continuation)
            queue.async { end.resume() }
            DispatchQueue.global().asyncAfter(deadline: .now() + limit / .seconds(1)) { end.resume() }
        }
    }

    // MARK: Writing

    /// Whether messages of this level are kept: to be asked before anything is prepared for one.
    public func isOn(_ level: LogLevel) -> Bool { level.rank <= rank.load(ordering: .relaxed) }

    /// The level in force; nil while the log is off.
    public var level: LogLevel? {
        let rank = rank.load(ordering: .relaxed)
        return rank < 0 ? nil : LogLevel.allCases[rank]
    }

    /// Puts a message in the queue. Never blocks.
    /// - Parameters:
    ///   - site: the identifier of the site that it is about; empty for none.
    ///   - bytes: about how much memory the message holds while it waits.
    ///   - text: makes the message, later and elsewhere; it may have several lines and hold secrets.
    public func write(_ level: LogLevel, site: String = "", bytes: Int = 256, _ text: @escaping @Sendable () -> String) {
        guard isOn(level) else { return }
        let mustSchedule = state.withLock { state in
            guard state.pendingBytes + bytes <= Self.mostBytesQueued else {
                state.dropped += 1
                return false
            }
            state.pending.append(Message(time: state.now(), level: level, site: site, bytes: bytes, text: text))
            state.pendingBytes += bytes
            defer { state.isScheduled = true }
            return !state.isScheduled
        }
        if mustSchedule { queue.async { self.drain() } }
    }

    /// Never shows this value, nor what it becomes in a URL or in JSON.
    public func hide(_ secret: String) { state.withLock { $0.mask.hide(secret) } }

    /// Never shows this value, which was made of a secret and will be replaced: only the latest thousand are remembered.
    public func hideDerived(_ value: String) {
        if isOn(.error) { state.withLock { $0.mask.hideDerived(value) } }
    }

    // MARK: Looking at it

    /// The latest lines, oldest first.
    public var latestLines: [SafeText] { state.withLock(\.latest) }

    public var file: String? { state.withLock(\.file) }

    /// Why the file could not be written, if so.
    public var trouble: SafeText? { state.withLock(\.trouble) }

    /// A text as it may leave the program: every known secret and every value with a secret's name masked.
    public func masked(_ text: String) -> String { state.withLock(\.mask).masked(text) }

    // MARK: The queue

    private func drain() {
        let (messages, dropped, mask) = state.withLock { state in
            defer {
                state.pendingBytes = 0
                state.dropped = 0
                state.isScheduled = false
            }
            return (exchange(&state.pending, with: []), state.dropped, state.mask)
        }
        var lines = messages.flatMap { Self.lines($0, mask) }
        if dropped > 0, let last = messages.last {
            lines.append(
                SafeText("\(Self.stamp(last.time)) error - \(dropped) messages were dropped: they came faster than they could be written"))
        }
        state.withLock { state in
            state.latest = Array((state.latest + lines).suffix(Self.mostLines))
        }
        append(lines)
    }

    private static func lines(_ message: Message, _ mask: SecretMask) -> [SafeText] {
        let head = "\(stamp(message.time)) \(message.level.rawValue) \(message.site.isEmpty ? "-" : message.site) "
        let rows = mask.masked(message.text()).split(whereSeparator: \.isNewline)
        var isFirst = true
        return rows.flatMap { row in
            var rest = row[...]
            var lines: [SafeText] = []
            repeat {
                let piece = rest.prefix(longestLine - 64)
                rest = rest.dropFirst(piece.count)
                lines.append(SafeText((isFirst ? head : "    ") + piece))
                isFirst = false
            } while !rest.isEmpty
            return lines
        }
    }

    private static func stamp(_ time: Date) -> String { time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

    private func append(_ lines: [SafeText]) {
        let descriptor = state.withLock(\.descriptor)
        guard descriptor >= 0, !lines.isEmpty else { return }
        if let error = StandardStream.write(lines.map { $0.string + "\n" }.joined(), to: descriptor, waiting: 100) { fail(error) }
    }

    private func fail(_ error: Int32) {
        let complain = state.withLock { state -> (@Sendable (SafeText) -> Void, SafeText)? in
            guard state.trouble == nil, let file = state.file else { return nil }
            let trouble: SafeText = "The log \(file) cannot be written: \(String(cString: strerror(error)))"
            state.trouble = trouble
            return (state.complain, trouble)
        }
        if let (complain, trouble) = complain { complain(trouble) }
    }
}

/// Resumes a continuation the first time it is told to.
private final class FirstOfTwo: Sendable {
    private let continuation: Mutex<CheckedContinuation<Void, Never>?>

    init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = Mutex(continuation) }

    func resume() { continuation.withLock { $0.take() }?.resume() }
}
