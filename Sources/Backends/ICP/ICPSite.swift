import BackendSupport
import Exchange
import Foundation
import JSON
import Wire

/// One Huawei ICP: the Agent Gateway for agents, queues, calls and conferences, and the uPortal for talking groups.
///
/// At the gateway it is one agent, who signs in (`GatewaySignIn.swift`). From then on one task polls for events
/// (`GatewayPoll.swift`), one asks for what no event tells (`GatewayRefreshLoop.swift`), and actions go beside them
/// (`ICPActions.swift`). A lost session is replaced while the rest, the talking groups above all, goes on.
public actor ICPSite: Site {
    let configuration: ICPConfiguration
    let environment: Environment
    let http: HTTPExchange
    let refreshes: PollLoop<RefreshScope>
    /// nil where no uPortal is configured.
    let talkingGroups: TalkingGroupService?

    var picture: ICPPicture
    /// nil while nobody is signed in. It outlives a run whose link was lost: the next goes on with it.
    var session: GatewaySession?
    var sessionCount = 0
    /// When the gateway last took, or may have taken, a sign-in or a poll of ours, by the monotonic clock: for `sessionLife` from
    /// then on whoever is signed in as this agent is ourselves. nil once somebody else may be.
    var ownSeatSince: Duration?
    /// When a sign-in was sent whose answer never came.
    var unansweredSignIn: Duration?
    /// The gateway that we were last signed in at.
    var lastGateway: String?
    /// The session has been made and not been used yet: neither skills nor states are as they are to be.
    var isNewSession = false
    /// What our agent was when the session was lost.
    var before: Before?
    /// The skills that our agent is to be signed in to.
    var ownSkills = OwnSkills.all
    /// A supervision or a conference is being begun; that our agent is idle for it is no end of one.
    var isBecomingIdleForTask = false
    /// What our agent is to be again after a supervision or a conference that it was made idle for; nil where it was not.
    var readinessToRestore: OwnReadiness?
    /// After a call the agent is wrapping up instead of idle.
    var isAwayAfterCalls = true
    var hasConsent = false
    /// The latest session was lost at once, perhaps to somebody who throws others out as we do.
    var isUnwanted = false

    // The rest lives as long as one run.
    var reporter: SiteReporter
    /// The first attempt at the talking groups is over, whatever came of it.
    var groupsAreSettled = false
    /// The talking groups can be asked now.
    var areGroupsUp = false
    /// The gateway was lost, and is tried again beside the talking groups.
    var isGatewayAway = false
    /// Woken when the operator has agreed to what was asked.
    let consentSignal = WakeSignal()
    /// Why the link is not what it should be, by who noticed.
    var troubles: [TroubleSource: SafeText] = [:]
    var toldReasons: [SafeText] = []
    /// What this gateway does not have, and is not asked again in this session.
    var absent: Set<String> = []
    /// The agents whose states it tells us as they change; nil where it does not.
    var watched: Set<String>?
    /// An action that may make us idle is under way.
    var isTurningIdle = false
    /// Events that nothing is known of.
    var unknownEvents = UnknownEvents()
    /// Actions that wait for the event that tells how they ended.
    var listeners: [Int: AsyncStream<GatewayEvent>.Continuation] = [:]
    var listenerCount = 0
    /// Sessions lost one after the other without an answered poll in between.
    var lossesInARow = 0

    public init(_ configuration: ICPConfiguration, environment: Environment = .system) {
        self.configuration = configuration
        self.environment = environment
        http = HTTPExchange(
            HTTPClient(tls: configuration.tls, maxBodyBytes: 16 << 20), encoding: configuration.encoding, environment: environment)
        refreshes = PollLoop(
            [.init(.moving, every: configuration.pollInterval), .init(.everything, every: configuration.reconcileInterval)],
            gathering: Self.gathering, environment: environment)
        reporter = SiteReporter(site: configuration.id, environment: environment)
        talkingGroups = configuration.talkingGroups.map { TalkingGroupService($0, site: configuration.id, environment: environment) }
        picture = ICPPicture(site: configuration.id, agent: configuration.agent, phone: configuration.phone)
    }

    /// How long a burst of events may gather before a refresh.
    private static let gathering = Duration.milliseconds(200)

    var agent: String { configuration.agent }

    public nonisolated var unsupported: [Action: SafeText] {
        configuration.talkingGroups == nil ? Self.reasonsWithoutGroups : Self.reasons
    }

    /// A session begins busy, and its end signs the agent out: what it is set to lasts as long.
    public nonisolated var sessionBoundActions: Set<Action> {
        [.listen, .whisper, .barge, .intercept, .pttTake, .pause, .unpause]
    }

    /// The gateway binds the agent to its telephone; no other rings.
    public nonisolated var ownTelephone: String? { configuration.phone }
    public nonisolated var ownAgent: String? { configuration.agent }

    public nonisolated var operations: [Exchange.Operation] { ICPOperations.all }

    public func consent() async {
        hasConsent = true
        consentSignal.wake()
    }

    /// Without talking groups it ends with the gateway. They are a service of their own (document 004, section 4.1.4): with them
    /// the site goes on while the gateway is away.
    public func run(_ report: @escaping ChangeSink) async throws {
        begin(report)
        var failure: LinkFailure?
        do {
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                if let talkingGroups { tasks.addTask { await talkingGroups.run(report) { await self.noteGroups(areUp: $0) } } }
                tasks.addTask { try await self.keepGateway() }
                defer { tasks.cancelAll() }
                while try await tasks.next() != nil {
                    if Task.isCancelled { return }
                }
            }
        } catch {
            failure = LinkFailure(error)
        }
        if Task.isCancelled { await signOut() } else { rememberReadiness() }
        end()
        if Task.isCancelled { return }
        throw failure ?? LinkFailure(.link, "the link has ended")
    }

    private func begin(_ report: @escaping ChangeSink) {
        reporter.begin(report)
        refreshes.reset()
        groupsAreSettled = talkingGroups == nil
        (areGroupsUp, isGatewayAway) = (false, false)
        troubles = [:]
        toldReasons = []
        lossesInARow = 0
        isTurningIdle = false
    }

    private func end() {
        reporter.end()
        for listener in listeners.values { listener.finish() }
        listeners = [:]
    }

    private static let mostLosses = 2

    /// Polls and looks for as long as there is a session, through as many as it takes.
    func serve() async throws {
        while true {
            absent = []
            watched = nil
            do {
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    tasks.addTask { try await self.poll() }
                    tasks.addTask { try await self.keepInStep() }
                    defer { tasks.cancelAll() }
                    try await tasks.next()
                }
                return
            } catch let loss as SessionLoss {
                rememberReadiness()
                lossesInARow += 1
                guard lossesInARow <= Self.mostLosses else {
                    if case .unreachable(let failure) = loss { throw failure }
                    session = nil
                    isUnwanted = true
                    throw LinkFailure(.link, "the gateway lets agent \(agent) in and forgets it at once")
                }
                notice(.session, "the session was lost; signing in again")
                try await renewSession(after: loss)
                notice(.poll, nil)
            }
        }
    }

    /// Sends one request as it is.
    /// - Returns: the outcome, and the `result` of the answer where one came.
    func ask(_ request: ICPRequest) async -> (Outcome, JSONValue?) {
        switch request.service {
        case .gateway:
            return await outcome(of: request)
        case .talkingGroups:
            guard let talkingGroups else { return (.unsupported(Self.noPortal), nil) }
            return await talkingGroups.ask(request)
        }
    }
}

// MARK: - What is told of the link

extension ICPSite {
    /// Who notices that the link is not what it should be.
    enum TroubleSource: Int, CaseIterable { case session, poll, refresh }

    /// Notes a trouble, or its end; the site is online while there is none.
    func notice(_ source: TroubleSource, _ trouble: SafeText?) {
        guard troubles[source] != trouble else { return }
        troubles[source] = trouble
        reportLink()
    }

    func reportLink() { reporter.report([link(isSynchronised: reporter.isSynchronised)]) }

    /// How the link stands now.
    func link(isSynchronised: Bool) -> Change {
        let trouble = TroubleSource.allCases.lazy.compactMap { self.troubles[$0] }.first
        // While the gateway is away the groups can be talked to, and what cannot be done the adapter says.
        let state: LinkState =
            isGatewayAway
            ? (areGroupsUp ? .online : .degraded) : isSynchronised ? (trouble == nil ? .online : .degraded) : .connecting
        let words = isGatewayAway ? trouble.map(awayReason) : trouble
        return .link(configuration.id, state, error: words, at: environment.now(), retry: nil)
    }

    private func noteGroups(areUp: Bool) {
        areGroupsUp = areUp
        groupsAreSettled = true
        if isGatewayAway { reportLink() }
        reportComplete()
    }

    /// Says that the first picture is complete: the gateway's, and the talking groups' as far as they are to be had.
    func reportComplete() {
        if reporter.isSynchronised || isGatewayAway, groupsAreSettled { reporter.complete() }
    }
}
