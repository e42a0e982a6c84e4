/// Telephone conferences. Requests are only accepted; what becomes of them is told by events.
extension ICPWorld {
    /// - Throws: `.inConference`, or `.failed` where the agent is neither idle nor in one stable call.
    mutating func requestConference(_ number: String, _ applied: Applied) throws(ICPRefusal) {
        let agent = try signedIn(number)
        guard agent.conference == nil else { throw .inConference }
        let isStable = agent.calls.count == 1 && activeCall(number)?.phase == .talking && !agent.isMuted
        guard agent.state != .rest, agent.supervision == nil, agent.calls.isEmpty || isStable else { throw .failed }
        plan(.conferenceStands(number, turn: agent.turn, applied), in: 300...800)
    }

    mutating func conferenceStands(_ number: String, turn: Int, _ applied: Applied) {
        guard let agent = agents[number], agent.turn == turn, agent.conference == nil else {
            return tell(number, "AgentConf_RequestFailed", ["cause": 21_234])
        }
        conferenceSerial += 1
        // They are counted in steps of 256.
        let id = conferenceSerial * 256
        conferences[id] = Conference(
            id: id, chair: number, members: [.init(type: 9, address: number, state: .present)], began: now, places: applied.places,
            ends: now + applied.minutes * 60_000, prompt: applied.prompt * 60_000)
        change(number) { $0.conference = id }
        let call = activeCall(number)
        occupy(number, isTold: false)
        liftPhone(number)
        tell(number, "AgentConf_SelfJoinResult", ["confId": .number(id)])
        tell(number, "AgentConf_RequestSuccess", ["confId": .number(id)])
        planTimes(id)
        // Whoever the chair was talking to comes along.
        if let call { bring(call, into: id, with: number) }
        for address in applied.invited { invite(address, into: id) }
    }

    private mutating func bring(_ call: Call, into id: Int, with chair: String) {
        stopRecording(call.id)
        calls[call.id] = nil
        change(chair) { $0.calls.removeAll { $0 == call.id } }
        for agent in call.agents where agent != chair {
            change(agent) {
                $0.calls.removeAll { $0 == call.id }
                $0.conference = id
            }
            join(.init(type: 9, number: agent), id)
        }
        for number in call.outside { join(.init(type: 6, number: number), id) }
    }

    private mutating func planTimes(_ id: Int) {
        guard let conference = conferences[id] else { return }
        conferences[id]?.turn += 1
        let turn = conference.turn + 1
        if conference.prompt > 0 { schedule.add(.timeRunsOut(id, turn: turn), at: max(now, conference.ends - conference.prompt)) }
        schedule.add(.timeRunsOut(id, turn: turn), at: conference.ends)
    }

    mutating func timeRunsOut(_ id: Int) {
        guard let conference = conferences[id] else { return }
        for agent in agentsPresent(in: id) { tell(agent, "AgentConf_Timeout", ["confId": .number(id)]) }
        if now >= conference.ends { close(id) }
    }

    // MARK: - The chair's commands

    /// - Throws: `.noConference`, `.notChair`.
    private func chaired(_ number: String) throws(ICPRefusal) -> Conference {
        guard let id = try signedIn(number).conference, let conference = conferences[id] else { throw .noConference }
        guard conference.chair == number else { throw .notChair }
        return conference
    }

    mutating func invite(_ number: String, _ addresses: [Address]) throws(ICPRefusal) {
        let conference = try chaired(number)
        guard conference.members.count + addresses.count <= conference.places else { throw .unavailable }
        for address in addresses { invite(address, into: conference.id) }
    }

    private mutating func invite(_ address: Address, into id: Int) {
        guard var conference = conferences[id] else { return }
        let isThere = conference.members.contains { $0.address == address.number }
        let agent = address.type == 9 ? agents[address.number] : nil
        let isFree = address.type == 9 ? agent?.isIdle == true : target(of: address.number) != nil
        guard !isThere, isFree else { return tellChange(id, 0, address, result: 1) }
        conference.members.append(.init(type: address.type, address: address.number, state: .ringing))
        conferences[id] = conference
        if let agent {
            change(agent.number) { $0.conference = id }
            occupy(agent.number, isTold: false)
            tell(agent.number, "AgentConf_Ringing", ["confId": .number(id)])
        }
        // A telephone rings as long as it rings; whoever has a program answers with it.
        schedule.add(.memberGivesUp(id, address: address.number), at: now + Self.ringTime)
        if agent?.hasClient != true, !unreachable.contains(address.number) {
            planPaced(.memberAnswers(id, address: address.number), in: 2_000...6_000)
        }
    }

    func isInvited(_ address: String, to id: Int) -> Bool {
        conferences[id]?.members.contains { $0.address == address && $0.state == .ringing } == true
    }

    mutating func memberAnswers(_ id: Int, _ address: String) {
        guard let member = conferences[id]?.members.first(where: { $0.address == address && $0.state == .ringing }) else { return }
        join(.init(type: member.type, number: address), id)
    }

    mutating func answerInvitation(_ number: String, _ accepts: Bool) throws(ICPRefusal) {
        guard let id = try signedIn(number).conference,
            conferences[id]?.members.contains(where: { $0.address == number && $0.state == .ringing }) == true
        else { throw .noConference }
        if accepts { join(.init(type: 9, number: number), id) } else { refuse(id, number) }
    }

    mutating func refuse(_ id: Int, _ address: String) {
        guard let member = conferences[id]?.members.first(where: { $0.address == address }) else { return }
        conferences[id]?.members.removeAll { $0.address == address }
        if member.type == 9 {
            change(address) {
                $0.conference = nil
                $0.afterCall = $0.afterCall ?? .init(state: .idle)
            }
            settle(address, byAgent: true)
        }
        tellChange(id, 0, .init(type: member.type, number: address), result: 1)
    }

    private mutating func join(_ address: Address, _ id: Int) {
        guard var conference = conferences[id] else { return }
        conference.members.removeAll { $0.address == address.number }
        conference.members.append(.init(type: address.type, address: address.number, state: .present))
        conferences[id] = conference
        if address.type == 9 {
            liftPhone(address.number)
            tell(address.number, "AgentConf_SelfJoinResult", ["confId": .number(id)])
        }
        tellChange(id, 0, address)
    }

    mutating func remove(_ number: String, _ addresses: [Address]) throws(ICPRefusal) {
        let conference = try chaired(number)
        guard !addresses.contains(where: { $0.number == number }) else { throw .chairRemovesItself }
        for address in addresses {
            if conference.members.contains(where: { $0.address == address.number }) {
                part(address.number, from: conference.id, reason: 1)
            } else {
                tellChange(conference.id, 1, address, reason: 1, result: 1)
            }
        }
    }

    mutating func setMode(_ number: String, _ address: Address, _ mode: Int) throws(ICPRefusal) {
        let conference = try chaired(number)
        guard (1...4).contains(mode) else { throw .badRequest }
        let isThere = changeMember(address.number, of: conference.id) { $0.mode = mode }
        // Who may still speak is unmuted.
        tellChange(conference.id, mode == 2 || mode == 3 ? 4 : 3, address, result: isThere ? 0 : 1)
    }

    mutating func holdMember(_ number: String, _ address: Address, _ isHeld: Bool) throws(ICPRefusal) {
        let conference = try chaired(number)
        let isThere = changeMember(address.number, of: conference.id) { $0.isHeld = isHeld }
        tellChange(conference.id, isHeld ? 5 : 6, address, result: isThere ? 0 : 1)
    }

    private mutating func changeMember(_ address: String, of id: Int, _ body: (inout Conference.Member) -> Void) -> Bool {
        guard let place = conferences[id]?.members.firstIndex(where: { $0.address == address && $0.state == .present }) else {
            return false
        }
        body(&conferences[id]!.members[place])
        return true
    }

    mutating func shiftChair(_ number: String, to other: String) throws(ICPRefusal) {
        let conference = try chaired(number)
        guard other != number else { throw .chairToItself }
        guard conference.present.contains(where: { $0.type == 9 && $0.address == other }) else { throw .failed }
        conferences[conference.id]?.chair = other
        tellChange(conference.id, 2, .init(type: 9, number: other))
        for agent in agentsPresent(in: conference.id) {
            tell(agent, "AgentConf_PresidentChanged", ["confId": .number(conference.id)])
        }
    }

    mutating func prolong(_ number: String, minutes: Int) throws(ICPRefusal) {
        let conference = try chaired(number)
        guard minutes > 0 else { throw .badRequest }
        conferences[conference.id]?.ends += minutes * 60_000
        planTimes(conference.id)
    }

    mutating func changePlaces(_ number: String, by count: Int) throws(ICPRefusal) {
        let conference = try chaired(number)
        guard conference.places + count >= max(2, conference.members.count), conference.places + count <= 120 else {
            throw .badRequest
        }
        conferences[conference.id]?.places += count
    }

    mutating func announce(_ number: String, _ isPlaying: Bool) throws(ICPRefusal) {
        let conference = try chaired(number)
        conferences[conference.id]?.isAnnouncing = isPlaying
        conferences[conference.id]?.turn += 1
        planTimes(conference.id)
        if isPlaying {
            schedule.add(.announcementEnds(conference.id, turn: conferences[conference.id]?.turn ?? 0), at: now + 15_000)
        } else {
            tell(number, "AgentConf_StopParticipantVoice", ["result": 0])
        }
    }

    mutating func announcementEnds(_ id: Int) {
        guard let conference = conferences[id], conference.isAnnouncing else { return }
        conferences[id]?.isAnnouncing = false
        tell(conference.chair, "AgentConf_StopParticipantVoice", ["result": 0])
    }

    // MARK: - Leaving and ending

    mutating func leaveConference(_ number: String) throws(ICPRefusal) {
        guard let id = try signedIn(number).conference else { throw .noConference }
        guard conferences[id]?.chair != number else { throw .chairLeaves }
        leaveConference(number, reason: 0)
    }

    /// - Parameter reason: 0 has left, 4 has signed out; with the chair goes the conference.
    mutating func leaveConference(_ number: String, reason: Int) {
        guard let id = agents[number]?.conference else { return }
        if conferences[id]?.chair == number { close(id) } else { part(number, from: id, reason: reason) }
    }

    mutating func releaseConference(_ number: String) throws(ICPRefusal) { close(try chaired(number).id) }

    private mutating func close(_ id: Int) {
        guard let conference = conferences[id] else { return }
        for member in conference.members where member.address != conference.chair { part(member.address, from: id, reason: 3) }
        conferences[id] = nil
        goOn(conference.chair, from: id)
    }

    private mutating func part(_ address: String, from id: Int, reason: Int) {
        guard let member = conferences[id]?.members.first(where: { $0.address == address }) else { return }
        conferences[id]?.members.removeAll { $0.address == address }
        tellChange(id, 1, .init(type: member.type, number: address), reason: reason)
        if member.type == 9 { goOn(address, from: id) }
    }

    private mutating func goOn(_ number: String, from id: Int) {
        change(number) { $0.conference = nil }
        tell(number, "AgentConf_SelfLeaveResult", ["confId": .number(id)])
        settle(number, isForced: true)
    }

    // MARK: - What only the trainer does

    /// Somebody dials into a conference.
    mutating func bring(_ number: String, into room: String) throws(ICPRefusal) {
        guard let id = Int(room), conferences[id] != nil else { throw .noConference }
        invite(.init(type: agents[number] == nil ? 6 : 9, number: number), into: id)
    }

    mutating func takeOut(_ number: String, from room: String) throws(ICPRefusal) {
        guard let id = Int(room), let conference = conferences[id] else { throw .noConference }
        guard conference.members.contains(where: { $0.address == number }) else { throw .noSuchParty }
        if conference.chair == number { close(id) } else { part(number, from: id, reason: 0) }
    }

    // MARK: - Telling

    private func agentsPresent(in id: Int) -> [String] { conferences[id]?.present.filter { $0.type == 9 }.map(\.address) ?? [] }

    /// - Parameters:
    ///   - type: 0 joined, 1 left, 2 chair, 3 muted, 4 unmuted, 5 held, 6 unheld.
    ///   - reason: of leaving; 255 otherwise.
    private mutating func tellChange(_ id: Int, _ type: Int, _ address: Address, reason: Int = 255, result: Int = 0) {
        for agent in agentsPresent(in: id) where agent != address.number || type > 1 {
            tell(
                agent, "AgentConf_ParticipantChanged",
                [
                    "result": .number(result), "changeReason": .number(reason), "changeType": .number(type), "confId": .number(id),
                    "participant": .text(address.number), "participantType": .number(address.type), "deviceCallType": 0,
                    "deviceType": 0,
                ])
        }
    }
}
