import Desk
import Exchange

/// A board as short tables, for where there is no terminal to open the console on.
@MainActor
public enum BoardTables {
    /// The most rows of one table.
    private static let most = 8

    /// - Parameter width: places of a line.
    public static func lines(_ desk: Desk, _ appearance: Appearance, width: Int = 100) -> [String] {
        Pane.allCases.flatMap { table(of: $0, desk, appearance, width: width) + [""] }.dropLast()
    }

    private static func table(of pane: Pane, _ desk: Desk, _ appearance: Appearance, width: Int) -> [String] {
        var model = ConsoleModel()
        (model.width, model.panes.focus, model.panes.isZoomed) = (width, pane, true)
        let facts = Facts(board: desk.board, figures: desk.figures, phrases: appearance.phrases, now: desk.now)
        let rows = model.panes.rows(of: pane, facts).count
        // Status bar and hints stand around the pane, its title and headings on top of the rows.
        let least = model.layout(on: desk.board, [])
        let frame = least.tiles.first.map { model.height - ($0.area.height - 2) } ?? 4
        model.height = frame + max(1, min(rows, most))
        let scene = Screen.arrange(
            &model,
            Screen.Source(
                board: desk.board, figures: desk.figures, messages: [], log: LogExcerpt(), refusal: { _, _ in nil }, appearance: appearance,
                operator: desk.operator, now: desk.now))
        guard let area = scene.layout.tiles.first?.area else { return [] }
        let screen = Screen.draw(model, scene).plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Array(screen.dropFirst(area.row).prefix(area.height))
    }
}
