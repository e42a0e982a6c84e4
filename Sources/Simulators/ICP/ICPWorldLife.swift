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
        case .memberGivesUp(let id, let address): if isInvited(address, to: id) { refuse(id, address) }
        case .timeRunsOut(let id, let turn): if conferences[id]?.turn == turn { timeRunsOut(id) }
        case .announcementEnds(let id, let turn): if conferences[id]?.turn == turn { announcementEnds(id) }
        case .chatAnswered(let id): connectChat(id)
        case .chatReplied(let id): replyToChat(id)
        case .traffic(let kind): carryOut(traffic: kind)
        }
    }

    /// A party hangs up: who called, or an agent whom the world plays.
    private mutating func end(_ id: String) {
        guard let call = calls[id], call.phase == .talking else { return }
        let players = call.agents.filter { agents[$0]?.hasClient == false }
        if call.parties > 2, let party = random.pick(call.outside + players) { return dropParty(party, id) }
        finish(id, byAgent: random.happens(50) ? players.first : nil)
    }

    var sources: [TrafficSource<CallTraffic>] { TrafficSource.calls(fromOutside: 0.8, agents: workNumbers.count) }
    var sustainableRate: Double { Double(workNumbers.count) / 4 }

    mutating func bringAbout(_ kind: CallTraffic) {
        switch kind {
        case .callFromOutside:
            let caller = nextCaller()
            let skill = random.happens(40) ? skills[Self.busiest] : random.pick(skills)
            let code = random.happens(10) ? flows.first?.access : skill?.accessCode
            // Who practises at a console does not wait for a turn among two dozen.
            if let guest = agents.values.first(where: { $0.hasClient && $0.isIdle }), random.happens(50) {
                begin(fromOutside: caller, to: guest.number)
                return
            }
            if let code { begin(fromOutside: caller, to: code) }
        case .callInside:
            guard let caller = anyIdle(), let called = random.pick(workNumbers) else { return }
            _ = try? callInside(caller, to: called)
        case .callToOutside:
            guard let caller = anyIdle() else { return }
            let called = random.outsideNumber()
            _ = try? callOut(caller, to: called)
        case .agentChange: changeAgent()
        case .roomCall: break
        }
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
        pick(workNumbers) { $0.agents[$1].map { $0.isIdle && !$0.hasClient } ?? false }
    }
}
