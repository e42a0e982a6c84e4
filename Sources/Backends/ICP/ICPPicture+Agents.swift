import BackendSupport
import Exchange
import Foundation

extension ICPPicture {
    /// What an event says of our own agent's state (section 3.2). `AgentState_Busy` is not the busy that people choose: a
    /// call, or somebody listened to, occupies the agent.
    private static let ownStates: [String: AgentState] = [
        "AgentState_Ready": .idle, "AgentState_Busy": .talking, "AgentState_Work": .wrapup,
        "AgentState_SetNotReady_Success": .busy, "AgentState_CancelNotReady_Success": .idle, "AgentState_SetRest_Success": .rest,
        "AgentState_CancelRest_Success": .idle, "AgentState_SetWork_Success": .wrapup, "AgentState_CancelWork_Success": .idle,
        "AgentState_Force_Ready": .idle, "AgentState_Force_SetNotReady": .busy, "AgentOther_ShutdownService": .offline,
        "AgentEvent_Agent_Occupyed": .ringing,
    ]

    mutating func takeState(_ event: GatewayEvent, at now: Date) {
        if event.type == "QC_AgentState_Notify" { return takeFeed(event, at: now) }
        if let state = Self.ownStates[event.type] {
            set(own, state, reason: event["reason"], at: now)
            if event.type != "AgentState_Busy" { isPhoneRinging = false }
            if ![.talking, .ringing].contains(state) {
                // Whoever is idle, busy or away is in no call and listens to nobody.
                for call in live.values where call.isOwn { endCall(call.id) }
                if supervision?.isUnderWay == true { supervision = nil }
                supervisedBy = nil
            } else if event.type == "AgentState_Busy" {
                noteOccupied()
            }
        }
        takePhone(event)
        takeInspector(event)
    }

    /// Who supervises our own agent (section 3.4): of others nothing tells it.
    private mutating func takeInspector(_ event: GatewayEvent) {
        switch event.type {
        case "AgentOther_BeQcStart":
            supervisedBy = Exchange.Supervision(by: event["qcAgentId"], how: SupervisionMode.manner(ofType: event["qcType"]))
        case "AgentOther_BeQcStop": supervisedBy = nil
        default: break
        }
    }

    private func supervision(of number: String) -> Exchange.Supervision? {
        if number == own { return supervisedBy }
        guard let supervision, supervision.isUnderWay, supervision.agent == number else { return nil }
        return Exchange.Supervision(by: own, how: supervision.mode.manner)
    }

    /// What is told of another agent, whom we may inspect.
    private mutating func takeFeed(_ event: GatewayEvent, at now: Date) {
        let agent = event["monitoredagent"].withoutAgentLetter
        guard !agent.isEmpty, agent != own, let meaning = FeedMeaning.table[event.feedWord] else { return }
        if let state = meaning.state { set(agent, state, reason: "", name: event["agentname"], at: now) }
        if people[agent] != nil, meaning.isStateOrActivity { people[agent]?.activity = meaning.activity }
        if meaning.isDoubtful { doubtful.insert(agent) }
        if let isRecorded = meaning.isRecorded, let call = published.agents[agent]?.call {
            live[call]?.recording = isRecorded ? "recording" : nil
        }
    }

    private mutating func noteOccupied() {
        occupied = sequence.next()
        supervision?.isUnderWay = true
    }

    /// What our own telephone does (section 3.4).
    private mutating func takePhone(_ event: GatewayEvent) {
        switch event.type {
        case "AgentOther_PhoneAlerting":
            isPhoneRinging = true
            noteOccupied()
        case "AgentOther_PhoneOffhook", "AgentOther_PhoneBusy", "AgentOther_PhoneUnknow": isPhoneRinging = false
        case "AgentOther_PhoneRelease":
            isPhoneRinging = false
            supervision = nil
            // What the agent is at now an event tells as a rule, and the gateway is asked all the same.
            doubtful.insert(own)
        default: break
        }
    }

    private mutating func set(_ agent: String, _ state: AgentState, reason: String, name: String = "", at now: Date) {
        let told = sequence.next()
        var person = people[agent] ?? Person(row: AgentRow(workNumber: agent, name: name), name: SafeText(name), state: .unknown)
        if person.state != state || person.reason != reason { person.since = now }
        person.state = state
        person.reason = reason
        person.told = told
        people[agent] = person
    }

    /// Every agent of the VDN: who is not in it, nor spoken of since, is gone.
    mutating func take(_ listing: Asked<[AgentRow]>, at now: Date) {
        let listed = Set(listing.value.map(\.workNumber))
        people = people.filter { listed.contains($0.key) || $0.value.told > listing.at || $0.key == own }
        for row in listing.value { take(row, askedAt: listing.at, at: now) }
        doubtful = []
        peopleAtPhones = Dictionary(
            people.values.filter { !$0.row.phone.isEmpty && $0.state != .offline }.map { ($0.row.phone, $0.row.workNumber) },
            uniquingKeysWith: { first, _ in first })
    }

    mutating func take(_ row: AgentRow, askedAt asked: SequenceNumber, at now: Date) {
        let before = people[row.workNumber]
        var person = before ?? Person(row: row, name: "", state: .unknown)
        if before == nil || before?.row.name != row.name { person.name = SafeText(row.name) }
        if before?.row.group != row.group { person.group = row.group.isEmpty ? nil : SafeText(row.group) }
        person.row = row
        person.asked = asked
        doubtful.remove(row.workNumber)
        if person.told <= asked {
            person.state = AgentState(status: row.status, fine: row.fineStatus)
            person.reason = row.reason
            person.since = steady(row.duration.map { now.addingTimeInterval(-($0 / .seconds(1))) }, before: before, person)
        }
        people[row.workNumber] = person
        if row.workNumber == own, person.told <= asked, ![.talking, .ringing].contains(person.state) {
            for call in live.values where call.isOwn && call.seen < asked { endCall(call.id) }
        }
    }

    /// A time counted back from elapsed seconds, which must not tremble from one look to the next.
    private func steady(_ since: Date?, before: Person?, _ person: Person) -> Date? {
        guard let before, before.state == person.state, let known = before.since else { return since }
        guard let since else { return known }
        return abs(known.timeIntervalSince(since)) <= 2 ? known : since
    }

    func derivedAgents(_ participants: [String: Set<String>]) -> [String: Agent] {
        var present: [String: LiveCall] = [:]
        for call in live.values.sorted(by: { $0.id < $1.id }) {
            for agent in participants[call.id] ?? [] {
                if let other = present[agent], other.rank >= call.rank { continue }
                present[agent] = call
            }
        }
        return people.mapValues { person in
            let number = person.row.workNumber
            let call = present[number]
            var state = person.state
            // Of our own calls events tell how far they are, and not all of them come with an event of the agent's state.
            if number == own, state != .offline { state = call?.ownerState ?? stateWithoutCall(state) }
            var reason = words(for: person)
            if number == own, let supervision { reason = supervision.words }
            var agent = Agent(
                site: site, id: number, name: person.name.isEmpty ? SafeText(number) : person.name, extension: number, state: state,
                reason: reason, since: person.since, queues: person.row.skills, call: call?.id)
            agent.group = person.group
            agent.supervision = supervision(of: number)
            return agent
        }
    }

    /// What our own agent is at while no call of its own is known: its telephone may ring, or it is in a conference.
    private func stateWithoutCall(_ state: AgentState) -> AgentState {
        if isPhoneRinging { return .ringing }
        switch ownRoom.flatMap({ rooms[$0]?.members.first { $0.id == own }?.state }) {
        case .joined: return .talking
        case .ringing: return .ringing
        default: return state
        }
    }

    /// Why somebody is busy or rests. A number below 200 is the gateway's own reason for busy, from there on one of the house's.
    private func words(for person: Person) -> SafeText? {
        switch person.state {
        case .busy: Self.busyReasons[person.reason] ?? person.ownCode.map { "code \($0)" }
        case .rest where person.row.status == "9" && person.told == .zero: "about to rest"
        case .rest: restCauses[person.reason].map { SafeText($0) } ?? person.cause.map { "cause \($0)" }
        case .unknown: person.row.fineStatus == "9" ? "signed out of every skill" : nil
        case .talking, .ringing, .held: person.activity
        default: nil
        }
    }

    private static let busyReasons: [String: SafeText] = [
        "2": "did not answer for long", "3": "forced by an inspector", "4": "rest", "5": "telephone out of reach", "7": "refused a call",
    ]

    /// How our own agent stands; nil where it is not known.
    var ownState: AgentState? { people[own]?.state }

    /// Whether it may be asked who waits in a queue: the gateway takes an idle agent's question for the wish to be given the
    /// call (section 2.7).
    var mayAskWhoWaits: Bool {
        switch ownState {
        case .busy, .rest, .wrapup, .talking, .held, .ringing: true
        default: false
        }
    }
}

extension ICPPicture.Person {
    fileprivate var ownCode: String? { (Int(reason) ?? 0) >= 200 ? reason : nil }
    fileprivate var cause: String? { reason.isEmpty || reason == "0" ? nil : reason }
}

extension AgentRow {
    /// Somebody of whom only an event has spoken.
    init(workNumber: String, name: String) {
        self.workNumber = workNumber
        self.name = name
        (status, fineStatus, reason, duration, group, skills, phone, calls) = ("", "", "", nil, "", [], "", [])
    }
}
