/// Mixed group calls, and what a dispatcher does about an emergency.
extension CDSWorld {
    /// Somebody who is to be called in, or whose part in the call is to change.
    struct Invitation: Sendable, Equatable {
        var number: String
        var state: CDSState
    }

    /// The group whose call a dispatcher chairs.
    func chairs(_ dispatcher: String) -> String? { groups.values.first { $0.mixedCall?.chair == dispatcher }?.number }

    mutating func startMixedCall(
        _ number: String, by chair: String, others: [Invitation], name: String?, joinsMuted: Bool
    ) throws(CDSRefusal) {
        let group = try group(number, of: chair)
        guard group.isMixed else { throw .notMixed }
        guard group.mixedCall == nil else { throw .alreadyInMixedCall }
        guard chairs(chair) == nil else { throw .oneMixedCallEach }
        let members = Set(group.members + others.map(\.number))
        guard members.count <= parameters.number("maxTempGrpMemberCount") else { throw .memberLimit }
        beginMixedCall(number, by: chair, others: others.map(\.number), name: name ?? group.name, joinsMuted: joinsMuted)
    }

    mutating func beginMixedCall(_ number: String, by chair: String, others: [String], name: String, joinsMuted: Bool) {
        guard let group = groups[number] else { return }
        let turn = nextTurn()
        var states: [String: CDSState] = [:]
        for user in group.members + others + [chair] { states[user] = .inProcess }
        change(number, by: chair) { [states] in
            $0.mixedCall = MixedCall(chair: chair, name: name, states: states, joinsMuted: joinsMuted, turn: turn)
        }
        for user in states.keys.sorted() { ring(user, in: number, turn) }
    }

    private mutating func ring(_ user: String, in number: String, _ turn: Int) {
        let isChair = user == groups[number]?.mixedCall?.chair
        plan(.mixedCallAnswered(group: number, user: user, turn: turn), in: isChair ? 200...500 : 800...6_000)
    }

    /// Consoles answer by themselves; of the others one in eight does not.
    mutating func answerMixedCall(_ number: String, _ user: String, _ turn: Int) {
        guard let call = groups[number]?.mixedCall, call.turn == turn, call.states[user] == .inProcess else { return }
        let answers = registrations[user] != nil || call.chair == user || !random.happens(12)
        change(number, by: user) {
            $0.mixedCall?.states[user] = answers ? (call.joinsMuted && user != call.chair ? .muted : .unmuted) : nil
        }
    }

    mutating func changeMixedCall(_ number: String, by dispatcher: String, _ users: [Invitation]) throws(CDSRefusal) {
        let call = try mixedCall(number, chairedBy: dispatcher)
        for user in users {
            switch user.state {
            case .inProcess: guard call.states[user.number] == nil else { throw .alreadyCalled }
            case .muted, .unmuted, .notInOperation: guard call.states[user.number] != nil else { throw .notInMixedCall }
            default: throw .illegal
            }
        }
        let all = Set(call.states.keys).union(users.map(\.number))
        guard all.count <= parameters.number("maxTempGrpMemberCount") else { throw .memberLimit }
        change(number, by: dispatcher) { group in
            for user in users {
                group.mixedCall?.states[user.number] = user.state == .notInOperation ? nil : user.state
                if user.state == .notInOperation, group.floor?.holder == user.number { group.floor = nil }
            }
        }
        for user in users where user.state == .inProcess { ring(user.number, in: number, call.turn) }
    }

    mutating func endMixedCall(_ number: String, by dispatcher: String) throws(CDSRefusal) {
        _ = try mixedCall(number, chairedBy: dispatcher)
        endMixedCall(number)
    }

    /// Everybody is released; a group made for this call alone goes with it.
    mutating func endMixedCall(_ number: String) {
        guard let group = groups[number], let call = group.mixedCall else { return }
        change(number, by: call.chair) {
            $0.mixedCall = nil
            $0.floor = nil
        }
        if group.isTemporary {
            groups[number] = nil
            groupNumbers.removeAll { $0 == number }
        }
    }

    private func mixedCall(_ number: String, chairedBy dispatcher: String) throws(CDSRefusal) -> MixedCall {
        let group = try group(number, of: dispatcher)
        guard group.isMixed else { throw .notMixed }
        guard let call = group.mixedCall else { throw .notInMixedCall }
        guard call.chair == dispatcher else { throw .notChair }
        return call
    }

    // MARK: - Emergencies

    mutating func answerEmergency(_ number: String, by dispatcher: String) throws(CDSRefusal) {
        guard let emergency = try group(number, of: dispatcher).emergency else { throw .noRecord }
        guard !emergency.answeredBy.contains(dispatcher) else { throw .alreadyInState }
        change(number, by: dispatcher) { $0.emergency?.answeredBy.insert(dispatcher) }
    }

    /// The last to leave ends it.
    mutating func leaveEmergency(_ number: String, by dispatcher: String) throws(CDSRefusal) {
        guard let emergency = try group(number, of: dispatcher).emergency else { throw .noRecord }
        guard emergency.answeredBy.contains(dispatcher) else { throw .notInMixedCall }
        change(number, by: dispatcher) {
            if emergency.answeredBy == [dispatcher] { $0.emergency = nil } else { $0.emergency?.answeredBy.remove(dispatcher) }
        }
    }
}
