import Exchange
import Foundation

/// What the operator's own telephone at a site does, as far as the board tells it.
public struct OwnTelephone: Equatable, Sendable {
    public enum Activity: Equatable, Sendable {
        /// The exchange tells nothing of this telephone.
        case unlisted
        /// In no call: what its agent does says more.
        case free
        /// It rings; nil where the board does not tell for which call.
        case ringing(Call?)
        /// It has called and is not answered yet.
        case calling(Call)
        /// It talks; nil where the board does not tell with whom.
        case talking(Call?)
        case held(Call?)
        /// A second call, while the first one waits.
        case consulting(Call, held: Call)
        case inRoom(Room)
        /// It takes part in another's call; how is nil where nothing tells it.
        case supervising(Agent, Supervision.Manner?)
    }

    public var site: SiteID
    public var number: String
    /// Who sits there, as the exchange lists it.
    public var agent: Agent?
    public var activity: Activity

    /// The call that a key means which concerns the telephone and no row.
    public var call: Call? {
        switch activity {
        case .ringing(let call), .talking(let call), .held(let call): call
        case .calling(let call), .consulting(let call, _): call
        case .unlisted, .free, .inRoom, .supervising: nil
        }
    }
}

extension OwnTelephone {
    /// What the board tells of a telephone.
    /// - Parameter agentID: the agent that the operator is signed in as; nil where it is known by its telephone.
    public init(_ number: String, agentID: String? = nil, at site: SiteID, on board: Board) {
        self.site = site
        self.number = number
        agent = agentID.flatMap { board.agent(site, $0) } ?? board.agent(site, extension: number)
        activity = .unlisted
        let names = Set([number, agent?.id, agent?.extension].compactMap(\.self))
        activity = Self.activity(agent, names, at: site, board)
    }

    /// A telephone that its exchange calls free is in no call: nothing has to be looked for.
    private static func activity(_ agent: Agent?, _ names: Set<String>, at site: SiteID, _ board: Board) -> Activity {
        let room = room(of: names, at: site, board)
        guard let agent else { return room.map(Activity.inRoom) ?? .unlisted }
        guard [.ringing, .talking, .held, .busy, .unknown].contains(agent.state) || agent.call != nil else {
            return room.map(Activity.inRoom) ?? .free
        }
        let calls = calls(of: names, agent.call, at: site, board)
        let own = calls.filter { !$0.isSupervision }
        if own.isEmpty, agent.state != .ringing, let supervised = supervised(by: names, at: site, board) {
            return .supervising(supervised.0, supervised.1)
        }
        if let activity = activity(in: own.isEmpty ? calls : own, agent, names) { return activity }
        if let room { return .inRoom(room) }
        return switch agent.state {
        case .ringing: .ringing(nil)
        case .talking: .talking(nil)
        case .held: .held(nil)
        default: .free
        }
    }

    private static func activity(in calls: [Call], _ agent: Agent, _ names: Set<String>) -> Activity? {
        let held = calls.first { $0.state == .held }
        let others = calls.filter { $0.id != held?.id && ![.parked, .ended].contains($0.state) }
        // The one that the exchange calls the agent's goes first.
        guard let call = others.first(where: { $0.id == agent.call }) ?? others.first else { return held.map(Activity.held) }
        let isCaller = names.contains(call.caller)
        if [.ringing, .dialing, .queued].contains(call.state), !isCaller { return .ringing(call) }
        if let held { return .consulting(call, held: held) }
        if agent.state == .held { return .held(call) }
        return call.state == .talking ? .talking(call) : agent.state == .ringing && !isCaller ? .ringing(call) : .calling(call)
    }

    private static func calls(of names: Set<String>, _ present: String?, at site: SiteID, _ board: Board) -> [Call] {
        board.all(.call).compactMap { entity in
            guard case .call(let call) = entity, call.site == site else { return nil }
            return call.id == present || names.contains(call.caller) || names.contains(call.callee) ? call : nil
        }.sorted { ($0.since ?? .distantPast, $0.id) < ($1.since ?? .distantPast, $1.id) }
    }

    private static func room(of names: Set<String>, at site: SiteID, _ board: Board) -> Room? {
        board.all(.room).compactMap { entity in
            guard case .room(let room) = entity, room.site == site else { return nil }
            return room.members.contains { names.contains($0.number) && $0.state == .joined } ? room : nil
        }.min { $0.id < $1.id }
    }

    private static func supervised(by names: Set<String>, at site: SiteID, _ board: Board) -> (Agent, Supervision.Manner?)? {
        for case .agent(let agent) in board.all(.agent) where agent.site == site {
            if let supervision = agent.supervision, names.contains(supervision.by) { return (agent, supervision.how) }
        }
        return nil
    }
}

extension Desk {
    /// What the operator's telephones and agents are called, by site.
    public var ownTelephoneNames: [SiteID: Set<String>] {
        var names: [SiteID: Set<String>] = [:]
        for id in board.siteOrder {
            if let number = ownTelephone(at: id) { names[id] = Set([number, sites[id]?.site.ownAgent].compactMap(\.self)) }
        }
        return names
    }

    /// The operator's telephones, one for each site that has one, in the order of the sites.
    public var ownTelephones: [OwnTelephone] {
        board.siteOrder.compactMap { id in
            ownTelephone(at: id).map { OwnTelephone($0, agentID: sites[id]?.site.ownAgent, at: id, on: board) }
        }
    }
}
