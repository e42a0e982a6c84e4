import Foundation
import JSON
import Testing

@testable import Exchange

/// CONTRACT sections 3 and 4, key by key.
@Suite struct SnapshotTests {
    static let time = Date(timeIntervalSince1970: 1_700_000_000)
    static let stamp: JSONValue = "2023-11-14T22:13:20Z"

    static let full: [(Entity, JSONValue)] = [
        (
            .agent(
                {
                    var agent = Agent(
                        site: "hq", id: "2001", name: "Al", extension: "2001", state: .paused, reason: "lunch", since: time,
                        queues: ["6500"], call: "c1")
                    agent.supervision = Supervision(by: "2008", how: .whisper)
                    return agent
                }()),
            [
                "site": "hq", "id": "2001", "name": "Al", "extension": "2001", "state": "paused", "reason": "lunch", "since": stamp,
                "queues": ["6500"], "call": "c1", "supervision": ["by": "2008", "how": "whisper"],
            ]
        ),
        (
            .queue(
                Queue(
                    site: "hq", id: "6500", name: "Sales", strategy: "rrmemory", waiting: 2, longestWait: 30,
                    members: [.init(agent: "2001", state: .idle, paused: true, reason: "lunch")], completed: 5, abandoned: 1,
                    holdTime: 12, talkTime: 60, serviceLevel: 87.5)),
            [
                "site": "hq", "id": "6500", "name": "Sales", "strategy": "rrmemory", "waiting": .number(2), "longestWait": .number(30),
                "members": [["agent": "2001", "state": "idle", "paused": .bool(true), "reason": "lunch"]], "completed": .number(5),
                "abandoned": .number(1), "holdTime": .number(12), "talkTime": .number(60), "serviceLevel": .number("87.5"),
            ]
        ),
        (
            .waiting(
                WaitingCall(
                    site: "hq", queue: "6500", call: "c1", caller: "0800", name: "Bo", position: 1, since: time, priority: 3)),
            [
                "site": "hq", "queue": "6500", "call": "c1", "caller": "0800", "name": "Bo", "position": .number(1), "since": stamp,
                "priority": .number(3),
            ]
        ),
        (
            .call(
                Call(
                    site: "hq", id: "1673081585.0187", state: .talking, direction: .inbound, caller: "0800", callee: "2001", since: time,
                    answered: time, trunk: "t1", queue: "6500", recording: "r.wav", channels: ["a", "b"])),
            [
                "site": "hq", "id": "1673081585.0187", "state": "talking", "direction": "inbound", "caller": "0800", "callee": "2001",
                "since": stamp, "answered": stamp, "trunk": "t1", "queue": "6500", "recording": "r.wav", "channels": ["a", "b"],
                "supervision": .bool(false),
            ]
        ),
        (
            .room(
                Room(
                    site: "hq", id: "8000", name: "Board", moderators: ["2001"], state: "active",
                    members: [
                        .init(
                            id: "ch", number: "2001", name: "Al", state: .joined, muted: true, talking: true, moderator: true, since: time)
                    ])),
            [
                "site": "hq", "id": "8000", "name": "Board", "moderators": ["2001"], "state": "active",
                "members": [
                    [
                        "id": "ch", "number": "2001", "name": "Al", "state": "joined", "muted": .bool(true), "talking": .bool(true),
                        "moderator": .bool(true), "since": stamp,
                    ]
                ],
            ]
        ),
        (
            .group(
                TalkingGroup(
                    site: "hq", id: "g1", name: "Fire", type: "static", floor: .other(number: "7001", since: nil), subscribed: true,
                    monitored: true, selected: true, members: [.init(number: "7001", name: "Truck", type: "radio", state: "on")])),
            [
                "site": "hq", "id": "g1", "name": "Fire", "type": "static", "floor": "7001", "subscribed": .bool(true),
                "monitored": .bool(true), "selected": .bool(true),
                "members": [["number": "7001", "name": "Truck", "type": "radio", "state": "on"]],
            ]
        ),
        (
            .trunk(Trunk(site: "hq", id: "t1", name: "Out", type: "SIP", status: "OK")),
            ["site": "hq", "id": "t1", "name": "Out", "type": "SIP", "status": "OK"]
        ),
    ]

    @Test(arguments: full) func everythingKnownIsThere(_ entity: Entity, _ json: JSONValue) {
        #expect(entity.json == json)
    }

    static let bare: [(Entity, [String])] = [
        (.agent(Agent(site: "hq", id: "1", name: "", extension: "1", state: .idle)), ["reason", "since", "call", "supervision"]),
        (
            .queue(Queue(site: "hq", id: "1", name: "")),
            ["strategy", "waiting", "longestWait", "completed", "abandoned", "holdTime", "talkTime", "serviceLevel"]
        ),
        (.waiting(WaitingCall(site: "hq", queue: "1", call: "1", caller: "")), ["caller", "name", "position", "since", "priority"]),
        (
            .call(Call(site: "hq", id: "1", state: .dialing, direction: .unknown, caller: "", callee: "")),
            ["caller", "callee", "since", "answered", "trunk", "queue", "recording"]
        ),
        (.room(Room(site: "hq", id: "1", name: "", state: "empty")), []),
        (.group(TalkingGroup(site: "hq", id: "1", name: "", type: "", floor: .idle)), ["floor"]),
        (.trunk(Trunk(site: "hq", id: "1", name: "", type: "", status: "")), []),
    ]

    @Test(arguments: zip(bare, full)) func whatIsNotKnownIsNullAndNeverMissing(
        _ bare: (Entity, [String]), _ full: (Entity, JSONValue)
    ) throws {
        let members = try #require(bare.0.json.object)
        #expect(members.keys.sorted() == full.1.object?.keys.sorted())
        #expect(members.filter { $0.value == .null }.keys.sorted() == bare.1.sorted())
    }

    @Test func theSnapshotHasItsTenParts() throws {
        var board = Board(sites: [SiteStatus(id: "hq", name: "Headquarters", kind: "smartpbx")])
        _ = board.apply(Self.full.map { .put($0.0) })
        _ = board.apply([
            .link("hq", .online, error: nil, at: Self.time, retry: nil), .heard("hq", at: Self.time, latency: .milliseconds(12)),
        ])
        let snapshot = try #require(board.snapshot(at: Self.time).object)
        #expect(
            snapshot.keys.sorted()
                == ["agents", "calls", "groups", "queues", "rooms", "sites", "time", "trunks", "version", "waiting"])
        #expect(snapshot["version"] == .number(1))
        #expect(snapshot["time"] == Self.stamp)
        #expect(
            snapshot["sites"] == [
                [
                    "id": "hq", "name": "Headquarters", "kind": "smartpbx", "status": "online", "error": .null, "since": Self.stamp,
                    "latencyMs": .number(12), "capabilities": .array(Action.allCases.map { .string($0.rawValue) }),
                ]
            ])
        for (list, entity) in zip(["agents", "queues", "waiting", "calls", "rooms", "groups", "trunks"], Self.full) {
            #expect(snapshot[list] == .array([entity.1]), "\(list)")
        }
    }

    @Test func listsAreInASteadyOrder() {
        var board = Board(sites: [
            SiteStatus(id: "north", name: "", kind: "smartpbx"), SiteStatus(id: "hq", name: "", kind: "smartpbx"),
        ])
        for (site, id) in [("hq", "10"), ("hq", "9"), ("north", "100"), ("hq", "09")] {
            _ = board.apply([.put(.trunk(Trunk(site: SiteID(site), id: id, name: "", type: "", status: "")))])
        }
        #expect(board.sorted(.trunk).map { $0.key.site.rawValue + $0.key.id } == ["north100", "hq9", "hq09", "hq10"])
    }

    @Test func theLongestWaitIsCountedWhereTheExchangeGivesNone() {
        var board = Board(sites: [])
        let queue = Queue(site: "hq", id: "6500", name: "")
        _ = board.apply([
            .put(.queue(queue)), .put(.queue(Queue(site: "hq", id: "6501", name: "", longestWait: 3))),
            .put(.waiting(WaitingCall(site: "hq", queue: "6500", call: "1", caller: "", since: Self.time.addingTimeInterval(-42)))),
            .put(.waiting(WaitingCall(site: "hq", queue: "6500", call: "2", caller: "", since: Self.time.addingTimeInterval(-7)))),
        ])
        let waits = board.snapshot(at: Self.time)["queues"]?.array?.compactMap { $0["longestWait"] }
        #expect(waits == [.number(42), .number(3)])
        #expect(Change.put(.queue(queue)).record(at: Self.time, on: board)?.value["longestWait"] == .number(42))
    }

    @Test func streamLinesHaveTheSixMembersOfTheContract() throws {
        var board = Board(sites: [SiteStatus(id: "hq", name: "Headquarters", kind: "smartpbx")])
        let message = SiteMessage(site: "hq", time: Self.time, topic: "ivrdtmf", text: "1", details: ["key": "1"])
        let changes: [(Change, type: String, op: String, key: String)] =
            zip(Self.full, ["agent", "queue", "waiting", "call", "room", "group", "trunk"]).map {
                (.put($0.0), $1, "put", $0.0.key.id)
            } + [
                (.remove(EntityKey(site: "hq", kind: .call, id: "c1")), "call", "remove", "c1"),
                (.link("hq", .offline, error: "cut", at: Self.time, retry: nil), "site", "put", "hq"),
                (.synced("hq", at: Self.time), "site", "synced", "hq"),
                (.message(message), "message", "put", "ivrdtmf"),
            ]
        for (change, type, op, key) in changes {
            _ = board.apply([change])
            let line = try #require(change.record(at: Self.time, on: board)?.json)
            #expect(line.object?.keys.sorted() == ["key", "op", "site", "time", "type", "value"])
            #expect(
                [line["type"], line["op"], line["key"], line["site"], line["time"]] == [
                    .string(type), .string(op), .string(key), "hq", Self.stamp,
                ])
            if case .put(let entity) = change { #expect(line["value"] == entity.json) }
            if op == "remove" { #expect(line["value"] == .null) }
        }
        #expect(Change.heard("hq", at: Self.time, latency: nil).record(at: Self.time, on: board) == nil)
        #expect(Change.replace("hq", .call, []).record(at: Self.time, on: board) == nil)
    }

    static let outcomes: [(Outcome, String, Int32)] = [
        (.done("ok", reference: "c9"), #"{"message":"ok","outcome":"done","reference":"c9"}"#, 0),
        (.done(nil), #"{"message":null,"outcome":"done"}"#, 0),
        (.refused(code: "7", "no"), #"{"code":"7","message":"no","outcome":"refused"}"#, 1),
        (.refused(code: nil, "no"), #"{"message":"no","outcome":"refused"}"#, 1),
        (.unknown("half"), #"{"message":"half","outcome":"unknown"}"#, 1),
        (.invalid("what"), #"{"message":"what","outcome":"invalid"}"#, 2),
        (.noAnswer(after: .seconds(5)), #"{"message":"no answer within 5 s","outcome":"no-answer"}"#, 3),
        (.notOnline(.offline), #"{"message":"the site is offline; nothing was sent","outcome":"not-online"}"#, 3),
        (.unsupported("none"), #"{"message":"none","outcome":"unsupported"}"#, 4),
        (.forbidden(needs: .supervisor), #"{"message":"needs the role supervisor","outcome":"forbidden"}"#, 5),
    ]

    @Test(arguments: outcomes) func anOutcomeHasItsWordsAndItsExitStatus(_ outcome: Outcome, _ json: String, _ status: Int32) {
        #expect(outcome.json.compactText == json)
        #expect(outcome.exitStatus == status)
    }
}
