import Text

/// What the callers of one framed connection share with its network thread (FramedThread.swift).
final class FramedSession: Sendable {
    let host: String
    let port: Int
    let codec: any FrameCodec
    /// A peer that leaves 4 MiB lying takes nothing any more.
    let life = LinkLife<[UInt8], [UInt8]>(mostBytesQueued: 4 << 20)

    let trace = WireTrace("tcp")

    init(host: String, port: Int, codec: any FrameCodec) {
        self.host = host
        self.port = port
        self.codec = codec
    }

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
