import BackendSupport
import Exchange

/// What `QC_AgentState_Notify` says of an agent whom we may inspect (section 3.5), by its subtype without `QC_AgentState_`.
struct FeedMeaning {
    var state: AgentState?
    /// The word leaves open what the agent is at, who is asked about.
    var isDoubtful = false
    /// What shows beside the state.
    var activity: SafeText?
    var isRecorded: Bool?
    /// nil: it changes the board.
    var ignoredBecause: SafeText?

    /// Whether it says what the agent does now, so that an earlier activity is over.
    var isStateOrActivity: Bool { isRecorded == nil && ignoredBecause == nil }

    static let table: [String: FeedMeaning] = [
        "Login": .init(isDoubtful: true), "Logout": .init(state: .offline), "Idle": .init(state: .idle),
        "Busy": .init(state: .busy, isDoubtful: true), "Work": .init(state: .wrapup), "Rest": .init(state: .rest, isDoubtful: true),
        // In which call only the agent's row tells, or its listing.
        "Active": .init(state: .talking, isDoubtful: true), "WaitAlerting": .init(state: .ringing, isDoubtful: true),
        "WaitAnswer": .init(state: .ringing, isDoubtful: true), "HungUp": .init(isDoubtful: true),
        "ThreeParty": .init(state: .talking, isDoubtful: true),
        // Who of two agents supervises the other the reference does not say.
        "Monitor": .init(isDoubtful: true, activity: "takes part in a supervision"), "StopMonitor": .init(isDoubtful: true),
        "MonitorSupervisorOther": .init(isDoubtful: true, activity: "takes part in a supervision"),
        "SuperviseInsert": .init(isDoubtful: true, activity: "takes part in a barge-in"), "StopSuperviseInsert": .init(isDoubtful: true),
        "MonitorInsertCall": .init(isDoubtful: true, activity: "takes part in a barge-in"),
        "Mute": .init(activity: "muted"), "MuteVideoAudio": .init(activity: "muted"), "PlayVoice": .init(activity: "an announcement plays"),
        "RecordBegin": .init(isRecorded: true), "RecordStop": .init(isRecorded: false),
        "MuteVideo": .init(ignoredBecause: "a terminal shows no pictures"),
        "LiveVideoBegin": .init(ignoredBecause: "a terminal shows no pictures"),
        "LiveVideoStop": .init(ignoredBecause: "a terminal shows no pictures"),
    ]
}

extension GatewayEvent {
    /// The subtype of the feed about other agents.
    var feedWord: String {
        let word = self["subtype"]
        return word.hasOctetPrefix("QC_AgentState_") ? String(word.dropFirst("QC_AgentState_".count)) : word
    }
}
