/// An agent's own state: 2 signed out → 3 busy or 4 idle → 7 in a call → 4 idle or 5 wrap-up, and 8 by resting.
extension ICPWorld {
    /// What monitoring inspectors are told of a state.
    private static let subtypes: [Agent.State: String] = [
        .signedOut: "Logout", .busy: "Busy", .idle: "Idle", .wrapUp: "Work", .call: "WaitAlerting", .rest: "Rest",
    ]

    /// Puts an agent into a state.
    /// - Parameter events: what its own program is told.
    mutating func enter(_ number: String, _ state: Agent.State, reason: Int = 0, telling events: (String, OrderedJSON)...) {
        let instant = now
        guard agents[number] != nil else { return }
        change(number) {
            $0.state = state
            $0.reason = reason
            $0.since = instant
            $0.turn += 1
            if state != .call { $0.afterCall = nil }
        }
        for (type, content) in events { tell(number, type, content) }
        if let subtype = Self.subtypes[state] { notify(number, subtype) }
        guard let agent = agents[number] else { return }
        if state == .idle { serveSkills(of: agent) }
        // Nobody writes up for ever whom the world plays.
        if state == .wrapUp, !agent.hasClient {
            planPaced(.wrapUpEnds(number, turn: agent.turn), in: 5_000...20_000)
        }
    }

    private mutating func serveSkills(of agent: Agent) {
        for skill in agent.skills where self.skill(skill)?.waiting.isEmpty == false { schedule.add(.serve(skill), at: now) }
    }

    // MARK: - Signing in and out

    /// - Parameters:
    ///   - state: busy, idle or wrap-up.
    ///   - hasClient: a program signs in, rather than somebody the world plays.
    mutating func signIn(_ number: String, state: Agent.State, hasClient: Bool, phone: String? = nil) {
        let instant = now
        change(number) {
            $0.hasClient = hasClient
            $0.signedIn = instant
            $0.phone = phone ?? $0.phone
            $0.skills = hasClient ? [] : $0.configuredSkills
            $0.phoneIsOpen = false
            // Whom the world plays writes up every call.
            if !hasClient { ($0.answersByItself, $0.becomesIdle, $0.releasesPhone) = (true, false, true) }
        }
        tell(number, "AgentOther_InService")
        notify(number, "Login")
        switch state {
        case .busy: enter(number, .busy, reason: 1, telling: ("AgentState_SetNotReady_Success", ["reason": "1"]))
        case .wrapUp: enter(number, .wrapUp, telling: ("AgentState_Work", .null))
        default: enter(number, .idle, telling: ("AgentState_Ready", .null))
        }
    }

    /// Ends everything the agent has begun, without a word to its program.
    mutating func signOut(_ number: String) {
        guard let agent = agents[number], agent.state != .signedOut else { return }
        watched[number] = nil
        endSupervision(by: number)
        leaveConference(number, reason: 4)
        // Its program hears nothing of the calls any more.
        change(number) { $0.hasClient = false }
        for call in agent.calls { release(number, call) }
        for inspector in inspectors(of: number) { endSupervision(by: inspector) }
        change(number) {
            $0.skills = []
            $0.playback = nil
            $0.phoneIsOpen = false
            $0.isMuted = false
        }
        enter(number, .signedOut)
    }

    // MARK: - What the agent asks for

    mutating func sayFree(_ number: String) throws(ICPRefusal) {
        let agent = try signedIn(number)
        switch agent.state {
        case .call: change(number) { $0.afterCall = .init(state: .idle) }
        case .busy:
            enter(number, .idle, telling: ("AgentState_CancelNotReady_Success", .null), ("AgentState_Ready", .null))
        case .idle: break
        // Wrap-up is left first (4.3.9).
        case .wrapUp, .rest, .signedOut: throw .stateRefused
        }
    }

    /// - Parameter reason: 0 none, 200…250 the platform's own codes; must be given to change that of one who is busy already.
    mutating func sayBusy(_ number: String, reason: Int) throws(ICPRefusal) {
        guard reason == 0 || (200...250).contains(reason) else { throw .badRequest }
        let agent = try signedIn(number)
        switch agent.state {
        case .call: change(number) { $0.afterCall = .init(state: .busy, reason: reason) }
        case .busy where reason == 0: throw .stateRefused
        case .busy, .idle:
            enter(number, .busy, reason: reason, telling: ("AgentState_SetNotReady_Success", ["reason": .digits(reason)]))
        case .wrapUp, .rest, .signedOut: throw .stateRefused
        }
    }

    mutating func cancelBusy(_ number: String) throws(ICPRefusal) {
        let agent = try signedIn(number)
        if agent.state == .call, agent.afterCall?.state == .busy { return change(number) { $0.afterCall = nil } }
        guard agent.state == .busy else { throw .stateRefused }
        enter(number, .idle, telling: ("AgentState_CancelNotReady_Success", .null), ("AgentState_Ready", .null))
    }

    mutating func rest(_ number: String, seconds: Int, reason: Int) throws(ICPRefusal) {
        guard (1...86_399).contains(seconds), (0...255).contains(reason) else { throw .badRequest }
        let agent = try signedIn(number)
        switch agent.state {
        case .call: change(number) { $0.afterCall = .init(state: .rest, reason: reason, seconds: seconds) }
        // Only from idle (4.3.5); in a call it waits for its end.
        case .busy, .wrapUp, .rest, .signedOut: throw .stateRefused
        case .idle: beginRest(number, seconds: seconds, reason: reason)
        }
    }

    mutating func beginRest(_ number: String, seconds: Int, reason: Int) {
        enter(number, .rest, reason: reason, telling: ("AgentState_SetRest_Success", ["reason": .digits(reason)]))
        schedule.add(.restIsOver(number, turn: agents[number]?.turn ?? 0), at: now + seconds * 1_000)
    }

    mutating func cancelRest(_ number: String) throws(ICPRefusal) {
        let agent = try signedIn(number)
        if agent.state == .call, agent.afterCall?.state == .rest { return change(number) { $0.afterCall = nil } }
        guard agent.state == .rest else { throw .stateRefused }
        enter(number, .idle, telling: ("AgentState_CancelRest_Success", .null), ("AgentState_Ready", .null))
    }

    mutating func work(_ number: String) throws(ICPRefusal) {
        let agent = try signedIn(number)
        switch agent.state {
        case .call: change(number) { $0.afterCall = .init(state: .wrapUp) }
        case .busy, .idle: enter(number, .wrapUp, telling: ("AgentState_SetWork_Success", .null))
        case .wrapUp, .rest, .signedOut: throw .stateRefused
        }
    }

    mutating func cancelWork(_ number: String) throws(ICPRefusal) {
        guard try signedIn(number).state == .wrapUp else { throw .stateRefused }
        enter(number, .idle, telling: ("AgentState_CancelWork_Success", .null), ("AgentState_Ready", .null))
    }

    /// - Parameter chosen: nil signs in to every configured skill, otherwise to those that are among them.
    mutating func resetSkills(_ number: String, to chosen: [Int]?) throws(ICPRefusal) {
        let agent = try signedIn(number)
        guard !agent.phone.isEmpty else { throw .phone }
        let skills = agent.configuredSkills.filter { chosen?.contains($0) ?? true }
        change(number) { $0.skills = skills }
        if agent.state == .idle, let agent = agents[number] { serveSkills(of: agent) }
    }

    func signedIn(_ number: String) throws(ICPRefusal) -> Agent {
        let agent = try known(number, .noAgentInformation)
        guard agent.state != .signedOut else { throw .wrongState }
        return agent
    }

    // MARK: - Telephone and state around a call

    /// Into a call, with the agent's own telephone ringing first unless its line is open.
    /// - Parameter isTold: whether AgentState_Busy says so; taking a waiting call comes without.
    mutating func occupy(_ number: String, isTold: Bool = true) {
        guard let agent = agents[number] else { return }
        if agent.state != .call {
            let next: Agent.NextState? =
                agent.state == .busy || agent.state == .rest
                ? .init(state: agent.state, reason: agent.reason) : nil
            if isTold {
                enter(number, .call, telling: ("AgentState_Busy", .null))
            } else {
                enter(number, .call)
            }
            change(number) { $0.afterCall = next }
        }
        if !agent.phoneIsOpen { tell(number, "AgentOther_PhoneAlerting") }
    }

    mutating func liftPhone(_ number: String) {
        guard agents[number]?.phoneIsOpen == false else { return }
        change(number) { $0.phoneIsOpen = true }
        tell(number, "AgentOther_PhoneOffhook")
    }

    /// After the last call: the telephone is hung up, and the agent is what it wanted to be.
    /// - Parameter isForced: also where its line would stay open.
    mutating func settle(_ number: String, byAgent: Bool = false, isForced: Bool = false) {
        guard let agent = agents[number], agent.state == .call, agent.calls.isEmpty, agent.supervision == nil,
            agent.conference == nil, agent.playback == nil
        else { return }
        change(number) { $0.isMuted = false }
        hangUpPhone(number, byAgent: byAgent, isForced: isForced)
        let next = agent.afterCall ?? .init(state: agent.becomesIdle ? .idle : .wrapUp)
        switch next.state {
        case .busy:
            enter(number, .busy, reason: next.reason, telling: ("AgentState_SetNotReady_Success", ["reason": .digits(next.reason)]))
        case .rest: beginRest(number, seconds: next.seconds, reason: next.reason)
        case .wrapUp: enter(number, .wrapUp, telling: ("AgentState_Work", .null))
        default: enter(number, .idle, telling: ("AgentState_Ready", .null))
        }
    }

    mutating func hangUpPhone(_ number: String, byAgent: Bool = false, isForced: Bool = false) {
        guard let agent = agents[number], agent.releasesPhone || isForced || !agent.phoneIsOpen else { return }
        change(number) { $0.phoneIsOpen = false }
        // 2 by the agent, 3 by the platform.
        tell(number, "AgentOther_PhoneRelease", ["phoneState": .number(byAgent ? 2 : 3)])
    }
}
