import BackendSupport
import Exchange
import Foundation

/// What one sweep found; nil where it did not ask or the exchange refused.
struct Findings: Sendable {
    var extensions: Asked<[ExtensionRow]>?
    var queues: [QueueRow]?
    /// By queue.
    var queueStatus: [String: Asked<QueueStatus>] = [:]
    /// Where callers from outside are led.
    var routes: [IncomingRoute]?
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
/// It holds the facts as they were told, and the mirror of the entities derived from these. Facts carry the point at which
/// they were learned: a report outranks a listing that was asked before it.
struct Picture {
    struct Phone {
        var row: ExtensionRow
        /// When the latest report about it came.
        var told = SequenceNumber.zero
        /// A listing has shown a change of which no report has told so far.
        var isUnreported = false
        /// What our own hold or unhold did, until the exchange speaks of this telephone again.
        var heldByUs: (isHolding: Bool, at: SequenceNumber)?

        var isHolding: Bool { heldByUs?.isHolding ?? (AgentState(extension: row.word) == .held) }
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
        /// The number that a caller from outside called, which a transfer does not change.
        var called = ""
        var trunk: String?
        /// The queue through which it was called; it stays when the call is answered and handed on.
        var queue: String?
        /// It waits in that queue now.
        var isWaiting = false
        /// Since when it waits, where that is not since it arrived.
        var waitingSince: Date?
        var since: Date
        var answered: Date?
        /// Identifiers that reports gave its legs.
        var legs: Set<String> = []
        /// The latest of them: what is older is late news of this call, what is newer may be another.
        var newest: CallNumber?
        /// The latest identifier of a leg that rang or answered: a later one that rings is another attempt.
        var latestRing: CallNumber?
        /// When the exchange last spoke of it.
        var seen: SequenceNumber
        /// An extension has handed it on, and who gets it is not known yet.
        var isTransferring = false
        /// It was answered before, and goes to somebody else.
        var isHandedOn = false

        var waitsSince: Date { waitingSince ?? since }
        var extensions: Set<String> { parties.union(ringing) }
    }

    var published: PublishedEntities
    var sequence = SequenceCounter()
    var phones: [String: Phone] = [:]
    var queueRows: [String: QueueRow] = [:]
    var queueStatus: [String: QueueStatus] = [:]
    var routes: [IncomingRoute] = []
    var live: [String: LiveCall] = [:]
    /// Whether members of rooms are muted, as far as it is known: no query tells, so we remember who came anew and what we did.
    var muted: [String: [String: Bool]] = [:]
    /// Who is in the rooms has been listed before.
    private var hasSessions = false

    /// Ended calls by everything that named them, with the newest identifier of their legs.
    var endedCalls = RecentlyEnded<String, CallNumber?>()
    var callsOf: [String: Set<String>] = [:]
    /// Which queues an extension is in, and the digit of its state there.
    var memberships: [String: [String: String]] = [:]
    var staleAgents: Set<String> = []
    /// Queues of which calls have spoken since they were asked about last.
    var touchedQueues: Set<String> = []
    /// Telephones that have changed without a report, of those whose reports came and of the others.
    var missedReports = (known: 0, unknown: 0)

    /// Whom our own telephone was set to supervise.
    var supervision: OwnSupervision?

    init(site: SiteID) { published = PublishedEntities(site: site) }

    var site: SiteID { published.site }
}

// MARK: - What comes in

extension Picture {
    mutating func apply(_ events: [Event], at now: Date) -> [Change] {
        for event in events {
            switch event {
            case .boot:
                for id in live.keys.sorted() { removeCall(id) }
            case .status(let number, let word):
                let told = sequence.next()
                phones[number, default: Phone(row: ExtensionRow(number: number))].row.word = word
                phones[number]?.told = told
                phones[number]?.heldByUs = nil
                phones[number]?.isUnreported = false
                showCalls(of: number)
                staleAgents.insert(number)
            case .call(let report):
                apply(report, at: now)
            case .record(let record):
                if let id = call(of: record) { bury(id, with: [record.call], at: sequence.next()) }
            }
            refreshAgents(at: now)
            if let message = event.message(site: site, at: now) { published.tell(message) }
        }
        refreshQueues()
        return published.takeChanges()
    }

    mutating func apply(_ findings: Findings, at now: Date) -> [Change] {
        if let rows = findings.trunks { takeTrunks(rows) }
        if let listing = findings.extensions { takeExtensions(listing) }
        if let rows = findings.queues { takeQueues(rows) }
        if let rows = findings.routes { routes = rows }
        for (number, status) in findings.queueStatus where queueRows[number] != nil {
            queueStatus[number] = status.value
            // The exchange counts nobody: whoever we think waits there has been lost sight of.
            if status.value.callers == 0 {
                for (id, call) in live where call.queue == number && call.isWaiting && call.seen < status.at {
                    removeCall(id)
                }
            }
        }
        if findings.queues != nil || !findings.queueStatus.isEmpty { rebuildMemberships() }
        if let rows = findings.rooms { takeRooms(rows) }
        if let sessions = findings.sessions { takeSessions(sessions) }
        takeCalls(findings, at: now)
        placeCallers(findings.queueStatus)
        refreshAgents(at: now)
        refreshQueues()
        return published.takeChanges()
    }

    private mutating func takeExtensions(_ listing: Asked<[ExtensionRow]>) {
        var kept: [String: Phone] = [:]
        for row in listing.value {
            var phone = phones[row.number] ?? Phone(row: row)
            watch(&phone, row, asked: listing.at)
            let word = phone.told > listing.at ? phone.row.word : row.word
            phone.row = row
            phone.row.word = word
            kept[row.number] = phone
            staleAgents.insert(row.number)
            if let held = phone.heldByUs, held.at < listing.at { kept[row.number]?.heldByUs = nil }
        }
        for (number, phone) in phones where kept[number] == nil {
            if phone.told > listing.at {
                kept[number] = phone
            } else {
                published.remove(Agent.self, number)
            }
        }
        let before = phones
        phones = kept
        for (number, phone) in kept where before[number]?.isHolding != phone.isHolding { showCalls(of: number) }
    }

    /// A change that a listing shows and no report has told by the next listing was not reported.
    private mutating func watch(_ phone: inout Phone, _ row: ExtensionRow, asked: SequenceNumber) {
        if phone.isUnreported, phone.told < asked {
            if phone.told == .zero { missedReports.unknown += 1 } else { missedReports.known += 1 }
        }
        phone.isUnreported = phone.told < asked && !Self.isReportedAlike(phone.row.word, row.word)
    }

    /// Reports tell fewer states apart than listings do.
    private static func isReportedAlike(_ one: String, _ other: String) -> Bool {
        func reported(_ word: String) -> AgentState {
            let state = AgentState(extension: word)
            return [.held, .busy].contains(state) ? .talking : state
        }
        return one.isEmpty || other.isEmpty || reported(one) == reported(other)
    }

    private mutating func takeQueues(_ rows: [QueueRow]) {
        queueRows = Dictionary(rows.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        let listed = Set(queueRows.keys)
        queueStatus = queueStatus.filter { listed.contains($0.key) }
        published.keep(Queue.self, only: listed.contains)
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

    private mutating func takeRooms(_ rows: [RoomRow]) {
        let listed = Set(rows.map(\.number))
        published.keep(Room.self, only: listed.contains)
        for row in rows {
            var room = published.rooms[row.number] ?? Room(site: site, id: row.number, name: "", state: "empty")
            room.name = SafeText(row.name.isEmpty ? row.number : row.name)
            published.put(room)
        }
    }

    private mutating func takeSessions(_ sessions: [SessionRow]) {
        let members = Dictionary(sessions.map { ($0.number, $0.members) }, uniquingKeysWith: +)
        for (number, var room) in published.rooms {
            let rows = members[number] ?? []
            // Whoever left comes back unmuted.
            let (before, listed) = (Set(room.members.map(\.number)), Set(rows.map(\.number)))
            var known = (muted[number] ?? [:]).filter { listed.contains($0.key) }
            if hasSessions { for newcomer in listed.subtracting(before) { known[newcomer] = false } }
            muted[number] = known
            room.members = rows.map { row in
                Room.Member(
                    id: row.number, number: row.number, name: phones[row.number].map { SafeText($0.row.name) },
                    state: row.word.lowercased() == "hold" ? .waiting : .joined, muted: known[row.number])
            }
            room.state = rows.isEmpty ? "empty" : "active"
            published.put(room)
        }
        hasSessions = true
    }

    /// Remembers what an action did to members of a room.
    mutating func mute(_ members: [String], in room: String, _ isMuted: Bool) -> [Change] {
        for member in members { muted[room, default: [:]][member] = isMuted }
        guard var shownRoom = published.rooms[room] else { return [] }
        for index in shownRoom.members.indices where members.contains(shownRoom.members[index].id) {
            shownRoom.members[index].muted = isMuted
        }
        published.put(shownRoom)
        return published.takeChanges()
    }

    private mutating func takeTrunks(_ rows: [TrunkRow]) {
        let listed = Set(rows.map(\.name))
        published.keep(Trunk.self, only: listed.contains)
        for row in rows {
            published.put(
                Trunk(site: site, id: row.name, name: SafeText(row.name), type: SafeText(row.type), status: SafeText(row.word)))
        }
    }
}
