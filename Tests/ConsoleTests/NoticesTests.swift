@testable import Console
import Desk
import Exchange
import Foundation
import Testing

/// What the bottom tells, what is unread, and the pages over the panes.
@MainActor
@Suite(.timeLimit(.minutes(1)))
struct NoticesTests {
    private func message(_ topic: String, _ text: SafeText, _ details: [String: String] = [:]) -> Change {
        .message(SiteMessage(site: Day.site, time: Day.begin, topic: topic, text: text, details: details))
    }

    private func lines(_ harness: ConsoleHarness) -> [String] {
        harness.screen().split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }

    // MARK: Two places

    @Test func whatAnExchangeSaysNeverTakesTheResultsPlaceNorTheHints() async throws {
        let harness = try await ConsoleHarness()
        harness.go(to: .agent, "8001")
        harness.press("l")
        _ = await harness.request()
        await harness.until { harness.state.notices.latest?.tone == .done }
        let change = message("trouble", "the queue list is late")
        await harness.site.tell([change])
        await harness.until { harness.notice == "the queue list is late" }
        let bottom = lines(harness).suffix(3)
        #expect(bottom[bottom.startIndex] == "the queue list is late")
        #expect(bottom[bottom.startIndex + 1].hasPrefix("Listen 8001 Alice: done (Success)"))
        #expect(bottom.last?.hasSuffix("? Help") == true)
    }

    @Test func theySayItForTenSecondsAndAnErrorUntilTheNextAction() async throws {
        let harness = try await ConsoleHarness()
        let change = message("callfailed", "call to 110 failed")
        await harness.site.tell([change])
        await harness.until { harness.notice == "call to 110 failed" }
        harness.app.context.notify("Pause: refused", .error)
        harness.app.context.notify("done since", .done)
        #expect(lines(harness).suffix(4).contains("Pause: refused"), "an error is not overwritten within ten seconds")
        harness.clock.advance(11)
        harness.app.tick()
        #expect(harness.app.wantsFrame)
        #expect(lines(harness).suffix(4).contains("Pause: refused"))
        #expect(!lines(harness).contains("done since") && !lines(harness).contains("call to 110 failed"))
        harness.app.context.notify("Unpause: done", .done)
        #expect(!lines(harness).contains("Pause: refused"))
    }

    @Test func aMovedCursorLeavesItAndEscapeTakesItAway() async throws {
        let harness = try await ConsoleHarness()
        harness.app.context.notify("Pause: refused", .error)
        harness.press("down up 3 1")
        #expect(lines(harness).contains("Pause: refused"))
        harness.press("esc")
        #expect(!lines(harness).contains("Pause: refused"))
    }

    @Test func noRowIsHiddenByWhatIsTold() async throws {
        let harness = try await ConsoleHarness()
        harness.app.resize(width: 80, height: 9)
        harness.press("end")
        harness.app.context.notify("Pause: refused", .error)
        let screen = lines(harness)
        #expect(screen.contains { $0.contains("8003") }, "the selected row stays in sight")
        #expect(screen.suffix(2).first == "Pause: refused")
    }

    // MARK: Weight and unread

    @Test(arguments: [
        ("trouble", Notice.Tone.error as Notice.Tone?), ("emergency", .error), ("callfailed", .plain), ("note", .plain),
        ("supervision", .plain),
        ("incoming", .plain), ("rest", .plain), ("conference", .plain), ("recording", .plain), ("call", .plain), ("cdr", nil),
        ("queuelog", nil),
    ])
    func whatWantsSomebodyIsToldWithToneAndBellAndCounted(_ topic: String, _ tone: Notice.Tone?) async throws {
        let harness = try await ConsoleHarness()
        _ = harness.effects()
        let change = message(topic, "so it is")
        await harness.site.tell([change])
        await harness.untilTold { harness.app.context.log.count > 0 }
        #expect(harness.state.notices.latest?.tone == tone)
        #expect(harness.effects().contains(.bell) == (tone != nil))
        #expect(lines(harness)[0].contains("unread: 1") == (tone != nil))
        harness.press("e")
        _ = harness.screen()
        harness.press("esc")
        #expect(!lines(harness)[0].contains("unread"), "they have been looked at")
    }

    @Test func whoWasInvitedInVainIsTold() async throws {
        let harness = try await ConsoleHarness()
        var room = Room(
            site: Day.site, id: "9000", name: "Board", state: "active", members: [.init(id: "a", number: "8002", state: .invited)])
        let calling = Change.put(.room(room))
        await harness.site.tell([calling])
        await harness.until { harness.desk.board.rooms.first?.members.first?.state == .invited }
        room.members[0].state = .failed
        let failed = Change.put(.room(room))
        await harness.site.tell([failed, failed])
        await harness.until { harness.notice == "Board: 8002 Bob could not be had" }
        #expect(harness.effects().contains(.bell) && harness.app.context.log.news?.count == 1)
    }

    @Test func ofSeveralExchangesItIsSaidWhichOneSpeaks() async throws {
        let harness = try await ConsoleHarness(second: true)
        let change = message("callfailed", "call to 110 failed")
        await harness.site.tell([change])
        await harness.until { harness.notice == "hq: call to 110 failed" }
    }

    // MARK: Pages

    private func manyMessages(_ count: Int, from first: Int = 0) -> [Change] {
        (first..<first + count).map {
            .message(SiteMessage(site: Day.site, time: Day.begin + Double($0), topic: "cdr", text: "record number \($0);"))
        }
    }

    @Test(arguments: ["e", "?"]) func pageKeysSkipNoLine(key: String) async throws {
        let harness = try await ConsoleHarness()
        await harness.site.tell(manyMessages(60))
        await harness.untilTold { harness.app.context.log.count == 60 }
        harness.app.resize(width: 80, height: 24)
        harness.press(key)
        func page() -> [String] {
            lines(harness).filter { $0.contains("│ ") }.compactMap {
                $0.split(separator: "│").dropFirst($0.hasPrefix("│") ? 0 : 1).first.map { String($0) }
            }
        }
        var seen = page()
        for _ in 0..<12 {
            let before = page()
            harness.press("pagedown")
            let after = page()
            if before == after { break }
            let isSeamless = after.contains(before.last ?? "") || before.last == after.first
            #expect(isSeamless, "\(before.last ?? "") is followed by \(after.first ?? "")")
            seen += after
        }
        if key == "e" { for number in 0..<60 { #expect(seen.contains { $0.contains("number \(number);") }, "\(number)") } }
    }

    @Test func newMessagesDoNotMoveWhatIsRead() async throws {
        let harness = try await ConsoleHarness()
        await harness.site.tell(manyMessages(60))
        await harness.untilTold { harness.app.context.log.count == 60 }
        harness.app.resize(width: 80, height: 24)
        harness.press("e pagedown")
        let before = lines(harness).filter { $0.contains("record number") }
        await harness.site.tell(manyMessages(3, from: 60))
        await harness.untilTold { harness.app.context.log.count == 63 }
        #expect(lines(harness).filter { $0.contains("record number") } == before)
        #expect(harness.screen().contains("Messages · 3 new above"))
        harness.press("home")
        #expect(harness.screen().contains("record number 62;") && !harness.screen().contains("new above"))
    }

    @Test func messagesAreChosenByWeightAndSite() async throws {
        let harness = try await ConsoleHarness(second: true)
        let changes = [message("cdr", "a record"), message("note", "come over"), message("trouble", "a fault")]
        await harness.site.tell(changes)
        await harness.untilTold { harness.app.context.log.count == 3 }
        harness.press("e")
        func shows(_ text: String) -> Bool {
            lines(harness).dropLast(4).contains { $0.contains(text) }
        }
        #expect(shows("a record") && shows("come over") && shows("a fault"))
        harness.press("w")
        #expect(!shows("a record") && shows("come over") && shows("a fault") && shows("Messages · for you"))
        harness.press("w")
        #expect(!shows("come over") && shows("a fault") && shows("Messages · alarms"))
        harness.press("w s s")
        #expect(shows("Messages · @north") && !shows("a fault"))
        harness.press("s")
        #expect(shows("a record"))
    }

    @Test(arguments: ["e", "?", "u", "ret"]) func everyPageIsSearchedByTheSameKeys(key: String) async throws {
        let harness = try await ConsoleHarness()
        await harness.site.tell(manyMessages(60) + [.put(.trunk(Trunk(site: Day.site, id: "t", name: "e1", type: "SIP", status: "OK")))])
        await harness.untilTold { harness.app.context.log.count == 60 }
        harness.press(key)
        let overlay = harness.state.overlays.top as? any PageLayer
        #expect(overlay != nil)
        harness.press("/")
        harness.type("e")
        harness.press("ret")
        let search = { (harness.state.overlays.top as? any PageLayer)?.search }
        _ = harness.screen()
        #expect(search()?.text == "e" && search()?.line != nil)
        let first = search()?.line
        harness.press("n")
        _ = harness.screen()
        harness.press("N")
        _ = harness.screen()
        #expect(search()?.line == first)
        harness.press("/")
        harness.type("nowhere at all")
        #expect(harness.screen().contains("not found"))
        harness.press("esc")
        #expect(search()?.text == "", "Esc on the line ends the search")
    }

    // MARK: Keys

    @Test func aKeyThatDoesNothingSaysSo() async throws {
        let harness = try await ConsoleHarness()
        harness.press("f")
        #expect(harness.notice == "f does nothing here; ? shows the keys that do something.")
        #expect(await harness.asked().isEmpty)
    }

    @Test func detailsShowTheKeysThatWorkThere() async throws {
        let harness = try await ConsoleHarness()
        harness.press("ret")
        #expect(lines(harness).last?.contains("l Listen  w Whisper") == true)
    }

    // MARK: Totals

    @Test(arguments: [(80, 24), (100, 26), (120, 40), (200, 60)]) func theTotalsAreOnEveryScreen(width: Int, height: Int) async throws {
        let harness = try await ConsoleHarness()
        var queue = Queue(site: Day.site, id: "6500", name: "Sales", waiting: 4, longestWait: 75)
        queue.members = []
        let changes: [Change] = [
            .put(.queue(queue)), .put(.trunk(Trunk(site: Day.site, id: "t", name: "e1", type: "SIP", status: "Unreachable"))),
        ]
        await harness.site.tell(changes)
        await harness.until { harness.desk.board.trunks.count == 1 }
        harness.app.resize(width: width, height: height)
        for keys in ["1", "z", "z"] {
            harness.press(keys)
            let screen = harness.screen()
            #expect(screen.contains("4 waiting 01:15 Sales"), "\(width) \(keys)")
            #expect(screen.contains("2 free") && screen.contains("trunks down: 1"))
        }
    }
}
