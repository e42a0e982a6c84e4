import BackendSupport
import Exchange
import Foundation
import JSON
import SiteHarness
import Testing

@testable import Yeastar

/// Several programs with one account, and reports that go astray.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SharedAccountTests {
    private let folder = NSTemporaryDirectory() + "cordboard-shared-\(UInt32.random(in: 0...UInt32.max))"

    private func shared() -> YeastarConfiguration.Reports { .init(host: "127.0.0.1", port: 0, sharedIn: folder) }

    private func said(_ words: String) -> (SiteHarness<YeastarSite>) -> Bool {
        { $0.messages.contains { $0.text.string.contains(words) } }
    }

    @Test func `A second console of one configuration leaves the reports with the first, and takes them over after it`() async throws {
        let exchange = try FakeExchange()
        let first = SiteHarness(exchange.configuration(reports: shared()))
        #expect(await first.untilSynced())
        let second = SiteHarness(exchange.configuration(reports: shared()))
        #expect(await second.untilSynced())
        let logins = exchange.asked("login")
        #expect(logins.count == 2)
        #expect(logins[0].body["url"] == logins[1].body["url"])
        #expect(logins[0].body["port"] == logins[1].body["port"])
        #expect(second.status?.error?.string.contains("another console") == true)
        #expect(exchange.post(ReportTests.ring) == "HTTP/1.1 200 OK")
        #expect(await first.until { !$0.board.calls.isEmpty })
        try await first.stop()
        #expect(await second.until { $0.status?.error == nil })
        let beat = try #require(exchange.asked("heartbeat").last)
        #expect(beat.body["port"] != logins[0].body["port"])
        let known = second.told.count
        #expect(exchange.post(ReportTests.ring) == "HTTP/1.1 200 OK")
        #expect(await second.until { $0.told.count > known && $0.board.calls.first?.state == .ringing })
        try? FileManager.default.removeItem(atPath: folder)
    }

    @Test func `Reports that come to another path are asked for again at once, and it is said`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        #expect(exchange.post(ReportTests.ring, path: "/report-of-another-program") == "HTTP/1.1 403 Forbidden")
        #expect(await working.until(said("another path")))
        #expect(await exchange.next("heartbeat")?.body["url"] == exchange.asked("login").first?.body["url"])
        #expect(await working.until { $0.status?.error?.string.contains("another program") == true })
        #expect(exchange.post(ReportTests.ring) == "HTTP/1.1 200 OK")
        #expect(await working.until(said("come again")))
        #expect(await working.until { $0.status?.error == nil })
    }

    private func list(_ word: String, _ exchange: FakeExchange) {
        exchange.answer(
            "extensionlist/query",
            .body(#"{"status":"Success","extlist":[{"extnumber":"101","status":"\#(word)"},{"extnumber":"102","status":"Registered"}]}"#))
    }

    @Test func `Reports that stop are noticed by what only asking shows, asked for again, and calls are seen meanwhile`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        exchange.post(#"{"action":"ExtensionStatus","extension":"101","status":"Idle"}"#)
        exchange.answer(
            "extension/query", .body(#"{"status":"Success","extinfos":[{"extnumber":"101","status":"Up","ext":{"extid":"102"}}]}"#))
        list("Up", exchange)
        #expect(await working.until(said("have stopped")))
        #expect(await exchange.next("heartbeat") != nil)
        #expect(await working.until { $0.board.calls.first?.id == "101=102" })
        // Attempts become rarer: another program may do the same.
        let beats = exchange.asked("heartbeat").count
        let looks = exchange.asked("extensionlist/query").count
        #expect(await working.until { _ in exchange.asked("extensionlist/query").count > looks + 20 })
        #expect(exchange.asked("heartbeat").count == beats)
    }

    @Test func `Where a log-in ends the earlier one, two consoles do not throw each other out without end`() async throws {
        let exchange = try FakeExchange()
        exchange.endEarlierLogIns()
        let clock = SteppedClock.running(upTo: .seconds(1))
        let first = SiteHarness(exchange.configuration(reports: nil), environment: clock.environment())
        #expect(await first.untilSynced())
        let second = SiteHarness(exchange.configuration(reports: nil), environment: clock.environment())
        #expect(await second.untilSynced())
        #expect(await first.until { $0.status?.link == .degraded })
        #expect(first.status?.error?.string.contains("another program logs in as api") == true)
        let looks = exchange.asked("extensionlist/query").count
        #expect(await second.until { _ in exchange.asked("extensionlist/query").count > looks + 20 })
        #expect(exchange.asked("login").count == 4)
        clock.advance(by: .seconds(10))
        #expect(await first.until { $0.status?.link == .online })
        #expect(await second.until { $0.status?.link == .degraded })
        #expect(exchange.asked("login").count == 5)
        // Whoever waits for what he asked for is let in at once.
        #expect(try await second.perform(.dial, "101", "102") == .done(nil))
        #expect(exchange.asked("login").count == 6)
    }

    @Test func `Two sessions that end each other log in a few times in 20 seconds`() {
        var (one, other) = (SessionRenewals(), SessionRenewals())
        var logins = 2
        var holder = 1
        one.begin(at: .zero)
        other.begin(at: .zero)
        for tick in stride(from: 2, through: 20, by: 2) {
            let now = Duration.seconds(tick)
            if holder == 1 {
                one.lost(at: now, random: 0)
                if one.wait(at: now) == .zero { (holder, logins) = (0, logins + 1); one.begin(at: now) }
            } else {
                other.lost(at: now, random: 0)
                if other.wait(at: now) == .zero { (holder, logins) = (1, logins + 1); other.begin(at: now) }
            }
        }
        #expect(logins <= 8)
        // A session that lived is renewed at once.
        one.begin(at: .seconds(1_000))
        one.lost(at: .seconds(3_000), random: 1)
        #expect(one.wait(at: .seconds(3_000)) == .zero)
    }

    @Test func `An action waits for the log-in, and not for the first look at 60 queues`() async throws {
        let exchange = try FakeExchange()
        let rows = (0..<60).map { #"{"queuenumber":"\#(9_000 + $0)","queuename":"q","agents":"101"}"# }.joined(separator: ",")
        exchange.answer("queue/query", .body(#"{"status":"Success","queues":[\#(rows)]}"#))
        let working = SiteHarness(exchange.configuration())
        #expect(await working.until { $0.status?.link == .online })
        #expect(working.status?.synced == false)
        #expect(try await working.perform(.dial, "101", "102") == .done(nil))
        #expect(try await working.perform(.hangup, "101") == .done(nil))
        #expect(exchange.asked("extension/dial_extension").count == 1)
        let before = exchange.asked.prefix { $0.path != "extension/hangup" }
        #expect(before.count { $0.path == "queuestatus/query" } < 60)
        #expect(await working.untilSynced())
    }

    // MARK: Reports from elsewhere

    /// A proxy or an address translation between makes reports come from an address that is not the exchange's.
    @Test func `Reports from another address are turned away, which is told with the address, and calls are seen by asking`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        let answer = exchange.post(ReportTests.inboundRing, from: 0x7F00_0002)
        #expect(answer != "HTTP/1.1 200 OK")
        #expect(await working.until { $0.messages.contains { $0.text.string.contains("a report from 127.0.0.2 was turned away") } })
        #expect(working.messages.last { $0.text.string.contains("127.0.0.2") }?.text.string.contains("only http://127.0.0.1:") == true)
        #expect(working.board.calls.isEmpty)
        exchange.answer(
            "extensionlist/query",
            .body(#"{"status":"Success","extlist":[{"extnumber":"101","status":"Busy","type":"pjsip","username":"Ann"}]}"#))
        exchange.answer(
            "extension/query",
            .body(
                #"{"status":"Success","extinfos":[{"extnumber":"101","status":"Busy","inbound":{"inboundid":"1589948512.1707","from":"103","to":"101","trunk":"t"}}]}"#
            ))
        exchange.answer(
            "inbound/query",
            .body(
                #"{"status":"Success","inbound":[{"inboundid":"1589948512.1707","from":"103","to":"101","trunk":"t","callee":{"extid":"101"},"status":"Talking"}]}"#
            ))
        #expect(await working.until { $0.board.calls.first?.state == .talking })
        #expect(exchange.post(ReportTests.inboundRing) == "HTTP/1.1 200 OK", "the exchange itself is believed")
    }

    // MARK: Supervision

    @Test func `Another way of supervising ends the one before, since the telephone must be free, and says so`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        #expect(try await working.perform(.listen, "102") == .done(nil))
        #expect(try await working.perform(.whisper, "102") == .done("the supervision of 102 was ended first", reference: nil))
        let order = exchange.asked.map(\.path).filter { ["extension/listen", "extension/hangup", "extension/whisper"].contains($0) }
        #expect(order == ["extension/listen", "extension/hangup", "extension/whisper"])
    }

    @Test func `Whom our telephone supervises is on the board, until it is free again`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        func supervision() -> Supervision? { working.board.agents.first { $0.id == "102" }?.supervision }
        _ = try await working.perform(.listen, "102")
        #expect(await working.until { _ in supervision() == Supervision(by: "101", how: .listen) })
        _ = try await working.perform(.barge, "102")
        #expect(await working.until { _ in supervision() == Supervision(by: "101", how: .barge) })
        _ = try await working.perform(.superviseStop)
        #expect(await working.until { _ in supervision() == nil })
    }

    @Test func `That our telephone was free a moment ago does not end a supervision that has begun since`() {
        var picture = Picture(site: "y")
        _ = picture.take(OwnSupervision(by: "101", extension: "102", how: .whisper), at: Date())
        _ = picture.noteOwnTelephone(isFree: true, at: Date())
        #expect(picture.supervision?.extension == "102", "late news of the supervision before it")
        _ = picture.noteOwnTelephone(isFree: false, at: Date())
        _ = picture.noteOwnTelephone(isFree: true, at: Date())
        #expect(picture.supervision == nil)
    }

    @Test func `Ending a supervision never hangs up an ordinary call of the operator's telephone`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        #expect(try await working.perform(.superviseStop) == .refused(code: nil, "the exchange shows nobody whom 101 supervises"))
        #expect(try await working.perform(.listen, "102") == .done(nil))
        exchange.answer(
            "extension/query",
            .body(
                #"{"status":"Success","extinfos":[{"extnumber":"101","status":"Busy","inbound":{"inboundid":"1589948512.1707","from":"5","to":"101","trunk":"t"}}]}"#
            ))
        guard case .refused(_, let words) = try await working.perform(.superviseStop) else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.string.contains("a call of its own"))
        #expect(exchange.asked("extension/hangup").isEmpty)
        // What was forgotten is not remembered.
        #expect(try await working.perform(.superviseStop) == .refused(code: nil, "the exchange shows nobody whom 101 supervises"))
    }
}
