import Exchange

/// Reads the keys of an entry as their fields say, whoever named the fields. Every problem is told.
struct FieldReader {
    /// Relative paths of files start here.
    let folder: String
    /// Where the secrets come from, by the names of the groups and of the field. They are fetched last.
    private(set) var secrets: [(path: [String], source: PasswordSource)] = []

    init(folder: String) { self.folder = folder }

    /// The values of the keys, defaults filled in, secrets left out.
    /// - Parameters:
    ///   - owner: what lacks a key that is missing, as in `the site has no`.
    ///   - location: where that is told.
    ///   - path: the groups around these fields.
    mutating func read(
        _ fields: [SettingsField], of members: [String: YAMLNode], owner: String = "the site has no", at location: SourceLocation,
        path: [String] = [], _ problems: inout ProblemCollector
    ) -> SettingsValues {
        var values = SettingsValues()
        for field in fields {
            let isGiven = field.keys.contains { members[$0] != nil }
            if !isGiven, field.isRequired {
                problems.error(Wording(template: owner + " “%@”", [.quoted(SafeText(field.name))]), at: location)
            } else if field.isSecret {
                if let source = PasswordSource(members, of: field, &problems) { secrets.append((path + [field.name], source)) }
            } else if let node = members[field.name] {
                values[field.name] = value(of: node, field, path, &problems)
            } else {
                values[field.name] = standard(of: field)
            }
            if isGiven, let companion = field.companion, members[companion.name] == nil { problems.error(companion.missing, at: location) }
        }
        return values
    }

    private mutating func value(
        of node: YAMLNode, _ field: SettingsField, _ path: [String], _ problems: inout ProblemCollector
    ) -> SettingsValue? {
        switch field.type {
        case .text(let format):
            return node.text(&problems).flatMap { value(of: $0, format, at: node.location, &problems) }
        case .list(_, let check):
            guard let texts = node.list(&problems)?.compactMap({ $0.text(&problems) }) else { return nil }
            for problem in check(texts) { problems.error(problem, at: node.location) }
            return .list(texts)
        case .durations(_, let bounds):
            guard node.mapping(&problems) != nil else { return nil }
            var table = SettingsValues()
            for (name, member) in node.memberValues { table[name] = member.duration(within: bounds, &problems).map { .duration($0) } }
            return .group(table)
        case .choice(let words): return node.choice(among: words, &problems).map { .text($0) }
        case .truth: return node.truth(&problems).map { .truth($0) }
        case .duration(let bounds): return node.duration(within: bounds, &problems).map { .duration($0) }
        case .secret: return nil
        case .file:
            guard let text = node.text(&problems) else { return nil }
            let file = text.hasPrefix("/") ? text : folder.appending(component: text)
            if !SettingsFile.exists(file) { problems.error("there is no file \(file)", at: node.location) }
            return .text(file)
        case .group(let fields, let owner):
            guard let members = node.members(fields.flatMap(\.keys), &problems) else { return nil }
            return .group(read(fields, of: members, owner: owner, at: node.location, path: path + [field.name], &problems))
        }
    }

    private func value(
        of text: String, _ format: SettingsFormat, at location: SourceLocation, _ problems: inout ProblemCollector
    ) -> SettingsValue? {
        switch format.read(text) {
        case .value(let value):
            return value
        case .doubtful(let value, let warning):
            problems.warning(warning, at: location)
            return value
        case .wrong(let problem):
            problems.error(problem, at: location)
            return nil
        }
    }

    /// What counts where a key is not written.
    private func standard(of field: SettingsField) -> SettingsValue? {
        let nowhere = SourceLocation(file: "", line: 0, column: 0)
        var problems = ProblemCollector()
        var reader = FieldReader(folder: folder)
        if case .group(let fields, let owner) = field.type, !fields.contains(where: \.isRequired) {
            return .group(reader.read(fields, of: [:], owner: owner, at: nowhere, &problems))
        }
        return field.standard.flatMap {
            reader.value(of: YAMLNode(content: .scalar($0, isPlain: true), location: nowhere), field, [], &problems)
        }
    }
}
