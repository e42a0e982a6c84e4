import Exchange
import JSON

/// The 78 operations of the document, as data. The token, the version segment and `type` are not listed: the adapter sets
/// them.
///
/// The tables beside this file hold one operation a paragraph: a line that begins with `>` (id, kind with `!` where it
/// deletes or cuts off, native name, Chinese and English title, area), then a line for each parameter (name, with `&` where
/// it goes into the URL and `?` where it may be left out; values; meaning). Values are those the document prints: exchanges
/// are known to hold others, so they are advice and not checked.
enum YeastarOperations {
    static let all: [Operation] = entries.map(\.operation)
    static let byID = Dictionary(uniqueKeysWithValues: entries.map { ($0.operation.id, $0) })

    struct Entry: Sendable {
        var operation: Operation
        var method: String
        /// What follows the version: `extension/query`.
        var path: String
        /// Parameters that go into the URL.
        var inURL: Set<String> = []

        /// It answers with a file.
        var isDownload: Bool { method == "GET" }
    }

    /// The argument of a download that is ours, not the exchange's.
    static let destination = Operation.Parameter("to", "The local file to write.")

    private static let entries: [Entry] = [telephony, configuration].flatMap { table in
        var entries: [Entry] = []
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
            if line.hasPrefix(">") {
                entries.append(entry(fields))
            } else if !entries.isEmpty {
                add(fields, to: &entries[entries.count - 1])
            }
        }
        for index in entries.indices where entries[index].isDownload { entries[index].operation.parameters.append(destination) }
        return entries
    }

    private static func entry(_ fields: [String]) -> Entry {
        let native = fields[2].split(separator: " ").map(String.init)
        return Entry(
            operation: Operation(
                String(fields[0].dropFirst()).trimmed, native: fields[2], english: fields[4], chinese: fields[3], area: fields[5],
                kind: fields[1].hasPrefix("query") ? .query : .command, dangerous: fields[1].hasSuffix("!")),
            method: native[0], path: native[1].split(separator: "/").dropFirst(2).joined(separator: "/"))
    }

    private static func add(_ fields: [String], to entry: inout Entry) {
        var name = fields[0]
        let isInURL = name.hasPrefix("&")
        if isInURL { name.removeFirst() }
        let isOptional = name.hasSuffix("?")
        if isOptional { name.removeLast() }
        if isInURL { entry.inURL.insert(name) }
        let values = fields[1].split(separator: ";").compactMap { pair -> (String, String)? in
            let parts = pair.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        entry.operation.parameters.append(
            .init(name, required: !isOptional, values: Dictionary(values, uniquingKeysWith: { first, _ in first }), fields[2]))
    }
}
