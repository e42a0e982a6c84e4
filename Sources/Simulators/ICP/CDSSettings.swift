/// How the platform is set up, and what it does otherwise than it should.
public struct CDSSettings: Sendable, Equatable {
    /// What becomes of a request for the floor that would have been granted.
    public enum Floor: Sendable, Equatable {
        /// 300067 at once.
        case refused
        /// Accepted, and given up by the platform after `maxPttOpTimeoutInterval`.
        case timesOut
    }

    public var floor: Floor?
    /// The dispatcher's telephone does not answer the group's call: listening times out after `maxMonOpTimeoutInterval`.
    public var telephoneIsSilent = false
    /// A subscription that is still good cannot be renewed (300076), only made anew when it has run out.
    public var refusesRenewal = false
    /// The sign-in's challenge is Basic instead of Digest.
    public var offersBasic = false
    /// The challenge's values stand in quotation marks.
    public var quotesChallenge = false

    public init() {}
}
