import Foundation

/// A queue and its figures. A figure that nobody gives is nil.
public struct Queue: Equatable, Sendable {
    /// One agent's place in a queue.
    public struct Member: Equatable, Sendable {
        public var agent: String
        public var state: AgentState
        public var paused: Bool
        public var reason: SafeText?

        public init(agent: String, state: AgentState, paused: Bool, reason: SafeText? = nil) {
            self.agent = agent
            self.state = state
            self.paused = paused
            self.reason = reason
        }
    }

    public var site: SiteID
    public var id: String
    public var name: SafeText
    public var strategy: SafeText?
    /// Callers waiting, as the exchange counts them.
    public var waiting: Int?
    /// The longest present wait in seconds, as the exchange gives it; the board computes it from the callers otherwise.
    public var longestWait: Int?
    public var members: [Member]
    public var completed: Int?
    public var abandoned: Int?
    /// Average wait in seconds.
    public var holdTime: Int?
    /// Average talk in seconds.
    public var talkTime: Int?
    /// Share of calls answered within the target, in per cent 0…100.
    public var serviceLevel: Double?

    public init(
        site: SiteID, id: String, name: SafeText, strategy: SafeText? = nil, waiting: Int? = nil, longestWait: Int? = nil,
        members: [Member] = [], completed: Int? = nil, abandoned: Int? = nil, holdTime: Int? = nil, talkTime: Int? = nil,
        serviceLevel: Double? = nil
    ) {
        self.site = site
        self.id = id
        self.name = name
        self.strategy = strategy
        self.waiting = waiting
        self.longestWait = longestWait
        self.members = members
        self.completed = completed
        self.abandoned = abandoned
        self.holdTime = holdTime
        self.talkTime = talkTime
        self.serviceLevel = serviceLevel
    }
}

/// A caller who waits in a queue.
public struct WaitingCall: Equatable, Sendable {
    public var site: SiteID
    public var queue: String
    /// The identifier of the call; also that of this entity.
    public var call: String
    public var caller: String
    public var name: SafeText?
    public var position: Int?
    public var since: Date?
    public var priority: Int?

    public init(
        site: SiteID, queue: String, call: String, caller: String, name: SafeText? = nil, position: Int? = nil,
        since: Date? = nil, priority: Int? = nil
    ) {
        self.site = site
        self.queue = queue
        self.call = call
        self.caller = caller
        self.name = name
        self.position = position
        self.since = since
        self.priority = priority
    }
}
