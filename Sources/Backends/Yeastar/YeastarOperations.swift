import BackendSupport
import Exchange
import JSON

/// The 78 operations of the document, as data. The token, the version segment and `type` are not listed: the adapter sets
/// them.
///
/// The tables beside this file are written as `LedgerTable` says; a head goes on with the native name, the Chinese and the
/// English title and the area. By rule a query answers with an object, a command with nothing and a link with a file.
enum YeastarOperations {
    static let all: [Operation] = entries.map(\.operation)
    static let byID = Dictionary(uniqueKeysWithValues: entries.map { ($0.operation.id, $0) })

    struct Entry: Sendable {
        var operation: Operation
        var method: String
        /// What follows the version: `extension/query`.
        var path: String
        /// Parameters that go into the URL.
        var inURL: Set<String>

        /// It answers with a file.
        var isDownload: Bool { operation.answer == .file }
    }

    /// The argument of a download that is ours, not the exchange's.
    static let destination = Operation.Parameter("to", "The local file to write.")

    private static let entries = [telephony, configuration].flatMap { LedgerTable($0).entries.map(entry) }

    private static func entry(_ row: LedgerTable.Entry) -> Entry {
        let native = row.fields[0].split(separator: " ").map(String.init)
        let rule: Operation.Answer = native[0] == "GET" ? .file : row.kind == .query ? .object : .done
        let answer = row.answer ?? rule
        return Entry(
            operation: Operation(
                row.id, native: row.fields[0], english: row.fields[2], chinese: row.fields[1], area: row.fields[3], kind: row.kind,
                dangerous: row.isDangerous, answer: answer, row.parameters.map(\.parameter) + (answer == .file ? [destination] : [])),
            method: native[0], path: native[1].split(separator: "/").dropFirst(2).joined(separator: "/"),
            inURL: Set(row.parameters.filter(\.isInURL).map(\.parameter.name)))
    }
}
