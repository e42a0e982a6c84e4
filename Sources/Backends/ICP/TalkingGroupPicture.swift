import BackendSupport
import Exchange
import Foundation

/// What is known of the talking groups, and how it shows on the board. It knows no network.
struct TalkingGroupPicture {
    /// What happens in one group, as the platform told it.
    struct Life {
        var users: [String: [GroupOperation: GroupOperation.State]] = [:]
        var emergency: TalkingGroup.Emergency?
        /// Who holds the floor and since when; the time is nil where we came too late to know.
        var talker: (number: String, since: Date?)?
        /// Whether we have been looking on since.
        var isWatched = false
    }

    private var published: PublishedEntities
    private var sequence = SequenceCounter()
    /// Our dispatcher's number.
    let own: String
    var parameters = TalkingGroupParameters()
    /// False while the uPortal is out of reach: who holds a floor is unknown then.
    var isReachable = false {
        didSet { if !isReachable { for group in lives.keys { lives[group]?.isWatched = false } } }
    }
    private(set) var rows: [String: TalkingGroupRow] = [:]
    private(set) var lives: [String: Life] = [:]
    /// What an act of ours shows in place of the platform's word: asked for, being given back, denied, revoked.
    var acts: [String: Floor] = [:]
    /// When our talk-time limit is over, by group.
    var talkEnds: [String: Date] = [:]
    private var names: [String: SafeText] = [:]
    /// When news of a group were last taken in; a state that was asked for before is older than they are.
    private var latestNews: [String: SequenceNumber] = [:]

    init(site: SiteID, own: String) {
        published = PublishedEntities(site: site)
        self.own = own
    }

    // MARK: What is known

    func state(of user: String, _ operation: GroupOperation, in group: String) -> GroupOperation.State? {
        lives[group]?.users[user]?[operation]
    }

    /// Whether the platform has said that a step towards talking is taken.
    func holds(_ step: FloorStep, in group: String) -> Bool { state(of: own, step.operation, in: group) == .inOperation }

    /// The steps to the floor, in the order the platform demands. A mixed group knows neither subscription nor monitoring: who
    /// is in its call may ask for the floor.
    func steps(in group: String) -> [FloorStep] {
        guard rows[group]?.isMixed != true else { return [.floor] }
        return FloorStep.allCases.filter { $0 != .select || parameters.floorNeedsSelecting }
    }

    func hasMixedCall(_ group: String) -> Bool { conversation(in: group) == .mixedCall }

    /// How long we may talk in a group: the shortest of all limits.
    func talkLimit(in group: String, atMost limit: Duration) -> Duration {
        [limit, rows[group]?.talkLimit, parameters.talkLimit].compactMap { $0 }.min() ?? limit
    }

    /// The plain groups that we are a dispatcher of, by number.
    var memberships: [String] { rows.values.filter { !$0.isMixed && $0.dispatchers.contains(own) }.map(\.number).sorted() }

    var dispatchers: Set<String> { rows.values.reduce(into: [own]) { $0.formUnion($1.dispatchers) } }

    func latestNews(of group: String) -> SequenceNumber { latestNews[group, default: .zero] }

    // MARK: Taking in

    /// A complete listing: what is not in it is gone.
    mutating func take(_ listing: [TalkingGroupRow]) {
        rows = Dictionary(listing.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        lives = lives.filter { rows[$0.key] != nil }
        acts = acts.filter { rows[$0.key] != nil }
    }

    mutating func take(_ notice: GroupNotice, at now: Date) {
        guard rows[notice.group] != nil else { return }
        latestNews[notice.group] = sequence.next()
        if !notice.operatorName.isEmpty { names[notice.operatorNumber] = SafeText(notice.operatorName) }
        var life = lives[notice.group] ?? Life()
        life.users[notice.user, default: [:]][notice.operation] = notice.state
        if notice.operation == .emergencyCall {
            if notice.state == .notInOperation, notice.user == own || life.isEmergencyCaller(notice.user) {
                life.emergency = nil
            } else if notice.user != own, !life.isEmergencyCaller(notice.user), notice.state != .inProcess {
                // Somebody else has answered it, or has left it: who calls for help is the same.
            } else if notice.user == own {
                // It is we who are being called, or who have answered.
                let caller = notice.operatorNumber.isEmpty ? notice.user : notice.operatorNumber
                life.emergency = life.emergency ?? TalkingGroup.Emergency(number: caller, since: now)
                life.emergency?.isAnswered = notice.state == .inOperation
            } else if life.emergency?.number != notice.user {
                life.emergency = TalkingGroup.Emergency(number: notice.user, since: now)
            }
        }
        life.findTalker(now, own: own)
        lives[notice.group] = life
    }

    /// - Parameter asked: the latest news of the group when its state was asked for.
    /// - Returns: false where news came meanwhile, so that the state may be older than they are; it is not taken in then.
    mutating func take(_ state: GroupStateRow, of group: String, asked: SequenceNumber, at now: Date) -> Bool {
        guard rows[group] != nil else { return true }
        guard asked == latestNews(of: group) else { return false }
        latestNews[group] = sequence.next()
        var life = lives[group] ?? Life()
        life.users = state.users
        if state.emergencyUser.isEmpty {
            life.emergency = nil
        } else if life.emergency?.number != state.emergencyUser {
            life.emergency = TalkingGroup.Emergency(number: state.emergencyUser, since: now)
        }
        life.findTalker(now, own: own)
        lives[group] = life
        return true
    }

    /// An act of ours has changed the group: a state that was asked for before is too old.
    mutating func age(_ group: String) { latestNews[group] = sequence.next() }

    /// No notification tells that we have answered, or left, somebody's emergency call.
    mutating func answerEmergency(in group: String, _ isAnswered: Bool) { lives[group]?.emergency?.isAnswered = isAnswered }

    // MARK: Showing

    /// What has changed on the board since the last look, with new calls for help as messages.
    mutating func changes(at now: Date) -> [Change] {
        for row in rows.values.sorted(by: { $0.number < $1.number }) {
            let group = group(row, at: now)
            let before = published.groups[row.number]
            published.put(group)
            if let emergency = group.emergency, emergency.number != before?.emergency?.number {
                published.tell(
                    SiteMessage(
                        site: published.site, time: now, topic: "emergency",
                        text: "\(emergency.number) calls for help in group \(group.name)",
                        details: ["group": row.number, "number": emergency.number]))
            }
        }
        let listed = rows
        published.keep(TalkingGroup.self, only: { listed[$0] != nil })
        return published.takeChanges()
    }

    private func group(_ row: TalkingGroupRow, at now: Date) -> TalkingGroup {
        var group = TalkingGroup(
            site: published.site, id: row.number, name: row.title, type: row.isMixed ? "mixed" : "plain",
            floor: floor(of: row.number, at: now), subscribed: holds(.subscribe, in: row.number),
            monitored: holds(.monitor, in: row.number),
            selected: holds(.select, in: row.number), members: members(of: row))
        group.isReceiveOnly = row.isReceiveOnly
        group.conversation = conversation(in: row.number)
        group.emergency = lives[row.number]?.emergency
        group.emergency?.takenBy = lives[row.number]?.emergencyHelpers(own: own) ?? []
        return group
    }

    /// Who holds the floor, by the platform's word.
    func talker(in group: String) -> String? { lives[group]?.talker?.number }

    private func floor(of group: String, at now: Date) -> Floor {
        guard isReachable, let life = lives[group] else { return .unknown }
        let isOurs = life.talker?.number == own
        switch acts[group] {
        case .denied, .revoked: if !isOurs { return acts[group]! }  // a late yes is a yes: the microphone is open
        case let act?: return act
        case nil: break
        }
        guard let talker = life.talker else { return .idle }
        guard isOurs else { return .other(number: talker.number, since: talker.since) }
        return .mine(number: own, since: talker.since ?? now, until: talkEnds[group])
    }

    private func conversation(in group: String) -> TalkingGroup.Conversation? {
        let states = (lives[group]?.users ?? [:]).values
        if states.contains(where: { $0[.mixedGroupCall].map { $0 != .notInOperation } ?? false }) { return .mixedCall }
        return states.contains { $0[.groupCall].map { $0 != .notInOperation } ?? false } ? .groupCall : nil
    }

    private func members(of row: TalkingGroupRow) -> [TalkingGroup.Member] {
        let lists: [([String], SafeText)] = [
            (row.radioGroups, "radio group"), (row.dispatchers, "dispatcher"), (row.others, "user"),
        ]
        let listed = Set(lists.flatMap(\.0))
        // Who takes part without being of the group was called in for the time of a call.
        let users = lives[row.number]?.users ?? [:]
        let guests = users.filter { user, states in
            !listed.contains(user) && states.values.contains { $0 != .notInOperation }
        }.keys.sorted()
        return (lists + [(guests, "guest")]).flatMap { numbers, type in
            numbers.map { number in
                TalkingGroup.Member(
                    number: number, name: names[number] ?? "", type: type, state: Self.words(for: users[number] ?? [:]))
            }
        }
    }

    /// What matters most of what a member does.
    private static func words(for states: [GroupOperation: GroupOperation.State]) -> SafeText {
        ranks.first { states[$0.operation] == $0.state }?.words ?? ""
    }

    private static let ranks: [(operation: GroupOperation, state: GroupOperation.State, words: SafeText)] = [
        (.emergencyCall, .inProcess, "calls for help"), (.emergencyCall, .inOperation, "in the emergency call"),
        (.ptt, .inOperation, "speaking"), (.ptt, .inDownPttOperation, "spoken to"), (.ptt, .inProcess, "asks for the floor"),
        (.ptt, .inDownPttProcess, "being called up"), (.ptt, .inCancelProcess, "gives the floor back"),
        (.mixedGroupCall, .unmuted, "may speak"), (.mixedGroupCall, .muted, "listens"),
        (.mixedGroupCall, .inProcess, "being called"),
        (.groupCall, .inOperation, "in the group call"), (.groupCall, .inProcess, "being called"),
        (.select, .inOperation, "selected"), (.monitor, .inOperation, "monitoring"), (.monitor, .inProcess, "begins to monitor"),
        (.subscribe, .inOperation, "subscribed"),
    ]
}

extension TalkingGroupPicture.Life {
    /// Where nobody is known to call for help, whoever is told of calls.
    fileprivate func isEmergencyCaller(_ user: String) -> Bool { emergency.map { $0.number == user } ?? true }

    /// Who has answered the call for help besides ourselves.
    fileprivate func emergencyHelpers(own: String) -> [String] {
        users.filter { $0.value[.emergencyCall] == .inOperation && $0.key != own && !isEmergencyCaller($0.key) }.keys.sorted()
    }

    /// Who speaks now; ourselves where the platform says it of us, whoever else it names.
    fileprivate mutating func findTalker(_ now: Date, own: String) {
        defer { isWatched = true }
        let talkers = users.filter { $0.value[.ptt] == .inOperation }.keys
        guard let number = talkers.contains(own) ? own : talkers.min() else {
            talker = nil
            return
        }
        if talker?.number != number { talker = (number, isWatched || number == own ? now : nil) }
    }
}
