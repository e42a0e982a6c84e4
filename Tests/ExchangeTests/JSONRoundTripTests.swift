import Foundation
import JSON
import Testing

@testable import Exchange

/// What is written can be read again: nothing is lost on the way, and what is wrong is named.
@Suite struct JSONRoundTripTests {
    static let time = Date(timeIntervalSince1970: 1_700_000_000)
    static let exact = Date(timeIntervalSince1970: 1_700_000_000.5)

    /// Every field of every kind set, each floor and conversation in turn.
    static let full: [Entity] = SnapshotTests.full.map(\.0).map(withExtras) + floors.map { .group(group($0)) }

    static let floors: [Floor] = [
        .idle, .other(number: "1", since: time), .other(number: "1", since: nil), .requesting(.monitor), .queued(2),
        .mine(number: "1", since: exact, until: time), .mine(number: "1", since: time), .releasing, .denied("busy"),
        .revoked("time is up"), .unknown,
    ]

    private static func group(_ floor: Floor) -> TalkingGroup {
        TalkingGroup(site: "hq", id: "g", name: "G", type: "static", floor: floor)
    }

    private static func withExtras(_ entity: Entity) -> Entity {
        switch entity {
        case .agent(var agent):
            agent.group = "Team A"
            agent.since = exact
            return .agent(agent)
        case .group(var group):
            (group.isReceiveOnly, group.conversation) = (true, .mixedCall)
            group.emergency = .init(number: "7002", since: exact, isAnswered: true)
            return .group(group)
        default: return entity
        }
    }

    @Test(arguments: full + SnapshotTests.bare.map(\.0)) func anEntityComesBackAsItWas(_ entity: Entity) throws {
        let kind = entity.key.kind
        let text = entity.json(.full).compactText
        #expect(try Entity(kind, json: JSONValue(parsing: text)) == entity)
        // The contract's form can be read too, and says the same again.
        #expect(try Entity(kind, json: entity.json).json == entity.json)
    }

    @Test func fullJSONHasAllThatTheContractHas() throws {
        for entity in Self.full {
            let (some, all) = (try #require(entity.json.object), try #require(entity.json(.full).object))
            #expect(Set(some.keys).isSubset(of: all.keys))
        }
    }

    // MARK: Sites and messages

    static var status: SiteStatus {
        var status = SiteStatus(
            id: "hq", name: "Headquarters", kind: "icp", link: .degraded, error: "slow", since: time, latencyMs: 12, heard: exact,
            retry: time, synced: true)
        status.question = "Sign in here?"
        status.pauseReasons = ["Lunch", "Tea"]
        status.capabilities = Capabilities(
            unsupported: [.park: "no parking", .note: "no notes"], sessionBoundActions: [.listen, .pttTake],
            unavailableOperations: ["queue.pause": "class agent is missing"])
        return status
    }

    @Test(arguments: [status, SiteStatus(id: "hq", name: "", kind: "smartpbx")]) func aSiteComesBackAsItWas(_ status: SiteStatus) throws {
        #expect(try SiteStatus(json: JSONValue(parsing: status.json(.full).compactText)) == status)
        #expect(try SiteStatus(json: status.json).json == status.json)
    }

    @Test func theContractsAbilitiesSayWhatCanBeDone() throws {
        let read = try SiteStatus(json: Self.status.json)
        #expect(read.capabilities.actions == Self.status.capabilities.actions)
        #expect(read.capabilities.unsupported[.park] == "That site has no such command")
        // An action of a later version is none that can be offered here.
        var json = try #require(Self.status.json.object)
        json["capabilities"] = ["hangup", "teleport"]
        #expect(try SiteStatus(json: .object(json)).capabilities.actions == [.hangup])
    }

    @Test func aMessageComesBackAsItWas() throws {
        let message = SiteMessage(site: "hq", time: Self.exact, topic: "cdr", text: "A call", details: ["src": "1", "dst": "2"])
        #expect(try SiteMessage(json: JSONValue(parsing: message.json(.full).compactText)) == message)
    }

    // MARK: The stream

    @Test func aBoardThatFollowsTheRecordsIsTheSame() throws {
        let other = SiteStatus(id: "north", name: "North", kind: "yeastar")
        var (board, mirror) = (Board(sites: []), Board(sites: []))
        let changes: [Change] =
            [.siteAdded(SiteStatus(id: "hq", name: "HQ", kind: "icp")), .siteAdded(other)] + Self.full.map(Change.put)
            + [
                .link("hq", .online, error: nil, at: Self.time, retry: nil), .synced("hq", at: Self.time),
                .capabilities("hq", Self.status.capabilities), .question("hq", "Really?"), .pauseReasons("hq", ["Lunch"]),
                .remove(EntityKey(site: "hq", kind: .trunk, id: "t1")), .siteRemoved("north"),
            ]
        for change in changes {
            for effective in board.apply([change]) {
                guard let line = effective.record(at: Self.time, on: board, .full)?.json.compactText else { continue }
                _ = mirror.apply(try ChangeRecord(json: JSONValue(parsing: line)).changes())
            }
        }
        #expect(mirror == board)
        let message = SiteMessage(site: "hq", time: Self.time, topic: "note", text: "Hello", details: ["from": "1"])
        let record = try #require(Change.message(message).record(at: Self.time, on: board, .full))
        #expect(try ChangeRecord(json: record.json).changes() == [.message(message)])
    }

    // MARK: What is wrong

    static let wrong: [(EntityKind, String, String)] = [
        (.agent, #"{"site":"hq","id":"1","name":"","extension":"1","state":"asleep"}"#, "state has no meaning: “asleep”"),
        (.agent, #"{"site":"hq","id":1,"name":"","extension":"1","state":"idle"}"#, "id is no text"),
        (.agent, #"{"site":"hq","name":"","extension":"1","state":"idle"}"#, "id is no text"),
        (.agent, #"{"site":"hq","id":"1","name":"","extension":"1","state":"idle","since":"soon"}"#, "since is no time: “soon”"),
        (
            .queue, #"{"site":"hq","id":"1","name":"","members":[{"agent":"1","state":"idle","paused":1}]}"#,
            "members[0].paused is neither true nor false"
        ),
        (.queue, #"{"site":"hq","id":"1","name":"","waiting":"2"}"#, "waiting is no number"),
        (.queue, #"{"site":"hq","id":"1","name":"","members":{}}"#, "members is no list"),
        (
            .group,
            #"{"site":"hq","id":"1","name":"","type":"","subscribed":false,"monitored":false,"selected":false,"floorState":{"state":"mine"}}"#,
            "floorState.number is missing"
        ),
        (.trunk, "[]", "the value is no object"),
    ]

    @Test(arguments: wrong) func whatIsWrongIsNamed(_ kind: EntityKind, _ text: String, _ words: String) throws {
        let error = #expect(throws: JSONFormError.self) { try Entity(kind, json: JSONValue(parsing: text)) }
        #expect(error?.description == words)
    }

    @Test func countsAndTimesThatCannotBeAreNil() throws {
        let text = #"{"site":"hq","id":"1","name":"","waiting":-1,"longestWait":1e300,"completed":7.0,"serviceLevel":120}"#
        let queue = try Queue(json: JSONValue(parsing: text))
        #expect(queue.waiting == nil && queue.longestWait == nil && queue.serviceLevel == nil)
        #expect(queue.completed == 7)
        let agent = Agent(site: "hq", id: "1", name: "", extension: "1", state: .idle, since: Date(timeIntervalSince1970: 0))
        #expect(agent.json["since"] == .null)
        #expect(Queue(site: "hq", id: "1", name: "", waiting: -1).json["waiting"] == .null)
        for since in ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
            let text = #"{"site":"hq","id":"1","name":"","extension":"1","state":"idle","since":"\#(since)"}"#
            #expect(try Agent(json: JSONValue(parsing: text)).since == nil)
        }
    }

    @Test(arguments: ["2023-11-14T22:13:20Z", "2023-11-15T06:13:20+08:00", "2023-11-14T22:13:20.000Z"])
    func timesMayBeWrittenInAnyZone(_ since: String) throws {
        let text = #"{"site":"hq","id":"1","name":"","extension":"1","state":"idle","since":"\#(since)"}"#
        #expect(try Agent(json: JSONValue(parsing: text)).since == Self.time)
    }
}
