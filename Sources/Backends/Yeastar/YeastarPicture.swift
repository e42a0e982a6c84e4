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
    /// By queue.
    var queueStatus: [String: Asked<QueueStatus>] = [:]
    var rooms: [RoomRow]?
    /// The rooms in session; a room that is not listed is empty.
    var sessions: [SessionRow]?
    var trunks: [TrunkRow]?
    /// The calls all busy extensions are in.
    var details: Asked<[CallRow]>?
    /// What became of the incoming calls that were asked about.
    var inbound: Asked<(ids: Set<String>, rows: [CallRow])>?
    /// All outgoing calls.
    var outbound: Asked<[CallRow]>?
}

/// All that is known of one exchange, as a value: reports and answers go in, changes of the board come out.
///
/// It holds the facts as they were told, and next to them the entities derived from these, so that only what really
/// changed is passed on. Facts carry the moment they were learned: a report outranks a listing that was asked before it.
struct Picture {
    struct Phone {
        var row: ExtensionRow
        /// When the latest report about it came.
        var told: Moment = 0
    }

    struct LiveCall {
        var id: String
        var direction: CallDirection
        var caller: String
        var callee: String
        /// Extensions that call or talk.
        var parties: Set<String> = []
        /// Extensions that ring.
        var ringing: Set<String> = []
        var trunk: String?
        /// The queue that was called.
        var queue: String?
        var since: Date
        var answered: Date?
        /// Identifiers that reports gave its legs.
        var legs: Set<String> = []
        /// The latest of them: what is older is late news of this call, what is newer may be another.
        var newest: CallNumber?
        /// When the exchange last spoke of it.
        var seen: Moment
        /// An extension has handed it on, and who gets it is not known yet.
        var isTransferring = false

        var isWaiting: Bool { queue != nil && answered == nil }
        var extensions: Set<String> { parties.union(ringing) }
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
    var shown = Shown()
    /// Extensions that hold their call, and members that are muted in rooms: no query tells, so we remember what we did.
    var holding: Set<String> = []
    var muted: [String: Set<String>] = [:]

    /// Ended calls by everything that named them: a late report does not bring them back.
    var endedCalls: [String: (newest: CallNumber?, on: Date)] = [:]
    var callsOf: [String: Set<String>] = [:]
    /// Which queues an extension is in, and the digit of its state there.
    var memberships: [String: [String: String]] = [:]
    var staleAgents: Set<String> = []
    private var latest: Moment = 0

    /// Seconds that an ended call stays dead.
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
        var changes: [Change] = []
        changes.reserveCapacity(events.count + 1)
        for event in events {
            switch event {
            case .boot:
                for id in live.keys.sorted() { removeCall(id, into: &changes) }
            case .status(let number, let word):
                let told = moment()
                phones[number, default: Phone(row: ExtensionRow(number: number))].row.word = word
                phones[number]?.told = told
                staleAgents.insert(number)
            case .call(let report):
                apply(report, at: now, into: &changes)
            case .record(let record):
                if let id = call(of: record) { bury(id, with: [record.call], at: now, into: &changes) }
            }
            refreshAgents(at: now, into: &changes)
            if let message = event.message(site: site, at: now) { changes.append(.message(message)) }
        }
        refreshQueues(into: &changes)
        return changes
    }

    mutating func apply(_ findings: Findings, at now: Date) -> [Change] {
        var changes: [Change] = []
        if let rows = findings.trunks { takeTrunks(rows, into: &changes) }
        if let listing = findings.extensions { takeExtensions(listing, into: &changes) }
        if let rows = findings.queues { takeQueues(rows, into: &changes) }
        for (number, status) in findings.queueStatus where queueRows[number] != nil {
            queueStatus[number] = status.value
            // The exchange counts nobody: whoever we think waits there has been lost sight of.
            if status.value.callers == 0 {
                for (id, call) in live where call.queue == number && call.isWaiting && call.seen < status.at {
                    removeCall(id, into: &changes)
                }
            }
        }
        if findings.queues != nil || !findings.queueStatus.isEmpty { rebuildMemberships() }
        if let rows = findings.rooms { takeRooms(rows, into: &changes) }
        if let sessions = findings.sessions { takeSessions(sessions, into: &changes) }
        takeCalls(findings, at: now, into: &changes)
        endedCalls = endedCalls.filter { now.timeIntervalSince($0.value.on) < Self.endedCallRetention }
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
            staleAgents.insert(row.number)
            if phone.told < listing.at, AgentState(extension: word) == .idle { holding.remove(row.number) }
        }
        for (number, phone) in phones where kept[number] == nil {
            if phone.told > listing.at {
                kept[number] = phone
            } else if shown.agents.removeValue(forKey: number) != nil {
                changes.append(.remove(EntityKey(site: site, kind: .agent, id: number)))
            }
        }
        phones = kept
    }

    private mutating func takeQueues(_ rows: [QueueRow], into changes: inout [Change]) {
        queueRows = Dictionary(rows.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        for number in shown.queues.keys.sorted() where queueRows[number] == nil {
            queueStatus[number] = nil
            shown.queues[number] = nil
            changes.append(.remove(EntityKey(site: site, kind: .queue, id: number)))
        }
    }

    private mutating func rebuildMemberships() {
        let before = memberships
        memberships = [:]
        for (number, row) in queueRows {
            if let status = queueStatus[number] {
                for member in status.members { memberships[member.agent, default: [:]][number] = member.word }
            } else {
                for agent in row.agents { memberships[agent, default: [:]][number] = "" }
            }
        }
        for number in phones.keys where memberships[number] != before[number] { staleAgents.insert(number) }
    }

    private mutating func takeRooms(_ rows: [RoomRow], into changes: inout [Change]) {
        let listed = Set(rows.map(\.number))
        for number in shown.rooms.keys.sorted() where !listed.contains(number) {
            shown.rooms[number] = nil
            changes.append(.remove(EntityKey(site: site, kind: .room, id: number)))
        }
        for row in rows {
            var room = shown.rooms[row.number] ?? Room(site: site, id: row.number, name: "", state: "empty")
            room.name = SafeText(row.name.isEmpty ? row.number : row.name)
            show(room, into: &changes)
        }
    }

    private mutating func takeSessions(_ sessions: [SessionRow], into changes: inout [Change]) {
        let members = Dictionary(sessions.map { ($0.number, $0.members) }, uniquingKeysWith: +)
        for (number, var room) in shown.rooms {
            let rows = members[number] ?? []
            // Whoever left comes back unmuted.
            muted[number]?.formIntersection(rows.map(\.number))
            room.members = rows.map { row in
                Room.Member(
                    id: row.number, number: row.number, name: phones[row.number].map { SafeText($0.row.name) },
                    state: row.word.lowercased() == "hold" ? .waiting : .joined, muted: muted[number]?.contains(row.number) == true)
            }
            room.state = rows.isEmpty ? "empty" : "active"
            show(room, into: &changes)
        }
    }

    /// Remembers what an action did to members of a room.
    mutating func mute(_ members: [String], in room: String, _ isMuted: Bool) -> [Change] {
        var changes: [Change] = []
        if isMuted { muted[room, default: []].formUnion(members) } else { muted[room]?.subtract(members) }
        guard var shownRoom = shown.rooms[room] else { return [] }
        for index in shownRoom.members.indices where members.contains(shownRoom.members[index].id) {
            shownRoom.members[index].muted = isMuted
        }
        show(shownRoom, into: &changes)
        return changes
    }

    private mutating func show(_ room: Room, into changes: inout [Change]) {
        if shown.rooms.updateValue(room, forKey: room.id) != room { changes.append(.put(.room(room))) }
    }

    private mutating func takeTrunks(_ rows: [TrunkRow], into changes: inout [Change]) {
        let listed = Set(rows.map(\.name))
        for name in shown.trunks.keys.sorted() where !listed.contains(name) {
            shown.trunks[name] = nil
            changes.append(.remove(EntityKey(site: site, kind: .trunk, id: name)))
        }
        for row in rows {
            let trunk = Trunk(site: site, id: row.name, name: SafeText(row.name), type: SafeText(row.type), status: SafeText(row.word))
            if shown.trunks.updateValue(trunk, forKey: row.name) != trunk { changes.append(.put(.trunk(trunk))) }
        }
    }
}
