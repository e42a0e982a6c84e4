import Foundation

/// What a site learned. Only these change a board.
public enum Change: Equatable, Sendable {
    case put(Entity)
    case remove(EntityKey)
    /// A complete listing of one kind at one site: what is not in it is gone. Rows that are equal cost nothing.
    case replace(SiteID, EntityKind, [Entity])
    case link(SiteID, LinkState, error: SafeText?, at: Date, retry: Date?)
    /// What the operator would have to agree to for the next attempt to connect to come further; nil when nothing is asked.
    case question(SiteID, SafeText?)
    /// Why agents pause, in the words that `pause` takes as its reason there.
    case pauseReasons(SiteID, [SafeText])
    /// The exchange answered at a time, after a round trip. Never worth a redraw by itself.
    case heard(SiteID, at: Date, latency: Duration?)
    /// The first snapshot, or the one after a lost link, is complete.
    case synced(SiteID, at: Date)
    /// What can be done at the site, told whole: it replaces what was known before.
    case capabilities(SiteID, Capabilities)
    /// There is another site: an operator configured it while the desk runs, or a site that has several brings it
    /// (`Site.member`). Where it is known already, only what does not come from its link is taken over: name and abilities.
    case siteAdded(SiteStatus)
    /// A site is gone, and all that it had.
    case siteRemoved(SiteID)
    case message(SiteMessage)

    /// The site that this is about.
    public var site: SiteID {
        switch self {
        case .put(let entity): entity.key.site
        case .remove(let key): key.site
        case .replace(let site, _, _), .link(let site, _, _, _, _), .question(let site, _), .pauseReasons(let site, _),
            .heard(let site, _, _), .synced(let site, _), .capabilities(let site, _), .siteRemoved(let site):
            site
        case .siteAdded(let status): status.id
        case .message(let message): message.site
        }
    }
}
