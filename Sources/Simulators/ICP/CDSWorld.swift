/// Simulated talking groups behind a simulated uPortal, as a value: no clock, no network. The same seed, start and commands give
/// the same day, in whatever steps it is advanced.
public struct CDSWorld: TrafficWorld {
    public internal(set) var now: Milliseconds
    let started: Milliseconds
    /// In the order in which they were made.
    public internal(set) var groupNumbers: [String] = []
    var groups: [String: Group] = [:]
    var radioGroups: [RadioGroup] = []
    /// Of dispatchers, radio groups and other users, by number.
    var names: [String: String] = [:]
    var dispatchers: [String] = []
    var otherUsers: [String] = []
    var registrations: [String: Registration] = [:]
    var parameters = CDSParameters()
    var records: [Record] = []
    var orders: [ThirdPartyOrder] = []
    var settings = CDSSettings()
    var random: SeededRandom
    var schedule = EventSchedule<CDSScheduledEvent>()
    var messages: [CDSNotification] = []
    var traffic = TrafficState()
    private var turns = 0
    private var recordsMade = 0

    init(empty seed: UInt64, start: Milliseconds) {
        now = start
        started = start
        random = SeededRandom(seed: seed)
    }

    /// Who is on a group's floor.
    public func floorHolder(of group: String) -> String? { groups[group]?.floor?.holder }

    mutating func nextTurn() -> Int {
        turns += 1
        return turns
    }

    /// A turn on the floor that has ended is kept for the list of recordings.
    mutating func note(_ before: Group, finished after: Group) {
        guard let floor = before.floor, floor.phase != .requested, after.floor?.turn != floor.turn else { return }
        recordsMade += 1
        records.append(Record(id: recordsMade, group: before.number, user: floor.holder, began: floor.since, ended: now))
        if records.count > 500 { records.removeFirst(100) }
    }
}

enum CDSTraffic: Sendable { case turn, groupCall, mixedCall, emergency }

/// What is on the schedule. One that names a turn is void once that has ended.
enum CDSScheduledEvent: TrafficEvent {
    case sessionEnds(String)
    case subscriptionEnds(group: String, dispatcher: String)
    case listens(group: String, dispatcher: String, turn: Int)
    case listeningTimesOut(group: String, dispatcher: String, turn: Int)
    case floorGranted(group: String, turn: Int)
    case floorTimesOut(group: String, turn: Int)
    case floorReleasing(group: String, turn: Int)
    case floorEnds(group: String, turn: Int)
    case replies(group: String, to: String)
    case groupCallConnects(group: String, turn: Int)
    case groupCallEnds(group: String, turn: Int)
    case mixedCallAnswered(group: String, user: String, turn: Int)
    case mixedCallEnds(group: String, turn: Int)
    case emergencyEnds(group: String, turn: Int)
    case traffic(CDSTraffic)
}

/// `pubparam`: what the service allows.
struct CDSParameters: Sendable, Equatable {
    private(set) var values: [String: OrderedJSON] = [
        "maxGrpMonCount": 10, "maxGrpSubCount": 10, "maxDisMonCount": 10, "maxDisSubCount": 10, "maxTempGrpMemberCount": 36,
        "isPttDependsSelect": "true", "maxPttTimeoutInterval": 70, "maxMonOpTimeoutInterval": 60,
        "maxPttOpTimeoutInterval": 2_000, "isAutoDownCall": "true", "isMixSupportGrant": "true", "optimizedPtt": "false",
        "recordPath": "record/",
    ]

    /// A limit or a time; those of operations with a telephone are in seconds, `maxPttOpTimeoutInterval` in milliseconds.
    func number(_ name: String) -> Int { values[name]?.number ?? 0 }
    func isOn(_ name: String) -> Bool { values[name]?.flag ?? false }

    /// In the order of their names.
    var answer: OrderedJSON { .fields(values.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }) }

    /// Takes over what is given; all of it or nothing.
    mutating func change(_ fields: [OrderedJSON.Field]) throws(CDSRefusal) {
        var changed = values
        for field in fields {
            let (name, value) = (field.name, field.value)
            guard let old = values[name] else { throw .illegal }
            if let number = value.number, old.number != nil, (0...1_000_000).contains(number) {
                changed[name] = .number(number)
            } else if let flag = value.flag, old.flag != nil {
                changed[name] = .text(String(flag))
            } else if let text = value.text, old.number == nil, old.flag == nil {
                changed[name] = .text(text)
            } else {
                throw .illegal
            }
        }
        values = changed
    }
}
