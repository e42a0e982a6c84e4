/// What an agent can do with its calls.
extension ICPWorld {
    /// The call that is up at an agent and not held by it.
    func activeCall(_ number: String) -> Call? {
        agents[number]?.calls.compactMap { calls[$0] }.last { $0.agents.contains(number) && !$0.held.contains(number) }
    }

    func talkingCall(_ number: String, _ without: ICPRefusal) throws(ICPRefusal) -> Call {
        guard let call = activeCall(number), call.phase == .talking else { throw without }
        return call
    }

    func heldCalls(_ number: String) -> [Call] {
        (agents[number]?.calls ?? []).compactMap { calls[$0] }.filter { $0.held.contains(number) }
    }

    mutating func answerByHand(_ number: String) throws(ICPRefusal) {
        guard let call = agents[number]?.calls.compactMap({ calls[$0] }).first(where: { $0.ringing == number }) else {
            throw .nothingToAnswer
        }
        answer(call.id)
    }

    // MARK: - Calling

    /// A call to outside.
    /// - Returns: its callid.
    @discardableResult
    mutating func callOut(_ number: String, to called: String, consultFor: String? = nil) throws(ICPRefusal) -> String {
        guard target(of: called) != nil else { throw .calledNumber }
        return try dial(number, 7, called, consultFor: consultFor)
    }

    /// A call to another agent.
    @discardableResult
    mutating func callInside(_ number: String, to called: String, consultFor: String? = nil) throws(ICPRefusal) -> String {
        guard called != number, agents[called] != nil else { throw .calledNumber }
        return try dial(number, 6, called, consultFor: consultFor)
    }

    /// A call to whoever of a skill is idle.
    @discardableResult
    mutating func callSkill(_ number: String, _ skill: Int, consultFor: String? = nil) throws(ICPRefusal) -> String {
        guard let skill = self.skill(skill) else { throw .badRequest }
        return try dial(number, 6, skill.accessCode, consultFor: consultFor)
    }

    private mutating func dial(
        _ number: String, _ feature: Int, _ called: String, consultFor: String?
    ) throws(ICPRefusal) -> String {
        let agent = try signedIn(number)
        guard agent.state != .rest, agent.supervision == nil, agent.conference == nil, agent.playback == nil,
            agent.calls.allSatisfy({ calls[$0]?.held.contains(number) == true })
        else { throw .failed }
        var call = open(feature, from: number, to: called)
        call.agents = [number]
        call.consultFor = consultFor
        calls[call.id] = call
        change(number) { $0.calls.append(call.id) }
        occupy(number)
        plan(.phoneLifted(call: call.id, turn: 0), in: agent.phoneIsOpen ? 0...0 : 800...1_500)
        return call.id
    }

    /// The agent's own telephone is off the hook: now the far end is rung.
    mutating func ringFarEnd(_ id: String) {
        guard let call = calls[id], let number = call.agents.first, let target = target(of: call.called) else { return fail(id) }
        liftPhone(number)
        let insider: String? =
            switch target {
            case .agent(let agent): agent
            case .skill(let id): skill(id).flatMap { skill in skill.members.first { agents[$0]?.isIdle == true } }
            default: nil
            }
        func alert(_ world: inout ICPWorld) {
            world.tell(
                number, "AgentEvent_Customer_Alerting",
                [
                    "callid": .text(id), "otherPhoneWorkno": .text(insider ?? ""),
                    "otherPhone": .text(insider.flatMap { world.agents[$0]?.phone } ?? call.called),
                    "type": .text(call.consultFor == nil ? "main" : "assistant"),
                ])
        }
        switch target {
        case .agent, .skill:
            guard let insider, agents[insider]?.isIdle == true else { return fail(id) }
            alert(&self)
            offer(id, to: insider)
        case .flow, .outside:
            alert(&self)
            move(id) { $0.outside = [call.called] }
            let never = unreachable.contains(call.called) || (agents[number]?.hasClient != true && random.happens(15))
            schedule.add(.fails(call: id, turn: turn(id)), at: now + Self.ringTime)
            if !never { planPaced(.answers(call: id, turn: turn(id)), in: 2_000...8_000) }
        }
    }

    // MARK: - Hanging up

    mutating func releaseCurrent(_ number: String) throws(ICPRefusal) {
        let agent = try known(number)
        if agent.supervision != nil { return endSupervision(by: number) }
        let current = activeCall(number) ?? agent.calls.compactMap { calls[$0] }.first { $0.ringing == number }
        guard let current else { throw .releaseWithoutCall }
        release(number, current.id)
    }

    /// One call is dropped; who held another for it has that one back.
    mutating func drop(_ id: String, by number: String) throws(ICPRefusal) {
        guard let call = calls[id], call.has(number) else { throw .noSuchCall }
        if call.consultFor != nil { return finish(id, byAgent: number) }
        release(number, id)
    }

    mutating func disconnect(_ party: String, by number: String) throws(ICPRefusal) {
        guard let call = activeCall(number) else { throw .releaseWithoutCall }
        // The number of an agent's telephone does as well.
        let parties = call.agents + call.outside
        guard let meant = parties.first(where: { $0 == party || agents[$0]?.phone == party }), meant != number else {
            throw .noSuchParty
        }
        dropParty(meant, call.id)
    }

    // MARK: - Holding, muting

    mutating func hold(_ number: String) throws(ICPRefusal) {
        guard let call = activeCall(number) else { throw .holdWithoutCall }
        guard call.phase == .talking else { throw .holdState }
        calls[call.id]?.held.insert(number)
        tell(number, "AgentEvent_Hold", .text(call.id))
    }

    mutating func retrieve(_ number: String, _ id: String?) throws(ICPRefusal) {
        guard agents[number]?.calls.isEmpty == false else { throw .retrieveWithoutCall }
        guard activeCall(number) == nil, let call = heldCalls(number).last(where: { id == nil || $0.id == id }) else {
            throw .retrieveState
        }
        calls[call.id]?.held.remove(number)
        tellTalking(number, call.id)
    }

    mutating func mute(_ number: String, _ isMuted: Bool) throws(ICPRefusal) {
        let agent = try known(number)
        guard activeCall(number)?.phase == .talking || agent.conference != nil else {
            throw isMuted ? .muteWithoutCall : .unmuteWithoutCall
        }
        guard agent.isMuted != isMuted else { throw isMuted ? .muteState : .unmuteState }
        change(number) { $0.isMuted = isMuted }
        if isMuted { notify(number, "Mute") }
    }

    mutating func dialDigits(_ number: String, _ digits: String, _ allowed: String) throws(ICPRefusal) {
        guard (1...24).contains(digits.count), digits.allSatisfy(allowed.contains) else { throw .badRequest }
        _ = try talkingCall(number, .failed)
    }

    // MARK: - Picking calls

    /// Takes the call that rings at a colleague of the same group.
    mutating func snatch(_ number: String, from colleague: String) throws(ICPRefusal) {
        let (me, other) = (try signedIn(number), try known(colleague))
        guard me.isIdle, me.group == other.group,
            let call = other.calls.compactMap({ calls[$0] }).first(where: { $0.ringing == colleague && $0.feature != 6 })
        else { throw .failed }
        withdraw(call.id)
        tell(colleague, "AgentEvent_Call_Release", .text(call.id))
        settle(colleague)
        take(call.id, by: number)
    }

    /// Takes a waiting call out of its queue.
    mutating func request(_ id: String, by number: String) throws(ICPRefusal) {
        let agent = try signedIn(number)
        guard agent.state != .call, agent.state != .rest, let call = calls[id], call.phase == .queued, let skill = call.skill else {
            throw .failed
        }
        change(skill: skill) { $0.waiting.removeAll { $0 == id } }
        take(id, by: number)
    }

    /// The agent has the call without ringing: its telephone is lifted, and it talks. Of its state nothing is told.
    private mutating func take(_ id: String, by number: String) {
        move(id) {
            $0.phase = .ringing
            $0.ringing = number
        }
        change(number) { $0.calls.append(id) }
        occupy(number, isTold: false)
        answer(id)
    }
}
