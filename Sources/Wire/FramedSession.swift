import CPlatform
import Glibc
import Synchronization
import Text

/// What the callers of one framed connection share with its network thread (FramedThread.swift).
final class FramedSession: Sendable {
    /// More queued bytes than this, and the peer counts as taking nothing any more.
    private static let mostQueued = 4 << 20

    private struct Outbox {
        var frames: [[UInt8]] = []
        var bytes = 0
        /// Wakes the network thread out of its poll; -1 when there is none.
        var bell: Int32 = -1
        var isRung = false

        mutating func ring() {
            guard bell >= 0, !isRung else { return }
            isRung = true
            _ = eventfd_write(bell, 1)
        }
    }

    let host: String
    let port: Int
    let life = LinkLife<[UInt8]>()
    private let outbox = Mutex(Outbox())

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Starts the network thread and returns once the link stands.
    func start() async throws {
        try await life.open { () throws(WireFailure) in
            let bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
            guard bell >= 0 else { throw WireFailure(stage: .tcp, reason: "No descriptor for the link: \(ours(strerror(errno))).") }
            outbox.withLock { $0.bell = bell }
            var thread = pthread_t()
            let me = Unmanaged.passRetained(self)
            let refusal = pthread_create(&thread, nil, { session in
                Unmanaged<FramedSession>.fromOpaque(session!).takeRetainedValue().run()
                return nil
            }, me.toOpaque())
            guard refusal == 0 else {
                me.release()
                dropBell()
                throw WireFailure(stage: .tcp, reason: "No thread for the link: \(ours(strerror(refusal))).")
            }
            pthread_detach(thread)
        }
    }

    func abandon(_ reason: any Error) {
        if life.abandon(reason) { outbox.withLock { $0.ring() } }
    }

    func giveUp(after deadline: Duration) { abandon(lateness(life.stage, deadline)) }

    func stop() {
        life.stop()
        outbox.withLock { $0.ring() }
    }

    func send(_ frame: [UInt8]) throws(WireFailure) {
        let (isOpen, isTaken) = outbox.withLock { outbox in
            guard outbox.bell >= 0, !life.isStopping else { return (false, false) }
            guard outbox.bytes + frame.count <= Self.mostQueued else { return (true, false) }
            outbox.frames.append(frame)
            outbox.bytes += frame.count
            outbox.ring()
            return (true, true)
        }
        guard isOpen else { throw life.failure ?? WireFailure(stage: .link, reason: "Not sent: the link is closed.") }
        guard isTaken else { throw WireFailure(stage: .link, reason: "Not sent: \(place) takes nothing any more.") }
    }

    // MARK: For the network thread

    /// The descriptor that becomes readable when there is something to do.
    var bell: Int32 { outbox.withLock(\.bell) }

    /// The frames to write now.
    func answerBell() -> [[UInt8]] {
        outbox.withLock { outbox in
            var count = eventfd_t()
            _ = eventfd_read(outbox.bell, &count)
            outbox.isRung = false
            return exchange(&outbox.frames, with: [])
        }
    }

    func wrote(_ bytes: Int) { outbox.withLock { $0.bytes -= bytes } }

    func dropBell() {
        let bell = outbox.withLock { exchange(&$0.bell, with: -1) }
        if bell >= 0 { close(bell) }
    }
}

// MARK: - Words

extension FramedSession {
    var place: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    func lateness(_ stage: WireFailure.Stage, _ deadline: Duration) -> WireFailure {
        let waited = deadline / .seconds(1)
        return WireFailure(
            stage: stage,
            reason: stage == .address
                ? "The name service did not answer for \(host). (Waited \(waited) s.)"
                : "\(place) did not answer. A firewall may swallow the connection. (Waited \(waited) s.)")
    }
}
