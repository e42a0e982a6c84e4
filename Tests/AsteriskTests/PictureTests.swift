import Exchange
import Foundation
import Testing

@testable import Asterisk

/// Events in, board out. The sequences are those of the transcripts.
@Suite struct PictureTests {
    private struct Board {
        var picture = Picture(.test())
        var time = Date(timeIntervalSince1970: 1_700_000_000)

        init(_ configuration: AsteriskConfiguration = .test()) { picture = Picture(configuration) }

        mutating func hear(_ events: String...) {
            for event in events { picture.apply(Message(text: event), at: time) }
            _ = picture.takeChanges(at: time)
        }

        mutating func list(_ take: (inout Picture, [Message], Date) -> Void, _ rows: String...) {
            take(&picture, rows.map { Message(text: $0) }, time)
            _ = picture.takeChanges(at: time)
        }

        mutating func pass(_ seconds: Double) { time.addTimeInterval(seconds) }
        var calls: [Call] { picture.published.calls.values.sorted { $0.id < $1.id } }
        var call: Call? { calls.count == 1 ? calls[0] : nil }
        var waiting: [WaitingCall] { picture.published.waiting.values.sorted { $0.position ?? 0 < $1.position ?? 0 } }
        func agent(_ id: String) -> Agent? { picture.published.agents[id] }
        func room(_ id: String) -> Room? { picture.published.rooms[id] }
    }

    private let caller = Channel(
        name: "IAX2/exchange-9642", id: "a-1796076599.441", linked: "a-1796076599.441", number: "13912345678", caller: "张三", exten: "8002")
    private let one = Channel(
        name: "Local/2007@agents-00000050;1", id: "a-1796076600.442", linked: "a-1796076599.441", state: 5, number: "8002")
    private let two = Channel(name: "Local/2007@agents-00000050;2", id: "a-1796076600.443", linked: "a-1796076599.441", state: 4)
    private let phone = Channel(name: "PJSIP/2101-0000000c", id: "a-1796076601.65", linked: "a-1796076599.441", state: 5, number: "2101")
    private var join: String { caller.event("QueueCallerJoin", "Queue: sales\nPosition: 1\nCount: 1") }

    private func locals() -> String {
        "Event: LocalBridge\n" + one.fields("LocalOne") + "\n" + two.fields("LocalTwo")
    }

    @Test func aCallerWaitsRingsAndTalks() {
        var board = Board()
        board.list({ $0.take(queues: $1, at: $2) }, queue("sales"), member("sales", "PJSIP/2101", "PJSIP/2101"))
        board.hear(caller.event("Newchannel"), join)
        #expect(board.call?.state == .queued)
        #expect(board.call?.queue == "sales")
        #expect(board.call?.direction == .inbound)
        #expect(board.waiting.map(\.caller) == ["13912345678"])
        #expect(board.waiting.first?.name == "张三")
        board.hear(phone.event("Newchannel"), caller.dials(phone))
        #expect(board.agent("2101")?.call == caller.id)
        var up = phone
        up.state = 6
        board.pass(7)
        board.hear(
            caller.dialed(up, "ANSWER"), caller.event("QueueCallerLeave", "Queue: sales\nPosition: 1\nCount: 0"), up.enter("b1"),
            caller.enter("b1"))
        #expect(board.call?.state == .talking)
        #expect(board.call?.callee == "2101")
        #expect(board.call?.queue == "sales", "through which queue he came stays")
        #expect(board.call?.answered == board.time)
        #expect(board.waiting.isEmpty)
        board.hear(up.leave("b1"), caller.leave("b1"), caller.event("Hangup"), up.event("Hangup"))
        #expect(board.calls.isEmpty)
    }

    /// Five telephones ring for one caller; the losers get their DialEnd twice.
    @Test func ofARingAllEveryMemberRingsAndLosersGoOnce() {
        var board = Board()
        let phones = (1...5).map {
            Channel(name: "PJSIP/210\($0)-1", id: "a-1.10\($0)", linked: caller.linked, state: 5, number: "210\($0)")
        }
        board.list({ $0.take(queues: $1, at: $2) }, queue("sales"))
        for phone in phones {
            board.picture.take(
                member: Message(text: member("sales", "PJSIP/\(phone.number)", "PJSIP/\(phone.number)", status: 6)), location: "Location")
        }
        board.hear(caller.event("Newchannel"), join)
        for phone in phones { board.hear(phone.event("Newchannel"), caller.dials(phone)) }
        #expect(phones.allSatisfy { board.agent($0.number)?.state == .ringing && board.agent($0.number)?.call == caller.id })
        #expect(board.call?.callee == "8002", "whom he called, as nobody has answered")
        for phone in phones.dropFirst() {
            board.hear(caller.dialed(phone, "CANCEL"), caller.dialed(phone, "CANCEL"), phone.event("Hangup"))
        }
        #expect(board.call?.channels.count == 2)
    }

    /// An agent who is a piece of the dialplan has no leg but the Local channel.
    @Test func halvesOfLocalChannelsBelongToOneCall() {
        var board = Board()
        board.hear(caller.event("Newchannel"), one.event("Newchannel"), two.event("Newchannel"), locals(), caller.dials(one))
        #expect(board.call?.channels.count == 3)
        #expect(board.call?.callee == "2007")
        var up = one
        up.state = 6
        board.hear(up.enter("b1"), caller.enter("b1"))
        #expect(board.call?.state == .talking)
        #expect(board.call?.callee == "2007")
    }

    /// The page: `Newchannel` of an id that is known resets nothing, `Leave` and `Hangup` of an unknown id are nothing.
    @Test func eventsMayComeTwiceLateAndForNothing() {
        var board = Board()
        var up = phone
        up.state = 6
        board.hear(caller.event("Newchannel"), caller.dials(up), up.enter("b1"), caller.enter("b1"))
        let before = board.call
        #expect(before?.state == .talking)
        board.hear(caller.event("Newchannel"), up.enter("b1"), up.enter("b1"))
        #expect(board.call == before)
        board.hear("Event: Hangup\nUniqueid: nobody\nChannel: PJSIP/9-1", "Event: QueueCallerLeave\nUniqueid: nobody\nQueue: sales")
        #expect(board.call == before)
        board.hear(caller.event("Hangup"), up.event("Hangup"), caller.dialed(up, "CANCEL"), caller.event("Newstate"))
        #expect(board.calls.isEmpty, "what comes after a hang-up brings nobody back")
    }

    @Test func inAConsultationTheCallerIsHeldAndTheTwoTalk() {
        var board = Board()
        var agent = phone
        agent.state = 6
        let other = Channel(name: "PJSIP/2103-0000000d", id: "a-1796078280.70", linked: caller.linked, number: "2103")
        board.hear(caller.event("Newchannel"), caller.dials(agent), agent.enter("b1"), caller.enter("b1"))
        board.hear(agent.event("Hold"), agent.leave("b1"), agent.event("Unhold"), other.event("Newchannel"), agent.dials(other))
        board.hear(agent.enter("b2"), other.enter("b2"))
        #expect(board.calls.map(\.state) == [.held, .talking])
        #expect(board.calls.map(\.callee).last == "2103")
        // He hangs up: the two others are put together.
        board.hear(agent.leave("b2"), agent.event("Hangup"), other.leave("b2"), other.enter("b1"))
        #expect(board.call?.id == caller.id)
        #expect(board.call?.callee == "2103")
        #expect(board.call?.state == .talking)
    }

    /// A waiting caller who is parked sends no leave.
    @Test func aWaitingCallerWhoIsParkedWaitsNoMore() {
        var board = Board()
        board.list({ $0.take(queues: $1, at: $2) }, queue("sales"))
        board.hear(caller.event("Newchannel"), join)
        board.hear("Event: ParkedCall\n" + caller.fields("Parkee") + "\nParkingSpace: 701\nParkinglot: default")
        #expect(board.waiting.isEmpty)
        #expect(board.call?.state == .parked)
        #expect(board.call?.callee == "701")
        board.hear("Event: ParkedCallGiveUp\n" + caller.fields("Parkee") + "\nParkingSpace: 701", caller.event("Hangup"))
        #expect(board.calls.isEmpty)
    }

    /// Linkedid changes without an event of its own when a call is taken from park.
    @Test func aCallTakenFromParkIsOneCall() {
        var board = Board()
        var desk = Channel(name: "PJSIP/2000-46", id: "a-1796076762.512", linked: "a-1796076762.512", number: "2000", exten: "701")
        board.hear(caller.event("Newchannel"), "Event: ParkedCall\n" + caller.fields("Parkee") + "\nParkingSpace: 701")
        board.hear(desk.event("Newchannel"))
        #expect(board.calls.count == 2)
        desk.linked = caller.id
        board.hear("Event: UnParkedCall\n" + caller.fields("Parkee") + "\n" + desk.fields("Retriever") + "\nParkingSpace: 701")
        board.hear(caller.enter("b9"), desk.enter("b9"))
        #expect(board.call?.id == caller.id)
        #expect(board.call?.callee == "2000")
        #expect(board.call?.state == .talking)
    }

    @Test func positionsMoveThoughNoEventSaysSo() {
        var board = Board()
        board.list({ $0.take(queues: $1, at: $2) }, queue("售后 服务 VIP"))
        func waiter(_ number: Int) -> Channel {
            Channel(name: "IAX2/exchange-\(number)", id: "a-1.\(number)", linked: "a-1.\(number)", number: "1300000000\(number)")
        }
        for number in 1...3 {
            board.hear(
                waiter(number).event("Newchannel"),
                waiter(number).event("QueueCallerJoin", "Queue: 售后 服务 VIP\nPosition: \(number)\nCount: \(number)"))
        }
        board.hear(waiter(4).event("Newchannel"), waiter(4).event("QueueCallerJoin", "Queue: 售后 服务 VIP\nPosition: 1\nCount: 4"))
        #expect(board.waiting.map(\.call) == ["a-1.4", "a-1.1", "a-1.2", "a-1.3"])
        #expect(board.waiting.map(\.position) == [1, 2, 3, 4])
        board.hear(waiter(1).event("QueueCallerAbandon", "Queue: 售后 服务 VIP\nPosition: 2"), waiter(1).event("Hangup"))
        #expect(board.waiting.map(\.position) == [1, 2, 3])
        #expect(board.picture.published.queues["售后 服务 VIP"]?.waiting == 3)
        #expect(board.picture.queuesInDoubt == ["售后 服务 VIP"])
    }

    @Test func onePersonInTwoQueuesIsOneAgent() {
        var board = Board()
        board.list(
            { $0.take(queues: $1, at: $2) }, queue("sales"), queue("support"),
            member("sales", "Local/2004@agents/n", "hint:2004@hints"),
            member("support", "Local/2004@agents/n", "hint:2004@hints", paused: 1, reason: "午餐"))
        #expect(board.agent("2004")?.queues == ["sales", "support"])
        #expect(board.agent("2004")?.state == .idle, "in one of two queues he is not paused")
        board.hear(member("sales", "Local/2004@agents/n", "hint:2004@hints", paused: 1, reason: "Rückruf, 回电", event: "QueueMemberPause"))
        #expect(board.agent("2004")?.state == .paused)
        #expect(board.agent("2004")?.reason == "Rückruf, 回电")
        board.hear("Event: ExtensionStatus\nExten: 2004\nContext: hints\nStatus: 8")
        #expect(board.agent("2004")?.state == .ringing)
        board.hear("Event: ExtensionStatus\nExten: 2004\nContext: hints\nStatus: 16")
        #expect(board.agent("2004")?.state == .held)
        board.hear("Event: ExtensionStatus\nExten: 2004\nContext: hints\nStatus: 4")
        #expect(board.agent("2004")?.state == .offline)
    }

    @Test func theRestAfterACallIsReckonedAndEnds() {
        var board = Board(.test(wrapUp: ["sales": .seconds(5)]))
        let last = Int(board.time.timeIntervalSince1970)
        board.list({ $0.take(queues: $1, at: $2) }, queue("sales"), member("sales", "PJSIP/2101", "PJSIP/2101", last: last))
        #expect(board.agent("2101")?.state == .wrapup)
        #expect(board.picture.nextWrapUpEnd(after: board.time) == board.time.addingTimeInterval(5))
        board.pass(5)
        #expect(board.picture.nextWrapUpEnd(after: board.time) == nil)
        _ = board.picture.takeChanges(at: board.time)
        #expect(board.agent("2101")?.state == .idle)
    }

    // MARK: Rooms

    private let speaker = Channel(name: "PJSIP/2101-1", id: "a-2.1", linked: "a-2.1", number: "2101", caller: "Alice")

    private func room(_ event: String, _ channel: Channel, _ more: String = "") -> String {
        channel.event(
            event,
            "Conference: 晨会 room\nBridgeUniqueid: r1\nBridgeCreator: ConfBridge\nBridgeTechnology: softmix\nAdmin: No\nMuted: No"
                + (more.isEmpty ? "" : "\n\(more)"))
    }

    /// Who is muted while he speaks, or goes while he speaks, gets no `off`.
    @Test func theTalkLightGoesWithItsMember() {
        var board = Board()
        board.hear("Event: ConfbridgeStart\nConference: 晨会 room\nBridgeUniqueid: r1", speaker.event("Newchannel"))
        board.hear(speaker.enter("r1", creator: "ConfBridge", technology: "softmix"), room("ConfbridgeJoin", speaker))
        #expect(board.room("晨会 room")?.members.map(\.number) == ["2101"])
        #expect(board.call?.callee == "晨会 room")
        board.hear(room("ConfbridgeTalking", speaker, "TalkingStatus: on"))
        #expect(board.room("晨会 room")?.members.first?.talking == true)
        board.hear(room("ConfbridgeMute", speaker))
        #expect(board.room("晨会 room")?.members.first?.talking == false)
        #expect(board.room("晨会 room")?.members.first?.muted == true)
        board.hear(speaker.event("Hangup"))
        #expect(board.room("晨会 room")?.members.isEmpty == true)
        board.hear("Event: ConfbridgeEnd\nConference: 晨会 room")
        #expect(board.room("晨会 room") == nil)
    }

    /// Whoever comes first is greeted, and his join is told after that of who came second.
    @Test func membersOfARoomStandInTheOrderInWhichTheyCame() {
        var board = Board()
        let other = Channel(name: "PJSIP/2103-1", id: "a-2.2", linked: "a-2.2", number: "2103")
        board.hear(speaker.event("Newchannel"), other.event("Newchannel"), room("ConfbridgeJoin", other), room("ConfbridgeJoin", speaker))
        #expect(board.room("晨会 room")?.members.map(\.number) == ["2101", "2103"])
    }

    @Test func peopleInARoomAreNoCallWithEachOther() {
        var board = Board()
        let other = Channel(name: "PJSIP/2103-1", id: "a-2.2", linked: "a-2.2", number: "2103")
        for channel in [speaker, other] {
            board.hear(
                channel.event("Newchannel"), channel.enter("r1", creator: "ConfBridge", technology: "softmix"),
                room("ConfbridgeJoin", channel))
        }
        #expect(board.calls.map(\.channels.count) == [1, 1])
        board.hear(Channel(name: "CBAnn/晨会-1;1", id: "a-2.3", linked: "a-2.3").event("Newchannel"))
        #expect(board.calls.count == 2, "who announces is nobody")
    }

    // MARK: Lists

    @Test func aListSaysWhatEventsHadSaid() {
        var board = Board()
        var up = phone
        up.state = 6
        board.hear(caller.event("Newchannel"), join, caller.dials(up), up.enter("b1"), caller.enter("b1"))
        board.hear(caller.event("QueueCallerLeave", "Queue: sales"))
        let heard = board.call
        var fresh = Board()
        fresh.list(
            { $0.take(channels: $1, at: $2) }, up.row("b1", application: "AppQueue"),
            caller.row("b1", application: "Queue", data: "sales,tTkK,,,300"))
        #expect(fresh.call?.id == heard?.id)
        #expect(fresh.call?.callee == heard?.callee)
        #expect(fresh.call?.state == heard?.state)
        #expect(fresh.call?.queue == "sales")
        #expect(fresh.call?.answered == nil, "the list has no time of the answer")
        fresh.list({ $0.take(channels: $1, at: $2) })
        #expect(fresh.calls.isEmpty, "what a list does not have is not there")
    }

    @Test func whatRingsInAListBelongsToItsCall() {
        var board = Board()
        board.list(
            { $0.take(channels: $1, at: $2) }, caller.row(application: "Queue", data: "sales"), one.row(application: "AppQueue"), two.row(),
            phone.row(application: "AppDial"))
        #expect(board.call?.channels.count == 4)
    }

    @Test func supervisionIsFoundByWhatItsChannelRuns() {
        var board = Board()
        let spy = Channel(name: "PJSIP/2000-55", id: "a-3.1", linked: "a-3.1", number: "2101")
        var up = phone
        up.state = 6
        board.list(
            { $0.take(channels: $1, at: $2) }, caller.row("b1"), up.row("b1"), spy.row(application: "ChanSpy", data: "\(up.id),uqES"))
        #expect(board.picture.spies == ["a-3.1": Spy(spyee: up.id, number: "2101", how: .listen)])
        #expect(board.calls.first { $0.id == "a-3.1" }?.isSupervision == true)
        #expect(board.calls.first { $0.id == caller.id }?.isSupervision == false)
        #expect(board.picture.supervision(of: "2101") == Supervision(by: "2000", how: .listen))
        #expect(board.calls.first { $0.id == "a-3.1" }?.callee == "2101")
        #expect(board.calls.first { $0.id == caller.id }?.callee == "2101", "the supervised call is as it was")
    }

    @Test func figuresAtTheEdgeDoNotTrap() {
        var board = Board()
        let edge = "9223372036854775807"
        board.list(
            { $0.take(queues: $1, at: $2) },
            "Event: QueueParams\nQueue: q\nCompleted: \(edge)\nAbandoned: -1\nHoldtime: 1e300\nTalkTime: inf\nServicelevelPerf: nan",
            "Event: QueueEntry\nQueue: q\nUniqueid: u\nPosition: \(edge)\nWait: \(edge)\nPriority: \(edge)",
            member("q", "PJSIP/1", "PJSIP/1", status: .max, last: .max))
        board.list({ $0.take(channels: $1, at: $2) }, caller.row(age: "99999999999999999999:00:00"))
        board.hear(
            caller.event("QueueCallerJoin", "Queue: q\nPosition: \(edge)\nCount: \(edge)"),
            "Event: ExtensionStatus\nExten: 1\nContext: hints\nStatus: -\(edge)")
        #expect(board.picture.published.queues["q"]?.serviceLevel == nil)
        for waiting in board.waiting { #expect(waiting.since.map { board.time.timeIntervalSince($0) < 400_000_000 } == true) }
        for call in board.calls { #expect(call.since.map { board.time.timeIntervalSince($0) < 400_000_000 } == true) }
    }
}
