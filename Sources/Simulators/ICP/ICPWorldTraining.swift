/// What only the trainer does.
extension ICPWorld {
    /// Calls of somebody outside end.
    /// - Parameter caller: nil ends all calls.
    mutating func hangUp(caller: String?) {
        for call in calls.values.sorted(by: { ($0.began, $0.id) < ($1.began, $1.id) })
        where caller == nil || call.caller == caller || call.outside.contains(caller ?? "") {
            finish(call.id)
        }
    }

    mutating func changeSkill(_ number: String, _ name: String, _ joins: Bool) throws(ICPRefusal) {
        let agent = try signedIn(number)
        guard let skill = skills.first(where: { $0.accessCode == name || $0.id == Int(name) }) else { throw .badRequest }
        let others = agent.skills.filter { $0 != skill.id }
        try resetSkills(number, to: joins ? others + [skill.id] : others)
    }

    /// Somebody whom the world plays comes or goes.
    public mutating func setPresence(_ number: String, _ isHere: Bool) {
        guard let agent = agents[number], !agent.hasClient else { return }
        if !isHere { return signOut(number) }
        if agent.state == .signedOut { signIn(number, state: .idle, hasClient: false) }
    }

    /// A command of a script that people or other applications are behind.
    /// - Returns: false where there is no such thing.
    mutating func act(_ verb: String, _ words: [String]) throws(ICPRefusal) -> Bool {
        let first = words.first ?? "", last = words.last ?? ""
        switch verb {
        case "manual": traffic.isManual = true
        case "answer": try answerAnywhere(first)
        case "hold": try hold(first)
        case "unhold": try retrieve(first, nil)
        case "transfer", "redirect":
            let type = agents[last] == nil ? 5 : 2
            try transfer(first, to: device(type, last), type: type, mode: type == 2 ? 0 : 1)
        case "choose":
            let call = calls.values.first { if case .flow = $0.phase { $0.caller == first } else { false } }
            guard let call, let skill = skills.first(where: { $0.accessCode == last || $0.id == Int(last) }) else { throw .noSuchCall }
            queue(call.id, skill.id)
        case "listen": try supervise(first, last, .listen)
        case "wrap-up": enter(first, .wrapUp, telling: ("AgentState_Work", .null))
        case "event": tell(first, words[1], OrderedJSON(parsing: Array(last.utf8)) ?? .text(last))
        case "unreachable": unreachable.insert(first)
        case "password": for number in workNumbers { change(number) { $0.password = first == "none" ? "" : first } }
        default: return false
        }
        return true
    }

    /// Whatever rings there is answered: an agent's telephone, one outside, or whoever is invited to a conference.
    private mutating func answerAnywhere(_ number: String) throws(ICPRefusal) {
        if let id = conferences.keys.sorted().first(where: { isInvited(number, to: $0) }) { return memberAnswers(id, number) }
        let rings = calls.values.first {
            $0.ringing == number || ($0.phase == .dialing && ($0.outside.contains(number) || $0.handover?.number == number))
        }
        guard let rings else { throw .nothingToAnswer }
        answer(rings.id)
    }
}
