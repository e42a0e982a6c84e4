import Exchange
import Foundation
import JSON

extension ICPPicture.Supervision {
    /// What our own agent is busy with.
    var words: SafeText {
        switch mode {
        case .listen: "listens to \(agent)"
        case .barge: "has barged in on \(agent)"
        case .whisper: "whispers to \(agent)"
        }
    }
}

// Supervision (section 2.3). Its conditions are checked before anything is asked: the right of an inspector, and an idle
// inspector, whose telephone then rings.
extension ICPSite {
    /// Why nobody, or not this one, can be supervised from here; nil where nothing is known that stands against it.
    func obstacleToInspecting(_ target: String? = nil) -> Outcome? {
        if picture.isInspector == false { return .refused(code: nil, "agent \(agent) has no inspector right") }
        if target == agent { return .invalid("an agent cannot supervise itself") }
        return nil
    }

    /// Makes our agent fit to supervise: an earlier supervision is ended, and who is not idle becomes it, without skills, so that
    /// no caller is handed to somebody whom nobody asked for calls.
    /// - Returns: nil once it is idle, else why that cannot be.
    private func becomeReadyToSupervise(_ target: String) async -> Outcome? {
        if let obstacle = obstacleToInspecting(target) { return obstacle }
        if let present = picture.supervision {
            let outcome = await send(supervisionEnd(present))
            guard case .done = outcome else { return outcome }
            note(nil)
            await waitUntilIdle()
            return nil
        }
        switch picture.ownState {
        case .idle, nil: return nil
        case .talking, .ringing, .held: return .refused(code: nil, "agent \(agent) is in a call; end it first")
        default: return await becomeIdleWithoutSkills()
        }
    }

    func supervise(_ word: String, _ mode: SupervisionMode) async -> Outcome {
        guard let target = picture.agent(named: word) else { return noAgent(word) }
        if let present = picture.supervision, present.agent == target {
            guard present.mode != mode else { return .done("agent \(agent) \(present.words) already") }
            let outcome = await send(
                ICPRequest(
                    method: "POST", path: "qualitycontrol/\(agent)/requestswitchinsertwhisperagent",
                    query: [.init(name: "whisperagentid", value: target), .init(name: "switchtype", value: String(mode.rawValue))]))
            if case .done = outcome { note(.init(agent: target, mode: mode, isUnderWay: present.isUnderWay)) }
            return outcome
        }
        isBecomingIdleForTask = true
        defer { isBecomingIdleForTask = false }
        if let obstacle = await becomeReadyToSupervise(target) { return obstacle }
        let asked = picture.sequence.next()
        let outcome = await send(mode.beginning(agent, target))
        if case .done = outcome {
            note(.init(agent: target, mode: mode, isUnderWay: picture.occupied > asked))
        } else {
            await restoreReadiness()
        }
        return outcome
    }

    private func note(_ supervision: ICPPicture.Supervision?) {
        picture.supervision = supervision
        reporter.report(picture.refreshed())
    }

    /// Takes the call: the agent is out of it and idle. That is possible only from within the call, so that listening comes
    /// first, and stands when our own telephone is picked up.
    func intercept(_ word: String) async -> Outcome {
        guard let target = picture.agent(named: word) else { return noAgent(word) }
        if picture.supervision?.agent != target {
            if let refusal = await listenFirst(to: target) { return refusal }
        }
        let outcome = await send(
            ICPRequest(method: "PUT", path: "qualitycontrol/\(agent)/intercept/\(ICPRequest.encoded(target))"))
        if case .done = outcome {
            note(nil)
            // The call is ours now, and wrapped up as any other.
            if readinessToRestore != nil { readinessToRestore = .away(.wrapUp) }
        }
        return outcome
    }

    /// - Returns: nil once we listen.
    private func listenFirst(to target: String) async -> Outcome? {
        isBecomingIdleForTask = true
        defer { isBecomingIdleForTask = false }
        if let obstacle = await becomeReadyToSupervise(target) { return obstacle }
        let outcome = await send(SupervisionMode.listen.beginning(agent, target), within: Self.ringingTime) { event in
            event.type == "AgentOther_PhoneOffhook" ? .done(nil) : nil
        }
        switch outcome {
        case .done:
            note(.init(agent: target, mode: .listen, isUnderWay: true))
            return nil
        case .noAnswer:
            // The telephone may still ring; the next attempt goes on from there.
            note(.init(agent: target, mode: .listen))
            return .unknown("the telephone of agent \(agent) was not picked up in time; intercept again once it listens")
        default:
            await restoreReadiness()
            return outcome
        }
    }

    func stopSupervising(_ word: String?) async -> Outcome {
        let named = word.flatMap { picture.agent(named: $0) }
        if let word, named == nil { return noAgent(word) }
        guard let supervision = picture.supervision else {
            // What an earlier session began we cannot know; whoever names the agent means it.
            guard let named else { return .refused(code: nil, "nobody is being supervised") }
            return await send(supervisionEnd(.init(agent: named, mode: .listen)))
        }
        if let named, named != supervision.agent { return .refused(code: nil, "\(named) is not being supervised") }
        let outcome = await send(supervisionEnd(supervision))
        if case .done = outcome {
            note(nil)
            // Where that takes longer, the event of it does the rest.
            if await waitUntilIdle() { await restoreReadiness() }
        }
        return outcome
    }

    func supervisionEnd(_ supervision: ICPPicture.Supervision) -> ICPRequest {
        guard supervision.mode == .whisper else {
            return ICPRequest(method: "DELETE", path: "qualitycontrol/\(agent)/\(ICPRequest.encoded(supervision.agent))")
        }
        return ICPRequest(
            method: "POST", path: "qualitycontrol/\(agent)/requeststopwhisperagent",
            query: [.init(name: "whisperagentid", value: supervision.agent)])
    }
}
