import Foundation
import Exchange
import Glibc
import Settings
import Testing

@testable import Console
@testable import Terminal
@testable import TestSupport

/// ncurses takes one screen at a time in a process: what has one in this process waits for its turn.
@Suite(.serialized)
enum OneScreen {}

extension OneScreen {
    @MainActor
    struct CursesScreenTests {
        static func screen(
            _ type: String = "screen-256color", _ depth: ColorDepth = .colors256, usesUnicode: Bool = true
        ) throws -> CursesScreen {
            try CursesScreen(
                terminfo: try Terminfo(type: type), traits: TerminalTraits(depth: depth, usesUnicode: usesUnicode, isRemote: false))
        }

        static func row(_ text: String, _ style: Style = Style()) -> [Cell] {
            text.flatMap { Cell.cells(SafeText(String($0)), width: wide.contains($0) ? 2 : 1, style) }
        }

        static let wide: Set<Character> = ["张", "三", "中", "文", "😀"]

        @Test(
            "What the canvas says stands on the screen",
            arguments: [
                "screen-256color", "xterm-256color", "xterm", "linux", "vt100", "rxvt", "xterm-direct", "tmux-256color", "vt220", "ansi",
            ])
        func shows(type: String) throws {
            let curses = try Self.screen(type)
            let screen = VirtualScreen(width: 20, height: 4)
            var canvas = Canvas(
                width: 20, height: 4,
                rows: [
                    Self.row("2008 张三 talking"), Self.row("中文😀|e\u{301}|"), [], Self.row("12345678901234567890"),
                ])
            canvas.cursor = (3, 1)
            canvas.cursorIsText = true
            _ = screen.show(curses.frame(canvas))
            #expect(screen.shot.rows == ["2008 张三 talking", "中文😀|é|", "", "12345678901234567890"])
            #expect(screen.shot.cursor == (3, 1))
            #expect(screen.shot.cursorIsVisible)
            canvas.cursorIsText = false
            _ = screen.show(curses.frame(canvas))
            #expect(screen.shot.cursorIsVisible == ["vt100", "ansi"].contains(type))  // those cannot hide it
        }

        @Test("Nothing changed, nothing sent")
        func silence() throws {
            let curses = try Self.screen()
            let canvas = Canvas(width: 80, height: 24, rows: [Self.row("张三", Style(foreground: .named(2)))])
            #expect(!curses.frame(canvas).isEmpty)
            #expect(curses.frame(canvas).isEmpty)
            curses.forget()
            #expect(!curses.frame(canvas).isEmpty)
        }

        /// A board of agents with its selected row.
        static func board(selected: Int, width: Int = 120, height: Int = 40) -> Canvas {
            var canvas = Canvas(
                width: width, height: height,
                rows: (0..<height).map { row in
                    let bar: Style.Attributes = row == selected ? .reverse : []
                    let name = Self.row("20\(row)  Alice Liddell        ", Style(attributes: bar))
                    let state = Self.row("● talking   ", Style(foreground: .named(2), attributes: bar))
                    let rest = Self.row("00:12:4\(row % 10)  support, sales", Style(foreground: .indexed(244), attributes: bar))
                    let text = name + state + rest
                    return text + Array(repeating: Cell(text: " ", style: Style(attributes: bar)), count: max(0, width - text.count))
                })
            canvas.cursor = (0, selected)
            return canvas
        }

        @Test("A cursor move on 120×40 costs at most 400 bytes")
        func cursorMove() throws {
            let curses = try Self.screen("xterm-256color", .trueColor)
            _ = curses.frame(Self.board(selected: 10))
            for selected in 11..<30 {
                let count = curses.frame(Self.board(selected: selected)).count
                #expect(count > 0 && count <= 400, "\(count) bytes")
            }
        }

        @Test("One changed duration costs a handful of bytes")
        func tick() throws {
            let curses = try Self.screen()
            var canvas = Self.board(selected: 1)
            _ = curses.frame(canvas)
            canvas.cells[5 * 120 + 30].text = "9"
            #expect(curses.frame(canvas).count <= 40)
        }

        @Test(
            "Any canvas after any other leaves exactly its cells on the screen",
            arguments: [
                "screen-256color", "xterm-256color", "xterm-direct", "linux", "rxvt", "vt100",
            ])
        func anyAfterAny(type: String) throws {
            var random = SystemRandomNumberGenerator()
            let curses = try Self.screen(type)
            let terminfo = try Terminfo(type: type)
            let (width, height) = (17, 6)
            let screen = VirtualScreen(width: width, height: height)
            _ = screen.show(terminfo.enter)
            let signs: [Character] = ["a", "b", " ", " ", " ", "张", "é", "😀", "e\u{301}", "│"]
            let styles = [
                Style(), Style(), Style(background: .named(4)), Style(foreground: .indexed(200), attributes: .bold),
                Style(attributes: .reverse), Style(attributes: [.underline]),
            ]
            for round in 0..<300 {
                let rows = (0..<height).map { _ in
                    var row: [Cell] = []
                    while row.count < width {
                        let character = signs.randomElement(using: &random) ?? " "
                        let style = styles.randomElement(using: &random) ?? Style()
                        for _ in 0..<(Bool.random(using: &random) ? 1 : 5) {
                            let isWide = character == "张" || character == "😀"
                            row += Cell.cells(SafeText(String(character)), width: isWide ? 2 : 1, style)
                        }
                    }
                    if row.count > width, row[width].isContinuation { row[width - 1] = Cell(text: " ", style: Style()) }
                    return row
                }
                let canvas = Canvas(width: width, height: height, rows: rows)
                _ = screen.show(curses.frame(canvas))
                let shot = screen.shot
                for row in 0..<height {
                    for column in 0..<width {
                        let cell = canvas[column, row]
                        let shown = shot.cells[row][column]
                        #expect(shown.text == cell.text, "round \(round), column \(column), row \(row)")
                        guard !cell.isContinuation, type != "vt100" else { continue }
                        #expect(shown.isBold == cell.style.attributes.contains(.bold), "round \(round), column \(column), row \(row)")
                        #expect(shown.isReverse == cell.style.attributes.contains(.reverse))
                        #expect(shown.isUnderlined == cell.style.attributes.contains(.underline))
                        #expect(shown.background == (cell.style.background == .named(4) ? 4 : -1))
                    }
                }
                if round.isMultiple(of: 50) { curses.forget() }
            }
        }

        @Test("Where the C library gives a character another width, a stand-in keeps the columns")
        func disagreement() throws {
            let curses = try Self.screen()
            let screen = VirtualScreen(width: 12, height: 1)
            // The canvas counts two places; ncurses and libvterm, by the C library's table, one.
            _ = screen.show(curses.frame(Canvas(width: 12, height: 1, rows: [Self.row("xxxxxxxxxxxx")])))
            let odd = Cell.cells("①", width: 2) + Self.row("abc")
            _ = screen.show(curses.frame(Canvas(width: 12, height: 1, rows: [odd])))
            #expect(screen.shot.rows == ["??abc"])
        }

        @Test("Without UTF-8 nothing but ASCII leaves, at the same columns")
        func ascii() throws {
            let curses = try Self.screen(usesUnicode: false)
            let bytes = curses.frame(Canvas(width: 12, height: 1, rows: [Self.row("2008 张三 e\u{301}.")]))
            #expect(bytes.allSatisfy { $0 < 0x80 })
            let screen = VirtualScreen(width: 12, height: 1)
            _ = screen.show(bytes)
            #expect(screen.shot.rows == ["2008 ???? ?."])
        }

        @Test("Any size from 1×1 to 500×200")
        func sizes() throws {
            let curses = try Self.screen()
            for (width, height) in [(1, 1), (500, 200), (0, 0), (2, 1), (1, 50), (500, 1), (80, 24)] {
                let screen = VirtualScreen(width: max(1, width), height: max(1, height))
                let canvas = Self.board(selected: 0, width: width, height: height)
                _ = screen.show(curses.frame(canvas))
                guard width > 0 else { continue }
                #expect(screen.shot.cells[height - 1][width - 1].text == canvas[width - 1, height - 1].text)
            }
        }

        struct Colour: Sendable {
            let color: Color
            let depth: ColorDepth
            let type: String
            /// As `ScreenShot` has them.
            let foreground: Int
            let background: Int

            init(_ color: Color, _ depth: ColorDepth, _ foreground: Int, _ background: Int? = nil, on type: String = "xterm-256color") {
                (self.color, self.depth, self.type) = (color, depth, type)
                (self.foreground, self.background) = (foreground, background ?? foreground)
            }
        }

        @Test(
            "Colours come down to what the terminal has",
            arguments: [
                Colour(.rgb(255, 128, 0), .trueColor, 0x1FF8000),
                Colour(.rgb(255, 128, 0), .trueColor, 0x1FF8000, on: "tmux-256color"),
                Colour(.rgb(0, 0, 0), .trueColor, 0),
                Colour(.rgb(0, 0, 95), .trueColor, 0x100015F),
                Colour(.rgb(0, 1, 0), .trueColor, 0x1000100),
                Colour(.named(2), .trueColor, 2),
                Colour(.named(10), .trueColor, 10),
                Colour(.indexed(200), .trueColor, 200),
                Colour(.named(2), .trueColor, 2, on: "tmux-256color"),
                Colour(.named(9), .trueColor, 0x1FF0000, on: "tmux-256color"),
                Colour(.indexed(200), .trueColor, 0x1FF00D7, on: "screen"),
                Colour(.standard, .trueColor, -1),
                Colour(.rgb(255, 0, 0), .colors256, 196),
                Colour(.rgb(128, 128, 128), .colors256, 244),
                Colour(.indexed(200), .colors256, 200),
                Colour(.named(10), .colors256, 10),
                Colour(.rgb(250, 10, 10), .colors16, 9),
                Colour(.indexed(9), .colors16, 9, on: "xterm-16color"),
                Colour(.rgb(200, 10, 10), .colors16, 1, on: "xterm"),
                Colour(.named(10), .colors16, 2, on: "xterm"),
                Colour(.named(8), .colors16, 7, 0, on: "linux"),
                Colour(.rgb(1, 2, 3), .mono, -1),
            ])
        func colours(_ colour: Colour) throws {
            let curses = try Self.screen(colour.type, colour.depth)
            let screen = VirtualScreen(width: 4, height: 1)
            let row =
                Self.row("a", Style(foreground: colour.color)) + Self.row("b", Style(background: colour.color))
                + Self.row("c", Style(foreground: colour.color, background: colour.color))
            _ = screen.show(curses.frame(Canvas(width: 4, height: 1, rows: [row])))
            let cells = screen.shot.cells[0]
            #expect(cells.map(\.foreground) == [colour.foreground, -1, colour.foreground, -1])
            #expect(cells.map(\.background) == [-1, colour.background, colour.background, -1])
        }

        @Test("Every attribute arrives, at every depth", arguments: ColorDepth.allCases)
        func attributes(depth: ColorDepth) throws {
            let numbers: [(Style.Attributes, Int)] = [(.bold, 1), (.dim, 2), (.italic, 3), (.underline, 4), (.blink, 5), (.reverse, 7)]
            let curses = try Self.screen("xterm-256color", depth)
            for (attribute, number) in numbers {
                for style in [Style(attributes: attribute), Style(foreground: .named(1), attributes: attribute)] {
                    curses.forget()
                    let text = String(decoding: curses.frame(Canvas(width: 3, height: 1, rows: [Self.row("a", style)])), as: UTF8.self)
                    let parameters = text.matches(of: /\e\[([0-9;]*)m/).flatMap { $0.1.split(separator: ";") }
                    #expect(parameters.contains("\(number)"), "\(text.debugDescription)")
                }
            }
        }

        @Test("More pairs of colours than the terminal has at once")
        func manyPairs() throws {
            let curses = try Self.screen("xterm-256color", .trueColor)
            for round in 0..<20 {
                let screen = VirtualScreen(width: 100, height: 50)
                curses.forget()
                let canvas = Canvas(
                    width: 100, height: 50,
                    rows: (0..<50).map { row in
                        (0..<100).map { Cell.cells("x", Style(foreground: .rgb(UInt8(round), UInt8(row), UInt8(100 + $0))))[0] }
                    })
                _ = screen.show(curses.frame(canvas))
                let cells = screen.shot.cells
                // The darkest blues have a trace of green.
                let expected = { row, column in 0x1000000 | round << 16 | max(row, round == 0 ? 1 : 0) << 8 | 100 + column }
                let wrong = (0..<5_000).first { cells[$0 / 100][$0 % 100].foreground != expected($0 / 100, $0 % 100) }
                #expect(wrong == nil, "round \(round): \(String(cells[(wrong ?? 0) / 100][(wrong ?? 0) % 100].foreground, radix: 16))")
            }
        }

        @Test("No region of scrolling is left from another size")
        func noScrollRegion() throws {
            let curses = try Self.screen("xterm-256color")
            for height in [24, 40, 10, 60] {
                let screen = VirtualScreen(width: 80, height: height)
                let bytes = curses.frame(Self.board(selected: height - 3, width: 80, height: height))
                _ = screen.show(bytes)
                #expect(screen.shot.rows[height - 10].hasPrefix("20\(height - 10)"))
                #expect(screen.shot.rows[height - 1].hasPrefix("20\(height - 1)"))
                #expect(!String(decoding: bytes, as: UTF8.self).contains(/\e\[[0-9;]*r/))
            }
        }

        @Test("Screens come and go and leave nothing behind", arguments: ["xterm-256color", "linux"])
        func comeAndGo(type: String) throws {
            func handler() -> Int {
                var action = sigaction()
                sigaction(SIGTSTP, nil, &action)
                return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            }
            func framesHeld() -> Int {
                let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
                return open.count { descriptor in
                    var name = [CChar](repeating: 0, count: 64)
                    return readlink("/proc/self/fd/\(descriptor)", &name, 63) > 0 && name.starts(with: "/memfd:frame".utf8.map(CChar.init))
                }
            }
            let before = handler()
            for _ in 0..<10 {
                let curses = try Self.screen(type)
                #expect(!curses.frame(Self.board(selected: 0)).isEmpty)
                #expect(framesHeld() == 1)
                withExtendedLifetime(curses) {}
            }
            #expect(framesHeld() == 0)
            #expect(handler() == before)
        }

        @Test("Traits follow the environment")
        func traits() throws {
            func traits(_ environment: [String: String]) throws -> TerminalTraits {
                try TerminalTraits(environment: environment.merging(["TERM": "xterm-256color"]) { given, _ in given })
            }
            #expect(try traits([:]) == TerminalTraits(depth: .colors256, usesUnicode: false, isRemote: false))
            #expect(try traits(["COLORTERM": "truecolor"]).depth == .trueColor)
            #expect(try traits(["COLORTERM": "truecolor", "NO_COLOR": "1"]).depth == .mono)
            #expect(try traits(["NO_COLOR": ""]).depth == .colors256)
            #expect(try traits(["TERM": "xterm"]).depth == .colors16)
            #expect(try traits(["TERM": "xterm-direct"]).depth == .trueColor)
            #expect(try traits(["TERM": "rxvt-unicode-256color", "COLORTERM": "truecolor"]).depth == .colors256)  // no entry has it
            #expect(try traits(["TERM": "vt100", "COLORTERM": "truecolor"]).depth == .mono)
            #expect(try traits(["LANG": "zh_CN.UTF-8"]).usesUnicode)
            #expect(try !traits(["LANG": "zh_CN.UTF-8", "LC_ALL": "C"]).usesUnicode)
            #expect(try traits(["LANG": "zh_CN.GB18030", "LC_CTYPE": "C.utf8"]).usesUnicode)
            #expect(try traits(["SSH_CONNECTION": "1 2 3 4"]).isRemote)
            #expect(try traits([:]).reachesClipboard)
            for keeper in [
                ["TMUX": "/tmp/tmux-0/default,1,0"], ["STY": "1.pts"], ["TERM": "screen"], ["TERM": "tmux-256color"],
                ["VTE_VERSION": "7006"],
            ] {
                #expect(try !traits(keeper).reachesClipboard, "\(keeper)")
            }
            #expect(throws: TerminalError.noType) { try traits(["TERM": ""]) }
            #expect(throws: TerminalError.unknownType("nonsense")) { try traits(["TERM": "nonsense"]) }
            #expect(throws: TerminalError.tooSimple("dumb")) { try traits(["TERM": "dumb"]) }
        }
    }
}
