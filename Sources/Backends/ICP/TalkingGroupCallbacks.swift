import Synchronization
import Wire

/// Notifications on their way from the listener's thread to the service, and the rule whom to believe.
///
/// They carry neither token nor signature: what tells the dispatch service from a stranger is its address, and the path that
/// it alone was told.
final class TalkingGroupCallbacks: Sendable {
    /// More than this that nobody has taken are too many; what is lost then, the next look at the groups' state makes good.
    private static let capacity = 1_000

    /// The bodies in the order they came, for one reader. Ends with the reader's task.
    let bodies: AsyncStream<[UInt8]>
    private let mailbox: AsyncStream<[UInt8]>.Continuation
    private let path: String
    private let seen = Mutex((peers: Set<String>(), local: ""))

    /// - Parameter path: what notifications must be sent to.
    init(path: String) {
        self.path = path
        (bodies, mailbox) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.capacity))
    }

    /// Takes note of the address at which the service answered us, and of our own that it sees.
    func believe(_ answer: HTTPResponse) {
        seen.withLock { seen in
            if !answer.peerAddress.isEmpty { seen.peers.insert(answer.peerAddress) }
            if !answer.localAddress.isEmpty { seen.local = answer.localAddress }
        }
    }

    /// Our address as the service sees it; empty before its first answer.
    var localAddress: String { seen.withLock(\.local) }

    func accepts(_ peer: String, _ path: String) -> Bool {
        path == self.path && seen.withLock { $0.peers.contains(peer) }
    }

    func put(_ report: PostedReport) { mailbox.yield(report.body) }
}
