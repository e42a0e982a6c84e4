/// What a simulated MVB2000 consists of.
extension WebCTIWorld {
    /// A telephone (device), and what a person would find set on it.
    public struct Device: Sendable, Equatable {
        public let number: String
        /// As it stands in interfaces: SIP, IAX2 or ZAP.
        var technology = "SIP"
        /// Whether users may be bound to it and split from it.
        var isAdHoc = false
        public internal(set) var user: String
        public internal(set) var isRegistered = true
        var address = "0.0.0.0"
        var forwards: [String: String] = [:]
        var doesNotDisturb = false
        var mayNotCallOut = false
        var statusSince: Milliseconds = 0
        /// Its live channels, oldest first.
        public internal(set) var channels: [String] = []

        /// The dial interface, as SIP/2011.
        public var interface: String { "\(technology)/\(number)" }
    }

    public struct User: Sendable, Equatable {
        public let number: String
        public internal(set) var name: String
        var englishName: String
        /// The device it is bound to; empty when to none.
        public internal(set) var device: String
    }

    public struct PauseType: Sendable, Equatable {
        public let code: Int
        public let words: String
    }

    public struct Trunk: Sendable, Equatable {
        /// The dial prefix, as ZAP/g0 or SIP/to117.
        public let name: String
        var isReachable = true
    }

    public struct Queue: Sendable, Equatable {
        public struct Member: Sendable, Equatable {
            public let device: String
            public internal(set) var isDynamic: Bool
            public internal(set) var penalty = 0
            /// 0 is ready, every other number a reason of `getpausetype`.
            public internal(set) var paused = 0
            var since: Milliseconds
            var pauseChanged: Milliseconds
            var pausedSeconds = 0
            public internal(set) var callsTaken = 0
            var lastCall: Milliseconds?
        }

        public let number: String
        public let name: String
        var limit = 0
        var serviceLevel = 20
        public internal(set) var members: [Member]
        /// The channels that wait, first come first.
        public internal(set) var waiting: [String] = []
        public internal(set) var completed = 0
        public internal(set) var abandoned = 0
        var answered = 0
        var answeredInTime = 0
        var heldSeconds = 0
        /// Where the next round among the members begins.
        var turn = 0

        func place(of device: String) -> Int? { members.firstIndex { $0.device == device } }
    }

    public struct Room: Sendable, Equatable {
        public struct Member: Sendable, Equatable {
            public let channel: String
            let uniqueID: String
            public let number: String
            /// The participant's number within the room.
            public let place: Int
            public internal(set) var isMuted = false
            public internal(set) var isTalking = false
            let joined: Milliseconds
            /// Who has left stays listed for a minute.
            public internal(set) var left: Milliseconds?
        }

        public let number: String
        public internal(set) var isLocked = false
        public internal(set) var members: [Member] = []
        public var present: [Member] { members.filter { $0.left == nil } }
    }

    public struct ParkedCall: Sendable, Equatable {
        public enum State: String, Sendable {
            case parked = "Parked", gaveUp = "GiveUp", timedOut = "TimeOut", unparked = "UnParked"
        }

        public let slot: String
        public let channel: String
        /// The channel that parked it.
        let source: String
        let number: String
        let name: String
        /// Seconds.
        let timeout: Int
        let since: Milliseconds
        public internal(set) var state = State.parked
        var ended: Milliseconds?
    }

    /// One row of the queue log (6.10, 6.11).
    public struct LogRow: Sendable, Equatable {
        public let time: Milliseconds
        public let call: String
        public let queue: String
        /// Seconds since 1970; 0 for events without a call.
        let start: Int
        let agent: String
        let agentNumber: String
        public let event: String
        let arguments: [String]
    }

    /// One end of a call.
    public struct Channel: Sendable, Equatable {
        public enum State: String, Sendable { case ring = "Ring", ringing = "Ringing", up = "Up", dialing = "Dialing" }

        enum Place: Sendable, Equatable {
            /// Hears its peer being rung.
            case calling
            /// Rings for its peer.
            case offered
            case talking
            case waiting(queue: String)
            case parked(slot: String)
            case meeting(room: String)
            /// Listens to what the device says and hears.
            case spying(device: String, options: String)
            /// Rings by itself; answering leads to the sequel.
            case summoned(Sequel)
            /// Hears music while the channel asks somebody else.
            case consulted(by: String)
        }

        enum Sequel: Sendable, Equatable {
            case reach(String)
            case meet(room: String)
            case spy(device: String, options: String)
            case retrieve(slot: String)
            case pickUp(device: String)
        }

        public let name: String
        public let uniqueID: String
        let serial: Int
        /// The number and name of whoever is at this end.
        public let number: String
        let caption: String
        public let device: String?
        public let trunk: String?
        /// Whether this end began the call.
        let isOrigin: Bool
        public internal(set) var state: State
        var place: Place
        public internal(set) var peer: String?
        let created: Milliseconds
        var linked: Milliseconds?
        var answered: Milliseconds?
        public internal(set) var isHeld = false
        var dialed = ""
        /// The queue it came through, where it is a queue's call.
        public internal(set) var queue: String?
        var queueStart: Milliseconds = 0
        var queuePosition = 0
        /// Whom this end has left hearing music in order to ask somebody else.
        var consulting: String?
        var variables: [String: String] = [:]
        var recording = ""
        /// Counts its phases, so that what was noted for an earlier one is void.
        var turn = 0
    }

    enum ScheduledEvent: TrafficEvent {
        case answers(String, turn: Int)
        case givesUp(String, turn: Int)
        case ends(String, turn: Int)
        case abandons(String, turn: Int)
        case parkingEnds(String, slot: String)
        case serve(String)
        case roomActivity(String)
        case comesBack(String)
        case traffic(CallTraffic)
    }
}
