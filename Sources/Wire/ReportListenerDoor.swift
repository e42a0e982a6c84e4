import CMicrohttpd
import Glibc
import Text
import Synchronization

/// The listening socket and the thread that hands its connections to libmicrohttpd.
///
/// The exchange writes `POST  HTTP/1.1`, with no request target, which libmicrohttpd answers with 400. So the first line is
/// looked at before the connection is handed over; where the target is missing, libmicrohttpd gets one end of a socket pair
/// instead, on which the line is repaired and everything else goes through as it is.
final class ReportDoor: Sendable {
    /// Stands where the sender wrote no target.
    static let missingTarget = "/-no-target-"

    private static let mostConnections = 64
    /// Seconds that a sender may be silent.
    private static let patience = 10

    let port: Int
    let desk: ReportDesk
    private let listener: Int32
    /// Whoever writes to the one end wakes the thread that polls the other.
    private let bell: (inside: Int32, outside: Int32)

    private struct State {
        var isStopping = false
        var hasEnded = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    private init(listener: Int32, bell: (Int32, Int32), port: Int, desk: ReportDesk) {
        self.listener = listener
        self.bell = bell
        self.port = port
        self.desk = desk
    }

    static func open(host: String, port: Int, desk: ReportDesk) throws(WireFailure) -> ReportDoor {
        let (listener, port) = try listen(host: host, port: port)
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends) == 0,
            let daemon = desk.startDaemon(connections: UInt32(mostConnections), patience: UInt32(patience))
        else {
            for descriptor in ends + [listener] where descriptor >= 0 { Glibc.close(descriptor) }
            throw WireFailure(stage: .tcp, reason: "The listener for reports does not start: \(ours(strerror(errno)))")
        }
        let door = ReportDoor(listener: listener, bell: (ends[0], ends[1]), port: port, desk: desk)
        door.start(Daemon(pointer: daemon))
        return door
    }

    /// libmicrohttpd's daemon locks what it shares between threads; it goes from the opener to the thread once.
    private struct Daemon: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    private static func listen(host: String, port: Int) throws(WireFailure) -> (Int32, Int) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        guard (0...65_535).contains(port), getaddrinfo(host, String(port), &hints, &found) == 0, let found else {
            throw WireFailure(stage: .address, reason: "\(host):\(port) is no address to listen on for reports.", isFinal: true)
        }
        defer { freeaddrinfo(found) }
        let place = found.pointee
        let descriptor = socket(
            place.ai_family, place.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), place.ai_protocol)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard descriptor >= 0, bind(descriptor, place.ai_addr, place.ai_addrlen) == 0, Glibc.listen(descriptor, 64) == 0 else {
            let error = errno
            if descriptor >= 0 { Glibc.close(descriptor) }
            throw WireFailure(
                stage: .tcp,
                reason: error == EADDRINUSE
                    ? "\(host):\(port) is taken by another program, perhaps another console. Configure another port."
                    : "\(host):\(port) cannot be listened on: \(ours(strerror(error)))")
        }
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                getsockname(descriptor, address, &length)
                // The port stands at the same place for IPv4 and IPv6.
                return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin_port)) }
            }
        }
        return (descriptor, bound)
    }

    // MARK: What callers do

    func stop() {
        state.withLock { state in
            if !state.isStopping { _ = send(bell.outside, [1], 1, Int32(MSG_NOSIGNAL)) }
            state.isStopping = true
        }
    }

    func ended() async {
        await withCheckedContinuation { closer in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.closers.append(closer) }
                return state.hasEnded
            }
            if hasEnded { closer.resume() }
        }
    }

    private func start(_ daemon: Daemon) {
        let work = Unmanaged.passRetained(Work { self.run(daemon.pointer) })
        var thread = pthread_t()
        guard
            pthread_create(
                &thread, nil,
                { work in
                    Unmanaged<Work>.fromOpaque(work!).takeRetainedValue().body()
                    return nil
                }, work.toOpaque()) == 0
        else {
            work.release()
            return finish(daemon.pointer)
        }
        pthread_detach(thread)
    }

    private final class Work {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    // MARK: What the thread does

    /// A connection whose first line has not come yet.
    private struct Visitor {
        var address: sockaddr_storage
        var length: socklen_t
        var since: Int
    }

    private func run(_ daemon: OpaquePointer) {
        var visitors: [Int32: Visitor] = [:]
        var relays: [ReportRelay] = []
        while true {
            var polled = [pollfd(fd: bell.inside, events: Int16(POLLIN), revents: 0)]
            let isFull = visitors.count + relays.count >= Self.mostConnections
            if !isFull { polled.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0)) }
            polled += visitors.keys.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            for relay in relays { polled += relay.interests }
            let isIdle = visitors.isEmpty && relays.isEmpty
            guard poll(&polled, nfds_t(polled.count), isIdle ? -1 : 1_000) >= 0 || errno == EINTR else { break }
            let ready = Set(polled.lazy.filter { $0.revents != 0 }.map(\.fd))
            if ready.contains(bell.inside) { break }
            let now = Self.uptime()
            if ready.contains(listener) { admit(at: now, into: &visitors) }
            for (descriptor, visitor) in visitors {
                if ready.contains(descriptor) {
                    inspect(descriptor, visitor, daemon, &visitors, &relays, at: now)
                } else if now - visitor.since > Self.patience {
                    visitors[descriptor] = nil
                    Glibc.close(descriptor)
                }
            }
            relays.removeAll { !$0.pump(ready, at: now, patience: Self.patience) }
        }
        for descriptor in visitors.keys { Glibc.close(descriptor) }
        relays = []
        finish(daemon)
    }

    private static func uptime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec
    }

    private func admit(at now: Int, into visitors: inout [Int32: Visitor]) {
        var visitor = Visitor(address: sockaddr_storage(), length: socklen_t(MemoryLayout<sockaddr_storage>.size), since: now)
        let descriptor = withUnsafeMutablePointer(to: &visitor) { visitor in
            withUnsafeMutablePointer(to: &visitor.pointee.address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.accept(listener, $0, &visitor.pointee.length) }
            }
        }
        guard descriptor >= 0 else { return }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        visitors[descriptor] = visitor
    }

    /// Looks at what came without taking it, and hands the connection on once there is a line to judge.
    private func inspect(
        _ descriptor: Int32, _ visitor: Visitor, _ daemon: OpaquePointer, _ visitors: inout [Int32: Visitor],
        _ relays: inout [ReportRelay], at now: Int
    ) {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_PEEK))
        if count < 0, errno == EAGAIN { return }
        guard count > 0 else {
            visitors[descriptor] = nil
            Glibc.close(descriptor)
            return
        }
        bytes.removeSubrange(count...)
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
            if count < 512 { return waitForMore(than: count, on: descriptor) }
            visitors[descriptor] = nil
            return handOver(descriptor, visitor, daemon)
        }
        visitors[descriptor] = nil
        waitForMore(than: 0, on: descriptor)
        guard let repaired = Self.repaired(bytes[...end]) else { return handOver(descriptor, visitor, daemon) }
        _ = recv(descriptor, &bytes, end + 1, 0)
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends) == 0 else {
            Glibc.close(descriptor)
            return
        }
        relays.append(ReportRelay(outside: descriptor, inside: ends[0], first: repaired, since: now))
        handOver(ends[1], visitor, daemon)
    }

    /// Lets the socket count as readable only when there is more than was seen already.
    private func waitForMore(than count: Int, on descriptor: Int32) {
        var least = Int32(count + 1)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &least, socklen_t(MemoryLayout<Int32>.size))
    }

    private func handOver(_ descriptor: Int32, _ visitor: Visitor, _ daemon: OpaquePointer) {
        var visitor = visitor
        withUnsafePointer(to: &visitor.address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                // It closes the socket itself where it does not take the connection.
                _ = MHD_add_connection(daemon, descriptor, address, visitor.length)
            }
        }
    }

    /// `POST  HTTP/1.1` with a target put in; nil for a line that has one.
    static func repaired(_ line: ArraySlice<UInt8>) -> [UInt8]? {
        let words = line.split { $0 == 0x20 || $0 == 0x0D || $0 == 0x0A }
        guard words.count == 2, words[1].starts(with: Array("HTTP/".utf8)) else { return nil }
        return words[0] + Array(" \(missingTarget) ".utf8) + words[1] + [0x0D, 0x0A]
    }

    private func finish(_ daemon: OpaquePointer) {
        state.withLock { $0.isStopping = true }
        MHD_stop_daemon(daemon)
        for descriptor in [listener, bell.inside, bell.outside] { Glibc.close(descriptor) }
        let closers = state.withLock { state in
            state.hasEnded = true
            return exchange(&state.closers, with: [])
        }
        for closer in closers { closer.resume() }
    }
}
