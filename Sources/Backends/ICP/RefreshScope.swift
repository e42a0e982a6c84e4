import BackendSupport

/// What a refresh covers.
struct RefreshScope: PollScope {
    let rawValue: Int
    /// Every agent of the VDN.
    static let agents = RefreshScope(rawValue: 1)
    /// Agents whose state an event left open.
    static let doubts = RefreshScope(rawValue: 2)
    static let queues = RefreshScope(rawValue: 4)
    static let calls = RefreshScope(rawValue: 8)
    static let rooms = RefreshScope(rawValue: 16)
    /// Skills, rest causes and rights, which hardly change.
    static let lists = RefreshScope(rawValue: 32)
    /// What changes with every call.
    static let moving: RefreshScope = [.queues, .calls, .rooms]
    static let everything: RefreshScope = [.agents, .doubts, .queues, .calls, .rooms, .lists]

    init(rawValue: Int) { self.rawValue = rawValue }

    /// What is worth a look after an event.
    init(after event: GatewayEvent) {
        switch event.type {
        case "QC_AgentState_Notify": self = [.doubts, .calls]
        case "AgentConf_PresidentChanged", "AgentConf_SelfJoinResult": self = .rooms
        case _ where event.type.hasPrefix("AgentEvent_"): self = [.calls, .queues]
        case _ where event.type.hasPrefix("AgentState_"): self = [.calls, .queues]
        default: self = []
        }
    }
}
