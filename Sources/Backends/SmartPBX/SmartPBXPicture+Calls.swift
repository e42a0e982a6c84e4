import BackendSupport
import Exchange
import Foundation

extension Picture {
    /// A time counted back from elapsed seconds, which must not tremble from one poll to the next.
    func steady(_ elapsed: Int?, at now: Date, before: Date?) -> Date? {
        guard let elapsed else { return before }
        let since = now.addingTimeInterval(-Double(elapsed))
        if let before, abs(before.timeIntervalSince(since)) <= 2 { return before }
        return since
    }

    mutating func put(
        _ row: CallRow, seen: SequenceNumber, at now: Date, isListed: Bool = false, supervision: SupervisionLeg? = nil
    ) {
        let before = live[row.id]
        let since = steady(row.elapsed, at: now, before: before?.since) ?? now
        var call = LiveCall(row: row, seen: max(seen, before?.seen ?? .zero), since: since, answered: before?.answered)
        if call.answered == nil, row.state == .talking { call.answered = before == nil ? since : now }
        call.isListed = isListed
        call.supervision = supervision
        noteSupervision(supervision, by: row.id, before: before?.supervision)
        call.callers = before?.callers ?? []
        call.callees = before?.callees ?? []
        call.invited = before?.invited ?? [:]
        live[row.id] = call
        locate(row.id)
    }

    /// Finds out which extensions are at the ends of a call.
    mutating func locate(_ id: String) {
        guard var call = live[id] else { return }
        let (row, before) = (call.row, call.ends)
        call.callers = Set([phone(behind: row.source) ?? phone(behind: row.caller)].compactMap(\.self))
        let callees = call.supervision != nil ? [] : [phone(behind: row.destination), phone(behind: row.called)]
        call.callees = Set(callees.compactMap(\.self)).subtracting(call.callers)
        let invited = call.invited
        if isConnected(call) {
            call.invited = [:]
        } else if rungOneByOne(call), let latest = invited.max(by: { $0.value < $1.value }) {
            call.invited = [latest.key: latest.value]
        }
        live[id] = call
        for number in invited.keys where call.invited[number] == nil { forgetInvitation(number, to: id) }
        for number in before.subtracting(call.ends) { forget(id, of: number) }
        for number in call.ends { attach(number, to: id) }
    }

    mutating func attach(_ number: String, to id: String) {
        guard let call = live[id] else { return }
        callsOf[number, default: RankedCalls()].insert(id, CallRank(call, at: number))
        staleAgents.insert(number)
    }

    mutating func forget(_ id: String, of number: String) {
        callsOf[number]?.remove(id)
        if callsOf[number]?.isEmpty == true { callsOf[number] = nil }
        staleAgents.insert(number)
    }

    mutating func removeCall(_ id: String) {
        supervisionCalls[id] = nil
        if let call = live.removeValue(forKey: id) {
            noteSupervision(nil, by: id, before: call.supervision)
            for number in call.invited.keys { forgetInvitation(number, to: id) }
            for number in call.ends { forget(id, of: number) }
            areWaitingStale = true
        }
        published.remove(Call.self, id)
    }

    mutating func refreshCall(_ id: String) {
        guard let live = live[id] else { return }
        let row = live.row
        // Once a member is connected the exchange may name that as the called number; the queue is remembered.
        let queue = queueRows[row.called]?.number ?? published.calls[id]?.queue
        var call = Call(
            site: site, id: id, state: waits(live) ? .queued : row.state, direction: row.direction, caller: row.caller,
            callee: row.called, since: live.since, answered: live.answered,
            trunk: trunk(behind: row.source) ?? trunk(behind: row.destination),
            queue: queue, recording: row.recording, channels: [row.source, row.destination].filter { !$0.isEmpty })
        if let supervision = live.supervision {
            call.isSupervision = true
            if !supervision.extension.isEmpty { call.callee = supervision.extension }
        }
        let before = published.calls[id]
        if before != call, call.queue != nil || before?.queue != nil { areWaitingStale = true }
        published.put(call)
    }

    /// Whether the caller stands in a queue: the called number is a queue's, and no member talks with the caller yet.
    func waits(_ call: LiveCall) -> Bool {
        queueRows[call.row.called] != nil && !isConnected(call)
    }

    /// Whether the caller talks with somebody. The channel of one who waits in a queue is up as well.
    func isConnected(_ call: LiveCall) -> Bool {
        (call.row.state == .talking || call.row.state == .held) && (queueRows[call.row.called] == nil || !call.callees.isEmpty)
    }

    /// The extension a channel or a number belongs to.
    func phone(behind text: String) -> String? {
        guard !text.isEmpty else { return nil }
        guard let channel = Channel(text) else { return phones[text] == nil ? nil : text }
        if channel.technology == "FXS", let number = channel.devices.lazy.compactMap({ ports[$0] }).first { return number }
        return channel.devices.first { phones[$0] != nil }
    }

    private func trunk(behind text: String) -> String? {
        guard let channel = Channel(text) else { return nil }
        if channel.technology == "FXO" {
            return trunkRows.values.first { $0.type.uppercased() == "FXO" && channel.devices.contains($0.port) }?.name
                ?? channel.devices.first { trunkRows[$0] != nil }
        }
        return channel.devices.first { trunkRows[$0] != nil }
    }

    func direction(from caller: String, to called: String) -> CallDirection {
        switch (phone(behind: caller) != nil, phone(behind: called) != nil) {
        case (true, true): .internal
        case (false, true): .inbound
        case (true, false): queueRows[called] == nil ? .outbound : .internal
        case (false, false): .unknown
        }
    }
}

extension CallRow {
    /// The state of the call. Only `Ringing` is documented; the others are Asterisk's channel states and what newer
    /// versions may say. A word nobody knows counts as talking once time runs, as dialling before.
    var state: CallState {
        switch word.lowercased().filter(\.isLetter) {
        case "ringing": .ringing
        case "", "up", "talking", "inuse", "connected", "answered", "answer", "bridged", "active": .talking
        case "hold", "held", "onhold": .held
        case "parked": .parked
        case "dial", "dialing", "dialling", "down", "ring", "trying", "progress", "proceeding", "calling": .dialing
        default: (elapsed ?? 0) > 0 ? .talking : .dialing
        }
    }
}
