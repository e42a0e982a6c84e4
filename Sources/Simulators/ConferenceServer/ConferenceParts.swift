extension ConferenceServerWorld {
    /// Who may log in with a console.
    public struct Operator: Sendable, Equatable {
        public struct Phone: Sendable, Equatable {
            public var number: String
            /// "1" is in use; the only value that the document prints.
            public var state: String

            public init(number: String, state: String = "1") {
                self.number = number
                self.state = state
            }
        }

        public var name: String
        public var password: String
        /// 1 sees and steers the rooms of all operators, 2 only his own. The document prints a 1 and no meaning.
        public var level: Int
        /// At most two; the first is the one that is called into rooms. A log-in brings its own, for as long as it lasts.
        public var phones: [Phone]
        /// Those that he has without a log-in, while he has others.
        var usualPhones: [Phone]?
        /// What SETOPERATORSTATE sets; "1" takes incoming calls.
        public var state = "1"
        public var isLoggedIn = false
        /// Whether the world plays him; the others wait for a console.
        public var isPlayed: Bool
    }

    /// SPTYPE and TYPE.
    public enum Network: String, Sendable, CaseIterable {
        case sip = "SIP", mobile = "MOBILE", unicom = "UNICOM", telecom = "TELECOM"
        /// Reached through a gateway and its trunk, and reported in the gateway's hand.
        public var isPushToTalk: Bool { self != .sip }
    }

    /// A number that the server knows.
    public struct Subscriber: Sendable, Equatable {
        public var number: String
        public var name: String
        public var network: Network
    }

    public struct Member: Sendable, Equatable {
        public enum State: String, Sendable { case calling = "CALLING", ringing = "RINGING", talking = "TALKING" }

        public var number: String
        /// What the server shows beside the number.
        public var display: String
        public var network: Network
        /// The phone of the operator whose room it is.
        public var isOperator: Bool
        public var isMuted: Bool
        public var state = State.calling
        /// When it came into the room, or was called.
        public var since: Milliseconds
        let serial: Int
        /// The way to the push-to-talk networks, no person.
        var isTrunk = false
    }

    public struct Room: Sendable, Equatable {
        /// Names a room for good, though numbers are used again.
        struct Key: Sendable, Hashable {
            var id: Int
            var serial: Int
        }

        public enum Origin: Sendable, Equatable {
            case `operator`, server
            case incoming(caller: String)
        }

        /// SERVERROOMID.
        public let id: Int
        let serial: Int
        /// LOCALCONFROOMID.
        public var localID: String
        public var owner: String
        /// The owner's phone.
        public var number: String
        public var description: String
        public var origin: Origin
        public let started: Milliseconds
        /// A room of the server's making waits for its operator's word.
        public var isAccepted: Bool
        public var isBroadcast = false
        public var hostVideo: String?
        public var members: [Member] = []
        /// Who is to be called once the operator accepts.
        var invited: [String] = []

        var key: Key { Key(id: id, serial: serial) }
        /// Whether nobody is left but the trunk.
        var isDeserted: Bool { members.allSatisfy(\.isTrunk) }
        func member(_ number: String) -> Member? { members.first { $0.number == number } }
    }

    /// Why a member could not be had.
    public enum CallFailure: Sendable, Equatable { case busy, noAnswer, unknownNumber, network }
}

/// What the server tells of itself. Rooms and members are as they were at that moment.
public enum ConferenceEvent: Sendable, Equatable {
    public typealias Room = ConferenceServerWorld.Room
    public typealias Member = ConferenceServerWorld.Member

    case roomCreated(Room)
    /// To be confirmed by its operator.
    case roomOffered(Room)
    case rings(Member, Room)
    case connects(Member, Room)
    case fails(Member, Room, ConferenceServerWorld.CallFailure)
    case quits(Member, Room)
    case released(Room)
    case loggedIn(name: String)
    case loggedOut(name: String)
    case newState(name: String, state: String)
    case phoneState(name: String, number: String, state: String)
    /// Somebody joined or left the callers who wait for an operator.
    case callerWaits(String, Bool, waiting: Int)

    /// The operator whose affair it is; nil for what concerns all.
    var owner: String? {
        switch self {
        case .roomCreated(let room), .roomOffered(let room), .rings(_, let room), .connects(_, let room),
            .fails(_, let room, _), .quits(_, let room), .released(let room):
            room.owner
        case .loggedIn, .loggedOut, .newState, .phoneState, .callerWaits: nil
        }
    }
}

enum ConferenceTraffic: Sendable { case incident, agentChange }

/// What is on the schedule. What names a room or a member that is gone is void.
enum ConferenceScheduledEvent: TrafficEvent {
    typealias Key = ConferenceServerWorld.Room.Key

    case traffic(ConferenceTraffic)
    case rings(Key, member: Int)
    case answers(Key, member: Int)
    case fails(Key, member: Int, ConferenceServerWorld.CallFailure)
    case leaves(Key, member: Int)
    case ends(Key)
    case accepts(Key)
    case goesUnanswered(Key)
    case givesUp(caller: String)
    case serveCallers
    case comesBack(name: String)
}
