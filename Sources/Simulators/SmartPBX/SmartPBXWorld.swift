/// A simulated telephone exchange as a value: no clock, no network. The same seed, start and commands give the same day,
/// in whatever steps it is advanced.
public struct SmartPBXWorld: ScheduledWorld {
    public internal(set) var now: Milliseconds
    /// Seconds that the device's local time is ahead of UTC.
    public var utcOffset: Int
    /// Calls a minute that the world makes by itself; 0 leaves it to commands and scripts.
    public internal(set) var rate: Double
    public internal(set) var extensions: [Extension]
    public internal(set) var trunks: [Trunk]
    public internal(set) var queues: [Queue]
    public internal(set) var rooms: [Room]
    /// The numbers of the voice menus.
    public let menus = ["9000"]
    /// Sounds that an alarm may play.
    let sounds: Set<String> = ["wakeup.wav", "alarm.wav", "起床.wav"]
    var calls: [String: Call] = [:]
    let started: Milliseconds
    var random: SeededRandom
    var schedule = EventSchedule<SmartPBXScheduledEvent>()
    var events: [WorldEvent] = []
    var callSerial = 0
    var channelSerial = 0
    /// Numbers that the next callers from outside show, before any made-up ones.
    var announcedCallers: [String] = []
    /// Supervision calls, in the order in which they began.
    var supervisions: [String] = []
    /// Whether it has begun to make calls of its own.
    var isAwake = false
    /// What was cut off when the latest interval was rounded to milliseconds; without it a storm would be too slow.
    var fraction = 0.0
    private var extensionIndex: [String: Int] = [:]

    init(
        now: Milliseconds, utcOffset: Int, rate: Double, extensions: [Extension], trunks: [Trunk], queues: [Queue],
        rooms: [Room], random: SeededRandom
    ) {
        self.now = now
        self.utcOffset = utcOffset
        self.rate = rate
        self.extensions = extensions
        self.trunks = trunks
        self.queues = queues
        self.rooms = rooms
        self.random = random
        started = now
        for (index, row) in extensions.enumerated() { extensionIndex[row.number] = index }
    }

    /// Lets time pass.
    /// - Returns: what the exchange reports of it, in order.
    public mutating func advance(to instant: Milliseconds) -> [WorldEvent] {
        pass(to: instant)
        return takeEvents()
    }

    /// The calls in progress, oldest first.
    public var liveCalls: [Call] { calls.values.sorted { $0.serial < $1.serial } }

    /// What commands have brought about since the last look.
    mutating func takeEvents() -> [WorldEvent] {
        defer { events.removeAll() }
        return events
    }

    func index(of number: String) -> Int? { extensionIndex[number] }
    public func `extension`(_ number: String) -> Extension? { extensionIndex[number].map { extensions[$0] } }
    public func queue(_ number: String) -> Queue? { queues.first { $0.number == number } }
    public func room(_ number: String) -> Room? { rooms.first { $0.number == number } }

    /// Changes an extension and reports its state if that is another now.
    mutating func change(_ number: String, _ body: (inout Extension) -> Void) {
        guard let index = extensionIndex[number] else { return }
        let before = extensions[index].status
        body(&extensions[index])
        let row = extensions[index]
        guard row.status != before else { return }
        events.append(.extensionStatus(number: number, status: row.status, address: row.address))
        if row.isFree {
            for queue in queues where queue.members.contains(where: { $0.number == number }) {
                schedule.add(.serve(queue.number), at: now)
            }
        }
    }

    mutating func changeQueue(_ number: String, _ body: (inout Queue) -> Void) {
        guard let index = queues.firstIndex(where: { $0.number == number }) else { return }
        body(&queues[index])
    }

    mutating func changeRoom(_ number: String, _ body: (inout Room) -> Void) {
        guard let index = rooms.firstIndex(where: { $0.number == number }) else { return }
        body(&rooms[index])
    }

    /// A duration of a call's life. When more calls are asked for than the agents could take at a human pace, the calls
    /// become shorter, down to milliseconds: that is what makes a load generator of the same world.
    mutating func pace(_ range: ClosedRange<Milliseconds>) -> Milliseconds {
        let minutesOfWork = 1.75
        let factor = rate > 0 ? min(1, 0.6 * Double(extensions.count) / (rate * minutesOfWork)) : 1
        return max(1, Int(Double(Int.random(in: range, using: &random)) * factor))
    }
}

/// What the exchange tells of itself.
public enum WorldEvent: Sendable, Equatable {
    case extensionStatus(number: String, status: String, address: String?)
    case invite(from: String, to: String, call: String)
    case keyPressed(menu: String, caller: String, key: String, call: String)
    case record(CallRecord)
}

/// A call that is over.
public struct CallRecord: Sendable, Equatable {
    public var call: SmartPBXWorld.Call
    public var end: Milliseconds
    /// ANSWERED, NO ANSWER, BUSY or FAILED.
    public var disposition: String

    /// Whole seconds from the answer to the end.
    public var billedSeconds: Int { call.answered.map { (end - $0) / 1_000 } ?? 0 }
}

/// What is on the schedule. One that names a call's turn is void once the call has moved on.
enum SmartPBXScheduledEvent: Sendable {
    case callFromOutside, callBetweenExtensions, callToOutside, agentChange, roomCall
    case answers(call: String, turn: Int, number: String)
    case givesUp(call: String, turn: Int)
    case abandons(call: String)
    case pressesKey(call: String, turn: Int)
    case ends(call: String, turn: Int)
    case serve(String)
    case roomActivity(String)
    case comesBack(String)
}
