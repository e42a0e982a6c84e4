import BackendSupport
import Exchange
import Foundation
import JSON

extension ICPSite {
    static let noPortal: SafeText = "no uportal is configured"

    static let reasons: [Action: SafeText] = [
        .park: "ICP has no park command", .unpark: "ICP has no park command",
    ]

    static let reasonsWithoutGroups = reasons.merging(Action.ofTalkingGroups.map { ($0, noPortal) }) { own, _ in own }

    public func perform(_ request: ActionRequest) async -> Outcome {
        let isOfGroups = Action.ofTalkingGroups.contains(request.action)
        if isGatewayAway, !isOfGroups { return .notOnline(.degraded) }
        let (call, person) = (request["CALL"] ?? "", request["EXTENSION"] ?? request["AGENT"] ?? "")
        switch request.action {
        case .dial: return await dial(from: request["FROM"] ?? "", to: request["TO"] ?? "")
        case .hangup: return await hangUp(call)
        case .answer: return await answer(call)
        case .hold: return await own(call) { _ in ICPRequest(method: "POST", path: "voicecall/\(self.agent)/hold") }
        case .unhold: return await retrieve(call)
        case .mute: return await own(call) { _ in ICPRequest(method: "POST", path: "voicecall/\(self.agent)/beginmute") }
        case .unmute: return await own(call) { _ in ICPRequest(method: "POST", path: "voicecall/\(self.agent)/endmute") }
        case .transfer: return await transfer(call, to: request["TO"] ?? "")
        case .consult: return await consult(call, with: request["TO"] ?? "")
        case .consultComplete: return await connectHeld(call)
        case .consultCancel:
            return await own(call) { _ in ICPRequest(method: "POST", path: "voicecall/\(self.agent)/canceltransfer") }
        case .merge: return await merge(call)
        case .dtmf: return await sendDigits(request["DIGITS"] ?? "", into: call)
        case .pickup: return await pickUp(person)
        case .take: return await take(call, from: request["QUEUE"] ?? "")
        case .listen: return await supervise(person, .listen)
        case .whisper: return await supervise(person, .whisper)
        case .barge: return await supervise(person, .barge)
        case .intercept: return await intercept(person)
        case .superviseStop: return await stopSupervising(request["EXTENSION"])
        case .pause: return await pause(person, queue: request["QUEUE"], reason: request["REASON"])
        case .unpause: return await unpause(person, queue: request["QUEUE"])
        case .forceIdle: return await force("forceidle", person)
        case .forceBusy: return await force("forcebusy", person)
        case .forceLogout: return await force("forcelogout", person)
        case .queueLogin: return await changeSkills(of: person, request["QUEUE"] ?? "") { $0 + [$1] }
        case .queueLogout: return await changeSkills(of: person, request["QUEUE"] ?? "") { skills, skill in skills.filter { $0 != skill } }
        case .roomCreate: return await createRoom(inviting: request.all("NUMBER"))
        case .roomInvite: return await invite(request.all("MEMBER"), to: request["ROOM"] ?? "")
        case .roomKick: return await kick(request.all("MEMBER"), from: request["ROOM"] ?? "")
        case .roomMute: return await mute(request.all("MEMBER"), in: request["ROOM"] ?? "", true)
        case .roomUnmute: return await mute(request.all("MEMBER"), in: request["ROOM"] ?? "", false)
        case .roomHandOver: return await handOver(request["ROOM"] ?? "", to: request["MEMBER"] ?? "")
        case .roomEnd: return await endRoom(request["ROOM"] ?? "")
        case .note: return await sendNote(request.all("TEXT").joined(separator: " "), to: person)
        case _ where isOfGroups:
            guard let talkingGroups else { return .unsupported(Self.noPortal) }
            return await talkingGroups.perform(request)
        default:
            return .unsupported(unsupported[request.action] ?? "ICP has no such command")
        }
    }

    /// A message of up to 1023 bytes to another agent's desk.
    private func sendNote(_ text: String, to word: String) async -> Outcome {
        guard let receiver = picture.agent(named: word) else { return noAgent(word) }
        guard text.utf8.count <= Self.longestNote else { return .invalid("a note has at most 1023 bytes") }
        let body: JSONValue = ["agentIds": [ICPRequest.number(receiver)], "content": .string(text)]
        return await send(ICPRequest(method: "POST", path: "onlineagent/\(agent)/sendnoteletex", body: body))
    }

    private static let longestNote = 1_023
}

// MARK: - Sending

extension ICPSite {
    func noAgent(_ word: String) -> Outcome { .refused(code: nil, "no agent is named \(word)") }

    /// Sends one request and puts its end into the words of an outcome.
    func send(_ request: ICPRequest) async -> Outcome { await outcome(of: request).0 }

    func outcome(of request: ICPRequest) async -> (Outcome, JSONValue?) {
        do {
            let reply = try await self.request(request)
            if request.method != "GET" { refreshes.want([.calls, .queues]) }
            return (outcome(of: reply), reply.isSuccess ? reply.result : nil)
        } catch {
            if request.method != "GET" { refreshes.want([.calls, .queues]) }
            return (Outcome(error), nil)
        }
    }

    func outcome(of reply: GatewayReply) -> Outcome {
        guard reply.isSuccess else { return .refused(code: reply.code, reply.refusal) }
        // A call's identifier, where one was made.
        guard case .string(let made) = reply.result, !made.isEmpty else { return .done(nil) }
        return .done(nil, reference: made)
    }
}
