import BackendSupport
import Exchange
import Foundation
import JSON

// One refresh: what no event tells is asked for (sections 2.4 to 2.8).
extension ICPSite {
    /// The most that one request may name (sections 2.3 and 2.6).
    private static let agentsAtOnce = 500
    private static let skillsAtOnce = 100
    private static let conferencesAtOnce = 20
    /// The most agents that one look asks about one by one.
    private static let fewAgents = 10

    func refresh(_ scope: RefreshScope) async throws -> RefreshResult {
        var result = RefreshResult()
        if scope.contains(.lists) { try await refreshLists(&result) }
        if scope.contains(.agents) {
            try await refreshAgents(&result)
        } else if scope.contains(.doubts) {
            try await refreshDoubts(&result)
        }
        if scope.contains(.queues) { try await refreshQueues(&result) }
        if scope.contains(.calls) { try await refreshCalls(result.agents?.value, &result) }
        if scope.contains(.rooms) { try await refreshRooms(&result) }
        return result
    }

    private func refreshLists(_ result: inout RefreshResult) async throws {
        if let reply = try await inquire("agentgroup/\(agent)/restreason") {
            let causes = reply.result.rows.map { ($0.member("restReasonId").trimmedText, $0.member("restReason").trimmedText) }
            result.restCauses = Dictionary(causes.filter { !$0.0.isEmpty && !$0.1.isEmpty }, uniquingKeysWith: { _, last in last })
        }
        if let reply = try await inquire("queuedevice/\(agent)/agentvdnskill") { result.skills = SkillRow.list(reply.result) }
        // What an inspector is called differs between editions.
        var answers: [Bool] = []
        for right in ["iscensor", "ismonitor"] where !answers.contains(true) {
            if let reply = try await inquire("agentgroup/\(agent)/\(right)", isOptional: true) { answers.append(reply.result.isYes) }
        }
        if !answers.isEmpty { picture.isInspector = answers.contains(true) }
    }

    private func refreshAgents(_ result: inout RefreshResult) async throws {
        let asked = picture.sequence.next()
        var reply = try await inquire("agentgroup/\(agent)/allagentstatus")
        if reply == nil { reply = try await inquire("agentgroup/\(agent)/onlineagentonvdn") }
        guard let reply else { return }
        let rows = AgentRow.list(reply.result)
        result.agents = Asked(at: asked, value: rows)
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
                reporter.tell("the states of other agents come late: \(reply.refusal) (\(reply.code))", once: "beginmonitor")
                return
            }
            watched = (watched ?? []).union(block)
        }
    }

    private func refreshDoubts(_ result: inout RefreshResult) async throws {
        guard !picture.doubtful.isEmpty else { return }
        guard picture.doubtful.count <= Self.fewAgents else { return try await refreshAgents(&result) }
        for number in picture.doubtful.sorted() {
            let asked = picture.sequence.next()
            picture.doubtful.remove(number)
            let reply = try await inquire("agentgroup/\(agent)/agentbyworkno/\(ICPRequest.encoded(number))")
            if let row = reply.flatMap({ AgentRow($0.result) }) { result.someAgents.append(Asked(at: asked, value: row)) }
        }
    }

    private func refreshQueues(_ result: inout RefreshResult) async throws {
        let skills = (result.skills?.map(\.id) ?? Array(picture.skills.keys)).sorted()
        guard !skills.isEmpty else { return }
        var rows: [QueueRow] = []
        for start in stride(from: 0, to: skills.count, by: Self.skillsAtOnce) {
            let block = skills[start..<min(start + Self.skillsAtOnce, skills.count)]
            let body: JSONValue = ["skills": .array(block.map(ICPRequest.number))]
            guard let reply = try await inquire("queuedevice/\(agent)/queryacdstat", method: "POST", body: body) else { return }
            rows += QueueRow.list(reply.result)
        }
        result.queues = rows
        try await refreshWaiting(rows.filter { ($0.waiting ?? 0) > 0 }.map(\.skill), &result)
    }

    /// Who waits. An idle agent who asks is taken to want the call (section 2.7), so that idle agents see numbers alone.
    private func refreshWaiting(_ skills: [String], _ result: inout RefreshResult) async throws {
        result.hasLookedAtWaiting = true
        var waiting: [String: [CallRow]] = [:]
        for skill in skills {
            guard picture.mayAskWhoWaits, !isTurningIdle else {
                if !skills.isEmpty {
                    reporter.tell(
                        "while agent \(agent) is idle the gateway is not asked who waits: it would hand over the call", once: "waiting")
                }
                return
            }
            if let reply = try await inquire("calldata/\(agent)/waitcallinfo/\(ICPRequest.encoded(skill))") {
                waiting[skill] = CallRow.list(reply.result)
            }
        }
        result.waiting = waiting
    }

    /// Which of our own calls are held.
    func refreshHeldCalls(_ result: inout RefreshResult) async throws {
        let asked = picture.sequence.next()
        let path = "calldata/\(agent)/holdlist"
        guard !absent.contains(path) else { return }
        do {
            let reply = try await request(ICPRequest(method: "GET", path: path))
            if reply.isSuccess, reply.result.array != nil {
                result.held = Asked(at: asked, value: Set(CallRow.list(reply.result).map(\.id)))
            } else if reply.code == Self.nothingHeld {
                result.held = Asked(at: asked, value: [])
            }
        } catch RequestFailure.absent {
            absent.insert(path)
        }
    }

    private static let nothingHeld = "400-003"

    private func refreshCalls(_ agents: [AgentRow]?, _ result: inout RefreshResult) async throws {
        if !picture.ownCalls.isEmpty { try await refreshHeldCalls(&result) }
        let asked = picture.sequence.next()
        if let reply = try await inquire("calldata/\(agent)/allcallinfoinvdn", isOptional: true) {
            result.calls = Asked(at: asked, value: CallRow.list(reply.result))
            // The listing does not say which are ours.
            if picture.ownCalls.isEmpty, ![.talking, .ringing].contains(picture.ownState) { return }
        }
        // Not every gateway lists the calls of the whole VDN; then those who talk are asked about, a few at a time.
        var talkers = [agent]
        if result.calls == nil {
            let others = busyOthers(agents)
            talkers += others.prefix(Self.fewAgents)
            if others.count > Self.fewAgents {
                reporter.tell("the gateway lists calls agent by agent only; with many calls some are not shown", once: "calls")
            }
        }
        for number in talkers {
            let asked = picture.sequence.next()
            guard let reply = try await inquire("calldata/\(agent)/allcallinfo/\(ICPRequest.encoded(number))") else { break }
            result.callsOf[number] = Asked(at: asked, value: CallRow.list(reply.result))
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

    private func refreshRooms(_ result: inout RefreshResult) async throws {
        let known = picture.rooms.keys.sorted().prefix(Self.conferencesAtOnce)
        guard !known.isEmpty else { return }
        let asked = picture.sequence.next()
        let body: JSONValue = ["confIds": .array(known.map(ICPRequest.number))]
        let question = ICPRequest(method: "POST", path: "agentconf/\(agent)/queryconfinfos", body: body)
        let reply: GatewayReply
        do { reply = try await request(question) } catch RequestFailure.absent { return }  // then events tell
        guard reply.result.array != nil || reply.code == Self.noConference else { return }
        result.conferences = (Asked(at: asked, value: Set(known)), ConferenceRow.list(reply.result))
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
            if [GatewayCode.notSignedIn, GatewayCode.tokenExpired].contains(reply.code) { throw Self.signedOut }
            if isOptional { absent.insert(path) } else { reporter.tell("\(path): \(reply.refusal) (\(reply.code))", once: path) }
        } catch RequestFailure.absent(let reason, _) {
            absent.insert(path)
            if !isOptional { reporter.tell(reason, once: path) }
        }
        return nil
    }
}
