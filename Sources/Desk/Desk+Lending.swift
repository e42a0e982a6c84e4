import Diagnostics
import Exchange
import JSON

// What another process of the same user does in a session of this desk. That process has its own desk, which knows the
// operator, checks his role and writes the audit log; here only what the session itself needs is looked after.
extension Desk {
    /// Whether a site's session is this desk's own, and so its to lend.
    public func lends(_ site: SiteID) -> Bool { sites[site].map { !$0.site.isBorrowed } ?? false }

    public func performLent(_ request: ActionRequest, at site: SiteID) async -> Outcome {
        if let refusal = refusalOfLink(site) { return refusal }
        guard let exchange = sites[site]?.site else { return .noSite(site) }
        await makeReady(for: request.action, at: site)
        let outcome = await DiagnosticContext.about(site.rawValue) { await exchange.perform(request) }
        noteReadiness(request, outcome, at: site)
        return outcome
    }

    /// - Parameter operation: its identifier in the catalog.
    public func performLent(
        _ operation: String, _ arguments: JSONValue, at site: SiteID, progress: @escaping FileProgress
    ) async -> (Outcome, JSONValue?) {
        if let refusal = refusalOfLink(site) { return (refusal, nil) }
        guard let exchange = sites[site]?.site else { return (.noSite(site), nil) }
        guard let operation = operations(of: site).first(where: { $0.id == operation }) else {
            return (.unsupported("there is no operation “\(operation)”"), nil)
        }
        return await DiagnosticContext.about(site.rawValue) { await operation.send(arguments, to: exchange, progress: progress) }
    }

    /// Agrees to what the site asks, and connects again at once; what comes of it is on the board.
    public func consentLent(at site: SiteID) async {
        await sites[site]?.site.consent()
        reconnect(site)
    }
}
