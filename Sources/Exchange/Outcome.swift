/// How an action ended. There is no fifth way: a late answer never turns an outcome round.
public enum Outcome: Equatable, Sendable {
    /// The exchange said yes, in its own words; `reference` is what it created (a call id).
    case done(SafeText?, reference: String? = nil)
    /// No: by the exchange, with its own code if it has codes, or, without a code, because of how things stand there now ("no
    /// room 77", "in no call"), in which case nothing was sent.
    case refused(code: String?, SafeText)
    /// No answer within the deadline: what came of it is unknown.
    case noAnswer(after: Duration)
    /// Part of it was done before something failed; nothing may be assumed.
    case unknown(SafeText)
    /// The site is not online; nothing was sent.
    case notOnline(LinkState)
    /// That system has no such action; nothing was sent.
    case unsupported(SafeText)
    /// The operator's role does not allow it; nothing was sent.
    case forbidden(needs: Role)
    /// Wrong usage: the words make no sense whatever the moment, or the configuration lacks what is needed; nothing was sent.
    case invalid(SafeText)
}
