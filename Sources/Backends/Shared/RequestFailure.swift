import Exchange

/// Why a request brought no answer.
public enum RequestFailure: Error, Equatable, Sendable {
    /// There is no link: nothing left this machine.
    case notSent
    /// The request as its system names it, and how long the answer was awaited.
    case noAnswer(to: String, after: Duration)
    /// The link broke, or the run ended, while the answer was awaited.
    case abandoned
}

extension Outcome {
    /// What is known of an action whose request failed so; any other error counts as the loss of the link.
    public init(_ failure: any Error) {
        switch failure as? RequestFailure {
        case .notSent: self = .notOnline(.offline)
        case .noAnswer(_, let limit): self = .noAnswer(after: limit)
        case .abandoned, nil: self = .unknown("the link broke before the answer came")
        }
    }
}

extension Surroundings {
    /// Waits for the answer to a request that has just been sent. Nothing suspends before `register` is called, so that
    /// the answer cannot come in between.
    /// - Parameters:
    ///   - request: as its system names it.
    ///   - limit: the longest wait.
    ///   - register: notes who waits.
    ///   - giveUp: fails whom `register` noted, where he waits still; called when time is up or the task is cancelled.
    /// - Throws: what the waiter is failed with.
    public func answer<Answer: Sendable>(
        to request: String, within limit: Duration, isolation: isolated (any Actor)? = #isolation,
        _ register: (CheckedContinuation<Answer, any Error>) -> Void,
        giveUp: @escaping @Sendable (RequestFailure) async -> Void
    ) async throws -> Answer {
        let timer = Task {
            try? await sleep(limit)
            if !Task.isCancelled { await giveUp(.noAnswer(to: request, after: limit)) }
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { register($0) }
        } onCancel: {
            Task { await giveUp(.abandoned) }
        }
    }
}
