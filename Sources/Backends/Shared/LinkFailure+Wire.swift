import Exchange
import Wire

extension LinkFailure {
    /// What the wire says of its failure, at the stage of the same name.
    public init(_ failure: WireFailure) {
        self.init(Stage(rawValue: failure.stage.rawValue) ?? .link, failure.reason, isFinal: failure.isFinal)
    }

    /// Whatever ended an attempt: a failure of the link or of the wire as it stands, anything else as the loss of the link.
    public init(_ error: any Error) {
        switch error {
        case let failure as LinkFailure: self = failure
        case let failure as WireFailure: self.init(failure)
        default: self.init(.link, "\(String(describing: error))")
        }
    }
}
