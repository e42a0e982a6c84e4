/// A simulated Yeastar-style exchange as a value: no clock, no network. The same seed, start and commands give the same day,
/// in whatever steps it is advanced.
public struct YeastarWorld: TrafficWorld {
    public internal(set) var now: Milliseconds
    /// Seconds that the device's local time is ahead of UTC.
    public var utcOffset = 0
    /// The serial number that reports carry.
    public let serialNumber = "a09805021987"
    /// A console's operator sits there: nobody else dials from it or unplugs it.
    static let operatorExtension = "101"
    let started: Milliseconds
    var books = YeastarBooks()
    var phones: [String: Phone] = [:]
    var queues: [String: QueueLife] = [:]
    /// Who sits in which room.
    var rooms: [String: [Member]] = [:]
    /// The members of the ring groups, which no request lists.
    var ringGroups: [String: [String]] = [:]
    /// What is not Registered.
    var trunkStates: [String: String] = [:]
    var calls: [Int: Call] = [:]
    var mail: [String: [VoiceMessage]] = [:]
    var wakeups: [Wakeup] = []
    var records: [Record] = []
    var recordings: Set<String> = []
    var prompts: Set<String> = ["haruhi3", "music1", "music2", "custom/test", "欢迎光临"]
    var random: SeededRandom
    var schedule = EventSchedule<YeastarScheduledEvent>()
    var messages: [YeastarReport] = []
    var traffic = TrafficState()
    var sequence = 963
    var callSerial = 0
    var wakeupSerial = 9

    /// The extensions' numbers in the order of the exchange's list.
    public var extensions: [String] { books[.extension].compactMap { $0["extnumber"] } }
    public var queueNumbers: [String] { books[.queue].compactMap { $0["queuenumber"] } }
    public var callCount: Int { calls.count }

    /// Changes a telephone and reports its state if that is another now (ExtensionStatus).
    mutating func change(_ number: String, _ body: (inout Phone) -> Void) {
        guard var phone = phones[number] else { return }
        let before = phone.reportedStatus
        body(&phone)
        phones[number] = phone
        let after = phone.reportedStatus
        guard before != after else { return }
        defer { if phone.isFree { for queue in queues(of: number) { schedule.add(.serve(queue), at: now) } } }
        guard phone.isMonitored else { return }
        let word = before == "Unregistered" && after == "Idle" ? "Registered" : after
        messages.append(YeastarReport("ExtensionStatus", ["extension": .text(number), "status": .text(word)]))
    }

    func isFree(_ number: String) -> Bool {
        phones[number]?.isFree == true && books.row(.extension, number)?["dnd"] != "on"
    }

    /// A moment in the device's local time, which names no zone.
    func localTime(_ moment: Milliseconds, _ format: String = "%Y-%m-%d %H:%M:%S") -> String {
        Texts.time(moment, ahead: utcOffset, format)
    }
}

extension YeastarWorld {
    struct Phone: Sendable, Equatable {
        var isRegistered = true
        /// An analogue port; nil for a SIP telephone.
        var port: Int?
        var call: Int?
        var isRinging = false
        var isOnHold = false
        var isMuted = false
        /// Ticked on the exchange's page for API settings: only then its state and its ringing are reported.
        var isMonitored = true
        /// Whom it listens to, whispers to or has joined.
        var watches: String?

        var isFree: Bool { isRegistered && call == nil && watches == nil }

        /// The word of ExtensionStatus.
        var reportedStatus: String {
            if !isRegistered { return "Unregistered" }
            if isRinging { return "Ringing" }
            return call != nil || watches != nil ? "InUse" : "Idle"
        }

        /// The word of `extensionlist/query` and `extension/query`, which is another.
        var listedStatus: String {
            if !isRegistered { return "Unavailable" }
            if isRinging { return "Ringing" }
            if isOnHold { return "Hold" }
            if call != nil || watches != nil { return "Up" }
            return port == nil ? "Registered" : "Idle"
        }

        mutating func hangUp() {
            call = nil
            isRinging = false
            isOnHold = false
            isMuted = false
        }
    }

    struct QueueLife: Sendable, Equatable {
        /// The queue's `agents`.
        var fixed: [String] = []
        /// Dynamic agents that are logged in.
        var loggedIn: [String] = []
        var paused: Set<String> = []
        /// Until when an agent writes up the last call.
        var wrapUp: [String: Milliseconds] = [:]
        /// Calls waiting, first come first served; one that rings somewhere still waits.
        var waiting: [Int] = []
        var nextAgent = 0
    }

    struct Member: Sendable, Equatable {
        var number: String
        var channel: String
        var call: Int
        var isMuted = false
        /// Waits for the moderator ("HOLD") instead of taking part ("Up").
        var isWaiting = false
    }

    struct VoiceMessage: Sendable, Equatable {
        var from: String
        var time: Milliseconds
        var seconds: Int
    }

    struct Wakeup: Sendable, Equatable {
        var id: String
        var number: String
        /// `time`, `type`, `weekdays`, `prompt` as they came.
        var settings: [String: String]
    }

    /// A finished call, as NewCdr and the CDR file tell it.
    struct Record: Sendable, Equatable {
        var time: Milliseconds
        var callid, from, to, duration, talked, status, type: String
        var recording: String?
    }

    struct Call: Sendable, Equatable {
        enum Direction: String, Sendable { case inbound = "Inbound", outbound = "Outbound", `internal` = "Internal" }
        enum Phase: Sendable { case callerRings, menu, waiting, ringing, talking, room, voicemail, prompt }

        var serial: Int
        var direction: Direction
        var phase: Phase
        /// The epoch and sequence of its id, in seconds.
        var epoch: Int
        var sequence: Int
        var from: String
        /// The original callee, the route's prefix stripped.
        var to: String
        /// What was dialled, prefix included.
        var dialled: String
        var trunk = ""
        /// The extensions that talk or are going to: for a call to outside the caller, for one from outside the callee.
        var caller: String?
        var callee: String?
        var ringing: [String] = []
        /// The sequence of the leg to each extension that rings or has answered.
        var legs: [String: Int] = [:]
        /// The queue that it came through; whether it waits there is for the queue to say.
        var queue: String?
        var room: String?
        /// Another call with which it is connected over trunks only.
        var partner: Int?
        var began: Milliseconds
        var answered: Milliseconds?
        /// When the queue rings for it again.
        var ringsAgain: Milliseconds = 0
        /// Rises with every step: what was noted for an earlier one is void.
        var turn = 0
        /// Ends as soon as it is answered and heard: a prompt that is played.
        var playsFor: Milliseconds?

        /// inboundid, outboundid, or the callid of a call between extensions.
        var id: String { "\(epoch).\(sequence)" }
        /// Another leg's callid: two further on, and for calls to outside begun a second later.
        var legID: String { legID(of: callee) }
        /// The callid of the leg to an extension.
        func legID(of number: String?) -> String {
            "\(epoch + (direction == .outbound ? 1 : 0)).\(number.flatMap { legs[$0] } ?? sequence + 2)"
        }
        var extensions: [String] { [caller, callee].compactMap { $0 } }
    }
}

/// What is on the schedule. One that names a call's turn is void once the call has moved on.
enum YeastarScheduledEvent: TrafficEvent {
    case traffic(CallTraffic)
    case answers(call: Int, turn: Int, by: String?)
    case givesUp(call: Int, turn: Int)
    case ends(call: Int, turn: Int)
    case abandons(call: Int)
    case chooses(call: Int, turn: Int)
    case transfers(call: Int, turn: Int)
    case serve(String)
    case comesBack(String)
    case wakes(String)
}
