import Exchange

/// What a system can be asked, read from its catalog: one text file beside its adapter, embedded when the adapter is built.
///
/// A line that begins with `#` is a comment; blank lines mean nothing. Before the first operation stand
///
/// - `catalog NAME`: the system;
/// - `secret PATTERN …`: names of fields that nobody may read in any answer; `*` at an end of a pattern stands for anything.
///
/// An operation begins with `query ID` (it changes nothing) or `command ID`, either with `dangerous` behind it where it
/// deletes, wipes or cuts off. Its facts follow, one a line, a keyword and its value:
///
/// - `title TEXT`: English, and the key of the translations.
/// - `wire TEXT`: what goes over the wire, in the system's own words, which its adapter reads; as many lines as it needs.
/// - `native TEXT`: the system's own name; the first `wire` line where there is none. More lines are other spellings.
/// - `area NAME`: the first part of the id where there is none.
/// - `answer done`, `answer object`, `answer file`, or `answer rows PATH`: how the answer is laid out; no path means that the
///   answer is the rows.
/// - `paging start=NAME first=NUMBER size=NAME counts=rows`: how a long listing is asked for piece by piece; `counts=pages`
///   where `start` counts pieces; `size` may be left out.
/// - `action NAME`: the dispatcher's action that it amounts to.
/// - `role NAME`: the least role, where it is more than kind and action ask for. With names of parameters behind it, the least
///   role for a request that gives one of them.
/// - `secret PATH …`: fields of the answer that nobody may read, dotted, `[]` behind a list.
/// - `unavailable TEXT`: why it has no wire.
///
/// Then a line for each parameter, in the order of the wire: `- NAME?, OTHER: TYPE LOW-HIGH = STANDARD | VALUES | MEANING`. Only
/// the name and the meaning must be there.
///
/// - `?` behind the name: it may be left out. Other spellings of the name follow after commas; all are sent.
/// - The type is `text` where none is given, any `Operation.ValueType`, `secret` (a text that nobody may read), `list of integer`
///   or `any` (the documents give none). Numbers may have bounds.
/// - After `=` stands what the exchange takes where nothing is given.
/// - Values are `WIRE = MEANING` with `; ` between; nothing else is sent, except where they begin with `e.g. `.
///
/// The extracts of the reference documents, which the tests hold against the catalogs, are written alike and have besides
/// `title.LANGUAGE TEXT`, and `example NAME = VALUE` and `sample NAME = VALUE` for a value that the document's own request has
/// and for one that was made up. `docs/catalog-grammar.md` has an example of everything.
public struct OperationCatalog: Sendable {
    /// An operation and what its row says besides.
    public struct Entry: Sendable {
        public var operation: Operation
        /// What goes over the wire, in the system's own words.
        public var wire: [String] = []
        /// The native names, the first of which is the operation's.
        public var natives: [String] = []
        /// Other spellings of parameters, by the first.
        public var aliases: [String: [String]] = [:]
        /// Fields of the answer that nobody may read, as the row writes them.
        public var secretFields: [String] = []
        /// Titles by language, in extracts.
        public var titles: [String: String] = [:]
        /// Values to send, by parameter, in extracts.
        public var samples: [String: Sample] = [:]
        /// Parameters that the documents give no type.
        public var untyped: Set<String> = []
        /// Keywords of the facts that the row gives.
        public var facts: Set<String> = []
        /// Where the row begins.
        public var line: Int
    }

    /// A value of a parameter.
    public struct Sample: Equatable, Sendable {
        public var value: String
        /// Whether the document's own request has it.
        public var isDocumented: Bool
    }

    /// What cannot be read, and where.
    public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
        public var file: String
        public var line: Int
        public var reason: String

        public var description: String { "\(file):\(line): \(reason)" }
    }

    /// As the file's `catalog` line has it.
    public let name: String
    public let entries: [Entry]
    /// Empty in a catalog that is right. The row of a problem is listed as unavailable; the rest of the catalog works.
    public let problems: [Problem]

    /// - Parameters:
    ///   - file: as problems name it.
    ///   - wireProblem: what is wrong with a `wire` line, by the adapter's own rules; nil where it can be read.
    public init(_ text: String, file: String, wireProblem: @escaping (String) -> String? = { _ in nil }) {
        var reader = CatalogReader(file: file, wireProblem: wireProblem)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { reader.read(line) }
        reader.finish()
        name = reader.name
        entries = reader.entries
        problems = reader.problems
    }

    public var operations: [Operation] { entries.map(\.operation) }
}
