import Foundation
import Settings

/// The repository's own themes and keymaps.
enum Shipped {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    static let folders = SettingsFolders(roots: [root])

    /// The commands that the console adds to the actions.
    static let commands: Set<String> = [
        "pane-agents", "pane-queues", "pane-calls", "pane-rooms", "pane-groups", "next-pane", "previous-pane", "move-down",
        "move-up", "move-first", "move-last", "page-down", "page-up", "move-left", "move-right", "details", "zoom", "filter",
        "sort", "sort-reverse", "command", "help", "back", "redraw", "quit", "suspend", "pause-toggle", "queue-toggle",
        "mute-toggle", "hold-toggle", "ptt-toggle", "monitor-toggle", "select-toggle", "copy", "trunks", "messages", "lock",
        "next-site", "dial-number", "reconnect", "own-answer", "own-hangup", "own-hold-toggle", "own-consult-complete",
        "own-consult-cancel", "own-ready-toggle", "answer-emergency", "actions",
    ]
}

/// A folder of its own for one test, gone with it.
final class Scratch {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "cordboard-\(UUID().uuidString)").path
        for folder in ["themes", "keymaps"] {
            try FileManager.default.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }

    var folders: SettingsFolders { SettingsFolders(roots: [path, Shipped.root]) }

    /// A problem's line with this folder's name taken away.
    func short(_ problems: SettingsProblems) -> [String] {
        problems.problems.map { $0.description.replacingOccurrences(of: path + "/", with: "") }
    }
}
