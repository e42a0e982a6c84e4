import Exchange

// Actions: the one way to all of them, for a key, a line, a command and another console.
extension Desk {
    /// Why an action would not even be sent now, or nil when it would. What is dimmed on the screen says this.
    public func refusal(of action: Action, at site: SiteID) -> Outcome? {
        guard let status = board.sites[site] else { return .noSite(site) }
        if let reason = status.capabilities.unsupported[action] { return .unsupported(reason) }
        guard self.operator.role >= action.definition.role else { return .forbidden(needs: action.definition.role) }
        return action == .signInHere ? refusalOfSigningIn(at: site) : refusalOfLink(site)
    }

    func refusalOfLink(_ site: SiteID) -> Outcome? {
        let link = board.sites[site]?.link ?? .offline
        return link == .online ? nil : .notOnline(link)
    }

    /// Neither the system nor the operator's role will ever allow it, whatever becomes of the link.
    public func isRefusedForGood(_ action: Action, at site: SiteID) -> Bool { refusal(of: action, at: site)?.isForGood ?? false }

    /// Performs an action that was bound to what the operator saw, or refuses it when that is gone.
    public func perform(_ pending: PendingAction) async -> Outcome {
        let action = pending.action(on: board)
        guard !pending.lostTarget(on: board) else {
            return await refuse(action, pending.arguments, at: pending.site, PendingAction.isGone)
        }
        do {
            return await perform(try ActionRequest(action, values: pending.values), at: pending.site)
        } catch {
            return await refuse(action, pending.arguments, at: pending.site, .invalid(SafeText(error.description)))
        }
    }

    /// Performs an action, or refuses it: never queues it for later. The attempt is in the audit log before it is sent, and
    /// the outcome before it is returned.
    public func perform(_ request: ActionRequest, at site: SiteID) async -> Outcome {
        let action = request.action
        if let refusal = refusal(of: action, at: site) { return await refuse(action, request.arguments, at: site, refusal) }
        await makeReady(for: action, at: site)
        if action == .pttRelease, let group = request["GROUP"] { floors.giveBack(EntityKey(site: site, kind: .group, id: group)) }
        let outcome = await audited(site, action.rawValue, request.arguments, refusal: { self.refusal(of: action, at: site) }) { exchange in
            action == .signInHere ? await self.signIn(at: site, exchange) : await exchange.perform(request)
        }
        noteReadiness(request, outcome, at: site)
        return outcome
    }

    /// Writes down an attempt that is refused without being sent, possibly before all its arguments were known.
    /// - Returns: the refusal.
    @discardableResult
    public func refuse(_ action: Action, _ arguments: [String], at site: SiteID, _ refusal: Outcome) async -> Outcome {
        await refuse(action.rawValue, arguments, at: site, refusal)
    }
}

extension PendingAction {
    /// What was named when the action was bound is no more.
    public static let isGone = Outcome.refused(code: nil, "what it was meant for is gone; nothing was sent")
}

extension Outcome {
    public static func noSite(_ site: SiteID) -> Outcome { .invalid("There is no site “\(site.rawValue)”.") }

    /// Of a refusal before anything is sent: no change of the link makes it another.
    var isForGood: Bool {
        switch self {
        case .unsupported, .forbidden, .invalid: true
        default: false
        }
    }
}
