import Desk
import Exchange
import Foundation
import Settings

/// The five panes with their rows: the layer below all others.
struct PanesLayer: Layer {
    var focus: Pane = .agents
    /// Only the pane that has the focus is shown.
    var isZoomed = false
    private var states: [Pane: PaneState]
    /// Rows as last derived; no part of what the panes are.
    private var cache = RowCache()
    /// When another row last came to stand under the cursor that nobody has moved yet.
    private var displaced: Date?

    /// How the panes are looked at, to be kept over a restart.
    var looks: [Pane: PaneState] {
        get { states }
        set { states.merge(newValue) { _, new in new } }
    }

    init() { states = Dictionary(uniqueKeysWithValues: Pane.allCases.map { ($0, $0.initialState) }) }

    subscript(pane: Pane) -> PaneState {
        get { states[pane] ?? pane.initialState }
        set { states[pane] = newValue }
    }

    var focused: PaneState {
        get { self[focus] }
        set { self[focus] = newValue }
    }

    /// How often the rows of a pane were made anew.
    var rowBuilds: Int { cache.builds }

    // MARK: Rows

    /// The rows of a pane as they are shown, filtered and sorted.
    /// A selected row that has left stands where it was.
    mutating func rows(of pane: Pane, _ facts: Facts) -> [Row] {
        self[pane].withSelected(cache.rows(of: pane, state: self[pane], facts)) { facts.board.selected($0) != nil }
    }

    /// The place of the selected row; nil where it is not among the rows of its pane.
    mutating func selectedPlace(_ facts: Facts) -> Int? {
        guard let selection = focused.selection else { return nil }
        return rows(of: focus, facts).firstIndex { $0.id == selection }
    }

    /// Selects a row by its place among those that are not absent; the nearest there is.
    mutating func select(place: Int, _ facts: Facts) {
        let rows = cache.rows(of: focus, state: focused, facts)
        displaced = nil
        guard !rows.isEmpty else {
            (focused.selection, focused.isChosen) = (nil, false)
            return
        }
        focused.selection = rows[min(max(0, place), rows.count - 1)].id
        focused.isChosen = true
        _ = focused.settle(on: rows)
    }

    /// Goes to a row, which a filter or a folded head hides no more.
    mutating func show(_ row: RowID, in pane: Pane, _ facts: Facts) {
        focus = pane
        if !rows(of: pane, facts).contains(where: { $0.id == row && $0.absence == nil }) { _ = setFilter("", of: pane, facts) }
        displaced = nil
        focused.selection = row
        focused.isChosen = true
        _ = focused.settle(on: rows(of: pane, facts))
    }

    /// The selected row of the focused pane is the one that the operator means: it stays selected whatever comes before it.
    mutating func choose() {
        if focused.selection != nil { focused.isChosen = true }
    }

    /// Hides what does not match. Who changes the filter looks at what it leaves: a selection that does not match goes to
    /// the first row that does.
    /// - Returns: whether that is a new filter.
    mutating func setFilter(_ text: String, of pane: Pane, _ facts: Facts) -> Bool {
        guard self[pane].filter != text else { return false }
        self[pane].filter = text
        let rows = cache.rows(of: pane, state: self[pane], facts)
        if !rows.contains(where: { $0.id == self[pane].selection }) {
            displaced = nil
            self[pane].selection = rows.first?.id
        }
        if !rows.isEmpty { self[pane].isChosen = true }
        _ = self[pane].settle(on: rows)
        return true
    }

    /// The row under the cursor, which nobody has moved yet, is another one than a moment ago: a key already on its way must
    /// not hit what its sender cannot have seen.
    func wasDisplaced(at now: Date) -> Bool {
        displaced.map { now.timeIntervalSince($0) < Self.timeToNotice } ?? false
    }

    private static let timeToNotice: TimeInterval = 0.7

    /// The columns that can sort: the site's only where there are several.
    func sortableColumns(on board: Board) -> [ColumnSpec] {
        focus.columns.filter { $0.id != "site" || board.siteOrder.count > 1 }
    }

    // MARK: Commands

    func keymapSections(over pane: Keymap.Section) -> [Keymap.Section] { [pane] }

    mutating func perform(_ command: String, _ context: LayerContext) -> Bool {
        let facts = context.facts
        let height =
            context.layout.tiles.first { $0.pane == focus }.map { PaneView.height(of: $0.area, focus, rows: rows(of: focus, facts).count) }
            ?? 0
        switch Movement(command, pageLength: max(1, height - 1)) {
        case .by(let rows)?: move(by: rows, facts)
        case .first?: select(place: 0, facts)
        case .last?: select(place: .max, facts)
        case nil: return perform(ConsoleCommand(rawValue: command), facts)
        }
        return true
    }

    private mutating func perform(_ command: ConsoleCommand?, _ facts: Facts) -> Bool {
        switch command {
        case .paneAgents: focus(.agents, facts)
        case .paneQueues: focus(.queues, facts)
        case .paneCalls: focus(.calls, facts)
        case .paneRooms: focus(.rooms, facts)
        case .paneGroups: focus(.groups, facts)
        case .moveRight: if !fold(false, facts) { focus(neighbour: 1, facts) }
        case .moveLeft: if !fold(true, facts) { focus(neighbour: -1, facts) }
        case .nextPane: focus(neighbour: 1, facts)
        case .previousPane: focus(neighbour: -1, facts)
        case .zoom: isZoomed.toggle()
        case .sort: sortByNextColumn(facts.board)
        case .sortReverse: focused.isDescending.toggle()
        case .nextSite: selectNextSite(facts)
        case .back: goBack(facts)
        default: return false
        }
        return true
    }

    private mutating func focus(_ pane: Pane, _ facts: Facts) {
        focus = pane
        // The next key may be here before the next frame.
        if focused.selection == nil { _ = focused.settle(on: rows(of: focus, facts)) }
    }

    private mutating func focus(neighbour step: Int, _ facts: Facts) {
        let panes = Pane.allCases
        let place = panes.firstIndex(of: focus)! + step
        focus(panes[(place + panes.count) % panes.count], facts)
    }

    /// Hides the members of the room or group under the cursor, or shows them again.
    /// - Returns: false where there is nothing to hide or to show: the key goes to another pane then.
    private mutating func fold(_ isFolding: Bool, _ facts: Facts) -> Bool {
        guard [.rooms, .groups].contains(focus), let selection = focused.selection else { return false }
        let head: RowID =
            switch selection {
            case .entity: selection
            case .member(let room, _): .entity(room)
            case .groupMember(let group, _): .entity(group)
            }
        let isFolded = focused.folded.contains(head)
        guard isFolding != isFolded, isFolded || rows(of: focus, facts).contains(where: { $0.depth > 0 && $0.isBelow(head) }) else {
            return false
        }
        if isFolding {
            focused.folded.insert(head)
            focused.choose(head)
        } else {
            focused.folded.remove(head)
        }
        return true
    }

    /// Moves the selection. A row that has left stands between two others, and is not counted.
    private mutating func move(by step: Int, _ facts: Facts) {
        let rows = rows(of: focus, facts)
        guard let place = focused.settle(on: rows) else { return select(place: 0, facts) }
        select(place: rows[place].absence != nil && step > 0 ? place + step - 1 : place + step, facts)
    }

    private mutating func sortByNextColumn(_ board: Board) {
        let columns = sortableColumns(on: board).map(\.id)
        guard !columns.isEmpty else { return }
        let place = columns.firstIndex(of: focused.sortColumn) ?? -1
        focused.sortColumn = columns[(place + 1) % columns.count]
        focused.isDescending = false
    }

    private mutating func selectNextSite(_ facts: Facts) {
        let rows = rows(of: focus, facts)
        let sites = facts.board.siteOrder.filter { site in rows.contains { $0.id.site == site } }
        guard !sites.isEmpty else { return }
        let place = focused.selection.flatMap { sites.firstIndex(of: $0.site) } ?? -1
        let next = sites[(place + 1) % sites.count]
        if let row = rows.firstIndex(where: { $0.id.site == next }) { select(place: row, facts) }
    }

    /// Whether Esc changes something here.
    var hasSomethingToLeave: Bool { isZoomed || !focused.filter.isEmpty }

    private mutating func goBack(_ facts: Facts) {
        if isZoomed { isZoomed = false } else { _ = setFilter("", of: focus, facts) }
    }

    // MARK: Drawing

    /// Brings selections and scrolls in line with the rows.
    /// - Returns: the rows of every pane that is in sight.
    mutating func settle(in layout: Layout, _ facts: Facts) -> [Pane: Listing] {
        let selection = focused.selection
        var listings: [Pane: Listing] = [:]
        for tile in layout.tiles {
            var state = self[tile.pane]
            let rows = rows(of: tile.pane, facts)
            let selected = state.settle(on: rows)
            if let selected { state.follow(selected, of: rows.count, height: PaneView.height(of: tile.area, tile.pane, rows: rows.count)) }
            self[tile.pane] = state
            listings[tile.pane] = Listing(rows: rows, selected: selected)
        }
        if let selection, focused.selection != selection, !focused.isChosen { displaced = facts.now }
        return listings
    }

    func draw(on canvas: inout Canvas, _ scene: Scene) {
        let layout = scene.layout
        if let tabs = layout.tabs { TabLine.draw(on: &canvas, tabs, focus, scene) }
        for tile in layout.tiles {
            guard let listing = scene.listings[tile.pane] else { continue }
            let view = PaneView(pane: tile.pane, isFocused: tile.pane == focus, scene: scene)
            let place = view.draw(on: &canvas, tile.area, listing.rows, self[tile.pane], selected: listing.selected)
            if tile.pane == focus { canvas.cursor = place }
        }
        if let first = layout.tiles.first?.area, layout.tiles.count > 1 {
            canvas.verticalRule(at: first.column + first.width, first.row, height: first.height, scene.appearance.style("ui.border"))
        }
    }

    func hints(_ scene: Scene) -> [Hint] {
        Hint.actions(of: focus.section, scene) + Hint.list([.filter, .command, .details, .sort, .zoom, .quit], in: focus.section, scene)
    }
}
