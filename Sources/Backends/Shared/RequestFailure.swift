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
