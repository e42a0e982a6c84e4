import JSON

/// One exchange. Every adapter is an actor of this shape: it connects, tells what it learns, and acts when asked.
public protocol Site: Actor {
    /// What this system cannot do, with the reason, as far as known before it is connected. What is learned later is reported
    /// as `Change.capabilities`.
    nonisolated var unsupported: [Action: SafeText] { get }

    /// Actions whose effect lives in the session with the exchange and ends with it (supervision, the floor of a talking group),
    /// as far as known before it is connected.
    nonisolated var sessionBoundActions: Set<Action> { get }

    /// Our own agent, where the action needs it ready. A session begins not ready: one that is had for this action alone has
    /// to change that first.
    nonisolated func agentToBeReady(for action: Action) -> String?

    /// The telephone that rings for what is done here, where the site is bound to one; nil where it is the operator's extension.
    nonisolated var ownTelephone: String? { get }

    /// The agent that the operator is signed in as, where that is another name than his telephone's number.
    nonisolated var ownAgent: String? { get }

    /// The session with the exchange is another process's, which lends it.
    nonisolated var isBorrowed: Bool { get }

    /// The operations of the system's catalog.
    nonisolated var operations: [Operation] { get }

    /// A site that this one brings (`Change.siteAdded`): what is asked of it goes there. nil where this one brings none of that
    /// name, and the desk then takes nothing about it.
    nonisolated func member(_ id: SiteID) -> (any Site)?

    /// Connects, synchronises, and reports until the link is lost or the task is cancelled.
    ///
    /// Called again after each loss; the desk keeps the pace of the attempts. A cancelled run gives back whatever it
    /// holds at the exchange before it returns.
    /// - Throws: `LinkFailure` when the link could not be had or was lost.
    func run(_ report: @escaping ChangeSink) async throws

    /// The operator agrees to what the latest `LinkFailure` asked; it counts for the next run.
    func consent() async

    /// Performs an action within the site's deadline. Called only while the site is online.
    func perform(_ request: ActionRequest) async -> Outcome

    /// Performs one raw operation of the catalog.
    /// - Returns: the outcome, and the decoded answer where one came.
    func perform(_ operation: Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?)

    /// The same for an operation that answers with a file, which may take its time.
    func perform(_ operation: Operation, _ arguments: JSONValue, progress: @escaping FileProgress) async -> (Outcome, JSONValue?)
}

/// Tells how far a file has come: bytes so far, and how many there will be where the exchange said so. Called from anywhere.
public typealias FileProgress = @Sendable (Int64, Int64?) -> Void

extension Site {
    public nonisolated var sessionBoundActions: Set<Action> { [] }
    public nonisolated func member(_ id: SiteID) -> (any Site)? { nil }
    /// What is known of its abilities before it is connected.
    public nonisolated var capabilities: Capabilities {
        Capabilities(unsupported: unsupported, sessionBoundActions: sessionBoundActions)
    }
    public nonisolated var ownTelephone: String? { nil }
    public nonisolated var ownAgent: String? { nil }
    public nonisolated var isBorrowed: Bool { false }
    public nonisolated func agentToBeReady(for action: Action) -> String? { nil }
    public func consent() async {}
    public func perform(
        _ operation: Operation, _ arguments: JSONValue, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) { await perform(operation, arguments) }
}

/// Takes in what a site learned. Safe from anywhere, never blocks, keeps the order.
public typealias ChangeSink = @Sendable ([Change]) -> Void

/// Why a link could not be had or was lost.
public struct LinkFailure: Error, Equatable, Sendable {
    /// The stage that failed, as `check` names it.
    public enum Stage: String, Sendable {
        case address, tcp, tls, login, sync, link
    }

    public var stage: Stage
    public var reason: SafeText
    /// Trying again with the same settings is pointless or harmful: a password refused.
    public var isFinal: Bool
    /// What the operator would have to agree to for another attempt to come further: to throw somebody else out.
    public var question: SafeText?
    /// The shortest pause before the next attempt, where one soon would fail likewise.
    public var leastPause: Duration

    public init(
        _ stage: Stage, _ reason: SafeText, isFinal: Bool = false, question: SafeText? = nil, leastPause: Duration = .zero
    ) {
        self.stage = stage
        self.reason = reason
        self.isFinal = isFinal
        self.question = question
        self.leastPause = leastPause
    }
}
