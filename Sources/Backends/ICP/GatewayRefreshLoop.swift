import BackendSupport
import Exchange

// Keeping in step: a snapshot, then looks at what no event tells, and now and then at everything.
extension ICPSite {
    /// Looks between two at all agents, where the gateway does not tell of their states.
    private static let looksAtAgents = 2

    func keepInStep() async throws {
        var count = 0
        try await refreshes.run {
            if self.isNewSession { try await self.takeUpReadiness() }
            self.isNewSession = false
            try await self.synchronise()
        } look: { wanted in
            var scope = wanted
            if scope.isSuperset(of: .moving), scope != .everything {
                count += 1
                if self.watched == nil, count.isMultiple(of: Self.looksAtAgents) { scope.insert(.agents) }
            }
            try await self.look(at: scope)
        } recover: { error in
            guard let failure = error as? RequestFailure else { throw error }
            // Whether the link lives the poll finds out.
            self.notice(.refresh, LinkFailure(failure, at: self.reporter.isSynchronised ? .link : .sync).reason)
            try await self.environment.sleep(self.configuration.pollInterval)
        }
    }

    /// All skills that are configured for the agent, or those that were chosen here, without which no queue call ever comes
    /// (section 1.3).
    func signInToSkills() async throws {
        let reply = try await request(skillRequest(ownSkills))
        if !reply.isSuccess {
            reporter.tell("no queue calls for agent \(agent): \(reply.refusal) (\(reply.code))", once: "resetskill")
        }
    }

    private func synchronise() async throws {
        // Whether it may be asked who waits depends on what the agents' states are.
        for scope in [[.lists, .agents], RefreshScope.everything.subtracting([.lists, .agents])] {
            _ = picture.apply(try await refresh(scope), at: environment.now())
        }
        troubles[.session] = nil
        troubles[.refresh] = nil
        let listings = picture.listings() + newPauseReasons()
        reporter.showSnapshot(listings + [link(isSynchronised: true)])
        reportComplete()
    }

    private func look(at scope: RefreshScope) async throws {
        let result = try await refresh(scope)
        picture.ended.advance(to: environment.uptime())
        reporter.report(picture.apply(result, at: environment.now()) + newPauseReasons())
        notice(.refresh, nil)
    }

    private func newPauseReasons() -> [Change] {
        guard pauseReasons != toldReasons else { return [] }
        toldReasons = pauseReasons
        return [.pauseReasons(configuration.id, pauseReasons)]
    }
}
