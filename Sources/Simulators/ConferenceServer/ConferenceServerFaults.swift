/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct ConferenceServerFaults: SimulatorFaults {
    static let switches: [String: WritableKeyPath<Self, Bool> & Sendable] = [
        "silent": \.isSilent, "half-open": \.isHalfOpen, "no-answers": \.withholdsAnswers, "tear": \.isTorn, "glue": \.isGlued,
        "own-events": \.tellsOwnRoomsOnly, "stop-named": \.stopsNamedOnly,
    ]

    /// Frames are given to the connection octet by octet.
    public var isTorn = false
    /// What is said between two ticks of the clock goes out in one piece.
    public var isGlued = false
    /// Nothing is heard and nothing said: no KEEPALIVE, no answers, no events.
    public var isSilent = false
    /// Nothing is even read, and the connections stand; a peer that goes on sending finds its buffers full in the end.
    public var isHalfOpen = false
    /// Requests act, but are not acknowledged; KEEPALIVE and events go on.
    public var withholdsAnswers = false
    /// Requests act at once, their answers come this much later.
    public var answerDelay: Duration = .zero
    /// CONFROOMINFO comes this much later, as it was when it was asked for; all else is in time and goes before it.
    public var listDelay: Duration = .zero
    /// An operator of level 1 sees all rooms in lists, but hears only of his own: those of others appear and vanish unheard.
    public var tellsOwnRoomsOnly = false
    /// STOPCONFROOM sends away the members that OTHERS names; the room ends with its last member.
    public var stopsNamedOnly = false
    /// How text is written.
    public var text = WireText.utf8

    public init(
        isTorn: Bool = false, isGlued: Bool = false, isSilent: Bool = false, isHalfOpen: Bool = false, withholdsAnswers: Bool = false,
        answerDelay: Duration = .zero, text: WireText = .utf8
    ) {
        self.isTorn = isTorn
        self.isGlued = isGlued
        self.isSilent = isSilent
        self.isHalfOpen = isHalfOpen
        self.withholdsAnswers = withholdsAnswers
        self.answerDelay = answerDelay
        self.text = text
    }

    /// Whether nothing is to reach the peers, nor to come from them.
    var isMute: Bool { isSilent || isHalfOpen }

    /// What is handed to the kernel at a time.
    func pieces(of frame: [UInt8]) -> [[UInt8]] { isTorn ? frame.map { [$0] } : [frame] }

    /// Descriptions made to fool or break a terminal, or this protocol.
    public static let hostileNames =
        HostileNames.all + [
            "MEMBERCONNECTED\r\nNUMBER:999", ";;;;:::CONFMEMBER1:", "OPERATION:LOGOUTACK",
        ]
}
