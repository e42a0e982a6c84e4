import Glibc
import Text

/// The network thread of one framed connection: it alone touches the socket.
extension FramedSession {
    /// How long a closing link tries to get its last frames out, in milliseconds.
    private static let grace: Int32 = 1_000
    /// Bytes of one read; frames are mostly a few hundred.
    private static let gulp = 64 << 10

    /// The connection from its first step to its last; returns what ended it.
    func run() -> WireFailure? {
        trace.say { [place] in "\(place): connecting" }
        let failure = connection()
        trace.say { [place] in "\(place): ended" + (failure.map { ": \(WireTrace.reason($0))" } ?? "") }
        return failure
    }

    private func connection() -> WireFailure? {
        do throws(WireFailure) {
            let socket = try connect()
            defer { close(socket) }
            let stream = try SocketStream(socket, encryption(of: socket))
            life.stand()
            try loop(stream)
            return nil
        } catch {
            return error
        }
    }

    /// Shakes hands, where the connection is to be encrypted.
    private func encryption(of socket: Int32) throws(WireFailure) -> EncryptedStream? {
        guard let tls, case .tcp(let host, _) = route else { return nil }
        life.reach(.tls)
        let stream = try EncryptedStream(socket, tls, host: host)
        try stream.shakeHands(at: place) { events in
            let (_, isRung) = life.outbox.wait(beside: socket, for: events, limit: -1)
            return !isRung || !life.isStopping
        }
        return stream
    }

    // MARK: Connecting

    /// - Returns: a socket that stands.
    private func connect() throws(WireFailure) -> Int32 {
        switch route {
        case .tcp(let host, let port): try connect(host, port)
        case .local(let path): try connectLocally(path)
        case .accepted(let socket): socket
        }
    }

    private func connectLocally(_ path: String) throws(WireFailure) -> Int32 {
        guard let address = LocalAddress(path) else {
            throw WireFailure(stage: .address, reason: "\(path) is too long for the name of a socket.", isFinal: true)
        }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // A listener of this machine takes the connection at once or not at all.
        guard socket >= 0, address.with({ Glibc.connect(socket, $0, $1) }) == 0 else {
            let cause = errno
            if socket >= 0 { close(socket) }
            throw WireFailure(stage: .tcp, reason: "No connection to \(path): \(ours(strerror(cause))).")
        }
        _ = fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK)
        return socket
    }

    private func connect(_ host: String, _ port: Int) throws(WireFailure) -> Int32 {
        guard (1...65_535).contains(port) else {
            throw WireFailure(stage: .address, reason: "There is no port \(port).", isFinal: true)
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let outcome = getaddrinfo(host, String(port), &hints, &found)
        guard outcome == 0 else {
            throw WireFailure(
                stage: .address,
                reason: """
                    The host name \(host) cannot be looked up: \(ours(gai_strerror(outcome))). \
                    Check the server's name and the name service.
                    """)
        }
        defer { freeaddrinfo(found) }
        life.reach(.tcp)
        var cause = ECONNREFUSED
        var next = found
        while let address = next?.pointee, !life.isStopping {
            switch connect(to: address) {
            case .success(let socket): return socket
            case .failure(let error): cause = error.code
            }
            next = address.ai_next
        }
        throw WireFailure(
            stage: .tcp, reason: "No connection to \(place): \(ours(strerror(cause))). Check the port, and that the server runs.")
    }

    private struct Errno: Error { var code: Int32 }

    private func connect(to address: addrinfo) -> Result<Int32, Errno> {
        let type = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(address.ai_family, type, address.ai_protocol)
        guard socket >= 0 else { return .failure(Errno(code: errno)) }
        var error = Glibc.connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno
        if error == EINPROGRESS {
            let (_, isRung) = life.outbox.wait(beside: socket, for: POLLOUT, limit: -1)
            error = isRung ? ECANCELED : pendingError(of: socket)
        }
        guard error == 0 else {
            close(socket)
            return .failure(Errno(code: error))
        }
        switchOn(socket, Int32(IPPROTO_TCP), TCP_NODELAY)
        switchOn(socket, SOL_SOCKET, SO_KEEPALIVE)
        return .success(socket)
    }

    private func pendingError(of socket: Int32) -> Int32 {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno
    }

    private func switchOn(_ socket: Int32, _ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    // MARK: The standing link

    private func loop(_ stream: SocketStream) throws(WireFailure) {
        var decoder = FrameDecoder(codec)
        var queue: [[UInt8]] = []
        /// Bytes of the first frame of `queue` that are written already.
        var written = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.gulp, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            queue += life.outbox.take()
            let isStopping = life.isStopping
            if isStopping { queue += life.outbox.take() }
            if isStopping, queue.isEmpty { return }
            let events = isStopping ? POLLOUT : queue.isEmpty ? POLLIN : POLLIN | POLLOUT
            let (happened, isRung) = life.outbox.wait(beside: stream.socket, for: events, limit: isStopping ? Self.grace : -1)
            if isStopping, happened == 0, !isRung { return }
            if happened & ~POLLOUT != 0, !isStopping { try read(stream, buffer, &decoder) }
            if !queue.isEmpty { try write(&queue, &written, to: stream) }
        }
    }

    /// Each frame goes out in one call; only what the socket did not take of it goes in another.
    private func write(_ queue: inout [[UInt8]], _ written: inout Int, to stream: SocketStream) throws(WireFailure) {
        var done = 0
        defer { queue.removeFirst(done) }
        while done < queue.count {
            let count = queue[done].withUnsafeBytes { frame in
                stream.write(UnsafeRawBufferPointer(rebasing: frame[written...]))
            }
            guard count >= 0 else {
                if errno == EAGAIN || errno == EINTR { return }
                throw loss(errno)
            }
            life.outbox.sent(count)
            written += count
            guard written == queue[done].count else { return }
            written = 0
            done += 1
        }
    }

    private func read(_ stream: SocketStream, _ buffer: UnsafeMutableRawBufferPointer, _ decoder: inout FrameDecoder) throws(WireFailure) {
        let count = stream.read(buffer)
        guard count != 0 else { throw WireFailure(stage: .link, reason: "\(place) closed the connection.") }
        guard count > 0 else {
            if errno == EAGAIN || errno == EINTR { return }
            throw loss(errno)
        }
        var payloads: [[UInt8]] = []
        do throws(FrameError) {
            try decoder.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), into: &payloads)
        } catch {
            arrived(payloads)
            throw WireFailure(
                stage: .link, reason: "\(place) sent \(error.description); the link was dropped. Is it \(codec.peer)?")
        }
        arrived(payloads)
    }

    private func arrived(_ payloads: [[UInt8]]) {
        if tracesPayloads { for payload in payloads { trace.message("←", { [place] in place }, payload) } }
        life.deliver(payloads)
    }

    private func loss(_ error: Int32) -> WireFailure {
        WireFailure(stage: .link, reason: "The connection to \(place) was lost: \(ours(strerror(error))).")
    }
}
