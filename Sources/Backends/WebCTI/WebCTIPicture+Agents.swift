import BackendSupport
import Exchange
import Foundation

extension Picture {
    mutating func derivedAgents(_ calls: [String: Call], at now: Date) -> [String: Agent] {
        let present = presentCalls()
        var agents: [String: Agent] = [:]
        agents.reserveCapacity(telephones.numbers.count)
        for number in telephones.numbers { agents[number] = agent(number, in: present[number], calls, at: now) }
        return agents
    }

    /// The call each number is most of all in: a talk before one on hold, this before one that rings.
    private func presentCalls() -> [String: LiveCall] {
        var present: [String: LiveCall] = [:]
        for call in calls.values {
            for channel in call.channels {
                guard let agent = telephones.agent(behind: channel) else { continue }
                if let other = present[agent], (other.rank, other.id) >= (call.rank, call.id) { continue }
                present[agent] = call
            }
        }
        return present
    }

    private func agent(_ number: String, in call: LiveCall?, _ calls: [String: Call], at now: Date) -> Agent {
        let before = published.agents[number]
        let queues = memberships[number] ?? [:]
        let device = telephones.devices[number]
        var (state, reason) = Self.state(of: device)
        let rings =
            call.map { $0.state == .ringing || $0.state == .queued } == true
            && call.map { telephones.agent(behind: $0.callerChannel) != number } == true
        switch state {
        case .talking where call?.state == .held: state = .held
        case .talking where rings && device?.status != "9": state = .ringing
        case .idle:
            // The pages are not asked in one moment: a call tells more than a status.
            if let call, call.state != .parked, call.state != .queued || rings {
                state = rings ? .ringing : call.state == .held ? .held : .talking
            } else {
                let paused = queues.filter { $0.value.isPaused }
                if !paused.isEmpty {
                    let words = Set(paused.compactMap { pauseReason(of: $0.value, in: $0.key) }).sorted()
                    if paused.count == queues.count {
                        state = .paused
                        reason = words.isEmpty ? nil : SafeText(words.joined(separator: ", "))
                    } else {
                        reason = "paused in \(paused.keys.sorted().joined(separator: ", "))"
                    }
                }
            }
        default: break
        }
        let began = beginning(of: state, device, queues)
        var agent = Agent(
            site: site, id: number, name: name(of: number), extension: number, state: state, reason: reason,
            since: before.map { $0.state == state ? $0.since : began ?? now } ?? began
                ?? (state == .talking || state == .ringing ? call.flatMap { calls[$0.id]?.since } : nil), queues: queues.keys.sorted(),
            call: call?.id)
        agent.supervision = supervisions.first { $0.watched == number && $0.by != nil }.map {
            Supervision(by: $0.by ?? "", how: Supervision.Manner(rawValue: $0.how.rawValue))
        }
        return agent
    }

    /// When a state began that was not seen to begin.
    private func beginning(of state: AgentState, _ device: DeviceRow?, _ queues: [String: QueueStatusRow.Member]) -> Date? {
        guard let changed = device.flatMap({ times.status[$0.number] }).flatMap(clock.date(wall:)) else {
            return state == .paused ? latestPause(queues) : nil
        }
        // Paused since the pause in the last of the queues, or since a call that came in between was over.
        return state == .paused ? max(changed, latestPause(queues) ?? changed) : changed
    }

    private func latestPause(_ queues: [String: QueueStatusRow.Member]) -> Date? {
        queues.compactMap { queue, member in
            (times.pauses[queue]?[member.interface] ?? pauses.pause(of: member, in: queue)?.time).flatMap(clock.date(wall:))
        }.max()
    }

    /// Why a member is paused: by the code where its device keeps one (section 4.30), else by what the queue log says.
    func pauseReason(of member: QueueStatusRow.Member, in queue: String) -> String? {
        member.paused == "1" ? pauses.pause(of: member, in: queue)?.words(reasons) : reasons[member.paused] ?? member.paused
    }

    /// Whether somebody is paused now who was not when this was applied last: the queue log has the reason.
    func hasNewPause(in status: AllStatus) -> Bool {
        status.queues.contains { queue in
            queue.members.contains { member in
                member.paused == "1" && memberships[telephones.agent(behind: member)]?[queue.number]?.isPaused != true
            }
        }
    }

    /// A telephone's state by its number (document, section 6.6).
    private static func state(of device: DeviceRow?) -> (AgentState, SafeText?) {
        switch device?.status {
        // Nobody is where this number could ring.
        case nil: (.offline, nil)
        case "0": (.idle, nil)
        case "1", "9": (.talking, nil)
        case "2": (.busy, nil)
        case "4", "-1", "-2": (.offline, nil)
        case "8": (.ringing, nil)
        case "": (.unknown, nil)
        case let other?: (.unknown, SafeText(other))
        }
    }

    func derivedQueues(_ agents: [String: Agent]) -> [String: Queue] {
        let told = Dictionary(status.queues.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        var queues: [String: Queue] = [:]
        for number in Set(queueNames.keys).union(told.keys) where !number.isEmpty {
            let row = told[number]
            let figures = figures[number]
            let members = (row?.members ?? []).map { member in
                let agent = telephones.agent(behind: member)
                return Queue.Member(
                    agent: agent, state: state(of: member, agents[agent]?.state), paused: member.isPaused,
                    reason: member.isPaused ? pauseReason(of: member, in: number).map { SafeText($0) } : nil)
            }
            queues[number] = Queue(
                site: site, id: number, name: queueNames[number].map { $0.isEmpty ? SafeText(number) : SafeText($0) } ?? SafeText(number),
                waiting: row?.waiting.count, members: members, completed: figures?.completed, abandoned: figures?.abandoned,
                holdTime: figures?.holdTime, serviceLevel: figures?.serviceLevel)
        }
        return queues
    }

    private func state(of member: QueueStatusRow.Member, _ agent: AgentState?) -> AgentState {
        var state = agent ?? .unknown
        // Paused everywhere says nothing about this queue: its own flag does.
        if state == .paused { state = .idle }
        if state == .unknown { state = member.state }
        return state == .idle && member.isPaused ? .paused : state
    }

    func derivedTrunks() -> [String: Trunk] {
        Dictionary(
            trunks.map { name in
                let halves = name.cut(atOctet: UInt8(ascii: "/"))
                let status = halves.flatMap { peers[$0.after] } ?? ""
                return (
                    name,
                    Trunk(site: site, id: name, name: SafeText(name), type: SafeText(halves?.before ?? name), status: SafeText(status))
                )
            }, uniquingKeysWith: { _, last in last })
    }

    /// Whether somebody has come into a room, or gone, since this was applied last.
    func hasOtherMembers(in status: AllStatus) -> Bool {
        let members = { (status: AllStatus) in Set(status.conferences.map { [$0.room, $0.participant, $0.channel] }) }
        return members(status) != members(self.status)
    }

    func derivedRooms(at now: Date) -> [String: Room] {
        let talking = Set(participants.filter(\.isTalking).map { "\($0.room) \($0.participant)" })
        return Dictionary(grouping: status.conferences.filter { !$0.room.isEmpty }, by: \.room).mapValues { rows in
            let number = rows[0].room
            let before = Dictionary((published.rooms[number]?.members ?? []).map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
            let remarks = Dictionary((lines[number] ?? []).map { ($0.participant, $0) }, uniquingKeysWith: { _, last in last })
            let members = rows.map { row in
                let remark = remarks[Int(row.participant).map { String($0) } ?? row.participant]
                return Room.Member(
                    id: row.participant, number: row.number, name: extensions[row.number] == nil ? nil : name(of: row.number),
                    state: .joined,
                    muted: remark?.isMuted, talking: talking.contains("\(number) \(row.participant)"),
                    moderator: remark?.isModerator ?? false,
                    since: before[row.participant].flatMap { $0.number == row.number ? $0.since : nil } ?? clock.date(wall: row.created)
                        ?? now)
            }
            return Room(
                site: site, id: number, name: SafeText(number), moderators: members.filter(\.moderator).map(\.number), state: "active",
                members: members)
        }
    }
}

extension QueueStatusRow.Member {
    /// Any value but 0 is not ready; the value is the reason.
    var isPaused: Bool { !paused.isEmpty && paused != "0" }

    /// A member's state by its number (document, section 6.7): another set than that of telephones.
    var state: AgentState {
        switch status {
        case "1": .idle
        case "2": .talking
        case "3": .busy
        case "4", "5": .offline
        case "6": .ringing
        default: .unknown
        }
    }
}

extension LiveCall {
    fileprivate var rank: Int {
        switch state {
        case .talking: 3
        case .held: 2
        case .ringing: 1
        default: 0
        }
    }
}
