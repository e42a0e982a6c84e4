import BackendSupport
import Exchange
import Foundation

/// All that is known of one conference server, as a value: messages go in, changes of the board come out.
///
/// A room goes by its server id. Its local id is kept beside it: requests must carry it, some messages have nothing else,
/// and another local id under the same server id is another room (catalog, `transport.room_ids`).
struct Picture {
    struct RoomFacts {
        var local = ""
        var operatorName = ""
        var operatorNumber = ""
        var title = ""
        var isBroadcast = false
        private(set) var members: [Room.Member] = []
        /// Where each member stands, by number: a list may name tens of thousands.
        private var places: [String: Int] = [:]
        /// What was told of each member, of those who left as well.
        var told: [String: Told] = [:]
        /// When it was told of last.
        var heard = Told()
        /// Whether it has ever stood in a list.
        var isListed = false
        /// How many lists running it was missing in.
        var missed = 0

        func member(_ number: String) -> Room.Member? { places[number].map { members[$0] } }

        mutating func append(_ member: Room.Member) {
            places[member.number] = members.count
            members.append(member)
        }

        mutating func change(_ number: String, _ body: (inout Room.Member) -> Void) {
            if let place = places[number] { body(&members[place]) }
        }

        mutating func remove(where isGone: (Room.Member) -> Bool) {
            let before = members.count
            members.removeAll(where: isGone)
            guard members.count != before else { return }
            places = Dictionary(members.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// When something was told: in the order of what was asked and heard, and by the monotonic clock.
    struct Told {
        var at = SequenceNumber.zero
        var uptime = Duration.zero
    }

    /// A message, with the request it answers where it answers one.
    struct Heard {
        var message: Message
        var request: Message?
    }

    /// Both ids of a room: one of them alone is used again.
    struct RoomIDs: Hashable {
        var server: String
        var local: String
    }

    let site: SiteID
    /// Our log-in name.
    let username: String
    var published: PublishedEntities
    var sequence = SequenceCounter()
    /// Rooms that were released: late messages about them open no room.
    var released = RecentlyEnded<RoomIDs, Void>()
    var rooms: [String: RoomFacts] = [:]
    var operators: [String: OperatorFacts] = [:]
    /// A message did not fit what we know: the rooms should be asked for.
    var isInDoubt = false
    /// When the rooms were asked for last, until the answers are in.
    var listingAsked: SequenceNumber?
    /// Whether the server has ever listed a room on this link, so that its silence about one means something.
    var listsRooms = false
    /// Whether rooms of other operators were among them.
    var listsOthers = false
    /// Who was muted when the link was lost.
    var mutedBefore: MutedMembers
    private var toldNames: Set<String> = []
    /// Flags of members that have been told, by room and number.
    var toldFlags: [String: [String: [String]]] = [:]
    var areOperatorsStale = false
    var staleRooms: Set<String> = []

    init(site: SiteID, username: String, muted: MutedMembers = MutedMembers()) {
        mutedBefore = muted
        self.site = site
        self.username = username
        published = PublishedEntities(site: site)
    }

    /// The server id of a room by either of its ids.
    func roomID(_ word: String) -> String? {
        rooms[word] != nil ? word : rooms.first { $0.value.local == word && !word.isEmpty }?.key
    }
}

// MARK: - What comes in

extension Picture {
    mutating func apply(_ heard: [Heard], at now: Date) -> [Change] {
        for item in heard {
            _ = sequence.next()
            apply(item.message, answering: item.request, at: now)
        }
        return takeNews()
    }

    private mutating func apply(_ message: Message, answering request: Message?, at now: Date) {
        switch message.name {
        case "CREATECONFROOMACK":
            guard message.isSuccess, let id = open(message) else { return }
            rooms[id]!.title = request?["CONFROOMDESC"] ?? ""
            for number in [rooms[id]!.operatorNumber] + (request?.others ?? []) { invite(number, to: id, at: now) }
        case "NEWCONFROOM", "SERVERCREATECONFROOM":
            _ = open(message)
        case "SERVERCREATEINCOMINGCONFROOM":
            guard let id = open(message), message.number.isWireNumber else { return }
            // The caller is there; what is missing is the operator.
            put(message.number, .waiting, in: id, at: now)
            tell("incoming", "incoming call from \(message.number)", message, at: now)
        case "CONFROOMINFO":
            list(message, at: now)
        case "MEMBERRING":
            report(message, .ringing, at: now)
        case "MEMBERCONNECTED":
            report(message, .joined, at: now)
        case "ADDMEMBERACK":
            report(message, message.isSuccess ? .joined : .failed, at: now)
        case "MEMBERCALLFAILED":
            guard report(message, .failed, at: now) else { return }
            tell("callfailed", "\(message.number): call failed: \(message.explanation)", message, at: now)
        case "QUITCONFROOM":
            leave(message, message.number)
        case "KICKCONFMEMBERACK", "DELETEMEMBERACK":
            if message.isSuccess { leave(message, message.number.isEmpty ? request?.number ?? "" : message.number) }
        case "ADDCONFMEMBERACK":
            guard message.isSuccess, let request, let id = known(request) else { return }
            for number in request.others { invite(number, to: id, at: now) }
        case "MUTECONFMEMBERACK", "UNMUTECONFMEMBERACK":
            let number = message.number.isEmpty ? request?.number ?? "" : message.number
            guard message.isSuccess, let id = known(message) ?? request.flatMap(known) else { return }
            change(number, in: id) { $0.muted = message.name == "MUTECONFMEMBERACK" }
        case "SETCONFBROADCASTACK", "UNSETCONFBROADCASTACK":
            guard message.isSuccess, let id = known(message) ?? request.flatMap(known) else { return }
            rooms[id]!.isBroadcast = message.name == "SETCONFBROADCASTACK"
            staleRooms.insert(id)
        case "SERVERRELEASECONFROOM":
            release(message)
        case "OPERATORINFO", "OPERATORLOGIN", "OPERATORLOGOUT", "OPERATORNEWSTATE", "OPERATORNUMBERSTATE":
            takeOperators(message, at: now)
        case "INCOMINGCALLQUEUESTATE", "SPECIALINCOMINGCALLQUEUESTATE":
            tell("queuestate", message.raw, message, at: now)
        case "KEEPALIVE":
            break
        default:
            guard request == nil, !Self.answers.contains(message.name), toldNames.count < 100 else { return }
            guard toldNames.insert(message.name).inserted else { return }
            tell("unknown", message.raw, message, at: now)
        }
    }

    /// Answers that change nothing on the board.
    private static let answers: Set<String> = [
        "LOGINACK", "LOGOUTACK", "STOPCONFROOMACK", "SWITCHCONFROOMACK", "SETCONFHOSTVIDEOACK", "CHANGEPASSWORDACK",
        "SETOPERATORSTATEACK", "SETOPERATORNUMBERACK", "SETPRIORNUMBERACK",
    ]

    mutating func tell(_ topic: String, _ text: SafeText, _ message: Message, at now: Date) {
        published.tell(SiteMessage(site: site, time: now, topic: topic, text: text, details: message.details))
    }
}

// MARK: - Rooms

extension Picture {
    /// The room a message is about, if it is known under the ids it gives.
    func known(_ message: Message) -> String? {
        message.serverRoom.isEmpty ? roomID(message.localRoom) : rooms[message.serverRoom] == nil ? nil : message.serverRoom
    }

    /// Told now.
    private var present: Told { Told(at: sequence.latest, uptime: released.uptime) }

    /// A late message about a room that was released, and is no room now.
    func isLate(_ message: Message, asked: SequenceNumber = .zero) -> Bool {
        if message.localRoom.isEmpty { return false }
        if let id = known(message), isSame(id, message) { return false }
        return released.contains(RoomIDs(server: message.serverRoom, local: message.localRoom), after: asked)
    }

    private func isSame(_ id: String, _ message: Message) -> Bool {
        let (local, told) = (rooms[id]?.local ?? "", message.localRoom)
        return local.isEmpty || told.isEmpty || local == told
    }

    /// A room that begins, or is listed. Where its id was another room's until now, that one is gone.
    /// - Returns: its id; nil for a message that names none.
    mutating func open(_ message: Message) -> String? {
        let id = known(message) ?? message.serverRoom
        guard !id.isEmpty else { return nil }
        if !isSame(id, message) { forget(id) }
        var facts = rooms[id] ?? RoomFacts()
        let told = (message.localRoom, message.operatorName, message["OPERATORNUMBER"])
        if !told.0.isEmpty { facts.local = told.0 }
        if !told.1.isEmpty { facts.operatorName = told.1 }
        if !told.2.isEmpty { facts.operatorNumber = told.2 }
        facts.heard = present
        rooms[id] = facts
        staleRooms.insert(id)
        return id
    }

    /// What a member's own message tells. A failure of somebody in a room that is gone is no news.
    @discardableResult
    private mutating func report(_ message: Message, _ state: Room.MemberState, at now: Date) -> Bool {
        guard !message.number.isEmpty else { return false }
        if let id = known(message), !isSame(id, message) {
            // Another local id: the room we knew is gone, and with it what fails in it.
            isInDoubt = true
            if state == .failed { return false }
        }
        if state == .failed, known(message) == nil { return false }
        guard !isLate(message), let id = open(message) else { return false }
        if message.isOperator { rooms[id]!.operatorNumber = message.number }
        put(message.number, state, in: id, at: now)
        change(message.number, in: id) { $0.name = state == .failed && message.reasonCode != nil ? message.explanation : nil }
        return true
    }

    private mutating func leave(_ message: Message, _ number: String) {
        guard let id = known(message) else { return }
        guard isSame(id, message) else { return isInDoubt = true }
        rooms[id]!.remove { $0.number == number }
        rooms[id]!.told[number] = present
        staleRooms.insert(id)
    }

    private mutating func release(_ message: Message) {
        guard let id = known(message) else { return }
        if !isSame(id, message) { isInDoubt = true }
        forget(id)
    }

    mutating func forget(_ id: String) {
        guard let facts = rooms.removeValue(forKey: id) else { return }
        released.insert(RoomIDs(server: id, local: facts.local), at: sequence.latest)
        toldFlags[id] = nil
        staleRooms.insert(id)
    }

    /// A member who was called, unless he is on his way or in already.
    private mutating func invite(_ number: String, to id: String, at now: Date) {
        guard !number.isEmpty else { return }
        let present = rooms[id]?.member(number)?.state
        if present == nil || present == .failed || present == .left { put(number, .invited, in: id, at: now) }
    }

    private mutating func put(_ number: String, _ state: Room.MemberState, in id: String, at now: Date) {
        guard rooms[id] != nil else { return }
        set(number, state, in: id, at: now)
        rooms[id]!.told[number]?.at = sequence.latest
    }

    /// Sets the state of a member, who is new or known, whoever told it.
    mutating func set(_ number: String, _ state: Room.MemberState, in id: String, at now: Date) {
        if rooms[id]!.member(number) == nil {
            rooms[id]!.append(Room.Member(id: number, number: number, state: state, since: now))
            rooms[id]!.told[number] = Told(at: .zero, uptime: released.uptime)
        }
        var isOther = false
        change(number, in: id) { member in
            isOther = member.state != state
            if isOther { (member.state, member.since, member.name) = (state, now, nil) }
            if state != .joined { member.muted = false }
        }
        if isOther { rooms[id]!.told[number, default: Told()].uptime = released.uptime }
    }

    mutating func change(_ number: String, in id: String, _ body: (inout Room.Member) -> Void) {
        guard rooms[id]?.member(number) != nil else { return }
        rooms[id]!.change(number, body)
        staleRooms.insert(id)
    }
}

// MARK: - What is shown

extension Picture {
    /// What the server has, in the order in which it is told.
    static let kinds: [EntityKind] = [.agent, .room]

    /// Derives what is shown of what changed.
    /// - Returns: what is different.
    mutating func takeNews() -> [Change] {
        refresh()
        return published.takeChanges()
    }

    private mutating func refresh() {
        guard !staleRooms.isEmpty || areOperatorsStale else { return }
        for id in staleRooms.sorted() {
            if let facts = rooms[id] { published.put(entity(id, facts)) } else { published.remove(Room.self, id) }
        }
        staleRooms = []
        refreshAgents()
    }

    private func entity(_ id: String, _ facts: RoomFacts) -> Room {
        let title = facts.title.isEmpty ? [facts.operatorName, facts.local].filter { !$0.isEmpty }.joined(separator: " ") : facts.title
        let isActive = facts.members.contains { $0.state == .joined }
        return Room(
            site: site, id: id, name: SafeText(title), moderators: facts.operatorNumber.isEmpty ? [] : [facts.operatorNumber],
            state: facts.isBroadcast ? "broadcast" : isActive ? "active" : "empty",
            members: facts.members.map { member in
                var member = member
                member.moderator = member.number == facts.operatorNumber
                return member
            })
    }
}
