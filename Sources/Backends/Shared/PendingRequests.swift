/// Requests that wait for their answers, where answers come in a stream of their own. It belongs to one actor.
///
/// An answer belongs to the oldest request that it fits; where answers carry the identifier of their request, only one fits.
public struct PendingRequests<Request: Sendable, Answer: Sendable> {
    public struct Entry {
        public let id: Int
        public let request: Request
        /// When it was sent, by the monotonic clock.
        public let since: Duration
        fileprivate let continuation: CheckedContinuation<Answer, any Error>
    }

    private var counter = 0
    private var waiting: [Entry] = []

    public init() {}

    /// A number that was not given out before.
    public mutating func nextID() -> Int {
        counter += 1
        return counter
    }

    public mutating func await(_ id: Int, _ request: Request, since: Duration, _ continuation: CheckedContinuation<Answer, any Error>) {
        waiting.append(Entry(id: id, request: request, since: since, continuation: continuation))
    }

    /// When the oldest request that still waits was sent.
    public var oldest: Duration? { waiting.first?.since }

    /// Hands an answer to whoever waits for it.
    /// - Returns: the request; nil when nobody waits for this: it is foreign, late, or doubled.
    public mutating func settle(_ answer: Answer, where fits: (Entry) -> Bool) -> Entry? {
        guard let index = waiting.firstIndex(where: fits) else { return nil }
        let entry = waiting.remove(at: index)
        entry.continuation.resume(returning: answer)
        return entry
    }

    /// Gives up the requests that were sent at or before a time.
    public mutating func expire(sentBy uptime: Duration, _ failure: (Request) -> RequestFailure) {
        let late = waiting.filter { $0.since <= uptime }
        waiting.removeAll { $0.since <= uptime }
        for entry in late { entry.continuation.resume(throwing: failure(entry.request)) }
    }

    public mutating func fail(_ id: Int, _ failure: RequestFailure) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: failure)
    }

    public mutating func failAll(_ failure: RequestFailure) {
        let all = waiting
        waiting = []
        for entry in all { entry.continuation.resume(throwing: failure) }
    }
}
