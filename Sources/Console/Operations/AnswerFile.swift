import Exchange
import Foundation
import JSON

/// Writes an answer to a file, readable by its owner alone. Never called on the main actor.
struct AnswerFile: Equatable, Sendable {
    enum Format: String, Sendable { case json, csv }

    enum Failure: Error, Equatable, Sendable {
        /// There is such a file already, and nobody agreed to lose it.
        case exists
        case other(SafeText)
    }

    let path: String
    let format: Format

    /// nil when the name ends neither in `.json` nor in `.csv`.
    init?(_ name: String) {
        guard let dot = name.lastIndex(of: "."), let format = Format(rawValue: name[name.index(after: dot)...].lowercased()) else {
            return nil
        }
        path = Self.expanded(name)
        self.format = format
    }

    static func expanded(_ name: String) -> String { (name as NSString).expandingTildeInPath }

    static func exists(_ path: String) -> Bool {
        var facts = stat()
        return lstat(expanded(path), &facts) == 0
    }

    func write(_ content: AnswerContent, replacing: Bool) throws(Failure) {
        let text: String
        switch format {
        case .json: text = content.value.prettyText + "\n"
        case .csv:
            guard let table = content.table else { throw .other("only rows can be written as CSV; choose a name that ends in .json") }
            text = CSV.text(of: table)
        }
        // What is replaced stays whole until what replaces it is complete.
        let target = replacing ? path + ".part" : path
        if replacing { unlink(target) }
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST && !replacing ? .exists : trouble() }
        var failure = Self.write(Array(text.utf8), to: descriptor) ? nil : trouble()
        if close(descriptor) != 0 { failure = failure ?? trouble() }
        if failure == nil, replacing, rename(target, path) != 0 { failure = trouble() }
        if let failure {
            unlink(target)
            throw failure
        }
    }

    private func trouble() -> Failure { .other("\(path) cannot be written: \(String(cString: strerror(errno)))") }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Comma-separated values (RFC 4180), what nests as JSON.
enum CSV {
    static func text(of table: AnswerTable) -> String {
        var lines = [table.columns.map { field(asText($0.name ?? "value")) }.joined(separator: ",")]
        for row in table.rows {
            lines.append(
                table.columns.map { column in
                    switch column.name.map({ row[$0] }) ?? row {
                    case nil, .null?: ""
                    case .number(let digits)?: field(digits)
                    case let value?: field(asText(value.text ?? value.compactText))
                    }
                }.joined(separator: ","))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// What a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, and these after a tab or line end) with the apostrophe
    /// before it that spreadsheets take for "this is text".
    private static func asText(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }

    private static func field(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
