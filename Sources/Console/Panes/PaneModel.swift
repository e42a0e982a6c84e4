import Desk
import Exchange
import Foundation
import Translations

/// From the board to the rows of a pane: filtered, sorted, with those that belong below a row below it. Pure.
enum PaneModel {
    static func rows(
        of pane: Pane, board: Board, state: PaneState, figures: QueueFigures, phrases: TranslationCatalog, now: Date
    ) -> [Row] {
        rows(of: pane, state: state, Facts(board: board, figures: figures, phrases: phrases, now: now))
    }

    static func rows(of pane: Pane, state: PaneState, _ facts: Facts) -> [Row] {
        let columns = facts.board.sites.count > 1 ? pane.columns : pane.columns.filter { $0.id != "site" }
        let filter = Filter(state.filter, columns: columns)
        var families: [Family] = []
        families.reserveCapacity(facts.board.count(of: pane.kind))
        for entity in facts.board.all(pane.kind) {
            if let family = Family(Row(entity), facts, filter) { families.append(family) }
        }
        let column = pane.columns.first { $0.id == state.sortColumn } ?? pane.columns[0]
        var rows: [Row] = []
        rows.reserveCapacity(families.count)
        for index in order(of: families, by: column, descending: state.isDescending, facts) {
            rows.append(families[index].head)
            rows += families[index].below
        }
        return rows
    }

    /// A row with those below it, as far as the filter lets them through.
    private struct Family {
        var head: Row
        var below: [Row]

        init?(_ head: Row, _ facts: Facts, _ filter: Filter?) {
            self.head = head
            below = Self.children(of: head, facts)
            guard let filter, !filter.passes(head, facts) else { return }
            below = below.filter { filter.passes($0, facts) }
            if below.isEmpty { return nil }
        }

        private static func children(of head: Row, _ facts: Facts) -> [Row] {
            switch head.subject {
            case .entity(.queue(let queue)): facts.line(of: queue).callers.map { Row(.waiting($0), depth: 1) }
            case .entity(.room(let room)): room.members.map { Row($0, of: room) }
            case .entity(.group(let group)): group.members.map { Row($0, of: group) }
            default: []
            }
        }
    }

    private struct Place {
        var isUrgent: Bool
        var key: SortKey?
        var site: Int
        var id: SortKey?
        var index: Int
    }

    /// A call for help stands on top in any order. Equal ones stand by site and identifier, so that the order never depends on chance.
    private static func order(of families: [Family], by column: ColumnSpec, descending: Bool, _ facts: Facts) -> [Int] {
        let sites = Dictionary(uniqueKeysWithValues: facts.board.siteOrder.enumerated().map { ($1, $0) })
        let places = families.enumerated().map { index, family in
            guard case .entity(let key) = family.head.id else { return Place(isUrgent: false, key: nil, site: 0, id: nil, index: index) }
            return Place(
                isUrgent: family.head.isUrgent, key: column.sortKey(family.head, facts), site: sites[key.site] ?? .max, id: SortKey(key.id),
                index: index)
        }
        return places.sorted { left, right in
            if left.isUrgent != right.isUrgent { return left.isUrgent }
            if left.key != right.key {
                guard let first = left.key else { return false }
                guard let second = right.key else { return true }
                return descending ? first > second : first < second
            }
            if left.site != right.site { return left.site < right.site }
            guard left.id != right.id, let first = left.id, let second = right.id else { return left.id == nil && right.id != nil }
            return first < second
        }.map(\.index)
    }
}

/// Words that all have to occur in a row, in any column and in any case.
struct Filter {
    private let words: [[UInt8]]
    private let columns: [ColumnSpec]

    /// nil for a filter that hides nothing. Columns that change with every second are not searched.
    init?(_ text: String, columns: [ColumnSpec]) {
        words = text.precomposedStringWithCanonicalMapping.lowercased().split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
        self.columns = columns.filter { !$0.isTime }
        if words.isEmpty { return nil }
    }

    func passes(_ row: Row, _ facts: Facts) -> Bool {
        var haystack: [UInt8] = []
        for column in columns {
            let label = column.label(row, facts)
            if label.showsState, let scope = label.scope { append(facts.phrases(StateWords.word(of: scope)), to: &haystack) }
            append(label.text.string, to: &haystack)
        }
        return words.allSatisfy { haystack.contains($0) }
    }

    private func append(_ text: String, to haystack: inout [UInt8]) {
        if text.isEmpty { return }
        // Most text is ASCII, where small letters are a matter of one bit.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            for byte in text.utf8 { haystack.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) }
        } else {
            haystack += text.lowercased().utf8
        }
        haystack.append(0x0A)
    }
}

extension [UInt8] {
    fileprivate func contains(_ word: [UInt8]) -> Bool {
        guard let first = word.first, count >= word.count else { return false }
        return withUnsafeBufferPointer { text in
            var start = 0
            while start <= text.count - word.count {
                if text[start] == first {
                    var length = 1
                    while length < word.count, text[start + length] == word[length] { length += 1 }
                    if length == word.count { return true }
                }
                start += 1
            }
            return false
        }
    }
}
