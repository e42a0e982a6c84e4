/// What goes wrong on purpose. All of it can be set while the simulator runs.
public struct ConferenceServerFaults: Sendable, Equatable {
    /// How frames are given to the connection.
    public enum Delivery: Sendable, Equatable {
        case whole
        /// Byte by byte.
        case torn
        /// What is said between two ticks of the clock goes out in one piece.
        case glued
    }

    public var delivery = Delivery.whole
    /// Nothing is heard and nothing said: no KEEPALIVE, no answers, no events.
    public var isSilent = false
    /// Nothing is even read, and the connections stand; a peer that goes on sending finds its buffers full in the end.
    public var isHalfOpen = false
    /// Requests act, but are not acknowledged; KEEPALIVE and events go on.
    public var withholdsAnswers = false
    /// Requests act at once, their answers come this much later.
    public var answerDelay: Duration = .zero

    public init(
        delivery: Delivery = .whole, isSilent: Bool = false, isHalfOpen: Bool = false, withholdsAnswers: Bool = false,
        answerDelay: Duration = .zero
    ) {
        self.delivery = delivery
        self.isSilent = isSilent
        self.isHalfOpen = isHalfOpen
        self.withholdsAnswers = withholdsAnswers
        self.answerDelay = answerDelay
    }

    /// Whether nothing is to reach the peers, nor to come from them.
    var isMute: Bool { isSilent || isHalfOpen }

    /// What is handed to the kernel at a time.
    func pieces(of frame: [UInt8]) -> [[UInt8]] { delivery == .torn ? frame.map { [$0] } : [frame] }

    /// Descriptions made to fool or break a terminal, or this protocol.
    public static let hostileNames =
        HostileNames.all + [
            "MEMBERCONNECTED\r\nNUMBER:999", ";;;;:::CONFMEMBER1:", "OPERATION:LOGOUTACK",
        ]
}
