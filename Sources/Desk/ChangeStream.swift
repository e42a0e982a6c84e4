import Exchange

/// A desk's changes as records, from the present state on: what `cordboard watch` prints.
@MainActor
public final class ChangeStream {
    private let desk: Desk
    private let detail: JSONDetail
    /// The one site that is told about; nil for all.
    private let site: SiteID?
    private let write: ([ChangeRecord]) -> Void
    private var observer: Int?
    private var hasBegun = false
    /// What was said before the beginning, and belongs to no entity: it would be lost.
    private var early: [Change] = []
    /// The sites alone, taken change by change: a record shows a site's status as it was then, not as it is by now.
    private var sites = Board()
    /// Tells queues again while somebody waits.
    private var waits: Task<Void, Never>?
    /// How often: a longest wait that the board counts grows without anything happening.
    public static let waitInterval = Duration.seconds(5)

    /// - Parameters:
    ///   - site: the one site to tell about; nil for all.
    ///   - write: gets the records of one batch of changes at a time, in their order.
    public init(_ desk: Desk, _ detail: JSONDetail = .contract, of site: SiteID? = nil, write: @escaping ([ChangeRecord]) -> Void) {
        self.desk = desk
        self.detail = detail
        self.site = site
        self.write = write
        observer = desk.observe { [weak self] in self?.take($0) }
    }

    /// Writes no more.
    public func end() {
        observer.map(desk.stopObserving)
        observer = nil
        waits?.cancel()
        waits = nil
    }

    /// Writes the present state, and every change from then on.
    public func begin() {
        let board = desk.board
        let statuses = board.siteOrder.compactMap { board.sites[$0] }.filter { isWanted($0.id) }
        sites = Board(sites: statuses)
        hasBegun = true
        let now = desk.now
        let links = statuses.map { Change.link($0.id, $0.link, error: $0.error, at: now, retry: $0.retry) }
        let entities = EntityKind.allCases.flatMap(board.sorted).filter { isWanted($0.key.site) }.map(Change.put)
        let synced = statuses.filter(\.synced).map { Change.synced($0.id, at: now) }
        write((links + entities + synced + early).compactMap(record))
        early = []
        followWaits()
    }

    /// Tells the queues whose longest wait the board counts again and again, as long as there are any.
    private func followWaits() {
        guard detail == .contract, waits == nil, !queuesWithCallers.isEmpty else { return }
        waits = Task { [weak self, environment = desk.environment] in
            while (try? await environment.sleep(Self.waitInterval)) != nil, !Task.isCancelled, let self {
                let queues = queuesWithCallers
                guard !queues.isEmpty else { return waits = nil }
                write(queues.compactMap { record(.put(.queue($0))) })
            }
        }
    }

    private var queuesWithCallers: [Queue] {
        let callers = desk.board.waiting.filter { $0.since != nil && isWanted($0.site) }
        let keys = Set(callers.map { EntityKey(site: $0.site, kind: .queue, id: $0.queue) })
        return keys.compactMap { desk.board.queue($0.site, $0.id) }.filter { $0.longestWait == nil }.sorted {
            ($0.site, $0.id) < ($1.site, $1.id)
        }
    }

    private func isWanted(_ id: SiteID) -> Bool { site == nil || site == id }

    private func take(_ all: [Change]) {
        let changes = site == nil ? all : all.filter { isWanted($0.site) }
        guard !changes.isEmpty else { return }
        guard hasBegun else {
            early += changes.filter { if case .message = $0 { true } else { false } }
            return
        }
        write(
            changes.compactMap { change in
                follow(change)
                return record(change)
            })
        followWaits()
    }

    private func follow(_ change: Change) {
        switch change {
        case .put, .remove, .replace, .message, .heard: break
        case .link, .synced, .question, .pauseReasons, .capabilities, .siteAdded, .siteRemoved:
            _ = sites.apply([change])
            // Being heard is no change, and comes along with the next one.
            guard let status = desk.board.sites[change.site], let heard = status.heard else { return }
            _ = sites.apply([.heard(change.site, at: heard, latency: status.latencyMs.map { .milliseconds($0) })])
        }
    }

    private func record(_ change: Change) -> ChangeRecord? {
        switch change {
        case .put: change.record(at: desk.now, on: desk.board, detail)
        default: change.record(at: desk.now, on: sites, detail)
        }
    }
}
