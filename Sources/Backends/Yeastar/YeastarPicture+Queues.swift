import BackendSupport
import Exchange
import Foundation
import JSON

/// Where callers from outside are led, of `inroute/query`.
struct IncomingRoute: Equatable, Sendable {
    /// A pattern; empty: any number.
    var did: String
    /// A pattern; empty: any caller.
    var caller: String
    var kind: String
    var destination: String

    static func list(_ body: JSONValue) -> [IncomingRoute] {
        body.member("inroutes", "inroute").rows.map { row in
            IncomingRoute(
                did: row.member("did").trimmedText, caller: row.member("caller_id").trimmedText,
                kind: row.member("desttype").trimmedText.lowercased(), destination: row.member("dest").trimmedText)
        }
    }

    /// Whether a number is one of a pattern's. The document calls both fields patterns and does not say of which notation; this
    /// is the one usual among exchanges of this kind: X, Z and N are digits, `.` is one or more characters, `!` any number.
    static func matches(_ number: String, _ pattern: String) -> Bool {
        guard !pattern.isEmpty, number != pattern else { return true }
        var rest = Substring(number)
        for sign in pattern.hasPrefix("_") ? pattern.dropFirst() : Substring(pattern) {
            if sign == "." { return !rest.isEmpty }
            if sign == "!" { return true }
            guard let digit = rest.popFirst(), fits(digit, sign) else { return false }
        }
        return rest.isEmpty
    }

    private static func fits(_ digit: Character, _ sign: Character) -> Bool {
        switch sign {
        case "X", "x": ("0"..."9").contains(digit)
        case "Z", "z": ("1"..."9").contains(digit)
        case "N", "n": ("2"..."9").contains(digit)
        default: digit == sign
        }
    }
}

// In which queue a caller waits. Reports name the number that was called, not where that leads.
extension Picture {
    /// An identifier begins with the second in which its call began; a clock that is far off is not believed.
    static func arrival(_ id: String, before now: Date) -> Date {
        let begun = CallNumber(id).map { Date(timeIntervalSince1970: Double($0.epoch)) }
        return begun.flatMap { $0 <= now && now.timeIntervalSince($0) < 86_400 ? $0 : nil } ?? now
    }

    private func route(of call: TrunkCall) -> IncomingRoute? {
        let matching = routes.filter { IncomingRoute.matches(call.to, $0.did) && IncomingRoute.matches(call.from, $0.caller) }
        // The number itself before a pattern, a pattern before what takes any; among equals the exchange's order.
        func rank(_ route: IncomingRoute) -> Int { route.did == call.to ? 0 : route.did.isEmpty ? 2 : 1 }
        return matching.enumerated().min { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }?.element
    }

    /// The queue a caller is led to directly; nil where it is none, or a menu or a group stands before it.
    func queue(of call: TrunkCall) -> String? {
        if queueRows[call.to] != nil { return call.to }
        guard phones[call.to] == nil, let route = route(of: call), route.kind == "queue" else { return nil }
        return queueRows[route.destination] != nil
            ? route.destination : queueRows.values.first { $0.name == route.destination }?.number
    }

    func leadsToExtension(_ call: TrunkCall) -> Bool { route(of: call)?.kind == "extension" }

    /// Whether a caller may have come into some queue on his way: through a menu, a group, or what no route tells.
    private func mayLeadToQueue(_ call: LiveCall) -> Bool {
        let trunkCall = TrunkCall(id: call.id, from: call.caller, to: call.called, trunk: call.trunk ?? "")
        return phones[call.called] == nil && route(of: trunkCall).map { ["ivr", "ringgroup", "queue", "disa"].contains($0.kind) } ?? true
    }

    /// How many fewer callers the exchange counts in each queue than we know of.
    func surplusOfWaiting(_ told: [String: Asked<QueueStatus>]) -> [String: Int] {
        told.compactMapValues(\.value.callers).reduce(into: [:]) { surplus, entry in
            surplus[entry.key] = max(0, waiting(in: entry.key) - max(0, entry.value))
        }
    }

    private func waiting(in queue: String) -> Int { live.values.filter { $0.isWaiting && $0.queue == queue }.count }

    /// Callers who came through a menu or a group: no request tells where its keys lead, so that the queue that counts more
    /// callers than we know of has them, where that can be no other.
    mutating func placeCallers(_ told: [String: Asked<QueueStatus>]) {
        var candidates: [String: [LiveCall]] = [:]
        for (queue, status) in told {
            guard let callers = status.value.callers, callers > waiting(in: queue) else { continue }
            let members = Set(status.value.members.map(\.agent)).union(queueRows[queue]?.agents ?? [])
            let found = live.values.filter { call in
                call.direction == .inbound && call.answered == nil && call.queue == nil && call.seen < status.at
                    && !call.isHandedOn && call.ringing.isSubset(of: members) && mayLeadToQueue(call)
            }
            if !found.isEmpty, found.count <= callers - waiting(in: queue) { candidates[queue] = found }
        }
        let counts = candidates.values.joined().reduce(into: [String: Int]()) { $0[$1.id, default: 0] += 1 }
        for (queue, calls) in candidates {
            for var call in calls where counts[call.id] == 1 {
                call.queue = queue
                call.isWaiting = true
                put(call)
            }
        }
    }

    /// A transfer that we asked for is not reported. Whoever handed the call on is cut off at once.
    mutating func handOn(_ id: String, from transferor: String, to target: String, at now: Date) -> [Change] {
        guard var call = live[id], call.direction != .internal else { return [] }
        call.parties.remove(transferor)
        call.seen = sequence.next()
        if queueRows[target] != nil {
            call.queue = target
            call.isWaiting = true
            call.waitingSince = now
        }
        if call.direction == .inbound { call.callee = target }
        call.answered = nil
        call.isHandedOn = true
        put(call)
        refreshAgents(at: now)
        refreshQueues()
        return published.takeChanges()
    }
}
