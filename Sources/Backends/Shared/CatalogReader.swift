import Exchange
import JSON

/// Reads a catalog line by line; see `OperationCatalog`. Nothing in a file makes it trap.
struct CatalogReader {
    typealias Problem = OperationCatalog.Problem

    let file: String
    let wireProblem: (String) -> String?
    private(set) var name = ""
    private(set) var entries: [OperationCatalog.Entry] = []
    private(set) var problems: [Problem] = []
    private var line = 0
    private var secretPatterns: [String] = []
    private var ids: Set<String> = []
    /// Roles of parameters, which may be named before they are described.
    private var parameterRoles: [String: Role] = [:]
    private var role: Role?
    /// Whether the current row has a problem.
    private var isBroken = false

    init(file: String, wireProblem: @escaping (String) -> String?) {
        self.file = file
        self.wireProblem = wireProblem
    }

    mutating func read(_ text: Substring) {
        line += 1
        let text = String(text).trimmed
        guard !text.isEmpty, !text.hasPrefix("#") else { return }
        do {
            try readFact(text)
        } catch {
            note(error.reason)
        }
    }

    private mutating func note(_ reason: String, at place: Int? = nil) {
        problems.append(Problem(file: file, line: place ?? line, reason: reason))
        isBroken = true
    }

    private mutating func readFact(_ text: String) throws(CatalogError) {
        let word = String(text.prefix { $0 != " " }), rest = String(text.dropFirst(word.count)).trimmed
        switch word {
        case "catalog" where entries.isEmpty: name = rest
        case "secret" where entries.isEmpty: secretPatterns += rest.words
        case "query": try begin(.query, rest)
        case "command": try begin(.command, rest)
        default:
            guard !entries.isEmpty else { throw CatalogError("“\(word)” stands before the first operation") }
            if word == "-" { return try addParameter(rest) }
            guard !rest.isEmpty || word == "unavailable" else { throw CatalogError("\(word) needs a value") }
            try take(word, rest)
            entries[entries.count - 1].facts.insert(word)
        }
    }

    // MARK: Operations

    private mutating func begin(_ kind: Operation.Kind, _ rest: String) throws(CatalogError) {
        finishRow()
        let words = rest.words
        let id = words.first ?? ""
        entries.append(.init(operation: Operation(id, native: "", title: "", area: "", kind: kind), line: line))
        if id.isEmpty { throw CatalogError("an operation needs an id") }
        if !ids.insert(id).inserted { throw CatalogError("there is another \(id)") }
        if words.count == 2, words[1] == "dangerous" { entries[entries.count - 1].operation.isDangerous = true }
        if words.count > 2 || words.count == 2 && words[1] != "dangerous" { throw CatalogError("“\(words[1])” says nothing behind an id") }
    }

    private mutating func take(_ word: String, _ rest: String) throws(CatalogError) {
        let last = entries.count - 1
        switch word {
        case "title": entries[last].operation.title = rest
        case "native": entries[last].natives.append(rest)
        case "wire":
            entries[last].wire.append(rest)
            if let problem = wireProblem(rest) { throw CatalogError(problem) }
        case "area": entries[last].operation.area = rest
        case "answer": entries[last].operation.answer = try CatalogSyntax.answer(rest)
        case "paging": entries[last].operation.paging = try CatalogSyntax.paging(rest)
        case "action": entries[last].operation.action = try CatalogSyntax.one(of: Action.self, rest)
        case "role": try takeRole(rest.words)
        case "secret": entries[last].secretFields += rest.words
        case "unavailable": entries[last].operation.unavailable = SafeText(stringLiteral: rest)
        case "example", "sample":
            let (name, value) = try CatalogSyntax.assignment(rest)
            entries[last].samples[name] = .init(value: value, isDocumented: word == "example")
        case let word where word.hasPrefix("title."): entries[last].titles[String(word.dropFirst(6))] = rest
        default: throw CatalogError("there is no “\(word)”" + CatalogSyntax.hint(word, among: CatalogSyntax.keywords))
        }
    }

    private mutating func takeRole(_ words: [String]) throws(CatalogError) {
        let role = try CatalogSyntax.one(of: Role.self, words[0])
        if words.count == 1 { self.role = role }
        for name in words.dropFirst() { parameterRoles[name] = role }
    }

    private mutating func addParameter(_ rest: String) throws(CatalogError) {
        let last = entries.count - 1
        let row = try CatalogSyntax.parameter(rest)
        guard !entries[last].operation.parameters.contains(where: { $0.name == row.parameter.name }) else {
            throw CatalogError("there is another \(row.parameter.name)")
        }
        entries[last].operation.parameters.append(row.parameter)
        if !row.aliases.isEmpty { entries[last].aliases[row.parameter.name] = row.aliases }
        if row.isUntyped { entries[last].untyped.insert(row.parameter.name) }
    }

    // MARK: Ends

    /// Completes the row that was read last, and looks whether it hangs together.
    private mutating func finishRow() {
        defer { (isBroken, role, parameterRoles) = (false, nil, [:]) }
        guard var entry = entries.popLast() else { return }
        if entry.natives.isEmpty, let wire = entry.wire.first { entry.natives = [wire] }
        entry.operation.native = entry.natives.first ?? ""
        if entry.operation.area.isEmpty { entry.operation.area = String(entry.operation.id.prefix { $0 != "." }) }
        if entry.operation.title.isEmpty { note("\(entry.operation.id) needs a title", at: entry.line) }
        if entry.natives.isEmpty { note("\(entry.operation.id) needs a wire line or a native name", at: entry.line) }
        settleRoles(&entry)
        let names = entry.operation.parameters.map(\.name)
        if let paging = entry.operation.paging {
            for name in [paging.start, paging.size].compactMap({ $0 }) where !names.contains(name) {
                note("paging names \(name), which is no parameter", at: entry.line)
            }
        }
        for name in entry.samples.keys.sorted() where !names.contains(name) {
            note("there is a value for \(name), which is no parameter", at: entry.line)
        }
        if isBroken { entry.operation.unavailable = "its row in the catalog cannot be read" }
        entries.append(entry)
    }

    private mutating func settleRoles(_ entry: inout OperationCatalog.Entry) {
        let least = Operation.leastRole(entry.operation.kind, entry.operation.action)
        if let role, role <= least { note("the role \(role.rawValue) is no more than kind and action ask for", at: entry.line) }
        entry.operation.role = max(role ?? least, least)
        for (name, role) in parameterRoles {
            if let index = entry.operation.parameters.firstIndex(where: { $0.name == name }) {
                entry.operation.parameters[index].role = role
            } else {
                note("a role names \(name), which is no parameter", at: entry.line)
            }
        }
    }

    /// Completes the catalog: what is secret anywhere in it is so in every answer.
    mutating func finish() {
        finishRow()
        let given = entries.flatMap { entry in entry.operation.parameters.filter(\.isSecret).map(\.name) + entry.secretFields }
        let names = given.map { String($0.split(separator: ".").last ?? "").replacing("[]", with: "") }
        let patterns = Set((names + secretPatterns).map { $0.lowercased() }).sorted()
        for index in entries.indices { entries[index].operation.secretFields = patterns }
        if name.isEmpty { problems.append(Problem(file: file, line: 1, reason: "a catalog begins with its name: catalog NAME")) }
    }
}

/// What is wrong with a line.
struct CatalogError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

extension String {
    fileprivate var words: [String] { split(separator: " ").map(String.init) }
}
