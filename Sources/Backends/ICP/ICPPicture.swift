import BackendSupport
import Exchange
import Foundation

/// What one refresh found; nil where it did not ask or the gateway refused.
struct RefreshResult: Sendable {
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
    /// Those of our own calls that are held, by the gateway's list of them.
    var held: Asked<Set<String>>?
    /// The conferences that were asked about, and those that there are.
    var conferences: (asked: Asked<Set<String>>, rows: [ConferenceRow])?
    /// Names of the rest causes, by number.
    var restCauses: [String: String]?
}

/// All that is known of one gateway, as a value: events and answers go in, changes of the board come out.
///
/// It holds the facts as they were told, and the mirror of the entities derived from these. Facts carry the point at which
/// they were learned: an event outranks an answer that was asked for before it.
struct ICPPicture {
    struct Person {
        var row: AgentRow
        var name: SafeText
        var group: SafeText?
        var state: AgentState
        /// What else the feed has told of a call: muted, supervised.
        var activity: SafeText?
        /// Why busy or resting, as a number of the gateway's.
        var reason = ""
        var since: Date?
        /// When the latest event about it came.
        var told = SequenceNumber.zero
        /// When the row was asked for.
        var asked = SequenceNumber.zero
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
        /// The other call of ours for which this one waits, held by the gateway unasked.
        var heldFor: String?
        /// Joined with another on our word: whichever release is told first, we have left both.
        var isHandedOver = false
        var recording: SafeText?
        /// When the gateway last spoke of it.
        var seen: SequenceNumber
    }

    /// Whom our own agent listens to, and how.
    struct Supervision: Equatable {
        var agent: String
        var mode: SupervisionMode
        /// The gateway has told that it has begun: our telephone rings, or the agent is occupied. Until then an event of being
        /// idle is older than the supervision.
        var isUnderWay = false
    }

    var published: PublishedEntities
    var sequence = SequenceCounter()
    var site: SiteID { published.site }
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
    /// Who listens to our own agent.
    var supervisedBy: Exchange.Supervision?
    /// Our own telephone rings, as events of it tell.
    var isPhoneRinging = false
    /// When an event last said that our agent is occupied or its telephone rings.
    var occupied = SequenceNumber.zero
    /// Whether our own agent may inspect others; nil where the gateway does not tell.
    var isInspector: Bool?
    /// Agents whose state an event has cast into doubt.
    var doubtful: Set<String> = []

    /// Calls that have ended: an answer that was asked for before the end does not bring them back.
    var ended = RecentlyEnded<String, Void>()

    init(site: SiteID, agent: String, phone: String) {
        published = PublishedEntities(site: site)
        own = agent
        ownPhone = phone
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

    mutating func apply(_ result: RefreshResult, at now: Date) -> [Change] {
        if let it = result.restCauses { restCauses = it }
        if let rows = result.skills { skills = Dictionary(rows.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last }) }
        if let rows = result.queues { for row in rows { queues[row.skill] = row } }
        if result.hasLookedAtWaiting { waiting = result.waiting ?? [:] }
        if let listing = result.agents { take(listing, at: now) }
        for row in result.someAgents { take(row.value, askedAt: row.at, at: now) }
        if let listing = result.calls { take(listing, of: nil, at: now) }
        for (agent, listing) in result.callsOf { take(listing, of: agent, at: now) }
        if let held = result.held { takeHeld(held) }
        if let (asked, rows) = result.conferences { takeConferences(asked.value, rows) }
        return refreshed()
    }

    /// Remembers an end, so that an answer on its way does not undo it.
    mutating func endCall(_ id: String) {
        guard live.removeValue(forKey: id) != nil else { return }
        ended.insert(id, at: sequence.next())
        // Who was held for it is on the line again (section 2.2).
        for waiting in live.values where waiting.heldFor == id {
            live[waiting.id]?.state = .talking
            live[waiting.id]?.heldFor = nil
            live[waiting.id]?.seen = sequence.next()
        }
    }
}

// MARK: - What goes out

extension ICPPicture {
    /// Derives the entities anew and tells what is different.
    mutating func refreshed() -> [Change] {
        let participants = participants()
        let agents = derivedAgents(participants)
        published.replace(agents)
        published.replace(derivedQueues(agents))
        published.replace(derivedCalls(participants))
        published.replace(derivedWaiting())
        published.replace(rooms)
        return published.takeChanges()
    }

    /// The whole picture, for a board that has none or an old one.
    func listings() -> [Change] { published.listings([.agent, .queue, .call, .waiting, .room]) }

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
