import BackendSupport
import Exchange
import Foundation
import JSON

/// Where a call shall go. A word is the work number of an agent or the name of a skill that the board knows, or else an
/// outside number; a prefix says it without doubt: `agent:291`, `skill:6`, `ivr:3001`, `code:6048`, `out:110`. A skill's
/// identifier alone is never taken for one: it may also be somebody's number, an emergency call's above all.
enum CallTarget: Equatable {
    case agent(String), skill(String), ivr(String), accessCode(String), outside(String)

    init(_ word: String, on picture: ICPPicture) {
        let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            switch parts[0] {
            case "agent": self = .agent(parts[1])
            case "skill", "queue": self = .skill(picture.skill(named: parts[1]) ?? parts[1])
            case "ivr": self = .ivr(parts[1])
            case "code": self = .accessCode(parts[1])
            case "out": self = .outside(parts[1])
            default: self = .outside(word)
            }
        } else if let agent = picture.agent(named: word) {
            self = .agent(agent)
        } else if let skill = picture.skills.values.first(where: { $0.name == word && !word.allSatisfy(\.isNumber) }) {
            self = .skill(skill.id)
        } else {
            self = .outside(word)
        }
    }

    /// The fields of a blind transfer: the agent leaves at once. An outside number is different for calls that we made: they
    /// can only be transferred when it has answered (section 2.2).
    func fields(of call: ICPPicture.LiveCall) -> [String: JSONValue] {
        let (kind, address, mode) =
            switch self {
            case .skill(let id): (1, id, 0)
            case .agent(let number): (2, number, 0)
            case .ivr(let code): (3, code, 0)
            case .accessCode(let code): (4, code, 0)
            case .outside(let number): (5, number, call.direction == .outbound ? 2 : 1)
            }
        return ["devicetype": .number(kind), "address": .string(address), "mode": .number(mode)]
    }
}

extension ICPPicture {
    /// The skill that a word names: by identifier, or by name.
    func skill(named word: String) -> String? {
        skills[word]?.id ?? skills.values.filter { $0.name == word }.map(\.id).min()
    }

    /// The call that a word names: by identifier, or by an agent in it.
    func call(named word: String) -> LiveCall? {
        if let call = live[word] { return call }
        guard let agent = agent(named: word) else { return nil }
        return agent == own ? ownCalls.first : published.agents[agent]?.call.flatMap { live[$0] }
    }
}

extension ICPSite {
    /// The gateway acts on the calls of its own agent alone.
    func own(_ word: String, _ request: (ICPPicture.LiveCall) -> ICPRequest) async -> Outcome {
        guard let call = picture.call(named: word) else { return noCall(word) }
        guard call.isOwn else { return .refused(code: nil, "\(word) is not a call of agent \(agent)") }
        return await send(request(call))
    }

    private func noCall(_ word: String) -> Outcome {
        guard let named = picture.agent(named: word) else { return .refused(code: nil, "no call and no agent is named \(word)") }
        return .refused(code: nil, "\(named) is in no call")
    }

    /// From our own telephone; a number that is nobody's here is the operator's at another exchange. For another agent the
    /// gateway dials, too, where we are allowed to (`thirdcontrol`).
    func dial(from caller: String, to callee: String) async -> Outcome {
        let other = picture.agent(named: caller).flatMap { $0 == agent ? nil : "thirdcontrol/\(agent)/callout/\(ICPRequest.encoded($0))" }
        switch CallTarget(callee, on: picture) {
        case .agent(let number): return await send(call(other ?? "voicecall/\(agent)/callinner", ["called": .string(number)]))
        case .outside(let number): return await send(call(other ?? "voicecall/\(agent)/callout", ["called": .string(number)]))
        case .skill(let id) where other == nil:
            return await send(call("voicecall/\(agent)/callinnerskill", ["skillId": ICPRequest.number(id)]))
        case .skill: return .invalid("only a number can be dialled for another agent")
        case .ivr, .accessCode: return .invalid("only an agent, a skill or a number can be dialled")
        }
    }

    private func call(_ path: String, _ body: [String: JSONValue]) -> ICPRequest {
        ICPRequest(method: "PUT", path: path, body: .object(body))
    }

    func answer(_ word: String) async -> Outcome {
        if let other = picture.agent(named: word), other != agent {
            return await send(ICPRequest(method: "PUT", path: "thirdcontrol/\(agent)/callanswer/\(ICPRequest.encoded(other))"))
        }
        let isInvited = picture.rooms.values.contains { $0.members.contains { $0.id == agent && $0.state == .ringing } }
        if isInvited, picture.ownCalls.isEmpty {
            return await send(ICPRequest(method: "PUT", path: "agentconf/\(agent)/answeragentconf"))
        }
        return await own(word) { _ in ICPRequest(method: "PUT", path: "voicecall/\(self.agent)/answer") }
    }

    /// Of several calls of ours that one, and those of others only as an inspector. Where no call is named it is never the one
    /// that waits: to release what is talked in gives the caller back (section 2.2).
    func hangUp(_ word: String) async -> Outcome {
        let isAgent = picture.agent(named: word) == agent
        guard let call = isAgent ? picture.callToRelease : picture.call(named: word) else {
            return await leaveOrDecline(word) ?? noCall(word)
        }
        let id = ICPRequest.encoded(call.id)
        guard call.isOwn else {
            if let obstacle = obstacleToInspecting() { return obstacle }
            return await send(ICPRequest(method: "POST", path: "qualitycontrol/\(agent)/forcedropcall/\(id)"))
        }
        guard picture.ownCalls.count > 1 else {
            return await send(ICPRequest(method: "DELETE", path: "voicecall/\(agent)/release"))
        }
        return await send(ICPRequest(method: "POST", path: "voicecall/\(agent)/dropcall/\(id)"))
    }

    func retrieve(_ word: String) async -> Outcome {
        let held = picture.ownCalls.first { $0.state == .held }
        let call = picture.live[word].map { $0.state == .held ? $0 : held ?? $0 } ?? held
        return await own(call?.id ?? word) { call in
            ICPRequest(method: "POST", path: "voicecall/\(self.agent)/gethold", query: [.init(name: "callid", value: call.id)])
        }
    }

    /// A call of ours, or one that waits, which can be moved to another skill.
    func transfer(_ word: String, to target: String) async -> Outcome {
        let target = CallTarget(target, on: picture)
        if picture.published.waiting[word] != nil, picture.live[word]?.isOwn != true {
            guard case .skill(let skill) = target else { return .refused(code: nil, "a waiting call can only be moved to another skill") }
            let body: JSONValue = ["callid": .string(word), "skillid": ICPRequest.number(skill)]
            return await send(ICPRequest(method: "PUT", path: "calldata/\(agent)/assignuserinqueue", body: body))
        }
        return await own(word) { call in
            ICPRequest(method: "POST", path: "voicecall/\(self.agent)/transfer", body: .object(target.fields(of: call)))
        }
    }

    /// The caller waits while we talk to somebody: an agent or a skill by the gateway's own help call, an outside number by a
    /// transfer that talks first.
    func consult(_ word: String, with target: String) async -> Outcome {
        let (path, body): (String, JSONValue)
        switch CallTarget(target, on: picture) {
        case .skill(let id): (path, body) = ("innerhelp", ["dstaddress": .string(id), "devicetype": .number(1), "mode": .number(1)])
        case .agent(let number):
            (path, body) = ("innerhelp", ["dstaddress": .string(number), "devicetype": .number(2), "mode": .number(1)])
        case .outside(let number): (path, body) = ("transfer", ["devicetype": .number(5), "address": .string(number), "mode": .number(3)])
        case .ivr, .accessCode: return .invalid("only an agent, a skill or a number can be consulted")
        }
        let outcome = await own(word) { _ in ICPRequest(method: "POST", path: "voicecall/\(self.agent)/\(path)", body: body) }
        if case .done(_, let made?) = outcome, path == "innerhelp", let party = body.member("dstaddress")?.text {
            reporter.report(picture.beginConsultation(made, with: party, at: environment.now()))
        }
        return outcome
    }

    /// Joins the one held with the one we talk to, and leaves both.
    func connectHeld(_ word: String) async -> Outcome {
        let outcome = await withHeldCall(word) {
            ICPRequest(method: "POST", path: "voicecall/\(self.agent)/connecthold/\(ICPRequest.encoded($0.id))")
        }
        if case .done = outcome { picture.noteHandOver() }
        return outcome
    }

    /// Joins the one held with the one we talk to, and stays.
    func merge(_ word: String) async -> Outcome {
        await withHeldCall(word) {
            ICPRequest(method: "POST", path: "voicecall/\(self.agent)/confjoin", body: ["callid": .string($0.id)])
        }
    }

    /// The call named may be either of the two.
    private func withHeldCall(_ word: String, _ request: (ICPPicture.LiveCall) -> ICPRequest) async -> Outcome {
        guard let named = picture.call(named: word) else { return noCall(word) }
        guard named.isOwn else { return .refused(code: nil, "\(word) is not a call of agent \(agent)") }
        if !picture.ownCalls.contains(where: { $0.state == .held }), picture.ownCalls.count > 1 {
            // An event of it may never come; the gateway's list knows.
            var result = RefreshResult()
            if (try? await refreshHeldCalls(&result)) != nil { reporter.report(picture.apply(result, at: environment.now())) }
        }
        let held = picture.live[named.id]?.state == .held ? named : picture.ownCalls.first { $0.state == .held }
        guard let held else { return .refused(code: nil, "agent \(agent) holds no call") }
        return await send(request(held))
    }

    /// The older of two commands knows no `#`, and takes 24 digits at most.
    func sendDigits(_ digits: String, into word: String) async -> Outcome {
        guard !digits.isEmpty, digits.allSatisfy({ "0123456789*#,".contains($0) }) else {
            return .invalid("digits are 0 to 9, * and #, with a comma for a pause")
        }
        return await own(word) { _ in
            guard digits.contains("#") || digits.count > 24 else {
                return ICPRequest(method: "POST", path: "voicecall/\(self.agent)/seconddial/\(ICPRequest.encoded(digits))")
            }
            return ICPRequest(
                method: "POST", path: "voicecall/\(self.agent)/seconddialex", query: [.init(name: "number", value: digits)])
        }
    }

    /// The call that rings at a colleague of our group.
    func pickUp(_ word: String) async -> Outcome {
        guard let colleague = picture.agent(named: word) else { return noAgent(word) }
        return await send(
            ICPRequest(
                method: "PUT", path: "voicecall/\(agent)/snatchpickup", query: [.init(name: "destWorkNo", value: colleague)]))
    }

    func take(_ call: String, from queue: String) async -> Outcome {
        guard let skill = picture.skill(named: queue) else { return .refused(code: nil, "no queue is named \(queue)") }
        return await send(
            ICPRequest(
                method: "POST", path: "voicecall/\(agent)/requestcall/\(ICPRequest.encoded(call))/0",
                query: [.init(name: "skillId", value: skill)]))
    }
}
