import Exchange
import JSON

/// What an ICP can be asked, as data: the 145 operations of the document, each with its requests or with the reason why it
/// has none, and the gateway's and the uPortal's requests that the document has no method for.
///
/// The tables in `Ledger/` hold one operation a paragraph.
///
/// - `> id | native name | kind | Chinese title | English title | answer | area | paging`: the kind with `!` where it deletes
///   or cuts off; no native name means method and path; no area means the id's first part; the answer is `done`, `object`, `file`
///   or `rows` with the path where they stand.
/// - `@ [condition] METHOD path?query {body}`: a request to the gateway; `@cds` one to the uPortal. The first whose condition
///   holds is sent. How arguments get into it stands in `RequestTemplate`.
/// - `! reason`: there is no request; the words are in `reasons`.
/// - `name | type | values | meaning`: a parameter. `?` behind the name: it may be left out. `~` before it: the document wants
///   it, the gateway does not. `+` before it: the document does not have it. The type may bear a range (`integer 1-14`) and
///   what stands in for a value left out (`text = Phone`). `list[].name` describes what a list is made of.
enum ICPOperations {
    /// The document's 145.
    static let document = documentEntries.map(\.operation)
    /// Requests beyond the document.
    static let beyond = beyondEntries.map(\.operation)
    static let all = document + beyond

    static let byID = Dictionary(uniqueKeysWithValues: (documentEntries + beyondEntries).map { ($0.operation.id, $0) })

    private static let documentEntries = [calls, agents, conferences, phone].flatMap(entries)
    private static let beyondEntries = [gatewayCalls, gatewayQueries, gatewayMedia, service].flatMap(entries)

    /// An operation with its requests.
    struct Entry: Sendable {
        var operation: Operation
        var requests: [RequestTemplate] = []
        /// Parameters the document does not have.
        var added: Set<String> = []
        /// Parameters the document wants and the gateway does not.
        var spared: Set<String> = []
        /// Documented bounds of numbers, by parameter.
        var ranges: [String: ClosedRange<Int>] = [:]
        /// Lists whose elements are numbers.
        var numberLists: Set<String> = []
    }

    /// Why an operation has no request.
    static let reasons: [String: SafeText] = [
        "own": "the console signs in and out itself, as its settings say",
        "library": "it tells the version of the vendor's Windows library, which is not used here",
        "process": "it lives only inside the vendor's Windows process",
        "sms": "SMS goes through the vendor's Windows process; no gateway request for it is known",
        "one-by-one": "the vendor's library dials the numbers one after the other itself; the gateway has no such request",
        "no-watch": "the gateway does not report waiting calls, so there is nothing to stop",
        "whole-list": "the gateway has no request for one number; the whole list tells it",
        "relative": "the gateway moves by seconds forward or back, not to a position: gateway.play_forward, gateway.play_back",
        "none": "no gateway request for it is known",
    ]
}

// MARK: - Reading the tables

extension ICPOperations {
    private static func entries(_ table: String) -> [Entry] {
        var entries: [Entry] = []
        for line in table.split(separator: "\n").map({ String($0).trimmed }) {
            if line.hasPrefix("> ") {
                entries.append(entry(fields(line.dropFirst(2))))
            } else if line.hasPrefix("@") {
                if let request = RequestTemplate(line) {
                    entries[entries.count - 1].requests.append(request)
                } else {
                    // A slip of ours costs this operation alone; the comparison with the catalog names it.
                    entries[entries.count - 1].operation.unavailable = "its request in our ledger cannot be read"
                }
            } else if line.hasPrefix("! ") {
                entries[entries.count - 1].operation.unavailable = reasons[String(line.dropFirst(2))]
            } else {
                add(fields(line[...]), to: &entries[entries.count - 1])
            }
        }
        for index in entries.indices where entries[index].operation.native.isEmpty {
            entries[index].operation.native = entries[index].requests.first.map { "\($0.method) \($0.path)" } ?? ""
        }
        return entries
    }

    private static func fields(_ line: Substring) -> [String] {
        line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
    }

    private static func entry(_ fields: [String]) -> Entry {
        let area = fields.count > 6 && !fields[6].isEmpty ? fields[6] : String(fields[0].prefix { $0 != "." })
        return Entry(
            operation: Operation(
                fields[0], native: fields[1], english: fields[4], chinese: fields[3], area: area,
                kind: fields[2].hasPrefix("query") ? .query : .command, dangerous: fields[2].hasSuffix("!"),
                answer: answer(fields[5]), paging: fields.count > 7 ? paging(fields[7]) : nil))
    }

    private static func answer(_ word: String) -> Operation.Answer {
        switch word {
        case "done": .done
        case "object": .object
        case "file": .file
        default: .rows(at: String(word.dropFirst("rows".count)).trimmed)
        }
    }

    /// `content 1 pageSize pages`: where a piece begins, the first, how long it is, and what is counted.
    private static func paging(_ text: String) -> Operation.Paging {
        let words = text.split(separator: " ").map(String.init)
        return .init(start: words[0], first: Int(words[1]) ?? 1, size: words[2], countsPages: words[3] == "pages")
    }

    private static func add(_ fields: [String], to entry: inout Entry) {
        var name = fields[0]
        let mark = name.first
        if mark == "~" || mark == "+" { name.removeFirst() }
        let isOptional = name.hasSuffix("?")
        if isOptional { name.removeLast() }
        let type = fields[1].split(separator: "=").map { String($0).trimmed }
        let words = type[0].split(separator: " ").map(String.init)
        let values = fields[2].split(separator: ";").map { $0.split(separator: "=", maxSplits: 1).map { String($0).trimmed } }
        let parameter = Operation.Parameter(
            name, type: Operation.ValueType(rawValue: words[0]) ?? .text, required: !isOptional && mark != "~",
            secret: words[0] == "secret", standard: type.count > 1 ? type[1] : nil,
            values: Dictionary(values.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first }), fields[3])
        if words.count == 2, let range = range(words[1]) { entry.ranges[name] = range }
        if words.count == 3, words[2] == "integer" { entry.numberLists.insert(name) }
        if mark == "+" { entry.added.insert(name) }
        if mark == "~" { entry.spared.insert(name) }
        entry.operation.parameters.append(parameter)
    }

    private static func range(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-").compactMap { Int($0) }
        return ends.count == 2 ? ends[0]...ends[1] : nil
    }
}
