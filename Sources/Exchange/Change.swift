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
    case message(SiteMessage)
}
