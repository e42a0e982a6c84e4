import BackendSupport
import Exchange
import Foundation

/// What one sweep found; nil where it did not ask or the exchange refused.
struct Findings: Sendable {
    var status: AllStatus?
    var extensions: [ExtensionRow]?
    /// Names by queue number.
    var queues: [String: String]?
    /// Names of the not-ready reasons by their numbers.
    var reasons: [String: String]?
    var trunks: [String]?
    /// Reachability by the name of a network terminal.
    var peers: [String: String]?
    var figures: [QueueFiguresRow]?
    var calls: [Leg]?
    var channels: [ChannelRow]?
    /// Names of waiting callers by the identifiers of their calls, empty where the exchange has none.
    var callerNames: [String: String]?
    var pauses: PauseReasons?
    /// When what is so now began.
    var times: StateTimes?
    var participants: [ConferenceRow]?
    /// By room.
    var lines: [String: [MeetMeLine]]?
}

/// When states began, as the exchange tells it; asked for when a run begins, as later the change itself is seen.
struct StateTimes: Sendable {
    /// By telephone (section 4.60, `statustime`), on the exchange's wall clock.
    var status: [String: String] = [:]
    /// By queue and member's interface (section 4.84, `pausetime`).
    var pauses: [String: [String: String]] = [:]
}

/// All that is known of one exchange, as a value: answers go in, changes of the board come out.
///
/// It holds the facts as they were told, and the mirror of the entities derived from these: every answer tells everything
/// anew, and only what is different is passed on.
struct Picture {
    var clock: ExchangeClock
    private(set) var published: PublishedEntities

    // What was told.
    private(set) var status = AllStatus()
    private(set) var extensions: [String: ExtensionRow] = [:]
    private(set) var queueNames: [String: String] = [:]
    private(set) var reasons: [String: String] = [:]
    private(set) var trunks: [String] = []
    private(set) var peers: [String: String] = [:]
    private(set) var figures: [String: QueueFiguresRow] = [:]
    private(set) var otherCalls: [Leg] = []
    private(set) var channels: [ChannelRow] = []
    private(set) var callerNames: [String: String] = [:]
    private(set) var pauses = PauseReasons()
    private(set) var times = StateTimes()
    private(set) var participants: [ConferenceRow] = []
    private(set) var lines: [String: [MeetMeLine]] = [:]

    // What follows from it, made anew with each sweep.
    private(set) var telephones = Telephones()
    /// Which queues an agent is in, and as what.
    private(set) var memberships: [String: [String: QueueStatusRow.Member]] = [:]
    /// Who listens to whom.
    private(set) var supervisions: [LiveSupervision] = []
    /// The calls by the channels they have or had when last seen; a parked call has no other identity.
    var callsByChannel: [String: String] = [:]
    var calls: [String: LiveCall] = [:]
    /// Names made safe once, not with each sweep.
    private var safeNames: [String: SafeText] = [:]

    private let supervisionSettings: WebCTIConfiguration.Supervision

    init(site: SiteID, clock: ExchangeClock, supervision: WebCTIConfiguration.Supervision = .init()) {
        published = PublishedEntities(site: site)
        self.clock = clock
        supervisionSettings = supervision
    }

    var site: SiteID { published.site }

    mutating func apply(_ findings: Findings, at now: Date) -> [Change] {
        guard take(findings) else { return [] }
        times = findings.times ?? StateTimes()
        telephones = Telephones(extensions: extensions, status: status)
        supervisions = telephones.supervisions(on: channels, supervisionSettings)
        memberships = [:]
        for queue in status.queues {
            for member in queue.members {
                memberships[telephones.agent(behind: member), default: [:]][queue.number] = member
            }
        }
        calls = liveCalls()
        let calls = derivedCalls(at: now)
        let agents = derivedAgents(calls, at: now)
        published.replace(derivedTrunks())
        published.replace(agents)
        published.replace(derivedQueues(agents))
        published.replace(calls)
        published.replace(derivedWaiting(at: now))
        published.replace(derivedRooms(at: now))
        return published.takeChanges()
    }

    /// - Returns: whether anything is other than it was told before; mostly nothing is.
    private mutating func take(_ findings: Findings) -> Bool {
        var isNews = false
        func keep<Fact: Equatable>(_ found: Fact?, _ place: inout Fact) {
            guard let found, found != place else { return }
            place = found
            isNews = true
        }
        keep(findings.status, &status)
        keep(
            findings.extensions.map { Dictionary($0.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last }) }, &extensions)
        for row in findings.extensions ?? [] where safeNames[row.number]?.string != row.name { safeNames[row.number] = SafeText(row.name) }
        keep(findings.queues, &queueNames)
        keep(findings.reasons, &reasons)
        keep(findings.trunks, &trunks)
        keep(findings.peers, &peers)
        keep(findings.figures.map { Dictionary($0.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last }) }, &figures)
        keep(findings.calls, &otherCalls)
        keep(findings.channels, &channels)
        keep(findings.callerNames, &callerNames)
        keep(findings.pauses, &pauses)
        keep(findings.participants, &participants)
        keep(findings.lines, &lines)
        return isNews
    }

    func name(of number: String) -> SafeText { safeNames[number] ?? SafeText(number) }

    /// A time counted back from elapsed seconds, which must not tremble from one poll to the next.
    func steady(_ since: Date?, before: Date?) -> Date? {
        guard let since else { return before }
        if let before, abs(before.timeIntervalSince(since)) <= 2 { return before }
        return since
    }
}

/// Which number is at which telephone: users may be bound to any (document, sections 4.4 and 4.58).
struct Telephones: Sendable {
    /// The telephone of each number that has one.
    private(set) var devices: [String: DeviceRow] = [:]
    /// The number at each dial interface: `SIP/2011`.
    private var agents: [String: String] = [:]
    /// All numbers, those of telephones nobody is bound to included.
    private(set) var numbers: Set<String> = []
    private var listed: [String: ExtensionRow] = [:]

    init() {}

    init(extensions: [String: ExtensionRow], status: AllStatus) {
        listed = extensions
        let byNumber = Dictionary(status.devices.map { ($0.number, $0) }, uniquingKeysWith: { _, last in last })
        var bound: [String: String] = [:]
        // Where two answers differ the present binding counts before the one of the list.
        for row in extensions.values where byNumber[row.device] != nil { bound[row.number] = row.device }
        for device in byNumber.values where !device.user.isEmpty { bound[device.user] = device.number }
        for binding in status.users where byNumber[binding.device] != nil { bound[binding.user] = binding.device }
        var taken: Set<String> = []
        numbers = Set(extensions.keys)
        numbers.formUnion(bound.keys)
        for (number, device) in bound {
            devices[number] = byNumber[device]
            taken.insert(device)
        }
        for device in byNumber.values where !taken.contains(device.number) {
            numbers.insert(device.number)
            devices[device.number] = device
        }
        for (number, device) in devices where !device.interface.isEmpty {
            // Two users at one telephone: the one that was bound to it now.
            if let other = agents[device.interface], device.user == other || (device.user != number && other == device.number) { continue }
            agents[device.interface] = number
        }
    }

    /// How the exchange rings a number: `SIP/2011`; nil where it is no number of this house.
    func interface(of number: String) -> String? {
        [devices[number]?.interface, listed[number]?.interface].compactMap(\.self).first { !$0.isEmpty }
    }

    /// Where a number's calls enter the dial plan.
    func context(of number: String) -> String? {
        [devices[number]?.context, listed[number]?.context].compactMap(\.self).first { !$0.isEmpty }
    }

    func agent(at interface: String) -> String? { agents[interface] }

    func agent(behind member: QueueStatusRow.Member) -> String {
        agents[member.interface] ?? (member.agent.isEmpty ? member.interface : member.agent)
    }

    /// The number behind a channel: `SIP/2011-b7c0d208`, `Local/2013@from-internal-a884,1`.
    func agent(behind channel: String) -> String? {
        let interface = Self.interface(of: channel)
        if let agent = agents[interface] { return agent }
        guard interface.hasPrefix("Local/") else { return nil }
        let name = String(interface.dropFirst(6))
        let number = name.cut(atOctet: UInt8(ascii: "@"))?.before ?? name
        return numbers.contains(number) ? number : nil
    }

    /// The dial interface an active channel belongs to.
    static func interface(of channel: String) -> String {
        guard let dash = channel.utf8.lastIndex(of: UInt8(ascii: "-")) else { return channel }
        return String(channel[..<dash])
    }
}
