import Exchange
import Foundation

/// Where the console keeps what it writes: `$XDG_STATE_HOME/cordboard`.
public enum StateFolder {
    /// By default `~/.local/state/cordboard`, by `HomeFolder`; a value that is not absolute is ignored, as its specification asks.
    public static func path(environment: [String: String]) -> String {
        let state = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (state ?? (HomeFolder.path(environment) ?? "") + "/.local/state") + "/cordboard"
    }

    /// Makes the folder of a file, for its owner alone. A failure shows when the file is opened.
    public static func create(for file: String) {
        try? FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }
}
