import BackendSupport
import Exchange
import Foundation

// Calls out of reports. Reports name legs, not calls: two legs of one call carry different identifiers, and so may two
// reports of one leg. A call is known by the identifier of its trunk call, by those of its legs, or by who is in it.
extension Picture {
    mutating func apply(_ report: CallReport, at now: Date) {
        let seen = sequence.next()
        for number in report.extensions { phones[number]?.isUnreported = false }
        if isLate(report) { return }
        let found = call(of: report)
        switch report.action {
        case .bye, .failed: end(found, report, seen, at: now)
        case .transfer:
            if let found { update(found, report, seen) { $0.isTransferring = true } }
        case .alert: alert(found, report, seen, at: now)
        case .ring: ring(found, report, seen, at: now)
        case .answer: answer(found, report, seen, at: now)
        }
    }

    // MARK: Whose report it is

    func call(of report: CallReport) -> String? {
        if let handle = report.handle, live[handle] != nil { return handle }
        let names = Set([report.leg, report.handle ?? ""]).subtracting([""])
        let extensions = Set(report.extensions)
        func isOther(_ call: LiveCall) -> Bool {
            call.direction == .outbound && report.inbound == nil && report.outbound == nil && extensions.count > 1
        }
        if let call = live.values.first(where: { !$0.legs.isDisjoint(with: names) && !isOther($0) }) { return call.id }
        let candidates = live.values.filter { call in
            if let outbound = report.outbound {
                // The two legs of an outgoing call differ even in their outboundid.
                return call.direction == .outbound && call.callee == outbound.to && (call.trunk ?? "") == outbound.trunk
                    && (extensions.isEmpty || !call.parties.isDisjoint(with: extensions))
            }
            if let inbound = report.inbound {
                // Two callers may well show the same number: without its inboundid a call is known only at its end.
                return inbound.id.isEmpty && call.direction == .inbound && call.caller == inbound.from
                    && (call.trunk ?? "") == inbound.trunk
            }
            if extensions.count > 1 { return call.direction == .internal && call.extensions == extensions }
            return report.action == .alert && call.answered == nil && !call.parties.isDisjoint(with: extensions)
        }
        return candidates.max { ($0.since, $0.id) < ($1.since, $1.id) }?.id
    }

    func call(of record: CallRecord) -> String? {
        if live[record.call] != nil { return record.call }
        if let call = live.values.first(where: { $0.legs.contains(record.call) }) { return call.id }
        guard let begun = CallNumber(record.call) else { return nil }
        return live.values.first { call in
            // The record has the route's prefix before the callee's number.
            call.caller == record.caller && !call.callee.isEmpty && record.callee.hasSuffix(call.callee)
                && call.newest.map { WireFigure($0.epoch).distance(to: WireFigure(begun.epoch)) <= WireFigure(1) } == true
        }?.id
    }

    /// Everything by which a call could be named again.
    private static func traces(_ report: CallReport) -> [String] {
        var traces = [report.leg, report.handle ?? ""].filter { !$0.isEmpty }
        if let call = report.inbound ?? report.outbound {
            traces.append("\(call.from)>\(call.to)@\(call.trunk)")
        } else if report.extensions.count > 1 {
            traces.append(report.extensions.sorted().joined(separator: "="))
        }
        return traces
    }

    private func isLate(_ report: CallReport) -> Bool {
        guard report.action != .bye, report.action != .failed else { return false }
        let number = CallNumber(report.leg)
        return Self.traces(report).contains { trace in
            guard let ended = endedCalls[trace] else { return false }
            guard let number, let newest = ended.note else { return trace == report.leg }
            return number <= newest
        }
    }

    // MARK: The steps

    private mutating func alert(_ found: String?, _ report: CallReport, _ seen: SequenceNumber, at now: Date) {
        if let found { return update(found, report, seen) { _ in } }
        if let listed = listedCall(of: report) {
            return update(listed, report, seen) { call in
                call.parties.formUnion(report.extensions)
                call.caller = report.extensions.first ?? call.caller
            }
        }
        // An incoming caller hears ringing: in a queue, before anybody rings.
        var call = begin(report, seen, at: now)
        if report.inbound == nil { call.callee = "" }
        guard !call.id.isEmpty else { return }
        put(call)
    }

    private mutating func ring(_ found: String?, _ report: CallReport, _ seen: SequenceNumber, at now: Date) {
        let number = CallNumber(report.leg)
        removeListed(report, but: found)
        if let found, let call = live[found], call.direction == .outbound, report.outbound != nil, call.latestRing == nil {
            return ringFirst(found, report, seen)
        }
        if let found, let call = live[found] {
            // The ring-back of the same leg may have come before.
            let isNewer = number.map { number in call.latestRing.map { $0 < number } ?? true } ?? false
            let rings = Self.ringing(report)
            if call.answered != nil, call.direction == .inbound, !rings.isEmpty, call.parties.isSuperset(of: rings) {
                return update(found, report, seen) { _ in }  // overtaken by its answer
            }
            if call.answered == nil || call.isTransferring || (isNewer && call.direction == .inbound) {
                return update(found, report, seen) { call in
                    if call.answered != nil {
                        // Handed on: the extension that had it is out of it.
                        call.isHandedOn = true
                        call.answered = nil
                        call.parties = []
                        call.ringing = []
                        call.callee = rings.first ?? call.callee
                    }
                    call.isTransferring = false
                    call.ringing.formUnion(rings)
                    call.latestRing = [call.latestRing, number].compactMap(\.self).max()
                    if call.callee.isEmpty { call.callee = report.parties.callee }
                    call.parties.subtract(rings)
                }
            }
            guard isNewer else { return }
            bury(found, with: [], at: seen)  // its end was lost
        }
        var call = begin(report, seen, at: now)
        takePending(into: &call, report)
        call.ringing = Set(Self.ringing(report))
        call.parties.subtract(call.ringing)
        call.latestRing = number
        put(call)
    }

    private mutating func answer(_ found: String?, _ report: CallReport, _ seen: SequenceNumber, at now: Date) {
        guard let found else {
            var call = begin(report, seen, at: now)
            call.answered = now
            call.isWaiting = false
            call.parties = Set(report.extensions)
            call.latestRing = CallNumber(report.leg)
            return put(call)
        }
        update(found, report, seen) { call in
            guard call.answered == nil else { return }  // the other side's report of the same
            // A menu that answers is nobody whom the caller wanted.
            if call.direction == .inbound, report.extensions.isEmpty, report.outbound == nil { return }
            call.answered = now
            call.isWaiting = false
            call.latestRing = [call.latestRing, CallNumber(report.leg)].compactMap(\.self).max()
            call.ringing = []
            call.parties = Set(report.extensions)
            if call.direction == .inbound, let answering = report.extensions.first { call.callee = answering }
            if call.callee.isEmpty { call.callee = report.extensions.first { $0 != call.caller } ?? report.outbound?.to ?? "" }
        }
    }

    private mutating func end(_ found: String?, _ report: CallReport, _ seen: SequenceNumber, at now: Date) {
        guard let found, let call = live[found] else {
            // It may have overtaken the call's own beginning.
            for trace in Self.traces(report) { endedCalls.insert(trace, CallNumber(report.leg), at: seen) }
            return
        }
        let leaving = Set(report.extensions)
        if !leaving.isEmpty, isOfOneLegOnly(report, call, leaving) {
            // A leg has ended, not the call: the caller waits on, or is with somebody else.
            return update(found, report, seen) { call in
                call.ringing.subtract(leaving)
                call.parties.subtract(leaving)
            }
        }
        bury(found, with: Self.traces(report), number: CallNumber(report.leg), at: seen)
        if report.action == .bye, call.answered != nil, !report.first.isEmpty {
            published.tell(
                SiteMessage(
                    site: site, time: now, topic: "hangup", text: "\(call.caller) → \(call.callee): \(report.first) hung up",
                    details: ["callid": found, "caller": call.caller, "callee": call.callee, "by": report.first]))
        }
    }

    /// Whether a leg has ended and its call goes on.
    private func isOfOneLegOnly(_ report: CallReport, _ call: LiveCall, _ leaving: Set<String>) -> Bool {
        guard call.direction != .internal else { return false }
        if call.isWaiting || call.isTransferring { return true }
        let remaining = call.extensions.subtracting(leaving)
        if call.answered != nil { return !remaining.isEmpty && leaving.isDisjoint(with: call.extensions) }
        guard let inbound = report.inbound, call.direction == .inbound else { return false }
        // Others of a group ring on; and who has dialled no extension may wait in a queue that no report names.
        return !remaining.isEmpty || (report.action == .failed && phones[inbound.to] == nil && !leadsToExtension(inbound))
    }

    private static func ringing(_ report: CallReport) -> [String] {
        if report.inbound != nil { return report.extensions }
        return report.outbound == nil ? Array(report.extensions.prefix(1)) : []
    }

    // MARK: The table of calls

    private func begin(_ report: CallReport, _ seen: SequenceNumber, at now: Date) -> LiveCall {
        let parties = report.parties
        let direction: CallDirection = report.inbound != nil ? .inbound : report.outbound != nil ? .outbound : .internal
        let id = report.handle ?? (report.leg.isEmpty ? report.extensions.sorted().joined(separator: "=") : report.leg)
        var call = LiveCall(id: id, direction: direction, caller: parties.caller, callee: parties.callee, since: now, seen: seen)
        if report.inbound != nil { call.since = Self.arrival(id, before: now) }
        call.trunk = (report.inbound ?? report.outbound).flatMap { $0.trunk.isEmpty ? nil : $0.trunk }
        if let inbound = report.inbound {
            call.called = inbound.to
            call.queue = queue(of: inbound)
            call.isWaiting = call.queue != nil
            if call.queue != nil { call.callee = inbound.to }
        } else {
            call.parties = Set(report.extensions)
        }
        call.legs = Set([report.leg, report.handle ?? ""]).subtracting([""])
        call.newest = CallNumber(report.leg)
        return call
    }

    mutating func update(
        _ id: String, _ report: CallReport, _ seen: SequenceNumber, _ change: (inout LiveCall) -> Void
    ) {
        guard var call = live[id] else { return }
        change(&call)
        call.seen = seen
        call.legs.formUnion(Set([report.leg, report.handle ?? ""]).subtracting([""]))
        if let number = CallNumber(report.leg) { call.newest = max(call.newest ?? number, number) }
        put(call)
    }

    mutating func put(_ call: LiveCall) {
        if let queue = call.queue { touchedQueues.insert(queue) }
        let before = live.updateValue(call, forKey: call.id)?.extensions ?? []
        for number in before.subtracting(call.extensions) { forget(call.id, of: number) }
        for number in call.extensions {
            callsOf[number, default: []].insert(call.id)
            staleAgents.insert(number)
        }
        show(call)
    }

    private mutating func show(_ call: LiveCall) {
        let isHeld = call.answered != nil && call.parties.contains { phones[$0]?.isHolding == true }
        let state: CallState =
            call.isWaiting ? .queued : isHeld ? .held : call.answered != nil ? .talking : call.callee.isEmpty ? .dialing : .ringing
        var shown = Call(
            site: site, id: call.id, state: state, direction: call.direction, caller: call.caller, callee: call.callee,
            since: call.since, answered: call.answered, trunk: call.trunk, queue: call.queue, channels: call.legs.sorted())
        shown.isSupervision = isSupervision(call)
        published.put(shown)
    }

    /// Remembers whether an extension holds its call.
    mutating func hold(_ number: String, _ isHolding: Bool, at now: Date) -> [Change] {
        phones[number]?.heldByUs = (isHolding, sequence.next())
        showCalls(of: number)
        staleAgents.insert(number)
        refreshAgents(at: now)
        return published.takeChanges()
    }

    /// Puts the calls of an extension again, whose hold has changed.
    mutating func showCalls(of number: String) {
        for id in callsOf[number] ?? [] { if let call = live[id] { show(call) } }
    }

    private mutating func forget(_ id: String, of number: String) {
        callsOf[number]?.remove(id)
        if callsOf[number]?.isEmpty == true {
            callsOf[number] = nil
            phones[number]?.heldByUs = nil
        }
        staleAgents.insert(number)
    }

    mutating func removeCall(_ id: String) {
        if let queue = live[id]?.queue { touchedQueues.insert(queue) }
        if let call = live.removeValue(forKey: id) { for number in call.extensions { forget(id, of: number) } }
        published.remove(Call.self, id)
    }

    mutating func bury(
        _ id: String, with traces: [String], number: CallNumber? = nil, at ended: SequenceNumber
    ) {
        if let call = live[id] {
            let newest = [call.newest, number].compactMap(\.self).max()
            for name in call.legs.union(traces).union([id]) { endedCalls.insert(name, newest, at: ended) }
        }
        removeCall(id)
    }
}
