import BackendSupport
import Exchange
import Foundation

// Lists are taken whole: what does not stand in one is not there.
extension Picture {
    /// CoreShowChannels. It has no time of the answer.
    mutating func take(channels rows: [Message], at now: Date) {
        let ids = Set(rows.map { $0["Uniqueid"] })
        for id in legs.all.keys where !ids.contains(id) { end(id) }
        for (row, age) in Self.inOrder(rows) {
            let isNew = legs[row["Uniqueid"]] == nil
            note(row, at: now.addingTimeInterval(-age))
            let bridge = row["BridgeId"]
            if row["Application"] == "ConfBridge" { legs.setAside(bridge: bridge) }
            legs.update(row["Uniqueid"]) { leg in
                (leg.application, leg.applicationData) = (row["Application"], row.channelField("ApplicationData"))
                leg.bridge = bridge.isEmpty ? nil : bridge
                if isNew, leg.application == "Queue" { leg.queue = leg.applicationData.fields(atOctet: 0x2C).first }
            }
        }
        pairLocals()
        findSpies()
    }

    /// In the order in which the channels were made: the list has its own, and whole seconds. A call begins with the leg that
    /// gave it its Linkedid; of the others the later has the greater number.
    private static func inOrder(_ rows: [Message]) -> [(row: Message, age: Double)] {
        func number(_ row: Message) -> Int { row["Uniqueid"].split(separator: ".").last.flatMap { Int($0) } ?? .max }
        return rows.map { ($0, $0.clockElapsed("Duration")) }.sorted { left, right in
            if left.1 != right.1 { return left.1 > right.1 }
            let (isLeftFirst, isRightFirst) = (left.0["Uniqueid"] == left.0["Linkedid"], right.0["Uniqueid"] == right.0["Linkedid"])
            return isLeftFirst == isRightFirst ? number(left.0) < number(right.0) : isLeftFirst
        }
    }

    /// The list does not say which Local channels are halves of one: their names do.
    private mutating func pairLocals() {
        for leg in legs.all.values where leg.name.isLocal && leg.otherHalf == nil && leg.name.text.hasSuffix(";1") {
            if let other = legs.named(String(leg.name.text.dropLast()) + "2") { legs.pair(leg.id, other.id) }
        }
    }

    /// QueueStatus, of all queues or of one.
    mutating func take(queues rows: [Message], of queue: String? = nil, at now: Date) {
        let parts = Dictionary(grouping: rows, by: \.event)
        let params = parts["QueueParams"] ?? []
        let names = Set(params.map { $0["Queue"] })
        for name in queues.keys where !names.contains(name) && (queue == nil || queue == name) {
            queues[name] = nil
            changedQueues.insert(name)
        }
        for row in params {
            queues[row["Queue"]] = QueueFigures(row)
            changedQueues.insert(row["Queue"])
        }
        take(members: parts["QueueMember"] ?? [], of: queue)
        take(entries: parts["QueueEntry"] ?? [], of: queue, at: now)
    }

    private mutating func take(members rows: [Message], of queue: String?) {
        var found: Set<[String]> = []
        for row in rows {
            take(member: row, location: "Location")
            found.insert([members.id(row, location: "Location", configuration.telephones), row["Queue"]])
        }
        for (id, telephone) in members.telephones {
            for name in telephone.memberships.keys where (queue == nil || queue == name) && !found.contains([id, name]) {
                members.remove(queue: name, of: id)
                doubtful.insert(id)
                changedQueues.insert(name)
            }
        }
        members.clean()
    }

    private mutating func take(entries rows: [Message], of queue: String?, at now: Date) {
        let ids = Set(rows.map { $0["Uniqueid"] })
        for waiter in waiting.values where (queue == nil || queue == waiter.queue) && !ids.contains(waiter.id) {
            waiting[waiter.id] = nil
            published.remove(WaitingCall.self, waiter.id)
            changedQueues.insert(waiter.queue)
            legs.touch(waiter.id)
        }
        for row in rows {
            let since = now.addingTimeInterval(-row.elapsed("Wait"))
            // The list counts whole seconds: a wait whose beginning was seen keeps it.
            let known = waiting[row["Uniqueid"]].flatMap { abs($0.since.timeIntervalSince(since)) < 2 ? $0.since : nil }
            put(
                Waiter(
                    queue: row["Queue"], id: row["Uniqueid"], channel: row["Channel"], caller: named(row["CallerIDNum"]),
                    name: named(row["CallerIDName"]), position: row.count("Position") ?? 0, since: known ?? since,
                    priority: row.figure("Priority")))
            legs.update(row["Uniqueid"]) { $0.queue = row["Queue"] }
        }
    }

    /// Fields of QueueEntry are raw, and say `unknown` where there is nothing.
    private func named(_ text: String) -> String { text == "unknown" || text == "<unknown>" ? "" : text }

    /// ParkedCalls.
    mutating func take(parked rows: [Message], at now: Date) {
        let ids = Set(rows.map { $0["ParkeeUniqueid"] })
        for leg in legs.all.values where leg.slot != nil && !ids.contains(leg.id) { legs.update(leg.id) { $0.slot = nil } }
        for row in rows {
            legs.update(row["ParkeeUniqueid"]) { $0.slot = row["ParkingSpace"] }
            if let bridge = legs[row["ParkeeUniqueid"]]?.bridge { legs.setAside(bridge: bridge) }
        }
    }

    /// ExtensionStateList.
    mutating func take(hints rows: [Message]) {
        var found: Set<String> = []
        for row in rows {
            take(hint: row)
            if let id = configuration.telephones.hint.match("\(row["Exten"])@\(row["Context"])") { found.insert(id) }
        }
        for (id, telephone) in members.telephones where telephone.hint != nil && !found.contains(id) {
            members[id]?.hint = nil
            doubtful.insert(id)
        }
        members.clean()
    }
}
