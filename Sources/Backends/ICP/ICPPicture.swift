import Exchange
import Foundation

/// Something the gateway answered, with the moment at which it was asked.
struct Asked<Value: Sendable>: Sendable {
    var at: Moment
    var value: Value
}

/// A point in the order in which we asked and heard things; no clock.
typealias Moment = Int

/// What one look found; nil where it did not ask or the gateway refused.
struct GatewayFindings: Sendable {
    /// Every agent of the VDN.
    var agents: Asked<[AgentRow]>?
    /// Agents that were asked about one by one.
    var someAgents: [Asked<AgentRow>] = []
    var skills: [SkillRow]?
    var queues: [QueueRow]?
    /// Waiting calls by skill; a skill that is not named has none. nil: who waits is not known.
    var waiting: [String: [CallRow]]?
    var hasLookedAtWaiting = false
    /// Every call of the VDN.
    var calls: Asked<[CallRow]>?
    /// The calls of single agents.
    var callsOf: [String: Asked<[CallRow]>] = [:]
    /// The conferences that were asked about, and those that there are.
    var conferences: (asked: Asked<Set<String>>, rows: [ConferenceRow])?
    /// Names of the rest causes, by number.
    var restCauses: [String: String]?
}

/// All that is known of one gateway, as a value: events and answers go in, changes of the board come out.
///
/// It holds the facts as they were told, and next to them the entities derived from these, so that only what really
/// changed is passed on. Facts carry the moment they were learned: an event outranks an answer that was asked for before it.
struct ICPPicture {
    struct Person {
        var row: AgentRow
        var name: SafeText
        var group: SafeText?
        var state: AgentState
        /// Why busy or resting, as a number of the gateway's.
        var reason = ""
        var since: Date?
        /// When the latest event about it came.
        var told: Moment = 0
        /// When the row was asked for.
        var asked: Moment = 0
    }

    struct LiveCall {
        var id: String
        var state: CallState
        var direction: CallDirection
        var caller: String
        var callee: String
        var skill = ""
        var since: Date
        var answered: Date?
        /// Work numbers of the agents whose own listings hold it.
        var agents: Set<String> = []
        /// Our own agent is in it.
        var isOwn = false
        /// More than two talk.
        var isThreeParty = false
        var recording: SafeText?
        /// When the gateway last spoke of it.
        var seen: Moment
    }

    /// Whom our own agent listens to, and how.
    struct Supervision: Equatable {
        var agent: String
        var mode: SupervisionMode
    }

    struct Shown {
        var agents: [String: Agent] = [:]
        var queues: [String: Queue] = [:]
        var waiting: [String: WaitingCall] = [:]
        var calls: [String: Call] = [:]
        var rooms: [String: Room] = [:]
    }

    let site: SiteID
    /// The work number we are signed in with.
    let own: String
    let ownPhone: String

    var people: [String: Person] = [:]
    /// Work numbers by the telephones that agents have signed in with.
    var peopleAtPhones: [String: String] = [:]
    var skills: [String: SkillRow] = [:]
    var queues: [String: QueueRow] = [:]
    var waiting: [String: [CallRow]] = [:]
    var restCauses: [String: String] = [:]
    var live: [String: LiveCall] = [:]
    var rooms: [String: Room] = [:]
    /// The calls whose recordings run, by the task that makes them.
    var recordings: [String: String] = [:]
    var supervision: Supervision?
    /// Whether our own agent may inspect others; nil where the gateway does not tell.
    var isInspector: Bool?
    /// Agents whose state an event has cast into doubt.
    var doubtful: Set<String> = []

    var shown = Shown()
    /// Calls that ended, and when: an answer asked for before does not bring them back.
    private var ended: [String: Moment] = [:]
    private var latest: Moment = 0

    init(site: SiteID, agent: String, phone: String) {
        self.site = site
        own = agent
        ownPhone = phone
    }

    /// The next moment, for what is asked or heard now.
    mutating func moment() -> Moment {
        latest += 1
        return latest
    }
}

// MARK: - What comes in

extension ICPPicture {
    mutating func apply(_ event: GatewayEvent, at now: Date) -> [Change] {
        takeState(event, at: now)
        takeCall(event, at: now)
        takeConference(event, at: now)
        return refreshed() + messages(of: event, at: now).map { .message($0) }
    }

    mutating func apply(_ findings: GatewayFindings, at now: Date) -> [Change] {
        if let it = findings.restCauses { restCauses = it }
        if let rows = findings.skills { skills = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last }) }
        if let rows = findings.queues { for row in rows { queues[row.skill] = row } }
        if findings.hasLookedAtWaiting { waiting = findings.waiting ?? [:] }
        if let listing = findings.agents { take(listing, at: now) }
        for row in findings.someAgents { take(row.value, askedAt: row.at, at: now) }
        if let listing = findings.calls { take(listing, of: nil, at: now) }
        for (agent, listing) in findings.callsOf { take(listing, of: agent, at: now) }
        if let (asked, rows) = findings.conferences { takeConferences(asked.value, rows) }
        return refreshed()
    }

    /// Remembers an end, so that an answer on its way does not undo it.
    mutating func endCall(_ id: String) {
        guard live.removeValue(forKey: id) != nil else { return }
        ended[id] = moment()
        if ended.count > Self.longestMemory { ended = ended.filter { latest - $0.value < Self.longestMemory } }
    }

    func hasEnded(_ id: String, after asked: Moment) -> Bool { ended[id].map { $0 > asked } ?? false }

    private static let longestMemory = 1_000
}

// MARK: - What goes out

extension ICPPicture {
    /// Derives the entities anew and tells what is different.
    mutating func refreshed() -> [Change] {
        var fresh = Shown()
        let participants = participants()
        fresh.calls = derivedCalls(participants)
        fresh.agents = derivedAgents(participants)
        fresh.queues = derivedQueues(fresh.agents)
        fresh.waiting = derivedWaiting()
        fresh.rooms = rooms
        var changes: [Change] = []
        diff(.agent, shown.agents, fresh.agents, Entity.agent, into: &changes)
        diff(.queue, shown.queues, fresh.queues, Entity.queue, into: &changes)
        diff(.call, shown.calls, fresh.calls, Entity.call, into: &changes)
        diff(.waiting, shown.waiting, fresh.waiting, Entity.waiting, into: &changes)
        diff(.room, shown.rooms, fresh.rooms, Entity.room, into: &changes)
        shown = fresh
        return changes
    }

    /// The whole picture, for a board that has none or an old one.
    func listings() -> [Change] {
        func all<Value>(_ kind: EntityKind, _ values: [String: Value], _ entity: (Value) -> Entity) -> Change {
            .replace(site, kind, values.sorted { $0.key < $1.key }.map { entity($0.value) })
        }
        return [
            all(.agent, shown.agents, Entity.agent), all(.queue, shown.queues, Entity.queue), all(.call, shown.calls, Entity.call),
            all(.waiting, shown.waiting, Entity.waiting), all(.room, shown.rooms, Entity.room),
        ]
    }

    private func diff<Value: Equatable>(
        _ kind: EntityKind, _ old: [String: Value], _ new: [String: Value], _ entity: (Value) -> Entity, into changes: inout [Change]
    ) {
        changes += old.keys.filter { new[$0] == nil }.sorted().map { .remove(EntityKey(site: site, kind: kind, id: $0)) }
        changes += new.filter { old[$0.key] != $0.value }.sorted { $0.key < $1.key }.map { .put(entity($0.value)) }
    }

    private func derivedQueues(_ agents: [String: Agent]) -> [String: Queue] {
        var members: [String: [Queue.Member]] = [:]
        for agent in agents.values.sorted(by: { $0.id < $1.id }) where agent.state != .offline {
            let isAway = [.busy, .rest, .wrapup].contains(agent.state)
            for skill in agent.queues {
                members[skill, default: []].append(
                    Queue.Member(agent: agent.id, state: agent.state, paused: isAway, reason: agent.reason))
            }
        }
        return skills.mapValues { skill in
            let row = queues[skill.id]
            return Queue(
                site: site, id: skill.id, name: SafeText(skill.name.isEmpty ? skill.id : skill.name), waiting: row?.waiting,
                longestWait: row?.longestWait, members: members[skill.id] ?? [])
        }
    }

    private func derivedWaiting() -> [String: WaitingCall] {
        var all: [String: WaitingCall] = [:]
        for (skill, rows) in waiting {
            for (index, row) in rows.enumerated() where live[row.id]?.isOwn != true {
                all[row.id] = WaitingCall(
                    site: site, queue: skill, call: row.id, caller: row.caller, position: index + 1, since: row.begun,
                    priority: row.priority)
            }
        }
        return all
    }

    /// The agent that a word names: by work number, or by the telephone they have signed in with.
    func agent(named word: String) -> String? {
        if people[word] != nil || word == own { return word }
        return word == ownPhone ? own : peopleAtPhones[word]
    }
}
