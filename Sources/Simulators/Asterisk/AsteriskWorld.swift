/// A simulated Asterisk as a value: no clock, no network. The same seed, start and commands give the same day, in whatever
/// steps it is advanced.
public struct AsteriskWorld: TrafficWorld {
    public internal(set) var now: Milliseconds
    var random: SeededRandom
    var schedule = EventSchedule<AsteriskScheduledEvent>()
    var messages: [AsteriskMessage] = []
    var traffic = TrafficState()
    public internal(set) var telephones: [String: Telephone] = [:]
    public internal(set) var queues: [Queue] = []
    public internal(set) var channels: [String: Channel] = [:]
    var bridges: [String: Bridge] = [:]
    public internal(set) var rooms: [String: Room] = [:]
    /// Channels that are parked, by slot.
    public internal(set) var parked: [Int: String] = [:]
    /// Since when this run of the exchange lasts; identifiers of channels begin with it.
    var booted: Milliseconds
    var serial = 0
    var channelNumber = 0
    /// Traps of scenarios; see `AsteriskFaults`.
    var parksWithoutLeave = true

    public struct Telephone: Sendable, Equatable {
        public let number: String
        public var name: String
        public var isRegistered = true
        /// Called through a Local channel of the dialplan, as FreePBX does.
        public var isBehindLocal: Bool
    }

    public struct Member: Sendable, Equatable {
        public var interface: String
        public var stateInterface: String
        public var name: String
        public var number: String
        public var isDynamic = false
        public var penalty = 0
        public var isPaused = false
        public var reason = ""
        public var callsTaken = 0
        public var lastCall: Milliseconds = 0
        public var lastPause: Milliseconds = 0
        public var isInCall = false
    }

    public struct Queue: Sendable, Equatable {
        public let name: String
        public var strategy: String
        public var members: [Member] = []
        /// Channels that wait, first come first.
        public var waiting: [String] = []
        public var completed = 0
        public var abandoned = 0
        public var holdTime = 0
        public var talkTime = 0
        var answeredInTarget = 0
        var turn = 0
    }

    public struct Channel: Sendable, Equatable {
        public let id: String
        public let name: String
        public var linked: String
        public var state = 0
        public var number = ""
        public var caller = ""
        public var connectedNumber = ""
        public var connectedName = ""
        public var context = "from-internal"
        public var exten = "s"
        public var application = ""
        public var data = ""
        public var bridge: String?
        public var other: String?
        public var since: Milliseconds
        /// The telephone that it belongs to.
        public var telephone: String?
        /// The queue in which it waits, or from which it came, and since when.
        public var queue: String?
        var queuedAt: Milliseconds = 0
        /// Channels that ring for it.
        var rings: [String] = []
        var ringsFor: String?
        var turn = 0
        /// What it does when it is answered.
        var sequel: Sequel = .talk
        var isAdmin = false
        /// Of a spy: whom it listens to.
        var spies: String?
    }

    public enum Sequel: Sendable, Equatable {
        case talk
        case dialplan(context: String, exten: String)
        case application(String, data: String)
    }

    struct Bridge: Sendable, Equatable {
        var technology = "simple_bridge"
        var creator = "<unknown>"
        var name = "<unknown>"
        var members: [String] = []
    }

    public struct Room: Sendable, Equatable {
        public var bridge: String
        public var members: [String] = []
        public var muted: Set<String> = []
        public var talking: Set<String> = []
        public var isLocked = false
    }

    static let (dial, park, agents) = ("from-internal", "parkedcalls", "from-queue")
    static let slots = 701...720

    // MARK: Looking

    public func queue(_ name: String) -> Queue? { queues.first { $0.name == name } }
    mutating func change(queue name: String, _ body: (inout Queue) -> Void) { queues.change(\.name, name, body) }
    mutating func change(_ id: String, _ body: (inout Channel) -> Void) { if channels[id] != nil { body(&channels[id]!) } }
    public func channel(named name: String) -> Channel? { channels.values.first { $0.name == name } }
    var sortedChannels: [Channel] { channels.values.sorted { $0.id < $1.id } }

    /// Asterisk's number of the state of a device: 1 not in use, 2 in use, 5 unavailable, 6 ringing.
    func deviceState(_ number: String) -> Int {
        guard telephones[number]?.isRegistered == true else { return 5 }
        let own = channels.values.filter { $0.telephone == number }
        if own.contains(where: { $0.state == 6 }) { return 2 }
        return own.isEmpty ? 1 : 6
    }

    /// The same as the state of an extension: 0 idle, 1 in use, 4 unavailable, 8 ringing.
    func hintState(_ number: String) -> (code: Int, text: String) {
        switch deviceState(number) {
        case 2: (1, "InUse")
        case 5: (4, "Unavailable")
        case 6: (8, "Ringing")
        default: (0, "Idle")
        }
    }

    func isFree(_ number: String) -> Bool { deviceState(number) == 1 }

    /// Whether a number leads anywhere in a context.
    func leadsAnywhere(_ exten: String, in context: String) -> Bool {
        if context == Self.park { return Int(exten).map { Self.slots.contains($0) } ?? false }
        guard context == Self.dial || context == Self.agents || context == "from-trunk" else { return false }
        if telephones[exten] != nil || exten.count >= 7 && exten.allSatisfy(\.isNumber) { return true }
        return Self.queueNumber(exten) != nil || exten.hasPrefix("70") && exten.count == 4
    }

    /// Queues are dialled as 8001, 8002 …
    static func queueNumber(_ exten: String) -> Int? {
        guard exten.count == 4, exten.hasPrefix("800"), let digit = exten.last?.wholeNumberValue, digit > 0 else { return nil }
        return digit - 1
    }
}

/// What is on the schedule. What names a channel's turn is void once the channel has moved on.
enum AsteriskScheduledEvent: TrafficEvent {
    case traffic(CallTraffic)
    case answers(String, turn: Int)
    case givesUp(String, turn: Int)
    case abandons(String)
    case ends(String, turn: Int)
    case serve(String)
    case wrapUpEnds(queue: String)
    case talks(room: String)
    case comesBack(String)
}
