import Foundation

/// What a telephone or its user is doing.
public enum AgentState: String, CaseIterable, Sendable, Encodable {
    /// Not registered, or logged out.
    case offline
    case idle, ringing, talking, held
    /// Not ready.
    case busy
    case paused, wrapup, rest, unknown
}

/// Somebody takes part in an agent's call without being its party.
public struct Supervision: Equatable, Sendable {
    public enum Manner: String, CaseIterable, Sendable {
        /// Hears both and is heard by nobody.
        case listen
        /// Is heard by the agent alone.
        case whisper
        /// Is heard by both.
        case barge
    }

    /// The number of the telephone, or of the agent, that supervises.
    public var by: String
    /// nil where the exchange tells only that, not how.
    public var how: Manner?

    public init(by: String, how: Manner?) {
        self.by = by
        self.how = how
    }
}

/// A person at a telephone, or a telephone in no queue: dispatchers watch those too.
public struct Agent: Equatable, Sendable {
    public var site: SiteID
    public var id: String
    public var name: SafeText
    public var `extension`: String
    public var state: AgentState
    /// Why paused or resting, or the exchange's own word when `state` is `unknown`.
    public var reason: SafeText?
    /// When the present state began, as far as known.
    public var since: Date?
    /// Identifiers of the queues the agent is logged in to.
    public var queues: [String]
    /// The identifier of the call the agent is in.
    public var call: String?
    /// The team the agent belongs to, where the exchange has teams.
    public var group: SafeText?
    /// Who supervises the agent's call; nil where nobody does, or where the exchange does not tell.
    public var supervision: Supervision?

    public init(
        site: SiteID, id: String, name: SafeText, extension: String, state: AgentState, reason: SafeText? = nil,
        since: Date? = nil, queues: [String] = [], call: String? = nil
    ) {
        self.site = site
        self.id = id
        self.name = name
        self.extension = `extension`
        self.state = state
        self.reason = reason
        self.since = since
        self.queues = queues
        self.call = call
    }
}
