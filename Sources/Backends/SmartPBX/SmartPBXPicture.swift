import Exchange
import Foundation

/// Something the exchange answered, with the moment at which it was asked.
struct Asked<Value: Sendable>: Sendable {
    var at: Moment
    var value: Value
}

/// A point in the order in which we asked and heard things; no clock.
typealias Moment = Int

/// What one sweep found; nil where it did not ask or the exchange refused.
struct Findings: Sendable {
    var extensions: Asked<[ExtensionRow]>?
    var queues: [QueueRow]?
    /// By queue; a nil status was refused.
    var queueStatus: [String: QueueStatus?] = [:]
    var rooms: [RoomRow]?
    /// By room.
    var roomMembers: [String: [RoomMemberRow]] = [:]
    var trunks: [TrunkRow]?
    var calls: Asked<[CallRow]>?
}

/// All that is known of one Smart PBX, as a value: answers and events go in, changes of the board come out.
///
/// It holds the facts as they were told, and next to them the entities derived from these, so that only what really
/// changed is passed on. Facts carry the moment they were learned: an event outranks a listing that was asked before it.
struct Picture {
    struct Phone {
        var row: ExtensionRow
        /// When the latest event about it came.
        var told: Moment = 0

        init(row: ExtensionRow) { self.row = row }

        /// One that the list of extensions leaves out, and of which nothing but its number is known.
        init(unlisted number: String) { row = ExtensionRow(["number": .string(number)]) }
    }

    struct LiveCall {
        var row: CallRow
        /// When the exchange last spoke of it.
        var seen: Moment
        var since: Date
        var answered: Date?
        /// Extensions at either end.
        var callers: Set<String> = []
        var callees: Set<String> = []
    }

    struct Shown {
        var agents: [String: Agent] = [:]
        var queues: [String: Queue] = [:]
        var waiting: [String: WaitingCall] = [:]
        var calls: [String: Call] = [:]
        var rooms: [String: Room] = [:]
        var trunks: [String: Trunk] = [:]
    }

    let site: SiteID
    var phones: [String: Phone] = [:]
    var queueRows: [String: QueueRow] = [:]
    var queueStatus: [String: QueueStatus] = [:]
    var live: [String: LiveCall] = [:]
    var trunkRows: [String: TrunkRow] = [:]
    var shown = Shown()

    /// Ended calls by their records: neither a late invite nor an older listing brings them back.
    var endedCalls: [String: (at: Moment, on: Date)] = [:]
    var latest: Moment = 0

    /// Which queues an extension is in, and whether it is paused there.
    var memberships: [String: [String: Bool]] = [:]
    var callsOf: [String: Set<String>] = [:]
    /// Extensions by the FXS port they hang on.
    var ports: [String: String] = [:]

    var staleAgents: Set<String> = []
    var staleQueues: Set<String> = []
    var areWaitingStale = false

    /// How long a record keeps its call dead.
    static let endedCallRetention: TimeInterval = 60

    init(site: SiteID) { self.site = site }

    /// The next moment, for what is asked or heard now.
    mutating func moment() -> Moment {
        latest += 1
        return latest
    }
}

// MARK: - What comes in

extension Picture {
    mutating func apply(_ events: [Event], at now: Date) -> [Change] {
        guard !events.isEmpty else { return [] }
        var changes: [Change] = []
        changes.reserveCapacity(events.count + 1)
        for event in events {
            apply(event, at: now, into: &changes)
            refreshAgents(at: now, into: &changes)
        }
        refreshQueues(into: &changes)
        return changes
    }

    private mutating func apply(_ event: Event, at now: Date, into changes: inout [Change]) {
        switch event {
        case .status(let number, let word):
            let told = moment()
            if phones[number]?.row.word != word {
                phones[number, default: Phone(unlisted: number)].row.word = word
                staleAgents.insert(number)
            } else if callsOf[number] != nil {
                staleAgents.insert(number)
            }
            phones[number]?.told = told
        case .invite(let id, let caller, let called):
            let seen = moment()
            guard !id.isEmpty, endedCalls[id].map({ now.timeIntervalSince($0.on) < Self.endedCallRetention }) != true else { return }
            if live[id] != nil {
                live[id]?.seen = seen
            } else {
                put(CallRow(id: id, ringing: called, from: caller, direction: direction(from: caller, to: called)), seen: seen, at: now)
                refreshCall(id, into: &changes)
            }
        case .key:
            break
        case .record(let record):
            if !record.call.isEmpty {
                endedCalls[record.call] = (moment(), now)
                removeCall(record.call, into: &changes)
            }
        }
        if let message = event.message(site: site, at: now) { changes.append(.message(message)) }
    }

    mutating func apply(_ findings: Findings, at now: Date) -> [Change] {
        var changes: [Change] = []
        if let rows = findings.trunks { takeTrunks(rows, into: &changes) }
        if let listing = findings.extensions { takeExtensions(listing, into: &changes) }
        if let rows = findings.queues { takeQueues(rows, into: &changes) }
        for (queue, status) in findings.queueStatus where queueRows[queue] != nil { queueStatus[queue] = status }
        if findings.queues != nil || !findings.queueStatus.isEmpty { rebuildMemberships() }
        if let rows = findings.rooms { takeRooms(rows, into: &changes) }
        for (room, members) in findings.roomMembers { takeMembers(members, of: room, at: now, into: &changes) }
        if let listing = findings.calls {
            takeCalls(listing, at: now, into: &changes)
        } else if findings.extensions != nil || findings.queues != nil || findings.trunks != nil {
            for id in live.keys { locate(id) }
        }
        if findings.extensions != nil || findings.queues != nil || findings.trunks != nil || findings.calls != nil {
            for id in live.keys.sorted() { refreshCall(id, into: &changes) }
        }
        refreshAgents(at: now, into: &changes)
        refreshQueues(into: &changes)
        return changes
    }

    /// The whole picture, for a board that has none or an old one.
    func listings() -> [Change] {
        func all<Value>(_ kind: EntityKind, _ values: [String: Value], _ entity: (Value) -> Entity) -> Change {
            .replace(site, kind, values.sorted { $0.key < $1.key }.map { entity($0.value) })
        }
        return [
            all(.trunk, shown.trunks, Entity.trunk), all(.agent, shown.agents, Entity.agent), all(.queue, shown.queues, Entity.queue),
            all(.call, shown.calls, Entity.call), all(.waiting, shown.waiting, Entity.waiting), all(.room, shown.rooms, Entity.room),
        ]
    }

    private mutating func takeExtensions(_ listing: Asked<[ExtensionRow]>, into changes: inout [Change]) {
        var kept: [String: Phone] = [:]
        for row in listing.value {
            var phone = phones[row.number] ?? Phone(row: row)
            let word = phone.told > listing.at ? phone.row.word : row.word
            phone.row = row
            phone.row.word = word
            kept[row.number] = phone
        }
        for (number, phone) in phones where kept[number] == nil {
            if phone.told > listing.at {
                kept[number] = phone
            } else if memberships[number] != nil {
                kept[number] = Phone(unlisted: number)
            } else if shown.agents.removeValue(forKey: number) != nil {
                changes.append(.remove(EntityKey(site: site, kind: .agent, id: number)))
            }
        }
        phones = kept
        ports = [:]
        for phone in kept.values where phone.row.type == "FXS" && !phone.row.port.isEmpty { ports[phone.row.port] = phone.row.number }
        staleAgents.formUnion(kept.keys)
        staleQueues.formUnion(queueRows.keys)
    }

    private mutating func takeQueues(_ rows: [QueueRow], into changes: inout [Change]) {
        let listed = Dictionary(rows.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        for number in queueRows.keys where listed[number] == nil {
            queueStatus[number] = nil
            if shown.queues.removeValue(forKey: number) != nil {
                changes.append(.remove(EntityKey(site: site, kind: .queue, id: number)))
            }
        }
        queueRows = listed
        areWaitingStale = true
    }

    private mutating func rebuildMemberships() {
        let before = memberships
        memberships = [:]
        for (number, row) in queueRows {
            if let status = queueStatus[number] {
                for member in status.members { memberships[member.agent, default: [:]][number] = member.paused }
            } else {
                for member in row.members { memberships[member, default: [:]][number] = false }
            }
        }
        // A queue may name a member that the list of extensions leaves out; it is an agent all the same.
        for number in memberships.keys where phones[number] == nil {
            phones[number] = Phone(unlisted: number)
        }
        for number in phones.keys where memberships[number] != before[number] { staleAgents.insert(number) }
        staleQueues.formUnion(queueRows.keys)
    }

    private mutating func takeRooms(_ rows: [RoomRow], into changes: inout [Change]) {
        let listed = Set(rows.map(\.number))
        for number in shown.rooms.keys.sorted() where !listed.contains(number) {
            shown.rooms[number] = nil
            changes.append(.remove(EntityKey(site: site, kind: .room, id: number)))
        }
        for row in rows {
            var room = shown.rooms[row.number] ?? Room(site: site, id: row.number, name: "", state: "empty")
            room.name = SafeText(row.name)
            room.moderators = row.moderators
            show(room, into: &changes)
        }
    }

    private mutating func takeMembers(_ rows: [RoomMemberRow], of number: String, at now: Date, into changes: inout [Change]) {
        guard var room = shown.rooms[number] else { return }
        let before = Dictionary(room.members.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        room.members = rows.map { row in
            let name = phones[row.number].flatMap { $0.row.name.isEmpty || $0.row.name == row.number ? nil : SafeText($0.row.name) }
            return Room.Member(
                id: row.channel, number: row.number, name: name, state: row.isWaiting ? .waiting : .joined, muted: row.isMuted,
                talking: row.isTalking, moderator: row.isModerator,
                since: steady(row.elapsed, at: now, before: before[row.channel]?.since))
        }
        room.state = rows.isEmpty ? "empty" : "active"
        show(room, into: &changes)
    }

    private mutating func show(_ room: Room, into changes: inout [Change]) {
        if shown.rooms.updateValue(room, forKey: room.id) != room { changes.append(.put(.room(room))) }
    }

    private mutating func takeTrunks(_ rows: [TrunkRow], into changes: inout [Change]) {
        trunkRows = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        for name in shown.trunks.keys.sorted() where trunkRows[name] == nil {
            shown.trunks[name] = nil
            changes.append(.remove(EntityKey(site: site, kind: .trunk, id: name)))
        }
        for row in rows {
            let trunk = Trunk(
                site: site, id: row.name, name: SafeText(row.name), type: SafeText(row.type), status: SafeText(row.status))
            if shown.trunks.updateValue(trunk, forKey: row.name) != trunk { changes.append(.put(.trunk(trunk))) }
        }
    }

    private mutating func takeCalls(_ listing: Asked<[CallRow]>, at now: Date, into changes: inout [Change]) {
        let listed = Set(listing.value.map(\.id))
        for id in live.keys.sorted() where !listed.contains(id) && live[id]!.seen < listing.at { removeCall(id, into: &changes) }
        for row in listing.value where (endedCalls[row.id]?.at ?? 0) < listing.at { put(row, seen: listing.at, at: now) }
        for id in live.keys where !listed.contains(id) { locate(id) }
        endedCalls = endedCalls.filter { now.timeIntervalSince($0.value.on) < Self.endedCallRetention }
    }
}
