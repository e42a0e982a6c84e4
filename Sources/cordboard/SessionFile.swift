import Console
import Desk
import Diagnostics
import Foundation
import JSON

/// `$XDG_STATE_HOME/cordboard/session.json`: how the panes were looked at, by configuration file. It is a convenience: what cannot
/// be read or written is as if it were not there.
struct SessionFile {
    private let path: String
    /// The configuration, or the demo.
    private let name: String

    /// The longest file read.
    private static let longest = 1 << 20

    init(environment: [String: String], configuration: String?) {
        path = StateFolder.path(environment: environment) + "/session.json"
        name = configuration.map { URL(fileURLWithPath: $0).standardizedFileURL.path } ?? "demo"
    }

    private var all: JSONMembers {
        guard let descriptor = try? RegularFile.open(path, O_RDONLY) else { return [:] }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let data = try? handle.read(upToCount: Self.longest),
            let json = try? JSONValue(parsing: String(decoding: data, as: UTF8.self))
        else { return [:] }
        return json.object ?? [:]
    }

    var session: JSONValue? { all[name] }

    func keep(_ session: JSONValue) {
        var members = all
        guard members[name] != session else { return }
        members[name] = session
        StateFolder.create(for: path)
        // Another console may keep its own at the same time: one of them wins, whole.
        let draft = path + ".\(getpid())"
        guard let descriptor = try? RegularFile.open(draft, O_WRONLY | O_TRUNC) else { return }
        let isWritten = StandardStream.write(JSONValue.object(members).compactText + "\n", to: descriptor) == nil
        close(descriptor)
        if !isWritten || rename(draft, path) != 0 { unlink(draft) }
    }
}
