import CMicrohttpd
import Glibc

/// Carries bytes between a sender and the server's end of a socket pair, both ways, until both have ended.
final class ReportRelay {
    /// One way: what was read and not yet written.
    private struct Way {
        var from: Int32
        var to: Int32
        var bytes: ArraySlice<UInt8> = []
        var hasEnded = false
        private var hasMoved = false

        init(from: Int32, to: Int32, bytes: ArraySlice<UInt8> = []) {
            (self.from, self.to, self.bytes) = (from, to, bytes)
        }

        /// Whether anything was written since this was asked last.
        mutating func takeMoved() -> Bool { exchange(&hasMoved, with: false) }

        var interest: pollfd? {
            if !bytes.isEmpty { return pollfd(fd: to, events: Int16(POLLOUT), revents: 0) }
            return hasEnded ? nil : pollfd(fd: from, events: Int16(POLLIN), revents: 0)
        }

        /// - Returns: false when the way is broken.
        mutating func pump() -> Bool {
            if bytes.isEmpty, !hasEnded {
                var chunk = [UInt8](repeating: 0, count: 16 << 10)
                let count = recv(from, &chunk, chunk.count, 0)
                if count < 0 { return errno == EAGAIN || errno == EINTR }
                hasEnded = count == 0
                bytes = chunk[..<count]
                if hasEnded { shutdown(to, Int32(SHUT_WR)) }
            }
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                if count < 0 { return errno == EAGAIN || errno == EINTR }
                bytes = bytes.dropFirst(count)
                hasMoved = true
            }
            return true
        }
    }

    private var inward: Way
    private var outward: Way
    /// When the request that is under way began, by the door's clock.
    private(set) var since: Int
    /// When the sender ended his side.
    private var halfClosed: Int?

    /// - Parameter first: what the server reads before everything else.
    init(outside: Int32, inside: Int32, first: [UInt8], since: Int) {
        inward = Way(from: outside, to: inside, bytes: first[...])
        outward = Way(from: inside, to: outside)
        self.since = since
    }

    deinit {
        Glibc.close(inward.from)
        Glibc.close(inward.to)
    }

    var interests: [pollfd] { [inward.interest, outward.interest].compactMap(\.self) }

    /// Whether its time is over: for a request that is not complete, and for one that never will be.
    /// - Parameter limit: milliseconds, as all times here.
    func isLate(at now: Int, limit: Int) -> Bool {
        now - since > limit || halfClosed.map { now - $0 > Self.answerLimit } ?? false
    }

    /// How long the answer to somebody who writes no more may take.
    private static let answerLimit = 1_000

    /// - Returns: false when there is nothing more to carry.
    func pump(_ ready: Set<Int32>, at now: Int) -> Bool {
        guard !inward.bytes.isEmpty || ready.contains(inward.from) || ready.contains(inward.to) else { return true }
        guard inward.pump(), outward.pump() else { return false }
        if inward.hasEnded { halfClosed = halfClosed ?? now }
        // With an answer one request is over, and another may follow on a connection that is kept.
        if outward.takeMoved() { since = now }
        // Once the server has answered and closed, nobody wants the rest of what the sender writes.
        return !(outward.hasEnded && outward.bytes.isEmpty)
    }
}
