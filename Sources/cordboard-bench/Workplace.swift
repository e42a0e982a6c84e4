import Foundation

/// A folder for everything a run writes, and how much a run is to measure.
struct Workplace: Sendable {
    let folder: String
    let isQuick: Bool

    init(isQuick: Bool) throws {
        self.isQuick = isQuick
        folder = FileManager.default.temporaryDirectory.appending(path: "cordboard-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// So many samples, or a fifth of them in a hurry.
    func count(_ samples: Int) -> Int { isQuick ? max(3, samples / 5) : samples }

    /// Writes a file that only we may read.
    func write(_ text: String, to name: String) throws -> String {
        let path = "\(folder)/\(name)"
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw Unmeasurable("\(path) cannot be written") }
        return path
    }

    /// A console's configuration with one Smart PBX.
    func configuration(port: Int, token: String = "bench", pollInterval: String? = nil) throws -> String {
        let text = """
            operator: {name: bench, extension: "2006", role: supervisor}
            language: en
            sites:
              - id: hq
                name: Headquarters
                kind: smartpbx
                broker: mqtt://127.0.0.1:\(port)
                token: \(token)
            """ + (pollInterval.map { "\n    poll_interval: \($0)" } ?? "")
        return try write(text + "\n", to: "config.yaml")
    }

    /// Where a program built beside this one lies.
    static func built(_ name: String) -> String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name).path
    }
}
