import Exchange
import JSON

/// The parts of a catalog's lines; see `OperationCatalog`.
enum CatalogSyntax {
    static let keywords = [
        "query", "command", "title", "wire", "native", "area", "answer", "paging", "action", "role", "secret", "unavailable", "example",
        "sample",
    ]

    struct ParameterRow {
        var parameter: Operation.Parameter
        var aliases: [String]
        var isUntyped: Bool
    }

    // MARK: Facts

    static func answer(_ text: String) throws(CatalogError) -> Operation.Answer {
        let word = String(text.prefix { $0 != " " })
        return switch word {
        case "done": .done
        case "object": .object
        case "file": .file
        case "rows": .rows(at: String(text.dropFirst(word.count)).trimmed)
        default: throw CatalogError("an answer is done, object, file or rows, not “\(word)”")
        }
    }

    static func paging(_ text: String) throws(CatalogError) -> Operation.Paging {
        var facts: [String: String] = [:]
        for word in text.split(separator: " ") {
            let sides = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, ["start", "first", "size", "counts"].contains(sides[0]) else {
                throw CatalogError("paging takes no “\(word)”")
            }
            facts[sides[0]] = sides[1]
        }
        guard let start = facts["start"] else { throw CatalogError("paging needs start") }
        guard let first = facts["first"].flatMap({ Int($0) }) else { throw CatalogError("paging needs first, a number") }
        guard let counts = facts["counts"], ["rows", "pages"].contains(counts) else { throw CatalogError("paging counts rows or pages") }
        return .init(start: start, first: first, size: facts["size"], countsPages: counts == "pages")
    }

    static func one<Word: RawRepresentable & CaseIterable>(of type: Word.Type, _ text: String) throws(CatalogError) -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            throw CatalogError("there is no \("\(type)".lowercased()) “\(text)”" + hint(text, among: Word.allCases.map(\.rawValue)))
        }
        return word
    }

    /// `NAME = VALUE`
    static func assignment(_ text: String) throws(CatalogError) -> (String, String) {
        guard let sign = text.firstRange(of: " = ") else { throw CatalogError("NAME = VALUE is wanted") }
        return (String(text[..<sign.lowerBound]).trimmed, String(text[sign.upperBound...]).trimmed)
    }

    static func hint(_ word: String, among valid: [String]) -> String {
        nearestName(to: word, among: valid).map { "; did you mean “\($0)”?" } ?? ""
    }

    // MARK: Parameters

    static func parameter(_ text: String) throws(CatalogError) -> ParameterRow {
        let fields = text.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
        guard fields.count <= 3 else { throw CatalogError("a parameter has a name, values and a meaning, not \(fields.count) fields") }
        let parts = fields[0].split(separator: "=", maxSplits: 1).map { String($0).trimmed }
        let sides = (parts.first ?? "").split(separator: ":", maxSplits: 1).map { String($0).trimmed }
        var names = (sides.first ?? "").split(separator: ",").map { String($0).trimmed }
        guard var name = names.first, !name.isEmpty, name != "?" else { throw CatalogError("a parameter needs a name") }
        let isOptional = name.hasSuffix("?")
        if isOptional { name.removeLast() }
        names.removeFirst()
        let values = fields.count == 3 ? fields[1] : ""
        let areExamples = values.hasPrefix("e.g. ")
        var parameter = Operation.Parameter(
            name, required: !isOptional, standard: parts.dropFirst().first,
            values: meanings(areExamples ? values.dropFirst(5) : values[...]),
            examples: areExamples, fields.count > 1 ? fields[fields.count - 1] : "")
        let isUntyped = try setType(of: &parameter, sides.dropFirst().first ?? "text")
        return ParameterRow(parameter: parameter, aliases: names, isUntyped: isUntyped)
    }

    /// - Returns: whether the documents give no type.
    private static func setType(of parameter: inout Operation.Parameter, _ text: String) throws(CatalogError) -> Bool {
        if text == "list of integer" {
            parameter.type = .list
            parameter.elements = .integer
            return false
        }
        let words = text.split(separator: " ").map(String.init)
        guard let type = words.first, words.count <= 2 else { throw CatalogError("“\(text)” is no type") }
        if words.count == 2 { parameter.range = try range(words[1]) }
        parameter.isSecret = type == "secret"
        if type == "secret" || type == "any" { return type == "any" }
        guard let known = Operation.ValueType(rawValue: type) else {
            throw CatalogError(
                "there is no type “\(type)”" + hint(type, among: Operation.ValueType.allCases.map(\.rawValue) + ["secret", "any"]))
        }
        parameter.type = known
        return false
    }

    private static func range(_ text: String) throws(CatalogError) -> ClosedRange<Int> {
        let ends = text.split(separator: "-").compactMap { Int($0) }
        guard ends.count == 2, ends[0] <= ends[1] else { throw CatalogError("“\(text)” are no bounds: LOW-HIGH") }
        return ends[0]...ends[1]
    }

    /// `0 = no; 1 = yes`; a value alone has no documented meaning.
    private static func meanings(_ text: Substring) -> [String: String] {
        let pairs = text.split(separator: ";").compactMap { pair -> (String, String)? in
            guard let sign = pair.firstRange(of: " = ") else {
                let value = String(pair).trimmed
                return value.isEmpty ? nil : (value, "")
            }
            return (String(pair[..<sign.lowerBound]).trimmed, String(pair[sign.upperBound...]).trimmed)
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}
