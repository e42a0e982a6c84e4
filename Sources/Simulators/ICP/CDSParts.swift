/// What a user can be doing in a group (document 004, table 3-1; the last is the demo's).
enum CDSOperation: String, CaseIterable, Sendable {
    case subscribe, monitor, select, ptt, groupCall, mixedGroupCall, emergencyCall
}

/// How far it is with that (table 3-2).
enum CDSState: String, Sendable {
    case notInOperation, inProcess, inOperation, inCancelProcess, inDownPttProcess, inDownPttOperation, muted, unmuted
}

extension CDSWorld {
    struct RadioGroup: Sendable, Equatable {
        var number, description: String
        var type = "1"
        var mode = "TETRA"
        var emergencyCall = true
        /// False: its base station is out of reach.
        var isUsable = true
    }

    struct Group: Sendable, Equatable {
        var number, name: String
        var description = ""
        var isMixed = false
        var radioGroups: [String] = []
        var dispatchers: [String] = []
        var otherUsers: [String] = []
        /// Dispatchers may not take the floor.
        var isReceiveOnly = false
        /// Seconds.
        var pttTimeout = 300
        var noPttTimeout = 600
        var radioToRadio = true
        /// Made for one mixed call by another system, and gone with it.
        var isTemporary = false

        var subscriptions: [String: Subscription] = [:]
        var listeners: [String: Listener] = [:]
        var selected: Set<String> = []
        var floor: Floor?
        var groupCall: GroupCall?
        var mixedCall: MixedCall?
        var emergency: Emergency?

        var members: [String] { radioGroups + dispatchers + otherUsers }
        /// Who began the call.
        var handler: String? { groupCall?.caller ?? mixedCall?.chair }
        /// Members, and who was called in from outside.
        var users: [String] {
            members + (mixedCall?.states.keys.filter { !members.contains($0) }.sorted() ?? [])
        }
    }

    struct Subscription: Sendable, Equatable {
        var subscriber: String
        /// nil: a dispatcher whose console is not simulated.
        var callBackURL: String?
        var expires: Milliseconds
    }

    struct Listener: Sendable, Equatable {
        /// The group's call has been answered by the dispatcher's telephone.
        var isConnected = false
        var turn: Int
    }

    struct Floor: Sendable, Equatable {
        enum Phase: Sendable { case requested, held, releasing }
        var holder: String
        var phase = Phase.requested
        var since: Milliseconds
        /// What was noted for another turn is void.
        var turn: Int
    }

    struct GroupCall: Sendable, Equatable {
        var caller: String
        var isConnected = false
        var turn: Int
    }

    struct MixedCall: Sendable, Equatable {
        var chair: String
        var name: String
        /// inProcess, muted or unmuted of everybody in it.
        var states: [String: CDSState]
        /// Who joins may hear only.
        var joinsMuted: Bool
        var turn: Int
    }

    struct Emergency: Sendable, Equatable {
        var user: String
        /// Dispatchers that have answered and not left.
        var answeredBy: Set<String> = []
        var turn: Int
    }

    /// A dispatcher's console at the service.
    struct Registration: Sendable, Equatable {
        var session, callBackURL: String
        var expires: Milliseconds
    }

    /// A finished turn on the floor.
    struct Record: Sendable, Equatable {
        var id: Int
        var group, user: String
        var began, ended: Milliseconds
    }

    /// What was ordered for a dispatcher by another system.
    struct ThirdPartyOrder: Sendable, Equatable {
        var dispatcher, kind: String
        var numbers: [String]
        var text = ""
    }
}

extension CDSWorld.Group {
    /// A user's state: all that notifications and queries tell follows from it.
    func state(_ operation: CDSOperation, of user: String) -> CDSState {
        switch operation {
        case .subscribe: subscriptions[user] == nil ? .notInOperation : .inOperation
        case .monitor: listeners[user].map { $0.isConnected ? .inOperation : .inProcess } ?? .notInOperation
        case .select: selected.contains(user) ? .inOperation : .notInOperation
        case .ptt: floorState(of: user)
        case .groupCall:
            groupCall.map { !members.contains(user) ? .notInOperation : $0.isConnected ? .inOperation : .inProcess } ?? .notInOperation
        case .mixedGroupCall: mixedCall?.states[user] ?? .notInOperation
        case .emergencyCall:
            emergency?.user == user ? (emergency?.answeredBy.isEmpty == false ? .inOperation : .inProcess) : .notInOperation
        }
    }

    private func floorState(of user: String) -> CDSState {
        guard let floor else { return .notInOperation }
        if floor.holder == user {
            switch floor.phase {
            case .requested: return .inProcess
            case .held: return .inOperation
            case .releasing: return .inCancelProcess
            }
        }
        // The other radio groups are talked to.
        guard radioGroups.contains(user), radioToRadio || !radioGroups.contains(floor.holder) else { return .notInOperation }
        switch floor.phase {
        case .requested: return .inDownPttProcess
        case .held: return .inDownPttOperation
        case .releasing: return .notInOperation
        }
    }

    /// Takes everything back that a dispatcher does here.
    mutating func forget(_ dispatcher: String) {
        stopListening(dispatcher)
        subscriptions[dispatcher] = nil
    }

    /// Who leaves the group's call is neither selected nor on the floor.
    mutating func stopListening(_ dispatcher: String) {
        if floor?.holder == dispatcher { floor = nil }
        selected.remove(dispatcher)
        listeners[dispatcher] = nil
    }
}
