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
    let audit: AuditLog
    private let history: MessageHistory?
    public let environment: Environment
    var reconnectors: [SiteID: Reconnector] = [:]
    /// Links of removed sites that are still giving back what they hold.
    var ending: [ObjectIdentifier: Reconnector] = [:]
    /// Whose reports count: those of the present run of each configured site.
    var sources: [SiteID: ReportSource] = [:]
    /// The sites that other sites bring, and which brings them.
    var owners: [SiteID: SiteID] = [:]
    var isOpen = false
    private var observers: [(id: Int, observe: @MainActor ([Change]) -> Void)] = []
    private var lastObserver = 0
    var floors = FloorWatch()
    /// Sites at which the operator has made himself ready or not ready, so that no action does it for him.
    var sitesOfChosenReadiness: Set<SiteID> = []
    lazy var inbox = Inbox { [weak self] reports in self?.receive(reports) }

    public init(
        operator: Operator, sites: [ConfiguredSite], audit: AuditLog, history: MessageHistory? = nil, environment: Environment = .system
    ) {
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

    /// A clock that only goes forward, for intervals.
    public var uptime: Duration { environment.uptime() }

    /// Calls `observer` with every batch of effective changes, after the board has taken them.
    /// - Returns: what `stopObserving` takes.
    @discardableResult
    public func observe(_ observer: @escaping @MainActor ([Change]) -> Void) -> Int {
        lastObserver += 1
        observers.append((lastObserver, observer))
        return lastObserver
    }

    /// Ends what `observe` began.
    public func stopObserving(_ id: Int) {
        observers.removeAll { $0.id == id }
    }

    // MARK: Links

    /// Begins to connect to every site and keeps their links from then on.
    public func open() {
        isOpen = true
        for id in sites.keys { connect(id) }
    }

    /// Lets every site give back what it holds and ends all links.
    public func close() async {
        await noteEndOfFloors()
        let closing = Array(reconnectors.values) + Array(ending.values)
        reconnectors = [:]
        isOpen = false
        for reconnector in closing { reconnector.stop() }
        for reconnector in closing { await reconnector.ended() }
    }

    /// Tries to connect now instead of waiting for the next attempt.
    public func reconnect(_ site: SiteID) {
        reconnectors[owners[site] ?? site]?.connectNow()
    }

    func take(_ changes: [Change]) {
        let effective = board.apply(changes)
        guard !effective.isEmpty else { return }
        figures.observe(effective, at: now)
        watchFloors(effective)
        for observer in observers { observer.observe(effective) }
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

    /// Tells about trouble of the console itself, as a message.
    func complain(_ trouble: SafeText, at site: SiteID) {
        take([.message(SiteMessage(site: site, time: now, topic: Self.trouble, text: trouble))])
    }

    /// What exchanges said lately, in earlier runs too, oldest first.
    public func latestMessages(_ count: Int) async -> [SiteMessage] { await history?.latest(count) ?? [] }
}
