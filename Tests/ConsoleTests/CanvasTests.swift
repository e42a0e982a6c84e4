import Exchange
import Settings
import Testing

@testable import Console

@Suite struct CanvasTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("王小明", 6), ("Zoë", 3), ("Ａ", 2), ("ｱ", 1), ("한글", 4), ("😀", 2), ("👍🏽", 2), ("🇨🇳", 2), ("é", 1),
        ("e\u{301}\u{302}", 1), ("…", 1), ("─", 1), ("●", 1), ("①", 1), ("（）", 4), ("\u{1FAE8}", 2), ("क्षि", 3), ("ไทย", 3),
        ("☎", 1), ("⌚", 2), ("𠀀", 2), ("〱", 2), ("\u{301}a", 2),
    ])
    func textIsAsWideAsTerminalsDrawIt(_ text: String, _ width: Int) {
        #expect(CellWidth.of(SafeText(text)) == width)
    }

    @Test func theWidthOfATextIsTheSumOfItsCells() {
        for scalar in (0x20...0x2FFF).lazy.compactMap(Unicode.Scalar.init) {
            let text = SafeText("a\(scalar)b")
            var canvas = Canvas(width: 12, height: 1)
            let used = canvas.draw(text, at: 0, 0, Style())
            #expect(used == CellWidth.of(text), "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test(arguments: [
        ("Alice", 5, "Alice"), ("Alice", 4, "Ali…"), ("Alice", 1, "…"), ("Alice", 0, ""),
        ("王小明", 6, "王小明"), ("王小明", 5, "王小…"), ("王小明", 4, "王…"), ("王小明", 3, "王…"), ("王小明", 2, "…"), ("王小明", 1, "…"),
        ("a王b", 3, "a…"), ("👍🏽ok", 3, "👍…"),
    ])
    func textIsCutByCellAndNeverThroughACharacter(_ text: String, _ width: Int, _ shown: String) {
        var canvas = Canvas(width: 10, height: 1)
        canvas.draw(SafeText(text), at: 0, 0, width: width, Style())
        #expect(canvas.plainText == shown)
        for column in 0..<10 where canvas[column, 0].isContinuation { #expect(CellWidth.of(canvas[column - 1, 0].text) == 2) }
    }

    @Test func whatFallsOverTheEdgeOfTheCanvasIsABlank() {
        var canvas = Canvas(width: 3, height: 1)
        canvas.draw("王", at: 2, 0, width: 2, Style())
        #expect(canvas[2, 0].text != "" && CellWidth.of(canvas[2, 0].text) == 1)
        canvas.draw("王", at: -1, 0, width: 5, Style())
        #expect(!canvas[0, 0].isContinuation)
    }

    @Test func aWideCharacterThatLosesAHalfBecomesABlank() {
        var canvas = Canvas(width: 6, height: 1)
        canvas.draw("王小明", at: 0, 0, Style())
        canvas.draw("x", at: 1, 0, Style())
        #expect(canvas.plainText == " x小明")
        canvas.draw("y", at: 2, 0, Style())
        #expect(canvas.plainText == " xy 明")
    }

    @Test func alignmentToTheRightLeavesTheBlanksOnTheLeft() {
        var canvas = Canvas(width: 8, height: 1)
        canvas.draw("王1", at: 0, 0, width: 8, alignment: .right, Style())
        #expect(canvas.plainText == "     王1")
    }

    @Test func withoutUnicodeNothingButASCIIIsLeft() {
        var canvas = Canvas(width: 10, height: 3)
        canvas.box(Area(column: 0, row: 0, width: 10, height: 3), Style())
        canvas.draw("王 “x…”", at: 1, 1, Style())
        canvas.reduce(to: .ascii)
        #expect(canvas.plainText == "+--------+\n|?  \"x.\" |\n+--------+")
    }

    @Test func nothingCanBeDrawnOutside() {
        var canvas = Canvas(width: 2, height: 2)
        canvas.box(Area(column: -5, row: -5, width: 100, height: 100), Style())
        canvas.fill(Area(column: 1, row: 1, width: 50, height: 50), Style())
        canvas.draw("abc", at: 0, 7, Style())
        canvas.draw("abc", at: 9, 0, Style())
        #expect(canvas.plainText == "\n")
    }

    @Test(arguments: [
        ("one two three", 7, ["one two", "three"]), ("王小明王小明", 5, ["王小", "明王", "小明"]), ("abcdefgh", 3, ["abc", "def", "gh"]), ("", 3, [""]),
    ])
    func textIsBrokenAtBlanksAndElseByCell(_ text: String, _ width: Int, _ lines: [String]) {
        #expect(SafeText(text).wrapped(to: width).map(\.string) == lines)
    }

    /// Found by `make fuzz`: a flag has four places, and a line may have two.
    @Test func aCharacterWiderThanTheRoomStandsAlone() {
        let lines = SafeText("a🇩🇪b").wrapped(to: 2)
        #expect(lines == ["a", "🇩🇪", "b"])
        var canvas = Canvas(width: 2, height: 1)
        _ = canvas.draw(lines[1], at: 0, 0, width: 2, .init())
        #expect(canvas.plainText.count <= 2)
    }
}
