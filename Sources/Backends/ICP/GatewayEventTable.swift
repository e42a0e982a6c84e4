import BackendSupport
import Diagnostics
import Exchange

/// What is done with each event of the gateway (sections 3.2 to 3.6): it changes the board, it is told to the operator, or it is
/// ignored for a reason. An event that has no row is counted and logged.
struct GatewayEventRow: Equatable {
    enum Use: String { case board, told, both, ignored }

    var type: String
    var use: Use
    /// The events of document 004 (chapter 5) that say the same.
    var documented: [String]
    /// Why it is ignored.
    var reason: String

    static let all: [GatewayEventRow] = rows(of: table)
    static let byType = Dictionary(all.map { ($0.type, $0) }, uniquingKeysWith: { first, _ in first })

    /// Events of document 004 that the library makes itself, or that come another way than by the gateway's feed.
    static let elsewhere: [String: String] = Dictionary(
        outside.split(separator: "\n").map { line in
            let parts = line.split(separator: "|").map { String($0).octetTrimmed }
            return (parts[0], parts[1])
        }, uniquingKeysWith: { first, _ in first })

    private static func rows(of text: String) -> [GatewayEventRow] {
        text.split(separator: "\n").map { line in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).octetTrimmed }
            return GatewayEventRow(
                type: parts[0], use: Use(rawValue: parts[1]) ?? .ignored, documented: parts[2].fields(atOctet: UInt8(ascii: " ")),
                reason: parts.count > 3 ? parts[3] : "")
        }
    }

    private static let table = """
        AgentOther_InService | ignored | OnConnection | the sign-in's own answer says it
        AgentOther_ShutdownService | both | OnBeForceLogout OnDisConnection
        AgentState_Ready | board | OnAgentStatusChange
        AgentState_Busy | board | OnAgentStatusChange
        AgentState_Work | board | OnAgentStatusChange
        AgentState_SetNotReady_Success | board | OnAgentStatusChange
        AgentState_CancelNotReady_Success | board | OnAgentStatusChange
        AgentState_SetRest_Success | board | OnAgentStatusChange
        AgentState_CancelRest_Success | board | OnAgentStatusChange
        AgentState_Rest_Timeout | told | OnRestTimeOut
        AgentState_SetWork_Success | board | OnAgentStatusChange
        AgentState_CancelWork_Success | board | OnAgentStatusChange
        AgentState_Force_Ready | both | OnAgentStatusChange
        AgentState_Force_SetNotReady | both | OnAgentStatusChange
        AgentOther_All_Agent_Busy | told |
        AgentEvent_Incoming_CallInfo | board | OnNewCall
        AgentEvent_Ringing | both | OnNewCall OnPhoneAnswerRequest OnPhoneAnswerRequestEx OnTransferInform
        AgentEvent_Auto_Answer | both | OnNewCall OnPhoneAutoAnswerEvent OnTransferInform
        AgentEvent_Customer_Alerting | board | OnCallOutStatusChange
        AgentEvent_Talking | board | OnCallOutStatusChange OnReturnFromIvr OnSnatchPickUpAnswer
        AgentEvent_Hold | board |
        AgentEvent_Conference | board |
        AgentEvent_Call_Release | board | OnPhoneReleaseEvent OnBeForceReleased OnBeSnatchedPickup
        AgentEvent_Customer_Release | board | OnOtherHangup OnPhoneAlertOtherHungup OnBeTransfer OnOtherBeForceRelease
        AgentEvent_Call_Out_Fail | both |
        AgentEvent_Inside_Call_Fail | both |
        AgentEvent_Consult_Fail | both |
        AgentEvent_Connect_Fail | told |
        AgentEvent_SuccTransResult | told |
        AgentEvent_TransOutResult | told |
        AgentEvent_No_Answer | both | OnLongNoAnswer
        AgentEvent_No_Answer_From_Cti | both | OnLongNoAnswer
        AgentEvent_AbandonCall | board | OnDummyCallArrive
        AgentEvent_ReleaseRequest | ignored | | the release that follows is told by itself
        AgentEvent_ReleaseResponse | ignored | | the release that follows is told by itself
        AgentEvent_Agent_Occupyed | board | OnAgentStatusChange
        AgentEvent_Preview | told |
        AgentEvent_Release_Preview | told |
        AgentEvent_MessageData | told |
        AgentEvent_JoinConf | told |
        AgentOther_PhoneAlerting | board | OnPhoneAlerting OnPhoneStatusChangeEvent
        AgentOther_PhoneOffhook | board | OnPhoneOffhook OnPhoneStatusChangeEvent
        AgentOther_PhoneRelease | board | OnPhoneHungup OnPhoneStatusChangeEvent
        AgentOther_PhoneBusy | both | OnPhoneBusy
        AgentOther_PhoneUnknow | both |
        AgentEvent_linkagePhoneHold | board | OnLinkagePhoneStatus
        AgentEvent_linkagePhoneTransferOut | told | OnPhoneLinkageStatusNotify
        AgentEvent_linkagePhoneTransferOut_Result | both | OnLinkageResultNotify
        AgentOther_BeQcStart | told | OnBeMonitored OnBeBarged OnBeWhispered
        AgentOther_BeQcStop | told | OnBeStopSupervise OnAdvancedOtherHangUp
        QC_AgentState_Notify | board | OnAgentEventNotify OnAgentStatusChange
        AgentOther_Note | told | OnReceiveMessage
        AgentOther_Bulletin | told |
        AgentConf_RequestSuccess | board |
        AgentConf_RequestFailed | told |
        AgentConf_SelfJoinResult | board | OnMeetingMemberJoin
        AgentConf_SelfLeaveResult | board | OnLeaveMeeting
        AgentConf_Ringing | both | OnInvitedMeeting
        AgentConf_ParticipantChanged | board | OnMeetingMemberJoin OnMeetingMemberExit OnMeetingMemberModeChange OnMeetingMemberAlerting OnYieldAnswerCall
        AgentConf_PresidentChanged | board | OnMeetingMasterChange OnBeTransferMaster
        AgentConf_Timeout | told |
        AgentConf_StopParticipantVoice | ignored | | announcements to a conference are not made here
        AgentChat_Ring | told |
        AgentChat_Connected | ignored | | a text chat is answered elsewhere; that it rang was told
        AgentChat_DataRecved | told |
        AgentChat_Disconnected | ignored | | a text chat is answered elsewhere; that it rang was told
        AgentChat_CallOutCreated | ignored | | text chats are not begun here
        AgentChat_CalloutFailed | ignored | | text chats are not begun here
        AgentEvent_ControlWindow_Notify | ignored | | the reference gives no meaning
        AgentEvent_Orders_Notify | ignored | | the reference gives no meaning
        AgentMediaEvent_Record | board | OnStartRecord
        AgentMediaEvent_Record_Fail | told | OnRecordFailure
        AgentMediaEvent_StopRecordDone | board | OnEndRecord
        AgentMediaEvent_Play_Succ | ignored | OnPlayStatus | the listener hears it
        AgentMediaEvent_Play | ignored | OnPlayStatus | the listener hears it
        AgentMediaEvent_Play_Fail | told | OnPlayStatus
        AgentMediaEvent_PausePlayDone | ignored | OnPlayStatus | the listener hears it
        AgentMediaEvent_ResumePlayDone | ignored | OnPlayStatus | the listener hears it
        AgentMediaEvent_JumpPlayDone | ignored | | the listener hears it
        AgentMediaEvent_StopPlayDone | ignored | OnEndPlayRecord | the listener hears it
        """

    private static let outside = """
        OnError | the library's own exceptions
        OnCallListChange | made by the library from the queue listings, which are polled here
        OnMeetingPTTStatusChange | the gateway's feed has no event of a member's push-to-talk key
        OnReportPTTOff | the dispatch service tells it, by a notification of the floor
        OnTalkingGroupUserStateChange | the dispatch service tells it, by a notification
        OnLinkageCalloutNotify | the call itself is told, by its alerting
        OnReceiveSMS | no wire is known of short messages
        OnReceiveP2PSMS | no wire is known of short messages
        OnClientDataWithoutCallConfirm | no wire is known of short messages
        OnClientDataWithoutCallFail | no wire is known of short messages
        OnReceiveReleaseSMS | no wire is known of short messages
        OnReceiveEmail | no wire is known of e-mail
        OnAgentReceiveEmailRemind | no wire is known of e-mail
        OnVCPhoneStatusNotify | video stays with the library's own windows
        OnNewVCCall | video stays with the library's own windows
        OnOtherVCCallHangup | video stays with the library's own windows
        OnStartRecordVCCall | video stays with the library's own windows
        OnEndRecordVCCall | video stays with the library's own windows
        OnVCCallLongNoAnswer | video stays with the library's own windows
        OnVCCallRecordFail | video stays with the library's own windows
        """
}

/// Events that have no row, by type.
struct UnknownEvents {
    /// Types beyond these are not kept apart: what comes is foreign.
    private static let mostTypes = 100
    private(set) var counts: [String: Int] = [:]

    /// Counts the event where it has no row, and logs it: the first of its type at once, later ones at every power of two.
    mutating func note(_ event: GatewayEvent, site: SiteID) {
        let isKnown =
            event.type == "QC_AgentState_Notify" ? FeedMeaning.table[event.feedWord] != nil : GatewayEventRow.byType[event.type] != nil
        guard !isKnown else { return }
        let named = event.type == "QC_AgentState_Notify" ? "\(event.type) \(event.feedWord)" : event.type
        let key = counts[named] != nil || counts.count < Self.mostTypes ? named : "others"
        let count = (counts[key] ?? 0) + 1
        counts[key] = count
        guard count & (count - 1) == 0 else { return }
        DiagnosticContext.current.log.write(.info, site: site.rawValue) {
            "event \(SafeText(key).string) is not known and changes nothing; seen \(count) times"
        }
    }
}
