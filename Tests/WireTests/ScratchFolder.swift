import Foundation

@testable import Simulators

/// A temporary folder that goes when nobody holds it any more.
final class ScratchFolder: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "wire-" + UUID().uuidString
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// Returns the file's path.
    func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }

    /// Runs a program to its end; its words are of no interest.
    func run(_ program: String, _ arguments: String...) throws {
        guard try ChildProcess.run([program] + arguments) == 0 else { throw Failed(program: program, arguments: arguments) }
    }

    struct Failed: Error {
        var program: String
        var arguments: [String]
    }
}
