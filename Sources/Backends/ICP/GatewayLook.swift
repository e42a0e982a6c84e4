import Exchange
import Foundation
import JSON

/// What a look covers.
struct Subjects: OptionSet, Sendable {
    let rawValue: Int
    /// Every agent of the VDN.
    static let agents = Subjects(rawValue: 1)
    /// Agents whose state an event left open.
    static let doubts = Subjects(rawValue: 2)
    static let queues = Subjects(rawValue: 4)
    static let calls = Subjects(rawValue: 8)
    static let rooms = Subjects(rawValue: 16)
    /// Skills, rest causes and rights, which hardly change.
    static let lists = Subjects(rawValue: 32)
    static let everything: Subjects = [.agents, .doubts, .queues, .calls, .rooms, .lists]

    init(rawValue: Int) { self.rawValue = rawValue }

    /// What is worth a look after an event.
    init(after event: GatewayEvent) {
        switch event.type {
        case "QC_AgentState_Notify": self = [.doubts, .calls]
        case "AgentConf_PresidentChanged", "AgentConf_SelfJoinResult": self = .rooms
        case _ where event.type.hasPrefix("AgentEvent_"): self = [.calls, .queues]
        case _ where event.type.hasPrefix("AgentState_"): self = [.calls, .queues]
        default: self = []
        }
    }
}

// One look: what no event tells is asked for (sections 2.4 to 2.8).
extension ICPSite {
    /// The most that one request may name (sections 2.3 and 2.6).
    private static let agentsAtOnce = 500
    private static let skillsAtOnce = 100
    private static let conferencesAtOnce = 20
    /// The most agents that one look asks about one by one.
    private static let fewAgents = 10

    func look(at subjects: Subjects) async throws -> GatewayFindings {
        var findings = GatewayFindings()
        if subjects.contains(.lists) { try await lookAtLists(&findings) }
        if subjects.contains(.agents) {
            try await lookAtAgents(&findings)
        } else if subjects.contains(.doubts) {
            try await lookAtDoubts(&findings)
        }
        if subjects.contains(.queues) { try await lookAtQueues(&findings) }
        if subjects.contains(.calls) { try await lookAtCalls(findings.agents?.value, &findings) }
        if subjects.contains(.rooms) { try await lookAtRooms(&findings) }
        return findings
    }

    private func lookAtLists(_ findings: inout GatewayFindings) async throws {
        if let reply = try await inquire("agentgroup/\(agent)/restreason") {
            let causes = reply.result.rows.map { ($0.member("restReasonId").trimmedText, $0.member("restReason").trimmedText) }
            findings.restCauses = Dictionary(causes.filter { !$0.0.isEmpty && !$0.1.isEmpty }, uniquingKeysWith: { _, last in last })
        }
        if let reply = try await inquire("queuedevice/\(agent)/agentvdnskill") { findings.skills = SkillRow.list(reply.result) }
        // What an inspector is called differs between editions.
        var answers: [Bool] = []
        for right in ["iscensor", "ismonitor"] where !answers.contains(true) {
            if let reply = try await inquire("agentgroup/\(agent)/\(right)", isOptional: true) { answers.append(reply.result.isYes) }
        }
        if !answers.isEmpty { picture.isInspector = answers.contains(true) }
    }

    private func lookAtAgents(_ findings: inout GatewayFindings) async throws {
        let asked = picture.moment()
        var reply = try await inquire("agentgroup/\(agent)/allagentstatus")
        if reply == nil { reply = try await inquire("agentgroup/\(agent)/onlineagentonvdn") }
        guard let reply else { return }
        let rows = AgentRow.list(reply.result)
        findings.agents = Asked(at: asked, value: rows)
        try await watch(Set(rows.map(\.workNumber)).subtracting([agent]))
    }

    /// Asks to be told of the states of others, which only an inspector may.
    private func watch(_ agents: Set<String>) async throws {
        guard picture.isInspector != false, !absent.contains("beginmonitor") else { return }
        let fresh = agents.subtracting(watched ?? []).sorted { ($0.count, $0) < ($1.count, $1) }
        for start in stride(from: 0, to: fresh.count, by: Self.agentsAtOnce) {
            let block = fresh[start..<min(start + Self.agentsAtOnce, fresh.count)]
            let names = [ICPRequest.Field(name: "agents", value: block.joined(separator: ";"))]
            // A watch that an earlier session left behind is ended first.
            _ = try await request(ICPRequest(method: "POST", path: "qualitycontrol/\(agent)/endmonitor", query: names))
            let reply = try await request(ICPRequest(method: "POST", path: "qualitycontrol/\(agent)/beginmonitor", query: names))
            guard reply.isSuccess else {
                absent.insert("beginmonitor")
                if reply.code == GatewayCode.noInspector, picture.isInspector == nil { picture.isInspector = false }
                tell("the states of other agents come late: \(reply.refusal) (\(reply.code))", once: "beginmonitor")
                return
            }
            watched = (watched ?? []).union(block)
        }
    }

    private func lookAtDoubts(_ findings: inout GatewayFindings) async throws {
        guard !picture.doubtful.isEmpty else { return }
        guard picture.doubtful.count <= Self.fewAgents else { return try await lookAtAgents(&findings) }
        for number in picture.doubtful.sorted() {
            let asked = picture.moment()
            picture.doubtful.remove(number)
            let reply = try await inquire("agentgroup/\(agent)/agentbyworkno/\(ICPRequest.encoded(number))")
            if let row = reply.flatMap({ AgentRow($0.result) }) { findings.someAgents.append(Asked(at: asked, value: row)) }
        }
    }

    private func lookAtQueues(_ findings: inout GatewayFindings) async throws {
        let skills = (findings.skills?.map(\.id) ?? Array(picture.skills.keys)).sorted()
        guard !skills.isEmpty else { return }
        var rows: [QueueRow] = []
        for start in stride(from: 0, to: skills.count, by: Self.skillsAtOnce) {
            let block = skills[start..<min(start + Self.skillsAtOnce, skills.count)]
            let body: JSONValue = ["skills": .array(block.map(ICPRequest.number))]
            guard let reply = try await inquire("queuedevice/\(agent)/queryacdstat", method: "POST", body: body) else { return }
            rows += QueueRow.list(reply.result)
        }
        findings.queues = rows
        try await lookAtWaiting(rows.filter { ($0.waiting ?? 0) > 0 }.map(\.skill), &findings)
    }

    /// Who waits. An idle agent who asks is taken to want the call (section 2.7), so that idle agents see numbers alone.
    private func lookAtWaiting(_ skills: [String], _ findings: inout GatewayFindings) async throws {
        findings.hasLookedAtWaiting = true
        var waiting: [String: [CallRow]] = [:]
        for skill in skills {
            guard picture.mayAskWhoWaits, !isTurningIdle else {
                if !skills.isEmpty {
                    tell("while agent \(agent) is idle the gateway is not asked who waits: it would hand over the call", once: "waiting")
                }
                return
            }
            if let reply = try await inquire("calldata/\(agent)/waitcallinfo/\(ICPRequest.encoded(skill))") {
                waiting[skill] = CallRow.list(reply.result)
            }
        }
        findings.waiting = waiting
    }

    private func lookAtCalls(_ agents: [AgentRow]?, _ findings: inout GatewayFindings) async throws {
        let asked = picture.moment()
        if let reply = try await inquire("calldata/\(agent)/allcallinfoinvdn", isOptional: true) {
            findings.calls = Asked(at: asked, value: CallRow.list(reply.result))
            // The listing does not say which are ours.
            if picture.ownCalls.isEmpty, ![.talking, .ringing].contains(picture.ownState) { return }
        }
        // Not every gateway lists the calls of the whole VDN; then those who talk are asked about, a few at a time.
        var talkers = [agent]
        if findings.calls == nil {
            let others = busyOthers(agents)
            talkers += others.prefix(Self.fewAgents)
            if others.count > Self.fewAgents {
                tell("the gateway lists calls agent by agent only; with many calls some are not shown", once: "calls")
            }
        }
        for number in talkers {
            let asked = picture.moment()
            guard let reply = try await inquire("calldata/\(agent)/allcallinfo/\(ICPRequest.encoded(number))") else { break }
            findings.callsOf[number] = Asked(at: asked, value: CallRow.list(reply.result))
        }
    }

    /// Other agents in a call, those first whose calls are not known.
    private func busyOthers(_ agents: [AgentRow]?) -> [String] {
        let known = Set(picture.live.values.flatMap(\.agents))
        let states =
            agents.map { rows in
                Dictionary(
                    rows.map { ($0.workNumber, AgentState(status: $0.status, fine: $0.fineStatus)) }, uniquingKeysWith: { _, last in last })
            } ?? picture.people.mapValues(\.state)
        let busy = states.filter { $0.key != agent && ($0.value == .talking || $0.value == .ringing) }.keys
        // Whose call was known and who talks no more is asked about once more, so that the call goes.
        return Set(busy).union(known.subtracting([agent])).sorted { left, right in
            (known.contains(left) ? 1 : 0, left) < (known.contains(right) ? 1 : 0, right)
        }
    }

    private func lookAtRooms(_ findings: inout GatewayFindings) async throws {
        let known = picture.rooms.keys.sorted().prefix(Self.conferencesAtOnce)
        guard !known.isEmpty else { return }
        let asked = picture.moment()
        let body: JSONValue = ["confIds": .array(known.map(ICPRequest.number))]
        let question = ICPRequest(method: "POST", path: "agentconf/\(agent)/queryconfinfos", body: body)
        let reply: GatewayReply
        do { reply = try await request(question) } catch GatewayFailure.absent { return }  // then events tell
        guard reply.result.array != nil || reply.code == Self.noConference else { return }
        findings.conferences = (Asked(at: asked, value: Set(known)), ConferenceRow.list(reply.result))
    }

    private static let noConference = "101-001"

    /// One question of a look.
    /// - Parameter isOptional: not every gateway has it; where it does not, it is not asked again in this session.
    /// - Returns: nil where the gateway refused, which is told once.
    private func inquire(
        _ path: String, method: String = "GET", body: JSONValue? = nil, isOptional: Bool = false
    ) async throws -> GatewayReply? {
        guard !absent.contains(path) else { return nil }
        do {
            let reply = try await request(ICPRequest(method: method, path: path, body: body))
            if reply.isSuccess { return reply }
            // The poll deals with the session.
            if [GatewayCode.notSignedIn, GatewayCode.tokenExpired].contains(reply.code) { throw GatewayFailure.signedOut }
            if isOptional { absent.insert(path) } else { tell("\(path): \(reply.refusal) (\(reply.code))", once: path) }
        } catch GatewayFailure.absent(let reason) {
            absent.insert(path)
            if !isOptional { tell(reason, once: path) }
        }
        return nil
    }
}
