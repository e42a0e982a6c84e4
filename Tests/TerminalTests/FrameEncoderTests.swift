import Exchange
import Settings
import Testing

@testable import Console
@testable import Terminal
@testable import TestSupport

struct FrameEncoderTests {
    static func encoder(
        _ type: String = "screen-256color", _ depth: ColorDepth = .colors256, usesUnicode: Bool = true
    ) throws -> FrameEncoder {
        FrameEncoder(
            terminfo: try Terminfo(type: type), traits: TerminalTraits(depth: depth, usesUnicode: usesUnicode, isRemote: false))
    }

    static func row(_ text: String, _ style: Style = Style()) -> [Cell] {
        text.flatMap { Cell.cells(SafeText(String($0)), width: wide.contains($0) ? 2 : 1, style) }
    }

    static let wide: Set<Character> = ["张", "三", "中", "文", "😀"]

    @Test("What the canvas says stands on the screen", arguments: [
        "screen-256color", "xterm-256color", "xterm", "linux", "vt100", "rxvt",
    ])
    func shows(type: String) throws {
        var encoder = try Self.encoder(type)
        let screen = VirtualScreen(width: 20, height: 4)
        var canvas = Canvas(width: 20, height: 4, rows: [
            Self.row("2008 张三 talking"), Self.row("中文😀|e\u{301}|"), [], Self.row("12345678901234567890"),
        ])
        canvas.cursor = (3, 1)
        canvas.cursorIsText = true
        _ = screen.show(encoder.encode(canvas))
        #expect(screen.shot.rows == ["2008 张三 talking", "中文😀|é|", "", "12345678901234567890"])
        #expect(screen.shot.cursor == (3, 1))
        #expect(screen.shot.cursorIsVisible)
        canvas.cursorIsText = false
        _ = screen.show(encoder.encode(canvas))
        #expect(screen.shot.cursorIsVisible == (type == "vt100"))  // a VT100 cannot hide it
    }

    @Test("Nothing changed, nothing sent")
    func silence() throws {
        var encoder = try Self.encoder()
        let canvas = Canvas(width: 80, height: 24, rows: [Self.row("张三", Style(foreground: .named(2)))])
        #expect(!encoder.encode(canvas).isEmpty)
        #expect(encoder.encode(canvas).isEmpty)
        encoder.forget()
        #expect(!encoder.encode(canvas).isEmpty)
    }

    /// A board of agents with its selected row.
    static func board(selected: Int, width: Int = 120, height: Int = 40) -> Canvas {
        var canvas = Canvas(width: width, height: height, rows: (0..<height).map { row in
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
        var encoder = try Self.encoder("xterm-256color", .trueColor)
        _ = encoder.encode(Self.board(selected: 10))
        for selected in 11..<30 {
            let count = encoder.encode(Self.board(selected: selected)).count
            #expect(count > 0 && count <= 400, "\(count) bytes")
        }
    }

    @Test("One changed duration costs a handful of bytes")
    func tick() throws {
        var encoder = try Self.encoder()
        var canvas = Self.board(selected: 1)
        _ = encoder.encode(canvas)
        canvas.cells[5 * 120 + 30].text = "9"
        #expect(encoder.encode(canvas).count <= 40)
    }

    @Test("Any canvas after any other leaves exactly its cells on the screen", arguments: ["screen-256color", "rxvt", "vt100"])
    func anyAfterAny(type: String) throws {
        var random = SystemRandomNumberGenerator()
        var encoder = try Self.encoder(type)
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
            _ = screen.show(encoder.encode(canvas))
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
            if round.isMultiple(of: 50) { encoder.forget() }
        }
    }

    @Test("A terminal that gives a character another width keeps its columns")
    func disagreement() throws {
        var encoder = try Self.encoder()
        let screen = VirtualScreen(width: 12, height: 1)
        // The canvas counts two places; libvterm, like the C library, one.
        _ = screen.show(encoder.encode(Canvas(width: 12, height: 1, rows: [Self.row("xxxxxxxxxxxx")])))
        let odd = Cell.cells("①", width: 2) + Self.row("abc")
        _ = screen.show(encoder.encode(Canvas(width: 12, height: 1, rows: [odd])))
        #expect(screen.shot.rows == ["① abc"])
    }

    @Test("Without UTF-8 nothing but ASCII leaves, at the same columns")
    func ascii() throws {
        var encoder = try Self.encoder(usesUnicode: false)
        let bytes = encoder.encode(Canvas(width: 12, height: 1, rows: [Self.row("2008 张三 e\u{301}.")]))
        #expect(bytes.allSatisfy { $0 < 0x80 })
        let screen = VirtualScreen(width: 12, height: 1)
        _ = screen.show(bytes)
        #expect(screen.shot.rows == ["2008 ???? ?."])
    }

    @Test("Any size from 1×1 to 500×200")
    func sizes() throws {
        var encoder = try Self.encoder()
        for (width, height) in [(1, 1), (500, 200), (0, 0), (2, 1), (1, 50), (500, 1), (80, 24)] {
            let screen = VirtualScreen(width: max(1, width), height: max(1, height))
            let canvas = Self.board(selected: 0, width: width, height: height)
            _ = screen.show(encoder.encode(canvas))
            guard width > 0 else { continue }
            #expect(screen.shot.cells[height - 1][width - 1].text == canvas[width - 1, height - 1].text)
        }
    }

    struct Colour: Sendable {
        let color: Color
        let depth: ColorDepth
        var isEight = false
        let parameters: [Int]
    }

    @Test("Colours come down to what the terminal has", arguments: [
        Colour(color: .rgb(255, 128, 0), depth: .trueColor, parameters: [38, 2, 255, 128, 0]),
        Colour(color: .rgb(255, 0, 0), depth: .colors256, parameters: [38, 5, 196]),
        Colour(color: .rgb(128, 128, 128), depth: .colors256, parameters: [38, 5, 244]),
        Colour(color: .rgb(250, 10, 10), depth: .colors16, parameters: [91]),
        Colour(color: .rgb(200, 10, 10), depth: .colors16, isEight: true, parameters: [31]),
        Colour(color: .indexed(200), depth: .colors256, parameters: [38, 5, 200]),
        Colour(color: .indexed(9), depth: .colors16, parameters: [91]),
        Colour(color: .named(2), depth: .trueColor, parameters: [32]),
        Colour(color: .named(10), depth: .colors256, parameters: [92]),
        Colour(color: .named(10), depth: .colors16, isEight: true, parameters: [32]),
        Colour(color: .named(8), depth: .colors16, isEight: true, parameters: [37]),
        Colour(color: .rgb(1, 2, 3), depth: .mono, parameters: []),
        Colour(color: .standard, depth: .trueColor, parameters: []),
    ])
    func colours(_ colour: Colour) {
        var palette = Palette(depth: colour.depth, hasBrightColors: !colour.isEight, attributes: [.bold])
        #expect(palette.pen(for: Style(foreground: colour.color, attributes: [.italic])).foreground == colour.parameters)
        let background = palette.pen(for: Style(background: colour.color)).background
        #expect(background.count == colour.parameters.count)
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
        #expect(try traits(["TERM": "vt100", "COLORTERM": "truecolor"]).depth == .mono)
        #expect(try traits(["LANG": "zh_CN.UTF-8"]).usesUnicode)
        #expect(try !traits(["LANG": "zh_CN.UTF-8", "LC_ALL": "C"]).usesUnicode)
        #expect(try traits(["LANG": "zh_CN.GB18030", "LC_CTYPE": "C.utf8"]).usesUnicode)
        #expect(try traits(["SSH_CONNECTION": "1 2 3 4"]).isRemote)
        #expect(throws: TerminalError.noType) { try traits(["TERM": ""]) }
        #expect(throws: TerminalError.unknownType("nonsense")) { try traits(["TERM": "nonsense"]) }
        #expect(throws: TerminalError.tooSimple("dumb")) { try traits(["TERM": "dumb"]) }
    }
}
