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
    /// - Parameters:
    ///   - adapters: the kinds of exchange that a site may be.
    ///   - folders: where the theme and keymap it names must exist; nil leaves that unchecked.
    ///   - commandLimit: how long all password commands together may take. Cancelling the task ends them, too.
    /// - Throws: everything that keeps the file from being used, with line, column and the nearest valid name.
    public static func load(
        file: String, adapters: [AdapterDescriptor], folders: SettingsFolders? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment, commandLimit: Duration = .seconds(60)
    ) throws(SettingsProblems) -> Loaded {
        var problems = ProblemCollector()
        let read = SettingsFile.read(file, &problems)
        try problems.throwErrors()
        guard let read, let root = YAMLReader.read(read.bytes, file: file, &problems) else {
            throw SettingsProblems(problems.all)
        }
        let secretNames = Set(adapters.flatMap { $0.settings.secretNames }).union(["password"])
        if read.isReadableByOthers, let location = root.location(ofAny: secretNames) {
            problems.error("others can read this file and it holds a password; run: chmod 600 \(file)", at: location)
        }
        if let location = root.location(ofAny: secretNames.union(secretNames.map { $0 + "_command" })) {
            problems.add(read.safety, of: file, at: location)
        }
        let reader = ConfigurationReader(folder: file.folder, folders: folders, adapters: adapters)
        return try reader.finish(root, environment: environment, commandLimit: commandLimit, &problems)
    }

    /// Reads a configuration that stands in no file: what a simulator prints of itself.
    /// - Parameter name: stands for the file in messages.
    /// - Throws: everything that keeps it from being used.
    public static func read(
        _ text: String, name: String, adapters: [AdapterDescriptor], environment: [String: String] = [:]
    ) throws(SettingsProblems) -> Loaded {
        var problems = ProblemCollector()
        guard let root = YAMLReader.read(Array(text.utf8), file: name, &problems) else { throw SettingsProblems(problems.all) }
        let reader = ConfigurationReader(folder: "/", folders: nil, adapters: adapters)
        return try reader.finish(root, environment: environment, commandLimit: .seconds(60), &problems)
    }
}

extension Configuration {
    /// The sites that a file names, whatever else is wrong with it, without their passwords: no command is run.
    public static func sites(inFile file: String, adapters: [AdapterDescriptor]) -> [SiteSettings] {
        var problems = ProblemCollector()
        guard let read = SettingsFile.read(file, &problems), let root = YAMLReader.read(read.bytes, file: file, &problems) else {
            return []
        }
        return ConfigurationReader(folder: file.folder, folders: nil, adapters: adapters).read(root, &problems)?.0.sites ?? []
    }
}

extension ProblemCollector {
    /// Refuses a file that somebody else may change and that holds secrets or commands: he could send the secrets to a host of
    /// his own, or have his commands run.
    fileprivate mutating func add(_ safety: FileSafety, of file: String, at location: SourceLocation) {
        switch safety {
        case .safe: break
        case .writableFile:
            error("others can write this file and it holds a password or a command; run: chmod go-w \(file)", at: location)
        case .writableFolder(let folder):
            error("others can write the folder of this file, which holds a password or a command; run: chmod go-w \(folder)", at: location)
        case .foreign(let path):
            error("\(path) belongs to another user, and the file holds a password or a command", at: location)
        }
    }
}

extension [SettingsField] {
    /// The names of secrets, those within groups too.
    fileprivate var secretNames: [String] { flatMap { $0.isSecret ? [$0.name] : $0.fields.secretNames } }
}

extension YAMLNode {
    /// Where something stands under one of these keys, at any depth and whatever kind of site it belongs to.
    fileprivate func location(ofAny keys: Set<String>) -> SourceLocation? {
        switch content {
        case .scalar: return nil
        case .sequence(let nodes): return nodes.lazy.compactMap { $0.location(ofAny: keys) }.first
        case .mapping(let entries):
            return entries.lazy.compactMap { entry in
                keys.contains(entry.key) && !entry.value.isNull ? entry.location : entry.value.location(ofAny: keys)
            }.first
        }
    }
}

/// Turns the tree of a configuration file into values.
struct ConfigurationReader {
    /// The folder of the file; relative paths in it start there.
    let folder: String
    let folders: SettingsFolders?
    let adapters: [AdapterDescriptor]

    private static let keys = [
        "operator", "language", "theme", "keymap", "confirm", "audit", "escape_delay", "hold_to_talk", "lock", "notifications", "sites",
    ]

    /// Where a secret comes from, and where it belongs: to a site, or to the console's lock where there is none.
    typealias SecretDraft = (site: Int?, path: [String], source: PasswordSource)

    /// The whole configuration: its secrets are fetched when the rest is right.
    func finish(
        _ root: YAMLNode, environment: [String: String], commandLimit: Duration, _ problems: inout ProblemCollector
    ) throws(SettingsProblems) -> Configuration.Loaded {
        let draft = read(root, &problems)
        try problems.throwErrors()
        guard case (var configuration, let secrets)? = draft else { throw SettingsProblems(problems.all) }
        // One deadline for all commands: they run one after the other, because each may ask the user something.
        let deadline = ContinuousClock.now + commandLimit
        for (index, path, source) in secrets {
            guard let secret = source.fetch(environment: environment, until: deadline, commandLimit, &problems) else { continue }
            if let index {
                configuration.sites[index].values.set(.secret(secret), at: path)
            } else {
                configuration.lockPassword = secret
            }
        }
        try problems.throwErrors()
        return Configuration.Loaded(configuration: configuration, warnings: problems.warnings)
    }

    /// The configuration without its secrets, and where those come from.
    func read(_ root: YAMLNode, _ problems: inout ProblemCollector) -> (Configuration, [SecretDraft])? {
        guard let members = root.members(Self.keys, &problems) else { return nil }
        var configuration = Configuration(operator: Operator(name: "operator", extension: nil, role: .dispatcher))
        if let node = members["operator"] { readOperator(node, into: &configuration.operator, &problems) }
        if let language: Configuration.Language = members["language"]?.choice(&problems) { configuration.language = language }
        if let theme = name(members["theme"], of: .themes, &problems) { configuration.theme = theme }
        if let keymap = name(members["keymap"], of: .keymaps, &problems) { configuration.keymap = keymap }
        if let actions = members["confirm"]?.list(&problems) {
            configuration.confirm = Set(actions.compactMap { $0.choice(&problems) })
        }
        if let required = members["audit"]?.members(["required"], &problems)?["required"]?.truth(&problems) {
            configuration.requiresAudit = required
        }
        configuration.escapeDelay = members["escape_delay"]?.duration(within: .milliseconds(5) ... .seconds(2), &problems)
        if let how: Notifications = members["notifications"]?.choice(&problems) { configuration.notifications = how }
        if let hold: HoldToTalk = members["hold_to_talk"]?.choice(&problems) { configuration.holdToTalk = hold }
        var secrets: [SecretDraft] = []
        if let node = members["lock"] { secrets += readLock(node, &problems).map { (nil, $0.path, $0.source) } }
        var locations: [String: SourceLocation] = [:]
        let sites = members["sites"]?.list(&problems) ?? []
        if sites.isEmpty, members["sites"].map({ if case .sequence = $0.content { true } else { false } }) ?? true {
            problems.error("no site is configured; “sites” needs at least one entry", at: members["sites"]?.location ?? root.location)
        }
        let reader = SiteReader(folder: folder, adapters: adapters)
        for node in sites {
            guard let draft = reader.read(node, locations: &locations, &problems) else { continue }
            secrets += draft.secrets.map { (configuration.sites.count as Int?, $0.path, $0.source) }
            configuration.sites.append(draft.site)
        }
        return (configuration, secrets)
    }

    private func readOperator(_ node: YAMLNode, into operator: inout Operator, _ problems: inout ProblemCollector) {
        guard let members = node.members(["name", "extension", "role"], &problems) else { return }
        if let name = members["name"]?.text(&problems) { `operator`.name = SafeText(name) }
        if let `extension` = members["extension"]?.text(&problems) { `operator`.extension = `extension` }
        if let role: Role = members["role"]?.choice(&problems) { `operator`.role = role }
    }

    private func readLock(_ node: YAMLNode, _ problems: inout ProblemCollector) -> [(path: [String], source: PasswordSource)] {
        let field = SettingsField("password", .secret, required: true, "What unlocks the console.")
        guard let members = node.members(field.keys, &problems) else { return [] }
        var reader = FieldReader(folder: folder)
        _ = reader.read([field], of: members, owner: "the lock has no", at: node.location, &problems)
        return reader.secrets
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
