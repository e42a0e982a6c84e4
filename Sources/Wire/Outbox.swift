import CPlatform
import Glibc
import Synchronization
import Text

/// What is to go out over one link, and the bell that calls its network thread out of `poll`.
final class Outbox<Item: Sendable>: Sendable {
    enum Answer { case taken, full, closed }

    private struct State {
        var items: [Item] = []
        var bytes = 0
        /// -1 when there is none: before the link's thread starts and after it ended.
        var bell: Int32 = -1
        var isRung = false

        mutating func ring() {
            guard bell >= 0, !isRung else { return }
            isRung = true
            _ = eventfd_write(bell, 1)
        }
    }

    private let mostBytes: Int
    private let state = Mutex(State())

    /// - Parameter mostBytes: more than this underway, and the peer counts as taking nothing any more.
    init(mostBytes: Int) { self.mostBytes = mostBytes }

    func put(_ item: Item, bytes: Int) -> Answer {
        state.withLock { state in
            guard state.bell >= 0 else { return .closed }
            guard state.bytes + bytes <= mostBytes else { return .full }
            state.items.append(item)
            state.bytes += bytes
            state.ring()
            return .taken
        }
    }

    func ring() { state.withLock { $0.ring() } }

    func open() throws(WireFailure) {
        let bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard bell >= 0 else { throw WireFailure(stage: .tcp, reason: "No descriptor for the link: \(ours(strerror(errno))).") }
        state.withLock { $0.bell = bell }
    }

    func close() {
        let bell = state.withLock { exchange(&$0.bell, with: -1) }
        if bell >= 0 { Glibc.close(bell) }
    }

    // MARK: For the network thread

    /// What came since the last look; the bell is silent afterwards. Whatever else it may have rung for, such as the link's
    /// end, is to be looked at after this and not before, or the ring would be lost.
    func take() -> [Item] {
        state.withLock { state in
            guard state.isRung else { return [] }
            var count = eventfd_t()
            _ = eventfd_read(state.bell, &count)
            state.isRung = false
            return exchange(&state.items, with: [])
        }
    }

    /// These bytes are underway no longer.
    func sent(_ bytes: Int) { state.withLock { $0.bytes -= bytes } }

    /// Waits until the socket has something to say or the bell rings.
    /// - Parameter limit: milliseconds; -1 waits for ever.
    /// - Returns: what `poll` says of the socket (0 is nothing), and whether the bell rings.
    func wait(beside socket: Int32, for events: Int32, limit: Int32) -> (events: Int32, isRung: Bool) {
        var watched = [
            pollfd(fd: socket, events: Int16(events), revents: 0),
            pollfd(fd: state.withLock(\.bell), events: Int16(POLLIN), revents: 0),
        ]
        while poll(&watched, 2, limit) < 0 { guard errno == EINTR else { return (POLLERR, false) } }
        return (Int32(watched[0].revents), watched[1].revents != 0)
    }
}
