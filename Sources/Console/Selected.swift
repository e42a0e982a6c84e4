import Exchange

/// What a row stands for, as the board knows it now.
enum Selected: Equatable, Sendable {
    case entity(Entity)
    case member(Room, Room.Member)
    case groupMember(TalkingGroup, TalkingGroup.Member)
}

extension Board {
    /// What a row stands for; nil when it is gone.
    func selected(_ row: RowID) -> Selected? {
        switch row {
        case .entity(let key):
            return self[key].map { .entity($0) }
        case .member(let key, let id):
            guard case .room(let room)? = self[key], let member = room.members.first(where: { $0.id == id }) else { return nil }
            return .member(room, member)
        case .groupMember(let key, let number):
            guard case .group(let group)? = self[key], let member = group.members.first(where: { $0.number == number }) else {
                return nil
            }
            return .groupMember(group, member)
        }
    }

    func agent(_ site: SiteID, extension: String) -> Agent? {
        if let sameID = agent(site, `extension`), sameID.extension == `extension` { return sameID }
        return all(.agent).lazy.compactMap { entity in
            if case .agent(let it) = entity, it.site == site, it.extension == `extension` { it } else { nil }
        }.first
    }

    /// The telephone of ours that is in a call: the one called before the one calling.
    func `extension`(in call: Call) -> String? {
        [call.callee, call.caller].first { agent(call.site, extension: $0) != nil }
    }

    func group(_ site: SiteID, _ id: String) -> TalkingGroup? {
        if case .group(let it)? = self[EntityKey(site: site, kind: .group, id: id)] { it } else { nil }
    }

    func waitingCall(_ site: SiteID, _ id: String) -> WaitingCall? {
        if case .waiting(let it)? = self[EntityKey(site: site, kind: .waiting, id: id)] { it } else { nil }
    }
}
