/// Where things stand on a screen of a given size.
struct Layout: Equatable {
    struct Tile: Equatable {
        var pane: Pane
        var area: Area
    }

    private(set) var status = Area(column: 0, row: 0, width: 0, height: 0)
    /// What the operator's own telephones do.
    private(set) var telephones = Area(column: 0, row: 0, width: 0, height: 0)
    /// What the floor and calls for help have to say.
    private(set) var talk = Area(column: 0, row: 0, width: 0, height: 0)
    private(set) var strip = Area(column: 0, row: 0, width: 0, height: 0)
    private(set) var banner = Area(column: 0, row: 0, width: 0, height: 0)
    /// Everything between the bars: panes, or what lies over them.
    private(set) var body = Area(column: 0, row: 0, width: 0, height: 0)
    /// One line for all panes, where only one is shown.
    private(set) var tabs: Area?
    private(set) var tiles: [Tile] = []
    /// What there is to tell, above the bottom line.
    private(set) var notices = Area(column: 0, row: 0, width: 0, height: 0)
    private(set) var bottom = Area(column: 0, row: 0, width: 0, height: 0)
    /// Too small for a pane.
    private(set) var isTooSmall = false

    /// From this size on several panes are side by side.
    static let wide = (width: 100, height: 26)
    static let least = (width: 20, height: 3)

    /// - Parameters:
    ///   - faults: sites that are not online; each has a line of the strip, up to a third of the screen.
    ///   - talk: lines about the floor and calls for help, up to a third of the screen too.
    ///   - notices: lines above the bottom one, up to a third of the screen.
    ///   - telephones: lines about the operator's own telephones, up to a third of the screen.
    ///   - empty: panes without a row, which fold to their titles and give their lines away.
    init(
        width: Int, height: Int, faults: Int, talk lines: Int, hasBanner: Bool, focus: Pane, isZoomed: Bool, empty: Set<Pane> = [],
        notices told: Int = 0, telephones own: Int = 0
    ) {
        var rest = Area(column: 0, row: 0, width: max(0, width), height: max(0, height))
        // On a screen of one line an open microphone is the one thing to know, and after it the fault.
        let isQuiet = faults == 0 && lines == 0
        if height > 1 || isQuiet { status = rest.takeTop(1) }
        if height > 2 || isQuiet { bottom = rest.takeBottom(1) }
        notices = rest.takeBottom(min(told, max(1, height / 3)))
        // A screen of five lines has better use for them.
        if height > 5 { telephones = rest.takeTop(min(own, height / 3)) }
        talk = rest.takeTop(min(lines, max(1, height / 3)))
        strip = rest.takeTop(min(faults, max(1, height / 3)))
        banner = rest.takeTop(hasBanner ? 1 : 0)
        body = rest
        isTooSmall = rest.width < Self.least.width || rest.height < Self.least.height
        if isTooSmall { return }
        if isZoomed {
            tiles = [Tile(pane: focus, area: rest)]
        } else if rest.width >= Self.wide.width, rest.height >= Self.wide.height {
            tile(rest, focus, empty)
        } else {
            if rest.height > Self.least.height { tabs = rest.takeTop(1) }
            tiles = [Tile(pane: focus, area: rest)]
        }
    }

    /// Agents on the left, the others below each other on the right; what has the focus gets more room.
    private mutating func tile(_ area: Area, _ focus: Pane, _ empty: Set<Pane>) {
        var rest = area
        let left = rest.takeLeft(area.width * (focus == .agents ? 54 : 46) / 100)
        _ = rest.takeLeft(1)
        tiles = [Tile(pane: .agents, area: left)]
        // While nothing has come yet everything keeps its place.
        let folded = empty.subtracting([focus]).intersection(Self.shares.map(\.pane))
        let folds = folded.count < Self.shares.count
        let shares = Self.shares.map { share in
            (pane: share.pane, weight: folds && folded.contains(share.pane) ? 0 : share.weight + (share.pane == focus ? 5 : 0))
        }
        var weight = shares.reduce(0) { $0 + $1.weight }
        // The titles of folded panes that are still to come.
        var titles = shares.count { $0.weight == 0 }
        for share in shares {
            if share.weight == 0 { titles -= 1 }
            let height = share.weight == 0 ? 1 : max(0, rest.height - titles) * share.weight / weight
            weight -= share.weight
            tiles.append(Tile(pane: share.pane, area: rest.takeTop(height)))
        }
    }

    private static let shares: [(pane: Pane, weight: Int)] = [(.queues, 4), (.calls, 4), (.rooms, 3), (.groups, 2)]
}
