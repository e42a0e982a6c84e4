import Exchange
import Foundation

// Conferences, by their events (section 3.5). No answer is known to name members, so a conference is as complete as what was
// told since we joined it.
extension ICPPicture {
    mutating func takeConference(_ event: GatewayEvent, at now: Date) {
        guard event.type.hasPrefix("AgentConf_"), !event.conference.isEmpty else { return }
        let (id, own) = (event.conference, own)
        switch event.type {
        case "AgentConf_RequestSuccess":
            change(id) { room in
                room.moderators = [own]
                room.put(own, .joined, at: now, isModerator: true)
            }
        case "AgentConf_SelfJoinResult":
            change(id) { $0.put(own, .joined, at: now) }
        case "AgentConf_Ringing":
            change(id) { $0.put(own, .ringing, at: now) }
        case "AgentConf_SelfLeaveResult":
            rooms[id] = nil
        case "AgentConf_ParticipantChanged":
            takeParticipant(event, in: id, at: now)
        default:
            break
        }
    }

    private mutating func takeParticipant(_ event: GatewayEvent, in id: String, at now: Date) {
        let number = event["participant"].withoutAgentLetter
        let hasFailed = !["", "0"].contains(event["result"])
        guard !number.isEmpty else { return }
        switch (event["changeType"], hasFailed) {
        case ("0", false): change(id) { $0.put(number, .joined, at: now) }
        case ("0", true): change(id) { $0.put(number, .failed, at: now) }
        case (_, true): break
        case ("1", false):
            // Over for one by the end of the conference, it is over for all.
            if event["changeReason"] == "3" || number == own {
                rooms[id] = nil
            } else {
                change(id) { $0.members.removeAll { $0.id == number } }
            }
        case ("2", false):
            change(id) { room in
                room.moderators = [number]
                for index in room.members.indices { room.members[index].moderator = room.members[index].id == number }
            }
        case ("3", false): change(id) { $0.mark(number) { $0.muted = true } }
        case ("4", false): change(id) { $0.mark(number) { $0.muted = false } }
        case ("5", false): change(id) { $0.mark(number) { $0.state = .waiting } }
        case ("6", false): change(id) { $0.mark(number) { $0.state = .joined } }
        default: break
        }
    }

    private mutating func change(_ id: String, _ change: (inout Room) -> Void) {
        var room = rooms[id] ?? Room(site: site, id: id, name: SafeText(id), state: "active")
        change(&room)
        for index in room.members.indices where room.members[index].name == nil {
            room.members[index].name = people[room.members[index].id].map(\.name)
        }
        rooms[id] = room
    }

    /// Shows those who were invited just now; the events tell what becomes of them.
    mutating func invite(_ numbers: [String], to id: String, at now: Date) -> [Change] {
        change(id) { room in
            for number in numbers where !room.members.contains(where: { $0.id == number && $0.state == .joined }) {
                room.put(number, .invited, at: now)
            }
        }
        return refreshed()
    }

    /// Forgets those whom the gateway did not invite.
    mutating func uninvite(_ numbers: [String], from id: String) -> [Change] {
        rooms[id]?.members.removeAll { numbers.contains($0.id) && $0.state == .invited }
        return refreshed()
    }

    /// A conference that does not concern us any more.
    mutating func forgetRoom(_ id: String) -> [Change] {
        rooms[id] = nil
        return refreshed()
    }

    mutating func takeConferences(_ asked: Set<String>, _ rows: [ConferenceRow]) {
        let present = Set(rows.map(\.id))
        for id in asked where !present.contains(id) { rooms[id] = nil }
        for row in rows where rooms[row.id] == nil { change(row.id) { _ in } }
    }

    /// The conference our own agent is in: there is never more than one.
    var ownRoom: String? { rooms.values.filter { $0.members.contains { $0.id == own } }.map(\.id).min() }
}

extension Room {
    fileprivate mutating func put(_ number: String, _ state: MemberState, at now: Date, isModerator: Bool? = nil) {
        guard let index = members.firstIndex(where: { $0.id == number }) else {
            members.append(Member(id: number, number: number, state: state, moderator: isModerator ?? false, since: now))
            return
        }
        if members[index].state != state { members[index].since = now }
        members[index].state = state
        if let isModerator { members[index].moderator = isModerator }
    }

    fileprivate mutating func mark(_ number: String, _ change: (inout Member) -> Void) {
        if let index = members.firstIndex(where: { $0.id == number }) { change(&members[index]) }
    }
}
