import Exchange
import Foundation

// What has to be so before an action can be tried.
extension Desk {
    /// Opens the links and waits until an action can be tried at a site, or it is clear that it cannot: its log-in is enough, the
    /// board need not be complete. What would be refused whatever the link is not waited for.
    /// - Parameter limit: how long at most; what is not there by then is said by performing the action.
    public func prepare(for action: Action, at site: SiteID, atMost limit: Duration) async {
        guard !isRefusedForGood(action, at: site) else { return }
        open()
        // Talking groups may come in after the rest of a site, which is online without them.
        let needsAll = Action.ofTalkingGroups.contains(action)
        let deadline = environment.now().addingTimeInterval(limit / .seconds(1))
        _ = await wait(atMost: limit) { board in
            guard let status = board.sites[site], !status.isSettled(until: deadline) else { return true }
            return action == .signInHere ? status.question != nil : status.link == .online && !needsAll
        }
    }

    /// The same for a raw operation.
    public func prepare(for operation: Exchange.Operation, at site: SiteID, atMost limit: Duration) async {
        if let refusal = refusal(of: operation, at: site), refusal.isForGood { return }
        open()
        let deadline = environment.now().addingTimeInterval(limit / .seconds(1))
        _ = await wait(atMost: limit) { $0.sites[site].map { $0.link == .online || $0.isSettled(until: deadline) } ?? true }
    }

    /// Makes the operator's own agent ready where the action needs that, because a session begins not ready. It is not done for
    /// an operator who has chosen: then the action says what stands against it.
    func makeReady(for action: Action, at site: SiteID) async {
        guard !sitesOfChosenReadiness.contains(site), let agent = sites[site]?.site.agentToBeReady(for: action),
            board.agent(site, agent)?.state != .idle, let unpause = try? ActionRequest(.unpause, [agent])
        else { return }
        guard case .done = await perform(unpause, at: site) else { return }
        // Made ready for this action alone, not by the operator's choice.
        sitesOfChosenReadiness.remove(site)
        _ = await wait(atMost: Self.readiness) { $0.agent(site, agent)?.state == .idle }
    }

    /// Remembers that the operator has made himself ready or not.
    func noteReadiness(_ request: ActionRequest, _ outcome: Outcome, at site: SiteID) {
        guard case .done = outcome, [.pause, .unpause].contains(request.action),
            let agent = Action.allCases.lazy.compactMap({ self.sites[site]?.site.agentToBeReady(for: $0) }).first,
            request["EXTENSION"] == agent
        else { return }
        sitesOfChosenReadiness.insert(site)
    }

    /// How long the exchange may take to say that the agent is ready.
    private static let readiness = Duration.seconds(5)
}

extension SiteStatus {
    /// The first snapshot is there, or will not be by then: trying again is pointless, or comes later.
    public func isSettled(until deadline: Date) -> Bool {
        synced || (link == .offline && since != nil && retry.map { $0 > deadline } ?? true)
    }
}
