/// A simulated dispatch conference server as a value: no clock, no network. The same seed, start and commands give the
/// same day, in whatever steps it is advanced.
public struct ConferenceServerWorld: TrafficWorld {
    public internal(set) var now: Milliseconds
    /// Seconds that the server's local time is ahead of UTC.
    public var utcOffset = 0
    /// See `ConferenceServerFaults.stopsNamedOnly`.
    var stopsNamedOnly = false
    public internal(set) var operators: [Operator]
    public internal(set) var subscribers: [Subscriber]
    /// Callers from outside for whom no operator is free, first come first.
    public internal(set) var waitingCallers: [String] = []
    var rooms: [Int: Room] = [:]
    var random: SeededRandom
    var schedule = EventSchedule<ConferenceScheduledEvent>()
    var messages: [ConferenceEvent] = []
    var traffic = TrafficState()
    var serial = 0
    /// Numbers that are called or talk, and the member who has each: whoever else calls them finds them busy.
    var occupied: [String: Int] = [:]
    private var subscriberIndex: [String: Int] = [:]

    /// The SIP trunk that leads to the push-to-talk networks; it sits in a room as a member of its own (as 121 in the
    /// document's examples).
    static let trunk = "121"

    /// The rooms in progress, by the server's number.
    public var liveRooms: [Room] { rooms.values.sorted { $0.id < $1.id } }

    public func `operator`(_ name: String) -> Operator? { operators.first { $0.name == name } }
    public func room(_ id: Int) -> Room? { rooms[id] }
    public func subscriber(_ number: String) -> Subscriber? { subscriberIndex[number].map { subscribers[$0] } }

    mutating func indexSubscribers() {
        subscriberIndex = Dictionary(
            subscribers.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func changeOperator(_ name: String, _ body: (inout Operator) -> Void) {
        operators.change(\.name, name, body)
    }

    /// The room, unless it is gone and its number is another's now.
    func room(_ key: Room.Key) -> Room? { rooms[key.id].flatMap { $0.serial == key.serial ? $0 : nil } }

    mutating func change(_ key: Room.Key, _ body: (inout Room) -> Void) {
        guard rooms[key.id]?.serial == key.serial else { return }
        body(&rooms[key.id]!)
    }

    mutating func nextSerial() -> Int {
        serial += 1
        return serial
    }
}
