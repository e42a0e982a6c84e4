import BackendSupport
import Exchange
import JSON
import Wire

@testable import Asterisk
@testable import ConferenceServer
@testable import ICP
@testable import SmartPBX
@testable import WebCTI
@testable import Yeastar

// From what a system says to the board: one message a line, the same state for all.
extension FuzzTarget {
    static let pictures: [FuzzTarget] = [smartPBX, yeastar, webCTI, gateway, groups, conference, asterisk]

    private static func json(_ octets: [UInt8]) -> JSONValue { (try? JSONValue(parsing: octets)) ?? .null }

    private static let smartPBX = FuzzTarget(
        "smartpbx-picture",
        seeds: [
            #"{"event":"invite","callid":"1.1","from":"5","to":"2001"}"# + "\n" + #"{"event":"status","number":"2001","status":"InUse"}"#,
            #"{"livecall":[{"caller":"5","called":"6500","duration":"00:00:09","callid":"1.1","state":"Up","source":"SIP/a-1","destination":"PJSIP/2001-2"}]}"#,
            #"{"callid":"1.1","src":"5","dst":"2001","disposition":"ANSWERED"}"#,
            #"{"params":[{"calls":"1"}],"members":[{"agent":"2001","status":"1","paused":"0"}]}"#,
            #"{"members":[{"callerid":"2001","channel":"PJSIP/2001-1","answeredtime":"10","muted":"0"}]}"#,
        ]
    ) { octets in
        var (picture, board) = (SmartPBX.Picture(site: FuzzBoard.site), FuzzBoard())
        var first = SmartPBX.Findings()
        first.extensions = Asked(
            at: picture.sequence.next(),
            value: SmartPBX.ExtensionRow.list(
                json(Array(#"{"extlist":[{"number":"2001","status":"Idle"},{"number":"2002","status":"InUse"}]}"#.utf8))))
        first.queues = SmartPBX.QueueRow.list(json(Array(#"{"queuelist":[{"number":"6500","members":["2001"]}]}"#.utf8)))
        first.rooms = SmartPBX.RoomRow.list(json(Array(#"{"conflist":[{"number":"2222"}]}"#.utf8)))
        board.take(picture.apply(first, at: FuzzBoard.now))
        for line in octets.lines {
            let body = json(line)
            var findings = SmartPBX.Findings()
            findings.calls = Asked(at: picture.sequence.next(), value: SmartPBX.CallRow.list(body))
            findings.queueStatus["6500"] = SmartPBX.QueueStatus(body)
            findings.roomMembers["2222"] = SmartPBX.RoomMemberRow.list(body)
            let events = [SmartPBX.Event(body, isRecord: false), SmartPBX.Event(body, isRecord: true)].compactMap(\.self)
            board.take(picture.apply(events, at: FuzzBoard.now))
            if body.member("livecall") != nil || body.member("members") != nil { board.take(picture.apply(findings, at: FuzzBoard.now)) }
            board.take(picture.apply(events, at: FuzzBoard.now))
        }
        board.check()
    }

    private static let yeastar = FuzzTarget(
        "yeastar-picture",
        seeds: [
            #"{"action":"RING","callid":"1.1","ext":{"extid":"1"},"inbound":{"from":"5","to":"9998","trunk":"t","inboundid":"1.1"}}"# + "\n"
                + #"{"action":"ANSWER","callid":"1.1","ext":{"extid":"1"},"inbound":{"from":"5","to":"9998","trunk":"t","inboundid":"1.1"}}"#
                + "\n"
                + #"{"action":"NewCdr","callid":"1.1","callfrom":"5","callto":"1","status":"ANSWERED"}"#,
            #"{"action":"ExtensionStatus","extension":"1","status":"Ringing"}"#, #"{"action":"BYE","callid":"1.1"}"#,
            #"{"action":"Invite","callid":"1.1","from":"5","to":"1"}"#,
            #"{"outbound":[{"outboundid":"2.1","from":"1","to":"2","trunk":"t"}]}"#,
        ]
    ) { octets in
        var (picture, board) = (Yeastar.Picture(site: FuzzBoard.site), FuzzBoard())
        var first = Yeastar.Findings()
        first.queues = Yeastar.QueueRow.list(json(Array(#"{"queues":[{"queuenumber":"9998","queuename":"q","agents":"1"}]}"#.utf8)))
        board.take(picture.apply(first, at: FuzzBoard.now))
        for line in octets.lines {
            let body = json(line)
            let events = [Yeastar.Event(body)].compactMap(\.self)
            board.take(picture.apply(events, at: FuzzBoard.now))
            if events.isEmpty {
                var findings = Yeastar.Findings()
                findings.extensions = Asked(at: picture.sequence.next(), value: Yeastar.ExtensionRow.list(body))
                findings.details = Asked(at: picture.sequence.next(), value: Yeastar.CallRow.details(body))
                findings.outbound = Asked(at: picture.sequence.next(), value: Yeastar.CallRow.list(body))
                findings.queueStatus["9998"] = Yeastar.QueueStatus(body).map { Asked(at: picture.sequence.next(), value: $0) }
                board.take(picture.apply(findings, at: FuzzBoard.now))
            }
            board.take(picture.apply(events, at: FuzzBoard.now))
        }
        board.check()
    }

    private static let webCTI = FuzzTarget(
        "webcti-picture",
        seeds: [
            #"{"errcode":0,"data":[{"devices":[{"device":"1","interface":"SIP/1","status":"0","calls":[{"channel":"SIP/1-1","refchannel":"SIP/2-2","callstate":"Link","callerid":"1","refcallerid":"2","channelstate":"Up","uniqueid":"1.1","refuniqueid":"1.2","direct":"IN"}]}],"queues":[{"queue":"90","members":[{"interface":"SIP/1","agentno":"1","status":"1","paused":"0"}],"waitingcalls":[{"queuestart":"1","channel":"a","uniqueid":"1.1","callerid":"5","position":"1","wait":"9"}]}],"conferences":[{"callerid":"2","channel":"c","confno":"900","usernum":"1"}],"parks":[{"exten":"71","channel":"d","callerid":"1","parkedtime":"5"}]}]}"#,
            #"{"errcode":0,"data":[{"channel":"SIP/1-1","uniqueid":"1.1","state":"Up","application":"ChanSpy","appdata":"SIP/2|qw"}]}"#,
            "User #: 01 2008 Bob Channel: SIP/2008-1 (Admin Muted)",
        ]
    ) { octets in
        var (picture, board) = (WebCTI.Picture(site: FuzzBoard.site, clock: ExchangeClock(zone: .gmt)), FuzzBoard())
        for line in octets.lines {
            var findings = WebCTI.Findings()
            findings.queues = ["90": "q"]
            if let answer = try? WebCTI.Answer(line) {
                findings.status = AllStatus(answer)
                findings.channels = answer.rows.compactMap(ChannelRow.init)
                findings.calls = answer.rows.compactMap { Leg(call: $0) }
                findings.figures = answer.rows.map(QueueFiguresRow.init)
            }
            findings.lines = ["900": MeetMeLine.list(String(decoding: line, as: UTF8.self))]
            board.take(picture.apply(findings, at: FuzzBoard.now))
        }
        board.check()
    }

    private static let gateway = FuzzTarget(
        "icp-gateway-picture",
        seeds: [
            #"{"eventType":"AgentState_Busy","workNo":"291","content":null}"# + "\n"
                + #"{"eventType":"AgentEvent_Ringing","workNo":"291","content":{"callid":"1-1","caller":"5","called":"291"}}"# + "\n"
                + #"{"eventType":"AgentEvent_Talking","workNo":"291","content":{"callid":"1-1","caller":"5","called":"291"}}"#,
            #"{"eventType":"AgentOther_BeQcStart","workNo":"291","content":{"qcType":8,"qcAgentId":1}}"#,
            #"{"eventType":"AgentConf_Ringing","workNo":"291","content":{"confId":"7"}}"#,
            #"{"eventType":"QC_AgentState_Notify","workNo":"291","content":{"monitoredagent":"2","state":"Talking"}}"#,
            #"[{"callid":"1-1","callfeature":"0","caller":"5","called":"291","callskillid":"6"}]"#, #"[{"workno":"2","status":"4"}]"#,
        ]
    ) { octets in
        var (picture, board) = (ICPPicture(site: FuzzBoard.site, agent: "291", phone: "1"), FuzzBoard())
        var first = RefreshResult()
        first.skills = [ICP.SkillRow(id: "6", name: "voice")]
        board.take(picture.apply(first, at: FuzzBoard.now))
        for line in octets.lines {
            let body = json(line)
            if let event = GatewayEvent(body) {
                board.take(picture.apply(event, at: FuzzBoard.now))
                board.take(picture.apply(event, at: FuzzBoard.now))
                continue
            }
            var result = RefreshResult()
            let calls = ICP.CallRow.list(body)
            result.agents = Asked(at: picture.sequence.next(), value: AgentRow.list(body))
            result.calls = Asked(at: picture.sequence.next(), value: calls)
            result.waiting = ["6": calls]
            result.hasLookedAtWaiting = true
            result.queues = ICP.QueueRow.list(body)
            result.conferences = (Asked(at: picture.sequence.next(), value: []), ICP.ConferenceRow.list(body))
            board.take(picture.apply(result, at: FuzzBoard.now))
        }
        board.check()
    }

    private static let groups = FuzzTarget(
        "icp-groups-picture",
        seeds: [
            #"{"talkGroupNumber":"9001","userNumber":"4501","operationType":"ptt","operationState":"inOperation"}"#,
            #"{"userStateList":[{"talkGroupNumber":"9001","userNumber":"7","operationType":"emergencyCall","operationState":"inProcess"}]}"#,
        ]
    ) { octets in
        var (picture, board) = (TalkingGroupPicture(site: FuzzBoard.site, own: "4501"), FuzzBoard())
        picture.isReachable = true
        picture.take(
            [TalkingGroupRow(json(Array(#"{"talkGroupNumber":"9001","talkGroupName":"g","talkGroupType":1}"#.utf8)))].compactMap(\.self))
        for line in octets.lines {
            let body = json(line)
            for notice in GroupNotice.list(body) { picture.take(notice, at: FuzzBoard.now) }
            board.take(picture.changes(at: FuzzBoard.now))
        }
        board.check()
    }

    private static let conference = FuzzTarget(
        "confserver-picture",
        seeds: [
            "CONFROOMINFO\rOPERATORNAME:sadmin\rLOCALCONFROOMID:1\rSERVERROOMID:2\rCONFTYPE:1\rCONFNUMBER:3\rCONFMEMBER1:101;121;TALKING;2016-01-21 13:20:10;1;121;0;0;0;0;0;",
            "INCOMINGCALLQUEUESTATE\rOPERATORNAME:sadmin\rCOUNT:1\rNUMBER:5", "OPERATORLOGIN\rRESULT:OK",
        ]
    ) { octets in
        // Frames as they come over TCP, then the same octets as texts.
        var decoder = FrameDecoder(ConferenceServerSite.codec)
        var payloads: [[UInt8]] = []
        octets.withUnsafeBytes { try? decoder.take($0, into: &payloads) }
        var (picture, board) = (ConferenceServer.Picture(site: FuzzBoard.site, username: "sadmin"), FuzzBoard())
        for line in payloads + octets.lines {
            let text = String(decoding: line.map { $0 == 0x0D ? 0x0A : $0 }, as: UTF8.self)
            guard let message = ConferenceServer.Message(text: text) else { continue }
            board.take(picture.apply([.init(message: message)], at: FuzzBoard.now))
        }
        board.check()
    }

    private static let asterisk = FuzzTarget(
        "asterisk-picture",
        seeds: [
            "Event: Newchannel\r\nChannel: PJSIP/2101-1\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\nChannelState: 4\r\nCallerIDNum: 2101\r\nExten: 8001\r\n\r\nEvent: QueueCallerJoin\r\nQueue: sales\r\nUniqueid: 1.1\r\nPosition: 1\r\n\r\nEvent: Hangup\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\n",
            "Event: ChanSpyStart\r\nSpyerUniqueid: 1.1\r\nSpyeeUniqueid: 1.2\r\nSpyerChannel: PJSIP/1-1\r\n\r\n",
            "Event: BridgeEnter\r\nBridgeUniqueid: b\r\nUniqueid: 1.1\r\nBridgeType: basic\r\n\r\nEvent: QueueMemberStatus\r\nQueue: sales\r\nInterface: PJSIP/2101\r\nStatus: 1\r\nPaused: 1\r\n\r\n",
        ]
    ) { octets in
        var decoder = FrameDecoder(HeaderBlockCodec(peer: "x", hasBanner: false))
        var payloads: [[UInt8]] = []
        octets.withUnsafeBytes { try? decoder.take($0, into: &payloads) }
        var (picture, board) = (Asterisk.Picture(configuration), FuzzBoard())
        for payload in payloads.prefix(200) {
            let message = Asterisk.Message(text: WireDecoderText.of(payload))
            picture.apply(message, at: FuzzBoard.now)
            board.take(picture.takeChanges(at: FuzzBoard.now))
            if message["List"] == "yes" {
                picture.take(channels: [message], at: FuzzBoard.now)
                picture.take(queues: [message], at: FuzzBoard.now)
                board.take(picture.takeChanges(at: FuzzBoard.now))
            }
        }
        board.check()
    }

    private enum WireDecoderText {
        static func of(_ payload: [UInt8]) -> String { String(decoding: payload, as: UTF8.self) }
    }

    private static let configuration: AsteriskConfiguration = {
        func pattern(_ text: String) -> TelephonePatterns.Pattern { TelephonePatterns.Pattern(text)! }
        return AsteriskConfiguration(
            id: FuzzBoard.site, name: "x", host: "127.0.0.1", port: 1, tls: nil, username: "", password: Secret(""),
            telephones: TelephonePatterns(
                channel: pattern("PJSIP/{ext}"), interface: pattern("PJSIP/{ext}"), hint: pattern("{ext}@hints")),
            dialContext: "internal", transferContext: "internal", parkContext: "parkedcalls", queues: [], trunks: [], wrapUp: [:],
            encoding: .automatic, deadline: .seconds(5), operatorExtension: "2000")
    }()
}
