@testable import Console
import Exchange
import Foundation
import Testing

/// What the console does by itself: waking, ticking, faults, messages, and what it asks of the terminal.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct ConsoleLifeTests {
    @Test func wantsAFrameOnlyWhenSomethingVisibleChanged() async throws {
        let bench = try await ConsoleBench()
        #expect(!bench.app.wantsFrame)
        await bench.site.tell([
            .put(Day.agents[0]), .heard(Day.site, at: Day.begin, latency: .milliseconds(3)),
            .put(.trunk(Trunk(site: Day.site, id: "t1", name: "PSTN", type: "SIP", status: "up"))),
            .message(SiteMessage(site: Day.site, time: Day.begin, topic: "cdr", text: "a call record")),
        ])
        await bench.untilTold { bench.app.messages.contains { $0.topic == "cdr" } }
        #expect(!bench.app.wantsFrame)
        await bench.site.tell([.put(Day.agent("8002", "Bob", .ringing))])
        await bench.until { bench.app.wantsFrame }
        _ = bench.app.draw()
        #expect(!bench.app.wantsFrame)
    }

    @Test func ticksOnWholeSeconds() async throws {
        let bench = try await ConsoleBench()
        #expect(bench.app.nextTick == bench.clock.now.addingTimeInterval(1))
        bench.app.tick()
        #expect(!bench.app.wantsFrame)
        bench.clock.advance(1)
        bench.app.tick()
        #expect(bench.app.wantsFrame)
    }

    @Test func onlyTheClockTicksWhileNothingLasts() async throws {
        let bench = try await ConsoleBench(tells: [
            .put(.queue(Queue(site: Day.site, id: "6500", name: "Sales"))), .link(Day.site, .online, error: nil, at: Day.begin, retry: nil),
            .synced(Day.site, at: Day.begin),
        ])
        // 1 700 000 000 is twenty seconds into a minute.
        #expect(bench.app.nextTick == bench.clock.now.addingTimeInterval(40))
        bench.clock.advance(39)
        bench.app.tick()
        #expect(!bench.app.wantsFrame)
        bench.clock.advance(1)
        bench.app.tick()
        #expect(bench.app.wantsFrame)
    }

    @Test func ringsForEachNewFaultAndNotForTheSameOneAgain() async throws {
        let bench = try await ConsoleBench()
        func tell(_ link: LinkState, _ error: SafeText?) async {
            await bench.site.tell([.link(Day.site, link, error: error, at: Day.begin, retry: nil)])
            await bench.until { bench.desk.board.sites[Day.site]?.link == link && bench.desk.board.sites[Day.site]?.error == error }
        }
        await tell(.degraded, "no answer")
        #expect(bench.effects() == [.bell])
        #expect(bench.notice == "Headquarters: not answering: no answer" && bench.state.notice?.tone == .error)
        await tell(.connecting, "no answer")
        await tell(.degraded, "no answer")
        #expect(bench.effects().isEmpty)
        await tell(.offline, "refused")
        #expect(bench.effects() == [.bell])
        await tell(.online, nil)
        #expect(bench.effects().isEmpty && bench.notice == "Headquarters: online")
        await tell(.offline, "refused")
        #expect(bench.effects() == [.bell])
        #expect(bench.app.messages.filter { $0.topic == "link" }.count == 4)
    }

    @Test func nothingIsSentWhileTheSiteIsDown() async throws {
        let bench = try await ConsoleBench()
        await bench.site.fail(LinkFailure(.link, "gone"))
        await bench.until { bench.desk.board.sites[Day.site]?.link == .offline }
        bench.press("l")
        await bench.until { bench.notice.contains("not sent") }
        #expect(bench.notice == "Listen 2008 Desk: not sent: the site is offline")
        #expect(await bench.asked().isEmpty)
        #expect(bench.auditLines().last?.contains("not-online") == true)
    }

    @Test func keepsTheLatestMessagesOnly() async throws {
        let bench = try await ConsoleBench()
        for number in 0..<700 {
            bench.app.keep(SiteMessage(site: Day.site, time: Day.begin, topic: "cdr", text: SafeText("\(number)")))
        }
        #expect(bench.app.messages.count == 500 && bench.app.messages.first?.text == "200" && bench.app.messages.last?.text == "699")
    }

    @Test func copiesTheSelectedRow() async throws {
        let bench = try await ConsoleBench()
        bench.press("3")
        bench.go(to: .call, "1673071399.25")
        bench.app.perform(.console(.copy))
        #expect(bench.effects() == [.copy("1673071399.25 2005 → 8001")])
    }

    @Test func takesUpNewSettings() async throws {
        let bench = try await ConsoleBench()
        let vim = try await ConsoleBench(keymap: "vim")
        bench.app.apply(look: vim.app.look, confirm: [])
        #expect(bench.app.wantsFrame)
        bench.press("y y")
        #expect(bench.effects() == [.copy("2008 Desk")])
        bench.app.show(problem: "config.yaml:3:1: unknown key")
        #expect(bench.state.banner == "config.yaml:3:1: unknown key")
        bench.app.show(problem: nil)
        #expect(bench.state.banner == nil)
    }

    @Test func goesToTheNextSite() async throws {
        let bench = try await ConsoleBench(second: true)
        await bench.second?.tell([
            .put(.agent(Agent(site: "north", id: "1", name: "Ann", extension: "1", state: .idle))),
        ])
        await bench.until { bench.desk.board.agent("north", "1") != nil }
        _ = bench.app.draw()
        bench.app.perform(.console(.nextSite))
        let north = bench.selection?.site
        bench.app.perform(.console(.nextSite))
        #expect(Set([north, bench.selection?.site]) == ["hq", "north"])
    }

    @Test(arguments: [(1, 1), (2, 40), (500, 1), (9, 3), (500, 200), (0, 0)])
    func drawsAtAnySize(width: Int, height: Int) async throws {
        let bench = try await ConsoleBench()
        bench.app.resize(width: width, height: height)
        for key in ["1", "j", "?", "pagedown", "G", "esc", ":", "esc", "3", "x", "esc", "ret", "esc", "z"] {
            bench.press(key)
            let canvas = bench.app.draw()
            #expect(canvas.width == width && canvas.height == height)
        }
    }

    @Test func theScreenShowsWhatIsAsked() async throws {
        let bench = try await ConsoleBench()
        bench.press("3")
        bench.go(to: .call, "1673071399.25")
        bench.press("x")
        #expect(bench.screen().contains("Hang up 1673071399.25: 2005 → 8001 (00:12)? y/n"))
        bench.press("n /")
        bench.type("陈")
        #expect(bench.screen().contains("陈"))
    }
}
