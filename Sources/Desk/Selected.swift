import Exchange

/// What one row shows, for as long as that lives: selections and pending actions hold this, never a row number.
public enum RowID: Hashable, Sendable {
    case entity(EntityKey)
    /// A member of a room, listed below it.
    case member(room: EntityKey, id: String)
    /// A member of a talking group, listed below it.
    case groupMember(group: EntityKey, number: String)

    /// The site the row belongs to.
    public var site: SiteID {
        switch self {
        case .entity(let key), .member(let key, _), .groupMember(let key, _): key.site
        }
    }
}

/// What a row stands for, as the board knows it now.
public enum Selected: Equatable, Sendable {
    case entity(Entity)
    case member(Room, Room.Member)
    case groupMember(TalkingGroup, TalkingGroup.Member)
}

extension Board {
    /// What a row stands for; nil when it is gone.
    public func selected(_ row: RowID) -> Selected? {
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
}
