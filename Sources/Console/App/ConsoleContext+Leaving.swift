import Desk
import Exchange

/// What a console that is left would cut off or leave behind.
extension ConsoleContext {
    /// In the operator's language, the most urgent first; empty where nothing keeps him.
    var reasonsToStay: [String] {
        emergencies + floors + supervisions + conferences
    }

    private var groups: [TalkingGroup] {
        desk.board.sorted(.group).compactMap { if case .group(let group) = $0 { group } else { nil } }
    }

    private var emergencies: [String] {
        groups.filter { $0.emergency?.isAnswered == false }.map { phrases("%1$@ calls for help, unanswered.", $0.isKnownAs.string) }
    }

    private var floors: [String] {
        groups.filter { if case .mine = $0.floor { true } else { false } }.map {
            phrases("You hold the floor of %1$@.", $0.isKnownAs.string)
        }
    }

    private var supervisions: [String] {
        // The board knows of what another process of ours began, too.
        var whom = supervised
        for telephone in desk.ownTelephones {
            if case .supervising(let agent, _) = telephone.activity { whom[telephone.site] = agent.extension }
        }
        return whom.sorted { $0.key < $1.key }.map { phrases("You supervise %1$@.", $0.value) }
    }

    private var conferences: [String] {
        desk.board.sorted(.room).compactMap { entity in
            guard case .room(let room) = entity, let own = desk.ownTelephone(at: room.site) else { return nil }
            let isOurs = room.moderators.contains(own) || room.members.contains { $0.number == own && $0.state == .joined }
            return isOurs && room.present > 0 ? phrases("Conference %1$@ is running.", room.name.isEmpty ? room.id : room.name.string) : nil
        }
    }

    /// Keeps account of whom the operator supervises.
    func noteSupervision(_ request: ActionRequest, at site: SiteID, _ outcome: Outcome) {
        guard case .done = outcome else { return }
        switch request.action {
        case .listen, .whisper, .barge: supervised[site] = request["EXTENSION"] ?? ""
        case .superviseStop, .intercept: supervised[site] = nil
        default: break
        }
    }
}
