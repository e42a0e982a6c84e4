import BackendSupport
import Exchange

/// What an ICP can be asked, from `icp.catalog`: the 145 operations of the document, each with its requests or with the reason
/// why it has none, and the gateway's and the uPortal's requests that the document has no method for.
enum ICPOperations {
    static let catalog = OperationCatalog(EmbeddedCatalog.text, file: EmbeddedCatalog.file) { wire in
        RequestTemplate(wire) == nil ? "the request cannot be read: \(wire)" : nil
    }

    static let all = catalog.operations

    static let byID = Dictionary(
        catalog.entries.map { row in
            (row.operation.id, Entry(operation: row.operation, requests: row.wire.compactMap(RequestTemplate.init)))
        }, uniquingKeysWith: { first, _ in first })

    /// An operation with its requests.
    struct Entry: Sendable {
        var operation: Operation
        /// The first whose condition holds is sent.
        var requests: [RequestTemplate] = []
    }
}
