import Desk
import Exchange
import Foundation
import Settings

/// The whole screen, from what is known and how it is looked at.
struct Screen {
    static func draw(
        state: inout ConsoleState, board: Board, figures: QueueFigures, messages: [SiteMessage],
        refusal: (Action, SiteID) -> Outcome?, look: ConsoleLook, operator: Operator, now: Date
    ) -> Canvas {
        var canvas = Canvas(width: state.width, height: state.height)
        let facts = Facts(board: board, figures: figures, phrases: look.phrases, now: now)
        let pane = state.focus
        let rows = PaneModel.rows(of: pane, state: state.panes[pane] ?? pane.initialState, facts)
        var paneState = state.panes[pane] ?? pane.initialState
        let index = paneState.settle(on: rows)
        if let index { paneState.follow(index, of: rows.count, height: max(1, state.height - 2)) }
        state.panes[pane] = paneState
        for (offset, row) in rows.dropFirst(paneState.firstRow).prefix(max(0, state.height - 2)).enumerated() {
            var column = 0
            for spec in pane.columns {
                let label = spec.label(row, facts)
                canvas.draw(
                    look.text(of: label), at: column, offset + 1, width: spec.width.lowerBound,
                    look.style(of: label, within: "ui.text", on: row.id == paneState.selection ? "ui.selection" : nil))
                column += spec.width.lowerBound + 1
            }
        }
        if !look.usesUnicode { canvas.reduceToASCII() }
        return canvas
    }
}
