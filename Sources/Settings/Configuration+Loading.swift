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
        var findings = Findings()
        let read = SettingsFile.read(file, &findings)
        try findings.throwErrors()
        guard let read, let root = YAMLReader.read(read.bytes, file: file, &findings) else {
            throw SettingsProblems(findings.problems)
        }
        if read.isReadableByOthers, let place = root.placeOfPassword {
            findings.error("others can read this file and it holds a password; run: chmod 600 \(file)", at: place)
        }
        let drafts = ConfigurationReader(folder: file.folder, folders: folders).read(root, &findings)
        try findings.throwErrors()
        guard case (var configuration, let passwords)? = drafts else { throw SettingsProblems(findings.problems) }
        for (index, use, source) in passwords {
            let secret = source.fetch(environment: environment, within: commandLimit, &findings)
            configuration.sites[index].setPassword(secret, for: use)
        }
        try findings.throwErrors()
        return Loaded(configuration: configuration, warnings: findings.warnings)
    }
}

extension Configuration {
    /// The sites that a file names, whatever else is wrong with it, without their passwords: no command is run.
    public static func sites(inFile file: String) -> [SiteSettings] {
        var findings = Findings()
        guard let read = SettingsFile.read(file, &findings), let root = YAMLReader.read(read.bytes, file: file, &findings) else { return [] }
        return ConfigurationReader(folder: file.folder, folders: nil).read(root, &findings)?.0.sites ?? []
    }
}

extension YAMLNode {
    /// Where a password stands in the file itself, whatever kind of site it belongs to.
    fileprivate var placeOfPassword: Place? {
        switch content {
        case .scalar: return nil
        case .sequence(let nodes): return nodes.lazy.compactMap(\.placeOfPassword).first
        case .mapping(let entries):
            return entries.lazy.compactMap { entry in
                ["password", "webkey"].contains(entry.key) && !entry.value.isNull ? entry.place : entry.value.placeOfPassword
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
    func read(_ root: YAMLNode, _ findings: inout Findings) -> (Configuration, [(Int, PasswordUse, PasswordSource)])? {
        guard let members = root.members(Self.keys, &findings) else { return nil }
        var configuration = Configuration(operator: Operator(name: "operator", extension: nil, role: .dispatcher))
        if let node = members["operator"] { readOperator(node, into: &configuration.operator, &findings) }
        if let language: Configuration.Language = members["language"]?.choice(&findings) { configuration.language = language }
        if let theme = name(members["theme"], of: .themes, &findings) { configuration.theme = theme }
        if let keymap = name(members["keymap"], of: .keymaps, &findings) { configuration.keymap = keymap }
        if let actions = members["confirm"]?.list(&findings) {
            configuration.confirm = Set(actions.compactMap { $0.choice(&findings) })
        }
        var passwords: [(Int, PasswordUse, PasswordSource)] = []
        var places: [String: Place] = [:]
        let sites = members["sites"]?.list(&findings) ?? []
        if sites.isEmpty, members["sites"].map({ if case .sequence = $0.content { true } else { false } }) ?? true {
            findings.error("no site is configured; “sites” needs at least one entry", at: members["sites"]?.place ?? root.place)
        }
        for node in sites {
            var reader = SiteReader(folder: folder)
            guard let (site, sources) = reader.read(node, places: &places, &findings) else { continue }
            passwords += sources.map { (configuration.sites.count, $0, $1) }
            configuration.sites.append(site)
        }
        return (configuration, passwords)
    }

    private func readOperator(_ node: YAMLNode, into operator: inout Operator, _ findings: inout Findings) {
        guard let members = node.members(["name", "extension", "role"], &findings) else { return }
        if let name = members["name"]?.text(&findings) { `operator`.name = SafeText(name) }
        if let `extension` = members["extension"]?.text(&findings) { `operator`.extension = `extension` }
        if let role: Role = members["role"]?.choice(&findings) { `operator`.role = role }
    }

    private func name(_ node: YAMLNode?, of kind: SettingsFolders.Kind, _ findings: inout Findings) -> String? {
        guard let node, let name = node.text(&findings) else { return nil }
        guard let folders else { return name }
        let names = folders.names(kind)
        if names.contains(name) { return name }
        findings.error("there is no “\(name)” in \(kind.rawValue)", at: node.place, written: name, valid: names)
        return nil
    }
}
