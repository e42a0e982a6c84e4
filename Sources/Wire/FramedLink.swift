/// A TCP connection that carries frames, from its making to its end. It does not come back by itself: whoever needs
/// another opens another.
public final class FramedLink: Sendable {
    private let session: FramedSession

    private init(session: FramedSession) { self.session = session }

    /// A link nobody holds any more ends too, only that nobody waits for it.
    deinit { session.life.stop() }

    /// Connects to the first of the host's addresses that answers. Cancellation closes what had come about.
    /// - Parameters:
    ///   - tls: whom to believe; nil: in clear text.
    ///   - codec: how the peer frames what it says.
    /// - Throws: `WireFailure`, also when `deadline` passes; `CancellationError` when the task is cancelled.
    public static func open(
        host: String, port: Int, tls: TLSPolicy? = nil, codec: any FrameCodec, deadline: Duration
    ) async throws -> FramedLink {
        try await open(FramedSession(.tcp(host: host, port: port), tls: tls, codec: codec), deadline: deadline)
    }

    /// Connects to a socket of this machine.
    /// - Parameter path: at most 107 octets.
    /// - Throws: as the other.
    public static func open(local path: String, codec: any FrameCodec, deadline: Duration) async throws -> FramedLink {
        try await open(FramedSession(.local(path: path), codec: codec), deadline: deadline)
    }

    static func open(_ session: FramedSession, deadline: Duration) async throws -> FramedLink {
        let link = FramedLink(session: session)
        try await session.life.open(
            deadline: deadline, lateness: { session.lateness($0, deadline) }, run: session.run)
        return link
    }

    /// The payloads of all frames that came since the last look, in order; waits if none did. One consumer: where a second
    /// one waits, the first gets nil.
    /// - Returns: nil once the link has ended (after delivering what had come) or the task is cancelled.
    public func nextBatch() async -> [[UInt8]]? { await session.life.nextBatch() }

    /// Hands one frame to the network thread, which writes it in one piece; never blocks.
    /// - Throws: `WireFailure` if the link has ended or takes nothing any more; `FrameError` if the payload fits into no frame.
    public func send(_ payload: [UInt8]) throws {
        let frame = try session.codec.frame(payload)
        if session.tracesPayloads { session.trace.message("→", { [session] in session.place }, payload) }
        try session.life.send(frame, bytes: frame.count, to: session.place)
    }

    /// Why the link ended; nil while it lives, and where it was `close` that ended it.
    public var failure: WireFailure? { session.life.failure }

    /// Writes what is still queued, as far as the peer takes it, and ends the connection; returns when that is done.
    /// Idempotent.
    public func close() async {
        session.life.stop()
        await session.life.ended()
    }
}
