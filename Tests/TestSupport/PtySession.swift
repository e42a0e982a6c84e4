import CPlatform
import Dispatch
import Foundation
import PseudoTerminal
import Synchronization

/// A program on a terminal of its own, or a bare terminal: its screen is read back through libvterm.
///
/// Nothing here sleeps: `wait` is woken by what the program writes. Its limit only ends a test that has failed.
public final class PtySession: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
        public init(description: String) { self.description = description }
    }

    /// How the program ended.
    public enum Ending: Equatable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    private struct State {
        let screen: VirtualScreen
        var output: [UInt8] = []
        var isClosed = false
        var ending: Ending?
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
        var answersSynchronized: Bool
        var answersAttributes: Bool
        var holdsReading = false
    }

    private struct Waiter {
        let condition: @Sendable (PtySession.Glance) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    /// What a condition may look at.
    public struct Glance: Sendable {
        public let screen: ScreenShot
        /// Every byte since the start.
        public let output: [UInt8]
        public let ending: Ending?
        /// The other side has closed the terminal.
        public let isClosed: Bool
        public let bells: Int
    }

    /// The terminal's name in /dev.
    public let path: String
    /// 0 where no program was started.
    public let process: pid_t
    private let terminal: PseudoTerminal
    private let master: Int32
    private let state: Mutex<State>
    /// Dispatch guards its own objects; only its Swift face does not say so.
    private nonisolated(unsafe) let reader: any DispatchSourceRead
    private let queue = DispatchQueue(label: "pty")

    /// Starts `program`, or only opens a terminal when it is nil.
    /// - Parameters:
    ///   - environment: added to TERM=xterm-256color, LANG=C.UTF-8 and the test's own PATH, HOME and TMPDIR.
    ///   - answersSynchronized: whether the terminal says that it has synchronized output.
    ///   - answersAttributes: whether it says at once what kind of terminal it is (`CSI c`).
    public init(
        _ program: String? = nil, _ arguments: [String] = [], environment: [String: String] = [:],
        width: Int = 80, height: Int = 24, answersSynchronized: Bool = false, answersAttributes: Bool = true
    ) throws {
        let terminal = try PseudoTerminal(width: width, height: height)
        path = terminal.path
        let held = terminal.open()
        master = terminal.master
        self.terminal = terminal
        if let program {
            defer { close(held) }
            process = try terminal.start(program, arguments, environment: environment)
            slave = -1
        } else {
            process = 0
            slave = held
        }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        state = Mutex(
            State(
                screen: VirtualScreen(width: width, height: height), answersSynchronized: answersSynchronized,
                answersAttributes: answersAttributes))
        reader = DispatchSource.makeReadSource(fileDescriptor: master, queue: queue)
        reader.setEventHandler { [weak self] in _ = self?.read() }
        let descriptor = master
        reader.setCancelHandler { close(descriptor) }
        reader.activate()
        if process > 0 { reap() }
    }

    /// Keeps a bare terminal open while nobody else has it.
    private let slave: Int32

    deinit {
        if state.withLock({ $0.ending }) == nil, process > 0 { kill(process, SIGKILL) }
        if state.withLock({ $0.holdsReading }) { reader.resume() }
        reader.cancel()
        if slave >= 0 { close(slave) }
    }

    // MARK: The terminal's side

    public func send(_ text: String) { send(Array(text.utf8)) }

    /// Presses keys: these bytes reach the program as they are.
    public func send(_ bytes: [UInt8]) {
        queue.sync {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
                if count > 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var room = pollfd(fd: master, events: Int16(POLLOUT), revents: 0)
                    guard poll(&room, 1, 5_000) > 0 else { return }
                } else if errno != EINTR {
                    return
                }
            }
        }
    }

    /// Changes the window's size, as a window manager would.
    public func resize(width: Int, height: Int) {
        state.withLock { $0.screen.resize(width: width, height: height) }
        terminal.resize(width: width, height: height)
    }

    /// The line settings now.
    public var settings: [UInt8] {
        var settings = termios()
        tcgetattr(master, &settings)
        return withUnsafeBytes(of: settings) { Array($0.prefix(16)) }  // the four flag words
    }

    /// Stops reading what the program writes, as a dead connection does.
    public func holdReading() {
        state.withLock { $0.holdsReading = true }
        reader.suspend()
    }

    public func resumeReading() {
        state.withLock { $0.holdsReading = false }
        reader.resume()
    }

    /// Closes the terminal's side: the program sees a hang-up.
    public func hangUp() { reader.cancel() }

    public func signal(_ signal: Int32) { kill(process, signal) }

    // MARK: Looking

    public var glance: Glance { state.withLock { Self.glance($0) } }
    public var screen: ScreenShot { glance.screen }

    /// Waits until `condition` holds.
    /// - Throws: `Failure` with the screen when it does not within `limit` seconds, or cannot any more.
    @discardableResult
    public func wait(
        for what: String, limit: Double = 60, until condition: @escaping @Sendable (Glance) -> Bool
    ) async throws -> Glance {
        let holds = await withCheckedContinuation { continuation in
            let (number, result) = state.withLock { state -> (Int, Bool?) in
                if condition(Self.glance(state)) { return (0, true) }
                state.nextWaiter += 1
                state.waiters[state.nextWaiter] = Waiter(condition: condition, continuation: continuation)
                return (state.nextWaiter, nil)
            }
            if let result {
                continuation.resume(returning: result)
            } else {
                queue.asyncAfter(deadline: .now() + limit) { [weak self] in
                    let late = self?.state.withLock { $0.waiters.removeValue(forKey: number) }
                    late?.continuation.resume(returning: false)
                }
            }
        }
        let glance = glance
        guard holds else {
            throw Failure(
                description: "waited in vain for \(what); the screen:\n\(glance.screen.text)\n(\(String(describing: glance.ending)))")
        }
        return glance
    }

    /// Waits until `text` stands in a row.
    @discardableResult
    public func wait(forText text: String, limit: Double = 60) async throws -> ScreenShot {
        try await wait(for: "“\(text)”", limit: limit) { $0.screen.contains(text) }.screen
    }

    /// Waits until the program has ended and all it wrote is read.
    public func waitForEnd(limit: Double = 60) async throws -> Ending {
        let glance = try await wait(for: "its end", limit: limit) { $0.ending != nil && $0.isClosed }
        return glance.ending ?? .exited(-1)
    }

    // MARK: Inside

    private static func glance(_ state: borrowing State) -> Glance {
        Glance(
            screen: state.screen.shot, output: state.output, ending: state.ending, isClosed: state.isClosed,
            bells: state.screen.bells)
    }

    /// - Returns: whether there was something.
    private func read() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(master, &bytes, bytes.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return false }
        let replies = state.withLock { state -> [UInt8] in
            guard count > 0 else {
                state.isClosed = true
                return []
            }
            let fresh = Array(bytes.prefix(count))
            state.output += fresh
            var replies = state.screen.show(fresh)
            if state.answersSynchronized, fresh.firstRange(of: Array("\u{1B}[?2026$p".utf8)) != nil {
                replies = Array("\u{1B}[?2026;2$y".utf8)
            }
            if !state.answersAttributes, fresh.firstRange(of: Array("\u{1B}[c".utf8)) != nil { replies = [] }
            return replies
        }
        if count <= 0 { reader.cancel() }
        if !replies.isEmpty { _ = replies.withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }
        wakeWaiters()
        return count > 0
    }

    private func wakeWaiters() {
        let ready = state.withLock { state -> [Waiter] in
            guard !state.waiters.isEmpty else { return [] }
            let glance = Self.glance(state)
            let ready = state.waiters.filter { $0.value.condition(glance) }
            for number in ready.keys { state.waiters[number] = nil }
            return Array(ready.values)
        }
        for waiter in ready { waiter.continuation.resume(returning: true) }
    }

    /// Waits for the program's end on a thread of its own, which is what waitpid needs.
    private func reap() {
        let process = process
        Thread.detachNewThread { [weak self] in
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            let ending: Ending = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
            guard let self else { return }
            queue.async {
                // The hang-up comes without an event of its own when everything was read before it.
                while !self.state.withLock({ $0.isClosed }), self.read() {}
                self.state.withLock { $0.ending = ending }
                self.wakeWaiters()
            }
        }
    }

    /// A program built beside the tests.
    public static func built(_ name: String) -> String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name).path
    }
}
