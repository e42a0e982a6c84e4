import Exchange
import Wire

extension LinkFailure {
    /// What the wire says of its failure, at the stage of the same name.
    public init(_ failure: WireFailure) {
        self.init(Stage(rawValue: failure.stage.rawValue) ?? .link, failure.reason, isFinal: failure.isFinal)
    }

    /// A request that failed, as the loss of the link or at the stage that the request belongs to.
    public init(_ failure: RequestFailure, at stage: Stage = .link) {
        if case .notSent(let cause?) = failure { self.init(cause) } else { self.init(stage, failure.reason) }
    }

    /// Whatever ended an attempt: a failure of the link, of the wire or of a request as it stands, anything else as the loss of
    /// the link.
    /// - Parameter stage: of a request whose failure does not tell the stage itself.
    public init(_ error: any Error, at stage: Stage = .link) {
        switch error {
        case let failure as LinkFailure: self = failure
        case let failure as WireFailure: self.init(failure)
        case let failure as RequestFailure: self.init(failure, at: stage)
        default: self.init(.link, "\(String(describing: error))")
        }
    }
}

extension Outcome {
    /// What is known of an action whose request failed so: only what never left this machine, or was not taken, was certainly
    /// not done. Any other error counts as the loss of the link.
    public init(_ failure: any Error) {
        switch failure as? RequestFailure {
        case .notSent: self = .notOnline(.offline)
        case .noAnswer(_, let limit): self = .noAnswer(after: limit)
        case .broken(let reason), .unreadable(let reason): self = .unknown(reason)
        case .absent(let reason, let code): self = .refused(code: code, reason)
        // Without a code it is the session that is gone.
        case .notRecognised(_, nil): self = .notOnline(.offline)
        case .notRecognised(let reason, let code?): self = .refused(code: code, reason)
        case nil: self = .unknown("the link broke before the answer came")
        }
    }
}
