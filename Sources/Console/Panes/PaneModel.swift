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
            if let family = Family(Row(entity), facts, filter, folded: state.folded) { families.append(family) }
        }
        func column(_ id: String) -> ColumnSpec? { pane.columns.first { $0.id == id } }
        let column = column(state.sortColumn) ?? pane.columns[0]
        let inner = column.id == "site" ? self.inner(state, pane) : nil
        var rows: [Row] = []
        rows.reserveCapacity(families.count)
        for index in order(of: families, by: column, then: inner, descending: state.isDescending, facts) {
            rows.append(families[index].head)
            rows += families[index].below
        }
        return rows
    }

    /// What sorts within each site: what sorted before, or else the pane's own order.
    private static func inner(_ state: PaneState, _ pane: Pane) -> ColumnSpec? {
        let id = state.innerColumn.isEmpty ? pane.initialState.sortColumn : state.innerColumn
        return pane.columns.first { $0.id == id }
    }

    /// A row with those below it, as far as the filter lets them through.
    private struct Family {
        var head: Row
        var below: [Row]

        init?(_ head: Row, _ facts: Facts, _ filter: Filter?, folded: Set<RowID>) {
            self.head = head
            below = Self.children(of: head, facts)
            guard let filter, !filter.passes(head, facts) else {
                if folded.contains(head.id), !below.isEmpty { (below, self.head.isFolded) = ([], true) }
                return
            }
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
        /// Within a site.
        var inner: SortKey?
        var site: Int
        var id: SortKey?
        var index: Int
    }

    /// A call for help stands on top in any order. Equal ones stand by site and identifier, so that the order never depends on chance.
    private static func order(
        of families: [Family], by column: ColumnSpec, then inner: ColumnSpec?, descending: Bool, _ facts: Facts
    ) -> [Int] {
        let sites = Dictionary(uniqueKeysWithValues: facts.board.siteOrder.enumerated().map { ($1, $0) })
        let places = families.enumerated().map { index, family in
            guard case .entity(let key) = family.head.id else { return Place(isUrgent: false, site: 0, index: index) }
            return Place(
                isUrgent: family.head.isUrgent, key: column.sortKey(family.head, facts), inner: inner?.sortKey(family.head, facts),
                site: sites[key.site] ?? .max, id: SortKey(key.id), index: index)
        }
        return places.sorted { left, right in
            if left.isUrgent != right.isUrgent { return left.isUrgent }
            if left.key != right.key {
                guard let first = left.key else { return false }
                guard let second = right.key else { return true }
                return descending ? first > second : first < second
            }
            if left.site != right.site { return left.site < right.site }
            if left.inner != right.inner {
                guard let first = left.inner else { return false }
                guard let second = right.inner else { return true }
                return first < second
            }
            guard left.id != right.id, let first = left.id, let second = right.id else { return left.id == nil && right.id != nil }
            return first < second
        }.map(\.index)
    }
}

/// Words that all have to occur in a row, in any column and in any case. `!word` must not occur, and `site:hq`, `state:idle`,
/// `queue:sales` look for it in that column alone.
struct Filter {
    private struct Term {
        var word: [UInt8]
        var isNegated: Bool
        /// nil looks everywhere.
        var place: Place?
    }

    private enum Place: String, CaseIterable { case site, state, queue }

    private let terms: [Term]
    private let columns: [ColumnSpec]

    /// nil for a filter that hides nothing. Columns that change with every second are not searched.
    init?(_ text: String, columns: [ColumnSpec]) {
        terms = text.precomposedStringWithCanonicalMapping.lowercased().split(whereSeparator: \.isWhitespace).compactMap { Self.term($0) }
        self.columns = columns.filter { !$0.isTime && !$0.isOrderAlone }
        if terms.isEmpty { return nil }
    }

    /// nil while a word is only begun: `!` and `site:` hide nothing yet.
    private static func term(_ written: Substring) -> Term? {
        let isNegated = written.hasPrefix("!")
        var word = isNegated ? written.dropFirst() : written
        let place = Place.allCases.first { word.hasPrefix($0.rawValue + ":") }
        if let place { word = word.dropFirst(place.rawValue.count + 1) }
        return word.isEmpty ? nil : Term(word: Array(word.utf8), isNegated: isNegated, place: place)
    }

    func passes(_ row: Row, _ facts: Facts) -> Bool {
        var everything: [UInt8] = []
        for column in columns { append(column.label(row, facts), to: &everything, facts) }
        return terms.allSatisfy { term in
            let haystack = term.place.map { text(of: $0, row, facts) } ?? everything
            return haystack.contains(term.word) != term.isNegated
        }
    }

    private func append(_ label: Label, to haystack: inout [UInt8], _ facts: Facts) {
        if label.showsState, let scope = label.scope { append(facts.phrases(StateWords.word(of: scope)), to: &haystack) }
        append(label.text.string, to: &haystack)
    }

    private func text(of place: Place, _ row: Row, _ facts: Facts) -> [UInt8] {
        var text: [UInt8] = []
        switch place {
        case .site:
            append(row.id.site.rawValue, to: &text)
            append(facts.board.sites[row.id.site]?.name.string ?? "", to: &text)
        case .state:
            for column in columns where ["state", "floor"].contains(column.id) {
                let label = column.label(row, facts)
                append(label, to: &text, facts)
                // The English word is understood in every language.
                if label.showsState, let scope = label.scope { append(StateWords.word(of: scope), to: &text) }
            }
        case .queue:
            for column in columns where ["queue", "queues"].contains(column.id) { append(column.label(row, facts), to: &text, facts) }
            queueNumbers(of: row).forEach { append($0, to: &text) }
            if case .entity(.queue(let queue)) = row.subject { append(queue.name.string, to: &text) }
        }
        return text
    }

    private func queueNumbers(of row: Row) -> [String] {
        switch row.subject {
        case .entity(.agent(let it)): it.queues
        case .entity(.call(let it)): [it.queue].compactMap { $0 }
        case .entity(.queue(let it)): [it.id]
        case .entity(.waiting(let it)): [it.queue]
        default: []
        }
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
