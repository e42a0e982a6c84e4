import CMicrohttpd
import Glibc
import Text
import Synchronization

/// The listening socket and the thread that hands its connections to libmicrohttpd.
///
/// The exchange writes `POST  HTTP/1.1`, with no request target, which libmicrohttpd answers with 400. So the first line is
/// looked at before the connection is handed over: libmicrohttpd gets one end of a socket pair, on which the line is repaired
/// and everything else goes through as it is.
///
/// Anybody may connect. Whose address is not believed is turned away at once. A request has an age limit from its first moment,
/// whatever comes of it meanwhile, and where all places are taken the oldest request that is not answered gives way: a report
/// comes whole within moments, so that neither silence nor drops keep one out.
final class ReportDoor: Sendable {
    /// Stands where the sender wrote no target.
    static let missingTarget = "/-no-target-"

    private static let mostConnections = 64
    /// Seconds within which a request must be complete, and that a kept connection may be silent.
    private static let requestLimit = 10

    let port: Int
    let desk: ReportDesk
    /// One for each address of the interface.
    private let listeners: [Int32]
    /// Whoever writes to the one end wakes the thread that polls the other.
    private let bell: (inside: Int32, outside: Int32)

    private struct State {
        var isStopping = false
        var hasEnded = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    private init(listeners: [Int32], bell: (Int32, Int32), port: Int, desk: ReportDesk) {
        self.listeners = listeners
        self.bell = bell
        self.port = port
        self.desk = desk
    }

    static func open(host: String, port: Int, desk: ReportDesk) throws(WireFailure) -> ReportDoor {
        let (listeners, port) = try listen(host: host, port: port)
        var ends: [Int32] = [-1, -1]
        // Those that gave way are with libmicrohttpd for a moment longer than with us.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends) == 0,
            let daemon = desk.startDaemon(connections: UInt32(mostConnections * 4), patience: UInt32(requestLimit))
        else {
            for descriptor in ends + listeners where descriptor >= 0 { Glibc.close(descriptor) }
            throw WireFailure(stage: .tcp, reason: "The listener for reports does not start: \(ours(strerror(errno)))")
        }
        let door = ReportDoor(listeners: listeners, bell: (ends[0], ends[1]), port: port, desk: desk)
        door.start(Daemon(pointer: daemon))
        return door
    }

    /// libmicrohttpd's daemon locks what it shares between threads; it goes from the opener to the thread once.
    private struct Daemon: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// Listens on all addresses that a name has, at one port; an address that this machine does not have at present is left out.
    private static func listen(host: String, port: Int) throws(WireFailure) -> ([Int32], Int) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        // In an address of a URL the zone's sign is written %25 (RFC 6874).
        let name = ["", "*"].contains(host) ? nil : host.replacing("%25", with: "%")
        guard (0...65_535).contains(port), getaddrinfo(name, String(port), &hints, &found) == 0, let found else {
            throw WireFailure(stage: .address, reason: "\(host):\(port) is no address to listen on for reports.", isFinal: true)
        }
        defer { freeaddrinfo(found) }
        let places = sequence(first: found, next: { $0.pointee.ai_next }).map(\.pointee)
        var (listeners, bound, trouble): ([Int32], Int, Int32) = ([], port, 0)
        for place in places {
            switch listen(at: place, port: bound, isOneOfSeveral: places.count > 1) {
            case .open(let descriptor, let port):
                listeners.append(descriptor)
                bound = port
            case .failed(let error):
                trouble = error
                // Half of a port that another program has is not ours.
                if error == EADDRINUSE, port != 0 {
                    for descriptor in listeners { Glibc.close(descriptor) }
                    listeners = []
                }
            }
            if trouble == EADDRINUSE, port != 0 { break }
        }
        guard listeners.isEmpty else { return (listeners, bound) }
        throw WireFailure(
            stage: .tcp,
            reason: trouble == EADDRINUSE
                ? "\(host):\(port) is taken by another program, perhaps another console. Configure another port."
                : "\(host):\(port) cannot be listened on: \(ours(strerror(trouble)))")
    }

    private enum Listening {
        case open(Int32, port: Int)
        case failed(Int32)
    }

    private static func listen(at place: addrinfo, port: Int, isOneOfSeveral: Bool) -> Listening {
        let descriptor = socket(
            place.ai_family, place.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), place.ai_protocol)
        guard descriptor >= 0 else { return .failed(errno) }
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        // Otherwise :: also takes what 0.0.0.0 is to have.
        if place.ai_family == AF_INET6, isOneOfSeveral { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &yes, size) }
        var address = sockaddr_storage()
        var length = place.ai_addrlen
        memcpy(&address, place.ai_addr, Int(length))
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            // The port stands at the same place for IPv4 and IPv6.
            pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee.sin_port = UInt16(port).bigEndian }
            return pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int? in
                guard bind(descriptor, address, length) == 0, Glibc.listen(descriptor, 64) == 0 else { return nil }
                length = socklen_t(MemoryLayout<sockaddr_storage>.size)
                getsockname(descriptor, address, &length)
                return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { Int(UInt16(bigEndian: $0.pointee.sin_port)) }
            }
        }
        if let bound { return .open(descriptor, port: bound) }
        let error = errno
        Glibc.close(descriptor)
        return .failed(error)
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
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var since: Int
        var bytes: [UInt8] = []
    }

    /// Everybody who is connected.
    private struct Guests {
        var visitors: [Int32: Visitor] = [:]
        var relays: [ReportRelay] = []

        var count: Int { visitors.count + relays.count }

        mutating func dismiss(_ descriptor: Int32) {
            if visitors.removeValue(forKey: descriptor) != nil { Glibc.close(descriptor) }
        }

        /// Makes room for one more: whoever has had the longest time gives way.
        mutating func dismissOldest() {
            let visitor = visitors.min { $0.value.since < $1.value.since }
            let relay = relays.indices.min { relays[$0].since < relays[$1].since }
            if let relay, visitor.map({ relays[relay].since <= $0.value.since }) ?? true {
                relays.remove(at: relay)
            } else if let visitor {
                dismiss(visitor.key)
            }
        }
    }

    private func run(_ daemon: OpaquePointer) {
        var guests = Guests()
        while true {
            var polled = [pollfd(fd: bell.inside, events: Int16(POLLIN), revents: 0)]
            polled += (listeners + guests.visitors.keys).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            for relay in guests.relays { polled += relay.interests }
            guard poll(&polled, nfds_t(polled.count), guests.count == 0 ? -1 : 1_000) >= 0 || errno == EINTR else { break }
            let ready = Set(polled.lazy.filter { $0.revents != 0 }.map(\.fd))
            if ready.contains(bell.inside) { break }
            let now = Self.uptime()
            for descriptor in Array(guests.visitors.keys) where ready.contains(descriptor) { read(descriptor, daemon, &guests) }
            guests.relays.removeAll { !$0.pump(ready, at: now) || $0.isLate(at: now, limit: Self.requestLimit * 1_000) }
            for (descriptor, visitor) in guests.visitors where now - visitor.since > Self.requestLimit * 1_000 {
                guests.dismiss(descriptor)
            }
            for listener in listeners where ready.contains(listener) { admit(from: listener, at: now, &guests) }
        }
        for descriptor in Array(guests.visitors.keys) { guests.dismiss(descriptor) }
        guests.relays = []
        finish(daemon)
    }

    /// Milliseconds.
    private static func uptime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }

    /// As many at once as there are places: whoever is connected also gets a turn.
    private func admit(from listener: Int32, at now: Int, _ guests: inout Guests) {
        for _ in 0..<Self.mostConnections {
            var visitor = Visitor(since: now)
            let (descriptor, peer) = withUnsafeMutablePointer(to: &visitor) { visitor in
                withUnsafeMutablePointer(to: &visitor.pointee.address) { address in
                    address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                        let descriptor = Glibc.accept(listener, address, &visitor.pointee.length)
                        return (descriptor, descriptor < 0 ? "" : words(for: address))
                    }
                }
            }
            guard descriptor >= 0 else { return }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            guard desk.admits(peer) else {
                let refusal = Array("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
                _ = send(descriptor, refusal, refusal.count, Int32(MSG_NOSIGNAL))
                Glibc.close(descriptor)
                continue
            }
            if guests.count >= Self.mostConnections { guests.dismissOldest() }
            guests.visitors[descriptor] = visitor
        }
    }

    /// Reads towards the first line, and hands the connection on once it is there.
    private func read(_ descriptor: Int32, _ daemon: OpaquePointer, _ guests: inout Guests) {
        guard var visitor = guests.visitors[descriptor] else { return }
        var chunk = [UInt8](repeating: 0, count: 512)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return guests.dismiss(descriptor) }
        visitor.bytes += chunk[..<count]
        let end = visitor.bytes.firstIndex(of: UInt8(ascii: "\n"))
        guard end != nil || visitor.bytes.count >= 512 else {
            guests.visitors[descriptor] = visitor
            return
        }
        var first = visitor.bytes
        if let end, let repaired = Self.repaired(first[...end]) { first.replaceSubrange(...end, with: repaired) }
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends) == 0 else {
            return guests.dismiss(descriptor)
        }
        guests.visitors[descriptor] = nil
        guests.relays.append(ReportRelay(outside: descriptor, inside: ends[0], first: first, since: visitor.since))
        handOver(ends[1], visitor, daemon)
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
        for descriptor in listeners + [bell.inside, bell.outside] { Glibc.close(descriptor) }
        let closers = state.withLock { state in
            state.hasEnded = true
            return exchange(&state.closers, with: [])
        }
        for closer in closers { closer.resume() }
    }
}
