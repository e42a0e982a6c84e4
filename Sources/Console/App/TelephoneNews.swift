import Desk
import Exchange

/// Finds out what is new at the operator's own telephones: that one begins to ring, or that somebody listens.
struct TelephoneNews {
    enum Item: Equatable {
        case rings(OwnTelephone)
        case isSupervised(OwnTelephone, Supervision)
    }

    private var ringing: Set<SiteID> = []
    private var supervisions: [SiteID: Supervision] = [:]

    /// Whether a change may be one at an own telephone; most are not, and nothing has to be looked for.
    static func concerns(_ change: Change, _ telephones: [SiteID: Set<String>]) -> Bool {
        guard case .put(.agent(let agent)) = change, let names = telephones[agent.site] else { return false }
        return names.contains(agent.id) || names.contains(agent.extension)
    }

    mutating func news(_ telephones: [OwnTelephone]) -> [Item] {
        var items: [Item] = []
        var (ringing, supervisions): (Set<SiteID>, [SiteID: Supervision]) = ([], [:])
        for telephone in telephones {
            if case .ringing = telephone.activity {
                ringing.insert(telephone.site)
                if !self.ringing.contains(telephone.site) { items.append(.rings(telephone)) }
            }
            if let supervision = telephone.agent?.supervision {
                supervisions[telephone.site] = supervision
                if self.supervisions[telephone.site] != supervision { items.append(.isSupervised(telephone, supervision)) }
            }
        }
        (self.ringing, self.supervisions) = (ringing, supervisions)
        return items
    }
}
