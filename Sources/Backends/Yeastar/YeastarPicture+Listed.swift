import BackendSupport
import Exchange
import Foundation

// A call that is dialled may be listed by a query before its first report, and be reported before a query lists it. Until the
// exchange says what belongs together, the second in which each began tells.
extension Picture {
    /// The identifiers of a call's legs may differ by as much.
    private static let spread = WireFigure(2)

    fileprivate static func isNear(_ one: CallNumber?, _ other: CallNumber?) -> Bool {
        guard let one, let other else { return false }
        return WireFigure(one.epoch).distance(to: WireFigure(other.epoch)) <= spread
    }

    /// The outgoing call that a query listed and of which this is the first report: an extension's ring-back, which names neither
    /// the callee nor the identifier of the call.
    func listedCall(of report: CallReport) -> String? {
        guard report.handle == nil, report.extensions.count == 1, let caller = report.extensions.first else { return nil }
        let leg = CallNumber(report.leg)
        let listed = live.values.filter {
            $0.direction == .outbound && $0.latestRing == nil && $0.parties.isEmpty && Self.isNear($0.newest, leg)
        }
        return listed.first { $0.caller == caller }?.id ?? (listed.count == 1 ? listed[0].id : nil)
    }

    /// The ring-back that came first, as a call of its own, of an outgoing call that a query lists.
    func pendingCall(of row: CallRow) -> LiveCall? {
        guard let outbound = row.outbound else { return nil }
        let pending = live.values.filter {
            $0.callee.isEmpty && $0.answered == nil && Self.isNear($0.newest, CallNumber(outbound.id))
                && (row.extensions.isEmpty || !$0.parties.isDisjoint(with: row.extensions))
        }
        return pending.first { $0.parties == [outbound.from] } ?? (pending.count == 1 ? pending[0] : nil)
    }

    /// Makes the ring-back that came first, under the identifier of another leg, a part of the outgoing call whose ringing is
    /// reported.
    mutating func takePending(into call: inout LiveCall, _ report: CallReport) {
        guard let caller = report.extensions.first, report.outbound != nil,
            let pending = live.values.first(where: { $0.callee.isEmpty && $0.answered == nil && $0.parties == [caller] })
        else { return }
        call.since = min(call.since, pending.since)
        call.legs.formUnion(pending.legs)
        removeCall(pending.id)
    }

    /// The first report of an outgoing call that was only listed so far: now it is known who calls, and that it rings still.
    mutating func ringFirst(_ id: String, _ report: CallReport, _ seen: SequenceNumber) {
        guard var call = live[id] else { return }
        takePending(into: &call, report)
        live[id]?.since = call.since
        live[id]?.legs = call.legs
        update(id, report, seen) { call in
            call.answered = nil
            call.parties = Set(report.extensions)
            call.caller = report.extensions.first ?? call.caller
            call.latestRing = CallNumber(report.leg)
        }
    }

    /// Two extensions' call that was only listed, by the names of the two, is the one that now rings.
    mutating func removeListed(_ report: CallReport, but found: String?) {
        let pair = report.extensions.sorted().joined(separator: "=")
        guard report.handle == nil, report.extensions.count == 2, pair != found, live[pair]?.latestRing == nil else { return }
        removeCall(pair)
    }
}

extension Picture.LiveCall {
    /// Whether an identifier may be that of one of the call's legs: who dials the same number again later makes another call.
    func hasLeg(near id: String) -> Bool { legs.union([self.id]).contains { Picture.isNear(CallNumber($0), CallNumber(id)) } }
}
