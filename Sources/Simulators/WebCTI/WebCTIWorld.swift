/// A simulated MVB2000 V5 as a value: no clock, no network. The same seed, start and commands give the same day, in
/// whatever steps it is advanced.
public struct WebCTIWorld: TrafficWorld {
    public internal(set) var now: Milliseconds
    /// Seconds that the platform's local time is ahead of UTC.
    public let utcOffset = 28_800
    /// How far the platform's own clock is ahead of the true time.
    var clockAhead: Milliseconds = 0
    public internal(set) var devices: [Device]
    public internal(set) var users: [User]
    public internal(set) var queues: [Queue]
    public internal(set) var rooms: [Room]
    public internal(set) var trunks: [Trunk]
    public let pauseTypes: [PauseType]
    public internal(set) var channels: [String: Channel] = [:]
    public internal(set) var parkedCalls: [ParkedCall] = []
    /// The queue log, oldest first; the latest five thousand rows.
    public internal(set) var queueLog: [LogRow] = []
    /// What is kept as rows and nothing more: lists, records, messages, outbound tasks.
    var tables = WebCTITables()
    /// Recordings that can be fetched, with the folder of the spool they lie in.
    var files: [String: String] = [:]
    let started: Milliseconds
    var random: SeededRandom
    var schedule = EventSchedule<ScheduledEvent>()
    /// Nothing is told: consoles ask.
    var messages: [Never] = []
    var traffic = TrafficState()
    var serial = 0
    /// Lists of members show the code of a pause. The document has 0 and 1 there (4.84), and the reason in the queue log only.
    var showsPauseCodes = false
    /// Slots of the parking lot.
    static let slots = 71...98
    let deviceIndex: [String: Int]
    let userIndex: [String: Int]

    /// The channels, oldest first.
    public var liveChannels: [Channel] { channels.values.sorted { $0.serial < $1.serial } }

    public func device(_ number: String) -> Device? { deviceIndex[number].map { devices[$0] } }
    public func user(_ number: String) -> User? { userIndex[number].map { users[$0] } }
    public func queue(_ number: String) -> Queue? { queues.first { $0.number == number } }
    public func room(_ number: String) -> Room? { rooms.first { $0.number == number } }

    /// The device of a dial interface, as 2011 of SIP/2011 (or of Local/2011@from-internal).
    func device(ofInterface interface: String) -> Device? {
        guard let slash = interface.firstIndex(of: "/") else { return nil }
        let number = interface[interface.index(after: slash)...].prefix { $0 != "@" }
        guard let device = device(String(number)) else { return nil }
        return interface.hasPrefix("Local/") || device.interface == interface ? device : nil
    }

    /// The name of whoever sits at a device.
    func name(of device: Device) -> String { user(device.user)?.name ?? "" }

    /// Changes whatever a device's state hangs on, and remembers when that state became another.
    mutating func watching(_ number: String?, _ body: (inout WebCTIWorld) -> Void) {
        guard let number, let index = deviceIndex[number] else { return body(&self) }
        let before = status(of: devices[index])
        body(&self)
        guard status(of: devices[index]) != before else { return }
        devices[index].statusSince = now
        for queue in queues where !queue.waiting.isEmpty && queue.place(of: number) != nil {
            schedule.add(.serve(queue.number), at: now)
        }
    }

    mutating func change(_ number: String, _ body: (inout Device) -> Void) {
        guard let index = deviceIndex[number] else { return }
        watching(number) { body(&$0.devices[index]) }
    }

    mutating func changeUser(_ number: String, _ body: (inout User) -> Void) {
        if let index = userIndex[number] { body(&users[index]) }
    }

    mutating func changeQueue(_ number: String, _ body: (inout Queue) -> Void) {
        queues.change(\.number, number, body)
    }

    mutating func changeMember(_ device: String, of queue: String, _ body: (inout Queue.Member) -> Void) {
        changeQueue(queue) { $0.members.change(\.device, device, body) }
    }

    mutating func changeRoom(_ number: String, _ body: (inout Room) -> Void) {
        rooms.change(\.number, number, body)
    }

    /// The device's state by 6.6: 0 idle, 1 in use, 4 unavailable, 8 ringing, 9 in use and ringing.
    func status(of device: Device) -> Int {
        guard device.isRegistered else { return 4 }
        let states = device.channels.compactMap { channels[$0]?.state }
        let rings = states.contains(.ringing)
        return states.contains { $0 != .ringing } ? (rings ? 9 : 1) : (rings ? 8 : 0)
    }

    /// The same by 6.7, as queue members have it.
    func memberStatus(of number: String) -> Int {
        guard let device = device(number) else { return 4 }
        return switch status(of: device) {
        case 0: 1
        case 4: 5
        case 8: 6
        default: 2
        }
    }

    /// Whether a call may be offered to the device.
    func isFree(_ number: String) -> Bool {
        guard let device = device(number) else { return false }
        return device.isRegistered && device.channels.isEmpty && !device.doesNotDisturb
    }

    /// A row of the queue log.
    /// - Parameters:
    ///   - call: the waiting or connected caller; nil for an agent's own doing.
    ///   - agent: the agent's device; nil where none is concerned.
    mutating func log(
        _ event: String, queue: String, call: Channel? = nil, agent: String? = nil, _ arguments: [String] = []
    ) {
        if queueLog.count >= 5_000 { queueLog.removeFirst(500) }
        let device = agent.flatMap { self.device($0) }
        let filled = arguments + Array(repeating: "", count: 5 - arguments.count)
        queueLog.append(
            LogRow(
                time: now, call: call?.uniqueID ?? "NONE", queue: queue, start: call.map { $0.queueStart / 1_000 } ?? 0,
                agent: device?.interface ?? "NONE", agentNumber: device?.number ?? "NONE", event: event, arguments: filled))
        let activities = ["LOGIN": "added", "LOGOFF": "removed", "PAUSE": "paused", "UNPAUSE": "unpaused"]
        if let activity = activities[event], let device, let place = self.queue(queue)?.place(of: device.number) {
            let member = self.queue(queue)?.members[place]
            tables.append(WebCTIText.activity(activity, of: device, member, queue: queue, filled, in: self), to: "getagentactivity")
        }
    }
}
