/// A call's life.
extension ICPWorld {
    mutating func open(_ feature: Int, from caller: String, to called: String) -> Call {
        callSerial += 1
        return Call(
            id: "\(now / 1_000)-\(callSerial)", feature: feature, caller: caller, called: called, phase: .dialing, began: now)
    }

    // MARK: - From outside

    /// Somebody calls from outside.
    /// - Parameter number: an access code of a skill or a flow, a work number, or an agent's telephone.
    /// - Returns: the call, unless the number leads nowhere.
    @discardableResult
    public mutating func begin(fromOutside caller: String, to number: String) -> String? {
        guard let target = target(of: number) else { return nil }
        guard !blackList.contains(where: { $0.number == caller && $0.refuses }) else { return nil }
        var call = open(0, from: caller, to: number)
        call.outside = [caller]
        calls[call.id] = call
        lead(call.id, to: target)
        return calls[call.id] == nil ? nil : call.id
    }

    /// Takes a call to where it is meant to go.
    mutating func lead(_ id: String, to target: Target) {
        switch target {
        case .skill(let skill): queue(id, skill)
        case .flow(let flow):
            move(id) { $0.phase = .flow(flow) }
            planPaced(.chooses(call: id, turn: turn(id)), in: 3_000...12_000)
        case .agent(let number):
            if agents[number]?.isIdle == true { offer(id, to: number) } else { fail(id) }
        case .outside: fail(id)
        }
    }

    /// Puts a call into a skill's queue.
    mutating func queue(_ id: String, _ skill: Int, inFront: Bool = false) {
        guard calls[id] != nil else { return }
        move(id) {
            $0.phase = .queued
            $0.skill = skill
        }
        change(skill: skill) { inFront ? $0.waiting.insert(id, at: 0) : $0.waiting.append(id) }
        schedule.add(.serve(skill), at: now)
        planPaced(.abandons(call: id, turn: turn(id)), in: 40_000...180_000)
    }

    /// Offers those who wait to idle agents.
    mutating func serve(_ id: Int) {
        while let skill = skill(id), let first = skill.waiting.first, let agent = nextIdle(in: skill) {
            change(skill: id) { $0.waiting.removeFirst() }
            offer(first, to: agent)
        }
    }

    private mutating func nextIdle(in skill: Skill) -> String? {
        for step in 0..<skill.members.count {
            let place = (skill.cursor + step) % skill.members.count
            guard let agent = agents[skill.members[place]], agent.isIdle, agent.skills.contains(skill.id) else { continue }
            change(skill: skill.id) { $0.cursor = place + 1 }
            return agent.number
        }
        return nil
    }

    /// Lets the call ring at an agent.
    mutating func offer(_ id: String, to number: String, isTold: Bool = true) {
        move(id) {
            $0.phase = .ringing
            $0.ringing = number
        }
        guard let call = calls[id], let agent = agents[number] else { return }
        change(number) { $0.calls.append(id) }
        occupy(number, isTold: isTold)
        notify(number, "WaitAnswer")
        if call.feature == 0, call.skill != nil { tell(number, "AgentEvent_Incoming_CallInfo", incoming(call)) }
        guard agent.hasClient else { return planPaced(.answers(call: id, turn: call.turn), in: 1_500...7_000) }
        tell(number, agent.answersByItself ? "AgentEvent_Auto_Answer" : "AgentEvent_Ringing", ringing(call))
        if agent.answersByItself {
            plan(.answers(call: id, turn: call.turn), in: 800...1_500)
        } else {
            schedule.add(.givesUp(call: id, turn: call.turn), at: now + 20_000)
        }
    }

    /// Nobody has answered in time.
    mutating func giveUp(_ id: String) {
        guard let call = calls[id], let number = call.ringing else { return }
        tell(number, "AgentEvent_No_Answer")
        withdraw(id)
        change(number) { $0.afterCall = .init(state: .busy, reason: 2) }
        settle(number)
        if call.handover != nil { return handoverFailed(id) }
        if let skill = call.skill, call.feature == 0 {
            move(id) {
                $0.requeued += 1
                $0.lastAgent = number
            }
            queue(id, skill, inFront: true)
        } else {
            fail(id)
        }
    }

    /// It stops ringing where it rings.
    mutating func withdraw(_ id: String) {
        guard let number = calls[id]?.ringing else { return }
        move(id) { $0.ringing = nil }
        change(number) { $0.calls.removeAll { $0 == id } }
        forgetUnanswered(number)
    }

    /// Of a call that was never answered there is nothing to write up.
    private mutating func forgetUnanswered(_ number: String) {
        guard agents[number]?.calls.isEmpty == true else { return }
        change(number) { $0.afterCall = $0.afterCall ?? .init(state: .idle) }
    }

    // MARK: - Talking

    /// Whoever it rings for answers: an agent, or a telephone outside.
    mutating func answer(_ id: String) {
        guard let call = calls[id] else { return }
        if let handover = call.handover { return completeHandover(id, handover) }
        let instant = now
        move(id) {
            if let number = $0.ringing { $0.agents.append(number) }
            $0.ringing = nil
            $0.phase = .talking
            $0.answered = $0.answered ?? instant
        }
        if let number = call.ringing { liftPhone(number) }
        for number in calls[id]?.agents ?? [] {
            tellTalking(number, id)
            notify(number, "Active")
        }
        if call.becomesThreeParty, let agent = call.agents.first, let held = call.consultFor {
            joinThree(agent, held: held, active: id)
        }
        if call.feature == 0, let number = call.ringing { record(id, for: number) }
        planPaced(.ends(call: id, turn: turn(id)), in: 20_000...150_000)
    }

    mutating func tellTalking(_ number: String, _ id: String) {
        guard let call = calls[id] else { return }
        tell(
            number, "AgentEvent_Talking",
            [
                "caller": .text(call.caller), "callid": .text(id), "called": .text(call.called), "feature": .digits(call.feature),
                "type": .text(call.consultFor == nil ? "main" : "assistant"), "mediaAbility": "1",
            ])
    }

    // MARK: - Ending

    /// One who takes part leaves: what becomes of the others depends on how many they are.
    mutating func release(_ number: String, _ id: String, byAgent: Bool = true) {
        guard let call = calls[id], call.has(number) else { return }
        // Consulting and then leaving connects the two others.
        if let held = call.consultFor, call.agents.first == number, call.phase == .talking, calls[held] != nil {
            return connect(held: held, active: id, leaving: number)
        }
        if call.ringing == number { return giveBack(id) }
        if call.parties > 2, call.phase == .talking {
            move(id) {
                $0.agents.removeAll { $0 == number }
                $0.held.remove(number)
            }
            leave(number, id, byAgent: byAgent)
            return planEnd(of: id)
        }
        finish(id, byAgent: byAgent ? number : nil)
    }

    /// Refused while it rings: back into its queue, or its end.
    private mutating func giveBack(_ id: String) {
        guard let call = calls[id], let number = call.ringing else { return }
        withdraw(id)
        tell(number, "AgentEvent_Call_Release", .text(id))
        settle(number, byAgent: true)
        if call.handover != nil { return handoverFailed(id) }
        if let skill = call.skill, call.feature == 0 { queue(id, skill, inFront: true) } else { fail(id) }
    }

    /// The other side, or one of two other sides, hangs up.
    mutating func dropParty(_ party: String, _ id: String) {
        guard let call = calls[id] else { return }
        if call.agents.contains(party) { return release(party, id, byAgent: false) }
        guard call.parties > 2 else { return finish(id, byAgent: nil) }
        move(id) { $0.outside.removeAll { $0 == party } }
        for number in call.agents { tell(number, "AgentEvent_Customer_Release", ["callid": .text(id), "number": .text(party)]) }
        planEnd(of: id)
    }

    mutating func planEnd(of id: String) { planPaced(.ends(call: id, turn: turn(id)), in: 20_000...150_000) }

    /// The call is over for everybody.
    /// - Parameter agent: who has hung up; nil where it was somebody else.
    mutating func finish(_ id: String, byAgent agent: String? = nil) {
        guard var call = calls[id] else { return }
        if let skill = call.skill { change(skill: skill) { $0.waiting.removeAll { $0 == id } } }
        let told = call.agents + [call.ringing].compactMap { $0 }
        stopRecording(id)
        call = calls[id] ?? call
        call.ended = now
        calls[id] = nil
        endedCalls.append(call)
        if endedCalls.count > 500 { endedCalls.removeFirst(100) }
        for number in told {
            // A consultation about it goes on as a call of its own.
            for other in agents[number]?.calls ?? [] where calls[other]?.consultFor == id { calls[other]?.consultFor = nil }
            if call.ringing == number {
                tell(
                    number, "AgentEvent_AbandonCall",
                    ["caller": .text(call.caller), "callData": .text(call.data), "callId": .text(id)])
            }
            leave(number, id, byAgent: number == agent, call: call)
        }
        // Who only consulted has the first call back. The page promises no event of it.
        if let held = call.consultFor, let number = call.agents.first, calls[held]?.held.contains(number) == true {
            move(held) { $0.held.remove(number) }
            planEnd(of: held)
        }
    }

    /// What an agent hears of leaving a call, and what becomes of it.
    mutating func leave(_ number: String, _ id: String, byAgent: Bool, call ended: Call? = nil) {
        let call = ended ?? calls[id]
        change(number) { $0.calls.removeAll { $0 == id } }
        if call?.ringing == number { forgetUnanswered(number) }
        tell(number, "AgentEvent_Call_Release", .text(id))
        if let call {
            lastCalls[number] = call
            let other = otherParty(call, than: number)
            tell(number, "AgentEvent_Customer_Release", ["callid": .text(id), "number": .text(other)])
        }
        notify(number, "HungUp")
        settle(number, byAgent: byAgent)
        for inspector in inspectors(of: number) where agents[inspector]?.supervision?.call == id { endSupervision(by: inspector) }
    }

    /// The call comes to nothing: whoever began it is told, each kind of call in its own word.
    mutating func fail(_ id: String) {
        guard let call = calls[id] else { return }
        if call.handover != nil { return handoverFailed(id) }
        guard let number = call.agents.first, call.feature != 0 else { return finish(id) }
        let kind = call.consultFor != nil ? "Consult" : call.feature == 6 ? "Inside_Call" : "Call_Out"
        calls[id] = nil
        change(number) { $0.calls.removeAll { $0 == id } }
        forgetUnanswered(number)
        tell(number, "AgentEvent_\(kind)_Fail", .text(id))
        notify(number, "HungUp")
        settle(number)
        if let held = call.consultFor, calls[held]?.held.contains(number) == true {
            move(held) { $0.held.remove(number) }
            planEnd(of: held)
        }
    }

    /// Whom an agent talks to.
    func otherParty(_ call: Call, than number: String) -> String {
        let others = call.outside + call.agents.filter { $0 != number }
        if let first = others.first { return first }
        return call.caller == number ? call.called : call.caller
    }

    // MARK: - What is told of a call that comes

    private func incoming(_ call: Call) -> OrderedJSON {
        [
            "callId": .text(call.id), "skillName": .text(call.skill.flatMap { skill($0)?.name } ?? ""),
            "skillId": .number(call.skill ?? 0), "caller": .text(call.caller), "called": .text(call.called),
            "lastReleaseAgentId": .number(call.lastAgent.flatMap { Int($0) } ?? 65_535), "mediaType": 5,
            "releaseAndReQueueCount": .number(call.requeued), "releaseAndReQueueCallFlag": call.requeued > 0 ? 1 : 0,
        ]
    }

    private func ringing(_ call: Call) -> OrderedJSON {
        [
            "caller": .text(call.caller), "transfer": .text(call.handover == nil ? "no" : "yes"), "callid": .text(call.id),
            "transfrom": .text(call.handover?.agent ?? ""), "called": .text(call.called), "type": "main", "mediaType": "5",
            "mediaAbility": "1", "feature": .digits(call.feature),
        ]
    }
}

extension ICPWorld.Agent {
    /// Whether a call may be offered to it.
    var isIdle: Bool { state == .idle }
}
