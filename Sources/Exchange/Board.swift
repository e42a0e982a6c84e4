import Foundation
import Synchronization

/// Everything all exchanges have told, as one value.
public struct Board: Sendable, Equatable {
    public private(set) var sites: [SiteID: SiteStatus] = [:]
    /// The sites in the order of the configuration.
    public private(set) var siteOrder: [SiteID] = []
    private var entities: [EntityKind: [EntityKey: Entity]] = [:]
    /// Given out anew with each change of an entity of a kind, and of the sites and their order. They take no part in comparing boards.
    private var marks: [EntityKind: Mark] = [:]
    private var siteMark = Mark()

    public init() {}

    public static func == (left: Board, right: Board) -> Bool {
        left.sites == right.sites && left.siteOrder == right.siteOrder && left.entities == right.entities
    }

    public init(sites: [SiteStatus]) {
        for site in sites { add(site) }
    }

    /// Adds a configured site, with nothing known of it yet.
    public mutating func add(_ site: SiteStatus) {
        if sites.updateValue(site, forKey: site.id) == nil { siteOrder.append(site.id) }
        noteSites()
    }

    /// Applies what sites learned and tells what is different now, in order: `replace` comes back as the puts and removes
    /// it amounted to, and what was known already comes back not at all.
    public mutating func apply(_ changes: [Change]) -> [Change] {
        var effective: [Change] = []
        effective.reserveCapacity(changes.count)
        for change in changes { apply(change, into: &effective) }
        return effective
    }

    private mutating func apply(_ change: Change, into effective: inout [Change]) {
        let isDifferent: Bool
        switch change {
        case .put(let entity):
            put(entity, into: &effective)
            return
        case .replace(let site, let kind, let listing):
            replace(listing, of: kind, at: site, into: &effective)
            return
        case .remove(let key): isDifferent = remove(key)
        case .link(let id, let state, let error, let time, let retry):
            isDifferent = setLink(of: id, state, error: error, at: time, retry: retry)
        case .question(let id, let question): isDifferent = set(\.question, question, of: id)
        case .pauseReasons(let id, let reasons): isDifferent = set(\.pauseReasons, reasons, of: id)
        case .synced(let id, _): isDifferent = set(\.synced, true, of: id)
        case .capabilities(let id, let capabilities): isDifferent = set(\.capabilities, capabilities, of: id)
        case .heard(let id, let time, let latency):
            sites[id]?.heard = time
            if let latency { sites[id]?.latencyMs = Int(latency / .milliseconds(1)) }
            isDifferent = false
        case .siteAdded(let status): isDifferent = putSite(status)
        case .siteRemoved(let id): isDifferent = removeSite(id, into: &effective)
        case .message: isDifferent = true
        }
        if isDifferent { effective.append(change) }
    }

    // MARK: Entities

    private mutating func replace(_ listing: [Entity], of kind: EntityKind, at site: SiteID, into effective: inout [Change]) {
        let listed = Set(listing.lazy.map(\.key))
        let gone = (entities[kind] ?? [:]).keys.filter { $0.site == site && !listed.contains($0) }
        for key in gone.sorted(by: { $0.id < $1.id }) where remove(key) { effective.append(.remove(key)) }
        for entity in listing { put(entity, into: &effective) }
    }

    private mutating func remove(_ key: EntityKey) -> Bool {
        guard entities[key.kind]?.removeValue(forKey: key) != nil else { return false }
        note(key.kind)
        return true
    }

    // MARK: Sites

    private mutating func set<Value: Equatable>(_ member: WritableKeyPath<SiteStatus, Value>, _ value: Value, of id: SiteID) -> Bool {
        guard let site = sites[id], site[keyPath: member] != value else { return false }
        sites[id]?[keyPath: member] = value
        return true
    }

    private mutating func setLink(of id: SiteID, _ state: LinkState, error: SafeText?, at time: Date, retry: Date?) -> Bool {
        guard var site = sites[id] else { return false }
        let before = site
        // Attempts come and go during an outage; it began when the link was lost.
        let isSameOutage = !site.link.isUp && !state.isUp
        if site.since == nil || (site.link != state && !isSameOutage) { site.since = time }
        site.link = state
        site.error = error
        site.retry = retry
        if !state.isUp { site.synced = false }
        sites[id] = site
        return site != before
    }

    private mutating func removeSite(_ id: SiteID, into effective: inout [Change]) -> Bool {
        guard sites[id] != nil else { return false }
        for kind in EntityKind.allCases { replace([], of: kind, at: id, into: &effective) }
        sites[id] = nil
        siteOrder.removeAll { $0 == id }
        noteSites()
        return true
    }

    /// Adds a site, or takes over name and abilities of one that is known; tells whether anything is different.
    private mutating func putSite(_ status: SiteStatus) -> Bool {
        guard var site = sites[status.id] else {
            add(status)
            return true
        }
        let before = site
        (site.name, site.kind, site.capabilities) = (status.name, status.kind, status.capabilities)
        sites[status.id] = site
        return site != before
    }

    /// Lists the sites in this order; those that are not named come last, in their present order.
    public mutating func arrange(_ order: [SiteID]) {
        let named = order.filter { sites[$0] != nil }
        let arranged = named + siteOrder.filter { !named.contains($0) }
        guard arranged != siteOrder else { return }
        siteOrder = arranged
        noteSites()
    }

    private mutating func put(_ entity: Entity, into effective: inout [Change]) {
        if entities[entity.key.kind, default: [:]].updateValue(entity, forKey: entity.key) != entity {
            note(entity.key.kind)
            effective.append(.put(entity))
        }
    }

    private mutating func note(_ kind: EntityKind) { marks[kind] = Mark() }
    private mutating func noteSites() { siteMark = Mark() }

    /// While these are the same, so are all entities of these kinds, and the sites: what is derived from them alone need not be
    /// derived again. They say nothing the other way round.
    public func marks(of kinds: [EntityKind]) -> [Mark?] { [siteMark] + kinds.map { marks[$0] } }
}

extension Board {
    /// A number that is given out once.
    public struct Mark: Hashable, Sendable {
        private static let last = Atomic<UInt64>(0)
        private let number = Self.last.add(1, ordering: .relaxed).newValue
    }

    public subscript(key: EntityKey) -> Entity? { entities[key.kind]?[key] }

    /// How many of one kind there are, on all sites.
    public func count(of kind: EntityKind) -> Int { entities[kind]?.count ?? 0 }

    /// All of one kind, in no particular order.
    public func all(_ kind: EntityKind) -> some Collection<Entity> { (entities[kind] ?? [:]).values }

    public var agents: [Agent] { all(.agent).compactMap { if case .agent(let it) = $0 { it } else { nil } } }
    public var queues: [Queue] { all(.queue).compactMap { if case .queue(let it) = $0 { it } else { nil } } }
    public var waiting: [WaitingCall] { all(.waiting).compactMap { if case .waiting(let it) = $0 { it } else { nil } } }
    public var calls: [Call] { all(.call).compactMap { if case .call(let it) = $0 { it } else { nil } } }
    public var rooms: [Room] { all(.room).compactMap { if case .room(let it) = $0 { it } else { nil } } }
    public var groups: [TalkingGroup] { all(.group).compactMap { if case .group(let it) = $0 { it } else { nil } } }
    public var trunks: [Trunk] { all(.trunk).compactMap { if case .trunk(let it) = $0 { it } else { nil } } }

    /// One entity by its site and identifier; nil where the board has none.
    public func agent(_ site: SiteID, _ id: String) -> Agent? {
        if case .agent(let it)? = self[EntityKey(site: site, kind: .agent, id: id)] { it } else { nil }
    }
    public func call(_ site: SiteID, _ id: String) -> Call? {
        if case .call(let it)? = self[EntityKey(site: site, kind: .call, id: id)] { it } else { nil }
    }
    public func queue(_ site: SiteID, _ id: String) -> Queue? {
        if case .queue(let it)? = self[EntityKey(site: site, kind: .queue, id: id)] { it } else { nil }
    }
    public func room(_ site: SiteID, _ id: String) -> Room? {
        if case .room(let it)? = self[EntityKey(site: site, kind: .room, id: id)] { it } else { nil }
    }
}
