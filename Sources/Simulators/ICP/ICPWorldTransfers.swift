/// Consulting, three-party talk, and handing calls over.
extension ICPWorld {
    /// Where a transfer goes: `devicetype` and `address`.
    enum Device: Sendable, Equatable {
        case skill(Int), agent(String), flow(Int), outside(String)
    }

    func device(_ type: Int?, _ address: String) throws(ICPRefusal) -> Device {
        switch type {
        case 1:
            guard let id = Int(address), skill(id) != nil else { throw .badRequest }
            return .skill(id)
        case 2:
            guard agents[address] != nil else { throw .badRequest }
            return .agent(address)
        case 3:
            guard let flow = flows.first(where: { $0.access == address }) else { throw .badRequest }
            return .flow(flow.id)
        case 4:
            if let skill = skills.first(where: { $0.accessCode == address }) { return .skill(skill.id) }
            guard let flow = flows.first(where: { $0.access == address }) else { throw .badRequest }
            return .flow(flow.id)
        case 5:
            guard case .outside(let number)? = target(of: address) else { throw .calledNumber }
            return .outside(number)
        default: throw .badRequest
        }
    }

    // MARK: - Consulting

    /// Holds the current call and calls somebody else.
    /// - Returns: the callid of the second call.
    mutating func consult(_ number: String, _ device: Device, isThreeParty: Bool) throws(ICPRefusal) -> String {
        let first = try talkingCall(number, .consultWithoutCall)
        // One consultation at a time, and not from within one.
        guard first.consultFor == nil, first.parties == 2 else { throw .failed }
        calls[first.id]?.held.insert(number)
        let second: String
        do throws(ICPRefusal) {
            switch device {
            case .skill(let skill): second = try callSkill(number, skill, consultFor: first.id)
            case .agent(let agent): second = try callInside(number, to: agent, consultFor: first.id)
            case .outside(let other): second = try callOut(number, to: other, consultFor: first.id)
            case .flow: throw .badRequest
            }
        } catch {
            calls[first.id]?.held.remove(number)
            throw error
        }
        // The hold is implied: of innerhelp the page promises Customer_Alerting and Talking, nothing else.
        calls[second]?.becomesThreeParty = isThreeParty
        return second
    }

    /// Ends a consultation, or takes back a transfer that has not been answered.
    mutating func cancelTransfer(_ number: String) throws(ICPRefusal) {
        let agent = try known(number)
        let mine = agent.calls.compactMap { calls[$0] }
        if let call = mine.first(where: { $0.handover?.agent == number }) { return handoverFailed(call.id) }
        guard let call = mine.first(where: { $0.consultFor != nil && $0.agents.first == number }) else { throw .failed }
        finish(call.id, byAgent: number)
    }

    /// Joins the held call with the active one; the agent leaves both.
    mutating func connectHold(_ number: String, _ id: String) throws(ICPRefusal) {
        guard let held = calls[id], held.agents.contains(number) else { throw .holdWithoutCall }
        guard held.held.contains(number), let active = activeCall(number), active.phase == .talking else { throw .holdState }
        connect(held: id, active: active.id, leaving: number)
    }

    mutating func connect(held: String, active: String, leaving number: String) {
        merge(active, into: held)
        move(held) {
            $0.agents.removeAll { $0 == number }
            $0.held.remove(number)
        }
        guard let call = calls[held] else { return }
        change(number) { $0.calls.removeAll { $0 == active } }
        tell(number, "AgentEvent_Call_Release", .text(active))
        leave(number, held, byAgent: true, call: call)
        planEnd(of: held)
    }

    /// Puts everybody of the second call into the first; the second is no more.
    private mutating func merge(_ second: String, into first: String) {
        guard let call = calls[second] else { return }
        stopRecording(second)
        calls[second] = nil
        move(first) {
            let present = $0
            $0.agents += call.agents.filter { !present.agents.contains($0) }
            $0.outside += call.outside.filter { !present.outside.contains($0) }
            $0.held = []
        }
        for number in call.agents where agents[number]?.calls.contains(first) == false {
            change(number) { $0.calls = $0.calls.map { $0 == second ? first : $0 } }
            tellTalking(number, first)
        }
        // Who inspected somebody in the second call goes on in the first.
        for inspector in inspecting where agents[inspector]?.supervision?.call == second {
            change(inspector) { $0.supervision = $0.supervision.map { Supervision(target: $0.target, mode: $0.mode, call: first) } }
        }
    }

    // MARK: - Three

    /// - Returns: the callid of the call of three.
    mutating func threeParty(_ number: String, held id: String) throws(ICPRefusal) -> String {
        let active = try talkingCall(number, .conferenceWithoutCall)
        guard let held = calls[id], held.held.contains(number), held.parties == 2, active.parties == 2 else {
            throw .conferenceWithoutHeld
        }
        joinThree(number, held: id, active: active.id)
        return id
    }

    mutating func joinThree(_ number: String, held: String, active: String) {
        merge(active, into: held)
        change(number) { $0.calls.removeAll { $0 == active } }
        planEnd(of: held)
        guard let call = calls[held] else { return }
        for agent in call.agents {
            let partners = (call.outside + call.agents.filter { $0 != agent }).joined(separator: ",")
            tell(agent, "AgentEvent_Conference", ["callid": .text(held), "partner": .text(partners)])
            notify(agent, "ThreeParty")
        }
    }

    // MARK: - Transfer

    /// - Parameter mode: what it means depends on the kind of device.
    mutating func transfer(_ number: String, to device: Device, type: Int, mode: Int) throws(ICPRefusal) {
        let call = try talkingCall(number, .transferWithoutCall)
        switch (type, mode) {
        case (5, 3): _ = try consult(number, device, isThreeParty: false)
        case (5, 4): _ = try consult(number, device, isThreeParty: true)
        // An outgoing call cannot be passed on outside at once.
        case (5, 1) where call.feature == 7: throw .failed
        case (5, 1): handOver(call.id, by: number, to: device, stays: false)
        case (5, 2), (1, 2), (2, 2), (4, 2): handOver(call.id, by: number, to: device, stays: true)
        case (1, 0), (2, 0), (3, 0), (4, 0): handOver(call.id, by: number, to: device, stays: false)
        case (3, 1): suspend(call.id, by: number, device)
        default: throw .badRequest
        }
    }

    /// The other party goes on to the device.
    /// - Parameter stays: the agent leaves only when the device has answered.
    private mutating func handOver(_ id: String, by number: String, to device: Device, stays: Bool) {
        if stays {
            calls[id]?.held.insert(number)
            calls[id]?.handover = Handover(agent: number, goesOut: false)
        } else {
            move(id) {
                $0.agents.removeAll { $0 == number }
                $0.phase = .dialing
                $0.lastAgent = number
            }
            leave(number, id, byAgent: true)
        }
        switch device {
        case .skill(let skill):
            if let agent = self.skill(skill).flatMap({ anyIdle(in: $0) }), stays { return offer(id, to: agent) }
            queue(id, skill)
        case .agent(let agent):
            if agents[agent]?.isIdle == true { return offer(id, to: agent) }
            fail(id)
        case .flow(let flow):
            move(id) { $0.phase = .flow(flow) }
            planPaced(.chooses(call: id, turn: turn(id)), in: 3_000...12_000)
        case .outside(let other):
            if stays { calls[id]?.handover = Handover(agent: number, goesOut: true, number: other) }
            move(id) { if !stays { $0.outside.append(other) } }
            schedule.add(.fails(call: id, turn: turn(id)), at: now + Self.ringTime)
            if !unreachable.contains(other) { planPaced(.answers(call: id, turn: turn(id)), in: 2_000...8_000) }
        }
    }

    private func anyIdle(in skill: Skill) -> String? {
        skill.members.first { agents[$0]?.isIdle == true && agents[$0]?.skills.contains(skill.id) == true }
    }

    /// The target has answered: the agent who handed over leaves.
    mutating func completeHandover(_ id: String, _ handover: Handover) {
        let number = handover.agent
        move(id) {
            $0.handover = nil
            $0.agents.removeAll { $0 == number }
            $0.held.remove(number)
            if let other = handover.number { $0.outside.append(other) }
            $0.lastAgent = number
        }
        let result: OrderedJSON = ["result": 0, "callId": .text(id)]
        tell(number, handover.goesOut ? "AgentEvent_TransOutResult" : "AgentEvent_SuccTransResult", result)
        leave(number, id, byAgent: true)
        answer(id)
    }

    /// It was not answered: the agent has the call back, which only the list of held calls shows.
    mutating func handoverFailed(_ id: String) {
        guard let call = calls[id], let handover = call.handover else { return }
        let number = handover.agent
        if let skill = call.skill { change(skill: skill) { $0.waiting.removeAll { $0 == id } } }
        let rung = call.ringing
        withdraw(id)
        if let rung { settle(rung) }
        move(id) {
            $0.handover = nil
            $0.phase = .talking
            $0.held.remove(number)
        }
        if !handover.comesBack {
            let result: OrderedJSON = ["result": 1, "callId": .text(id)]
            tell(number, handover.goesOut ? "AgentEvent_TransOutResult" : "AgentEvent_SuccTransResult", result)
        } else {
            tellTalking(number, id)
        }
        planEnd(of: id)
    }

    /// The other party hears a flow and comes back.
    private mutating func suspend(_ id: String, by number: String, _ device: Device) {
        guard case .flow(let flow) = device else { return }
        calls[id]?.held.insert(number)
        calls[id]?.handover = Handover(agent: number, goesOut: false, comesBack: true)
        move(id) { $0.phase = .flow(flow) }
        plan(.fails(call: id, turn: turn(id)), in: 5_000...12_000)
    }
}
