import BackendSupport
import Exchange

/// The 206 operations of the document, from `webcti.catalog`.
enum WebCTIOperations {
    static let catalog = OperationCatalog(EmbeddedCatalog.text, file: EmbeddedCatalog.file) { wire in
        request(wire) == nil ? "a request is GET or POST and a page, not “\(wire)”" : nil
    }

    static let all = catalog.operations

    /// An operation and the other spellings of its names.
    struct Entry {
        var operation: Operation
        /// Method and pages: `GET`, [`/webservice2/ctioriginate.php`, `/webservice2/ctioriginat.php`], the likeliest first.
        var method: String
        var pages: [String]
        /// Other spellings of parameters, by the first.
        var aliases: [String: [String]]

        /// It answers with a file (sections 4.62, 4.72, 4.73, 4.77, 4.96, 4.132).
        var isDownload: Bool { operation.answer == .file }
    }

    static let byID = Dictionary(entries.map { ($0.operation.id, $0) }, uniquingKeysWith: { first, _ in first })

    /// Operations that may be answered only when somebody has lifted a receiver or pressed a key (sections 4.11, 4.23, 4.24, 4.28,
    /// 4.42, 4.44, 4.45).
    static let waiting: Set = [
        "calls.ctigetchanneldetail", "calls.ctioriginate", "calls.ctioriginatetts", "calls.ctiunpark", "supervision.ctipickup",
        "ivr.ctiwaitcalldata", "ivr.ctiwaitauth",
    ]

    /// The parameter of a download that is ours, not the exchange's: the local file to write.
    static let destination = "to"

    private static let entries = catalog.entries.compactMap { row -> Entry? in
        let requests = row.wire.compactMap(request)
        guard let method = requests.first?.method else { return nil }
        return Entry(operation: row.operation, method: method, pages: requests.map(\.page), aliases: row.aliases)
    }

    private static func request(_ wire: String) -> (method: String, page: String)? {
        let words = wire.split(separator: " ").map(String.init)
        return words.count == 2 && ["GET", "POST"].contains(words[0]) ? (words[0], words[1]) : nil
    }
}
