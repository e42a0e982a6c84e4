import Exchange
import Foundation
import JSON
import SiteHarness
import TestPeers
import Testing
import Wire

@testable import Yeastar

@Suite(.serialized, .timeLimit(.minutes(2))) struct SiteTests {
    @Test func `A log-in says all the exchange must know, and the board fills`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        let login = try #require(exchange.asked("login").first)
        #expect(login.body["username"] == "api")
        #expect(login.body["password"] == "e10adc3949ba59abbe56e057f20f883e")
        #expect(login.body["version"] == "1.0.2")
        #expect(login.body["urltag"] == "1")
        #expect(login.body["url"]?.text?.hasPrefix("127.0.0.1:") == true)
        #expect(login.body["url"]?.text?.contains("/report-") == true)
        #expect(login.token == nil)
        #expect(working.board.agents.map(\.name).sorted() == ["Ann", "Bob"])
        #expect(working.board.agent("n", "102")?.state == .paused)
        #expect(working.board.queue("n", "9998")?.waiting == 2)
        #expect(working.board.room("n", "8000")?.members.map(\.number) == ["111"])
        #expect(working.board.trunks.map(\.id) == ["to-pstn"])
    }

    @Test func `A run that is cancelled logs out`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        try await working.stop()
        #expect(exchange.asked("logout").first?.token == "token1")
    }

    @Test func `A refused password is never tried again`() async throws {
        let exchange = try FakeExchange()
        exchange.refuseLogIn(true)
        let working = SiteHarness(exchange.configuration())
        let failure = await #expect(throws: LinkFailure.self) { try await working.end() }
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == true)
        #expect(failure?.reason.string.contains("30003") == true)
        #expect(failure?.reason.string.contains("ten minutes") == true)
        exchange.refuseLogIn(false)
        let again = SiteHarness(exchange.configuration(), site: working.site)
        await #expect(throws: LinkFailure.self) { try await again.end() }
        #expect(exchange.asked("login").count == 1)
    }

    @Test(arguments: [#"{"status":"Failed","errno":"10001"}"#, #"{"status":"Failed"}"#, #"{"status":"Success"}"#])
    func `Any other refusal of the log-in is told as itself, and tried again`(answer: String) async throws {
        let exchange = try FakeExchange()
        exchange.answer("login", .raw("HTTP/1.1 200 OK\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)"))
        let working = SiteHarness(exchange.configuration())
        let failure = await #expect(throws: LinkFailure.self) { try await working.end() }
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == false)
        #expect(failure?.reason.string.contains("password") == false)
        if answer.contains("10001") { #expect(failure?.reason.string.contains("10001") == true) }
        exchange.answer("login", nil)
        let again = SiteHarness(exchange.configuration(), site: working.site)
        #expect(await again.untilSynced())
    }

    @Test func `A password refused on renewal ends the run for good`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        exchange.refuseLogIn(true)
        exchange.forgetTokens()
        let failure = await #expect(throws: LinkFailure.self) { try await working.end() }
        #expect(failure?.isFinal == true)
        #expect(exchange.asked("login").count == 2)
    }

    @Test func `A token that has expired costs neither a question nor a command`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.forgetTokens()
        #expect(try await working.perform(.dial, "101", "102") == .done(nil))
        let dials = exchange.asked("extension/dial_extension")
        #expect(dials.map(\.token) == ["token1", "token2"])
        #expect(dials.last?.body == ["caller": "101", "callee": "102"])
        #expect(exchange.asked("login").count == 2)
    }

    @Test func `A refusal under a living token is a refusal, and nothing is sent twice`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.answer("extension/hangup", .body(#"{"status":"Failed","errno":"77"}"#))
        #expect(
            try await working.perform(.hangup, "101") == .refused(code: "77", "the exchange gives error 77 without an explanation"))
        #expect(exchange.asked("extension/hangup").count == 1)
        #expect(exchange.asked("login").count == 1)
    }

    @Test func `A question that is always refused is no reason to log in`() async throws {
        let exchange = try FakeExchange()
        exchange.answer("trunklist/query", .body(#"{"status":"Failed"}"#))
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        #expect(await working.until { $0.messages.contains { $0.topic == "trouble" } })
        #expect(exchange.asked("login").count == 1)
    }

    @Test func `A heartbeat says again where reports go`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(heartbeat: .milliseconds(50)))
        #expect(await working.untilSynced())
        let beat = try #require(await exchange.next("heartbeat"))
        let login = try #require(exchange.asked("login").first)
        #expect(beat.body["url"] == login.body["url"])
        #expect(beat.body["port"] == login.body["port"])
        #expect(beat.body["urltag"] == "1")
        #expect(beat.body["ipaddr"] == "127.0.0.1")
    }

    @Test func `Reports make calls at once`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        #expect(exchange.post(ReportTests.ring) == "HTTP/1.1 200 OK")
        #expect(await working.until { $0.board.calls.first?.state == .ringing })
        #expect(exchange.post(ReportTests.answer) == "HTTP/1.1 200 OK")
        #expect(await working.until { $0.board.calls.first?.state == .talking })
        #expect(exchange.post(ReportTests.bye) == "HTTP/1.1 200 OK")
        #expect(await working.until { $0.board.calls.isEmpty })
    }

    @Test func `Malformed reports, strangers and other exchanges change nothing`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        #expect(exchange.post(#"{"action":"RI"#) == "HTTP/1.1 200 OK")
        #expect(exchange.post(ReportTests.ring, path: "/report-guess") == "HTTP/1.1 403 Forbidden")
        #expect(exchange.post(ReportTests.ring, path: "") == "HTTP/1.1 403 Forbidden")
        #expect(exchange.post(ReportTests.ring.replacingOccurrences(of: "a09805021987", with: "0")) == "HTTP/1.1 200 OK")
        #expect(
            await working.until { working in
                ["could not be read", "strangers", "another exchange"].allSatisfy { word in
                    working.messages.contains { $0.text.string.contains(word) }
                }
            })
        #expect(working.board.calls.isEmpty)
    }

    @Test func `Reports without a request target are taken where the address has no path`() async throws {
        let exchange = try FakeExchange()
        let port = try HeldPort().number
        let working = SiteHarness(
            exchange.configuration(reports: .init(host: "127.0.0.1", port: port, url: "127.0.0.1:\(port)"), poll: .seconds(600)))
        #expect(await working.untilSynced())
        #expect(exchange.post(ReportTests.ring, path: "") == "HTTP/1.1 200 OK")
        #expect(await working.until { !$0.board.calls.isEmpty })
    }

    @Test func `Where the port is taken the exchange is polled, and calls are found by asking`() async throws {
        let exchange = try FakeExchange()
        let other = try ReportListener.open(host: "127.0.0.1", port: 0, accept: { _, _ in true }, deliver: { _ in })
        let working = SiteHarness(exchange.configuration(reports: .init(host: "127.0.0.1", port: other.port)))
        #expect(await working.untilSynced())
        #expect(working.messages.contains { $0.text.string.contains("taken by another program") })
        #expect(working.status?.error?.string.contains("only polling") == true)
        exchange.answer(
            "extension/query", .body(#"{"status":"Success","extinfos":[{"extnumber":"101","status":"Up","ext":{"extid":"102"}}]}"#))
        exchange.answer(
            "extensionlist/query",
            .body(#"{"status":"Success","extlist":[{"extnumber":"101","status":"Up"},{"extnumber":"102","status":"Up"}]}"#))
        #expect(await working.until { $0.board.calls.first?.id == "101=102" })
        await other.close()
    }

    // MARK: Faults

    @Test func `A refused connection ends the run at the stage tcp`() async throws {
        let configuration = try { try FakeExchange().configuration() }()
        let working = SiteHarness(configuration)
        let failure = await #expect(throws: LinkFailure.self) { try await working.end() }
        #expect(failure?.stage == .tcp)
        #expect(failure?.isFinal == false)
    }

    @Test(arguments: [
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops",
        "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n<html><body>hi</body></h", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"statu",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
    ])
    func `What is no answer to the log-in may be tried again`(answer: String) async throws {
        let exchange = try FakeExchange()
        exchange.answer("login", .raw(answer))
        let working = SiteHarness(exchange.configuration())
        let failure = await #expect(throws: LinkFailure.self) { try await working.end() }
        #expect(failure?.stage == .login)
        #expect(failure?.isFinal == false)
    }

    @Test(arguments: [
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops",
        "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n<html><body>hi</body></h", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"statu",
    ])
    func `One list that cannot be read is told, and the rest stands`(answer: String) async throws {
        let exchange = try FakeExchange()
        exchange.answer("trunklist/query", .raw(answer))
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        #expect(working.messages.contains { $0.topic == "trouble" && $0.text.string.contains("trunklist/query") })
        #expect(working.board.agents.count == 2)
    }

    @Test func `Silence degrades the site, and an answer mends it`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(deadline: .milliseconds(300)))
        #expect(await working.untilSynced())
        exchange.silence(true)
        #expect(await working.until { $0.status?.link == .degraded })
        exchange.silence(false)
        #expect(await working.until { $0.status?.link == .online })
    }

    @Test func `A wall clock that is set back by a minute stops neither polls nor deadlines`() async throws {
        let exchange = try FakeExchange()
        let clock = SteppedClock.running(upTo: .seconds(1))
        let working = SiteHarness(exchange.configuration(deadline: .seconds(60)), environment: clock.environment())
        #expect(await working.untilSynced())
        clock.setWallClock(by: .seconds(-60))
        let status = try #require(FakeExchange.quiet["queuestatus/query"].flatMap { if case .body(let text) = $0 { text } else { nil } })
        exchange.answer("queuestatus/query", .body(status.replacingOccurrences(of: #""callercount":2"#, with: #""callercount":7"#)))
        #expect(await working.until { $0.board.queue("n", "9998")?.waiting == 7 })
        exchange.silence(true)
        clock.letPass { $0 == .seconds(60) }
        #expect(await working.until { $0.status?.link == .degraded })
    }

    @Test func `A connection that breaks in the middle degrades the site until it answers`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        exchange.answer("extensionlist/query", .raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sta"))
        #expect(await working.until { $0.status?.link == .degraded })
        exchange.answer("extensionlist/query", FakeExchange.quiet["extensionlist/query"])
        #expect(await working.until { $0.status?.link == .online })
    }

    @Test func `A command whose answer was lost is not sent again, and nothing is claimed`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration(poll: .seconds(600)))
        #expect(await working.untilSynced())
        exchange.answer("extension/dial_extension", .close)
        guard case .unknown = try await working.perform(.dial, "101", "102") else {
            Issue.record("something was claimed")
            return
        }
        #expect(exchange.asked("extension/dial_extension").count == 1)
    }

    @Test func `The exchange's start makes us log in again and look`() async throws {
        let exchange = try FakeExchange()
        let working = SiteHarness(exchange.configuration())
        #expect(await working.untilSynced())
        exchange.forgetTokens()
        exchange.post(#"{"action":"BootUp","sn":"a09805021987"}"#)
        #expect(await working.until { _ in exchange.asked("login").count == 2 })
    }
}
