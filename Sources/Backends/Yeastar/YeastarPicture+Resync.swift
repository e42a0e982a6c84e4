import BackendSupport
import Exchange
import Foundation

// Calls out of queries: what reports told too late, or never.
extension Picture {
    mutating func takeCalls(_ findings: Findings, at now: Date) {
        if let details = findings.details {
            take(merged(details.value), asked: details.at, at: now)
            let known = Set(merged(details.value).compactMap { find($0) })
            // Every busy extension was asked: a call of theirs that none of them has is over.
            for (id, call) in live where call.seen < details.at && !known.contains(id) && !call.isWaiting && !call.extensions.isEmpty {
                removeCall(id)
            }
        }
        if let inbound = findings.inbound {
            take(inbound.value.rows, asked: inbound.at, at: now)
            let found = Set(inbound.value.rows.compactMap { $0.inbound?.id })
            var surplus = surplusOfWaiting(findings.queueStatus)
            for id in inbound.value.ids.subtracting(found).sorted() {
                guard let call = live[id], call.seen < inbound.at else { continue }
                // The list promises calls that talk, no more: who waits is counted by the queue, who rings by the telephone.
                if call.isWaiting, let queue = call.queue, let more = surplus[queue] {
                    guard more > 0 else { continue }
                    surplus[queue] = more - 1
                } else if call.ringing.contains(where: { AgentState(extension: phones[$0]?.row.word ?? "") == .ringing }) {
                    continue
                }
                removeCall(id)
            }
        }
        if let outbound = findings.outbound { take(outbound.value, asked: outbound.at, at: now) }
    }

    private mutating func take(_ rows: [CallRow], asked: SequenceNumber, at now: Date) {
        for row in rows {
            if let id = find(row) {
                guard var call = live[id], call.seen < asked else { continue }
                let extensions = Set(row.extensions)
                let isOnlyRinging = call.isWaiting && extensions.isSubset(of: call.ringing)
                if call.answered == nil, row.isTalking, !extensions.isEmpty, !isOnlyRinging {
                    call.answered = now
                    call.isWaiting = false
                    call.parties.formUnion(extensions)
                    call.ringing = []
                    if call.direction == .inbound, let talking = row.extensions.first { call.callee = talking }
                } else if call.answered != nil, !extensions.isEmpty {
                    correct(&call, by: row)
                }
                put(call)
            } else if var call = begin(row, asked: asked, at: now) {
                if let pending = pendingCall(of: row), pending.seen < asked {
                    removeCall(pending.id)
                    call.parties.formUnion(pending.parties)
                    call.legs.formUnion(pending.legs)
                    (call.caller, call.since) = (pending.caller, min(call.since, pending.since))
                }
                put(call)
            }
        }
    }

    /// Whom an answered call is with: a transfer by somebody else is not reported.
    private func correct(_ call: inout LiveCall, by row: CallRow) {
        let extensions = Set(row.extensions)
        guard call.direction != .internal, let first = row.extensions.first, call.parties != extensions else {
            call.parties = extensions
            return
        }
        if call.direction == .inbound, !extensions.contains(call.callee) { call.callee = first }
        if call.direction == .outbound, !extensions.contains(call.caller) { call.caller = first }
        call.parties = extensions
        guard !row.isTalking, row.inbound != nil else { return }
        call.answered = nil
        call.isHandedOn = true
        call.parties = []
        call.ringing = extensions
    }

    /// The rows of several extensions that are one call's, as one; it is answered when nobody in it rings.
    private func merged(_ rows: [CallRow]) -> [CallRow] {
        var calls: [String: CallRow] = [:]
        var order: [String] = []
        for row in rows {
            let key = row.inbound?.id ?? row.outbound?.id ?? row.extensions.sorted().joined(separator: "=")
            if var call = calls[key] {
                call.extensions += row.extensions.filter { !call.extensions.contains($0) }
                call.isTalking = call.isTalking && row.isTalking
                calls[key] = call
            } else {
                calls[key] = row
                order.append(key)
            }
        }
        return order.compactMap { calls[$0] }
    }

    private func find(_ row: CallRow) -> String? {
        if let handle = row.inbound?.id ?? row.outbound?.id {
            if live[handle] != nil { return handle }
            return live.values.first { call in
                if call.legs.contains(handle) { return true }
                guard let outbound = row.outbound, call.hasLeg(near: handle) else { return false }
                return call.direction == .outbound && call.callee == outbound.to && (call.trunk ?? "") == outbound.trunk
                    && (row.extensions.isEmpty || !call.extensions.isDisjoint(with: row.extensions))
            }?.id
        }
        let extensions = Set(row.extensions)
        return live.values.first { $0.direction == .internal && $0.extensions == extensions }?.id
    }

    /// A listing of calls may lag behind their ends by this much.
    private static let lateListing = Duration.seconds(2)

    private func begin(_ row: CallRow, asked: SequenceNumber, at now: Date) -> LiveCall? {
        let trunkCall = row.inbound ?? row.outbound
        // Two extensions that talk have no identifier in any query: the pair is its name.
        let id = trunkCall?.id ?? row.extensions.sorted().joined(separator: "=")
        guard !id.isEmpty else { return nil }
        if let age = endedCalls.age(of: id), age < Self.lateListing { return nil }
        let since = Self.arrival(id, before: now)
        let first = row.extensions.first
        var call: LiveCall
        if let inbound = row.inbound {
            call = LiveCall(id: id, direction: .inbound, caller: inbound.from, callee: first ?? inbound.to, since: since, seen: asked)
            call.called = inbound.to
            call.queue = queue(of: inbound)
        } else if let outbound = row.outbound {
            call = LiveCall(
                id: id, direction: .outbound, caller: first ?? outbound.from, callee: outbound.to, since: since, seen: asked)
        } else {
            call = LiveCall(
                id: id, direction: .internal, caller: first ?? "", callee: row.extensions.dropFirst().first ?? "", since: since,
                seen: asked)
        }
        call.trunk = trunkCall.flatMap { $0.trunk.isEmpty ? nil : $0.trunk }
        call.newest = CallNumber(id)
        call.parties = Set(row.extensions)
        if row.isTalking, call.queue == nil || first != nil {
            call.answered = since
        } else if row.inbound != nil {
            swap(&call.parties, &call.ringing)
        }
        call.isWaiting = call.queue != nil && call.answered == nil
        // Who waits has reached nobody yet: a member's telephone that rings is one of several, as reports have it too.
        if call.isWaiting { call.callee = call.called }
        return call
    }
}
