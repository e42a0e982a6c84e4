import Diagnostics
import Exchange
import Foundation

// The audit log stands around everything that is sent.
extension Desk {
    /// Writes the attempt, sends it, and writes its outcome.
    /// - Parameters:
    ///   - refusal: asked again once the attempt is written, because the link may have gone meanwhile.
    ///   - send: what reaches the exchange. Not called where the attempt must be written and cannot be.
    func audited(
        _ site: SiteID, _ action: String, _ arguments: [String], refusal: () -> Outcome?, _ send: @MainActor (any Site) async -> Outcome
    ) async -> Outcome {
        let begun = now
        var entry = AuditLog.Entry(
            id: await audit.nextID(at: begun), time: begun, operator: self.operator, site: site, action: action, arguments: arguments)
        if let trouble = await audit.record(entry) {
            complain(trouble, at: site)
            if audit.isRequired { return .refused(code: nil, trouble) }
        }
        let outcome: Outcome
        if let refusal = refusal() {
            outcome = refusal
        } else if let exchange = sites[site]?.site {
            outcome = await DiagnosticContext.about(site.rawValue) { await send(exchange) }
        } else {
            outcome = .noSite(site)
        }
        entry.result = (outcome, now.timeIntervalSince(begun))
        await finish(entry)
        return outcome
    }

    /// Writes down what was done to the console itself, or attempted: it reaches no exchange.
    /// - Parameter site: where it would have gone, as far as that was known.
    public func note(_ action: String, _ arguments: [String] = [], at site: SiteID = "", _ outcome: Outcome) async {
        await refuse(action, arguments, at: site, outcome)
    }

    @discardableResult
    func refuse(_ action: String, _ arguments: [String], at site: SiteID, _ refusal: Outcome) async -> Outcome {
        let time = now
        let entry = AuditLog.Entry(
            id: await audit.nextID(at: time), time: time, operator: self.operator, site: site, action: action, arguments: arguments,
            result: (refusal, 0))
        await finish(entry)
        return refusal
    }

    /// Writes what became of an attempt, into the audit log and the diagnostic one.
    private func finish(_ entry: AuditLog.Entry) async {
        DiagnosticContext.current.log.write(.info, site: entry.site.rawValue) { "attempt: \(entry.json.compactText)" }
        if let trouble = await audit.record(entry) { complain(trouble, at: entry.site) }
    }
}
