/// A simulated telephone exchange as a value: no clock, no network. The same seed, start and commands give the same day,
/// in whatever steps it is advanced.
public struct SmartPBXWorld: TrafficWorld {
    public internal(set) var now: Milliseconds
    /// Seconds that the device's local time is ahead of UTC.
    public var utcOffset = 0
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
    var messages: [SmartPBXEvent] = []
    var traffic = TrafficState()
    var callSerial = 0
    var channelSerial = 0
    /// Supervision calls, in the order in which they began.
    var supervisions: [String] = []
    var extensionIndex: [String: Int] = [:]

    /// The calls in progress, oldest first.
    public var liveCalls: [Call] { calls.values.sorted { $0.serial < $1.serial } }

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
        messages.append(.extensionStatus(number: number, status: row.status, address: row.address))
        if row.isFree {
            for queue in queues where queue.members.contains(where: { $0.number == number }) {
                schedule.add(.serve(queue.number), at: now)
            }
        }
    }

    mutating func changeQueue(_ number: String, _ body: (inout Queue) -> Void) {
        queues.change(\.number, number, body)
    }

    mutating func changeRoom(_ number: String, _ body: (inout Room) -> Void) {
        rooms.change(\.number, number, body)
    }
}

/// What the exchange tells of itself.
public enum SmartPBXEvent: Sendable, Equatable {
    case extensionStatus(number: String, status: String, address: String?)
    case invite(from: String, to: String, call: String)
    case keyPressed(menu: String, caller: String, key: String, call: String)
    case record(SmartPBXCallRecord)
    /// Of a telephone that rang in vain for a call which others may still answer.
    case legRecord(SmartPBXCallRecord)
}

/// A call that is over.
public struct SmartPBXCallRecord: Sendable, Equatable {
    public var call: SmartPBXWorld.Call
    public var end: Milliseconds
    /// ANSWERED, NO ANSWER, BUSY or FAILED.
    public var disposition: String

    /// Whole seconds from the answer to the end.
    public var billedSeconds: Int { call.answered.map { (end - $0) / 1_000 } ?? 0 }
}

/// What is on the schedule. One that names a call's turn is void once the call has moved on.
enum SmartPBXScheduledEvent: TrafficEvent {
    case traffic(CallTraffic)
    case answers(call: String, turn: Int, number: String)
    case givesUp(call: String, turn: Int)
    case abandons(call: String)
    case pressesKey(call: String, turn: Int)
    case ends(call: String, turn: Int)
    case serve(String)
    case roomActivity(String)
    case comesBack(String)
}
