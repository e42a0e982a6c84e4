import BackendSupport
import Foundation

/// Requests that wait for their answers. The wire has no transaction ids: an answer belongs to the oldest request that
/// it names and whose room, and number where it has one, are the same (catalog, `transport.correlation`).
struct RequestTable {
    struct Request {
        let id: Int
        let message: Message
        let since: Date
        fileprivate let continuation: CheckedContinuation<Message, any Error>
    }

    private var counter = 0
    private var waiting: [Request] = []

    mutating func nextID() -> Int {
        counter += 1
        return counter
    }

    mutating func await(_ id: Int, _ message: Message, since: Date, _ continuation: CheckedContinuation<Message, any Error>) {
        waiting.append(Request(id: id, message: message, since: since, continuation: continuation))
    }

    /// Hands an answer to whoever waits for it.
    /// - Returns: the request, or nil when nobody waits for this.
    mutating func settle(_ answer: Message) -> Request? {
        guard let index = waiting.firstIndex(where: { answer.answers($0.message) }) else { return nil }
        let request = waiting.remove(at: index)
        request.continuation.resume(returning: answer)
        return request
    }

    mutating func fail(_ id: Int, _ failure: RequestFailure) {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: index).continuation.resume(throwing: failure)
    }

    mutating func failAll(_ failure: RequestFailure) {
        for request in waiting { request.continuation.resume(throwing: failure) }
        waiting = []
    }
}

extension Message {
    /// Whether this is the answer to a request.
    func answers(_ request: Message) -> Bool {
        guard request.acknowledgements.contains(name) else { return false }
        // That somebody left answers nothing but his own kick.
        if name == "QUITCONFROOM", number != request.number { return false }
        if !number.isEmpty, !request.number.isEmpty, number != request.number { return false }
        // The gateway may garble the local id, so the server's comes first.
        if !serverRoom.isEmpty, !request.serverRoom.isEmpty { return serverRoom == request.serverRoom }
        if !localRoom.isEmpty, !request.localRoom.isEmpty { return localRoom == request.localRoom }
        return true
    }
}
