import BackendSupport
import Exchange
import Foundation

/// One membership of a telephone in a queue, as QueueMember and the events about members tell it.
struct Member: Equatable, Sendable {
    var queue: String
    /// What the queue calls; QueuePause and QueueRemove take exactly this.
    var location: String
    var name: String
    var isDynamic: Bool
    /// Asterisk's number of the state of the device: 1 not in use, 2 in use, 6 ringing, 8 on hold …
    var status: Int
    var isPaused: Bool
    var reason: String
    var paused: Date?
    /// When the last call of the member ended, by the exchange's clock.
    var lastCall: Date?
    var isInCall: Bool
    var wrapUp: Duration

    /// - Parameter location: the key of the interface: `Location` in lists, `Interface` in events.
    init(_ message: Message, location: String) {
        queue = message["Queue"]
        self.location = message[location]
        name = message[message.event == "QueueMember" ? "Name" : "MemberName"]
        isDynamic = message["Membership"] == "dynamic"
        status = message.figure("Status") ?? 0
        isPaused = message.isYes("Paused")
        reason = message["PausedReason"]
        paused = WireFigure(message["LastPause"]).flatMap { $0.value > 0 ? $0.date : nil }
        lastCall = WireFigure(message["LastCall"]).flatMap { $0.value > 0 ? $0.date : nil }
        isInCall = message.isYes("InCall")
        wrapUp = WireFigure(message["Wrapuptime"])?.seconds ?? .zero
    }

    var state: AgentState { Self.states[status] ?? .unknown }
    private static let states: [Int: AgentState] = [
        1: .idle, 2: .talking, 3: .talking, 4: .offline, 5: .offline, 6: .ringing, 7: .talking, 8: .held,
    ]
}

/// A telephone: what its hint says of it, and its memberships, by queue.
struct Telephone: Equatable, Sendable {
    var id: String
    /// Asterisk's number of the state of the extension: 0 idle, 1 in use, 8 ringing, 16 on hold, 4 unavailable …
    var hint: Int?
    var memberships: [String: Member] = [:]
    /// When the present state began.
    var since: Date?

    var hintState: AgentState? {
        guard let hint else { return nil }
        if hint < 0 || hint & 4 != 0 { return .offline }
        if hint == 0 { return .idle }
        if hint & 3 != 0 { return .talking }
        return hint & 8 != 0 ? .ringing : hint & 16 != 0 ? .held : .unknown
    }

    /// What the device does. The hint is asked first: a Local interface is always there.
    var deviceState: AgentState {
        if let hintState { return hintState }
        let states = memberships.values.map(\.state)
        return Self.precedence.first(where: states.contains) ?? .unknown
    }
    private static let precedence: [AgentState] = [.talking, .held, .ringing, .idle, .offline]

    var isPaused: Bool { !memberships.isEmpty && memberships.values.allSatisfy(\.isPaused) }
    var name: String { memberships.values.sorted { $0.queue < $1.queue }.map(\.name).first { !$0.isEmpty } ?? "" }
}

/// The telephones by extension, or by their interface where that has no form that is known: one person in two queues is one.
struct Members: Sendable {
    private(set) var telephones: [String: Telephone] = [:]
    /// Who is in a queue: one change of many members must not look at all telephones.
    private var places: [String: Set<String>] = [:]

    subscript(id: String) -> Telephone? {
        get { telephones[id] }
        set { telephones[id] = newValue }
    }

    func id(_ message: Message, location: String, _ patterns: TelephonePatterns) -> String {
        let location = message[location]
        return patterns.member(stateInterface: message["StateInterface"], location: location) ?? location
    }

    mutating func put(_ member: Member, of id: String) {
        telephones[id, default: Telephone(id: id)].memberships[member.queue] = member
        places[member.queue, default: []].insert(id)
    }

    mutating func remove(queue: String, of id: String) {
        telephones[id]?.memberships[queue] = nil
        places[queue]?.remove(id)
    }

    /// Telephones of which nothing is left are none.
    mutating func clean() { telephones = telephones.filter { $0.value.hint != nil || !$0.value.memberships.isEmpty } }

    /// Those who are in a queue, by their extension.
    func inQueue(_ queue: String) -> [(id: String, member: Member)] {
        (places[queue] ?? []).sorted().compactMap { id in telephones[id]?.memberships[queue].map { (id, $0) } }
    }
}

/// The figures of one queue.
struct QueueFigures: Equatable, Sendable {
    var name: String
    var strategy = ""
    var completed: Int?
    var abandoned: Int?
    var holdTime: Int?
    var talkTime: Int?
    var serviceLevel: Double?

    init(name: String) { self.name = name }

    init(_ row: Message) {
        name = row["Queue"]
        strategy = row["Strategy"]
        completed = row.count("Completed")
        abandoned = row.count("Abandoned")
        holdTime = row.count("Holdtime")
        talkTime = row.count("TalkTime")
        serviceLevel = Double(row["ServicelevelPerf"]).flatMap { (0...100).contains($0) ? $0 : nil }
    }
}

/// A caller who waits.
struct Waiter: Equatable, Sendable {
    var queue: String
    var id: String
    var channel: String
    var caller: String
    var name: String
    var position: Int
    var since: Date
    var priority: Int?
}

/// Who listens to whom: the leg and telephone that are listened to, by the leg that listens.
struct Spy: Equatable, Sendable {
    var spyee: String
    var number: String
    /// nil where another than we began it and nothing tells its options.
    var how: Supervision.Manner?
    /// We set how it listens. Otherwise it is how it began: no event tells that it was switched by a digit since.
    var isHowOurs = false
}

/// A conference room.
struct RoomFacts: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        var channel: String
        var id: String
        var number: String
        var name: String
        var isMuted: Bool
        var isTalking: Bool
        var isAdmin: Bool
        var isWaiting: Bool
        var since: Date?
    }

    var members: [Member] = []
    var isLocked = false
    var isKnown = false
}
