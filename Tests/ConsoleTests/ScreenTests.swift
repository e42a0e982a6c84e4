import Exchange
import Foundation
import Settings
import Testing
import Translations

@testable import Console

@Suite struct ScreenTests {
    private static let overlays: [(any PageLayer)?] = [
        nil, DetailsLayer(.entity(EntityKey(site: "hq", kind: .room, id: "9000"))), HelpLayer(.pane(.queues)), MessagesLayer(),
        TrunksLayer(),
    ]
    private static let prompts: [Prompt?] = [
        nil, Prompt(.filter, editor: LineEditor("王 long filter text that runs over every edge there is 王小明王小明")),
        Prompt(
            .command, editor: LineEditor("x"),
            completions: Completions(
                candidates: (0..<30).map { .init(word: "word\($0)", note: "王小明", reason: $0 % 2 == 0 ? "no" : nil) }, chosen: 17)),
        .argument("Listen – extension:"), .confirmation("Hang up 王小明 (00:12)?"),
    ]

    @Test(arguments: Pane.allCases)
    func noSizeIsTooMuch(_ pane: Pane) throws {
        let appearance = try Fixture.appearance(.zh_CN)
        let board = Fixture.board([Fixture.site("hq"), Fixture.site("a", .offline), Fixture.site("b", .degraded)])
        let widths = Array(0...24) + [39, 40, 79, 80, 99, 100, 101, 120, 500]
        let heights = Array(0...12) + [24, 25, 26, 30, 31, 60, 200]
        var round = 0
        for width in widths {
            for height in heights {
                round += 1
                var state = Fixture.state(width, height, focus: pane)
                state.panes.isZoomed = round % 3 == 0
                if var overlay = Self.overlays[round % Self.overlays.count] {
                    overlay.scroll = round % 7 == 0 ? .max : round % 50
                    state.overlays.replaceAll(with: overlay)
                } else {
                    state.overlays.replaceAll()
                }
                state.prompt = Self.prompts[round % Self.prompts.count]
                state.banner = round % 4 == 0 ? "banner" : nil
                let canvas = Fixture.draw(&state, board, appearance)
                #expect(canvas.cells.count == width * height)
                if width > 0, height > 0 {
                    #expect((0..<width).contains(canvas.cursor.column) && (0..<height).contains(canvas.cursor.row))
                }
                for row in 0..<height {
                    for column in 0..<width where canvas[column, row].isContinuation {
                        if column == 0 || CellWidth.of(canvas[column - 1, row].text) != 2 {
                            Issue.record("half at \(column),\(row) of \(width)×\(height)")
                        }
                    }
                    for column in 0..<width where CellWidth.of(canvas[column, row].text) == 2 {
                        if column + 1 == width || !canvas[column + 1, row].isContinuation {
                            Issue.record("cut at \(column),\(row) of \(width)×\(height)")
                        }
                    }
                }
            }
        }
    }

    /// Where a second may show: the status bar, the fault strip, and below the headings of times.
    @Test(arguments: [(80, 24), (120, 40), (200, 60)], Pane.allCases)
    func aSecondChangesNothingButTimes(_ size: (Int, Int), _ pane: Pane) throws {
        let appearance = try Fixture.appearance()
        var state = Fixture.state(size.0, size.1, focus: pane)
        // Far from a minute's end, and from any step of colour.
        let before = Fixture.draw(&state, Fixture.board(), appearance)
        let after = Fixture.draw(&state, Fixture.board(), appearance, now: Fixture.now.addingTimeInterval(1))
        let changed = (0..<(size.0 * size.1)).filter { before.cells[$0] != after.cells[$0] }
        #expect(!changed.isEmpty)
        for index in changed {
            let (column, row) = (index % size.0, index / size.0)
            // Digits of the status bar, of a duration, or of the longest wait in the line of panes.
            #expect("0123456789".contains(before[column, row].text) && "0123456789".contains(after[column, row].text), "\(column),\(row)")
            #expect(before[column, row].style == after[column, row].style)
        }
        #expect(changed.count < 60)
    }

    @Test func aStateThatLastsChangesItsColour() throws {
        let appearance = try Fixture.appearance(depth: .trueColor)
        func style(after seconds: TimeInterval) -> Style {
            var label = Label.state("agent.paused", since: Fixture.ago(seconds), facts)
            label.text = ""
            return appearance.style(of: label, within: "ui.text", on: nil)
        }
        let facts = Facts(board: Fixture.board(), figures: Fixture.figures, phrases: appearance.phrases, now: Fixture.now)
        let steps = [0, 299, 300, 899, 900, 90_000].map { style(after: $0) }
        #expect(steps[0] == steps[1] && steps[2] == steps[3] && steps[4] == steps[5])
        #expect(Set(steps).count == 3)
        #expect(steps[0] == appearance.style("agent.paused") && steps[5] == appearance.style("agent.paused.over"))
    }

    @Test func rowsOfASiteThatIsNotOnlineAreDimmedWithTheAgeOfTheirData() throws {
        let appearance = try Fixture.appearance()
        var state = Fixture.state(120, 40)
        let board = Fixture.board([Fixture.site("hq", .offline, heard: 75)])
        let canvas = Fixture.draw(&state, board, appearance)
        let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1].contains("hq offline for 02:41 · next attempt in 7 s · connection refused"))
        let row = lines.firstIndex { $0.contains("2002") }!
        #expect(lines[row].contains("~ 75s"))
        let stale = appearance.style("link.stale")
        let name = (0..<60).first { canvas[$0, row].text == "王" }!
        #expect(canvas[name, row].style == stale)
    }

    @Test func nothingCoversTheFaultStrip() throws {
        let appearance = try Fixture.appearance()
        let board = Fixture.board([Fixture.site("hq", .offline)])
        for overlay in Self.overlays {
            for question in Self.prompts {
                for height in 2...40 {
                    var state = Fixture.state(90, height)
                    state.overlays.replaceAll(with: overlay)
                    state.prompt = question
                    let text = Fixture.draw(&state, board, appearance).plainText
                    #expect(text.contains("hq offline for"), "\(height)")
                }
            }
        }
    }

    @Test func theCursorOfAnInputLineStandsWhereTheNextCharacterGoes() throws {
        let appearance = try Fixture.appearance()
        var state = Fixture.state(80, 24)
        state.prompt = Prompt(.filter, editor: LineEditor("王a"))
        let canvas = Fixture.draw(&state, Fixture.board(), appearance)
        #expect(canvas.cursor == (4, 23) && canvas.cursorIsText)
    }

    @Test func whatIsRefusedIsDimmedAndSaysWhyInTheHelp() throws {
        let appearance = try Fixture.appearance()
        var state = Fixture.state(120, 60, focus: .calls)
        state.overlays.push(HelpLayer(.pane(.calls)))
        let canvas = Fixture.draw(&state, Fixture.board(), appearance)
        let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
        let row = lines.firstIndex { $0.contains("Blind transfer – Smart PBX has no such command") }!
        let column = (0..<120).first { canvas[$0, row].text == "B" }!
        #expect(canvas[column, row].style == appearance.style("ui.disabled"))
        #expect(lines.contains { $0.contains("l  ") && $0.contains("Listen") && !$0.contains("–") })
    }

    @Test func aBegunSequenceShowsHowItGoesOn() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cordboard-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder.appending(path: "keymaps"), withIntermediateDirectories: true)
        try Data("global:\n  \"space h\": hangup\n  \"space t\": transfer\n  \"space z\": zoom\n".utf8)
            .write(to: folder.appending(path: "keymaps/mine.yaml"))
        var appearance = try Fixture.appearance()
        appearance.keymap = try Keymap.load("mine", from: SettingsFolders(roots: [folder.path]), commands: ["zoom"]).keymap
        var state = Fixture.state(80, 24)
        state.pendingKeys = [.character(" ")]
        let canvas = Fixture.draw(&state, Fixture.board(), appearance)
        #expect(canvas.plainText.hasSuffix("\nSpace  h Hang up  t Blind transfer  z Zoom the pane"))
        #expect(canvas[18, 23].style == appearance.style("ui.disabled") && canvas[9, 23].style == appearance.style("ui.hint"))
    }

    @Test(arguments: [
        (-5, "00:00", "0s"), (59, "00:59", "59s"), (3_599, "59:59", "59m"), (3_600, "1:00:00", "60m"), (359_999, "99:59:59", "99h"),
        (360_000, "4d 04h", "4d"), (1e300, "> 1y", "999d"), (.nan, "00:00", "0s"), (.infinity, "00:00", "0s"),
    ])
    func timesStayWithinTheirColumn(_ seconds: TimeInterval, _ duration: SafeText, _ age: SafeText) {
        #expect(TimeWords.duration(seconds) == duration)
        #expect(TimeWords.age(seconds) == age)
    }

    @Test func nonsenseFiguresOfAnExchangeDrawSomething() throws {
        let odd = Date(timeIntervalSince1970: .nan)
        var state = Fixture.state(200, 60)
        let board = Fixture.board(
            [Fixture.site("hq")],
            [
                .agent(Agent(site: "hq", id: "1", name: "", extension: "", state: .talking, since: odd, queues: ["x"], call: "y")),
                .queue(Queue(site: "hq", id: "1", name: "", waiting: -3, longestWait: .max, serviceLevel: .nan)),
                .waiting(WaitingCall(site: "hq", queue: "1", call: "w", caller: "", position: .min, since: .distantFuture)),
                .call(
                    Call(
                        site: "hq", id: "y", state: .talking, direction: .unknown, caller: "", callee: "", since: .distantPast,
                        answered: odd)),
            ])
        let details = [
            DetailsLayer(.entity(EntityKey(site: "hq", kind: .queue, id: "1"))),
            DetailsLayer(.entity(EntityKey(site: "hq", kind: .call, id: "y"))),
        ]
        for overlay in Self.overlays + details {
            state.overlays.replaceAll(with: overlay)
            let text = Fixture.draw(&state, board, try Fixture.appearance()).plainText
            #expect(overlay == nil ? text.contains("> 1y") : text.contains("┌"))
        }
    }

    @Test func aLongQuestionOrNoticeIsShownWhole() throws {
        var state = Fixture.state(60, 24)
        let text = SafeText("Hang up 1673071399.25: " + String(repeating: "王小明 ", count: 20) + "end? y/n")
        for change in [{ $0.prompt = .confirmation(text) }, { $0.notices.tellResult(Notice(text: text, tone: .error), at: .zero) }]
            as [(inout ConsoleModel) -> Void]
        {
            (state.prompt, state.notices) = (nil, Notices())
            change(&state)
            let lines = Fixture.draw(&state, Fixture.board(), try Fixture.appearance()).plainText.split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.suffix(2).contains { $0.hasSuffix("end? y/n") })
            #expect(lines.dropLast().contains { $0.hasPrefix("Hang up 1673071399.25: 王小明") })
        }
    }

    @Test func everyHeadingAndEveryWordForAStateIsThereInChinese() throws {
        let theme = try Fixture.appearance().theme
        let words = Set(
            Pane.allCases.flatMap { $0.columns.map(\.title) + [$0.title] } + ThemeScopes.all.compactMap { theme.word($0)?.string })
        let missing = words.filter { word in !TranslationCatalog(.zh_CN)(word).unicodeScalars.contains { $0.value > 0x2E80 } }
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test func withoutColoursOnlyAttributesAreLeft() throws {
        let appearance = try Fixture.appearance(depth: .mono)
        var state = Fixture.state(120, 40)
        let canvas = Fixture.draw(&state, Fixture.board(), appearance)
        #expect(canvas.cells.allSatisfy { $0.style.foreground == .standard && $0.style.background == .standard })
    }

    private static let wild = Fixture.hostile
    @Test func noControlCharacterReachesTheCanvas() throws {
        let appearance = try Fixture.appearance()
        for pane in Pane.allCases {
            var state = Fixture.state(200, 60, focus: pane)
            state.panes[pane].filter = ""
            state.notices.tellResult(Notice(text: SafeText(Self.wild), tone: .error), at: .zero)
            let canvas = Fixture.draw(&state, Fixture.board(), appearance)
            let scalars = canvas.cells.flatMap { $0.text.unicodeScalars }
            #expect(
                scalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.properties.generalCategory != .format })
        }
    }
}
