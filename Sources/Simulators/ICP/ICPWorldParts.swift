/// What a simulated ICP consists of.
extension ICPWorld {
    public struct Agent: Sendable, Equatable {
        /// The raw values are those of `status`.
        public enum State: Int, Sendable, CaseIterable { case signedOut = 2, busy, idle, wrapUp, call = 7, rest }

        /// The work number.
        public let number: String
        public internal(set) var name: String
        let group: Int
        var phone: String
        var password: String
        let configuredSkills: [Int]
        /// The skills it is signed in to; without them there are no calls from queues.
        public internal(set) var skills: [Int] = []
        public internal(set) var isInspector = false
        /// Only programs sign in as this agent, never the world.
        var isReserved = false
        /// A program is signed in as this agent; the world plays all others.
        public internal(set) var hasClient = false

        public internal(set) var state = State.signedOut
        /// Why it is busy or rests: 0 none, 1 own wish, 2 long no answer, 3 forced, 200… own codes.
        public internal(set) var reason = 0
        var since: Milliseconds
        var signedIn: Milliseconds = 0
        /// Rises with every change of state: what was noted for an earlier one is void.
        var turn = 0
        /// What it asked for during a call.
        var afterCall: NextState?
        var customState = 0

        var answersByItself = true
        /// Idle after a call rather than in wrap-up.
        var becomesIdle = true
        /// On-hook after each call; otherwise the line to the telephone stays open.
        var releasesPhone = true
        var phoneIsOpen = false
        var isMuted = false
        /// The calls it takes part in or is rung for, oldest first.
        public internal(set) var calls: [String] = []
        public internal(set) var supervision: Supervision?
        /// The conference it sits in.
        public internal(set) var conference: Int?
        var playback: Playback?

        struct NextState: Sendable, Equatable {
            var state: State
            var reason = 0
            /// How long a rest is to last.
            var seconds = 600
        }
    }

    public struct Supervision: Sendable, Equatable {
        /// The raw values are those of `switchtype`.
        public enum Mode: Int, Sendable { case listen, insert, whisper }

        public let target: String
        public internal(set) var mode: Mode
        /// The call that was up when it began; with its end the supervision ends.
        let call: String?

        /// `qcType` of the inspected agent's event.
        var type: Int {
            switch mode {
            case .listen: 8
            case .insert: 9
            case .whisper: 20_172
            }
        }
    }

    /// A recording played to the agent's own telephone.
    struct Playback: Sendable, Equatable {
        var file: String
        var isPaused = false
        var position: Int
    }

    public struct Skill: Sendable, Equatable {
        public let id: Int
        public let name: String
        /// The number that leads to it.
        public let accessCode: String
        var mediaType = 5
        /// Calls waiting, first come first.
        public internal(set) var waiting: [String] = []
        /// Who is configured for it.
        var members: [String] = []
        /// Where the next search for an idle agent begins.
        var cursor = 0
    }

    public struct Group: Sendable, Equatable {
        public let id: Int
        public let name: String
        /// The inspector of the group.
        let monitor: String
    }

    struct Flow: Sendable, Equatable {
        let id: Int
        let access: String
        let description: String
    }

    public struct Call: Sendable, Equatable {
        public enum Phase: Sendable, Equatable {
            /// Hears a menu.
            case flow(Int)
            case queued
            /// The caller's own telephone rings, or the far end does.
            case dialing
            /// Rings at `ringing`.
            case ringing
            case talking
        }

        /// `seconds-serial`, as `1456401416-3`.
        public let id: String
        /// 0 comes in, 6 inside, 7 goes out.
        let feature: Int
        public let caller: String
        public internal(set) var called: String
        public internal(set) var skill: Int?
        public internal(set) var phase: Phase
        /// Agents taking part, whose call it is first.
        public internal(set) var agents: [String] = []
        /// Telephones outside taking part.
        public internal(set) var outside: [String] = []
        /// The agent whom it is offered to.
        public internal(set) var ringing: String?
        /// The agents who have it on hold.
        public internal(set) var held: Set<String> = []
        /// The held call this one is a consultation for.
        var consultFor: String?
        /// Becomes one call of three as soon as it is answered.
        var becomesThreeParty = false
        /// The agent who leaves when the target answers, and where it goes.
        var handover: Handover?
        var began: Milliseconds
        var answered: Milliseconds?
        var ended: Milliseconds?
        var data = ""
        var priority = 0
        /// How often it went back into the queue.
        var requeued = 0
        var lastAgent: String?
        var recording: Recording?
        /// Rises with every step: what was noted for an earlier one is void.
        var turn = 0

        func has(_ agent: String) -> Bool { agents.contains(agent) || ringing == agent }
        var parties: Int { agents.count + outside.count }
    }

    struct Handover: Sendable, Equatable {
        var agent: String
        /// To a telephone outside, whose result has another event.
        var goesOut: Bool
        /// The number that is rung, where it is no agent.
        var number: String?
        /// Only hears something, and comes back.
        var comesBack = false
    }

    struct Recording: Sendable, Equatable {
        var task: Int
        var file: String
        var agent: String
        var began: Milliseconds
        var ended: Milliseconds?
        var call: String
        var caller: String
        var called: String
        var isPaused = false
    }

    public struct Conference: Sendable, Equatable {
        public struct Member: Sendable, Equatable {
            public enum State: Sendable { case ringing, present }

            /// 6 a telephone, 9 an agent.
            public let type: Int
            public let address: String
            public internal(set) var state: State
            /// 1 listens only, 2 speaks only, 3 both, 4 neither.
            public internal(set) var mode = 3
            public internal(set) var isHeld = false
        }

        public let id: Int
        public internal(set) var chair: String
        public internal(set) var members: [Member]
        let began: Milliseconds
        /// Places, the chair's included.
        var places: Int
        /// When its time is over.
        var ends: Milliseconds
        /// How long before that it is said.
        var prompt: Milliseconds
        var isAnnouncing = false
        var turn = 0

        public var present: [Member] { members.filter { $0.state == .present } }
    }

    /// A conversation in writing between two agents.
    struct Chat: Sendable, Equatable {
        var caller: String
        var called: String
        var isConnected = false
    }
}

/// Something that an agent's program is told.
public struct ICPEvent: Sendable, Equatable {
    /// The work number of the one who is told.
    public let agent: String
    public let type: String
    let content: OrderedJSON
    let time: Milliseconds
}

/// What is on the schedule. What names a turn is void once its call or agent has moved on.
enum ICPScheduledEvent: TrafficEvent {
    case traffic(CallTraffic)
    case phoneLifted(call: String, turn: Int)
    case answers(call: String, turn: Int)
    case givesUp(call: String, turn: Int)
    case fails(call: String, turn: Int)
    case ends(call: String, turn: Int)
    case abandons(call: String, turn: Int)
    case chooses(call: String, turn: Int)
    case serve(Int)
    case wrapUpEnds(String, turn: Int)
    case restIsOver(String, turn: Int)
    case comesBack(String, turn: Int)
    case playbackEnds(String, turn: Int)
    case conferenceStands(String, turn: Int, ICPWorld.Applied)
    case memberAnswers(Int, address: String)
    case memberGivesUp(Int, address: String)
    case timeRunsOut(Int, turn: Int)
    case announcementEnds(Int, turn: Int)
    case chatAnswered(String)
    case chatReplied(String)
}

extension ICPWorld {
    /// What `requestagentconf` asked for.
    struct Applied: Sendable, Equatable {
        var places: Int
        var minutes: Int
        var prompt: Int
        var invited: [Address] = []
    }

    struct Address: Sendable, Equatable {
        var type: Int
        var number: String
    }
}
