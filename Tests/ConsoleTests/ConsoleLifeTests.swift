@testable import Console
import Exchange
import Foundation
import Testing

/// What the console does by itself: waking, ticking, faults, messages, and what it asks of the terminal.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleLifeTests {
    /// A terminal that does not read keeps the frame waiting, and a turn that only asked for another would go on for ever.
    @Test func aFrameThatWaitsWakesNobodyAgain() async throws {
        let harness = try await ConsoleHarness()
        var wakes = 0
        harness.app.onWake = { wakes += 1 }
        harness.clock.advance(5)
        for _ in 0..<3 { harness.app.tick() }
        #expect(wakes == 1 && harness.app.wantsFrame)
        _ = harness.app.draw()
        harness.clock.advance(1)
        harness.app.tick()
        #expect(wakes == 2)
    }

    @Test func wantsAFrameOnlyWhenSomethingVisibleChanged() async throws {
        let harness = try await ConsoleHarness()
        #expect(!harness.app.wantsFrame)
        await harness.site.tell([
            .put(Day.agents[0]), .heard(Day.site, at: Day.begin, latency: .milliseconds(3)),
            .put(.trunk(Trunk(site: Day.site, id: "t1", name: "PSTN", type: "SIP", status: "up"))),
            .message(SiteMessage(site: Day.site, time: Day.begin, topic: "cdr", text: "a call record")),
        ])
        await harness.untilTold { harness.app.context.log.messages.contains { $0.topic == "cdr" } }
        #expect(!harness.app.wantsFrame)
        await harness.site.tell([.put(Day.agent("8002", "Bob", .ringing))])
        await harness.until { harness.app.wantsFrame }
        _ = harness.app.draw()
        #expect(!harness.app.wantsFrame)
    }

    @Test func ticksOnWholeSeconds() async throws {
        let harness = try await ConsoleHarness()
        #expect(harness.app.nextTick == harness.clock.now.addingTimeInterval(1))
        harness.app.tick()
        #expect(!harness.app.wantsFrame)
        harness.clock.advance(1)
        harness.app.tick()
        #expect(harness.app.wantsFrame)
    }

    @Test func onlyTheClockTicksWhileNothingLasts() async throws {
        let harness = try await ConsoleHarness(tells: [
            .put(.queue(Queue(site: Day.site, id: "6500", name: "Sales"))), .link(Day.site, .online, error: nil, at: Day.begin, retry: nil),
            .synced(Day.site, at: Day.begin),
        ])
        // 1 700 000 000 is twenty seconds into a minute.
        #expect(harness.app.nextTick == harness.clock.now.addingTimeInterval(40))
        harness.clock.advance(39)
        harness.app.tick()
        #expect(!harness.app.wantsFrame)
        harness.clock.advance(1)
        harness.app.tick()
        #expect(harness.app.wantsFrame)
    }

    @Test func ringsForEachNewFaultAndNotForTheSameOneAgain() async throws {
        let harness = try await ConsoleHarness()
        func tell(_ link: LinkState, _ error: SafeText?) async {
            await harness.site.tell([.link(Day.site, link, error: error, at: Day.begin, retry: nil)])
            await harness.until { harness.desk.board.sites[Day.site]?.link == link && harness.desk.board.sites[Day.site]?.error == error }
        }
        await tell(.degraded, "no answer")
        #expect(harness.effects() == [.bell])
        #expect(harness.notice == "Headquarters: not answering: no answer" && harness.state.notices.latest?.tone == .error)
        await tell(.connecting, "no answer")
        await tell(.degraded, "no answer")
        #expect(harness.effects().isEmpty)
        await tell(.offline, "refused")
        #expect(harness.effects() == [.bell])
        await tell(.online, nil)
        #expect(harness.effects().isEmpty && harness.notice == "Headquarters: online")
        await tell(.offline, "refused")
        #expect(harness.effects() == [.bell])
        #expect(harness.app.context.log.messages.filter { $0.topic == "link" }.count == 4)
    }

    @Test func aTelephoneThatTheExchangeDoesNotHaveIsToldOnce() async throws {
        let harness = try await ConsoleHarness(extension: "7999")
        let told = "there is no telephone 7999 at \(Day.site): check extension"
        func count() -> Int { harness.app.context.log.messages.filter { $0.text.string == told }.count }
        #expect(harness.notice == told && count() == 1)
        // The message behind the second snapshot says that the snapshot was taken in.
        await harness.site.tell([
            .link(Day.site, .offline, error: nil, at: Day.begin, retry: nil),
            .link(Day.site, .online, error: nil, at: Day.begin, retry: nil), .synced(Day.site, at: Day.begin),
            .message(SiteMessage(site: Day.site, time: Day.begin, topic: "trouble", text: "end")),
        ])
        await harness.until { harness.app.context.log.messages.last?.text == "end" }
        #expect(count() == 1)
        #expect(try await ConsoleHarness(extension: "2008").notice == "")
    }

    @Test func nothingIsSentWhileTheSiteIsDown() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.fail(LinkFailure(.link, "gone"))
        await harness.until { harness.desk.board.sites[Day.site]?.link == .offline }
        harness.press("l")
        await harness.until { harness.notice.contains("not sent") }
        #expect(harness.notice == "Listen 2008 Desk: not sent: the site is offline")
        #expect(await harness.asked().isEmpty)
        #expect(harness.auditLines().last?.contains("not-online") == true)
    }

    @Test func keepsTheLatestMessagesOnly() async throws {
        let harness = try await ConsoleHarness()
        for number in 0..<700 {
            harness.app.context.keep(SiteMessage(site: Day.site, time: Day.begin, topic: "cdr", text: SafeText("\(number)")))
        }
        #expect(
            harness.app.context.log.messages.count == 500 && harness.app.context.log.messages.first?.text == "200"
                && harness.app.context.log.messages.last?.text == "699")
    }

    @Test func copiesTheSelectedRow() async throws {
        let harness = try await ConsoleHarness()
        harness.press("3")
        harness.go(to: .call, "1673071399.25")
        harness.app.perform(.console(.copy))
        #expect(harness.effects() == [.copy("1673071399.25 2005 → 8001")])
    }

    @Test func takesUpNewSettings() async throws {
        let harness = try await ConsoleHarness()
        let vim = try await ConsoleHarness(keymap: "vim")
        harness.app.apply(appearance: vim.app.context.appearance, confirm: [])
        #expect(harness.app.wantsFrame)
        harness.press("y y")
        #expect(harness.effects() == [.copy("2008 Desk")])
        harness.app.show(problem: "config.yaml:3:1: unknown key")
        #expect(harness.state.banner == "config.yaml:3:1: unknown key")
        harness.app.show(problem: nil)
        #expect(harness.state.banner == nil)
    }

    @Test func goesToTheNextSite() async throws {
        let harness = try await ConsoleHarness(second: true)
        await harness.second?.tell([
            .put(.agent(Agent(site: "north", id: "1", name: "Ann", extension: "1", state: .idle)))
        ])
        await harness.until { harness.desk.board.agent("north", "1") != nil }
        _ = harness.app.draw()
        harness.app.perform(.console(.nextSite))
        let north = harness.selection?.site
        harness.app.perform(.console(.nextSite))
        #expect(Set([north, harness.selection?.site]) == ["hq", "north"])
    }

    @Test(arguments: [(1, 1), (2, 40), (500, 1), (9, 3), (500, 200), (0, 0)])
    func drawsAtAnySize(width: Int, height: Int) async throws {
        let harness = try await ConsoleHarness()
        harness.app.resize(width: width, height: height)
        for key in ["1", "j", "?", "pagedown", "G", "esc", ":", "esc", "3", "x", "esc", "ret", "esc", "z"] {
            harness.press(key)
            let canvas = harness.app.draw()
            #expect(canvas.width == width && canvas.height == height)
        }
    }

    @Test func theScreenShowsWhatIsAsked() async throws {
        let harness = try await ConsoleHarness()
        harness.press("3")
        harness.go(to: .call, "1673071399.25")
        harness.press("x")
        #expect(harness.screen().contains("Hang up 2005 ↔ 8001 Alice? y/n"))
        harness.press("n /")
        harness.type("陈")
        #expect(harness.screen().contains("陈"))
    }
}
