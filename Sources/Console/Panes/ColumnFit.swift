import Exchange
import Foundation
import Settings

/// The columns of a pane that a width has room for, with their places.
struct ColumnFit {
    struct Placed {
        let spec: ColumnSpec
        let heading: SafeText
        var offset: Int
        var width: Int
        var end: Int { offset + width }
    }

    private(set) var columns: [Placed]

    /// The most important first get their least width; what is left goes to those that can use it.
    init(_ pane: Pane, width: Int, showsSites: Bool, appearance: Appearance) {
        let candidates = pane.columns.filter { showsSites || $0.id != "site" }.map { spec in
            let heading = appearance.say(spec.title)
            // One place more than the heading, for the mark of the order.
            return Placed(spec: spec, heading: heading, offset: 0, width: max(spec.width.lowerBound, CellWidth.of(heading) + 1))
        }
        var used = -1
        var kept: Set<String> = []
        for candidate in candidates.enumerated().sorted(by: {
            ($0.element.spec.priority, $0.offset) < ($1.element.spec.priority, $1.offset)
        }) {
            guard used + 1 + candidate.element.width <= width || kept.isEmpty else { continue }
            used += 1 + candidate.element.width
            kept.insert(candidate.element.spec.id)
        }
        columns = candidates.filter { kept.contains($0.spec.id) }
        var left = width - used
        while left > 0 {
            let growing = columns.indices.filter { columns[$0].width < columns[$0].spec.width.upperBound }
            if growing.isEmpty { break }
            for index in growing.prefix(left) {
                columns[index].width += 1
                left -= 1
            }
        }
        var offset = 0
        for index in columns.indices {
            columns[index].offset = offset
            columns[index].width = max(0, min(columns[index].width, width - offset))
            offset += columns[index].width + 1
        }
    }
}
