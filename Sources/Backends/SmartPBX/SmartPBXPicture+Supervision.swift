import BackendSupport
import Exchange

/// A call by which somebody listens to another.
struct SupervisionLeg: Equatable {
    /// Who is listened to, empty where nothing tells it.
    var `extension`: String
    /// nil where another than we began it.
    var how: Supervision.Manner?
}

// How a supervision looks in `livecall` is not documented. It is known by the identifier that `listen` answered, or by its partner:
// a channel is in one call, unless somebody listens to it.
extension Picture {
    /// The supervisions of a telephone that a listing shows: a call of its own whose other end is a channel of a call in which the
    /// telephone has no part. A channel without a mark of its own (`FXS/5`, a port) may be in two calls, the second of which waits,
    /// and proves nothing.
    func supervisions(by own: String, in rows: [CallRow]) -> [(extension: String, call: String)] {
        let isOurs = { (row: CallRow) in [row.source, row.destination, row.caller, row.called].contains { phone(behind: $0) == own } }
        let others = Set(rows.filter { !isOurs($0) }.flatMap(\.uniqueChannels))
        return rows.filter(isOurs).compactMap { row in
            guard let channel = row.uniqueChannels.first(where: { others.contains($0) && phone(behind: $0) != own }) else { return nil }
            return (phone(behind: channel) ?? row.called, row.id)
        }
    }

    /// The calls of a listing that only listen to another: of two that share a channel the younger one.
    func supervisions(in rows: [CallRow]) -> [String: SupervisionLeg] {
        var owners: [String: String] = [:]
        var found = supervisionCalls.filter { id, _ in rows.contains { $0.id == id } }
        for row in rows.filter({ found[$0.id] == nil }).sorted(by: { $0.age > $1.age }) {
            for channel in row.uniqueChannels {
                if owners[channel] == nil {
                    owners[channel] = row.id
                } else if owners[channel] != row.id {
                    found[row.id] = SupervisionLeg(extension: phone(behind: channel) ?? "")
                }
            }
        }
        return found
    }

    /// Keeps who is listened to by which call.
    mutating func noteSupervision(_ supervision: SupervisionLeg?, by id: String, before: SupervisionLeg?) {
        guard supervision != before else { return }
        if let before {
            supervising[before.extension]?.remove(id)
            staleAgents.insert(before.extension)
        }
        if let supervision {
            supervising[supervision.extension, default: []].insert(id)
            staleAgents.insert(supervision.extension)
        }
    }

    /// Who listens to an extension: the latest where several do.
    func supervision(of number: String) -> Supervision? {
        let call = supervising[number]?.compactMap { live[$0] }.max { ($0.since, $0.row.id) < ($1.since, $1.row.id) }
        guard let call, let leg = call.supervision else { return nil }
        return Supervision(by: call.callers.subtracting([number]).min() ?? call.row.caller, how: leg.how)
    }
}

extension CallRow {
    /// Its channels that no other call can have.
    fileprivate var uniqueChannels: [String] { [source, destination].filter { (Channel($0)?.devices.count ?? 0) > 1 } }

    /// For an order: the older by its time, or by its identifier, which begins with the time of its beginning.
    fileprivate var age: (Int, WireFigure) {
        let begun = id.split(atOctet: UInt8(ascii: ".")).first.flatMap { WireFigure($0) } ?? WireFigure(0)
        return (elapsed ?? 0, WireFigure(0) - begun)
    }
}
