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
            }
            return true
        }
    }

    private var inward: Way
    private var outward: Way
    private var lastMove: Int

    /// - Parameter first: what the server reads before everything else.
    init(outside: Int32, inside: Int32, first: [UInt8], since: Int) {
        inward = Way(from: outside, to: inside, bytes: first[...])
        outward = Way(from: inside, to: outside)
        lastMove = since
    }

    deinit {
        Glibc.close(inward.from)
        Glibc.close(inward.to)
    }

    var interests: [pollfd] { [inward.interest, outward.interest].compactMap(\.self) }

    /// - Returns: false when there is nothing more to carry.
    func pump(_ ready: Set<Int32>, at now: Int, patience: Int) -> Bool {
        guard ready.contains(inward.from) || ready.contains(inward.to) else { return now - lastMove <= patience }
        lastMove = now
        // Once the server has answered and closed, nobody wants the rest of what the sender writes.
        return inward.pump() && outward.pump() && !(outward.hasEnded && outward.bytes.isEmpty)
    }
}
