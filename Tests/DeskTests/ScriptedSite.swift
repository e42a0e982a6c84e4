import Exchange
import SiteHarness
import JSON

@testable import Desk

/// An exchange that plays a script: how each attempt to connect goes, and what it answers.
actor ScriptedSite: Site {
    enum Attempt: Sendable {
        case fails(LinkFailure)
        /// Comes online, tells the changes, and stays until cancelled.
        case serves([Change])
        /// Comes online, and has told nothing more yet.
        case comesOnline
        /// Comes online, then loses the link.
        case loses([Change], LinkFailure)
    }

    nonisolated let unsupported: [Action: SafeText]
    nonisolated let operations: [Exchange.Operation]
    private let id: SiteID
    private let time: SteppedClock
    private var attempts: [Attempt]
    private let answer: @Sendable (ActionRequest) async -> Outcome
    private(set) var asked: [ActionRequest] = []
    private(set) var rawAsked: [String] = []
    private(set) var runs = 0
    /// Whether the latest run gave back what it held.
    private(set) var gaveBack = false
    /// How often the operator has agreed to what was asked.
    private(set) var consents = 0
    nonisolated let ownTelephone: String?
    nonisolated let sessionBoundActions: Set<Action>
    /// The operator's agent, which must be ready to listen.
    nonisolated let ownAgent: String?
    private var report: ChangeSink?

    init(
        _ id: SiteID = "hq", _ time: SteppedClock, attempts: [Attempt] = [.serves([])], unsupported: [Action: SafeText] = [:],
        operations: [Exchange.Operation] = [], ownTelephone: String? = nil, sessionBound: Set<Action> = [], ownAgent: String? = nil,
        answer: @escaping @Sendable (ActionRequest) async -> Outcome = { _ in .done(nil) }
    ) {
        self.id = id
        self.time = time
        self.attempts = attempts
        self.unsupported = unsupported
        self.operations = operations
        self.ownTelephone = ownTelephone
        sessionBoundActions = sessionBound
        self.ownAgent = ownAgent
        self.answer = answer
    }

    nonisolated func agentToBeReady(for action: Action) -> String? { action == .listen ? ownAgent : nil }

    func consent() { consents += 1 }

    func tell(_ changes: [Change]) { report?(changes) }

    func run(_ report: @escaping ChangeSink) async throws {
        self.report = report
        runs += 1
        gaveBack = false
        let attempt = attempts.isEmpty ? .serves([]) : attempts.removeFirst()
        if case .fails(let failure) = attempt { throw failure }
        report([.link(id, .online, error: nil, at: time.now, retry: nil)])
        switch attempt {
        case .fails: break
        case .serves, .comesOnline:
            if case .serves(let changes) = attempt { report(changes + [.synced(id, at: time.now)]) }
            let (never, _) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            gaveBack = true
        case .loses(let changes, let failure):
            report(changes)
            throw failure
        }
    }

    func perform(_ request: ActionRequest) async -> Outcome {
        asked.append(request)
        return await answer(request)
    }

    func perform(_ operation: Exchange.Operation, _ arguments: JSONValue) async -> (Outcome, JSONValue?) {
        rawAsked.append(operation.id)
        return (.done(nil), arguments)
    }
}

extension ScriptedSite {
    nonisolated func configuredSite(
        _ id: SiteID = "hq", extension: String? = nil, reconnect: ClosedRange<Duration> = .seconds(1) ... .seconds(30)
    ) -> Desk.ConfiguredSite {
        Desk.ConfiguredSite(SiteStatus(id: id, name: "Headquarters", kind: "smartpbx"), self, extension: `extension`, reconnect: reconnect)
    }
}

@MainActor
extension Desk {
    /// A desk of one scripted site.
    convenience init(
        _ site: ScriptedSite, _ time: SteppedClock, role: Role = .supervisor, audit: String? = nil, auditIsRequired: Bool = true,
        extension: String? = nil, random: Double = 0,
        reconnect: ClosedRange<Duration> = .seconds(1) ... .seconds(30)
    ) {
        self.init(
            operator: Operator(name: "alice", extension: "2008", role: role),
            sites: [site.configuredSite(extension: `extension`, reconnect: reconnect)],
            audit: AuditLog(file: audit, isRequired: auditIsRequired), environment: time.environment(random: { random }))
    }

    /// Waits, for as long as the test's own time limit allows, until the board is as wanted.
    func until(_ isWanted: (Board) -> Bool) async {
        let (looks, look) = AsyncStream.makeStream(of: Void.self)
        observe { _ in look.yield() }
        look.yield()
        for await _ in looks where isWanted(board) { return }
    }

    func untilLink(_ link: LinkState) async { await until { $0.sites["hq"]?.link == link } }
}
