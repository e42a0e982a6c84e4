import BackendSupport
import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import Yeastar

/// What a query lists and what a report tells of one call, in the orders in which the two may come.
@Suite struct ListedTests {
    private static let outbound: JSONValue = [
        "outboundid": "1589948178.1690", "from": "66666", "to": "103", "trunk": "to-18-16-2", "status": "Talking",
    ]

    private func list(_ stage: Stage) {
        stage.find { findings, at in findings.outbound = Asked(at: at, value: CallRow.list(["outbound": [Self.outbound]])) }
    }

    @Test(arguments: [[0, 1, 2], [1, 0, 2], [1, 2, 0], [0, 2, 1], [2, 1, 0], [2, 0, 1]])
    func `A dialled call is listed once, whether a query or a report tells it first`(order: [Int]) {
        let stage = Stage()
        for step in order {
            switch step {
            case 0: list(stage)
            case 1: stage.hear(ReportTests.outboundAlert)
            default: stage.hear(ReportTests.outboundRing)
            }
            #expect(stage.board.calls.count == 1)
        }
        #expect(stage.call?.id == "1589948178.1690")
        #expect(stage.call?.caller == "106")
        #expect(stage.call?.callee == "103")
        stage.hear(ReportTests.outboundAnswered)
        #expect(stage.call?.state == .talking)
        stage.hear(ReportTests.outboundBye, ReportTests.outboundByeToo)
        #expect(stage.board.calls.isEmpty)
    }

    @Test func `A call between two telephones that a query lists first is listed once when it rings`() {
        let stage = Stage()
        stage.find { findings, at in
            findings.details = Asked(
                at: at, value: CallRow.details(["extinfos": [["extnumber": "101", "status": "Up", "ext": ["extid": "106"]]]]))
        }
        stage.hear(ReportTests.alert, ReportTests.ring)
        #expect(stage.call?.id == "1589947952.1670")
        #expect(stage.call?.state == .ringing)
        #expect(stage.call?.caller == "101")
    }

    @Test func `Another telephone's ring-back is not taken for the call that a query lists`() {
        let stage = Stage()
        list(stage)
        stage.hear(#"{"action":"ALERT","callid":"1589948179.1692","ext":{"extid":["101"]}}"#)
        stage.hear(#"{"action":"RING","callid":"1589948179.1692","ext":{"extid":["102","101"]}}"#)
        stage.hear(ReportTests.outboundRing)
        let calls = stage.board.calls.sorted { $0.id < $1.id }
        #expect(calls.map(\.caller) == ["106", "101"])
        #expect(calls.map(\.callee) == ["103", "102"])
    }
}

/// How much is asked of a small server.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SweepTests {
    private static let queues = (0..<42).map { String(9_000 + $0) }

    private func exchange() throws -> FakeExchange {
        let exchange = try FakeExchange()
        let rows = Self.queues.map { #"{"queuenumber":"\#($0)","queuename":"q","agents":"101"}"# }.joined(separator: ",")
        exchange.answer("queue/query", .body(#"{"status":"Success","queues":[\#(rows)]}"#))
        exchange.answer(
            "queuestatus/query", .body(#"{"status":"Success","queue":{"queuenumber":"9","queuestatus":{"members":[],"callercount":0}}}"#))
        return exchange
    }

    @Test func `Of 42 queues a look asks about a few, and of all in turn`() async throws {
        let exchange = try exchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        #expect(Set(exchange.asked("queuestatus/query").compactMap { $0.body["queueid"]?.text }) == Set(Self.queues))
        #expect(await working.until { _ in exchange.asked("extensionlist/query").count > 8 })
        let looks = exchange.asked.split { $0.path == "extensionlist/query" }.dropFirst(2).prefix(6)
        for look in looks { #expect(look.count <= 12, "\(look.map(\.path))") }
        let asked = looks.joined().filter { $0.path == "queuestatus/query" }.compactMap { $0.body["queueid"]?.text }
        #expect(Set(asked) == Set(Self.queues))
    }

    @Test func `A queue in which somebody waits is asked about in every look`() {
        var turns = QueueTurns()
        _ = turns.next(of: Self.queues, first: [], all: true)
        for _ in 0..<10 { #expect(turns.next(of: Self.queues, first: ["9017", "9030"]).prefix(2).sorted() == ["9017", "9030"]) }
        // Where something happens in all of them, none is left out for good.
        var seen: Set<String> = []
        for _ in 0..<9 { seen.formUnion(turns.next(of: Self.queues, first: Set(Self.queues))) }
        #expect(seen == Set(Self.queues))
    }

    @Test func `A room that is made elsewhere is seen with the next look`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        exchange.answer("conference/query", .body(#"{"status":"Success","conferences":[{"number":"8000"},{"number":"8001"}]}"#))
        #expect(await working.until { $0.board.rooms.map(\.id).sorted() == ["8000", "8001"] })
    }
}
