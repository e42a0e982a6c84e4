import BackendSupport
import Exchange

/// The 206 operations of the document, as data. `webkey` and `json` are not listed: the adapter sets them.
///
/// The tables beside this file are written as `LedgerTable` says; a head goes on with the native names and the Chinese and
/// the English title. Where the document spells a name in several ways they stand there one after the other, the likeliest
/// first. By rule a query answers with rows in `data` and a command with nothing; a listing that has `offset` and `rows` is
/// asked for piece by piece.
enum WebCTIOperations {
    static let all: [Operation] = entries.map(\.operation)

    /// An operation and the other spellings of its names.
    struct Entry {
        var operation: Operation
        /// Method and pages: `GET`, [`/webservice2/ctioriginate.php`, `/webservice2/ctioriginat.php`].
        var method: String
        var pages: [String]
        /// Other spellings of parameters, by the first.
        var aliases: [String: [String]]
    }

    static let byID = Dictionary(uniqueKeysWithValues: entries.map { ($0.operation.id, $0) })

    /// Operations that answer with a file (sections 4.62, 4.72, 4.73, 4.77, 4.96, 4.132).
    static let downloads: Set<String> = [
        "messaging.getfax", "recordings.getmonitor", "recordings.getmonitorbyuid", "voicemail.getmsg", "recordings.getspoolfile",
        "recordings.getrecord",
    ]

    /// The argument of a download that is ours, not the exchange's.
    static let destination = Operation.Parameter("to", required: false, "The local file to write; needed for a download.")

    private static let entries = [calls, agents, messages, records, reports, campaigns].flatMap { LedgerTable($0).entries.map(entry) }

    private static func entry(_ row: LedgerTable.Entry) -> Entry {
        let natives = row.fields[0].split(separator: ",").map { $0.split(separator: " ").map(String.init) }
        let isDownload = downloads.contains(row.id)
        let rule: Operation.Answer = isDownload ? .file : row.kind == .query ? .rows(at: "data") : .done
        let names = Set(row.parameters.map(\.parameter.name))
        let paging: Operation.Paging? =
            names.isSuperset(of: ["offset", "rows"]) ? .init(start: "offset", first: 0, size: "rows", countsPages: false) : nil
        return Entry(
            operation: Operation(
                row.id, native: natives[0].joined(separator: " "), english: row.fields[2], chinese: row.fields[1],
                area: String(row.id.prefix { $0 != "." }), kind: row.kind, dangerous: row.isDangerous, answer: row.answer ?? rule,
                paging: paging, row.parameters.map(\.parameter) + (isDownload ? [destination] : [])),
            method: natives[0][0], pages: natives.compactMap(\.last),
            aliases: Dictionary(
                uniqueKeysWithValues: row.parameters.filter { !$0.aliases.isEmpty }.map { ($0.parameter.name, $0.aliases) }))
    }
}
