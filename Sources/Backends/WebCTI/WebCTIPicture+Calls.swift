import Exchange
import Foundation

/// A call as its legs tell it.
struct LiveCall: Sendable {
    var id: String
    var state: CallState
    var caller: String
    var callee: String
    var callerChannel: String
    /// The channels of those who were called.
    var calleeChannels: [String]
    var dialed: String
    var linked: String
    var queue: String

    var channels: [String] { ([callerChannel] + calleeChannels).filter { !$0.isEmpty } }
}

extension Picture {
    /// The calls of all telephones; of what only `getcalls` tells, those that no telephone of ours is in.
    func liveCalls() -> [String: LiveCall] {
        var calls: [String: LiveCall] = [:]
        // A telephone that listens in has no conversation of its own.
        let spying = Set(supervisions.map(\.channel))
        for device in status.devices {
            for leg in device.legs where !spying.contains(leg.channel) { add(leg, to: &calls) }
        }
        for leg in otherCalls where telephones.agent(behind: leg.channel) == nil && telephones.agent(behind: leg.otherChannel) == nil {
            add(leg, to: &calls)
        }
        for queue in status.queues {
            for row in queue.waiting {
                var call =
                    calls[row.id]
                    ?? LiveCall(
                        id: row.id, state: .queued, caller: row.caller, callee: queue.number, callerChannel: row.channel,
                        calleeChannels: [],
                        dialed: "", linked: "", queue: queue.number)
                // A member's telephone may ring already; the caller waits until somebody talks.
                if call.state != .talking { call.state = .queued }
                call.queue = queue.number
                calls[row.id] = call
            }
        }
        for row in status.parks where row.isParked && !row.channel.isEmpty {
            let id = callsByChannel[row.channel] ?? row.channel
            calls[id] = LiveCall(
                id: id, state: .parked, caller: row.caller, callee: row.slot, callerChannel: row.channel, calleeChannels: [],
                dialed: row.since, linked: "", queue: "")
        }
        let held = Set(channels.filter(\.isHeld).map(\.channel))
        if !held.isEmpty {
            for (id, call) in calls where call.state == .talking && call.channels.contains(where: held.contains) {
                calls[id]?.state = .held
            }
        }
        return calls
    }

    /// Both ends of a call tell of it; so does each telephone that rings for it. They are one call by the caller's identifier.
    private func add(_ leg: Leg, to calls: inout [String: LiveCall]) {
        let isCaller = leg.called ?? (leg.otherID.isEmpty || isOlder(leg.id, than: leg.otherID))
        let other = (id: leg.otherID, channel: leg.otherChannel, number: leg.otherNumber)
        let own = (id: leg.id, channel: leg.channel, number: leg.number)
        let (caller, callee) = isCaller ? (own, other) : (other, own)
        let id = caller.id.isEmpty ? callee.id : caller.id
        var call =
            calls[id]
            ?? LiveCall(
                id: id, state: leg.state, caller: "", callee: "", callerChannel: "", calleeChannels: [], dialed: "", linked: "", queue: "")
        if call.caller.isEmpty { call.caller = caller.number }
        if call.callerChannel.isEmpty { call.callerChannel = caller.channel }
        if call.callee.isEmpty || (leg.state == .talking && call.state != .talking && !callee.number.isEmpty) {
            call.callee = callee.number
        }
        if !callee.channel.isEmpty, !call.calleeChannels.contains(callee.channel) { call.calleeChannels.append(callee.channel) }
        if leg.state.weight > call.state.weight { call.state = leg.state }
        if call.dialed.isEmpty { call.dialed = leg.dialed }
        if call.linked.isEmpty { call.linked = leg.linked }
        if call.queue.isEmpty { call.queue = leg.queue }
        calls[id] = call
    }

    /// Identifiers are Unix seconds, a point and a counter: compared part by part, for as a number .10 is .1.
    private func isOlder(_ one: String, than other: String) -> Bool {
        let parts = { (id: String) in id.split(separator: ".").map { Int($0) ?? 0 } }
        return parts(one).lexicographicallyPrecedes(parts(other))
    }

    mutating func derivedCalls(at now: Date) -> [String: Call] {
        callsByChannel = [:]
        return calls.mapValues { call in
            for channel in call.channels { callsByChannel[channel] = call.id }
            let before = published.calls[call.id]
            let since = clock.date(wall: call.dialed) ?? clock.date(stamp: String(call.id.prefix { $0 != "." }))
            return Call(
                site: site, id: call.id, state: call.state, direction: direction(of: call), caller: call.caller, callee: call.callee,
                since: before?.since ?? since ?? now,
                answered: before?.answered ?? clock.date(wall: call.linked)
                    ?? (call.state == .talking ? before == nil ? since ?? now : now : nil),
                trunk: trunk(of: call), queue: call.queue.isEmpty ? before?.queue : call.queue, channels: call.channels)
        }
    }

    private func direction(of call: LiveCall) -> CallDirection {
        let caller = telephones.agent(behind: call.callerChannel) ?? (telephones.numbers.contains(call.caller) ? call.caller : nil)
        if call.state == .queued || call.state == .parked { return caller == nil ? .inbound : .internal }
        let isOurs =
            call.calleeChannels.contains { telephones.agent(behind: $0) != nil } || telephones.numbers.contains(call.callee)
            || queueNames[call.callee] != nil
        switch (caller != nil, isOurs) {
        case (true, true): return .internal
        case (false, true): return .inbound
        case (true, false): return call.callee.isEmpty ? .internal : .outbound
        case (false, false): return .unknown
        }
    }

    /// The trunk one of the channels belongs to: by name (`SIP/to117-b7c1`), or by technology where there is one such group
    /// only (`ZAP/g0`).
    private func trunk(of call: LiveCall) -> String? {
        guard !trunks.isEmpty else { return nil }
        for channel in call.channels where telephones.agent(behind: channel) == nil {
            let interface = Telephones.interface(of: channel)
            if trunks.contains(interface) { return interface }
            let technology = interface.prefix { $0 != "/" }
            let groups = trunks.filter { $0.hasPrefix("\(technology)/g") }
            if groups.count == 1 { return groups[0] }
        }
        return nil
    }

    mutating func derivedWaiting(at now: Date) -> [String: WaitingCall] {
        var waiting: [String: WaitingCall] = [:]
        for queue in status.queues {
            for row in queue.waiting {
                let before = published.waiting[row.id]
                let name = row.name.isEmpty ? callerNames[row.id] ?? "" : row.name
                let since = clock.date(stamp: row.start) ?? steady(row.wait.map { now - Double($0) }, before: before?.since)
                waiting[row.id] = WaitingCall(
                    site: site, queue: queue.number, call: row.id, caller: row.caller, name: name.isEmpty ? nil : SafeText(name),
                    position: row.position, since: before?.queue == queue.number ? before?.since ?? since : since)
            }
        }
        return waiting
    }

    /// The channel of a waiting caller.
    func waitingChannel(_ call: String) -> String? {
        for queue in status.queues {
            if let row = queue.waiting.first(where: { $0.id == call || $0.channel == call }) {
                return row.channel.isEmpty ? nil : row.channel
            }
        }
        return nil
    }
}

extension CallState {
    /// Which of two accounts of a call is the later.
    fileprivate var weight: Int {
        switch self {
        case .talking: 3
        case .held: 2
        case .ringing: 1
        default: 0
        }
    }
}
