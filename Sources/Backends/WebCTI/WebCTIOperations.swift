import Exchange

/// The 206 operations of the document, as data. `webkey` and `json` are not listed: the adapter sets them.
///
/// The tables beside this file hold one operation a paragraph: a line that begins with `>` (id, kind with `!` where it
/// deletes or wipes, native names, Chinese and English title), then a line for each parameter (name with `?` where it may be
/// left out, documented values, meaning). Where the document spells a name in several ways they stand there one after the
/// other, the likeliest first.
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

    private static let entries: [Entry] = [calls, agents, messages, records, reports, campaigns].flatMap { table in
        var entries: [Entry] = []
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
            if line.hasPrefix("> ") {
                entries.append(entry(fields))
            } else if !entries.isEmpty {
                add(fields, to: &entries[entries.count - 1])
            }
        }
        for index in entries.indices where downloads.contains(entries[index].operation.id) {
            entries[index].operation.parameters.append(destination)
        }
        return entries
    }

    private static func entry(_ fields: [String]) -> Entry {
        let id = String(fields[0].dropFirst(2))
        let natives = fields[2].split(separator: ",").map { String($0).trimmed }
        let words = natives[0].split(separator: " ").map(String.init)
        return Entry(
            operation: Operation(
                id, native: natives[0], english: fields[4], chinese: fields[3], area: String(id.prefix { $0 != "." }),
                kind: fields[1].hasPrefix("query") ? .query : .command, dangerous: fields[1].hasSuffix("!")),
            method: words[0], pages: natives.compactMap { $0.split(separator: " ").last.map(String.init) }, aliases: [:])
    }

    private static func add(_ fields: [String], to entry: inout Entry) {
        let names = fields[0].split(separator: ",").map { String($0).trimmed }
        let name = names[0].hasSuffix("?") ? String(names[0].dropLast()) : names[0]
        let values = fields.count > 2 ? fields[1].split(separator: ";").map { $0.split(separator: "=", maxSplits: 1) } : []
        entry.operation.parameters.append(
            Operation.Parameter(
                name, required: !names[0].hasSuffix("?"),
                values: Dictionary(
                    values.filter { $0.count == 2 }.map { (String($0[0]).trimmed, String($0[1]).trimmed) },
                    uniquingKeysWith: { first, _ in first }),
                fields[fields.count - 1]))
        if names.count > 1 { entry.aliases[name] = Array(names.dropFirst()) }
    }
}
