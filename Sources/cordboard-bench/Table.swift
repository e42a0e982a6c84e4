/// The figures as people read them.
enum Table {
    static func text(_ figures: [Figure]) -> String {
        let rows = [Figure.headings] + figures.map(\.cells)
        let widths = Figure.headings.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            zip(cells, widths).enumerated().map { index, cell in
                let space = String(repeating: " ", count: cell.1 - cell.0.count)
                return (2...6).contains(index) ? space + cell.0 : cell.0 + space
            }.joined(separator: "  ").trimmedRight
        }
        let notes = figures.compactMap { figure in figure.note.map { "  \(figure.what): \($0)" } }
        return
            ([Machine.line, "", line(rows[0]), widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")]
            + rows.dropFirst().map(line) + [""] + notes + [closing]).joined(separator: "\n")
    }

    private static let closing = """
        Everything here shares this machine's cores: broker, simulated exchange, console and bench. Judge by medians and by
        ratios of what was measured in the same run; the tails are the machine's as much as the program's.
        """
}

extension String {
    fileprivate var trimmedRight: String { String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)]) }
}
