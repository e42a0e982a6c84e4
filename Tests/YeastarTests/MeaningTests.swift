import BackendSupport
import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import Yeastar

/// Reports and answers as the document prints them, in the orders that it allows.
@Suite struct MeaningTests {
    static let party = #""inbound":{"from":"5551","to":"9998","trunk":"t","inboundid":"1589947900.1707"}"#

    private func caller(to stage: Stage) {
        stage.hear(#"{"action":"ALERT","callid":"1589947900.1709",\#(Self.party)}"#)
    }

    private func answered(by number: String, in stage: Stage) {
        stage.hear(
            #"{"action":"RING","callid":"1589947902.1711","ext":{"extid":"\#(number)"},\#(Self.party)}"#,
            #"{"action":"ANSWER","callid":"1589947900.1707","ext":{"extid":"\#(number)"},\#(Self.party)}"#)
    }

    private func inbound(callee: String) -> CallRow {
        CallRow.list([
            "inbound": [
                ["inboundid": "1589947900.1707", "from": "5551", "to": "9998", "callee": ["extid": .string(callee)], "status": "Talking"]
            ]
        ])[0]
    }

    @Test func `Waiting time begins with the arrival`() {
        let stage = Stage()
        caller(to: stage)
        #expect(stage.board.waiting.map(\.since) == [Date(timeIntervalSince1970: 1_589_947_900)])
        #expect(stage.call?.since == Date(timeIntervalSince1970: 1_589_947_900))
    }

    @Test func `A queue call that was answered and is transferred waits no more`() {
        let stage = Stage()
        caller(to: stage)
        answered(by: "101", in: stage)
        stage.hear(
            #"{"action":"Tranfer","callid":"1589947900.1707","ext":{"extid":"101"},\#(Self.party)}"#,
            #"{"action":"RING","callid":"1589947930.1720","ext":{"extid":"106"},\#(Self.party)}"#)
        #expect(stage.call?.state == .ringing)
        #expect(stage.call?.callee == "106")
        #expect(stage.call?.queue == "9998")
        #expect(stage.board.waiting.isEmpty)
    }

    @Test func `A leg's ring-back may come before its ring`() {
        let stage = Stage()
        caller(to: stage)
        answered(by: "101", in: stage)
        stage.hear(
            #"{"action":"ALERT","callid":"1589947930.1720",\#(Self.party)}"#,
            #"{"action":"RING","callid":"1589947930.1720","ext":{"extid":"106"},\#(Self.party)}"#)
        #expect(stage.call?.state == .ringing)
        #expect(stage.call?.callee == "106")
        // The leg of whoever handed it on ends after that.
        stage.hear(#"{"action":"BYE","callid":"1589947902.1711","ext":{"extid":"101"},\#(Self.party)}"#)
        #expect(stage.call?.callee == "106")
        stage.hear(#"{"action":"ANSWER","callid":"1589947930.1720","ext":{"extid":"106"},\#(Self.party)}"#)
        #expect(stage.call?.state == .talking)
        #expect(stage.call?.callee == "106")
    }

    @Test func `A listing corrects the callee of an answered call`() {
        let stage = Stage()
        caller(to: stage)
        answered(by: "101", in: stage)
        stage.find { findings, at in findings.inbound = Asked(at: at, value: (["1589947900.1707"], [self.inbound(callee: "106")])) }
        #expect(stage.call?.callee == "106")
        #expect(stage.state("101") == .idle)
    }

    @Test func `A waiting caller whom the list of talks leaves out waits on`() {
        let stage = Stage()
        caller(to: stage)
        stage.find { findings, at in
            findings.queueStatus["9998"] = QueueStatus(["queue": ["queuenumber": "9998", "queuestatus": ["callercount": .number(1)]]]).map {
                Asked(at: at, value: $0)
            }
            findings.inbound = Asked(at: at, value: (["1589947900.1707"], []))
        }
        #expect(stage.board.waiting.count == 1)
    }

    @Test(arguments: [("ivr", ["9998"]), ("ringgroup", ["9998"]), ("extension", []), ("voicemail", [])])
    func `Who comes through a menu or a group waits in the queue that counts him, and nobody else does`(kind: String, queues: [String]) {
        let stage = Stage()
        stage.find { findings, _ in findings.routes = [IncomingRoute(did: "80006500", caller: "", kind: kind, destination: "1")] }
        stage.hear(#"{"action":"ALERT","callid":"1589947900.1709",\#(RouteTests.did)}"#)
        stage.hear(#"{"action":"RING","callid":"1589947901.1711","ext":{"extid":"101"},\#(RouteTests.did)}"#)
        stage.find { findings, at in
            findings.queueStatus["9998"] = QueueStatus(["queue": ["queuenumber": "9998", "queuestatus": ["callercount": .number(1)]]]).map {
                Asked(at: at, value: $0)
            }
        }
        #expect(stage.board.waiting.map(\.queue) == queues)
        #expect(stage.call?.state == (queues.isEmpty ? .ringing : .queued))
    }

    private func list(_ word: String, in stage: Stage) {
        stage.find { findings, at in
            findings.extensions = Asked(
                at: at,
                value: [("101", word), ("102", "Registered"), ("106", "Up")].map { ExtensionRow(number: $0.0, word: $0.1) })
        }
    }

    @Test func `What is held at the telephone is held, and taken back there talks`() {
        let stage = Stage()
        stage.hear(ReportTests.ring, ReportTests.answer)
        list("Hold", in: stage)
        #expect(stage.call?.state == .held)
        #expect(stage.state("101") == .held)
        list("Up", in: stage)
        #expect(stage.call?.state == .talking)
        stage.take(stage.picture.hold("101", true, at: stage.now))
        #expect(stage.call?.state == .held)
        list("Hold", in: stage)
        #expect(stage.call?.state == .held)
        list("Up", in: stage)
        #expect(stage.call?.state == .talking)
        #expect(stage.state("101") == .talking)
    }

    @Test func `A listing asked before a hold does not undo it`() {
        let stage = Stage()
        stage.hear(ReportTests.ring, ReportTests.answer)
        let asked = stage.picture.sequence.next()
        stage.take(stage.picture.hold("101", true, at: stage.now))
        stage.find { findings, _ in
            findings.extensions = Asked(at: asked, value: ["101", "102", "106"].map { ExtensionRow(number: $0, word: "Up") })
        }
        #expect(stage.call?.state == .held)
    }
}

/// A queue that is reached by another number than its own.
@Suite(.serialized, .timeLimit(.minutes(2))) struct RouteTests {
    static let did = #""inbound":{"from":"5551","to":"80006500","trunk":"t","inboundid":"1589948512.1707"}"#

    @Test(arguments: [
        #"{"id":"","name":"r","did":"80006500","caller_id":"","desttype":"queue","dest":"9998"}"#,
        #"{"id":"","name":"r","did":"_8000XXXX","caller_id":"","desttype":"queue","dest":"9998"}"#,
        #"{"id":"","name":"r","did":"","caller_id":"","desttype":"queue","dest":"9998"}"#,
        #"{"id":"","name":"r","did":"80006500","caller_id":"","desttype":"ivr","dest":"6500"}"#,
        #"{"id":"","name":"r","did":"80006500","caller_id":"","desttype":"ringgroup","dest":"600"}"#,
    ])
    func `A caller who comes by a DID waits in his queue, also after an agent's ring times out`(route: String) async throws {
        let exchange = try FakeExchange()
        exchange.answer("inroute/query", .body(#"{"status":"Success","inroutes":[\#(route)]}"#))
        exchange.answer(
            "queuestatus/query",
            .body(
                #"{"status":"Success","queue":{"queuenumber":"9998","queuestatus":{"members":[{"agent":"101","agentstatus":"6"}],"callercount":1}}}"#
            ))
        exchange.answer(
            "inbound/query",
            .body(
                #"{"status":"Success","inbound":[{"inboundid":"1589948512.1707","from":"5551","to":"80006500","trunk":"t","status":"Ringing"}]}"#
            ))
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        exchange.post(#"{"action":"ALERT","callid":"1589948512.1709",\#(Self.did)}"#)
        exchange.post(#"{"action":"RING","callid":"1589948513.1711","ext":{"extid":"101"},\#(Self.did)}"#)
        #expect(await working.until { $0.board.waiting.map(\.queue) == ["9998"] })
        #expect(working.board.calls.map(\.state) == [.queued])
        exchange.post(#"{"action":"CallFailed","reason":480,"callid":"1589948513.1711","ext":{"extid":"101"},\#(Self.did)}"#)
        #expect(await working.until { $0.board.agent("n", "101")?.state != .ringing })
        #expect(working.board.waiting.map(\.queue) == ["9998"])
        try await working.stop()
    }
}
