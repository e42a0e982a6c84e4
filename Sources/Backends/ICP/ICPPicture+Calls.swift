import BackendSupport
import Exchange
import Foundation

// Calls: our own by events, as they happen; those of others by asking.
extension ICPPicture {
    mutating func takeCall(_ event: GatewayEvent, at now: Date) {
        let id = event.call
        switch event.type {
        case "AgentEvent_Incoming_CallInfo", "AgentEvent_Ringing", "AgentEvent_Auto_Answer":
            changeOwn(id, to: .ringing, by: event, at: now)
        case "AgentEvent_Customer_Alerting":
            changeOwn(id, to: .dialing, by: event, at: now)
            let callee = event["otherPhoneWorkno"].isEmpty ? event["otherPhone"] : event["otherPhoneWorkno"]
            live[id]?.callee = callee.withoutAgentLetter
            if live[id]?.caller.isEmpty == true { live[id]?.caller = own }
            holdOthers(for: id)
        case "AgentEvent_Talking":
            changeOwn(id, to: .talking, by: event, at: now)
            live[id]?.heldFor = nil
            if live[id]?.answered == nil { live[id]?.answered = now }
            holdOthers(for: id)
        case "AgentEvent_Hold", "AgentEvent_linkagePhoneHold":
            changeOwn(id, to: .held, by: event, at: now)
            live[id]?.heldFor = nil
        case "AgentEvent_Conference":
            changeOwn(id, to: .talking, by: event, at: now)
            live[id]?.isThreeParty = true
            // The held leg is part of it now.
            for other in live.values where other.isOwn && other.state == .held {
                live[other.id]?.state = .talking
                live[other.id]?.heldFor = nil
            }
        case "AgentEvent_Customer_Release" where live[id]?.isThreeParty == true:
            break
        case "AgentEvent_Customer_Release", "AgentEvent_Call_Release":
            if live[id]?.isHandedOver == true {
                for call in live.values where call.isHandedOver { live[call.id]?.heldFor = nil }
                for call in live.values where call.isHandedOver { endCall(call.id) }
            }
            endCall(id)
        case "AgentEvent_linkagePhoneTransferOut_Result":
            if event["result"] == "0" { endCall(id) }
        case "AgentEvent_Call_Out_Fail", "AgentEvent_Inside_Call_Fail", "AgentEvent_Consult_Fail",
            "AgentEvent_AbandonCall":
            endCall(id)
        case "AgentEvent_No_Answer", "AgentEvent_No_Answer_From_Cti":
            for call in live.values where call.isOwn && call.state == .ringing { endCall(call.id) }
        case "AgentMediaEvent_Record":
            let call = event["callId"]
            recordings[event["taskId"]] = call
            live[call]?.recording = SafeText(event["fileName"])
        case "AgentMediaEvent_StopRecordDone":
            if let call = recordings.removeValue(forKey: event["taskId"]) { live[call]?.recording = nil }
        default:
            break
        }
    }

    private mutating func changeOwn(_ id: String, to state: CallState, by event: GatewayEvent, at now: Date) {
        guard !id.isEmpty else { return }
        let seen = sequence.next()
        var call = live[id] ?? LiveCall(id: id, state: state, direction: .unknown, caller: "", callee: "", since: now, seen: seen)
        call.state = state
        call.isOwn = true
        call.seen = seen
        let (caller, called, feature) = (event["caller"], event["called"], event["feature"])
        if !caller.isEmpty { call.caller = caller.withoutAgentLetter }
        if !called.isEmpty { call.callee = called.withoutAgentLetter }
        if !feature.isEmpty { call.direction = CallDirection(feature: feature) }
        let skill = CallRow.skill(event["skillId"])
        if !skill.isEmpty { call.skill = skill }
        live[id] = call
    }

    /// The gateway lets a party wait while its agent turns to another, and promises no event that says so (section 2.2).
    private mutating func holdOthers(for id: String) {
        guard live[id]?.isThreeParty != true else { return }
        for other in live.values where other.isOwn && other.id != id && other.state == .talking && !other.isThreeParty {
            live[other.id]?.state = .held
            live[other.id]?.heldFor = id
            live[other.id]?.seen = sequence.next()
        }
    }

    /// A consultation has begun, as its answer says: the caller waits from now on.
    mutating func beginConsultation(_ id: String, with party: String, at now: Date) -> [Change] {
        guard !ended.contains(id) else { return [] }
        let seen = sequence.next()
        if live[id] == nil {
            live[id] = LiveCall(id: id, state: .dialing, direction: .internal, caller: own, callee: party, since: now, seen: seen)
        }
        live[id]?.isOwn = true
        holdOthers(for: id)
        return refreshed()
    }

    /// We have joined the calls of ours, and leave both.
    mutating func noteHandOver() {
        for call in live.values where call.isOwn { live[call.id]?.isHandedOver = true }
    }

    /// The gateway's list of held calls, which tells also of those that were held and taken back at the telephone.
    mutating func takeHeld(_ listing: Asked<Set<String>>) {
        for call in live.values where call.isOwn && !call.isThreeParty && call.seen < listing.at {
            switch (call.state, listing.value.contains(call.id)) {
            case (.talking, true): live[call.id]?.state = .held
            case (.held, false):
                live[call.id]?.state = .talking
                live[call.id]?.heldFor = nil
            default: break
            }
        }
    }

    /// - Parameter agent: whose calls these are; nil: every call of the VDN.
    mutating func take(_ listing: Asked<[CallRow]>, of agent: String?, at now: Date) {
        let present = listing.value.filter { !$0.hasEnded }
        let listed = Set(present.map(\.id))
        for call in live.values where call.seen < listing.at && !listed.contains(call.id) {
            switch agent {
            // Of our own calls events tell, or our own listing.
            case nil: if !call.isOwn { endCall(call.id) }
            case own?: if call.isOwn { endCall(call.id) }
            case let agent?:
                guard live[call.id]?.agents.remove(agent) != nil else { continue }
                if live[call.id]?.agents.isEmpty == true, !call.isOwn { endCall(call.id) }
            }
        }
        for row in present where !ended.contains(row.id, after: listing.at) {
            let isOwn = agent == own || row.caller == own || row.called == own
            var call =
                live[row.id]
                ?? LiveCall(
                    id: row.id, state: firstState(of: row, isOwn: isOwn), direction: CallDirection(feature: row.feature),
                    caller: row.caller, callee: row.called,
                    since: row.begun ?? now, seen: listing.at)
            if call.direction == .unknown { call.direction = CallDirection(feature: row.feature) }
            if call.caller.isEmpty { call.caller = row.caller }
            if call.callee.isEmpty { call.callee = row.called }
            if call.skill.isEmpty { call.skill = row.skill }
            if let begun = row.begun { call.since = min(call.since, begun) }
            if let agent { call.agents.insert(agent) }
            if isOwn { call.isOwn = true }
            call.seen = max(call.seen, listing.at)
            live[row.id] = call
        }
    }

    /// A call of ours that no event has told of yet is on its way, unless our own row has said since that we talk; whether
    /// those of others still ring their agents tell.
    private func firstState(of row: CallRow, isOwn: Bool) -> CallState {
        let me = people[own]
        let talks = me.map { $0.told < $0.asked && $0.state == .talking } ?? false
        return !isOwn || talks ? .talking : row.caller == own ? .dialing : .ringing
    }

    /// Who of the agents is in which call: their rows tell, their own listings, or the parties of the call.
    func participants() -> [String: Set<String>] {
        var all = live.mapValues { call in
            var agents = call.agents
            for party in [call.caller, call.callee] {
                if let agent = people[party] != nil ? party : peopleAtPhones[party], agent != own { agents.insert(agent) }
            }
            return call.isOwn ? agents.union([own]) : agents
        }
        for person in people.values where person.state != .offline {
            for call in person.row.calls where live[call] != nil { all[call, default: []].insert(person.row.workNumber) }
        }
        return all
    }

    func derivedCalls(_ participants: [String: Set<String>]) -> [String: Call] {
        let queued = Set(waiting.values.joined().map(\.id))
        return live.mapValues { call in
            let isRinging = participants[call.id]?.contains { people[$0]?.state == .ringing } == true
            // Our own calls are as events tell, however late the listings are.
            let state: CallState = call.isOwn ? call.state : queued.contains(call.id) ? .queued : isRinging ? .ringing : call.state
            return Call(
                site: site, id: call.id, state: state, direction: call.direction, caller: peopleAtPhones[call.caller] ?? call.caller,
                callee: callee(of: call, participants[call.id] ?? []), since: call.since, answered: call.answered,
                queue: call.skill.isEmpty ? nil : call.skill, recording: call.recording)
        }
    }

    /// Whom a caller from outside has, once an agent is given to him: rows of calls keep the access code that he dialled.
    private func callee(of call: LiveCall, _ participants: Set<String>) -> String {
        let callee = peopleAtPhones[call.callee] ?? call.callee
        guard !call.isOwn, participants.count == 1, let agent = participants.first, people[callee] == nil,
            agent != peopleAtPhones[call.caller] ?? call.caller
        else { return callee }
        return agent
    }

    /// The call of ours that hanging up means: the one that is talked in, or being made, before one that is held or rings.
    var callToRelease: LiveCall? {
        let order: [CallState] = [.talking, .dialing, .held]
        return ownCalls.min { (order.firstIndex(of: $0.state) ?? 3, $0.id) < (order.firstIndex(of: $1.state) ?? 3, $1.id) }
    }

    /// Our own calls, the one that matters most first.
    var ownCalls: [LiveCall] { live.values.filter(\.isOwn).sorted { ($1.rank, $0.id) < ($0.rank, $1.id) } }
}

extension ICPPicture.LiveCall {
    /// A talk matters before one on hold, this before one that is only on its way.
    var rank: Int {
        switch state {
        case .talking: 3
        case .held: 2
        default: 1
        }
    }

    /// What our own agent is doing in it.
    var ownerState: AgentState {
        switch state {
        case .held: .held
        case .ringing: .ringing
        default: .talking
        }
    }
}
