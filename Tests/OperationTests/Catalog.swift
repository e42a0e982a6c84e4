import Exchange
import Foundation
import Testing

/// What a system's reference document describes, as far as a ledger can be compared with it; `Catalog/extract.py` made the
/// files and says how they are written.
struct Catalog {
    struct Row {
        var id = ""
        var native = ""
        /// Other spellings of the native name.
        var aliases: [String] = []
        var kind = ""
        var answer = ""
        var parameters: [Parameter] = []
    }

    struct Parameter {
        var name = ""
        /// Other spellings of the name; all are sent.
        var aliases: [String] = []
        var type = ""
        var isRequired = false
        var standard = ""
        var values: [String] = []
        var sample = ""
        /// Whether the document's own request has it.
        var isInExample = false
    }

    let rows: [Row]

    init(_ system: String) throws {
        let file = try #require(Bundle.module.url(forResource: system, withExtension: "txt", subdirectory: "Catalog"))
        rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").reduce(into: []) { rows, line in
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            if line.hasPrefix(">") {
                let id = fields[0].dropFirst().trimmingCharacters(in: .whitespaces)
                rows.append(Row(id: id, native: fields[1], aliases: Self.list(fields[2]), kind: fields[3], answer: fields[4]))
            } else if !rows.isEmpty {
                rows[rows.count - 1].parameters.append(Self.parameter(fields))
            }
        }
    }

    /// Fields at a line's end may be left out.
    private static func parameter(_ fields: [String]) -> Parameter {
        let fields = fields + Array(repeating: "", count: max(0, 7 - fields.count))
        let names = list(fields[0], ",")
        return Parameter(
            name: names[0], aliases: Array(names.dropFirst()), type: fields[1], isRequired: fields[2] == "needed", standard: fields[3],
            values: list(fields[4]), sample: fields[5], isInExample: !fields[6].isEmpty)
    }

    private static func list(_ text: String, _ separator: Character = ";") -> [String] {
        text.split(separator: separator).map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
