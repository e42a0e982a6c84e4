import BackendSupport
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
        let legs = status.devices.flatMap { $0.legs.filter { !spying.contains($0.channel) } }
        let pairs = LegPairs(legs)
        for leg in legs { add(leg, facing: pairs.other(of: leg), to: &calls) }
        for leg in otherCalls where telephones.agent(behind: leg.channel) == nil && telephones.agent(behind: leg.otherChannel) == nil {
            add(leg, facing: nil, to: &calls)
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
    private func add(_ leg: Leg, facing facingLeg: Leg?, to calls: inout [String: LiveCall]) {
        let isCaller = leg.isCaller(facing: facingLeg)
        let other = (
            id: facingLeg?.id ?? leg.otherID, channel: facingLeg?.channel ?? leg.otherChannel,
            number: leg.otherNumber.isEmpty ? facingLeg?.number ?? "" : leg.otherNumber
        )
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

    mutating func derivedCalls(at now: Date) -> [String: Call] {
        callsByChannel = [:]
        return calls.mapValues { call in
            for channel in call.channels { callsByChannel[channel] = call.id }
            let before = published.calls[call.id]
            let since = clock.date(wall: call.dialed) ?? clock.date(stamp: call.id.cut(atOctet: UInt8(ascii: "."))?.before ?? call.id)
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
                let since = clock.date(stamp: row.start) ?? steady(row.wait.flatMap { beginning(of: $0, at: now) }, before: before?.since)
                waiting[row.id] = WaitingCall(
                    site: site, queue: queue.number, call: row.id, caller: row.caller, name: name.isEmpty ? nil : SafeText(name),
                    position: row.position, since: before?.queue == queue.number ? before?.since ?? since : since)
            }
        }
        return waiting
    }

    /// nil where nothing can last that long.
    private func beginning(of wait: Int, at now: Date) -> Date? {
        WireFigure(Int(now.timeIntervalSince1970)) > WireFigure(wait) ? now - Double(wait) : nil
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

/// Which legs are the two ends of one call, by their channels: after a transfer neither direction nor identifier tells it.
private struct LegPairs {
    private var byChannel: [String: Leg] = [:]
    /// The leg that names a channel as its other end.
    private var namedBy: [String: Leg] = [:]

    init(_ legs: [Leg]) {
        for leg in legs where !leg.channel.isEmpty {
            byChannel[leg.channel] = leg
            if !leg.otherChannel.isEmpty { namedBy[leg.otherChannel] = leg }
        }
    }

    /// The other end, as its own telephone tells it; nil where that is none of ours.
    func other(of leg: Leg) -> Leg? {
        let other = leg.otherChannel.isEmpty ? namedBy[leg.channel] : byChannel[leg.otherChannel]
        return other?.channel == leg.channel ? nil : other
    }
}

extension Leg {
    /// Whether this end called. Of two that were both called, each in a call of its own until a transfer joined them, the older one
    /// counts as the caller.
    fileprivate func isCaller(facing other: Leg?) -> Bool {
        switch (called, other?.called) {
        case (let own?, let their?) where own != their: return own
        case (let own?, nil): return own
        case (nil, let their?): return !their
        default:
            let (id, channel) = other.map { ($0.id, $0.channel) } ?? (otherID, otherChannel)
            if id.isEmpty { return true }
            let (own, their) = (Self.age(self.id), Self.age(id))
            return own == their ? self.channel < channel : own.lexicographicallyPrecedes(their)
        }
    }

    /// Identifiers are Unix seconds, a point and a counter: compared part by part, for as a number .10 is .1.
    private static func age(_ id: String) -> [WireFigure] {
        id.split(atOctet: UInt8(ascii: ".")).map { WireFigure($0) ?? WireFigure(0) }
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
