import Exchange
import Foundation

/// Where themes and keymaps are looked for. A user's file beats the shipped one of the same name.
public struct SettingsFolders: Equatable, Sendable {
    /// The raw value is the folder's name.
    public enum Kind: String, Sendable { case themes, keymaps }

    /// Folders that hold `themes/` and `keymaps/`, the user's first.
    public var roots: [String]

    public init(roots: [String]) {
        self.roots = roots.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// `$XDG_CONFIG_HOME/cordboard`, `$CORDBOARD_DATA`, `<executable>/../share/cordboard`, and for a program run from
    /// its build tree the nearest folder above it that holds `themes/` and `keymaps/`.
    public static func standard(
        environment: [String: String] = ProcessInfo.processInfo.environment, executable: String = runningExecutable
    ) -> SettingsFolders {
        var roots: [String] = []
        if let user = userFolder(environment) { roots.append(user) }
        if let data = environment["CORDBOARD_DATA"], !data.isEmpty { roots.append(data) }
        roots.append(executable.folder.folder.appending(component: "share/cordboard"))
        var folder = executable.folder
        while folder != "/", folder != "." {
            if [Kind.themes, .keymaps].allSatisfy({ SettingsFile.isFolder(folder.appending(component: $0.rawValue)) }) {
                roots.append(folder)
                break
            }
            folder = folder.folder
        }
        return SettingsFolders(roots: roots)
    }

    /// Every path where a file of this name would be looked for, the best first, whether it exists or not. These are
    /// what a watcher watches: a new file of the user's changes what the name means.
    public func candidates(_ kind: Kind, _ name: String) -> [String] {
        roots.map { $0.appending(component: "\(kind.rawValue)/\(name).yaml") }
    }

    /// The names that can be chosen, in alphabetical order.
    public func names(_ kind: Kind) -> [String] {
        let files = roots.flatMap {
            (try? FileManager.default.contentsOfDirectory(atPath: $0.appending(component: kind.rawValue))) ?? []
        }
        return Set(files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }).sorted()
    }

    /// The path of the running program, links resolved; empty where the system does not tell.
    public static var runningExecutable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    }

    /// `$XDG_CONFIG_HOME/cordboard`, by default `~/.config/cordboard`; nil where nobody is at home.
    static func userFolder(_ environment: [String: String]) -> String? {
        // The specification asks to ignore a path that is not absolute.
        if let configured = environment["XDG_CONFIG_HOME"], configured.hasPrefix("/") {
            return configured.appending(component: "cordboard")
        }
        return HomeFolder.path(environment)?.appending(component: ".config/cordboard")
    }
}

extension Configuration {
    /// Where the configuration is looked for when `--config` names none, the best first (CONTRACT section 1).
    public static func searchPath(environment: [String: String] = ProcessInfo.processInfo.environment) -> [String] {
        [SettingsFolders.userFolder(environment), "/etc/cordboard"].compactMap { $0?.appending(component: "config.yaml") }
    }

    /// The configuration file to use: the one given, else the first of the search path that exists.
    /// - Throws: where it was looked for, and that `--demo` needs none.
    public static func locate(
        given: String? = nil, searchPath: [String] = Configuration.searchPath()
    ) throws(SettingsProblems) -> String {
        if let given {
            if SettingsFile.exists(given) { return given }
            throw SettingsProblems([SettingsProblem(file: given, "there is no such configuration file")])
        }
        if let found = searchPath.first(where: SettingsFile.exists) { return found }
        throw SettingsProblems([
            SettingsProblem(
                file: searchPath[0],
                "there is no configuration; looked for \(searchPath.joined(separator: ", ")); name one with --config FILE, or try --demo, which needs none"
            )
        ])
    }
}

extension String {
    func appending(component: String) -> String { hasSuffix("/") ? self + component : self + "/" + component }
}
