import Exchange

/// How much what an exchange says wants somebody.
enum MessageWeight: Int, CaseIterable, Comparable, Sendable {
    /// To look up when it is needed.
    case information
    /// Meant for the operator, but nothing breaks.
    case attention
    /// Something is broken, or somebody needs help now.
    case alarm

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// By its topic; one that is not listed is information.
    init(_ message: SiteMessage) {
        self =
            message.topic == "link"
            ? (message.details["link"] == LinkState.online.rawValue ? .information : .alarm) : Self.table[message.topic] ?? .information
    }

    private static let table: [String: MessageWeight] = [
        "trouble": .alarm, "emergency": .alarm, "floor": .alarm,
        // Calls that came to nothing, and what is done to our own telephone or agent.
        "callfailed": .attention, "call": .attention, "transfer": .attention, "incoming": .attention, "telephone": .attention,
        "queue": .attention,
        "supervision": .attention,
        // What people say to the operator.
        "note": .attention, "bulletin": .attention, "message": .attention, "chat": .attention,
        // What the operator began and has come to an end, or went wrong.
        "rest": .attention, "conference": .attention, "recording": .attention, "boot": .attention,
    ]

    var tone: Notice.Tone { self == .alarm ? .error : .plain }

    /// English; a msgid.
    var title: String {
        switch self {
        case .information: "all"
        case .attention: "for you"
        case .alarm: "alarms"
        }
    }

    var scope: String {
        switch self {
        case .information: "ui.message"
        case .attention: "ui.prompt"
        case .alarm: "ui.message.error"
        }
    }
}
