import Settings

/// The lines above the bottom one that tell something. They take their room from the panes, so that they hide no row.
enum NoticeLines {
    /// How many lines notices take on a screen of this width.
    static func count(of notices: [Notice], width: Int) -> Int { lines(of: notices, width: width).count }

    private static func lines(of notices: [Notice], width: Int) -> [Notice] {
        notices.flatMap { notice in notice.text.wrapped(to: max(1, width - 1)).map { Notice(text: $0, tone: notice.tone) } }
    }

    /// Where not all have room, the last ones stay.
    static func draw(_ notices: [Notice], on canvas: inout Canvas, _ area: Area, _ appearance: Appearance) {
        guard !area.isEmpty else { return }
        for (offset, line) in lines(of: notices, width: area.width).suffix(area.height).enumerated() {
            let row = Area(column: area.column, row: area.row + offset, width: area.width, height: 1)
            let style = appearance.style(line.tone.scope)
            canvas.fill(row, style)
            canvas.draw(line.text, at: row.column, row.row, width: row.width, style)
        }
    }
}
