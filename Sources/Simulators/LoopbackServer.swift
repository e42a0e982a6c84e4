import CPlatform
import Foundation
import Synchronization

/// A TCP listener on the loopback interface and its connections, kept by one thread that waits in poll(2). Nobody else
/// waits: what a peer does not take yet is kept for it.
final class LoopbackServer: Sendable {
    /// A connection's number; never used again.
    typealias Connection = Int

    enum Event: Sendable, Equatable {
        case opened(Connection)
        case received(Connection, [UInt8])
        /// By the peer or by us; comes once.
        case closed(Connection)
    }

    let port: Int
    let events: AsyncStream<Event>
    private let orders = Mutex<[Order]>([])
    /// A byte written here wakes the thread; closing it ends the thread and everything it keeps.
    private let wakeUp: Int32

    enum Order: Sendable {
        /// Each piece is given to the kernel by itself.
        case send(Connection, pieces: [[UInt8]])
        /// After what is still to be sent.
        case close(Connection)
        case freeze(Bool, CheckedContinuation<Void, Never>)
        case listen(CheckedContinuation<Bool, Never>)
        case stopListening(CheckedContinuation<Void, Never>)
        case end(CheckedContinuation<Void, Never>)
    }

    /// - Parameter port: 1…65535; nil takes a free one.
    /// - Throws: `BrokerFailure`.
    static func start(port: Int?) throws -> LoopbackServer {
        if let port { return try LoopbackServer(port: port) }
        for _ in 0..<8 {
            // Somebody else may take the port between our look and our bind: then another one is as good.
            if let server = try? LoopbackServer(port: try LoopbackPort.free()) { return server }
        }
        throw BrokerFailure("no free loopback port was found")
    }

    private init(port: Int) throws {
        guard let listener = LoopbackLoop.listen(on: port) else {
            throw BrokerFailure("port \(port) of 127.0.0.1 cannot be served: \(systemError())")
        }
        let pipe: (reading: Int32, writing: Int32)
        do { pipe = try ChildProcess.pipe() } catch {
            Glibc.close(listener)
            throw error
        }
        self.port = port
        wakeUp = pipe.writing
        // A full pipe rings already.
        _ = fcntl(wakeUp, F_SETFL, O_NONBLOCK)
        let (events, told) = AsyncStream<Event>.makeStream()
        self.events = events
        let thread = Thread { [weak self] in
            var loop = LoopbackLoop(port: port, listener: listener, wakeUp: pipe.reading, told: told)
            while loop.wait() {
                // Weakly, so that the owner's end is ours.
                for order in self?.takeOrders() ?? [] { loop.follow(order) }
            }
            loop.end()
        }
        thread.name = "loopback server"
        thread.start()
    }

    deinit { Glibc.close(wakeUp) }

    func send(_ pieces: [[UInt8]], to connection: Connection) { give(.send(connection, pieces: pieces)) }
    func close(_ connection: Connection) { give(.close(connection)) }

    /// While frozen, nothing is read or written; connections stay as they are.
    func freeze(_ isFrozen: Bool) async { await withCheckedContinuation { give(.freeze(isFrozen, $0)) } }

    /// Serves the port again after `stopListening`.
    /// - Returns: false when somebody else has it by now.
    func listen() async -> Bool { await withCheckedContinuation { give(.listen($0)) } }

    /// Nobody gets in any more; the connections that stand go on.
    func stopListening() async { await withCheckedContinuation { give(.stopListening($0)) } }

    /// Closes the port and all connections.
    func end() async { await withCheckedContinuation { give(.end($0)) } }

    private func give(_ order: Order) {
        orders.withLock { $0.append(order) }
        var ring: UInt8 = 1
        _ = write(wakeUp, &ring, 1)
    }

    private func takeOrders() -> [Order] {
        orders.withLock { orders in
            defer { orders = [] }
            return orders
        }
    }
}

/// What the server's thread keeps; nobody else touches it.
struct LoopbackLoop {
    typealias Connection = LoopbackServer.Connection

    private struct Peer {
        var descriptor: Int32
        /// What is still to be sent, and how much of the first piece is gone.
        var pieces: ArraySlice<[UInt8]> = []
        var sent = 0
        /// Bytes in all.
        var waiting = 0
        var isClosing = false
    }

    /// Whoever leaves more than this unread is given up, as exchanges give up slow listeners.
    static let mostWaiting = 64 << 20

    let port: Int
    private var listener: Int32?
    private let wakeUp: Int32
    private let told: AsyncStream<LoopbackServer.Event>.Continuation
    private var peers: [Connection: Peer] = [:]
    private var latest = 0
    private var isFrozen = false
    private var buffer = [UInt8](repeating: 0, count: 65_536)

    init(port: Int, listener: Int32, wakeUp: Int32, told: AsyncStream<LoopbackServer.Event>.Continuation) {
        self.port = port
        self.listener = listener
        self.wakeUp = wakeUp
        self.told = told
    }

    /// Waits until something can be done and does it.
    /// - Returns: false once the server is to end.
    mutating func wait() -> Bool {
        let connections = isFrozen ? [] : peers.keys.sorted()
        let watched = connections.map { connection -> pollfd in
            let wants = peers[connection]?.pieces.isEmpty == false ? POLLIN | POLLOUT : POLLIN
            return pollfd(fd: peers[connection]?.descriptor ?? -1, events: Int16(wants), revents: 0)
        }
        // A negative descriptor is passed over.
        var all = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0), pollfd(fd: listener ?? -1, events: Int16(POLLIN), revents: 0)]
        all += watched
        guard poll(&all, nfds_t(all.count), -1) > 0 else { return true }
        if all[0].revents != 0 {
            let rings = Glibc.read(wakeUp, &buffer, buffer.count)
            if rings == 0 || (rings < 0 && errno != EINTR) { return false }
        }
        if all[1].revents != 0 { accept() }
        for (connection, seen) in zip(connections, all.dropFirst(2)) where seen.revents != 0 {
            if Int32(seen.revents) & POLLOUT != 0 { flush(connection) }
            if Int32(seen.revents) & ~POLLOUT != 0 { read(from: connection) }
        }
        return true
    }

    mutating func follow(_ order: LoopbackServer.Order) {
        switch order {
        case .send(let connection, let pieces):
            peers[connection]?.pieces += pieces
            peers[connection]?.waiting += pieces.reduce(0) { $0 + $1.count }
            if !isFrozen { flush(connection) }
            if let peer = peers[connection], peer.waiting > Self.mostWaiting { drop(connection) }
        case .close(let connection):
            peers[connection]?.isClosing = true
            if isFrozen || peers[connection]?.pieces.isEmpty == true { drop(connection) }
        case .freeze(let frozen, let done):
            isFrozen = frozen
            done.resume()
        case .listen(let done):
            if listener == nil { listener = Self.listen(on: port) }
            done.resume(returning: listener != nil)
        case .stopListening(let done):
            if let listener { close(listener) }
            listener = nil
            done.resume()
        case .end(let done):
            // The thread itself goes on until the wakeUp is gone, so that nobody rings in vain.
            closeAll()
            done.resume()
        }
    }

    mutating func end() {
        closeAll()
        close(wakeUp)
        told.finish()
    }

    private mutating func closeAll() {
        for connection in peers.keys.sorted() { drop(connection) }
        if let listener { close(listener) }
        listener = nil
    }

    private mutating func accept() {
        guard let listener else { return }
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        // A torn frame is to arrive torn.
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        latest += 1
        peers[latest] = Peer(descriptor: descriptor)
        told.yield(.opened(latest))
    }

    private mutating func read(from connection: Connection) {
        guard let peer = peers[connection] else { return }
        let count = Glibc.read(peer.descriptor, &buffer, buffer.count)
        if count > 0 {
            if !peer.isClosing { told.yield(.received(connection, Array(buffer[..<count]))) }
        } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
            drop(connection)
        }
    }

    private mutating func flush(_ connection: Connection) {
        while let peer = peers[connection], let piece = peer.pieces.first {
            let count = piece.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(peer.sent))
                return Glibc.send(peer.descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno != EAGAIN { drop(connection) }
                return
            }
            peers[connection]?.waiting -= count
            if peer.sent + count == piece.count {
                peers[connection]?.pieces.removeFirst()
                peers[connection]?.sent = 0
            } else {
                peers[connection]?.sent += count
            }
        }
        if peers[connection]?.isClosing == true { drop(connection) }
    }

    private mutating func drop(_ connection: Connection) {
        guard let peer = peers.removeValue(forKey: connection) else { return }
        close(peer.descriptor)
        told.yield(.closed(connection))
    }

    /// - Returns: a listening socket, or nil with errno.
    static func listen(on port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        // Connections that have just ended must not keep us from the port.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard LoopbackPort.bind(descriptor, to: port), Glibc.listen(descriptor, 64) == 0 else {
            let reason = errno
            close(descriptor)
            errno = reason
            return nil
        }
        return descriptor
    }
}
