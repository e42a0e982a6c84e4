import BackendSupport
import Exchange
import Foundation

/// What follows from what the exchange told: a value, into which events go one by one and lists whole, in the order in which
/// they came. On one connection a list is always newer than the events before it (page, Snapshot).
struct Picture: Sendable {
    let site: SiteID
    let configuration: AsteriskConfiguration
    var legs = Legs()
    var published: PublishedEntities
    var members = Members()
    /// The figures of each queue, by its name.
    var queues: [String: QueueFigures] = [:]
    /// Callers who wait, by Uniqueid.
    var waiting: [String: Waiter] = [:]
    var rooms: [String: RoomFacts] = [:]
    var trunks: [String: Trunk] = [:]
    /// Who listens to whom, by the Uniqueid of the leg that listens.
    var spies: [String: Spy] = [:]
    /// The calls that stand on the board for the legs of one Linkedid.
    private var shown: [String: Set<String>] = [:]
    /// The calls in which a telephone is, and the telephones in a call.
    private(set) var calls: [String: Set<String>] = [:]
    private var telephones: [String: Set<String>] = [:]
    /// Telephones whose state may be another.
    var doubtful: Set<String> = []
    var changedQueues: Set<String> = []
    /// Queues that must be looked at soon: positions move without events.
    var queuesInDoubt: Set<String> = []
    /// Others than queues must be looked at soon.
    var isInDoubt = false
    /// By how much the exchange's clock is ahead of ours, in seconds.
    var clockLead = 0.0

    init(_ configuration: AsteriskConfiguration) {
        site = configuration.id
        self.configuration = configuration
        published = PublishedEntities(site: configuration.id)
    }

    /// What is different on the board since this was asked last.
    mutating func takeChanges(at now: Date) -> [Change] {
        showCalls(at: now)
        showAgents(at: now)
        showQueues()
        return published.takeChanges()
    }
}

// MARK: - Calls

extension Picture {
    private mutating func showCalls(at now: Date) {
        var open = legs.takeChanged()
        var kept: Set<String> = []
        var gone: Set<String> = []
        while let linked = open.popFirst() {
            var ids: Set<String> = []
            for (id, group) in groups(of: linked, &open) {
                ids.insert(id)
                note(Set(group.compactMap(telephone)), in: id)
                published.put(call(id, group))
            }
            gone.formUnion((shown[linked] ?? []).subtracting(ids))
            kept.formUnion(ids)
            shown[linked] = ids.isEmpty ? nil : ids
        }
        // The call of a leg that was joined to another Linkedid stands there now.
        for id in gone.subtracting(kept) {
            note([], in: id)
            published.remove(Call.self, id)
        }
    }

    /// Keeps which telephones are in a call.
    private mutating func note(_ numbers: Set<String>, in call: String) {
        let before = telephones[call] ?? []
        for number in before.subtracting(numbers) { calls[number]?.remove(call) }
        for number in numbers { calls[number, default: []].insert(call) }
        telephones[call] = numbers.isEmpty ? nil : numbers
        doubtful.formUnion(before.union(numbers).filter { members[$0] != nil })
    }

    /// The calls among the legs of one Linkedid: usually one; a consultation makes two of it. The one with the oldest leg keeps the
    /// Linkedid as its identifier.
    private func groups(of linked: String, _ open: inout Set<String>) -> [(id: String, legs: [Leg])] {
        var left = legs.linked(linked)
        var found: [(id: String, legs: [Leg])] = []
        while let first = left.first {
            var group = legs.together(with: first)
            // Of a leg that rang before we looked nothing tells who let it ring: it belongs to the call that it was made for.
            if found.isEmpty {
                let own = Set(group.map(\.id))
                group += left.filter { leg in isLoose(leg) && legs.together(with: leg).allSatisfy { !own.contains($0.id) && isLoose($0) } }
            }
            left.removeAll { leg in group.contains { $0.id == leg.id } }
            guard let oldest = group.min(by: { $0.order < $1.order }), oldest.linked == linked else {
                // It has been joined to a call of another Linkedid, under which it is shown.
                if let other = group.min(by: { $0.order < $1.order })?.linked, shown[other] == nil { open.insert(other) }
                continue
            }
            found.append((found.isEmpty ? linked : oldest.id, group))
        }
        return found
    }

    private func isLoose(_ leg: Leg) -> Bool { leg.bridge == nil && !leg.isUp && leg.dialer == nil }

    private func call(_ id: String, _ group: [Leg]) -> Call {
        let people = group.filter(legs.isPerson)
        let origin = people.first ?? group[0]
        let others = group.filter { $0.id != origin.id }
        let waiter = waiting[origin.id]
        let trunk = people.first(where: isTrunk)
        var call = Call(
            site: site, id: id, state: state(of: group, origin, waiter), direction: direction(origin, people),
            caller: origin.name.isLocal && !origin.callerNumber.isEmpty ? origin.callerNumber : number(of: origin),
            callee: callee(of: origin, others), since: origin.created, answered: answered(group),
            trunk: trunk?.name.endpoint, queue: waiter?.queue ?? origin.queue, channels: group.map(\.name.text))
        if call.state == .queued { call.answered = nil }
        call.isSupervision = spies[origin.id] != nil
        return call
    }

    private func answered(_ group: [Leg]) -> Date? { group.compactMap(\.answered).min() }

    private func state(of group: [Leg], _ origin: Leg, _ waiter: Waiter?) -> CallState {
        if group.contains(where: { $0.slot != nil }) { return .parked }
        if waiter != nil { return .queued }
        let connected = group.count { legs.isPerson($0) && !legs.bridged(with: $0).isEmpty }
        let isRinging = group.contains { $0.state == Leg.ringing }
        // Whoever is left alone in a bridge was put aside, for a consultation for instance.
        if group.contains(where: \.isHolding) || connected == 1 && !isRinging { return .held }
        if connected > 1 { return .talking }
        if isRinging { return .ringing }
        // A leg that is up alone is served by the exchange itself: an announcement, a menu, a room.
        return origin.isUp ? .talking : .dialing
    }

    private func direction(_ origin: Leg, _ people: [Leg]) -> CallDirection {
        if isTrunk(origin) { return .inbound }
        return people.contains { $0.id != origin.id && isTrunk($0) } ? .outbound : .internal
    }

    func isTrunk(_ leg: Leg) -> Bool {
        guard !leg.name.isLocal else { return false }
        let endpoint = leg.name.endpoint
        guard configuration.trunks.isEmpty else { return configuration.trunks.contains { $0.isPattern(matching: endpoint) } }
        return trunks[endpoint] != nil
            || telephone(of: leg) == nil && !(endpoint.split(separator: "/").last?.allSatisfy(\.isNumber) ?? true)
    }

    private func callee(of origin: Leg, _ others: [Leg]) -> String {
        if let slot = origin.slot { return slot }
        if let spy = spies[origin.id] { return spy.number }
        let connected = legs.bridged(with: origin)
        let people = others.filter(legs.isPerson)
        if let other = people.last(where: { connected.contains($0.id) }) ?? people.last(where: \.isUp) { return number(of: other) }
        let ringing = Set(people.filter { $0.state == Leg.ringing }.map(number))
        if ringing.count == 1, let only = ringing.first, !only.isEmpty { return only }
        if origin.application == "ConfBridge", let room = origin.applicationData.split(separator: ",").first { return String(room) }
        return ["s", "h", ""].contains(origin.exten) ? origin.connectedNumber : origin.exten
    }

    /// Whom a leg belongs to, as people know him.
    func number(of leg: Leg) -> String {
        if let number = telephone(of: leg) { return number }
        // A Local channel that was called has its caller's destination for a number.
        if let local = leg.name.localExtension { return local }
        return leg.callerNumber.isEmpty ? leg.exten : leg.callerNumber
    }

    /// The extension of the telephone whose leg it is; nil for lines to the outside and for Local channels of others.
    func telephone(of leg: Leg) -> String? {
        if let local = leg.name.localExtension {
            return members.telephones[local] != nil && leg.name.text.hasSuffix(";1") ? local : nil
        }
        // A line to the outside may have a number for its name.
        guard !configuration.trunks.contains(where: { $0.isPattern(matching: leg.name.endpoint) }),
            let number = configuration.telephones.endpoint(of: leg.name.text)
        else { return nil }
        return members.telephones[number] != nil || number.utf8.allSatisfy { (0x30...0x39).contains($0) } ? number : nil
    }
}

extension String {
    /// Whether a text has this form; `*` at the end stands for anything.
    func isPattern(matching text: String) -> Bool { hasSuffix("*") ? text.utf8.starts(with: utf8.dropLast()) : self == text }
}
