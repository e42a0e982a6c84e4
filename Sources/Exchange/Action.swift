/// What a dispatcher can do; the raw value is the word of the command line, of `:` and of the keymap.
public enum Action: String, CaseIterable, Sendable {
    case dial, hangup, answer, hold, unhold, mute, unmute
    case transfer, consult
    case consultComplete = "consult-complete"
    case consultCancel = "consult-cancel"
    case merge, dtmf
    case park, unpark, pickup
    case listen, whisper, barge, intercept
    case superviseStop = "supervise-stop"
    case queueLogin = "queue-login"
    case queueLogout = "queue-logout"
    case pause, unpause, take
    case forceIdle = "force-idle"
    case forceBusy = "force-busy"
    case forceLogout = "force-logout"
    case roomCreate = "room-create"
    case roomInvite = "room-invite"
    case roomKick = "room-kick"
    case roomMute = "room-mute"
    case roomUnmute = "room-unmute"
    case roomHandOver = "room-hand-over"
    case roomEnd = "room-end"
    case groupSubscribe = "group-subscribe"
    case groupUnsubscribe = "group-unsubscribe"
    case groupMonitor = "group-monitor"
    case groupUnmonitor = "group-unmonitor"
    case groupSelect = "group-select"
    case groupUnselect = "group-unselect"
    case pttTake = "ptt-take"
    case pttRelease = "ptt-release"
    case groupCreate = "group-create"
    case groupDelete = "group-delete"
    case groupAdd = "group-add"
    case groupRemove = "group-remove"
    case groupCall = "group-call"
    case groupCallEnd = "group-call-end"
    case emergencyAnswer = "emergency-answer"
    case emergencyLeave = "emergency-leave"
    case note
    case signInHere = "sign-in-here"
}

extension Action {
    /// What one argument names; it decides completion, the prompt's wording and what the selection can fill in.
    public enum ArgumentKind: String, Sendable {
        case call, `extension`, callOrExtension, number, queue, reason, slot, room, member, agent, group, text
    }

    /// One word, or row of words, that an action takes.
    public struct Parameter: Equatable, Sendable {
        public var name: String
        public var kind: ArgumentKind
        public var isOptional: Bool
        /// Takes all the arguments that are left.
        public var repeats: Bool

        static func one(_ name: String, _ kind: ArgumentKind) -> Parameter {
            Parameter(name: name, kind: kind, isOptional: false, repeats: false)
        }
        static func optional(_ name: String, _ kind: ArgumentKind) -> Parameter {
            Parameter(name: name, kind: kind, isOptional: true, repeats: false)
        }
        static func many(_ name: String, _ kind: ArgumentKind, optional: Bool = false) -> Parameter {
            Parameter(name: name, kind: kind, isOptional: optional, repeats: true)
        }
    }

    /// One row of the registry: everything keymap check, hint bar, `?`, completion and `cordboard do` need to know.
    public struct Definition: Sendable {
        public var action: Action
        /// English title; also the key of the translation.
        public var title: String
        public var parameters: [Parameter]
        /// The pane whose selection the action works on, if any.
        public var target: EntityKind?
        /// Ends or takes something away from somebody.
        public var isDangerous: Bool
        /// The least role that may do it.
        public var role: Role
    }

    /// The registry, in the order of the contract.
    public static let definitions: [Definition] = [
        row(.dial, "Dial", [.optional("FROM", .extension), .one("TO", .number)], on: .agent),
        row(.hangup, "Hang up", [.one("CALL", .callOrExtension)], on: .call, dangerous: true),
        row(.answer, "Answer", [.one("CALL", .callOrExtension)], on: .call),
        row(.hold, "Hold", [.one("CALL", .callOrExtension)], on: .call),
        row(.unhold, "Take off hold", [.one("CALL", .callOrExtension)], on: .call),
        row(.mute, "Mute", [.one("CALL", .callOrExtension)], on: .call),
        row(.unmute, "Unmute", [.one("CALL", .callOrExtension)], on: .call),
        row(.transfer, "Blind transfer", [.one("CALL", .callOrExtension), .one("TO", .number)], on: .call),
        row(.consult, "Attended transfer: consult", [.one("CALL", .callOrExtension), .one("TO", .number)], on: .call),
        row(.consultComplete, "Attended transfer: complete", [.one("CALL", .callOrExtension), .optional("TO", .number)], on: .call),
        row(.consultCancel, "Attended transfer: cancel", [.one("CALL", .callOrExtension), .optional("TO", .number)], on: .call),
        row(.merge, "Three-party call", [.one("CALL", .callOrExtension)], on: .call),
        row(.dtmf, "Send DTMF digits", [.one("CALL", .callOrExtension), .one("DIGITS", .text)], on: .call),
        row(.park, "Park", [.one("CALL", .callOrExtension)], on: .call),
        row(.unpark, "Take from park", [.one("SLOT", .slot)], on: .call),
        row(.pickup, "Pick up", [.one("EXTENSION", .extension)], on: .agent),
        row(.listen, "Listen", [.one("EXTENSION", .extension)], on: .agent, role: .supervisor),
        row(.whisper, "Whisper", [.one("EXTENSION", .extension)], on: .agent, role: .supervisor),
        row(.barge, "Barge in", [.one("EXTENSION", .extension)], on: .agent, role: .supervisor),
        row(.intercept, "Intercept", [.one("EXTENSION", .extension)], on: .agent, dangerous: true, role: .supervisor),
        row(.superviseStop, "Stop supervising", [.optional("EXTENSION", .extension)], on: .agent),
        row(.queueLogin, "Log in to queue", [.one("QUEUE", .queue), .one("EXTENSION", .extension)], on: .agent),
        row(.queueLogout, "Log out of queue", [.one("QUEUE", .queue), .one("EXTENSION", .extension)], on: .agent),
        row(.pause, "Pause", [.one("EXTENSION", .extension), .optional("QUEUE", .queue), .optional("REASON", .reason)], on: .agent),
        row(.unpause, "Unpause", [.one("EXTENSION", .extension), .optional("QUEUE", .queue), .optional("REASON", .reason)], on: .agent),
        row(.take, "Take waiting caller", [.one("QUEUE", .queue), .one("CALL", .call)], on: .waiting),
        row(.forceIdle, "Force idle", [.one("AGENT", .agent)], on: .agent, role: .supervisor),
        row(.forceBusy, "Force busy", [.one("AGENT", .agent)], on: .agent, role: .supervisor),
        row(.forceLogout, "Force log-out", [.one("AGENT", .agent)], on: .agent, dangerous: true, role: .supervisor),
        row(.roomCreate, "Create room", [.many("NUMBER", .number, optional: true)], on: nil),
        row(.roomInvite, "Invite to room", [.one("ROOM", .room), .many("MEMBER", .number)], on: .room),
        row(.roomKick, "Kick from room", [.one("ROOM", .room), .many("MEMBER", .member)], on: .room, dangerous: true),
        row(.roomMute, "Mute in room", [.one("ROOM", .room), .many("MEMBER", .member)], on: .room),
        row(.roomUnmute, "Unmute in room", [.one("ROOM", .room), .many("MEMBER", .member)], on: .room),
        row(.roomHandOver, "Hand the chair over", [.one("ROOM", .room), .one("MEMBER", .member)], on: .room),
        row(.roomEnd, "End room", [.one("ROOM", .room)], on: .room, dangerous: true),
        row(.groupSubscribe, "Subscribe to group", [.one("GROUP", .group)], on: .group),
        row(.groupUnsubscribe, "Unsubscribe from group", [.one("GROUP", .group)], on: .group),
        row(.groupMonitor, "Monitor group", [.one("GROUP", .group)], on: .group),
        row(.groupUnmonitor, "Stop monitoring group", [.one("GROUP", .group)], on: .group),
        row(.groupSelect, "Select group", [.one("GROUP", .group)], on: .group),
        row(.groupUnselect, "Unselect group", [.one("GROUP", .group)], on: .group),
        row(.pttTake, "Take the floor", [.one("GROUP", .group)], on: .group),
        row(.pttRelease, "Give the floor back", [.one("GROUP", .group)], on: .group),
        row(.groupCreate, "Create group", [.one("NAME", .text), .many("MEMBER", .number, optional: true)], on: nil),
        row(.groupDelete, "Delete group", [.one("GROUP", .group)], on: .group, dangerous: true),
        row(.groupAdd, "Add to group", [.one("GROUP", .group), .many("MEMBER", .number)], on: .group),
        row(.groupRemove, "Remove from group", [.one("GROUP", .group), .many("MEMBER", .number)], on: .group),
        row(.groupCall, "Call group together with others", [.one("GROUP", .group), .many("NUMBER", .number, optional: true)], on: .group),
        row(.groupCallEnd, "End group call", [.one("GROUP", .group)], on: .group, dangerous: true),
        row(.emergencyAnswer, "Answer emergency call", [.one("GROUP", .group)], on: .group),
        row(.emergencyLeave, "Leave emergency call", [.one("GROUP", .group)], on: .group),
        row(.note, "Send note", [.one("AGENT", .agent), .many("TEXT", .text)], on: .agent),
        row(.signInHere, "Sign in here instead", [], on: nil, dangerous: true),
    ]

    /// This action's row of the registry.
    public var definition: Definition { Self.byAction[self]! }

    private static let byAction = Dictionary(uniqueKeysWithValues: definitions.map { ($0.action, $0) })

    private static func row(
        _ action: Action, _ title: String, _ parameters: [Parameter], on target: EntityKind?, dangerous: Bool = false,
        role: Role = .dispatcher
    ) -> Definition {
        Definition(action: action, title: title, parameters: parameters, target: target, isDangerous: dangerous, role: role)
    }
}

extension Action {
    /// What only a system with talking groups can do.
    public static let ofTalkingGroups: [Action] = [
        .groupSubscribe, .groupUnsubscribe, .groupMonitor, .groupUnmonitor, .groupSelect, .groupUnselect, .pttTake, .pttRelease,
        .groupCreate, .groupDelete, .groupAdd, .groupRemove, .groupCall, .groupCallEnd, .emergencyAnswer, .emergencyLeave,
    ]
}
