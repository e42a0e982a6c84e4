/// A short training script with a name: what people and applications do, so that an exchange says what a console must get
/// right. Telephones and queues are those of seed 1, 24 agents, rate 0.
public struct Scenario: Sendable {
    /// The system that it is for.
    public let kind: String
    public let name: String
    /// What the exchange says and does not say, in a sentence.
    public let meaning: String
    /// Lines of a training script.
    public let text: String

    init(_ kind: String, _ name: String, _ meaning: String, _ text: String) {
        self.kind = kind
        self.name = name
        self.meaning = meaning
        self.text = text
    }

    /// Every scenario, system by system.
    public static let all = yeastar + webCTI + icp + conferenceServer + smartPBX

    /// - Returns: nil where there is none of this name.
    public static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }

    /// Its lines, for `SimulatorOptions.script` or a simulator's own.
    /// - Throws: `ScriptError`.
    public func script() throws(ScriptError) -> [ScriptLine] { try TrainingScript.parse(text, file: name) }

    /// All names with their meanings, for a help text.
    public static var summary: String {
        let width = all.map { $0.name.count }.max() ?? 0
        return all.map { "  " + $0.name + String(repeating: " ", count: width + 2 - $0.name.count) + $0.meaning }.joined(separator: "\n")
    }
}

// MARK: - Yeastar (document 001)

extension Scenario {
    static let yeastar = [
        Scenario(
            "yeastar", "did-queue",
            "reports name the DID that was called, never the queue; a ring that times out is a CallFailed of that leg, and the caller waits",
            """
            at 1s manual
            at 1s call 13800138000 queue 9998   # calls 80006500; ALERT and RING of five legs, each pair with a callid of its own
            # 21s: five times CallFailed, callercount stays 1; 26s: rings again
            at 30s answer 102
            at 60s hangup 13800138000
            """),
        Scenario(
            "yeastar", "queue-nobody-free", "a caller waits of whom no report tells before a telephone rings; only callercount knows",
            """
            at 0s manual
            at 0s pause 101 9998
            at 0s pause 102 9998
            at 0s pause 103 9998
            at 0s pause 104 9998
            at 0s pause 106 9998
            at 1s call 13800138000 queue 9998
            at 40s unpause 101 9998             # the first report: its inboundid begins with the epoch of 1s
            at 60s hangup 13800138000
            """),
        Scenario(
            "yeastar", "menu-queue", "reports name the menu's DID; the queue is chosen in the menu and never said",
            """
            at 0s manual
            at 1s call 13800138000 menu 7000    # calls 80007000; no report
            at 5s choose 13800138000 9998
            at 15s answer 101
            at 30s hangup 13800138000
            """),
        Scenario(
            "yeastar", "ring-group", "a DID that rings three telephones at once, none of them by way of a queue",
            """
            at 0s manual
            at 1s call 13800138000 extension 6200
            at 5s answer 103
            at 20s hangup 13800138000
            """),
        Scenario(
            "yeastar", "transferred-queue-call", "a call that came through a queue and was answered is handed on: it does not wait again",
            """
            at 0s manual
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 15s transfer 101 107             # Tranfer names 101; then ALERT and RING at 107, to is still 80006500
            at 20s answer 107
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "redirected-call", "another application hands a call on: no report of it, but ALERT and RING at the new callee",
            """
            at 0s manual
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 15s redirect 101 107
            at 20s answer 107
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "redirected-unseen",
            "the same, to an extension whose ringing is not reported: only ANSWER and inbound/query name it",
            """
            at 0s manual
            at 0s unmonitor 107
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 15s redirect 101 107             # 101 is Idle, inbound/query names nobody
            at 30s answer 107
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "hold-at-the-telephone", "no report tells of hold: extensionlist says Hold, queuestatus 8, until it is taken back",
            """
            at 0s manual
            at 1s call 13800138000 queue 9998
            at 5s answer 101
            at 10s hold 101
            at 25s unhold 101
            at 40s hangup 13800138000
            """),
        Scenario(
            "yeastar", "later-login-takes-reports", "the latest log-in or heartbeat of the account has the reports, the others have none",
            "at 0s later-login takes-reports"),
        Scenario(
            "yeastar", "later-login-ends-earlier", "a log-in ends the earlier one: its token is refused, its reports stop",
            "at 0s later-login ends-earlier"),
        Scenario(
            "yeastar", "login-refused-otherwise", "three log-ins are refused with a code that is not 30003",
            "at 0s expire-tokens\nat 0s refuse login 10004 3"),
    ]
}

// MARK: - WEBCTI2 (document 002)

extension Scenario {
    static let webCTI = [
        Scenario(
            "webcti", "pause-reason", "members are paused 0 or 1 (4.84); the reason is arg2 of PAUSE in the queue log (6.11)",
            """
            at 1s pause-reason 2015 90 2        # 午餐
            at 30s unpause 2015 90
            """),
        Scenario(
            "webcti", "pause-codes", "a device that keeps the code in the member list: 3 there, and in the queue log",
            """
            at 0s pause-codes on
            at 1s pause-reason 2015 90 3
            """),
        Scenario(
            "webcti", "nothing-rings", "with async=1 a call of an offline or busy telephone is a success of which nothing comes",
            """
            at 0s manual
            at 0s unregister 2016
            at 1s dial 2013 2014
            at 2s answer 2014
            """),
        Scenario(
            "webcti", "mistyped-transfer", "a blind transfer to a number of no dial plan succeeds and ends the call",
            """
            at 0s manual
            at 1s dial 2013 2014
            at 2s answer 2014
            at 20s redirect 2014 2999
            """),
        Scenario(
            "webcti", "channels-without-partner", "a listener and a room's member are channels of getchannel without refchannel",
            """
            at 0s manual
            at 1s dial 2013 2014
            at 2s answer 2014
            at 3s listen 2011 2013
            at 5s answer 2011
            at 6s join 2012 9111
            """),
        Scenario(
            "webcti", "held-at-the-telephone", "hold and its end stand in getchannel at once, and nowhere else",
            """
            at 0s manual
            at 1s dial 2013 2014
            at 2s answer 2014
            at 10s hold 2014
            at 25s unhold 2014
            """),
        Scenario(
            "webcti", "clock-put-right", "the exchange's clock is a day ahead and refuses the key of today, then it is put right",
            """
            at 1s clock 86400
            at 60s clock 0
            """),
        Scenario("webcti", "unreadable-page", "one page ends in its middle three times; the others answer", "at 1s spoil getallstatus 3"),
        Scenario("webcti", "xml-only", "whatever json says, the answer is the documented XML", "at 1s answers xml"),
        Scenario("webcti", "php-notices", "a notice of PHP's stands in front of every answer", "at 1s answers notices"),
        Scenario(
            "webcti", "bare-digits", "numbers stand without quotation marks, zeros in front and all",
            """
            at 0s manual
            at 1s answers bare
            at 2s call 053288880001 queue 90
            """),
    ]
}

// MARK: - ICP (document 004 and the wire reference of the gateway)

extension Scenario {
    static let icp = [
        Scenario(
            "icp", "gateway-outage", "the gateway keeps the seat over an outage: the old session must be presented", "at 10s offline 5s"),
        Scenario(
            "icp", "gateway-restart", "the gateway forgets every session: 100-006, and the agent is signed out", "at 10s forget-sessions"),
        Scenario("icp", "portal-alone", "the gateway is away, the talking groups go on", "at 10s offline 30s"),
        Scenario("icp", "portal-outage", "the uPortal is away, the gateway goes on", "at 10s portal-offline 5s"),
        Scenario("icp", "callbacks-lost", "the uPortal says success, and its notifications reach nobody", "at 0s no-callbacks 10m"),
        Scenario("icp", "second-seat", "another console of the same user registers and gets the notifications", "at 20s second-seat"),
        Scenario(
            "icp", "consultation", "innerhelp tells Customer_Alerting and Talking; the hold shows in holdlist only",
            """
            at 0s manual
            # consult 101 from the console, then:
            at 30s answer 101
            """),
        Scenario(
            "icp", "caller-for-whoever-is-idle", "whoever is idle with skills gets the next waiting caller, a supervisor too",
            """
            at 0s manual
            at 1s call 13800138000 queue 1
            at 2s call 13900139000 queue 1
            at 3s call 13700137000 queue 1
            at 4s call 13600136000 queue 1
            at 5s call 13500135000 queue 1
            at 6s call 13400134000 queue 1
            """),
        Scenario(
            "icp", "invited-take-time", "telephones ring 45 s; one answers late, one never",
            """
            at 0s manual
            at 0s unreachable 10010
            at 30s answer 10086
            """),
        Scenario("icp", "wrap-up-first", "busy and idle are refused in wrap-up (4.3.9), rest outside idle (4.3.5)", "at 10s wrap-up 291"),
        Scenario("icp", "empty-password", "agents' passwords are empty", "at 0s password none"),
        Scenario("icp", "unsolicited-events", "every event of the gateway that answers no request", unsolicited),
    ]

    private static let unsolicited = [
        "AgentOther_InService null", "AgentState_Ready null", "AgentState_Busy null", "AgentState_Work null",
        #"AgentState_SetNotReady_Success {"reason":"3"}"#, "AgentState_Force_Ready null", "AgentState_Force_SetNotReady null",
        #"AgentState_SetRest_Success {"reason":"1"}"#, "AgentState_Rest_Timeout null", "AgentOther_All_Agent_Busy null",
        #"AgentEvent_Incoming_CallInfo {"callId":"1-1","skillName":"voice","skillId":1,"caller":"10086","called":"70092","mediaType":5}"#,
        #"AgentEvent_Ringing {"caller":"10086","transfer":"yes","callid":"1-1","transfrom":"102","called":"291","type":"main","feature":"0"}"#,
        #"AgentEvent_AbandonCall {"caller":"10086","callData":"","callId":"1-1"}"#, "AgentEvent_No_Answer null",
        "AgentEvent_No_Answer_From_Cti null", "AgentEvent_Connect_Fail null", "AgentEvent_ReleaseRequest null",
        "AgentEvent_ReleaseResponse null", "AgentEvent_Agent_Occupyed null",
        #"AgentEvent_Preview {"controlid":"7","dialeddigits":"10086"}"#, "AgentEvent_Release_Preview null",
        #"AgentEvent_MessageData {"callid":"1-2","caller":"10086","called":"291","feature":0,"type":"main","message":"hello","mediaAbility":"5"}"#,
        #"AgentEvent_JoinConf {"confid":"77","confinfo":"x"}"#, "AgentOther_PhoneAlerting null", "AgentOther_PhoneOffhook null",
        "AgentOther_PhoneBusy null", "AgentOther_PhoneUnknow null", #"AgentOther_PhoneRelease {"phoneState":3}"#,
        #"AgentEvent_linkagePhoneHold {"callId":"1-1"}"#,
        #"AgentEvent_linkagePhoneTransferOut {"addrOut":{"address":"70002","addressType":6},"addrSelf":{"address":"40038","addressType":6}}"#,
        #"AgentEvent_linkagePhoneTransferOut_Result {"result":1138,"callId":"1-1"}"#,
        #"AgentOther_BeQcStart {"qcType":8,"qcAgentId":292}"#, #"AgentOther_BeQcStop {"qcType":8,"qcAgentId":292}"#,
    ].appending(
        [
            "Login", "Logout", "Idle", "Busy", "Work", "Rest", "Active", "WaitAlerting", "WaitAnswer", "HungUp", "ThreeParty", "Mute",
            "MuteVideo", "MuteVideoAudio", "PlayVoice", "RecordBegin", "RecordStop", "LiveVideoBegin", "LiveVideoStop",
            "SuperviseInsert", "StopSuperviseInsert", "Monitor", "StopMonitor", "MonitorSupervisorOther", "MonitorInsertCall",
        ].map {
            #"QC_AgentState_Notify {"subtype":"QC_AgentState_\#($0)","monitoredagent":"101","agentname":"101","mediaserver":"CtiServer"}"#
        }
    ).appending([
        #"AgentOther_Note {"sender":"292","sendername":"292","context":"hello"}"#, "AgentOther_Note null",
        #"AgentOther_Bulletin {"sender":"292","sendername":"292","context":"hello"}"#, #"AgentConf_RequestFailed {"cause":21234}"#,
        #"AgentConf_Ringing {"confId":1031168}"#, #"AgentConf_Timeout {"confId":1031168}"#,
        #"AgentChat_Ring {"callId":"1-3","caller":"292","called":"291","isInnerCall":true}"#,
        #"AgentChat_DataRecved {"sender":"292","callId":"1-3","chatContent":"hello"}"#, #"AgentChat_Disconnected {"callId":"1-3"}"#,
        "AgentMediaEvent_Play_Fail null", "AgentMediaEvent_StopPlayDone null", "AgentEvent_ControlWindow_Notify null",
        "AgentEvent_Orders_Notify null", "AgentEvent_NobodyKnows null",
    ]).enumerated().map { "at \($0.offset + 20)s event 291 \($0.element)" }.joined(separator: "\n")
}

extension Array {
    fileprivate func appending(_ others: [Element]) -> [Element] { self + others }
}
