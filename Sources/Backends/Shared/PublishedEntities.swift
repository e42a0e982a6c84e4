import Exchange

/// An entity that a site publishes: what its kind is, and where the mirror keeps it.
public protocol PublishableEntity: Equatable, Sendable {
    static var kind: EntityKind { get }
    static var place: WritableKeyPath<PublishedEntities.Tables, [String: Self]> & Sendable { get }
    /// Its name within kind and site.
    var publishedID: String { get }
    var asEntity: Entity { get }
}

/// The mirror of what a site has published: every entity as the board was told it last.
///
/// An adapter derives an entity from what it knows and puts it here; what is different from what was published comes out as a
/// change, in order, with `takeChanges`. So an adapter needs no memory of its own of what it has shown, and reads here what the
/// operator sees. After a snapshot `listings` tells everything anew.
public struct PublishedEntities: Sendable {
    /// What is published, by the kinds' own types and by identifier.
    public struct Tables: Equatable, Sendable {
        public internal(set) var agents: [String: Agent] = [:]
        public internal(set) var queues: [String: Queue] = [:]
        public internal(set) var waiting: [String: WaitingCall] = [:]
        public internal(set) var calls: [String: Call] = [:]
        public internal(set) var rooms: [String: Room] = [:]
        public internal(set) var groups: [String: TalkingGroup] = [:]
        public internal(set) var trunks: [String: Trunk] = [:]
    }

    public let site: SiteID
    private var tables = Tables()
    private var changes: [Change] = []

    public init(site: SiteID) { self.site = site }

    public var agents: [String: Agent] { tables.agents }
    public var queues: [String: Queue] { tables.queues }
    public var waiting: [String: WaitingCall] { tables.waiting }
    public var calls: [String: Call] { tables.calls }
    public var rooms: [String: Room] { tables.rooms }
    public var groups: [String: TalkingGroup] { tables.groups }
    public var trunks: [String: Trunk] { tables.trunks }

    /// Publishes one entity, where it is other than published.
    public mutating func put<It: PublishableEntity>(_ it: It) {
        if tables[keyPath: It.place].updateValue(it, forKey: it.publishedID) != it { changes.append(.put(it.asEntity)) }
    }

    /// Takes one entity off the board, where it is there.
    public mutating func remove<It: PublishableEntity>(_: It.Type, _ id: String) {
        guard tables[keyPath: It.place].removeValue(forKey: id) != nil else { return }
        changes.append(.remove(EntityKey(site: site, kind: It.kind, id: id)))
    }

    /// Takes off all of a kind that are not among these identifiers, in alphabetical order.
    public mutating func keep<It: PublishableEntity>(_: It.Type, only ids: (String) -> Bool) {
        for id in tables[keyPath: It.place].keys.filter({ !ids($0) }).sorted() { remove(It.self, id) }
    }

    /// All of a kind anew: what is not among them is gone, and of the rest only what is different is told.
    public mutating func replace<It: PublishableEntity>(_ fresh: [String: It]) {
        let old = tables[keyPath: It.place]
        // Mostly nothing is different: that is found without sorting and without building anything.
        if old.count != fresh.count || !old.keys.allSatisfy({ fresh[$0] != nil }) {
            let gone = old.keys.filter { fresh[$0] == nil }.sorted()
            changes += gone.map { .remove(EntityKey(site: site, kind: It.kind, id: $0)) }
        }
        let news = fresh.filter { old[$0.key] != $0.value }
        guard !news.isEmpty || old.count != fresh.count else { return }
        changes += news.sorted { $0.key < $1.key }.map { .put($0.value.asEntity) }
        tables[keyPath: It.place] = fresh
    }

    /// A message, in its place among the changes.
    public mutating func tell(_ message: SiteMessage) { changes.append(.message(message)) }

    /// What is different since this was asked last.
    public mutating func takeChanges() -> [Change] { exchange(&changes, with: []) }

    /// Everything that is published, for a board that has nothing or something old: one listing for each kind.
    /// - Parameter kinds: those that the site has at all, in the order in which they are told.
    public func listings(_ kinds: [EntityKind] = [.trunk, .agent, .queue, .call, .waiting, .room]) -> [Change] {
        func all<It: PublishableEntity>(_ table: [String: It]) -> Change {
            .replace(site, It.kind, table.sorted { $0.key < $1.key }.map(\.value.asEntity))
        }
        return kinds.map { kind in
            switch kind {
            case .agent: all(tables.agents)
            case .queue: all(tables.queues)
            case .waiting: all(tables.waiting)
            case .call: all(tables.calls)
            case .room: all(tables.rooms)
            case .group: all(tables.groups)
            case .trunk: all(tables.trunks)
            }
        }
    }
}

extension Agent: PublishableEntity {
    public static var kind: EntityKind { .agent }
    public static var place: WritableKeyPath<PublishedEntities.Tables, [String: Agent]> & Sendable { \.agents }
    public var publishedID: String { id }
    public var asEntity: Entity { .agent(self) }
}

extension Queue: PublishableEntity {
    public static var kind: EntityKind { .queue }
    public static var place: WritableKeyPath<PublishedEntities.Tables, [String: Queue]> & Sendable { \.queues }
    public var publishedID: String { id }
    public var asEntity: Entity { .queue(self) }
}

extension WaitingCall: PublishableEntity {
    public static var kind: EntityKind { .waiting }
    public static var place: WritableKeyPath<PublishedEntities.Tables, [String: WaitingCall]> & Sendable { \.waiting }
    public var publishedID: String { call }
    public var asEntity: Entity { .waiting(self) }
}

extension Call: PublishableEntity {
    public static var kind: EntityKind { .call }
    public static var place: WritableKeyPath<PublishedEntities.Tables, [String: Call]> & Sendable { \.calls }
    public var publishedID: String { id }
    public var asEntity: Entity { .call(self) }
}

extension Room: PublishableEntity {
    public static var kind: EntityKind { .room }
    public static var place: WritableKeyPath<PublishedEntities.Tables, [String: Room]> & Sendable { \.rooms }
    public var publishedID: String { id }
    public var asEntity: Entity { .room(self) }
}

extension TalkingGroup: PublishableEntity {
    public static var kind: EntityKind { .group }
    public static var place: WritableKeyPath<PublishedEntities.Tables, [String: TalkingGroup]> & Sendable { \.groups }
    public var publishedID: String { id }
    public var asEntity: Entity { .group(self) }
}

extension Trunk: PublishableEntity {
    public static var kind: EntityKind { .trunk }
    public static var place: WritableKeyPath<PublishedEntities.Tables, [String: Trunk]> & Sendable { \.trunks }
    public var publishedID: String { id }
    public var asEntity: Entity { .trunk(self) }
}
