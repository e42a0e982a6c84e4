/// What a training script may ask of a pretended gateway. Queues are skills, by id or access code; rooms are conferences.
extension ICPGatewaySimulator {
    public func perform(_ line: ScriptLine) async {
        do {
            switch line.command {
            case .call(let caller, let number):
                let found: String? = act { world in
                    let skill = Int(number).flatMap { world.skill($0) }
                    return world.begin(fromOutside: caller, to: skill?.accessCode ?? number)
                }
                if found == nil { report("line \(line.number): \(number) leads nowhere") }
            case .dial(let number, let called): _ = try act { try $0.callOut(number, to: called) }
            case .hangUp(let caller): act { $0.hangUp(caller: caller) }
            case .pause(let number, _, true): try act { try $0.sayBusy(number, reason: 200) }
            case .pause(let number, _, false): try act { try $0.sayFree(number) }
            case .member(let number, let skill, let joins): try act { try $0.changeSkill(number, skill, joins) }
            case .register(let number, let isHere): act { $0.setPresence(number, isHere) }
            case .join(let number, let room): try act { try $0.bring(number, into: room) }
            case .leave(let number, let room): try act { try $0.takeOut(number, from: room) }
            case .rate(let rate): act { $0.setRate(rate) }
            case .silent(let duration): fail(.silence, for: duration)
            case .delay(let duration): set(ICPFaults(duration > 0 ? .late(.milliseconds(duration)) : nil))
            case .invalidJSON: set(ICPFaults(.truncated, times: 1))
            case .hostileName: sendHostileName()
            case .offline(let duration): await refuse(for: duration)
            case .kickOut(let number): kickOut(number)
            case .expireTokens: expireTokens()
            default: report("line \(line.number): an ICP has no such thing")
            }
        } catch {
            report("line \(line.number): the gateway refuses (\((error as? ICPRefusal)?.rawValue ?? "\(error)"))")
        }
    }
}

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
