import BackendSupport
import Exchange
import Foundation
import JSON

/// Why an agent is not to be given calls, as the gateway tells kinds of absence apart.
enum PauseReason: Equatable {
    case busy
    /// Busy with one of the house's own codes, 200 to 250.
    case busyCode(Int)
    /// A rest with a cause of the platform's list, and how long it is asked for where that was said.
    case rest(cause: Int, length: Duration? = nil)
    case wrapUp

    static let wrapUpWord = "wrap-up"

    /// - Parameter word: a rest may be followed by its length, which has a unit: `Lunch 45m`.
    /// - Returns: nil where the word is no reason.
    init?(_ word: String?, causes: [String: String]) {
        guard let word, !word.isEmpty else {
            self = .busy
            return
        }
        let plain = word.lowercased()
        if let space = word.lastIndex(of: " "), let length = Self.length(String(word[word.index(after: space)...])),
            case .rest(let cause, .none)? = PauseReason(String(word[..<space]).octetTrimmed, causes: causes)
        {
            self = .rest(cause: cause, length: length)
            return
        }
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

    /// One second to a day, as the gateway takes it (section 2.1).
    private static func length(_ text: String) -> Duration? {
        guard let unit = text.last, let factor = ["s": 1, "m": 60, "h": 3_600][unit], let figure = WireFigure(String(text.dropLast()))
        else {
            return nil
        }
        let seconds = (figure * WireFigure(factor)).value
        return (1...86_399).contains(seconds) ? .seconds(seconds) : nil
    }
}

extension ICPSite {
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
        let outcome = await become(.away(why))
        if case .done = outcome { await stayAwayAfterCalls(true) }
        return outcome
    }

    private func pauseOther(_ person: String, _ why: PauseReason) async -> Outcome {
        switch why {
        case .busy: await force("forcebusy", person)
        case .rest(let cause, let length) where cause > 0: await force("forcerest", person, then: "/\(seconds(of: length))/\(cause)")
        default: .invalid("another agent can be made busy, or rest for a cause of the list")
        }
    }

    /// What ends an absence depends on which it is.
    func unpause(_ word: String, queue: String?) async -> Outcome {
        guard let person = picture.agent(named: word) else { return noAgent(word) }
        if let queue, picture.skill(named: queue) != nil { return Self.allQueuesAtOnce }
        guard person == agent else { return await force("forceidle", person) }
        isTurningIdle = true
        defer { isTurningIdle = false }
        let outcome = await become(.idle)
        if case .done = outcome { await stayAwayAfterCalls(false) }
        return outcome
    }

    private static let allQueuesAtOnce = Outcome.invalid("ICP pauses an agent in all queues at once; leave the queue out")

    func state(_ command: String, _ query: [ICPRequest.Field] = []) -> ICPRequest {
        ICPRequest(method: "POST", path: "onlineagent/\(agent)/\(command)", query: query)
    }

    /// Whoever said busy is not given a caller because a call of their own has ended; whoever said idle is idle again.
    func stayAwayAfterCalls(_ stays: Bool) async {
        isAwayAfterCalls = stays
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
        let outcome = await send(skillRequest(.chosen(skills)))
        if case .done = outcome { ownSkills = .chosen(skills) }
        return outcome
    }

    /// An agent signed in to no skill has none to list.
    private static let noSkills = "600-001"
}
