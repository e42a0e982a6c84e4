import Exchange
import Foundation

/// What we count ourselves because the exchange does not: calls answered within the target, since the console began.
public struct QueueFigures: Sendable {
    /// One queue's calls.
    public struct Tally: Equatable, Sendable {
        public var answered = 0
        public var answeredWithinTarget = 0
        public var abandoned = 0

        /// Per cent of all calls that were answered within the target; nil before the first.
        public var serviceLevel: Double? {
            answered + abandoned == 0 ? nil : 100 * Double(answeredWithinTarget) / Double(answered + abandoned)
        }

        /// Per cent of all calls whose caller gave up; nil before the first.
        public var abandonRate: Double? {
            answered + abandoned == 0 ? nil : 100 * Double(abandoned) / Double(answered + abandoned)
        }
    }

    /// When counting began; headings of our own figures say it.
    public let since: Date
    /// Longest wait in seconds that still counts as good.
    public let target: TimeInterval
    private var tallies: [EntityKey: Tally] = [:]
    /// Calls that waited and are neither answered nor gone yet, by the call's key.
    private var undecided: [EntityKey: WaitingCall] = [:]

    public init(since: Date, target: TimeInterval = 20) {
        self.since = since
        self.target = target
    }

    /// What was counted for a queue; all zero before its first call.
    public func tally(of queue: EntityKey) -> Tally { tallies[queue] ?? Tally() }

    /// Follows callers from the queue to their end: one who talks was answered, one whose call is gone gave up.
    mutating func observe(_ changes: [Change], at time: Date) {
        // The callers of a site that is taken off the board did not give up.
        for case .siteRemoved(let site) in changes { forgetCallers(of: site) }
        for change in changes {
            switch change {
            case .put(.waiting(let waiting)):
                undecided[EntityKey(site: waiting.site, kind: .call, id: waiting.call)] = waiting
            case .put(.call(let call)) where call.state == .talking || call.state == .held:
                decide(Entity.call(call).key, answered: true, at: time)
            case .remove(let key) where key.kind == .call:
                decide(key, answered: false, at: time)
            case .link(let site, .offline, _, _, _), .link(let site, .connecting, _, _, _):
                // What became of callers while nobody looked is unknown, and counts as nothing.
                forgetCallers(of: site)
            default:
                break
            }
        }
    }

    private mutating func forgetCallers(of site: SiteID) { undecided = undecided.filter { $0.key.site != site } }

    private mutating func decide(_ call: EntityKey, answered: Bool, at time: Date) {
        guard let waiting = undecided.removeValue(forKey: call) else { return }
        var tally = tallies[EntityKey(site: waiting.site, kind: .queue, id: waiting.queue)] ?? Tally()
        if answered {
            tally.answered += 1
            if let since = waiting.since, time.timeIntervalSince(since) <= target { tally.answeredWithinTarget += 1 }
        } else {
            tally.abandoned += 1
        }
        tallies[EntityKey(site: waiting.site, kind: .queue, id: waiting.queue)] = tally
    }
}
