import BackendSupport
import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import ICP

/// What is done with the events of the gateway.
@Suite(.serialized, .timeLimit(.minutes(1))) struct GatewayEventTableTests {
    /// The events of document 004, chapter 5, that answer no call of the library.
    private static let unsolicited = """
        OnDisConnection OnConnection OnError OnNewCall OnOtherHangup OnAdvancedOtherHangUp OnTransferInform OnBeTransfer OnPhoneAlerting
        OnPhoneAlertOtherHungup OnPhoneHungup OnLongNoAnswer OnPhoneBusy OnPhoneOffhook OnReturnFromIvr OnDummyCallArrive
        OnLinkageResultNotify OnLinkagePhoneStatus OnLinkageCalloutNotify OnAgentStatusChange OnCallListChange OnRestTimeOut
        OnMeetingPTTStatusChange OnCallOutStatusChange OnYieldAnswerCall OnInvitedMeeting OnLeaveMeeting OnMeetingMemberExit
        OnBeTransferMaster OnMeetingMemberAlerting OnMeetingMemberJoin OnMeetingMemberModeChange OnMeetingMasterChange OnBeBarged
        OnBeForceReleased OnSnatchPickUpAnswer OnBeSnatchedPickup OnBeForceLogout OnOtherBeForceRelease OnBeWhispered OnBeMonitored
        OnBeStopSupervise OnReceiveMessage OnAgentEventNotify OnStartRecord OnRecordFailure OnPlayStatus OnEndPlayRecord OnEndRecord
        OnReportPTTOff OnReceiveSMS OnReceiveP2PSMS OnClientDataWithoutCallConfirm OnClientDataWithoutCallFail OnReceiveReleaseSMS
        OnReceiveEmail OnAgentReceiveEmailRemind OnVCPhoneStatusNotify OnNewVCCall OnOtherVCCallHangup OnStartRecordVCCall
        OnEndRecordVCCall OnVCCallLongNoAnswer OnVCCallRecordFail OnPhoneLinkageStatusNotify OnPhoneStatusChangeEvent
        OnPhoneAnswerRequestEx OnPhoneAnswerRequest OnPhoneAutoAnswerEvent OnPhoneReleaseEvent OnTalkingGroupUserStateChange
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    /// The events of the wire reference, sections 3.2 to 3.6.
    private static let onTheWire = """
        AgentOther_InService AgentOther_ShutdownService AgentState_Ready AgentState_Busy AgentState_Work AgentState_SetNotReady_Success
        AgentState_CancelNotReady_Success AgentState_SetRest_Success AgentState_CancelRest_Success AgentState_Rest_Timeout
        AgentState_SetWork_Success AgentState_CancelWork_Success AgentState_Force_Ready AgentState_Force_SetNotReady
        AgentOther_All_Agent_Busy AgentEvent_Incoming_CallInfo AgentEvent_Ringing AgentEvent_Auto_Answer AgentEvent_Customer_Alerting
        AgentEvent_Talking AgentEvent_Hold AgentEvent_Conference AgentEvent_Call_Release AgentEvent_Customer_Release
        AgentEvent_Call_Out_Fail AgentEvent_Inside_Call_Fail AgentEvent_Consult_Fail AgentEvent_SuccTransResult
        AgentEvent_TransOutResult AgentEvent_No_Answer AgentEvent_No_Answer_From_Cti AgentEvent_AbandonCall AgentEvent_Connect_Fail
        AgentEvent_ReleaseRequest AgentEvent_ReleaseResponse AgentEvent_Agent_Occupyed AgentEvent_Preview AgentEvent_Release_Preview
        AgentEvent_MessageData AgentEvent_JoinConf AgentOther_PhoneAlerting AgentOther_PhoneOffhook AgentOther_PhoneRelease
        AgentOther_PhoneBusy AgentOther_PhoneUnknow AgentEvent_linkagePhoneHold AgentEvent_linkagePhoneTransferOut
        AgentEvent_linkagePhoneTransferOut_Result AgentOther_BeQcStart AgentOther_BeQcStop QC_AgentState_Notify AgentOther_Note
        AgentOther_Bulletin AgentConf_RequestSuccess AgentConf_RequestFailed AgentConf_SelfJoinResult AgentConf_SelfLeaveResult
        AgentConf_Ringing AgentConf_ParticipantChanged AgentConf_PresidentChanged AgentConf_Timeout AgentConf_StopParticipantVoice
        AgentChat_Ring AgentChat_Connected AgentChat_DataRecved AgentChat_Disconnected AgentMediaEvent_Record
        AgentMediaEvent_Record_Fail AgentMediaEvent_StopRecordDone AgentMediaEvent_Play_Succ AgentMediaEvent_Play
        AgentMediaEvent_Play_Fail AgentMediaEvent_PausePlayDone AgentMediaEvent_ResumePlayDone AgentMediaEvent_JumpPlayDone
        AgentMediaEvent_StopPlayDone AgentChat_CallOutCreated AgentChat_CalloutFailed AgentEvent_ControlWindow_Notify
        AgentEvent_Orders_Notify
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    private static let feed = """
        Login Logout Idle Busy Work Rest Active WaitAlerting WaitAnswer HungUp ThreeParty Mute MuteVideo MuteVideoAudio PlayVoice
        RecordBegin RecordStop LiveVideoBegin LiveVideoStop SuperviseInsert StopSuperviseInsert Monitor StopMonitor
        MonitorSupervisorOther MonitorInsertCall
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    @Test func `Every unsolicited event has a row, or a reason why it comes no such way`() {
        #expect(Self.unsolicited.count == 71)
        let documented = Set(GatewayEventRow.all.flatMap(\.documented))
        for event in Self.unsolicited {
            #expect(documented.contains(event) != (GatewayEventRow.elsewhere[event] != nil), "\(event)")
        }
        #expect(documented.union(GatewayEventRow.elsewhere.keys) == Set(Self.unsolicited))
    }

    @Test func `Every event of the wire has one row, and what is ignored says why`() {
        #expect(GatewayEventRow.all.map(\.type).sorted() == Self.onTheWire.sorted())
        for row in GatewayEventRow.all { #expect((row.use == .ignored) != row.reason.isEmpty, "\(row.type)") }
        #expect(Set(FeedMeaning.table.keys) == Set(Self.feed))
    }

    private func picture() -> ICPPicture {
        var picture = ICPPicture(site: "i", agent: "291", phone: "40038")
        var result = RefreshResult()
        let rows: JSONValue = [["workno": "291", "status": "4"], ["workno": "20011", "name": "Ann", "status": "7", "ctiStatus": "5"]]
        result.agents = Asked(at: picture.sequence.next(), value: AgentRow.list(rows))
        let call: JSONValue = [["callid": "1-1", "caller": "10086", "called": "20011", "callfeature": "0"]]
        result.calls = Asked(at: picture.sequence.next(), value: CallRow.list(call))
        _ = picture.apply(result, at: Date())
        return picture
    }

    private func event(_ type: String, _ content: JSONValue = .null) throws -> GatewayEvent {
        try #require(GatewayEvent(["eventType": .string(type), "workNo": "291", "content": content]))
    }

    /// What the table promises is done: an event that is to be told is told, and no other.
    @Test(
        arguments: [
            ("AgentOther_PhoneBusy", JSONValue.null, "Telephone 40038 is busy and cannot take the call."),
            ("AgentOther_All_Agent_Busy", .null, "All agents are busy."),
            (
                "AgentEvent_linkagePhoneTransferOut", ["addrOut": ["address": "70002", "addressType": .number(6)]],
                "The call is being transferred to 70002 at the telephone."
            ),
            (
                "AgentEvent_linkagePhoneTransferOut_Result", ["result": .number(1138), "callId": "1-1"],
                "The transfer at the telephone failed (1138)."
            ),
            (
                "AgentEvent_linkagePhoneTransferOut_Result", ["result": .number(0), "callId": "1-1"],
                "The transfer at the telephone is done."
            ),
            ("AgentMediaEvent_Play_Fail", .null, "The recording could not be played."),
            ("AgentEvent_Preview", ["controlid": "77", "dialeddigits": "13800138000"], "A call to 13800138000 is to be made (task 77)."),
            ("AgentEvent_Release_Preview", .null, "The call that was to be made has been withdrawn."),
            ("AgentEvent_MessageData", ["caller": "a20011", "message": "at gate 4"], "20011: at gate 4"),
            ("AgentChat_Ring", ["callId": "9-9", "caller": "web1"], "A text chat from web1 waits; it cannot be answered here."),
            ("AgentEvent_JoinConf", ["confid": "88"], "Invited to multimedia conference 88; it cannot be joined here."),
            ("AgentConf_RequestFailed", ["cause": .number(999_999)], "The conference was refused: no reason is known (999999)."),
            (
                "AgentEvent_Ringing", ["callid": "2-2", "caller": "10086", "called": "291", "transfer": "yes", "transfrom": "a20011"],
                "The call was transferred here by 20011."
            ),
        ] as [(String, JSONValue, String)])
    func `What concerns the operator is told`(type: String, content: JSONValue, words: String) throws {
        var picture = picture()
        let told = picture.apply(try event(type, content), at: Date()).compactMap { change in
            if case .message(let message) = change { message.text.string } else { nil }
        }
        #expect(told == [words])
        #expect([.told, .both].contains(try #require(GatewayEventRow.byType[type]).use))
    }

    @Test func `An agent who is reserved for a call, or whose telephone rings, rings`() throws {
        for type in ["AgentEvent_Agent_Occupyed", "AgentOther_PhoneAlerting"] {
            var picture = picture()
            _ = picture.apply(try event(type), at: Date())
            #expect(picture.published.agents["291"]?.state == .ringing, "\(type)")
        }
        var picture = picture()
        for type in ["AgentOther_PhoneAlerting", "AgentOther_PhoneOffhook"] { _ = picture.apply(try event(type), at: Date()) }
        #expect(picture.published.agents["291"]?.state == .idle)
    }

    @Test(arguments: [
        ("Monitor", "takes part in a supervision"), ("MonitorSupervisorOther", "takes part in a supervision"),
        ("SuperviseInsert", "takes part in a barge-in"), ("Mute", "muted"), ("Active", nil),
    ])
    func `The feed's words on a call show beside the state`(word: String, shown: String?) throws {
        var picture = picture()
        _ = picture.apply(
            try event("QC_AgentState_Notify", ["subtype": .string("QC_AgentState_\(word)"), "monitoredagent": "20011"]), at: Date())
        #expect(picture.published.agents["20011"]?.state == .talking)
        #expect(picture.published.agents["20011"]?.reason?.string == shown)
    }

    @Test func `A recording of another's call begins and ends`() throws {
        var picture = picture()
        for (word, isRecorded) in [("RecordBegin", true), ("RecordStop", false)] {
            _ = picture.apply(
                try event("QC_AgentState_Notify", ["subtype": .string("QC_AgentState_\(word)"), "monitoredagent": "20011"]), at: Date())
            #expect((picture.published.calls["1-1"]?.recording != nil) == isRecorded)
        }
    }

    @Test func `Events that nobody knows are counted, and do not fill the memory`() throws {
        var unknown = UnknownEvents()
        for _ in 1...3 { unknown.note(try event("AgentEvent_New"), site: "i") }
        unknown.note(try event("QC_AgentState_Notify", ["subtype": "QC_AgentState_Dancing"]), site: "i")
        unknown.note(try event("AgentState_Ready"), site: "i")
        #expect(unknown.counts == ["AgentEvent_New": 3, "QC_AgentState_Notify Dancing": 1])
        for number in 0..<1_000 { unknown.note(try event("X\(number)"), site: "i") }
        #expect(unknown.counts.count <= 101)
        #expect(unknown.counts.values.reduce(0, +) == 1_004)
    }

    @Test func `A call that came directly is of no queue`() throws {
        var picture = picture()
        _ = picture.apply(
            try event("AgentEvent_Incoming_CallInfo", ["callId": "2-2", "caller": "10086", "called": "291", "skillId": .number(0)]),
            at: Date())
        #expect(picture.published.calls["2-2"]?.state == .ringing)
        #expect(picture.published.calls["2-2"]?.queue == nil)
    }
}
