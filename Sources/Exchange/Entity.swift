/// Any one thing a board holds.
public enum Entity: Equatable, Sendable {
    case agent(Agent)
    case queue(Queue)
    case waiting(WaitingCall)
    case call(Call)
    case room(Room)
    case group(TalkingGroup)
    case trunk(Trunk)

    public var key: EntityKey {
        switch self {
        case .agent(let it): EntityKey(site: it.site, kind: .agent, id: it.id)
        case .queue(let it): EntityKey(site: it.site, kind: .queue, id: it.id)
        case .waiting(let it): EntityKey(site: it.site, kind: .waiting, id: it.call)
        case .call(let it): EntityKey(site: it.site, kind: .call, id: it.id)
        case .room(let it): EntityKey(site: it.site, kind: .room, id: it.id)
        case .group(let it): EntityKey(site: it.site, kind: .group, id: it.id)
        case .trunk(let it): EntityKey(site: it.site, kind: .trunk, id: it.id)
        }
    }
}
