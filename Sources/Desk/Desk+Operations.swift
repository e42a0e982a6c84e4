import Diagnostics
import Exchange
import JSON

// Raw operations of the catalogs, by the same roles as actions.
extension Desk {
    /// The operations of a site, as they stand there now.
    public func operations(of site: SiteID) -> [Exchange.Operation] {
        guard let configured = sites[site], let status = board.sites[site] else { return [] }
        return status.capabilities.operations(over: configured.site.operations)
    }

    /// Why a raw operation would not even be sent now, or nil when it would.
    public func refusal(of operation: Exchange.Operation, at site: SiteID) -> Outcome? {
        guard let status = board.sites[site] else { return .noSite(site) }
        // What the caller holds may be older than what the site has learned since.
        if let reason = operation.unavailable ?? status.capabilities.unavailableOperations[operation.id] { return .unsupported(reason) }
        guard self.operator.role >= operation.role else { return .forbidden(needs: operation.role) }
        return refusalOfLink(site)
    }

    /// Why a raw operation would not be sent with these arguments: some of them need more than the operation does.
    public func refusal(of operation: Exchange.Operation, _ arguments: JSONValue, at site: SiteID) -> Outcome? {
        let needed = operation.role(for: arguments)
        return refusal(of: operation, at: site) ?? (self.operator.role < needed ? .forbidden(needs: needed) : nil)
    }

    /// Performs one raw operation. Its row in the catalog says which role it needs, and which fields of the answer are secret:
    /// those come out unreadable, here and nowhere below, so that forms, files, JSON and logs are safe alike.
    public func perform(
        _ operation: Exchange.Operation, _ arguments: JSONValue, at site: SiteID, progress: @escaping FileProgress = { _, _ in }
    ) async -> (Outcome, JSONValue?) {
        let shown = [operation.masked(arguments).compactText]
        let refusal = { self.refusal(of: operation, arguments, at: site) }
        if let refused = refusal() { return (await refuse(operation.id, shown, at: site, refused), nil) }
        var answer: JSONValue?
        let outcome = await audited(site, operation.id, shown, refusal: refusal) { exchange in
            let (outcome, value) = await operation.send(arguments, to: exchange, progress: progress)
            answer = value
            return outcome
        }
        return (outcome, answer)
    }
}

extension Exchange.Operation {
    /// Sends it, and masks the secret fields of the answer.
    func send(_ arguments: JSONValue, to exchange: any Site, progress: @escaping FileProgress) async -> (Outcome, JSONValue?) {
        // What is given for a secret must not be seen in a log of the wire, whatever the exchange calls it.
        for parameter in parameters where parameter.isSecret {
            if case .string(let secret)? = arguments.member(parameter.name) { DiagnosticContext.current.log.hideDerived(secret) }
        }
        let (outcome, value) = await exchange.perform(self, arguments, progress: progress)
        return (outcome, value.map(masked(answer:)))
    }
}
