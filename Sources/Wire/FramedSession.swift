import Text

/// What the callers of one framed connection share with its network thread (FramedThread.swift).
final class FramedSession: Sendable {
    /// Where a connection comes from.
    enum Route: Sendable {
        case tcp(host: String, port: Int)
        /// A socket of this machine, by its path.
        case local(path: String)
        /// A connection that somebody else made to us; it belongs to the session.
        case accepted(Int32)
    }

    let route: Route
    /// Whom to believe; nil: the connection is not encrypted.
    let tls: TLSPolicy?
    let codec: any FrameCodec
    let life: LinkLife<[UInt8], [UInt8]>
    let trace: WireTrace

    init(_ route: Route, tls: TLSPolicy? = nil, codec: any FrameCodec) {
        self.route = route
        self.tls = tls
        self.codec = codec
        if case .tcp = route {
            // A peer that leaves 4 MiB lying takes nothing any more.
            life = LinkLife(mostBytesQueued: 4 << 20)
            trace = WireTrace("tcp")
        } else {
            // Between processes of this machine a whole board goes over at once.
            life = LinkLife(mostBytesQueued: 64 << 20)
            trace = WireTrace("local")
        }
    }

    /// What goes over a link of this machine is not written down: the site's own link has it already.
    var tracesPayloads: Bool { if case .tcp = route { true } else { false } }

    var place: String {
        switch route {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .local(let path): path
        case .accepted: "another process"
        }
    }

    func lateness(_ stage: WireFailure.Stage, _ deadline: Duration) -> WireFailure {
        let waited = deadline / .seconds(1)
        if case .tcp(let host, _) = route, stage == .address {
            return WireFailure(stage: stage, reason: "The name service did not answer for \(host). (Waited \(waited) s.)")
        }
        return WireFailure(
            stage: stage, reason: "\(place) did not answer. A firewall may swallow the connection. (Waited \(waited) s.)")
    }
}
