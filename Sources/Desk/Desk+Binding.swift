import Exchange

// From a key with a selection, or from typed words, to an action bound to entities.
extension Desk {
    /// The telephone that rings for the operator at that site: the one configured for the site, else the one that the site is
    /// bound to, else the operator's usual one.
    public func ownTelephone(at site: SiteID) -> String? {
        sites[site]?.extension ?? sites[site]?.site.ownTelephone ?? self.operator.extension
    }

    /// What a selection gives an action at a site, bound to what is on the board now.
    /// - Parameter values: the arguments known so far, by parameter. FROM is the operator's own telephone where it is not given.
    public func bind(_ intention: Intention, _ values: PendingAction.Values, at site: SiteID) -> PendingAction {
        var values = values
        if values["FROM"] == nil, intention.parameters.contains(where: { $0.name == "FROM" }) {
            values["FROM"] = ownTelephone(at: site).map { [$0] }
        }
        return PendingAction(intention, at: site, values, seenOn: board)
    }

    /// An action that was typed whole: what is left out is meant to be left out.
    /// - Parameter values: of `ActionRequest.values`.
    /// - Throws: `UsageError` where FROM was left out and no telephone is the operator's.
    public func bind(_ action: Action, typed values: PendingAction.Values, at site: SiteID) throws(UsageError) -> PendingAction {
        var values = values
        if action == .pause { settleReason(in: &values, at: site) }
        let pending = bind(.action(action), values, at: site)
        if action == .dial, pending.values["FROM"] == nil { throw UsageError.noOwnExtension(action) }
        return pending
    }

    /// The first argument that still has to be asked for.
    public func missingParameter(of pending: PendingAction) -> Action.Parameter? {
        pending.missing(ownTelephone: ownTelephone(at: pending.site), on: board)
    }

    /// A reason may stand in the queue's place, where all queues are meant.
    private func settleReason(in values: inout PendingAction.Values, at site: SiteID) {
        guard values["REASON"] == nil else { return }
        values["REASON"] = []
        guard let word = values.first("QUEUE"), board.queue(site, word) == nil,
            board.sites[site]?.pauseReasons.contains(where: { $0.string == word }) == true
        else { return }
        (values["REASON"], values["QUEUE"]) = ([word], nil)
    }
}
