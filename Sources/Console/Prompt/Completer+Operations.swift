import Exchange
import Translations

/// Words for `op SITE OPERATION KEY=VALUE…`, and what they mean.
extension Completer {
    func operationWords(_ complete: [String], _ partial: String) -> [Completions.Candidate] {
        guard let site = complete.first.map({ SiteID($0) }) else { return sites(partial) }
        let operations = desk.operations(of: site)
        guard complete.count > 1 else { return candidates(operations, at: site, partial) }
        guard let operation = operations.first(where: { $0.id == complete[1] }) else { return [] }
        let given = Set(complete.dropFirst(2).compactMap { $0.split(separator: "=").first.map(String.init) })
        return operation.parameters.flatMap { parameter -> [Completions.Candidate] in
            // A line shows what is typed: secrets are for the form.
            guard !given.contains(parameter.written), !parameter.isSecret else { return [] }
            let name = parameter.written + "="
            if partial.hasPrefix(name), !parameter.values.isEmpty {
                return parameter.choices.filter { (name + $0).hasPrefix(partial) }
                    .map { Completions.Candidate(word: name + $0, note: SafeText(phrases(parameter.values[$0] ?? ""))) }
            }
            guard name.hasPrefix(partial), name != partial else { return [] }
            return [Completions.Candidate(word: name, note: SafeText(phrases(parameter.doc)))]
        }
    }

    /// Operations by the beginning of their id, then by words of their id, title in any language, area and native name.
    private func candidates(_ operations: [Exchange.Operation], at site: SiteID, _ partial: String) -> [Completions.Candidate] {
        let wanted = partial.lowercased()
        let begun = operations.filter { $0.id.lowercased().hasPrefix(wanted) }
        let other = operations.filter { operation in
            !operation.id.lowercased().hasPrefix(wanted)
                && ([operation.id, operation.area, operation.native] + Self.titles(of: operation))
                    .contains { $0.lowercased().contains(wanted) }
        }
        let words = OutcomeWords(phrases: phrases)
        return (begun + other).prefix(Self.most).map { operation in
            Completions.Candidate(
                word: operation.id, note: OperationWords(phrases: phrases).title(of: operation),
                reason: desk.refusal(of: operation, at: site).map(words.reason))
        }
    }

    /// Its title in every language: people look for it in theirs, whatever is on the screen.
    private static func titles(of operation: Exchange.Operation) -> [String] {
        Language.allCases.map { TranslationCatalog($0)(operation.title, context: operation.native) }
    }

    /// What the operation of a line is, and the parameter being typed; nothing before there is an operation.
    func documentation(forLine beforeCursor: String) -> [Label] {
        let (complete, partial, _) = CommandWords(beforeCursor).forCompletion
        guard complete.count >= 2, complete[0] == "op" else { return [] }
        let id = complete.count > 2 ? complete[2] : partial
        guard let operation = desk.operations(of: SiteID(complete[1])).first(where: { $0.id == id }) else { return [] }
        let words = OperationWords(phrases: phrases)
        var lines = words.documentation(of: operation)
        if complete.count == 2 || partial.isEmpty {
            let names = operation.parameters.map { $0.isRequired ? $0.written : "[\($0.written)]" }
            if !names.isEmpty { lines.append(Label(SafeText(names.joined(separator: " ")), "ui.hint.key")) }
        } else if let name = partial.split(separator: "=", omittingEmptySubsequences: false).first,
            let parameter = operation.parameters.first(where: { $0.written == name })
        {
            lines += words.documentation(of: parameter, named: parameter.written)
        }
        return lines
    }

    /// Whether a line has a secret in it, and must not be remembered.
    func holdsSecret(_ line: String) -> Bool {
        let words = CommandWords(line).texts
        guard words.count > 3, words[0] == "op",
            let operation = desk.operations(of: SiteID(words[1])).first(where: { $0.id == words[2] })
        else { return false }
        return words.dropFirst(3).contains { word in
            word.split(separator: "=").first.map { operation.secretNames.contains(String($0)) } ?? false
        }
    }
}

extension Exchange.Operation.Parameter {
    /// As it is written on a line: of a list of objects, the first.
    fileprivate var written: String { name.replacing("[]", with: "[0]") }
}
