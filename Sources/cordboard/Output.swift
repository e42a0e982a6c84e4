import Foundation
import JSON
import Synchronization
import Translations

/// Where the data goes: a queue of text and a thread of its own that writes it, so that a slow reader delays itself, loses
/// nothing, and never holds up the main actor.
final class Output: Sendable {
    private struct State {
        var pending: [UInt8] = []
        var isWriting = false
        var isFinished = false
        /// `errno` of the write that failed; nothing is written after it.
        var failure: Int32?
        var waiting: [CheckedContinuation<Void, Never>] = []
        var onFailure: (@Sendable () -> Void)?
    }

    private let descriptor: Int32
    /// How text for people is written; JSON is always UTF-8.
    private let encoding: LocaleEncoding
    /// A pipe that wakes the thread.
    private let wakePipe: (reading: Int32, writing: Int32)
    private let state = Mutex(State())

    /// - Parameter file: made readable by its owner alone; nil is standard output.
    /// - Throws: `CommandError` when the file cannot be opened.
    init(file: String?, encoding: LocaleEncoding = .utf8) throws(CommandError) {
        self.encoding = file == nil ? encoding : .utf8
        if let file {
            descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw CommandError(status: .usage, sentences: ["\(file) cannot be written: \(String(cString: strerror(errno)))"])
            }
        } else {
            descriptor = STDOUT_FILENO
        }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw CommandError(status: .unwritable, sentences: ["no pipe can be made: \(String(cString: strerror(errno)))"])
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakePipe = (ends[0], ends[1])
        Thread.detachNewThread { self.serve() }
    }

    var isTerminal: Bool { isatty(descriptor) != 0 }

    /// Calls `react` once when nothing more can be written: the reader is gone, or the disk is full.
    func onFailure(_ react: @escaping @Sendable () -> Void) {
        let hasFailed = state.withLock { state in
            state.onFailure = react
            return state.failure != nil
        }
        if hasFailed { react() }
    }

    /// Puts one JSON value in the queue: one line, or indented for a person at a terminal.
    func write(_ value: JSONValue, isStream: Bool = false) {
        write([(isTerminal && !isStream ? value.prettyText : value.compactText).escapingUnseen], as: .utf8)
    }

    /// Puts one line in the queue.
    func write(_ line: String) { write([line]) }

    func write(_ lines: [String]) { write(lines, as: encoding) }

    /// Lines of JSON.
    func writeData(_ lines: [String]) { write(lines, as: .utf8) }

    private func write(_ lines: [String], as encoding: LocaleEncoding) {
        guard !lines.isEmpty else { return }
        let wasEmpty = state.withLock { state in
            let wasEmpty = state.pending.isEmpty
            if state.failure == nil {
                for line in lines {
                    state.pending.append(contentsOf: encoding.octets(of: line))
                    state.pending.append(UInt8(ascii: "\n"))
                }
            }
            return wasEmpty
        }
        if wasEmpty { wake() }
    }

    /// Waits until all is written, or cannot be.
    /// - Throws: `CommandError`; a reader who has gone away is none.
    func finish() async throws(CommandError) {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.isFinished = true
                if state.failure != nil || (state.pending.isEmpty && !state.isWriting) { return true }
                state.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
        wake()
        if let failure = state.withLock(\.failure), failure != EPIPE {
            throw CommandError(status: .unwritable, sentences: ["the data cannot be written: \(String(cString: strerror(failure)))"])
        }
    }

    private func wake() {
        var byte: UInt8 = 0
        _ = Glibc.write(wakePipe.writing, &byte, 1)
    }

    // MARK: The thread

    private func serve() {
        while true {
            let (hasWork, isOver) = state.withLock { ($0.pending.isEmpty == false, $0.isFinished && $0.pending.isEmpty) }
            if isOver { return }
            var polled = [
                pollfd(fd: wakePipe.reading, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor, events: hasWork ? Int16(POLLOUT) : 0, revents: 0),
            ]
            guard poll(&polled, 2, -1) >= 0 || errno == EINTR else { return fail(errno) }
            if polled[0].revents != 0 {
                var wakes = [UInt8](repeating: 0, count: 64)
                _ = read(wakePipe.reading, &wakes, wakes.count)
            }
            // A reader who goes away is noticed even while there is nothing to write.
            if polled[1].revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { return fail(EPIPE) }
            if polled[1].revents & Int16(POLLOUT) != 0, let error = writePending() { return fail(error) }
        }
    }

    /// - Returns: `errno` when it failed.
    private func writePending() -> Int32? {
        let bytes = state.withLock { state in
            state.isWriting = true
            defer { state.pending = [] }
            return state.pending
        }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                written += count
            } else if errno == EAGAIN {
                var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&polled, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        settle { $0.isWriting = false }
        return nil
    }

    private func fail(_ error: Int32) {
        let react = state.withLock { state in
            state.failure = error
            state.pending = []
            return state.onFailure
        }
        settle { $0.isWriting = false }
        react?()
    }

    /// Changes the state, and wakes who waits for the end when it has come.
    private func settle(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            guard state.pending.isEmpty || state.failure != nil else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
