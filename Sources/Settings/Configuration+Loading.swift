import Exchange
import Foundation

extension Configuration {
    /// What a configuration file says, and the warnings that do not keep it from being used.
    public struct Loaded: Sendable, Equatable {
        public var configuration: Configuration
        public var warnings: [SettingsProblem]
    }

    /// Reads a configuration file (CONTRACT section 2) completely: every problem is told, not only the first.
    ///
    /// Runs the sites' password commands and waits for them, so never call it on the main actor.
    /// - Parameter folders: where the theme and keymap it names must exist; nil leaves that unchecked.
    /// - Throws: everything that keeps the file from being used, with line, column and the nearest valid name.
    public static func load(
        file: String, folders: SettingsFolders? = nil, environment: [String: String] = ProcessInfo.processInfo.environment,
        commandLimit: Duration = .seconds(60)
    ) throws(SettingsProblems) -> Loaded {
        var problems = ProblemCollector()
        let read = SettingsFile.read(file, &problems)
        try problems.throwErrors()
        guard let read, let root = YAMLReader.read(read.bytes, file: file, &problems) else {
            throw SettingsProblems(problems.all)
        }
        if read.isReadableByOthers, let location = root.locationOfPassword {
            problems.error("others can read this file and it holds a password; run: chmod 600 \(file)", at: location)
        }
        let drafts = ConfigurationReader(folder: file.folder, folders: folders).read(root, &problems)
        try problems.throwErrors()
        guard case (var configuration, let passwords)? = drafts else { throw SettingsProblems(problems.all) }
        for (index, use, source) in passwords {
            let secret = source.fetch(environment: environment, within: commandLimit, &problems)
            configuration.sites[index].setPassword(secret, for: use)
        }
        try problems.throwErrors()
        return Loaded(configuration: configuration, warnings: problems.warnings)
    }
}

extension Configuration {
    /// The sites that a file names, whatever else is wrong with it, without their passwords: no command is run.
    public static func sites(inFile file: String) -> [SiteSettings] {
        var problems = ProblemCollector()
        guard let read = SettingsFile.read(file, &problems), let root = YAMLReader.read(read.bytes, file: file, &problems) else { return [] }
        return ConfigurationReader(folder: file.folder, folders: nil).read(root, &problems)?.0.sites ?? []
    }
}

extension YAMLNode {
    /// Where a password stands in the file itself, whatever kind of site it belongs to.
    fileprivate var locationOfPassword: SourceLocation? {
        switch content {
        case .scalar: return nil
        case .sequence(let nodes): return nodes.lazy.compactMap(\.locationOfPassword).first
        case .mapping(let entries):
            return entries.lazy.compactMap { entry in
                ["password", "webkey"].contains(entry.key) && !entry.value.isNull ? entry.location : entry.value.locationOfPassword
            }.first
        }
    }
}

/// Turns the tree of a configuration file into values.
struct ConfigurationReader {
    /// The folder of the file; relative paths in it start there.
    let folder: String
    let folders: SettingsFolders?

    private static let keys = ["operator", "language", "theme", "keymap", "confirm", "sites"]

    /// The configuration without its passwords, and where those come from, by index of the site.
    func read(_ root: YAMLNode, _ problems: inout ProblemCollector) -> (Configuration, [(Int, PasswordUse, PasswordSource)])? {
        guard let members = root.members(Self.keys, &problems) else { return nil }
        var configuration = Configuration(operator: Operator(name: "operator", extension: nil, role: .dispatcher))
        if let node = members["operator"] { readOperator(node, into: &configuration.operator, &problems) }
        if let language: Configuration.Language = members["language"]?.choice(&problems) { configuration.language = language }
        if let theme = name(members["theme"], of: .themes, &problems) { configuration.theme = theme }
        if let keymap = name(members["keymap"], of: .keymaps, &problems) { configuration.keymap = keymap }
        if let actions = members["confirm"]?.list(&problems) {
            configuration.confirm = Set(actions.compactMap { $0.choice(&problems) })
        }
        var passwords: [(Int, PasswordUse, PasswordSource)] = []
        var locations: [String: SourceLocation] = [:]
        let sites = members["sites"]?.list(&problems) ?? []
        if sites.isEmpty, members["sites"].map({ if case .sequence = $0.content { true } else { false } }) ?? true {
            problems.error("no site is configured; “sites” needs at least one entry", at: members["sites"]?.location ?? root.location)
        }
        for node in sites {
            var reader = SiteReader(folder: folder)
            guard let (site, sources) = reader.read(node, locations: &locations, &problems) else { continue }
            passwords += sources.map { (configuration.sites.count, $0, $1) }
            configuration.sites.append(site)
        }
        return (configuration, passwords)
    }

    private func readOperator(_ node: YAMLNode, into operator: inout Operator, _ problems: inout ProblemCollector) {
        guard let members = node.members(["name", "extension", "role"], &problems) else { return }
        if let name = members["name"]?.text(&problems) { `operator`.name = SafeText(name) }
        if let `extension` = members["extension"]?.text(&problems) { `operator`.extension = `extension` }
        if let role: Role = members["role"]?.choice(&problems) { `operator`.role = role }
    }

    private func name(_ node: YAMLNode?, of kind: SettingsFolders.Kind, _ problems: inout ProblemCollector) -> String? {
        guard let node, let name = node.text(&problems) else { return nil }
        guard let folders else { return name }
        let names = folders.names(kind)
        if names.contains(name) { return name }
        problems.error("there is no “\(name)” in \(kind.rawValue)", at: node.location, written: name, valid: names)
        return nil
    }
}
