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
}
