import BackendSupport
import Exchange
import Foundation
import JSON
import Testing

@testable import ConferenceServer
@testable import ICP
@testable import SmartPBX
@testable import WebCTI
@testable import Yeastar

/// Figures at the edge, wherever a system's decoders read one: nothing traps, and what the board then shows is a count, a time in
/// RFC 3339, or null.
@Suite struct EdgeFigureTests {
    /// What one system tells in one place, and how the board gets it. `#` stands for the figure.
    struct Place: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var decode: @Sendable (String) throws -> [Change]

        init(_ name: String, _ text: String, _ decode: @escaping @Sendable (String) throws -> [Change]) {
            (self.name, self.text, self.decode) = (name, text, decode)
        }

        var testDescription: String { name }
    }

    static let figures = [
        "9223372036854775807", "9223372036854775806", "-9223372036854775808", "9223372036854775808", "99999999999999999999", "1e300",
        "-1e300", "1e-300", "-5", "0", "inf", "-inf", "nan", "0x7fffffffffffffff", "", "253402300800", "9007199254740993", "1.5",
    ]

    static let now = Date(timeIntervalSince1970: 1_700_000_000)
    static let site: SiteID = "x"

    static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    /// Bare figures that are no JSON are not decoded; as text they are.
    @Test(arguments: places) func `No figure ends the program or shows nonsense`(place: Place) throws {
        var decoded = 0
        for figure in Self.figures {
            for written in [figure, "\"\(figure)\"", "\"\(figure).\(figure)\"", "\"\(figure):\(figure):\(figure)\""] {
                let isText = !place.text.contains("{")
                let text = place.text.replacing("#", with: isText ? written.replacing("\"", with: "") : written)
                guard let changes = try? place.decode(text) else { continue }
                decoded += 1
                var board = Board(sites: [SiteStatus(id: Self.site, name: "x", kind: "webcti")])
                _ = board.apply(changes)
                let snapshot = board.snapshot(at: Self.now)
                try check(snapshot, text)
                // What follows the board reads the same.
                for change in changes {
                    guard let record = change.record(at: Self.now, on: board, .full) else { continue }
                    _ = try ChangeRecord(json: try Self.json(record.json.compactText)).changes()
                }
            }
        }
        #expect(decoded >= Self.figures.count)
    }

    /// Every number of a snapshot is a count or a share, and every time can be read again.
    private func check(_ value: JSONValue, _ text: String) throws {
        switch value {
        case .number(let digits):
            let number = try #require(Double(digits), "\(digits) of \(text)")
            #expect((0...9_007_199_254_740_991).contains(number), "\(digits) of \(text)")
        case .array(let values): for value in values { try check(value, text) }
        case .object(let members):
            for (name, member) in members {
                // A caller's place and rank may be what the exchange says.
                if ["position", "priority"].contains(name) { continue }
                if ["since", "answered"].contains(name), case .string(let time) = member {
                    #expect((try? Date(time, strategy: .iso8601)) != nil, "\(time) of \(text)")
                }
                try check(member, text)
            }
        default: break
        }
    }

    static let places: [Place] = smartPBX + yeastar + webCTI + icp + conference

    static let smartPBX = [
        Place("smartpbx queue_status", #"{"params":[{"calls":#,"holdtime":#,"talktime":#,"completed":#,"abandoned":#}],"members":[]}"#) {
            var picture = SmartPBX.Picture(site: site)
            var findings = SmartPBX.Findings()
            findings.queues = SmartPBX.QueueRow.list(try json(#"{"queuelist":[{"number":"6500"}]}"#))
            findings.queueStatus["6500"] = SmartPBX.QueueStatus(try json($0))
            return picture.apply(findings, at: now)
        },
        Place("smartpbx livecall", #"{"livecall":[{"caller":"1","called":"2","duration":#,"callid":#,"state":"Up","direction":"In"}]}"#) {
            var picture = SmartPBX.Picture(site: site)
            var findings = SmartPBX.Findings()
            findings.calls = Asked(at: picture.sequence.next(), value: SmartPBX.CallRow.list(try json($0)))
            return picture.apply(findings, at: now)
        },
        Place("smartpbx conf_status", #"{"members":[{"callerid":#,"channel":"PJSIP/1-1","answeredtime":#,"muted":#}]}"#) {
            var picture = SmartPBX.Picture(site: site)
            var findings = SmartPBX.Findings()
            findings.rooms = SmartPBX.RoomRow.list(try json(#"{"conflist":[{"number":"2222"}]}"#))
            findings.roomMembers["2222"] = SmartPBX.RoomMemberRow.list(try json($0))
            return picture.apply(findings, at: now)
        },
        Place("smartpbx cdr", #"{"callid":#,"src":"1","dst":"2","billsec":#,"start":#,"end":#,"disposition":"ANSWERED"}"#) {
            var picture = SmartPBX.Picture(site: site)
            return picture.apply([SmartPBX.Event(try json($0), isRecord: true)].compactMap(\.self), at: now)
        },
        Place("smartpbx invite", #"{"event":"invite","callid":#,"from":#,"to":#}"#) {
            var picture = SmartPBX.Picture(site: site)
            return picture.apply([SmartPBX.Event(try json($0), isRecord: false)].compactMap(\.self), at: now)
        },
    ]

    static let yeastar = [
        Place(
            "yeastar queuestatus/query",
            #"{"queue":{"queuenumber":"9998","queuestatus":{"members":[{"agent":"1","agentstatus":#}],"callercount":#}}}"#
        ) {
            var picture = Yeastar.Picture(site: site)
            var findings = Yeastar.Findings()
            findings.queues = Yeastar.QueueRow.list(try json(#"{"queues":[{"queuenumber":"9998","queuename":"q","agents":"1"}]}"#))
            findings.queueStatus["9998"] = Yeastar.QueueStatus(try json($0)).map { Asked(at: picture.sequence.next(), value: $0) }
            return picture.apply(findings, at: now)
        },
        Place(
            "yeastar RING",
            #"{"action":"RING","callid":#,"ext":{"extid":"1"},"inbound":{"from":"5","to":"9998","trunk":"t","inboundid":#}}"#
        ) {
            var picture = Yeastar.Picture(site: site)
            var findings = Yeastar.Findings()
            findings.queues = Yeastar.QueueRow.list(try json(#"{"queues":[{"queuenumber":"9998","queuename":"q","agents":"1"}]}"#))
            return picture.apply(findings, at: now) + picture.apply([Yeastar.Event(try json($0))].compactMap(\.self), at: now)
        },
        Place(
            "yeastar NewCdr",
            #"{"action":"NewCdr","callid":#,"timestart":#,"callfrom":"1","callto":"2","callduraction":#,"talkduraction":#,"status":"ANSWERED"}"#
        ) {
            var picture = Yeastar.Picture(site: site)
            return picture.apply([Yeastar.Event(try json($0))].compactMap(\.self), at: now)
        },
        Place("yeastar outbound/query", #"{"outbound":[{"outboundid":#,"from":"1","to":"2","trunk":"t"}]}"#) {
            var picture = Yeastar.Picture(site: site)
            var findings = Yeastar.Findings()
            findings.outbound = Asked(at: picture.sequence.next(), value: Yeastar.CallRow.list(try json($0)))
            return picture.apply(findings, at: now)
        },
    ]

    private static func web(_ text: String, _ fill: (inout WebCTI.Findings, WebCTI.Answer) -> Void) throws -> [Change] {
        var picture = WebCTI.Picture(site: site, clock: ExchangeClock(zone: .gmt))
        var findings = WebCTI.Findings()
        findings.queues = ["90": "q"]
        fill(&findings, try Answer(Array(#"{"errcode":0,"message":"","data":[\#(text)]}"#.utf8)))
        return picture.apply(findings, at: now)
    }

    static let webCTI = [
        Place("webcti getqueue", #"{"queue":"90","calls":#,"holdtime":#,"completed":#,"abandoned":#,"serviceleveelperf":#}"#) { text in
            try web(text) { $0.figures = $1.rows.map(QueueFiguresRow.init) }
        },
        Place(
            "webcti getallstatus",
            #"""
            {"devices":[{"device":"1","interface":"SIP/1","status":#,"calls":[{"channel":"SIP/1-1","refchannel":"SIP/2-2","callstate":"Link",
            "callerid":"1","refcallerid":"2","channelstate":"Up","uniqueid":#,"refuniqueid":#,"dialtime":#,"linktime":#,"direct":"IN"}]}],
            "queues":[{"queue":"90","members":[{"interface":"SIP/1","agentno":"1","status":#,"paused":#}],
            "waitingcalls":[{"queuestart":#,"channel":"a","uniqueid":"1.1","callerid":"5","position":#,"wait":#},
            {"queuestart":"","channel":"b","uniqueid":#,"callerid":"5","position":#,"wait":#}]}],
            "conferences":[{"callerid":"2","channel":"c","confno":#,"usernum":#,"createtime":#}],
            "parks":[{"exten":"71","channel":"d","callerid":"1","parkedtime":#}]}
            """#
        ) { text in try web(text) { $0.status = AllStatus($1) } },
        Place(
            "webcti getcalls",
            #"{"srcchannel":"T/1-1","dstchannel":"T/2-2","callstate":"Link","srcuniqueid":#,"dstuniqueid":#,"dialtime":#}"#
        ) { text in
            try web(text) { $0.calls = $1.rows.compactMap { Leg(call: $0) } }
        },
        Place("webcti meetme list", "User #: # 2008 Bob Channel: SIP/2008-1 (Admin Muted) User #: 01 #") { text in
            try web(#"{"conferences":[{"callerid":"2008","channel":"c","confno":"900","usernum":"1"}]}"#) {
                $0.status = AllStatus($1)
                $0.lines = ["900": MeetMeLine.list(text)]
            }
        },
    ]

    private static func icp(_ fill: (inout RefreshResult, inout ICPPicture) throws -> Void) rethrows -> [Change] {
        var picture = ICPPicture(site: site, agent: "291", phone: "1")
        var result = RefreshResult()
        result.skills = [ICP.SkillRow(id: "6", name: "voice")]
        try fill(&result, &picture)
        return picture.apply(result, at: now)
    }

    static let icp = [
        Place("icp queryacdstat", #"[{"deviceNo":"6","queueSize":#,"queueTime":#}]"#) { text in
            try icp { result, _ in result.queues = ICP.QueueRow.list(try json(text)) }
        },
        Place("icp agents", #"[{"workno":"291","status":"4","ctiStatus":#,"currentstatetime":#,"skilllist":[{"id":"6"}]}]"#) { text in
            try icp { result, picture in
                result.agents = Asked(at: picture.sequence.next(), value: AgentRow.list(try json(text)))
            }
        },
        Place(
            "icp calls",
            #"[{"callid":"1-1","callfeature":"0","caller":"5","called":"291","callskillid":"6","begintime":#,"endtime":#,"userPriority":#}]"#
        ) { text in
            try icp { result, picture in
                let rows = ICP.CallRow.list(try json(text))
                result.calls = Asked(at: picture.sequence.next(), value: rows)
                result.waiting = ["6": rows]
                result.hasLookedAtWaiting = true
            }
        },
        Place("icp queryconfinfos", #"[{"confId":#,"startTime":#}]"#) { text in
            try icp { result, picture in
                result.conferences = (Asked(at: picture.sequence.next(), value: []), ICP.ConferenceRow.list(try json(text)))
            }
        },
        Place(
            "icp talking groups",
            #"{"talkGroupNumber":#,"talkGroupName":"g","talkGroupType":#,"pttTimeoutInterval":#,"dispatchNumber":#,"radioGroupNumber":#}"#
        ) { text in
            var picture = TalkingGroupPicture(site: site, own: "4501")
            picture.isReachable = true
            picture.take([TalkingGroupRow(try json(text))].compactMap(\.self))
            let notice = GroupNotice.list(
                try json(#"{"talkGroupNumber":"9001","userNumber":"4501","operationType":"ptt","operationState":"inOperation"}"#))
            for notice in notice { picture.take(notice, at: now) }
            _ = TalkingGroupParameters(try json(text.replacing("pttTimeoutInterval", with: "maxPttTimeoutInterval")))
            return picture.changes(at: now)
        },
    ]

    static let conference = [
        Place(
            "confserver CONFROOMINFO",
            """
            CONFROOMINFO
            OPERATORNAME:sadmin
            OPERATORNUMBER:101
            LOCALCONFROOMID:#
            SERVERROOMID:#
            CONFTYPE:#
            CONFNUMBER:#
            CONFMEMBER1:101;121;TALKING;2016-01-21 13:20:10;#;121;#;#;#;#;#;
            CONFMEMBER#:101;122;#;#;#;122;#;#;#;#;#;
            """
        ) {
            var picture = ConferenceServer.Picture(site: site, username: "sadmin")
            return picture.apply([ConferenceServer.Message(text: $0)].compactMap(\.self).map { .init(message: $0) }, at: now)
        },
        Place(
            "confserver INCOMINGCALLQUEUESTATE", "INCOMINGCALLQUEUESTATE\nOPERATORNAME:sadmin\nCOUNT:#\nNUMBER:#\nREASIONCODE:#"
        ) {
            var picture = ConferenceServer.Picture(site: site, username: "sadmin")
            return picture.apply([ConferenceServer.Message(text: $0)].compactMap(\.self).map { .init(message: $0) }, at: now)
        },
    ]
}
