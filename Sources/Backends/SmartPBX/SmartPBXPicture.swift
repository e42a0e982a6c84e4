import BackendSupport
import Exchange
import Foundation

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
/// It holds the facts as they were told; the entities derived from these are kept by `published` alone, which passes on what
/// really changed. Facts carry the sequence number under which they were learned: an event outranks a listing that was asked
/// for before it.
struct Picture {
    struct Phone {
        var row: ExtensionRow
        /// When the latest event about it came.
        var told = SequenceNumber.zero

        init(row: ExtensionRow) { self.row = row }

        /// One that the list of extensions leaves out, and of which nothing but its number is known.
        init(unlisted number: String) { row = ExtensionRow(["number": .string(number)]) }
    }

    struct LiveCall {
        var row: CallRow
        /// When the exchange last spoke of it.
        var seen: SequenceNumber
        var since: Date
        var answered: Date?
        /// It listens to another call: who is listened to stays with his own partner.
        var supervision: SupervisionLeg?
        /// A listing knows it; else only invites have told of it.
        var isListed = false
        /// Extensions at either end, by the row.
        var callers: Set<String> = []
        var callees: Set<String> = []
        /// Extensions that were told to ring for it, and when. All members of a queue may ring for one call, of which the row
        /// names one or none.
        var invited: [String: SequenceNumber] = [:]

        var ends: Set<String> { callers.union(callees).union(invited.keys) }

        func involves(_ number: String) -> Bool {
            callers.contains(number) || callees.contains(number) || invited[number] != nil
        }

        func rings(at number: String) -> Bool {
            invited[number] != nil || (row.state == .ringing && callees.contains(number))
        }

        /// When the exchange last said that this extension is in it.
        func seen(at number: String) -> SequenceNumber {
            callers.contains(number) || callees.contains(number) ? seen : invited[number] ?? seen
        }
    }

    /// How much a telephone is in a call: a talk before one on hold, this before one that rings, the newer one first.
    struct CallRank: Comparable {
        var weight: Int
        var since: Date
        var id: String

        init(_ call: LiveCall, at number: String) {
            let weights: [CallState: Int] = [.talking: 3, .held: 2, .ringing: 1]
            weight = call.rings(at: number) ? 1 : weights[call.row.state] ?? 0
            (since, id) = (call.since, call.row.id)
        }

        static func < (left: Self, right: Self) -> Bool { (left.weight, left.since, left.id) < (right.weight, right.since, right.id) }
    }

    let site: SiteID
    var published: PublishedEntities
    var phones: [String: Phone] = [:]
    var queueRows: [String: QueueRow] = [:]
    var queueStatus: [String: QueueStatus] = [:]
    var live: [String: LiveCall] = [:]
    var trunkRows: [String: TrunkRow] = [:]

    /// Calls that ended by their records: neither a late invite nor an older listing brings them back.
    var ended = RecentlyEnded<String, Void>()
    var sequence = SequenceCounter()

    /// Supervisions that we began, by their calls.
    var supervisionCalls: [String: SupervisionLeg] = [:]
    /// The calls by which each extension is listened to.
    var supervising: [String: Set<String>] = [:]

    /// Which queues an extension is in, and whether it is paused there.
    var memberships: [String: [String: Bool]] = [:]
    var callsOf: [String: RankedCalls<CallRank>] = [:]
    /// The calls for which an extension was told to ring.
    var invitations: [String: Set<String>] = [:]
    /// Extensions by the FXS port they hang on.
    var ports: [String: String] = [:]

    var staleAgents: Set<String> = []
    var staleQueues: Set<String> = []
    var areWaitingStale = false

    init(site: SiteID) {
        self.site = site
        published = PublishedEntities(site: site)
    }
}

// MARK: - What comes in

extension Picture {
    mutating func apply(_ events: [Event], at now: Date) -> [Change] {
        guard !events.isEmpty else { return [] }
        for event in events {
            apply(event, at: now)
            refreshAgents(at: now)
        }
        refreshQueues()
        return published.takeChanges()
    }

    private mutating func apply(_ event: Event, at now: Date) {
        switch event {
        case .status(let number, let word):
            let told = sequence.next()
            if phones[number]?.row.word != word {
                phones[number, default: Phone(unlisted: number)].row.word = word
                staleAgents.insert(number)
            } else if callsOf[number] != nil {
                staleAgents.insert(number)
            }
            phones[number]?.told = told
            // It rings no more, were it that another has answered.
            if [.idle, .offline].contains(phones[number]?.row.state) { endInvitations(of: number) }
        case .invite(let id, let caller, let called):
            let seen = sequence.next()
            guard !id.isEmpty, !ended.contains(id) else { return }
            if live[id] == nil {
                put(CallRow(id: id, ringing: called, from: caller, direction: direction(from: caller, to: called)), seen: seen, at: now)
                refreshCall(id)
            }
            live[id]?.seen = seen
            if let phone = phone(behind: called) { invite(phone, to: id, at: seen) }
        case .key:
            break
        case .record(let record):
            if !record.call.isEmpty { take(record) }
        }
        if let message = event.message(site: site, at: now) { published.tell(message) }
    }

    mutating func apply(_ findings: Findings, at now: Date) -> [Change] {
        if let rows = findings.trunks { takeTrunks(rows) }
        if let listing = findings.extensions { takeExtensions(listing) }
        if let rows = findings.queues { takeQueues(rows) }
        for (queue, status) in findings.queueStatus where queueRows[queue] != nil { queueStatus[queue] = status }
        if findings.queues != nil || !findings.queueStatus.isEmpty { rebuildMemberships() }
        if let rows = findings.rooms { takeRooms(rows) }
        for (room, members) in findings.roomMembers { takeMembers(members, of: room, at: now) }
        if let listing = findings.calls {
            takeCalls(listing, at: now)
        } else if findings.extensions != nil || findings.queues != nil || findings.trunks != nil {
            for id in live.keys { locate(id) }
        }
        if findings.extensions != nil || findings.queues != nil || findings.trunks != nil || findings.calls != nil {
            for id in live.keys.sorted() { refreshCall(id) }
        }
        refreshAgents(at: now)
        refreshQueues()
        return published.takeChanges()
    }

    private mutating func takeExtensions(_ listing: Asked<[ExtensionRow]>) {
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
            } else {
                published.remove(Agent.self, number)
            }
        }
        phones = kept
        ports = [:]
        for phone in kept.values where phone.row.type == "FXS" && !phone.row.port.isEmpty { ports[phone.row.port] = phone.row.number }
        staleAgents.formUnion(kept.keys)
        staleQueues.formUnion(queueRows.keys)
    }

    private mutating func takeQueues(_ rows: [QueueRow]) {
        let listed = Dictionary(rows.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        for number in queueRows.keys where listed[number] == nil { queueStatus[number] = nil }
        published.keep(Queue.self) { listed[$0] != nil }
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

    private mutating func takeRooms(_ rows: [RoomRow]) {
        let listed = Set(rows.map(\.number))
        published.keep(Room.self) { listed.contains($0) }
        for row in rows {
            var room = published.rooms[row.number] ?? Room(site: site, id: row.number, name: "", state: "empty")
            room.name = SafeText(row.name)
            room.moderators = row.moderators
            published.put(room)
        }
    }

    private mutating func takeMembers(_ rows: [RoomMemberRow], of number: String, at now: Date) {
        guard var room = published.rooms[number] else { return }
        let before = Dictionary(room.members.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        room.members = rows.map { row in
            let name = phones[row.number].flatMap { $0.row.name.isEmpty || $0.row.name == row.number ? nil : SafeText($0.row.name) }
            return Room.Member(
                id: row.channel, number: row.number, name: name, state: row.isWaiting ? .waiting : .joined, muted: row.isMuted,
                talking: row.isTalking, moderator: row.isModerator,
                since: steady(row.elapsed, at: now, before: before[row.channel]?.since))
        }
        room.state = rows.isEmpty ? "empty" : "active"
        published.put(room)
    }

    private mutating func takeTrunks(_ rows: [TrunkRow]) {
        trunkRows = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        published.replace(
            trunkRows.mapValues {
                Trunk(site: site, id: $0.name, name: SafeText($0.name), type: SafeText($0.type), status: SafeText($0.status))
            })
    }

    private mutating func takeCalls(_ listing: Asked<[CallRow]>, at now: Date) {
        var listed: Set<String> = []
        var rows: [CallRow] = []
        var places: [String: Int] = [:]
        var legs: [CallRow] = []
        // Several rows of one call are its legs: the one that talks says most of it.
        for row in listing.value where !ended.contains(row.id, after: listing.at) {
            if listed.insert(row.id).inserted {
                places[row.id] = rows.count
                rows.append(row)
            } else if let place = places[row.id] {
                legs.append(row)
                if row.state == .talking, rows[place].state != .talking { swap(&rows[place], &legs[legs.count - 1]) }
            }
        }
        for id in live.keys.sorted() where !listed.contains(id) && live[id]!.seen < listing.at { removeCall(id) }
        let supervisions = supervisions(in: rows)
        for row in rows { put(row, seen: listing.at, at: now, isListed: true, supervision: supervisions[row.id]) }
        for leg in legs where leg.state == .ringing && live[leg.id].map(isConnected) == false {
            if let phone = phone(behind: leg.destination) ?? phone(behind: leg.called) { invite(phone, to: leg.id, at: listing.at) }
        }
        for id in live.keys where !listed.contains(id) { locate(id) }
    }
}
