import Foundation

/// A program beside us, whose output can be read and whose input, when closed, tells it to end.
final class Child {
    private let process = Process()
    private let input = Pipe()
    private let output: Pipe?

    /// - Parameters:
    ///   - program: a path, or a name to be looked up in PATH and where brokers are put.
    ///   - source: a file to feed it instead.
    init(_ program: String, _ arguments: [String], readsOutput: Bool = true, source: String? = nil) throws {
        let places =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init) + ["/usr/sbin", "/usr/local/sbin"]
        let found = program.contains("/") ? program : places.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
        guard let found else { throw Unmeasurable("\(program) is not installed") }
        process.executableURL = URL(fileURLWithPath: found)
        process.arguments = arguments
        output = readsOutput ? Pipe() : nil
        if let source {
            process.standardInput = FileHandle(forReadingAtPath: source)
        } else {
            process.standardInput = input
        }
        process.standardOutput = output ?? FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { end() }

    /// Waits for the first line the program prints.
    func firstLine() -> String? {
        guard let output else { return nil }
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            text += String(decoding: data, as: UTF8.self)
        }
        return text.split(separator: "\n").first.map(String.init)
    }

    /// Waits until the program has ended by itself.
    func waitForEnd() { process.waitUntilExit() }

    /// Ends the program, gently first.
    func end() {
        guard process.isRunning else { return }
        try? input.fileHandleForWriting.close()
        process.terminate()
        process.waitUntilExit()
    }
}
