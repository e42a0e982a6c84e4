import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import Yeastar

@Suite(.serialized, .timeLimit(.minutes(2))) struct ActionsTests {
    @Test func `Each action asks for what its row says`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.post(ReportTests.inboundRing)
        exchange.post(ReportTests.inboundAnswer)
        #expect(await working.until { $0.board.calls.first?.state == .talking })
        let call = "1589948512.1707"
        let rows: [(Action, [String], String, JSONValue)] = [
            (.dial, ["101", "102"], "extension/dial_extension", ["caller": "101", "callee": "102"]),
            (.dial, ["101", "16103"], "extension/dial_outbound", ["extid": "101", "outto": "16103"]),
            (.hold, ["101"], "extension/hold", ["extid": "101"]),
            (.unhold, [call], "extension/unhold", ["extid": "101"]),
            (.mute, [call], "extension/mute", ["extid": "101"]),
            (.unmute, ["101"], "extension/unmute", ["extid": "101"]),
            (.transfer, [call, "16103"], "calltransfer", ["callid": .string(call), "transferor": "101", "transferto": "16103"]),
            (.hangup, [call], "inbound/hangup", ["inboundid": .string(call)]),
            (.hangup, ["102"], "extension/hangup", ["extid": "102"]),
            (.listen, ["102"], "extension/listen", ["listener": "101", "listenedext": "102"]),
            (.whisper, ["102"], "extension/whisper", ["whisperer": "101", "whisperedext": "102"]),
            (.barge, ["102"], "extension/barge", ["bargein": "101", "bargedext": "102"]),
            (.superviseStop, ["102"], "extension/hangup", ["extid": "101"]),
            (.queueLogin, ["9998", "102"], "queue/add_dynamicagent", ["queueid": "9998", "extid": "102", "password": "6666"]),
            (.queueLogout, ["9998", "102"], "queue/del_dynamicagent", ["queueid": "9998", "extid": "102", "password": "6666"]),
            (.pause, ["101"], "queue/pause_agent", ["queueid": "9998", "extid": "101"]),
            (.unpause, ["101", "9998"], "queue/unpause_agent", ["queueid": "9998", "extid": "101"]),
            (.roomInvite, ["8000", "101", "102"], "conference/add_member", ["number": "8000", "invitemember": "101,102"]),
            (.roomMute, ["8000", "111"], "conference/mute_member", ["number": "8000", "membernumber": "111"]),
            (.roomUnmute, ["8000", "111"], "conference/unmute_member", ["number": "8000", "membernumber": "111"]),
            (.roomKick, ["8000", "111"], "conference/kick_member", ["number": "8000", "membernumber": "111"]),
            (.roomEnd, ["8000"], "conference/kick_member", ["number": "8000", "membernumber": "111"]),
        ]
        for (action, words, path, body) in rows {
            let outcome = await working.site.perform(try ActionRequest(action, words))
            guard case .done = outcome else {
                Issue.record("\(action): \(outcome)")
                continue
            }
            #expect(exchange.asked(path).last?.body == body, "\(action) \(words)")
        }
    }

    @Test func `A transfer by an extension is one of the call it is in, and shows at once since it is not reported`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.post(ReportTests.inboundRing)
        exchange.post(ReportTests.inboundAnswer)
        #expect(await working.until { $0.board.calls.first?.state == .talking })
        #expect(try await working.perform(.transfer, "101", "102") == .done(nil))
        #expect(
            exchange.asked("calltransfer").last?.body
                == ["callid": "1589948512.1707", "transferor": "101", "transferto": "102"])
        #expect(await working.until { $0.board.calls.first?.callee == "102" && $0.board.agent("n", "101")?.state == .idle })
    }

    @Test func `A room is made under a number of its own, and people invited into it`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        guard case .done(_, let room?) = try await working.perform(.roomCreate, "101", "102") else {
            Issue.record("no room")
            return
        }
        #expect(exchange.asked("conference/insert").last?.body["number"]?.text == room)
        #expect(exchange.asked("conference/add_member").last?.body == ["number": .string(room), "invitemember": "101,102"])
    }

    @Test func `Holding and muting show on the board, since no query tells`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.post(ReportTests.inboundRing)
        exchange.post(ReportTests.inboundAnswer)
        #expect(await working.until { $0.board.calls.first?.state == .talking })
        _ = try await working.perform(.hold, "101")
        #expect(await working.until { $0.board.calls.first?.state == .held && $0.board.agent("n", "101")?.state == .held })
        _ = try await working.perform(.roomMute, "8000", "111")
        #expect(await working.until { $0.board.room("n", "8000")?.members.first?.muted == true })
    }

    @Test func `Whether a member is muted is unknown until he comes anew or we do it`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .milliseconds(50)))
        #expect(await working.untilSynced())
        func members(_ numbers: String...) {
            let rows = numbers.map { #"{"number":"\#($0)","channelid":"c\#($0)","memberstatus":"Up"}"# }
            exchange.answer(
                "conference/query_in_session",
                .body(#"{"status":"Success","conference":[{"conferencenumber":"8000","member":[\#(rows.joined(separator: ","))]}]}"#))
        }
        #expect(working.board.room("n", "8000")?.members.map(\.muted) == [nil])
        members("111", "112")
        #expect(await working.until { $0.board.room("n", "8000")?.members.map(\.muted) == [nil, false] })
        _ = try await working.perform(.roomUnmute, "8000", "111")
        #expect(await working.until { $0.board.room("n", "8000")?.members.map(\.muted) == [false, false] })
    }

    @Test func `What the board shows to be pointless is not sent`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(own: nil, poll: .seconds(600)))
        #expect(await working.untilSynced())
        let count = exchange.asked.count
        for (action, words) in [
            (.hangup, ["999"]), (.transfer, ["101", "102"]), (.pause, ["999"]), (.hold, ["1.2"]),
        ] as [(Action, [String])] {
            guard case .refused(nil, _) = await working.site.perform(try ActionRequest(action, words)) else {
                Issue.record("\(action) was sent")
                continue
            }
        }
        // Without a telephone of one's own it is the configuration that lacks something, not the moment.
        for (action, words) in [(.listen, ["102"]), (.superviseStop, [])] as [(Action, [String])] {
            guard case .invalid = await working.site.perform(try ActionRequest(action, words)) else {
                Issue.record("\(action) was sent")
                continue
            }
        }
        #expect(exchange.asked.count == count)
    }

    @Test func `Stopping a supervision that is none cuts nobody off`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        #expect(try await working.perform(.superviseStop) == .refused(code: nil, "the exchange shows nobody whom 101 supervises"))
        #expect(exchange.asked("extension/hangup").isEmpty)
    }

    /// What `extension/query` lists: the operator's telephone 101, and 102 that may be supervised.
    struct Listed: Sendable {
        var own: String
        var other: String
        var isSupervised: Bool
    }

    private static let outside = #""inbound":{"inboundid":"1589948512.1707","from":"5","to":"102","trunk":"t"}"#

    @Test(arguments: [
        Listed(own: #""status":"Busy","ext":{"extid":"102"}"#, other: #""status":"Busy",\#(outside)"#, isSupervised: true),
        Listed(own: #""status":"Busy","ext":{"extid":"102"}"#, other: #""status":"Busy","ext":{"extid":"103"}"#, isSupervised: true),
        // Two who name each other talk; who rings talks with nobody; a call of one's own, and one of which nothing is told.
        Listed(own: #""status":"Busy","ext":{"extid":"102"}"#, other: #""status":"Busy","ext":{"extid":"101"}"#, isSupervised: false),
        Listed(own: #""status":"Ringing","ext":{"extid":"102"}"#, other: #""status":"Busy",\#(outside)"#, isSupervised: false),
        Listed(own: #""status":"Busy","ext":{"extid":"102"}"#, other: #""status":"Busy""#, isSupervised: false),
        Listed(own: #""status":"Busy",\#(outside)"#, other: #""status":"Registered""#, isSupervised: false),
        Listed(own: #""status":"Busy""#, other: #""status":"Busy",\#(outside)"#, isSupervised: false),
        Listed(own: #""status":"Registered""#, other: #""status":"Busy",\#(outside)"#, isSupervised: false),
    ])
    func `A supervision that another process began is found at the exchange, and nothing else is ended`(listed: Listed) async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.answer(
            "extension/query",
            .body(
                #"{"status":"Success","extinfos":[{"extnumber":"101",\#(listed.own)},{"extnumber":"102",\#(listed.other)}]}"#))
        if listed.isSupervised {
            #expect(try await working.perform(.superviseStop, "103") == .refused(code: nil, "103 is not being supervised"))
            #expect(exchange.asked("extension/hangup").isEmpty)
        }
        let outcome = try await working.perform(.superviseStop, "102")
        #expect(outcome == (listed.isSupervised ? .done(nil) : .refused(code: nil, "the exchange shows nobody whom 101 supervises")))
        #expect(exchange.asked("extension/hangup").map(\.body) == (listed.isSupervised ? [["extid": "101"]] : []))
    }

    @Test func `Every action is either served or has a reason`() {
        let served: Set<Action> = [
            .dial, .hangup, .hold, .unhold, .mute, .unmute, .transfer, .listen, .whisper, .barge, .superviseStop, .queueLogin, .queueLogout,
            .pause, .unpause, .roomCreate, .roomInvite, .roomKick, .roomMute, .roomUnmute, .roomEnd,
        ]
        #expect(Set(YeastarSite.reasons.keys) == Set(Action.allCases).subtracting(served))
    }

    // MARK: Raw operations

    @Test func `A raw operation's answer comes back as it is, to be masked above`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        let operation = try #require(YeastarOperations.byID["queue.query"]?.operation)
        let (outcome, answer) = await working.site.perform(operation, ["queueid": "9998"])
        #expect(outcome == .done(nil))
        #expect(operation.masked(answer: try #require(answer))["queues"]?.array?.first?["password"] == "••••")
        #expect(exchange.asked("queue/query").last?.body == ["queueid": "9998"])
    }

    @Test func `A download lands in a file, and a refusal in its place does not`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.answer("recording/download", .raw("HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: 4\r\n\r\nRIFF"))
        let file = NSTemporaryDirectory() + "yeastar-\(UUID().uuidString).wav"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let operation = try #require(YeastarOperations.byID["recording.download"]?.operation)
        let arguments: JSONValue = ["recording": "a b.wav", "random": "fc19", "to": .string(file)]
        let (outcome, answer) = await working.site.perform(operation, arguments)
        #expect(outcome == .done("4 bytes in \(file)", reference: file))
        #expect(answer?["bytes"] == .number(4))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "RIFF")
        #expect(exchange.asked("recording/download").last?.isPost == false)

        exchange.answer("recording/download", .body(#"{"status":"Failed","errno":"5"}"#))
        let (refusal, _) = await working.site.perform(operation, arguments)
        #expect(refusal == .refused(code: "5", "the exchange gives error 5 without an explanation"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "RIFF")
    }
}
