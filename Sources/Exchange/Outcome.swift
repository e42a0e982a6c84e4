/// How an action ended. There is no fifth way: a late answer never turns an outcome round.
public enum Outcome: Equatable, Sendable {
    /// The exchange said yes, in its own words; `reference` is what it created (a call id).
    case done(SafeText?, reference: String? = nil)
    /// The exchange said no, with its own code if it has codes.
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
    /// The arguments make no sense on this board; nothing was sent.
    case invalid(SafeText)
}
