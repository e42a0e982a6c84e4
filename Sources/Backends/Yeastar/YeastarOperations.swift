import BackendSupport
import Exchange

/// The 78 operations of the document, from `yeastar.catalog`.
enum YeastarOperations {
    static let catalog = OperationCatalog(EmbeddedCatalog.text, file: EmbeddedCatalog.file) { wire in
        Request(wire) == nil ? "a request is POST or GET and /api/{version}/…, not “\(wire)”" : nil
    }

    static let all = catalog.operations
    static let byID = Dictionary(entries.map { ($0.operation.id, $0) }, uniquingKeysWith: { first, _ in first })

    private static let entries = catalog.entries.compactMap { row in
        row.wire.first.flatMap(Request.init).map { Entry(operation: row.operation, method: $0.method, path: $0.path) }
    }

    struct Entry: Sendable {
        var operation: Operation
        var method: String
        /// What follows the version: `extension/query`.
        var path: String

        /// It answers with a file; its parameters go into the URL.
        var isDownload: Bool { operation.answer == .file }
    }

    /// The parameter of a download that is ours, not the exchange's: the local file to write.
    static let destination = "to"

    private struct Request {
        let method: String
        let path: String

        init?(_ wire: String) {
            let words = wire.split(separator: " ").map(String.init), prefix = "/api/{version}/"
            guard words.count == 2, ["GET", "POST"].contains(words[0]), words[1].hasPrefix(prefix) else { return nil }
            method = words[0]
            path = String(words[1].dropFirst(prefix.count))
        }
    }
}
