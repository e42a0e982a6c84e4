import CPlatform
import Glibc
import Text

/// A socket of this machine on which other processes of the same user connect; nobody else is let in.
public final class LocalListener: Sendable {
    private let session: LocalListenerSession

    private init(_ session: LocalListenerSession) { self.session = session }

    /// A listener nobody holds any more ends too, only that nobody waits for it.
    deinit { session.life.stop() }

    /// Listens; returns once others can connect.
    /// - Parameters:
    ///   - path: at most 106 octets. The file is readable and writable for its owner alone, and gone when the
    ///     listener is closed.
    ///   - codec: how both sides frame what they say.
    /// - Throws: `WireFailure`.
    public static func open(_ path: String, codec: any FrameCodec) async throws -> LocalListener {
        let session = LocalListenerSession(path, codec)
        let listener = LocalListener(session)
        try await session.life.open(
            deadline: .seconds(5),
            lateness: { WireFailure(stage: $0, reason: "\(path) cannot be listened on.") }, run: session.run)
        return listener
    }

    /// Those who connected since the last look; waits if nobody did.
    /// - Returns: nil once the listener has ended or the task is cancelled.
    public func nextLinks() async throws -> [FramedLink]? {
        guard let accepted = await session.life.nextBatch() else { return nil }
        var links: [FramedLink] = []
        for connection in accepted { links.append(try await FramedLink.open(connection, deadline: .seconds(5))) }
        return links
    }

    /// Ends the listener and takes its file away; those who are connected stay so. Idempotent.
    public func close() async {
        session.life.stop()
        await session.life.ended()
    }
}

/// What the listener's callers share with its thread, which alone touches the socket.
private final class LocalListenerSession: Sendable {
    let path: String
    let codec: any FrameCodec
    let life = LinkLife<FramedSession, Void>()

    init(_ path: String, _ codec: any FrameCodec) {
        self.path = path
        self.codec = codec
    }

    func run() -> WireFailure? {
        do throws(WireFailure) {
            let socket = try listen()
            defer {
                unlink(path)
                close(socket)
            }
            life.stand()
            while !life.isStopping {
                let (happened, _) = life.outbox.wait(beside: socket, for: POLLIN, limit: -1)
                _ = life.outbox.take()
                if happened & POLLIN != 0 { accept(from: socket) }
                if happened & ~POLLIN != 0 { throw failure("The socket ended") }
            }
            return nil
        } catch {
            return error
        }
    }

    private func listen() throws(WireFailure) -> Int32 {
        // Bound under another name and renamed when it listens: whoever finds the name can connect.
        let unready = path + "~"
        guard let address = LocalAddress(unready) else {
            throw WireFailure(stage: .address, reason: "\(path) is too long for the name of a socket.", isFinal: true)
        }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { throw failure("No socket") }
        // On Linux the file takes the rights that the socket has when it is bound, so nobody can slip in before they are set.
        guard fchmod(socket, 0o600) == 0, address.with({ Glibc.bind(socket, $0, $1) }) == 0, Glibc.listen(socket, 16) == 0,
            rename(unready, path) == 0
        else {
            let refused = failure("No socket at \(path)")
            unlink(unready)
            close(socket)
            throw refused
        }
        return socket
    }

    private func failure(_ what: String) -> WireFailure {
        WireFailure(stage: .tcp, reason: "\(SafeText(what)): \(ours(strerror(errno))).")
    }

    /// One connection at a time: what is left makes `poll` return again.
    private func accept(from socket: Int32) {
        let connection = Glibc.accept(socket, nil, nil)
        guard connection >= 0 else { return }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        _ = fcntl(connection, F_SETFL, O_NONBLOCK)
        guard peer(of: connection) == geteuid() else {
            close(connection)
            return
        }
        life.deliver([FramedSession(.accepted(connection), codec: codec)])
    }

    /// The user who connected; nil where the kernel does not say.
    private func peer(of connection: Int32) -> uid_t? {
        var user = uid_t.max
        return cordboard_peer_user(connection, &user) == 0 ? user : nil
    }
}

/// The address of a socket of this machine; nil where its path is too long for one.
struct LocalAddress {
    private var address = sockaddr_un()

    init?(_ path: String) {
        let octets = Array(path.utf8)
        guard octets.count < MemoryLayout.size(ofValue: address.sun_path), !octets.contains(0) else { return nil }
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: octets) }
    }

    func with<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
