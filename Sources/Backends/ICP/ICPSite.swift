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
    /// The gateway that we were last signed in at.
    var lastGateway: String?
    var hasConsent = false
    /// The latest session was lost at once, perhaps to somebody who throws others out as we do.
    var isUnwanted = false

    // The rest lives as long as one run.
    var reporter: SiteReporter
    /// The first attempt at the talking groups is over, whatever came of it.
    var groupsAreSettled = false
    /// Why the link is not what it should be, by who noticed.
    var troubles: [TroubleSource: SafeText] = [:]
    var toldReasons: [SafeText] = []
    /// What this gateway does not have, and is not asked again in this session.
    var absent: Set<String> = []
    /// The agents whose states it tells us as they change; nil where it does not.
    var watched: Set<String>?
    /// An action that may make us idle is under way.
    var isTurningIdle = false
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

    public nonisolated var sessionBoundActions: Set<Action> { [.listen, .whisper, .barge, .intercept, .pttTake] }

    /// Only an idle inspector may begin to supervise (section 2.3), and signing in makes it busy.
    public nonisolated func agentToBeReady(for action: Action) -> String? {
        [.listen, .whisper, .barge, .intercept].contains(action) ? configuration.agent : nil
    }

    /// The gateway binds the agent to its telephone; no other rings.
    public nonisolated var ownTelephone: String? { configuration.phone }

    public nonisolated var operations: [Exchange.Operation] { ICPOperations.all }

    public func consent() async { hasConsent = true }

    public func run(_ report: @escaping ChangeSink) async throws {
        begin(report)
        var failure: LinkFailure?
        do {
            try await beginSession()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                if let talkingGroups { tasks.addTask { await talkingGroups.run(report) { await self.settleGroups() } } }
                tasks.addTask { try await self.serve() }
                defer { tasks.cancelAll() }
                while try await tasks.next() != nil {
                    if Task.isCancelled { return }
                }
            }
        } catch {
            failure = LinkFailure(error)
        }
        if Task.isCancelled { await signOut() }
        end()
        if Task.isCancelled { return }
        throw failure ?? LinkFailure(.link, "the link has ended")
    }

    private func begin(_ report: @escaping ChangeSink) {
        reporter.begin(report)
        refreshes.reset()
        groupsAreSettled = talkingGroups == nil
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
    private func serve() async throws {
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
        let state: LinkState = isSynchronised ? (trouble == nil ? .online : .degraded) : .connecting
        return .link(configuration.id, state, error: trouble, at: environment.now(), retry: nil)
    }

    private func settleGroups() {
        groupsAreSettled = true
        reportComplete()
    }

    /// Says that the first picture is complete: the gateway's, and the talking groups' as far as they are to be had.
    func reportComplete() {
        if reporter.isSynchronised, groupsAreSettled { reporter.complete() }
    }
}
