/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct YeastarFaults: Sendable, Equatable {
    /// What an application gets instead of its answer.
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
        /// Failed with this errno.
        case failed(errno: String)
    }

    /// Holds for every request while it is set; log-in and heartbeat too.
    public var answer: Answer?
    /// How many requests it still holds for; nil for ever.
    public var answersLeft: Int?
    /// Every n-th report is lost; 1 loses all, 0 none.
    public var losesEvery = 0
    /// Every n-th report comes twice; 0 none.
    public var doublesEvery = 0
    /// Every n-th report is held back until the next one has gone; 0 none.
    public var reordersEvery = 0
    /// Every n-th report is cut in its middle; 0 none.
    public var malformsEvery = 0
    /// Reports do not get through to anybody.
    public var cannotReachListeners = false

    public init() {}

    static func isDue(_ every: Int, _ count: Int) -> Bool { every > 0 && count % every == 0 }
}
