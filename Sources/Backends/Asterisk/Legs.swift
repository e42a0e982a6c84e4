import BackendSupport
import Exchange
import Foundation

/// One channel of the exchange: one end of a call. Its Uniqueid is its identifier: names come back after a restart.
struct Leg: Equatable, Sendable {
    let id: String
    /// The place in the order in which legs were made.
    let order: Int
    var name: ChannelName
    /// Asterisk's number of the channel's state: 4 ring, 5 ringing, 6 up.
    var state = 0
    var callerNumber = ""
    var callerName = ""
    var connectedNumber = ""
    var context = ""
    var exten = ""
    /// Shared by the legs of a call, and changed without an event of its own: it is read from every event.
    var linked = ""
    var application = ""
    var applicationData = ""
    var bridge: String?
    /// The other half of a Local channel.
    var otherHalf: String?
    /// Who let it ring.
    var dialer: String?
    /// Its telephone has put the other end on hold.
    var isHolding = false
    var isMuted = false
    var created: Date
    /// When it was first connected with somebody; nil where that was before we looked.
    var answered: Date?
    /// The queue through which it came.
    var queue: String?
    /// Where it is parked.
    var slot: String?

    static let (ring, ringing, up) = (4, 5, 6)
    var isUp: Bool { state == Self.up }
    var isRinging: Bool { state == Self.ringing || state == Self.ring && dialer != nil }
}

/// All legs, and what connects them: bridges, halves of Local channels, and who lets whom ring.
struct Legs: Sendable {
    private(set) var all: [String: Leg] = [:]
    private var byName: [String: String] = [:]
    private var byLinked: [String: Set<String>] = [:]
    private var bridges: [String: Set<String>] = [:]
    private var dialed: [String: Set<String>] = [:]
    /// Bridges in which nobody talks with each other as in a call: rooms, and those that hold (park).
    private var otherBridges: Set<String> = []
    /// Legs that ended: events that come late do not bring them back.
    private(set) var ended = RecentlyEnded<String, Void>()
    private var counter = 0
    private var sequence = SequenceCounter()
    /// Identifiers of calls (Linkedid) whose legs are different since this was asked last.
    private var changed: Set<String> = []

    subscript(id: String) -> Leg? { all[id] }
    func named(_ name: String) -> Leg? { byName[name].flatMap { all[$0] } }
    func linked(_ id: String) -> [Leg] { (byLinked[id] ?? []).compactMap { all[$0] }.sorted { $0.order < $1.order } }
    var linkedIDs: Set<String> { Set(byLinked.keys) }

    mutating func takeChanged() -> Set<String> { exchange(&changed, with: []) }
    mutating func markAllChanged() { changed = linkedIDs }
    mutating func advance(to uptime: Duration) { ended.advance(to: uptime) }

    // MARK: Changes

    /// Changes a leg; one that is not there is made first, unless it has ended.
    /// - Parameter created: of a new one.
    @discardableResult
    mutating func update(_ id: String, name: String, linked: String, created: Date, _ change: (inout Leg) -> Void) -> Bool {
        let name = ChannelName(name)
        guard !id.isEmpty, !name.isMachine, all[id] != nil || !ended.contains(id) else { return false }
        var leg = all[id] ?? make(id, name, created)
        let before = leg
        if !name.text.isEmpty { leg.name = name }
        if !linked.isEmpty { leg.linked = linked }
        change(&leg)
        guard leg != before || all[id] == nil else { return true }
        store(leg, instead: all[id])
        return true
    }

    mutating func update(_ id: String, _ change: (inout Leg) -> Void) {
        guard let old = all[id] else { return }
        var leg = old
        change(&leg)
        if leg != old { store(leg, instead: old) }
    }

    private mutating func make(_ id: String, _ name: ChannelName, _ created: Date) -> Leg {
        counter += 1
        return Leg(id: id, order: counter, name: name, created: created)
    }

    private mutating func store(_ leg: Leg, instead old: Leg?) {
        if let old {
            if old.name != leg.name, byName[old.name.text] == leg.id { byName[old.name.text] = nil }
            if old.linked != leg.linked { unlink(old) }
            if old.bridge != leg.bridge, let bridge = old.bridge {
                touch(bridge: bridge)
                bridges[bridge]?.remove(leg.id)
                if bridges[bridge]?.isEmpty == true { bridges[bridge] = nil }
            }
            if old.dialer != leg.dialer, let dialer = old.dialer { dialed[dialer]?.remove(leg.id) }
        }
        all[leg.id] = leg
        byName[leg.name.text] = leg.id
        byLinked[leg.linked, default: []].insert(leg.id)
        if let bridge = leg.bridge {
            bridges[bridge, default: []].insert(leg.id)
            if old?.bridge != bridge { touch(bridge: bridge) }
        }
        if let dialer = leg.dialer { dialed[dialer, default: []].insert(leg.id) }
        changed.insert(leg.linked)
    }

    private mutating func unlink(_ leg: Leg) {
        changed.insert(leg.linked)
        byLinked[leg.linked]?.remove(leg.id)
        if byLinked[leg.linked]?.isEmpty == true { byLinked[leg.linked] = nil }
    }

    private mutating func touch(bridge: String) {
        for id in bridges[bridge] ?? [] { if let leg = all[id] { changed.insert(leg.linked) } }
    }

    mutating func remove(_ id: String) {
        guard !id.isEmpty else { return }
        ended.insert(id, at: sequence.next())
        guard let leg = all[id] else { return }
        for other in dialed[id] ?? [] { update(other) { $0.dialer = nil } }
        if let half = leg.otherHalf { update(half) { $0.otherHalf = nil } }
        update(id) { ($0.bridge, $0.dialer) = (nil, nil) }
        unlink(leg)
        dialed[id] = nil
        if byName[leg.name.text] == id { byName[leg.name.text] = nil }
        all[id] = nil
    }

    /// Its call has to be looked at again, though the leg is as it was.
    mutating func touch(_ id: String) { if let leg = all[id] { changed.insert(leg.linked) } }

    mutating func pair(_ one: String, _ two: String) {
        update(one) { $0.otherHalf = two }
        update(two) { $0.otherHalf = one }
    }

    /// Says that a bridge is none of a call.
    mutating func setAside(bridge: String) {
        guard !bridge.isEmpty, otherBridges.insert(bridge).inserted else { return }
        touch(bridge: bridge)
    }

    mutating func destroy(bridge: String) {
        for id in bridges[bridge] ?? [] { update(id) { $0.bridge = nil } }
        otherBridges.remove(bridge)
    }

    // MARK: What belongs together

    func isTalk(bridge: String) -> Bool { !otherBridges.contains(bridge) }

    /// The legs that are in a bridge of a call with this one, itself among them.
    func bridged(with leg: Leg) -> Set<String> {
        guard let bridge = leg.bridge, isTalk(bridge: bridge) else { return [] }
        return bridges[bridge] ?? []
    }

    /// Whether there is somebody at a leg: a channel of its own, or a Local channel behind which a piece of the dialplan stands for
    /// somebody, and no other channel.
    func isPerson(_ leg: Leg) -> Bool {
        guard leg.name.isLocal else { return true }
        guard leg.name.text.hasSuffix(";1"), let other = leg.otherHalf.flatMap({ all[$0] }) else { return false }
        return other.bridge == nil && (dialed[other.id] ?? []).isEmpty && other.application != "Dial"
    }

    /// The legs of the people who talk with each other, or are being called: what can be reached from one leg over bridges, over
    /// the halves of Local channels and over who lets whom ring. In the order in which they were made.
    func together(with first: Leg) -> [Leg] {
        var found: Set<String> = [first.id]
        var open = [first]
        while let leg = open.popLast() {
            var next = bridged(with: leg)
            next.formUnion(dialed[leg.id] ?? [])
            for id in [leg.otherHalf, leg.dialer].compactMap(\.self) { next.insert(id) }
            for id in next where found.insert(id).inserted { if let other = all[id] { open.append(other) } }
        }
        return found.compactMap { all[$0] }.sorted { $0.order < $1.order }
    }
}
