import BackendSupport
import Exchange
import Foundation
import JSON
import Testing

@testable import SmartPBX

private let start = Date(timeIntervalSince1970: 1_700_000_000)

/// A picture with four telephones, two queues, a room and two trunks, and the board that its changes make.
private struct Scene {
    var picture = Picture(site: "hq")
    var board = Board(sites: [SiteStatus(id: "hq", name: "hq", kind: "smartpbx")])
    var now = start
    var effective: [Change] = []

    init() {
        var findings = Findings()
        findings.extensions = listing([
            ("8001", "SIP", "Tom", "Idle", ""), ("8002", "SIP", "", "Idle", ""), ("2005", "FXS", "", "Idle", "5"),
            ("2006", "FXS", "", "Unavailable", "6"),
        ])
        findings.queues = QueueRow.list(
            parsed(
                #"{"queuelist":[{"number":"6666","description":"n/a","members":"8001,8002"},{"number":"6667","description":"Sales","members":"8001"}]}"#
            ))
        findings.rooms = RoomRow.list(parsed(#"{"conflist":[{"number":"2222","moderators":"8001"}]}"#))
        findings.trunks = TrunkRow.list(
            parsed(
                #"{"trunklist":[{"name":"SIP_kMvORe","type":"SIP","status":"Idle"},{"name":"FXO-1","port":"1","type":"FXO","status":"Idle"}]}"#
            ))
        findings.calls = Asked(at: picture.sequence.next(), value: [])
        apply(findings)
    }

    mutating func listing(_ rows: [(String, String, String, String, String)]) -> Asked<[ExtensionRow]> {
        Asked(
            at: picture.sequence.next(),
            value: rows.map {
                ExtensionRow([
                    "number": .string($0.0), "type": .string($0.1), "username": .string($0.2), "status": .string($0.3),
                    "port": .string($0.4),
                ])
            })
    }

    mutating func apply(_ findings: Findings) { effective = board.apply(picture.apply(findings, at: now)) }
    mutating func apply(_ events: [Event]) { effective = board.apply(picture.apply(events, at: now)) }
    mutating func apply(_ events: Event...) { effective = board.apply(picture.apply(events, at: now)) }

    mutating func calls(_ rows: String, asked: SequenceNumber? = nil) {
        let asked = asked ?? picture.sequence.next()
        var findings = Findings()
        findings.calls = Asked(at: asked, value: CallRow.list(parsed("{\"livecall\": [\(rows)]}")))
        apply(findings)
    }

    mutating func queue(_ number: String, _ members: String, calls: Int = 0) {
        var findings = Findings()
        findings.queueStatus[number] = QueueStatus(parsed("{\"params\": {\"calls\": \(calls)}, \"members\": [\(members)]}"))
        apply(findings)
    }

    func agent(_ number: String) -> Agent? { board.agent("hq", number) }
    func call(_ id: String) -> Call? { board.call("hq", id) }
}

private let ringing =
    #"{"caller":"2005","source":"FXS/5","called":"8001","destination":"PJSIP/8001-00000001","duration":"00:00:06","callid":"1.25","state":"Ringing","direction":"Internal","recording":"no"}"#
private let talking = ringing.replacingOccurrences(of: "Ringing", with: "Up")
private let queued =
    #"{"caller":"13800","source":"SIP/SIP_kMvORe-0000001f","called":"6666","destination":"","duration":"00:00:30","callid":"9.1","state":"Up","direction":"Inbound","recording":"no"}"#
private let record = Event.record(CallRecord(["callid": "1.25", "src": "2005", "dst": "8001", "disposition": "ANSWERED", "billsec": "3"]))

@Suite struct PictureTests {
    @Test func everyExtensionIsAnAgent() {
        let scene = Scene()
        #expect(scene.board.agents.count == 4)
        #expect(scene.agent("8001")?.name == "Tom")
        #expect(scene.agent("8002")?.name == "8002")
        #expect(scene.agent("8001")?.queues == ["6666", "6667"])
        #expect(scene.agent("2006")?.state == .offline)
        #expect(scene.board.queue("hq", "6666")?.name == "6666")
        #expect(scene.board.queue("hq", "6667")?.name == "Sales")
        #expect(scene.board.trunks.count == 2)
        #expect(scene.board.room("hq", "2222")?.state == "empty")
    }

    @Test func listingsEqualTheSumOfChanges() {
        var scene = Scene()
        scene.calls([ringing, queued].joined(separator: ","))
        scene.apply(.status(extension: "8002", word: "Busy"))
        var other = Board(sites: [SiteStatus(id: "hq", name: "hq", kind: "smartpbx")])
        _ = other.apply(scene.picture.published.listings())
        #expect(other == scene.board)
    }

    // MARK: Agents

    @Test(arguments: [
        ("InUse", AgentState.talking, nil), ("Ringing", .ringing, nil), ("OnHold", .held, nil), ("Busy", .busy, nil),
        ("Unavailable", .offline, nil), ("Dreaming", .unknown, "Dreaming" as SafeText?),
    ])
    func anEventChangesAnAgent(_ word: String, _ state: AgentState, _ reason: SafeText?) {
        var scene = Scene()
        scene.now += 5
        scene.apply(.status(extension: "8002", word: word))
        #expect(scene.agent("8002")?.state == state)
        #expect(scene.agent("8002")?.reason == reason)
        #expect(scene.agent("8002")?.since == start + 5)
        scene.now += 5
        scene.apply(.status(extension: "8002", word: word))
        #expect(scene.effective.isEmpty)
        #expect(scene.agent("8002")?.since == start + 5)
    }

    @Test func sinceIsUnknownUntilAChangeIsSeen() {
        var scene = Scene()
        #expect(scene.agent("8001")?.since == nil)
        scene.now += 1
        scene.apply(.status(extension: "8001", word: "Busy"), .status(extension: "8001", word: "Idle"))
        #expect(scene.effective.count { if case .put(.agent) = $0 { true } else { false } } == 2)
        #expect(scene.agent("8001")?.since == start + 1)
    }

    @Test func anEventOutranksAListingAskedBeforeIt() {
        var scene = Scene()
        var findings = Findings()
        findings.extensions = scene.listing([("8001", "SIP", "Tom", "Idle", "")])
        scene.apply(.status(extension: "8001", word: "Busy"), .status(extension: "2007", word: "Idle"))
        scene.apply(findings)
        #expect(scene.agent("8001")?.state == .busy)
        #expect(scene.agent("2007")?.state == .idle, "heard of after the question was asked")
        #expect(scene.agent("8002")?.state == .unknown, "listed no more, but a queue still names it")
        findings.extensions = scene.listing([("8001", "SIP", "Tom", "Idle", "")])
        scene.apply(findings)
        #expect(scene.agent("8001")?.state == .idle)
        #expect(scene.agent("2007") == nil)
    }

    @Test func pausedEverywhereIsPausedAndPausedSomewhereIsAReason() {
        var scene = Scene()
        scene.queue("6666", #"{"agent":"8001","status":"1","pused":"1"},{"agent":"8002","status":"1","pused":"1"}"#)
        #expect(scene.agent("8002")?.state == .paused)
        #expect(scene.agent("8001")?.state == .idle)
        #expect(scene.agent("8001")?.reason == "paused in 6666")
        scene.queue("6667", #"{"agent":"8001","status":"1","paused":"1"}"#)
        #expect(scene.agent("8001")?.state == .paused)
        #expect(scene.agent("8001")?.reason == nil)
        scene.apply(.status(extension: "8001", word: "InUse"))
        #expect(scene.agent("8001")?.state == .talking)
    }

    @Test func aCallOverridesAnIdleThatLagsBehind() {
        var scene = Scene()
        scene.calls(ringing)
        #expect(scene.agent("8001")?.state == .ringing)
        #expect(scene.agent("8001")?.call == "1.25")
        #expect(scene.agent("2005")?.state == .talking)
        scene.calls(talking)
        #expect(scene.agent("8001")?.state == .talking)
        scene.apply(.status(extension: "8001", word: "Idle"))
        #expect(scene.agent("8001")?.state == .idle, "told after the call was seen")
        scene.calls("")
        #expect(scene.agent("8001")?.call == nil)
        #expect(scene.agent("2005")?.state == .idle)
    }

    @Test func inUseWhileACallRingsThereIsRinging() {
        var scene = Scene()
        scene.calls(ringing)
        scene.apply(.status(extension: "8001", word: "InUse"), .status(extension: "2005", word: "InUse"))
        #expect(scene.agent("8001")?.state == .ringing)
        #expect(scene.agent("2005")?.state == .talking)
    }

    // MARK: Calls

    @Test func aCallGoesThroughItsLife() throws {
        var scene = Scene()
        scene.calls(ringing)
        var call = try #require(scene.call("1.25"))
        #expect(call.state == .ringing)
        #expect(call.since == start - 6)
        #expect(call.answered == nil)
        #expect(call.direction == .internal)
        #expect(call.channels == ["FXS/5", "PJSIP/8001-00000001"])
        scene.now += 3
        scene.calls(ringing)
        #expect(scene.call("1.25")?.since == start - 3, "more than a tremble: the exchange counts anew")
        scene.now += 1
        scene.calls(talking)
        call = try #require(scene.call("1.25"))
        #expect(call.state == .talking)
        #expect(call.answered == start + 4)
        scene.calls("")
        #expect(scene.call("1.25") == nil)
    }

    @Test func theBeginningOfACallDoesNotTremble() {
        var scene = Scene()
        scene.calls(ringing)
        for offset in [1.4, 0.3, 2.0] {
            scene.now = start + offset
            scene.calls(ringing)
            #expect(scene.effective.isEmpty)
        }
    }

    @Test func anInviteRingsAtOnceAndSurvivesAnOlderListing() {
        var scene = Scene()
        let asked = scene.picture.sequence.next()
        scene.apply(.invite(call: "1.25", from: "2005", to: "8001"))
        #expect(scene.call("1.25")?.state == .ringing)
        #expect(scene.call("1.25")?.direction == .internal)
        #expect(scene.agent("8001")?.state == .ringing)
        scene.calls("", asked: asked)
        #expect(scene.call("1.25") != nil)
        scene.calls("")
        #expect(scene.call("1.25") == nil)
        #expect(scene.agent("8001")?.state == .idle)
    }

    @Test func aRecordEndsACallForGood() {
        var scene = Scene()
        scene.calls(talking)
        let asked = scene.picture.sequence.next()
        scene.apply(record)
        #expect(scene.call("1.25") == nil)
        #expect(scene.agent("8001")?.state == .idle)
        #expect(
            scene.effective.contains {
                if case .message(let message) = $0 { message.topic == "cdr" && message.details["callid"] == "1.25" } else { false }
            })
        scene.calls(talking, asked: asked)
        scene.apply(.invite(call: "1.25", from: "2005", to: "8001"))
        #expect(scene.call("1.25") == nil, "neither an older listing nor a late invite brings it back")
        scene.calls(talking)
        #expect(scene.call("1.25") != nil, "the exchange says so, asked after the record")
    }

    @Test func doubledEventsLeaveNothingBehind() {
        var scene = Scene()
        let before = scene.board
        let invite = Event.invite(call: "1.25", from: "2005", to: "8001")
        scene.apply(invite, invite, record, record, invite)
        #expect(scene.board.calls.isEmpty)
        #expect(scene.board.waiting.isEmpty)
        #expect(scene.agent("8001")?.state == before.agent("hq", "8001")?.state)
    }

    // MARK: Many telephones for one call

    private static func invites(_ numbers: [String], from caller: String = "13800", call: String = "9.1") -> [Event] {
        numbers.map { .invite(call: call, from: caller, to: $0) }
    }

    private static func legRecord(_ callee: String, _ disposition: String = "NO ANSWER", from caller: String = "13800") -> Event {
        .record(CallRecord(["callid": "9.1", "src": .string(caller), "dst": .string(callee), "disposition": .string(disposition)]))
    }

    private func ringingAgents(_ scene: Scene) -> [String] { scene.board.agents.filter { $0.state == .ringing }.map(\.id).sorted() }

    /// Five telephones of a group: of none is more told than its invite.
    @Test func everyMemberRingsOfInvitesWithOneIdentifier() {
        var scene = Scene()
        scene.apply(Self.invites(["8001", "8002", "2005", "2006"]))
        #expect(ringingAgents(scene) == ["2005", "8001", "8002"])
        #expect(scene.agent("2006")?.state == .offline && scene.agent("2006")?.call == "9.1", "its own word stays")
        #expect(scene.board.calls.count == 1)
        scene.apply(.status(extension: "8002", word: "Idle"))
        #expect(ringingAgents(scene) == ["2005", "8001"])
    }

    /// While they ring the listing has the queue's number as the called one, and no destination.
    @Test(arguments: ["Ringing", "Up", "Ring"]) func theMembersOfAQueueRingWhileItsListingNamesNone(_ word: String) {
        var scene = Scene()
        scene.apply(Self.invites(["8001", "8002"]))
        let listed = queued.replacingOccurrences(of: #""state":"Up""#, with: #""state":"\#(word)""#)
        scene.calls(listed)
        #expect(ringingAgents(scene) == ["8001", "8002"])
        #expect(scene.call("9.1")?.state == .queued)
        #expect(scene.board.waiting.map(\.call) == ["9.1"])
        let answered = queued.replacingOccurrences(
            of: #""called":"6666","destination":"""#, with: #""called":"8002","destination":"PJSIP/8002-00000004""#)
        scene.calls(answered)
        #expect(ringingAgents(scene).isEmpty)
        #expect(scene.agent("8002")?.state == .talking && scene.agent("8001")?.call == nil)
        #expect(scene.call("9.1")?.queue == "6666")
    }

    @Test func theRowsOfOneIdentifierAreItsLegs() {
        var scene = Scene()
        let leg = { (number: String, state: String) in
            #"{"caller":"13800","source":"SIP/SIP_kMvORe-0000001f","called":"\#(number)","destination":"PJSIP/\#(number)-00000001","callid":"9.1","state":"\#(state)"}"#
        }
        scene.calls("\(leg("8001", "Ringing")),\(leg("8002", "Ringing"))")
        #expect(ringingAgents(scene) == ["8001", "8002"])
        scene.calls("\(leg("8001", "Ringing")),\(leg("8002", "Up"))")
        #expect(ringingAgents(scene).isEmpty)
        #expect(scene.agent("8002")?.state == .talking)
        #expect(scene.board.calls.count == 1)
    }

    @Test func aQueueThatRingsOneByOneRingsAtTheLatest() {
        var scene = Scene()
        var findings = Findings()
        findings.queues = QueueRow.list(parsed(#"{"queuelist":[{"number":"6666","members":"8001,8002","strategy":"RRmemory"}]}"#))
        scene.apply(findings)
        scene.apply(Self.invites(["8001", "8002"]))
        scene.calls(queued)
        #expect(ringingAgents(scene) == ["8002"])
        scene.apply(Self.invites(["8001"]))
        #expect(ringingAgents(scene) == ["8001"])
    }

    @Test func noAnswerOfOneTelephoneDoesNotEndTheCall() {
        var scene = Scene()
        scene.apply(Self.invites(["8001", "8002", "2005"]))
        scene.apply(Self.legRecord("8001"))
        #expect(ringingAgents(scene) == ["2005", "8002"])
        #expect(scene.call("9.1")?.callee == "8002")
        scene.apply(Self.legRecord("2005", "BUSY"))
        #expect(ringingAgents(scene) == ["8002"])
        scene.apply(Self.legRecord("8002"))
        #expect(scene.call("9.1") == nil, "the last")
    }

    @Test func noAnswerOfTheOthersDoesNotEndATalk() {
        var scene = Scene()
        scene.calls(talking)
        scene.apply(.record(CallRecord(["callid": "1.25", "src": "2005", "dst": "8002", "disposition": "NO ANSWER"])))
        #expect(scene.call("1.25")?.state == .talking)
        scene.apply(.record(CallRecord(["callid": "1.25", "src": "2005", "dst": "8001", "disposition": "NO ANSWER"])))
        #expect(scene.call("1.25") == nil)
    }

    @Test func noAnswerOfAllMembersLeavesTheCallerInHisQueue() {
        var scene = Scene()
        scene.apply(Self.invites(["8001", "8002"]))
        scene.calls(queued)
        scene.apply(Self.legRecord("8001"), Self.legRecord("8002"))
        #expect(ringingAgents(scene).isEmpty)
        #expect(scene.board.waiting.map(\.call) == ["9.1"])
        scene.apply(Self.legRecord("6666"))
        #expect(scene.board.waiting.isEmpty && scene.board.calls.isEmpty, "his own record names the queue")
    }

    // MARK: Supervision

    private static let listening =
        #"{"caller":"2005","source":"FXS/5","called":"8001","destination":"PJSIP/8001-00000001","duration":"00:00:02","callid":"8.8","state":"Up"}"#
    private static let listenedTo =
        #"{"caller":"13800","source":"SIP/SIP_kMvORe-0000001f","called":"8001","destination":"PJSIP/8001-00000001","duration":"00:00:09","callid":"8.1","state":"Up"}"#

    @Test func whoIsListenedToKeepsHisPartner() {
        var scene = Scene()
        scene.calls("\(Self.listening),\(Self.listenedTo)")
        #expect(scene.agent("8001")?.call == "8.1")
        #expect(scene.agent("2005")?.call == "8.8")
        #expect(scene.agent("8001")?.state == .talking)
        #expect(scene.agent("8001")?.supervision == Supervision(by: "2005", how: nil))
        #expect(scene.call("8.8")?.isSupervision == true)
        #expect(scene.call("8.1")?.isSupervision == false)
    }

    @Test func aSupervisionThatWeBeganIsKnownByItsIdentifier() {
        var scene = Scene()
        scene.picture.supervisionCalls = ["8.8": SupervisionLeg(extension: "8001", how: .whisper)]
        scene.calls("\(Self.listenedTo),\(Self.listening.replacingOccurrences(of: "PJSIP/8001-00000001", with: ""))")
        #expect(scene.agent("8001")?.call == "8.1")
        #expect(scene.agent("8001")?.supervision == Supervision(by: "2005", how: .whisper))
        #expect(scene.call("8.8")?.isSupervision == true)
        scene.calls(Self.listenedTo)
        #expect(scene.agent("8001")?.supervision == nil)
    }

    @Test func aSupervisionIsFoundByItsPartnerAlone() {
        let scene = Scene()
        func found(_ rows: String...) -> [String] {
            scene.picture.supervisions(by: "2005", in: CallRow.list(parsed("{\"livecall\": [\(rows.joined(separator: ","))]}"))).map {
                "\($0.extension) \($0.call)"
            }
        }
        #expect(found(Self.listening, Self.listenedTo) == ["8001 8.8"])
        #expect(found(Self.listening).isEmpty, "an ordinary call")
        #expect(found(Self.listenedTo).isEmpty, "somebody else's")
        let waiting = Self.listenedTo.replacingOccurrences(of: "PJSIP/8001-00000001", with: "PJSIP/8001-00000002")
        #expect(found(Self.listening, waiting).isEmpty, "another channel of the same telephone: a call that waits")
        func onPort(_ row: String) -> String { row.replacingOccurrences(of: "PJSIP/8001-00000001", with: "FXS/6") }
        #expect(found(onPort(Self.listening), onPort(Self.listenedTo)).isEmpty, "a port may have a call that waits")
    }

    @Test func aTrunkIsFoundByItsChannel() {
        var scene = Scene()
        scene.calls(queued)
        #expect(scene.call("9.1")?.trunk == "SIP_kMvORe")
        scene.calls(
            #"{"caller":"2005","source":"FXS/5","called":"0138","destination":"FXOV1","callid":"9.2","state":"Up","direction":"Outbound","recording":"http://pbx/9.wav"}"#
        )
        #expect(scene.call("9.2")?.trunk == "FXO-1")
        #expect(scene.call("9.2")?.direction == .outbound)
        #expect(scene.call("9.2")?.recording == "http://pbx/9.wav")
        #expect(scene.agent("2005")?.call == "9.2")
    }

    // MARK: Queues

    @Test func aCallerWaitsUntilAMemberTalks() throws {
        var scene = Scene()
        let older = queued.replacingOccurrences(of: "9.1", with: "8.1").replacingOccurrences(of: "00:00:30", with: "00:01:00")
        scene.calls("\(queued),\(older)")
        #expect(scene.call("9.1")?.state == .queued)
        #expect(scene.call("9.1")?.queue == "6666")
        #expect(scene.board.waiting.sorted { $0.position! < $1.position! }.map(\.call) == ["8.1", "9.1"])
        #expect(scene.board.waiting.first { $0.call == "9.1" }?.since == start - 30)
        let offered = older.replacingOccurrences(of: #""destination":"""#, with: #""destination":"PJSIP/8002-00000004""#)
        scene.calls("\(queued),\(offered.replacingOccurrences(of: "Up", with: "Ringing"))")
        #expect(scene.call("8.1")?.state == .queued, "it rings at a member, nobody has answered")
        #expect(scene.agent("8002")?.state == .ringing)
        scene.calls("\(queued),\(offered)")
        #expect(scene.call("8.1")?.state == .talking)
        #expect(scene.call("8.1")?.queue == "6666")
        scene.calls("\(queued),\(offered.replacingOccurrences(of: #""called":"6666""#, with: #""called":"8002""#))")
        #expect(scene.call("8.1")?.queue == "6666", "also where the exchange now names the member")
        #expect(scene.board.waiting.map(\.position) == [1])
        scene.calls("")
        #expect(scene.board.waiting.isEmpty)
    }

    @Test func theFiguresAreTheExchangesOwn() throws {
        var scene = Scene()
        scene.queue("6666", #"{"agent":"8001","status":"0","pused":"0"},{"agent":"9999","status":"6","pused":"0"}"#, calls: 4)
        let queue = try #require(scene.board.queue("hq", "6666"))
        #expect(queue.waiting == 4)
        #expect(queue.talkTime == nil)
        #expect(queue.members.map(\.agent) == ["8001", "9999"])
        #expect(queue.members.map(\.state) == [.idle, .ringing], "the extension's own state first, then the digit")
        #expect(scene.agent("8002")?.queues == [], "the status outranks the list")
    }

    @Test func aRefusedStatusFallsBackToTheList() {
        var scene = Scene()
        scene.queue("6666", #"{"agent":"8001","status":"1","pused":"1"}"#)
        var findings = Findings()
        findings.queueStatus["6666"] = .some(nil)
        scene.apply(findings)
        #expect(scene.board.queue("hq", "6666")?.members.map(\.agent) == ["8001", "8002"])
        #expect(scene.agent("8001")?.reason == nil)
    }

    @Test func aMembersStateFollowsItsTelephone() {
        var scene = Scene()
        scene.queue("6666", #"{"agent":"8001","status":"1","pused":"1"},{"agent":"8002","status":"1","pused":"0"}"#)
        #expect(scene.board.queue("hq", "6666")?.members.map(\.state) == [.paused, .idle])
        scene.apply(.status(extension: "8002", word: "InUse"))
        #expect(scene.board.queue("hq", "6666")?.members.map(\.state) == [.paused, .talking])
    }

    @Test(arguments: [
        ("0", AgentState.unknown), ("1", .idle), ("2", .talking), ("3", .busy), ("4", .offline), ("5", .offline), ("6", .ringing),
        ("7", .talking), ("8", .held), ("", .unknown),
    ])
    func aMembersDigitIsADeviceState(_ digit: String, _ state: AgentState) {
        #expect(QueueStatus.Member(agent: "1", word: digit, paused: false).state == state)
    }

    // MARK: Rooms

    @Test func aRoomFillsAndEmpties() throws {
        var scene = Scene()
        let row =
            #"{"callerid":"8001","channel":"PJSIP/8001-00000002","admin":"Yes","waiting":"No","muted":"No","talking":"Yes","answeredtime":"12"}"#
        var findings = Findings()
        findings.roomMembers["2222"] = RoomMemberRow.list(parsed("{\"members\": [\(row)]}"))
        scene.apply(findings)
        let room = try #require(scene.board.room("hq", "2222"))
        #expect(room.state == "active")
        #expect(
            room.members == [
                Room.Member(
                    id: "PJSIP/8001-00000002", number: "8001", name: "Tom", state: .joined, talking: true, moderator: true,
                    since: start - 12)
            ])
        scene.now += 1
        scene.apply(findings)
        #expect(scene.effective.isEmpty)
        findings.roomMembers["2222"] = []
        scene.apply(findings)
        #expect(scene.board.room("hq", "2222")?.state == "empty")
        var listing = Findings()
        listing.rooms = []
        scene.apply(listing)
        #expect(scene.board.rooms.isEmpty)
    }

    // MARK: Load

    /// Each invite changes the call and the telephone, and nothing else is told again.
    @Test(arguments: [true, false]) func thousandsOfInvitesToOneExtensionTakeNoSquare(inOneBatch: Bool) {
        var scene = Scene()
        let events = (0..<4_000).map { Event.invite(call: "7.\($0)", from: "13800", to: "8001") }
        var changes: [Change] = []
        if inOneBatch {
            changes = scene.picture.apply(events, at: scene.now)
        } else {
            for event in events { changes += scene.picture.apply([event], at: scene.now) }
        }
        #expect(changes.count <= 2 * events.count)
        _ = scene.board.apply(changes)
        #expect(scene.agent("8001")?.state == .ringing)
        scene.calls("")
        #expect(scene.board.calls.isEmpty && scene.agent("8001")?.call == nil)
        #expect(scene.picture.callsOf.isEmpty && scene.picture.invitations.isEmpty)
    }

    private struct CountedRank: Comparable {
        nonisolated(unsafe) static var comparisons = 0
        var value: Int

        static func < (left: Self, right: Self) -> Bool {
            comparisons += 1
            return left.value < right.value
        }
    }

    @Test func theCallsOfATelephoneAreRankedByFewComparisons() {
        CountedRank.comparisons = 0
        var calls = RankedCalls<CountedRank>()
        for number in 0..<4_000 { calls.insert(String(number), CountedRank(value: number * 7_919 % 4_001)) }
        #expect(calls.first == String((0..<4_000).max { $0 * 7_919 % 4_001 < $1 * 7_919 % 4_001 }!))
        for number in 0..<4_000 { calls.insert(String(number), CountedRank(value: number % 3)) }
        #expect(calls.first.flatMap { Int($0) }.map { $0 % 3 } == 2)
        for number in 0..<4_000 { calls.remove(String(number)) }
        #expect(calls.isEmpty)
        #expect(CountedRank.comparisons < 4 * 4_000 * 16)
    }

    @Test func tenThousandEventsInOneBatchEndInTheLatestState() {
        var scene = Scene()
        let words = ["InUse", "Idle", "Busy"]
        let events = (0..<10_000).map { Event.status(extension: String(3_000 + $0 % 500), word: words[$0 / 500 % 3]) }
        let changes = scene.picture.apply(events, at: scene.now)
        _ = scene.board.apply(changes)
        #expect(changes.count == 10_000)
        #expect(scene.agent("3000")?.state == .idle)
        #expect(scene.board.count(of: .agent) == 504)
    }
}
