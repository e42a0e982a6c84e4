import Glibc

/// What happens by itself.
extension ICPWorld {
    mutating func carryOut(_ event: ICPScheduledEvent) {
        switch event {
        case .phoneLifted(let call, let turn): if self.turn(call) == turn { ringFarEnd(call) }
        case .answers(let call, let turn): if self.turn(call) == turn { answer(call) }
        case .givesUp(let call, let turn): if self.turn(call) == turn { giveUp(call) }
        case .fails(let call, let turn): if self.turn(call) == turn { fail(call) }
        case .ends(let call, let turn): if self.turn(call) == turn { end(call) }
        case .abandons(let call, let turn):
            guard self.turn(call) == turn else { return }
            if calls[call]?.handover == nil { finish(call) } else { handoverFailed(call) }
        case .chooses(let call, let turn):
            if self.turn(call) == turn, let skill = random.pick(skills)?.id { queue(call, skill) }
        case .serve(let skill): serve(skill)
        case .wrapUpEnds(let agent, let turn):
            if agents[agent]?.turn == turn { enter(agent, .idle, telling: ("AgentState_Ready", .null)) }
        case .restIsOver(let agent, let turn): if agents[agent]?.turn == turn { restIsOver(agent) }
        case .comesBack(let agent, let turn): if agents[agent]?.turn == turn { comeBack(agent) }
        case .playbackEnds(let agent, let turn):
            if agents[agent]?.turn == turn, agents[agent]?.playback?.isPaused == false { endPlayback(agent) }
        case .conferenceStands(let agent, let turn, let applied): conferenceStands(agent, turn: turn, applied)
        case .memberAnswers(let id, let address): memberAnswers(id, address)
        case .timeRunsOut(let id, let turn): if conferences[id]?.turn == turn { timeRunsOut(id) }
        case .announcementEnds(let id, let turn): if conferences[id]?.turn == turn { announcementEnds(id) }
        case .chatAnswered(let id): connectChat(id)
        case .chatReplied(let id): replyToChat(id)
        case .callFromOutside, .callInside, .callToOutside, .agentChange:
            if rate > 0 { act(event) }
            planNext(event)
        }
    }

    /// A party hangs up: who called, or an agent whom the world plays.
    private mutating func end(_ id: String) {
        guard let call = calls[id], call.phase == .talking else { return }
        let players = call.agents.filter { agents[$0]?.hasClient == false }
        if call.parties > 2, let party = random.pick(call.outside + players) { return dropParty(party, id) }
        finish(id, byAgent: random.happens(50) ? players.first : nil)
    }

    private mutating func act(_ event: ICPScheduledEvent) {
        switch event {
        case .callFromOutside:
            let caller = announcedCallers.isEmpty ? random.outsideNumber() : announcedCallers.removeFirst()
            let skill = random.happens(40) ? skills[Self.busiest] : random.pick(skills)
            let code = random.happens(10) ? flows.first?.access : skill?.accessCode
            if let code { begin(fromOutside: caller, to: code) }
        case .callInside:
            guard let caller = anyIdle(), let called = random.pick(workNumbers) else { return }
            _ = try? callInside(caller, to: called)
        case .callToOutside:
            guard let caller = anyIdle() else { return }
            let called = random.outsideNumber()
            _ = try? callOut(caller, to: called)
        default: changeAgent()
        }
    }

    /// Lets the world make calls of its own from now on, so many a minute.
    public mutating func setRate(_ callsPerMinute: Double) {
        rate = max(0, callsPerMinute)
        guard rate > 0, !isAwake else { return }
        isAwake = true
        for event in [ICPScheduledEvent.callFromOutside, .callInside, .callToOutside, .agentChange] { planNext(event) }
    }

    /// Each brings about its own next one, for good: at rate 0 they only look every second whether there is anything to do.
    private mutating func planNext(_ event: ICPScheduledEvent) {
        guard rate > 0 else { return schedule.add(event, at: now + 1_000) }
        let share: Double
        switch event {
        case .callFromOutside: share = 0.8
        case .callInside, .callToOutside: share = 0.1
        default:
            let least = max(200, 240_000 / workNumbers.count)
            return plan(event, in: least...(3 * least))
        }
        let uniform = Double.random(in: 0.000_001..<1, using: &random)
        schedule.add(event, at: now + max(1, Int(min(-log(uniform) * 60_000 / (rate * share), 3_600_000))))
    }

    /// Somebody makes a pause, or goes home and comes back.
    private mutating func changeAgent() {
        guard let number = anyIdle() else { return }
        let away = workNumbers.count { [.busy, .rest, .signedOut].contains(agents[$0]?.state) }
        guard away * 3 < workNumbers.count else { return }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<50:
            let reason = 200 + Int.random(in: 0...5, using: &random)
            try? sayBusy(number, reason: reason)
        case ..<85:
            let reason = random.pick(restReasons)?.id ?? 1
            beginRest(number, seconds: 300, reason: reason)
        default: signOut(number)
        }
        comeBackLater(number)
    }

    /// Whom the world plays does not stay away for ever.
    mutating func comeBackLater(_ number: String) {
        guard let agent = agents[number], !agent.hasClient, !agent.isReserved else { return }
        plan(.comesBack(number, turn: agent.turn), in: 40_000...200_000)
    }

    private mutating func comeBack(_ number: String) {
        guard let agent = agents[number], !agent.hasClient else { return }
        switch agent.state {
        case .busy: try? sayFree(number)
        case .rest: try? cancelRest(number)
        case .signedOut:
            signIn(number, state: .idle, hasClient: false)
            if let agent = agents[number] { try? resetSkills(number, to: agent.configuredSkills) }
        case .idle, .wrapUp, .call: break
        }
    }

    private mutating func restIsOver(_ number: String) {
        tell(number, "AgentState_Rest_Timeout")
        if agents[number]?.hasClient == false { try? cancelRest(number) }
    }

    /// An idle agent whom the world plays.
    private mutating func anyIdle() -> String? {
        for _ in 0..<12 {
            if let number = random.pick(workNumbers), let agent = agents[number], agent.isIdle, !agent.hasClient { return number }
        }
        return nil
    }

    /// A duration of a call's life. When more calls are asked for than the agents could take at a human pace, the calls
    /// become shorter: that is what makes a load generator of the same world.
    func pace(_ duration: ClosedRange<Milliseconds>) -> ClosedRange<Milliseconds> {
        let sustainable = Double(workNumbers.count) / 4
        guard rate > sustainable, sustainable > 0 else { return duration }
        let factor = sustainable / rate
        let lower = max(1, Int(Double(duration.lowerBound) * factor))
        return lower...max(lower, Int(Double(duration.upperBound) * factor))
    }
}
