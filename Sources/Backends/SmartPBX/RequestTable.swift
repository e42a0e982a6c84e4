import BackendSupport
import Foundation

/// Requests that wait for their answers. Answers carry nothing but the `request_id` to match on, and share their topic
/// with those of every other console, so an id that is not in the table concerns us no more, or never did.
struct RequestTable {
    private struct Waiting {
        let command: Command
        let since: Date
        let continuation: CheckedContinuation<Answer, any Error>
    }

    private let prefix: String
    private var counter = 0
    private var waiting: [String: Waiting] = [:]

    /// - Parameter chance: 0..<1; sets this run's ids apart from those of other consoles and of earlier runs.
    init(random: Double) {
        let digits = String(UInt64(random * 0x1p48), radix: 16)
        prefix = String(repeating: "0", count: 12 - digits.count) + digits
    }

    mutating func nextID() -> String {
        counter += 1
        let digits = String(counter, radix: 16)
        return prefix + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    mutating func await(_ id: String, to command: Command, since: Date, _ continuation: CheckedContinuation<Answer, any Error>) {
        waiting[id] = Waiting(command: command, since: since, continuation: continuation)
    }

    /// When the oldest request that still waits was sent.
    var oldest: Date? { waiting.values.lazy.map(\.since).min() }

    /// Gives up the requests sent at or before `moment`, whose time of `limit` is over.
    mutating func expire(sentBy moment: Date, after limit: Duration) {
        for (id, request) in waiting where request.since <= moment { fail(id, .noAnswer(to: request.command.name, after: limit)) }
    }

    /// Hands an answer to whoever waits for it.
    /// - Returns: when the request was sent, or nil when nobody waits: foreign, late, or doubled.
    mutating func settle(_ answer: Answer) -> Date? {
        guard let request = waiting.removeValue(forKey: answer.requestID) else { return nil }
        request.continuation.resume(returning: answer)
        return request.since
    }

    mutating func fail(_ id: String, _ failure: RequestFailure) {
        waiting.removeValue(forKey: id)?.continuation.resume(throwing: failure)
    }

    mutating func failAll(_ failure: RequestFailure) {
        for request in waiting.values { request.continuation.resume(throwing: failure) }
        waiting = [:]
    }
}
