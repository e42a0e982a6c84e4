import BackendSupport
import Exchange
import JSON

/// Whether our own agent takes calls, and why not; what an operator has chosen, apart from calls that come and go.
enum OwnReadiness: Equatable {
    case idle
    case away(PauseReason)
}

/// The skills that our own agent is signed in to.
enum OwnSkills: Equatable {
    /// All that are configured for it.
    case all
    case chosen([String])
}

// States of our own agent, and the order in which the gateway lets one follow another (document 004, sections 4.3.5, 4.3.6 and
// 4.3.9): a wrap-up and a rest are ended before anything else is begun, and a rest begins from idle.
extension ICPSite {
    func seconds(of length: Duration?) -> Int { Int((length ?? configuration.restLength) / .seconds(1)) }

    /// What our own agent is now, or is to be again after the call that it is in; nil where nothing is known.
    var ownReadiness: OwnReadiness? {
        guard let person = picture.people[agent] else { return nil }
        return switch person.state {
        case .idle: .idle
        case .busy: .away(Int(person.reason).flatMap { (200...250).contains($0) ? PauseReason.busyCode($0) : nil } ?? .busy)
        case .rest: .away(.rest(cause: Int(person.reason).flatMap { (0...255).contains($0) ? $0 : nil } ?? 0))
        case .wrapup: .away(.wrapUp)
        default: isAwayAfterCalls ? .away(.busy) : .idle
        }
    }

    func skillRequest(_ skills: OwnSkills) -> ICPRequest {
        switch skills {
        case .all: state("resetskill/true")
        case .chosen(let ids): state("resetskill/false", [.init(name: "skillid", value: ids.joined(separator: ";"))])
        }
    }

    /// Takes our agent from its present state to another.
    ///
    /// Where it has to be idle on the way, and was not meant to be, it has no skills meanwhile: it would be handed a caller.
    func become(_ target: OwnReadiness) async -> Outcome {
        let present = picture.people[agent]?.state
        switch target {
        case .idle:
            return await end(present, isIdleMeant: true)
        case .away(.busy), .away(.busyCode):
            guard present == .wrapup || present == .rest else { return await send(beginning(of: target)) }
        case .away(.rest):
            guard [.busy, .wrapup, .rest].contains(present) else { return await send(beginning(of: target)) }
        case .away(.wrapUp):
            guard present == .rest else { return await send(beginning(of: target)) }
        }
        return await exchangeStates(present, target)
    }

    /// Ends what keeps our agent from being idle.
    private func end(_ present: AgentState?, isIdleMeant: Bool) async -> Outcome {
        switch present {
        case .busy: return await send(state("cancelbusy"))
        case .rest, .wrapup:
            let outcome = await send(state(present == .rest ? "cancelrest" : "cancelwork"))
            guard case .done = outcome, isIdleMeant, picture.ownState != .idle else { return outcome }
            // What follows a rest or a wrap-up is the agent's own choice (section 4.3.6); where it is idle already that is refused.
            _ = await send(state("sayfree"))
            return outcome
        default: return await send(state("sayfree"))
        }
    }

    private func beginning(of readiness: OwnReadiness) -> ICPRequest {
        switch readiness {
        case .idle: state("sayfree")
        case .away(.busy): state("saybusy")
        case .away(.busyCode(let code)): state("saybusy", [.init(name: "reason", value: String(code))])
        case .away(.rest(let cause, let length)): state("rest/\(seconds(of: length))/\(cause)")
        case .away(.wrapUp): state("work")
        }
    }

    /// Ends one state and begins another with nothing to be idle for in between.
    private func exchangeStates(_ present: AgentState?, _ target: OwnReadiness) async -> Outcome {
        isTurningIdle = true
        defer { isTurningIdle = false }
        let outcome = await send(skillRequest(.chosen([])))
        guard case .done = outcome else { return outcome }
        let ended = await end(present, isIdleMeant: false)
        guard case .done = ended else {
            await restoreSkills()
            return ended
        }
        let begun = await send(beginning(of: target))
        if case .done = begun {
            await restoreSkills()
        } else if target != .away(.busy), case .done = await send(beginning(of: .away(.busy))) {
            await restoreSkills()
        } else {
            reporter.tell("trouble", "agent \(agent) stays without skills: \(begun.message ?? "no answer")")
        }
        return begun
    }

    func restoreSkills() async {
        let outcome = await send(skillRequest(ownSkills))
        if case .done = outcome { return }
        reporter.tell("trouble", "agent \(agent) could not be signed in to its skills again: \(outcome.message ?? "no answer")")
    }

    // MARK: Supervising

    /// Becomes idle for a supervision alone.
    /// - Returns: nil once it is so, else why that cannot be; then everything is as it was.
    func becomeIdleWithoutSkills() async -> Outcome? {
        guard readinessToRestore == nil else { return nil }
        let before = ownReadiness ?? .away(.busy)
        let outcome = await send(skillRequest(.chosen([])))
        guard case .done = outcome else { return outcome }
        readinessToRestore = before
        isTurningIdle = true
        defer { isTurningIdle = false }
        let idle = await end(picture.people[agent]?.state, isIdleMeant: true)
        guard case .done = idle else {
            readinessToRestore = nil
            await restoreSkills()
            return idle
        }
        await waitUntilIdle()
        return nil
    }

    /// How often, and in which intervals, the gateway is asked whether our agent is idle after it took the wish.
    private static let mostQuestions = 10
    private static let questionInterval = Duration.milliseconds(200)

    /// The answer to a change of state only says that it was taken (section 4.3.5).
    /// - Returns: whether our agent is idle.
    @discardableResult
    func waitUntilIdle() async -> Bool {
        for _ in 0..<Self.mostQuestions where picture.people[agent]?.state != .idle {
            let reply = try? await request(ICPRequest(method: "GET", path: "onlineagent/\(agent)/agentstatus"))
            if reply?.result.member("agentState").trimmedText == "4" { return true }
            guard (try? await environment.sleep(Self.questionInterval)) != nil else { return false }
        }
        return picture.people[agent]?.state == .idle
    }

    /// After a supervision: as busy or resting as before it, and then with skills.
    func restoreReadiness() async {
        guard let before = readinessToRestore else { return }
        readinessToRestore = nil
        let isWrappingUp = picture.people[agent]?.state == .wrapup
        let isSoAlready = before == .away(.wrapUp) && isWrappingUp
        // What the gateway begins after a supervision or a conference nobody asked for, and nothing else can follow it.
        if isWrappingUp, !isSoAlready { _ = await send(state("cancelwork")) }
        if before != .idle, !isSoAlready {
            let outcome = await send(beginning(of: before))
            guard case .done = outcome else {
                reporter.tell(
                    "trouble", "agent \(agent) stays without skills: it could not be made busy again: \(outcome.message ?? "no answer")")
                return
            }
        }
        await restoreSkills()
    }

    /// Looks after each event whether what our agent was made idle for is over.
    func noticeEndOfTask(after event: GatewayEvent) {
        guard readinessToRestore != nil, !isBecomingIdleForTask, picture.supervision == nil, picture.ownRoom == nil, event.endsOwnCall
        else { return }
        Task { await restoreReadiness() }
    }

    // MARK: A session made anew

    /// What is to be so again in a new session.
    struct Before {
        var readiness: OwnReadiness
        var supervision: ICPPicture.Supervision?
    }

    /// The session that was thought lost stands.
    func forgetLoss() { before = nil }

    /// Remembers what our agent was when its session was lost.
    func rememberReadiness() {
        guard let present = ownReadiness, before == nil else { return }
        before = Before(readiness: readinessToRestore ?? present, supervision: picture.supervision)
    }

    /// A new session begins busy, in no skill: takes on what the agent was, and then signs in to its skills.
    func takeUpReadiness() async throws {
        guard let before else { return try await signInToSkills() }
        self.before = nil
        readinessToRestore = nil
        if let lost = before.supervision {
            picture.supervision = nil
            reporter.tell("supervision", "The session was made anew: agent \(agent) \(lost.words) no more.")
        }
        await stayAwayAfterCalls(isAwayAfterCalls)
        var outcome = Outcome.done(nil)
        switch before.readiness {
        case .away(.busy): break
        case .idle, .away(.rest):
            isTurningIdle = true
            defer { isTurningIdle = false }
            outcome = await send(state("cancelbusy"))
            if case .done = outcome, before.readiness != .idle { outcome = await send(beginning(of: before.readiness)) }
        case .away: outcome = await send(beginning(of: before.readiness))
        }
        if case .done = outcome {
        } else {
            reporter.tell("trouble", "agent \(agent) could not be made what it was before: \(outcome.message ?? "no answer")")
        }
        try await signInToSkills()
    }
}

extension GatewayEvent {
    /// Our own agent is in no call and supervises nobody from now on.
    fileprivate var endsOwnCall: Bool {
        ["AgentState_Ready", "AgentState_CancelNotReady_Success", "AgentState_Force_Ready", "AgentState_Work"].contains(type)
    }
}
