import Exchange
import Foundation
import JSON
import Synchronization

// Telephone conferences (section 2.8). A reply only says that the wish was taken; how it ended an event tells, which is waited
// for within the deadline. An agent is in one conference at most, and no request names it.
extension ICPSite {
    /// The fewest places that a conference is asked for with, our own among them.
    private static let places = 10
    private static let mostPlaces = 120
    /// Minutes that a conference may last, and before its end at which it is told.
    private static let conferenceTime = 120
    private static let lastWarning = 5
    private static let mostInvited = 120
    /// A person is called and may take that long to answer; the gateway tells when a telephone is given up on.
    static let ringingTime = Duration.seconds(60)
    private static let mostRemoved = 30

    func createRoom(inviting words: [String]) async -> Outcome {
        guard words.count < Self.mostPlaces else { return .invalid("a conference has at most \(String(Self.mostPlaces)) places") }
        let body: JSONValue = [
            "memberNum": .number(min(Self.mostPlaces, max(Self.places, words.count + 2))), "time": .number(Self.conferenceTime),
            "promptTime": .number(Self.lastWarning), "beepTone": .bool(false),
        ]
        let request = ICPRequest(method: "POST", path: "agentconf/\(agent)/requestagentconf", body: body)
        isBecomingIdleForTask = true
        defer { isBecomingIdleForTask = false }
        if let obstacle = await becomeReadyForConference() { return obstacle }
        let creation = await send(request) { event in
            switch event.type {
            case "AgentConf_RequestSuccess": .done(nil, reference: event.conference)
            case "AgentConf_RequestFailed": .failed(event["cause"])
            default: nil
            }
        }
        if case .refused = creation { await restoreReadiness() }
        guard case .done(_, let made?) = creation else { return creation }
        guard !words.isEmpty else { return .done(nil, reference: made) }
        switch await invite(words, to: made) {
        case .done: return .done(nil, reference: made)
        case .noAnswer: return .unknown("conference \(made) is there, and not everybody invited has joined yet")
        // One alone is named here, several in the outcome itself.
        case let failed where words.count == 1:
            return .unknown("conference \(made) is there, and the invitation of \(words[0]) failed: \(failed.message ?? "no answer")")
        case let failed: return .unknown("conference \(made) is there, and the invitation failed: \(failed.message ?? "no answer")")
        }
    }

    /// A conference begins idle or in a stable call (section 2.8). Who is neither becomes idle without skills, and is afterwards
    /// what it was.
    private func becomeReadyForConference() async -> Outcome? {
        let hasStableCall = picture.ownCalls.contains { $0.state == .talking }
        guard !hasStableCall, let state = picture.people[agent]?.state, [.busy, .rest, .wrapup].contains(state) else { return nil }
        return await becomeIdleWithoutSkills()
    }

    func invite(_ words: [String], to room: String) async -> Outcome {
        if let obstacle = obstacleToActing(in: room) { return obstacle }
        guard words.count <= Self.mostInvited else { return .invalid("at most 120 can be invited at once") }
        let request = ICPRequest(method: "POST", path: "agentconf/\(agent)/batchaddparticipant", body: ["addresses": addresses(words)])
        let numbers = words.map(number)
        reporter.report(picture.invite(numbers, to: room, at: environment.now()))
        let outcome = await change(numbers, in: room, "0", request, within: Self.ringingTime)
        if case .refused = outcome { reporter.report(picture.uninvite(numbers, from: room)) }
        return outcome
    }

    func kick(_ words: [String], from room: String) async -> Outcome {
        if let obstacle = obstacleToActing(in: room) { return obstacle }
        if words.map(number) == [agent], let outcome = await leaveOrDecline(room) { return outcome }
        guard words.count <= Self.mostRemoved else { return .invalid("at most 30 can be removed at once") }
        let request = ICPRequest(method: "POST", path: "agentconf/\(agent)/batchremoveparticipant", body: ["addresses": addresses(words)])
        return await change(words.map(number), in: room, "1", request)
    }

    func mute(_ words: [String], in room: String, _ isMuted: Bool) async -> Outcome {
        if let obstacle = obstacleToActing(in: room) { return obstacle }
        return await Outcome.inTurn(words.map { (name: $0, step: $0) }) { word in
            var body = address(word)
            body["attribute"] = .number(isMuted ? 1 : 3)
            let request = ICPRequest(method: "POST", path: "agentconf/\(agent)/changeparticipantmode", body: .object(body))
            return await change([number(word)], in: room, isMuted ? "3" : "4", request)
        }
    }

    func handOver(_ room: String, to word: String) async -> Outcome {
        if let obstacle = obstacleToActing(in: room) { return obstacle }
        guard let heir = picture.agent(named: word) else { return .refused(code: nil, "only an agent can take the chair; \(word) is none") }
        let request = ICPRequest(
            method: "PUT", path: "agentconf/\(agent)/applytoshiftpresident", query: [.init(name: "destWorkNo", value: heir)])
        return await send(request) { event in
            if event.type == "AgentConf_PresidentChanged", event.conference == room { return .done(nil) }
            return event.participantChange(in: room, "2").flatMap { $0.number == heir ? $0.outcome : nil }
        }
    }

    func endRoom(_ room: String) async -> Outcome {
        if let obstacle = obstacleToActing(in: room) { return obstacle }
        return await send(ICPRequest(method: "DELETE", path: "agentconf/\(agent)/releaseagentconf")) { event in
            guard event.conference == room else { return nil }
            let isOver =
                event.type == "AgentConf_SelfLeaveResult"
                || (event.type == "AgentConf_ParticipantChanged" && event["changeType"] == "1" && event["changeReason"] == "3")
            return isOver ? .done(nil) : nil
        }
    }

    /// Leaves the conference that our agent is in, or declines the one it is invited to, where that is what a word means.
    /// - Returns: nil where it means neither.
    func leaveOrDecline(_ word: String) async -> Outcome? {
        guard picture.agent(named: word) == agent || picture.rooms[word] != nil, let id = picture.ownRoom,
            picture.rooms[word] == nil || word == id, let room = picture.rooms[id],
            let member = room.members.first(where: { $0.id == agent })
        else { return nil }
        if member.state == .ringing {
            let outcome = await send(ICPRequest(method: "DELETE", path: "agentconf/\(agent)/rejectagentconf"))
            if case .done = outcome { reporter.report(picture.forgetRoom(id)) }
            return outcome
        }
        // The gateway refuses it (101-007), and what may be done instead is known.
        if member.moderator { return .refused(code: nil, "the chair cannot leave conference \(id): hand it over or end it") }
        return await send(ICPRequest(method: "DELETE", path: "agentconf/\(agent)/requestleaveagentconf")) { event in
            event.type == "AgentConf_SelfLeaveResult" && event.conference == id ? .done(nil) : nil
        }
    }

    // MARK: What they share

    private func obstacleToActing(in room: String) -> Outcome? {
        guard picture.rooms[room] != nil else { return .refused(code: nil, "there is no conference \(room)") }
        guard picture.ownRoom == room else { return .refused(code: nil, "agent \(agent) is not in conference \(room)") }
        return nil
    }

    private func number(_ word: String) -> String { picture.agent(named: word) ?? word }

    private func address(_ word: String) -> [String: JSONValue] {
        // Agents are 9, telephone numbers 6.
        let agent = picture.agent(named: word)
        return ["addressType": .string(agent == nil ? "6" : "9"), "address": .string(agent ?? word)]
    }

    private func addresses(_ words: [String]) -> JSONValue { .array(words.map { .object(address($0)) }) }

    /// Waits until of every number an event of that kind has told.
    ///
    /// Where the time is over before, those of whom nothing was told are named.
    private func change(
        _ numbers: [String], in room: String, _ kind: String, _ request: ICPRequest, within limit: Duration? = nil
    ) async -> Outcome {
        let told = Mutex<[String: Outcome]>([:])
        let outcome = await send(request, within: limit) { event in
            guard let change = event.participantChange(in: room, kind), numbers.contains(change.number) else { return nil }
            return told.withLock { told in
                told[change.number] = change.outcome
                let parts = numbers.compactMap { number in told[number].map { (name: number, outcome: $0) } }
                return parts.count == numbers.count ? Outcome(of: parts) : nil
            }
        }
        guard case .noAnswer(let limit) = outcome, numbers.count > 1 else { return outcome }
        return told.withLock { told in Outcome(of: numbers.map { ($0, told[$0] ?? .noAnswer(after: limit)) }) }
    }
}

extension GatewayEvent {
    /// What it says of a participant: nothing where it is about another conference or another kind of change.
    fileprivate func participantChange(in room: String, _ kind: String) -> (number: String, outcome: Outcome)? {
        guard type == "AgentConf_ParticipantChanged", conference == room, self["changeType"] == kind else { return nil }
        let result = self["result"]
        return (self["participant"].withoutAgentLetter, ["", "0"].contains(result) ? .done(nil) : .failed(result))
    }
}

extension Outcome {
    /// What the platform took on and could not do, with its cause.
    fileprivate static func failed(_ cause: String) -> Outcome {
        .refused(code: cause.isEmpty ? nil : cause, ICPErrors.meaning(of: cause) ?? "the platform could not do it")
    }
}
