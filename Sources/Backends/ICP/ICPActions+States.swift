import Exchange
import Foundation
import JSON

/// Why an agent is not to be given calls, as the gateway tells kinds of absence apart.
enum PauseReason: Equatable {
    case busy
    /// Busy with one of the house's own codes, 200 to 250.
    case busyCode(Int)
    /// A rest with a cause of the platform's list.
    case rest(cause: Int)
    case wrapUp

    static let wrapUpWord = "wrap-up"

    /// - Returns: nil where the word is no reason.
    init?(_ word: String?, causes: [String: String]) {
        guard let word, !word.isEmpty else {
            self = .busy
            return
        }
        let plain = word.lowercased()
        if let cause = causes.first(where: { $0.value.lowercased() == plain })?.key, let number = Int(cause) {
            self = .rest(cause: number)
        } else if [Self.wrapUpWord, "wrapup", "work"].contains(plain) {
            self = .wrapUp
        } else if plain == "busy" {
            self = .busy
        } else if plain == "rest" {
            self = .rest(cause: 0)
        } else if let code = Int(word), (200...250).contains(code) {
            self = .busyCode(code)
        } else {
            return nil
        }
    }
}

extension ICPSite {
    /// How long a rest is asked for, in seconds. When it is over the gateway only says so; the rest goes on.
    private static let restTime = 900

    /// The words that `pause` takes besides a code of the house.
    var pauseReasons: [SafeText] {
        picture.restCauses.sorted { (Int($0.key) ?? 0, $0.key) < (Int($1.key) ?? 0, $1.key) }.map { SafeText($0.value) } + [
            SafeText(PauseReason.wrapUpWord)
        ]
    }

    /// - Parameter queue: an agent is paused in all queues at once; what names none is the reason.
    func pause(_ word: String, queue: String?, reason: String?) async -> Outcome {
        guard let person = picture.agent(named: word) else { return noAgent(word) }
        var reason = reason
        if let queue {
            guard reason == nil, picture.skill(named: queue) == nil else { return Self.allQueuesAtOnce }
            reason = queue
        }
        guard let why = PauseReason(reason, causes: picture.restCauses) else {
            let known = pauseReasons.map(\.string).joined(separator: ", ")
            return .refused(code: nil, "there is no reason “\(reason ?? "")”; there are: \(known), or a code from 200 to 250")
        }
        guard person == agent else { return await pauseOther(person, why) }
        let request =
            switch why {
            case .busy: state("saybusy")
            case .busyCode(let code): state("saybusy", [.init(name: "reason", value: String(code))])
            case .rest(let cause): state("rest/\(Self.restTime)/\(cause)")
            case .wrapUp: state("work")
            }
        let outcome = await send(request)
        if case .done = outcome { await stayAwayAfterCalls(true) }
        return outcome
    }

    private func pauseOther(_ person: String, _ why: PauseReason) async -> Outcome {
        switch why {
        case .busy: await force("forcebusy", person)
        case .rest(let cause) where cause > 0: await force("forcerest", person, then: "/\(Self.restTime)/\(cause)")
        default: .invalid("another agent can be made busy, or rest for a cause of the list")
        }
    }

    /// What ends an absence depends on which it is.
    func unpause(_ word: String, queue: String?) async -> Outcome {
        guard let person = picture.agent(named: word) else { return noAgent(word) }
        if let queue, picture.skill(named: queue) != nil { return Self.allQueuesAtOnce }
        guard person == agent else { return await force("forceidle", person) }
        let command =
            switch picture.ownState {
            case .busy: "cancelbusy"
            case .rest: "cancelrest"
            case .wrapup: "cancelwork"
            default: "sayfree"
            }
        isTurningIdle = true
        defer { isTurningIdle = false }
        let outcome = await send(state(command))
        if case .done = outcome { await stayAwayAfterCalls(false) }
        return outcome
    }

    private static let allQueuesAtOnce = Outcome.invalid("ICP pauses an agent in all queues at once; leave the queue out")

    private func state(_ command: String, _ query: [ICPRequest.Field] = []) -> ICPRequest {
        ICPRequest(method: "POST", path: "onlineagent/\(agent)/\(command)", query: query)
    }

    /// Whoever said busy is not given a caller because a call of their own has ended; whoever said idle is idle again.
    private func stayAwayAfterCalls(_ stays: Bool) async {
        guard let reply = try? await request(state("autoenteridle/\(!stays)")) else { return }
        if !reply.isSuccess {
            reporter.tell("the state after a call cannot be chosen: \(reply.refusal) (\(reply.code))", once: "autoenteridle")
        }
    }

    /// - Parameter tail: what follows the agent in the path.
    func force(_ command: String, _ word: String, then tail: String = "") async -> Outcome {
        guard let person = picture.agent(named: word) else { return noAgent(word) }
        if let obstacle = obstacleToInspecting(person) { return obstacle }
        picture.doubtful.insert(person)
        let outcome = await send(
            ICPRequest(method: "POST", path: "qualitycontrol/\(agent)/\(command)/\(ICPRequest.encoded(person))\(tail)"))
        refreshes.want(.doubts)
        return outcome
    }

    // MARK: Skills

    /// The gateway only takes whole lists, so that the present one is asked for before it is changed.
    func changeSkills(of word: String, _ queue: String, _ change: ([String], String) -> [String]) async -> Outcome {
        guard let person = picture.agent(named: word) else { return noAgent(word) }
        guard let skill = picture.skill(named: queue) else { return .refused(code: nil, "no queue is named \(queue)") }
        if person != agent, let obstacle = obstacleToInspecting(person) { return obstacle }
        let (answer, result) = await outcome(
            of: ICPRequest(method: "GET", path: "queuedevice/\(agent)/agentskill/\(ICPRequest.encoded(person))"))
        var present: [String] = []
        switch answer {
        case .done: present = SkillRow.list(result ?? .null).map(\.id)
        case .refused(let code, _) where code == Self.noSkills: break
        default: return answer
        }
        let skills = change(present.filter { $0 != skill }, skill)
        picture.doubtful.insert(person)
        defer { refreshes.want(.doubts) }
        guard person == agent else {
            let body: JSONValue = ["workNo": .string(person), "skills": .array(skills.map(ICPRequest.number))]
            return await send(ICPRequest(method: "POST", path: "qualitycontrol/\(agent)/adjustskill", body: body))
        }
        return await send(state("resetskill/false", [.init(name: "skillid", value: skills.joined(separator: ";"))]))
    }

    /// An agent signed in to no skill has none to list.
    private static let noSkills = "600-001"
}
