import Foundation
import JSON
import Simulators
import Synchronization
import Wire

/// The real program as a process of its own.
final class RunningProgram: Sendable {
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String

        var json: JSONValue? { try? JSONValue(parsing: output) }
    }

    /// Lines of standard output as they come.
    let lines: AsyncStream<String>
    let identifier: pid_t
    private let ended: Task<Outcome, Never>
    private let input: Mutex<FileHandle?>

    /// - Parameters:
    ///   - folder: holds the run's own `$HOME`, so that nothing of the user's is read or written.
    ///   - input: standard input; nil keeps it open until `closeInput`.
    init(_ words: [String], folder: TestFolder, input: String? = "", environment: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = words
        process.environment = folder.environment.merging(environment) { _, given in given }
        let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = standardError
        let (exits, exit) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            exit.yield(process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus)
            exit.finish()
        }
        try process.run()
        identifier = process.processIdentifier
        if let input {
            try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try standardInput.fileHandleForWriting.close()
            self.input = Mutex(nil)
        } else {
            self.input = Mutex(standardInput.fileHandleForWriting)
        }
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        self.lines = lines
        let output = Self.collect(standardOutput.fileHandleForReading) { line.yield($0) } onEnd: { line.finish() }
        let errors = Self.collect(standardError.fileHandleForReading) { _ in } onEnd: {}
        ended = Task {
            var status: Int32 = 0
            for await exit in exits { status = exit }
            return Outcome(status: status, output: await output.value, errors: await errors.value)
        }
    }

    /// Runs the program to its end.
    static func run(
        _ words: [String], folder: TestFolder, input: String? = "", environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await RunningProgram(words, folder: folder, input: input, environment: environment).outcome
    }

    var outcome: Outcome { get async { await ended.value } }

    func send(_ signal: Int32) { kill(identifier, signal) }

    func closeInput() {
        input.withLock { handle in
            try? handle?.close()
            handle = nil
        }
    }

    /// The program that was built beside the tests.
    static let executable: URL = {
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        let bundles = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        let built = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../.build/debug").standardizedFileURL
        let places = ([tests] + bundles + [built]).map { $0.appending(path: "cordboard") }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? places[0]
    }()

    /// Reads to the end on a thread of its own: a pipe that nobody empties would stop the program.
    private static func collect(
        _ handle: FileHandle, onLine: @escaping @Sendable (String) -> Void, onEnd: @escaping @Sendable () -> Void
    ) -> Task<String, Never> {
        let (texts, text) = AsyncStream.makeStream(of: String.self)
        Thread.detachNewThread {
            var all: [UInt8] = []
            var begun = 0
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                // A plain read takes what is there; Foundation's would wait for the buffer to be full.
                let count = read(handle.fileDescriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                all += buffer[..<count]
                while let end = all[begun...].firstIndex(of: UInt8(ascii: "\n")) {
                    onLine(String(decoding: all[begun..<end], as: UTF8.self))
                    begun = end + 1
                }
            }
            onEnd()
            text.yield(String(decoding: all, as: UTF8.self))
            text.finish()
        }
        return Task {
            for await text in texts { return text }
            return ""
        }
    }
}

/// A folder for one test, removed with it.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/cordboard-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var environment: [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": path, "LANG": "C.UTF-8",
            "XDG_STATE_HOME": path + "/state",
        ]
    }

    /// Writes a file readable by its owner alone, unless told otherwise.
    @discardableResult
    func write(_ text: String, to name: String, permissions: Int = 0o600) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file)
        return file
    }

    /// The audit log's lines.
    func audit() throws -> [JSONValue] {
        try String(contentsOfFile: path + "/state/cordboard/audit.jsonl", encoding: .utf8).split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
    }
}

/// A simulated exchange where nobody calls by himself, and a configuration that points at it.
struct QuietExchange {
    let demo: DemoExchange
    let folder: TestFolder
    let config: String

    init(role: String = "supervisor") async throws {
        demo = try await DemoExchange.start(seed: 7, agents: 24, rate: 0)
        folder = try TestFolder()
        config = try folder.write(
            """
            operator: {name: alice, extension: "8006", role: \(role)}
            sites:
              - id: hq
                name: Headquarters
                kind: smartpbx
                broker: mqtt://127.0.0.1:\(demo.port)
                token: \(demo.token)

            """, to: "config.yaml")
    }

    func run(_ words: [String], input: String? = "") async throws -> RunningProgram.Outcome {
        try await RunningProgram.run(["--config", config] + words, folder: folder, input: input)
    }

    func start(_ words: [String], input: String? = "") throws -> RunningProgram {
        try RunningProgram(["--config", config] + words, folder: folder, input: input)
    }
}

/// Takes one line at a time out of a named pipe, and nothing ahead of it.
actor SlowReader {
    private let descriptor: Int32
    private var rest: [UInt8] = []

    /// Waits until somebody writes.
    init(_ fifo: String) async throws {
        descriptor = await Self.onThread { open(fifo, O_RDONLY | O_CLOEXEC) }
    }

    deinit { close(descriptor) }

    func line() async -> String {
        while !rest.contains(UInt8(ascii: "\n")) {
            let piece = await Self.onThread { [descriptor] in
                var buffer = [UInt8](repeating: 0, count: 4_096)
                let count = read(descriptor, &buffer, buffer.count)
                return Array(buffer[..<max(0, count)])
            }
            guard !piece.isEmpty else { return "" }
            rest += piece
        }
        let end = rest.firstIndex(of: UInt8(ascii: "\n"))!
        defer { rest.removeFirst(end + 1) }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// Blocking calls belong on a thread of their own, or the tests beside this one would wait too.
    private static func onThread<Value: Sendable>(_ call: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: call()) }
        }
    }
}
