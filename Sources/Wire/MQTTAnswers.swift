import Synchronization

/// Who waits for the broker's answers (PUBACK, SUBACK, UNSUBACK). Each gets one, at the latest with the end of the link.
final class MQTTAnswers: Sendable {
    /// Names one that waits.
    typealias Ticket = UInt64
    private typealias Waiter = CheckedContinuation<[MQTTReason], any Error>

    private struct State {
        var lastTicket: Ticket = 0
        var waiters: [Ticket: Waiter] = [:]
        /// By the packet that was sent.
        var tickets: [Int32: Ticket] = [:]
        /// Why there are no answers any more.
        var end: (any Error)?
    }

    private let state = Mutex(State())

    /// Asks, and waits for what the broker says.
    /// - Parameter ask: hands the request on; where it throws, nothing is waited for.
    func answer(to ask: @Sendable (Ticket) throws -> Void) async throws -> [MQTTReason] {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                let end = state.withLock { state in
                    if state.end == nil { state.waiters[ticket] = waiter }
                    return state.end
                }
                if let end { return waiter.resume(throwing: end) }
                // A cancellation before this found nobody waiting.
                if Task.isCancelled { return resolve(ticket, .failure(CancellationError())) }
                do { try ask(ticket) } catch { resolve(ticket, .failure(error)) }
            }
        } onCancel: {
            resolve(ticket, .failure(CancellationError()))
        }
    }

    func resolve(_ ticket: Ticket, _ answer: Result<[MQTTReason], any Error>) {
        state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume(with: answer)
    }

    // MARK: For the network thread

    /// The request is on its way as this packet.
    func sent(_ ticket: Ticket, as packet: Int32) { state.withLock { $0.tickets[packet] = ticket } }

    func answered(_ packet: Int32, _ reasons: [MQTTReason]) {
        if let ticket = state.withLock({ $0.tickets.removeValue(forKey: packet) }) { resolve(ticket, .success(reasons)) }
    }

    /// Whoever still waits is told why the link ended.
    func end(_ reason: any Error) {
        let waiters = state.withLock { state in
            state.end = reason
            return exchange(&state.waiters, with: [:])
        }
        for waiter in waiters.values { waiter.resume(throwing: reason) }
    }
}
