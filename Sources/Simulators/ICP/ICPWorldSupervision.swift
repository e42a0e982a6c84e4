/// Listening to agents, talking with them, taking their calls, and putting them into other states.
extension ICPWorld {
    /// The agent as inspector of another.
    /// - Throws: `.noInspector` without the right, `.inspectsItself`, `.noAgentInformation`.
    private func inspector(_ number: String, of target: String) throws(ICPRefusal) -> (inspector: Agent, target: Agent) {
        let inspector = try signedIn(number)
        guard inspector.isInspector else { throw .noInspector }
        guard number != target else { throw .inspectsItself }
        let target = try known(target, .noAgentInformation)
        guard target.state != .signedOut else { throw .noAgentInformation }
        return (inspector, target)
    }

    func inspectors(of target: String) -> [String] {
        inspecting.filter { agents[$0]?.supervision?.target == target }.sorted()
    }

    mutating func supervise(_ number: String, _ target: String, _ mode: Supervision.Mode) throws(ICPRefusal) {
        let (inspector, inspected) = try inspector(number, of: target)
        guard inspector.state == .idle else { throw .wrongState }
        let call = activeCall(target)
        // One can talk to an agent without a call, but not listen.
        guard call?.phase == .talking || (mode == .insert && inspected.state != .call) else { throw .wrongState }
        guard inspectors(of: target).isEmpty else { throw .unavailable }
        let supervision = Supervision(target: target, mode: mode, call: call?.id)
        change(number) { $0.supervision = supervision }
        inspecting.insert(number)
        occupy(number)
        liftPhone(number)
        tellInspected(supervision, by: number, "AgentOther_BeQcStart")
        notify(number, mode == .insert ? "SuperviseInsert" : "Monitor")
    }

    /// - Parameter mode: nil toggles between listening and talking.
    mutating func switchSupervision(_ number: String, _ target: String, to mode: Supervision.Mode?) throws(ICPRefusal) {
        _ = try inspector(number, of: target)
        guard let before = agents[number]?.supervision, before.target == target else { throw .wrongState }
        guard mode != nil || before.mode != .whisper else { throw .wrongState }
        var after = before
        after.mode = mode ?? (before.mode == .listen ? .insert : .listen)
        change(number) { $0.supervision = after }
        tellInspected(after, by: number, "AgentOther_BeQcStart")
        notify(number, after.mode == .insert ? "SuperviseInsert" : "Monitor")
    }

    /// - Parameter isWhisper: whispering has an end of its own, which ends nothing else.
    mutating func stopSupervision(_ number: String, _ target: String, isWhisper: Bool) throws(ICPRefusal) {
        _ = try inspector(number, of: target)
        guard let supervision = agents[number]?.supervision, supervision.target == target,
            (supervision.mode == .whisper) == isWhisper
        else { throw .wrongState }
        endSupervision(by: number)
    }

    mutating func endSupervision(by number: String) {
        guard let supervision = agents[number]?.supervision else { return }
        change(number) { $0.supervision = nil }
        inspecting.remove(number)
        tellInspected(supervision, by: number, "AgentOther_BeQcStop")
        notify(number, supervision.mode == .insert ? "StopSuperviseInsert" : "StopMonitor")
        settle(number, isForced: true)
    }

    private mutating func tellInspected(_ supervision: Supervision, by number: String, _ type: String) {
        tell(supervision.target, type, ["qcType": .number(supervision.type), "qcAgentId": .number(Int(number) ?? 0)])
    }

    /// Takes the call of the agent whom one inspects; that one is out of it and idle.
    mutating func intercept(_ number: String, _ target: String, _ id: String?) throws(ICPRefusal) {
        _ = try inspector(number, of: target)
        guard agents[number]?.supervision?.target == target, let call = activeCall(target), call.phase == .talking,
            id == nil || call.id == id
        else { throw .wrongState }
        change(number) { $0.supervision = nil }
        inspecting.remove(number)
        move(call.id) {
            $0.agents = $0.agents.map { $0 == target ? number : $0 }
            $0.recording?.agent = number
        }
        change(target) { $0.calls.removeAll { $0 == call.id } }
        change(number) { $0.calls.append(call.id) }
        // The order is the reference's: first the state, then the telephone, then the call.
        if agents[target]?.calls.isEmpty == true { enter(target, .idle, telling: ("AgentState_Ready", .null)) }
        hangUpPhone(target)
        tell(target, "AgentEvent_Call_Release", .text(call.id))
        tell(target, "AgentEvent_Customer_Release", ["callid": .text(call.id), "number": .text(otherParty(call, than: target))])
        notify(target, "HungUp")
        tellTalking(number, call.id)
        notify(number, "Active")
        planEnd(of: call.id)
    }

    // MARK: - Force

    mutating func forceIdle(_ number: String, _ target: String) throws(ICPRefusal) {
        let inspected = try inspector(number, of: target).target
        guard [.busy, .wrapUp, .rest].contains(inspected.state) else { throw .wrongState }
        enter(target, .idle, telling: ("AgentState_Force_Ready", .null))
    }

    mutating func forceBusy(_ number: String, _ target: String) throws(ICPRefusal) {
        let inspected = try inspector(number, of: target).target
        switch inspected.state {
        case .call: change(target) { $0.afterCall = .init(state: .busy, reason: 3) }
        case .idle, .wrapUp: enter(target, .busy, reason: 3, telling: ("AgentState_Force_SetNotReady", .null))
        case .busy, .rest, .signedOut: throw .wrongState
        }
        comeBackLater(target)
    }

    mutating func forceRest(_ number: String, _ target: String, seconds: Int, reason: Int) throws(ICPRefusal) {
        let inspected = try inspector(number, of: target).target
        guard [.busy, .idle, .wrapUp].contains(inspected.state) else { throw .wrongState }
        beginRest(target, seconds: seconds, reason: reason)
    }

    /// Where a program is signed in, its session notices.
    mutating func forceSignOut(_ number: String, _ target: String) throws(ICPRefusal) {
        _ = try inspector(number, of: target)
        signOut(target)
        comeBackLater(target)
    }

    mutating func forceDrop(_ number: String, _ id: String) throws(ICPRefusal) {
        guard try signedIn(number).isInspector else { throw .noInspector }
        guard calls[id] != nil else { throw .noSuchCall }
        finish(id)
    }

    /// Puts another agent into some of its configured skills and out of the others.
    mutating func adjustSkills(_ number: String, _ target: String, _ chosen: [Int]) throws(ICPRefusal) {
        _ = try inspector(number, of: target)
        try resetSkills(target, to: chosen)
    }

    mutating func watch(_ number: String, _ targets: [String], _ isWatched: Bool) throws(ICPRefusal) {
        guard try signedIn(number).isInspector else { throw .noInspector }
        guard (1...500).contains(targets.count) else { throw .badRequest }
        guard targets.allSatisfy({ agents[$0] != nil }) else { throw .noAgentInformation }
        if isWatched { watched[number, default: []].formUnion(targets) } else { watched[number]?.subtract(targets) }
    }
}
