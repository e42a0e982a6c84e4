import Foundation
import JSON

extension Board {
    /// The whole board as the snapshot of CONTRACT section 3, every list in a steady order.
    public func snapshot(at time: Date) -> JSONValue {
        func list(_ kind: EntityKind) -> JSONValue {
            .array(sorted(kind).map { withOwnFigures($0, at: time).json })
        }
        return [
            "version": .number(1), "time": JSONValue(time), "sites": .array(siteOrder.compactMap { sites[$0]?.json }),
            "agents": list(.agent), "queues": list(.queue), "waiting": list(.waiting), "calls": list(.call),
            "rooms": list(.room), "groups": list(.group), "trunks": list(.trunk),
        ]
    }

    /// One kind by site, then by identifier with numbers in numeric order.
    public func sorted(_ kind: EntityKind) -> [Entity] {
        let place = Dictionary(uniqueKeysWithValues: siteOrder.enumerated().map { ($1, $0) })
        return all(kind).sorted { left, right in
            let (left, right) = (left.key, right.key)
            if left.site != right.site { return place[left.site, default: .max] < place[right.site, default: .max] }
            if left.id.utf8.count != right.id.utf8.count { return left.id.utf8.count < right.id.utf8.count }
            return left.id < right.id
        }
    }

    /// Fills in what the exchange leaves out and the board can count: a queue's longest wait.
    func withOwnFigures(_ entity: Entity, at time: Date) -> Entity {
        guard case .queue(var queue) = entity, queue.longestWait == nil else { return entity }
        queue.longestWait = longestWait(in: queue, at: time)
        return .queue(queue)
    }

    /// The longest present wait in whole seconds: the exchange's figure, or else that of the callers known to wait.
    public func longestWait(in queue: Queue, at time: Date) -> Int? {
        if let given = queue.longestWait { return given }
        let begins = waiting.filter { $0.site == queue.site && $0.queue == queue.id }.compactMap(\.since)
        return begins.min().map { max(0, Int(time.timeIntervalSince($0))) }
    }
}
