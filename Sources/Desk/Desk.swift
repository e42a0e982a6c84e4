import Exchange
import Foundation
import JSON

/// The session layer: every site with its link, one board, and the only way to act.
///
/// A keystroke or a command never touches the board. It asks here; role, link and the site's abilities are checked, the
/// exchange acts, the audit log is written, and what the exchange then reports changes the board.
@MainActor
public final class Desk {
    /// One configured exchange.
    public struct ConfiguredSite: Sendable {
        public var status: SiteStatus
        public var site: any Site
        /// The telephone that rings for the operator at this site, where it is not his usual one (`sites[].extension`).
        public var `extension`: String?
        /// Shortest and longest wait before another attempt to connect.
        public var reconnect: ClosedRange<Duration>

        public init(
            _ status: SiteStatus, _ site: any Site, extension: String? = nil,
            reconnect: ClosedRange<Duration> = .seconds(1) ... .seconds(30)
        ) {
            self.extension = `extension`
            self.status = status
            if status.capabilities == Capabilities() { self.status.capabilities = site.capabilities }
            self.site = site
            self.reconnect = reconnect
        }
    }

    public internal(set) var board: Board
    public private(set) var figures: QueueFigures
    /// Who works here, with the rights that count from the next action on.
    public var `operator`: Operator
    var sites: [SiteID: ConfiguredSite]
    private let audit: AuditLog
    private let history: MessageHistory?
    let environment: Environment
    var keepers: [SiteID: Reconnector] = [:]
    /// Links of removed sites that are still giving back what they hold.
    var ending: [ObjectIdentifier: Reconnector] = [:]
    /// Whose reports count: those of the present run of each configured site.
    var sources: [SiteID: ReportSource] = [:]
    /// The sites that other sites bring, and which brings them.
    var owners: [SiteID: SiteID] = [:]
    var isOpen = false
    private var observers: [@MainActor ([Change]) -> Void] = []
    lazy var inbox = Inbox { [weak self] reports in self?.receive(reports) }

    public init(operator: Operator, sites: [ConfiguredSite], audit: AuditLog, history: MessageHistory? = nil, environment: Environment = .system) {
        self.operator = `operator`
        self.sites = Dictionary(sites.map { ($0.status.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.audit = audit
        self.history = history
        self.environment = environment
        board = Board(sites: sites.map(\.status))
        figures = QueueFigures(since: environment.now())
    }

    /// The time the desk lives in.
    public var now: Date { environment.now() }

    /// Calls `observer` with every batch of effective changes, after the board has taken them.
    public func observe(_ observer: @escaping @MainActor ([Change]) -> Void) {
        observers.append(observer)
    }

    // MARK: Links

    /// Begins to connect to every site and keeps their links from then on.
    public func open() {
        isOpen = true
        for id in sites.keys { connect(id) }
    }

    /// Lets every site give back what it holds and ends all links.
    public func close() async {
        let closing = Array(keepers.values) + Array(ending.values)
        keepers = [:]
        isOpen = false
        for keeper in closing { keeper.stop() }
        for keeper in closing { await keeper.ended() }
    }

    /// Tries to connect now instead of waiting for the next attempt.
    public func reconnect(_ site: SiteID) {
        keepers[owners[site] ?? site]?.hurry()
    }

    /// The operator agrees to what the site's latest failure asked: the next attempt, made now, may do it.
    public func consent(at site: SiteID) async {
        guard let configured = sites[site], board.sites[site]?.question != nil else { return }
        await configured.site.consent()
        reconnect(site)
    }

    func take(_ changes: [Change]) {
        let effective = board.apply(changes)
        guard !effective.isEmpty else { return }
        figures.observe(effective, at: now)
        for observer in observers { observer(effective) }
        remember(effective.compactMap { if case .message(let message) = $0, message.topic != Self.trouble { message } else { nil } })
    }

    /// The topic of messages about the console itself, which are no history.
    private static let trouble = "trouble"

    private func remember(_ messages: [SiteMessage]) {
        guard let history, !messages.isEmpty else { return }
        Task {
            if let trouble = await history.keep(messages) { complain(trouble, at: messages[0].site) }
        }
    }

    func complain(_ trouble: SafeText, at site: SiteID) {
        take([.message(SiteMessage(site: site, time: now, topic: Self.trouble, text: trouble))])
    }

    /// What exchanges said lately, in earlier runs too, oldest first.
    public func latestMessages(_ count: Int) async -> [SiteMessage] { await history?.latest(count) ?? [] }

    // MARK: Acting

    /// Why an action would not even be sent now, or nil when it would. What is dimmed on the screen says this.
    public func refusal(of action: Action, at site: SiteID) -> Outcome? {
        guard let status = board.sites[site] else { return .invalid("There is no site “\(site.rawValue)”.") }
        if let reason = status.capabilities.unsupported[action] { return .unsupported(reason) }
        guard self.operator.role >= action.definition.role else { return .forbidden(needs: action.definition.role) }
        return refusalOfLink(site)
    }

    private func refusalOfLink(_ site: SiteID) -> Outcome? {
        let link = board.sites[site]?.link ?? .offline
        return link == .online ? nil : .notOnline(link)
    }

    /// Performs an action, or refuses it: never queues it for later. The outcome is in the audit log before it is returned.
    public func perform(_ request: ActionRequest, at site: SiteID) async -> Outcome {
        let begun = now
        let outcome: Outcome
        if let refusal = refusal(of: request.action, at: site) {
            outcome = refusal
        } else {
            outcome = await sites[site]!.site.perform(request)
        }
        await record(site, request.action.rawValue, request.arguments, outcome, since: begun)
        return outcome
    }

    /// Writes down an attempt that `refusal` has refused already, possibly before all its arguments were known.
    public func refuse(_ action: Action, _ arguments: [String], at site: SiteID, _ refusal: Outcome) async {
        await record(site, action.rawValue, arguments, refusal, since: now)
    }

    /// Whether the action lives in a session at that site, and ends with it.
    public func isSessionBound(_ action: Action, at site: SiteID) -> Bool {
        board.sites[site]?.capabilities.sessionBoundActions.contains(action) ?? false
    }

    /// The operator's agent at that site, where the action needs it ready.
    public func agentToBeReady(for action: Action, at site: SiteID) -> String? { sites[site]?.site.agentToBeReady(for: action) }

    /// The telephone that rings for the operator at that site: the one configured for the site, else the one that the site is
    /// bound to, else the operator's usual one.
    public func ownTelephone(at site: SiteID) -> String? {
        sites[site]?.extension ?? sites[site]?.site.ownTelephone ?? self.operator.extension
    }

    /// The operations of a site, as they stand there now.
    public func operations(of site: SiteID) -> [Exchange.Operation] {
        guard let configured = sites[site], let status = board.sites[site] else { return [] }
        return status.capabilities.operations(over: configured.site.operations)
    }

    /// Why a raw operation would not even be sent now, or nil when it would.
    public func refusal(of operation: Exchange.Operation, at site: SiteID) -> Outcome? {
        guard let status = board.sites[site] else { return .invalid("There is no site “\(site.rawValue)”.") }
        // What the caller holds may be older than what the site has learned since.
        if let reason = operation.unavailable ?? status.capabilities.unavailableOperations[operation.id] { return .unsupported(reason) }
        guard self.operator.role >= operation.role else { return .forbidden(needs: operation.role) }
        return refusalOfLink(site)
    }

    /// Performs one raw operation. Its row in the catalog says which role it needs, and which fields of the answer are secret:
    /// those come out unreadable, here and nowhere below, so that forms, files, JSON and logs are safe alike.
    public func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, at site: SiteID, progress: @escaping FileProgress = { _, _ in }
    ) async -> (Outcome, JSONValue?) {
        let begun = now
        let needed = operation.role(for: arguments)
        var result: (Outcome, JSONValue?)
        if let refusal = refusal(of: operation, at: site) {
            result = (refusal, nil)
        } else if self.operator.role < needed {
            result = (.forbidden(needs: needed), nil)
        } else {
            result = await sites[site]!.site.perform(operation, arguments, progress: progress)
            result.1 = result.1.map(operation.masked(answer:))
        }
        await record(site, operation.id, [operation.masked(arguments).compactText], result.0, since: begun)
        return result
    }

    private func record(_ site: SiteID, _ action: String, _ arguments: [String], _ outcome: Outcome, since begun: Date) async {
        let entry = AuditLog.Entry(
            time: begun, operator: self.operator, site: site, action: action, arguments: arguments, outcome: outcome,
            took: now.timeIntervalSince(begun))
        if let trouble = await audit.record(entry) { complain(trouble, at: site) }
    }
}
