/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct CDSFaults: Sendable, Equatable {
    /// What a console gets instead of its answer.
    public enum Answer: Sendable, Equatable {
        /// The request is carried out, but the connection is reset after so many bytes of the answer.
        case reset(after: Int)
        /// Nothing ever comes.
        case silence
        /// The answer comes this much later.
        case late(Duration)
        /// An HTTP error: 500, 404 …
        case status(Int)
        /// A page of HTML, status 200.
        case page
        /// The answer without its last part.
        case truncated
        /// The envelope with this code; nothing is carried out.
        case refused(code: Int)
    }

    /// What becomes of a request for the floor that would have been granted.
    public enum Floor: Sendable, Equatable {
        /// 300067 at once.
        case refused
        /// Accepted, and given up by the platform after `maxPttOpTimeoutInterval`.
        case timesOut
    }

    /// Holds for every request while it is set; sign-in and heartbeat too.
    public var answer: Answer?
    /// How many requests it still holds for; nil for ever.
    public var answersLeft: Int?
    /// Every n-th notification is lost; 1 loses all, 0 none.
    public var losesEvery = 0
    /// Every n-th notification comes twice; 0 none.
    public var doublesEvery = 0
    /// Every n-th notification is cut in its middle; 0 none.
    public var malformsEvery = 0
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

    static func isDue(_ every: Int, _ count: Int) -> Bool { every > 0 && count % every == 0 }
}
