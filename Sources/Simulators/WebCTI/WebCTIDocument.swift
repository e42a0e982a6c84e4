/// The reference document as data: its pages, what each needs, and its example rows.
///
/// A page is a line of its own: its path under /webservice2/, then `need:` with the parameters without which it answers
/// 9002, `also:` with other spellings of its name, `like:` with the page whose rows are its rows too, `total:` with the
/// kind of total beside the data. Its example rows follow, indented: `name=value|…`, where `#` marks what is printed
/// without quotation marks.
enum WebCTIDocument {
    struct Page: Sendable {
        var needs: [String] = []
        var rows: [WebCTIRow] = []
        /// Whether an answer has a total, and how it is printed.
        var total: TotalForm?
        enum TotalForm: String, Sendable { case text, number }
    }

    static let pages: [String: Page] = read(main + "\n" + reports + "\n" + outbound).pages
    /// Other spellings of pages' names.
    static let aliases: [String: String] = read(main + "\n" + reports + "\n" + outbound).aliases

    private static func read(_ text: String) -> (pages: [String: Page], aliases: [String: String]) {
        var (pages, aliases, likes): ([String: Page], [String: String], [String: String]) = ([:], [:], [:])
        var current = ""
        for line in text.split(separator: "\n") {
            guard !line.hasPrefix(" ") else {
                pages[current]?.rows.append(row(line.drop { $0 == " " }))
                continue
            }
            let words = line.split(separator: " ")
            current = String(words[0])
            var page = Page()
            for word in words.dropFirst() {
                let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
                let values = parts[1].split(separator: ",").map(String.init)
                switch parts[0] {
                case "need": page.needs = values
                case "also": for other in values { aliases[other] = current }
                case "like": likes[current] = parts[1]
                default: page.total = Page.TotalForm(rawValue: parts[1])
                }
            }
            pages[current] = page
        }
        for (page, other) in likes {
            guard let source = pages[other] else { continue }
            pages[page]?.rows = source.rows
            pages[page]?.total = source.total
        }
        return (pages, aliases.filter { pages[$0.key] == nil })
    }

    private static func row(_ line: Substring) -> WebCTIRow {
        WebCTIRow(
            line.split(separator: "|").map { field in
                let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                let value = parts.count > 1 ? parts[1] : ""
                if value == "#null" { return (parts[0], .null) }
                return (parts[0], value.hasPrefix("#") ? .bare(String(value.dropFirst())) : .text(value))
            })
    }
}

/// What a client asks for.
struct WebCTIRequest: Sendable {
    /// The page's path under /webservice2/, without .php, as the document's headings spell it.
    var page: String
    var query: [(name: String, value: String)]

    subscript(_ name: String) -> String? { query.first { $0.name == name && !$0.value.isEmpty }?.value }

    /// The parameters that are about the request itself.
    var filters: [(name: String, value: String)] {
        query.filter { !["webkey", "json", "sort", "sens", "offset", "rows", "history", "item"].contains($0.name) }
    }

    /// - Throws: 9002.
    func required(_ name: String) throws(WebCTIRefusal) -> String {
        guard let value = self[name] else { throw WebCTIRefusal(9002, "need variable \"\(name)\".") }
        return value
    }

    /// A sentence with {parameters} filled in.
    func filled(_ sentence: String) -> String {
        query.reduce(sentence) { $0.replacing("{\($1.name)}", with: $1.value) }
    }
}
