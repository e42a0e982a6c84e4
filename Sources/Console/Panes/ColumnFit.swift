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
    /// - Parameter needs: the places that what a column says now would take, by its id: no number is cut while another column
    ///   has room to spare.
    init(_ pane: Pane, width: Int, showsSites: Bool, appearance: Appearance, needs: [String: Need] = [:]) {
        let candidates = pane.columns.filter { !$0.isOrderAlone && (showsSites || $0.id != "site") }.map { spec in
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
        giveRoom(to: needs)
        var offset = 0
        for index in columns.indices {
            columns[index].offset = offset
            columns[index].width = max(0, min(columns[index].width, width - offset))
            offset += columns[index].width + 1
        }
    }

    /// Takes from columns that have room to spare for those that would be cut: first for numbers, then for all the rest.
    private mutating func giveRoom(to needs: [String: Need]) {
        // One place more than the heading, for the mark of the order.
        let least = columns.map { CellWidth.of($0.heading) + 1 }
        let whole = columns.indices.map { index in
            max(least[index], min(needs[columns[index].spec.id]?.whole ?? 0, columns[index].spec.width.upperBound))
        }
        let numbers = columns.indices.map { index in
            needs[columns[index].spec.id]?.number.map { max(least[index], $0) } ?? whole[index]
        }
        giveRoom(numbers, to: columns.map { needs[$0.spec.id]?.number != nil })
        giveRoom(whole, to: columns.map { _ in true })
    }

    /// - Parameters:
    ///   - needs: places, for each column.
    ///   - isServed: whether a column gets room; all others only give what they do not need.
    private mutating func giveRoom(_ needs: [Int], to isServed: [Bool]) {
        let short = columns.indices.filter { isServed[$0] && columns[$0].width < needs[$0] }.sorted {
            (columns[$0].spec.priority, $0) < (columns[$1].spec.priority, $1)
        }
        for index in short {
            while columns[index].width < needs[index] {
                let spare = columns.indices.filter { columns[$0].width > needs[$0] }
                guard let donor = spare.max(by: { columns[$0].width - needs[$0] < columns[$1].width - needs[$1] }) else { return }
                columns[donor].width -= 1
                columns[index].width += 1
            }
        }
    }
}

extension ColumnFit {
    /// The places that a column takes for what it says now.
    struct Need: Equatable {
        var whole = 0
        /// As far as the end of the last number; nil where there is none that anybody would dial.
        var number: Int?

        mutating func take(_ text: SafeText) {
            whole = max(whole, CellWidth.of(text))
            guard let last = text.string.lastIndex(where: \.isASCIIDigit), text.string.count(where: \.isASCIIDigit) >= 3 else { return }
            number = max(number ?? 0, CellWidth.of(String(text.string[...last])))
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
