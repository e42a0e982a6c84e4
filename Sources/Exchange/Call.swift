import Foundation

/// How far a call has come.
public enum CallState: String, CaseIterable, Sendable, Encodable {
    case dialing, ringing, talking, held, parked, queued, ended
}

/// Whether a call crosses the exchange's border.
public enum CallDirection: String, CaseIterable, Sendable, Encodable {
    case `internal`, inbound, outbound, unknown
}

/// A call in progress.
public struct Call: Equatable, Sendable {
    public var site: SiteID
    /// The exchange's identifier, letter for letter: it may look like a decimal number and is none.
    public var id: String
    public var state: CallState
    public var direction: CallDirection
    public var caller: String
    public var callee: String
    public var since: Date?
    public var answered: Date?
    public var trunk: String?
    public var queue: String?
    /// Where the recording is, or nil when the call is not recorded.
    public var recording: SafeText?
    public var channels: [String]
    /// It is no conversation: somebody listens by it to the call of `callee`.
    public var isSupervision = false

    public init(
        site: SiteID, id: String, state: CallState, direction: CallDirection, caller: String, callee: String,
        since: Date? = nil, answered: Date? = nil, trunk: String? = nil, queue: String? = nil, recording: SafeText? = nil,
        channels: [String] = []
    ) {
        self.site = site
        self.id = id
        self.state = state
        self.direction = direction
        self.caller = caller
        self.callee = callee
        self.since = since
        self.answered = answered
        self.trunk = trunk
        self.queue = queue
        self.recording = recording
        self.channels = channels
    }
}
