extension SmartPBXWorld {
    public struct Extension: Sendable, Equatable {
        public var number: String
        public var name: String
        /// The analogue port; nil for a SIP telephone.
        public var port: Int?
        /// A SIP telephone's contact, host:port.
        var contact: String?
        var isRegistered = true
        var isLoggedOut = false
        var doNotDisturb = false
        /// 0 inside the device … 4 international.
        var permission = 3
        /// The call that rings or is talked in here.
        var call: String?
        var isRinging = false
        var alarm: Alarm?

        /// The word of `extension_list` and of the event. The document prints Idle, InUse, Busy and Unavailable; Ringing is
        /// the word that Asterisk, on which the device is built, has beside them.
        public var status: String {
            if !isRegistered || isLoggedOut { return "Unavailable" }
            if call != nil { return isRinging ? "Ringing" : "InUse" }
            return doNotDisturb ? "Busy" : "Idle"
        }
        var isFree: Bool { status == "Idle" }
        var address: String? { contact.map { "sip:\(number)@\($0)" } }

        /// Asterisk's device state in `queue_status`. An idle analogue member is 0 there ("unknown"), as printed.
        var memberStatus: Int {
            switch status {
            case "InUse": 2
            case "Busy": 3
            case "Unavailable": 5
            case "Ringing": 6
            default: port == nil ? 1 : 0
            }
        }
    }

    struct Alarm: Sendable, Equatable {
        var start: String
        var sound: String
        var cycle: Int
        var times: Int
        var days: Int
    }

    public struct Trunk: Sendable, Equatable {
        public var name: String
        /// The analogue line; nil for a SIP trunk, which carries any number of calls.
        public var port: Int?
        /// Whether the line is connected, or the trunk registered.
        var isUp = true
        var busyWith: String?

        var status: String { isUp ? (port != nil && busyWith != nil ? "InUse" : "Idle") : "Disconnected" }
        var voltage: Int { isUp ? 50 : 1 }
        var canTakeCall: Bool { isUp && (port == nil || busyWith == nil) }
    }

    public enum Strategy: String, Sendable, CaseIterable { case ringall, random, roundrobin, rrmemory }

    public struct Queue: Sendable, Equatable {
        public struct Member: Sendable, Equatable {
            public var number: String
            public var isPaused = false
        }

        public var number: String
        public var description: String
        public var strategy: Strategy
        public var members: [Member]
        /// The most callers that may wait; 0 is no limit.
        var limit = 0
        /// The calls that wait, first come first.
        public var waiting: [String] = []
        public var completed = 0
        public var abandoned = 0
        var heldSeconds = 0
        var talkedSeconds = 0
        /// Where the next round begins, for the strategies that go round.
        var turn = 0
    }

    public struct Room: Sendable, Equatable {
        public struct Member: Sendable, Equatable {
            public var number: String
            public var channel: String
            var call: String
            public var isMuted = false
            public var isTalking = false
            var joined: Milliseconds
        }

        public var number: String
        public var description: String
        public var moderators: [String]
        var participantPassword = ""
        var moderatorPassword = ""
        var allowsInvite = true
        var waitsForModerator = false
        public var members: [Member] = []

        func isModerator(_ member: Member) -> Bool { moderators.contains(member.number) }
        /// Whether the people in it still wait for a moderator.
        var isWaiting: Bool { waitsForModerator && !members.contains(where: isModerator) }
    }

    public enum Direction: String, Sendable { case `internal` = "Internal", inbound = "Inbound", outbound = "Outbound" }

    public struct Call: Sendable, Equatable {
        /// What answering leads to.
        enum Sequel: Sendable, Equatable {
            case talk
            case reach(String)
            case menu(String)
            case room(String)
            case supervise(String)
        }

        public let id: String
        let serial: Int
        public var caller: String
        /// The caller's channel.
        public var source = ""
        public var called: String
        /// The called party's channel; empty before there is one.
        public var destination = ""
        public var direction: Direction
        public let since: Milliseconds
        public var answered: Milliseconds?
        public var queue: String?
        var trunk: String?
        var sequel = Sequel.talk
        /// Extensions that ring, and extensions that talk.
        var ringing: [String] = []
        var talking: [String] = []
        var keys = ""
        var recording: String?
        /// Counts the phases, so that what was noted for an earlier one is void.
        var turn = 0
    }

    /// Whether a number is one of the exchange's own.
    func isInside(_ number: String) -> Bool {
        index(of: number) != nil || queue(number) != nil || room(number) != nil || menus.contains(number)
    }

    mutating func channel(of number: String) -> String {
        if let row = self.extension(number), let port = row.port { return "FXS/\(port)" }
        return "PJSIP/\(number)-\(nextChannelSerial())"
    }

    mutating func channel(ofTrunk trunk: Trunk) -> String {
        if let port = trunk.port { return "FXO/\(port)" }
        return "PJSIP/\(trunk.name)-\(nextChannelSerial())"
    }

    private mutating func nextChannelSerial() -> String {
        channelSerial += 1
        return Texts.filled(channelSerial, 8, radix: 16)
    }

    /// Epoch seconds, a point, a serial. Now and then the serial is filled up with zeros, as in the document's
    /// 1673081585.0187: whoever takes it for a number loses the call.
    mutating func nextCallID() -> String {
        callSerial += 1
        return "\(now / 1_000).\(Texts.filled(callSerial, callSerial % 5 == 2 ? 4 : 1))"
    }
}
