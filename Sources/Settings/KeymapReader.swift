import Exchange

extension Keymap {
    /// Commands of the input line; they are valid in the section `input` alone, whatever the console's own are.
    static let inputCommands: Set<String> = [
        "accept", "complete", "complete-previous", "erase", "erase-word", "erase-line", "erase-to-end", "delete",
        "cursor-left", "cursor-right", "cursor-start", "cursor-end", "history-previous", "history-next",
    ]

    /// Commands of the form of a raw operation, besides those of the input line; valid in the section `form` alone.
    static let formCommands: Set<String> = ["field-next", "field-previous", "value-next", "value-previous", "send"]

    /// Commands of an operation's answer; valid in the section `answer` alone.
    static let answerCommands: Set<String> = ["search", "search-next", "search-previous", "fetch-next", "fetch-all", "write", "tree"]

    /// Commands of a page over the panes; valid in the sections `details`, `help` and `messages` alone.
    static let pageCommands: Set<String> = ["search", "search-next", "search-previous"]

    /// The commands that only one section knows.
    static func ownCommands(of section: Section) -> Set<String> {
        switch section {
        case .input: inputCommands
        case .form: inputCommands.union(formCommands)
        case .answer: answerCommands
        case .details, .help: pageCommands
        case .messages: pageCommands.union(["weight-next"])
        default: []
        }
    }

    /// Reads a keymap and those it inherits from.
    /// - Parameter commands: the console's own commands; the actions of the registry are valid besides.
    /// - Throws: every problem of all its files, with line, column and the nearest valid name.
    public static func load(
        _ name: String, from folders: SettingsFolders, commands: Set<String>
    ) throws(SettingsProblems) -> (keymap: Keymap, warnings: [SettingsProblem]) {
        var problems = ProblemCollector()
        let files = InheritedFiles(.keymaps, named: name, from: folders, &problems)
        var reader = KeymapReader(commands: commands.union(Action.allCases.map(\.rawValue)))
        for root in files.roots { reader.add(root, &problems) }
        try problems.throwErrors()
        return (Keymap(name: name, sources: files.sources, bindings: reader.bindings), problems.warnings)
    }
}

/// Lays the files of a keymap over one another, the oldest first: the user's key wins over the inherited one.
private struct KeymapReader {
    let commands: Set<String>
    private(set) var bindings: [Keymap.Section: [Keymap.Binding]] = [:]

    private static let unbound = "no_op"
    /// Keys that the fingers press without thinking when text is wrong; nothing that ends a call may lie there.
    private static let unthinking: Set<Key> = [
        Key(.backspace), Key(.delete), Key(.character("d"), .control), Key(.character("k"), .control),
    ]
    /// Terminal multiplexers, flow control and job control want these.
    private static let taken: [Key: String] = [
        Key(.character("a"), .control): "screen", Key(.character("b"), .control): "tmux", Key(.character("s"), .control): "XOFF",
        Key(.character("q"), .control): "XON", Key(.character("z"), .control): "SIGTSTP",
    ]

    init(commands: Set<String>) { self.commands = commands }

    mutating func add(_ root: YAMLNode, _ problems: inout ProblemCollector) {
        let known = Keymap.Section.allCases.map(\.rawValue) + ["inherits"]
        guard let members = root.members(known, &problems) else { return }
        // The files come the oldest first.
        bindings = bindings.mapValues { list in
            list.map { Keymap.Binding(keys: $0.keys, commands: $0.commands, isInherited: true) }
        }
        for section in Keymap.Section.allCases {
            guard let node = members[section.rawValue], !node.isNull else { continue }
            add(node.mapping(&problems) ?? [], to: section, &problems)
        }
    }

    private mutating func add(_ entries: [YAMLNode.Entry], to section: Keymap.Section, _ problems: inout ProblemCollector) {
        var seen: [(keys: [Key], location: SourceLocation)] = []
        for entry in entries {
            guard let keys = keys(entry, &problems) else { continue }
            if let first = seen.first(where: { $0.keys == keys }) {
                problems.error(
                    "\(keys.display) stands twice in “\(section.rawValue)”; the first is in line \(first.location.line)", at: entry.location
                )
                continue
            }
            if let first = seen.first(where: { $0.keys.starts(with: keys) || keys.starts(with: $0.keys) }) {
                let (short, long) = first.keys.count < keys.count ? (first.keys, keys) : (keys, first.keys)
                problems.error(
                    "\(long.display) can never be reached: \(short.display) acts at once (line \(first.location.line))", at: entry.location)
                continue
            }
            seen.append((keys, entry.location))
            guard let commands = commandList(entry.value, in: section, &problems) else { continue }
            check(commands, on: keys, at: entry.location, &problems)
            bind(keys, commands, in: section)
        }
    }

    /// What was inherited gives way where both could not be reached.
    private mutating func bind(_ keys: [Key], _ commands: [String], in section: Keymap.Section) {
        var list = bindings[section] ?? []
        let replaced = list.firstIndex { $0.keys == keys }
        list.removeAll { $0.keys != keys && ($0.keys.starts(with: keys) || keys.starts(with: $0.keys)) }
        if replaced != nil, let index = list.firstIndex(where: { $0.keys == keys }) {
            list[index] = Keymap.Binding(keys: keys, commands: commands)
        } else {
            list.append(Keymap.Binding(keys: keys, commands: commands))
        }
        bindings[section] = list
    }

    private func keys(_ entry: YAMLNode.Entry, _ problems: inout ProblemCollector) -> [Key]? {
        var keys: [Key] = []
        for word in entry.key.split(whereSeparator: \.isWhitespace) {
            switch Key.reading(String(word)) {
            case .key(let key):
                keys.append(key)
            case .arrivesAs(let key, let wording):
                problems.warning(wording, at: entry.location)
                keys.append(key)
            case .neverArrives(let key):
                problems.warning("most terminals cannot send \(key.display)", at: entry.location)
                keys.append(key)
            case .none:
                problems.error("“\(String(word))” is no key", at: entry.location, written: String(word), valid: Key.names)
                return nil
            }
        }
        if keys.isEmpty { problems.error("“\(entry.key)” is no key; the space bar is written “space”", at: entry.location) }
        return keys.isEmpty ? nil : keys
    }

    /// The commands of a value: a name, a `:` line, a list of those, or none at all for `no_op`.
    private func commandList(_ node: YAMLNode, in section: Keymap.Section, _ problems: inout ProblemCollector) -> [String]? {
        let nodes = if case .sequence(let nodes) = node.content { nodes } else { [node] }
        let names = nodes.compactMap { command($0, in: section, &problems) }
        guard names.count == nodes.count else { return nil }
        if names.isEmpty || names.contains(Self.unbound), names != [Self.unbound] {
            problems.error("no_op stands alone: it unbinds the key", at: node.location)
            return nil
        }
        return names == [Self.unbound] ? [] : names
    }

    private func command(_ node: YAMLNode, in section: Keymap.Section, _ problems: inout ProblemCollector) -> String? {
        guard let text = node.text(&problems) else { return nil }
        if text == Self.unbound { return text }
        let name = Self.name(of: text)
        let valid = commands.union(Keymap.ownCommands(of: section))
        if valid.contains(name) { return text }
        problems.error("unknown command “\(name)”", at: node.location, written: name, valid: valid.union([Self.unbound]))
        return nil
    }

    /// The first word of a `:` line, or the command itself.
    private static func name(of command: String) -> String {
        guard command.hasPrefix(":") else { return command }
        return command.dropFirst().split(separator: " ").first.map(String.init) ?? ""
    }

    private func check(_ commands: [String], on keys: [Key], at location: SourceLocation, _ problems: inout ProblemCollector) {
        guard let last = keys.last else { return }
        let bare = Key(last.base, last.modifiers.subtracting([.alt, .shift]))
        if Self.unthinking.contains(bare),
            let dangerous = commands.first(where: { Action(rawValue: Self.name(of: $0))?.definition.isDangerous == true })
        {
            problems.error(
                "“\(Self.name(of: dangerous))” may not lie on \(last.display): that key is pressed without thinking", at: location)
        }
        for key in keys {
            if let taker = Self.taken[key], !commands.isEmpty {
                problems.warning("\(key.display) may never arrive: \(taker) uses it", at: location)
            }
        }
    }
}
